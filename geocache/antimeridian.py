"""Polygons across the antimeridian and around a pole, cut as RFC 7946 wants them."""

from collections.abc import Callable, Sequence
from typing import Any, cast

import antimeridian
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import (
    LineString,
    MultiLineString,
    MultiPolygon,
    Polygon,
    box,
    mapping,
    shape,
)
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry
from shapely.ops import unary_union
from shapely.validation import make_valid

from .records import Geometry

_HALF_TURN = 180.0
_TURN = 360.0
_WESTERN = box(-_HALF_TURN, -90, 0, 90)
_EASTERN = box(0, -90, _TURN, 90)
_BEYOND = box(_HALF_TURN, -90, _TURN, 90)
_WITHIN = box(-_HALF_TURN, -90, _HALF_TURN, 90)
_BEFORE = box(-_TURN, -90, -_HALF_TURN, 90)


def polygon_of(
    rings: Sequence[npt.ArrayLike], repair: Callable[[Any], Any] = make_valid
) -> Polygon | MultiPolygon:
    """Valid polygon of an outer ring (counter-clockwise on the globe) and its holes.

    Parameters
    ----------
    rings
        Closed rings of (lon, lat) in degrees; a step of more than 180 degrees of longitude means
        the way across the antimeridian.
    repair
        Makes a polygon valid whose rings cross.

    Returns
    -------
    Polygon or MultiPolygon
        Within -180..180; in several parts where the antimeridian cuts it.
    """
    outer, *holes = [np.asarray(ring, dtype=float) for ring in rings]
    drawn = Polygon(outer, holes)
    crosses = np.abs(np.diff(outer[:, 0])).max() > _HALF_TURN
    whole = antimeridian.fix_polygon(drawn, fix_winding=False) if crosses else drawn
    return whole if whole.is_valid else polygonal(repair(whole))


def line_of(positions: Sequence[Sequence[float]]) -> LineString | MultiLineString:
    """Line through (lon, lat) positions, in parts where the antimeridian cuts it.

    A step of more than 180 degrees of longitude means the way across the antimeridian.
    """
    return antimeridian.fix_line_string(LineString(positions), great_circle=True)


def polygonal(geometry: object) -> MultiPolygon:
    """Return the polygons of a geometry; repairs may leave stray lines beside them."""
    parts = [p for p in getattr(geometry, "geoms", [geometry]) if "Polygon" in p.geom_type]
    return MultiPolygon([q for p in parts for q in getattr(p, "geoms", [p])])


def without_collection(figure: BaseGeometry) -> BaseGeometry:
    """Return the only part of a collection, and any other figure as it is."""
    if not isinstance(figure, BaseMultipartGeometry) or len(figure.geoms) != 1:
        return figure
    part: BaseGeometry = figure.geoms[0]
    return part


def figure_of(geometry: Geometry) -> BaseGeometry:
    """Shapely figure of a GeoJSON geometry; of polygons in a fourth of the time of shapely's own.

    Their positions are taken ring by ring instead of one by one.
    """
    if geometry["type"] == "Polygon":
        return _polygon(geometry["coordinates"])
    if geometry["type"] == "MultiPolygon":
        return MultiPolygon([_polygon(rings) for rings in geometry["coordinates"]])
    return shape(dict(geometry))


def geometry_of(figure: BaseGeometry) -> Geometry:
    """GeoJSON of a shapely figure; its positions are tuples.

    Those of polygons are taken ring by ring, which takes a tenth of the time of one by one.
    """
    if isinstance(figure, Polygon) and not figure.is_empty:
        return {"type": "Polygon", "coordinates": _rings(figure)}
    if isinstance(figure, MultiPolygon):
        return {"type": "MultiPolygon", "coordinates": [_rings(part) for part in figure.geoms]}
    return cast("Geometry", dict(mapping(figure)))


def _rings(polygon: Polygon) -> tuple[tuple[Any, ...], ...]:
    rings = (polygon.exterior, *polygon.interiors)
    return tuple(tuple(map(tuple, shapely.get_coordinates(ring).tolist())) for ring in rings)


def _polygon(rings: Sequence[npt.ArrayLike]) -> Polygon:
    drawn: list[Any] = [shapely.linearrings(np.asarray(ring, float)[:, :2]) for ring in rings]
    polygon: Polygon = shapely.polygons(drawn[0], drawn[1:] or None)
    return polygon


def is_cut(geometry: Any) -> bool:
    """Whether parts of a geometry lie at both ends of the map, -180 and 180 degrees."""
    west, _south, east, _north = geometry.bounds
    return bool(east - west > _HALF_TURN)


def eastward(longitudes: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Longitudes in 0..360 degrees, in which what crosses the antimeridian lies together."""
    return np.asarray(longitudes, dtype=float) % _TURN


def joined(geometry: Any) -> Any:
    """Polygons in 0..360 degrees of longitude, whole where the antimeridian cut them."""
    west = _moved(geometry.intersection(_WESTERN), _TURN)
    return unary_union([polygonal(geometry.intersection(_EASTERN)), polygonal(west)])


def cut(geometries: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Polygons of 0..360 degrees back in -180..180, cut at the antimeridian."""
    bounds = shapely.bounds(geometries)
    cut_ones = geometries.copy()
    beyond = bounds[:, 0] >= _HALF_TURN
    cut_ones[beyond] = [_moved(geometry, -_TURN) for geometry in geometries[beyond]]
    for row in np.flatnonzero(~beyond & (bounds[:, 2] > _HALF_TURN)):
        parts = within_map(geometries[row])
        cut_ones[row] = MultiPolygon([p for part in parts for p in part.geoms])
    return cut_ones


def within_map(figure: BaseGeometry) -> list[MultiPolygon]:
    """Return polygons that reach past -180 or 180 degrees within them, cut there.

    What lay past an end of the map is a part of its own, behind the rest.
    """
    west, _south, east, _north = figure.bounds
    parts = [figure if west >= -_HALF_TURN and east <= _HALF_TURN else figure & _WITHIN]
    if east > _HALF_TURN:
        parts.append(_moved(figure & _BEYOND, -_TURN))
    if west < -_HALF_TURN:
        parts.append(_moved(figure & _BEFORE, _TURN))
    return [polygonal(part) for part in parts]


def _moved(geometry: Any, degrees: float) -> Any:
    return shapely.transform(geometry, lambda positions: np.add(positions, (degrees, 0)))
