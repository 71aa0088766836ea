"""A text in which every mention is one character, so that patterns read words, not names.

Expressions become one character too, as soon as they are found: others may be made of them. White
space is blanks, and line feeds only between paragraphs: no expression reaches into the next one.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_lowercase

from ..model import Mention
from .expression import Asked

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
_ODD = f"{SLOT}{LINE}{REGION}{SIZE}{REST}{_WHITE}"
_ODD_ONES = re.compile(rf"[{_ODD}]\s*")
"""What is replaced: characters that would be taken for slots, and white space."""
_LETTERS = bytes(c if chr(c) in ascii_lowercase else ord(" ") for c in bytes(range(256)).lower())
_REACH = 100
"""Characters from the cue word of an expression to its ends, at most: twice the most in any of
700 expressions of news and invented reports. Names are one character here."""


Beginnings = tuple[str, ...]
"""How words begin that every expression of a kind has one of, in lower-case letters."""


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
    spelled: bytes
    """The text in lower case, a byte for every character: a blank for all but ASCII letters, and
    one more in front."""
    _pieces: tuple[tuple[int, int], ...]
    """Position here and in the original of the start of each piece between nodes."""
    _seen: dict[str, Sequence[int]] = field(default_factory=dict)
    """Where stems begin, as far as they were looked for."""
    _windows: dict[tuple[Beginnings, ...], Sequence[tuple[int, int]]] = field(default_factory=dict)
    _sized: list[str] = field(default_factory=list)
    """The text with its sizes overwritten, once that was asked for."""

    def original(self, position: int) -> int:
        """Offset in the original text of a position here that is not inside a node."""
        number = bisect_right(self._pieces, (position, float("inf"))) - 1
        here, there = self._pieces[number]
        return there + position - here

    def with_stems(self, seen: Mapping[str, Sequence[int]]) -> "MaskedText":
        """Return the same text, when it is known where some stems begin."""
        return replace(self, _seen=dict(seen))

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

    def windows(self, stems: Beginnings, *also: Beginnings) -> Sequence[tuple[int, int]]:
        """Stretches, in order and apart, in which there are both a stem and a node near it.

        Parameters
        ----------
        stems
            Near which they are.
        also
            Further stems, of which a stretch must have one of each.
        """
        known = self._windows.get((stems, *also))
        if known is None:
            known = self._around(stems)
            for further in also:
                known = self._with_one(known, self._occurrences(further)) if known else known
            self._windows[(stems, *also)] = known
        return known

    def sized(self, size: re.Pattern[str], stems: Beginnings) -> str:
        """Text of the same length in which `SIZE` and `REST` stand for sizes.

        Parameters
        ----------
        size
            Finds them.
        stems
            Near which they are.
        """
        if not self._sized:
            parts, reached = list[str](), 0
            for window in self.windows(stems):
                for found in size.finditer(self.text, *window):
                    start, end = found.span()
                    parts += [self.text[reached:start], SIZE, REST * (end - start - 1)]
                    reached = end
            self._sized.append("".join([*parts, self.text[reached:]]))
        return self._sized[0]

    def _around(self, stems: Beginnings) -> Sequence[tuple[int, int]]:
        known = self._windows.get((stems,))
        if known is None:
            occurrences = self._occurrences(stems)
            known = tuple(self._stretches(occurrences)) if occurrences else ()
            self._windows[(stems,)] = known
        return known

    @staticmethod
    def _with_one(
        stretches: Sequence[tuple[int, int]], positions: Sequence[int]
    ) -> Sequence[tuple[int, int]]:
        """Stretches in which any of some positions, given in order, lies."""
        return tuple(
            (start, end)
            for start, end in stretches
            if bisect_left(positions, start) < bisect_left(positions, end)
        )

    def _stretches(self, occurrences: Sequence[int]) -> Iterator[tuple[int, int]]:
        start = end = 0
        for position in occurrences:
            if position - _REACH > end:
                yield from self._with_slots(start, end)
                start = position - _REACH
            end = position + _REACH
        yield from self._with_slots(start, min(end, len(self.text)))

    def _with_slots(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        if bisect_left(self.slots, start) < bisect_left(self.slots, end):
            yield start, end

    def _occurrences(self, stems: Sequence[str]) -> list[int]:
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
    spelled = _spelled(masked)
    return MaskedText(masked, text, tuple(slots), tuple(nodes), spelled, tuple(pieces))


def _plain(text: str) -> str:
    """Text of the same length with blanks for white space, and line feeds between paragraphs."""
    # Many texts have none of them, which is told ten times as fast as they are replaced.
    if not any(map(text.__contains__, _ODD)):
        return text
    return _ODD_ONES.sub(lambda odd: ("\n" if odd[0].count("\n") > 1 else " ") * len(odd[0]), text)


def _spelled(text: str) -> bytes:
    return b" " + text.encode("ascii", "replace").translate(_LETTERS)
