"""Tells the classes of the words of a passage, and the groups that some of them are in."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from geocache.recognition.lexical import word_classes

FINE, MIDDLE = 1010, 260
"""More than there are classes of words, fine and coarser."""
_MOST_KEPT = 100_000


class Vocabulary:
    """Numbers of words: most have that of their fine class, words of groups one of their own.

    So one look into a dictionary for each word of a passage tells both.

    Parameters
    ----------
    groups
        Numbers of the groups that a word is in.
    marks
        Pieces that are no words.
    """

    def __init__(self, groups: Mapping[str, tuple[int, ...]], marks: Iterable[str]) -> None:
        self._groups = groups
        self._marks = dict.fromkeys(marks, 0)
        self._numbers: dict[str, int] = {}
        self._of_groups: list[tuple[int, tuple[int, ...]]] = []
        """Fine class and groups of the words with numbers of their own, from `FINE` on."""
        self._empty()

    def _empty(self) -> None:
        self._numbers.clear()
        self._numbers.update(self._marks)
        self._of_groups.clear()

    def count(self, words: Sequence[str], groups: list[float]) -> list[int]:
        """Return the fine classes of words, in order, and count the words of each group.

        Different words of a group count once each; 0 is the class of marks, and left out.
        """
        numbers = set(map(self._numbers.get, words))
        if None in numbers:
            self._learn(words)
            numbers = set(map(self._numbers.get, words))
        found = sorted(filter(None, numbers))  # in one order, so that sums are always the same
        plain = bisect_left(found, FINE)
        if plain == len(found):
            return found
        classes = set(found[:plain])
        for number in found[plain:]:
            fine, its_groups = self._of_groups[number - FINE]
            classes.add(fine)
            for group in its_groups:
                groups[group] += 1.0
        classes.discard(0)
        return sorted(classes)

    def _learn(self, words: Iterable[str]) -> None:
        if len(self._numbers) > _MOST_KEPT:
            self._empty()
        known = word_classes()
        for word in words:
            if word not in self._numbers:
                fine = known[word][0]
                of_word = self._groups.get(word)
                if of_word is not None:
                    self._of_groups.append((fine, of_word))
                    fine = FINE + len(self._of_groups) - 1
                self._numbers[word] = fine


@cache
def middle_of() -> npt.NDArray[np.int64]:
    """Return the coarser class of each fine one."""
    middle = np.zeros(FINE, np.int64)
    for fine, coarser in word_classes().nested():
        middle[fine] = coarser
    return middle
