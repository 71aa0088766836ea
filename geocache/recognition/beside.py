"""The words and gaps in and around candidates, looked up for all of them at once."""

from typing import NamedTuple

import numpy as np

from ..fixed import fixed
from .document import Column, Document, Positions
from .interning import Rows
from .properties import Gap, Word
from .vocabulary import POSSESSIVE

_ONE, _POSSESSIVE = fixed(1), fixed(POSSESSIVE)


class Side:
    """Words whose properties are looked up for a candidate."""

    FIRST = 0
    """Its own first word."""
    LAST = 1
    BEFORE = 2
    BEFORE_THAT = 3
    AFTER = 4
    """The word behind it, a possessive s skipped."""
    AFTER_THAT = 5
    START = 6
    """First word of the run of capitalised words around its first word."""
    END = 7
    """Last word of the run around its last word."""


class Edge:
    """Gaps whose properties are looked up for a candidate."""

    LEFT = 0
    BEHIND = 1
    """Right behind its last word."""
    RIGHT = 2
    """Before the word behind it, a possessive s skipped."""


class Beside(NamedTuple):
    """What stands in and around candidates; the last axis of everything is that of candidates."""

    positions: Positions
    """Of the words of `Side`; shape (sides, n)."""
    words: Rows
    """Their properties; shape (properties, sides, n)."""
    gaps: Rows
    """Properties of the gaps of `Edge`; shape (properties, edges, n)."""
    is_possessive: Column
    """Whether an apostrophe and an s follow."""
    has_dot: Column
    """Whether the dot behind the last word belongs to it, as in "Ky."."""
    gap_before: Column
    """Kind of what stands before it."""
    gap_after: Column
    """Kind of what stands behind it; a possessive is a kind of its own."""
    joined_before: Column
    """Whether a capitalised word runs into it."""
    joined_after: Column
    """Whether it runs into a capitalised word."""

    def take(self, rows: Positions) -> "Beside":
        """Return those of some candidates."""
        return Beside(*(part.take(rows, axis=-1) for part in self))


def beside(document: Document, first: Positions, last: Positions) -> Beside:
    """Look up what stands in and around the words from ``first`` to ``last``."""
    behind = last + _ONE
    is_possessive = document.one_at(behind, Word.S) & document.gap(Gap.APOSTROPHE).take(behind)
    after = behind + is_possessive
    run_starts, run_ends = document.runs()
    starts, ends = run_starts.take(first), run_ends.take(last)
    before = first - _ONE
    sides = [first, last, before, before - _ONE, after, after + _ONE, starts, ends]
    positions = np.array(sides)
    words = document.at(positions)
    gaps = document.before(np.array([first, behind, after]))
    code, tie = gaps[Gap.CODE], gaps[Gap.TIE]
    has_dot = words[Word.SHORTENED, Side.LAST] & gaps[Gap.DOT, Edge.BEHIND]
    past = np.where(has_dot, gaps[Gap.PAST_DOT, Edge.BEHIND], code[Edge.BEHIND])
    tie_after = np.where(has_dot, gaps[Gap.TIE_PAST_DOT, Edge.RIGHT], tie[Edge.RIGHT])
    capital = words[Word.CAPITAL]
    return Beside(
        positions,
        words,
        gaps,
        is_possessive,
        has_dot,
        code[Edge.LEFT],
        np.where(is_possessive, _POSSESSIVE, past),
        tie[Edge.LEFT] & capital[Side.BEFORE],
        tie_after & capital[Side.AFTER],
    )
