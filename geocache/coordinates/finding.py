"""Finds all coordinates of a text."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from . import decimal_commas
from .announced import announced_pairs
from .columns import may_have_columns, rows
from .degrees import pairs
from .grammar import HINT, with_plain_blanks
from .grid import references
from .links import links, may_hold_links
from .markup import may_hold_markup, points
from .plus_codes import full_codes, may_hold_codes
from .position import Position
from .unmarked import PACKED_HINT, SPACED_HINT, packed_pairs, spaced_pairs
from .utm import HINT as UTM_HINT
from .utm import utm_references

_NUMBERS = re.compile(r"[0-9]+")
_BESIDE = 60
"""Characters around a number in which the other one stands."""
_TAKEN = "\ue000"
"""Stands for what is read already; a character that Unicode reserves for private use."""


class _Notation(NamedTuple):
    """A way to write coordinates."""

    may_occur: Callable[[str], object]
    """Quick test of a text; false where it does not occur."""
    read: Callable[[str], Iterator[Position]]


def _pairs_with_commas(text: str) -> Iterator[Position]:
    return pairs(decimal_commas.with_points(text))


_MARKED_UP = (
    _Notation(may_hold_links, links),
    _Notation(may_hold_markup, points),
    _Notation(may_have_columns, rows),
    _Notation(may_hold_codes, full_codes),
)
_IN_NUMBERS = (
    _Notation(UTM_HINT.search, utm_references),
    _Notation(PACKED_HINT.search, packed_pairs),
    _Notation(SPACED_HINT.search, spaced_pairs),
    _Notation(decimal_commas.HINT.search, _pairs_with_commas),
    _Notation(bool, pairs),
    _Notation(bool, references),
    _Notation(bool, announced_pairs),
)
"""Those first that say most plainly what they are: later ones read only what these leave."""


def find_coordinates(text: str) -> tuple[Position, ...]:
    """Coordinates that a text writes out, in text order, none overlapping another.

    Read are decimal degrees, degrees with minutes and seconds, in whatever notation, MGRS and UTM
    references, full plus codes, links to maps, points in markup, and tables with a heading. Two
    plain numbers count only with three decimals each, or where words announce them, and where
    nothing speaks against it. Values out of range are no coordinates.

    Returns
    -------
    tuple of Position
        Degrees in WGS84, offsets in code points, uncertainty in km.
    """
    text = with_plain_blanks(text)
    found: list[Position] = []
    notations = (*_MARKED_UP, *_IN_NUMBERS) if _may_hold_numbers(text) else _MARKED_UP
    for notation in notations:
        if notation.may_occur(text):
            positions = _apart(notation.read(text))
            text = _without(text, positions)
            found += positions
    return tuple(sorted(found, key=lambda position: position.start))


def read_coordinates(words: str) -> Position | None:
    """Return the position that the words, and nothing besides, give; None when they give none."""
    positions = find_coordinates(words)
    trimmed = len(words) - len(words.lstrip()), len(words.rstrip())
    whole = len(positions) == 1 and (positions[0].start, positions[0].end) == trimmed
    return positions[0] if whole else None


def _may_hold_numbers(text: str) -> bool:
    """Whether a text may write coordinates out in numbers: those have two numbers side by side."""
    return any(
        len(_NUMBERS.findall(text, max(0, hint.start() - _BESIDE), hint.end() + _BESIDE)) > 1
        for hint in HINT.finditer(text)
    )


def _apart(positions: Iterator[Position]) -> list[Position]:
    """Return positions in text order without those that begin inside an earlier one."""
    kept: list[Position] = []
    for position in sorted(positions, key=lambda position: (position.start, -position.end)):
        if not kept or position.start >= kept[-1].end:
            kept.append(position)
    return kept


def _without(text: str, positions: list[Position]) -> str:
    """Return a text of the same length in which nothing can be read again."""
    parts, reached = list[str](), 0
    for position in positions:
        parts += [text[reached : position.start], _TAKEN * (position.end - position.start)]
        reached = position.end
    return "".join([*parts, text[reached:]])
