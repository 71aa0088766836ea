"""Points at a distance in a direction, and the land on one side of a place."""

from math import atan2, cos, degrees, radians, sin
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString, Point

from ..antimeridian import figure_of, polygon_of
from ..gazetteer.outlines.countries import country_polygon, neighbours
from ..geodesy import circle, destination, destinations
from ..records import FootprintKind, Place
from .coasts import nearest_shore
from .expression import Drawing, Expression, Shape, geometry_of, no_source, undrawn
from .geometry import within
from .grammar.lexicon import cue, meaning
from .grammar.pattern import Pattern, anchor
from .grammar.quantities import Quantity, size_pattern, sized
from .zones import inland as inland_of_coast

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


# ---- seaward

_NEAR_SEA_KM = 20.0
_SEAWARD_STEP_DEGREES = 5


@sized(FootprintKind.OFFSET, LARGEST_RING_KM)
def inland(expression: Expression, size: Quantity) -> Drawing | None:
    """Return the point at a distance from a port, straight away from the sea."""
    if expression.anchors[0].is_line:
        return lambda: inland_of_coast(expression, size)
    if expression.extends(0):
        return None
    return lambda: _inland(expression, size)


def _inland(expression: Expression, size: Quantity) -> Shape:
    place = town_of(expression)
    origin, seaward = _seaward(place, min(size.middle_km, _NEAR_SEA_KM))
    if seaward is None:
        return undrawn(FootprintKind.OFFSET, f"no sea is near {place.name}")()
    note = f"{size.words} inland from {place.name}, straight; the text gives no direction"
    return _straight(origin, seaward + 180, size, note)


@sized(FootprintKind.OFFSET, LARGEST_KM)
def off(expression: Expression, size: Quantity) -> Drawing | None:
    """Return the point out at sea from a port, or the line along a coast."""
    return lambda: _off(expression, size)


def _off(expression: Expression, size: Quantity) -> Shape:
    place = town_of(expression) if expression.anchors[0].place else None
    if place is None or (expression.extends(0) and not place.is_second_order):
        return _off_coast(expression, size)
    origin, bearing = _seaward(place, size.middle_km)
    if bearing is None:
        return undrawn(FootprintKind.OFFSET, f"there is no sea {size.words} off {place.name}")()
    note = f"{size.words} off {place.name}, straight out to sea; the text gives no direction"
    return _straight(origin, bearing, size, note)


def _straight(origin: tuple[float, float], bearing: float, size: Quantity, note: str) -> Shape:
    """Point in a direction that the text does not give, with a doubt that owns up to it."""
    doubt = round(max(doubt_of(size), size.middle_km / 3), 1)
    return point_at(destination(*origin, bearing, size.middle_km), note, doubt)


def _off_coast(expression: Expression, size: Quantity) -> Shape:
    coast = expression.figure(0)
    if coast.geometry is None:
        return undrawn(FootprintKind.OFFSET, coast.note.removeprefix("not drawn: "))()
    shore = figure_of(coast.line or coast.geometry)
    line = within(shore, size.middle_km).boundary
    land = coast.land or (None if coast.is_line else coast.geometry)
    line = line.difference(figure_of(land)) if land else line
    note = f"the line {size.words} off {coast.name}; the text does not say where along it"
    return Shape(FootprintKind.OFFSET, geometry_of(line), note, uncertainty_km=doubt_of(size))


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
    bearings = np.arange(0, 360, _SEAWARD_STEP_DEGREES)
    points = shapely.points(destinations(*here, bearings, reach_km))
    is_wet = np.ones(len(bearings), dtype=bool)
    shapely.prepare(lands)
    for land in lands:
        is_wet &= ~shapely.intersects(land, points)
    wet = np.radians(bearings[is_wet])
    if not len(wet):
        return None
    east, north = float(np.sin(wet).sum()), float(np.cos(wet).sum())
    return degrees(atan2(east, north)) % 360


# ---- offset patterns


def offset_patterns() -> tuple[Pattern, ...]:
    """Return every pattern of an offset."""
    size, centre, units = size_pattern(), anchor(), cue("unit_stems")
    side = f"(?P<side>{cue('compass')})"
    away = rf"(?: {cue('away')})*"
    return (
        Pattern(
            "distance in a direction from a place",
            units,
            rf"{size}{away} (?:to the |due )?{side} of {centre}",
            at_distance,
            (
                "a convoy 20 km north of Raqqa",
                "about 90 kilometres to the east of El Obeid",
                "a plane fell 40 kilometers (25 miles) north of Raqqa",
            ),
            can_be_named=True,
            also=(cue("compass"),),
        ),
        Pattern(
            "distance and letters of the compass",
            units,
            rf"{size} (?-i:(?P<letters>{cue('compass_letters')})) of {centre}",
            at_distance,
            ("a quake 25 km ENE of Kathmandu",),
        ),
        Pattern(
            "distance from a place",
            units,
            rf"{size}{away} (?:from|outside(?: of)?) {centre}(?! to\b)",
            ring,
            ("a village 12 km from Mosul", "a house 20 km outside Kabul"),
            also=("from|outside",),
        ),
        Pattern(
            "distance off a place",
            units,
            rf"{size} (?:off|offshore(?: from| of)?|out (?:to|at) sea from) "
            rf"(?:the coast of )?{centre}",
            off,
            ("a tanker 12 miles off Tartus", "a rig 10 km offshore from Fujairah"),
            also=("off|offshore|out",),
        ),
        Pattern(
            "distance inland from a place",
            units,
            rf"(?:(?:as far as|up to|within) )?{size} inland (?:from|of) {centre}",
            inland,
            ("a farm 30 km inland from Mombasa", "felt 60 km inland from the Syrian coast"),
            also=("inland",),
        ),
        Pattern(
            "direction from a place",
            cue("compass"),
            rf"(?:(?P<just>just|immediately) )?(?:to the |due )?{side} of {centre}",
            sector,
            ("villages south of Raqqa",),
            can_be_named=True,
        ),
    )
