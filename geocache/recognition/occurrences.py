"""How a document uses the words of a candidate elsewhere."""

from typing import NamedTuple

import numpy as np

from .candidates import Candidates
from .document import Column, Document
from .vocabulary import Word

_OFTEN = 4
_RUNS = 2


def occurrences(found: Candidates) -> dict[str, Column]:
    """Columns of candidates; each of shape (candidates,)."""
    first, last, around = found.first, found.last, found.around
    single = first == last
    uses = _uses(found.document)
    often, begins, ends = uses.often[first], uses.begins[first], uses.ends[first]
    left, right = found.joined_before, found.joined_after
    longest = np.array([around.last[p] for p in first.tolist()], np.int64)
    earliest = np.array([around.first[p] for p in last.tolist()], np.int64)
    small = uses.small_before[last + 1] - uses.small_before[first]
    return {
        "small": (small == last - first + 1).astype(np.int64),
        "longer": (longest > last).astype(np.int64),
        "behind": (earliest < first).astype(np.int64),
        "often": np.minimum(often, _OFTEN) * single,
        "ends-runs": (3 + np.minimum(ends, _RUNS) - (left & ~right)) * single,
        "begins-runs": (3 + np.minimum(begins, _RUNS) - (right & ~left)) * single,
    }


class _Uses(NamedTuple):
    """How a document uses each of its words; each of shape (words,)."""

    often: Column
    """How many times it occurs capitalised."""
    begins: Column
    """How many runs of several capitalised words it begins."""
    ends: Column
    small_before: Column
    """How many words before it occur in lower case, here or elsewhere; shape (words + 1,)."""


def _uses(document: Document) -> _Uses:
    capital = document.word(Word.CAPITAL)
    runs_on = document.runs_on()
    from_left, to_right = np.concatenate([[0], runs_on]), np.concatenate([runs_on, [0]])
    _, same = np.unique(document.word(Word.CODE), return_inverse=True)

    def total(which: Column) -> Column:
        return np.bincount(same, weights=which).astype(np.int64)[same]

    is_small = total(document.word(Word.SMALL) | (1 - capital)) > 0
    return _Uses(
        total(capital),
        total(to_right & ~from_left),
        total(from_left & ~to_right),
        np.concatenate([[0], np.cumsum(is_small)]),
    )
