"""Parts of a polygon by the points of the compass."""

import math
from typing import Any

from shapely.affinity import affine_transform, rotate, scale
from shapely.geometry import box, mapping, shape

from ..model import Geometry

PART_SHARE = 1 / 3
"""Share of the area that counts as, say, the south."""
_STEPS = 40
_COARSE_DEGREES = 0.02


def compass_part(geometry: Geometry, bearing: float, share: float = PART_SHARE) -> Geometry:
    """Cut off the part of a polygon that lies farthest towards ``bearing``.

    Parameters
    ----------
    geometry
        GeoJSON Polygon or MultiPolygon.
    bearing
        Degrees from north.
    share
        Of the area, 0..1, to within 1%; measured in a plane tangent at the polygon's middle.

    Returns
    -------
    Geometry
        Inside the polygon, never empty.
    """
    whole = shape(geometry)
    middle = whole.centroid
    stretch = max(math.cos(math.radians(middle.y)), 0.01)

    def upright(figure: Any) -> Any:
        """In the plane, turned so that the bearing points up."""
        plane = scale(figure, stretch, 1, origin=(middle.x, middle.y))
        return rotate(plane, bearing, origin=(middle.x, middle.y))

    turned = upright(whole)
    limit = _limit(turned.simplify(_COARSE_DEGREES), share)
    west, _, east, north = turned.bounds
    cut = turned.intersection(box(west - 1, limit, east + 1, north + 1))
    back = rotate(cut, -bearing, origin=(middle.x, middle.y))
    back = affine_transform(back, [1 / stretch, 0, 0, 1, middle.x - middle.x / stretch, 0])
    return dict(mapping(back))


def _limit(figure: Any, share: float) -> float:
    """Return the ordinate above which ``share`` of the area lies, by bisection."""
    west, south, east, north = figure.bounds
    low, high = south, north
    for _ in range(_STEPS):
        middle = (low + high) / 2
        above = figure.intersection(box(west, middle, east, north)).area
        low, high = (middle, high) if above > share * figure.area else (low, middle)
    return float((low + high) / 2)
