"""Ranks the candidates of a mention, and concludes which is meant.

Candidates and evidence are put into records when somebody reads them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ..geodesy import sphere_km
from ..quick_records import make_resolution, noted_place
from ..records import (
    Aspect,
    Candidate,
    Evidence,
    Explainer,
    NameMatch,
    Outcome,
    Place,
    Resolution,
    ResolutionExplainer,
)
from .batch import MentionBatch
from .candidate_set import COLUMN
from .features.base import FeatureContext, FeatureSet

Floats = npt.NDArray[np.float64]
CONVINCED = 0.75
"""How likely none of the candidates must be for NIL."""
_CREDIBLE = 0.4
"""How likely a place beside a name that no source knows must be, to be more than a guess."""
_BEING_THERE = 0.95
"""How likely what no source knows is at the place that stands in for it, if that one is meant.

Of 90 stand-ins of four corpora that were meant with a probability of 0.8 or more, 93% were right.
"""
_RIVAL = 0.6
"""From this share of the best one's probability on, another candidate makes a mention ambiguous."""
_SLIGHT = 0.05
"""Less likely ones, beside the best, are not looked at."""
SAME_PLACE_KM = 161.0
"""Farther apart, two candidates are different answers."""


@dataclass(frozen=True, eq=False, slots=True)
class ScoringPass:
    """One pass over a batch: what its rows are scored by."""

    context: FeatureContext
    features: FeatureSet
    weights: Floats
    """Of each class of the features."""

    def scores(self) -> Floats:
        """Sum of the weights of each row, and of what the text states for it."""
        found: Floats = self.weights.take(self.features.classes(self.context)).sum(axis=0)
        stated = self.context.batch.binding_scores
        return found if stated is None else found + stated

    def evidence(self, row: int) -> tuple[Evidence, ...]:
        """What speaks for and against the candidate in a row, in words."""
        evidence = []
        offsets: list[int] = self.features.offsets.tolist()
        for feature, offset in zip(self.features.features, offsets, strict=True):
            classes = self.context.once(feature.classes, uses_coherence=feature.uses_coherence)
            score = float(self.weights[offset + int(classes[row])])
            if score:
                words, *values = feature.explain(self.context, row)
                detail = words.format(*values)
                evidence.append(Evidence(feature.id, round(score, 4), detail, Aspect.PLACE))
        evidence += [
            Evidence(binding.id, round(score, 4), binding.detail, Aspect.PLACE)
            for binding, score in self.context.batch.bindings(row)
        ]
        return tuple(evidence)


class _RowEvidence(Explainer):
    """Evidence of the candidate in one row; no data class, for `asdict` would copy the batch."""

    __slots__ = ("_row", "_scoring")

    def __init__(self, scoring: ScoringPass, row: int) -> None:
        self._scoring, self._row = scoring, row

    def evidence(self) -> tuple[Evidence, ...]:
        return self._scoring.evidence(self._row)


class Ranking(ResolutionExplainer):
    """The candidates of one mention and what was concluded, put into records when it is read.

    Parameters
    ----------
    scoring
        The last pass over its batch.
    mention
        Its position in the batch.
    scores, probabilities
        Of its candidates; the last stands for none of them.
    outcome
        What was concluded.
    """

    def __init__(
        self,
        scoring: ScoringPass,
        mention: int,
        scores: Floats,
        probabilities: Sequence[float],
        outcome: Outcome,
    ) -> None:
        self._scoring, self._mention, self._outcome = scoring, mention, outcome
        self._scores, self._probabilities = scores, probabilities

    def candidates(self) -> tuple[Candidate, ...]:
        """Return all that could be meant, best first."""
        return self._ranked

    @cached_property
    def _ranked(self) -> tuple[Candidate, ...]:
        batch = self._scoring.context.batch
        matches, start = batch.candidates[self._mention].matches, int(batch.starts[self._mention])
        scores, likely = self._scores.tolist(), self._probabilities
        # The first of the likeliest is what `conclude` takes.
        rows = sorted(range(len(matches)), key=lambda row: (-likely[row], -scores[row], row))
        return tuple(
            Candidate(
                _place(batch, self._mention, row)[0],
                matches[row].kind,
                round(scores[row], 4),
                _RowEvidence(self._scoring, start + row),
            )
            for row in rows
        )

    def evidence(self) -> tuple[Evidence, ...]:
        """Return what spoke for the conclusion."""
        candidates = self.candidates()
        if self._outcome is Outcome.NIL:
            return (self._nothing(candidates),)
        return (*candidates[0].evidence, _comparison(candidates))

    def _nothing(self, candidates: tuple[Candidate, ...]) -> Evidence:
        words = self._scoring.context.batch.mentions[self._mention].text
        if not candidates:
            detail = f"no source knows a place called '{words}'"
            return Evidence("unknown name", 0.0, detail, Aspect.PLACE)
        margin = round(float(self._scores[-1]) - candidates[0].score, 4)
        likeliest = describe(candidates[0].place)
        detail = f"'{words}' is likelier a place no source knows than {likeliest}"
        return Evidence("none is likely", margin, detail, Aspect.PLACE)


def conclude(
    scoring: ScoringPass, mention: int, scores: Floats, probabilities: Sequence[float]
) -> Resolution:
    """Conclude which place a mention means.

    Parameters
    ----------
    scoring
        The batch it is part of.
    mention
        Its position in the batch.
    scores, probabilities
        Of its candidates; the last stands for none of them.
    """
    batch = scoring.context.batch

    def concluded(
        outcome: Outcome, place: Place | None, confidence: float, words: str = ""
    ) -> Resolution:
        ranking = Ranking(scoring, mention, scores, probabilities, outcome)
        return make_resolution(outcome, place, round(confidence, 4), words, ranking)

    *likely, none = probabilities
    if not likely or none >= CONVINCED:
        return concluded(Outcome.NIL, None, none)
    best = likely.index(max(likely))
    place, stands_in_for = _place(batch, mention, best)
    own = batch.candidates[mention]
    nearby = own.column(COLUMN.nearby).tolist() if own.has_nearby else ()
    if nearby and nearby[best] and likely[best] < _CREDIBLE:
        none += sum(p for p, is_nearby in zip(likely, nearby, strict=True) if is_nearby)
        return concluded(Outcome.NIL, None, none)
    matches = batch.candidates[mention].matches
    outcome = Outcome.AMBIGUOUS if _has_rival(matches, likely, best) else Outcome.RESOLVED
    confidence = likely[best] * (_BEING_THERE if stands_in_for else 1.0)
    return concluded(outcome, place, confidence, stands_in_for)


def _has_rival(matches: Sequence[NameMatch], likely: Sequence[float], best: int) -> bool:
    """Whether one far candidate is nearly as likely as the best, or all together are likelier."""
    if likely[best] * (1 + _RIVAL) > 1:
        return False
    together, place = 0.0, matches[best].place
    for match, probability in zip(matches, likely, strict=True):
        if probability <= likely[best] * _SLIGHT:
            continue
        other = match.place
        km = sphere_km((place.lon, place.lat), (other.lon, other.lat))
        if km > SAME_PLACE_KM:
            together += probability
            if probability >= likely[best] * _RIVAL:
                return True
    return together >= likely[best]


def _place(batch: MentionBatch, mention: int, row: int) -> tuple[Place, str]:
    """Place of a candidate, and the words that no source knows if it only stands in for them."""
    candidates = batch.candidates[mention]
    place = candidates.matches[row].place
    if candidates.has_nearby and candidates.column(COLUMN.nearby)[row]:
        how = "is named beside it"
    elif batch.only_lends_name(mention, row):
        how = "lends its name"
    else:
        return place, ""
    words = batch.unknown_words(mention)
    note = f"no source knows '{words}'; {place.name} {how}"
    return noted_place(place, note), words


def _comparison(candidates: tuple[Candidate, ...]) -> Evidence:
    """How the best candidate stands to the second."""
    if len(candidates) == 1:
        return Evidence("only candidate", 0.0, "no other place has the name", Aspect.PLACE)
    margin = round(candidates[0].score - candidates[1].score, 4)
    detail = f"{describe(candidates[1].place)} comes second"
    return Evidence("second best", margin, detail, Aspect.PLACE)


def describe(place: Place) -> str:
    """Name, kind and country of a place, for people."""
    country = f", {place.country_code}" if place.country_code else ""
    return f"{place.name} ({place.feature_code}{country}, {place.id})"
