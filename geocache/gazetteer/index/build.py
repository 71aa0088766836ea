"""Compile the sources into an index that is opened memory-mapped.

The index is written into a folder beside its place and moved there whole, manifest last, so what
can be opened is always complete.
"""

import gc
import json
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import numpy.typing as npt

from ...antimeridian import polygonal
from ...caching import Caches
from ...errors import GazetteerError
from ...records import NameKind
from ..curated_geometry import CuratedGeometry
from ..names.normalise import normal_form
from ..outlines.areas import AreaMaker
from ..outlines.precomputed import PrecomputedArea, write_areas
from ..outlines.settled import SettledAreas
from ..outlines.table import write_outlines
from ..protocols import (
    AreaMethod,
    NameRecord,
    PlaceRecord,
    PointRecord,
    Progress,
    Record,
    Source,
    StreamedSource,
)
from .manifest import Manifest
from .names import KINDS, NameTable, NameWriter, code_key, is_name
from .nearest import BANDS, bands, spatial_order
from .place_index import ALIASES, CURATED, ID_ROWS, IDS, PlaceIndex
from .places import ROWS, PlaceWriter, Rows, geonames_number
from .romanised_names import LooseWriter
from .trigrams import TrigramWriter

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
        self._curated: dict[str, CuratedGeometry] = {}
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
        if record.geometry:
            self._curated[place.id] = record.geometry
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
        curated = {place_id: drawn.encoded() for place_id, drawn in self._curated.items()}
        (self._folder / CURATED).write_text(json.dumps(curated), encoding="utf-8")

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


_DRAFT = ".draft-"
_ABANDONED_S = 3600.0
"""Age from which a draft that nobody writes to is nobody's any more."""
_FINISHING = 5
"""Steps after the sources are read."""


def build_index(target: Path, sources: Iterable[Source], progress: Progress | None = None) -> Path:
    """Compile ``sources`` into the folder ``target``.

    Parameters
    ----------
    target
        The folder to make; when another process makes it first, that one stays.
    progress
        Told about each step.

    Returns
    -------
    Path
        ``target``.

    Raises
    ------
    GazetteerError
        A source contradicts itself or can't be read, or the folder can't be written.
    """
    report = progress or (lambda _step, _done, _total: None)
    sources = list(sources)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_abandoned(target.parent)
        draft = Path(mkdtemp(prefix=f"{_DRAFT}{target.name}-", dir=target.parent))
    except OSError as error:
        raise GazetteerError(f"can't write the gazetteer to {target.parent}: {error}") from error
    collecting = gc.isenabled()
    gc.disable()  # millions of small records and no cycles among them: a tenth of the time
    try:
        _write(draft, sources, report)
        _move(draft, target)
    except OSError as error:
        raise GazetteerError(f"can't write the gazetteer to {target.parent}: {error}") from error
    finally:
        if collecting:
            gc.enable()
        shutil.rmtree(draft, ignore_errors=True)
    steps = len(sources) + _FINISHING
    report("gazetteer compiled", steps, steps)
    return target


def _write(draft: Path, sources: list[Source], report: Progress) -> None:
    steps = len(sources) + _FINISHING
    with closing(Collected(draft)) as collected:
        _collect(collected, sources, report)
        for step, title in enumerate(collected.finish(), len(sources)):
            report(f"gazetteer: {title}", step, steps)
    report("gazetteer: drawing outlines", steps - 2, steps)
    write_outlines(draft)
    report("gazetteer: drawing areas", steps - 1, steps)
    write_areas(draft, _areas(PlaceIndex(draft)))
    Manifest.of(sources).with_files(draft).write(draft)


def _areas(index: PlaceIndex) -> list[PrecomputedArea]:
    """Make the areas of all subdivisions without outline, and of all regions made of others."""
    areas = AreaMaker(index, index.caches)
    units = [unit for unit in index.subdivisions() if areas.is_settled(unit)]
    units.sort(key=lambda unit: (unit.country_code, unit.admin1_code))
    built = SettledAreas(index, Caches()).several(units)
    settled_of = {unit.id: settled for unit, settled in zip(units, built, strict=True) if settled}
    kept = [
        PrecomputedArea(row, settled.figure, settled.settlements, settled.is_around)
        for place_id, settled in settled_of.items()
        if (row := index.row(place_id)) is not None
    ]
    areas = AreaMaker(index, index.caches, settled=lambda unit: settled_of.get(unit.id))
    for place in index.unions():
        area, row = areas.area(place.id), index.row(place.id)
        if row is not None and area and area.method is AreaMethod.CURATED:
            kept.append(PrecomputedArea(row, polygonal(area.figure)))
    return kept


def _collect(collected: Collected, sources: list[Source], report: Progress) -> None:
    steps = len(sources) + _FINISHING
    for step, source in enumerate(sources):
        title = f"gazetteer: {source.name}"
        report(title, step, steps)
        if isinstance(source, StreamedSource):
            source.reached = lambda share, at=step, what=title: report(what, at + share, steps)
        for record in source.records():
            collected.add(record)
    collected.apply_early()


def _clear_abandoned(folder: Path) -> None:
    """Remove drafts that a killed process left behind; a draft of now may be at work."""
    for draft in folder.glob(f"{_DRAFT}*"):
        with suppress(FileNotFoundError):  # whoever made it is removing it
            written = max(path.stat().st_mtime for path in (draft, *draft.iterdir()))
            if time.time() - written > _ABANDONED_S:
                shutil.rmtree(draft, ignore_errors=True)


def _move(draft: Path, target: Path) -> None:
    try:
        draft.replace(target)
    except OSError:
        # Another process finished first; its index came from the same sources.
        if not (target / Manifest.FILE).exists():
            raise
