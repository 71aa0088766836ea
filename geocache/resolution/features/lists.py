"""Features of the mention that a name stands beside in a list, or in a pair."""

from functools import cache

import numpy as np
import numpy.typing as npt

from ...arrays import ClassSpace
from ..batch import MentionBatch
from ..context import connections
from ..peers import lists_of_peers
from ..place_types import PROMINENCES, Prominence
from .base import Explanation, Feature, FeatureContext

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
_COUNTRY, _STATE = int(Prominence.COUNTRY), int(Prominence.FIRST)
_LEVELS = np.arange(PROMINENCES)
_SETTLED = (_LEVELS >= Prominence.METROPOLIS) & (_LEVELS <= Prominence.UNCOUNTED)
_AS_PROMINENT = (np.abs(_LEVELS[:, None] - _LEVELS) <= (_SETTLED[:, None] & _SETTLED)) & (
    _LEVELS > 0
)
"""Shape (`Prominence`, `Prominence`), whether the one is as prominent as the other.

Of settlements, those of the next larger or smaller class are as prominent as each other.
"""
_LISTING = ("inside", "list")
_JOINING = {"inside": 1, "pair": 1, "list": 2}
"""Connections of names that are named together, and 1 for those of a pair, 2 of a list."""
_TOGETHER = ClassSpace(has_silence=True, is_list=2, units_shared=3, is_as_prominent=2)
_PEERS = ClassSpace(has_silence=True, is_long=2, is_unlike=2)


def enumeration(context: FeatureContext) -> Ints:
    """Compare with the places that a name is named together with."""
    batch = context.batch
    prominence, country, first_order = batch.once(_compared)
    classes = np.zeros(len(batch.owner), np.int64)
    for rows, neighbours, is_list in batch.once(_named_together):
        others = context.coherence.likeliest[neighbours]
        shared = _TOGETHER.encode(
            is_list=is_list,
            units_shared=_is_same(country, rows, others) + _is_same(first_order, rows, others),
            is_as_prominent=_AS_PROMINENT[prominence[rows], prominence[others]],
        )
        classes[rows] = np.maximum(classes[rows], shared)
    return classes


def _compared(batch: MentionBatch) -> tuple[Ints, Ints, Ints]:
    return batch.columns.prominence, batch.columns.country, batch.columns.first_order


def _is_same(units: Ints, rows: Ints, others: Ints) -> Ints:
    """1 where both are in the same admin unit, and it is known."""
    of_others = units[others]
    is_same: Ints = ((units[rows] == of_others) & (of_others > 0)).astype(np.int64)
    return is_same


def _named_together(batch: MentionBatch) -> list[tuple[Ints, Ints, Ints]]:
    """Candidates of mentions that are named together with the next one, then with the last one.

    Their rows, shape (rows,); the mention beside each; and 1 for lists, 0 for pairs.
    """
    joints = _joining()[batch.surroundings.connection[:-1]]
    if not np.count_nonzero(joints):
        return []
    has_candidates = batch.none > batch.starts
    beside = np.zeros((2, len(has_candidates)), np.int64)
    beside[0, :-1], beside[1, 1:] = joints * has_candidates[1:], joints * has_candidates[:-1]
    together = []
    for step, joining in zip((1, -1), beside, strict=True):
        of_rows = batch.only_candidates(joining[batch.owner])
        rows = of_rows.nonzero()[0]
        together.append((rows, batch.owner[rows] + step, of_rows[rows] - 1))
    return together


@cache
def _joining() -> Ints:
    """Of each connection, as in `_JOINING`; 0 for the others."""
    return np.array([_JOINING.get(name, 0) for name in connections()])


def _explain_enumeration(context: FeatureContext, row: int) -> Explanation:
    codes = _TOGETHER.decode(int(context.once(enumeration, uses_coherence=True)[row]))
    kind = "of like prominence" if codes["is_as_prominent"] else "of other prominence"
    where = ("elsewhere", "in the same country", "in the same subdivision")[codes["units_shared"]]
    return "named together with a place {} {}", kind, where


def peers(context: FeatureContext) -> Ints:
    """Tell states from other candidates in a list of states, and countries in one of countries."""
    batch = context.batch
    classes = np.zeros(len(batch.owner), np.int64)
    for first, last, is_peer in batch.once(lists_of_peers):
        rows = slice(int(batch.starts[first]), int(batch.none[last]) + 1)
        classes[rows] = _PEERS.encode(is_long=last - first > 1, is_unlike=~is_peer)
    return batch.only_candidates(classes)


def _explain_peers(context: FeatureContext, row: int) -> Explanation:
    is_unlike = _PEERS.decode(int(context.once(peers)[row]))["is_unlike"]
    return ("unlike the others of the list" if is_unlike else "like the others of the list",)


PEERS = Feature(
    "peers", "In a list of states, or of countries", peers, _PEERS.count, _explain_peers
)
"""What a list of which every name can be a state, or a country, says."""
ENUMERATION = Feature(
    "enumeration",
    "In a list with another place",
    enumeration,
    _TOGETHER.count,
    _explain_enumeration,
)
"""What the places that are named together with it say."""
