"""Finds lists of states and of countries, as "Texas, Ohio and Utah"."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from .batch import MentionBatch
from .candidate_set import WHOLE_NAME
from .context import connections
from .place_types import Prominence

Bools = npt.NDArray[np.bool_]
_COUNTRY, _STATE = int(Prominence.COUNTRY), int(Prominence.FIRST)
_LISTING = ("inside", "list")
"""Connections of names that are parts of one list."""


def lists_of_peers(batch: MentionBatch) -> list[tuple[int, int, Bools]]:
    """Lists of which every name can be a state of one country, or a country.

    First and last mention of each, and which of their rows are those states or countries.
    """
    lists = [(first, last, _are_peers(batch, first, last)) for first, last in _lists(batch)]
    return [peers for peers in lists if np.count_nonzero(peers[-1])]


def _lists(batch: MentionBatch) -> Iterator[tuple[int, int]]:
    """First and last mention of each list: two names with "and", or more with commas."""
    kinds = [connections()[number] for number in batch.surroundings.connection.tolist()]
    first = 0
    for last, kind in enumerate(kinds):
        if kind in _LISTING:
            continue
        joints = kinds[first:last]
        if len(joints) > 1 or "list" in joints:
            yield first, last
        first = last + 1


def _are_peers(batch: MentionBatch, first: int, last: int) -> Bools:
    """Which rows of a list's mentions are all countries, or all states of the same one."""
    rows, count = slice(int(batch.starts[first]), int(batch.none[last]) + 1), last - first + 1
    columns, owner = batch.columns, batch.owner[rows]
    by_name = (columns.quality[rows] <= WHOLE_NAME) & (columns.nearby[rows] == 0)
    country, prominence = columns.country[rows], columns.prominence[rows]
    states = by_name & (prominence == _STATE)
    groups = [states & (country == code) for code in set(country[states].tolist())]
    are_peers = np.zeros(len(owner), np.bool_)
    for group in (by_name & (prominence == _COUNTRY), *groups):
        if len(set(owner[group].tolist())) == count:
            are_peers |= group
    return are_peers
