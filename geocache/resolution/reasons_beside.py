"""Evidence from the words beside a name."""

import numpy as np
import numpy.typing as npt

from .bearers import Column
from .designators import designators
from .evidence import Reason, Said, View
from .place_kinds import PlaceKind, Prominence, kind_words
from .surroundings import connections

Ints = npt.NDArray[np.int64]


def designated(view: View) -> Ints:
    """What the words beside the name say it is."""
    look, agreement = view.look, designators().agreement
    around, kinds = look.surroundings, look[Column.KIND]
    found = np.zeros(len(kinds), np.int64)
    for words in (around.inner, around.before, around.after):
        found = 3 * found + agreement[words[look.owner], kinds]
    return found


def _designated(view: View, row: int) -> Said:
    around, mention = view.look.surroundings, int(view.look.owner[row])
    found = [int(words[mention]) for words in (around.after, around.before, around.inner)]
    kinds = " and ".join(dict.fromkeys(designators().names[number] for number in found if number))
    return "the words beside it say {}, and it is {}", kinds, kind_words(view.look.match(row).place)


def container(view: View) -> Ints:
    """The place named right behind it, as what it is in."""
    look, found = view.look, np.zeros(len(view.look.owner), np.int64)
    for mention in np.flatnonzero(_leads_inside(view)).tolist():
        inner, outer = _rows(view, mention), _rows(view, mention + 1)
        holds = _holds(view, inner, outer)
        if holds.any():
            level = np.array([0, 3, 0, 2, 1])[np.minimum(look[Column.PROMINENCE][outer], 4)]
            best = (holds * level).max(axis=1)
            found[inner] = 4 * (int(look.surroundings.connection[mention]) - 1) + 1 + best
    return found


def _container(view: View, row: int) -> Said:
    after = view.look.mentions[int(view.look.owner[row]) + 1].text
    is_in = view.classes(container)[row] % 4 != 1
    return ("named as in {}" if is_in else "not in any {}"), after


def contains(view: View) -> Ints:
    """The place named right in front of it, as what is in it."""
    look, found = view.look, np.zeros(len(view.look.owner), np.int64)
    for mention in np.flatnonzero(_leads_inside(view)).tolist():
        inner, outer = _rows(view, mention), _rows(view, mention + 1)
        holds = _holds(view, inner, outer)
        if holds.any():
            comma = int(look.surroundings.connection[mention]) == 1
            small = look[Column.PROMINENCE][inner] > Prominence.FIRST
            found[outer] = np.where((holds & small[:, None]).any(axis=0), 2, 1) + (
                0 if comma else 2
            )
    return found


def _contains(view: View, row: int) -> Said:
    before = view.look.mentions[int(view.look.owner[row]) - 1].text
    has = view.classes(contains)[row] % 2 == 0
    return ("a place called {} lies in it" if has else "no {} lies in it"), before


def _leads_inside(view: View) -> npt.NDArray[np.bool_]:
    connection = view.look.surroundings.connection
    leads: npt.NDArray[np.bool_] = (connection > 0) & (connection <= connections().index("of"))
    return leads


def _rows(view: View, mention: int) -> Ints:
    return np.arange(int(view.look.starts[mention]), int(view.look.none[mention]))


def _holds(view: View, inner: Ints, outer: Ints) -> npt.NDArray[np.bool_]:
    """Whether a place lies in another; shape (inner, outer)."""
    look = view.look
    holds = np.zeros((len(inner), len(outer)), bool)
    kinds, countries = look[Column.KIND][outer], look[Column.PROMINENCE][outer]
    for unit, is_unit in (
        (Column.COUNTRY, countries == Prominence.COUNTRY),
        (Column.FIRST, kinds == PlaceKind.FIRST),
        (Column.SECOND, kinds == PlaceKind.SECOND),
    ):
        of_outer = look[unit][outer]
        holds |= (look[unit][inner][:, None] == of_outer) & (of_outer > 0) & is_unit
    identities = look[Column.IDENTITY]
    holds &= identities[inner][:, None] != identities[outer]
    return holds


BESIDE = (
    Reason(designated, 27, _designated),
    Reason(container, 4 * 4 + 1, _container),
    Reason(contains, 5, _contains),
)
"""What the words beside a name say."""
