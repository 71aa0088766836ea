"""The compiled gazetteer, opened memory-mapped in milliseconds."""

import json
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..errors import GazetteerError, UnknownPlaceError
from ..model import NameMatch, Place
from .areas import AreaMaker
from .build import NAME_KINDS, PLACE_COLUMNS
from .manifest import Manifest
from .names import normal_form
from .nearest import NearestIndex
from .romanisation import loose_key, loosely

_CACHED_PLACES = 1 << 16


class CompiledGazetteer:
    """A gazetteer index on disk; implements `geocache.gazetteer.records.Gazetteer`.

    Parameters
    ----------
    folder
        What `build_index` made.

    Raises
    ------
    GazetteerError
        The index is missing, incomplete, damaged or of another version.
    """

    def __init__(self, folder: Path) -> None:
        self.manifest = Manifest.read(folder)
        damaged = self.manifest.damaged(folder)
        if damaged:
            raise GazetteerError(f"damaged files in {folder}: {', '.join(damaged)}")
        try:
            self._open(folder)
        except (OSError, ValueError, RuntimeError) as error:
            raise GazetteerError(
                f"the gazetteer index in {folder} can't be opened: {error}"
            ) from error
        self._place_at = lru_cache(_CACHED_PLACES)(self._read_place)
        self._matches = lru_cache(_CACHED_PLACES)(self._read_matches)
        self._index_of_class = lru_cache(None)(self._nearest_index)
        self._areas = AreaMaker(self)
        self.area = lru_cache(1 << 10)(self._areas.area)

    def _open(self, folder: Path) -> None:
        self._trie = marisa_trie.Trie().mmap(str(folder / "names.marisa"))
        self._offsets = np.load(folder / "name_offsets.npy", mmap_mode="r")
        self._name_rows = np.load(folder / "name_rows.npy", mmap_mode="r")
        self._name_kinds = np.load(folder / "name_kinds.npy", mmap_mode="r")
        self._loose_trie = marisa_trie.Trie().mmap(str(folder / "loose.marisa"))
        self._loose_offsets = np.load(folder / "loose_offsets.npy", mmap_mode="r")
        self._loose_names = np.load(folder / "loose_names.npy", mmap_mode="r")
        self._places = _mapped(folder / "places.arrow")
        self._ids = _mapped(folder / "ids.arrow")
        self._shapes_path = folder / "shapes.json"

    def __len__(self) -> int:
        return int(self._places.num_rows)

    @property
    def name_count(self) -> int:
        """Distinct names, in their normal forms."""
        return len(self._trie)

    def has_name(self, name: str) -> bool:
        """Whether any place bears the name."""
        return normal_form(name) in self._trie

    def matches(self, name: str) -> tuple[NameMatch, ...]:
        """Every place that bears the name; most populous first."""
        return self._matches(normal_form(name))

    def _read_matches(self, key: str) -> tuple[NameMatch, ...]:
        number = self._trie.get(key)
        if number is None:
            return ()
        start, end = self._offsets[number], self._offsets[number + 1]
        found = [
            NameMatch(self._place_at(int(row)), NAME_KINDS[kind])
            for row, kind in zip(
                self._name_rows[start:end], self._name_kinds[start:end], strict=True
            )
        ]
        return tuple(sorted(found, key=lambda match: (-match.place.population, match.place.id)))

    def loose_matches(self, name: str) -> tuple[NameMatch, ...]:
        """Bearers of names that may be another romanisation of this one; the likest name first."""
        key = normal_form(name)
        number = self._loose_trie.get(loose_key(key))
        if number is None:
            return ()
        start, end = self._loose_offsets[number], self._loose_offsets[number + 1]
        names = [self._trie.restore_key(int(n)) for n in self._loose_names[start:end]]
        return loosely(key, names, self._matches)

    def place(self, place_id: str) -> Place:
        """Return the place with this id; ``country:XX`` and curated slugs are understood too."""
        position = _position(self._ids["id"], place_id)
        if position is None:
            raise UnknownPlaceError(f"no place has the id {place_id!r}")
        return self._place_at(self._ids["row"][position].as_py())

    def shape(self, place_id: str) -> dict[str, Any]:
        """Curated shape facts of a place; empty when there are none."""
        return self._shapes.get(place_id, {})

    @cached_property
    def _shapes(self) -> dict[str, dict[str, Any]]:
        shapes: dict[str, dict[str, Any]] = json.loads(self._shapes_path.read_text("utf-8"))
        return shapes

    def settlements(self, country_code: str) -> Sequence[Place]:
        """Every populated place of a country."""
        inside = pc.and_(
            pc.equal(self._places["country_code"], country_code),
            pc.equal(self._places["feature_class"], "P"),
        )
        return [self._place_at(row) for row in np.flatnonzero(inside.to_numpy()).tolist()]

    def largest_settlements(self, count: int) -> Sequence[Place]:
        """Return the most populous settlements of the world, largest first."""
        population = self._places["population"].to_numpy()
        settled = pc.equal(self._places["feature_class"], "P").to_numpy()
        order = np.argsort(np.where(settled, -population, 0), kind="stable")[:count]
        return [self._place_at(row) for row in order.tolist()]

    def divisions(self) -> Sequence[Place]:
        """Every country and first-order subdivision."""
        code = self._places["feature_code"].cast(pa.string())
        wanted = pc.or_(pc.starts_with(code, "PCL"), pc.equal(code, "ADM1"))
        return [Place(**row) for row in self._places.filter(wanted).to_pylist()]

    def nearest(
        self, lon: float, lat: float, count: int = 1, feature_class: str | None = None
    ) -> tuple[Place, ...]:
        """Return the ``count`` places nearest to a point, in great-circle order.

        Parameters
        ----------
        lon, lat
            WGS84 degrees.
        count
            How many; fewer come back when there are no more.
        feature_class
            Only places of this GeoNames class, as "P"; of any when None.

        Raises
        ------
        ValueError
            The point is not on the globe, or ``count`` is less than 1.
        """
        rows = self._index_of_class(feature_class).nearest(lon, lat, count)
        return tuple(map(self._place_at, rows))

    def _nearest_index(self, feature_class: str | None) -> NearestIndex:
        lons, lats = (self._places[name].to_numpy() for name in ("lon", "lat"))
        if feature_class is None:
            return NearestIndex(lons, lats)
        rows = np.flatnonzero(pc.equal(self._places["feature_class"], feature_class).to_numpy())
        return NearestIndex(lons[rows], lats[rows], rows)

    def _read_place(self, row: int) -> Place:
        values = {name: self._places[name][row].as_py() for name in PLACE_COLUMNS}
        return Place(**values)


def _mapped(path: Path) -> pa.Table:
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all()


def _position(ids: pa.ChunkedArray, wanted: str) -> int | None:
    """Row of ``wanted`` in a sorted column, by bisection; None when it is absent."""
    low, high = 0, len(ids)
    while low < high:
        middle = (low + high) // 2
        if ids[middle].as_py() < wanted:
            low = middle + 1
        else:
            high = middle
    return low if low < len(ids) and ids[low].as_py() == wanted else None
