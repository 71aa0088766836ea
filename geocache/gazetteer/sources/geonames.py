"""The whole of GeoNames, from the files that it publishes.

``allCountries.txt`` and the files of single countries have 19 columns, ``alternateNamesV2.txt``
10, separated by tabs; both come zipped as well (https://download.geonames.org/export/dump/).
They are streamed: nothing of them is kept in memory.
"""

import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from ...errors import BadLineError, GazetteerError
from ...records import NameKind, Place, PlaceOrigin
from ..index.names import alternate_kind
from ..protocols import NameRecord, PlaceRecord
from .tables import TableFile

PLACE_COLUMNS, NAME_COLUMNS = 19, 10
_CODES = frozenset({"iata", "icao", "faac"})
"""Stand in place of a language where the name is a code of an airport."""
NO_NAMES = frozenset({"link", "wkdt", "post", "unlc", "tcid", "phon"})
"""Stand in place of a language where there is no name, but an address or number."""
_LONGEST_NAME = 400
_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,15})?")
_POPULATION = re.compile(r"(-?[0-9]{1,12})?")
_MAX_LON, _MAX_LAT = 180, 90

Report = Callable[[str], None]
"""Called with the worded reason why a line was left out."""
Reached = Callable[[float], None]
"""Called with the share of a file that has been read, 0..1."""


class GeoNamesSource:
    """Places of GeoNames with the names in their own table.

    Parameters
    ----------
    path
        A table of places, ``.txt`` or ``.zip``.
    countries
        ISO 3166-1 alpha-2 codes of the countries to take; places that belong to none, as seas, are
        always taken. All of them when empty.
    report
        Told about lines that can't be used.
    """

    licence = "CC BY 4.0, GeoNames"

    def __init__(
        self, path: Path, countries: Collection[str] = (), report: Report | None = None
    ) -> None:
        self._table = TableFile(path, PLACE_COLUMNS, report)
        self._countries = frozenset(countries)
        chosen = f", {' '.join(sorted(countries))}" if countries else ""
        self.name = f"GeoNames {path.name} of {self._table.date}{chosen}"
        self.version = self._table.identity
        self.reached: Reached | None = None

    def records(self) -> Iterator[PlaceRecord]:
        """Yield every place that can be read.

        Raises
        ------
        GazetteerError
            The file is no table of GeoNames, or ends too early.
        """
        countries, met = self._countries, set[str]()
        for columns in self._table.rows(_checked_place, self.reached):
            if not countries or not columns[8] or columns[8] in countries:
                met.add(columns[8])
                yield _place_record(columns)
        if countries.isdisjoint(met) and countries:
            raise GazetteerError(f"{self.name}: there is no place of these countries in the table")


class AlternateNamesSource:
    """Names in other languages and scripts, and codes of airports.

    Parameters
    ----------
    path
        ``alternateNamesV2``, ``.txt`` or ``.zip``.
    report
        Told about lines that can't be used.
    """

    licence = "CC BY 4.0, GeoNames"

    def __init__(self, path: Path, report: Report | None = None) -> None:
        self._table = TableFile(path, NAME_COLUMNS, report)
        self.name = f"GeoNames {path.name} of {self._table.date}"
        self.version = self._table.identity
        self.reached: Reached | None = None

    def records(self) -> Iterator[NameRecord]:
        """Yield every name; those of places that were left out are nobody's.

        Raises
        ------
        GazetteerError
            The file is no table of alternate names, or ends too early.
        """
        for columns in self._table.rows(_checked_name, self.reached):
            language, name = columns[2], columns[3]
            if language in NO_NAMES:
                continue
            kind = NameKind.CODE if language in _CODES else NameKind.ALTERNATE
            if language == "abbr":
                kind = NameKind.ABBREVIATION
            yield NameRecord(f"geonames:{columns[1]}", {name: kind}, required=False)


def _checked_place(columns: list[str]) -> list[str]:
    number, name, lat, lon = columns[0], columns[1], columns[4], columns[5]
    if not (number.isdecimal() and number.isascii()):
        raise BadLineError(f"geonameid is {number!r}; expected a number")
    if not name or len(name) > _LONGEST_NAME:
        raise BadLineError(f"name is {name[:40]!r}; expected 1 to {_LONGEST_NAME} characters")
    if not (_on_axis(lat, _MAX_LAT) and _on_axis(lon, _MAX_LON)):
        raise BadLineError(f"latitude, longitude are {lat!r}, {lon!r}; expected degrees")
    if not _POPULATION.fullmatch(columns[14]):
        raise BadLineError(f"population is {columns[14]!r}; expected a number")
    return columns


def _on_axis(degrees: str, limit: float) -> bool:
    return bool(_DEGREES.fullmatch(degrees)) and abs(float(degrees)) <= limit


def _checked_name(columns: list[str]) -> list[str]:
    if not (columns[1].isdecimal() and columns[1].isascii()):
        raise BadLineError(f"geonameid is {columns[1]!r}; expected a number")
    if not columns[3]:
        raise BadLineError("the alternate name is empty")
    return columns


def _place_record(columns: list[str]) -> PlaceRecord:
    names = {name: alternate_kind(name) for name in columns[3].split(",") if name}
    if columns[2]:
        names[columns[2]] = NameKind.ALTERNATE
    names[columns[1]] = NameKind.PREFERRED
    return PlaceRecord(
        Place(
            f"geonames:{columns[0]}",
            columns[1],
            float(columns[5]),
            float(columns[4]),
            columns[6],
            columns[7],
            columns[8],
            columns[10],
            columns[11],
            max(int(columns[14] or 0), 0),
            "",
            "GeoNames",
            PlaceOrigin.GEONAMES,
        ),
        names,
    )
