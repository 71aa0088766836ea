"""Everything within a distance of a line or an area, on the WGS84 ellipsoid.

Pieces of at most `_PIECE_KM` are widened in azimuthal equidistant projections around themselves, by
pyproj: there the error stays below 0.1% for distances up to 1,000 km.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Proj
from shapely.affinity import rotate
from shapely.geometry import LineString, MultiPoint, MultiPolygon, Point, box, mapping
from shapely.ops import substring, unary_union

from ..antimeridian import figure_of, polygon_of, polygonal
from ..records import Geometry, Place

# ---- alignments


def cut_between(line: Any, ends: Sequence[Place], stray: float) -> Any:
    """Part of a LineString between the points nearest to two places; None when they are not on it.

    Parameters
    ----------
    stray
        Degrees that a place may lie beside it.
    """
    points = [Point(place.lon, place.lat) for place in ends]
    if any(line.distance(point) > stray for point in points):
        return None
    low, high = sorted(line.project(point) for point in points)
    part: Any = substring(line, low, high)
    return part if part.length else None


# ---- parts

PART_SHARE = 0.4
"""Share of the area that counts as, say, the south, or as the middle: between the third and the
half that readers mean by it."""
FAR_SHARE = 0.2
"""Share that counts as the far south."""
_STEPS = 40
_COARSENESS = 4000
"""Detail finer than this part of the extent is left out where the limit is looked for."""
_PARTS_LONGEST_EDGE = 0.25
"""Degrees."""
_HALF_TURN = 180.0
_LEAST_COSINE = 1e-6


def compass_part(geometry: Geometry, bearing: float, share: float = PART_SHARE) -> Geometry:
    """Cut off the part of a polygon that lies farthest towards ``bearing``.

    Parameters
    ----------
    geometry
        GeoJSON Polygon or MultiPolygon.
    bearing
        Degrees from north.
    share
        Of the area on the globe, 0..1, to within 1%.

    Returns
    -------
    Geometry
        Polygon or MultiPolygon inside the given one, never empty.
    """
    whole = figure_of(geometry)
    meridian = float(_largest(whole).centroid.x)
    turned = rotate(_flattened(whole, meridian), bearing, origin=(0, 0))
    west, south, east, north = turned.bounds
    coarse = turned.simplify(max(east - west, north - south) / _COARSENESS)
    limit = _limit(coarse, share)
    cut = turned.intersection(box(west - 1, limit, east + 1, north + 1))
    # A long cut bends on the globe: it needs corners to bend at.
    cut = shapely.segmentize(cut, _PARTS_LONGEST_EDGE)
    back = _unflattened(rotate(polygonal(cut), -bearing, origin=(0, 0)), meridian)
    return dict(mapping(back.geoms[0] if len(back.geoms) == 1 else back))


def middle_part(geometry: Geometry, share: float = PART_SHARE) -> Geometry:
    """Cut out what lies around the middle of the largest polygon.

    Parameters
    ----------
    geometry
        GeoJSON Polygon or MultiPolygon.
    share
        Of the area on the globe, 0..1, to within 1%.

    Returns
    -------
    Geometry
        Polygon or MultiPolygon inside the given one: a circle as far as the area reaches.
    """
    whole = figure_of(geometry)
    meridian = float(_largest(whole).centroid.x)
    flat = _flattened(whole, meridian)
    middle = _largest(flat).centroid
    west, south, east, north = flat.bounds
    coarse = flat.simplify(max(east - west, north - south) / _COARSENESS)
    low, high = 0.0, max(east - west, north - south)
    for _ in range(_STEPS):
        radius = (low + high) / 2
        inside = coarse.intersection(middle.buffer(radius)).area
        low, high = (low, radius) if inside > share * coarse.area else (radius, high)
    found = flat.intersection(middle.buffer(high))
    back = _unflattened(polygonal(found), meridian)
    return dict(mapping(back.geoms[0] if len(back.geoms) == 1 else back))


def _largest(figure: Any) -> Any:
    return max(getattr(figure, "geoms", [figure]), key=lambda part: part.area)


def _flattened(figure: Any, meridian: float) -> Any:
    """In the sinusoidal projection around a meridian, which keeps areas as they are."""

    def project(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        lon = (points[:, 0] - meridian + _HALF_TURN) % (2 * _HALF_TURN) - _HALF_TURN
        return np.column_stack([lon * np.cos(np.radians(points[:, 1])), points[:, 1]])

    flat = shapely.transform(figure, project)
    return flat if flat.is_valid else polygonal(shapely.make_valid(flat))


def _unflattened(figure: MultiPolygon, meridian: float) -> MultiPolygon:
    """Back in degrees; each polygon on its own side of the antimeridian."""

    def unproject(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        cosine = np.maximum(np.cos(np.radians(points[:, 1])), _LEAST_COSINE)
        lon = meridian + points[:, 0] / cosine
        middle = (lon.min() + lon.max()) / 2
        lon -= 2 * _HALF_TURN * np.round(middle / (2 * _HALF_TURN))
        return np.column_stack([np.clip(lon, -_HALF_TURN, _HALF_TURN), points[:, 1]])

    parts = [shapely.transform(part, unproject) for part in figure.geoms]
    whole = MultiPolygon(parts)
    return whole if whole.is_valid else polygonal(shapely.make_valid(whole))


def _limit(figure: Any, share: float) -> float:
    """Return the ordinate above which ``share`` of the area lies, by bisection."""
    _, low, _, high = figure.bounds
    edges = _edges(figure)
    wanted = share * _area_above(edges, low)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _area_above(edges, middle) > wanted else (low, middle)
    return float((low + high) / 2)


def _edges(figure: Any) -> npt.NDArray[np.float64]:
    """Begin and end of every edge, as rows of x, y, x, y, with the area on the left of it."""
    rings = shapely.get_rings(shapely.get_parts(shapely.orient_polygons(figure)))
    positions, owners = shapely.get_coordinates(rings, return_index=True)
    within = owners[1:] == owners[:-1]
    edges: npt.NDArray[np.float64] = np.hstack([positions[:-1], positions[1:]])[within]
    return edges


def _area_above(edges: npt.NDArray[np.float64], ordinate: float) -> float:
    """Area of what lies above an ordinate: the integral of x dy along the edges, as far as they do.

    The edge that the cut itself makes has dy = 0.
    """
    x_1, y_1, x_2, y_2 = edges.T
    low, high = np.maximum(y_1, ordinate), np.maximum(y_2, ordinate)
    rise = y_2 - y_1
    slope = np.divide(x_2 - x_1, rise, out=np.zeros_like(rise), where=rise != 0)
    middle = x_1 + slope * ((low + high) / 2 - y_1)
    return float(np.sum(middle * (high - low)))


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
