"""Roads, railways and pipelines named by their ends: as known, else by the towns in between."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from shapely.geometry import LineString

from ..antimeridian import line_of
from ..gazetteer.curated_geometry import Stop
from ..gazetteer.protocols import Gazetteer
from ..geodesy import distance_km, sphere_km
from ..records import FootprintKind, Place
from .expression import Draw, Expression, Shape, is_country, unknown_place
from .geometry import merged, nearest_position, section_between
from .grammar.lexicon import LINE, SLOT, cue
from .grammar.pattern import DASH, Pattern
from .likely_roads import LIKELY_UNCERTAINTY, likely_road

ROADS = frozenset({"RD", "HWY", "RDX"})
"""Codes of roads."""
TRANSPORT_LINES = ROADS | {"RR", "PIPE"}
"""Codes of roads, railways and pipelines."""
_STRAY_KM = 33.0
"""How far a place may lie beside the line of a road that is cut at it."""
_LONGEST_KM = 2500.0
"""Between places that are farther apart there is no one road."""
_ROAD_CODE = re.compile(r"[A-Z]{1,3}[ -]?\d{1,4}[A-Z]?")
"""How roads are numbered: "A9", "N-340"."""

# Patterns


def road_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of roads, railways and pipelines."""
    road = _road_words()
    keys = f"{cue('road_nouns')}|{cue('line_nouns')}"
    its_name = rf"(?:\s?\((?:the )?@{DASH}@ {road}\))?"
    via = rf"(?P<via> {cue('via')} @(?:(?:,| and|, and) @)*)?"
    towns = rf"(?:the {cue('settlement_nouns')} of )?"
    return (
        Pattern(
            "road with its name",
            cue("road_nouns"),
            rf"{road} @(?: in @)?{its_name}",
            named_road,
            ("patrols on the international road “M4” in Syria (the Latakia-Aleppo road)",),
            LINE,
        ),
        Pattern(
            "road between two places",
            keys,
            rf"@(?:{DASH}|[\s-]to[\s-])@(?:{DASH}@)* (?:\((?:the )?(?P<also>@)\) )?"
            rf"(?P<road>{road})\b(?:\s?\((?:the )?(?P<too>@)\)|{via})",
            road_between,
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
            road_between,
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
            section_of_named_road,
            ("the M4 between Saraqib and Jisr al-Shughur",),
            LINE,
            need_not_be_known=0,
        ),
        Pattern(
            "numbered road between two places",
            cue("road_names"),
            rf"(?P<number>{cue('road_names')}[\s-]\d+[a-z]?) (?:between|from) @ (?:and|to) @",
            numbered_road,
            ("stuck on motorway 14 from Sacramento to Redding",),
            LINE,
            also=("between|from",),
        ),
        Pattern(
            "section of a road",
            cue("road_sections"),
            rf"@(?:{DASH}|[\s-]to[\s-])@ {cue('road_sections')} of (?:the )?@",
            section_named_first,
            ("the Cabanatuan-to-Tuguegarao stretch of the Maharlika Highway",),
            LINE,
            need_not_be_known=-1,
        ),
        Pattern(
            "road by its code between two places",
            "between|from",
            r"(?P<number>(?-i:[A-Z]{1,3}[\s-]?\d{1,4})) (?:between|from) @ (?:and|to) @",
            numbered_road,
            ("roadworks on the A9 between Perth and Inverness",),
            LINE,
            key_within=16,
        ),
        Pattern(
            "named road with what it is",
            cue("road_nouns"),
            rf"@ {road}\b",
            named_road,
            ("columns on the M5 highway in Syria",),
            LINE,
        ),
    )


def road_to_line_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of roads to a line that is an expression itself."""
    road = _road_words()
    return (
        Pattern(
            "road from a place to a line",
            cue("road_nouns"),
            rf"{road} (?:from|between) @ (?:to|and) (?:the )?~",
            road_to_line,
            ("the road from Damascus to the Jordanian border was open",),
            LINE,
        ),
    )


def _road_words() -> str:
    """Return a pattern of what a text calls a road: "main supply road"."""
    nouns = f"(?:{cue('road_nouns')}|{cue('line_nouns')})"
    return f"(?:{cue('road_adjectives')} )*{nouns}"


# Roads of an expression


def named_road(expression: Expression) -> Draw | None:
    """Draw the alignment of a road that the gazetteer knows by name."""
    place = expression.anchors[0].place
    if place is None:
        return unknown_place(FootprintKind.ROUTE, expression)
    if place.feature_code not in TRANSPORT_LINES:
        return None
    return lambda: expression.shape_of_place(place)


def road_between(expression: Expression) -> Draw | None:
    """Draw the road between two places or more: a known alignment, else the likely road."""
    groups, count = expression.groups, len(expression.anchors)
    via = groups.get("via", "").count(SLOT)
    last = count - via - sum(key in groups for key in ("also", "too"))
    stops = _stops(expression, [*range(last - 1), *range(count - via, count), last - 1])
    if stops is None:
        return unknown_place(FootprintKind.ROUTE, expression)
    if not _can_be_joined(stops):
        return None
    words = groups.get("road", "")
    straight = "pipeline" in words.lower()  # it has no reason to go from town to town
    codes = _codes_of(words)
    return lambda: (
        (None if via else _road_called_after(expression, last, stops, codes))
        or _serving_line(expression.gazetteer, stops, codes)
        or likely_road(stops, expression.towns_between, straight=straight)
    )


def section_of_named_road(expression: Expression) -> Draw | None:
    """Draw a named road between two places: the likely road when its own line is not known."""
    road, words = expression.anchors[0].place, expression.anchors[0].words
    noun = expression.groups.get("road", "")
    if not (_is_road(road, words) or (road is None and noun)):
        return None
    stops = _stops(expression, [1, 2])
    if stops is None:
        return unknown_place(FootprintKind.ROUTE, expression)
    if not _can_be_joined(stops):
        return None
    return lambda: _section_or_likely(expression, road, stops, _codes_of(f"{words} {noun}"))


def section_named_first(expression: Expression) -> Draw | None:
    """Draw the section of a road, which comes last, that is named after the places at its ends."""
    stops, road = _stops(expression, [0, 1]), expression.anchors[-1]
    if stops is None:
        return unknown_place(FootprintKind.ROUTE, expression)
    return lambda: _section_or_likely(expression, road.place, stops, _codes_of(road.words))


def numbered_road(expression: Expression) -> Draw | None:
    """Draw a road that the text names and no source knows, between two places."""
    stops = _stops(expression, [0, 1])
    if stops is None:
        return unknown_place(FootprintKind.ROUTE, expression)
    if not _can_be_joined(stops):
        return None
    return lambda: _section_or_likely(expression, None, stops, ROADS)


def road_to_line(expression: Expression) -> Draw | None:
    """Draw the road from a place to the nearest point of a border or coast."""
    start = expression.town(0)
    if start is None:
        return unknown_place(FootprintKind.ROUTE, expression)
    return lambda: _road_to_line(expression, start)


def _stops(expression: Expression, numbers: Sequence[int]) -> list[Place] | None:
    """Return the places that a road leads through; None when one is not known."""
    stops = [stop for number in numbers if (stop := _stop(expression, number))]
    return stops if len(stops) == len(numbers) else None


def _stop(expression: Expression, number: int) -> Place | None:
    """Return the place that a road leads to: Djibouti the town, and not the country."""
    place = expression.town(number)
    if place is None or not is_country(place):
        return place
    matches = expression.gazetteer.matches(expression.anchors[number].words)
    towns = [
        match.place
        for match in matches
        if match.place.is_settlement and match.place.country_code == place.country_code
    ]
    return max(towns, key=lambda town: town.population, default=place)


def _can_be_joined(stops: Sequence[Place]) -> bool:
    """Tell whether a road can join places: they differ, are near, and are not all countries."""
    if all(map(is_country, stops)) or any(a.id == b.id for a, b in pairwise(stops)):
        return False
    apart_km = (sphere_km((a.lon, a.lat), (b.lon, b.lat)) for a, b in pairwise(stops))
    return sum(apart_km) <= _LONGEST_KM


def _is_road(place: Place | None, words: str) -> bool:
    """Tell whether a mention is a road: by its place, its number or a word in its name."""
    if place and place.feature_code in TRANSPORT_LINES:
        return True
    name = rf"\b{cue('road_names')}\b"
    return bool(_ROAD_CODE.fullmatch(words) or re.search(name, words, re.IGNORECASE))


def _codes_of(words: str) -> frozenset[str]:
    """Return the feature codes of what the text may mean; a corridor is no road."""
    words = words.lower()
    if "corridor" in words:
        return frozenset()
    if "rail" in words:
        return frozenset({"RR"})
    return frozenset({"PIPE"}) if "pipeline" in words else ROADS


def _section_or_likely(
    expression: Expression, road: Place | None, stops: list[Place], codes: frozenset[str]
) -> Shape:
    return (
        (road and section_of(expression.gazetteer, road, stops[0], stops[-1]))
        or _serving_line(expression.gazetteer, stops, codes)
        or likely_road(stops, expression.towns_between)
    )


def _road_to_line(expression: Expression, start: Place) -> Shape:
    line_shape = expression.anchor_shape(1)
    line, here = line_shape.baseline, (start.lon, start.lat)
    if line is None:
        return replace(line_shape, kind=FootprintKind.ROUTE)
    end = nearest_position(line, start)
    note = f"schematic: straight from {start.name} to the nearest point of {line_shape.name}"
    uncertainty_km = round(distance_km(here, end) * LIKELY_UNCERTAINTY, 1)
    return Shape.of(FootprintKind.ROUTE, line_of([here, end]), note, uncertainty_km=uncertainty_km)


# Known alignments


def alignment(place: Place, gazetteer: Gazetteer) -> Shape | None:
    """Return a place's own line, else the one through the towns it serves; None without both."""
    curated = gazetteer.curated_geometry(place.id)
    if curated is None:
        return None
    if curated.line:
        is_road = place.feature_class in {"R", "H"}
        kind = FootprintKind.ROUTE if is_road else FootprintKind.BORDER
        note = f"the line of {place.name}; {place.note}"
        return Shape.of(kind, curated.line, note, name=place.name)
    return _through_towns(place, curated.through, gazetteer) if curated.through else None


def section_of(gazetteer: Gazetteer, road: Place, start: Place, end: Place) -> Shape | None:
    """Return the section of a known road from one place to another; None when they are not on it.

    It is cut where the road serves both, else at the points of its line nearest to them.
    """
    stops = _served_towns(gazetteer, road)
    served = [stop.place_id for stop in stops]
    if start.id in served and end.id in served:
        low, high = sorted((served.index(start.id), served.index(end.id)))
        return _through_towns(road, stops[low : high + 1], gazetteer)
    whole = alignment(road, gazetteer)
    if whole is None or whole.figure is None:
        return None
    section = section_between(merged(whole.figure), (start, end), _STRAY_KM)
    if section is None:
        return None
    name = f"{road.name} from {start.name} to {end.name}"
    return Shape.of(FootprintKind.ROUTE, section, f"{name}; {road.note}", name=name)


def _road_called_after(
    expression: Expression, last: int, stops: Sequence[Place], codes: frozenset[str]
) -> Shape | None:
    """Return the known road that is called after its two ends, or named beside them, cut to them.

    Parameters
    ----------
    last
        Number of the anchor behind the one that the road leads to.
    """
    beside = [anchor.place for anchor in expression.anchors[last:] if anchor.place]
    first, second = expression.anchors[0].words, expression.anchors[last - 1].words
    names = (f"{first}-{second} road", f"{second}-{first} road")
    matched = [match.place for name in names for match in expression.gazetteer.matches(name)]
    for road in (*beside, *(place for place in matched if place.feature_code in codes)):
        section = section_of(expression.gazetteer, road, stops[0], stops[-1])
        if section:
            return section
    return None


def _serving_line(
    gazetteer: Gazetteer, stops: Sequence[Place], codes: frozenset[str]
) -> Shape | None:
    """Return the known road of a kind that serves all the towns, cut to the first and the last."""
    ids = {stop.id for stop in stops}
    serving = []
    for line in gazetteer.ways():
        served = [stop.place_id for stop in _served_towns(gazetteer, line)]
        if line.feature_code in codes and ids <= set(served):
            hops = abs(served.index(stops[0].id) - served.index(stops[-1].id))
            serving.append((hops, line.id, line))
    return section_of(gazetteer, min(serving)[2], stops[0], stops[-1]) if serving else None


def _served_towns(gazetteer: Gazetteer, road: Place) -> tuple[Stop, ...]:
    """Return the towns that a road serves, in order; none when they are not known."""
    curated = gazetteer.curated_geometry(road.id)
    return curated.through if curated else ()


def _through_towns(road: Place, stops: Sequence[Stop], gazetteer: Gazetteer) -> Shape:
    """Return the line straight from town to town."""
    names = [stop.name for stop in stops]
    towns = [gazetteer.place(stop.place_id) for stop in stops]
    note = f"{road.name} from {names[0]} to {names[-1]}"
    note += f" by {', '.join(names[1:-1])}" if names[1:-1] else ""
    line = LineString([(town.lon, town.lat) for town in towns])
    return Shape.of(FootprintKind.ROUTE, line, f"{note}; {road.note}", name=road.name)
