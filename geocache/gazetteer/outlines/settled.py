"""Areas of subdivisions that are built from their settlements.

A subdivision for which no free polygon is at hand is taken for the union of the cells of its
settlements, as far as it lies in its country, or in the subdivision around it that has an outline.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPolygon
from shapely.ops import unary_union

from ...antimeridian import cut, figure_of, is_cut, polygonal
from ...caching import CORNER_BYTES, Caches
from ...geodesy import circle
from ...records import Place
from ..protocols import Area, AreaMethod
from .drawing import DrawnFigure
from .shipped import country_outline, subdivision_outline
from .voronoi import LEAST_POINTS, Cells, clipped, unclipped_cells, uncut, union_of

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

Rows = npt.NDArray[np.int64]


def band(count: int) -> int:
    """Return the key of `AGREEMENT_PERCENT` that holds for a number of settlements."""
    return max(least for least in AGREEMENT_PERCENT if least <= count)


class Settled(NamedTuple):
    """What is built from the settlements of a subdivision."""

    figure: MultiPolygon
    settlements: int
    """Settlements, those at the same position counted once."""
    is_around: bool
    """Whether circles around them stand in for cells."""

    def area(self, name: str) -> Area:
        """Return it as the area of the subdivision of that name."""
        note = (_CIRCLES_NOTE if self.is_around else _CELLS_NOTE).format(
            count=self.settlements,
            name=name,
            radius=AROUND_KM,
            percent=AGREEMENT_PERCENT[band(self.settlements)],
        )
        drawing = DrawnFigure(self.figure)
        return Area(drawing, exact=False, note=note, method=AreaMethod.SETTLEMENTS)


class SettledSources(Protocol):
    """What areas are built from."""

    def settlements(self, country_code: str) -> Sequence[Place]:
        """Every populated place of a country."""
        ...

    def outline_figure(self, outline_id: str) -> MultiPolygon | None:
        """Exact outline as a shapely figure; None when there is none with this id."""
        ...


class SettledAreas:
    """Builds areas of subdivisions from their settlements.

    Parameters
    ----------
    sources
        Knows the settlements, and the outlines that bound them.
    caches
        Where the settlements of a country and their cells are kept, which take long to make.
    """

    def __init__(self, sources: SettledSources, caches: Caches) -> None:
        self._sources = sources
        self._countries = caches.remember("settlements", self._read, _country_bytes)
        self._ground = caches.remember("settled ground", self._make_ground, _ground_bytes)

    def settled(self, unit: Place) -> Settled | None:
        """Build the area of a first- or second-order subdivision; None without settlements."""
        return self.several([unit])[0]

    def several(self, units: Sequence[Place]) -> list[Settled | None]:
        """Build areas of subdivisions at once, which is quicker; those of one country together.

        Each is the union of the cells of its settlements, within the first-order subdivision where
        that has an outline. Where there are no cells, since the country has no outline or the
        settlements lie outside, circles around them stand in.
        """
        found: list[Settled | None] = [None] * len(units)
        members_of: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, unit in enumerate(units):
            members_of[unit.country_code, self._around(unit)].append(number)
        for (country_code, around), numbers in members_of.items():
            country = self._countries(country_code)
            rows = {n: country.rows_of(units[n]) for n in numbers}
            rows = {n: members for n, members in rows.items() if len(members)}
            if rows:
                figures = self._ground((country_code, around)).figures([*rows.values()])
                for (number, members), figure in zip(rows.items(), figures, strict=True):
                    found[number] = _settled(figure, country.positions[members])
        return found

    def _around(self, unit: Place) -> str:
        """Return the code of the first-order subdivision with an outline around one of second."""
        if not unit.is_second_order or not unit.admin1_code:
            return ""
        outline = subdivision_outline(unit.country_code, unit.admin1_code)
        return unit.admin1_code if self._sources.outline_figure(outline) is not None else ""

    def _read(self, country_code: str) -> "_Country":
        return _Country(self._sources.settlements(country_code))

    def _make_ground(self, codes: tuple[str, str]) -> "_Ground":
        """Cells in a country, or in a subdivision of it that has an outline.

        Parameters
        ----------
        codes
            Of the country and the first-order subdivision; the second is empty for the country.
        """
        country_code, admin1_code = codes
        country = self._countries(country_code)
        if not admin1_code:
            outline = self._sources.outline_figure(country_outline(country_code))
            return _Ground(country.positions, np.arange(len(country.positions)), outline)
        outline = self._sources.outline_figure(subdivision_outline(country_code, admin1_code))
        return _Ground(country.positions, country.rows_with((admin1_code,)), outline)


def _settled(figure: MultiPolygon, positions: npt.NDArray[np.float64]) -> Settled:
    is_around = figure.is_empty
    if is_around:
        figure = polygonal(
            unary_union([figure_of(circle(lon, lat, AROUND_KM)) for lon, lat in positions.tolist()])
        )
    return Settled(figure, len(positions), is_around)


class _Country:
    """Positions of the settlements of a country, and whose they are."""

    def __init__(self, places: Sequence[Place]) -> None:
        numbers: dict[tuple[float, float], int] = {}
        rows: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for place in places:
            row = numbers.setdefault((place.lon, place.lat), len(numbers))
            rows[place.admin1_code,].add(row)
            rows[place.admin1_code, place.admin2_code].add(row)
        self.positions = np.array([*numbers], dtype=float).reshape(-1, 2)
        """Distinct (lon, lat) in degrees."""
        self._rows = {codes: np.array(sorted(members)) for codes, members in rows.items()}

    def rows_of(self, unit: Place) -> Rows:
        """Numbers of the positions of a first- or second-order subdivision."""
        codes = (
            (unit.admin1_code, unit.admin2_code) if unit.is_second_order else (unit.admin1_code,)
        )
        return self.rows_with(codes) if all(codes) else np.array([], dtype=np.int64)

    def rows_with(self, codes: tuple[str, ...]) -> Rows:
        """Numbers of the positions with a first-order code, or with both codes; in order."""
        return self._rows.get(codes, np.array([], dtype=np.int64))


class _Ground:
    """Cells of settlements, and the outline that they end at.

    Parameters
    ----------
    positions
        Of all settlements of a country.
    rows
        Numbers of those that have cells, in order.
    outline
        Of the ground; None where there is none.
    """

    def __init__(
        self, positions: npt.NDArray[np.float64], rows: Rows, outline: MultiPolygon | None
    ) -> None:
        self._rows = rows
        self._is_cut = outline is not None and is_cut(outline)
        self._outline: Any = outline
        self.cells: Cells | None = None
        """Not yet cut off; None where there are none."""
        inside = positions[rows]
        if outline is None or len(inside) < LEAST_POINTS:
            return
        self._outline, inside = uncut(outline, inside)
        self.cells = unclipped_cells(inside, self._outline)

    def figures(self, groups: Sequence[Rows]) -> list[MultiPolygon]:
        """Return the ground of each group of settlements; empty where they have none.

        Cells are put together before they are cut off: of many of them few reach the outline.
        """
        if self.cells is None:
            return [MultiPolygon()] * len(groups)
        cells = [self.cells[np.searchsorted(self._rows, rows)] for rows in groups]
        whole = clipped(np.array([union_of(some) for some in cells], dtype=object), self._outline)
        return [polygonal(figure) for figure in (cut(whole) if self._is_cut else whole)]


_SETTLEMENT_BYTES = 150
"""Of a settlement: its position, its row under two codes, and an array of its own at worst."""
_GROUND_BYTES = 200


def _country_bytes(country: _Country) -> int:
    return _SETTLEMENT_BYTES * (1 + len(country.positions))


def _ground_bytes(ground: _Ground) -> int:
    corners = 0 if ground.cells is None else int(shapely.get_num_coordinates(ground.cells).sum())
    return _GROUND_BYTES + CORNER_BYTES * corners
