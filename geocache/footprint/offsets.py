"""Points at a distance in a direction, and the land or sea on one side of a place."""

from collections.abc import Sequence
from dataclasses import replace
from math import atan2, degrees

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from ..antimeridian import polygon_of
from ..gazetteer.outlines.countries import country_polygon, neighbours
from ..geodesy import DEGREE_KM, destination, destinations
from ..records import FootprintKind, Place, UndrawnReason
from .coasts import nearest_coast
from .expression import Draw, Expression, Shape, unknown_place
from .geometry import disc, farthest_edge, within
from .grammar.lexicon import cue, meaning
from .grammar.pattern import Pattern, anchor
from .grammar.quantities import Quantity, size_pattern, sized
from .zones import inland_strip

LARGEST_KM = 3000.0
LARGEST_RING_KM = 300.0
"""Farther off, "from" compares places and puts nothing on the map."""
_UNCERTAINTY, _LEAST_UNCERTAINTY_KM = 0.15, 1.0
"""Of a distance that a text gives, and at least: directions are rounded to an eighth of the
compass."""
SECTOR_KM, _JUST_KM = 30.0, 10.0
"""How far "south of" and "just south of" reach when no distance is given."""
_SECTOR_WIDTH, _ARC_STEP = 90, 5
"""Of a quarter of a circle, and between the corners of its arc, in degrees of the compass."""
_DETAIL_KM = 1.0
"""To which lines that are moved are followed, at most."""
_NEAR_SEA_KM = 20.0
"""How far from a port the sea is looked for, at most, when the way leads away from it."""
_VIEW_STEP = 5
"""Between the directions in which the sea is looked for, in degrees of the compass."""


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


# In a direction


@sized(FootprintKind.OFFSET, LARGEST_KM)
def at_distance(expression: Expression, size: Quantity) -> Draw | None:
    """Draw the point at a distance in a direction; beside a line or area, from its edge."""
    bearing = _bearing(expression)
    return lambda: _at_distance(expression, size, bearing)


def _at_distance(expression: Expression, size: Quantity, bearing: float) -> Shape:
    words = f"{size.words} {_direction(expression)} of"
    uncertainty_km = uncertainty_of(size)
    give_or_take = f"give or take {uncertainty_km:g} km"
    if not expression.has_extent(0):
        place = _town(expression)
        point = destination(place.lon, place.lat, bearing, size.middle_km)
        note = f"the point {words} {place.name}, {give_or_take}; directions are rough"
        return _point(point, note, uncertainty_km)
    anchor_shape = expression.anchor_shape(0)
    figure, baseline = anchor_shape.figure, anchor_shape.baseline
    if figure is None or baseline is None:
        return replace(anchor_shape, kind=FootprintKind.OFFSET)
    if anchor_shape.is_line:
        line = _moved(baseline, bearing, size.middle_km)
        note = f"{anchor_shape.name} moved {words} itself, {give_or_take}"
        return Shape.of(FootprintKind.OFFSET, line, note, uncertainty_km=uncertainty_km)
    point = destination(*farthest_edge(figure, bearing), bearing, size.middle_km)
    note = f"the point {words} the edge of {anchor_shape.name}; directions are rough"
    return _point(point, note, uncertainty_km)


def _bearing(expression: Expression) -> float:
    letters = expression.groups.get("letters")
    if letters:
        return meaning("compass_letters", letters)
    return meaning("compass", expression.groups["side"])


def _direction(expression: Expression) -> str:
    """Return the direction as the text has it."""
    words = expression.groups.get("letters") or expression.groups["side"].lower()
    return " ".join(words.split())


def uncertainty_of(size: Quantity) -> float:
    """Return the kilometres that a stated distance may be off."""
    spread = (size.high_km - size.low_km) / 2
    return round(max(_LEAST_UNCERTAINTY_KM, spread + _UNCERTAINTY * size.middle_km), 1)


def _point(position: Sequence[float], note: str, uncertainty_km: float) -> Shape:
    point = Point(position)
    return Shape.of(FootprintKind.OFFSET, point, note, uncertainty_km=uncertainty_km)


def _town(expression: Expression) -> Place:
    """Return the place that is measured from; raises ValueError when the anchor is no place."""
    place = expression.town(0)
    if place is None:
        raise ValueError("an offset without a place")
    return place


def _moved(line: BaseGeometry, bearing: float, length_km: float) -> BaseGeometry:
    """Move every corner of a line in one direction."""
    coarse = line.simplify(_DETAIL_KM / DEGREE_KM)

    def move(rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return destinations(rows[:, 0], rows[:, 1], bearing, length_km)

    return shapely.transform(coarse, move)


def sector(expression: Expression) -> Draw | None:
    """Draw the quarter of a circle on a side of a town; lines and areas have none."""
    bearing = meaning("compass", expression.groups["side"])
    if not expression.anchors[0].is_known:
        return unknown_place(FootprintKind.OFFSET, expression)
    if expression.has_extent(0):
        return None
    reach_km = _JUST_KM if "just" in expression.groups else SECTOR_KM
    return lambda: _sector(expression, bearing, reach_km)


def _sector(expression: Expression, bearing: float, reach_km: float) -> Shape:
    place = _town(expression)
    half = _SECTOR_WIDTH // 2
    turns = np.arange(half, -half - 1, -_ARC_STEP)
    arc = destinations(place.lon, place.lat, bearing + turns, reach_km)
    ring = [(place.lon, place.lat), *arc.tolist(), (place.lon, place.lat)]
    figure = shapely.orient_polygons(polygon_of([ring]))
    where = f"{_direction(expression)} of {place.name}, up to {reach_km:g} km from it"
    note = f"{where}; the text gives no distance"
    return Shape.of(FootprintKind.OFFSET, figure, note, uncertainty_km=reach_km)


# In any direction


@sized(FootprintKind.OFFSET, LARGEST_RING_KM)
def ring(expression: Expression, size: Quantity) -> Draw | None:
    """Draw what is at a distance from a town, whatever the direction."""
    if expression.has_extent(0):
        return None
    return lambda: _ring(expression, size)


def _ring(expression: Expression, size: Quantity) -> Shape:
    place, uncertainty_km = _town(expression), uncertainty_of(size)
    inner_km, outer_km = size.middle_km - uncertainty_km, size.middle_km + uncertainty_km
    area = disc(place, outer_km)
    if inner_km > 0:
        area = area.difference(disc(place, inner_km))
    note = f"{size.words} from {place.name}, give or take {uncertainty_km:g} km, on whatever side"
    return Shape.of(FootprintKind.OFFSET, area, note, uncertainty_km=uncertainty_km)


# Inland and out at sea


@sized(FootprintKind.OFFSET, LARGEST_RING_KM)
def inland(expression: Expression, size: Quantity) -> Draw | None:
    """Draw the point at a distance from a port, straight away from the sea."""
    if expression.anchors[0].is_line:
        return lambda: inland_strip(expression, size)
    if expression.has_extent(0):
        return None
    return lambda: _inland(expression, size)


def _inland(expression: Expression, size: Quantity) -> Shape:
    place = _town(expression)
    origin, seaward = _seaward(place, min(size.middle_km, _NEAR_SEA_KM))
    if seaward is None:
        return _no_sea(f"no sea is near {place.name}")
    note = f"{size.words} inland from {place.name}, straight; the text gives no direction"
    return _straight(origin, seaward + 180, size, note)


@sized(FootprintKind.OFFSET, LARGEST_KM)
def off(expression: Expression, size: Quantity) -> Draw | None:
    """Draw the point out at sea from a port, or the line along a coast."""
    return lambda: _off(expression, size)


def _off(expression: Expression, size: Quantity) -> Shape:
    place = _town(expression) if expression.anchors[0].place else None
    if place is None or (expression.has_extent(0) and not place.is_second_order):
        return _off_coast(expression, size)
    origin, bearing = _seaward(place, size.middle_km)
    if bearing is None:
        return _no_sea(f"there is no sea {size.words} off {place.name}")
    note = f"{size.words} off {place.name}, straight out to sea; the text gives no direction"
    return _straight(origin, bearing, size, note)


def _no_sea(detail: str) -> Shape:
    return Shape.undrawn(FootprintKind.OFFSET, UndrawnReason.NO_SEA, detail)


def _straight(origin: tuple[float, float], bearing: float, size: Quantity, note: str) -> Shape:
    """Draw a point in a direction that the text does not give: it may be far off."""
    uncertainty_km = round(max(uncertainty_of(size), size.middle_km / 3), 1)
    return _point(destination(*origin, bearing, size.middle_km), note, uncertainty_km)


def _off_coast(expression: Expression, size: Quantity) -> Shape:
    coast = expression.anchor_shape(0)
    figure, baseline = coast.figure, coast.baseline
    if figure is None or baseline is None:
        return replace(coast, kind=FootprintKind.OFFSET)
    line: BaseGeometry = within(baseline, size.middle_km).boundary
    land = coast.land or (None if coast.is_line else figure)
    line = line.difference(land) if land else line
    note = f"the line {size.words} off {coast.name}; the text does not say where along it"
    return Shape.of(FootprintKind.OFFSET, line, note, uncertainty_km=uncertainty_of(size))


def _seaward(place: Place, reach_km: float) -> tuple[tuple[float, float], float | None]:
    """Return where a place meets the sea, and the bearing in the middle of the widest view of it.

    The bearing is None inland, and the position then is that of the place itself.
    """
    here = place.lon, place.lat
    bearing = _sea_view(place, here, reach_km)
    if bearing is None:
        coast = nearest_coast(place)
        if coast:
            return coast, _sea_view(place, coast, reach_km)
    return here, bearing


def _sea_view(place: Place, here: tuple[float, float], reach_km: float) -> float | None:
    """Return the mean of the bearings in which there is no land at a distance; None without."""
    codes = {place.country_code, *neighbours(place.country_code)}
    lands = [land for code in codes if (land := country_polygon(code)) is not None]
    bearings = np.arange(0, 360, _VIEW_STEP)
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
