"""Judges candidates a second time, by what the first pass made of them and of all others.

Only candidates that the first pass does not rule out are judged again.
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

from .candidate_set import CandidateSpan, CandidateSpans, select_non_overlapping
from .linear_model import UNIT, Columns, FeatureGroup, HashedFeatures, LogOdds
from .tokens import Column

RULED_OUT = -5.0
"""Log-odds in the first pass below which a candidate is not judged again."""
THRESHOLD = round(-0.25 * UNIT)
"""Log-odds, in parts of `UNIT`, from which a candidate is a mention: a probability of 44%.

F1 is highest when everything is taken whose probability is more than half of F1 (Lipton and others,
"Optimal thresholding of classifiers to maximize F1 measure", 2014).
"""
NONE = -9.0
"""Log-odds that stand for no candidate."""
FAR_BELOW = -3.0
"""Log-odds of a rival that is none to speak of."""
_NEAR, _FAR = 2, 30
"""How many words away another is near, and how many others are looked at on each side at most."""
_MOST_INSIDE, _MOST_OTHERS, _MOST_DENSITY = 3, 4, 8
"""Larger counts are all alike."""
_FINE, _WHOLE, _COARSE = 2.0, 1.0, 0.5
"""Steps for log-odds of 1."""
_LEAST, _MOST, _FROM = -6.0, 8.0, 7
_MOST_WORDS = 3
_MOST_LOG_ODDS = 30.0
"""More of them make no difference."""
_COUNTRIES, _STATES, _MOST_STATES = 8.0, 20.0, 6.0
"""Steps of shares."""
_ONE, _NEVER, _ALONE, _FAR_BELOW = 1, 0.0, 99, FAR_BELOW


class NeighbourScores(NamedTuple):
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


class OtherOccurrences(NamedTuple):
    """How the same words are judged elsewhere in the text, for each candidate."""

    others: list[int]
    """How many times they are candidates elsewhere."""
    best: list[float]
    """Best log-odds of the others."""
    worst: list[float]
    mean: list[int]
    """Ten times their mean probability."""


@dataclass(frozen=True, eq=False)
class SecondPassInputs:
    """Candidates with what the first pass made of them and of those around; all in one order."""

    candidates: list[CandidateSpan]
    scores: list[float]
    """Log-odds in the first pass."""
    is_selected: list[bool]
    """Whether the first pass alone would take it."""
    neighbours: NeighbourScores
    elsewhere: OtherOccurrences
    inside: list[int]
    """How many longer names that the first pass selects have it as one of their words."""
    country: list[float]
    """Share of the text's places that may lie in the same country, itself left out; 0..1, and -1
    where no source knows a place of the name."""
    state: list[float]
    """The same for first-order subdivisions."""
    density: int
    """Places among a hundred words of the text."""

    @classmethod
    def of(cls, candidates: CandidateSpans, scores: LogOdds) -> "SecondPassInputs":
        """Gather the inputs for the candidates of a text that are not ruled out.

        Parameters
        ----------
        scores
            Shape (candidates,), log-odds in the first pass in parts of `UNIT`.
        """
        rows = (scores > RULED_OUT * UNIT).nonzero()[0]
        spans = candidates.spans(rows)
        log_odds = [score / UNIT for score in scores.take(rows).tolist()]
        selected = {span.row for span in select_non_overlapping(zip(spans, log_odds, strict=True))}
        is_selected = [span.row in selected for span in spans]
        weights = [
            probability_of(score) if is_one else 0.0
            for score, is_one in zip(log_odds, is_selected, strict=True)
        ]
        spellings = [span.words.lower() for span in spans]
        facts = [span.facts for span in spans]
        words = candidates.document.words
        inside = _words_of_longer_names(words, [span for span in spans if span.row in selected])
        return cls(
            spans,
            log_odds,
            is_selected,
            neighbour_scores(spans, log_odds),
            _other_occurrences(spellings, log_odds),
            [min(inside[spelling], _MOST_INSIDE) for spelling in spellings],
            _shares([fact.countries for fact in facts], weights),
            _shares([fact.states for fact in facts], weights),
            min(_MOST_DENSITY, int(100 * len(selected) / max(1, len(words)))),
        )

    def __len__(self) -> int:
        return len(self.candidates)


SECOND = HashedFeatures(
    FeatureGroup(
        "first pass",
        "the words and their neighbours",
        "one, score-fine, score prominence",
    ),
    FeatureGroup(
        "rivals",
        "longer and shorter names here",
        "rival, lead, longer size, shorter size",
    ),
    FeatureGroup(
        "elsewhere",
        "the same words elsewhere",
        "best, worst, mean, mean-coarse score-coarse, count, score-coarse any, inside selected",
    ),
    FeatureGroup(
        "where",
        "other places of the same country",
        "nowhere, country prominence, state prominence, country-coarse score-coarse, "
        "state-coarse score-coarse",
    ),
    FeatureGroup(
        "near",
        "places just before and behind",
        "score-before gap-before, score-after gap-after, density, density prominence",
    ),
)


def second_columns(
    inputs: SecondPassInputs, gap_before: Column, gap_after: Column, prominence: Column
) -> Columns:
    """Return the columns of the second pass; all arrays of shape (inputs,), which is at least 1."""
    neighbours, elsewhere = inputs.neighbours, inputs.elsewhere
    overlapping = neighbours.rival, neighbours.longer, neighbours.shorter
    log_odds = np.array([inputs.scores, *overlapping, elsewhere.best, elsewhere.worst])
    score, rival, longer, shorter, best, worst = _step(log_odds, _WHOLE)
    beside = np.array([inputs.scores, neighbours.before, neighbours.after])
    score_coarse, score_before, score_after = _step(beside, _COARSE)
    counts = elsewhere.others, elsewhere.mean, inputs.inside, inputs.is_selected
    count, mean, inside, selected = np.array(counts, np.int64)
    sizes = np.array([last - first + 1 for _, first, last, *_ in inputs.candidates], np.int64)
    shares = np.array([inputs.country, inputs.state])
    some, somewhere = np.minimum(count, _ONE), (shares[0] >= _NEVER).astype(np.int64)
    country = (shares[0] * _COUNTRIES).astype(np.int64)
    state = np.minimum(_MOST_STATES, shares[1] * _STATES).astype(np.int64)
    return {
        "one": np.ones(len(inputs), np.int64),
        "prominence": prominence,
        "gap-before": gap_before,
        "gap-after": gap_after,
        "size": np.minimum(sizes, _MOST_WORDS),
        "score": score,
        "score-fine": _step(log_odds[0], _FINE),
        "score-coarse": score_coarse,
        "rival": rival,
        "lead": np.where(
            log_odds[1] > _FAR_BELOW, _step(log_odds[0] - log_odds[1], _WHOLE), _ALONE
        ),
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
        "selected": selected,
        "nowhere": somewhere ^ _ONE,
        "country": (_ONE + country) * somewhere,
        "state": (_ONE + state) * somewhere,
        "country-coarse": (_ONE + (country >> _ONE)) * somewhere,
        "state-coarse": (_ONE + (state >> _ONE)) * somewhere,
        "density": np.full(len(inputs), 1 + inputs.density, np.int64),
    }


def neighbour_scores(spans: Sequence[CandidateSpan], scores: Sequence[float]) -> NeighbourScores:
    """Return the best log-odds of the candidates beside each, and of those that overlap it.

    Parameters
    ----------
    spans
        By first word, shorter ones first.
    scores
        Their log-odds.
    """
    count = len(spans)
    best = NeighbourScores(*([NONE] * count for _ in NeighbourScores._fields))
    for earlier, span in enumerate(spans):
        # Of every pair the earlier one finds the later, and the score of each is noted for both.
        for later in range(earlier + 1, min(count, earlier + _FAR)):
            if spans[later].first > span.last + _NEAR:
                break
            if spans[later].first > span.last:
                _note(best.after, best.before, scores, earlier, later)
            else:
                _note_overlap(best, spans, scores, earlier, later)
    return best


def _note_overlap(
    best: NeighbourScores,
    spans: Sequence[CandidateSpan],
    scores: Sequence[float],
    earlier: int,
    later: int,
) -> None:
    _note(best.rival, best.rival, scores, earlier, later)
    if spans[later].first == spans[earlier].first:
        _note(best.longer, best.shorter, scores, earlier, later)
    elif spans[later].last <= spans[earlier].last:
        _note(best.shorter, best.longer, scores, earlier, later)


def _note(
    of_earlier: list[float],
    of_later: list[float],
    scores: Sequence[float],
    earlier: int,
    later: int,
) -> None:
    """Note the score of the later for the earlier, and the other way round."""
    of_earlier[earlier] = max(of_earlier[earlier], scores[later])
    of_later[later] = max(of_later[later], scores[earlier])


def _words_of_longer_names(words: Sequence[str], spans: Sequence[CandidateSpan]) -> Counter[str]:
    """How often each word is one of a name of several words."""
    counts: Counter[str] = Counter()
    for span in spans:
        if span.last > span.first:
            counts.update(word.lower() for word in words[span.first : span.last + 1])
    return counts


def _other_occurrences(spellings: Sequence[str], scores: Sequence[float]) -> OtherOccurrences:
    count = len(spellings)
    elsewhere = OtherOccurrences([0] * count, [NONE] * count, [NONE] * count, [0] * count)
    same: dict[str, list[int]] = defaultdict(list)
    for number, spelling in enumerate(spellings):
        same[spelling].append(number)
    for numbers in same.values():
        more = len(numbers) - 1
        if not more:
            continue
        ordered = sorted([scores[number] for number in numbers])
        probabilities = [probability_of(scores[number]) for number in numbers]
        total = _total(probabilities)
        for number, probability in zip(numbers, probabilities, strict=True):
            score = scores[number]
            elsewhere.others[number] = min(more, _MOST_OTHERS)
            elsewhere.best[number] = ordered[-1] if score < ordered[-1] else ordered[-2]
            elsewhere.worst[number] = ordered[0] if score > ordered[0] else ordered[1]
            elsewhere.mean[number] = int(10 * ((total - probability) / more))
    return elsewhere


def _shares(places: Sequence[tuple[str, ...]], weights: Sequence[float]) -> list[float]:
    """Share of the text's places that may lie where each may.

    Parameters
    ----------
    places
        Codes of where each candidate may lie.
    weights
        Its probability; 0 for one that the first pass does not select.
    """
    counts: dict[str, float] = defaultdict(float)
    for codes, weight in zip(places, weights, strict=True):
        if weight:
            part = weight / len(codes) if codes else 0.0
            for code in codes:
                counts[code] += part
    total = _total(counts.values())
    count = counts.__getitem__
    shares = []
    for codes, weight in zip(places, weights, strict=True):
        if codes:
            part = max(0.0, max(map(count, codes)) - weight / len(codes))
            shares.append(min(1.0, part / max(0.01, total - weight)))
        else:
            shares.append(-1.0)
    return shares


def _total(probabilities: Iterable[float]) -> float:
    """Sum of probabilities, added one after the other.

    From Python 3.12 on `sum` makes up for what is lost by rounding, and shares that lie on the edge
    between two steps would fall on the other side of it than those that weights were learnt from.
    """
    return reduce(add, probabilities, 0.0)


def probability_of(score: float) -> float:
    """Return the probability that log-odds stand for."""
    return 1 / (1 + math.exp(-max(-_MOST_LOG_ODDS, min(_MOST_LOG_ODDS, score))))


def _step(scores: npt.NDArray[np.float64], per_unit: float) -> Column:
    """Log-odds in steps, from 1, cut off where they say no more."""
    # Faster than clip for so few.
    steps = np.minimum(np.maximum(np.floor(scores * per_unit), _LEAST), _MOST)
    return steps.astype(np.int64) + _FROM
