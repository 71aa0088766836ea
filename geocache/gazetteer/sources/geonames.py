"""The whole of GeoNames, from the files that it publishes.

``allCountries.txt`` and the files of single countries have 19 columns, ``alternateNamesV2.txt``
10, separated by tabs; both come zipped as well (https://download.geonames.org/export/dump/).
They are streamed: nothing of them is kept in memory.
"""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from ...errors import BadLineError
from ...model import NameKind, Place
from ..records import NameRecord, PlaceRecord
from .tables import TableFile

PLACE_COLUMNS, NAME_COLUMNS = 19, 10
_CODES = frozenset({"iata", "icao", "faac"})
"""Stand in place of a language where the name is a code of an airport."""
_NO_NAMES = frozenset({"link", "wkdt", "post", "unlc", "tcid", "phon"})
"""Stand in place of a language where there is no name, but an address or number."""
_LONGEST_NAME = 400
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
        countries = self._countries
        for columns in self._table.rows(_checked_place, self.reached):
            if not countries or not columns[8] or columns[8] in countries:
                yield _place_record(columns)


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
            if language in _NO_NAMES:
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
    try:
        on_globe = abs(float(lat)) <= _MAX_LAT and abs(float(lon)) <= _MAX_LON
    except ValueError:
        on_globe = False
    if not on_globe:
        raise BadLineError(f"latitude, longitude are {lat!r}, {lon!r}; expected degrees")
    if columns[14] and not columns[14].lstrip("-").isdecimal():
        raise BadLineError(f"population is {columns[14]!r}; expected a number")
    return columns


def _checked_name(columns: list[str]) -> list[str]:
    if not (columns[1].isdecimal() and columns[1].isascii()):
        raise BadLineError(f"geonameid is {columns[1]!r}; expected a number")
    if not columns[3]:
        raise BadLineError("the alternate name is empty")
    return columns


def _place_record(columns: list[str]) -> PlaceRecord:
    names = dict.fromkeys(columns[3].split(","), NameKind.ALTERNATE) if columns[3] else {}
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
        ),
        names,
    )
