"""Evidence from a name and the places that bear it."""

import numpy as np
import numpy.typing as npt

from ...gazetteer.names.normalise import normal_form
from ...records import PlaceOrigin
from ..candidate_set import NAME_KINDS, POPULATIONS, QUALITIES, Column, Like
from ..context import Front, cues, designators, prepositions
from ..place_types import (
    KINDS,
    NAMESAKES,
    PROMINENCES,
    RIVALS,
    SORT_OF,
    SORTS,
    Namesake,
    Sort,
    kind_words,
)
from .base import Explanation, Feature, FeatureContext, Layout, graded
from .nearby import VICINITY

# ---- reasons namesake

Ints = npt.NDArray[np.int64]
_SORTS, _DATELINES = SORTS, 3
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
_COUNTS = np.array([1, 2, 3, 5, 8, 16, 41], np.float64)
_ONE, _LENGTHS, _QUALITIES = 1, 5, len(QUALITIES)
_PROMINENCES, _POPULATIONS = PROMINENCES, POPULATIONS


def prominence(context: FeatureContext) -> Ints:
    """Population and kind of place."""
    look = context.look
    return look[Column.KIND] * _POPULATIONS + look[Column.POPULATION]


def _prominence(context: FeatureContext, row: int) -> Explanation:
    place = context.look.match(row).place
    if place.origin is PlaceOrigin.CURATED:
        return "{}, curated because reports name it", kind_words(place)
    if not place.population:
        return "{}, population not known", kind_words(place)
    return "{}, population {:,}", kind_words(place), place.population


def spelling(context: FeatureContext) -> Ints:
    """How well the name fits."""
    look = context.look
    sort = look[Column.NAME_KIND] * _QUALITIES + look[Column.QUALITY]
    return look.only_candidates(_ONE + sort * _PROMINENCES + look[Column.PROMINENCE])


def _spelling(context: FeatureContext, row: int) -> Explanation:
    match = context.look.match(row)
    if context.look[Column.AROUND][row]:
        return "'{}' is not its name", context.look.mentions[int(context.look.owner[row])].text
    words = {
        "part": "only a part of the words names {}",
        "romanised": "perhaps another romanisation of a name of {}",
        "respelt": "{}, written otherwise",
    }
    name = context.look.mentions[int(context.look.owner[row])].text
    is_its_own = normal_form(name) == normal_form(match.place.name)
    kinds = {
        "preferred": "the preferred name of {}" if is_its_own else "what English calls {}",
        "alternate": "another name of {}",
    }
    if context.look[Column.NAME_KIND][row] == Like.ROMANISED:
        words["exact"] = "another romanisation of a name of {}"
    found = words.get(match.quality) or kinds.get(match.kind) or f"{match.kind.value} of {{}}"
    return found, match.place.name


def rivals(context: FeatureContext) -> Ints:
    """Population beside that of other places of the name."""
    look = context.look
    return look.only_candidates(look[Column.RIVALS] * _PROMINENCES + look[Column.PROMINENCE])


def _rivals(context: FeatureContext, row: int) -> Explanation:
    look = context.look
    count = len(look.candidates[int(look.owner[row])].matches) - 1
    if not count:
        return ("no other place bears the name",)
    most = look[Column.RIVALS][row] < 8  # noqa: PLR2004  the largest of them
    return "{} of {} places of the name", "the largest" if most else "not the largest", count + 1


def unknown_prominence(context: FeatureContext) -> Ints:
    """Whether any of few or many places could be meant."""
    look = context.look
    best = np.maximum.reduceat(look[Column.POPULATION], look.starts)
    sizes = look.none - look.starts
    count = graded(sizes.astype(np.float64), _COUNTS)
    return look.only_none(_ONE + count * _POPULATIONS + best)


def unknown_spelling(context: FeatureContext) -> Ints:
    """Whether any of the names fits."""
    look = context.look
    worst = np.where(look.is_none, _QUALITIES, look[Column.QUALITY])
    best: Ints = np.minimum.reduceat(worst, look.starts)
    return look.only_none(_ONE + best * _LENGTHS + look.surroundings.length)


def _unknown(_context: FeatureContext, _row: int) -> Explanation:
    return ("no place that could be meant is likely",)


NAMES = (
    Feature(
        "prominence",
        "Population and kind of place",
        prominence,
        KINDS * POPULATIONS,
        _prominence,
        Layout(POPULATIONS, first=1),
    ),
    Feature(
        "spelling",
        "How well the name fits",
        spelling,
        1 + NAME_KINDS * len(QUALITIES) * PROMINENCES + PROMINENCES,
        _spelling,
    ),
    Feature(
        "rivals",
        "Population beside that of other places of the name",
        rivals,
        RIVALS * PROMINENCES,
        _rivals,
        Layout(RIVALS, PROMINENCES, 1),
    ),
    *NAMESAKE,
    VICINITY,
    Feature(
        "unknown_prominence",
        "Whether any of few or many places could be meant",
        unknown_prominence,
        1 + 8 * POPULATIONS,
        _unknown,
    ),
    Feature(
        "unknown_spelling",
        "Whether any of the names fits",
        unknown_spelling,
        1 + 5 * (len(QUALITIES) + 1),
        _unknown,
    ),
)
"""What a name and its bearers say."""
