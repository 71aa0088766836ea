"""Outlines of countries and subdivisions as the map shades them by number.

A ring is written as the steps from one point to the next, in whole thousandths of a degree: a
third of what GeoJSON takes.
"""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from shapely.geometry import mapping, shape

from geocache import Place
from geocache.gazetteer import Gazetteer
from geocache.gazetteer.shipped_outlines import country_outline, subdivision_outline
from geocache.model import Geometry

from ..situation.areas import COUNTRY, LEVELS

STEPS_PER_DEGREE = 1000
ZOOMS = (4, 6, 9)
"""Zooms of the map that outlines are made for; deeper ones show those of the last."""
_DEGREES_PER_PIXEL = 360 / 256
_LEAST_RING = 3
_ADMIN1 = "ADM1"


def area_shapes(
    gazetteer: Gazetteer, level: str, zoom: int, countries: Collection[str] = ()
) -> dict[str, list[Any]]:
    """Return name and outline of each area, by its code.

    Parameters
    ----------
    gazetteer
        Knows areas and has their outlines.
    level
        ``country`` or ``admin1``.
    zoom
        Of the map that they are for.
    countries
        ISO codes of those whose areas are meant; all when there are none.

    Returns
    -------
    dict
        ``[name, rings]`` by code; each ring as ``[lon, lat, step, step, …]``.
    """
    found: dict[str, list[Any]] = {}
    for place in _divisions(gazetteer, level):
        if countries and place.country_code not in countries:
            continue
        geometry = _geometry(gazetteer, place, level, zoom)
        rings = _rings(geometry) if geometry else []
        if rings:
            found[_code(place, level)] = [place.name, rings]
    return found


@lru_cache(len(LEVELS))
def _divisions(gazetteer: Gazetteer, level: str) -> tuple[Place, ...]:
    """Countries, or subdivisions that have a code."""
    return tuple(
        place
        for place in gazetteer.divisions()
        if place.country_code
        and (
            place.feature_code != _ADMIN1
            if level == COUNTRY
            else place.feature_code == _ADMIN1 and place.admin1_code
        )
    )


def _code(place: Place, level: str) -> str:
    return place.country_code if level == COUNTRY else f"{place.country_code}.{place.admin1_code}"


def _geometry(gazetteer: Gazetteer, place: Place, level: str, zoom: int) -> Geometry | None:
    """Outline of an area; where none is drawn anywhere, what its settlements make up."""
    outline = (
        country_outline(place.country_code)
        if level == COUNTRY
        else subdivision_outline(place.country_code, place.admin1_code)
    )
    known = gazetteer.outline(outline, zoom)
    if known is not None:
        return known
    area = gazetteer.area(place.id)
    if area is None or area.geometry["type"] not in {"Polygon", "MultiPolygon"}:
        return None
    tolerance = _DEGREES_PER_PIXEL / 2**zoom
    return dict(mapping(shape(area.geometry).simplify(tolerance)))


def _rings(geometry: Geometry) -> list[list[int]]:
    """Rings of polygons and of their holes, which an even-odd filling leaves open."""
    polygons: Sequence[Any] = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    found = []
    for ring in (ring for polygon in polygons for ring in polygon):
        points = np.rint(np.asarray(ring)[:-1] * STEPS_PER_DEGREE).astype(np.int64)
        steps = np.diff(points, axis=0, prepend=0)
        steps = steps[np.append(True, steps[1:].any(axis=1))]
        if len(steps) >= _LEAST_RING:
            found.append(steps.ravel().tolist())
    return found


def zoom_for(zoom: int) -> int:
    """Return the zoom whose outlines a map of some zoom shows."""
    return next((deep for deep in ZOOMS if deep >= zoom), ZOOMS[-1])
