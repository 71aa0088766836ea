"""Polygons of the places of a gazetteer that does not change, each made once."""

from functools import lru_cache

from ..sized_cache import SizedCache, positions
from .areas import AreaMaker
from .records import Area

_MOST_POSITIONS = 1_000_000
"""About 110 MB; outlines are not among them, which are kept apart."""
_LEAST_SIZE = 10
_MOST_PLACES = 1 << 14


class RememberedAreas:
    """Areas of places; the least recently used ones are forgotten.

    Most places that a text mentions are towns. They must not drive out the areas of countries,
    which are dear, so whether a place has an area at all is remembered apart.

    Parameters
    ----------
    maker
        Makes the areas.
    """

    def __init__(self, maker: AreaMaker) -> None:
        self.has_area = lru_cache(_MOST_PLACES)(maker.has_area)
        self._area = maker.area
        self._made = SizedCache(maker.area, _size, _MOST_POSITIONS)

    def area(self, place_id: str) -> Area | None:
        """Polygon of a place; None for a place without extent, or with none that is known."""
        return (self._made if self.has_area(place_id) else self._area)(place_id)


def _size(area: Area | None) -> int:
    return _LEAST_SIZE + (positions(area.geometry) if area and not area.outline else 0)
