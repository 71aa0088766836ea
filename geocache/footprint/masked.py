"""A text in which every mention is one character, so that patterns read words, not names."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Mention

SLOT = "\ue000"
"""Stands for a mention; a character that Unicode reserves for private use."""


@dataclass(frozen=True, slots=True)
class MaskedText:
    """A text with slots for its mentions."""

    text: str
    slots: tuple[int, ...]
    """Position of each mention's slot, in mention order."""
    _pieces: tuple[tuple[int, int], ...]
    """Position here and in the original of the start of each piece between mentions."""

    def original(self, position: int) -> int:
        """Offset in the original text of a position here that is not inside a mention."""
        number = bisect_right(self._pieces, (position, float("inf"))) - 1
        here, there = self._pieces[number]
        return there + position - here

    def mentions_in(self, start: int, end: int) -> tuple[int, ...]:
        """Indices of the mentions whose slots lie in a stretch of this text."""
        return tuple(i for i, slot in enumerate(self.slots) if start <= slot < end)


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
    return MaskedText("".join(parts), tuple(slots), tuple(pieces))
