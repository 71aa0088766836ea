"""Short plus codes, which are read near the place that is named beside them."""

from collections.abc import Sequence

from ..coordinates import Form, Position, ShortCode, nearest_cell, rounding_km
from ..gazetteer.protocols import Gazetteer
from ..records import (
    Aspect,
    Evidence,
    MentionKind,
    Outcome,
    Place,
    RecognizedMention,
    Resolution,
    StatedResolution,
)
from .corrections import UNPLACED_CODE, place_at


def with_short_codes(
    text: str,
    mentions: Sequence[RecognizedMention],
    resolutions: Sequence[Resolution],
    gazetteer: Gazetteer,
) -> tuple[Resolution, ...]:
    """Return resolutions in which short codes are points near the places beside them.

    Parameters
    ----------
    text
        The whole text.
    mentions
        In text order.
    resolutions
        One for each mention; codes that nobody decided about are `UNPLACED_CODE`.
    gazetteer
        Knows the countries of points.
    """
    return tuple(
        _near_neighbour(text, number, mentions, resolutions, gazetteer)
        if resolution is UNPLACED_CODE
        else resolution
        for number, resolution in enumerate(resolutions)
    )


def _near_neighbour(
    text: str,
    number: int,
    mentions: Sequence[RecognizedMention],
    resolutions: Sequence[Resolution],
    gazetteer: Gazetteer,
) -> Resolution:
    mention = mentions[number]
    code = ShortCode(mention.start, mention.end, mention.text)
    for neighbour in (number + 1, number - 1):
        if not 0 <= neighbour < len(mentions):
            continue
        name, reference = mentions[neighbour], resolutions[neighbour]
        place = reference.place if name.kind is MentionKind.NAME else None
        if place and code.is_beside(text, name.start, name.end):
            return _resolution(mention, place, reference.confidence, gazetteer)
    return resolutions[number]


def _resolution(
    code: RecognizedMention, reference: Place, confidence: float, gazetteer: Gazetteer
) -> Resolution:
    """Return the point of a code; as sure as it is which place is named beside it."""
    cell = nearest_cell(code.text, reference.lon, reference.lat)
    off_km = rounding_km(cell.lat, cell.lat_degrees, cell.lon_degrees)
    written = f"in {len(code.text) - 1} digits, near {reference.name}"
    position = Position(code.start, code.end, cell.lon, cell.lat, off_km, Form.PLUS_CODE, written)
    place = place_at(code, position, gazetteer)
    detail = f"a short plus code, read near {reference.name}"
    given = StatedResolution((Evidence("coordinates", 1.0, detail, Aspect.PLACE),))
    return Resolution(Outcome.RESOLVED, place, confidence, explainer=given)
