"""Roads, railways and pipelines: known alignments, cut to the named ends, else the likely way."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from shapely.geometry import Point, shape
from shapely.ops import linemerge, substring

from ..gazetteer.records import Gazetteer
from ..geodesy import distance_km
from ..model import FootprintKind, Geometry, Place
from ..rings import line_of
from .cues import cue
from .expression import Drawing, Expression, Shape, geometry_of, is_country, no_source
from .masked import SLOT
from .ways import towns_between

_LONGEST_KM = 2500.0
_ROAD_CODES = frozenset({"RD", "HWY", "RDX", "RR", "PIPE"})
_ROAD = frozenset({"RD", "HWY", "RDX"})
_CODE = re.compile(r"[A-Z]{1,3}[ -]?\d{1,4}[A-Z]?")
"""How roads are numbered: "A9", "N-340"."""
_STRAY = 0.3
"""Degrees a place may lie beside the line of a road that is cut at it."""
_MOST_NAMED = 8
"""Places that a note tells."""
_DOUBT = 1 / 8
"""Of the length of the longest piece between two towns."""


def named(expression: Expression) -> Drawing | None:
    """Return the alignment of a road that the gazetteer knows by name."""
    place = expression.anchors[0].place
    if place is None:
        return no_source(FootprintKind.ROUTE, expression)
    if place.feature_code not in _ROAD_CODES:
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
    kind = _kind(groups.get("road", ""))
    return lambda: (
        (None if via else _known(expression, last, known, kind))
        or _served(expression, known, kind)
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
    is_road = road is not None and road.feature_code in _ROAD_CODES
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
    kind = _kind(f"{words} {expression.groups.get('road', '')}")
    return lambda: (
        (road and _cut(expression, road, start, end))
        or _served(expression, [start, end], kind)
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
        (road and _cut(expression, road, known[0], known[1]))
        or _served(expression, known, _kind(expression.anchors[-1].words))
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
    return lambda: _served(expression, known, _ROAD) or likely(known, expression.gazetteer)


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
    doubt = round(length * _DOUBT, 1)
    return Shape(FootprintKind.ROUTE, geometry_of(geometry), note, uncertainty_km=doubt)


def _known(
    expression: Expression, last: int, stops: Sequence[Place], kind: frozenset[str]
) -> Shape | None:
    """Curated way that is called after its two ends, or named beside them, cut to them."""
    also = [anchor.place for anchor in expression.anchors[last:] if anchor.place]
    first, second = expression.anchors[0].words, expression.anchors[last - 1].words
    names = (f"{first}-{second} road", f"{second}-{first} road")
    matched = [match.place for name in names for match in expression.gazetteer.matches(name)]
    for road in (*also, *(way for way in matched if way.feature_code in kind)):
        found = _cut(expression, road, stops[0], stops[-1])
        if found:
            return found
    return None


def _kind(words: str) -> frozenset[str]:
    """Codes of what the text may mean; a corridor is no road."""
    words = words.lower()
    if "corridor" in words:
        return frozenset()
    if "rail" in words:
        return frozenset({"RR"})
    return frozenset({"PIPE"}) if "pipeline" in words else _ROAD


def _served(expression: Expression, stops: Sequence[Place], kind: frozenset[str]) -> Shape | None:
    """Known way of a kind that serves all the towns, cut to the first and the last."""
    ids = {stop.id for stop in stops}
    found = []
    for way in expression.gazetteer.ways():
        served = [str(town["place"]) for town in expression.gazetteer.shape(way.id)["through"]]
        if way.feature_code in kind and ids <= set(served):
            between = abs(served.index(stops[0].id) - served.index(stops[-1].id))
            found.append((between, way.id, way))
    return _cut(expression, min(found)[2], stops[0], stops[-1]) if found else None


def _cut(expression: Expression, road: Place, start: Place, end: Place) -> Shape | None:
    facts = expression.gazetteer.shape(road.id)
    served = [str(town["place"]) for town in facts.get("through", ())]
    if start.id in served and end.id in served:
        low, high = sorted((served.index(start.id), served.index(end.id)))
        towns = _towns(facts, expression.gazetteer)[low : high + 1]
        names = [str(town["name"]) for town in facts["through"]][low : high + 1]
        return _line(road, names, towns)
    whole = alignment(road, expression.gazetteer)
    return whole and _substring(whole, road, start, end)


def _substring(whole: Shape, road: Place, start: Place, end: Place) -> Shape | None:
    """Stretch of a road between the points nearest to two places; None when they are not on it."""
    line: Any = shape(whole.geometry or {})
    line = linemerge(line) if line.geom_type == "MultiLineString" else line
    points = [Point(place.lon, place.lat) for place in (start, end)]
    if line.geom_type != "LineString" or any(line.distance(p) > _STRAY for p in points):
        return None
    low, high = sorted(line.project(point) for point in points)
    part: Any = substring(line, low, high)
    if part.length == 0:
        return None
    note = f"{road.name} from {start.name} to {end.name}; {road.note}"
    return Shape(FootprintKind.ROUTE, geometry_of(part), note, name=_name(road.name, start, end))


def _name(road: str, start: Place, end: Place) -> str:
    return f"{road} from {start.name} to {end.name}"


def alignment(place: Place, gazetteer: Gazetteer) -> Shape | None:
    """Return a place's own line, else the one through the towns it serves; None without both."""
    facts = gazetteer.shape(place.id)
    line = facts.get("line")
    if line:
        geometry = line if isinstance(line, dict) else {"type": "LineString", "coordinates": line}
        is_road = place.feature_class in {"R", "H"}
        kind = FootprintKind.ROUTE if is_road else FootprintKind.BORDER
        return Shape(kind, geometry, f"the line of {place.name}; {place.note}", name=place.name)
    towns = _towns(facts, gazetteer)
    if not towns:
        return None
    return _line(place, [str(town["name"]) for town in facts["through"]], towns)


def _towns(facts: dict[str, Any], gazetteer: Gazetteer) -> list[tuple[float, float]]:
    places = [gazetteer.place(town["place"]) for town in facts.get("through", ())]
    return [(place.lon, place.lat) for place in places]


def _line(road: Place, names: Sequence[str], towns: Sequence[tuple[float, float]]) -> Shape:
    note = f"{road.name} from {names[0]} to {names[-1]}"
    note += f" by {', '.join(names[1:-1])}" if names[1:-1] else ""
    geometry: Geometry = {"type": "LineString", "coordinates": [list(town) for town in towns]}
    return Shape(FootprintKind.ROUTE, geometry, f"{note}; {road.note}", name=road.name)


def likely(stops: Sequence[Place], gazetteer: Gazetteer, *, straight: bool = False) -> Shape:
    """Return the way through the towns between places; without these when it is straight."""
    towns = [stops[0]]
    for start, end in pairwise(stops):
        towns += [end] if straight else towns_between(start, end, gazetteer)[1:]
    points = [(town.lon, town.lat) for town in towns]
    longest = max(distance_km(*pair) for pair in pairwise(points))
    name = f"the way from {stops[0].name} to {stops[-1].name}"
    by = [town.name for town in towns[1:-1]]
    way = f"through known places in between ({_listed(by)})" if by else f"a straight line as {name}"
    note = f"schematic: {way}; no source knows the road"
    geometry = geometry_of(line_of(points))
    doubt = round(longest * _DOUBT, 1)
    return Shape(FootprintKind.ROUTE, geometry, note, uncertainty_km=doubt, name=name)


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
