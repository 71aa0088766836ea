"""Teaches the models one after the other, and predicts with folds left out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...recognition.candidates import IMPLAUSIBLE
from ...recognition.gazetteer_facts import NAME
from ...recognition.linear_model import BITS, UNIT, LogOdds
from ...recognition.model import Sparse
from ...recognition.second_pass import RULED_OUT, SECOND, SecondPassInputs, second_columns
from ...records import Role
from .examples import LabelledDocument, role_features
from .fit import Features, Floats, fit, matrix, vocabulary

LEAST = {"first": 2, "second": 2, "role": 2, "case": 5}
"""Features that occur in fewer items are not learnt."""
PENALTY = {"first": 1.5, "second": 4.0, "role": 3.0, "case": 3.0}
_LARGEST = 32767


@dataclass(slots=True)
class TrainingSet:
    """What one model learns from; a row for each item."""

    part: str
    owners: npt.NDArray[np.int64]
    """Shape (items,), position of the document that each item is from."""
    features: Features
    labels: npt.NDArray[np.bool_]
    importance: Floats
    """Shape (items,), 0 for those about which the corpus says nothing."""

    def learn(self, selected: npt.NDArray[np.bool_]) -> npt.NDArray[np.int16]:
        """Return the weight of each feature, by its number, that the selected items teach."""
        selected = selected & (self.importance > 0)
        taught = self.features[selected]
        columns = vocabulary(taught, LEAST[self.part])
        labels, importance = self.labels[selected], self.importance[selected]
        learnt = fit(matrix(taught, columns), labels, importance, PENALTY[self.part])
        weights = np.zeros(2 << BITS, np.int16)
        weights[columns] = np.clip(np.rint(learnt * UNIT), -_LARGEST, _LARGEST)
        return weights

    def left_out(self, folds: npt.NDArray[np.int64]) -> LogOdds:
        """Log-odds of each item by weights that its document's fold did not teach.

        Parameters
        ----------
        folds
            Shape (documents,), the fold of each.
        """
        fold_of = folds[self.owners]
        scores = np.zeros(len(self.features), np.int64)
        for fold in np.unique(fold_of):
            left_out = fold_of == fold
            scores[left_out] = self.score(self.learn(~left_out), left_out)
        return scores

    def score(self, weights: npt.NDArray[np.int16], selected: npt.NDArray[np.bool_]) -> LogOdds:
        """Log-odds of the selected items, as recognition works them out."""
        shares = weights[self.features[selected]]
        scores: LogOdds = shares.sum(axis=1, dtype=np.int64)
        if self.part == "first":
            alone = shares[:, : len(NAME)].sum(axis=1, dtype=np.int64)
            scores[alone <= IMPLAUSIBLE] = RULED_OUT * UNIT
        return scores


def sparse(weights: npt.NDArray[np.int16]) -> Sparse:
    """Numbers and weights of the features that have one."""
    numbers = np.flatnonzero(weights)
    return numbers.astype(np.uint32), weights[numbers]


def first_pass_set(documents: Sequence[LabelledDocument]) -> TrainingSet:
    """Every candidate, by its words and its surroundings."""
    return TrainingSet(
        "first",
        np.repeat(np.arange(len(documents)), [len(d.is_right) for d in documents]),
        np.concatenate([document.features for document in documents]),
        np.array([right for document in documents for right in document.is_right]),
        np.array([d.importance * labelled for d in documents for labelled in d.is_labelled]),
    )


def second_pass_inputs(
    documents: Sequence[LabelledDocument], scores: LogOdds
) -> list[SecondPassInputs]:
    """Gather the inputs of the second pass over each document.

    Parameters
    ----------
    scores
        Shape (candidates of all documents,), log-odds in the first pass.
    """
    ends = np.cumsum([len(document.is_right) for document in documents])
    return [
        SecondPassInputs.of(document.candidates, part)
        for document, part in zip(documents, np.split(scores, ends[:-1]), strict=True)
    ]


def second_pass_set(
    documents: Sequence[LabelledDocument], inputs: Sequence[SecondPassInputs]
) -> TrainingSet:
    """Candidates that the first pass does not rule out."""
    pairs = list(zip(documents, inputs, strict=True))
    rows = [(document, span.row) for document, passed in pairs for span in passed.candidates]
    return TrainingSet(
        "second",
        np.repeat(np.arange(len(documents)), [len(passed) for passed in inputs]),
        np.concatenate([_second_features(*pair) for pair in pairs]),
        np.array([document.is_right[row] for document, row in rows]),
        np.array([document.importance * document.is_labelled[row] for document, row in rows]),
    )


def _second_features(document: LabelledDocument, inputs: SecondPassInputs) -> Features:
    if not inputs.candidates:
        return np.zeros((0, len(SECOND)), np.int32)
    rows = [span.row for span in inputs.candidates]
    shared = (document.columns[name][rows] for name in ("gap-before", "gap-after", "prominence"))
    return SECOND.numbers(second_columns(inputs, *shared), len(inputs)).T


def role_set(documents: Sequence[LabelledDocument]) -> TrainingSet:
    """The mentions whose role is known."""
    return TrainingSet(
        "role",
        np.repeat(np.arange(len(documents)), [len(e.roles) for e in documents]),
        np.concatenate([role_features(document) for document in documents]),
        np.array([role is Role.LITERAL for e in documents for _, role in e.roles], dtype=bool),
        # Marked sentences are a third of these: they count no more than others.
        np.ones(sum(len(e.roles) for e in documents)),
    )


def case_set(documents: Sequence[LabelledDocument]) -> TrainingSet:
    """Every word whose case says something."""
    parts = [document.cased for document in documents]
    return TrainingSet(
        "case",
        np.repeat(np.arange(len(parts)), [len(part.has_capital) for part in parts]),
        np.concatenate([part.features for part in parts]),
        np.concatenate([part.has_capital for part in parts]),
        np.ones(sum(len(part.has_capital) for part in parts)),
    )
