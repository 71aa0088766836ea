"""Areas that take long to make, made once for an index.

They are those of subdivisions that are built from settlements, and of curated regions that are
made of other areas. Each is drawn in all its detail: on the grid of the outlines that it is made
of, else on one of less than two metres.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPolygon

from ...antimeridian import polygonal
from ...records import Place
from .polygons import Floats, PolygonTable, write_polygons
from .settled import Settled
from .shipped import outline_keys

NAME = "area"
_LEAST_SHARE = 0.99
"""Of positions on the grid of a file; others are where the antimeridian cuts."""
_GRID = 2.0**-16
"""Degrees, 1.7 m at most: a power of two, so that 180 degrees are on the grid to the bit."""
_OWN_GRID = np.array([_GRID, _GRID, 0.0, 0.0])


class PrecomputedArea(NamedTuple):
    """An area that is written into an index."""

    row: int
    """Of its place."""
    figure: MultiPolygon
    settlements: int = 0
    """Settlements it is built from; 0 for a region that is made of other areas."""
    is_around: bool = False
    """Whether it is circles around them."""


def write_areas(folder: Path, areas: Sequence[PrecomputedArea]) -> None:
    """Write areas into a draft of an index."""
    ordered = sorted(areas, key=lambda area: area.row)
    drawn = np.array([area.figure for area in ordered], dtype=object)
    of_files = [topology.grid for topology, _ids in outline_keys()]
    grids = np.array([_grid_of(area, of_files) for area in ordered]).reshape(-1, len(_OWN_GRID))
    beside = (grids == _OWN_GRID).all(axis=1)
    drawn[beside] = _on_grid(drawn[beside])
    write_polygons(
        folder,
        NAME,
        drawn[:, np.newaxis],
        grids,
        rows=np.array([area.row for area in ordered], dtype=np.int32),
        counts=np.array([area.settlements for area in ordered], dtype=np.int32),
        around=np.array([area.is_around for area in ordered], dtype=np.bool_),
    )


def _grid_of(area: PrecomputedArea, of_files: Sequence[Floats]) -> Floats:
    """Grid of an area: that of a file of outlines, if it is made of nothing else."""
    if not area.settlements:
        positions = shapely.get_coordinates(area.figure)
        for grid in of_files:
            scale, origin = np.split(grid, 2)
            on_it = np.rint((positions - origin) / scale) * scale + origin == positions
            if on_it.all(axis=1).mean() > _LEAST_SHARE:
                return grid
    return _OWN_GRID


def _on_grid(figures: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Valid polygons whose positions are on the grid, but for few."""
    moved: npt.NDArray[np.object_] = shapely.transform(
        figures, lambda positions: np.rint(positions / _GRID) * _GRID
    )
    for row in np.flatnonzero(~shapely.is_valid(moved)):  # where it moves a point over a side
        mended = shapely.make_valid(moved[row], method="structure", keep_collapsed=False)
        moved[row] = polygonal(mended)
    return moved


class AreaTable:
    """Areas of an index by the rows of their places, opened memory-mapped.

    Parameters
    ----------
    folder
        Of an index that is whole.
    row_of
        Gives the row of a place in the index by its id.
    """

    def __init__(self, folder: Path, row_of: Callable[[str], int | None]) -> None:
        self._polygons = PolygonTable(folder, NAME)
        self._row_of = row_of

    def __len__(self) -> int:
        return len(self._polygons.parts["rows"])

    def settled(self, unit: Place) -> Settled | None:
        """Return what is built from the settlements of a subdivision; None when it has none."""
        number = self._number(unit.id)
        count = 0 if number is None else int(self._polygons.parts["counts"][number])
        if number is None or not count:
            return None
        is_around = bool(self._polygons.parts["around"][number])
        return Settled(self._polygons.figure(number), count, is_around)

    def union(self, place_id: str) -> MultiPolygon | None:
        """Area of a region that is made of other areas; None for others."""
        number = self._number(place_id)
        if number is None or self._polygons.parts["counts"][number]:
            return None
        return self._polygons.figure(number)

    def _number(self, place_id: str) -> int | None:
        row, rows = self._row_of(place_id), self._polygons.parts["rows"]
        number = 0 if row is None else int(rows.searchsorted(rows.dtype.type(row)))
        return number if row is not None and number < len(rows) and rows[number] == row else None
