"""Everything within a distance of a line or an area, on the WGS84 ellipsoid.

Pieces of at most `_PIECE_KM` are widened in azimuthal equidistant projections around themselves, by
pyproj: there the error stays below 0.1% for distances up to 1,000 km.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Proj
from shapely.geometry import LineString, MultiPoint, Point
from shapely.ops import unary_union

from ..rings import polygon_of, polygonal

Positions = npt.NDArray[np.float64]
OUTLINE_GAP = 0.03
"""Degrees by which outlines of different sources may miss each other."""
_PIECE_KM = 100.0
_DEGREE_KM = 111.0
_DETAIL = 400
"""Lines are followed to this part of the distance."""
_QUARTER_STEPS = 16
_LONGEST_EDGE = 1 / 10
"""Of the distance: edges bend on the globe and need corners to bend at."""
_METRES = 1000.0
_EDGE_OF_MAP = 180.0 - 1e-9


def within(figure: Any, distance_km: float) -> Any:
    """Polygons of all that is at most ``distance_km`` from a figure; areas are included.

    Parameters
    ----------
    figure
        Shapely point, line, polygon or collection of these, (lon, lat) in degrees.
    distance_km
        Up to 1,000.

    Returns
    -------
    MultiPolygon
        Cut at the antimeridian, wound as RFC 7946 wants it.
    """
    pieces = [
        part for piece in _pieces(figure, distance_km) for part in _widened(piece, distance_km)
    ]
    areas = [part for part in _parts(figure) if "Polygon" in part.geom_type]
    return shapely.orient_polygons(polygonal(unary_union([*pieces, *areas])))


def _parts(figure: Any) -> Iterator[Any]:
    for part in getattr(figure, "geoms", [figure]):
        if hasattr(part, "geoms"):
            yield from _parts(part)
        else:
            yield part


def _pieces(figure: Any, distance_km: float) -> Iterator[Positions]:
    tolerance = distance_km / _DEGREE_KM / _DETAIL
    for part in _parts(figure):
        rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        for ring in rings:
            line = ring if ring.geom_type == "Point" else LineString(ring.coords)
            yield from _short(shapely.get_coordinates(line.simplify(tolerance)))


def _short(line: Positions) -> Iterator[Positions]:
    """Cut a line into pieces; what runs along the edge of the map is no line of the ground."""
    if (line == line[0]).all():  # as between two places at one point
        yield line[:1]
        return
    dense = shapely.get_coordinates(shapely.segmentize(LineString(line), _PIECE_KM / _DEGREE_KM))
    widths = np.cos(np.radians((dense[1:, 1] + dense[:-1, 1]) / 2))
    steps = np.diff(dense, axis=0)
    gone = np.cumsum(np.hypot(steps[:, 0] * widths, steps[:, 1])) * _DEGREE_KM
    numbers = np.concatenate([[0], (gone // _PIECE_KM).astype(np.int64)])
    for number in np.unique(numbers):
        rows = np.flatnonzero(numbers == number)
        piece = dense[max(0, rows[0] - 1) : rows[-1] + 1]
        if (np.abs(piece[:, 0]) < _EDGE_OF_MAP).any():
            yield piece


def _widened(piece: Positions, distance_km: float) -> Iterator[Any]:
    """Polygons of all that is near a piece: one, and slivers that GEOS may split off."""
    plane = _plane(*_middle(piece))
    flat = np.column_stack(plane(piece[:, 0], piece[:, 1]))
    figure = Point(flat[0]) if len(flat) == 1 else LineString(flat)
    around = figure.buffer(distance_km * _METRES, quad_segs=_QUARTER_STEPS)
    around = shapely.orient_polygons(around)
    around = shapely.segmentize(around, max(distance_km * _LONGEST_EDGE, 0.05) * _METRES)
    for part in _parts(around):
        rings = [part.exterior, *part.interiors]
        yield polygon_of([_back(plane, shapely.get_coordinates(ring)) for ring in rings])


def _back(plane: Proj, ring: Positions) -> Positions:
    return np.column_stack(plane(ring[:, 0], ring[:, 1], inverse=True))


def _middle(piece: Positions) -> tuple[float, float]:
    middle = MultiPoint(piece).envelope.centroid
    return round(float(middle.x), 3), round(float(middle.y), 3)


@lru_cache(maxsize=1024)
def _plane(lon: float, lat: float) -> Proj:
    return Proj(proj="aeqd", lon_0=lon, lat_0=lat, ellps="WGS84")
