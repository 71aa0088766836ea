"""Geometry for the screen."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from geocache.antimeridian import figure_of, geometry_of
from geocache.records import Geometry

SIDES = ("west", "south", "east", "north")
_DIGITS = ((5, 2), (9, 3), (24, 4))
"""Zooms up to which so many decimals of a degree are less than a pixel."""
_BORDERS_FROM = 5
Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

_KEPT = 1 << 14
_MAX_MERCATOR = 85.0
_SCREEN_SHARE = 1 / 600
"""Detail finer than this share of a shape's extent is not drawn, …"""
_MOST_DEGREES = 0.02
"""… but no coarser, or the border of a wide country would pass on the wrong side of towns."""


def mercator(lat: Any) -> Any:
    """Return how far north latitudes are on Web Mercator's square world of width 1."""
    limited = np.radians(np.clip(lat, -_MAX_MERCATOR, _MAX_MERCATOR))
    return np.arcsinh(np.tan(limited)) / (2 * np.pi)


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


@dataclass(frozen=True, slots=True)
class MarkShape:
    """The geometry of a mark; equal for equal ids, so that what is made from it can be kept."""

    mark_id: str
    geometry: Geometry = field(compare=False)


@lru_cache(maxsize=_KEPT)
def mark_bounds(mark: MarkShape) -> Bounds:
    """Return the box around a mark."""
    west, south, east, north = figure_of(mark.geometry).bounds
    return west, south, east, north


@lru_cache(maxsize=_KEPT)
def for_screen(mark: MarkShape) -> Geometry:
    """Outline simplified to what can be seen; the exact one stays in the workspace."""
    if mark.geometry["type"] == "Point":
        return mark.geometry
    west, south, east, north = mark_bounds(mark)
    tolerance = min(max(east - west, north - south) * _SCREEN_SHARE, _MOST_DEGREES)
    return rounded(geometry_of(figure_of(mark.geometry).simplify(tolerance)), 4)


def for_zoom(geometry: Geometry, zoom: int, *, is_outline: bool) -> Geometry:
    """Return a shape with no more detail than a map shows at a zoom.

    Parameters
    ----------
    geometry
        The shape.
    zoom
        Of a map in Web Mercator with tiles of 256 pixels.
    is_outline
        Whether it is the outline of an area: from zoom 5 on those keep all they have, so that a
        town at the border stays on its own side.
    """
    digits = next(digits for deepest, digits in _DIGITS if zoom <= deepest)
    if geometry["type"] == "Point" or (is_outline and zoom >= _BORDERS_FROM):
        return rounded(geometry, digits)
    half_a_pixel = 360 / (256 << zoom) / 2
    return rounded(geometry_of(figure_of(geometry).simplify(half_a_pixel)), digits)


def extent(mark: MarkShape) -> float:
    """Area of the bounding box in square degrees; what is larger is drawn below."""
    west, south, east, north = mark_bounds(mark)
    return (east - west) * (north - south)
