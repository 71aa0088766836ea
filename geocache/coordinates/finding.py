"""Finds all coordinates of a text."""

from itertools import chain

from .degrees import pairs
from .grammar import HINT
from .grid import references
from .position import Position


def find_coordinates(text: str) -> tuple[Position, ...]:
    """Coordinates that a text writes out, in text order, none overlapping another.

    Read are decimal degrees, degrees with minutes and seconds, and MGRS references. Two plain
    numbers count only with three decimals each, and where nothing speaks against it. Values out
    of range are no coordinates.

    Returns
    -------
    tuple of Position
        Degrees in WGS84, offsets in code points, uncertainty in km.
    """
    if not HINT.search(text):
        return ()
    positions = sorted(chain(pairs(text), references(text)), key=lambda position: position.start)
    kept: list[Position] = []
    for position in positions:
        if not kept or position.start >= kept[-1].end:
            kept.append(position)
    return tuple(kept)


def read_coordinates(words: str) -> Position | None:
    """Return the position that the words, and nothing besides, give; None when they give none."""
    positions = find_coordinates(words)
    trimmed = len(words) - len(words.lstrip()), len(words.rstrip())
    whole = len(positions) == 1 and (positions[0].start, positions[0].end) == trimmed
    return positions[0] if whole else None
