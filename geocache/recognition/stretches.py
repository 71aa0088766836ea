"""The stretches of a text that could be a toponym."""

from collections.abc import Iterator

from ..lexicon import words
from .document import Document
from .vocabulary import APOSTROPHES, DASHES, JOINTS

MAX_WORDS = 7
"""Longest name that is looked up, in words."""
_MAX_UNKNOWN = 4
"""Longest name that need not be known."""
_LONGEST_WORD = 40
_BEFORE_BREAK = frozenset(".-–")
"""What may stand inside a name before the end of a line: "St.", "Deir ez-"."""
_LONGEST_STUMP = 2
"""A dot inside a name follows an initial or a known abbreviation."""

Stretch = tuple[int, int, bool]
"""First word, last word, and whether it may be a name that no source knows."""


def stretches(document: Document) -> Iterator[Stretch]:
    """Yield stretches by first word, shorter ones first.

    Unknown names are runs of up to four capitalised words, with articles such as "al" between them;
    known ones may have more small words inside ("Stratford upon Avon") and up to seven words.
    """
    gaps = document.gaps
    articles = words("words", "articles")
    for first, (word, is_capital) in enumerate(zip(document.words, document.capital, strict=True)):
        if not is_capital and not (word in articles and _is_tied(document, first)):
            continue
        if len(word) > _LONGEST_WORD:
            continue
        if is_capital:
            yield first, first, True
        gap = gaps[first]
        if gap in JOINTS or ("\n" in gap and _is_broken_line(gap)):
            yield from _longer(document, first, is_plain=bool(is_capital))


def _is_tied(document: Document, position: int) -> bool:
    """Whether a hyphen ties a small article to a name: "al-Bab"."""
    if document.gaps[position] not in DASHES or position + 1 == len(document):
        return False
    return bool(document.capital[position + 1])


def _longer(document: Document, first: int, *, is_plain: bool) -> Iterator[Stretch]:
    """Stretches of two words and more that begin at a word."""
    for last in range(first + 1, min(len(document), first + MAX_WORDS)):
        if not _joins(document, last):
            return
        word = document.words[last]
        if word[0].islower():
            is_plain = is_plain and word in words("words", "particles_of_unknown")
            if word == "s" or document.gaps[last - 1] not in APOSTROPHES:
                continue
        yield first, last, is_plain and last - first < _MAX_UNKNOWN


def _joins(document: Document, position: int) -> bool:
    """Whether a word can be in one name with the word before it."""
    gap, word = document.gaps[position - 1], document.words[position]
    if gap != " " and not (gap in JOINTS or ("\n" in gap and _is_broken_line(gap))):
        return False
    if len(word) > _LONGEST_WORD:
        return False
    if gap[0] == ".":
        stump = document.words[position - 1].lower()
        return len(stump) <= _LONGEST_STUMP or stump in words("words", "abbreviations")
    if word[0].islower():
        return word in words("words", "particles") or gap in APOSTROPHES or gap == "-"
    return True


def _is_broken_line(gap: str) -> bool:
    """Whether a name may go on behind the end of a line, as in text wrapped for printing."""
    rest = gap[1:] if gap[0] in _BEFORE_BREAK else gap
    return rest.count("\n") == 1 and not rest.strip(" \n\t")
