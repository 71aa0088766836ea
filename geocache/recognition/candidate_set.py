"""Words that could be a toponym, and what stands around them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .gazetteer_facts import NameFacts
from .lexical import POSSESSIVE, Gap, Rows, Word
from .linear_model import Scores
from .tokens import Column, Document, Positions

# ---- beside

_ONE, _POSSESSIVE = 1, POSSESSIVE


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


_MARGIN = 2
_SHIFT = _MARGIN


class Candidate(NamedTuple):
    """One of the `Candidates` of a document."""

    row: int
    """Position among them."""
    first: int
    """Position of its first word in the document."""
    last: int
    """Position of its last word, itself included."""
    start: int
    end: int
    words: str
    """``text[start:end]``; the dot of "Ky." included."""
    facts: NameFacts


class Around:
    """The longest known names that begin and end at each word of a document.

    Every array has a margin, so that up to two words before the first can be asked for, and up to
    three behind the last.
    """

    def __init__(self, document: Document, known: Sequence[tuple[int, int, int]] = ()) -> None:
        """Take the first words, last words and standings of names, by first word, shorter first."""
        self._first = np.arange(-_MARGIN, len(document) + _MARGIN + 1)
        self._last = self._first.copy()
        self._beginning, self._ending = np.zeros_like(self._first), np.zeros_like(self._first)
        if known:
            first, last, standing = np.array(known, np.int64).T
            # Of several, what is written last stays: the longest.
            starts, ends = first + _SHIFT, last[::-1] + _SHIFT
            self._last[starts], self._beginning[starts] = last, standing
            self._first[ends], self._ending[ends] = first[::-1], standing[::-1]

    def last(self, positions: Positions) -> Positions:
        """Last word of the longest name that begins at a word; the word itself without one."""
        return self._last.take(positions + _SHIFT)

    def first(self, positions: Positions) -> Positions:
        """First word of the longest name that ends at a word; the word itself without one."""
        return self._first.take(positions + _SHIFT)

    def beginning(self, positions: Positions) -> Column:
        """Standing of the longest name that begins at a word; 0 without one."""
        return self._beginning.take(positions + _SHIFT)

    def ending(self, positions: Positions) -> Column:
        """Standing of the longest name that ends at a word; 0 without one."""
        return self._ending.take(positions + _SHIFT)


@dataclass(frozen=True, eq=False)
class Candidates:
    """Candidates of a document, by first word, shorter ones first."""

    document: Document
    around: Around
    first: Positions
    last: Positions
    facts: Sequence[NameFacts]
    alone: Scores
    """Log-odds of the names without their surroundings, in parts of `UNIT`."""
    beside: Beside

    def __len__(self) -> int:
        return len(self.facts)

    def listed(self, rows: Positions) -> list[Candidate]:
        """Return some of them, one by one."""
        document, dots = self.document, self.beside.has_dot
        found = []
        for row, first, last, dot in zip(
            *(part.tolist() for part in (rows, self.first[rows], self.last[rows], dots[rows])),
            strict=True,
        ):
            start, end = document.starts[first], document.ends[last] + dot
            words = document.text[start:end]
            found.append(Candidate(row, first, last, start, end, words, self.facts[row]))
        return found

    def words(self) -> list[str]:
        """Words of each, as `Candidate` has them."""
        document = self.document
        spans = (part.tolist() for part in (self.first, self.last, self.beside.has_dot))
        return [
            document.text[document.starts[first] : document.ends[last] + dot]
            for first, last, dot in zip(*spans, strict=True)
        ]

    def take(self, rows: Sequence[int]) -> "Candidates":
        """Return some of them."""
        facts = [self.facts[row] for row in rows]
        chosen = np.array(rows, np.int64)
        first, last, alone = self.first[chosen], self.last[chosen], self.alone[chosen]
        own = self.beside.take(chosen)
        return Candidates(self.document, self.around, first, last, facts, alone, own)

    @property
    def following(self) -> Positions:
        """Position of the word behind each, a possessive s skipped."""
        return np.asarray(self.beside.positions[Side.AFTER])

    def standing(self) -> Column:
        """Standing of each name, see `Standing`."""
        return np.array([facts.row[0] for facts in self.facts], np.int64)


# ---- choosing


def chosen(scored: Iterable[tuple[Candidate, float]], least: float = 0.0) -> list[Candidate]:
    """Candidates with the largest sum of log-odds above a least one, in text order.

    Parameters
    ----------
    scored
        Candidates, by first word, with their log-odds.
    least
        Log-odds from which a candidate is taken rather than nothing.
    """
    # No two have the same first and last word, so that nothing else is compared.
    positive = sorted([(c.last, c.first, score - least, c) for c, score in scored if score > least])
    best: list[tuple[float, int, int]] = []
    ends: list[int] = []
    for number, (last, first, score, _) in enumerate(positive):
        free = _before(ends, first)
        total = score + (best[free - 1][0] if free else 0.0)
        skipped = best[-1][0] if best else 0.0
        best.append((total, number, free) if total > skipped else (skipped, -1, number))
        ends.append(last)
    return [positive[number][3] for number in _trace(best)]


def _before(ends: list[int], first: int) -> int:
    """How many of the ends, in order, lie before a word; near the end of the list, as they do."""
    free = len(ends)
    while free and ends[free - 1] >= first:
        free -= 1
    return free


def _trace(best: list[tuple[float, int, int]]) -> list[int]:
    """Numbers of those taken, in order."""
    numbers = []
    left = len(best)
    while left:
        _, number, free = best[left - 1]
        if number >= 0:
            numbers.append(number)
        left = free
    return numbers[::-1]
