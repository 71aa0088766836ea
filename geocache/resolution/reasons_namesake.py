"""Evidence for the town or the unit around it, where both have the name."""

import numpy as np
import numpy.typing as npt

from ..fixed import fixed
from .bearers import Column
from .cues import cues
from .designators import designators
from .evidence import Explanation, Feature, FeatureContext
from .namesakes import NAMESAKES, SORT_OF, SORTS, Namesake, Sort
from .surroundings import Front, prepositions

Ints = npt.NDArray[np.int64]
_SORTS, _DATELINES = fixed(SORTS), fixed(3)
_AS_IN_TEXT = np.where(SORT_OF == Sort.TOWN, Namesake.SETTLEMENT, np.arange(NAMESAKES))
"""Class of each `Namesake`: all towns are alike."""
_NAMESAKE_WORDS = {
    Namesake.SETTLEMENT: "no unit around it has its name",
    Namesake.IN_COUNTRY: "the country has its name",
    Namesake.FIRST: "no town in it has its name",
    Namesake.SECOND: "no town in it has its name",
    Namesake.COUNTRY: "no town in it has its name",
    Namesake.FIRST_WITH_SETTLEMENT: "a town in it has its name",
    Namesake.SECOND_WITH_SETTLEMENT: "a town in it has its name",
    Namesake.COUNTRY_WITH_SETTLEMENT: "a town in it has its name",
    Namesake.FIRST_WITH_SEAT: "a large town in it has its name",
    Namesake.SITE_OF_SETTLEMENT: "a town in the same country has its name",
}


def namesake(context: FeatureContext) -> Ints:
    """Whether a town in a unit, or by a site, has its name; all towns are alike in it."""
    return _AS_IN_TEXT[context.look[Column.NAMESAKE]]


def namesake_designated(context: FeatureContext) -> Ints:
    """Town or the unit around it, by the word beside it."""
    return _town_or_unit(context, context.look.surroundings.designator)


def namesake_role(context: FeatureContext) -> Ints:
    """Town or the unit around it, by who or where is meant."""
    around = context.look.surroundings
    return _town_or_unit(context, around.associative * _DATELINES + around.dateline)


def namesake_front(context: FeatureContext) -> Ints:
    """Town or the unit around it, by the word in front."""
    return _town_or_unit(context, context.look.surroundings.front)


def namesake_cue(context: FeatureContext) -> Ints:
    """Town or the unit around it, by how the text leads to it."""
    return _town_or_unit(context, context.look.surroundings.cue)


def _town_or_unit(context: FeatureContext, said: Ints) -> Ints:
    """Sort of each place, by what is said of its mention: all towns of a name are alike in it."""
    return said[context.look.owner] * _SORTS + context.classes(_sorts)


def _sorts(context: FeatureContext) -> Ints:
    return SORT_OF[context.look[Column.NAMESAKE]]


def _namesake(context: FeatureContext, row: int) -> Explanation:
    namesake = Namesake(int(context.look[Column.NAMESAKE][row]))
    return (_NAMESAKE_WORDS.get(namesake, "the unit around it has its name"),)


NAMESAKE = (
    Feature(
        "namesake",
        "Whether a town in a unit, or by a site, has its name; all towns are alike in it",
        namesake,
        NAMESAKES,
        _namesake,
    ),
    Feature(
        "namesake_designated",
        "Town or the unit around it, by the word beside it",
        namesake_designated,
        len(designators().names) * SORTS,
        _namesake,
    ),
    Feature(
        "namesake_role",
        "Town or the unit around it, by who or where is meant",
        namesake_role,
        6 * SORTS,
        _namesake,
    ),
    Feature(
        "namesake_front",
        "Town or the unit around it, by the word in front",
        namesake_front,
        (Front.PREPOSITION + len(prepositions())) * SORTS,
        _namesake,
    ),
    Feature(
        "namesake_cue",
        "Town or the unit around it, by how the text leads to it",
        namesake_cue,
        len(cues()) * SORTS,
        _namesake,
    ),
)
"""Town or unit: what a mention alone says of it."""
