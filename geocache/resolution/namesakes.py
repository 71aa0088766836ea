"""How the bearers of one name stand to each other."""

from collections.abc import Sequence
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from .place_kinds import SETTLED, PlaceKind

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


NAMESAKES = len(Namesake)


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
    kinds: Ints, countries: Ints, firsts: Ints, bear_the_name: npt.NDArray[np.bool_]
) -> Ints:
    """Tell towns from the units of the same name around them; `Namesake` of each place."""
    settled = np.isin(kinds, SETTLED) & bear_the_name
    first = (kinds == PlaceKind.FIRST) & bear_the_name
    second = np.isin(kinds, (PlaceKind.SECOND, PlaceKind.THIRD)) & bear_the_name
    country = np.isin(kinds, (PlaceKind.COUNTRY, PlaceKind.TERRITORY)) & bear_the_name
    same_country = (countries[:, None] == countries) & (countries > 0)
    same_first = same_country & (firsts[:, None] == firsts) & (firsts > 0)

    def some(which: npt.NDArray[np.bool_], where: npt.NDArray[np.bool_]) -> Ints:
        return np.asarray((where & which).any(axis=1), np.int64)

    with_town = some(settled, same_first)
    towns: Ints = int(Namesake.SETTLEMENT) + some(first, same_first) + 2 * some(second, same_first)
    towns[some(country, same_country) > 0] = Namesake.IN_COUNTRY
    found: Ints = np.where(settled, towns, 0)
    found[first] = Namesake.FIRST + with_town[first]
    found[second] = Namesake.SECOND + with_town[second]
    found[country] = Namesake.COUNTRY + some(settled, same_country)[country]
    return found
