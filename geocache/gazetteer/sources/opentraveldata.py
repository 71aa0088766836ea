"""Airports, stations and the towns they serve, from OpenTravelData by way of ``neobase``.

Most of its rows are GeoNames entries, with their ids, points and names in several languages.
"""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files

from ...errors import GazetteerError
from ...records import NameKind, Place, PlaceOrigin
from ..index.names import alternate_kind
from ..protocols import PlaceRecord
from .geonames import NO_NAMES

_FILE = "optd_por_public.csv"
_NEEDED = ("geoname_id", "name", "latitude", "longitude", "fclass", "fcode", "alt_name_section")
_NAME_SEPARATOR, _PART_SEPARATOR = "=", "|"
_NAMED_PARTS = 2
_ABANDONED = "AIRQ"

Row = dict[str, str]


class OpenTravelDataSource:
    """Points of reference of travel that have a GeoNames id."""

    name = "OpenTravelData (neobase)"
    licence = "CC BY 4.0, OpenTravelData and GeoNames"

    def __init__(self) -> None:
        self.version = version("neobase")

    def records(self) -> Iterator[PlaceRecord]:
        """Yield every point of reference once, with its IATA and ICAO codes."""
        for number, rows in _rows_by_id().items():
            yield _record(number, rows)


@cache
def airport_ids() -> dict[str, str]:
    """Id of each airport that has one in GeoNames, by its IATA code."""
    return {
        row["iata_code"]: f"geonames:{number}"
        for number, rows in _rows_by_id().items()
        for row in rows
        if row["fclass"] == "S" and row["iata_code"]
    }


@cache
def _rows_by_id() -> dict[str, list[Row]]:
    """Rows of today by their GeoNames id; a town and its airport may share a code, not an id."""
    text = files("neobase").joinpath(_FILE).read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="^", quoting=csv.QUOTE_NONE)
    missing = set(_NEEDED) - set(rows.fieldnames or ())
    if missing:
        raise GazetteerError(
            f"{_FILE} of neobase {version('neobase')} has no columns {', '.join(sorted(missing))}"
        )
    found: dict[str, list[Row]] = {}
    for row in rows:
        named = row["is_geonames"] == "Y" and row["geoname_id"].isdecimal() and row["fcode"]
        if named and not row["date_until"] and row["fcode"] != _ABANDONED:
            found.setdefault(row["geoname_id"], []).append(row)
    return found


def _record(number: str, rows: list[Row]) -> PlaceRecord:
    first = rows[0]
    names = {name: alternate_kind(name) for name in _other_names(first["alt_name_section"])}
    codes = [row[column] for row in rows for column in ("iata_code", "icao_code")]
    return PlaceRecord(
        Place(
            id=f"geonames:{number}",
            name=first["name"],
            lon=float(first["geoname_lon"] or first["longitude"]),
            lat=float(first["geoname_lat"] or first["latitude"]),
            feature_class=first["fclass"],
            feature_code=first["fcode"],
            country_code=first["country_code"],
            admin1_code=first["adm1_code"],
            admin2_code=first["adm2_code"],
            population=int(first["population"] or 0),
            source="OpenTravelData",
            origin=PlaceOrigin.GEONAMES,
        ),
        {code: NameKind.CODE for code in codes if code}
        | names
        | {first["asciiname"]: NameKind.ALTERNATE, first["name"]: NameKind.PREFERRED},
        aliases=tuple(f"icao:{row['icao_code']}" for row in rows if row["icao_code"]),
    )


def _other_names(section: str) -> Iterator[str]:
    """Names out of ``en|Heathrow Airport|=es|Aeropuerto Heathrow|p``: language, name, flags."""
    for item in section.split(_NAME_SEPARATOR):
        parts = item.split(_PART_SEPARATOR)
        if len(parts) >= _NAMED_PARTS and parts[0] not in NO_NAMES and parts[1]:
            yield parts[1]
