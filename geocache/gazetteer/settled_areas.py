"""Areas of subdivisions as far as their settlements show them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from shapely.geometry import MultiPolygon, mapping, shape
from shapely.ops import unary_union

from ..geodesy import circle
from ..model import Place
from ..rings import polygonal
from .cells import Cells, settlement_cells
from .records import Area

AROUND_KM = 5.0
"""Radius of the ground that a settlement stands for where no outline bounds its cell."""
_CELLS_NOTE = "approximate: built from the {count} settlements of {name} that the gazetteer knows"
_CIRCLES_NOTE = (
    "approximate: {radius:g} km around each of the {count} settlements of {name} that the "
    "gazetteer knows; there is no outline of the country here"
)


class SettledAreas:
    """Makes areas of subdivisions from their settlements.

    Parameters
    ----------
    settlements
        Gives every populated place of a country by its ISO 3166-1 alpha-2 code.
    """

    def __init__(self, settlements: Callable[[str], Sequence[Place]]) -> None:
        self._settlements = settlements
        self._country = lru_cache(64)(_Country.of)

    def area(self, subdivision: Place) -> Area | None:
        """Area of a first- or second-order subdivision; None when it has no settlement.

        It is the union of the cells of its settlements. Where there are none, since the country
        has no outline or the settlements lie outside, circles around them stand in.
        """
        country = self._country(self._settlements, subdivision.country_code)
        rows = country.rows(subdivision)
        if not rows:
            return None
        note, geometry = _CELLS_NOTE, MultiPolygon()
        if country.cells is not None:
            geometry = polygonal(unary_union(country.cells[rows]))
        if geometry.is_empty:
            note = _CIRCLES_NOTE
            around = [shape(circle(*country.positions[row], AROUND_KM)) for row in rows]
            geometry = polygonal(unary_union(around))
        words = note.format(count=len(rows), name=subdivision.name, radius=AROUND_KM)
        return Area(dict(mapping(geometry)), exact=False, note=words)


class _Country:
    """Cells of the settlements of a country, and whose they are."""

    def __init__(self, country_code: str, places: Sequence[Place]) -> None:
        self.positions = list(dict.fromkeys((place.lon, place.lat) for place in places))
        self.cells: Cells | None = settlement_cells(country_code, self.positions)
        """In the order of the positions; None when there are no cells."""
        numbers = {position: row for row, position in enumerate(self.positions)}
        self._rows: dict[tuple[str, ...], dict[int, None]] = defaultdict(dict)
        for place in places:
            row = numbers[place.lon, place.lat]
            self._rows[place.admin1_code,][row] = None
            self._rows[place.admin1_code, place.admin2_code][row] = None

    @classmethod
    def of(cls, settlements: Callable[[str], Sequence[Place]], country_code: str) -> "_Country":
        """Make the cells of a country."""
        return cls(country_code, settlements(country_code))

    def rows(self, subdivision: Place) -> list[int]:
        """Numbers of the positions at which settlements of a subdivision lie."""
        codes: Any = (subdivision.admin1_code,)
        if subdivision.feature_code == "ADM2":
            codes = (subdivision.admin1_code, subdivision.admin2_code)
        return list(self._rows[codes]) if all(codes) and codes in self._rows else []
