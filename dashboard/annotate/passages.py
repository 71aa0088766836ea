"""Cutting a text into paragraphs."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from ..model import Passage

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_END = re.compile(r"\n\s*")


def passages_of(text: str) -> tuple[Passage, ...]:
    """Paragraphs in order, without the white space around them.

    Blank lines separate paragraphs; in a text without any, every line is one.
    """
    separator = _BLANK_LINE if _BLANK_LINE.search(text.strip()) else _LINE_END
    found: list[Passage] = []
    start = 0
    ends = [(match.start(), match.end()) for match in separator.finditer(text)]
    for end, following in [*ends, (len(text), len(text))]:
        words = text[start:end]
        if words.strip():
            first = start + len(words) - len(words.lstrip())
            found.append(Passage(len(found), first, first + len(words.strip())))
        start = following
    return tuple(found)


def passage_at(passages: Sequence[Passage], offset: int) -> int:
    """Number of the passage that holds ``offset``, or of the one before it."""
    return max(bisect_right(passages, offset, key=lambda passage: passage.start) - 1, 0)
