"""The ground around settlements: Voronoi cells, cut off at the border of the country.

Each settlement has the ground that is nearer to it than to any other. Areas that are built of it
are in ``settled``.
"""

from collections.abc import Sequence
from contextlib import suppress
from math import isclose
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.errors import GEOSException

from ...antimeridian import cut, eastward, is_cut, joined, polygonal
from .countries import country_polygon

Cells = npt.NDArray[np.object_]
"""Shapely geometries."""
_COARSE_DEGREES = 0.02
"""Detail of a border that is left out where only the middle of cells is asked for."""
LEAST_POINTS = 2
"""Settlements between which there is a line."""
_HALF_TURN = 180.0
_MERCATOR_DEGREES = 89.0
"""Latitude to which the map reaches; the poles lie at infinity."""


def settlement_cells(
    country_code: str, positions: Sequence[tuple[float, float]], *, coarse: bool = False
) -> Cells | None:
    """Cell of each settlement of a country.

    Parameters
    ----------
    country_code
        ISO 3166-1 alpha-2.
    positions
        Distinct (lon, lat) in degrees; some may lie outside the country's outline.
    coarse
        Whether the border may be simplified, which is many times faster.

    Returns
    -------
    array of Polygon or MultiPolygon, or None
        In the order of the positions, empty where a cell lies outside, in parts where the
        antimeridian cuts it; None when the country has no outline or too few settlements.
    """
    outline: Any = country_polygon(country_code)
    if outline is None:
        return None
    if len(positions) < LEAST_POINTS:
        return None
    outline = outline.simplify(_COARSE_DEGREES) if coarse else outline
    whole, moved = uncut(outline, np.asarray(positions))
    cells = clipped(unclipped_cells(moved, whole), whole)
    return cut(cells) if is_cut(outline) else cells


def uncut(outline: Any, positions: npt.NDArray[np.float64]) -> tuple[Any, npt.NDArray[np.float64]]:
    """Return an outline and (lon, lat) positions on a map that does not end within the outline.

    On one that ends at 180 degrees, the ground beyond would go to a settlement far away.
    """
    if not is_cut(outline):
        return outline, positions
    return joined(outline), np.column_stack([eastward(positions[:, 0]), positions[:, 1]])


def unclipped_cells(positions: npt.NDArray[np.float64], around: Any) -> Cells:
    """Cells of distinct (lon, lat) positions that cover at least the polygon ``around``.

    Cells are made on Mercator's map, on which the middle between two neighbours is where it is on
    the ground; of degrees, those of longitude are too short.
    """
    points = shapely.MultiPoint(_to_mercator(positions))
    whole = shapely.transform(around, _to_mercator)
    diagram = shapely.voronoi_polygons(points, extend_to=whole, ordered=True)
    cells: Cells = shapely.transform(np.asarray(diagram.geoms), _from_mercator)
    # Of settlements metres apart, a sliver may cross itself once its corners are rounded.
    for row in np.flatnonzero(~shapely.is_valid(cells)):
        cells[row] = polygonal(shapely.make_valid(cells[row]))
    return cells


def clipped(polygons: Cells, outline: Any) -> Cells:
    """Return polygons as far as they lie in an outline; most lie in it whole."""
    shapely.prepare(outline)
    crossing = ~shapely.contains_properly(outline, polygons)
    parts = polygons.copy()
    parts[crossing] = shapely.intersection(polygons[crossing], outline)
    return parts


def _to_mercator(positions: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    lats = np.radians(np.clip(positions[:, 1], -_MERCATOR_DEGREES, _MERCATOR_DEGREES))
    return np.column_stack([positions[:, 0], np.degrees(np.arctanh(np.sin(lats)))])


def _from_mercator(positions: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    lats = np.arcsin(np.tanh(np.radians(positions[:, 1])))
    return np.column_stack([positions[:, 0], np.degrees(lats)])


def union_of(polygons: Cells) -> Any:
    """Return the union of polygons; it takes a tenth of the time where they only share sides."""
    if len(polygons) == 1:
        return polygons[0]
    with suppress(GEOSException):  # sides cross, or are shared in part
        whole: Any = shapely.coverage_union_all(polygons)
        # Where they overlap it is too large or not valid.
        if isclose(whole.area, float(shapely.area(polygons).sum())) and whole.is_valid:
            return whole
    return shapely.union_all(polygons)


def middle(cells: Cells) -> tuple[float, float] | None:
    """(lon, lat) of the centre of gravity of cells; None when they cover nothing."""
    parts = shapely.get_parts(cells[~shapely.is_empty(cells)])
    areas = shapely.area(parts)
    if not areas.sum():
        return None
    centres = shapely.centroid(parts[areas > 0])
    lons, lats = shapely.get_x(centres), shapely.get_y(centres)
    if np.ptp(lons) > _HALF_TURN:
        lons = eastward(lons)
    lon, lat = np.average([lons, lats], axis=1, weights=areas[areas > 0])
    return round(float(lon + _HALF_TURN) % 360 - _HALF_TURN, 5), round(float(lat), 5)
