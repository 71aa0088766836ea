"""Finds the cues of all themes in a passage, in one pass over its words."""

import re
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from .notation import GAP, WIDEST_GAP, Form

EVERY_THEME = -1
"""Stands for all themes where a mask holds for all of them."""
_PIECE = re.compile(r"(\w+|[.!?;:,](?!\w)|[()\[\]\"“”\n])")
"""A word, or a mark; no mark stands inside a number or an abbreviation."""
_ENDS_SENTENCE = frozenset(".!?;\n")
MARKS = frozenset('.!?;:,()[]"“”\n')
"""Pieces that are no words."""


class Entry(NamedTuple):
    """What a form that was found says."""

    theme: int
    """Number of the theme; of a mask perhaps `EVERY_THEME`."""
    weight: float
    """Of a cue; 0 of a mask."""
    written: str
    """How it must be written; "" where its case does not matter."""


Found = tuple[int, float, int, int, int]
"""A cue in a passage: its theme and weight, the numbers of its first and last piece, its words.

It is a plain tuple because some fifty are made of a document of 2 KB.
"""


class Pieces:
    """The words and marks of a passage, in order."""

    __slots__ = ("_bounds", "_parts", "lowered", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        small = text.lower()
        # Few letters become two in lower case; then each piece is lowered on its own.
        same = len(small) == len(text)
        self._parts = _PIECE.split(small if same else text)
        """The whole passage: what stands between pieces, and each piece behind that."""
        self._bounds: list[int] = []
        self.lowered = self._parts[1::2]
        """The pieces, in lower case."""
        if not same:
            self.lowered = [piece.lower() for piece in self.lowered]

    @property
    def bounds(self) -> list[int]:
        """Offsets into the passage: piece ``n`` starts at 2n + 1 of them, ends at the next.

        They are few passages' need, and cost more than finding the pieces.
        """
        if not self._bounds:
            self._bounds = list(accumulate(map(len, self._parts), initial=0))
        return self._bounds

    def written(self, first: int, last: int) -> list[str]:
        """Return pieces from one to another as they are written."""
        bounds = self.bounds
        return [
            self.text[bounds[2 * number + 1] : bounds[2 * number + 2]]
            for number in range(first, last + 1)
        ]


class _Node:
    """Where forms that begin alike part."""

    __slots__ = ("after_gap", "entries", "following")

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        """Of forms that end here."""
        self.following: dict[str, _Node] = {}
        """By the word that comes next."""
        self.after_gap: dict[str, _Node] | None = None
        """By a word that comes soon."""


_BEFORE = _Node()
"""Stands for the place before the first word of a form."""


class CueMatcher:
    """All forms of all cues as one tree of words.

    A word that begins no form costs one failed look into a dictionary; that is the case of most.
    """

    def __init__(self) -> None:
        self._root: dict[str, _Node] = {}

    def add(self, form: Form, theme: int, weight: float) -> None:
        """Take in a form; a weight of 0 makes it a mask."""
        following, node = self._root, _BEFORE  # no form begins with a gap
        for part in form.parts:
            if part == GAP:
                if node.after_gap is None:
                    node.after_gap = {}
                following = node.after_gap
                continue
            known = following.get(part)
            if known is None:
                known = following[part] = _Node()
            node, following = known, known.following
        entry = Entry(theme, weight, form.written)
        if entry not in node.entries:
            node.entries.append(entry)

    def find(self, pieces: Pieces) -> list[Found]:
        """Return the cues that no mask forbids, in text order."""
        walk = _Walk(pieces)
        lowered = pieces.lowered
        next_words = [*lowered[1:], ""]
        for number, node in enumerate(map(self._root.get, lowered)):
            if node is None:
                continue
            if node.entries:
                walk.take(node.entries, number, number, 1)
            # Whether a form goes on is asked at every second word: quick to say no.
            gap = node.after_gap
            if next_words[number] in node.following or (
                gap and not gap.keys().isdisjoint(lowered[number + 1 : number + WIDEST_GAP + 2])
            ):
                walk.follow(node, number, number + 1, 1)
        if not walk.masks:
            return walk.cues
        return [cue for cue in walk.cues if not _is_masked(cue, walk.masks)]


class _Walk:
    """Takes the forms that a passage has: cues and masks, in text order.

    Parameters
    ----------
    pieces
        The passage.
    """

    __slots__ = ("_pieces", "cues", "masks")

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self.cues: list[Found] = []
        self.masks: list[Found] = []

    def follow(self, node: _Node, first: int, following: int, words: int) -> None:
        """Take the forms that go on behind a node.

        Parameters
        ----------
        first, following
            Pieces: the first one of the form, and the one that comes next.
        words
            How many there are so far.
        """
        lowered = self._pieces.lowered
        if node.following and following < len(lowered):
            known = node.following.get(lowered[following])
            if known is not None:
                self._arrive(known, first, following, words + 1)
        if not node.after_gap:
            return
        for later, word in enumerate(lowered[following : following + WIDEST_GAP + 1], following):
            known = node.after_gap.get(word)
            if known is not None:
                self._arrive(known, first, later, words + 1)
            elif word in _ENDS_SENTENCE:
                return

    def _arrive(self, node: _Node, first: int, last: int, words: int) -> None:
        """Take the forms that end at a node, and follow those that go on."""
        if node.entries:
            self.take(node.entries, first, last, words)
        if node.following or node.after_gap:
            self.follow(node, first, last + 1, words)

    def take(self, entries: Iterable[Entry], first: int, last: int, words: int) -> None:
        """Take what ends at the last of some pieces, if it is written as it must be."""
        for theme, weight, written in entries:
            if written and not _is_written(written, self._pieces.written(first, last)):
                continue
            (self.cues if weight else self.masks).append((theme, weight, first, last, words))


def _is_written(written: str, texts: list[str]) -> bool:
    """Whether words stand in a text with the capitals that they must have, or all in capitals."""
    wanted = written.split()
    if GAP in wanted:
        seen, known = set(texts), set(wanted) - {GAP}
        return known <= seen
    joined = " ".join(texts)
    return joined in (written, written.upper())


def _is_masked(cue: Found, masks: Iterable[Found]) -> bool:
    """Whether a mask that is no shorter covers a part of a cue."""
    theme, _, first, last, words = cue
    return any(
        of_mask in (theme, EVERY_THEME) and begin <= last and first <= end and long >= words
        for of_mask, _, begin, end, long in masks
    )
