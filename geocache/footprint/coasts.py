"""Coasts: the line where a country meets the sea, and the strip of land along it."""

from typing import Any

from shapely.geometry import mapping, shape
from shapely.ops import unary_union
from shapely.prepared import prep

from ..gazetteer.outlines import coast_line, country_polygon
from ..model import FootprintKind, Place
from ..rings import polygonal
from .expression import Drawing, Expression, Shape, geometry_of, is_country, no_source
from .planes import within

COAST_KM = 10.0
"""Depth of the strip that is drawn when a text speaks of a coast."""
_NEAR_SEA = 0.7
"""Degrees between a coast and the coarse outline of its sea."""


def whole(expression: Expression) -> Drawing | None:
    """Return the coast of a country or an island."""
    return _coast(expression, 0, None)


def on_sea(expression: Expression) -> Drawing | None:
    """Return the coast of a country on a sea; the country comes first."""
    return _coast(expression, 0, 1)


def of(expression: Expression) -> Drawing | None:
    """Return the coast of a country, on a sea if that is named in front."""
    last = len(expression.anchors) - 1
    return _coast(expression, last, 0 if last else None)


def _coast(expression: Expression, number: int, sea: int | None) -> Drawing | None:
    place = expression.anchors[number].place
    water = None if sea is None else expression.anchors[sea].place
    if place is None or (sea is not None and water is None):
        return no_source(FootprintKind.PART, expression)
    if water and water.feature_class != "H":
        return None
    if not (is_country(place) and coast_line(place.country_code) is not None):
        return None
    return lambda: _drawn(expression, place, water)


def _drawn(expression: Expression, place: Place, water: Place | None) -> Shape:
    line: Any = coast_line(place.country_code)
    land: Any = country_polygon(place.country_code)
    on = ""
    if water:
        line = _facing(expression, line, water)
        on = f" on the {water.name}"
        if line is None:
            reason = f"not drawn: no source tells where {place.name} meets the {water.name}"
            return Shape(FootprintKind.PART, None, reason)
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


def _facing(expression: Expression, line: Any, water: Place) -> Any:
    """Part of a coast line that faces a sea; None when the sea has no outline or is elsewhere."""
    area = expression.gazetteer.area(water.id)
    if area is None:
        return None
    sea = prep(shape(area.geometry).buffer(_NEAR_SEA))
    parts = [part for part in getattr(line, "geoms", [line]) if sea.intersects(part)]
    cut = [part.intersection(sea.context) for part in parts]
    found = [line for line in cut if not line.is_empty]
    return unary_union(found) if found else None
