"""Places on disk: a row of fixed size for each, what repeats in lists, names in one run of text.

Rows are sorted by narrow bands of latitude and by longitude within each (`nearest`), so that what
lies together on the ground lies together on disk.
"""

import json
import mmap
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from struct import Struct
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from ...errors import GazetteerError
from ...quick_records import make_place
from ...records import Place, PlaceOrigin

ROWS, TEXTS, LISTS = "places.bin", "place_names.txt", "lists.json"
COLUMNS: dict[str, str] = {
    "lon": "f8",
    "lat": "f8",
    "population": "i8",
    "number": "i4",
    "name_at": "u4",
    "note": "u4",
    "admin2_code": "u4",
    "name_size": "u2",
    "feature_code": "u2",
    "admin1_code": "u2",
    "source": "u2",
    "country_code": "u2",
    "feature_class": "u2",
}
"""Little-endian, without gaps. Columns that are named in `LISTED` hold positions in a list."""
LISTED = (
    "note",
    "admin2_code",
    "feature_code",
    "admin1_code",
    "source",
    "country_code",
    "feature_class",
)
ROW_TYPE = np.dtype([(name, f"<{kind}") for name, kind in COLUMNS.items()])
GEONAMES = "geonames:"
"""Ids with this prefix are kept as their number; others as -1 minus their place in a list."""
_ORIGINS = "id_origins"
"""List of the origins of places whose ids are in a list."""
_ROW = Struct("<ddqiIIIHHHHHH")
_MOST_LISTED, _MOST_DIGITS = (1 << 16) - 1, 10

Rows = npt.NDArray[np.void]


class PlaceWriter:
    """Takes places one after the other, and keeps none of them.

    Parameters
    ----------
    folder
        Where the rows and names are written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows = (folder / ROWS).open("wb")
        self._texts = (folder / TEXTS).open("wb")
        self._texts_size = 0
        self._lists: dict[str, dict[str, int]] = {name: {} for name in (*LISTED, "id")}
        self._origins: list[PlaceOrigin] = []
        """Of the ids in their list."""
        self.count = 0

    def add(self, place: Place) -> int:
        """Write a place; return the number of its row until `finish` sorts them."""
        name = place.name.encode()
        listed = [self._position(column, getattr(place, column)) for column in LISTED]
        row = _ROW.pack(
            place.lon,
            place.lat,
            place.population,
            self._number(place),
            self._texts_size,
            *listed[:2],
            len(name),
            *listed[2:],
        )
        self._rows.write(row)
        self._texts.write(name)
        self._texts_size += len(name)
        self.count += 1
        return self.count - 1

    def note_position(self, note: str) -> int:
        """Position of a note in its list, for rows that are changed afterwards."""
        return self._position("note", note)

    def _position(self, column: str, value: str) -> int:
        positions = self._lists[column]
        position = positions.setdefault(value, len(positions))
        if position > _MOST_LISTED and ROW_TYPE[column].itemsize == 2:  # noqa: PLR2004  u2
            raise GazetteerError(f"more than {_MOST_LISTED:,} different values of {column}")
        return position

    def _number(self, place: Place) -> int:
        number = geonames_number(place.id)
        if number is not None:
            return number
        position = self._position("id", place.id)
        if position == len(self._origins):
            self._origins.append(place.origin)
        return -1 - position

    def rows(self) -> Rows:
        """Everything written so far, in the order it came."""
        self._rows.flush()
        return np.fromfile(self._folder / ROWS, dtype=ROW_TYPE)

    def close(self) -> None:
        """Write what is still in memory."""
        if self._rows.closed:
            return
        self._rows.close()
        self._texts.close()
        lists = {column: list(known) for column, known in self._lists.items()}
        lists[_ORIGINS] = list(self._origins)
        (self._folder / LISTS).write_text(json.dumps(lists), encoding="utf-8")


class PlaceTable:
    """Opened rows; a place is read in a few microseconds.

    Parameters
    ----------
    folder
        Where `PlaceWriter` wrote.
    """

    def __init__(self, folder: Path) -> None:
        self._rows = mapped(folder / ROWS)
        self._texts = mapped(folder / TEXTS)
        lists = json.loads((folder / LISTS).read_text(encoding="utf-8"))
        # The garbage collector looks into lists at every full run, but not into such tuples.
        known = {origin.value: origin for origin in PlaceOrigin}  # to make them takes longer
        self._origins = tuple(known[origin] for origin in lists.pop(_ORIGINS))
        self._lists: dict[str, tuple[str, ...]] = {name: tuple(lists[name]) for name in lists}
        self._ids = self._lists["id"]
        self._values = [self._lists[column] for column in LISTED]
        self.columns: Rows = np.frombuffer(self._rows, dtype=ROW_TYPE)

    def __len__(self) -> int:
        return len(self.columns)

    def __getitem__(self, row: int) -> Place:
        (
            lon,
            lat,
            population,
            number,
            name_at,
            note,
            admin2,
            name_size,
            code,
            admin1,
            source,
            country,
            kind,
        ) = _ROW.unpack_from(self._rows, row * _ROW.size)
        notes, admin2s, codes, admin1s, sources, countries, classes = self._values
        if number >= 0:
            place_id, origin = f"{GEONAMES}{number}", PlaceOrigin.GEONAMES
        else:
            place_id, origin = self._ids[-1 - number], self._origins[-1 - number]
        return make_place(
            place_id,
            self._texts[name_at : name_at + name_size].decode(),
            lon,
            lat,
            classes[kind],
            codes[code],
            countries[country],
            admin1s[admin1],
            admin2s[admin2],
            population,
            notes[note],
            sources[source],
            origin,
        )

    def where(self, column: str, values: Iterable[str]) -> npt.NDArray[np.bool_]:
        """Whether each row has one of these values in a column of `LISTED`."""
        wanted = frozenset(values)
        positions = [n for n, value in enumerate(self._lists[column]) if value in wanted]
        return np.isin(self.columns[column], positions)

    def values(self, column: str) -> tuple[str, ...]:
        """Every value that occurs in a column of `LISTED`."""
        return self._lists[column]


class PlaceRows(Sequence[Place]):
    """Some rows of a table as places, each read when it is asked for.

    Parameters
    ----------
    table
        Where they are.
    rows
        Their numbers, in the order in which the places come.
    """

    def __init__(self, table: PlaceTable, rows: npt.NDArray[np.int64]) -> None:
        self._table, self._rows = table, rows

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Place]:
        return map(self._table.__getitem__, self._rows.tolist())

    @overload
    def __getitem__(self, index: int) -> Place: ...

    @overload
    def __getitem__(self, index: slice) -> "PlaceRows": ...

    def __getitem__(self, index: int | slice) -> "Place | PlaceRows":
        if isinstance(index, slice):
            return PlaceRows(self._table, self._rows[index])
        return self._table[int(self._rows[index])]

    @property
    def positions(self) -> npt.NDArray[np.float64]:
        """Longitude and latitude of each, in degrees, without reading the places."""
        columns = self._table.columns
        return np.column_stack([columns["lon"][self._rows], columns["lat"][self._rows]])


def geonames_number(place_id: str) -> int | None:
    """Return the number in an id of GeoNames, as in ``geonames:169389``; None for other ids."""
    number = place_id[len(GEONAMES) :]
    if not (number.isdecimal() and number.isascii() and place_id.startswith(GEONAMES)):
        return None
    if len(number) > _MOST_DIGITS or (number[0] == "0" and number != "0"):
        return None
    found = int(number)
    return found if found < 1 << 31 else None


def mapped(path: Path) -> Any:
    """Memory-map a file to read; an empty one is no bytes at all."""
    with path.open("rb") as stream:
        if not path.stat().st_size:
            return b""
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
