"""Words that could be a toponym, and what stands around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..fixed import fixed
from .beside import Beside, Side
from .document import Column, Document, Positions
from .features import Scores
from .known_names import NameFacts

_MARGIN = 2
_SHIFT = fixed(_MARGIN)


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
