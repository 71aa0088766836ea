"""Hashes the features of items and weighs them by linear models, all items of a text at once.

A feature is a combination of columns with their values: that "in" stands before it, or that "in"
stands before it and the name is a country's. A hash of both is its number in a table of weights.
The seed of its hash is kept in the file of weights beside its id, so that the id can be changed.
Where the first of its columns is 0, an item does not have the feature.
Weights are whole numbers of `UNIT`: their sums are exact, the same on every machine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

import numpy as np
import numpy.typing as npt

from ..arrays import product

Columns = Mapping[str, npt.NDArray[np.int64]]
"""Properties of items by name, each of shape (items,)."""
Numbers = npt.NDArray[np.int32]
"""Numbers of features, shape (features, items)."""
LogOdds = npt.NDArray[np.int64]
"""Log-odds in parts of `UNIT`."""

UNIT = 512
"""Parts of log-odds that weights are counted in."""
BITS = 22
"""Of the number of a feature. Of 60,000 weights, an unknown feature meets one in 70 times."""
_FACTOR = np.array(0x9E3779B97F4A7C15, np.uint64)
"""2^64 over the golden ratio, which scatters well (Knuth, TAOCP 3, 6.4)."""
_HALF, _LEFT, _NOTHING = (np.array(number, np.uint64) for number in (32, 64 - BITS, 0))


@dataclass(frozen=True)
class FeatureGroup:
    """Features of one aspect, and how they are explained to people."""

    id: str
    """Stands in the file of weights and in the records."""
    explanation: str
    """Format of what was compared; its fields are the words around, see `decoder`."""
    features: str
    """Separated by commas; each the ids of one to four columns, separated by blanks."""

    @property
    def parts(self) -> list[list[str]]:
        """Ids of the columns of each feature."""
        return [feature.split() for feature in self.features.split(",")]


class HashedFeatures:
    """The features of one model, numbered by hashes.

    Parameters
    ----------
    groups
        In any order; the order of their columns makes no difference to a model once learnt.
    seeds
        Of each feature, by its id; made from the ids when None, as they are for learning.
    """

    def __init__(self, *groups: FeatureGroup, seeds: Mapping[str, int] | None = None) -> None:
        self.groups = groups
        features = [(number, part) for number, g in enumerate(groups) for part in g.parts]
        # Those of the most columns come first, so that each round has only the first rows to do.
        features.sort(key=lambda feature: -len(feature[1]))
        self.columns = sorted({column for _, feature in features for column in feature})
        place = {column: number for number, column in enumerate(self.columns)}
        self.ids = [f"{groups[group].id}: {' '.join(feature)}" for group, feature in features]
        """Of the features: the group and the columns of each, as they stand in files of weights."""
        made = [crc32(feature_id.encode()) for feature_id in self.ids]
        self.seeds = np.array(
            [seeds[feature_id] for feature_id in self.ids] if seeds else made, np.uint32
        )
        """What tells each feature from others with the same values; shape (features,)."""
        self._scattered_seeds = self.seeds.astype(np.uint64)[:, None] * _FACTOR
        self._rounds = [
            np.array([place[feature[step]] for _, feature in features if len(feature) > step])
            for step in range(len(features[0][1]))
        ]
        """Columns of the features that have one more."""
        self._of_group = np.zeros((len(groups), len(features)), np.float32)
        for number, (group, _) in enumerate(features):
            self._of_group[group, number] = 1

    def __len__(self) -> int:
        return len(self.ids)

    def with_seeds(self, ids: Sequence[str], seeds: npt.NDArray[np.uint32]) -> "HashedFeatures":
        """Return the same features, with the seeds that weights were learnt with.

        Raises
        ------
        ValueError
            The ids are not those of the features.
        """
        known = dict(zip(ids, seeds.tolist(), strict=True))
        if other := sorted(set(self.ids) ^ known.keys()):
            raise ValueError(f"the weights do not fit their features: {', '.join(other)}")
        return HashedFeatures(*self.groups, seeds=known)

    def numbers(self, columns: Columns, count: int) -> Numbers:
        """Return the number of each feature of each item, 0 where it has none.

        Shape (features, items).
        """
        return self.places(columns, count).astype(np.int32)

    def places(self, columns: Columns, count: int) -> npt.NDArray[np.int64]:
        """Return `numbers` as places in a table, which are of 64 bits."""
        values = np.array([columns[name] for name in self.columns], np.int64)
        values = values.reshape(len(self.columns), count)
        bits = values.view(np.uint64)
        first = bits.take(self._rounds[0], axis=0)
        mixed = first ^ self._scattered_seeds
        mixed *= _FACTOR
        for further in self._rounds[1:]:
            part = mixed[: len(further)]
            part ^= part >> _HALF
            part ^= bits.take(further, axis=0)
            part *= _FACTOR
        mixed >>= _LEFT
        mixed *= first != _NOTHING
        return mixed.view(np.int64)

    def by_group(self, weights: npt.NDArray[np.int16]) -> LogOdds:
        """Sum the weights of each group; shape (groups, items) from (features, items)."""
        # Sums of whole numbers below 2^24 are exact.
        return product(self._of_group, weights.astype(np.float32)).astype(np.int64)


@dataclass(frozen=True, eq=False)
class LinearModel:
    """Sum of the weights of an item's features.

    Weights are given sparsely, by number in rising order; those that are not given are 0.
    """

    features: HashedFeatures
    numbers: npt.NDArray[np.uint32]
    weights: npt.NDArray[np.int16]
    is_dense: bool = True
    """Whether all weights are laid out, in 8 MB; else they are searched for, which is slower."""

    @cached_property
    def _table(self) -> npt.NDArray[np.int16]:
        table = np.zeros(1 << BITS, np.int16)
        table[self.numbers] = self.weights
        return table

    def group_scores(self, columns: Columns, count: int) -> LogOdds:
        """Return what each group adds to the score of each item; shape (groups, items)."""
        places = self.features.places(columns, count)
        return self.features.by_group(
            self._table.take(places) if self.is_dense else self._found(places)
        )

    def _found(self, places: npt.NDArray[np.int64]) -> npt.NDArray[np.int16]:
        """Return the weights at places of the table, without the table."""
        if not len(self.numbers):
            return np.zeros(places.shape, np.int16)
        at = np.searchsorted(self.numbers, places.astype(np.uint32))
        at = np.minimum(at, len(self.numbers) - 1)
        return np.where(self.numbers[at] == places, self.weights[at], 0).astype(np.int16)
