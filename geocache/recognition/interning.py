"""Numbers for strings that come again and again, with a row of properties for each."""

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
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
        Properties of a string, from 0 to 2^32.
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


class _Store:
    def __init__(self, describe: Callable[[str], tuple[int, ...]], count: int) -> None:
        self._describe = describe
        self._numbers: dict[str, int] = {}
        self._table = np.zeros((1 << 10, count), np.uint32)
        """Row 0 is for no string."""
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._numbers)

    def read(self, strings: Sequence[str], found: _Kept) -> None:
        """Fill in the properties of each string; shape (strings, properties)."""
        try:
            numbers = np.fromiter(map(self._numbers.__getitem__, strings), np.int64, len(strings))
        except KeyError:
            numbers = self._of_new(strings)
        # Clipping is faster than looking for numbers that are too large: there are none.
        self._table.take(numbers, axis=0, out=found, mode="clip")
        if not numbers.all():
            for row in np.flatnonzero(numbers == 0).tolist():
                found[row] = self._describe(strings[row])  # too long to be remembered

    def _of_new(self, strings: Sequence[str]) -> npt.NDArray[np.int64]:
        """Numbers of strings of which some are new; 0 for those that are not remembered."""
        numbers = np.fromiter(map(self._numbers.get, strings, repeat(0)), np.int64, len(strings))
        unknown = np.flatnonzero(numbers == 0).tolist()
        self._remember(dict.fromkeys([strings[row] for row in unknown]))
        numbers[unknown] = [self._numbers.get(strings[row], 0) for row in unknown]
        return numbers

    def _remember(self, strings: Iterable[str]) -> None:
        """Describe the strings that are new, all at once."""
        with self._lock:
            # Another thread may have described some of them meanwhile.
            fresh = [s for s in strings if len(s) <= _LONGEST and s not in self._numbers]
            if not fresh:
                return
            first = len(self._numbers) + 1
            end = first + len(fresh)
            while end > len(self._table):
                self._table = np.concatenate([self._table, np.zeros_like(self._table)])
            # The properties are there before another thread can see the numbers.
            self._table[first:end] = [self._describe(string) for string in fresh]
            self._numbers.update(zip(fresh, range(first, end), strict=True))
