"""Cutting very long texts where nothing is torn, so that memory and time a section are bounded."""

from collections.abc import Iterator

LONGEST = 60_000
"""Code points of a section; reports are shorter, and read as a whole."""
_SEARCHED = 10_000
"""How far from the end of a section a good place to cut is looked for."""
_CUTS = ("\n\n", "\n", ". ", " ")
"""Good places to cut, the best first."""


def sections(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ends of each section, half-open; together they are the whole text."""
    start = 0
    while len(text) - start > LONGEST:
        end = _cut(text, start + LONGEST)
        yield start, end
        start = end
    yield start, len(text)


def _cut(text: str, latest: int) -> int:
    for mark in _CUTS:
        found = text.rfind(mark, latest - _SEARCHED, latest)
        if found >= 0:
            return found + len(mark)
    return latest
