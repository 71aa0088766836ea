"""Islands: the part of their country's outline that their point is on."""

from functools import lru_cache
from typing import Any

from shapely.geometry import Point, mapping

from ..model import Place
from .outlines import country_polygon, neighbours
from .records import Area

_OFF_SHORE = 0.05
"""Degrees by which the point of an island may miss its outline."""


@lru_cache(maxsize=1024)
def island_area(place: Place) -> Area | None:
    """Return the area of an island; None when the outlines of countries leave it out.

    A point on the mainland, as of an island in a river, is on no outline of its own.
    """
    country = country_polygon(place.country_code) if place.country_code else None
    if country is None:
        return None
    point = Point(place.lon, place.lat)
    part: Any = min(country.geoms, key=lambda one: one.distance(point))
    mainland = max(country.geoms, key=lambda one: one.area)
    if part.distance(point) > _OFF_SHORE or (part is mainland and neighbours(place.country_code)):
        return None
    return Area(mapping(part), exact=True, note="outline by Natural Earth, 1:10 million")
