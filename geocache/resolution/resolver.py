"""One resolution for every mention."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from ..gazetteer.names import normal_form
from ..gazetteer.records import Gazetteer
from ..geodesy import sphere_km
from ..model import Candidate, Mention, Outcome, ParsedText, Place, Resolution
from ..sized_cache import SizedCache
from ..worded import Evidence, Finding
from .candidates import candidates
from .context import DocumentContext, MentionContext, Option
from .evidence import is_vast
from .landmarks import Landmarks
from .positions import position_resolution
from .weighing import option, scores, weigh

_Options = tuple[Option, ...]
_Ranked = tuple[Candidate, ...]

_SURE = 0.85
_CLOSE = 0.12
_SAME_PLACE_KM = 161.0
_MOST_OPTIONS = 50_000
"""About 40 MB of remembered names."""


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
        Where candidates come from; not to be changed afterwards, for they are remembered.

    Notes
    -----
    Confidence is the softmax over candidate scores. It ranks answers but is not calibrated.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._options = SizedCache(self._weigh_alone, _size, _MOST_OPTIONS)

    def resolve(self, parsed: ParsedText) -> ParsedText:
        """Give every mention exactly one resolution."""
        given = [position_resolution(mention, self._gazetteer) for mention in parsed.mentions]
        options = [
            () if known else self._options(mention.text)
            for mention, known in zip(parsed.mentions, given, strict=True)
        ]
        alone = DocumentContext(parsed.text, _countries(options))
        informed = _informed(alone, parsed.mentions, options, given)
        resolutions = [
            known or _conclude(mention, _ranked(MentionContext.of(informed, mention, found)))
            for mention, known, found in zip(parsed.mentions, given, options, strict=True)
        ]
        mentions = tuple(
            mention.completed(resolution=resolution)
            for mention, resolution in zip(parsed.mentions, resolutions, strict=True)
        )
        return replace(parsed, mentions=mentions)

    def _weigh_alone(self, words: str) -> _Options:
        return tuple(map(option, candidates(words, self._gazetteer)))


def _size(options: _Options) -> int:
    return 1 + len(options)


def _ranked(context: MentionContext) -> _Ranked:
    """Candidates of a mention, best first."""
    return tuple(sorted(weigh(context), key=lambda c: (-c.score, c.place.id)))


def _conclude(mention: Mention, candidates: _Ranked) -> Resolution:
    if not candidates:
        nothing = Evidence("unknown name", 0.0, f"no source knows a place called '{mention.text}'")
        return Resolution(Outcome.NIL, None, 1.0, (), (nothing,))
    best = candidates[0]
    shares = _shares([candidate.score for candidate in candidates])
    outcome = Outcome.RESOLVED
    if len(candidates) > 1 and _too_close(best.place, candidates[1].place, shares):
        outcome = Outcome.AMBIGUOUS
    return Resolution.weighed(outcome, _confidence(shares), candidates, _comparison(candidates))


def _too_close(best: Place, second: Place, shares: list[float]) -> bool:
    """Whether the two best are nearly as likely and far apart on the ground."""
    if shares[0] - shares[1] >= _CLOSE:
        return False
    return sphere_km((best.lon, best.lat), (second.lon, second.lat)) > _SAME_PLACE_KM


def _comparison(candidates: _Ranked) -> Finding:
    """How the best candidate stands to the second."""
    if len(candidates) == 1:
        return "only candidate", 0.0, "no other place bears the name"
    second = candidates[1]
    margin = round(candidates[0].score - second.score, 4)
    return "second best", margin, "{} comes second", describe(second.place)


def describe(place: Place) -> str:
    """Name, kind and country of a place, for people."""
    country = f", {place.country_code}" if place.country_code else ""
    return f"{place.name} ({place.feature_code}{country}, {place.id})"


def _shares(scores: list[float]) -> list[float]:
    """Softmax of scores, the highest of which comes first."""
    powers = [math.exp(score - scores[0]) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def _confidence(shares: list[float]) -> float:
    return round(shares[0], 4)


def _countries(options: Sequence[_Options]) -> Counter[str]:
    """How many mentions could mean a place in each country."""
    return Counter(
        code for found in options for code in {o.match.place.country_code for o in found} if code
    )


def _informed(
    document: DocumentContext,
    mentions: Sequence[Mention],
    options: Sequence[_Options],
    given: Sequence[Resolution | None],
) -> DocumentContext:
    """Document with its given points and what is sure without the other mentions' places."""
    sure = [
        (mention, place)
        for mention, found, known in zip(mentions, options, given, strict=True)
        if (
            place := known.place
            if known
            else _sure_place(MentionContext.of(document, mention, found))
        )
    ]
    distinct = {place.id: place for _, place in sure if not is_vast(place)}
    return replace(
        document,
        settled={mention.start: place for mention, place in sure},
        landmarks=Landmarks(distinct.values()),
        chosen={normal_form(mention.text): place for mention, place in reversed(sure)},
    )


def _sure_place(context: MentionContext) -> Place | None:
    """Best place of a mention; None unless it is clearly the best."""
    if not context.rivals:
        return None
    found = scores(context)
    ranked = sorted(found, reverse=True)
    if _confidence(_shares(ranked)) < _SURE:
        return None
    return context.rivals[found.index(ranked[0])].place
