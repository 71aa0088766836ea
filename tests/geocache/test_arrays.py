"""Matrix products block by block."""

import numpy as np
import pytest

from geocache import arrays as products
from geocache.arrays import product

_SHAPES = [(1, 1, 1), (5, 0, 7), (0, 3, 4), (61, 30, 200), (130, 65, 300), (300, 2, 2000)]


@pytest.mark.parametrize("kind", [np.float32, np.float64])
@pytest.mark.parametrize(("rows", "inner", "columns"), _SHAPES)
def test_product_is_the_same_in_blocks(
    rows: int, inner: int, columns: int, kind: type[np.floating]
) -> None:
    chance = np.random.default_rng(1)
    left = chance.integers(-50, 50, (rows, inner)).astype(kind)
    right = chance.integers(-50, 50, (inner, columns)).astype(kind)
    found = product(left, right)
    assert found.dtype == kind
    assert np.array_equal(found, left @ right)


def test_product_blocks_are_too_small_for_threads_to_share_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sizes = []

    def multiplied(left: np.ndarray, right: np.ndarray, out: np.ndarray) -> None:
        sizes.append(left.shape[0] * left.shape[1] * right.shape[1])
        np.copyto(out, np.dot(left, right))

    left, right = np.ones((300, 150)), np.ones((150, 900))
    expected = left @ right
    monkeypatch.setattr(products.np, "matmul", multiplied)
    assert np.array_equal(product(left, right), expected)
    assert len(sizes) > 1
    assert max(sizes) <= products.ALONE
