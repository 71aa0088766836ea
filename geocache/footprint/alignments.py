"""Roads, railways and pipelines whose course is known, and stretches of them."""

from collections.abc import Sequence
from typing import Any

from shapely.geometry import Point, shape
from shapely.ops import linemerge, substring

from ..gazetteer.records import Gazetteer
from ..model import FootprintKind, Geometry, Place
from .expression import Expression, Shape, geometry_of

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
        served = [str(town["place"]) for town in gazetteer.shape(way.id)["through"]]
        if way.feature_code in kind and ids <= set(served):
            between = abs(served.index(stops[0].id) - served.index(stops[-1].id))
            found.append((between, way.id, way))
    return cut_to(gazetteer, min(found)[2], stops[0], stops[-1]) if found else None


def cut_to(gazetteer: Gazetteer, road: Place, start: Place, end: Place) -> Shape | None:
    """Stretch of a known way from one place to another; None when they are not on it."""
    facts = gazetteer.shape(road.id)
    served = [str(town["place"]) for town in facts.get("through", ())]
    if start.id in served and end.id in served:
        low, high = sorted((served.index(start.id), served.index(end.id)))
        towns = _towns(facts, gazetteer)[low : high + 1]
        names = [str(town["name"]) for town in facts["through"]][low : high + 1]
        return _line(road, names, towns)
    whole = alignment(road, gazetteer)
    return whole and _substring(whole, road, start, end)


def _substring(whole: Shape, road: Place, start: Place, end: Place) -> Shape | None:
    """Stretch of a road between the points nearest to two places; None when they are not on it."""
    line: Any = shape(whole.geometry or {})
    line = linemerge(line) if line.geom_type == "MultiLineString" else line
    part = stretch(line, (start, end), _STRAY) if line.geom_type == "LineString" else None
    if part is None:
        return None
    note = f"{road.name} from {start.name} to {end.name}; {road.note}"
    return Shape(FootprintKind.ROUTE, geometry_of(part), note, name=_name(road.name, start, end))


def stretch(line: Any, ends: Sequence[Place], stray: float) -> Any:
    """Part of a LineString between the points nearest to two places; None when they are not on it.

    Parameters
    ----------
    stray
        Degrees that a place may lie beside it.
    """
    points = [Point(place.lon, place.lat) for place in ends]
    if any(line.distance(point) > stray for point in points):
        return None
    low, high = sorted(line.project(point) for point in points)
    part: Any = substring(line, low, high)
    return part if part.length else None


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
