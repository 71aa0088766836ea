"""Airports, from ``airportsdata``."""

from collections.abc import Iterator
from importlib.metadata import version

import airportsdata

from ...model import NameKind, Place
from ..records import PlaceRecord


class AirportSource:
    """Aerodromes with an ICAO code; only those with an IATA code have scheduled flights."""

    name = "airportsdata"
    licence = "MIT"

    def __init__(self) -> None:
        self.version = version("airportsdata")

    def records(self) -> Iterator[PlaceRecord]:
        """Yield every airport that has an IATA code."""
        for code, airport in airportsdata.load("ICAO").items():
            if airport["iata"] and airport["name"]:
                yield PlaceRecord(
                    Place(
                        id=f"icao:{code}",
                        name=airport["name"],
                        lon=airport["lon"],
                        lat=airport["lat"],
                        feature_class="S",
                        feature_code="AIRP",
                        country_code=airport["country"],
                        source="airportsdata",
                    ),
                    {airport["name"]: NameKind.PREFERRED},
                )
