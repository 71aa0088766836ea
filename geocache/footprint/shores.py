"""Where places meet the sea: the coast of a country, an island, a unit or a town."""

from functools import cache
from typing import Any

import shapely
from shapely.geometry import Point, box, shape
from shapely.ops import unary_union
from shapely.prepared import prep

from ..gazetteer.outlines import coast_line, country_polygon, has_coast
from ..gazetteer.records import Gazetteer
from ..geodesy import circle, distance_km
from ..knowledge import shipped
from ..model import Place
from .expression import area_of, is_country, is_island
from .planes import OUTLINE_GAP

_TOWN_KM = 25.0
"""From a town, how far its coast reaches."""
_NEAR_SEA = 0.7
"""Degrees between a coast and the coarse outline of its sea."""
_FAR, _LARGE_SHARE = 2.0, 0.05
"""Degrees from the parts of a country that are so large, beside the largest one."""
_NEAREST_KM, _DEGREES = 60.0, 1.5
"""How far off a coast is looked for, and a square that has all of it."""


def has_shore(place: Place, gazetteer: Gazetteer) -> bool:
    """Whether a place may have a coast; quick to tell, and not sure of units and towns."""
    if is_island(place):
        return gazetteer.has_area(place.id)
    if not has_coast(place.country_code):
        return False
    if is_country(place) or place.feature_class == "P":
        return True
    return place.feature_class == "A" and gazetteer.has_area(place.id)


def shore_of(place: Place, gazetteer: Gazetteer) -> tuple[Any, Any] | None:
    """Coast of a place, and the land behind it; None when there is none."""
    area = None if is_country(place) else area_of(place, gazetteer)
    if area and is_island(place):
        island = shape(area.geometry)
        return island.boundary, island
    line: Any = coast_line(place.country_code)
    land = country_polygon(place.country_code)
    if line is None or land is None:
        return None
    if is_country(place):
        line = line.intersection(_mainland(place.country_code))
    elif place.feature_class == "P":
        line = _near(place, line)
    elif area:
        line = line.intersection(shape(area.geometry).buffer(OUTLINE_GAP))
    return None if line.is_empty else (line, land)


def is_by_the_sea(town: Place) -> bool:
    """Whether a town has a shore; told without drawing its country, which takes long."""
    line: Any = coast_line(town.country_code)
    return line is not None and not _near(town, line).is_empty


def _near(town: Place, line: Any) -> Any:
    """Part of a coast that is a town's."""
    return line.intersection(shape(circle(town.lon, town.lat, _TOWN_KM)))


@cache
def _mainland(country_code: str) -> Any:
    """Around the large parts of a country: nobody means its far islands by its coast."""
    parts = getattr(country_polygon(country_code), "geoms", ())
    largest = max(part.area for part in parts)
    return unary_union([p.buffer(_FAR) for p in parts if p.area >= _LARGE_SHARE * largest])


def nearest_shore(place: Place) -> tuple[float, float] | None:
    """Point of the country's coast that is nearest to a place; None far inland."""
    line: Any = coast_line(place.country_code)
    if line is None:
        return None
    here = Point(place.lon, place.lat)
    near = line.intersection(box(*here.buffer(_DEGREES).bounds))
    if near.is_empty:
        return None
    point = shapely.shortest_line(near, here).coords[0]
    return point if distance_km(point, (place.lon, place.lat)) <= _NEAREST_KM else None


def facing(line: Any, water: Place, gazetteer: Gazetteer) -> Any:
    """Part of a coast that faces a sea; None when the sea has no outline or is elsewhere."""
    area = area_of(water, gazetteer)
    outline = shape(area.geometry).buffer(_NEAR_SEA) if area else ocean_outline(water.name)
    if outline is None:
        return None
    sea = prep(outline)
    parts = [part for part in getattr(line, "geoms", [line]) if sea.intersects(part)]
    cut = [part.intersection(sea.context) for part in parts]
    found = [line for line in cut if not line.is_empty]
    return unary_union(found) if found else None


@cache
def ocean_outline(name: str) -> Any:
    """Coarse outline of an ocean, land included up to the watersheds; None for other waters."""
    parts = shipped("footprint", "oceans.yaml")["oceans"].get(name)
    return parts and unary_union([shapely.Polygon(ring) for ring in parts])
