"""What comes before any evidence: decisions of reviewers, and coordinates that the text gives."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple, Protocol, runtime_checkable

from shapely import Point
from shapely.geometry import MultiPolygon
from shapely.ops import nearest_points

from ..coordinates import Position
from ..errors import UnknownPlaceError
from ..gazetteer.outlines.shipped import country_outline
from ..gazetteer.protocols import Gazetteer
from ..geodesy import sphere_km
from ..records import (
    Aspect,
    Evidence,
    Geometry,
    MentionKind,
    NameKind,
    NameMatch,
    Outcome,
    Place,
    PlaceOrigin,
    RecognizedMention,
    RecognizedText,
    Resolution,
    Role,
    StatedEvidence,
    StatedResolution,
)


class Scope(StrEnum):
    """How far a decision reaches; the narrower comes first."""

    MENTION = "this mention"
    DOCUMENT = "this name in this document"
    SOURCE = "this name in reports of this source"
    EVERYWHERE = "this name everywhere"


@dataclass(frozen=True, slots=True)
class Correction:
    """A reviewer's decision."""

    scope: Scope
    outcome: Outcome
    """RESOLVED, NIL or NOT_A_PLACE."""
    place_id: str = ""
    """The place of the gazetteer that is meant; empty unless RESOLVED."""
    by: str = ""
    """Who decided; empty when not known."""
    place: Place | None = None
    """A place of the reviewer's own; with ``place_id`` what was known of that place when it was
    decided, for a gazetteer that does not have it."""

    def __post_init__(self) -> None:
        """Raise ValueError for what can't be decided."""
        has_place = bool(self.place_id) or self.place is not None
        if self.outcome is Outcome.AMBIGUOUS or has_place != (self.outcome is Outcome.RESOLVED):
            raise ValueError(
                f"{self!r}: expected RESOLVED with a place_id or a place, "
                "or NIL or NOT_A_PLACE without"
            )


class Corrections(Protocol):
    """Where decisions are kept."""

    def decision(
        self, document: RecognizedText, mention: RecognizedMention, scope: Scope
    ) -> Correction | None:
        """Return what was decided with this scope; None when nothing was."""
        ...


class Spans(NamedTuple):
    """Words that reviewers say are names, or are none, as (start, end)."""

    added: tuple[tuple[int, int], ...] = ()
    """None overlapping another."""
    dropped: frozenset[tuple[int, int]] = frozenset()
    """Of mentions that were found."""


@runtime_checkable
class Revisions(Corrections, Protocol):
    """Decisions that are also about which words are names, what they do, and how places look."""

    def spans(self, document: RecognizedText) -> Spans:
        """Return which words are names and which are not, given what was found."""
        ...

    def role(self, document: RecognizedText, mention: RecognizedMention) -> Role | None:
        """Return which role was decided; None when none was."""
        ...

    def drawn(self, place_id: str) -> Geometry | None:
        """Return what a reviewer drew for a place; None of all others.

        A geometry never changes: what is drawn anew is another place.
        """
        ...


def correction(
    corrections: Corrections | None, document: RecognizedText, mention: RecognizedMention
) -> Correction | None:
    """Return the decision that holds for a mention, the narrowest first."""
    if corrections is None:
        return None
    found = (corrections.decision(document, mention, scope) for scope in Scope)
    return next((decided for decided in found if decided is not None), None)


def predetermined(
    document: RecognizedText, gazetteer: Gazetteer, corrections: Corrections | None
) -> tuple[Resolution | None, ...]:
    """Return the resolutions of mentions that need no evidence; None for all others.

    Raises
    ------
    UnknownPlaceError
        A reviewer decided for a place that the gazetteer does not have, and of which nothing else
        is known.
    """
    return tuple(_decided(document, m, gazetteer, corrections) for m in document.mentions)


def _decided(
    document: RecognizedText,
    mention: RecognizedMention,
    gazetteer: Gazetteer,
    corrections: Corrections | None,
) -> Resolution | None:
    found = correction(corrections, document, mention)
    if found is None:
        return position_resolution(mention, gazetteer)
    place = _place(found, gazetteer) if found.outcome is Outcome.RESOLVED else None
    who = f" by {found.by}" if found.by else ""
    decision = _stated("correction", 0.0, f"decided{who} for {found.scope}")
    return Resolution(found.outcome, place, 1.0, explainer=decision)


def _place(found: Correction, gazetteer: Gazetteer) -> Place | None:
    """Place that was decided for, as the gazetteer knows it today if it does."""
    if not found.place_id:
        return found.place
    try:
        return gazetteer.place(found.place_id)
    except UnknownPlaceError:
        if found.place is None:
            raise
        return found.place


def matches(resolution: Resolution) -> tuple[NameMatch, ...]:
    """The only candidate of what is decided, for the other mentions to look at; none for NIL."""
    return (NameMatch(resolution.place, NameKind.PREFERRED),) if resolution.place else ()


_NEIGHBOURS = 10
"""Settlements around a point that are asked for their country."""
_OUTLINE_KM = 3.0
"""How far the outlines of countries (1:10 million) may be off."""


def position_resolution(mention: RecognizedMention, gazetteer: Gazetteer) -> Resolution | None:
    """Resolution to the very point that a mention gives; None for names.

    Coordinates without a position are short plus codes, which need the place beside them.
    """
    position = mention.position
    if position is None:
        return UNPLACED_CODE if mention.kind is MentionKind.COORDINATE else None
    place = place_at(mention, position, gazetteer)
    given = _stated("coordinates", 1.0, "coordinates given in the text")
    return Resolution(Outcome.RESOLVED, place, 1.0, explainer=given)


def _stated(name: str, score: float, detail: str) -> StatedResolution:
    return StatedResolution((Evidence(name, score, detail, Aspect.PLACE),))


UNPLACED_CODE = Resolution(
    Outcome.NIL,
    None,
    1.0,
    explainer=_stated("coordinates", 1.0, "a short plus code without a known place beside it"),
)
"""Of a short plus code, before it is known which place is named beside it."""


def place_at(mention: RecognizedMention, position: Position, gazetteer: Gazetteer) -> Place:
    """Return the point that a mention gives, as a place."""
    return Place(
        id=position.place_id,
        name=" ".join(mention.text.split()),
        lon=position.lon,
        lat=position.lat,
        feature_class="",
        feature_code="",
        country_code=country_at((position.lon, position.lat), gazetteer, position.uncertainty_km),
        note=position.exactness,
        source="the text",
        origin=PlaceOrigin.TEXT,
    )


def country_at(at: tuple[float, float], gazetteer: Gazetteer, uncertainty_km: float = 0.0) -> str:
    """ISO code of the country around a point; empty at sea and too near to a border to tell.

    Nearest settlements only tell which outlines to look at: Rukban, in Jordan, is nearer to
    Al Tanf than any town of Syria.

    Parameters
    ----------
    at
        (lon, lat) in degrees.
    gazetteer
        Knows the settlements.
    uncertainty_km
        How far off the point may be.
    """
    near = gazetteer.nearest(*at, _NEIGHBOURS, feature_class="P")
    for code in dict.fromkeys(place.country_code for place in near):
        outline = gazetteer.outline_figure(country_outline(code)) if code else None
        if outline is not None and _is_well_inside(at, uncertainty_km, outline):
            return code
    return ""


def _is_well_inside(at: tuple[float, float], uncertainty_km: float, outline: MultiPolygon) -> bool:
    point = Point(at)
    if not outline.contains(point):
        return False
    border = nearest_points(outline.boundary, point)[0]
    off_km = sphere_km((border.x, border.y), at)
    return off_km > math.hypot(uncertainty_km, _OUTLINE_KM)


Describe = Callable[[str, Sequence[tuple[int, int]]], tuple[RecognizedMention, ...]]
"""Makes mentions of a text for spans that a caller marked."""
_DECIDED_ROLE = Evidence("role: decided", 0.0, "a reviewer decided the role", Aspect.ROLE)


def revised(parsed: RecognizedText, revisions: Revisions, describe: Describe) -> RecognizedText:
    """Return a text with the mentions that reviewers want; what they add comes before the rest.

    Raises
    ------
    BadSpanError
        What is added does not lie in the text, or overlaps.
    """
    spans = revisions.spans(parsed)
    mentions = parsed.mentions
    if spans.added or spans.dropped:
        kept = [m for m in mentions if (m.start, m.end) not in spans.dropped]
        known = {(m.start, m.end) for m in kept}
        added = sorted(span for span in spans.added if span not in known)
        kept = [m for m in kept if not _overlaps(m, added)]
        described = describe(parsed.text, added) if added else ()
        mentions = tuple(sorted([*kept, *described], key=lambda m: m.start))
    roled = tuple(_with_role(parsed, mention, revisions) for mention in mentions)
    return replace(parsed, mentions=roled)


def _overlaps(mention: RecognizedMention, spans: Sequence[tuple[int, int]]) -> bool:
    return any(mention.start < end and start < mention.end for start, end in spans)


def _with_role(
    parsed: RecognizedText, mention: RecognizedMention, revisions: Revisions
) -> RecognizedMention:
    role = revisions.role(parsed, mention)
    if role is None:
        return mention
    stated = StatedEvidence((*mention.reasons, _DECIDED_ROLE))
    return replace(mention, role=role, role_probability=1.0, explainer=stated)
