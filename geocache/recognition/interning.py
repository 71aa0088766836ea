"""Numbers for strings that come again and again, with a row of properties for each."""

from collections.abc import Callable, Sequence
from struct import Struct
from threading import Lock

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
_Kept = npt.NDArray[np.uint32]

_MOST = 100_000
"""Strings that are remembered, 20 MB of words; then all are forgotten and it starts anew."""
_LONGEST = 40
"""Code points of a string that is remembered."""


class Interner:
    """Properties of strings, worked out once for each string.

    Parameters
    ----------
    describe
        Properties of a string, from 0 to below 2^32.
    count
        How many they are.
    """

    def __init__(self, describe: Callable[[str], tuple[int, ...]], count: int) -> None:
        self._describe, self._count = describe, count
        self._store = _Store(describe, count)

    def rows(self, strings: Sequence[str], before: int, behind: int) -> Rows:
        """Properties of each string, and zeros before and behind.

        Shape (properties, before + strings + behind).
        """
        store = self._store
        if len(store) > _MOST:
            store = self._store = _Store(self._describe, self._count)
        found = np.zeros((before + len(strings) + behind, self._count), np.uint32)
        store.read(strings, found[before : before + len(strings)])
        return found.T.astype(np.int64, order="C")


class _Store(dict[str, int]):
    """Number of each string, from 1; it is given one, and its row, when it is first asked for."""

    def __init__(self, describe: Callable[[str], tuple[int, ...]], count: int) -> None:
        super().__init__()
        self._describe = describe
        self._row = Struct(f"={count}I")
        self._table = np.zeros((1 << 10, count), np.uint32)
        """Row 0 is for no string."""
        self._lock = Lock()

    def read(self, strings: Sequence[str], found: _Kept) -> None:
        """Fill in the properties of each string; shape (strings, properties)."""
        numbers = np.fromiter(map(self.__getitem__, strings), np.int64, len(strings))
        # Clipping is faster than looking for numbers that are too large: there are none.
        self._table.take(numbers, axis=0, out=found, mode="clip")
        if not numbers.all():
            for row in np.flatnonzero(numbers == 0).tolist():
                found[row] = self._describe(strings[row])  # too long to be remembered

    def __missing__(self, string: str) -> int:
        if len(string) > _LONGEST:
            return 0
        row = self._describe(string)
        with self._lock:
            number = self.get(string)  # another thread may have been quicker
            if number is None:
                number = len(self) + 1
                if number == len(self._table):
                    self._table = np.concatenate([self._table, np.zeros_like(self._table)])
                # The properties are there before another thread can see the number.
                self._row.pack_into(self._table.data, number * self._row.size, *row)
                self[string] = number
        return number
