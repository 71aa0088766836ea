"""The best set of candidates of which no two overlap."""

from collections.abc import Iterable

from .candidates import Candidate


def chosen(scored: Iterable[tuple[Candidate, float]], least: float = 0.0) -> list[Candidate]:
    """Candidates with the largest sum of log-odds above a least one, in text order.

    Parameters
    ----------
    scored
        Candidates, by first word, with their log-odds.
    least
        Log-odds from which a candidate is taken rather than nothing.
    """
    # No two have the same first and last word, so that nothing else is compared.
    positive = sorted([(c.last, c.first, score - least, c) for c, score in scored if score > least])
    best: list[tuple[float, int, int]] = []
    ends: list[int] = []
    for number, (last, first, score, _) in enumerate(positive):
        free = _before(ends, first)
        total = score + (best[free - 1][0] if free else 0.0)
        skipped = best[-1][0] if best else 0.0
        best.append((total, number, free) if total > skipped else (skipped, -1, number))
        ends.append(last)
    return [positive[number][3] for number in _trace(best)]


def _before(ends: list[int], first: int) -> int:
    """How many of the ends, in order, lie before a word; near the end of the list, as they do."""
    free = len(ends)
    while free and ends[free - 1] >= first:
        free -= 1
    return free


def _trace(best: list[tuple[float, int, int]]) -> list[int]:
    """Numbers of those taken, in order."""
    numbers = []
    left = len(best)
    while left:
        _, number, free = best[left - 1]
        if number >= 0:
            numbers.append(number)
        left = free
    return numbers[::-1]
