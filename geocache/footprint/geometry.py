"""Parts of areas, stretches of lines, and what is near either, in (lon, lat) degrees on WGS84.

What is measured is measured on a projected plane: shares of areas in the sinusoidal projection,
which keeps areas; distances in azimuthal equidistant ones, by pyproj, around what is measured.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Proj
from shapely.affinity import rotate
from shapely.geometry import (
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
    box,
)
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry
from shapely.ops import linemerge, substring, unary_union

from ..antimeridian import figure_of, polygon_of, polygonal
from ..geodesy import circle
from ..records import Place

PART_SHARE = 0.4
"""Share of the area that counts as, say, the south, or as the middle: between the third and the
half that readers mean by it."""
FAR_SHARE = 0.2
"""Share that counts as the far south."""
OUTLINE_GAP = 0.03
"""Degrees by which outlines of different sources may miss each other."""

Positions = npt.NDArray[np.float64]
"""Rows of (lon, lat) in degrees, or of (x, y) on a plane."""

_BISECTIONS = 40
_COARSENESS = 4000
"""Detail finer than this part of the extent is left out where a limit is looked for."""
_CUT_CORNERS = 0.25
"""A cut bends on the globe: it gets a corner at least this often, in degrees."""
_HALF_TURN = 180.0
_LEAST_COSINE = 1e-6

_PIECE_KM = 100.0
"""Longest piece of a line that is widened on one plane: the error stays below 0.1% for distances
of up to 1,000 km."""
_DEGREE_KM = 111.0
_DETAIL = 400
"""Lines are followed to this part of the distance."""
_QUARTER_STEPS = 16
_LONGEST_EDGE = 1 / 10
"""Of the distance: edges bend on the globe and need corners to bend at."""
_LEAST_EDGE_KM = 0.05
_METRES = 1000.0
_EDGE_OF_MAP = 180.0 - 1e-9


# Figures and their parts


def parts_of(figure: BaseGeometry) -> list[BaseGeometry]:
    """Return the points, lines and polygons that a figure is made of."""
    parts: list[BaseGeometry] = shapely.get_parts(figure).tolist()
    nested = any(part.geom_type.startswith(("Multi", "Geometry")) for part in parts)
    return [single for part in parts for single in parts_of(part)] if nested else parts


def largest_part(figure: BaseGeometry) -> BaseGeometry:
    """Return the part of a figure that has the largest area in degrees."""
    return max(parts_of(figure), key=lambda part: part.area)


def without_collection(figure: BaseGeometry) -> BaseGeometry:
    """Return the only part of a collection, and any other figure as it is."""
    if not isinstance(figure, BaseMultipartGeometry) or len(figure.geoms) != 1:
        return figure
    part: BaseGeometry = figure.geoms[0]
    return part


def is_polygonal(figure: BaseGeometry) -> bool:
    """Tell whether a figure is a polygon or several."""
    return isinstance(figure, Polygon | MultiPolygon)


def disc(place: Place, radius_km: float) -> BaseGeometry:
    """Return all that is within a distance of a place's point."""
    return figure_of(circle(place.lon, place.lat, radius_km))


# Parts of areas


def compass_part(whole: BaseGeometry, bearing: float, share: float = PART_SHARE) -> BaseGeometry:
    """Cut off the part of a polygon that lies farthest towards ``bearing``.

    Parameters
    ----------
    whole
        Polygon or MultiPolygon.
    bearing
        Degrees from north.
    share
        Of the area on the globe, 0..1, to within 1%.

    Returns
    -------
    Polygon or MultiPolygon
        Inside the given one, never empty.
    """
    meridian = float(largest_part(whole).centroid.x)
    turned = rotate(_flattened(whole, meridian), bearing, origin=(0, 0))
    west, south, east, north = turned.bounds
    coarse = turned.simplify(max(east - west, north - south) / _COARSENESS)
    limit = _limit(coarse, share)
    cut = turned.intersection(box(west - 1, limit, east + 1, north + 1))
    cut = shapely.segmentize(cut, _CUT_CORNERS)
    return _unflattened(rotate(polygonal(cut), -bearing, origin=(0, 0)), meridian)


def middle_part(whole: BaseGeometry, share: float = PART_SHARE) -> BaseGeometry:
    """Cut out what lies around the middle of the largest polygon.

    Parameters
    ----------
    whole
        Polygon or MultiPolygon.
    share
        Of the area on the globe, 0..1, to within 1%.

    Returns
    -------
    Polygon or MultiPolygon
        Inside the given one: a circle as far as the area reaches.
    """
    meridian = float(largest_part(whole).centroid.x)
    flat = _flattened(whole, meridian)
    middle = largest_part(flat).centroid
    west, south, east, north = flat.bounds
    coarse = flat.simplify(max(east - west, north - south) / _COARSENESS)
    low, high = 0.0, max(east - west, north - south)
    for _ in range(_BISECTIONS):
        radius = (low + high) / 2
        inside = coarse.intersection(middle.buffer(radius)).area
        low, high = (low, radius) if inside > share * coarse.area else (radius, high)
    return _unflattened(polygonal(flat.intersection(middle.buffer(high))), meridian)


def _flattened(figure: BaseGeometry, meridian: float) -> BaseGeometry:
    """Project on the sinusoidal plane around a meridian, which keeps areas as they are."""

    def project(points: Positions) -> Positions:
        lon = (points[:, 0] - meridian + _HALF_TURN) % (2 * _HALF_TURN) - _HALF_TURN
        return np.column_stack([lon * np.cos(np.radians(points[:, 1])), points[:, 1]])

    flat = shapely.transform(figure, project)
    return flat if flat.is_valid else polygonal(shapely.make_valid(flat))


def _unflattened(figure: MultiPolygon, meridian: float) -> BaseGeometry:
    """Project back to degrees; each polygon on its own side of the antimeridian."""

    def unproject(points: Positions) -> Positions:
        cosine = np.maximum(np.cos(np.radians(points[:, 1])), _LEAST_COSINE)
        lon = meridian + points[:, 0] / cosine
        middle = (lon.min() + lon.max()) / 2
        lon -= 2 * _HALF_TURN * np.round(middle / (2 * _HALF_TURN))
        return np.column_stack([np.clip(lon, -_HALF_TURN, _HALF_TURN), points[:, 1]])

    whole = MultiPolygon([shapely.transform(part, unproject) for part in figure.geoms])
    valid = whole if whole.is_valid else polygonal(shapely.make_valid(whole))
    return without_collection(valid)


def _limit(figure: BaseGeometry, share: float) -> float:
    """Return the ordinate above which ``share`` of the area lies, by bisection."""
    _, low, _, high = figure.bounds
    edges = _edges(figure)
    wanted = share * _area_above(edges, low)
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        low, high = (middle, high) if _area_above(edges, middle) > wanted else (low, middle)
    return float((low + high) / 2)


def _edges(figure: BaseGeometry) -> Positions:
    """Return begin and end of every edge as x, y, x, y, with the area on the left of it."""
    rings = shapely.get_rings(shapely.get_parts(shapely.orient_polygons(figure)))
    positions, owners = shapely.get_coordinates(rings, return_index=True)
    within_ring = owners[1:] == owners[:-1]
    edges: Positions = np.hstack([positions[:-1], positions[1:]])[within_ring]
    return edges


def _area_above(edges: Positions, ordinate: float) -> float:
    """Area of what lies above an ordinate: the integral of x dy along the edges, as far as they do.

    The edge that the cut itself makes has dy = 0.
    """
    x_1, y_1, x_2, y_2 = edges.T
    low, high = np.maximum(y_1, ordinate), np.maximum(y_2, ordinate)
    rise = y_2 - y_1
    slope = np.divide(x_2 - x_1, rise, out=np.zeros_like(rise), where=rise != 0)
    middle = x_1 + slope * ((low + high) / 2 - y_1)
    return float(np.sum(middle * (high - low)))


# Sections of lines


def section_between(line: BaseGeometry, ends: Sequence[Place], stray: float) -> LineString | None:
    """Cut a line at the points nearest to two places; None when they are not on one part of it.

    Parameters
    ----------
    line
        LineString or MultiLineString.
    stray
        Degrees that a place may lie beside it.
    """
    points = [Point(place.lon, place.lat) for place in ends]
    for part in parts_of(line):
        if not isinstance(part, LineString) or any(
            part.distance(point) > stray for point in points
        ):
            continue
        low, high = sorted(part.project(point) for point in points)
        section = substring(part, low, high)
        if isinstance(section, LineString) and section.length:
            return section
    return None


def merged(line: BaseGeometry) -> BaseGeometry:
    """Join the parts of a line that meet end to end."""
    return linemerge(line) if isinstance(line, MultiLineString) else line


# What is near


def within(figure: BaseGeometry, distance_km: float) -> MultiPolygon:
    """Return all that is at most ``distance_km`` from a figure; areas are included.

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
    widened = [
        polygon
        for piece in _pieces(figure, distance_km)
        for polygon in _widened(piece, distance_km)
    ]
    areas = [part for part in parts_of(figure) if is_polygonal(part)]
    return shapely.orient_polygons(polygonal(unary_union([*widened, *areas])))


def _pieces(figure: BaseGeometry, distance_km: float) -> Iterator[Positions]:
    """Cut points, lines and rings into short pieces without detail that does not show."""
    tolerance = distance_km / _DEGREE_KM / _DETAIL
    for part in parts_of(figure):
        if isinstance(part, Point):
            yield from _short_pieces(shapely.get_coordinates(part))
            continue
        for ring in shapely.get_rings(part) if isinstance(part, Polygon) else [part]:
            line = LineString(ring.coords)
            yield from _short_pieces(shapely.get_coordinates(line.simplify(tolerance)))


def _short_pieces(line: Positions) -> Iterator[Positions]:
    """Cut a line into pieces; what runs along the edge of the map is no line of the ground."""
    if (line == line[0]).all():  # as between two places at one point
        yield line[:1]
        return
    dense = shapely.get_coordinates(shapely.segmentize(LineString(line), _PIECE_KM / _DEGREE_KM))
    widths = np.cos(np.radians((dense[1:, 1] + dense[:-1, 1]) / 2))
    steps = np.diff(dense, axis=0)
    lengths_km = np.cumsum(np.hypot(steps[:, 0] * widths, steps[:, 1])) * _DEGREE_KM
    numbers = np.concatenate([[0], (lengths_km // _PIECE_KM).astype(np.int64)])
    for number in np.unique(numbers):
        rows = np.flatnonzero(numbers == number)
        piece = dense[max(0, rows[0] - 1) : rows[-1] + 1]
        if (np.abs(piece[:, 0]) < _EDGE_OF_MAP).any():
            yield piece


def _widened(piece: Positions, distance_km: float) -> Iterator[BaseGeometry]:
    """Yield the polygons of all that is near a piece: one, and slivers GEOS may split off."""
    plane = _plane(*_middle(piece))
    flat = np.column_stack(plane(piece[:, 0], piece[:, 1]))
    figure = Point(flat[0]) if len(flat) == 1 else LineString(flat)
    around = figure.buffer(distance_km * _METRES, quad_segs=_QUARTER_STEPS)
    around = shapely.orient_polygons(around)
    longest_km = max(distance_km * _LONGEST_EDGE, _LEAST_EDGE_KM)
    around = shapely.segmentize(around, longest_km * _METRES)
    for part in parts_of(around):
        rings = shapely.get_rings(part).tolist()
        yield polygon_of([_back(plane, shapely.get_coordinates(ring)) for ring in rings])


def _back(plane: Proj, ring: Positions) -> Positions:
    return np.column_stack(plane(ring[:, 0], ring[:, 1], inverse=True))


def _middle(piece: Positions) -> tuple[float, float]:
    middle = MultiPoint(piece).envelope.centroid
    return round(float(middle.x), 3), round(float(middle.y), 3)


@lru_cache(maxsize=1024)
def _plane(lon: float, lat: float) -> Proj:
    """Return the azimuthal equidistant projection around a point, in metres."""
    return Proj(proj="aeqd", lon_0=lon, lat_0=lat, ellps="WGS84")
