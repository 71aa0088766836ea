"""Places and names on their way from the sources into an index: spooled to disk as they come."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import GazetteerError
from ..model import NameKind
from .loose_table import LooseWriter
from .name_table import KINDS, NameTable, NameWriter, code_key, is_name
from .names import normal_form
from .nearest import bands, spatial_order
from .place_table import ROWS, PlaceWriter, Rows, geonames_number
from .records import NameRecord, PlaceRecord, PointRecord, Record
from .trigrams import TrigramWriter

IDS, ID_ROWS, ALIASES, SHAPES, BANDS = (
    "ids.npy",
    "id_rows.npy",
    "aliases.json",
    "shapes.json",
    "bands.npy",
)
_CODE_KIND = KINDS.index(NameKind.CODE)
_CHUNK = 200_000
_ANTIMERIDIAN = 180.0

Numbers = npt.NDArray[np.int64]


class Collected:
    """What the sources gave so far.

    Parameters
    ----------
    folder
        A draft of the index.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._places = PlaceWriter(folder)
        self._names = NameWriter(folder)
        self._rows: dict[int | str, int] = {}
        """Row of each id; numbers stand for the ids of GeoNames, which are many."""
        self._derived: set[int] = set()
        """Rows whose point is not the source's own."""
        self._points: dict[int, PointRecord] = {}
        self._shapes: dict[str, dict[str, Any]] = {}
        self._early: list[NameRecord | PointRecord] = []

    def add(self, record: Record) -> None:
        """Take a place, or a fact on one; the first to deliver a place says what it is."""
        if not isinstance(record, PlaceRecord):
            if not self._apply(record):
                self._early.append(record)
            return
        place = record.place
        row = self._rows.get(_key(place.id))
        if row is None:
            row = self._rows[_key(place.id)] = self._places.add(place)
            if place.note:
                self._derived.add(row)
        self._add_aliases(row, record.aliases)
        if record.shape:
            self._shapes[place.id] = record.shape
        self._add_names(row, record.names)

    def apply_early(self) -> None:
        """Attach the facts that came before their place.

        Raises
        ------
        GazetteerError
            No source delivers the place.
        """
        unknown = sorted({fact.place_id for fact in self._early if not self._apply(fact)})
        if unknown:
            raise GazetteerError(
                f"facts are given on {', '.join(unknown)}, which no source delivers; "
                "correct the entries"
            )

    def _apply(self, fact: NameRecord | PointRecord) -> bool:
        row = self._rows.get(_key(fact.place_id))
        if row is None:
            return not fact.required
        if isinstance(fact, NameRecord):
            self._add_names(row, fact.names)
            self._add_aliases(row, fact.aliases)
        elif row in self._derived:
            self._points[row] = fact
        return True

    def _add_aliases(self, row: int, aliases: tuple[str, ...]) -> None:
        for alias in aliases:
            self._rows.setdefault(_key(alias), row)

    def _add_names(self, row: int, names: dict[str, NameKind]) -> None:
        keys: dict[str, int] = {}
        for name, kind in names.items():
            position = KINDS.index(kind)
            key = code_key(name) if position == _CODE_KIND else normal_form(name)
            if key:
                keys[key] = min(position, keys.get(key, position))
        self._names.add(row, keys)

    def close(self) -> None:
        """Let go of the files, whether all was written or not."""
        self._places.close()
        self._names.close()

    def finish(self) -> Iterator[str]:
        """Write the index; yield the name of each step before it is done."""
        yield "sorting the places"
        rows, moved = self._write_places()
        rank = _ranks(rows)
        yield "writing the names"
        self._names.finish(moved, rank)
        yield "writing looser keys"
        self._write_approximate(rank)

    def _write_places(self) -> tuple[Rows, Numbers]:
        """Write the sorted rows; return them, and the final row of each row as it came."""
        rows = self._places.rows()
        for row, point in self._points.items():
            rows["lon"][row], rows["lat"][row] = point.lon, point.lat
            rows["note"][row] = self._places.note_position(point.note)
        self._places.close()
        rows["lon"][rows["lon"] == _ANTIMERIDIAN] = -_ANTIMERIDIAN  # one meridian, one number
        order = spatial_order(rows["lon"], rows["lat"])
        moved = np.empty(len(order), dtype=np.int64)
        moved[order] = np.arange(len(order))
        rows = rows[order]
        rows.tofile(self._folder / ROWS)
        np.save(self._folder / BANDS, bands(rows["lat"]))
        self._write_ids(rows, moved)
        return rows, moved

    def _write_ids(self, rows: Rows, moved: Numbers) -> None:
        numbers = rows["number"]
        order = np.argsort(numbers, kind="stable").astype(np.int32)
        order = order[np.searchsorted(numbers[order], 0) :]
        np.save(self._folder / IDS, numbers[order])
        np.save(self._folder / ID_ROWS, order)
        aliases = {str(key): int(moved[row]) for key, row in self._others()}
        self._rows.clear()
        (self._folder / ALIASES).write_text(json.dumps(aliases), encoding="utf-8")
        (self._folder / SHAPES).write_text(json.dumps(self._shapes), encoding="utf-8")

    def _others(self) -> Iterator[tuple[str, int]]:
        return ((key, row) for key, row in self._rows.items() if isinstance(key, str))

    def _write_approximate(self, rank: Numbers) -> None:
        names = NameTable(self._folder)
        loose, trigrams = LooseWriter(self._folder), TrigramWriter(self._folder)
        with closing(loose), closing(trigrams), ThreadPoolExecutor(1) as beside:
            for keys in _chunks(names):
                sorting = beside.submit(trigrams.add, keys)  # in numpy, which lets others work
                loose.add(keys)
                sorting.result()
            loose.finish(rank[names.first_rows()])
            trigrams.finish()


def _key(place_id: str) -> int | str:
    number = geonames_number(place_id)
    return place_id if number is None else number


def _ranks(rows: Rows) -> Numbers:
    """Rank of each place by population; the larger comes first."""
    order = np.argsort(-rows["population"], kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank


def _chunks(names: NameTable) -> Iterator[Sequence[str]]:
    """Keys in the order of their numbers, empty where they are codes."""
    numbers = iter(range(len(names)))
    while chunk := list(islice(numbers, _CHUNK)):
        keys = map(names.spelled, chunk)
        yield [key if is_name(key) else "" for key in keys]
