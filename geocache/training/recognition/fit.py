"""Fits logistic regressions over sparse features."""

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

Features = npt.NDArray[np.int32]
"""Shape (items, features), the number of each."""
Floats = npt.NDArray[np.float64]
_ITERATIONS = 200


def vocabulary(items: Features, least: int) -> npt.NDArray[np.int64]:
    """Return the features that occur at least ``least`` times, by their numbers, in order.

    0 stands for no feature.
    """
    counts = np.bincount(items.ravel())
    counts[:1] = 0
    return np.flatnonzero(counts >= least)


def matrix(items: Features, columns: npt.NDArray[np.int64]) -> sparse.csr_matrix:
    """Return a matrix of shape (items, columns), 1 where an item has a feature of the columns."""
    place = np.full(1 + max(items.max(initial=0), columns.max(initial=0)), -1, np.int32)
    place[columns] = np.arange(len(columns))
    places = place[items]
    starts = np.concatenate([[0], np.cumsum((places >= 0).sum(axis=1))])
    flat = places[places >= 0]
    return sparse.csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(items), len(columns)))


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
        Shape (items,), how much each item counts.
    penalty
        Half of it times the sum of squared weights is added to the loss.
    """
    signs, turned = np.where(labels, 1.0, -1.0), features.T.tocsr()

    def loss(weights: Floats) -> tuple[float, Floats]:
        margins = signs * (features @ weights)
        value = importance @ np.logaddexp(0, -margins) + penalty / 2 * weights @ weights
        slope = -importance * signs / (1 + np.exp(np.clip(margins, -500, 500)))
        return float(value), turned @ slope + penalty * weights

    start = np.zeros(features.shape[1])
    result = optimize.minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ITERATIONS}
    )
    return np.asarray(result.x)
