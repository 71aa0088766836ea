"""What lies between places: the land from one to another, the point half-way, a triangle."""

import numpy as np
import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from ..antimeridian import line_of, polygon_of
from ..geodesy import along, distance_km, sphere_km
from ..records import FootprintKind, Place
from .expression import Draw, Expression, Shape, is_explicit_point, unknown_place
from .geometry import within
from .grammar.lexicon import REGION, cue
from .grammar.pattern import DASH, Pattern

_LONGEST_KM = 1500.0
"""Between places that are farther apart there is everything."""
_WIDTH, _LEAST_WIDTH_KM = 1 / 4, 1.0
"""How wide the land between two places is drawn, as a share of the distance, and at least."""
_CORNERS_KM = 50.0
"""A straight line between places gets a corner about this often, to bend on the map."""
_HALFWAY_UNCERTAINTY, _LEAST_UNCERTAINTY_KM = 0.1, 1.0
"""Of the distance, and at least."""
_POINT_CLASSES = frozenset("PST")


def between_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of what lies between places."""
    where = rf"(?: (?:in|to|on) the {cue('compass_words')})?"
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


def corridor(expression: Expression) -> Draw | None:
    """Draw the land between two places; what is between two states is no place."""
    if "relation" in expression.groups:
        return None
    if not any(anchor.is_known for anchor in expression.anchors):
        return unknown_place(FootprintKind.BETWEEN, expression)
    ends = _ends(expression)
    return ends and (lambda: _corridor(*ends))


def halfway(expression: Expression) -> Draw | None:
    """Draw the point half-way between two places."""
    if not expression.is_known:
        return unknown_place(FootprintKind.BETWEEN, expression)
    ends = _ends(expression)
    return ends and (lambda: _halfway(*ends))


def triangle(expression: Expression) -> Draw | None:
    """Draw the triangle of three places."""
    if not expression.is_known:
        return unknown_place(FootprintKind.BETWEEN, expression)
    corners = [corner for n in range(len(expression.anchors)) if (corner := expression.town(n))]
    return lambda: _triangle(corners)


def _ends(expression: Expression) -> tuple[Place, Place] | None:
    """Return both places, when they are points that are not too far apart."""
    first, second = expression.town(0), expression.town(1)
    if first is None or second is None or first.id == second.id:
        return None
    if not (_is_small(first) and _is_small(second)):
        return None
    apart_km = sphere_km((first.lon, first.lat), (second.lon, second.lat))
    return (first, second) if apart_km <= _LONGEST_KM else None


def _is_small(place: Place) -> bool:
    """Tell whether it is a town, a site, an island, a second-order unit or a point by coordinates.

    It is no state or province.
    """
    is_small = place.feature_class in _POINT_CLASSES or place.is_second_order
    return is_small or is_explicit_point(place)


def _corridor(first: Place, second: Place) -> Shape:
    start, end = (first.lon, first.lat), (second.lon, second.lat)
    width_km = max(distance_km(start, end) * _WIDTH, _LEAST_WIDTH_KM)
    land = within(_straight_line(first, second), width_km / 2)
    name = f"the land between {first.name} and {second.name}"
    note = f"{name}, {width_km:.2g} km wide; the text sets no limit"
    return Shape.of(FootprintKind.BETWEEN, land, note, name=name)


def _straight_line(first: Place, second: Place) -> BaseGeometry:
    """Return the geodesic from one place to another, with corners enough to bend."""
    start, end = (first.lon, first.lat), (second.lon, second.lat)
    steps = max(1, int(distance_km(start, end) / _CORNERS_KM))
    return line_of(along(start, end, np.linspace(0, 1, steps + 1)).tolist())


def _halfway(first: Place, second: Place) -> Shape:
    start, end = (first.lon, first.lat), (second.lon, second.lat)
    share_km = distance_km(start, end) * _HALFWAY_UNCERTAINTY
    uncertainty_km = round(max(_LEAST_UNCERTAINTY_KM, share_km), 1)
    note = f"half-way between {first.name} and {second.name}, give or take {uncertainty_km:g} km"
    point = Point(along(start, end, [0.5])[0])
    return Shape.of(FootprintKind.BETWEEN, point, note, uncertainty_km=uncertainty_km)


def _triangle(corners: list[Place]) -> Shape:
    ring = [(corner.lon, corner.lat) for corner in corners]
    ring = ring if shapely.is_ccw(LineString([*ring, ring[0]])) else ring[::-1]
    names = f"{', '.join(corner.name for corner in corners[:-1])} and {corners[-1].name}"
    note = f"the triangle of {names}; the text sets no other limit"
    figure = polygon_of([[*ring, ring[0]]])
    return Shape.of(FootprintKind.BETWEEN, figure, note, name=f"the triangle of {names}")
