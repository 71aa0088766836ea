"""Conditional logistic regression: which of a mention's candidates is right, by their classes."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

from ...resolution.features.base import FeatureSet

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
_ITERATIONS = 150
_PENALTY = 0.5
_UNLIKE_STEPS, _UNLIKE_SORTS = 10.0, 5.0
"""How much neighbouring classes are held together; found by cross-validation, as the penalty."""
_IMPOSSIBLE = -1e9
_DIGITS = 3


def fit(
    features: FeatureSet,
    classes: Sequence[Ints],
    starts: Sequence[Ints],
    right: Sequence[Bools],
    counts: Sequence[Floats],
) -> Floats:
    """Return the weight of each class that makes what is right likeliest, under a Gaussian prior.

    Parameters
    ----------
    features
        What the classes are of.
    classes
        For each document, shape (features, rows).
    starts
        For each document, the first row of each mention.
    right
        For each document, shape (rows,); the likelihood of a mention is that of all its right rows.
        Mentions without any do not count.
    counts
        For each document, how much each mention counts.
    """
    rows = np.cumsum([0, *(found.shape[1] for found in classes)])
    first = np.concatenate([s + offset for s, offset in zip(starts, rows[:-1], strict=True)])
    flat = np.concatenate(classes, axis=1).T
    ends = np.append(first[1:], len(flat))
    owner = np.repeat(np.arange(len(first)), ends - first)
    steps = np.arange(0, flat.size + 1, flat.shape[1])
    matrix = sparse.csr_matrix(
        (np.ones(flat.size), flat.ravel(), steps), (len(flat), features.size)
    )
    turned, is_right = matrix.T.tocsr(), np.concatenate(right)
    weight = np.concatenate(counts) * np.logical_or.reduceat(is_right, first)

    def shares(scores: Floats) -> tuple[Floats, Floats]:
        best = np.maximum.reduceat(scores, first)
        powers = np.exp(scores - best[owner])
        total = np.add.reduceat(powers, first)
        return best + np.log(total), powers / total[owner]

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores: Floats = np.asarray(matrix @ weights)
        everything, of_all = shares(scores)
        wanted, of_right = shares(np.where(is_right, scores, _IMPOSSIBLE))
        slope = turned @ (weight[owner] * (of_all - of_right)) + prior @ weights
        slope[features.offsets] = 0.0
        value = weight @ (everything - wanted) + weights @ (prior @ weights) / 2
        return float(value), slope

    prior = _prior(features)
    start = np.zeros(features.size)
    found = optimize.minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ITERATIONS}
    )
    return np.asarray(found.x, np.float64).round(_DIGITS)


def _prior(features: FeatureSet) -> sparse.csr_matrix:
    """Precision of the Gaussian prior: weights are small, and alike where their classes are."""
    found = sparse.lil_matrix((features.size, features.size))
    found.setdiag(_PENALTY)
    for feature, offset in zip(features.features, features.offsets.tolist(), strict=True):
        layout = feature.layout
        for step in range(offset, offset + feature.count, layout.sorts):
            if layout.sorts > 1:
                _shrink(found, step, layout.sorts, _UNLIKE_SORTS)
            place = layout.step_of(step - offset)
            if layout.first <= place < layout.steps - 1:
                for low in range(step, step + layout.sorts):
                    _tie(found, low, low + layout.sorts)
    return found.tocsr()


def _shrink(prior: sparse.lil_matrix, start: int, count: int, strength: float) -> None:
    """Weights of one step are near their mean."""
    block = np.eye(count) - 1.0 / count
    prior[start : start + count, start : start + count] += strength * block


def _tie(prior: sparse.lil_matrix, low: int, high: int) -> None:
    """Weights of neighbouring steps are near each other."""
    for one, other in ((low, high), (high, low)):
        prior[one, one] += _UNLIKE_STEPS
        prior[one, other] -= _UNLIKE_STEPS
