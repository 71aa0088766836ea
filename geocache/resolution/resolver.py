"""One resolution for every mention."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from ..gazetteer.names import normal_form
from ..gazetteer.records import Gazetteer
from ..geodesy import sphere_km
from ..model import (
    Candidate,
    Evidence,
    Mention,
    NameMatch,
    Outcome,
    ParsedText,
    Place,
    Resolution,
)
from ..text import tokenize
from .candidates import candidates
from .context import CandidateContext, DocumentContext
from .evidence import is_vast, weigh
from .positions import position_resolution

_SURE = 0.85
_CLOSE = 0.12
_SAME_PLACE_KM = 161.0
_LOOK_AHEAD = 40


class Resolver(Protocol):
    """Decides which places are meant."""

    def resolve(self, parsed: ParsedText) -> ParsedText:
        """Give every mention exactly one resolution."""
        ...


class EvidenceResolver:
    """Weighs named evidence in two passes: what is sure on its own, then the rest beside it.

    Parameters
    ----------
    gazetteer
        Where candidates come from.

    Notes
    -----
    Confidence is the softmax over candidate scores. It ranks answers but is not calibrated.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def resolve(self, parsed: ParsedText) -> ParsedText:
        """Give every mention exactly one resolution."""
        given = self._given(parsed.mentions)
        matches = [
            () if mention.start in given else candidates(mention.text, self._gazetteer)
            for mention in parsed.mentions
        ]
        alone = DocumentContext(parsed.text, tokenize(parsed.text), _countries(matches), {}, (), {})
        first = self._pass(parsed.mentions, matches, alone, given)
        informed = _informed(alone, parsed.mentions, first)
        second = self._pass(parsed.mentions, matches, informed, given)
        mentions = tuple(
            replace(mention, resolution=resolution)
            for mention, resolution in zip(parsed.mentions, second, strict=True)
        )
        return replace(parsed, mentions=mentions)

    def _given(self, mentions: Sequence[Mention]) -> dict[int, Resolution]:
        """Resolutions of the mentions that are coordinates, by where they start."""
        read = ((m.start, position_resolution(m, self._gazetteer)) for m in mentions)
        return {start: resolution for start, resolution in read if resolution}

    def _pass(
        self,
        mentions: Sequence[Mention],
        matches: Sequence[tuple[NameMatch, ...]],
        document: DocumentContext,
        given: Mapping[int, Resolution],
    ) -> list[Resolution]:
        return [
            given.get(mention.start) or _conclude(mention, _candidates(mention, found, document))
            for mention, found in zip(mentions, matches, strict=True)
        ]


def _candidates(
    mention: Mention, matches: tuple[NameMatch, ...], document: DocumentContext
) -> tuple[Candidate, ...]:
    """Ranked candidates, best first."""
    after = _words_behind(document.text, mention.end)
    found = []
    for match in matches:
        evidence = weigh(CandidateContext(document, mention, match, matches, after))
        score = round(sum(item.score for item in evidence), 4)
        found.append(Candidate(match.place, match.kind, score, evidence))
    return tuple(sorted(found, key=lambda c: (-c.score, c.place.id)))


def _words_behind(text: str, end: int) -> str:
    behind = text[end : end + _LOOK_AHEAD].lower().lstrip("”\"' ")
    for stop in ".,;:\n":
        behind = behind.partition(stop)[0]
    return behind


def _conclude(mention: Mention, candidates: tuple[Candidate, ...]) -> Resolution:
    if not candidates:
        nothing = Evidence("unknown name", 0.0, f"no source knows a place called '{mention.text}'")
        return Resolution(Outcome.NIL, None, 1.0, (), (nothing,))
    best = candidates[0]
    shares = _softmax([c.score for c in candidates])
    outcome = Outcome.RESOLVED
    if len(candidates) > 1 and _too_close(best.place, candidates[1].place, shares):
        outcome = Outcome.AMBIGUOUS
    evidence = (*best.evidence, *_comparison(candidates))
    return Resolution(outcome, best.place, round(shares[0], 4), candidates, evidence)


def _too_close(best: Place, second: Place, shares: list[float]) -> bool:
    """Whether the two best are nearly as likely and far apart on the ground."""
    if shares[0] - shares[1] >= _CLOSE:
        return False
    return sphere_km((best.lon, best.lat), (second.lon, second.lat)) > _SAME_PLACE_KM


def _comparison(candidates: tuple[Candidate, ...]) -> tuple[Evidence, ...]:
    if len(candidates) == 1:
        return (Evidence("only candidate", 0.0, "no other place bears the name"),)
    second = candidates[1]
    margin = round(candidates[0].score - second.score, 4)
    what = f"{describe(second.place)} comes second"
    return (Evidence("second best", margin, what),)


def describe(place: Place) -> str:
    """Name, kind and country of a place, for people."""
    country = f", {place.country_code}" if place.country_code else ""
    return f"{place.name} ({place.feature_code}{country}, {place.id})"


def _softmax(scores: list[float]) -> list[float]:
    powers = [math.exp(score - max(scores)) for score in scores]
    return [power / sum(powers) for power in powers]


def _countries(matches: Sequence[tuple[NameMatch, ...]]) -> Counter[str]:
    """How many mentions could mean a place in each country."""
    return Counter(
        code for found in matches for code in {m.place.country_code for m in found} if code
    )


def _informed(
    document: DocumentContext, mentions: Sequence[Mention], resolutions: Sequence[Resolution]
) -> DocumentContext:
    """Document with what the first pass was sure of."""
    sure = [
        (mention, resolution.place)
        for mention, resolution in zip(mentions, resolutions, strict=True)
        if resolution.place is not None and resolution.confidence >= _SURE
    ]
    distinct = {place.id: place for _, place in sure if not is_vast(place)}
    return replace(
        document,
        settled={mention.start: place for mention, place in sure},
        landmarks=tuple(distinct.values()),
        nearest={},
        chosen={normal_form(mention.text): place for mention, place in reversed(sure)},
    )
