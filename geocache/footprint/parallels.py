"""Circles of latitude as lines, and the parts of countries beyond them."""

from shapely.geometry import LineString, box
from shapely.geometry.base import BaseGeometry

from ..antimeridian import line_of, polygonal
from ..coordinates.parallels import PARALLEL
from ..gazetteer.outlines.shipped import country_outline
from ..gazetteer.protocols import Gazetteer
from ..records import FootprintKind, Place
from .expression import Draw, Expression, Shape
from .grammar.pattern import Pattern

_AROUND_DEGREES = 2.5
"""How far the line is drawn to either side where no outline limits it."""


def parallel_patterns() -> tuple[Pattern, ...]:
    """Return the pattern of what lies north or south of a parallel."""
    return (
        Pattern(
            "part beyond a parallel",
            "north|south|above|below",
            r"(?P<side>north|south|above|below)(?: of)? (?:the )?@",
            beyond,
            ("no aircraft may fly north of the 36th parallel in Iraq",),
            key_within=0,
        ),
    )


def is_parallel(place: Place) -> bool:
    """Tell whether a place is a circle of latitude."""
    return place.feature_code == PARALLEL


def parallel_line(place: Place, gazetteer: Gazetteer) -> Shape:
    """Draw a parallel where it crosses the country that it was read in."""
    whole = LineString([(-180.0, place.lat), (180.0, place.lat)])
    outline = _outline(place, gazetteer)
    line: BaseGeometry = whole.intersection(outline) if outline is not None else whole
    if outline is None or line.is_empty:
        ends = (place.lon - _AROUND_DEGREES, place.lon + _AROUND_DEGREES)
        line = line_of([(lon, place.lat) for lon in ends])
    note = f"the parallel {place.name}; {place.note}"
    return Shape.of(FootprintKind.ROUTE, line, note, name=f"the parallel {place.name}")


def beyond(expression: Expression) -> Draw | None:
    """Draw the part of a country that lies north or south of a parallel."""
    place = expression.anchors[0].place
    if place is None or not is_parallel(place):
        return None
    is_north = expression.groups["side"].lower() in ("north", "above")
    return lambda: _part(expression, place, is_north=is_north)


def _part(expression: Expression, place: Place, *, is_north: bool) -> Shape:
    outline = _outline(place, expression.gazetteer)
    half = box(-180.0, place.lat, 180.0, 90.0) if is_north else box(-180.0, -90.0, 180.0, place.lat)
    part = polygonal(outline.intersection(half)) if outline is not None else None
    if part is None or part.is_empty:
        return parallel_line(place, expression.gazetteer)
    side = "north" if is_north else "south"
    note = f"what lies {side} of {place.name} in the country named with it; {place.note}"
    return Shape.of(FootprintKind.PART, part, note, name=f"{side} of {place.name}")


def _outline(place: Place, gazetteer: Gazetteer) -> BaseGeometry | None:
    code = place.country_code
    return gazetteer.outline_figure(country_outline(code)) if code else None
