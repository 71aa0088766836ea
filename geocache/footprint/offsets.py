"""Points at a distance in a direction, and the land on one side of a place."""

from math import atan2, cos, degrees, radians, sin
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString, Point, shape

from ..gazetteer.outlines import country_polygon, neighbours
from ..geodesy import circle, destination
from ..model import FootprintKind, Place
from ..rings import polygon_of
from .cues import meaning
from .expression import Drawing, Expression, Shape, geometry_of, no_source, undrawn
from .planes import within
from .quantities import Quantity, read_quantity
from .shores import nearest_shore
from .zones import inland as inland_of_coast

_LARGEST_KM = 3000.0
_LARGEST_RING_KM = 300.0
"""Farther off, "from" compares places and puts nothing on the map."""
_NEAR_SEA_KM = 20.0
_DOUBT = 0.15
"""Of a distance that a text gives: directions are rounded to an eighth of the compass."""
_LEAST_DOUBT_KM = 1.0
SECTOR_KM, _JUST_KM = 30.0, 10.0
"""How far "south of" reaches when no distance is given."""
_SECTOR_DEGREES = 90
_STEP_DEGREES = 5
_COARSE = 0.01
"""Degrees to which land is followed where only water is looked for."""


def at_distance(expression: Expression) -> Drawing | None:
    """Return the point at a distance in a direction; beside a line or area, from its edge."""
    size, bearing = read_quantity(expression.groups), _bearing(expression)
    if not 0 < size.high_km <= _LARGEST_KM:
        return None
    if not expression.anchors[0].is_known:
        return no_source(FootprintKind.OFFSET, expression)
    return lambda: _at_distance(expression, size, bearing)


def _at_distance(expression: Expression, size: Quantity, bearing: float) -> Shape:
    words = f"{size.words} {_side(expression)} of"
    doubt = _doubt(size)
    if not expression.extends(0):
        place = _town(expression)
        point = destination(place.lon, place.lat, bearing, size.middle_km)
        note = f"the point {words} {place.name}, give or take {doubt:g} km; directions are rough"
        return _point(point, note, doubt)
    figure = expression.figure(0)
    if figure.geometry is None:
        return undrawn(FootprintKind.OFFSET, figure.note.removeprefix("not drawn: "))()
    if figure.is_line:
        line = _moved(shape(figure.line or figure.geometry), bearing, size.middle_km)
        note = f"{figure.name} moved {words} itself, give or take {doubt:g} km"
        return Shape(FootprintKind.OFFSET, geometry_of(line), note, uncertainty_km=doubt)
    edge = _edge(shape(figure.geometry), bearing)
    point = destination(*edge, bearing, size.middle_km)
    return _point(
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


def _doubt(size: Quantity) -> float:
    spread = (size.high_km - size.low_km) / 2
    return round(max(_LEAST_DOUBT_KM, spread + _DOUBT * size.middle_km), 1)


def _point(point: tuple[float, float], note: str, doubt_km: float) -> Shape:
    geometry = {"type": "Point", "coordinates": list(point)}
    return Shape(FootprintKind.OFFSET, geometry, note, uncertainty_km=doubt_km)


def _town(expression: Expression) -> Place:
    place = expression.settlement(0)
    if place is None:
        raise ValueError("an offset without a place")
    return place


def _moved(line: Any, bearing: float, length_km: float) -> Any:
    coarse = line.simplify(_COARSE)

    def move(rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.array([destination(lon, lat, bearing, length_km) for lon, lat in rows])

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
    place = _town(expression)
    half = _SECTOR_DEGREES // 2
    arc = [
        destination(place.lon, place.lat, bearing + turn, reach_km)
        for turn in range(half, -half - 1, -_STEP_DEGREES)
    ]
    ring = [(place.lon, place.lat), *arc, (place.lon, place.lat)]
    where = f"{_side(expression)} of {place.name}, up to {reach_km:g} km from it"
    geometry = geometry_of(shapely.orient_polygons(polygon_of([ring])))
    note = f"{where}; the text gives no distance"
    return Shape(FootprintKind.OFFSET, geometry, note, uncertainty_km=reach_km)


def ring(expression: Expression) -> Drawing | None:
    """Return what is at a distance from a town, whatever the direction."""
    size = read_quantity(expression.groups)
    if not 0 < size.high_km <= _LARGEST_RING_KM:
        return None
    if not expression.anchors[0].is_known:
        return no_source(FootprintKind.OFFSET, expression)
    if expression.extends(0):
        return None
    return lambda: _ring(expression, size)


def _ring(expression: Expression, size: Quantity) -> Shape:
    place, doubt = _town(expression), _doubt(size)
    inner, outer = max(0.0, size.middle_km - doubt), size.middle_km + doubt
    area = shape(circle(place.lon, place.lat, outer))
    if inner:
        area = area.difference(shape(circle(place.lon, place.lat, inner)))
    note = f"{size.words} from {place.name}, give or take {doubt:g} km, on whatever side"
    return Shape(FootprintKind.OFFSET, geometry_of(area), note, uncertainty_km=doubt)


def inland(expression: Expression) -> Drawing | None:
    """Return the point at a distance from a port, straight away from the sea."""
    size = read_quantity(expression.groups)
    if not 0 < size.high_km <= _LARGEST_RING_KM:
        return None
    if not expression.anchors[0].is_known:
        return no_source(FootprintKind.OFFSET, expression)
    if expression.anchors[0].is_line:
        return lambda: inland_of_coast(expression, size)
    if expression.extends(0):
        return None
    return lambda: _inland(expression, size)


def _inland(expression: Expression, size: Quantity) -> Shape:
    place = _town(expression)
    origin, seaward = _seaward(place, min(size.middle_km, _NEAR_SEA_KM))
    if seaward is None:
        return undrawn(FootprintKind.OFFSET, f"no sea is near {place.name}")()
    point = destination(*origin, seaward + 180, size.middle_km)
    doubt = round(max(_doubt(size), size.middle_km / 3), 1)
    note = f"{size.words} inland from {place.name}, straight; the text gives no direction"
    return _point(point, note, doubt)


def off(expression: Expression) -> Drawing | None:
    """Return the point out at sea from a port, or the line along a coast."""
    size = read_quantity(expression.groups)
    if not 0 < size.high_km <= _LARGEST_KM:
        return None
    if not expression.anchors[0].is_known:
        return no_source(FootprintKind.OFFSET, expression)
    return lambda: _off(expression, size)


def _off(expression: Expression, size: Quantity) -> Shape:
    place = _town(expression) if expression.anchors[0].place else None
    if place is None or (expression.extends(0) and place.feature_code != "ADM2"):
        return _off_coast(expression, size)
    origin, bearing = _seaward(place, size.middle_km)
    if bearing is None:
        return undrawn(FootprintKind.OFFSET, f"there is no sea {size.words} off {place.name}")()
    point = destination(*origin, bearing, size.middle_km)
    doubt = round(max(_doubt(size), size.middle_km / 3), 1)
    note = f"{size.words} off {place.name}, straight out to sea; the text gives no direction"
    return _point(point, note, doubt)


def _off_coast(expression: Expression, size: Quantity) -> Shape:
    coast = expression.figure(0)
    if coast.geometry is None:
        return undrawn(FootprintKind.OFFSET, coast.note.removeprefix("not drawn: "))()
    shore = shape(coast.line or coast.geometry)
    line = within(shore, size.middle_km).boundary
    land = coast.land or (None if coast.is_line else coast.geometry)
    line = line.difference(shape(land)) if land else line
    note = f"the line {size.words} off {coast.name}; the text does not say where along it"
    return Shape(FootprintKind.OFFSET, geometry_of(line), note, uncertainty_km=_doubt(size))


def _seaward(place: Place, reach_km: float) -> tuple[tuple[float, float], float | None]:
    """Where a place meets the sea, and the bearing in the middle of the widest view of it.

    The bearing is None inland, and the position then is that of the place itself.
    """
    here = place.lon, place.lat
    bearing = _view(place, here, reach_km)
    if bearing is None:
        shore = nearest_shore(place)
        if shore:
            return shore, _view(place, shore, reach_km)
    return here, bearing


def _view(place: Place, here: tuple[float, float], reach_km: float) -> float | None:
    codes = {place.country_code, *neighbours(place.country_code)}
    lands = [land for code in codes if (land := country_polygon(code)) is not None]
    wet = [
        bearing
        for bearing in range(0, 360, _STEP_DEGREES)
        if not any(land.intersects(Point(destination(*here, bearing, reach_km))) for land in lands)
    ]
    if not wet:
        return None
    east = sum(sin(radians(bearing)) for bearing in wet)
    north = sum(cos(radians(bearing)) for bearing in wet)
    return degrees(atan2(east, north)) % 360
