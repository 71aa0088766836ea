"""Parts of a polygon by the points of the compass."""

from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.affinity import rotate
from shapely.geometry import MultiPolygon, box, mapping

from ..model import Geometry
from ..rings import figure_of, polygonal

PART_SHARE = 0.4
"""Share of the area that counts as, say, the south, or as the middle: between the third and the
half that readers mean by it."""
FAR_SHARE = 0.2
"""Share that counts as the far south."""
_STEPS = 40
_COARSENESS = 4000
"""Detail finer than this part of the extent is left out where the limit is looked for."""
_LONGEST_EDGE = 0.25
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
    cut = shapely.segmentize(cut, _LONGEST_EDGE)
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
