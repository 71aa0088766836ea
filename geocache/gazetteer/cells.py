"""The ground around settlements: Voronoi cells, cut off at the border of the country.

A subdivision for which no free polygon is at hand is taken for the union of the cells of its
settlements.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ..rings import cut, eastward, is_cut, joined
from .outlines import country_polygon

Cells = npt.NDArray[np.object_]
"""Shapely geometries."""
_COARSE_DEGREES = 0.02
"""Detail of a border that is left out where only the middle of cells is asked for."""
_LEAST_POINTS = 2
_HALF_TURN = 180.0


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
    if outline is None or len(positions) < _LEAST_POINTS:
        return None
    if coarse:
        outline = outline.simplify(_COARSE_DEGREES)
    if not is_cut(outline):
        return _clipped(np.asarray(positions), outline)
    # On a map that ends at 180 degrees, the ground beyond would go to a settlement far away.
    lons, lats = np.transpose(positions)
    return cut(_clipped(np.column_stack([eastward(lons), lats]), joined(outline)))


def _clipped(positions: npt.NDArray[np.float64], outline: Any) -> Cells:
    """Cells of (lon, lat) positions, as far as they lie in the outline."""
    points = shapely.MultiPoint(positions)
    diagram = shapely.voronoi_polygons(points, extend_to=outline, ordered=True)
    cells: Cells = np.asarray(diagram.geoms)
    shapely.prepare(outline)
    crossing = ~shapely.contains_properly(outline, cells)
    cells[crossing] = shapely.intersection(cells[crossing], outline)
    return cells


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
