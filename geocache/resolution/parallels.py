"""Circles of latitude, which are read in the country that the text names nearest to them."""

from collections.abc import Iterator, Sequence

from shapely.geometry import LineString

from ..coordinates.parallels import PARALLEL, Parallel, read_parallel
from ..gazetteer.outlines.shipped import country_outline
from ..gazetteer.protocols import Gazetteer
from ..records import (
    Aspect,
    Evidence,
    Outcome,
    Place,
    PlaceOrigin,
    RecognizedMention,
    Resolution,
    StatedResolution,
)
from .corrections import UNPLACED_CODE

_NEAR_DEGREES = 5.0
"""How far from a parallel a place without a country may lie that is named with it."""


def with_parallels(
    mentions: Sequence[RecognizedMention], resolutions: Sequence[Resolution], gazetteer: Gazetteer
) -> list[Resolution]:
    """Return resolutions in which parallels are lines through the countries named with them.

    Parameters
    ----------
    mentions
        In text order.
    resolutions
        One for each mention; parallels that nobody decided about are `UNPLACED_CODE`.
    gazetteer
        Knows the outlines of countries.
    """
    placed = list(resolutions)
    for number, (mention, resolution) in enumerate(zip(mentions, resolutions, strict=True)):
        parallel = read_parallel(mention.text) if resolution is UNPLACED_CODE else None
        if parallel:
            placed[number] = _placed(parallel, number, mentions, resolutions, gazetteer)
    return placed


def _placed(
    parallel: Parallel,
    number: int,
    mentions: Sequence[RecognizedMention],
    resolutions: Sequence[Resolution],
    gazetteer: Gazetteer,
) -> Resolution:
    halves = {"north": (1,), "south": (-1,)}.get(parallel.half, (1, -1))
    for other in _nearest_first(number, mentions):
        place = resolutions[other].place
        if place is None:
            continue
        for sign in halves:
            lat = float(sign * parallel.degrees)
            lon = _crossing(lat, place, gazetteer)
            if lon is not None:
                return _resolution(lat, lon, place, resolutions[other].confidence)
    detail = "a parallel; the text names no country that it crosses"
    given = StatedResolution((Evidence("coordinates", 1.0, detail, Aspect.PLACE),))
    return Resolution(Outcome.NIL, None, 1.0, explainer=given)


def _nearest_first(number: int, mentions: Sequence[RecognizedMention]) -> Iterator[int]:
    at = mentions[number].start
    others = [other for other in range(len(mentions)) if other != number]
    return iter(sorted(others, key=lambda other: abs(mentions[other].start - at)))


def _crossing(lat: float, place: Place, gazetteer: Gazetteer) -> float | None:
    """Longitude at which a parallel is about in the middle of a place's country; None outside."""
    code = place.country_code
    outline = gazetteer.outline_figure(country_outline(code)) if code else None
    if outline is not None:
        inside = outline.intersection(LineString([(-180.0, lat), (180.0, lat)]))
        pieces = [part for part in getattr(inside, "geoms", [inside]) if part.length > 0]
        longest = max(pieces, key=lambda part: part.length, default=None)
        return float(longest.centroid.x) if longest is not None else None
    return place.lon if abs(place.lat - lat) <= _NEAR_DEGREES else None


def _resolution(lat: float, lon: float, place: Place, confidence: float) -> Resolution:
    degrees, half = abs(int(lat)), "north" if lat > 0 else "south"
    lon = round(lon, 2)
    parallel = Place(
        id=f"point:{lon:g},{lat:g}",
        name=f"{degrees}° {half}",
        lon=lon,
        lat=lat,
        feature_class="L",
        feature_code=PARALLEL,
        country_code=place.country_code,
        note=f"a parallel, read where it crosses what is named with it: {place.name}",
        source="the text",
        origin=PlaceOrigin.TEXT,
    )
    detail = f"a parallel, read near {place.name}"
    given = StatedResolution((Evidence("coordinates", 1.0, detail, Aspect.PLACE),))
    return Resolution(Outcome.RESOLVED, parallel, confidence, explainer=given)
