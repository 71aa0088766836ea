"""Geometry for the screen."""

from typing import Any

from shapely.geometry import mapping, shape

from geocache.model import Geometry

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

_SCREEN_SHARE = 1 / 600
"""Detail finer than this share of a shape's extent is not drawn."""


def rounded(geometry: Any, digits: int) -> Geometry:
    """Geometry with that many decimals in its positions."""
    return {
        "type": geometry["type"],
        "coordinates": _round(geometry["coordinates"], digits),
    }


def _round(coordinates: Any, digits: int) -> Any:
    if isinstance(coordinates, int | float):
        return round(coordinates, digits)
    return [_round(part, digits) for part in coordinates]


def bounds(geometry: Geometry) -> Bounds:
    """(west, south, east, north) in degrees."""
    west, south, east, north = shape(geometry).bounds
    return west, south, east, north


def for_screen(geometry: Geometry) -> Geometry:
    """Outline simplified to what can be seen; the exact one stays in the workspace."""
    figure = shape(geometry)
    if geometry["type"] == "Point":
        return geometry
    west, south, east, north = figure.bounds
    tolerance = max(east - west, north - south) * _SCREEN_SHARE
    return rounded(mapping(figure.simplify(tolerance)), 4)


def extent(geometry: Geometry) -> float:
    """Area of the bounding box in square degrees; what is larger is drawn below."""
    west, south, east, north = bounds(geometry)
    return (east - west) * (north - south)
