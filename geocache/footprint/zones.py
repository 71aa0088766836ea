"""Circles around points, and strips along lines and around areas."""

from dataclasses import replace

from ..coordinates import POINT_PREFIX
from ..geodesy import circle
from ..model import FootprintKind, Place
from ..rings import figure_of, polygonal
from .expression import Drawing, Expression, Shape, geometry_of, is_island, no_source, undrawn
from .planes import within
from .quantities import Quantity, written
from .sized import sized

_LARGEST_KM = 5000.0
"""Beyond it the words mean something else than a zone."""
_LARGEST_BUFFER_KM = 1000.0
_NAUTICAL = "n"
"""How the units of the sea begin."""


@sized(FootprintKind.ZONE, _LARGEST_KM)
def around(expression: Expression, size: Quantity) -> Drawing | None:
    """Return a geodesic circle of the stated size; around lines and areas all that is so near."""
    place = expression.settlement(0)
    if expression.extends(0) and (size.high_km <= _LARGEST_BUFFER_KM or place is None):
        if size.high_km > _LARGEST_BUFFER_KM:
            return None
        at_sea = expression.groups["unit"].lower().startswith(_NAUTICAL)
        limits = list(range(1, len(expression.anchors)))
        kind = FootprintKind.ZONE if place and is_island(place) else FootprintKind.BUFFER
        return lambda: replace(_buffer(expression, 0, size, limits, at_sea=at_sea), kind=kind)
    return lambda: _circle(expression, size)


def _circle(expression: Expression, size: Quantity) -> Shape:
    place = expression.settlement(0)
    if place is None:
        raise ValueError("a zone without a place")
    is_given = place.id.startswith(POINT_PREFIX)
    centre = f"the centre is {place.note}" if is_given else "the text gives no exact centre"
    return circle_around(place, size.high_km, centre, size)


def circle_around(place: Place, radius_km: float, note: str, size: Quantity | None = None) -> Shape:
    """Shape of everything within a distance of a place's point."""
    said = f"circle of {written(radius_km)} km radius around {place.name}; {note}"
    if size and not size.is_stated:
        said += f"; the text says {size.words}"
    geometry = circle(place.lon, place.lat, radius_km)
    exact = size is None or size.is_stated
    return Shape(FootprintKind.ZONE, geometry, said, exact, name=f"the zone around {place.name}")


@sized(FootprintKind.BUFFER, _LARGEST_BUFFER_KM)
def either_side(expression: Expression, size: Quantity) -> Drawing | None:
    """Return the strip on both sides of a line."""
    if not expression.extends(0):
        return None
    return lambda: _buffer(expression, 0, size)


def inland(expression: Expression, size: Quantity) -> Shape:
    """Return all that is so near to a coast, on land."""
    coast = expression.figure(0)
    if coast.geometry is None or coast.land is None:
        return undrawn(FootprintKind.BUFFER, f"{coast.name or coast.note} has no land behind it")()
    found = within(figure_of(coast.line or coast.geometry), size.high_km)
    found = polygonal(found.intersection(figure_of(coast.land)))
    note = f"everything within {size.words} of {coast.name}, on land; {coast.note}"
    return Shape(FootprintKind.BUFFER, geometry_of(found), note)


@sized(FootprintKind.BUFFER, _LARGEST_BUFFER_KM)
def strip(expression: Expression, size: Quantity) -> Drawing | None:
    """Return the strip along a line, on the side of the place that the words put it in."""
    if not all(anchor.is_known for anchor in expression.anchors):
        return no_source(FootprintKind.BUFFER, expression)
    numbers = range(len(expression.anchors))
    lines = [n for n in numbers if expression.has_line(n)]
    if not lines:
        return None
    places = [n for n in numbers if n != lines[0]]
    if "astride" in expression.groups:
        half = replace(size, low_km=size.low_km / 2, high_km=size.high_km / 2)
        return lambda: _buffer(expression, lines[0], half, places)
    return lambda: _buffer(expression, lines[0], size, places)


@sized(FootprintKind.BUFFER, _LARGEST_BUFFER_KM)
def strip_inside(expression: Expression, size: Quantity) -> Drawing | None:
    """Return the strip along the inside of an area's outline: the words do not say where."""
    place = expression.unit(0, expression.groups.get("unit_in", "").lower())
    if place is None or not expression.gazetteer.has_area(place.id):
        return None
    return lambda: _inside(expression, place, size)


def _inside(expression: Expression, place: Place, size: Quantity) -> Shape:
    area = expression.gazetteer.area(place.id)
    if area is None:
        return undrawn(FootprintKind.BUFFER, f"no source outlines {place.name}")()
    whole = figure_of(area.geometry)
    found = polygonal(within(whole.boundary, size.high_km).intersection(whole))
    note = (
        f"approximate: {size.words} along the inside of the outline of {place.name}; "
        "the text does not say where in it"
    )
    return Shape(FootprintKind.BUFFER, geometry_of(found), note)


def _buffer(
    expression: Expression,
    number: int,
    size: Quantity,
    inside: list[int] | None = None,
    *,
    at_sea: bool = False,
) -> Shape:
    line = expression.figure(number)
    if line.geometry is None:
        return undrawn(FootprintKind.BUFFER, line.note.removeprefix("not drawn: "))()
    found = within(figure_of(line.line or line.geometry), size.high_km)
    note = f"everything within {size.words} of {line.name}"
    limits = [expression.limit(n) for n in inside or []]
    if line.side:
        limits.append(expression.shape_of_place(line.side))
    for limit in limits:
        if limit.geometry and "Polygon" in limit.geometry["type"]:
            found = found.intersection(figure_of(limit.geometry))
            note += f", in {limit.name}"
    land = line.land or (None if line.is_line else line.geometry)
    if at_sea and land:
        found = found.difference(figure_of(land))
        note += ", at sea"
    elif line.is_line and not limits:
        note += ", on both sides"
    found = polygonal(found)
    if found.is_empty:
        return undrawn(FootprintKind.BUFFER, f"{note}: nothing lies there")()
    exact = size.is_stated and line.exact
    return Shape(FootprintKind.BUFFER, geometry_of(found), f"{note}; {line.note}", exact)
