"""A text in which every mention is one character, so that patterns read words, not names.

Expressions become one character too, as soon as they are found: others may be made of them. White
space is blanks, and line feeds only between paragraphs: no expression reaches into the next one.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..model import Mention
from .expression import Asked
from .windows import Beginnings, Windows

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


def mask(text: str, mentions: Sequence[Mention]) -> MaskedText:
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
