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

import numpy as np
import numpy.typing as npt

from .candidate_set import Candidate, Candidates, chosen
from .linear_model import UNIT, Columns, FeatureTable, Group, Scores
from .tokens import Column

# ---- neighbours

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


# ---- second features

TAKEN_FROM = round(-0.25 * UNIT)
"""Log-odds, in parts of `UNIT`, from which a candidate is a mention: a chance of 44%.

F1 is highest when everything is taken whose chance is more than half of F1 (Lipton and others,
"Optimal thresholding of classifiers to maximize F1 measure", 2014).
"""
_FINE, _WHOLE, _COARSE = 2.0, 1.0, 0.5
"""Steps for log-odds of 1."""
_LEAST, _MOST, _FROM = -6.0, 8.0, 7
_MOST_WORDS = 3
_COUNTRIES, _STATES, _MOST_STATES = 8.0, 20.0, 6.0
"""Steps of shares."""
_ONE, _NEVER, _ALONE, _FAR_BELOW = 1, 0.0, 99, FAR_BELOW

SECOND = FeatureTable(
    Group(
        "first look",
        "the words and their neighbours",
        "one, score-fine, score standing",
    ),
    Group(
        "rivals",
        "longer and shorter names here",
        "rival, lead, longer size, shorter size",
    ),
    Group(
        "elsewhere",
        "the same words elsewhere",
        "best, worst, mean, mean-coarse score-coarse, count, score-coarse any, inside chosen",
    ),
    Group(
        "where",
        "other places of the same country",
        "nowhere, country standing, state standing, country-coarse score-coarse, "
        "state-coarse score-coarse",
    ),
    Group(
        "near",
        "places just before and behind",
        "score-before gap-before, score-after gap-after, density, density standing",
    ),
)


def second_columns(
    looks: Glances, gap_before: Column, gap_after: Column, standing: Column
) -> Columns:
    """Columns of second looks, of which there is at least one; all arrays of shape (looks,)."""
    near, elsewhere = looks.near, looks.elsewhere
    overlapping = near.rival, near.longer, near.shorter
    odds = np.array([looks.scores, *overlapping, elsewhere.best, elsewhere.worst])
    score, rival, longer, shorter, best, worst = _step(odds, _WHOLE)
    far = np.array([looks.scores, near.before, near.after])
    score_coarse, score_before, score_after = _step(far, _COARSE)
    counts = np.array([elsewhere.others, elsewhere.mean, looks.inside, looks.is_chosen], np.int64)
    count, mean, inside, chosen = counts
    sizes = np.array([last - first + 1 for _, first, last, *_ in looks.candidates], np.int64)
    shares = np.array([looks.country, looks.state])
    some, somewhere = np.minimum(count, _ONE), (shares[0] >= _NEVER).astype(np.int64)
    country = (shares[0] * _COUNTRIES).astype(np.int64)
    state = np.minimum(_MOST_STATES, shares[1] * _STATES).astype(np.int64)
    return {
        "one": np.ones(len(looks), np.int64),
        "standing": standing,
        "gap-before": gap_before,
        "gap-after": gap_after,
        "size": np.minimum(sizes, _MOST_WORDS),
        "score": score,
        "score-fine": _step(odds[0], _FINE),
        "score-coarse": score_coarse,
        "rival": rival,
        "lead": np.where(odds[1] > _FAR_BELOW, _step(odds[0] - odds[1], _WHOLE), _ALONE),
        "longer": longer,
        "shorter": shorter,
        "score-before": score_before,
        "score-after": score_after,
        "count": count,
        "any": some,
        "best": best * some,
        "worst": worst * some,
        "mean": (_ONE + mean) * some,
        "mean-coarse": (_ONE + (mean >> _ONE)) * some,
        "inside": inside * (sizes == _ONE),
        "chosen": chosen,
        "nowhere": somewhere ^ _ONE,
        "country": (_ONE + country) * somewhere,
        "state": (_ONE + state) * somewhere,
        "country-coarse": (_ONE + (country >> _ONE)) * somewhere,
        "state-coarse": (_ONE + (state >> _ONE)) * somewhere,
        "density": np.full(len(looks), 1 + looks.density, np.int64),
    }


def _step(scores: npt.NDArray[np.float64], per_unit: float) -> Column:
    """Log-odds in steps, from 1, cut off where they say no more."""
    # Faster than clip for so few.
    steps = np.minimum(np.maximum(np.floor(scores * per_unit), _LEAST), _MOST)
    return steps.astype(np.int64) + _FROM
