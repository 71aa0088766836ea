"""The ground around settlements: Voronoi cells, cut off at the border of the country.

A subdivision for which no free polygon is at hand is taken for the union of the cells of its
settlements.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPolygon
from shapely.ops import unary_union

from ...antimeridian import cut, eastward, figure_of, is_cut, joined, polygonal
from ...caching import Caches
from ...geodesy import circle
from ...records import Place
from ..protocols import Area, AreaMethod
from .countries import country_polygon
from .drawing import DrawnFigure
from .subdivisions import subdivision_polygon

Cells = npt.NDArray[np.object_]
"""Shapely geometries."""
_COARSE_DEGREES = 0.02
"""Detail of a border that is left out where only the middle of cells is asked for."""
_LEAST_POINTS = 2
_HALF_TURN = 180.0
_MERCATOR_DEGREES = 89.0
"""Latitude to which the map reaches; the poles lie at infinity."""


def settlement_cells(
    country_code: str, positions: Sequence[tuple[float, float]], *, coarse: bool = False
) -> Cells | None:
    """Cell of each settlement of a country.

    Parameters
    ----------
    country_code
        ISO 3166-1 alpha-2.
    positions
        Distinct (lon, lat) in degrees; some may lie outside the country's outline.
    coarse
        Whether the border may be simplified, which is many times faster.

    Returns
    -------
    array of Polygon or MultiPolygon, or None
        In the order of the positions, empty where a cell lies outside, in parts where the
        antimeridian cuts it; None when the country has no outline or too few settlements.
    """
    outline: Any = country_polygon(country_code)
    if outline is None:
        return None
    return cells_within(outline.simplify(_COARSE_DEGREES) if coarse else outline, positions)


def cells_within(outline: Any, positions: Sequence[tuple[float, float]]) -> Cells | None:
    """Cell of each settlement within an outline; as for `settlement_cells`."""
    if len(positions) < _LEAST_POINTS:
        return None
    if not is_cut(outline):
        return _clipped(np.asarray(positions), outline)
    # On a map that ends at 180 degrees, the ground beyond would go to a settlement far away.
    lons, lats = np.transpose(positions)
    return cut(_clipped(np.column_stack([eastward(lons), lats]), joined(outline)))


def unclipped_cells(positions: npt.NDArray[np.float64], around: Any) -> Cells:
    """Cells of distinct (lon, lat) positions that cover at least the polygon ``around``.

    Cells are made on Mercator's map, on which the middle between two neighbours is where it is on
    the ground; of degrees, those of longitude are too short.
    """
    points = shapely.MultiPoint(_to_mercator(positions))
    whole = shapely.transform(around, _to_mercator)
    diagram = shapely.voronoi_polygons(points, extend_to=whole, ordered=True)
    cells: Cells = shapely.transform(np.asarray(diagram.geoms), _from_mercator)
    # Of settlements metres apart, a sliver may cross itself once its corners are rounded.
    for row in np.flatnonzero(~shapely.is_valid(cells)):
        cells[row] = polygonal(shapely.make_valid(cells[row]))
    return cells


def _clipped(positions: npt.NDArray[np.float64], outline: Any) -> Cells:
    """Cells of (lon, lat) positions, as far as they lie in the outline."""
    cells = unclipped_cells(positions, outline)
    shapely.prepare(outline)
    crossing = ~shapely.contains_properly(outline, cells)
    cells[crossing] = shapely.intersection(cells[crossing], outline)
    return cells


def _to_mercator(positions: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    lats = np.radians(np.clip(positions[:, 1], -_MERCATOR_DEGREES, _MERCATOR_DEGREES))
    return np.column_stack([positions[:, 0], np.degrees(np.arctanh(np.sin(lats)))])


def _from_mercator(positions: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    lats = np.arcsin(np.tanh(np.radians(positions[:, 1])))
    return np.column_stack([positions[:, 0], np.degrees(lats)])


def middle(cells: Cells) -> tuple[float, float] | None:
    """(lon, lat) of the centre of gravity of cells; None when they cover nothing."""
    parts = shapely.get_parts(cells[~shapely.is_empty(cells)])
    areas = shapely.area(parts)
    if not areas.sum():
        return None
    centres = shapely.centroid(parts[areas > 0])
    lons, lats = shapely.get_x(centres), shapely.get_y(centres)
    if np.ptp(lons) > _HALF_TURN:
        lons = eastward(lons)
    lon, lat = np.average([lons, lats], axis=1, weights=areas[areas > 0])
    return round(float(lon + _HALF_TURN) % 360 - _HALF_TURN, 5), round(float(lat), 5)


AROUND_KM = 5.0
"""Radius of the ground that a settlement stands for where no outline bounds its cell."""
AGREEMENT_PERCENT = {1: 60, 5: 70, 10: 75, 20: 80, 50: 85, 100: 90}
"""Least number of settlements, and what typically agrees of an area that is built from so many.

Of the approximate and the true area together, it is the share that lies in both; medians as
`sitmap gazetteer areas` measures them where the true one is known, to the next 5%.
"""
_CELLS_NOTE = (
    "approximate: built from the {count} settlements of {name} that the gazetteer knows; "
    "typically {percent}% agrees with the true area"
)
_CIRCLES_NOTE = (
    "approximate: {radius:g} km around each of the {count} settlements of {name} that the "
    "gazetteer knows; there is no outline of the country here"
)


def band(count: int) -> int:
    """Return the key of `AGREEMENT_PERCENT` that holds for a number of settlements."""
    return max(least for least in AGREEMENT_PERCENT if least <= count)


class SettledAreas:
    """Makes areas of subdivisions from their settlements.

    Parameters
    ----------
    settlements
        Gives every populated place of a country by its ISO 3166-1 alpha-2 code.
    caches
        Where the cells of a country are kept, which take seconds to make.
    """

    def __init__(self, settlements: Callable[[str], Sequence[Place]], caches: Caches) -> None:
        self._settlements = settlements
        self._ground = caches.remember("settled ground", self._make_ground, _ground_bytes)

    def area(self, subdivision: Place) -> Area | None:
        """Area of a first- or second-order subdivision; None when it has no settlement.

        It is the union of the cells of its settlements, within the first-order subdivision where
        that has an outline. Where there are no cells, since the country has no outline or the
        settlements lie outside, circles around them stand in.
        """
        ground, rows = self._settled(subdivision)
        if not rows:
            return None
        note, geometry = _CELLS_NOTE, MultiPolygon()
        if ground.cells is not None:
            geometry = polygonal(unary_union(ground.cells[rows]))
        if geometry.is_empty:
            note = _CIRCLES_NOTE
            around = [figure_of(circle(*ground.positions[row], AROUND_KM)) for row in rows]
            geometry = polygonal(unary_union(around))
        words = note.format(
            count=len(rows),
            name=subdivision.name,
            radius=AROUND_KM,
            percent=AGREEMENT_PERCENT[band(len(rows))],
        )
        return Area(DrawnFigure(geometry), exact=False, note=words, method=AreaMethod.SETTLEMENTS)

    def count(self, subdivision: Place) -> int:
        """Settlements of a subdivision, those at the same position counted once."""
        return len(self._settled(subdivision)[1])

    def _settled(self, subdivision: Place) -> tuple["_Ground", list[int]]:
        """Return the ground a subdivision is built on, and its positions there."""
        codes: tuple[str, ...] = (subdivision.admin1_code,)
        within = ""
        if subdivision.is_second_order:
            codes, within = (*codes, subdivision.admin2_code), subdivision.admin1_code
        ground = self._ground((subdivision.country_code, within))
        return ground, list(ground.rows.get(codes, ())) if all(codes) else []

    def _make_ground(self, codes: tuple[str, str]) -> "_Ground":
        """Cells in a country, or in a subdivision of it that has an outline.

        Parameters
        ----------
        codes
            Of the country and the first-order subdivision; the second is empty for the country.
        """
        country_code, admin1_code = codes
        outline = subdivision_polygon(country_code, admin1_code) if admin1_code else None
        if admin1_code and outline is None:
            return self._ground((country_code, ""))
        places = self._settlements(country_code)
        if outline is None:
            return _Ground(places, partial(settlement_cells, country_code))
        inside = [place for place in places if place.admin1_code == admin1_code]
        return _Ground(inside, partial(cells_within, outline))


class _Ground:
    """Cells of settlements, and whose they are."""

    def __init__(self, places: Sequence[Place], make: Callable[..., Cells | None]) -> None:
        self.positions = list(dict.fromkeys((place.lon, place.lat) for place in places))
        self.cells = make(self.positions)
        """In the order of the positions; None when there are no cells."""
        self.rows: dict[tuple[str, ...], dict[int, None]] = defaultdict(dict)
        """Numbers of the positions of each subdivision, by its first- and second-order codes."""
        numbers = {position: row for row, position in enumerate(self.positions)}
        for place in places:
            row = numbers[place.lon, place.lat]
            self.rows[place.admin1_code,][row] = None
            self.rows[place.admin1_code, place.admin2_code][row] = None


_SETTLEMENT_BYTES = 1000
"""Of a settlement: its position, its cell of six corners, and its row under two codes."""
_CORNER_BYTES = 16


def _ground_bytes(ground: _Ground) -> int:
    corners = 0 if ground.cells is None else int(shapely.get_num_coordinates(ground.cells).sum())
    return _SETTLEMENT_BYTES * (1 + len(ground.positions)) + _CORNER_BYTES * corners
