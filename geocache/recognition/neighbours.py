"""What stands around a candidate among those that the first look left."""

from collections.abc import Iterator
from typing import NamedTuple

from .candidates import Candidate
from .stretches import MAX_WORDS

NONE = -9.0
"""Log-odds that stand for no candidate."""
_NEAR, _FAR = 2, 30
"""How many words away another is near, and how many others are looked at on each side at most."""


class Neighbours(NamedTuple):
    """Best log-odds of other candidates; `NONE` where there is none."""

    rival: float
    """Of those that overlap it."""
    longer: float
    """Of those that contain it."""
    shorter: float
    """Of those that it contains."""
    before: float
    """Of those that end at the two words before it."""
    after: float
    """Of those that begin at the two words behind it."""


class Spans:
    """Where the candidates that are left stand, by first word, and how they were judged."""

    def __init__(self, alive: list[tuple[Candidate, float]]) -> None:
        self._firsts = [candidate.first for candidate, _ in alive]
        self._lasts = [candidate.last for candidate, _ in alive]
        self._scores = [score for _, score in alive]

    def neighbours(self, number: int) -> Neighbours:
        """Best log-odds of those that a candidate has to do with."""
        firsts, lasts, scores = self._firsts, self._lasts, self._scores
        own_first, own_last = firsts[number], lasts[number]
        rivals, longer, shorter, before, after = [NONE], [NONE], [NONE], [NONE], [NONE]
        for other in self._window(number):
            first, last, score = firsts[other], lasts[other], scores[other]
            if last < own_first:
                if last >= own_first - _NEAR:
                    before.append(score)
            elif first > own_last:
                after.append(score)
            else:
                rivals.append(score)
                if first <= own_first and last >= own_last:
                    longer.append(score)
                elif first >= own_first and last <= own_last:
                    shorter.append(score)
        return Neighbours(max(rivals), max(longer), max(shorter), max(before), max(after))

    def _window(self, number: int) -> Iterator[int]:
        """Those that overlap a candidate or stand near it; a bounded number of them."""
        firsts = self._firsts
        earliest = firsts[number] - MAX_WORDS - 1
        latest = self._lasts[number] + _NEAR
        for position in range(number - 1, max(-1, number - _FAR), -1):
            if firsts[position] < earliest:
                break
            yield position
        for position in range(number + 1, min(len(firsts), number + _FAR)):
            if firsts[position] > latest:
                break
            yield position
