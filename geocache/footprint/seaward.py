"""Points and lines out at sea from a port or a coast, and inland from them."""

from math import atan2, degrees

import numpy as np
import shapely

from ..gazetteer.outlines import country_polygon, neighbours
from ..geodesy import destination, destinations
from ..model import FootprintKind, Place
from ..rings import figure_of
from .expression import Drawing, Expression, Shape, geometry_of, undrawn
from .offsets import LARGEST_KM, LARGEST_RING_KM, doubt_of, point_at, town_of
from .planes import within
from .quantities import Quantity
from .shores import nearest_shore
from .sized import sized
from .zones import inland as inland_of_coast

_NEAR_SEA_KM = 20.0
_STEP_DEGREES = 5


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
    if place is None or (expression.extends(0) and place.feature_code != "ADM2"):
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
    bearings = np.arange(0, 360, _STEP_DEGREES)
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
