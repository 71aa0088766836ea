"""Ways that a text names by their ends: as they are known, else by the towns in between."""

import re
from collections.abc import Sequence
from itertools import pairwise

from shapely.geometry import Point, shape

from ..geodesy import distance_km
from ..model import FootprintKind, Place
from ..rings import line_of
from .alignments import ROADS, WAYS, codes_of, cut_to, known_way, serving_way
from .cues import cue
from .expression import Drawing, Expression, Shape, geometry_of, is_country, no_source
from .masked import SLOT
from .ways import DOUBT, likely

_LONGEST_KM = 2500.0
_CODE = re.compile(r"[A-Z]{1,3}[ -]?\d{1,4}[A-Z]?")
"""How roads are numbered: "A9", "N-340"."""


def named(expression: Expression) -> Drawing | None:
    """Return the alignment of a road that the gazetteer knows by name."""
    place = expression.anchors[0].place
    if place is None:
        return no_source(FootprintKind.ROUTE, expression)
    if place.feature_code not in WAYS:
        return None
    return lambda: expression.shape_of_place(place)


def between(expression: Expression) -> Drawing | None:
    """Return the road between two places or more: a known alignment, else the likely way."""
    groups, count = expression.groups, len(expression.anchors)
    via = groups.get("via", "").count(SLOT)
    last = count - via - sum(key in groups for key in ("also", "too"))
    order = [*range(last - 1), *range(count - via, count), last - 1]
    stops = [_stop(expression, number) for number in order]
    known = [place for place in stops if place]
    if len(known) < len(stops):
        return no_source(FootprintKind.ROUTE, expression)
    if not _is_way(known):
        return None
    straight = _is_straight(expression)
    kind = codes_of(groups.get("road", ""))
    return lambda: (
        (None if via else known_way(expression, last, known, kind))
        or serving_way(expression.gazetteer, known, kind)
        or likely(known, expression.gazetteer, straight=straight)
    )


def _stop(expression: Expression, number: int) -> Place | None:
    """Place that a road leads to: Djibouti the town, and not the country."""
    place = expression.settlement(number)
    if place is None or not is_country(place):
        return place
    found = [m.place for m in expression.gazetteer.matches(expression.anchors[number].words)]
    towns = [p for p in found if p.feature_class == "P" and p.country_code == place.country_code]
    return max(towns, key=lambda town: town.population, default=place)


def _is_way(stops: Sequence[Place]) -> bool:
    """Whether a road can join the places: they differ, are near, and are not all countries."""
    apart = sum(distance_km((a.lon, a.lat), (b.lon, b.lat)) for a, b in pairwise(stops))
    is_far = apart > _LONGEST_KM
    return not (is_far or all(is_country(p) for p in stops)) and all(
        a.id != b.id for a, b in pairwise(stops)
    )


def _is_straight(expression: Expression) -> bool:
    """Whether the line has no reason to go from town to town."""
    return "pipeline" in expression.groups.get("road", "").lower()


def stretch(expression: Expression) -> Drawing | None:
    """Return a named road between two places: the likely way when its own line is not known."""
    road, words = expression.anchors[0].place, expression.anchors[0].words
    is_road = road is not None and road.feature_code in WAYS
    called_so = _CODE.fullmatch(words) or re.search(
        rf"\b{cue('road_names')}\b", words, re.IGNORECASE
    )
    if not (is_road or called_so or (road is None and "road" in expression.groups)):
        return None
    start, end = _stop(expression, 1), _stop(expression, 2)
    if start is None or end is None:
        return no_source(FootprintKind.ROUTE, expression)
    if not _is_way([start, end]):
        return None
    kind = codes_of(f"{words} {expression.groups.get('road', '')}")
    return lambda: (
        (road and cut_to(expression.gazetteer, road, start, end))
        or serving_way(expression.gazetteer, [start, end], kind)
        or likely([start, end], expression.gazetteer)
    )


def part_of(expression: Expression) -> Drawing | None:
    """Return the stretch of a road that is named after the places at its ends."""
    stops = [_stop(expression, number) for number in range(2)]
    known = [place for place in stops if place]
    if len(known) < len(stops):
        return no_source(FootprintKind.ROUTE, expression)
    road = expression.anchors[-1].place
    return lambda: (
        (road and cut_to(expression.gazetteer, road, known[0], known[1]))
        or serving_way(expression.gazetteer, known, codes_of(expression.anchors[-1].words))
        or likely(known, expression.gazetteer)
    )


def numbered(expression: Expression) -> Drawing | None:
    """Return a road that the text names and no source knows, between two places."""
    stops = [_stop(expression, number) for number in range(2)]
    known = [place for place in stops if place]
    if len(known) < len(stops):
        return no_source(FootprintKind.ROUTE, expression)
    if not _is_way(known):
        return None
    return lambda: (
        serving_way(expression.gazetteer, known, ROADS) or likely(known, expression.gazetteer)
    )


def to_line(expression: Expression) -> Drawing | None:
    """Return the road from a place to the nearest point of a border or coast."""
    start = expression.settlement(0)
    if start is None:
        return no_source(FootprintKind.ROUTE, expression)
    return lambda: _to_line(expression, start)


def _to_line(expression: Expression, start: Place) -> Shape:
    figure = expression.figure(1)
    if figure.geometry is None:
        return Shape(FootprintKind.ROUTE, None, figure.note)
    line = shape(figure.line or figure.geometry)
    point = line.interpolate(line.project(Point(start.lon, start.lat)))
    geometry = line_of([(start.lon, start.lat), (point.x, point.y)])
    length = distance_km((start.lon, start.lat), (point.x, point.y))
    note = f"schematic: straight from {start.name} to the nearest point of {figure.name}"
    doubt = round(length * DOUBT, 1)
    return Shape(FootprintKind.ROUTE, geometry_of(geometry), note, uncertainty_km=doubt)
