"""Coasts: the line where a country meets the sea, and the strip of land along it."""

from typing import Any

from shapely.geometry import mapping, shape

from ..model import FootprintKind, Place
from ..rings import polygonal
from .cues import meaning, named
from .expression import Drawing, Expression, Shape, area_of, geometry_of, no_source, undrawn
from .parts import PART_SHARE, compass_part
from .planes import within
from .shores import facing, has_shore, is_by_the_sea, shore_of

COAST_KM = 10.0
"""Depth of the strip that is drawn when a text speaks of a coast."""
_TOUCH = 0.02
"""Degrees by which a cut polygon may miss the coast it was cut from."""


def whole(expression: Expression) -> Drawing | None:
    """Return the coast of a country, a unit, an island or a town."""
    return _coast(expression, 0, None)


def strip_of_a_unit(expression: Expression) -> Drawing | None:
    """Return the coast of a country or unit; a coastal town is a town."""
    place = expression.anchors[0].place
    return None if place and place.feature_class != "A" else _coast(expression, 0, None)


def on_sea(expression: Expression) -> Drawing | None:
    """Return the coast of a country on a sea; the country comes first."""
    return _coast(expression, 0, 1 if len(expression.anchors) > 1 else None)


def of(expression: Expression) -> Drawing | None:
    """Return the coast of a country, on a sea if that is named in front."""
    last = len(expression.anchors) - 1
    names_a_sea = last > ("own" in expression.groups)
    return _coast(expression, last, 0 if names_a_sea else None)


def _coast(expression: Expression, number: int, sea: int | None) -> Drawing | None:
    place = expression.anchors[number].place
    if place is None or (sea is not None and expression.anchors[sea].place is None):
        return no_source(FootprintKind.PART, expression)
    if not has_shore(place, expression.gazetteer):
        return None
    if place.feature_class == "P" and not is_by_the_sea(place):
        return None
    if sea is None and "sea" not in expression.groups:
        return lambda: _drawn(expression, place, None)
    water = _sea(expression, sea)
    return (lambda: _drawn(expression, place, water)) if water else None


def _sea(expression: Expression, number: int | None) -> Place | None:
    """The sea that is named: by a mention, by what is called after it, or by an adjective."""
    place = None if number is None else expression.anchors[number].place
    if place and place.feature_class == "H":
        return place
    name = f"{place.name} Sea" if place else named("seas", expression.groups["sea"])
    found = [match.place for match in expression.gazetteer.matches(name)]
    return next((sea for sea in found if sea.feature_class == "H"), None)


def _drawn(expression: Expression, place: Place, water: Place | None) -> Shape:
    shore = shore_of(place, expression.gazetteer)
    if shore is None:
        return undrawn(FootprintKind.PART, f"{place.name} has no coast")()
    line, land = shore
    on = ""
    if water:
        line = facing(line, water, expression.gazetteer)
        on = f" on the {water.name}"
        if line is None:
            reason = f"no source tells where {place.name} meets the {water.name}"
            return undrawn(FootprintKind.PART, reason)()
    if "side" in expression.groups:
        side = expression.groups["side"].lower()
        line = _on_side(expression, line, place, side)
        on += f" in its {side} {PART_SHARE:.0%}"
        if line.is_empty:
            return undrawn(FootprintKind.PART, f"{place.name} has no coast in its {side}")()
    strip = polygonal(within(line, COAST_KM).intersection(land))
    note = f"the {COAST_KM:g} km along the coast of {place.name}{on}; the text sets no limit"
    return Shape(
        FootprintKind.PART,
        geometry_of(strip),
        note,
        name=f"the coast of {place.name}{on}",
        line=geometry_of(line),
        land=dict(mapping(land)),
    )


def _on_side(expression: Expression, line: Any, place: Place, side: str) -> Any:
    """Part of a coast that lies in the part of its country or unit towards ``side``."""
    area = area_of(place, expression.gazetteer)
    if area is None:
        return line
    part = shape(compass_part(area.geometry, meaning("compass", side)))
    return line.intersection(part.buffer(_TOUCH))
