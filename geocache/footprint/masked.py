"""A text in which every mention is one character, so that patterns read words, not names."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..model import Mention

SLOT = "\ue000"
"""Stands for a mention; a character that Unicode reserves for private use."""
_REACH = 200
"""Characters from the cue word of an expression to its ends, at most; many times the usual."""


@dataclass(frozen=True, slots=True)
class MaskedText:
    """A text with slots for its mentions."""

    text: str
    slots: tuple[int, ...]
    """Position of each mention's slot, in mention order."""
    _pieces: tuple[tuple[int, int], ...]
    """Position here and in the original of the start of each piece between mentions."""
    _folded: str
    """The text in lower case, character by character."""

    def original(self, position: int) -> int:
        """Offset in the original text of a position here that is not inside a mention."""
        number = bisect_right(self._pieces, (position, float("inf"))) - 1
        here, there = self._pieces[number]
        return there + position - here

    def mentions_in(self, start: int, end: int) -> tuple[int, ...]:
        """Indices of the mentions whose slots lie in a stretch of this text."""
        return tuple(range(bisect_left(self.slots, start), bisect_left(self.slots, end)))

    def windows(self, stems: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Stretches, in order and apart, in which there are both a stem and a mention near it."""
        start = end = 0
        for position in self._occurrences(stems):
            if position - _REACH > end:
                yield from self._with_slots(start, end)
                start = position - _REACH
            end = position + _REACH
        yield from self._with_slots(start, min(end, len(self.text)))

    def _with_slots(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        if bisect_left(self.slots, start) < bisect_left(self.slots, end):
            yield start, end

    def _occurrences(self, stems: Sequence[str]) -> list[int]:
        """Where any of the stems begins."""
        found: list[int] = []
        for stem in stems:
            position = self._folded.find(stem)
            while position >= 0:
                found.append(position)
                position = self._folded.find(stem, position + 1)
        return sorted(found)


def mask(text: str, mentions: Sequence[Mention]) -> MaskedText:
    """Replace every mention by a slot."""
    parts: list[str] = []
    slots: list[int] = []
    pieces: list[tuple[int, int]] = [(0, 0)]
    length = reached = 0
    for mention in mentions:
        between = text[reached : mention.start].replace(SLOT, " ")
        parts += [between, SLOT]
        slots.append(length + len(between))
        length += len(between) + 1
        reached = mention.end
        pieces.append((length, reached))
    parts.append(text[reached:].replace(SLOT, " "))
    masked = "".join(parts)
    return MaskedText(masked, tuple(slots), tuple(pieces), _folded(masked))


def _folded(text: str) -> str:
    """Lower case of the same length: "İ" would become two characters."""
    folded = text.lower()
    if len(folded) == len(text):
        return folded
    return "".join(lower if len(lower := char.lower()) == 1 else char for char in text)
