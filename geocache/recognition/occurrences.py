"""How a document uses the words of a candidate elsewhere."""

import numpy as np

from ..fixed import fixed
from .candidates import Candidates
from .document import Column, Document
from .interning import Rows
from .properties import Word

_OFTEN, _RUNS, _FROM = fixed(4), fixed(2), fixed(3)
_NONE, _ONE = fixed(0), fixed(1)


def occurrences(found: Candidates) -> dict[str, Column]:
    """Columns of candidates; each of shape (candidates,)."""
    first, last, around = found.first, found.last, found.around
    left, right = found.beside.joined_before, found.beside.joined_after
    more = last - first
    single = (more == _NONE).astype(np.int64)
    uses, small_before = _uses(found.document)
    often, begins, ends = uses.take(first, axis=1)
    small = small_before[last + _ONE] - small_before[first]
    return {
        "small": (small == more + _ONE).astype(np.int64),
        "longer": (around.last(first) > last).astype(np.int64),
        "behind": (around.first(last) < first).astype(np.int64),
        "often": np.minimum(often, _OFTEN) * single,
        "ends-runs": (_FROM + np.minimum(ends, _RUNS) - (left & ~right)) * single,
        "begins-runs": (_FROM + np.minimum(begins, _RUNS) - (right & ~left)) * single,
    }


def _uses(document: Document) -> tuple[Rows, Column]:
    """How a document uses its words.

    Returns
    -------
    array of shape (3, words)
        How many times each word occurs capitalised, begins a run of several capitalised words, and
        ends one.
    array of shape (words + 1,)
        How many words before each occur in lower case, here or elsewhere.
    """
    capital, runs_on = document.word(Word.CAPITAL), document.runs_on
    uses = np.zeros((4, len(document)), np.int64)
    uses[0] = capital
    uses[1, :-1], uses[2, 1:] = runs_on, runs_on
    both = uses[1] & uses[2]
    uses[1:3] -= both
    uses[3] = document.word(Word.SMALL) | (capital ^ _ONE)
    totals = _of_the_same(document.word(Word.CODE), uses)
    small_before = np.zeros(len(document) + 1, np.int64)
    np.add.accumulate(totals[3] > _NONE, out=small_before[1:])
    return totals[:3], small_before


def _of_the_same(codes: Column, values: Rows) -> Rows:
    """Sums of each row of values over all words with the same code."""
    order = codes.argsort()
    ordered = codes.take(order)
    changes = np.ones(len(codes), np.int64)
    np.not_equal(ordered[1:], ordered[:-1], out=changes[1:])
    group = np.empty_like(order)
    group[order] = np.add.accumulate(changes) - _ONE
    sums = np.add.reduceat(values.take(order, axis=1), changes.nonzero()[0], axis=1)
    return sums.take(group, axis=1)
