"""The stretches of a text that could be a toponym."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..lexicon import words
from .document import Document, ends_sentence, gap_class
from .known_names import NameFacts

MAX_WORDS = 7
"""Longest name that is looked up, in words."""
_MAX_UNKNOWN = 4
"""Longest name that need not be known."""
_LONGEST_WORD = 40
_APOSTROPHES = frozenset("'’‘ʼ`")
_DASHES = frozenset("-–")
_JOINTS = frozenset({" ", "\u00a0", ". ", "."}) | _DASHES | _APOSTROPHES
_TIES = frozenset({" ", "-", ". ", "\u00a0"})
_LONGEST_STUMP = 2
"""A dot inside a name follows an initial or a known abbreviation."""
OUTSIDE = ""
"""Stands for a word before the first and behind the last."""


@dataclass(slots=True)
class Around:
    """The longest known names of a document: last or first word and standing."""

    beginning: dict[int, tuple[int, str]] = field(default_factory=dict)
    """By first word."""
    ending: dict[int, tuple[int, str]] = field(default_factory=dict)
    """By last word."""

    def note(self, first: int, last: int, standing: str) -> None:
        """Add a known name; shorter ones with the same first word come before longer ones."""
        self.beginning[first] = last, standing
        self.ending.setdefault(last, (first, standing))


@dataclass(slots=True)
class Candidate:
    """Words that could be a toponym, and what stands around them."""

    document: Document
    around: Around
    first: int
    """Position of the first word."""
    last: int
    """Position of the last word, itself included."""
    start: int
    end: int
    words: str
    """``text[start:end]``; the dot of "Ky." included."""
    facts: NameFacts
    standing: str
    """That of the facts."""
    alone: float
    """Log-odds of the name without its context."""
    before: str
    """The word before, in lower case; `OUTSIDE` when there is none."""
    before_that: str
    gap_before: str
    """Kind of what stands between, see `gap_class`."""
    begins: bool
    """Whether it is the first of its sentence or line."""
    joined_before: bool
    """Whether a capitalised word runs into it."""
    following: int
    """Position of the word behind it, a possessive s skipped."""
    after: str
    after_that: str
    gap_after: str
    """As ``gap_before``; "'s" for a possessive."""
    joined_after: bool
    """Whether it runs into a capitalised word."""

    @property
    def size(self) -> int:
        """Number of words."""
        return self.last - self.first + 1


def stretches(document: Document) -> Iterator[tuple[int, int, bool]]:
    """Yield first word, last word, and whether the stretch need not be a known name.

    Unknown names are runs of up to four capitalised words; known ones may have small words inside
    ("Deir ez-Zor") and up to seven words. By first word, shorter ones first.
    """
    gaps = document.gaps
    articles = words("words", "articles")
    for first, word in enumerate(document.words):
        is_capital = word[0].isupper()
        if not is_capital and not (word in articles and _is_tied(document, first)):
            continue
        if len(word) > _LONGEST_WORD:
            continue
        if is_capital:
            yield first, first, True
        if gaps[first] in _JOINTS or _is_broken_line(gaps[first]):
            yield from _longer(document, first, is_plain=is_capital)


def _is_tied(document: Document, position: int) -> bool:
    """Whether a hyphen ties a small article to a name: "al-Bab"."""
    if document.gaps[position] not in _DASHES or position + 1 == len(document):
        return False
    return document.words[position + 1][0].isupper()


def _longer(document: Document, first: int, *, is_plain: bool) -> Iterator[tuple[int, int, bool]]:
    """Stretches of two words and more that begin at a word."""
    for last in range(first + 1, min(len(document), first + MAX_WORDS)):
        if not _joins(document, last):
            return
        word = document.words[last]
        if word[0].islower():
            is_plain = False
            if word == "s" or document.gaps[last - 1] not in _APOSTROPHES:
                continue
        yield first, last, is_plain and last - first < _MAX_UNKNOWN


def _joins(document: Document, position: int) -> bool:
    """Whether a word can be in one name with the word before it."""
    gap, word = document.gaps[position - 1], document.words[position]
    if gap != " " and not (gap in _JOINTS or _is_broken_line(gap)):
        return False
    if len(word) > _LONGEST_WORD:
        return False
    if gap[0] == ".":
        stump = document.lower[position - 1]
        return len(stump) <= _LONGEST_STUMP or stump in words("words", "abbreviations")
    if word[0].islower():
        return word in words("words", "particles") or gap in _APOSTROPHES or gap == "-"
    return True


def _is_broken_line(gap: str) -> bool:
    """Whether a name may go on behind the end of a line, as in text wrapped for printing."""
    return gap.count("\n") == 1 and not gap.strip(" \r\n\t")


def candidate(
    document: Document, around: Around, first: int, last: int, facts: NameFacts, alone: float = 0.0
) -> Candidate:
    """Candidate of the words ``first`` to ``last``, with its surroundings."""
    gaps, lower, count = document.gaps, document.lower, len(document.lower)
    start, end, gap = document.starts[first], document.ends[last], gaps[last]
    if gap[:1] == "." and lower[last] in words("words", "abbreviations"):
        end, gap = end + 1, gap[1:]
    following = last + 1
    is_possessive = gap in _APOSTROPHES and following < count and lower[following] == "s"
    if is_possessive:
        following += 1
    behind = gaps[following - 1] if is_possessive else gap
    is_inside = following < count
    before = gaps[first - 1] if first else ""
    return Candidate(
        document,
        around,
        first,
        last,
        start,
        end,
        document.text[start:end],
        facts,
        facts.standing,
        alone,
        lower[first - 1] if first else OUTSIDE,
        lower[first - 2] if first > 1 else OUTSIDE,
        gap_class(before) if first else "^",
        not first or ends_sentence(before),
        bool(first) and before in _TIES and document.words[first - 1][0].isupper(),
        following,
        lower[following] if is_inside else OUTSIDE,
        lower[following + 1] if following + 1 < count else OUTSIDE,
        "'s" if is_possessive else gap_class(gap) if is_inside else "$",
        is_inside and behind in _TIES and document.words[following][0].isupper(),
    )
