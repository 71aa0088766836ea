"""Ways that a text names by their ends: as they are known, else by the towns in between."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from shapely.geometry import Point, mapping, shape
from shapely.ops import linemerge

from ..antimeridian import line_of
from ..gazetteer.curated_geometry import Stop
from ..gazetteer.index.places import PlaceRows
from ..gazetteer.protocols import Gazetteer
from ..geodesy import MEAN_RADIUS_KM, distance_km
from ..records import FootprintKind, Geometry, Place
from . import borders
from .expression import Drawing, Expression, Shape, geometry_of, is_country, no_source
from .geometry import cut_between
from .grammar.lexicon import cue
from .grammar.masking import LINE, SLOT
from .grammar.pattern import DASH, Pattern

# ---- alignments

ROADS = frozenset({"RD", "HWY", "RDX"})
"""Codes of roads."""
WAYS = ROADS | {"RR", "PIPE"}
"""Codes of roads, railways and pipelines."""
_STRAY = 0.3
"""Degrees a place may lie beside the line of a road that is cut at it."""


def known_way(
    expression: Expression, last: int, stops: Sequence[Place], kind: frozenset[str]
) -> Shape | None:
    """Curated way that is called after its two ends, or named beside them, cut to them."""
    also = [anchor.place for anchor in expression.anchors[last:] if anchor.place]
    first, second = expression.anchors[0].words, expression.anchors[last - 1].words
    names = (f"{first}-{second} road", f"{second}-{first} road")
    matched = [match.place for name in names for match in expression.gazetteer.matches(name)]
    for road in (*also, *(way for way in matched if way.feature_code in kind)):
        found = cut_to(expression.gazetteer, road, stops[0], stops[-1])
        if found:
            return found
    return None


def codes_of(words: str) -> frozenset[str]:
    """Codes of what the text may mean; a corridor is no road."""
    words = words.lower()
    if "corridor" in words:
        return frozenset()
    if "rail" in words:
        return frozenset({"RR"})
    return frozenset({"PIPE"}) if "pipeline" in words else ROADS


def serving_way(gazetteer: Gazetteer, stops: Sequence[Place], kind: frozenset[str]) -> Shape | None:
    """Known way of a kind that serves all the towns, cut to the first and the last."""
    ids = {stop.id for stop in stops}
    found = []
    for way in gazetteer.ways():
        served = [stop.place_id for stop in _stops(gazetteer, way)]
        if way.feature_code in kind and ids <= set(served):
            between = abs(served.index(stops[0].id) - served.index(stops[-1].id))
            found.append((between, way.id, way))
    return cut_to(gazetteer, min(found)[2], stops[0], stops[-1]) if found else None


def cut_to(gazetteer: Gazetteer, road: Place, start: Place, end: Place) -> Shape | None:
    """Stretch of a known way from one place to another; None when they are not on it."""
    stops = _stops(gazetteer, road)
    served = [stop.place_id for stop in stops]
    if start.id in served and end.id in served:
        low, high = sorted((served.index(start.id), served.index(end.id)))
        return _line(road, stops[low : high + 1], gazetteer)
    whole = alignment(road, gazetteer)
    return whole and _substring(whole, road, start, end)


def _substring(whole: Shape, road: Place, start: Place, end: Place) -> Shape | None:
    """Stretch of a road between the points nearest to two places; None when they are not on it."""
    line: Any = shape(whole.geometry or {})
    line = linemerge(line) if line.geom_type == "MultiLineString" else line
    part = cut_between(line, (start, end), _STRAY) if line.geom_type == "LineString" else None
    if part is None:
        return None
    note = f"{road.name} from {start.name} to {end.name}; {road.note}"
    return Shape(FootprintKind.ROUTE, geometry_of(part), note, name=_name(road.name, start, end))


def _name(road: str, start: Place, end: Place) -> str:
    return f"{road} from {start.name} to {end.name}"


def alignment(place: Place, gazetteer: Gazetteer) -> Shape | None:
    """Return a place's own line, else the one through the towns it serves; None without both."""
    curated = gazetteer.curated_geometry(place.id)
    if curated is None:
        return None
    if curated.line:
        geometry = dict(mapping(curated.line))
        is_road = place.feature_class in {"R", "H"}
        kind = FootprintKind.ROUTE if is_road else FootprintKind.BORDER
        return Shape(kind, geometry, f"the line of {place.name}; {place.note}", name=place.name)
    return _line(place, curated.through, gazetteer) if curated.through else None


def _stops(gazetteer: Gazetteer, way: Place) -> tuple[Stop, ...]:
    """Towns that a way serves, in order; empty when they are not known."""
    curated = gazetteer.curated_geometry(way.id)
    return curated.through if curated else ()


def _line(road: Place, stops: Sequence[Stop], gazetteer: Gazetteer) -> Shape:
    """Line straight from town to town."""
    names = [stop.name for stop in stops]
    towns = [gazetteer.place(stop.place_id) for stop in stops]
    note = f"{road.name} from {names[0]} to {names[-1]}"
    note += f" by {', '.join(names[1:-1])}" if names[1:-1] else ""
    geometry: Geometry = {"type": "LineString", "coordinates": [[p.lon, p.lat] for p in towns]}
    return Shape(FootprintKind.ROUTE, geometry, f"{note}; {road.note}", name=road.name)


# ---- ways

Floats = npt.NDArray[np.float64]
_DETOUR = 1.08
"""A town is on the way when going by it takes no longer than this."""
_HOPS = 1.15
"""Roads go from town to town: a hop costs its length to this power, so two short ones are less.

Both were chosen on the 36 roads with four towns or more that were curated then: the mean distance
between the way and the road is 5.0% of the length, and 5.5% for a straight line."""
_LEAST_KM = 5.0
"""From either end."""
_MOST_COUNTRIES = 64
"""Whose towns are remembered: rows and points, at most 1.2 MB each."""
_MOST_NAMED = 8
"""Places that a note tells."""
DOUBT = 1 / 8
"""Of the length of the longest piece between two towns."""


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
    doubt = round(longest * DOUBT, 1)
    return Shape(FootprintKind.ROUTE, geometry, note, uncertainty_km=doubt, name=name)


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def towns_between(start: Place, end: Place, gazetteer: Gazetteer) -> list[Place]:
    """Return the places a road between two is likely to go through, both ends included."""
    ends = [start, end]
    key: Any = gazetteer  # its protocol says nothing of hashing
    countries = [_ways_towns(key, code) for code in sorted({p.country_code for p in ends})]
    known = [ends, *(towns for towns, _ in countries)]
    points = np.concatenate([_points(ends), *(places for _, places in countries)])
    from_start, to_end = _km(points, points[0]), _km(points, points[1])
    direct = distance_km((start.lon, start.lat), (end.lon, end.lat))
    usable = from_start + to_end <= _DETOUR * direct
    usable &= np.minimum(from_start, to_end) > _LEAST_KM
    usable[:2] = False
    rows = np.flatnonzero(usable)
    rows = rows[np.argsort((from_start - to_end)[rows], kind="stable")]
    order = [0, *rows.tolist(), 1]
    chosen = _cheapest(points[order])
    return [_nth(known, order[step]) for step in chosen]


def _nth(lists: Sequence[Sequence[Place]], number: int) -> Place:
    """Place of a number in lists one after the other."""
    for places in lists:
        if number < len(places):
            return places[number]
        number -= len(places)
    raise IndexError("there are not so many places")


@lru_cache(maxsize=_MOST_COUNTRIES)
def _ways_towns(gazetteer: Any, country_code: str) -> tuple[Sequence[Place], Floats]:
    """Settlements of a country, and where they are; to find those of a large one takes 5 ms."""
    towns = gazetteer.settlements(country_code)
    if isinstance(towns, PlaceRows):
        return towns, _on_globe(towns.positions)
    return towns, _points(towns)


def _cheapest(points: Floats) -> list[int]:
    """Steps from the first point to the last that cost least, ever onward."""
    count = len(points)
    costs, before = np.zeros(count), np.zeros(count, np.int64)
    for step in range(1, count):
        hops = costs[:step] + _km(points[:step], points[step]) ** _HOPS
        before[step] = int(hops.argmin())
        costs[step] = hops[before[step]]
    steps = [count - 1]
    while steps[-1]:
        steps.append(int(before[steps[-1]]))
    return steps[::-1]


def _points(places: Sequence[Place]) -> Floats:
    return _on_globe(np.array([(place.lon, place.lat) for place in places]).reshape(-1, 2))


def _on_globe(positions: Floats) -> Floats:
    """Points of (lon, lat) positions on the unit sphere."""
    lon, lat = np.radians(positions).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _km(points: Floats, other: Floats) -> Floats:
    arcs: Floats = np.arccos(np.clip(points @ other, -1.0, 1.0)) * MEAN_RADIUS_KM
    return arcs


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


# ---- road patterns


def road_patterns() -> tuple[Pattern, ...]:
    """Return every pattern of a way between places."""
    road = road_words()
    keys = f"{cue('road_nouns')}|{cue('line_nouns')}"
    its_name = rf"(?:\s?\((?:the )?@{DASH}@ {road}\))?"
    via = rf"(?P<via> {cue('via')} @(?:(?:,| and|, and) @)*)?"
    towns = rf"(?:the {cue('settlement_nouns')} of )?"
    return (
        Pattern(
            "road with its name",
            cue("road_nouns"),
            rf"{road} @(?: in @)?{its_name}",
            named,
            ("patrols on the international road “M4” in Syria (the Latakia-Aleppo road)",),
            LINE,
        ),
        Pattern(
            "road between two places",
            keys,
            rf"@(?:{DASH}|[\s-]to[\s-])@(?:{DASH}@)* (?:\((?:the )?(?P<also>@)\) )?"
            rf"(?P<road>{road})\b(?:\s?\((?:the )?(?P<too>@)\)|{via})",
            between,
            (
                "the Latakia-Aleppo road was cut",
                "the Damascus–Aleppo (M5) highway",
                "the Kirkuk–Ceyhan pipeline",
                "the Baku–Tbilisi–Ceyhan pipeline",
                "the Kabul to Kandahar highway",
            ),
            LINE,
        ),
        Pattern(
            "road from one place to another",
            keys,
            rf"(?P<road>{road}) (?:{cue('leads')} )?(?:from |between )?{towns}@ "
            rf"(?:{cue('onward')} )?(?:to|and|with) @{via}",
            between,
            (
                "the road from Latakia to Aleppo was cut",
                "the highway linking Homs and Hama",
                "the road from Gao to Ménaka via Ansongo",
            ),
            LINE,
        ),
        Pattern(
            "named road between two places",
            "between|from",
            rf"@(?: (?P<road>{road}))? (?:between|from|{cue('leads')}) {towns}@ "
            rf"(?:{cue('onward')} )?(?:and|to) @",
            stretch,
            ("the M4 between Saraqib and Jisr al-Shughur",),
            LINE,
            need_not_be_known=0,
        ),
        Pattern(
            "numbered road between two places",
            cue("road_names"),
            rf"(?P<number>{cue('road_names')}[\s-]\d+[a-z]?) (?:between|from) @ (?:and|to) @",
            numbered,
            ("stuck on motorway 14 from Sacramento to Redding",),
            LINE,
            also=("between|from",),
        ),
        Pattern(
            "stretch of a road",
            cue("stretches"),
            rf"@(?:{DASH}|[\s-]to[\s-])@ {cue('stretches')} of (?:the )?@",
            part_of,
            ("the Cabanatuan-to-Tuguegarao stretch of the Maharlika Highway",),
            LINE,
            need_not_be_known=-1,
        ),
        Pattern(
            "road by its code between two places",
            "between|from",
            r"(?P<number>(?-i:[A-Z]{1,3}[\s-]?\d{1,4})) (?:between|from) @ (?:and|to) @",
            numbered,
            ("roadworks on the A9 between Perth and Inverness",),
            LINE,
        ),
        Pattern(
            "named road with what it is",
            cue("road_nouns"),
            rf"@ {road}\b",
            named,
            ("columns on the M5 highway in Syria",),
            LINE,
        ),
    )


def road_words() -> str:
    """Pattern of what a text calls a way: "main supply road"."""
    nouns = f"(?:{cue('road_nouns')}|{cue('line_nouns')})"
    return f"(?:{cue('road_adjectives')} )*{nouns}"


# ---- lines


@cache
def farther_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of lines that are made of other lines."""
    road = road_words()
    return (
        Pattern(
            "road from a place to a line",
            cue("road_nouns"),
            rf"{road} (?:from|between) @ (?:to|and) (?:the )?~",
            to_line,
            ("the road from Damascus to the Jordanian border was open",),
            LINE,
        ),
        Pattern(
            "side of a border",
            "side",
            r"@ side of (?:the |its )?~",
            borders.side,
            ("on the Syrian side of the Turkish border",),
            LINE,
        ),
    )
