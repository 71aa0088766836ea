"""Roads that no source knows, drawn through the towns between their ends: a cheapest path."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..antimeridian import line_of
from ..caching import PLACE_BYTES, Caches
from ..gazetteer.index.places import PlaceRows
from ..gazetteer.protocols import Gazetteer
from ..geodesy import MEAN_RADIUS_KM, distance_km
from ..records import FootprintKind, Place
from .expression import Shape

LIKELY_UNCERTAINTY = 1 / 8
"""Of the length of the longest piece between two towns."""
_DETOUR = 1.08
"""A town is on a likely road when going by it takes no longer than this."""
_HOPS = 1.15
"""Roads go from town to town: a hop costs its length to this power, so two short ones are less.

Both fit best on the 36 roads with four towns or more that were curated then: the mean distance
between the likely road and the road is 5.0% of the length, and 5.5% for a straight line."""
_LEAST_KM = 5.0
"""Of a town on the road from either end."""
_ROW_BYTES = 8
_MOST_NAMED = 8
"""Places that a note tells."""

Floats = npt.NDArray[np.float64]


def likely_road(
    stops: Sequence[Place],
    towns_between: Callable[[Place, Place], list[Place]],
    *,
    straight: bool = False,
) -> Shape:
    """Draw a line through the towns between places; without these when it is straight.

    Parameters
    ----------
    towns_between
        As in `RoadTowns.between`.
    """
    towns = [stops[0]]
    for start, end in pairwise(stops):
        towns += [end] if straight else towns_between(start, end)[1:]
    points = [(town.lon, town.lat) for town in towns]
    longest_km = max(distance_km(*pair) for pair in pairwise(points))
    name = f"the way from {stops[0].name} to {stops[-1].name}"
    names = [town.name for town in towns[1:-1]]
    how = (
        f"through known places in between ({_first_names(names)})"
        if names
        else f"a straight line as {name}"
    )
    note = f"schematic: {how}; no source knows the road"
    uncertainty_km = round(longest_km * LIKELY_UNCERTAINTY, 1)
    return Shape.of(
        FootprintKind.ROUTE, line_of(points), note, uncertainty_km=uncertainty_km, name=name
    )


def _first_names(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


class _Towns(NamedTuple):
    """The settlements of a country."""

    places: Sequence[Place]
    points: Floats
    """On the unit sphere."""


class RoadTowns:
    """Knows the towns that roads go through; those of a country are read once.

    Parameters
    ----------
    gazetteer
        Has the settlements.
    caches
        Where those of a country are kept: to read them takes 5 ms for a large one, and 60 ms where
        users' places lie over them.
    """

    def __init__(self, gazetteer: Gazetteer, caches: Caches) -> None:
        self._gazetteer = gazetteer
        self._of_country = caches.remember("towns on roads", self._read, _bytes)

    def _read(self, country_code: str) -> _Towns:
        places = self._gazetteer.settlements(country_code)
        if isinstance(places, PlaceRows):
            return _Towns(places, _on_globe(places.positions))
        return _Towns(places, _points(places))

    def between(self, start: Place, end: Place) -> list[Place]:
        """Return the places a road between two is likely to go through, both ends included."""
        ends = [start, end]
        countries = [self._of_country(code) for code in sorted({p.country_code for p in ends})]
        lists = [ends, *(towns.places for towns in countries)]
        points = np.concatenate([_points(ends), *(towns.points for towns in countries)])
        from_start, to_end = _km(points, points[0]), _km(points, points[1])
        direct_km = distance_km((start.lon, start.lat), (end.lon, end.lat))
        usable = from_start + to_end <= _DETOUR * direct_km
        usable &= np.minimum(from_start, to_end) > _LEAST_KM
        usable[:2] = False
        rows = np.flatnonzero(usable)
        rows = rows[np.argsort((from_start - to_end)[rows], kind="stable")]
        order = [0, *rows.tolist(), 1]
        return [_nth(lists, order[step]) for step in _cheapest(points[order])]


def _bytes(towns: _Towns) -> int:
    """Return the bytes of the towns of a country; rows of a table are read when asked for."""
    is_table = isinstance(towns.places, PlaceRows)
    return towns.points.nbytes + len(towns.places) * (_ROW_BYTES if is_table else PLACE_BYTES)


def _nth(lists: Sequence[Sequence[Place]], number: int) -> Place:
    """Return the place of a number in lists one after the other."""
    for places in lists:
        if number < len(places):
            return places[number]
        number -= len(places)
    raise IndexError("there are not so many places")


def _cheapest(points: Floats) -> list[int]:
    """Return the steps from the first point to the last that cost least, ever onward."""
    count = len(points)
    costs, before = np.zeros(count), np.zeros(count, np.int64)
    for step in range(1, count):
        hops = costs[:step] + _km(points[:step], points[step]) ** _HOPS
        before[step] = int(hops.argmin())
        costs[step] = hops[before[step]]
    steps = [count - 1]
    while steps[-1]:
        steps.append(int(before[steps[-1]]))
    return steps[::-1]


def _points(places: Sequence[Place]) -> Floats:
    return _on_globe(np.array([(place.lon, place.lat) for place in places]).reshape(-1, 2))


def _on_globe(positions: Floats) -> Floats:
    """Return the points of (lon, lat) positions on the unit sphere."""
    lon, lat = np.radians(positions).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _km(points: Floats, other: Floats) -> Floats:
    arcs: Floats = np.arccos(np.clip(points @ other, -1.0, 1.0)) * MEAN_RADIUS_KM
    return arcs
