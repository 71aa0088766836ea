"""Features of a name and the places that have it."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ...arrays import ClassSpace
from ...gazetteer.names.normalise import normal_form
from ...records import PlaceOrigin
from ..candidate_set import NAME_KINDS, POPULATIONS, QUALITIES, Likeness
from ..context import Front, cues, designators, prepositions
from ..place_types import (
    KINDS,
    LARGEST_RIVALS,
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

Ints = npt.NDArray[np.int64]
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


_COUNTS = np.array([1, 2, 3, 5, 8, 16, 41], np.float64)
"""Of candidates."""
_LENGTHS = 5
"""0 to 4 words, or more."""
_PROMINENCE = ClassSpace(kind=KINDS, population=POPULATIONS)
_SPELLING = ClassSpace(
    has_silence=True, name_kind=NAME_KINDS, quality=len(QUALITIES), prominence=PROMINENCES
)
_RIVALS = ClassSpace(rivals=RIVALS, prominence=PROMINENCES)
_UNKNOWN_PROMINENCE = ClassSpace(
    has_silence=True, candidates=len(_COUNTS) + 1, population=POPULATIONS
)
_UNKNOWN_SPELLING = ClassSpace(has_silence=True, quality=len(QUALITIES) + 1, words=_LENGTHS)
_ROLE = ClassSpace(is_associative=2, dateline=3)
_DESIGNATED = ClassSpace(code=len(designators().names), sort=SORTS)
_BY_ROLE = ClassSpace(code=_ROLE.count, sort=SORTS)
_FRONT = ClassSpace(code=Front.PREPOSITION + len(prepositions()), sort=SORTS)
_CUE = ClassSpace(code=len(cues()), sort=SORTS)


def namesake(context: FeatureContext) -> Ints:
    """Tell whether a town in a unit, or by a site, has its name; all towns are alike in it."""
    return _AS_IN_TEXT[context.batch.columns.namesake]


class _TownOrUnit(NamedTuple):
    """Sort of each place by a code of its mention: all towns of a name are alike in it."""

    designated: Ints
    role: Ints
    front: Ints
    cue: Ints


def _town_or_unit(context: FeatureContext) -> _TownOrUnit:
    """Work out the classes of all codes in one step, for the rows are few and calls are dear."""
    batch, words = context.batch, context.batch.surroundings
    role = _ROLE.encode(is_associative=words.associative, dateline=words.dateline)
    codes = np.array([words.designator, role, words.front, words.cue])
    # The spaces of the codes only differ in how many codes there are.
    sort = SORT_OF[batch.columns.namesake]
    return _TownOrUnit(*_CUE.encode(code=codes.take(batch.owner, axis=1), sort=sort))


def namesake_designated(context: FeatureContext) -> Ints:
    """Tell a town from the unit around it by the word beside it."""
    return context.once(_town_or_unit).designated


def namesake_role(context: FeatureContext) -> Ints:
    """Tell a town from the unit around it by who or where is meant."""
    return context.once(_town_or_unit).role


def namesake_front(context: FeatureContext) -> Ints:
    """Tell a town from the unit around it by the word in front."""
    return context.once(_town_or_unit).front


def namesake_cue(context: FeatureContext) -> Ints:
    """Tell a town from the unit around it by how the text leads to it."""
    return context.once(_town_or_unit).cue


def _explain_namesake(context: FeatureContext, row: int) -> Explanation:
    namesake = Namesake(int(context.batch.columns.namesake[row]))
    return (_NAMESAKE_WORDS.get(namesake, "the unit around it has its name"),)


def prominence(context: FeatureContext) -> Ints:
    """Combine the population and the kind of a place."""
    columns = context.batch.columns
    return _PROMINENCE.encode(kind=columns.kind, population=columns.population)


def _explain_prominence(context: FeatureContext, row: int) -> Explanation:
    place = context.batch.match(row).place
    if place.origin is PlaceOrigin.CURATED:
        return "{}, curated because reports name it", kind_words(place)
    if not place.population:
        return "{}, population not known", kind_words(place)
    return "{}, population {:,}", kind_words(place), place.population


def spelling(context: FeatureContext) -> Ints:
    """Tell how well the name fits."""
    columns = context.batch.columns
    return context.batch.only_candidates(
        _SPELLING.encode(
            name_kind=columns.name_kind, quality=columns.quality, prominence=columns.prominence
        )
    )


def _explain_spelling(context: FeatureContext, row: int) -> Explanation:
    match, name = context.batch.match(row), context.batch.words(row)
    if context.batch.columns.nearby[row]:
        return "'{}' is not its name", name
    of_quality = {
        "part": "only a part of the words names {}",
        "romanised": "perhaps another romanisation of a name of {}",
        "respelt": "{}, written otherwise",
    }
    is_its_own = normal_form(name) == normal_form(match.place.name)
    of_kind = {
        "preferred": "the preferred name of {}" if is_its_own else "what English calls {}",
        "alternate": "another name of {}",
    }
    if context.batch.columns.name_kind[row] == Likeness.ROMANISED:
        of_quality["exact"] = "another romanisation of a name of {}"
    said = of_quality.get(match.quality) or of_kind.get(match.kind)
    return said or f"{match.kind.value} of {{}}", match.place.name


def rivals(context: FeatureContext) -> Ints:
    """Compare the population with that of other places of the name."""
    columns = context.batch.columns
    classes = _RIVALS.encode(rivals=columns.rivals, prominence=columns.prominence)
    return context.batch.only_candidates(classes)


def _explain_rivals(context: FeatureContext, row: int) -> Explanation:
    batch = context.batch
    count = len(batch.candidates[int(batch.owner[row])].matches) - 1
    if not count:
        return ("no other place has the name",)
    is_largest = batch.columns.rivals[row] < LARGEST_RIVALS
    rank = "the largest" if is_largest else "not the largest"
    return "{} of {} places of the name", rank, count + 1


def unknown_prominence(context: FeatureContext) -> Ints:
    """Tell whether any of few or many places could be meant."""
    batch = context.batch
    sizes: npt.NDArray[Any] = batch.none - batch.starts
    classes = _UNKNOWN_PROMINENCE.encode(
        candidates=graded(sizes.astype(np.float64), _COUNTS),
        population=np.maximum.reduceat(batch.columns.population, batch.starts),
    )
    return batch.only_none(classes)


def unknown_spelling(context: FeatureContext) -> Ints:
    """Tell whether any of the names fits."""
    batch = context.batch
    quality = np.where(batch.is_none, len(QUALITIES), batch.columns.quality)
    best: Ints = np.minimum.reduceat(quality, batch.starts)
    length = batch.surroundings.length
    return batch.only_none(_UNKNOWN_SPELLING.encode(quality=best, words=length))


def _explain_unknown(_context: FeatureContext, _row: int) -> Explanation:
    return ("no place that could be meant is likely",)


NAMESAKE = (
    Feature(
        "namesake",
        "Whether a town in a unit, or by a site, has its name; all towns are alike in it",
        namesake,
        NAMESAKES,
        _explain_namesake,
    ),
    Feature(
        "namesake_designated",
        "Town or the unit around it, by the word beside it",
        namesake_designated,
        _DESIGNATED.count,
        _explain_namesake,
    ),
    Feature(
        "namesake_role",
        "Town or the unit around it, by who or where is meant",
        namesake_role,
        _BY_ROLE.count,
        _explain_namesake,
    ),
    Feature(
        "namesake_front",
        "Town or the unit around it, by the word in front",
        namesake_front,
        _FRONT.count,
        _explain_namesake,
    ),
    Feature(
        "namesake_cue",
        "Town or the unit around it, by how the text leads to it",
        namesake_cue,
        _CUE.count,
        _explain_namesake,
    ),
)
"""Town or unit: what a mention alone says of it."""
NAME_AND_PLACE = (
    Feature(
        "prominence",
        "Population and kind of place",
        prominence,
        _PROMINENCE.count,
        _explain_prominence,
        Layout(POPULATIONS, first=1),
    ),
    Feature(
        "spelling",
        "How well the name fits",
        spelling,
        _SPELLING.count,
        _explain_spelling,
    ),
    Feature(
        "rivals",
        "Population beside that of other places of the name",
        rivals,
        _RIVALS.count,
        _explain_rivals,
        Layout(RIVALS, PROMINENCES, 1),
    ),
    *NAMESAKE,
)
"""What a name and the place say of a candidate."""
NOTHING_FITS = (
    Feature(
        "unknown_prominence",
        "Whether any of few or many places could be meant",
        unknown_prominence,
        _UNKNOWN_PROMINENCE.count,
        _explain_unknown,
    ),
    Feature(
        "unknown_spelling",
        "Whether any of the names fits",
        unknown_spelling,
        _UNKNOWN_SPELLING.count,
        _explain_unknown,
    ),
)
"""What a name and all of its candidates say of that none is meant."""
