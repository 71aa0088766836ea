"""What stands around a candidate among those that the first look left."""

from collections.abc import Sequence
from typing import NamedTuple

from .candidates import Candidate

NONE = -9.0
"""Log-odds that stand for no candidate."""
_NEAR, _FAR = 2, 30
"""How many words away another is near, and how many others are looked at on each side at most."""


class Neighbours(NamedTuple):
    """Best log-odds of others for each of some candidates; `NONE` where there is none."""

    rival: list[float]
    """Of those that overlap it."""
    longer: list[float]
    """Of those that contain it."""
    shorter: list[float]
    """Of those that it contains."""
    before: list[float]
    """Of those that end at the two words before it."""
    after: list[float]
    """Of those that begin at the two words behind it."""


def neighbours(found: Sequence[Candidate], scores: Sequence[float]) -> Neighbours:
    """Best log-odds of those that each candidate has to do with.

    Parameters
    ----------
    found
        By first word, shorter ones first.
    scores
        Their log-odds.
    """
    count = len(found)
    near = Neighbours(*([NONE] * count for _ in Neighbours._fields))
    for earlier, own in enumerate(found):
        # Of every pair the earlier one finds the later, and both are told of it.
        for later in range(earlier + 1, min(count, earlier + _FAR)):
            if found[later].first > own.last + _NEAR:
                break
            if found[later].first > own.last:
                _tell(near.after, near.before, scores, earlier, later)
            else:
                _note_overlap(near, found, scores, earlier, later)
    return near


def _note_overlap(
    near: Neighbours, found: Sequence[Candidate], scores: Sequence[float], earlier: int, later: int
) -> None:
    _tell(near.rival, near.rival, scores, earlier, later)
    if found[later].first == found[earlier].first:
        _tell(near.longer, near.shorter, scores, earlier, later)
    elif found[later].last <= found[earlier].last:
        _tell(near.shorter, near.longer, scores, earlier, later)


def _tell(
    of_one: list[float], of_other: list[float], scores: Sequence[float], one: int, other: int
) -> None:
    """Tell one candidate of another in one list, and the other of the one in another list."""
    of_one[one] = max(of_one[one], scores[other])
    of_other[other] = max(of_other[other], scores[one])
