"""The compiled gazetteer, opened memory-mapped in milliseconds."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from ...caching import PLACE_BYTES
from ...errors import GazetteerError
from ...quick_records import make_match
from ...records import (
    MatchQuality,
    NameMatch,
    Place,
)
from ..names.normalise import normal_form
from ..names.romanisation import loosely
from ..outlines.areas import AreaMaker, RememberedAreas
from ..outlines.precomputed import AreaTable
from ..protocols import Area, Bounds
from ..search import SearchHit, ranked
from .manifest import Manifest
from .names import NameTable, code_key
from .nearest import BANDS, NearestIndex
from .place_index import PlaceIndex
from .romanised_names import LooseTable
from .trigrams import TrigramTable

_RECENT_NAMES = 1 << 6
"""Names whose matches are remembered: what a document asks for again.

Stages remember what they make of names; the garbage collector would look at the matches again and
again.
"""


class CompiledGazetteer(PlaceIndex):
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
            super().__init__(folder)
            self._open(folder)
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise GazetteerError(
                f"the gazetteer index in {folder} can't be opened: {error}"
            ) from error
        self._matches = self.caches.recent(self._read_matches, _RECENT_NAMES)
        self._searched = self.caches.remember("typed names", self._read_matches, _matches_bytes)

    def _open(self, folder: Path) -> None:
        self._names = NameTable(folder)
        self._loose = LooseTable(folder, self._names)
        self._trigrams = TrigramTable(folder)
        self._bands = np.load(folder / BANDS)
        table = AreaTable(folder, self.row)
        areas = AreaMaker(self, self.caches, settled=table.settled, union=table.union)
        self._areas = RememberedAreas(areas, self.caches)

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

    def has_area(self, place_id: str) -> bool:
        """Whether there is a polygon of a place, without drawing it. False for unknown ids."""
        return self._areas.has_area(place_id)

    def area(self, place_id: str) -> Area | None:
        """Polygon of a country, subdivision or region; None for places without extent."""
        return self._areas.area(place_id)

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


def _matches_bytes(matches: tuple[NameMatch, ...]) -> int:
    return PLACE_BYTES * (1 + len(matches))
