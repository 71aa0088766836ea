"""What kinds of places resolution tells apart, and how prominent they are."""

from collections.abc import Sequence
from enum import IntEnum
from math import ceil, log10
from typing import NamedTuple

import numpy as np

from ..records import Place

_METROPOLIS, _CITY, _TOWN = 1_000_000, 100_000, 10_000


class PlaceKind(IntEnum):
    """Kind of a place; 0 stands for no place at all."""

    NOWHERE = 0
    COUNTRY = 1
    TERRITORY = 2
    CONTINENT = 3
    REGION = 4
    FIRST = 5
    """First-order subdivision."""
    SECOND = 6
    THIRD = 7
    """Any other subdivision."""
    CAPITAL = 8
    SEAT = 9
    """Seat of a first-order subdivision."""
    SETTLEMENT = 10
    QUARTER = 11
    """Part of a settlement."""
    WATER = 12
    LAND = 13
    SPOT = 14
    ROAD = 15
    OTHER = 16


KINDS = len(PlaceKind)
_OF_CODE = {
    "PCLI": PlaceKind.COUNTRY,
    "CONT": PlaceKind.CONTINENT,
    "ADM1": PlaceKind.FIRST,
    "ADM2": PlaceKind.SECOND,
    "PPLC": PlaceKind.CAPITAL,
    "PPLA": PlaceKind.SEAT,
    "PPLX": PlaceKind.QUARTER,
}
_OF_CLASS = {
    "A": PlaceKind.THIRD,
    "P": PlaceKind.SETTLEMENT,
    "L": PlaceKind.REGION,
    "H": PlaceKind.WATER,
    "T": PlaceKind.LAND,
    "V": PlaceKind.LAND,
    "S": PlaceKind.SPOT,
    "R": PlaceKind.ROAD,
}
_WORDS = {
    PlaceKind.COUNTRY: "a country",
    PlaceKind.TERRITORY: "a territory",
    PlaceKind.CONTINENT: "a continent",
    PlaceKind.REGION: "a region",
    PlaceKind.FIRST: "a first-order subdivision",
    PlaceKind.SECOND: "a second-order subdivision",
    PlaceKind.THIRD: "a subdivision",
    PlaceKind.CAPITAL: "a capital",
    PlaceKind.SEAT: "the seat of a subdivision",
    PlaceKind.SETTLEMENT: "a populated place",
    PlaceKind.QUARTER: "part of a populated place",
    PlaceKind.WATER: "water",
    PlaceKind.LAND: "a landform",
    PlaceKind.SPOT: "a building or site",
    PlaceKind.ROAD: "a road or railway",
}


class Prominence(IntEnum):
    """How widely a place is known, by kind and population."""

    NONE = 0
    COUNTRY = 1
    REGION = 2
    FIRST = 3
    SUBDIVISION = 4
    METROPOLIS = 5
    CITY = 6
    TOWN = 7
    VILLAGE = 8
    UNCOUNTED = 9
    """A settlement whose population is not known."""
    NATURE = 10
    SITE = 11


PROMINENCES = len(Prominence)
_OF_KIND = {
    PlaceKind.COUNTRY: Prominence.COUNTRY,
    PlaceKind.TERRITORY: Prominence.COUNTRY,
    PlaceKind.CONTINENT: Prominence.REGION,
    PlaceKind.REGION: Prominence.REGION,
    PlaceKind.FIRST: Prominence.FIRST,
    PlaceKind.SECOND: Prominence.SUBDIVISION,
    PlaceKind.THIRD: Prominence.SUBDIVISION,
    PlaceKind.WATER: Prominence.NATURE,
    PlaceKind.LAND: Prominence.NATURE,
}
SETTLED = (PlaceKind.CAPITAL, PlaceKind.SEAT, PlaceKind.SETTLEMENT, PlaceKind.QUARTER)
"""Kinds of populated places."""


def kind_of(place: Place) -> PlaceKind:
    """Return the kind of a place."""
    code = place.feature_code
    if code in _OF_CODE:
        return _OF_CODE[code]
    if place.is_country:
        return PlaceKind.TERRITORY
    return _OF_CLASS.get(place.feature_class, PlaceKind.OTHER)


def kind_words(place: Place) -> str:
    """What a place is, for people."""
    return _WORDS.get(kind_of(place), f"feature {place.feature_code}")


def prominence_of(place: Place) -> Prominence:
    """Return how prominent a place is."""
    return prominence(kind_of(place), place.population)


def prominence(kind: PlaceKind, population: int) -> Prominence:
    """Return how prominent a place of some kind is that has so many people."""
    if kind not in SETTLED:
        return _OF_KIND.get(kind, Prominence.SITE)
    if kind is PlaceKind.CAPITAL or population >= _METROPOLIS:
        return Prominence.METROPOLIS
    if population >= _CITY:
        return Prominence.CITY
    if population >= _TOWN:
        return Prominence.TOWN
    return Prominence.VILLAGE if population else Prominence.UNCOUNTED


RIVALS = 22
"""Classes of how a population compares: up to 8 times ten to the power of a half more, or less."""
LARGEST_RIVALS = 8
"""Classes below are those of the largest place of a name."""
_LEADS, _LAGS = 6, 12


class Namesake(IntEnum):
    """What a place of the same name it is in, or has inside."""

    NEITHER = 0
    SETTLEMENT = 1
    IN_FIRST = 2
    IN_SECOND = 3
    IN_BOTH = 4
    IN_COUNTRY = 5
    FIRST = 6
    FIRST_WITH_SETTLEMENT = 7
    SECOND = 8
    SECOND_WITH_SETTLEMENT = 9
    COUNTRY = 10
    COUNTRY_WITH_SETTLEMENT = 11
    FIRST_WITH_SEAT = 12
    """The settlement holds many of its people."""
    SITE_OF_SETTLEMENT = 13
    """A building or site, such as an airport, in the country of a settlement."""


NAMESAKES = len(Namesake)


class Sort(IntEnum):
    """What a place is, whatever else has its name."""

    OTHER = 0
    TOWN = 1
    FIRST = 2
    SECOND = 3
    COUNTRY = 4
    SITE = 5


SORTS = len(Sort)
_TOWN_IN = {
    (False, False): Namesake.SETTLEMENT,
    (True, False): Namesake.IN_FIRST,
    (False, True): Namesake.IN_SECOND,
    (True, True): Namesake.IN_BOTH,
}
"""Of a town, by whether it lies in a first- and in a second-order subdivision of its name."""
_PLAIN = frozenset({Sort.OTHER, Sort.TOWN})
"""What is in nothing of the name, and has nothing of it inside."""
SORT_OF = np.array([0, 1, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 2, 5], np.int64)
"""`Sort` of each `Namesake`."""
_NAMESAKES_OF_KIND = {
    **dict.fromkeys(SETTLED, Sort.TOWN),
    PlaceKind.FIRST: Sort.FIRST,
    PlaceKind.SECOND: Sort.SECOND,
    PlaceKind.THIRD: Sort.SECOND,
    PlaceKind.COUNTRY: Sort.COUNTRY,
    PlaceKind.TERRITORY: Sort.COUNTRY,
    PlaceKind.SPOT: Sort.SITE,
}
_SEAT_SHARE, _SEAT_LEAST = 0.05, 5_000
"""How many of a unit's people live in the town that it is called after, and how many at least."""


def rivals(populations: Sequence[int]) -> list[int]:
    """How much larger than the next largest the largest is, and how much smaller the others.

    Returns
    -------
    list
        Of each place 1 to 7 for the largest, the less the clearer; from 8 for the others.
    """
    if not populations:
        return []
    people = [population + 1 for population in populations]
    second, largest = [1, *sorted(people)][-2:]
    of_largest = LARGEST_RIVALS - 1 - min(int(2 * log10(largest / second)), _LEADS)
    return [
        of_largest
        if own == largest
        else LARGEST_RIVALS + min(_LAGS, max(0, ceil(3 * log10(largest / own))))
        for own in people
    ]


class NamesakeFacts(NamedTuple):
    """What is looked at of a place to tell it from others of the name."""

    kind: PlaceKind
    country: int
    """Number of the country's code; 0 when not known."""
    first: int
    """Number of the first-order subdivision's code."""
    population: int
    has_whole_name: bool
    """Whether the whole name is its own, however it is written."""

    @property
    def sort(self) -> Sort:
        """`Sort` of a place that has the name, or of a site."""
        sort = _NAMESAKES_OF_KIND.get(self.kind, Sort.OTHER)
        return sort if self.has_whole_name or sort is Sort.SITE else Sort.OTHER


def namesakes(places: Sequence[NamesakeFacts]) -> list[int]:
    """Tell towns from the units of the same name around them; `Namesake` of each place.

    New York is a large part of its state, the town of Kansas a small one.
    """
    sorts = [facts.sort for facts in places]
    if _PLAIN.issuperset(sorts):  # as of most names
        return [Namesake.SETTLEMENT if sort is Sort.TOWN else Namesake.NEITHER for sort in sorts]
    together = _Together()
    for sort, facts in zip(sorts, places, strict=True):
        together.add(sort, facts)
    return [together.namesake(sort, own) for sort, own in zip(sorts, places, strict=True)]


class _Together:
    """Units and towns of one name, by the numbers of where they lie."""

    def __init__(self) -> None:
        self._firsts, self._seconds, self._countries = set[int](), set[int](), set[int]()
        self._town_countries, self._largest_towns = set[int](), dict[int, int]()

    def add(self, sort: Sort, facts: NamesakeFacts) -> None:
        country, first = facts.country, facts.first
        if sort is Sort.TOWN:
            self._town_countries.add(country)
            known = self._largest_towns.get(first, -1)
            self._largest_towns[first] = max(known, facts.population)
        elif sort is Sort.FIRST:
            self._firsts.add(first)
        elif sort is Sort.SECOND:
            self._seconds.add(first)
        elif sort is Sort.COUNTRY:
            self._countries.add(country)

    def namesake(self, sort: Sort, facts: NamesakeFacts) -> Namesake:
        country, first = facts.country, facts.first
        if sort is Sort.TOWN:
            if country and country in self._countries:
                return Namesake.IN_COUNTRY
            return _TOWN_IN[
                first > 0 and first in self._firsts, first > 0 and first in self._seconds
            ]
        if sort in {Sort.FIRST, Sort.SECOND}:
            town = self._largest_towns.get(first) if first else None
            return self._unit(sort, town, facts.population)
        has_town = country > 0 and country in self._town_countries
        if sort is Sort.COUNTRY:
            return Namesake.COUNTRY_WITH_SETTLEMENT if has_town else Namesake.COUNTRY
        return Namesake.SITE_OF_SETTLEMENT if sort is Sort.SITE and has_town else Namesake.NEITHER

    @staticmethod
    def _unit(sort: Sort, town: int | None, population: int) -> Namesake:
        """Namesake of a subdivision whose largest town of its name has so many people."""
        has_town = town is not None
        if sort is Sort.SECOND:
            return Namesake.SECOND_WITH_SETTLEMENT if has_town else Namesake.SECOND
        if town is not None and town >= max(_SEAT_SHARE * population, _SEAT_LEAST):
            return Namesake.FIRST_WITH_SEAT
        return Namesake.FIRST_WITH_SETTLEMENT if has_town else Namesake.FIRST
