"""The ground around settlements: Voronoi cells, cut off at the border of the country.

A subdivision for which no free polygon is at hand is taken for the union of the cells of its
settlements.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from .outlines import country_polygon

Cells = npt.NDArray[np.object_]
"""Shapely geometries."""
_COARSE_DEGREES = 0.02
"""Detail of a border that is left out where only the middle of cells is asked for."""
_LEAST_POINTS = 2


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
        In the order of the positions, empty where a cell lies outside; None when the country has
        no outline or too few settlements.
    """
    outline: Any = country_polygon(country_code)
    if outline is None or len(positions) < _LEAST_POINTS:
        return None
    if coarse:
        outline = outline.simplify(_COARSE_DEGREES)
    points = shapely.MultiPoint(np.asarray(positions))
    diagram = shapely.voronoi_polygons(points, extend_to=outline, ordered=True)
    cells: Cells = np.asarray(diagram.geoms)
    shapely.prepare(outline)
    crossing = ~shapely.contains_properly(outline, cells)
    cells[crossing] = shapely.intersection(cells[crossing], outline)
    return cells


def middle(cells: Cells) -> tuple[float, float] | None:
    """(lon, lat) of the centre of gravity of cells; None when they cover nothing."""
    areas = shapely.area(cells)
    if not areas.sum():
        return None
    centres = shapely.centroid(cells[areas > 0])
    lon = np.average(shapely.get_x(centres), weights=areas[areas > 0])
    lat = np.average(shapely.get_y(centres), weights=areas[areas > 0])
    return round(float(lon), 5), round(float(lat), 5)
