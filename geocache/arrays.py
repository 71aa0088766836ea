"""Matrix products that keep to one core."""

from typing import Any, overload

import numpy as np
import numpy.typing as npt

# ---- fixed


@overload
def fixed(number: int) -> npt.NDArray[np.int64]: ...
@overload
def fixed(number: float) -> npt.NDArray[np.float64]: ...


def fixed(number: float) -> npt.NDArray[Any]:
    """Array without dimensions that holds a number, or the number of an enumeration's member.

    Beside a short array NumPy takes twice as long with a number of Python's, which it converts each
    time, and eight times as long with a member of an enumeration.
    """
    return np.array(number, np.int64 if isinstance(number, int) else np.float64)


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
    found = np.empty((rows, columns), np.result_type(left, right))
    width = max(_LEAST, ALONE // (min(rows, _ROWS) * inner))
    for top in range(0, rows, _ROWS):
        block = slice(top, top + _ROWS)
        for start in range(0, columns, width):
            part = slice(start, start + width)
            np.matmul(left[block], right[:, part], out=found[block, part])
    return found
