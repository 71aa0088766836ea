"""Gives texts in capitals only, or in small letters only, the capitals of ordinary spelling.

This is truecasing (Lita and others, "tRuEcasIng", 2003): a linear model that was learnt from texts
in ordinary spelling judges each word by what it is, what the sources know, and its neighbours.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..data_files import words
from .candidates import CandidateFinder
from .case_features import case_columns
from .linear_model import LinearModel
from .tokens import Column, TokenizedText

_LETTERS = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"(?:[^.!?\n]|[.!?](?!\s))+(?:[.!?]+(?=\s)|(?=\n)|\Z)")
_TAG = re.compile(r"[#@]\w+")
"""Hashtags and names of accounts have capitals of their own."""
_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_CAPITALS = re.compile(rf"{_CAPITAL}{_CAPITAL}+[^\w\n]+{_CAPITAL}{{2,}}[^\w\n]+{_CAPITAL}{{2,}}")
"""Three words in capitals in a row; begins with few letters, so that it is looked for fast."""
_FEWEST_CAPITALS = 8
"""Letters of a sentence that is written in capitals, rather than made of abbreviations."""
_LONGEST_ABBREVIATION = 4
_FEWEST_SMALL = 3
"""Words of a sentence without capitals; fewer are the rest of one."""
_WRAPPED = 40
"""Letters of a line that may go on in the next."""
_SENTENCE_ENDS = (".", "!", "?", ":", "…", '"', "”")


class _Segment(NamedTuple):
    start: int
    end: int
    is_upper: bool


def segments(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the ends of each part in one case, and whether that is capitals."""
    start, previous = 0, ""
    for line in text.split("\n"):
        if line.isupper():
            if _is_in_capitals(line):
                yield _Segment(start, start + len(line), is_upper=True)
        elif parts := _parts_in_small_letters(line, previous):
            for first, last in parts:
                yield _Segment(start + first, start + last, is_upper=False)
        elif _CAPITALS.search(line):
            for sentence in _SENTENCE.finditer(line):
                if sentence[0].isupper() and _is_in_capitals(sentence[0]):
                    yield _Segment(start + sentence.start(), start + sentence.end(), is_upper=True)
        start += len(line) + 1
        previous = line


def _is_in_capitals(line: str) -> bool:
    found = _LETTERS.findall(line)
    if len(found) == 1:
        return len(found[0]) > _LONGEST_ABBREVIATION
    return sum(map(len, found)) >= _FEWEST_CAPITALS


def _parts_in_small_letters(line: str, previous: str) -> list[tuple[int, int]]:
    """Ends of the parts of a line without capitals: all of it, or what is between its tags."""
    if line.islower():
        return [(0, len(line))] if _is_in_small_letters(line, previous) else []
    if "#" not in line and "@" not in line:
        return []
    untagged = _TAG.sub(" ", line)
    if not untagged.islower() or not _is_in_small_letters(untagged, previous):
        return []
    tags = [tag.span() for tag in _TAG.finditer(line)]
    starts = [0, *(end for _, end in tags)]
    ends = [*(start for start, _ in tags), len(line)]
    return [part for part in zip(starts, ends, strict=True) if part[0] < part[1]]


def _is_in_small_letters(line: str, previous: str) -> bool:
    """Whether a line without a capital is a sentence of its own, and not the rest of another."""
    if len(_LETTERS.findall(line)) < _FEWEST_SMALL:
        return False
    before = previous.rstrip()
    is_rest = len(before) > _WRAPPED and not before.islower()
    return not is_rest or before.endswith(_SENTENCE_ENDS)


def titled(text: str) -> str:
    """Return a text of the same length in which every word begins with a capital."""
    return _LETTERS.sub(lambda word: _capitalised(word[0]), text)


def _capitalised(word: str) -> str:
    made = word[0].upper() + word[1:].lower()
    return made if len(made) == len(word) else word


class Truecaser:
    """Restores the capitals of texts.

    Parameters
    ----------
    finder
        Knows the names.
    model
        Weighs whether a word has a capital.
    """

    def __init__(self, finder: CandidateFinder, model: LinearModel) -> None:
        self._finder, self._model = finder, model

    def restored(self, text: str) -> str:
        """Return a text of the same length, in which parts in one case are spelt as usual."""
        parts, reached = [], 0
        for start, end, is_upper in segments(text):
            follows_tag = start > 0 and text[start - 1] != "\n" and not is_upper
            respelt = self._respelt(text[start:end], is_upper=is_upper, begins=not follows_tag)
            parts += [text[reached:start], respelt]
            reached = end
        return "".join([*parts, text[reached:]]) if parts else text

    def _respelt(self, segment: str, *, is_upper: bool, begins: bool) -> str:
        """Return a segment as it is usually spelt; ``begins`` where it is no rest of a sentence."""
        document = TokenizedText(titled(segment))
        count = len(document)
        if not count:
            return segment
        known = self._finder.known_names(document)
        columns = case_columns(document, known)
        scores = self._model.group_scores(columns, count).sum(axis=0)
        capital = scores > 0
        capital[0] |= begins
        _agree(document, capital, known)
        shortened = {
            first for first, last, _ in known if first == last and self._is_short(document, first)
        }
        parts, reached = [], 0
        for at, (start, end) in enumerate(zip(document.starts, document.ends, strict=True)):
            word = document.text[start:end]
            if not capital[at]:
                word = segment[start:end].lower() if len(word.lower()) == len(word) else word
            elif at in shortened:
                word = segment[start:end].upper() if is_upper else word.upper()
            parts += [segment[reached:start], word]
            reached = end
        restored = "".join([*parts, segment[reached:]])
        return restored if len(restored) == len(segment) else segment

    def _is_short(self, document: TokenizedText, at: int) -> bool:
        return self._finder.is_abbreviation(document.words[at])


def _agree(document: TokenizedText, capital: Column, known: Sequence[tuple[int, int, int]]) -> None:
    """Give all words of a known name capitals when most have them; particles stay small."""
    particles = words("words", "particles")
    for first, last, _ in known:
        if first == last:
            continue
        inside = [
            at for at in range(first, last + 1) if document.words[at].lower() not in particles
        ]
        if inside and 2 * sum(bool(capital[at]) for at in inside) > len(inside):
            capital[inside] = True
