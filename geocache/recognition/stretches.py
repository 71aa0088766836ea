"""The stretches of a text that could be a toponym."""

import numpy as np

from ..fixed import fixed
from ..lexicon import words
from .document import Document
from .properties import Gap, Word
from .vocabulary import APOSTROPHES, DASHES

MAX_WORDS = 7
"""Longest name that is looked up, in words."""
_MAX_UNKNOWN = 4
"""Longest name that need not be known."""
_ONE, _LEAST_JOINED = fixed(1), fixed(3)
"""How a word joins and how the gap before it grips together, at least."""

Stretch = tuple[int, int, bool]
"""First word, last word, and whether it may be a name that no source knows."""


def stretches(document: Document) -> list[Stretch]:
    """Return stretches by first word, shorter ones first.

    Unknown names are runs of up to four capitalised words, with articles such as "al" between them;
    known ones may have more small words inside ("Stratford upon Avon") and up to seven words.
    """
    firsts = document.word(Word.OPENS).nonzero()[0]
    capital = document.word(Word.CAPITAL).take(firsts).tolist()
    runs_on = _runs_on(document)
    found: list[Stretch] = []
    for first, is_capital in zip(firsts.tolist(), capital, strict=True):
        if is_capital:
            found.append((first, first, True))
        elif not _is_tied(document, first):
            continue
        if runs_on[first]:
            _add_longer(found, document, runs_on, first, is_plain=bool(is_capital))
    return found


def _runs_on(document: Document) -> list[int]:
    """Whether each word can be in one name with the next; 0 behind the last."""
    joins, gaps = document.word(Word.JOINS), document.gap(Gap.GRIP)[1:]
    runs_on = np.zeros(len(document) + 1, np.int64)
    runs_on[:-2] = joins[1:] + gaps[:-1] >= _LEAST_JOINED
    runs_on[:-1] &= document.word(Word.STUMP) | (document.gap(Gap.DOT)[1:] ^ _ONE)
    listed: list[int] = runs_on.tolist()
    return listed


def _is_tied(document: Document, position: int) -> bool:
    """Whether a hyphen ties a small article to a name: "al-Bab"."""
    if document.gaps[position] not in DASHES or position + 1 == len(document):
        return False
    return bool(document.word(Word.CAPITAL)[position + 1])


def _add_longer(
    found: list[Stretch], document: Document, runs_on: list[int], first: int, *, is_plain: bool
) -> None:
    """Add the stretches of two words and more that begin at a word."""
    last = first
    while runs_on[last] and last - first < MAX_WORDS - 1:
        last += 1
        word = document.words[last]
        if word[0].islower():
            is_plain = is_plain and word in words("words", "particles_of_unknown")
            if word == "s" or document.gaps[last - 1] not in APOSTROPHES:
                continue
        found.append((first, last, is_plain and last - first < _MAX_UNKNOWN))
