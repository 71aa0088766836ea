"""Islands: the part of their country's outline that their point is on."""

from functools import lru_cache
from typing import Any

from shapely.geometry import Point, mapping

from ..geodesy import area_km2
from ..model import Place
from .outlines import country_polygon, neighbours
from .records import Area

_OFF_SHORE = 0.05
"""Degrees by which the point of a small island may miss its outline."""
_SMALL_KM2 = 300.0
"""A point off a larger one is more likely that of an islet which the outlines leave out."""
_MAINLAND = 10.0
"""Where the largest part is so many times the next, it is no island: Australia, not Honshu."""


@lru_cache(maxsize=1024)
def island_area(place: Place) -> Area | None:
    """Return the area of an island; None when the outlines of countries leave it out.

    A point on the mainland, as of an island in a river, is on no outline of its own; nor is one
    beside a large island.
    """
    country = country_polygon(place.country_code) if place.country_code else None
    if country is None:
        return None
    point = Point(place.lon, place.lat)
    parts: list[Any] = sorted(country.geoms, key=lambda one: one.area, reverse=True)
    part = min(parts, key=point.distance)
    if part is parts[0] and _is_mainland(place.country_code, parts):
        return None
    is_off = not part.covers(point)
    if is_off and (part.distance(point) > _OFF_SHORE or area_km2(mapping(part)) > _SMALL_KM2):
        return None
    return Area(mapping(part), exact=True, note="outline by Natural Earth, 1:10 million")


def _is_mainland(country_code: str, parts: list[Any]) -> bool:
    """Whether the largest part of a country is more than one of its islands."""
    return bool(neighbours(country_code)) or (
        len(parts) > 1 and parts[0].area > _MAINLAND * parts[1].area
    )
