"""The outlines of countries and subdivisions, drawn once for each class of detail."""

import json
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPolygon

from ...records import Geometry
from ..protocols import Bounds
from .countries import world
from .detail import ZOOMS, classes_of
from .polygons import PolygonTable, write_polygons
from .shipped import no_outline, outline_keys, shipped_polygon

IDS, NAME = "outline_ids.json", "outline"
_EXACT = len(ZOOMS)
"""Place of the exact outlines, behind the classes."""


def write_outlines(folder: Path) -> None:
    """Write all outlines that there are into a draft of an index."""
    ids, drawn, grids = _drawn()
    (folder / IDS).write_text(json.dumps(ids), encoding="utf-8")
    write_polygons(folder, NAME, drawn, grids, bounds=shapely.bounds(drawn[:, _EXACT]))


@cache
def _drawn() -> tuple[list[str], npt.NDArray[np.object_], npt.NDArray[np.float64]]:
    """Ids of all outlines; a row of each in all classes; and the grid of each."""
    ids: list[str] = []
    drawn: list[Any] = []
    grids: list[npt.NDArray[np.float64]] = []
    for topology, id_of in outline_keys():
        exact = {key: shipped_polygon(outline_id) for key, outline_id in id_of.items()}
        borders = topology.shared_arcs() if topology is world() else ()
        classes = zip(*classes_of(topology, exact, borders), exact.values(), strict=True)
        for outline_id, found in zip(id_of.values(), classes, strict=True):
            if found[_EXACT] is not None:
                ids.append(outline_id)
                drawn.append(found)
                grids.append(topology.grid)
    return ids, np.array(drawn, dtype=object), np.array(grids)


class OutlineTable:
    """Outlines by their ids, opened memory-mapped.

    Parameters
    ----------
    folder
        Of an index that is whole.
    """

    def __init__(self, folder: Path) -> None:
        ids = json.loads((folder / IDS).read_text(encoding="utf-8"))
        self._rows: dict[str, int] = {outline_id: row for row, outline_id in enumerate(ids)}
        self._polygons = PolygonTable(folder, NAME)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def has_outline(self, outline_id: str) -> bool:
        """Whether there is an outline with this id."""
        return outline_id in self._rows

    def outline_bounds(self, outline_id: str) -> Bounds:
        """Return what an outline reaches; raises `UnknownPlaceError`."""
        if outline_id not in self._rows:
            raise no_outline(outline_id)
        west, south, east, north = self._polygons.parts["bounds"][self._rows[outline_id]].tolist()
        return west, south, east, north

    def outline(self, outline_id: str, zoom: int | None = None) -> Geometry | None:
        """MultiPolygon of an outline; None when there is none with this id.

        Parameters
        ----------
        zoom
            Deepest zoom of the map that it is for; exact when None.
        """
        row = self._rows.get(outline_id)
        if row is None:
            return None
        array, points, ends = self._polygons.drawn(row, class_of(zoom))
        positions = tuple(map(tuple, array.tolist()))
        lines = [positions[a:b] for a, b in pairwise(points.tolist())]
        return {
            "type": "MultiPolygon",
            "coordinates": [tuple(lines[a:b]) for a, b in pairwise(ends.tolist())],
        }

    def outline_figure(self, outline_id: str) -> MultiPolygon | None:
        """Exact outline as a shapely figure; None when there is none with this id."""
        row = self._rows.get(outline_id)
        return None if row is None else self._polygons.figure(row, _EXACT)


def class_of(zoom: int | None) -> int:
    """Place of the class of detail for maps up to a zoom; of the exact outlines when None."""
    return _EXACT if zoom is None else bisect_left(ZOOMS, zoom)
