"""Matrix products that keep to one core."""

from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[Any]
ALONE = 500_000
"""Multiplications that OpenBLAS does not share out among threads: below 2 << 18, see its
``interface/gemm.c``."""
_ROWS, _LEAST = 64, 4
"""Rows that are multiplied at once, at most, which is quickest; and columns, at least."""


def product(left: Numbers, right: Numbers) -> Numbers:
    """Return ``left @ right``, worked out block by block where it is large.

    Threads that share in a product then wait for the next one at full load, for up to a tenth of a
    second: they take the cores from other processes, for little.

    Parameters
    ----------
    left, right
        Shapes (rows, n) and (n, columns).
    """
    (rows, inner), columns = left.shape, right.shape[1]
    if rows * inner * columns <= ALONE:
        return np.asarray(left @ right)
    result = np.empty((rows, columns), np.result_type(left, right))
    width = max(_LEAST, ALONE // (min(rows, _ROWS) * inner))
    for top in range(0, rows, _ROWS):
        block = slice(top, top + _ROWS)
        for start in range(0, columns, width):
            part = slice(start, start + width)
            np.matmul(left[block], right[:, part], out=result[block, part])
    return result
