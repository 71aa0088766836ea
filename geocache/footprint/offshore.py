"""Distances from the sea: points off a port or a coast, and inland from one."""

from dataclasses import replace
from math import atan2, degrees

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from ..antimeridian import polygonal
from ..gazetteer.outlines.countries import neighbours
from ..gazetteer.outlines.shipped import country_outline
from ..gazetteer.protocols import Gazetteer
from ..geodesy import destination, destinations
from ..records import FootprintKind, Place, UndrawnReason
from .coasts import COASTS, is_by_the_sea, nearest_coast
from .expression import Draw, Expression, Shape
from .geometry import disc, within
from .grammar.lexicon import cue
from .grammar.pattern import Pattern, anchor
from .grammar.quantities import Quantity, size_pattern, sized
from .offsets import (
    LARGEST_KM,
    LARGEST_RING_KM,
    SECTOR_KM,
    measured_town,
    offset_point,
    uncertainty_of,
)
from .zones import inland_strip

_NEAR_SEA_KM = 20.0
"""How far from a port the sea is looked for, at most, when the way leads away from it."""
_VIEW_STEP = 5
"""Between the directions in which the sea is looked for, in degrees of the compass."""


def offshore_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of what is measured from where land meets the sea."""
    size, centre, units = size_pattern(), anchor(), cue("unit_stems")
    away = rf"(?:,? {cue('away')})*"
    # "Troops cut off the port of Aden" puts nobody at sea.
    no_verb = "".join(
        rf"(?<!\b{verb}\soff)" for verb in cue("off_verbs")[len("(?:") : -1].split("|")
    )
    return (
        Pattern(
            "distance off a place",
            units,
            rf"{size}{away} (?:(?:straight |directly |out |just )?off|offshore(?: from| of)?"
            r"|out (?:to|at) sea (?:from|off)|(?:to )?seawards? (?:of|from)) "
            rf"(?:the (?:coast|shores?) of )?{centre}",
            off,
            (
                "a tanker 12 miles off Tartus",
                "a rig 10 km offshore from Fujairah",
                "a tanker 12 nm off Fujairah",
            ),
            also=("off|offshore|out|seaward",),
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
            "off a port that a phrase names, or a coast",
            "off",
            rf"off{no_verb} (?:the )?[¤~]",
            off_shore,
            ("a ship was hit off the Yemeni port of Aden",),
            key_within=0,
        ),
    )


@sized(FootprintKind.OFFSET, LARGEST_RING_KM)
def inland(expression: Expression, size: Quantity) -> Draw | None:
    """Draw the point at a distance from a port, straight away from the sea."""
    if expression.anchors[0].is_line:
        return lambda: inland_strip(expression, size)
    if expression.has_extent(0):
        return None
    return lambda: _inland(expression, size)


def _inland(expression: Expression, size: Quantity) -> Shape:
    place = measured_town(expression)
    origin, seaward = _seaward(place, expression.gazetteer, min(size.middle_km, _NEAR_SEA_KM))
    if seaward is None:
        return _no_sea(f"no sea is near {place.name}")
    note = f"{size.words} inland from {place.name}, straight; the text gives no direction"
    return _straight(origin, seaward + 180, size, note)


@sized(FootprintKind.OFFSET, LARGEST_KM)
def off(expression: Expression, size: Quantity) -> Draw | None:
    """Draw the point out at sea from a port, or the line along a coast."""
    if expression.names_no_place(0):
        return None
    return lambda: _off(expression, size)


def _off(expression: Expression, size: Quantity) -> Shape:
    place = _port(expression)
    if place is None or not (
        place.is_settlement or place.is_second_order or not expression.has_extent(0)
    ):
        return _off_coast(expression, size)
    origin, bearing = _seaward(place, expression.gazetteer, size.middle_km)
    if bearing is None:
        return _no_sea(f"there is no sea {size.words} off {place.name}")
    note = f"{size.words} off {place.name}, straight out to sea; the text gives no direction"
    return _straight(origin, bearing, size, note)


def off_shore(expression: Expression) -> Draw | None:
    """Draw the sea before a port, when the words say that it is one or name its coast."""
    place = _port(expression)
    if place is None or not place.is_settlement:
        return None
    return (lambda: _off_shore(place, expression.gazetteer)) if is_by_the_sea(place) else None


def _port(expression: Expression) -> Place | None:
    """Return the place that is measured from, or the town whose coast that is."""
    inner = expression.anchors[0].inner
    if inner is None or inner.build not in COASTS:
        return expression.town(0)
    town = inner.anchors[-1].place
    return town if town and town.is_settlement else None


def _off_shore(place: Place, gazetteer: Gazetteer) -> Shape:
    sea = disc(place, SECTOR_KM)
    for land in _lands_around(place, gazetteer):
        sea = sea.difference(land)
    if sea.is_empty:
        return _no_sea(f"no sea is near {place.name}")
    note = f"the sea off {place.name}, up to {SECTOR_KM:g} km from it; no distance was read"
    return Shape.of(FootprintKind.OFFSET, polygonal(sea), note, uncertainty_km=SECTOR_KM)


def _no_sea(detail: str) -> Shape:
    return Shape.undrawn(FootprintKind.OFFSET, UndrawnReason.NO_SEA, detail)


def _straight(origin: tuple[float, float], bearing: float, size: Quantity, note: str) -> Shape:
    """Draw a point in a direction that the text does not give: it may be far off."""
    uncertainty_km = round(max(uncertainty_of(size), size.middle_km / 3), 1)
    return offset_point(destination(*origin, bearing, size.middle_km), note, uncertainty_km)


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


def _seaward(
    place: Place, gazetteer: Gazetteer, reach_km: float
) -> tuple[tuple[float, float], float | None]:
    """Return where a place meets the sea, and the bearing in the middle of the widest view of it.

    The bearing is None inland, and the position then is that of the place itself.
    """
    here = place.lon, place.lat
    bearing = _sea_view(place, gazetteer, here, reach_km)
    if bearing is None:
        coast = nearest_coast(place)
        if coast:
            return coast, _sea_view(place, gazetteer, coast, reach_km)
    return here, bearing


def _sea_view(
    place: Place, gazetteer: Gazetteer, here: tuple[float, float], reach_km: float
) -> float | None:
    """Return the mean of the bearings in which there is no land at a distance; None without."""
    lands = _lands_around(place, gazetteer)
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


def _lands_around(place: Place, gazetteer: Gazetteer) -> list[BaseGeometry]:
    """Return the outlines of the country that a place is in and of its neighbours."""
    codes = sorted({place.country_code, *neighbours(place.country_code)})
    found = (gazetteer.outline_figure(country_outline(code)) for code in codes)
    return [land for land in found if land is not None]
