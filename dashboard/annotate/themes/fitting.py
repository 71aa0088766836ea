"""Fits the weights of themes to labelled passages, and measures them on those left out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

from .evidence import evidence_in
from .labelled import LabelledPassage
from .lexicon import Lexicon
from .model import Floats, ThemeModel, class_features, class_weights, model_inputs, sigmoid

_SHARED_PENALTY = 0.5
"""Of the weights that all themes share."""
_OWN_PENALTY = 3.0
"""Of what a theme's weights differ from those."""
_PASSAGE_PENALTY = 6.0
"""Of the weights of the passage and of its classes of words."""
_ARGUABLE = 0.3
"""What a theme counts in fitting that people only found touched."""
_ITERATIONS = 150
_NONE_COUNTS = 0.15
"""What the share of passages that rightly stay without a theme counts beside F1."""
_THRESHOLDS = np.arange(0.25, 0.6, 0.01)


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
        classes.append(class_features(evidence))
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


def best_threshold(probabilities: Floats, examples: Examples) -> float:
    """Return the probability from which themes are best taken for core.

    The best has the highest F1, and a part of the share of passages that rightly get none.
    """
    gold, arguable = examples.labels > 0, (examples.counts < 1) & (examples.labels == 0)
    without = ~gold.any(axis=1)

    def worth(threshold: float) -> float:
        found = probabilities >= threshold
        right = int((found & gold).sum())
        wrong = int((found & ~gold & ~arguable).sum())
        f1 = 2 * right / max(right + wrong + int(gold.sum()), 1)
        silent = float((~found[without].any(axis=1)).mean()) if without.any() else 0.0
        return f1 + _NONE_COUNTS * silent

    return float(max(_THRESHOLDS, key=worth))


def model_of(
    weights: Weights, validation: Validation, examples: Examples, lexicon: Lexicon
) -> ThemeModel:
    """Return the model of weights, calibrated by what was found in passages left out."""
    lines = np.array(
        [calibrate(validation.logits, examples), calibrate(validation.logits_of_any, examples)]
    )
    thresholds = [
        best_threshold(sigmoid(logits * line[0] + line[1]), examples)
        for logits, line in zip((validation.logits, validation.logits_of_any), lines, strict=True)
    ]
    return ThemeModel(
        lexicon.themes,
        lexicon.signals,
        weights.of_theme,
        weights.of_passage,
        class_weights(weights.of_classes),
        weights.of_any,
        lines,
        np.array([thresholds[0]] * len(lexicon.themes) + [thresholds[1]]),
    )
