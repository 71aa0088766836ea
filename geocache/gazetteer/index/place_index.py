"""The places of an index by their ids and in groups, and the outlines: what areas are made from."""

import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from shapely.geometry import MultiPolygon

from ...caching import SHARED, Caches, geometry_bytes, outline_bytes
from ...errors import UnknownPlaceError
from ...records import Geometry, Place, is_country_feature
from ..curated_geometry import CuratedGeometry, is_union
from ..outlines.table import OutlineTable
from ..protocols import Bounds
from .places import PlaceRows, PlaceTable, geonames_number

IDS, ID_ROWS, ALIASES, CURATED = (
    "ids.npy",
    "id_rows.npy",
    "aliases.json",
    "curated_geometries.json",
)
Flags = npt.NDArray[np.bool_]
_MOST_SETTLEMENTS = 40_000
"""More of them make areas no better, and take minutes."""


class PlaceIndex:
    """Places and outlines of an index, or of the draft of one.

    Parameters
    ----------
    folder
        Where they were written.
    """

    def __init__(self, folder: Path) -> None:
        self.caches = Caches(beneath=SHARED)
        self._places = PlaceTable(folder)
        self._outlines = OutlineTable(folder)
        self._ids = np.load(folder / IDS, mmap_mode="r")
        self._id_rows = np.load(folder / ID_ROWS, mmap_mode="r")
        self._aliases: dict[str, int] = json.loads((folder / ALIASES).read_text("utf-8"))
        # A string each, which costs less than what is in it; few of them are ever asked for.
        self._curated: dict[str, str] = json.loads((folder / CURATED).read_text("utf-8"))
        self._geometries: dict[str, CuratedGeometry] = {}
        """Those of the curated ones that were read, at most all of them."""
        self._of_class = self.caches.remember("feature classes", self._is_of_class, _flags_bytes)
        self._exact = self.caches.remember("outlines", self._outlines.outline, geometry_bytes)
        self._figures = self.caches.remember(
            "outline figures", self._outlines.outline_figure, outline_bytes
        )

    def place(self, place_id: str) -> Place:
        """Return the place with this id; ``country:XX`` and curated slugs are understood too."""
        row = self.row(place_id)
        if row is None:
            raise UnknownPlaceError(f"no place has the id {place_id!r}")
        return self._places[row]

    def row(self, place_id: str) -> int | None:
        """Row of a place by its id; None for unknown ids."""
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

    def outline_figure(self, outline_id: str) -> MultiPolygon | None:
        """Exact outline as a shapely figure; None when there is none with this id."""
        return self._figures(outline_id)

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
        return [self.place(way) for way in self._ways]

    def unions(self) -> Sequence[Place]:
        """Every place whose curated area is made of areas of other places."""
        areas = ((place_id, drawn.get("area")) for place_id, drawn in self._drawn())
        made = [place_id for place_id, area in areas if area and is_union(area)]
        return [self.place(place_id) for place_id in made]

    def divisions(self) -> Sequence[Place]:
        """Every country and first-order subdivision."""
        return self._read(self._places.where("feature_code", self._division_codes))

    def subdivisions(self) -> Sequence[Place]:
        """Every first- and second-order subdivision."""
        return self._read(self._places.where("feature_code", ["ADM1", "ADM2"]))

    @cached_property
    def _ways(self) -> list[str]:
        return [way for way, drawn in self._drawn() if "through" in drawn]

    def _drawn(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield what is in the curated geometries, by the id of the place."""
        return ((place_id, json.loads(text)) for place_id, text in self._curated.items())

    def _is_of_class(self, feature_class: str) -> Flags:
        """Whether each place is of a class, a byte each; there are nine classes."""
        return self._places.where("feature_class", [feature_class])

    @cached_property
    def _division_codes(self) -> list[str]:
        codes = self._places.values("feature_code")
        return [code for code in codes if code == "ADM1" or is_country_feature(code)]

    def _read(self, chosen: Any) -> list[Place]:
        return [self._places[row] for row in np.flatnonzero(chosen).tolist()]


def _flags_bytes(flags: Flags) -> int:
    return flags.nbytes
