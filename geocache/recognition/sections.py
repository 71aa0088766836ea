"""Cutting very long texts where no name is torn, so that memory and time a section are bounded."""

import re
from collections.abc import Iterator

from ..lexicon import words

LONGEST = 60_000
"""Code points of a section; reports are shorter, and read as a whole."""
_SEARCHED = 10_000
"""How far from the end of a section a good place to cut is looked for."""
_CUTS = tuple(
    map(
        re.compile,
        (
            r"\n\s*\n",
            r"[\n\r\x85\u2028\u2029]",
            r"(?P<last>[^\W\d_]{3,})[.!?…]['’”\")\]]*\s",
            r"(?:(?<=\s)|^)[a-z]+[^\S\n](?=[a-z]+\s)",
            r"[,;:]\s",
            r"\s",
        ),
    )
)
"""Good places to cut, the best first: paragraphs, lines, sentences, between two small words, behind
a comma, blanks."""


def sections(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ends of each section, half-open; together they are the whole text."""
    start = 0
    while len(text) - start > LONGEST:
        end = _cut(text, start + LONGEST)
        yield start, end
        start = end
    yield start, len(text)


def _cut(text: str, latest: int) -> int:
    for pattern in _CUTS:
        found = [m for m in pattern.finditer(text, latest - _SEARCHED, latest) if _is_end(m)]
        if found:
            return found[-1].end()
    return latest


def _is_end(match: re.Match[str]) -> bool:
    """Whether a dot ends a sentence, and not an abbreviation such as "Calif."."""
    last = match.groupdict().get("last")
    return last is None or last.lower() not in words("words", "abbreviations")
