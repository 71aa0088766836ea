"""Columns of numbers that are only appended to, and snapshots of them that never change."""

import io
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
_ROOM = 1024
_GROWTH = 1.25
_LEVEL = 1


class Columns:
    """Appendable columns of one table.

    A grown or changed array is a new one, so what a snapshot holds never moves.

    Parameters
    ----------
    types
        Name and NumPy type of each column.
    """

    def __init__(self, types: Mapping[str, str]) -> None:
        self.count = 0
        self._arrays: dict[str, Array] = {n: np.zeros(_ROOM, t) for n, t in types.items()}

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, name: str) -> Array:
        return self._arrays[name][: self.count]

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def append(self, **columns: npt.ArrayLike) -> None:
        """Add rows; every column must be given, all of the same length."""
        if columns.keys() != self._arrays.keys():
            raise ValueError(f"columns {sorted(columns)}; expected {sorted(self._arrays)}")
        given = {name: np.asarray(values) for name, values in columns.items()}
        (more,) = {len(values) for values in given.values()}
        self._grow(self.count + more)
        for name, values in given.items():
            self._arrays[name][self.count : self.count + more] = values
        self.count += more

    def spread(self, rows: Array, **columns: npt.ArrayLike) -> None:
        """Add rows at given numbers behind the last; numbers that are left out stay zero."""
        if not len(rows):
            return
        total = int(rows.max()) + 1
        self._grow(total)
        for name, values in columns.items():
            self._arrays[name][self.count : total] = 0
            self._arrays[name][rows] = np.asarray(values)
        self.count = total

    def change(self, name: str, rows: Array, values: npt.ArrayLike) -> None:
        """Change some rows of a column, for later snapshots only."""
        changed = self._arrays[name].copy()
        changed[: self.count][rows] = values
        self._arrays[name] = changed

    def _grow(self, need: int) -> None:
        for name, array in self._arrays.items():
            if need > len(array):
                grown = np.zeros(max(need, int(len(array) * _GROWTH)), array.dtype)
                grown[: self.count] = array[: self.count]
                self._arrays[name] = grown

    def frozen(self) -> dict[str, Array]:
        """Return the rows as they are now: slices, no copies."""
        return {name: array[: self.count] for name, array in self._arrays.items()}

    @property
    def size_bytes(self) -> int:
        """Memory of the columns, spare room included."""
        return sum(array.nbytes for array in self._arrays.values())

    def dump(self) -> bytes:
        """Return the rows as bytes, deflated a little."""
        stream = io.BytesIO()
        # `allow_pickle` would be kept as a column by NumPy before 2.1.
        arrays: dict[str, Any] = self.frozen()
        np.savez(stream, **arrays)
        return zlib.compress(stream.getbuffer(), _LEVEL)

    def load(self, content: bytes) -> None:
        """Take the rows that `dump` returned; raises ValueError for those of another table."""
        with np.load(io.BytesIO(zlib.decompress(content)), allow_pickle=False) as arrays:
            if set(arrays) != set(self._arrays):
                raise ValueError("columns of another version")
            for name in self._arrays:
                self._arrays[name] = arrays[name].astype(self._arrays[name].dtype, copy=False)
        (self.count,) = {len(array) for array in self._arrays.values()}


class Dictionary:
    """Strings as numbers, in the order in which they came; "" is 0.

    Parameters
    ----------
    values
        The strings so far, without "".
    """

    def __init__(self, values: Iterable[str] = ()) -> None:
        self.codes: dict[str, int] = {"": 0}
        for value in values:
            self.code(value)

    def __len__(self) -> int:
        return len(self.codes)

    def code(self, value: str) -> int:
        """Return the number of a string; a new one for a new string."""
        return self.codes.setdefault(value, len(self.codes))

    def encode(self, values: Iterable[str]) -> list[int]:
        """Return the numbers of strings."""
        code = self.code
        return [code(value) for value in values]

    @property
    def values(self) -> list[str]:
        """The strings by number."""
        return list(self.codes)


def chosen(size: int, codes: Iterable[int | None]) -> npt.NDArray[np.bool_]:
    """Return which numbers below ``size`` are among the codes; None is none of them."""
    table = np.zeros(size, bool)
    table[[code for code in codes if code is not None and code < size]] = True
    return table
