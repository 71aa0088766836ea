"""Areas of subdivisions as far as their settlements show them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache, partial

from shapely.geometry import MultiPolygon, mapping
from shapely.ops import unary_union

from ..geodesy import circle
from ..model import Place
from ..rings import figure_of, polygonal
from .cells import Cells, cells_within, settlement_cells
from .records import Area
from .subdivision_outlines import subdivision_polygon

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
    """

    def __init__(self, settlements: Callable[[str], Sequence[Place]]) -> None:
        self._settlements = lru_cache(4)(settlements)
        self._ground = lru_cache(64)(self._make_ground)

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
        return Area(dict(mapping(geometry)), exact=False, note=words)

    def count(self, subdivision: Place) -> int:
        """Settlements of a subdivision, those at the same position counted once."""
        return len(self._settled(subdivision)[1])

    def _settled(self, subdivision: Place) -> tuple["_Ground", list[int]]:
        """Return the ground a subdivision is built on, and its positions there."""
        codes: tuple[str, ...] = (subdivision.admin1_code,)
        within = ""
        if subdivision.feature_code == "ADM2":
            codes, within = (*codes, subdivision.admin2_code), subdivision.admin1_code
        ground = self._ground(subdivision.country_code, within)
        return ground, list(ground.rows.get(codes, ())) if all(codes) else []

    def _make_ground(self, country_code: str, admin1_code: str) -> "_Ground":
        """Cells in a country, or in a subdivision of it that has an outline."""
        outline = subdivision_polygon(country_code, admin1_code) if admin1_code else None
        if admin1_code and outline is None:
            return self._ground(country_code, "")
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
