"""Points at a distance in a direction, and the land on one side of a place."""

from math import cos, radians, sin
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString, Point

from ..geodesy import circle, destination, destinations
from ..model import FootprintKind, Place
from ..rings import figure_of, polygon_of
from .cues import meaning
from .expression import Drawing, Expression, Shape, geometry_of, no_source, undrawn
from .quantities import Quantity
from .sized import sized

LARGEST_KM = 3000.0
LARGEST_RING_KM = 300.0
"""Farther off, "from" compares places and puts nothing on the map."""
_DOUBT = 0.15
"""Of a distance that a text gives: directions are rounded to an eighth of the compass."""
_LEAST_DOUBT_KM = 1.0
SECTOR_KM, _JUST_KM = 30.0, 10.0
"""How far "south of" reaches when no distance is given."""
_SECTOR_DEGREES, _STEP_DEGREES = 90, 5
_COARSE = 0.01
"""Degrees to which lines that are moved are followed."""


@sized(FootprintKind.OFFSET, LARGEST_KM)
def at_distance(expression: Expression, size: Quantity) -> Drawing | None:
    """Return the point at a distance in a direction; beside a line or area, from its edge."""
    bearing = _bearing(expression)
    return lambda: _at_distance(expression, size, bearing)


def _at_distance(expression: Expression, size: Quantity, bearing: float) -> Shape:
    words = f"{size.words} {_side(expression)} of"
    doubt = doubt_of(size)
    if not expression.extends(0):
        place = town_of(expression)
        point = destination(place.lon, place.lat, bearing, size.middle_km)
        note = f"the point {words} {place.name}, give or take {doubt:g} km; directions are rough"
        return point_at(point, note, doubt)
    figure = expression.figure(0)
    if figure.geometry is None:
        return undrawn(FootprintKind.OFFSET, figure.note.removeprefix("not drawn: "))()
    if figure.is_line:
        line = _moved(figure_of(figure.line or figure.geometry), bearing, size.middle_km)
        note = f"{figure.name} moved {words} itself, give or take {doubt:g} km"
        return Shape(FootprintKind.OFFSET, geometry_of(line), note, uncertainty_km=doubt)
    edge = _edge(figure_of(figure.geometry), bearing)
    point = destination(*edge, bearing, size.middle_km)
    return point_at(
        point, f"the point {words} the edge of {figure.name}; directions are rough", doubt
    )


def _bearing(expression: Expression) -> float:
    letters = expression.groups.get("letters")
    if letters:
        return meaning("compass_letters", letters)
    return meaning("compass", expression.groups["side"])


def _side(expression: Expression) -> str:
    """The direction as the text has it."""
    words = expression.groups.get("letters") or expression.groups["side"].lower()
    return " ".join(words.split())


def doubt_of(size: Quantity) -> float:
    """Kilometres that a stated distance may be off."""
    spread = (size.high_km - size.low_km) / 2
    return round(max(_LEAST_DOUBT_KM, spread + _DOUBT * size.middle_km), 1)


def point_at(point: tuple[float, float], note: str, doubt_km: float) -> Shape:
    """Shape of a point (lon, lat) with its doubt."""
    geometry = {"type": "Point", "coordinates": list(point)}
    return Shape(FootprintKind.OFFSET, geometry, note, uncertainty_km=doubt_km)


def town_of(expression: Expression) -> Place:
    """Place that is measured from; raises ValueError when the anchor is no place."""
    place = expression.settlement(0)
    if place is None:
        raise ValueError("an offset without a place")
    return place


def _moved(line: Any, bearing: float, length_km: float) -> Any:
    coarse = line.simplify(_COARSE)

    def move(rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return destinations(rows[:, 0], rows[:, 1], bearing, length_km)

    return shapely.transform(coarse, move)


def _edge(area: Any, bearing: float) -> tuple[float, float]:
    """Where an area ends in a direction from its middle; (lon, lat)."""
    largest = max(getattr(area, "geoms", [area]), key=lambda part: part.area)
    middle = largest.centroid
    extent = max(largest.bounds[2] - largest.bounds[0], largest.bounds[3] - largest.bounds[1])
    end = middle.x + extent * sin(radians(bearing)), middle.y + extent * cos(radians(bearing))
    crossing = LineString([middle, end]).intersection(largest.boundary)
    points = shapely.get_coordinates(crossing)
    if not len(points):
        return float(middle.x), float(middle.y)
    return max(((float(x), float(y)) for x, y in points), key=lambda p: Point(p).distance(middle))


def sector(expression: Expression) -> Drawing | None:
    """Return the quarter of a circle on a side of a town; lines and areas have none."""
    bearing = meaning("compass", expression.groups["side"])
    if not expression.anchors[0].is_known:
        return no_source(FootprintKind.OFFSET, expression)
    if expression.extends(0):
        return None
    reach = _JUST_KM if "just" in expression.groups else SECTOR_KM
    return lambda: _sector(expression, bearing, reach)


def _sector(expression: Expression, bearing: float, reach_km: float) -> Shape:
    place = town_of(expression)
    half = _SECTOR_DEGREES // 2
    turns = np.arange(half, -half - 1, -_STEP_DEGREES)
    arc = destinations(place.lon, place.lat, bearing + turns, reach_km)
    ring = [(place.lon, place.lat), *arc.tolist(), (place.lon, place.lat)]
    where = f"{_side(expression)} of {place.name}, up to {reach_km:g} km from it"
    geometry = geometry_of(shapely.orient_polygons(polygon_of([ring])))
    note = f"{where}; the text gives no distance"
    return Shape(FootprintKind.OFFSET, geometry, note, uncertainty_km=reach_km)


@sized(FootprintKind.OFFSET, LARGEST_RING_KM)
def ring(expression: Expression, size: Quantity) -> Drawing | None:
    """Return what is at a distance from a town, whatever the direction."""
    if expression.extends(0):
        return None
    return lambda: _ring(expression, size)


def _ring(expression: Expression, size: Quantity) -> Shape:
    place, doubt = town_of(expression), doubt_of(size)
    inner, outer = max(0.0, size.middle_km - doubt), size.middle_km + doubt
    area = figure_of(circle(place.lon, place.lat, outer))
    if inner:
        area = area.difference(figure_of(circle(place.lon, place.lat, inner)))
    note = f"{size.words} from {place.name}, give or take {doubt:g} km, on whatever side"
    return Shape(FootprintKind.OFFSET, geometry_of(area), note, uncertainty_km=doubt)
