"""A text in which every mention is one character, so that patterns read words, not names.

Expressions become one character too, as soon as they are found: others may be made of them. White
space is blanks, and line feeds only between paragraphs: no expression reaches into the next one.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import NamedTuple

from ..expression import ShapeRequest
from .lexicon import LINE, PHRASE, REGION, REST, SIZE, SLOT, WHOLE, Beginnings
from .quantities import Size, find_sizes, may_end_size

_WHITE = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""White space but for blanks."""
_ODD = re.compile(rf"[{SLOT}{LINE}{REGION}{PHRASE}{SIZE}{REST}{_WHITE}]\s*")
"""What is replaced: characters that would be taken for slots, and white space."""
_STRAIGHT = {"“": '"', "”": '"', "‘": "'", "’": "'"}
"""Quotes; patterns that read all of them take several times as long to compile."""
_LETTERS = bytes(c if chr(c) in ascii_lowercase else ord(" ") for c in bytes(range(256)).lower())
_LIKE_ASCII = {"\u0131": "i", "\u0130": "i", "\u017f": "s", "\u212a": "k"}
"""Letters that regular expressions take for others where case does not matter."""
_REACH = 100
"""Characters from the cue word of an expression to its ends, at most: twice the most in any of
700 expressions of news and invented reports. Names are one character here."""

Span = tuple[int, int]
"""Half-open."""
Spans = Sequence[Span]
"""In order and apart."""


class Windows:
    """Finds the parts of a masked text that have both a cue word and a mention.

    Parameters
    ----------
    text
        The masked text.
    slots
        Position of each node's slot.
    """

    __slots__ = (
        "_is_searched",
        "_occurrences",
        "_positions",
        "_slots",
        "_spans",
        "_text",
        "_words",
        "spelled",
    )

    def __init__(self, text: str, slots: Sequence[int]) -> None:
        letters = _exchanged(text, _LIKE_ASCII).encode("ascii", "replace").translate(_LETTERS)
        self.spelled = b" " + letters + b" "
        """The text in lower case, a byte for every character: a blank for all but ASCII letters,
        and one more at either end."""
        self._text, self._slots = text, slots
        self._positions: dict[str, Sequence[int]] = {}
        self._is_searched = False
        self._words: dict[str, Sequence[int]] = {}
        self._occurrences: dict[Beginnings, list[int]] = {}
        self._spans: dict[tuple[Beginnings, ...], Spans] = {}

    def note(self, positions: Mapping[str, Sequence[int]]) -> None:
        """Take in where words begin with any stem, instead of looking for each that is asked."""
        self._positions.update(positions)
        self._is_searched = True

    def __call__(self, kinds: tuple[Beginnings, ...]) -> Spans:
        """Return the spans in which there are a stem of each kind and a node near the first."""
        spans = self._spans.get(kinds)
        if spans is None:
            fewer, last = kinds[:-1], kinds[-1]
            found = self._with_one(self(fewer), last) if fewer else self._near(last)
            spans = self._spans[kinds] = tuple(found)
        return spans

    def _near(self, stems: Beginnings) -> Iterator[tuple[int, int]]:
        start = end = 0
        for position in self.occurrences(stems):
            if position - _REACH > end:
                if _has_any(self._slots, start, end):
                    yield start, end
                start = position - _REACH
            end = position + _REACH
        end = min(end, len(self._text))
        if _has_any(self._slots, start, end):
            yield start, end

    def _with_one(self, spans: Spans, stems: Beginnings) -> Iterator[tuple[int, int]]:
        if spans:
            positions = self.occurrences(stems)
            yield from (span for span in spans if _has_any(positions, *span))

    def occurrences(self, stems: Beginnings) -> list[int]:
        """Return where words begin with any of the stems, in order."""
        occurrences = self._occurrences.get(stems)
        if occurrences is None:
            occurrences = self._occurrences[stems] = self._of_any(stems)
        return occurrences

    def _of_any(self, stems: Beginnings) -> list[int]:
        """Find the `occurrences`, of stems that were not looked for before in the text."""
        if not self._is_searched:
            for stem in stems:
                if stem not in self._positions:
                    self._positions[stem] = self._beginnings(stem)
        occurrences: list[int] = []
        for stem in self._positions.keys() & stems:
            positions = self._positions[stem]
            if positions:
                occurrences += self._whole(stem) if stem[-1] == WHOLE else positions
        occurrences.sort()
        return occurrences

    def _whole(self, word: str) -> Sequence[int]:
        """Return where a whole word begins; no unit is in "I'm" and "p.m.", nor in "H5N1"."""
        found = self._words.get(word)
        if found is None:
            text, length = self._text, len(word) - len(WHOLE)
            found = self._words[word] = [
                at
                for at in self._positions[word]
                if text[max(0, at - 1)] not in "'."
                and not text[at + length : at + length + 1].isdigit()
            ]
        return found

    def _beginnings(self, stem: str) -> Sequence[int]:
        positions: list[int] = []
        find, letters = self.spelled.find, b" " + stem.replace(WHOLE, " ").encode()
        position = find(letters)
        while position >= 0:
            positions.append(position)
            position = find(letters, position + 1)
        return positions


def _exchanged(text: str, characters: Mapping[str, str]) -> str:
    """Return a text of the same length with others for some characters that are not ASCII."""
    for character in () if text.isascii() else characters:
        text = text.replace(character, characters[character])
    return text


def _has_any(positions: Sequence[int], start: int, end: int) -> bool:
    """Tell whether any of some positions, given in order, lies in a span."""
    return bisect_left(positions, start) < bisect_left(positions, end)


class Node(NamedTuple):
    """A mention or an expression, and where it stands in the original text."""

    slot: str
    """What stands for it."""
    start: int
    end: int
    mentions: tuple[int, ...]
    """Indices of the mentions it is made of."""
    request: ShapeRequest | None = None
    """The expression; None for mentions."""
    head_mention: int | None = None
    """Index of the mention that a noun phrase is about; None for all else."""

    @property
    def head(self) -> int:
        """Index of the mention whose place it is."""
        return self.mentions[0] if self.head_mention is None else self.head_mention


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
    phrases: dict[int, Node | None] = field(default_factory=dict)
    """By the positions of the slots that were asked, the noun phrase that each is the head of."""
    _sized: dict[Beginnings, "Sized"] = field(default_factory=dict)
    _phrased: dict[tuple[Node, ...], "MaskedText"] = field(default_factory=dict)

    def original(self, position: int) -> int:
        """Return the offset in the original text of a position here that is not inside a node."""
        number = bisect_right(self._pieces, (position, float("inf"))) - 1
        here, there = self._pieces[number]
        return there + position - here

    def nodes_in(self, start: int, end: int) -> tuple[Node, ...]:
        """Return the nodes whose slots lie in a span of this text."""
        return self.nodes[bisect_left(self.slots, start) : bisect_left(self.slots, end)]

    def slots_in(self, start: int, end: int) -> tuple[int, ...]:
        """Return the positions of the slots in a span of this text."""
        return self.slots[bisect_left(self.slots, start) : bisect_left(self.slots, end)]

    def with_nodes(self, expressions: Sequence[Node]) -> "MaskedText":
        """Put expressions, in order and apart, in place of what they are made of."""
        if not expressions:
            return self
        taken = {mention for node in expressions for mention in node.mentions}
        kept = [node for node in self.nodes if not taken.intersection(node.mentions)]
        return _masked(self.source, sorted([*kept, *expressions], key=lambda node: node.start))

    def with_phrases(self, phrases: tuple[Node, ...]) -> "MaskedText":
        """Put noun phrases in place of what they are made of; one text for the same ones."""
        if phrases not in self._phrased:
            self._phrased[phrases] = self.with_nodes(phrases)
        return self._phrased[phrases]

    def sized(self, stems: Beginnings) -> "Sized":
        """Find the sizes in the text, once.

        Parameters
        ----------
        stems
            How their units begin.
        """
        sized = self._sized.get(stems)
        if sized is None:
            spans = [span for span in self.windows((stems,)) if self._may_have_size(stems, *span)]
            sizes = list(find_sizes(self.text, spans))
            sized = self._sized[stems] = Sized.of(self.text, sizes)
        return sized

    def _may_have_size(self, stems: Beginnings, start: int, end: int) -> bool:
        """Tell whether a number stands in front of a unit in a span, which is quick to see."""
        units = self.windows.occurrences(stems)
        near = units[bisect_left(units, start) : bisect_left(units, end)]
        return any(may_end_size(self.text, unit) for unit in near)


class Sized(NamedTuple):
    """A text of the same length in which `SIZE` and `REST` stand for sizes."""

    text: str
    sizes: dict[int, Size]
    """By their first characters."""

    @classmethod
    def of(cls, text: str, sizes: Sequence[Size]) -> "Sized":
        """Overwrite sizes, which come in order."""
        parts, reached = list[str](), 0
        for size in sizes:
            parts += [text[reached : size.start], SIZE, REST * (size.end - size.start - 1)]
            reached = size.end
        return cls("".join([*parts, text[reached:]]), {size.start: size for size in sizes})


def mask(text: str, mentions: Iterable[tuple[int, int]]) -> MaskedText:
    """Replace every mention, given as start and end in text order, by a slot."""
    nodes = [Node(SLOT, start, end, (number,)) for number, (start, end) in enumerate(mentions)]
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
    """Return a text of the same length with fewer kinds of characters.

    Quotes are straight, white space is blanks, and line feeds stand between paragraphs.
    """
    text = _exchanged(text, _STRAIGHT)
    return _ODD.sub(lambda odd: ("\n" if odd[0].count("\n") > 1 else " ") * len(odd[0]), text)
