"""The compiled gazetteer, opened memory-mapped in milliseconds."""

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ...caching import PLACE_BYTES, SHARED, Caches, geometry_bytes
from ...errors import GazetteerError, UnknownPlaceError
from ...records import (
    Geometry,
    MatchQuality,
    NameMatch,
    Place,
    is_country_feature,
)
from ..curated_geometry import CuratedGeometry, Encoded
from ..names.normalise import normal_form
from ..names.romanisation import loosely
from ..outlines.areas import AreaMaker, RememberedAreas
from ..outlines.table import OutlineTable
from ..protocols import Area, Bounds
from ..search import SearchHit, ranked
from .build import ALIASES, BANDS, CURATED, ID_ROWS, IDS
from .manifest import Manifest
from .names import NameTable, code_key
from .nearest import NearestIndex
from .places import PlaceRows, PlaceTable, geonames_number, make_match
from .romanised_names import LooseTable
from .trigrams import TrigramTable

Flags = npt.NDArray[np.bool_]
_RECENT_NAMES = 1 << 6
"""Names whose matches are remembered: what a document asks for again.

Stages remember what they make of names; the garbage collector would look at the matches again and
again.
"""
_MOST_SETTLEMENTS = 40_000
"""More of them make areas no better, and take minutes."""


class CompiledGazetteer:
    """A gazetteer index on disk; implements `geocache.gazetteer.protocols.Gazetteer`.

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
        self.folder = folder
        self.manifest = Manifest.read(folder)
        self.manifest.verify(folder)
        try:
            self._open(folder)
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise GazetteerError(
                f"the gazetteer index in {folder} can't be opened: {error}"
            ) from error
        self.caches = Caches(beneath=SHARED)
        self._matches = self.caches.recent(self._read_matches, _RECENT_NAMES)
        self._searched = self.caches.remember("typed names", self._read_matches, _matches_bytes)
        self._of_class = self.caches.remember("feature classes", self._is_of_class, _flags_bytes)
        self._areas = RememberedAreas(AreaMaker(self, self.caches), self.caches)
        self._exact = self.caches.remember("outlines", self._outlines.outline, geometry_bytes)

    def _open(self, folder: Path) -> None:
        self._places = PlaceTable(folder)
        self._names = NameTable(folder)
        self._loose = LooseTable(folder, self._names)
        self._trigrams = TrigramTable(folder)
        self._outlines = OutlineTable(folder)
        self._ids = np.load(folder / IDS, mmap_mode="r")
        self._id_rows = np.load(folder / ID_ROWS, mmap_mode="r")
        self._bands = np.load(folder / BANDS)
        self._aliases: dict[str, int] = json.loads((folder / ALIASES).read_text("utf-8"))
        self._curated: dict[str, Encoded] = json.loads((folder / CURATED).read_text("utf-8"))
        self._geometries: dict[str, CuratedGeometry] = {}
        """Those of the curated ones that were read, at most all of them."""

    def __len__(self) -> int:
        return len(self._places)

    @property
    def name_count(self) -> int:
        """Distinct names, in their normal forms."""
        return len(self._names)

    def has_name(self, name: str) -> bool:
        """Whether any place bears the name."""
        return normal_form(name) in self._names

    def matches(self, name: str) -> tuple[NameMatch, ...]:
        """Every place that bears the name; most populous first."""
        return self._matches(normal_form(name))

    def coded(self, code: str) -> tuple[NameMatch, ...]:
        """Every place with this IATA, ICAO, ISO or postal code; most populous first."""
        return self._matches(code_key(code))

    def _read_matches(self, key: str) -> tuple[NameMatch, ...]:
        places, exact = self._places, MatchQuality.EXACT
        return tuple(
            [make_match(places[row], kind, exact) for row, kind in self._names.postings(key)]
        )

    def loose_matches(self, name: str) -> tuple[NameMatch, ...]:
        """Places whose name may be another romanisation of this one; the closest spelling first."""
        key = normal_form(name)
        return loosely(key, self._loose.names(key), self._matches)

    def search(self, typed: str, limit: int = 10) -> tuple[SearchHit, ...]:
        """Places that a person may mean by what was typed, typing errors and all; likeliest first.

        Parameters
        ----------
        typed
            A name, in any spelling.
        limit
            How many; fewer come back when fewer are alike.
        """
        key = normal_form(typed)
        alike = [self._names.spelled(number) for number in self._trigrams.alike(key)]
        return ranked(key, [*alike, *self._loose.names(key)], self._searched, limit)

    def place(self, place_id: str) -> Place:
        """Return the place with this id; ``country:XX`` and curated slugs are understood too."""
        row = self._row(place_id)
        if row is None:
            raise UnknownPlaceError(f"no place has the id {place_id!r}")
        return self._places[row]

    def _row(self, place_id: str) -> int | None:
        number = geonames_number(place_id)
        if number is None:
            return self._aliases.get(place_id)
        # Of the ids' own type: a number of another would have all of them copied for each search.
        position = int(self._ids.searchsorted(self._ids.dtype.type(number)))
        found = position < len(self._ids) and self._ids[position] == number
        return int(self._id_rows[position]) if found else None

    def curated_geometry(self, place_id: str) -> CuratedGeometry | None:
        """Extent of a place as people drew it; None when they did not, and for unknown ids."""
        if place_id in self._curated and place_id not in self._geometries:
            self._geometries[place_id] = CuratedGeometry.decoded(self._curated[place_id])
        return self._geometries.get(place_id)

    def has_area(self, place_id: str) -> bool:
        """Whether there is a polygon of a place, without drawing it. False for unknown ids."""
        return self._areas.has_area(place_id)

    def area(self, place_id: str) -> Area | None:
        """Polygon of a country, subdivision or region; None for places without extent."""
        return self._areas.area(place_id)

    def has_outline(self, outline_id: str) -> bool:
        """Whether there is an outline with this id, without drawing it."""
        return self._outlines.has_outline(outline_id)

    def outline(self, outline_id: str, zoom: int | None = None) -> Geometry | None:
        """MultiPolygon of an outline; None when there is none with this id.

        Parameters
        ----------
        outline_id
            As ``country/SY``, ``subdivision/SY.09`` or, of an American county,
            ``subdivision/US.TX.201``.
        zoom
            Deepest zoom of the map it is for: no point lies more than a pixel off; islands that are
            smaller are left out, but for the largest part. Neighbours share their line. It is exact
            when None.
        """
        if zoom is None:
            return self._exact(outline_id)
        return self._outlines.outline(outline_id, zoom)

    def outline_bounds(self, outline_id: str) -> Bounds:
        """West, south, east and north of an outline; raises `UnknownPlaceError`."""
        return self._outlines.outline_bounds(outline_id)

    def settlements(self, country_code: str) -> Sequence[Place]:
        """Populated places of a country; the most populous when there are very many."""
        inside = self._places.where("country_code", [country_code]) & self._of_class("P")
        rows = np.flatnonzero(inside)
        order = np.argsort(-self._places.columns["population"][rows], kind="stable")
        return PlaceRows(self._places, np.sort(rows[order[:_MOST_SETTLEMENTS]]))

    def ways(self) -> Sequence[Place]:
        """Every road, railway and pipeline whose towns are known."""
        return [self.place(way) for way, drawn in self._curated.items() if "through" in drawn]

    def largest_settlements(self, count: int, within: Bounds | None = None) -> Sequence[Place]:
        """Return the most populous settlements, largest first.

        Parameters
        ----------
        count
            How many; fewer come back when there are no more.
        within
            West, south, east and north in degrees; the world when None.
        """
        chosen = self._of_class("P")
        if within:
            west, south, east, north = within
            lon, lat = self._places.columns["lon"], self._places.columns["lat"]
            chosen = chosen & (west <= lon) & (lon < east) & (south <= lat) & (lat < north)
        rows = np.flatnonzero(chosen)
        order = np.argsort(-self._places.columns["population"][rows], kind="stable")[:count]
        return [self._places[int(row)] for row in rows[order]]

    def divisions(self) -> Sequence[Place]:
        """Every country and first-order subdivision."""
        return self._read(self._places.where("feature_code", self._division_codes))

    def subdivisions(self) -> Sequence[Place]:
        """Every first- and second-order subdivision."""
        return self._read(self._places.where("feature_code", ["ADM1", "ADM2"]))

    def _is_of_class(self, feature_class: str) -> Flags:
        """Whether each place is of a class, a byte each; there are nine classes."""
        return self._places.where("feature_class", [feature_class])

    @cached_property
    def _division_codes(self) -> list[str]:
        codes = self._places.values("feature_code")
        return [code for code in codes if code == "ADM1" or is_country_feature(code)]

    def _read(self, chosen: Any) -> list[Place]:
        return [self._places[row] for row in np.flatnonzero(chosen).tolist()]

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
        among = None if feature_class is None else self._of_class(feature_class)
        rows = self._nearest.nearest(lon, lat, count, among)
        return tuple(self._places[row] for row in rows)

    @cached_property
    def _nearest(self) -> NearestIndex:
        columns = self._places.columns
        return NearestIndex(columns["lon"], columns["lat"], self._bands)


def _flags_bytes(flags: Flags) -> int:
    return flags.nbytes


def _matches_bytes(matches: tuple[NameMatch, ...]) -> int:
    return PLACE_BYTES * (1 + len(matches))
