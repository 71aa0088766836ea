"""The outlines of countries and subdivisions, drawn once for each class of detail.

Each point is kept as its distance from the one before, in whole steps on the grid of its file; long
ways, and the few points beside the grid, where the antimeridian cuts, are kept apart. What comes
back is what was drawn, to the bit.
"""

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

from ...records import Geometry
from ..protocols import Bounds
from .countries import world
from .detail import ZOOMS, classes_of
from .shipped import no_outline, outline_keys, shipped_polygon

IDS, STEPS, PARTS = "outline_ids.json", "outline_steps.npy", "outline_parts.npz"
_EXACT = len(ZOOMS)
"""Place of the exact outlines, behind the classes."""

Arrays = dict[str, npt.NDArray[Any]]


def write_outlines(folder: Path) -> None:
    """Write all outlines that there are into a draft of an index."""
    ids, steps, parts = _compiled()
    (folder / IDS).write_text(json.dumps(ids), encoding="utf-8")
    np.save(folder / STEPS, steps)
    np.savez(folder / PARTS, allow_pickle=False, **parts)


@cache
def _compiled() -> tuple[list[str], npt.NDArray[np.int16], Arrays]:
    """Ids, steps from point to point, and where what begins: the same for every index."""
    ids, drawn, grids = _drawn()
    numbers: dict[bytes, int] = {}  # many are the same in several classes
    chosen = [numbers.setdefault(wkb, len(numbers)) for wkb in shapely.to_wkb(drawn).tolist()]
    firsts = np.unique(chosen, return_index=True)[1]
    grid = np.repeat(grids, len(ZOOMS) + 1, axis=0)[firsts]
    polygons, polygon_of = shapely.get_parts(drawn[firsts], return_index=True)
    rings, ring_of = shapely.get_rings(polygons, return_index=True)
    positions, position_of = shapely.get_coordinates(rings, return_index=True)
    of_point = grid[polygon_of[ring_of[position_of]]]
    points = np.rint((positions - of_point[:, 2:]) / of_point[:, :2]).astype(np.int32)
    beside = np.flatnonzero((points * of_point[:, :2] + of_point[:, 2:] != positions).any(axis=1))
    steps = np.diff(points, axis=0, prepend=0)
    begin = np.searchsorted(polygon_of[ring_of[position_of]], np.arange(len(firsts)))
    steps[begin] = points[begin]
    far = np.flatnonzero((steps != steps.astype(np.int16)).any(axis=1))
    exact = drawn.reshape(len(ids), -1)[:, _EXACT]
    parts: Arrays = {
        "drawings": np.reshape(chosen, (len(ids), -1)).astype(np.int32),
        "polygons": _starts(polygon_of, len(firsts)),
        "rings": _starts(ring_of, len(polygons)),
        "points": _starts(position_of, len(rings)),
        "grids": grid,
        "far": far,
        "far_rows": steps[far],
        "beside": beside,
        "beside_rows": positions[beside],
        "bounds": shapely.bounds(exact),
    }
    return ids, steps.astype(np.int16), parts


def _drawn() -> tuple[list[str], npt.NDArray[np.object_], npt.NDArray[np.float64]]:
    """Ids of all outlines; each in all classes, one after another; and the grid of each."""
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
                drawn += found
                grids.append(topology.grid)
    return ids, np.array(drawn, dtype=object), np.array(grids)


def _starts(owners: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.int32]:
    """Row at which each owner begins, and the end."""
    return np.searchsorted(owners, np.arange(count + 1)).astype(np.int32)


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
        self._steps = np.load(folder / STEPS, mmap_mode="r")
        with np.load(folder / PARTS) as parts:
            self._parts: Arrays = dict(parts)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def has_outline(self, outline_id: str) -> bool:
        """Whether there is an outline with this id."""
        return outline_id in self._rows

    def outline_bounds(self, outline_id: str) -> Bounds:
        """Return what an outline reaches; raises `UnknownPlaceError`."""
        if outline_id not in self._rows:
            raise no_outline(outline_id)
        west, south, east, north = self._parts["bounds"][self._rows[outline_id]].tolist()
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
        drawing = int(self._parts["drawings"][row, class_of(zoom)])
        first, last = self._parts["polygons"][drawing : drawing + 2]
        rings = self._parts["rings"][first : last + 1]
        points = self._parts["points"][rings[0] : rings[-1] + 1]
        positions = tuple(map(tuple, self._positions(drawing, points[0], points[-1]).tolist()))
        lines = [positions[a:b] for a, b in pairwise((points - points[0]).tolist())]
        ends = (rings - rings[0]).tolist()
        return {
            "type": "MultiPolygon",
            "coordinates": [tuple(lines[a:b]) for a, b in pairwise(ends)],
        }

    def _positions(self, drawing: int, start: int, end: int) -> npt.NDArray[np.float64]:
        grid = self._parts["grids"][drawing]
        steps = self._steps[start:end].astype(np.int32)
        self._correct(steps, "far", start)
        positions: npt.NDArray[np.float64] = steps.cumsum(axis=0) * grid[:2] + grid[2:]
        self._correct(positions, "beside", start)
        return positions

    def _correct(self, rows: npt.NDArray[Any], name: str, start: int) -> None:
        numbers = self._parts[name]
        within = slice(*np.searchsorted(numbers, (start, start + len(rows))))
        rows[numbers[within] - start] = self._parts[f"{name}_rows"][within]


def class_of(zoom: int | None) -> int:
    """Place of the class of detail for maps up to a zoom; of the exact outlines when None."""
    return _EXACT if zoom is None else bisect_left(ZOOMS, zoom)
