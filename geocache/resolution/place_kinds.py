"""What kinds of places resolution tells apart, and how prominent they are."""

from enum import IntEnum

from ..model import Place

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
    if code.startswith("PCL"):
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
