"""Evidence from the mention that a name stands beside in a list, or in a pair."""

from collections.abc import Iterator
from functools import cache

import numpy as np
import numpy.typing as npt

from ..batch import Look
from ..candidate_set import WHOLE, Column
from ..context import connections
from ..place_types import PROMINENCES, Prominence
from .base import Explanation, Feature, FeatureContext

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
_ALIKE = np.array([[Column.PROMINENCE], [Column.COUNTRY], [Column.FIRST]])
_NOTHING, _COUNTRY, _STATE = 0, int(Prominence.COUNTRY), int(Prominence.FIRST)
_WEIGHT = np.array([1, 2, 2])
"""Of being alike in each of them: six sorts in all, from 0."""
_SORTS = 6
_LEVELS = np.arange(PROMINENCES)
_SETTLED = (_LEVELS >= Prominence.METROPOLIS) & (_LEVELS <= Prominence.UNCOUNTED)
_AS_PROMINENT = (np.abs(_LEVELS[:, None] - _LEVELS) <= (_SETTLED[:, None] & _SETTLED)) & (
    _LEVELS > 0
)
"""Shape (`Prominence`, `Prominence`), whether the one is as prominent as the other."""
_LISTING = ("inside", "list")
_BREATHS = {"inside": 1, "pair": 1, "list": 1 + _SORTS}
"""Connections of names that are said in one breath, and the first class of each."""


def enumeration(context: FeatureContext) -> Ints:
    """In a list with another place."""
    look = context.look
    found = np.zeros(len(look.owner), np.int64)
    for rows, places, others, first in look.once(_breaths):
        beside = look.columns[_ALIKE, context.others.likeliest[others]]
        found[rows] = np.maximum(found[rows], first + _WEIGHT @ _are_alike(places, beside))
    return found


def _are_alike(places: Ints, beside: Ints) -> Bools:
    """What places and those beside them are alike in, both of shape (3, rows) as in `_ALIKE`.

    Of settlements, those of the next larger or smaller class are as prominent as each other.
    """
    alike: Bools = (places == beside) & (beside > _NOTHING)
    alike[0] = _AS_PROMINENT[places[0], beside[0]]
    return alike


def _breaths(look: Look) -> list[tuple[Ints, Ints, Ints, Ints]]:
    """Candidates of mentions that are in one breath with the next one, then with the last one.

    Their rows, shape (rows,); what they may be alike in, shape (3, rows); the mention beside each;
    and the first class of their connection.
    """
    joints = _first_classes()[look.surroundings.connection[:-1]]
    if not np.count_nonzero(joints):
        return []
    known = look.none > look.starts
    beside = np.zeros((2, len(known)), np.int64)
    beside[0, :-1], beside[1, 1:] = joints * known[1:], joints * known[:-1]
    found = []
    for step, classes in zip((1, -1), beside, strict=True):
        first = look.only_candidates(classes[look.owner])
        rows = first.nonzero()[0]
        others = look.owner[rows] + step
        found.append((rows, look.columns[_ALIKE, rows], others, first[rows]))
    return found


def peers(context: FeatureContext) -> Ints:
    """In a list of states, or of countries."""
    look = context.look
    found = np.zeros(len(look.owner), np.int64)
    for first, last, alike in look.once(lists_of_peers):
        rows = slice(int(look.starts[first]), int(look.none[last]) + 1)
        found[rows] = np.where(alike, 1, 2) + (2 if last - first > 1 else 0)
    return look.only_candidates(found)


def lists_of_peers(look: Look) -> list[tuple[int, int, Bools]]:
    """Lists of which every name can be a state of one country, or a country.

    First and last mention of each, and which of their rows are those states or countries.
    """
    lists = [(first, last, _alike(look, first, last)) for first, last in _lists(look)]
    return [each for each in lists if np.count_nonzero(each[-1])]


def _lists(look: Look) -> Iterator[tuple[int, int]]:
    """First and last mention of each list: two names with "and", or more with commas."""
    kinds = [connections()[number] for number in look.surroundings.connection.tolist()]
    first = 0
    for last, kind in enumerate(kinds):
        if kind in _LISTING:
            continue
        joints = kinds[first:last]
        if len(joints) > 1 or "list" in joints:
            yield first, last
        first = last + 1


def _alike(look: Look, first: int, last: int) -> Bools:
    """Which rows of a list's mentions are all countries, or all states of the same one."""
    rows, count = slice(int(look.starts[first]), int(look.none[last]) + 1), last - first + 1
    owner, country = look.owner[rows], look[Column.COUNTRY][rows]
    by_name = (look[Column.QUALITY][rows] <= WHOLE) & (look[Column.AROUND][rows] == _NOTHING)
    prominence = look[Column.PROMINENCE][rows]
    states = by_name & (prominence == _STATE)
    groups = [states & (country == code) for code in set(country[states].tolist())]
    found = np.zeros(len(owner), np.bool_)
    for group in (by_name & (prominence == _COUNTRY), *groups):
        if len(set(owner[group].tolist())) == count:
            found |= group
    return found


def _peers(context: FeatureContext, row: int) -> Explanation:
    alike = context.classes(peers)[row] % 2 == 1
    return ("like the others of the list" if alike else "unlike the others of the list",)


@cache
def _first_classes() -> Ints:
    """Of each connection, 0 for those that are no breath."""
    return np.array([_BREATHS.get(name, 0) for name in connections()])


def _enumeration(context: FeatureContext, row: int) -> Explanation:
    sort = (int(context.classes(enumeration, together=True)[row]) - 1) % _SORTS
    kind = "of like prominence" if sort % 2 else "of other prominence"
    where = ("elsewhere", "in the same country", "in the same subdivision")[sort // 2]
    return "named in one breath with a place {} {}", kind, where


PEERS = Feature("peers", "In a list of states, or of countries", peers, 5, _peers)
"""What a list of which every name can be a state, or a country, says."""
ENUMERATION = Feature(
    "enumeration", "In a list with another place", enumeration, 1 + 2 * _SORTS, _enumeration
)
