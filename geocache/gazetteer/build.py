"""Compile the sources into an index that is opened memory-mapped.

The index is written into a folder beside its place and moved there whole, manifest last, so what
can be opened is always complete.
"""

import json
import shutil
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import marisa_trie
import numpy as np
import pyarrow as pa

from ..errors import GazetteerError
from ..model import NameKind, Place
from .manifest import Manifest
from .names import normal_form
from .records import NameRecord, PlaceRecord, PointRecord, Progress, Record, Source
from .romanisation import loose_key

PLACE_COLUMNS: dict[str, pa.DataType] = {
    "id": pa.string(),
    "name": pa.string(),
    "lon": pa.float64(),
    "lat": pa.float64(),
    "feature_class": pa.dictionary(pa.int16(), pa.string()),
    "feature_code": pa.dictionary(pa.int16(), pa.string()),
    "country_code": pa.dictionary(pa.int16(), pa.string()),
    "admin1_code": pa.string(),
    "admin2_code": pa.string(),
    "population": pa.int64(),
    "note": pa.string(),
    "source": pa.dictionary(pa.int16(), pa.string()),
}
_DRAFT = ".draft-"
_ABANDONED_S = 3600.0
"""Age from which a draft is nobody's any more; a build takes a minute."""
NAME_KINDS = tuple(NameKind)


class _Collected:
    """Places and names in memory, in the order the sources gave them."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.rows: dict[str, int] = {}
        self.postings: dict[str, dict[int, int]] = {}
        self.shapes: dict[str, dict[str, Any]] = {}
        self.facts: list[NameRecord | PointRecord] = []

    def add(self, record: Record) -> None:
        if not isinstance(record, PlaceRecord):
            self.facts.append(record)
            return
        place = record.place
        row = self.rows.setdefault(place.id, len(self.places))
        if row == len(self.places):
            self.places.append(place)
        if place.feature_code.startswith("PCL"):
            self.rows.setdefault(f"country:{place.country_code}", row)
        if record.shape:
            self.rows.setdefault(record.shape["slug"], row)
            self.shapes[self.places[row].id] = record.shape
        self._add_names(row, record.names)

    def apply_facts(self) -> None:
        """Attach the names and points that came before or without their place."""
        unknown = sorted({f.place_id for f in self.facts if f.place_id not in self.rows})
        if unknown:
            raise GazetteerError(
                f"facts are given on {', '.join(unknown)}, which no source delivers; "
                "correct the entries in data/gazetteer"
            )
        for fact in self.facts:
            row = self.rows[fact.place_id]
            if isinstance(fact, NameRecord):
                self._add_names(row, fact.names)
            else:
                place = self.places[row]
                self.places[row] = replace(place, lon=fact.lon, lat=fact.lat, note=fact.note)

    def _add_names(self, row: int, names: dict[str, NameKind]) -> None:
        for name, kind in names.items():
            key = normal_form(name)
            if key:
                kinds = self.postings.setdefault(key, {})
                code = NAME_KINDS.index(kind)
                kinds[row] = min(code, kinds.get(row, code))


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
        A source contradicts itself, or the folder can't be written.
    """
    report = progress or (lambda _step, _done, _total: None)
    sources = list(sources)
    steps = len(sources) + 2
    collected = _Collected()
    for step, source in enumerate(sources):
        report(f"gazetteer: {source.name}", step, steps)
        for record in source.records():
            collected.add(record)
    collected.apply_facts()
    report("gazetteer: writing the index", steps - 2, steps)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_abandoned(target.parent)
        draft = Path(mkdtemp(prefix=f"{_DRAFT}{target.name}-", dir=target.parent))
    except OSError as error:
        raise GazetteerError(f"can't write the gazetteer to {target.parent}: {error}") from error
    try:
        _write(draft, collected, Manifest.of(sources))
        _move(draft, target)
    except OSError as error:
        raise GazetteerError(f"can't write the gazetteer to {target.parent}: {error}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    report("gazetteer compiled", steps, steps)
    return target


def _clear_abandoned(folder: Path) -> None:
    """Remove drafts that a killed process left behind; a draft of now may be at work."""
    for draft in folder.glob(f"{_DRAFT}*"):
        if time.time() - draft.stat().st_mtime > _ABANDONED_S:
            shutil.rmtree(draft, ignore_errors=True)


def _write(folder: Path, collected: _Collected, manifest: Manifest) -> None:
    _write_places(folder / "places.arrow", collected.places)
    _write_names(folder, collected.postings)
    ids = pa.array(list(collected.rows))
    order = np.argsort(np.array(list(collected.rows), dtype=object), kind="stable")
    rows = np.fromiter(collected.rows.values(), dtype=np.int32)
    table = pa.table({"id": ids.take(pa.array(order)), "row": rows[order]})
    _write_table(folder / "ids.arrow", table)
    (folder / "shapes.json").write_text(json.dumps(collected.shapes), encoding="utf-8")
    manifest.with_files(folder).write(folder)


def _write_places(path: Path, places: list[Place]) -> None:
    columns = {
        name: pa.array([getattr(place, name) for place in places]).cast(kind)
        if not pa.types.is_dictionary(kind)
        else pa.array([getattr(place, name) for place in places]).dictionary_encode().cast(kind)
        for name, kind in PLACE_COLUMNS.items()
    }
    _write_table(path, pa.table(columns))


def _write_table(path: Path, table: pa.Table) -> None:
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks())


def _write_names(folder: Path, postings: dict[str, dict[int, int]]) -> None:
    """Write a trie of keys, and for each key (by its trie id) the rows and kinds of its places."""
    trie = marisa_trie.Trie(postings.keys())
    trie.save(str(folder / "names.marisa"))
    keys: list[str] = [""] * len(postings)
    for key, number in trie.items():
        keys[number] = key
    offsets = np.zeros(len(keys) + 1, dtype=np.int64)
    np.cumsum([len(postings[key]) for key in keys], out=offsets[1:])
    rows = np.fromiter((r for key in keys for r in postings[key]), dtype=np.int32)
    kinds = np.fromiter((k for key in keys for k in postings[key].values()), dtype=np.int8)
    np.save(folder / "name_offsets.npy", offsets)
    np.save(folder / "name_rows.npy", rows)
    np.save(folder / "name_kinds.npy", kinds)
    _write_loose_names(folder, keys)


def _write_loose_names(folder: Path, keys: list[str]) -> None:
    """Write a trie of looser keys, and for each the numbers of the names that have it."""
    loose = [loose_key(key) for key in keys]
    trie = marisa_trie.Trie({key for key in loose if key})
    trie.save(str(folder / "loose.marisa"))
    numbers = np.fromiter((trie.get(key, -1) for key in loose), dtype=np.int32, count=len(loose))
    order = np.argsort(numbers, kind="stable").astype(np.int32)
    first = int(np.searchsorted(numbers[order], 0))
    counts = np.bincount(numbers[order[first:]], minlength=len(trie))
    np.save(folder / "loose_offsets.npy", np.concatenate([[0], np.cumsum(counts)]))
    np.save(folder / "loose_names.npy", order[first:])


def _move(draft: Path, target: Path) -> None:
    try:
        draft.replace(target)
    except OSError:
        # Another process finished first; its index came from the same sources.
        if not (target / Manifest.FILE).exists():
            raise
