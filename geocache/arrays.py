"""Encodes combinations of classes as numbers, and multiplies matrices on one core."""

from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[Any]
Ints = npt.NDArray[np.int64]
ALONE = 500_000
"""Multiplications that OpenBLAS does not share out among threads: below 2 << 18, see its
``interface/gemm.c``."""
_ROWS, _LEAST = 64, 4
"""Rows that are multiplied at once, at most, which is quickest; and columns, at least."""


class ClassSpace:
    """The classes of what combines several codes, one class for each combination.

    Parameters
    ----------
    has_silence
        Whether class 0 is none of the combinations; they are counted from 1 then.
    sizes
        How many values each code has, counted from 0; the last one varies fastest.

    Notes
    -----
    Sizes are kept as arrays without dimensions: beside a short array NumPy takes twice as long with
    a number of Python's, which it converts each time.
    """

    def __init__(self, *, has_silence: bool = False, **sizes: int) -> None:
        self._has_silence, self._sizes = has_silence, sizes
        self._first = np.array(int(has_silence), np.int64)
        self._leading, *further = sizes
        self._further = tuple((name, np.array(sizes[name], np.int64)) for name in further)
        self.count = int(has_silence) + prod(sizes.values())
        """All classes, silence included."""

    def encode(self, **codes: npt.NDArray[np.integer[Any]] | npt.NDArray[np.bool_] | int) -> Ints:
        """Return the class of each combination of codes.

        Parameters
        ----------
        codes
            For each code of the space, an array or a number; they are broadcast.
        """
        total: Any = codes[self._leading]
        for name, size in self._further:
            total = total * size + codes[name]
        classes: Ints = total + self._first if self._has_silence else total
        return classes

    def decode(self, number: int) -> dict[str, int]:
        """Return the codes that a class combines.

        Raises
        ------
        ValueError
            The class is silence, or none of the space.
        """
        first = int(self._has_silence)
        if not first <= number < self.count:
            raise ValueError(f"class {number}: expected {first} to {self.count - 1}")
        codes, rest = dict[str, int](), number - first
        for name, size in reversed(self._sizes.items()):
            rest, codes[name] = divmod(rest, size)
        return codes


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
