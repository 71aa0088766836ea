"""What the second look at a candidate sees: how the first one judged it, its rivals and the rest.

Only candidates that the first look does not rule out are looked at again.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from .candidates import Candidate, Candidates
from .choosing import chosen
from .features import UNIT, Scores
from .neighbours import NONE, Neighbours, Spans

RULED_OUT = -5.0
"""Log-odds at the first look below which a candidate is not looked at again."""
FAR_BELOW = -3.0
"""Log-odds of a rival that is none to speak of."""

Key = TypeVar("Key", bound=Hashable)


class Glance(NamedTuple):
    """A candidate with what the first look made of it and of those around it."""

    candidate: Candidate
    score: float
    """Log-odds at the first look."""
    is_chosen: bool
    """Whether the first look alone would take it."""
    rival: float
    """Best log-odds among those that overlap it; `NONE` without one."""
    longer: float
    shorter: float
    """Best log-odds among those that contain it, and that it contains."""
    before: float
    """Best log-odds among those that end at the two words before it."""
    after: float
    others: int
    """How many times the same words are looked at elsewhere."""
    best: float
    """Best log-odds of the same words elsewhere."""
    worst: float
    mean: int
    """Ten times their mean chance."""
    inside: int
    """How many longer names taken at the first look have it as one of their words."""
    country: float
    """Share of the document's places that may lie in the same country, itself left out; 0..1."""
    state: float
    """The same for first-order subdivisions."""
    density: int
    """Places among a hundred words of the document."""


def glances(found: Candidates, scores: Scores) -> list[Glance]:
    """Look again at the candidates of a document that are not ruled out.

    Parameters
    ----------
    scores
        Shape (candidates,), log-odds at the first look in parts of `UNIT`.
    """
    rows = (scores > RULED_OUT * UNIT).nonzero()[0].tolist()
    alive = [(found[row], int(scores[row]) / UNIT) for row in rows]
    taken = {candidate.row for candidate in chosen(alive)}
    whole, spans = _Whole(found.document.words, alive, taken), Spans(alive)
    return [
        _glance(candidate, score, whole, spans.neighbours(number), is_chosen=candidate.row in taken)
        for number, (candidate, score) in enumerate(alive)
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
        self,
        words: Sequence[str],
        alive: list[tuple[Candidate, float]],
        taken: set[int],
    ) -> None:
        scores: dict[str, list[float]] = defaultdict(list)
        self.inside: Counter[str] = Counter()
        self.countries: dict[str, float] = defaultdict(float)
        self.states: dict[tuple[str, str], float] = defaultdict(float)
        for candidate, score in alive:
            scores[candidate.words.lower()].append(score)
            if candidate.row in taken:
                self._note(words, candidate, chance(score))
        self.same = {
            words: _Same(sorted(found), sum(map(chance, found))) for words, found in scores.items()
        }
        self.all_countries = sum(self.countries.values())
        self.all_states = sum(self.states.values())
        self.density = min(8, int(100 * len(taken) / max(1, len(words))))

    def _note(self, words: Sequence[str], candidate: Candidate, probability: float) -> None:
        facts = candidate.facts
        if candidate.size > 1:
            own = words[candidate.first : candidate.last + 1]
            self.inside.update(word.lower() for word in own)
        for country in facts.countries:
            self.countries[country] += probability / len(facts.countries)
        for state in facts.states:
            self.states[state] += probability / len(facts.states)


def _glance(
    candidate: Candidate, score: float, whole: _Whole, neighbours: Neighbours, *, is_chosen: bool
) -> Glance:
    own = chance(score) if is_chosen else 0.0
    facts, low = candidate.facts, candidate.words.lower()
    return Glance(
        candidate,
        score,
        is_chosen,
        *neighbours,
        *_elsewhere(whole.same[low], score),
        min(whole.inside[low], 3),
        _share(whole.countries, facts.countries, whole.all_countries, own),
        _share(whole.states, facts.states, whole.all_states, own),
        whole.density,
    )


def _elsewhere(same: _Same, own: float) -> tuple[int, float, float, int]:
    """Count, best, worst and ten times the mean chance of the other occurrences."""
    others = len(same.scores) - 1
    if not others:
        return 0, NONE, NONE, 0
    best = same.scores[-1] if own < same.scores[-1] else same.scores[-2]
    worst = same.scores[0] if own > same.scores[0] else same.scores[1]
    mean = (same.chances - chance(own)) / others
    return min(others, 4), best, worst, int(10 * mean)


def _share(counts: Mapping[Key, float], keys: tuple[Key, ...], total: float, own: float) -> float:
    if not keys:
        return -1.0
    part = own / len(keys)
    best = max(counts.get(key, 0.0) for key in keys) - part
    return min(1.0, max(0.0, best) / max(0.01, total - own))


def chance(score: float) -> float:
    """Probability of log-odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
