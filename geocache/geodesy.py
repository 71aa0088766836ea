"""Distances, circles, lengths and areas on the WGS84 ellipsoid, by Karney's geodesics in pyproj."""

from collections.abc import Iterable, Sequence
from functools import cache
from math import asin, cos, pi, radians, sin, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from .antimeridian import geometry_of, polygon_of
from .records import Geometry

if TYPE_CHECKING:
    from pyproj import Geod

_SQUARE_METRES = 1e6
_METRES = 1e3
MEAN_RADIUS_KM = 6371.0088
"""Mean radius of the WGS84 ellipsoid, (2a + b) / 3."""
DEGREE_KM = MEAN_RADIUS_KM * pi / 180
"""Length of a degree of latitude, or of longitude at the equator, on the mean sphere."""
CIRCLE_POINTS = 180
"""Corners of a drawn circle: its area then falls short by 0.02%."""

Position = Sequence[float]
Positions = npt.NDArray[np.float64]
"""Rows of (lon, lat) in degrees."""
SpherePoint = tuple[float, float, float]
"""Longitude and latitude in radians, and the cosine of the latitude."""


@cache
def _wgs84() -> "Geod":
    # The library takes long to load, and texts are read without it.
    from pyproj import Geod  # noqa: PLC0415

    return Geod(ellps="WGS84")


def distance_km(first: Position, second: Position) -> float:
    """Length of the geodesic between two (lon, lat) positions."""
    _there, _back, metres = _wgs84().inv(first[0], first[1], second[0], second[1])
    return float(metres) / _METRES


def sphere_km(first: Position, second: Position) -> float:
    """Great-circle distance of two (lon, lat) positions: to rank and to decide, not to draw.

    Within 0.6% of `distance_km`, and many times as fast.
    """
    return arc_km(on_sphere(*first), on_sphere(*second))


def on_sphere(lon: float, lat: float) -> SpherePoint:
    """Prepare a position for many distances."""
    latitude = radians(lat)
    return radians(lon), latitude, cos(latitude)


def arc_km(first: SpherePoint, second: SpherePoint) -> float:
    """Great-circle distance of two prepared positions, by the haversine formula."""
    lon_1, lat_1, cosine_1 = first
    lon_2, lat_2, cosine_2 = second
    half = sin((lat_2 - lat_1) / 2) ** 2 + cosine_1 * cosine_2 * sin((lon_2 - lon_1) / 2) ** 2
    return 2 * MEAN_RADIUS_KM * asin(min(1.0, sqrt(half)))


def destination(lon: float, lat: float, bearing: float, length_km: float) -> tuple[float, float]:
    """(lon, lat) reached by going ``length_km`` along ``bearing`` (degrees from north)."""
    reached = _wgs84().fwd(lon, lat, bearing, length_km * _METRES)
    return float(reached[0]), float(reached[1])


def destinations(
    lon: npt.ArrayLike, lat: npt.ArrayLike, bearing: npt.ArrayLike, length_km: npt.ArrayLike
) -> Positions:
    """Positions reached from many points, or in many directions; a single number is for all."""
    given = np.broadcast_arrays(lon, lat, bearing, np.multiply(length_km, _METRES))
    lons, lats, bearings, metres = (np.array(column, dtype=float) for column in given)
    return np.column_stack(_wgs84().fwd(lons, lats, bearings, metres)[:2])


def great_circles(first: Positions, second: Positions) -> tuple[Positions, Positions]:
    """Bearings at the first, in degrees from north, and lengths in km of great circles.

    They lead from each of the first to each of the second. Bearings are within 0.2 degrees of the
    geodesics', lengths within 0.6%.

    Parameters
    ----------
    first, second
        Rows of (lon, lat); what is returned has the shape (first, second).
    """
    lon_1, lat_1 = np.radians(first.T)[:, :, None]
    lon_2, lat_2 = np.radians(second.T)[:, None, :]
    east = np.cos(lat_2) * np.sin(lon_2 - lon_1)
    north = np.cos(lat_1) * np.sin(lat_2) - np.sin(lat_1) * np.cos(lat_2) * np.cos(lon_2 - lon_1)
    upwards = np.sin(lat_1) * np.sin(lat_2) + np.cos(lat_1) * np.cos(lat_2) * np.cos(lon_2 - lon_1)
    bearings = np.degrees(np.arctan2(east, north))
    return bearings, np.arctan2(np.hypot(east, north), upwards) * MEAN_RADIUS_KM


def along(first: Position, second: Position, shares: npt.ArrayLike) -> Positions:
    """Positions on the geodesic from one (lon, lat) position to another.

    Parameters
    ----------
    shares
        Of its length, 0..1, one for each position.
    """
    bearing, _back, metres = _wgs84().inv(first[0], first[1], second[0], second[1])
    lengths_km = np.multiply(shares, metres / _METRES)
    return destinations(first[0], first[1], bearing, lengths_km)


def circle(lon: float, lat: float, radius_km: float) -> Geometry:
    """(Multi)polygon of the points ``radius_km`` away, wound and cut as RFC 7946 wants it."""
    bearings = np.arange(CIRCLE_POINTS) * (-360 / CIRCLE_POINTS)
    ring = destinations(lon, lat, bearings, radius_km)
    return geometry_of(polygon_of([np.vstack([ring, ring[:1]])]))


def length_km(geometry: Geometry) -> float:
    """Length of a LineString or MultiLineString."""
    lines = (np.asarray(line, dtype=float) for line in _lines(geometry))
    return sum(float(_wgs84().line_length(line[:, 0], line[:, 1])) for line in lines) / _METRES


def area_km2(geometry: Geometry) -> float:
    """Area of a Polygon or MultiPolygon, holes taken out."""
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return sum(
        _ring_area(polygon[0]) - sum(_ring_area(hole) for hole in polygon[1:])
        for polygon in polygons
    )


def _lines(geometry: Geometry) -> Iterable[Any]:
    lines: Iterable[Any] = geometry["coordinates"]
    return [lines] if geometry["type"] == "LineString" else lines


def _ring_area(ring: Sequence[Position]) -> float:
    corners = np.asarray(ring[:-1], dtype=float)
    area, _perimeter = _wgs84().polygon_area_perimeter(corners[:, 0], corners[:, 1])
    return abs(float(area)) / _SQUARE_METRES
