"""A text in which every mention is one character, so that patterns read words, not names.

Expressions become one character too, as soon as they are found: others may be made of them. White
space is blanks, and line feeds only between paragraphs: no expression reaches into the next one.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import NamedTuple

from ...records import RecognizedMention
from ..expression import Asked

# ---- windows

_LETTERS = bytes(c if chr(c) in ascii_lowercase else ord(" ") for c in bytes(range(256)).lower())
_LIKE_ASCII = {"\u0131": "i", "\u0130": "i", "\u017f": "s", "\u212a": "k"}
"""Letters that regular expressions take for others where case does not matter."""
_REACH = 100
"""Characters from the cue word of an expression to its ends, at most: twice the most in any of
700 expressions of news and invented reports. Names are one character here."""

Beginnings = tuple[str, ...]
"""How words begin that every expression of a kind has one of, in lower-case letters."""
Stretches = Sequence[tuple[int, int]]
"""Half-open, in order and apart."""


class Windows:
    """Where words of a masked text begin with some letters, and what is near them.

    Parameters
    ----------
    text
        The masked text.
    slots
        Position of each node's slot.
    """

    __slots__ = ("_length", "_seen", "_slots", "_stretches", "spelled")

    def __init__(self, text: str, slots: Sequence[int]) -> None:
        self.spelled = b" " + _in_ascii(text).encode("ascii", "replace").translate(_LETTERS)
        """The text in lower case, a byte for every character: a blank for all but ASCII letters,
        and one more in front."""
        self._length, self._slots = len(text), slots
        self._seen: dict[str, Sequence[int]] = {}
        self._stretches: dict[tuple[Beginnings, ...], Stretches] = {}

    def note(self, seen: Mapping[str, Sequence[int]]) -> None:
        """Take in where some stems begin, which is else looked for when they are asked for."""
        self._seen.update(seen)

    def __call__(self, stems: Beginnings, *also: Beginnings) -> Stretches:
        """Stretches in which there are both a stem and a node near it.

        Parameters
        ----------
        stems
            Near which they are.
        also
            Further stems, of which a stretch must have one of each.
        """
        kinds = (stems, *also)
        known = self._stretches.get(kinds)
        if known is None:
            *fewer, last = kinds
            known = tuple(self._with_one(self(*fewer), last) if fewer else self._near(stems))
            self._stretches[kinds] = known
        return known

    def _near(self, stems: Beginnings) -> Iterator[tuple[int, int]]:
        start = end = 0
        for position in self._occurrences(stems):
            if position - _REACH > end:
                if _has_any(self._slots, start, end):
                    yield start, end
                start = position - _REACH
            end = position + _REACH
        end = min(end, self._length)
        if _has_any(self._slots, start, end):
            yield start, end

    def _with_one(self, stretches: Stretches, stems: Beginnings) -> Iterator[tuple[int, int]]:
        if stretches:
            positions = self._occurrences(stems)
            yield from (each for each in stretches if _has_any(positions, *each))

    def _occurrences(self, stems: Beginnings) -> list[int]:
        """Where words begin with any of the stems, in order."""
        found: list[int] = []
        for stem in stems:
            known = self._seen.get(stem)
            found += self._beginnings(stem) if known is None else known
        found.sort()
        return found

    def _beginnings(self, stem: str) -> Sequence[int]:
        found: list[int] = []
        find, letters = self.spelled.find, b" " + stem.encode()
        position = find(letters)
        while position >= 0:
            found.append(position)
            position = find(letters, position + 1)
        self._seen[stem] = found
        return found


def _in_ascii(text: str) -> str:
    """Text of the same length without the letters of `_LIKE_ASCII`."""
    for letter in () if text.isascii() else _LIKE_ASCII:
        text = text.replace(letter, _LIKE_ASCII[letter])
    return text


def _has_any(positions: Sequence[int], start: int, end: int) -> bool:
    """Whether any of some positions, given in order, lies in a stretch."""
    return bisect_left(positions, start) < bisect_left(positions, end)


SLOT, LINE, REGION = "\ue000", "\ue001", "\ue002"
"""Stand for a mention, an expression of a line and one of an area; characters that Unicode
reserves for private use."""
SIZE, REST = "\ue003", "\ue004"
"""Stand for the first character of a size, and for each of the others."""
_WHITE = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""White space but for blanks."""
_ODD = re.compile(rf"[{SLOT}{LINE}{REGION}{SIZE}{REST}{_WHITE}]\s*")
"""What is replaced: characters that would be taken for slots, and white space."""


@dataclass(frozen=True, slots=True)
class Node:
    """A mention or an expression, and where it stands in the original text."""

    slot: str
    """What stands for it."""
    start: int
    end: int
    mentions: tuple[int, ...]
    """Indices of the mentions it is made of."""
    asked: Asked | None = None
    """The expression; None for mentions."""


@dataclass(frozen=True, slots=True)
class MaskedText:
    """A text with slots for its mentions and expressions."""

    text: str
    source: str
    """The original."""
    slots: tuple[int, ...]
    """Position of each node's slot."""
    nodes: tuple[Node, ...]
    windows: Windows
    _pieces: tuple[tuple[int, int], ...]
    """Position here and in the original of the start of each piece between nodes."""
    _sized: dict[Beginnings, "Sized"] = field(default_factory=dict)

    def original(self, position: int) -> int:
        """Offset in the original text of a position here that is not inside a node."""
        number = bisect_right(self._pieces, (position, float("inf"))) - 1
        here, there = self._pieces[number]
        return there + position - here

    def nodes_in(self, start: int, end: int) -> tuple[Node, ...]:
        """Nodes whose slots lie in a stretch of this text."""
        return self.nodes[bisect_left(self.slots, start) : bisect_left(self.slots, end)]

    def slots_in(self, start: int, end: int) -> tuple[int, ...]:
        """Positions of the slots in a stretch of this text."""
        return self.slots[bisect_left(self.slots, start) : bisect_left(self.slots, end)]

    def with_nodes(self, found: Sequence[Node]) -> "MaskedText":
        """Put expressions, in order and apart, in place of what they are made of."""
        if not found:
            return self
        taken = {mention for node in found for mention in node.mentions}
        kept = [node for node in self.nodes if not taken.intersection(node.mentions)]
        return _masked(self.source, sorted([*kept, *found], key=lambda node: node.start))

    def sized(self, size: re.Pattern[str], stems: Beginnings) -> "Sized":
        """Find the sizes in the text, once.

        Parameters
        ----------
        size
            Finds one; always the same for some stems.
        stems
            Near which they are.
        """
        known = self._sized.get(stems)
        if known is None:
            windows = self.windows(stems)
            found = [match for each in windows for match in size.finditer(self.text, *each)]
            known = self._sized[stems] = Sized.of(self.text, found)
        return known


class Sized(NamedTuple):
    """A text of the same length in which `SIZE` and `REST` stand for sizes."""

    text: str
    sizes: dict[int, re.Match[str]]
    """By their first characters."""

    @classmethod
    def of(cls, text: str, found: Sequence[re.Match[str]]) -> "Sized":
        """Overwrite what was found, in order."""
        parts, reached = list[str](), 0
        for start, end in (match.span() for match in found):
            parts += [text[reached:start], SIZE, REST * (end - start - 1)]
            reached = end
        return cls("".join([*parts, text[reached:]]), {match.start(): match for match in found})


def mask(text: str, mentions: Sequence[RecognizedMention]) -> MaskedText:
    """Replace every mention by a slot."""
    nodes = [Node(SLOT, m.start, m.end, (number,)) for number, m in enumerate(mentions)]
    return _masked(text, nodes)


def _masked(text: str, nodes: Sequence[Node]) -> MaskedText:
    parts: list[str] = []
    slots: list[int] = []
    pieces: list[tuple[int, int]] = [(0, 0)]
    length = reached = 0
    plain = _plain(text)
    for node in nodes:
        between = plain[reached : node.start]
        parts += [between, node.slot]
        slots.append(length + len(between))
        length += len(between) + 1
        reached = node.end
        pieces.append((length, reached))
    parts.append(plain[reached:])
    masked = "".join(parts)
    windows = Windows(masked, slots)
    return MaskedText(masked, text, tuple(slots), tuple(nodes), windows, tuple(pieces))


def _plain(text: str) -> str:
    """Text of the same length with blanks for white space, and line feeds between paragraphs."""
    return _ODD.sub(lambda odd: ("\n" if odd[0].count("\n") > 1 else " ") * len(odd[0]), text)
