"""Learning the models one after the other, and predicting with folds left out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...recognition.candidates import IMPLAUSIBLE
from ...recognition.gazetteer_facts import NAME
from ...recognition.linear_model import BITS, UNIT, Scores
from ...recognition.model import Sparse
from ...recognition.second_pass import RULED_OUT, SECOND, Glances, glances, second_columns
from ...records import Role
from .examples import Example, role_features
from .fit import Features, Floats, fit, matrix, vocabulary

LEAST = 2
"""Features that occur in fewer candidates are not learnt."""
PENALTY = {"first": 1.5, "second": 4.0, "role": 3.0}
_LARGEST = 32767


@dataclass(slots=True)
class Table:
    """What one model learns from; one row an item."""

    part: str
    owners: npt.NDArray[np.int64]
    """Shape (items,), position of the example that each item is from."""
    features: Features
    labels: npt.NDArray[np.bool_]
    importance: Floats
    """Shape (items,), 0 for those about which the corpus says nothing."""

    def learn(self, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.int16]:
        """Return the weight of each feature, by its number, that the chosen items teach."""
        chosen = chosen & (self.importance > 0)
        taught = self.features[chosen]
        columns = vocabulary(taught, LEAST)
        labels, importance = self.labels[chosen], self.importance[chosen]
        found = fit(matrix(taught, columns), labels, importance, PENALTY[self.part])
        weights = np.zeros(2 << BITS, np.int16)
        weights[columns] = np.clip(np.rint(found * UNIT), -_LARGEST, _LARGEST)
        return weights

    def left_out(self, folds: npt.NDArray[np.int64]) -> Scores:
        """Log-odds of each item by weights that its document's fold did not teach.

        Parameters
        ----------
        folds
            Shape (examples,), the fold of each.
        """
        own = folds[self.owners]
        scores = np.zeros(len(self.features), np.int64)
        for fold in np.unique(own):
            scores[own == fold] = self.score(self.learn(own != fold), own == fold)
        return scores

    def score(self, weights: npt.NDArray[np.int16], chosen: npt.NDArray[np.bool_]) -> Scores:
        """Log-odds of the chosen items, as recognition works them out."""
        shares = weights[self.features[chosen]]
        scores: Scores = shares.sum(axis=1, dtype=np.int64)
        if self.part == "first":
            alone = shares[:, : len(NAME)].sum(axis=1, dtype=np.int64)
            scores[alone <= IMPLAUSIBLE] = RULED_OUT * UNIT
        return scores


def sparse(weights: npt.NDArray[np.int16]) -> Sparse:
    """Numbers and weights of the features that have one."""
    numbers = np.flatnonzero(weights)
    return numbers.astype(np.uint32), weights[numbers]


def first_table(examples: Sequence[Example]) -> Table:
    """Every candidate, by its words and neighbours."""
    return Table(
        "first",
        np.repeat(np.arange(len(examples)), [len(e.right) for e in examples]),
        np.concatenate([example.features for example in examples]),
        np.array([right for example in examples for right in example.right]),
        np.array([e.importance * counts for e in examples for counts in e.counts]),
    )


def second_looks(examples: Sequence[Example], scores: Scores) -> list[Glances]:
    """Look at each document again.

    Parameters
    ----------
    scores
        Shape (candidates of all examples,), log-odds at the first look.
    """
    ends = np.cumsum([len(example.right) for example in examples])
    return [
        glances(example.candidates, part)
        for example, part in zip(examples, np.split(scores, ends[:-1]), strict=True)
    ]


def second_table(examples: Sequence[Example], looks: Sequence[Glances]) -> Table:
    """The candidates that the first look does not rule out."""
    looked = list(zip(examples, looks, strict=True))
    rows = [(e, candidate.row) for e, glanced in looked for candidate in glanced.candidates]
    return Table(
        "second",
        np.repeat(np.arange(len(examples)), [len(glanced) for glanced in looks]),
        np.concatenate([_second_features(*pair) for pair in looked]),
        np.array([example.right[row] for example, row in rows]),
        np.array([example.importance * example.counts[row] for example, row in rows]),
    )


def _second_features(example: Example, looks: Glances) -> Features:
    if not looks.candidates:
        return np.zeros((0, len(SECOND)), np.int32)
    rows = [candidate.row for candidate in looks.candidates]
    near = (example.columns[name][rows] for name in ("gap-before", "gap-after", "standing"))
    return SECOND.numbers(second_columns(looks, *near), len(looks)).T


def role_table(examples: Sequence[Example]) -> Table:
    """The mentions whose role is known."""
    return Table(
        "role",
        np.repeat(np.arange(len(examples)), [len(e.roles) for e in examples]),
        np.concatenate([role_features(example) for example in examples]),
        np.array([role is Role.LITERAL for e in examples for _, role in e.roles], dtype=bool),
        np.array([e.importance for e in examples for _ in e.roles]),
    )
