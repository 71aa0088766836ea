"""Evidence from the mention that a name stands beside in a list, or in a pair."""

from collections.abc import Iterator
from functools import cache

import numpy as np
import numpy.typing as npt

from .bearers import Column
from .evidence import Reason, Said, View
from .look import Look
from .surroundings import connections

Ints = npt.NDArray[np.int64]
_ALIKE = (Column.PROMINENCE, Column.COUNTRY, Column.FIRST)
_WEIGHT = np.array([1, 2, 2])
"""Of being alike in each of them: six sorts in all, from 0."""
_SORTS = 6
_BREATHS = {"inside": 1, "pair": 1, "list": 1 + _SORTS}
"""Connections of names that are said in one breath, and the first class of each."""


def enumeration(view: View) -> Ints:
    """In a list with another place."""
    look = view.look
    if enumeration not in look.kept:
        look.kept[enumeration] = list(_breaths(look))
    found = np.zeros(len(look.owner), np.int64)
    for rows, places, others, first in look.kept[enumeration]:
        beside = look.columns[_ALIKE, :][:, view.others.likeliest[others]]
        sort = first + _WEIGHT @ ((places == beside) & (beside > 0))
        found[rows] = np.maximum(found[rows], sort)
    return found


def _breaths(look: Look) -> Iterator[tuple[Ints, Ints, Ints, Ints]]:
    """Candidates of mentions that are in one breath with the next one, then with the last one.

    Their rows, shape (rows,); what they may be alike in, shape (3, rows); the mention beside each;
    and the first class of their connection.
    """
    joints = _first_classes()[look.surroundings.connection[:-1]]
    if not joints.any():
        return
    known = look.none > look.starts
    nothing = np.zeros(1, np.int64)
    with_next = np.concatenate([joints * known[1:], nothing])
    with_last = np.concatenate([nothing, joints * known[:-1]])
    for step, classes in ((1, with_next), (-1, with_last)):
        first = classes[look.owner]
        rows = np.flatnonzero((first > 0) & ~look.is_none)
        others = look.owner[rows] + step
        yield rows, look.columns[_ALIKE, :][:, rows], others, first[rows]


@cache
def _first_classes() -> Ints:
    """Of each connection, 0 for those that are no breath."""
    return np.array([_BREATHS.get(name, 0) for name in connections()])


def _enumeration(view: View, row: int) -> Said:
    sort = (int(view.classes(enumeration, together=True)[row]) - 1) % _SORTS
    kind = "of like prominence" if sort % 2 else "of other prominence"
    where = ("elsewhere", "in the same country", "in the same subdivision")[sort // 2]
    return "named in one breath with a place {} {}", kind, where


ENUMERATION = Reason(enumeration, 1 + 2 * _SORTS, _enumeration)
