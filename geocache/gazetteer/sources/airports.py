"""Airports, from ``airportsdata``, under the ids of GeoNames where OpenTravelData knows them."""

from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any

import airportsdata

from ...records import NameKind, Place, PlaceOrigin
from ..protocols import NameRecord, PlaceRecord
from .opentraveldata import airport_ids


class AirportSource:
    """Aerodromes with an ICAO code or one like it, air bases and landing strips among them."""

    name = "airportsdata"
    licence = "MIT"

    def __init__(self) -> None:
        self.version = version("airportsdata")

    def records(self) -> Iterator[PlaceRecord | NameRecord]:
        """Yield every airport, or its codes where it is known already."""
        known = airport_ids()
        for code, airport in airportsdata.load("ICAO").items():
            iata, name = airport["iata"], airport["name"]
            if not name:
                continue
            names = {key: NameKind.CODE for key in (iata, code) if key}
            names[name] = NameKind.PREFERRED
            if iata in known:
                names[name] = NameKind.ALTERNATE
                yield NameRecord(known[iata], names, aliases=(f"icao:{code}",))
            else:
                yield PlaceRecord(_place(code, airport), names)


def _place(code: str, airport: Mapping[str, Any]) -> Place:
    return Place(
        id=f"icao:{code}",
        name=airport["name"],
        lon=airport["lon"],
        lat=airport["lat"],
        feature_class="S",
        feature_code="AIRP",
        country_code=airport["country"],
        source="airportsdata",
        origin=PlaceOrigin.AIRPORTS,
    )
