"""Polygons across the antimeridian and around a pole, cut as RFC 7946 wants them."""

from collections.abc import Sequence

import antimeridian
import numpy as np
import numpy.typing as npt
from shapely.geometry import MultiPolygon, Polygon
from shapely.validation import make_valid

_HALF_TURN = 180.0


def polygon_of(rings: Sequence[npt.ArrayLike]) -> Polygon | MultiPolygon:
    """Valid polygon of an outer ring (counter-clockwise on the globe) and its holes.

    Parameters
    ----------
    rings
        Closed rings of (lon, lat) in degrees; a step of more than 180 degrees of longitude means
        the way across the antimeridian.

    Returns
    -------
    Polygon or MultiPolygon
        Within -180..180; in several parts where the antimeridian cuts it.
    """
    outer, *holes = [np.asarray(ring, dtype=float) for ring in rings]
    drawn = Polygon(outer, holes)
    crosses = np.abs(np.diff(outer[:, 0])).max() > _HALF_TURN
    whole = antimeridian.fix_polygon(drawn, fix_winding=False) if crosses else drawn
    return whole if whole.is_valid else polygonal(make_valid(whole))


def polygonal(geometry: object) -> MultiPolygon:
    """Return the polygons of a geometry; repairs may leave stray lines beside them."""
    parts = [p for p in getattr(geometry, "geoms", [geometry]) if "Polygon" in p.geom_type]
    return MultiPolygon([q for p in parts for q in getattr(p, "geoms", [p])])
