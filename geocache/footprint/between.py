"""What lies between places: the land from one to another, the point half-way, a triangle."""

from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString

from ..antimeridian import line_of, polygon_of
from ..geodesy import along, distance_km
from ..records import FootprintKind, Place
from .expression import Drawing, Expression, Shape, geometry_of, no_source
from .geometry import within
from .grammar.lexicon import cue
from .grammar.masking import REGION
from .grammar.pattern import DASH, Pattern

_LONGEST_KM = 1500.0
_WIDTH = 1 / 4
"""Of the distance: how wide the land between two places is drawn."""
_POINTS_KM = 50.0
_HALFWAY_DOUBT = 0.1
"""Of the distance."""
_POINT_CLASSES = frozenset("PST")


def corridor(expression: Expression) -> Drawing | None:
    """Return the land between two places; what is between two states is no place."""
    if "relation" in expression.groups:
        return None
    if not any(anchor.is_known for anchor in expression.anchors):
        return no_source(FootprintKind.BETWEEN, expression)
    places = _points(expression)
    return places and (lambda: _corridor(*places))


def halfway(expression: Expression) -> Drawing | None:
    """Return the point half-way between two places."""
    if not all(anchor.is_known for anchor in expression.anchors):
        return no_source(FootprintKind.BETWEEN, expression)
    places = _points(expression)
    return places and (lambda: _halfway(*places))


def triangle(expression: Expression) -> Drawing | None:
    """Return the triangle of three places."""
    if not all(anchor.is_known for anchor in expression.anchors):
        return no_source(FootprintKind.BETWEEN, expression)
    found = [expression.settlement(n) for n in range(len(expression.anchors))]
    places = [place for place in found if place]
    return lambda: _triangle(places)


def _points(expression: Expression) -> tuple[Place, Place] | None:
    """Both places, when they are points that are not too far apart."""
    first, second = expression.settlement(0), expression.settlement(1)
    if first is None or second is None or first.id == second.id:
        return None
    if not all(_is_small(place) for place in (first, second)):
        return None
    apart = distance_km((first.lon, first.lat), (second.lon, second.lat))
    return (first, second) if apart <= _LONGEST_KM else None


def _is_small(place: Place) -> bool:
    """Whether it is a town, a site, an island or a second-order unit: no state or province."""
    return place.feature_class in _POINT_CLASSES or place.is_second_order


def straight(first: Place, second: Place) -> Any:
    """Return the geodesic from one place to another, with points enough to bend."""
    start, end = (first.lon, first.lat), (second.lon, second.lat)
    steps = max(1, int(distance_km(start, end) / _POINTS_KM))
    return line_of(along(start, end, np.linspace(0, 1, steps + 1)).tolist())


def _corridor(first: Place, second: Place) -> Shape:
    apart = distance_km((first.lon, first.lat), (second.lon, second.lat))
    line = straight(first, second)
    width = apart * _WIDTH
    found = within(line, max(width / 2, 0.5))
    name = f"between {first.name} and {second.name}"
    note = f"the land {name}, {max(width, 1):.2g} km wide; the text sets no limit"
    return Shape(FootprintKind.BETWEEN, geometry_of(found), note, name=f"the land {name}")


def _halfway(first: Place, second: Place) -> Shape:
    start, end = (first.lon, first.lat), (second.lon, second.lat)
    doubt = round(max(1.0, distance_km(start, end) * _HALFWAY_DOUBT), 1)
    note = f"half-way between {first.name} and {second.name}, give or take {doubt:g} km"
    geometry = {"type": "Point", "coordinates": along(start, end, [0.5])[0].tolist()}
    return Shape(FootprintKind.BETWEEN, geometry, note, uncertainty_km=doubt)


def _triangle(places: list[Place]) -> Shape:
    ring = [(place.lon, place.lat) for place in places]
    ring = ring if shapely.is_ccw(LineString([*ring, ring[0]])) else ring[::-1]
    names = f"{', '.join(place.name for place in places[:-1])} and {places[-1].name}"
    note = f"the triangle of {names}; the text sets no other limit"
    geometry = geometry_of(polygon_of([[*ring, ring[0]]]))
    return Shape(FootprintKind.BETWEEN, geometry, note, name=f"the triangle of {names}")


# ---- regions


def _between() -> tuple[Pattern, ...]:
    where = rf"(?: (?:in|to|on) the {cue('compass')})?"
    towns = rf"(?:the {cue('settlement_nouns')} of )?"
    return (
        Pattern(
            "half-way between two places",
            "halfway|half-way|midway|mid-way",
            rf"(?:about |roughly )?(?:half|mid)-?way(?: point)? (?:between|from) {towns}@ "
            r"(?:and|to) @",
            halfway,
            ("a checkpoint halfway from Mosul to Erbil",),
            also=("between|from",),
        ),
        Pattern(
            "between two places",
            "between",
            rf"(?<!\w)(?:(?P<relation>{cue('relations')}) )?between {towns}@{where} "
            rf"and @{where}",
            corridor,
            ("Villages between Saraqib and Maarat al-Numan were shelled.",),
            REGION,
        ),
        Pattern(
            "triangle of three places",
            "triangle",
            rf"(?:@{DASH}@{DASH}@ triangle"
            rf"|triangle (?:between|of|formed by) {towns}@, @,? and @)",
            triangle,
            ("fighting in the Mosul–Kirkuk–Erbil triangle",),
            REGION,
        ),
    )
