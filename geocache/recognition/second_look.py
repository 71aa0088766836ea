"""What the second look at a candidate sees: how the first one judged it, its rivals and the rest.

Only candidates that the first look does not rule out are looked at again.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from .candidates import MAX_WORDS, Candidate
from .choosing import chosen
from .document import Document

RULED_OUT = -5.0
"""Log-odds at the first look below which a candidate is not looked at again."""
_NONE = -9
_FAR = 30

Key = TypeVar("Key", bound=Hashable)


@dataclass(slots=True)
class Glance:
    """A candidate with what the first look made of it and of those around it."""

    candidate: Candidate
    score: float
    """Log-odds at the first look."""
    is_chosen: bool
    """Whether the first look alone would take it."""
    rival: float
    """Best log-odds among those that overlap it; `_NONE` without one."""
    longer: float
    shorter: float
    """Best log-odds among those that contain it, and that it contains."""
    before: float
    """Best log-odds among those that end at the two words before it."""
    after: float
    same: tuple[int, int, int, int]
    """The same words elsewhere: how many, best and worst log-odds, ten times the mean chance."""
    inside: int
    """How many longer names taken at the first look have it as one of their words."""
    country: float
    """Share of the document's places that may lie in the same country, itself left out; 0..1."""
    state: float
    """The same for first-order subdivisions."""
    density: int
    """Places among a hundred words of the document."""


def glances(
    document: Document, candidates: Sequence[Candidate], scores: Sequence[float]
) -> list[Glance]:
    """Look again at the candidates of a document that are not ruled out.

    Parameters
    ----------
    document
        Where they stand.
    candidates
        Shape (n,), by first word.
    scores
        Shape (n,), log-odds at the first look.
    """
    alive = [(c, z) for c, z in zip(candidates, scores, strict=True) if z > RULED_OUT]
    taken = {id(candidate) for candidate in chosen(alive)}
    whole = _Whole(document, alive, taken)
    return [
        _glance(number, alive, taken, whole, _neighbours(number, alive))
        for number in range(len(alive))
    ]


class _Same(NamedTuple):
    """First looks at all occurrences of the same words."""

    scores: list[float]
    """In order."""
    chances: float
    """Sum of their probabilities."""


class _Whole:
    """What the first look makes of the document as a whole."""

    def __init__(
        self, document: Document, alive: list[tuple[Candidate, float]], taken: set[int]
    ) -> None:
        scores: dict[str, list[float]] = defaultdict(list)
        self.inside: Counter[str] = Counter()
        self.countries: dict[str, float] = defaultdict(float)
        self.states: dict[tuple[str, str], float] = defaultdict(float)
        for candidate, score in alive:
            scores[candidate.words.lower()].append(score)
            if id(candidate) in taken:
                self._note(document, candidate, chance(score))
        self.same = {
            words: _Same(sorted(found), sum(map(chance, found))) for words, found in scores.items()
        }
        self.all_countries = sum(self.countries.values())
        self.all_states = sum(self.states.values())
        self.density = min(8, int(100 * len(taken) / max(1, len(document))))

    def _note(self, document: Document, candidate: Candidate, probability: float) -> None:
        facts = candidate.facts
        if candidate.size > 1:
            self.inside.update(document.lower[candidate.first : candidate.last + 1])
        for country in facts.countries:
            self.countries[country] += probability / len(facts.countries)
        for state in facts.states:
            self.states[state] += probability / len(facts.states)


def _neighbours(
    number: int, alive: list[tuple[Candidate, float]]
) -> tuple[float, float, float, float, float]:
    """Best log-odds of rivals, longer, shorter ones, and of those just before and behind."""
    own = alive[number][0]
    rival = longer = shorter = before = after = float(_NONE)
    for other, score in _window(number, alive):
        if other.last < own.first:
            if other.last >= own.first - 2:
                before = max(before, score)
        elif other.first > own.last:
            if other.first <= own.last + 2:
                after = max(after, score)
        else:
            rival = max(rival, score)
            if other.first <= own.first and other.last >= own.last:
                longer = max(longer, score)
            elif other.first >= own.first and other.last <= own.last:
                shorter = max(shorter, score)
    return rival, longer, shorter, before, after


def _window(number: int, alive: list[tuple[Candidate, float]]) -> Iterator[tuple[Candidate, float]]:
    own = alive[number][0]
    for position in range(number - 1, max(-1, number - _FAR), -1):
        if alive[position][0].first < own.first - MAX_WORDS - 1:
            break
        yield alive[position]
    for position in range(number + 1, min(len(alive), number + _FAR)):
        if alive[position][0].first > own.last + 2:
            break
        yield alive[position]


def _glance(
    number: int,
    alive: list[tuple[Candidate, float]],
    taken: set[int],
    whole: _Whole,
    neighbours: tuple[float, float, float, float, float],
) -> Glance:
    candidate, score = alive[number]
    is_chosen = id(candidate) in taken
    own = chance(score) if is_chosen else 0.0
    facts = candidate.facts
    return Glance(
        candidate,
        score,
        is_chosen,
        *neighbours,
        _elsewhere(whole.same[candidate.words.lower()], score),
        min(whole.inside[candidate.words.lower()], 3),
        _share(whole.countries, facts.countries, whole.all_countries, own),
        _share(whole.states, facts.states, whole.all_states, own),
        whole.density,
    )


def _elsewhere(same: "_Same", own: float) -> tuple[int, int, int, int]:
    """Count, best, worst and ten times the mean chance of the other occurrences."""
    others = len(same.scores) - 1
    if not others:
        return 0, _NONE, _NONE, 0
    best = same.scores[-1] if own < same.scores[-1] else same.scores[-2]
    worst = same.scores[0] if own > same.scores[0] else same.scores[1]
    mean = (same.chances - chance(own)) / others
    return min(others, 4), step(best), step(worst), int(10 * mean)


def _share(counts: Mapping[Key, float], keys: tuple[Key, ...], total: float, own: float) -> float:
    if not keys:
        return -1.0
    part = own / len(keys)
    best = max(counts.get(key, 0.0) for key in keys) - part
    return min(1.0, max(0.0, best) / max(0.01, total - own))


def chance(score: float) -> float:
    """Probability of log-odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def step(score: float, width: float = 1.0) -> int:
    """Log-odds in steps, cut off where they say no more."""
    return max(-6, min(8, math.floor(score / width)))
