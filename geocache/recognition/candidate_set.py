"""The candidate set of a text: spans that could be a toponym, with the words around them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from .gazetteer_facts import NameFacts
from .lexical import AROUND_NAMES, GAP, POSSESSIVE, WORD, Rows
from .linear_model import LogOdds
from .postal_codes import StateCodes
from .tokens import Column, Positions, TokenizedText

Item = TypeVar("Item")
_ONE, _POSSESSIVE = 1, POSSESSIVE
_MARGIN = 2
_SHIFT = _MARGIN


class Side(NamedTuple, Generic[Item]):
    """Something of each word in and around a span."""

    first: Item
    """Of the first word inside it."""
    last: Item
    before: Item
    before_that: Item
    after: Item
    """Of the word behind it, a possessive s skipped."""
    after_that: Item
    start: Item
    """Of the first word in the run of capitalised words around its first word."""
    end: Item
    """Of the last word in the run around its last word."""


class Edge(NamedTuple, Generic[Item]):
    """Something of each gap at a span."""

    left: Item
    behind: Item
    """Of the gap right behind its last word."""
    right: Item
    """Of the gap before the word behind it, a possessive s skipped."""


SIDE: Side[int] = Side(*range(len(Side._fields)))
"""Position of each side in arrays of all of them."""
EDGE: Edge[int] = Edge(*range(len(Edge._fields)))


class SpanContexts(NamedTuple):
    """What stands in and around spans; the last axis of every array is that of the spans."""

    positions: Positions
    """Of the words of `Side`; shape (sides, n)."""
    words: Rows
    """Their first properties, `AROUND_NAMES` of them; shape (properties, sides, n)."""
    gaps: Rows
    """Properties of the gaps of `Edge`; shape (properties, edges, n)."""
    is_possessive: Column
    """Whether an apostrophe and an s follow."""
    has_dot: Column
    """Whether the dot behind the last word belongs to it, as in "Ky."."""
    gap_before: Column
    """Kind of what stands before it."""
    gap_after: Column
    """Kind of what stands behind it; possessives are a kind apart."""
    joined_before: Column
    """Whether a capitalised word runs into it."""
    joined_after: Column
    """Whether it runs into a capitalised word."""

    @classmethod
    def of(cls, document: TokenizedText, first: Positions, last: Positions) -> "SpanContexts":
        """Look up what stands in and around the words from ``first`` to ``last``."""
        behind = last + _ONE
        is_possessive = document.one_at(behind, WORD.s) & document.gap(GAP.apostrophe).take(behind)
        after = behind + is_possessive
        run_starts, run_ends = document.runs()
        before = first - _ONE
        sides = Side(
            first=first,
            last=last,
            before=before,
            before_that=before - _ONE,
            after=after,
            after_that=after + _ONE,
            start=run_starts.take(first),
            end=run_ends.take(last),
        )
        positions = np.array(sides)
        words = document.at(positions, AROUND_NAMES)
        gaps = document.before(np.array(Edge(left=first, behind=behind, right=after)))
        code, tie = gaps[GAP.code], gaps[GAP.tie]
        has_dot = words[WORD.shortened, SIDE.last] & gaps[GAP.dot, EDGE.behind]
        past_dot = np.where(has_dot, gaps[GAP.past_dot, EDGE.behind], code[EDGE.behind])
        tie_after = np.where(has_dot, gaps[GAP.tie_past_dot, EDGE.right], tie[EDGE.right])
        capital = words[WORD.capital]
        return cls(
            positions=positions,
            words=words,
            gaps=gaps,
            is_possessive=is_possessive,
            has_dot=has_dot,
            gap_before=code[EDGE.left],
            gap_after=np.where(is_possessive, _POSSESSIVE, past_dot),
            joined_before=tie[EDGE.left] & capital[SIDE.before],
            joined_after=tie_after & capital[SIDE.after],
        )

    def take(self, rows: Positions) -> "SpanContexts":
        """Return the contexts of some spans."""
        return SpanContexts(*(part.take(rows, axis=-1) for part in self))


class LongestNames:
    """The longest known names that begin and end at each word of a text.

    Every array has a margin, so that up to two words before the first can be asked for, and up to
    three behind the last.

    Parameters
    ----------
    document
        The text.
    names
        First word, last word and prominence class of each, by first word, shorter ones first.
    """

    def __init__(self, document: TokenizedText, names: Sequence[tuple[int, int, int]] = ()) -> None:
        self._first = np.arange(-_MARGIN, len(document) + _MARGIN + 1)
        self._last = self._first.copy()
        self._beginning, self._ending = np.zeros_like(self._first), np.zeros_like(self._first)
        if names:
            first, last, prominence = np.array(names, np.int64).T
            # Of several, what is written last stays: the longest.
            starts, ends = first + _SHIFT, last[::-1] + _SHIFT
            self._last[starts], self._beginning[starts] = last, prominence
            self._first[ends], self._ending[ends] = first[::-1], prominence[::-1]

    def last(self, positions: Positions) -> Positions:
        """Last word of the longest name that begins at a word; the word itself without one."""
        return self._last.take(positions + _SHIFT)

    def first(self, positions: Positions) -> Positions:
        """First word of the longest name that ends at a word; the word itself without one."""
        return self._first.take(positions + _SHIFT)

    def beginning(self, positions: Positions) -> Column:
        """Prominence of the longest name that begins at a word; 0 without one."""
        return self._beginning.take(positions + _SHIFT)

    def ending(self, positions: Positions) -> Column:
        """Prominence of the longest name that ends at a word; 0 without one."""
        return self._ending.take(positions + _SHIFT)


class CandidateSpan(NamedTuple):
    """One span of a candidate set."""

    row: int
    """Position in the set."""
    first: int
    """Position of its first word in the text."""
    last: int
    """Position of its last word, itself included."""
    start: int
    end: int
    words: str
    """``text[start:end]``; the dot of "Ky." included."""
    facts: NameFacts


@dataclass(frozen=True, eq=False)
class CandidateSpans:
    """The candidate set of a text, by first word, shorter ones first."""

    document: TokenizedText
    longest_names: LongestNames
    first: Positions
    last: Positions
    facts: Sequence[NameFacts]
    name_scores: LogOdds
    """Log-odds of the names without their surroundings."""
    contexts: SpanContexts
    state_codes: StateCodes

    def __len__(self) -> int:
        return len(self.facts)

    def spans(self, rows: Positions) -> list[CandidateSpan]:
        """Return some of the set, one by one."""
        document, dots = self.document, self.contexts.has_dot
        spans = []
        for row, first, last, dot in zip(
            *(part.tolist() for part in (rows, self.first[rows], self.last[rows], dots[rows])),
            strict=True,
        ):
            start, end = document.starts[first], document.ends[last] + dot
            words = document.text[start:end]
            spans.append(CandidateSpan(row, first, last, start, end, words, self.facts[row]))
        return spans

    def words(self) -> list[str]:
        """Return the words of each, as `CandidateSpan` has them."""
        document = self.document
        spans = (part.tolist() for part in (self.first, self.last, self.contexts.has_dot))
        return [
            document.text[document.starts[first] : document.ends[last] + dot]
            for first, last, dot in zip(*spans, strict=True)
        ]

    def take(self, rows: Sequence[int]) -> "CandidateSpans":
        """Return a set of some of them."""
        kept = np.array(rows, np.int64)
        return CandidateSpans(
            self.document,
            self.longest_names,
            self.first[kept],
            self.last[kept],
            [self.facts[row] for row in rows],
            self.name_scores[kept],
            self.contexts.take(kept),
            self.state_codes,
        )

    @property
    def following(self) -> Positions:
        """Position of the word behind each, a possessive s skipped."""
        return np.asarray(self.contexts.positions[SIDE.after])

    def prominence(self) -> Column:
        """Return the prominence class of each name."""
        return np.array([facts.prominence for facts in self.facts], np.int64)


def select_non_overlapping(
    scored: Iterable[tuple[CandidateSpan, float]], threshold: float = 0.0
) -> list[CandidateSpan]:
    """Return the spans, in text order, whose scores above a threshold have the largest sum.

    This is weighted interval scheduling (Kleinberg and Tardos, Algorithm Design, 6.1).

    Parameters
    ----------
    scored
        Spans, by first word, with their log-odds.
    threshold
        Log-odds from which a span is taken rather than nothing.
    """
    # No two have the same first and last word, so that nothing else is compared.
    positive = sorted(
        [
            (span.last, span.first, score - threshold, span)
            for span, score in scored
            if score > threshold
        ]
    )
    # Largest sum up to each span; its number, or -1 if it is left out; and how many come before it.
    best: list[tuple[float, int, int]] = []
    ends: list[int] = []
    for number, (last, first, score, _) in enumerate(positive):
        free = _count_before(ends, first)
        total = score + (best[free - 1][0] if free else 0.0)
        skipped = best[-1][0] if best else 0.0
        best.append((total, number, free) if total > skipped else (skipped, -1, number))
        ends.append(last)
    return [positive[number][3] for number in _trace(best)]


def _count_before(ends: list[int], first: int) -> int:
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
