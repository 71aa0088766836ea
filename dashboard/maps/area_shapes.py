"""Outlines of countries and subdivisions as the map shades them by number.

A ring is written as the steps from one point to the next, in whole thousandths of a degree:
deflated, that is half of what GeoJSON takes.
"""

from collections.abc import Sequence
from functools import cache, cached_property, lru_cache
from typing import Any

import numpy as np
from shapely.geometry import box
from shapely.ops import unary_union

from geocache import Place
from geocache.antimeridian import figure_of, geometry_of
from geocache.gazetteer import Gazetteer
from geocache.gazetteer.outlines.countries import world
from geocache.gazetteer.outlines.shipped import country_outline, subdivision_outline
from geocache.records import Geometry

from ..situation.areas import ADMIN1, COUNTRY, LEVELS
from .disputed import cut_areas, disputed

STEPS_PER_DEGREE = 1000
ZOOMS = (4, 6, 9)
"""Zooms of the map that outlines are made for; deeper ones show those of the last."""
_DEGREES_PER_PIXEL = 360 / 256
_LEAST_RING = 3


class AreaShapes:
    """Outlines of all areas of a gazetteer.

    Parameters
    ----------
    gazetteer
        Knows areas and has their outlines.
    left_out
        Shapely geometry of disputed ground that no country's colour may fill.
    """

    def __init__(self, gazetteer: Gazetteer, left_out: Any = None) -> None:
        self._gazetteer, self._left_out = gazetteer, left_out
        self._around = lru_cache(len(ZOOMS))(self._make_around)

    def shapes(self, level: str, zoom: int, country: str = "") -> dict[str, list[Any]]:
        """Return name and outline of each area, by its code.

        Parameters
        ----------
        level
            ``country`` or ``admin1``.
        zoom
            Of the map that they are for.
        country
            ISO code of the one whose areas are meant; those of all when "".

        Returns
        -------
        dict
            ``[name, rings]`` by code; each ring as ``[lon, lat, step, step, …]``.
        """
        found: dict[str, list[Any]] = {}
        for place in self._divisions[level]:
            if country and place.country_code != country:
                continue
            geometry = self._geometry(place, level, zoom)
            rings = _rings(geometry) if geometry else []
            if rings:
                found[_code(place, level)] = [place.name, rings]
        return found

    @cached_property
    def _divisions(self) -> dict[str, list[Place]]:
        """Countries, and subdivisions that have a code, by level."""
        found: dict[str, list[Place]] = {level: [] for level in LEVELS}
        for place in self._gazetteer.divisions():
            if not place.country_code:
                continue
            if not place.is_first_order:
                found[COUNTRY].append(place)
            elif place.admin1_code:
                found[ADMIN1].append(place)
        return found

    def _geometry(self, place: Place, level: str, zoom: int) -> Geometry | None:
        """Outline of an area; where none is drawn anywhere, what its settlements make up."""
        outline = (
            country_outline(place.country_code)
            if level == COUNTRY
            else subdivision_outline(place.country_code, place.admin1_code)
        )
        tolerance = _DEGREES_PER_PIXEL / 2**zoom
        known = self._gazetteer.outline(outline, zoom)
        if known is not None:
            return self._undisputed(known, tolerance) if level == COUNTRY else known
        area = self._gazetteer.area(place.id)
        if area is None or area.geometry["type"] not in {"Polygon", "MultiPolygon"}:
            return None
        return geometry_of(figure_of(area.geometry).simplify(tolerance))

    def _undisputed(self, geometry: Geometry, tolerance: float) -> Geometry | None:
        """Take out what is left out."""
        figure = figure_of(geometry)
        if self._left_out is None or not box(*figure.bounds).intersects(self._around(tolerance)):
            return geometry
        rest = figure.buffer(0).difference(self._around(tolerance))
        return None if rest.is_empty else geometry_of(rest)

    def _make_around(self, tolerance: float) -> Any:
        """What is left out, with what simplifying may have left around it."""
        return self._left_out.simplify(tolerance).buffer(2 * tolerance, quad_segs=2)


@cache
def disputed_ground() -> Any:
    """Ground inside the outlines of countries that is in nobody's fill, as one geometry."""
    parts = [
        polygon
        for place in disputed()
        if place.part
        for polygon in getattr(world().polygon(place.part[0]), "geoms", ())
        if polygon.contains(place.part[1])
    ]
    return unary_union([*parts, *(cut.area for cut in cut_areas().values())])


def _code(place: Place, level: str) -> str:
    return place.country_code if level == COUNTRY else f"{place.country_code}.{place.admin1_code}"


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
