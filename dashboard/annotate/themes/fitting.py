"""Fits the weights of themes to labelled passages, and measures them on those left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

from .evidence import evidence_in
from .labelled import LabelledPassage
from .lexicon import Lexicon
from .model import (
    Floats,
    ThemeModel,
    class_features,
    class_weights,
    expected,
    model_inputs,
    sigmoid,
)

_SHARED_PENALTY = 0.5
"""Of the weights that all themes share."""
_OWN_PENALTY = 3.0
"""Of what a theme's weights differ from those."""
_PASSAGE_PENALTY = 6.0
"""Of the weights of the passage and of its classes of words."""
_ARGUABLE = 0.3
"""What a theme counts in fitting that people only found touched."""
_ITERATIONS = 150
_PRESENCE_PENALTY = 4.0
"""Of the weights that tell whether there is any theme at all."""
_NONE_WANTED = 0.92
"""Share of the passages without a theme that shall stay so: reports differ from the examples."""
_THRESHOLDS = np.arange(0.25, 0.6, 0.01)
_PRESENT = np.arange(0.3, 0.85, 0.02)


@dataclass(frozen=True, slots=True)
class Examples:
    """Features and labels of passages."""

    of_theme: Floats
    """Shape (passages, themes, features and 1)."""
    of_passage: Floats
    """Shape (passages, features)."""
    classes: sparse.csr_matrix
    """Shape (passages, classes of words)."""
    labels: Floats
    """Shape (passages, themes): 1 where a theme is core."""
    counts: Floats
    """Shape (passages, themes): how much each label counts in fitting."""

    def of(self, rows: npt.NDArray[np.bool_]) -> "Examples":
        """Return some of them."""
        return Examples(
            self.of_theme[rows],
            self.of_passage[rows],
            self.classes[rows],
            self.labels[rows],
            self.counts[rows],
        )


def examples_of(passages: Sequence[LabelledPassage], lexicon: Lexicon) -> Examples:
    """Return what is learnt from passages."""
    of_theme, of_passage, classes = [], [], []
    count = len(lexicon.themes)
    for passage in passages:
        evidence = evidence_in(passage.text, lexicon)
        title = evidence_in(passage.title, lexicon) if passage.title else None
        inputs = model_inputs([evidence], title, count)
        of_theme.append(np.concatenate([inputs.of_theme[0], np.ones((count, 1))], axis=1))
        of_passage.append(inputs.of_passage[0])
        classes.append(class_features(evidence, title))
    labels = np.array([[theme in p.core for theme in lexicon.themes] for p in passages], float)
    touched = np.array([[theme in p.touched for theme in lexicon.themes] for p in passages])
    counts = np.where(touched & (labels == 0), _ARGUABLE, 1.0)
    return Examples(
        np.array(of_theme),
        np.array(of_passage),
        sparse.csr_matrix(np.array(classes)),
        labels,
        counts,
    )


@dataclass(frozen=True, slots=True)
class Weights:
    """What is fitted."""

    of_theme: Floats
    of_passage: Floats
    of_classes: Floats
    """Shape (themes, classes of words)."""
    of_any: Floats

    def logits(self, examples: Examples) -> Floats:
        """Return logits of shape (passages, themes)."""
        return np.asarray(
            np.einsum("ptf,tf->pt", examples.of_theme, self.of_theme)
            + examples.of_passage @ self.of_passage.T
            + examples.classes @ self.of_classes.T
        )

    def logits_of_any(self, examples: Examples) -> Floats:
        """Return logits by the weights for themes that nothing was learnt about."""
        return np.asarray(examples.of_theme @ self.of_any)


def fit(examples: Examples) -> Weights:
    """Fit logistic regressions of all themes at once, under a Gaussian prior.

    The weights of a theme's own features are those that all themes share and what it differs by, so
    that a rare theme follows the others.
    """
    _, themes, own = examples.of_theme.shape
    passage, classes = examples.of_passage.shape[1], examples.classes.shape[1]
    signs = 2 * examples.labels - 1
    turned = examples.classes.T.tocsr()
    sizes = np.cumsum([own, themes * own, themes * passage])

    def parts(weights: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        shared, differing, of_passage, of_classes = np.split(weights, sizes)
        return (
            shared,
            differing.reshape(themes, own),
            of_passage.reshape(themes, passage),
            of_classes.reshape(themes, classes),
        )

    def loss(weights: Floats) -> tuple[float, Floats]:
        shared, differing, of_passage, of_classes = parts(weights)
        logits = np.einsum("ptf,tf->pt", examples.of_theme, shared + differing)
        logits += examples.of_passage @ of_passage.T + examples.classes @ of_classes.T
        margins = signs * logits
        slope = -examples.counts * signs * sigmoid(-margins)
        of_own = np.einsum("pt,ptf->tf", slope, examples.of_theme)
        of_shared = of_own.sum(axis=0)
        of_shared[:-1] += _SHARED_PENALTY * shared[:-1]  # the constant is free
        value = float((examples.counts * np.logaddexp(0, -margins)).sum())
        value += _SHARED_PENALTY / 2 * float(shared[:-1] @ shared[:-1])
        value += _OWN_PENALTY / 2 * float((differing**2).sum())
        value += _PASSAGE_PENALTY / 2 * float((of_passage**2).sum() + (of_classes**2).sum())
        gradient = [
            of_shared,
            (of_own + _OWN_PENALTY * differing).ravel(),
            (slope.T @ examples.of_passage + _PASSAGE_PENALTY * of_passage).ravel(),
            ((turned @ slope).T + _PASSAGE_PENALTY * of_classes).ravel(),
        ]
        return value, np.concatenate(gradient)

    start = np.zeros(sizes[-1] + themes * classes)
    best = optimize.minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ITERATIONS}
    )
    shared, differing, of_passage, of_classes = parts(np.asarray(best.x))
    return Weights(shared + differing, of_passage, of_classes, _fit_any(examples))


def _fit_any(examples: Examples) -> Floats:
    """Weights of a theme's own features alone, the same for all themes."""
    rows = examples.of_theme.reshape(-1, examples.of_theme.shape[2])
    signs, counts = 2 * examples.labels.ravel() - 1, examples.counts.ravel()

    def loss(weights: Floats) -> tuple[float, Floats]:
        margins = signs * (rows @ weights)
        gradient = rows.T @ (-counts * signs * sigmoid(-margins))
        gradient[:-1] += _SHARED_PENALTY * weights[:-1]
        value = float((counts * np.logaddexp(0, -margins)).sum())
        return value + _SHARED_PENALTY / 2 * float(weights[:-1] @ weights[:-1]), gradient

    best = optimize.minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(best.x)


@dataclass(frozen=True, slots=True)
class Validation:
    """What was found in passages that were left out of fitting."""

    logits: Floats
    """Shape (passages, themes)."""
    logits_of_any: Floats


def cross_validate(examples: Examples, folds: npt.NDArray[np.int64]) -> Validation:
    """Fit as often as there are folds, each time without one, and return the logits of that."""
    logits = np.zeros_like(examples.labels)
    of_any = np.zeros_like(examples.labels)
    for fold in np.unique(folds):
        left_out = folds == fold
        weights = fit(examples.of(~left_out))
        logits[left_out] = weights.logits(examples.of(left_out))
        of_any[left_out] = weights.logits_of_any(examples.of(left_out))
    return Validation(logits, of_any)


@dataclass(frozen=True, slots=True)
class Presence:
    """Weights that tell whether a passage has any theme at all, and what they gave."""

    of_expected: Floats
    """Shape (2,): of `expected`, and the constant."""
    of_passage: Floats
    """Shape (features of a passage,)."""
    of_classes: Floats
    """Shape (classes of words,)."""
    logits: Floats
    """Shape (passages,): by weights that were fitted without the passage."""


def fit_presence(logits: Floats, examples: Examples, folds: npt.NDArray[np.int64]) -> Presence:
    """Fit what tells passages with themes from those without.

    Parameters
    ----------
    logits
        Of the themes, by weights that were fitted without the passage.
    """
    rows = sparse.hstack(
        [
            sparse.csr_matrix(np.column_stack([expected(logits), np.ones(len(logits))])),
            sparse.csr_matrix(examples.of_passage),
            examples.classes,
        ]
    ).tocsr()
    present = np.asarray(examples.labels.any(axis=1))
    left_out = np.zeros(len(logits))
    for fold in np.unique(folds):
        chosen = folds == fold
        left_out[chosen] = rows[chosen] @ _fit_presence(rows[~chosen], present[~chosen])
    weights = _fit_presence(rows, present)
    of_expected, of_passage, of_classes = np.split(
        weights, np.cumsum([2, examples.of_passage.shape[1]])
    )
    return Presence(of_expected, of_passage, of_classes, left_out)


def _fit_presence(rows: sparse.csr_matrix, present: npt.NDArray[np.bool_]) -> Floats:
    signs = np.where(present, 1.0, -1.0)
    penalties = np.full(rows.shape[1], _PRESENCE_PENALTY)
    penalties[:2] = 0.0  # what the themes' own model says, and the constant, are free
    turned = rows.T.tocsr()

    def loss(weights: Floats) -> tuple[float, Floats]:
        margins = signs * (rows @ weights)
        value = float(np.logaddexp(0, -margins).sum()) + float(penalties @ weights**2) / 2
        return value, turned @ (-signs * sigmoid(-margins)) + penalties * weights

    best = optimize.minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(best.x)


def calibrate(logits: Floats, examples: Examples) -> Floats:
    """Return the factor and summand that make probabilities of logits (Platt scaling)."""
    signs = 2 * examples.labels - 1
    counts = np.where(examples.counts < 1, 0.0, 1.0)

    def loss(line: Floats) -> tuple[float, Floats]:
        margins = signs * (logits * line[0] + line[1])
        slope = -counts * signs * sigmoid(-margins)
        value = float((counts * np.logaddexp(0, -margins)).sum())
        return value, np.array([(slope * logits).sum(), slope.sum()])

    best = optimize.minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B")
    return np.asarray(best.x)


def best_thresholds(
    probabilities: Floats, present: Floats, examples: Examples
) -> tuple[float, float]:
    """Return from which probabilities themes are best taken for core, and for there at all.

    The best have the highest F1 of those that leave `_NONE_WANTED` of the passages without a theme
    as they are; where none do, of those that leave the most.
    """
    without = ~examples.labels.any(axis=1)

    def worth(thresholds: tuple[float, float]) -> tuple[float, float]:
        found = (probabilities >= thresholds[0]) & (present >= thresholds[1])[:, None]
        silent = float((~found[without].any(axis=1)).mean()) if without.any() else 1.0
        return min(silent, _NONE_WANTED), _f1(found, examples)

    first, second = max(product(_THRESHOLDS, _PRESENT), key=worth)
    return float(first), float(second)


def _f1(found: npt.NDArray[np.bool_], examples: Examples) -> float:
    gold, arguable = examples.labels > 0, (examples.counts < 1) & (examples.labels == 0)
    right = int((found & gold).sum())
    wrong = int((found & ~gold & ~arguable).sum())
    return 2 * right / max(right + wrong + int(gold.sum()), 1)


def model_of(
    weights: Weights,
    validation: Validation,
    presence: Presence,
    examples: Examples,
    lexicon: Lexicon,
) -> ThemeModel:
    """Return the model of weights, calibrated by what was found in passages left out."""
    some = np.asarray(examples.labels.any(axis=1))
    lines = np.array(
        [
            calibrate(validation.logits[some], examples.of(some)),
            calibrate(validation.logits_of_any, examples),
        ]
    )
    present = sigmoid(presence.logits)
    learnt, unlearnt = (
        sigmoid(logits * line[0] + line[1])
        for logits, line in zip((validation.logits, validation.logits_of_any), lines, strict=True)
    )
    of_learnt, of_presence = best_thresholds(learnt * present[:, None], present, examples)
    of_unlearnt = max(_THRESHOLDS, key=lambda least: _f1(unlearnt >= least, examples))
    return ThemeModel(
        lexicon.themes,
        lexicon.signals,
        weights.of_theme,
        np.concatenate([weights.of_passage, presence.of_passage[None]]),
        class_weights(np.concatenate([weights.of_classes, presence.of_classes[None]])),
        weights.of_any,
        presence.of_expected,
        lines,
        np.array([of_learnt, of_unlearnt, of_presence]),
    )
