"""Evidence from the words beside a name."""

import numpy as np
import numpy.typing as npt

from ..batch import Look
from ..candidate_set import Column
from ..context import connections, designators
from ..place_types import PROMINENCES, PlaceKind, Prominence, kind_words
from .base import Explanation, Feature, FeatureContext
from .lists import lists_of_peers

Ints = npt.NDArray[np.int64]
_UNITS = slice(Column.COUNTRY, Column.SECOND + 1)
_LEVELS = np.ones(PROMINENCES, np.int64)
"""How much being in a place of each prominence says: a country, then the wider subdivisions."""
_LEVELS[[Prominence.NONE, Prominence.REGION]] = 0
_LEVELS[[Prominence.COUNTRY, Prominence.FIRST]] = 3, 2
_FIRST = int(Prominence.FIRST)
_SUBDIVISIONS = np.array([[PlaceKind.FIRST], [PlaceKind.SECOND]])
_NONE, _AGREEMENTS, _COUNTRY = 0, 3, int(Prominence.COUNTRY)


def designated(context: FeatureContext) -> Ints:
    """What the words beside the name say it is."""
    look, agreement = context.look, designators().agreement
    around, kinds = look.surroundings, look[Column.KIND]
    found = np.zeros(len(kinds), np.int64)
    for words in (around.inner, around.before, around.after):
        found = _AGREEMENTS * found + agreement[words[look.owner], kinds]
    return found


def _designated(context: FeatureContext, row: int) -> Explanation:
    around, mention = context.look.surroundings, int(context.look.owner[row])
    found = [int(words[mention]) for words in (around.after, around.before, around.inner)]
    kinds = " and ".join(dict.fromkeys(designators().names[number] for number in found if number))
    return (
        "the words beside it say {}, and it is {}",
        kinds,
        kind_words(context.look.match(row).place),
    )


def container(context: FeatureContext) -> Ints:
    """The place named right behind it, as what it is in."""
    look, found = context.look, np.zeros(len(context.look.owner), np.int64)
    for mention, inner, outer, holds in look.once(_holdings):
        best = (holds * _LEVELS[look[Column.PROMINENCE][outer]]).max(axis=1)
        found[inner] = best + (4 * (int(look.surroundings.connection[mention]) - 1) + 1)
    return found


def _container(context: FeatureContext, row: int) -> Explanation:
    after = context.look.mentions[int(context.look.owner[row]) + 1].text
    is_in = context.classes(container)[row] % 4 != 1
    return ("named as in {}" if is_in else "not in any {}"), after


def contains(context: FeatureContext) -> Ints:
    """The place named right in front of it, as what is in it."""
    look, found = context.look, np.zeros(len(context.look.owner), np.int64)
    for mention, inner, outer, holds in look.once(_holdings):
        comma = int(look.surroundings.connection[mention]) == 1
        small = look[Column.PROMINENCE][inner] > _FIRST
        held = (holds & small[:, None]).any(axis=0)
        found[outer] = np.where(held, 2, 1) + (0 if comma else 2)
    return found


def _contains(context: FeatureContext, row: int) -> Explanation:
    before = context.look.mentions[int(context.look.owner[row]) - 1].text
    has = context.classes(contains)[row] % 2 == 0
    return ("a place called {} lies in it" if has else "no {} lies in it"), before


def _holdings(look: Look) -> list[tuple[int, slice, slice, npt.NDArray[np.bool_]]]:
    """Mentions that may be named as in the next one, where any candidate of it holds any of theirs.

    Each with the rows of both, and which of the latter holds which of the former.
    """
    connection = look.surroundings.connection
    leads = (connection > _NONE) & (connection <= connections().index("of"))
    for first, last, _ in look.once(lists_of_peers):
        leads[first:last] = False  # of "Georgia, Oklahoma and Texas" none is in the next one
    pairs = [(m, _rows(look, m), _rows(look, m + 1)) for m in leads.nonzero()[0].tolist()]
    held = [(*pair, _holds(look, *pair[1:])) for pair in pairs]
    return [each for each in held if np.count_nonzero(each[-1])]


def _rows(look: Look, mention: int) -> slice:
    return slice(int(look.starts[mention]), int(look.none[mention]))


def _holds(look: Look, inner: slice, outer: slice) -> npt.NDArray[np.bool_]:
    """Whether a place lies in another; shape (inner, outer)."""
    units = look.columns[_UNITS, outer]
    is_unit = units > _NONE
    is_unit[0] &= look[Column.PROMINENCE][outer] == _COUNTRY
    is_unit[1:] &= look[Column.KIND][outer] == _SUBDIVISIONS
    of_inner = look.columns[_UNITS, inner]
    holds = ((of_inner[:, :, None] == units[:, None]) & is_unit[:, None]).any(axis=0)
    identities = look[Column.IDENTITY]
    found: npt.NDArray[np.bool_] = holds & (identities[inner][:, None] != identities[outer])
    return found


BESIDE = (
    Feature("designated", "What the words beside the name say it is", designated, 27, _designated),
    Feature(
        "container",
        "The place named right behind it, as what it is in",
        container,
        4 * 4 + 1,
        _container,
    ),
    Feature(
        "contains", "The place named right in front of it, as what is in it", contains, 5, _contains
    ),
)
"""What the words beside a name say."""
