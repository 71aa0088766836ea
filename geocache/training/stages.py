"""Learning the three models one after the other, and predicting with folds left out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..model import Role
from ..recognition.finding import IMPLAUSIBLE
from ..recognition.second_look import RULED_OUT, Glance, glances
from ..recognition.second_templates import SECOND_TEMPLATES
from .examples import Example, Hasher, role_features
from .fitting import Floats, fit, matrix, vocabulary

LEAST = 2
"""Features that occur in fewer candidates are not learnt."""
PENALTY = {"first": 0.5, "second": 1.0, "role": 3.0}
_SMALL = 0.004
"""Weights below this come to nothing."""


@dataclass(slots=True)
class Table:
    """What one model learns from; one row an item."""

    part: str
    owners: npt.NDArray[np.int64]
    """Shape (items,), position of the example that each item is from."""
    features: list[list[int]]
    labels: npt.NDArray[np.bool_]
    importance: Floats
    """Shape (items,), 0 for those about which the corpus says nothing."""
    of_name: list[int]
    """How many of an item's features are of the name alone; empty where there are none."""

    def learn(self, chosen: npt.NDArray[np.bool_]) -> dict[int, float]:
        """Return the weights that the chosen items teach."""
        rows = np.flatnonzero(chosen)
        taught = [self.features[row] for row in rows]
        columns = vocabulary(taught, LEAST)
        found = fit(
            matrix(taught, columns), self.labels[rows], self.importance[rows], PENALTY[self.part]
        )
        return {
            number: float(found[column])
            for number, column in columns.items()
            if abs(found[column]) >= _SMALL
        }

    def left_out(self, folds: npt.NDArray[np.int64]) -> Floats:
        """Log-odds of each item by weights that its document's fold did not teach.

        Parameters
        ----------
        folds
            Shape (examples,), the fold of each.
        """
        own = folds[self.owners]
        scores = np.zeros(len(self.features))
        for fold in np.unique(folds):
            weights = self.learn(own != fold)
            for row in np.flatnonzero(own == fold):
                scores[row] = self._score(weights, int(row))
        return scores

    def _score(self, weights: dict[int, float], row: int) -> float:
        """Log-odds of an item, as recognition works them out."""
        features = self.features[row]
        if self.of_name and score(weights, features[: self.of_name[row]]) <= IMPLAUSIBLE:
            return RULED_OUT
        return score(weights, features)


def score(weights: dict[int, float], features: Sequence[int]) -> float:
    """Log-odds of an item."""
    return sum(weights.get(number, 0.0) for number in features)


def first_table(examples: Sequence[Example]) -> Table:
    """Every candidate, by its words and neighbours."""
    return Table(
        "first",
        np.repeat(np.arange(len(examples)), [len(e.features) for e in examples]),
        [row for example in examples for row in example.features],
        np.array([right for example in examples for right in example.right]),
        np.array([e.importance * counts for e in examples for counts in e.counts]),
        [count for example in examples for count in example.of_name],
    )


def second_looks(examples: Sequence[Example], scores: Floats) -> list[list[Glance]]:
    """Look at each document again.

    Parameters
    ----------
    scores
        Shape (candidates of all examples,), log-odds at the first look.
    """
    ends = np.cumsum([len(example.features) for example in examples])
    return [
        glances(example.document, example.candidates, part.tolist())
        for example, part in zip(examples, np.split(scores, ends[:-1]), strict=True)
    ]


def second_table(
    examples: Sequence[Example], looks: Sequence[list[Glance]], hasher: Hasher
) -> Table:
    """The candidates that the first look does not rule out."""
    owners, features, labels, importance = [], [], [], []
    for number, (example, glanced) in enumerate(zip(examples, looks, strict=True)):
        facts = {
            id(candidate): (right, counts)
            for candidate, right, counts in zip(
                example.candidates, example.right, example.counts, strict=True
            )
        }
        for glance in glanced:
            right, counts = facts[id(glance.candidate)]
            owners.append(number)
            features.append(hasher(SECOND_TEMPLATES, glance))
            labels.append(right)
            importance.append(example.importance * counts)
    return Table("second", np.array(owners), features, np.array(labels), np.array(importance), [])


def role_table(examples: Sequence[Example], hasher: Hasher) -> Table:
    """The mentions whose role is known."""
    return Table(
        "role",
        np.repeat(np.arange(len(examples)), [len(e.roles) for e in examples]),
        [row for example in examples for row in role_features(example, hasher)],
        np.array([role is Role.LITERAL for e in examples for _, role in e.roles], dtype=bool),
        np.array([e.importance for e in examples for _ in e.roles]),
        [],
    )
