"""Many polygons in two files, opened memory-mapped: each point as its step from the one before.

Steps are whole ones on a grid; long ways, and the few points beside the grid, where the
antimeridian cuts, are kept apart. What comes back is what was drawn, to the bit.
"""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely import GeometryType
from shapely.geometry import MultiPolygon

Arrays = dict[str, npt.NDArray[Any]]
Floats = npt.NDArray[np.float64]
Starts = npt.NDArray[np.int32]


def write_polygons(
    folder: Path, name: str, drawn: npt.NDArray[np.object_], grids: Floats, **facts: Any
) -> None:
    """Write polygons into a draft of an index.

    Parameters
    ----------
    folder, name
        Where, and how the names of the files begin.
    drawn
        A row of MultiPolygons for each thing: one for each class of detail.
    grids
        Steps and origin of the grid of each row: lon, lat, lon, lat.
    facts
        Arrays that are kept beside them.
    """
    steps, parts = _compiled(drawn, grids)
    np.save(folder / f"{name}_steps.npy", steps)
    np.savez(folder / f"{name}_parts.npz", allow_pickle=False, **parts, **facts)


def _compiled(
    drawn: npt.NDArray[np.object_], grids: Floats
) -> tuple[npt.NDArray[np.int16], Arrays]:
    """Steps from point to point, and where what begins."""
    numbers: dict[bytes, int] = {}  # many are the same in several classes
    chosen = [numbers.setdefault(wkb, len(numbers)) for wkb in shapely.to_wkb(drawn.ravel())]
    firsts = np.unique(chosen, return_index=True)[1]
    kinds, kind_of = np.unique(grids, axis=0, return_inverse=True)
    kind = np.repeat(kind_of.ravel(), drawn.shape[1])[firsts]
    polygons, polygon_of = shapely.get_parts(drawn.ravel()[firsts], return_index=True)
    rings, ring_of = shapely.get_rings(polygons, return_index=True)
    positions, position_of = shapely.get_coordinates(rings, return_index=True)
    drawing_of = polygon_of[ring_of[position_of]]
    of_point = kinds[kind[drawing_of]]
    points = np.rint((positions - of_point[:, 2:]) / of_point[:, :2]).astype(np.int32)
    beside = np.flatnonzero((points * of_point[:, :2] + of_point[:, 2:] != positions).any(axis=1))
    steps = np.diff(points, axis=0, prepend=0)
    begin = np.searchsorted(drawing_of, np.arange(len(firsts)))
    steps[begin] = points[begin]
    far = np.flatnonzero((steps != steps.astype(np.int16)).any(axis=1))
    return steps.astype(np.int16), {
        "drawings": np.reshape(chosen, drawn.shape).astype(np.int32),
        "polygons": _starts(polygon_of, len(firsts)),
        "rings": _starts(ring_of, len(polygons)),
        "points": _starts(position_of, len(rings)),
        "grids": kinds,
        "grid_of": kind.astype(np.int8),
        "far": far.astype(np.int32),
        "far_rows": steps[far],
        "beside": beside.astype(np.int32),
        "beside_rows": positions[beside],
    }


def _starts(owners: npt.NDArray[np.int64], count: int) -> Starts:
    """Row at which each owner begins, and the end."""
    return np.searchsorted(owners, np.arange(count + 1)).astype(np.int32)


class PolygonTable:
    """What `write_polygons` wrote.

    Parameters
    ----------
    folder, name
        As it was written.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._steps = np.load(folder / f"{name}_steps.npy", mmap_mode="r")
        with np.load(folder / f"{name}_parts.npz") as parts:
            self.parts: Arrays = dict(parts)
            """Facts are in there, too."""

    def drawn(self, row: int, detail: int = 0) -> tuple[Floats, Starts, Starts]:
        """Positions of a polygon; where its rings begin among them, and its parts among rings."""
        drawing = int(self.parts["drawings"][row, detail])
        first, last = self.parts["polygons"][drawing : drawing + 2]
        rings = self.parts["rings"][first : last + 1]
        points = self.parts["points"][rings[0] : rings[-1] + 1]
        positions = self._positions(drawing, points[0], points[-1])
        return positions, points - points[0], rings - rings[0]

    def figure(self, row: int, detail: int = 0) -> MultiPolygon:
        """Polygon as a shapely figure."""
        positions, points, ends = self.drawn(row, detail)
        parts = points, ends, np.array([0, len(ends) - 1])
        figures = shapely.from_ragged_array(GeometryType.MULTIPOLYGON, positions, parts)
        figure: MultiPolygon = figures[0]
        return figure

    def _positions(self, drawing: int, start: int, end: int) -> Floats:
        grid = self.parts["grids"][self.parts["grid_of"][drawing]]
        steps = self._steps[start:end].astype(np.int32)
        self._correct(steps, "far", start)
        positions: Floats = steps.cumsum(axis=0) * grid[:2] + grid[2:]
        self._correct(positions, "beside", start)
        return positions

    def _correct(self, rows: npt.NDArray[Any], name: str, start: int) -> None:
        numbers = self.parts[name]
        within = slice(*np.searchsorted(numbers, (start, start + len(rows))))
        rows[numbers[within] - start] = self.parts[f"{name}_rows"][within]
