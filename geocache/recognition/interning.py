"""Numbers for strings that come again and again, with a row of properties for each."""

from collections.abc import Callable, Sequence
from threading import Lock

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]

_MOST = 100_000
"""Strings that are remembered, 30 MB of words; then all are forgotten and it starts anew."""
_LONGEST = 40
"""Code points of a string that is remembered."""


class Interner:
    """Properties of strings, worked out once for each string.

    Parameters
    ----------
    describe
        Properties of a string.
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
        return store.rows([0] * before, strings, [0] * behind)


class _Store:
    def __init__(self, describe: Callable[[str], tuple[int, ...]], count: int) -> None:
        self._describe = describe
        self._numbers: dict[str, int] = {}
        self._table = np.zeros((1 << 10, count), np.int64)
        """Row 0 is for no string."""
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._numbers)

    def rows(self, before: list[int], strings: Sequence[str], behind: list[int]) -> Rows:
        numbers = list(map(self._numbers.get, strings))
        if None in numbers:
            numbers = [
                known or (self._number(string) if len(string) <= _LONGEST else 0)
                for string, known in zip(strings, numbers, strict=True)
            ]
        found = self._table.take(np.array([*before, *numbers, *behind], np.int64), axis=0)
        if 0 in numbers:
            self._describe_long(found[len(before) :], strings, numbers)
        return np.ascontiguousarray(found.T)

    def _describe_long(
        self, found: Rows, strings: Sequence[str], numbers: Sequence[int | None]
    ) -> None:
        """Fill in the rows of strings that are too long to be remembered."""
        for row, (string, number) in enumerate(zip(strings, numbers, strict=True)):
            if not number:
                found[row] = self._describe(string)

    def _number(self, string: str) -> int:
        with self._lock:
            number = self._numbers.get(string)
            if number is None:
                number = len(self._numbers) + 1
                if number == len(self._table):
                    self._table = np.concatenate([self._table, np.zeros_like(self._table)])
                # The properties are there before another thread can see the number.
                self._table[number] = self._describe(string)
                self._numbers[string] = number
        return number
