"""How the bearers of one name stand to each other."""

from collections.abc import Sequence
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from .place_kinds import KINDS, SETTLED, PlaceKind

Ints = npt.NDArray[np.int64]
RIVALS = 22
"""Classes of how a population compares: up to 8 times ten to the power of a half more, or less."""
_LEADS, _LEVEL, _LAGS = 6, 8, 12


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
SORT_OF = np.array([0, 1, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 2, 5], np.int64)
"""`Sort` of each `Namesake`."""
_OF_KIND = np.zeros(KINDS, np.int64)
_OF_KIND[[*SETTLED]] = Sort.TOWN
_OF_KIND[PlaceKind.FIRST] = Sort.FIRST
_OF_KIND[[PlaceKind.SECOND, PlaceKind.THIRD]] = Sort.SECOND
_OF_KIND[[PlaceKind.COUNTRY, PlaceKind.TERRITORY]] = Sort.COUNTRY
_OF_KIND[PlaceKind.SPOT] = Sort.SITE
_SEAT_SHARE, _SEAT_LEAST = 0.05, 5_000
"""How many of a unit's people live in the town that it is called after, and how many at least."""


def rivals(populations: Sequence[int]) -> Ints:
    """How much larger than the next largest the largest is, and how much smaller the others.

    Returns
    -------
    array
        Shape (places,): 1 to 7 for the largest, the less the clearer; from 8 for the others.
    """
    people = np.array(populations, dtype=np.float64) + 1.0
    if not len(people):
        return np.zeros(0, np.int64)
    largest = people.max()
    second = np.sort(people)[-2] if len(people) > 1 else 1.0
    lead = min(int(2 * np.log10(largest / second)), _LEADS)
    behind = np.clip(np.ceil(3 * np.log10(largest / people)), 0, _LAGS).astype(np.int64)
    return np.where(people == largest, _LEVEL - 1 - lead, _LEVEL + behind).astype(np.int64)


def namesakes(
    kinds: Ints,
    countries: Ints,
    firsts: Ints,
    populations: Sequence[int],
    bear_the_name: npt.NDArray[np.bool_],
) -> Ints:
    """Tell towns from the units of the same name around them; `Namesake` of each place.

    New York is a large part of its state, the town of Kansas a small one.
    """
    sorts = _OF_KIND[kinds]
    settled, first, second, country = (
        (sorts == sort) & bear_the_name
        for sort in (Sort.TOWN, Sort.FIRST, Sort.SECOND, Sort.COUNTRY)
    )
    sites = sorts == Sort.SITE
    if not (first | second | country | sites).any():
        return np.where(settled, int(Namesake.SETTLEMENT), 0)
    same_country = (countries[:, None] == countries) & (countries > 0)
    same_first = same_country & (firsts[:, None] == firsts) & (firsts > 0)

    def some(which: npt.NDArray[np.bool_], where: npt.NDArray[np.bool_]) -> Ints:
        return np.asarray(where @ which, np.int64)

    with_town = some(settled, same_first)
    towns: Ints = int(Namesake.SETTLEMENT) + some(first, same_first) + 2 * some(second, same_first)
    towns[some(country, same_country) > 0] = Namesake.IN_COUNTRY
    found: Ints = np.where(settled, towns, 0)
    found[first] = Namesake.FIRST + with_town[first]
    found[first & (some(settled, same_first & _is_large(populations)) > 0)] = (
        Namesake.FIRST_WITH_SEAT
    )
    found[second] = Namesake.SECOND + with_town[second]
    found[country] = Namesake.COUNTRY + some(settled, same_country)[country]
    site = sites & (some(settled, same_country) > 0)
    found[site] = Namesake.SITE_OF_SETTLEMENT
    return found


def _is_large(populations: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Whether many of the people of the one, if they are counted, may live in the other."""
    people = np.array(populations, np.float64)
    large: npt.NDArray[np.bool_] = people >= np.maximum(_SEAT_SHARE * people[:, None], _SEAT_LEAST)
    return large
