"""From the words of an expression and its places to a shape.

A builder returns None when the words turn out to mean something else; the mentions then get the
footprints of their places.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from shapely.geometry import mapping

from ..coordinates import POINT_PREFIX
from ..errors import KnowledgeFileError
from ..gazetteer.outlines import shared_border
from ..gazetteer.records import Gazetteer
from ..geodesy import circle, distance_km
from ..model import FootprintKind, Geometry, Place
from .cues import meaning
from .parts import PART_SHARE, compass_part

_LONGEST_ROUTE_KM = 2500.0
_LARGEST_RADIUS_KM = 5000.0
"""Beyond it the words mean something else than a zone."""
_ROAD_CODES = {"RD", "HWY", "RDX"}


@dataclass(frozen=True, slots=True)
class Expression:
    """The words of an expression that a pattern matched."""

    groups: dict[str, str]
    """Named groups of the pattern, in the text's own spelling."""
    names: tuple[str, ...]
    """Words of its mentions."""
    places: tuple[Place | None, ...]
    """Places of its mentions; None where a mention is NIL."""
    gazetteer: Gazetteer

    @property
    def unknown(self) -> str:
        """Names that no source knows, for a note; empty when all are known."""
        pairs = zip(self.names, self.places, strict=True)
        return ", ".join(name for name, place in pairs if place is None)


@dataclass(frozen=True, slots=True)
class Shape:
    """What is to be drawn."""

    kind: FootprintKind
    geometry: Geometry | None
    note: str
    exact: bool = False
    uncertainty_km: float | None = None
    draw: Callable[[], Geometry] | None = None
    """Makes the geometry, where that takes long, when somebody asks for it."""


Builder = Callable[[Expression], Shape | None]


def undrawn(kind: FootprintKind, reason: str) -> Shape:
    """Shape that is understood but can't be drawn."""
    return Shape(kind, None, f"not drawn: {reason}")


def zone(expression: Expression) -> Shape | None:
    """Return a geodesic circle of the stated size."""
    radius = _kilometres(expression)
    if not 0 < radius <= _LARGEST_RADIUS_KM:
        return None
    place = expression.places[0]
    if place is None:
        return undrawn(FootprintKind.ZONE, f"no source knows {expression.unknown}")
    is_given = place.id.startswith(POINT_PREFIX)
    centre = f"the centre is {place.note}" if is_given else "the text gives no exact centre"
    note = f"circle of {radius:g} km radius around {place.name}; {centre}"
    draw = partial(circle, place.lon, place.lat, radius)
    return Shape(FootprintKind.ZONE, None, note, exact=True, draw=draw)


def _kilometres(expression: Expression) -> float:
    size = float(expression.groups["size"].replace(",", ""))
    return size * meaning("units", " ".join(expression.groups["unit"].split()))


def border(expression: Expression) -> Shape | None:
    """Return the line that two countries share."""
    first, second = expression.places[0], expression.places[1]
    if first is None or second is None:
        return undrawn(FootprintKind.BORDER, f"no source knows {expression.unknown}")
    if not (_is_country(first) and _is_country(second)):
        return None
    line = shared_border(first.country_code, second.country_code)
    names = f"{first.name} and {second.name}"
    if line is None:
        return undrawn(FootprintKind.BORDER, f"the outlines of {names} do not touch")
    note = f"the line that the outlines of {names} share (Natural Earth, 1:10 million)"
    return Shape(FootprintKind.BORDER, mapping(line), note, exact=True)


def named_route(expression: Expression) -> Shape | None:
    """Return the alignment of a road that the gazetteer knows by name."""
    place = expression.places[0]
    if place is None:
        return undrawn(FootprintKind.ROUTE, f"no source knows the road {expression.unknown}")
    if place.feature_code not in _ROAD_CODES:
        return None
    return alignment(place, expression.gazetteer)


def alignment(place: Place, gazetteer: Gazetteer) -> Shape | None:
    """Return a place's own line, else the one through the towns it serves; None without both."""
    line = gazetteer.shape(place.id).get("line")
    if line:
        geometry = line if isinstance(line, dict) else {"type": "LineString", "coordinates": line}
        return Shape(FootprintKind.ROUTE, geometry, f"the line of {place.name}; {place.note}")
    towns = _towns(gazetteer.shape(place.id), gazetteer)
    if not towns:
        return None
    names = [str(town["name"]) for town in gazetteer.shape(place.id)["through"]]
    return _line(place.name, names, towns, place.note)


def route(expression: Expression) -> Shape | None:
    """Return the road between two places: a known alignment cut to them, else a straight line."""
    start, end = expression.places[0], expression.places[1]
    if start is None or end is None:
        return undrawn(FootprintKind.ROUTE, f"no source knows {expression.unknown}")
    known = _known_road(expression, start, end)
    if known:
        return known
    ends = [(start.lon, start.lat), (end.lon, end.lat)]
    length = distance_km(*ends)
    if length > _LONGEST_ROUTE_KM or start.id == end.id:
        return None
    note = f"schematic: a straight line from {start.name} to {end.name}; no source knows the road"
    line = {"type": "LineString", "coordinates": [list(position) for position in ends]}
    return Shape(FootprintKind.ROUTE, line, note, uncertainty_km=round(length / 4, 1))


def _known_road(expression: Expression, start: Place, end: Place) -> Shape | None:
    """Curated road that is called after its two ends, cut to them."""
    first, second = expression.names[:2]
    for name in (f"{first}-{second} road", f"{second}-{first} road"):
        for match in expression.gazetteer.matches(name):
            facts = expression.gazetteer.shape(match.place.id)
            served = [str(town["place"]) for town in facts.get("through", ())]
            if start.id in served and end.id in served:
                low, high = sorted((served.index(start.id), served.index(end.id)))
                towns = _towns(facts, expression.gazetteer)[low : high + 1]
                names = [str(town["name"]) for town in facts["through"]][low : high + 1]
                return _line(match.place.name, names, towns, match.place.note)
    return None


def _towns(facts: dict[str, Any], gazetteer: Gazetteer) -> list[tuple[float, float]]:
    places = [gazetteer.place(town["place"]) for town in facts.get("through", ())]
    return [(place.lon, place.lat) for place in places]


def _line(
    road: str, names: Sequence[str], towns: Sequence[tuple[float, float]], exactness: str
) -> Shape:
    between = ", ".join(names[1:-1])
    note = f"{road} from {names[0]} to {names[-1]}" + (f" by {between}" if between else "")
    line = {"type": "LineString", "coordinates": [list(town) for town in towns]}
    return Shape(FootprintKind.ROUTE, line, f"{note}; {exactness}")


def agreed_zone(expression: Expression) -> Shape | None:
    """Return the zone that an agreement drew, else the whole place it lies in."""
    place, words = expression.places[0], expression.groups["agreed"]
    if place is None:
        return undrawn(FootprintKind.AREA, f"no source knows {expression.unknown}")
    named = expression.gazetteer.matches(f"{expression.names[0]} {words}")
    for match in named:
        area = expression.gazetteer.area(match.place.id)
        if area:
            stands_for = expression.gazetteer.shape(match.place.id).get("stands_for", "")
            note = f"approximate: {stands_for or match.place.name}; {area.note}"
            return Shape(FootprintKind.AREA, area.geometry, note)
    known = expression.gazetteer.has_area(place.id)
    area = expression.gazetteer.area(place.id) if known else None
    if area is None:
        return None
    note = f"approximate: no source outlines the {words}; the whole of {place.name} is drawn"
    return Shape(FootprintKind.AREA, area.geometry, note)


def part(expression: Expression) -> Shape | None:
    """Return the part of a place's polygon on one side of it."""
    place, side = expression.places[0], expression.groups["side"]
    if place is None:
        return undrawn(FootprintKind.PART, f"no source knows {expression.unknown}")
    if not expression.gazetteer.has_area(place.id):
        return None
    draw = partial(_part, expression.gazetteer, place.id, meaning("compass", side))
    note = (
        f"the {side.lower()} {PART_SHARE:.0%} of the area of {place.name}; the text sets no limit"
    )
    return Shape(FootprintKind.PART, None, note, draw=draw)


def _part(gazetteer: Gazetteer, place_id: str, bearing: float) -> Geometry:
    area = gazetteer.area(place_id)
    if area is None:
        raise KnowledgeFileError(f"{place_id}: expected an area; there is none")
    return compass_part(area.geometry, bearing)


def _is_country(place: Place) -> bool:
    return place.feature_code.startswith("PCL")
