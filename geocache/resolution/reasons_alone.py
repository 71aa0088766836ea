"""Evidence from a name and the places that bear it."""

import numpy as np
import numpy.typing as npt

from ..gazetteer.names import normal_form
from ..model import MatchQuality
from .bearers import POPULATIONS, QUALITIES, Column
from .cues import cues
from .designators import designators
from .evidence import Layout, Reason, Said, View, graded
from .namesakes import NAMESAKES, RIVALS, SORT_OF, SORTS, Namesake, Sort
from .place_kinds import KINDS, PROMINENCES, Prominence, kind_words
from .spellings import NAME_KINDS, Like
from .surroundings import Front, prepositions
from .vicinity import AROUNDS, WORDS, Around

Ints = npt.NDArray[np.int64]
_COUNTS = np.array([1, 2, 3, 5, 8, 16, 41], np.float64)
_PART = QUALITIES.index(MatchQuality.PART)
_IS_WIDE = np.isin(
    np.arange(PROMINENCES), (Prominence.COUNTRY, Prominence.REGION, Prominence.FIRST)
)
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


def prominence(view: View) -> Ints:
    """Population and kind of place."""
    look = view.look
    return look[Column.KIND] * POPULATIONS + look[Column.POPULATION]


def _prominence(view: View, row: int) -> Said:
    place = view.look.match(row).place
    if place.id.startswith("sitmap:"):
        return "{}, curated because reports name it", kind_words(place)
    if not place.population:
        return "{}, population not known", kind_words(place)
    return "{}, population {:,}", kind_words(place), place.population


def spelling(view: View) -> Ints:
    """How well the name fits."""
    look = view.look
    sort = look[Column.NAME_KIND] * len(QUALITIES) + look[Column.QUALITY]
    return look.only_candidates(1 + sort * PROMINENCES + look[Column.PROMINENCE])


def _spelling(view: View, row: int) -> Said:
    match = view.look.match(row)
    if view.look[Column.AROUND][row]:
        return "'{}' is not its name", view.look.mentions[int(view.look.owner[row])].text
    words = {
        "part": "only a part of the words names {}",
        "romanised": "perhaps another romanisation of a name of {}",
        "respelt": "{}, written otherwise",
    }
    name = view.look.mentions[int(view.look.owner[row])].text
    is_its_own = normal_form(name) == normal_form(match.place.name)
    kinds = {
        "preferred": "the preferred name of {}" if is_its_own else "what English calls {}",
        "alternate": "another name of {}",
    }
    if view.look[Column.NAME_KIND][row] == Like.ROMANISED:
        words["exact"] = "another romanisation of a name of {}"
    found = words.get(match.quality) or kinds.get(match.kind) or f"{match.kind.value} of {{}}"
    return found, match.place.name


def rivals(view: View) -> Ints:
    """Population beside that of other places of the name."""
    look = view.look
    return look.only_candidates(look[Column.RIVALS] * PROMINENCES + look[Column.PROMINENCE])


def _rivals(view: View, row: int) -> Said:
    look = view.look
    count = len(look.candidates[int(look.owner[row])].matches) - 1
    if not count:
        return ("no other place bears the name",)
    most = look[Column.RIVALS][row] < 8  # noqa: PLR2004  the largest of them
    return "{} of {} places of the name", "the largest" if most else "not the largest", count + 1


def namesake(view: View) -> Ints:
    """Whether a town in a unit, or by a site, has its name; all towns are alike in it."""
    is_town = view.classes(_sorts) == Sort.TOWN
    return np.where(is_town, Namesake.SETTLEMENT, view.look[Column.NAMESAKE])


def namesake_designated(view: View) -> Ints:
    """Town or the unit around it, by the word beside it."""
    return _town_or_unit(view, view.look.surroundings.designator)


def namesake_role(view: View) -> Ints:
    """Town or the unit around it, by who or where is meant."""
    around = view.look.surroundings
    return _town_or_unit(view, around.associative * 3 + around.dateline)


def namesake_front(view: View) -> Ints:
    """Town or the unit around it, by the word in front."""
    return _town_or_unit(view, view.look.surroundings.front)


def namesake_cue(view: View) -> Ints:
    """Town or the unit around it, by how the text leads to it."""
    return _town_or_unit(view, view.look.surroundings.cue)


def _town_or_unit(view: View, said: Ints) -> Ints:
    """Sort of each place, by what is said of its mention: all towns of a name are alike in it."""
    return said[view.look.owner] * SORTS + view.classes(_sorts)


def _sorts(view: View) -> Ints:
    return SORT_OF[view.look[Column.NAMESAKE]]


def _namesake(view: View, row: int) -> Said:
    namesake = Namesake(int(view.look[Column.NAMESAKE][row]))
    return (_NAMESAKE_WORDS.get(namesake, "the unit around it has its name"),)


def vicinity(view: View) -> Ints:
    """Around a name that no source knows."""
    look = view.look
    around = look[Column.AROUND]
    if not any(found.with_others_around for found in look.candidates):
        return around
    sort = (_named_inside(view)[look.owner] * AROUNDS + around) * PROMINENCES
    return np.where(around > 0, sort + look[Column.PROMINENCE], 0)


def _named_inside(view: View) -> Ints:
    """Of each mention: 0 when no word of it names a place, 2 when one names a wide one, else 1."""
    look = view.look
    part = (look[Column.QUALITY] == _PART) & (look[Column.AROUND] == 0) & ~look.is_none
    wide = part & _IS_WIDE[look[Column.PROMINENCE]]
    return np.maximum.reduceat(part.astype(np.int64) + wide, look.starts)


def _vicinity(view: View, row: int) -> Said:
    look = view.look
    why = Around(int(look[Column.AROUND][row]))
    return WORDS[why], look.mentions[int(look.owner[row])].text


def unknown_prominence(view: View) -> Ints:
    """Whether any of few or many places could be meant."""
    look = view.look
    best = np.maximum.reduceat(look[Column.POPULATION], look.starts)
    sizes = look.none - look.starts
    count = graded(sizes.astype(np.float64), _COUNTS)
    return look.only_none(1 + count * POPULATIONS + best)


def unknown_spelling(view: View) -> Ints:
    """Whether any of the names fits."""
    look = view.look
    worst = np.where(look.is_none, len(QUALITIES), look[Column.QUALITY])
    best = np.minimum.reduceat(worst, look.starts)
    return look.only_none(1 + best * 5 + look.surroundings.length)


def _unknown(_view: View, _row: int) -> Said:
    return ("no place that could be meant is likely",)


NAMES = (
    Reason(prominence, KINDS * POPULATIONS, _prominence, Layout(POPULATIONS, first=1)),
    Reason(spelling, 1 + NAME_KINDS * len(QUALITIES) * PROMINENCES + PROMINENCES, _spelling),
    Reason(rivals, RIVALS * PROMINENCES, _rivals, Layout(RIVALS, PROMINENCES, 1)),
    Reason(namesake, NAMESAKES, _namesake),
    Reason(namesake_designated, len(designators().names) * SORTS, _namesake),
    Reason(namesake_role, 6 * SORTS, _namesake),
    Reason(namesake_front, (Front.PREPOSITION + len(prepositions())) * SORTS, _namesake),
    Reason(namesake_cue, len(cues()) * SORTS, _namesake),
    Reason(vicinity, 3 * AROUNDS * PROMINENCES, _vicinity),
    Reason(unknown_prominence, 1 + 8 * POPULATIONS, _unknown),
    Reason(unknown_spelling, 1 + 5 * (len(QUALITIES) + 1), _unknown),
)
"""What a name and its bearers say."""
