"""Logistic regression over sparse features."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

Floats = npt.NDArray[np.float64]
_ITERATIONS = 200


def vocabulary(items: Iterable[Sequence[int]], least: int) -> dict[int, int]:
    """Column of each feature that occurs in at least ``least`` items; in order of the number."""
    counts = Counter(number for item in items for number in item)
    kept = sorted(number for number, count in counts.items() if count >= least)
    return {number: column for column, number in enumerate(kept)}


def matrix(items: Sequence[Sequence[int]], columns: dict[int, int]) -> sparse.csr_matrix:
    """Shape (items, columns), 1 where an item has a feature; unknown features are left out."""
    indices = [[columns[number] for number in item if number in columns] for item in items]
    starts = np.cumsum([0, *map(len, indices)])
    flat = np.fromiter((column for item in indices for column in item), np.int32, starts[-1])
    ones = np.ones(len(flat))
    return sparse.csr_matrix((ones, flat, starts), shape=(len(items), len(columns)))


def fit(
    features: sparse.csr_matrix, labels: npt.NDArray[np.bool_], importance: Floats, penalty: float
) -> Floats:
    """Return the weights that make the labels likeliest under a Gaussian prior.

    Parameters
    ----------
    features
        Shape (items, columns).
    labels
        Shape (items,).
    importance
        Shape (items,), how much each item counts; 0 to leave it out.
    penalty
        Half of it times the sum of squared weights is added to the loss.
    """
    kept = importance > 0
    chosen, signs, counts = features[kept], np.where(labels[kept], 1.0, -1.0), importance[kept]
    turned = chosen.T.tocsr()

    def loss(weights: Floats) -> tuple[float, Floats]:
        margins = signs * (chosen @ weights)
        value = counts @ np.logaddexp(0, -margins) + penalty / 2 * weights @ weights
        slope = -counts * signs / (1 + np.exp(np.clip(margins, -500, 500)))
        return float(value), turned @ slope + penalty * weights

    start = np.zeros(features.shape[1])
    found = optimize.minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ITERATIONS}
    )
    return np.asarray(found.x)
