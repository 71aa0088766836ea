"""Features of items, and the linear models that weigh them, for all items of a text at once.

A feature is a combination of columns with their values: that "in" stands before it, or that "in"
stands before it and the name is a country's. A hash of both is its number in a table of weights.
Where the first of its columns is 0, an item does not have the feature.
Weights are whole numbers of `UNIT`: their sums are exact, the same on every machine.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

import numpy as np
import numpy.typing as npt

Columns = Mapping[str, npt.NDArray[np.int64]]
"""Properties of items by name, each of shape (items,)."""
Numbers = npt.NDArray[np.int32]
"""Numbers of features, shape (features, items)."""
Scores = npt.NDArray[np.int64]
"""Log-odds in parts of `UNIT`."""

UNIT = 512
"""Parts of log-odds that weights are counted in."""
BITS = 22
"""Of the number of a feature. Of 60,000 weights, an unknown feature meets one in 70 times."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
"""2^64 over the golden ratio, which scatters well (Knuth, TAOCP 3, 6.4)."""
_HALF = np.uint64(32)


@dataclass(frozen=True)
class Group:
    """Features that look at one aspect, and how people are told of it."""

    name: str
    told: str
    """Format of what was looked at; its fields are those of `judging.told`."""
    features: str
    """Separated by commas; each the names of one to four columns, separated by blanks."""

    @property
    def parts(self) -> list[list[str]]:
        """Names of the columns of each feature."""
        return [feature.split() for feature in self.features.split(",")]


class FeatureTable:
    """The features of one model.

    Parameters
    ----------
    groups
        In any order; the order of their columns makes no difference to a model once learnt.
    """

    def __init__(self, *groups: Group) -> None:
        self.groups = groups
        features = [(group.name, feature) for group in groups for feature in group.parts]
        self.columns = sorted({column for _, feature in features for column in feature})
        place = {column: number for number, column in enumerate(self.columns)}
        rounds = max(len(feature) for _, feature in features)
        nothing = len(self.columns)
        self._parts = np.array(
            [
                [place[c] for c in feature] + [nothing] * (rounds - len(feature))
                for _, feature in features
            ]
        )
        names = [f"{group}: {' '.join(feature)}".encode() for group, feature in features]
        self._seeds = np.array([[crc32(name)] for name in names], np.uint64) * _FACTOR
        self.starts = np.cumsum([0, *(len(group.parts) for group in groups[:-1])])
        """Where the features of each group begin."""

    def __len__(self) -> int:
        return len(self._parts)

    def numbers(self, columns: Columns, count: int) -> Numbers:
        """Number of each feature of each item, 0 where it has none; shape (features, items)."""
        values = np.zeros((len(self.columns) + 1, count), np.int64)
        for row, name in enumerate(self.columns):
            values[row] = columns[name]
        mixed = values.view(np.uint64)[self._parts[:, 0]] ^ self._seeds
        mixed *= _FACTOR
        for part in self._parts.T[1:]:
            mixed ^= mixed >> _HALF
            mixed ^= values.view(np.uint64)[part]
            mixed *= _FACTOR
        there = values[self._parts[:, 0]] != 0
        return np.asarray((mixed >> np.uint64(64 - BITS)) * there, np.int32)


@dataclass(frozen=True)
class LinearModel:
    """Sum of the weights of an item's features.

    Weights are given sparsely, by number; those that are not given are 0.
    """

    features: FeatureTable
    numbers: npt.NDArray[np.uint32]
    weights: npt.NDArray[np.int16]

    @cached_property
    def _table(self) -> npt.NDArray[np.int16]:
        table = np.zeros(1 << BITS, np.int16)
        table[self.numbers] = self.weights
        return table

    def shares(self, columns: Columns, count: int) -> Scores:
        """What each group contributes to the score of each item; shape (groups, items)."""
        found = self._table.take(self.features.numbers(columns, count))
        return np.add.reduceat(found, self.features.starts, axis=0, dtype=np.int64)
