"""Words that could be a toponym, and what stands around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from .document import Column, Document, Positions
from .features import Scores
from .interning import Rows
from .known_names import NameFacts
from .vocabulary import POSSESSIVE, Gap, Word


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

    @property
    def size(self) -> int:
        """Number of words."""
        return self.last - self.first + 1


class Around:
    """The longest known names that begin and end at each word of a document."""

    def __init__(self, document: Document) -> None:
        nowhere = len(document) + 3
        self.last = list(range(nowhere))
        """Last word of the longest name that begins at a word; the word itself without one."""
        self.first = list(range(nowhere))
        """First word of the longest name that ends at a word."""
        self.beginning = [0] * nowhere
        """Standing of the longest name that begins at a word; 0 without one."""
        self.ending = [0] * nowhere

    def note(self, first: int, last: int, standing: int) -> None:
        """Add a known name; those that begin earlier come first, then shorter ones."""
        self.last[first] = last
        self.beginning[first] = standing
        if not self.ending[last]:
            self.first[last], self.ending[last] = first, standing


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

    def __len__(self) -> int:
        return len(self.facts)

    def __getitem__(self, row: int) -> Candidate:
        document, first, last = self.document, int(self.first[row]), int(self.last[row])
        start, end = document.starts[first], document.ends[last] + int(self.has_dot[row])
        words = document.text[start:end]
        return Candidate(row, first, last, start, end, words, self.facts[row])

    def take(self, rows: Sequence[int]) -> "Candidates":
        """Return some of them."""
        facts = [self.facts[row] for row in rows]
        chosen = np.array(rows, np.int64)
        first, last, alone = self.first[chosen], self.last[chosen], self.alone[chosen]
        return Candidates(self.document, self.around, first, last, facts, alone)

    @cached_property
    def own_first(self) -> Rows:
        """Properties of the first word; this and the next five of shape (properties, n)."""
        return self.document.at(self.first)

    @cached_property
    def own_last(self) -> Rows:
        """Properties of the last word."""
        return self.document.at(self.last)

    @cached_property
    def before(self) -> Rows:
        """Properties of the word before it."""
        return self.document.at(self.first - 1)

    @cached_property
    def before_that(self) -> Rows:
        """Properties of the word before that."""
        return self.document.at(self.first - 2)

    @cached_property
    def after(self) -> Rows:
        """Properties of the word behind it, a possessive s skipped."""
        return self.document.at(self.following)

    @cached_property
    def after_that(self) -> Rows:
        """Properties of the word behind that."""
        return self.document.at(self.following + 1)

    @cached_property
    def gap_to_left(self) -> Rows:
        """Properties of what stands before it."""
        return self.document.before(self.first)

    @cached_property
    def _gap_behind(self) -> Rows:
        return self.document.before(self.last + 1)

    @cached_property
    def gap_to_right(self) -> Rows:
        """Properties of what stands before the word behind it."""
        return self.document.before(self.following)

    @cached_property
    def has_dot(self) -> Column:
        """Whether the dot behind the last word belongs to it, as in "Ky."."""
        return np.asarray(self.own_last[Word.SHORTENED] & self._gap_behind[Gap.DOT])

    @cached_property
    def is_possessive(self) -> Column:
        """Whether an apostrophe and an s follow."""
        is_s = self.document.one_at(self.last + 1, Word.S)
        return np.asarray(is_s & self._gap_behind[Gap.APOSTROPHE])

    @cached_property
    def following(self) -> Positions:
        """Position of the word behind it, a possessive s skipped."""
        return self.last + 1 + self.is_possessive

    @cached_property
    def gap_before(self) -> Column:
        """Kind of what stands before it."""
        return np.asarray(self.gap_to_left[Gap.CODE])

    @cached_property
    def gap_after(self) -> Column:
        """Kind of what stands behind it; a possessive is a kind of its own."""
        behind = self._gap_behind
        past = np.where(self.has_dot, behind[Gap.PAST_DOT], behind[Gap.CODE])
        return np.where(self.is_possessive, POSSESSIVE, past)

    @cached_property
    def joined_before(self) -> Column:
        """Whether a capitalised word runs into it."""
        return np.asarray(self.gap_to_left[Gap.TIE] & self.before[Word.CAPITAL])

    @cached_property
    def joined_after(self) -> Column:
        """Whether it runs into a capitalised word."""
        right = self.gap_to_right
        tie = np.where(self.has_dot, right[Gap.TIE_PAST_DOT], right[Gap.TIE])
        return np.asarray(tie & self.after[Word.CAPITAL])

    @cached_property
    def standing(self) -> Column:
        """Standing of each name, see `Standing`."""
        return np.array([facts.row[0] for facts in self.facts], np.int64)
