"""The stretches of a text that could be a toponym."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..lexicon import words
from .document import Document, ends_sentence, gap_class
from .known_names import KnownNames, NameFacts, UNKNOWN

MAX_WORDS = 7
"""Longest name that is looked up, in words."""
_MAX_UNKNOWN = 4
"""Longest name that need not be known."""
_LONGEST_WORD = 40
_APOSTROPHES = frozenset("'’‘ʼ`")
_JOINTS = frozenset({" ", "\u00a0", "-", "–", ". ", "."}) | _APOSTROPHES
_BLANKS = frozenset({" ", "\n", "\u00a0"})
_LONGEST_STUMP = 2
"""A dot inside a name follows an initial or a known abbreviation."""
OUTSIDE = ""
"""Stands for a word before the first and behind the last."""


@dataclass(slots=True)
class Candidate:
    """Words that could be a toponym, and what stands around them."""

    first: int
    """Position of the first word."""
    last: int
    """Position of the last word, itself included."""
    start: int
    end: int
    words: str
    """``text[start:end]``; the dot of "Ky." included."""
    facts: NameFacts
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


def candidates(document: Document, names: KnownNames) -> list[Candidate]:
    """Every candidate, by first word, shorter ones first.

    Unknown names are runs of up to four capitalised words; known ones may have small words inside
    ("Deir ez-Zor") and up to seven words.
    """
    return [
        candidate(document, first, last, names)
        for first, word in enumerate(document.words)
        if _can_begin(document, first, word)
        for last in _lasts(document, first, names)
    ]


def _can_begin(document: Document, position: int, word: str) -> bool:
    if len(word) > _LONGEST_WORD:
        return False
    return word[0].isupper() or _is_article(document, position, word)


def _is_article(document: Document, position: int, word: str) -> bool:
    """Whether a small Arabic article is tied to a name by a hyphen: "al-Bab"."""
    return (
        word in words("words", "articles")
        and document.gaps[position] in {"-", "–"}
        and document.words[position + 1][0].isupper()
    )


def _lasts(document: Document, first: int, names: KnownNames) -> Iterator[int]:
    """Positions where a name that begins at ``first`` can end."""
    plain = document.words[first][0].isupper()
    for last in range(first, min(len(document), first + MAX_WORDS)):
        word = document.words[last]
        if last > first:
            if not _joins(document, last):
                return
            if word[0].islower():
                plain = False
        if not _can_end(document, first, last, word):
            continue
        if plain and last - first < _MAX_UNKNOWN:
            yield last
        elif names[document.text[document.starts[first] : document.ends[last]]] is not UNKNOWN:
            yield last


def _joins(document: Document, position: int) -> bool:
    """Whether a word can be in one name with the word before it."""
    gap, word = document.gaps[position - 1], document.words[position]
    if len(word) > _LONGEST_WORD or not (gap in _JOINTS or _is_broken_line(gap)):
        return False
    if gap.startswith("."):
        stump = document.lower[position - 1]
        return len(stump) <= _LONGEST_STUMP or stump in words("words", "abbreviations")
    if word[0].islower():
        return word in words("words", "particles") or gap in _APOSTROPHES or gap == "-"
    return True


def _is_broken_line(gap: str) -> bool:
    """Whether a name may go on behind the end of a line, as in text wrapped for printing."""
    return gap.count("\n") == 1 and not gap.strip(" \r\n\t")


def _can_end(document: Document, first: int, last: int, word: str) -> bool:
    """Names end in a capitalised word or a number, or behind an apostrophe but not in 's."""
    if not word[0].islower():
        return True
    return last > first and word != "s" and document.gaps[last - 1] in _APOSTROPHES


def candidate(document: Document, first: int, last: int, names: KnownNames) -> Candidate:
    """Candidate of the words ``first`` to ``last``."""
    text, gaps, lower = document.text, document.gaps, document.lower
    start, end = document.starts[first], document.ends[last]
    facts = names[text[start:end]]
    gap = gaps[last]
    if gap[:1] == "." and lower[last] in words("words", "abbreviations"):
        end, gap = end + 1, gap[1:]
    following = last + 1
    is_possessive = gap in _APOSTROPHES and following < len(lower) and lower[following] == "s"
    if is_possessive:
        following += 1
    behind = gaps[following - 1] if is_possessive else gap
    is_inside = following < len(lower)
    before = gaps[first - 1] if first else ""
    return Candidate(
        first,
        last,
        start,
        end,
        text[start:end],
        facts,
        lower[first - 1] if first else OUTSIDE,
        lower[first - 2] if first > 1 else OUTSIDE,
        gap_class(before) if first else "^",
        not first or ends_sentence(before),
        bool(first) and before in _TIES and document.words[first - 1][0].isupper(),
        following,
        lower[following] if is_inside else OUTSIDE,
        lower[following + 1] if following + 1 < len(lower) else OUTSIDE,
        "'s" if is_possessive else gap_class(gap) if is_inside else "$",
        is_inside and behind in _TIES and document.words[following][0].isupper(),
    )


_TIES = frozenset({" ", "-", ". ", "\u00a0"})
