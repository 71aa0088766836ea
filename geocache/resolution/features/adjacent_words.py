"""Features of the words beside a name, and of the place that they say it is in."""

import numpy as np
import numpy.typing as npt

from ...arrays import ClassSpace
from ..batch import MentionBatch
from ..context import connections, designators
from ..peers import lists_of_peers
from ..place_types import PROMINENCES, PlaceKind, Prominence, kind_words
from .base import Explanation, Feature, FeatureContext

Ints = npt.NDArray[np.int64]
_LEVELS = np.ones(PROMINENCES, np.int64)
"""How much being in a place of each prominence says: a country, then the wider subdivisions."""
_LEVELS[[Prominence.NONE, Prominence.REGION]] = 0
_LEVELS[[Prominence.COUNTRY, Prominence.FIRST]] = 3, 2
_COUNTRY, _FIRST = int(Prominence.COUNTRY), int(Prominence.FIRST)
_SUBDIVISIONS = np.array([[PlaceKind.FIRST], [PlaceKind.SECOND]])
_DESIGNATED = ClassSpace(inside=3, before=3, after=3)
"""Of the designator in each place, `Designators.agreement`."""
_LEADING = connections().index("of")
"""The last of the connections that may lead to what a place is in."""
_CONTAINER = ClassSpace(has_silence=True, connection=_LEADING, level=4)
_CONTAINS = ClassSpace(has_silence=True, is_not_a_comma=2, contains_it=2)


def designated(context: FeatureContext) -> Ints:
    """Tell what the words beside the name say it is."""
    batch, agreement = context.batch, designators().agreement
    words, kinds = batch.surroundings, batch.columns.kind
    return _DESIGNATED.encode(
        inside=agreement[words.inner[batch.owner], kinds],
        before=agreement[words.before[batch.owner], kinds],
        after=agreement[words.after[batch.owner], kinds],
    )


def _explain_designated(context: FeatureContext, row: int) -> Explanation:
    words, mention = context.batch.surroundings, int(context.batch.owner[row])
    numbers = [int(place[mention]) for place in (words.after, words.before, words.inner)]
    kinds = " and ".join(dict.fromkeys(designators().names[number] for number in numbers if number))
    return (
        "the words beside it say {}, and it is {}",
        kinds,
        kind_words(context.batch.match(row).place),
    )


def container(context: FeatureContext) -> Ints:
    """Tell whether a candidate lies in the place named right behind it, as what it is in."""
    batch = context.batch
    classes = np.zeros(len(batch.owner), np.int64)
    for mention, inner, outer, holds in batch.once(_holdings):
        classes[inner] = _CONTAINER.encode(
            connection=int(batch.surroundings.connection[mention]) - 1,
            level=(holds * _LEVELS[batch.columns.prominence[outer]]).max(axis=1),
        )
    return classes


def _explain_container(context: FeatureContext, row: int) -> Explanation:
    after = context.batch.mentions[int(context.batch.owner[row]) + 1].text
    is_inside = _CONTAINER.decode(int(context.once(container)[row]))["level"] > 0
    return ("named as in {}" if is_inside else "not in any {}"), after


def contains(context: FeatureContext) -> Ints:
    """Tell whether the place named right in front of a candidate lies in it."""
    batch = context.batch
    classes = np.zeros(len(batch.owner), np.int64)
    for mention, inner, outer, holds in batch.once(_holdings):
        is_small = batch.columns.prominence[inner] > _FIRST
        contains_it = np.asarray((holds & is_small[:, None]).any(axis=0))
        classes[outer] = _CONTAINS.encode(
            is_not_a_comma=connections()[batch.surroundings.connection[mention]] != "inside",
            contains_it=contains_it,
        )
    return classes


def _explain_contains(context: FeatureContext, row: int) -> Explanation:
    before = context.batch.mentions[int(context.batch.owner[row]) - 1].text
    contains_it = _CONTAINS.decode(int(context.once(contains)[row]))["contains_it"]
    return ("a place called {} lies in it" if contains_it else "no {} lies in it"), before


def _holdings(batch: MentionBatch) -> list[tuple[int, slice, slice, npt.NDArray[np.bool_]]]:
    """Mentions that may be named as in the next one, where any candidate of it holds any of theirs.

    Each with the rows of both, and which of the latter holds which of the former.
    """
    connection = batch.surroundings.connection
    leads = (connection > 0) & (connection <= _LEADING)
    for first, last, _ in batch.once(lists_of_peers):
        leads[first:last] = False  # of "Georgia, Oklahoma and Texas" none is in the next one
    pairs = [(m, _rows(batch, m), _rows(batch, m + 1)) for m in leads.nonzero()[0].tolist()]
    held = [(*pair, _holds(batch, *pair[1:])) for pair in pairs]
    return [relation for relation in held if np.count_nonzero(relation[-1])]


def _rows(batch: MentionBatch, mention: int) -> slice:
    return slice(int(batch.starts[mention]), int(batch.none[mention]))


def _holds(batch: MentionBatch, inner: slice, outer: slice) -> npt.NDArray[np.bool_]:
    """Whether a place lies in another; shape (inner, outer)."""
    units, identities = batch.admin_units[:, outer], batch.columns.identity
    is_unit = units > 0
    is_unit[0] &= batch.columns.prominence[outer] == _COUNTRY
    is_unit[1:] &= batch.columns.kind[outer] == _SUBDIVISIONS
    of_inner = batch.admin_units[:, inner]
    lies_in = ((of_inner[:, :, None] == units[:, None]) & is_unit[:, None]).any(axis=0)
    holds: npt.NDArray[np.bool_] = lies_in & (identities[inner][:, None] != identities[outer])
    return holds


ADJACENT_WORDS = (
    Feature(
        "designated",
        "What the words beside the name say it is",
        designated,
        _DESIGNATED.count,
        _explain_designated,
    ),
    Feature(
        "container",
        "The place named right behind it, as what it is in",
        container,
        _CONTAINER.count,
        _explain_container,
    ),
    Feature(
        "contains",
        "The place named right in front of it, as what is in it",
        contains,
        _CONTAINS.count,
        _explain_contains,
    ),
)
"""What the words beside a name say."""
