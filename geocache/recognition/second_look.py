"""What the second look at a candidate sees: how the first one judged it, its rivals and the rest.

Only candidates that the first look does not rule out are looked at again.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import NamedTuple

from .candidates import Candidate, Candidates
from .choosing import chosen
from .features import UNIT, Scores
from .neighbours import NONE, Neighbours, neighbours

RULED_OUT = -5.0
"""Log-odds at the first look below which a candidate is not looked at again."""
FAR_BELOW = -3.0
"""Log-odds of a rival that is none to speak of."""


@dataclass(frozen=True, eq=False)
class Glances:
    """Candidates with what the first look made of them and of those around; all in one order."""

    candidates: list[Candidate]
    scores: list[float]
    """Log-odds at the first look."""
    is_chosen: list[bool]
    """Whether the first look alone would take it."""
    near: Neighbours
    elsewhere: "Elsewhere"
    inside: list[int]
    """How many longer names taken at the first look have it as one of their words."""
    country: list[float]
    """Share of the document's places that may lie in the same country, itself left out; 0..1, and
    -1 where no source knows a place of the name."""
    state: list[float]
    """The same for first-order subdivisions."""
    density: int
    """Places among a hundred words of the document."""

    def __len__(self) -> int:
        return len(self.candidates)


class Elsewhere(NamedTuple):
    """How the same words are judged elsewhere; of each candidate."""

    others: list[int]
    """How many times they are looked at elsewhere."""
    best: list[float]
    """Best log-odds of the others."""
    worst: list[float]
    mean: list[int]
    """Ten times their mean chance."""


def glances(found: Candidates, scores: Scores) -> Glances:
    """Look again at the candidates of a document that are not ruled out.

    Parameters
    ----------
    scores
        Shape (candidates,), log-odds at the first look in parts of `UNIT`.
    """
    rows = (scores > RULED_OUT * UNIT).nonzero()[0]
    alive = found.listed(rows)
    odds = [score / UNIT for score in scores.take(rows).tolist()]
    taken = {candidate.row for candidate in chosen(zip(alive, odds, strict=True))}
    is_chosen = [candidate.row in taken for candidate in alive]
    chances = list(map(chance, odds))
    own = [alike if is_one else 0.0 for alike, is_one in zip(chances, is_chosen, strict=True)]
    spelled = [candidate.words.lower() for candidate in alive]
    facts = [candidate.facts for candidate in alive]
    words = found.document.words
    inside = _inside(words, [c for c in alive if c.row in taken])
    return Glances(
        alive,
        odds,
        is_chosen,
        neighbours(alive, odds),
        _elsewhere(spelled, odds, chances),
        [min(inside[low], 3) for low in spelled],
        _shares([known.countries for known in facts], own),
        _shares([known.states for known in facts], own),
        min(8, int(100 * len(taken) / max(1, len(words)))),
    )


def _inside(words: Sequence[str], taken: Sequence[Candidate]) -> Counter[str]:
    """How often each word is one of a name of several words."""
    inside: Counter[str] = Counter()
    for candidate in taken:
        if candidate.last > candidate.first:
            own = words[candidate.first : candidate.last + 1]
            inside.update(word.lower() for word in own)
    return inside


def _elsewhere(
    spelled: Sequence[str], odds: Sequence[float], chances: Sequence[float]
) -> Elsewhere:
    count = len(spelled)
    found = Elsewhere([0] * count, [NONE] * count, [NONE] * count, [0] * count)
    same: dict[str, list[int]] = defaultdict(list)
    for number, low in enumerate(spelled):
        same[low].append(number)
    for numbers in same.values():
        others = len(numbers) - 1
        if not others:
            continue
        ordered = sorted(odds[number] for number in numbers)
        total = _total(chances[number] for number in numbers)
        for number in numbers:
            own = odds[number]
            found.others[number] = min(others, 4)
            found.best[number] = ordered[-1] if own < ordered[-1] else ordered[-2]
            found.worst[number] = ordered[0] if own > ordered[0] else ordered[1]
            found.mean[number] = int(10 * ((total - chances[number]) / others))
    return found


def _shares(places: Sequence[tuple[str, ...]], own: Sequence[float]) -> list[float]:
    """Share of the document's places that may lie where each may.

    Parameters
    ----------
    places
        Codes of where each candidate may lie.
    own
        Its probability; 0 for one that the first look does not take.
    """
    counts: dict[str, float] = defaultdict(float)
    for where, probability in zip(places, own, strict=True):
        if probability:
            part = probability / len(where) if where else 0.0
            for code in where:
                counts[code] += part
    total = _total(counts.values())
    count = counts.__getitem__
    shares = []
    for where, probability in zip(places, own, strict=True):
        if where:
            part = max(0.0, max(map(count, where)) - probability / len(where))
            shares.append(min(1.0, part / max(0.01, total - probability)))
        else:
            shares.append(-1.0)
    return shares


def _total(chances: Iterable[float]) -> float:
    """Sum of chances, added one after the other.

    From Python 3.12 on `sum` makes up for what is lost by rounding, and shares that lie on the edge
    between two steps would fall on the other side of it than those that weights were learnt from.
    """
    return reduce(add, chances, 0.0)


def chance(score: float) -> float:
    """Probability of log-odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
