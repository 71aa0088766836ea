"""Where a map looks."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from .geometry import Bounds, mercator

_WORLD_PIXELS = 256
_PANE_PIXELS = 420
_LEAST_ZOOM, _MOST_ZOOM, _POINT_ZOOM = 2, 12, 9
_OVERVIEW_SHARE = 0.85
"""Of the passages; what lies farthest away is left to a click on "show all"."""


@dataclass(frozen=True, slots=True)
class FittedView:
    """Middle and zoom of a map."""

    lon: float
    lat: float
    zoom: float

    @property
    def center(self) -> tuple[float, float]:
        """(lat, lon), as Leaflet wants it."""
        return self.lat, self.lon


WORLD = FittedView(20.0, 25.0, _LEAST_ZOOM)


def view_of(marks: pd.DataFrame) -> FittedView:
    """View that shows all of some marks: rows with ``passages`` and the sides of their boxes."""
    return _fitted(box for box, _ in _boxes(marks))


def overview(marks: pd.DataFrame) -> FittedView:
    """View that shows where most passages are, without what is mentioned far away in passing."""
    drawn = _boxes(marks)
    if not drawn:
        return WORLD
    total = sum(passages for _, passages in drawn)
    middle = _weighted_median(drawn)
    drawn.sort(key=lambda item: math.dist(_middle(item[0]), middle))
    kept, reached = [], 0
    for box, passages in drawn:
        if reached >= _OVERVIEW_SHARE * total:
            break
        kept.append(box)
        reached += passages
    return _fitted(kept)


def _boxes(marks: pd.DataFrame) -> list[tuple[Bounds, int]]:
    """Boxes of the marks that are drawn, and how many passages each has."""
    drawn = marks[marks["west"].notna()]
    sides = zip(drawn["west"], drawn["south"], drawn["east"], drawn["north"], strict=True)
    return list(zip(sides, drawn["passages"], strict=True))


def _weighted_median(drawn: list[tuple[Bounds, int]]) -> tuple[float, float]:
    """(lon, lat), each the median over passages."""
    return _median([(_middle(b)[0], n) for b, n in drawn]), _median(
        [(_middle(b)[1], n) for b, n in drawn]
    )


def _median(values: list[tuple[float, int]]) -> float:
    half, reached = sum(weight for _, weight in values) / 2, 0
    for value, weight in sorted(values):
        reached += weight
        if reached >= half:
            return value
    raise ValueError("no values")


def _middle(box: Bounds) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _fitted(boxes: Iterable[Bounds]) -> FittedView:
    sides = list(zip(*boxes, strict=True))
    if not sides:
        return WORLD
    west, south, east, north = min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])
    return FittedView((west + east) / 2, (south + north) / 2, _zoom(west, south, east, north))


def _zoom(west: float, south: float, east: float, north: float) -> int:
    """Return the deepest zoom at which the box fits into the pane (Web Mercator)."""
    span = max((east - west) / 360, mercator(north) - mercator(south))
    if not span:
        return _POINT_ZOOM
    fitted = int(math.log2(_PANE_PIXELS / (_WORLD_PIXELS * span)))
    return max(_LEAST_ZOOM, min(fitted, _MOST_ZOOM))
