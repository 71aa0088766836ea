"""From the weighed rows of a look to resolutions; candidates are listed when they are read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ..geodesy import sphere_km
from ..records import NO_SOURCE_KNOWS, Candidate, Outcome, Place, Resolution
from ..worded import Evidence
from .candidate_set import Column
from .features.base import FeatureContext, FeatureSet

Floats = npt.NDArray[np.float64]
CONVINCED = 0.75
"""How likely none of the candidates must be for NIL."""
_CREDIBLE = 0.4
"""How likely a place beside a name that no source knows must be, to be more than a guess."""
_RIVAL = 0.6
"""From this share of the best one's probability on, another candidate makes a mention ambiguous."""
_SLIGHT = 0.05
"""Less likely ones, beside the best, are not looked at."""
SAME_PLACE_KM = 161.0
"""Farther apart, two candidates are different answers."""


@dataclass(frozen=True, eq=False, slots=True)
class Weighed:
    """The rows of a look, and what they weigh."""

    context: FeatureContext
    features: FeatureSet
    weights: Floats
    """Of each class of the features."""

    def scores(self) -> Floats:
        """Sum of the weights of each row."""
        found: Floats = self.weights.take(self.features.classes(self.context)).sum(axis=0)
        return found

    def evidence(self, row: int) -> tuple[Evidence, ...]:
        """What speaks for and against the candidate in a row, in words."""
        said = []
        offsets: list[int] = self.features.offsets.tolist()
        for feature, offset in zip(self.features.features, offsets, strict=True):
            classes = self.context.classes(feature.classes, together=feature.together)
            score = float(self.weights[offset + int(classes[row])])
            if score:
                words, *values = feature.explain(self.context, row)
                said.append(Evidence(feature.id, round(score, 4), words.format(*values)))
        return tuple(said)


class Ranking:
    """The candidates of one mention, best first.

    Parameters
    ----------
    weighed
        The look it is part of.
    mention
        Its position in the look.
    scores, probabilities
        Of its candidates; the last stands for none of them.
    """

    __slots__ = ("_mention", "_probabilities", "_scores", "_weighed")

    def __init__(
        self, weighed: Weighed, mention: int, scores: Floats, probabilities: Sequence[float]
    ) -> None:
        self._weighed, self._mention = weighed, mention
        self._scores, self._probabilities = scores, probabilities

    def resolution(self) -> Resolution:
        """Conclude which is meant."""
        *found, none = self._probabilities
        if not found or none >= CONVINCED:
            return Resolution.concluded(Outcome.NIL, None, round(none, 4), self)
        likely = max(found)
        best = found.index(likely)
        beside = self._beside()
        if beside and beside[best] and likely < _CREDIBLE:
            none += sum(p for p, is_beside in zip(found, beside, strict=True) if is_beside)
            return Resolution.concluded(Outcome.NIL, None, round(none, 4), self)
        place = self._place(best)
        outcome = Outcome.AMBIGUOUS if self._has_rival(found, likely, place) else Outcome.RESOLVED
        return Resolution.concluded(outcome, place, round(likely, 4), self)

    def _has_rival(self, found: Sequence[float], likely: float, place: Place) -> bool:
        """Whether one far candidate is nearly as likely, or all together are likelier."""
        if likely * (1 + _RIVAL) > 1:
            return False
        matches = self._weighed.context.look.candidates[self._mention].matches
        together = 0.0
        for row, probability in enumerate(found):
            if probability <= likely * _SLIGHT:
                continue
            other = matches[row].place
            km = sphere_km((place.lon, place.lat), (other.lon, other.lat))
            if km > SAME_PLACE_KM:
                together += probability
                if probability >= likely * _RIVAL:
                    return True
        return together >= likely

    def _beside(self) -> list[int]:
        """Why each candidate is one only because it is named beside a name no source knows.

        As in `Around`, 0 for those that bear the name; empty when all do.
        """
        candidates = self._weighed.context.look.candidates[self._mention]
        if not candidates.with_others_around:
            return []
        beside: list[int] = candidates.columns[:-1, Column.AROUND].tolist()
        return beside

    def _place(self, row: int) -> Place:
        """Place of a candidate; one that is only beside the place that is meant says so."""
        look = self._weighed.context.look
        place = look.candidates[self._mention].matches[row].place
        candidates = look.candidates[self._mention]
        if not (candidates.with_others_around and candidates.columns[row, Column.AROUND]):
            return place
        words = look.mentions[self._mention].text
        return replace(place, note=f"{NO_SOURCE_KNOWS}{words}'; {place.name} is named beside it")

    def candidates(self) -> tuple[Candidate, ...]:
        """All that could be meant, best first."""
        look = self._weighed.context.look
        matches, start = look.candidates[self._mention].matches, int(look.starts[self._mention])
        scores, likely = self._scores.tolist(), self._probabilities
        # The first of the likeliest is what `resolution` takes.
        rows = sorted(range(len(matches)), key=lambda row: (-likely[row], -scores[row], row))
        return tuple(
            Candidate.weighed(
                self._place(row),
                matches[row].kind,
                round(scores[row], 4),
                self._reading(start + row),
            )
            for row in rows
        )

    def _reading(self, row: int) -> Callable[[], tuple[Evidence, ...]]:
        return lambda: self._weighed.evidence(row)

    def evidence(self, outcome: Outcome) -> tuple[Evidence, ...]:
        """What spoke for the conclusion."""
        candidates = self.candidates()
        if outcome is Outcome.NIL:
            return (self._nothing(candidates),)
        return (*candidates[0].evidence, _comparison(candidates))

    def _nothing(self, candidates: tuple[Candidate, ...]) -> Evidence:
        words = self._weighed.context.look.mentions[self._mention].text
        if not candidates:
            return Evidence("unknown name", 0.0, f"no source knows a place called '{words}'")
        margin = round(float(self._scores[-1]) - candidates[0].score, 4)
        likeliest = describe(candidates[0].place)
        said = f"'{words}' is likelier a place no source knows than {likeliest}"
        return Evidence("none is likely", margin, said)


def _comparison(candidates: tuple[Candidate, ...]) -> Evidence:
    """How the best candidate stands to the second."""
    if len(candidates) == 1:
        return Evidence("only candidate", 0.0, "no other place bears the name")
    margin = round(candidates[0].score - candidates[1].score, 4)
    return Evidence("second best", margin, f"{describe(candidates[1].place)} comes second")


def describe(place: Place) -> str:
    """Name, kind and country of a place, for people."""
    country = f", {place.country_code}" if place.country_code else ""
    return f"{place.name} ({place.feature_code}{country}, {place.id})"
