"""Finds the cues of all themes in a passage, in one pass over its words."""

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from .notation import GAP, WIDEST_GAP, Form

EVERY_THEME = -1
"""Stands for all themes where a mask holds for all of them."""
_PIECE = re.compile(r"(\w+|[.!?;:,](?!\w)|[()\[\]\"“”\n])")
"""A word, or a mark; no mark stands inside a number or an abbreviation."""
_SEPARATOR = "\0"
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


class Found(NamedTuple):
    """A cue in a passage."""

    theme: int
    weight: float
    first: int
    """Number of its first piece."""
    last: int
    """Number of its last piece."""
    words: int
    """How many words it has."""


class Pieces(NamedTuple):
    """The words and marks of a passage, in order."""

    texts: list[str]
    lowered: list[str]
    parts: list[str]
    """The whole passage: what stands between pieces, and each piece behind that."""

    def bounds(self) -> list[int]:
        """Return offsets into the passage: piece ``n`` starts at 2n + 1 of them, ends at the next.

        They are few passages' need, and cost more than finding the pieces.
        """
        return list(accumulate(map(len, self.parts), initial=0))


def pieces_of(text: str) -> Pieces:
    """Cut a text into words and marks; what is between them does not count."""
    parts = _PIECE.split(text)
    texts = parts[1::2]
    # One call for all of them; no letter becomes the separator.
    lowered = _SEPARATOR.join(texts).lower().split(_SEPARATOR) if texts else []
    return Pieces(texts, lowered, parts)


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


class CueMatcher:
    """All forms of all cues as one tree of words.

    A word that begins no form costs one failed look into a dictionary; that is the case of most.
    """

    def __init__(self) -> None:
        self._root: dict[str, _Node] = {}

    def add(self, form: Form, theme: int, weight: float) -> None:
        """Take in a form; a weight of 0 makes it a mask."""
        following = self._root
        node = _Node()
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
        cues: list[Found] = []
        masks: list[Found] = []
        lowered = pieces.lowered
        next_words = [*lowered[1:], ""]
        for number, node in enumerate(map(self._root.get, lowered)):
            if node is None:
                continue
            if node.entries:
                _take(node.entries, pieces, (number, number, 1), cues, masks)
            # Whether a form goes on is asked at every second word: quick to say no.
            gap = node.after_gap
            if next_words[number] in node.following or (
                gap and not gap.keys().isdisjoint(lowered[number + 1 : number + WIDEST_GAP + 2])
            ):
                for last, words, entries in _longer(node, lowered, number + 1, 1):
                    _take(entries, pieces, (number, last, words), cues, masks)
        if masks:
            cues = [cue for cue in cues if not _is_masked(cue, masks)]
        return cues


def _longer(
    node: _Node, lowered: list[str], number: int, words: int
) -> Iterator[tuple[int, int, list[Entry]]]:
    """Last piece, number of words and entries of the forms that go on behind a node."""
    if node.following and number < len(lowered):
        following = node.following.get(lowered[number])
        if following is not None:
            if following.entries:
                yield number, words + 1, following.entries
            yield from _longer(following, lowered, number + 1, words + 1)
    if node.after_gap:
        for later, word in enumerate(lowered[number : number + WIDEST_GAP + 1], number):
            if word in _ENDS_SENTENCE:
                return
            following = node.after_gap.get(word)
            if following is not None:
                if following.entries:
                    yield later, words + 1, following.entries
                yield from _longer(following, lowered, later + 1, words + 1)


def _take(
    entries: Iterable[Entry],
    pieces: Pieces,
    place: tuple[int, int, int],
    cues: list[Found],
    masks: list[Found],
) -> None:
    """Take what ends at a place: its first and last piece, and how many words it has."""
    for theme, weight, written in entries:
        if written and not _is_written(written, pieces.texts[place[0] : place[1] + 1]):
            continue
        (cues if weight else masks).append(Found(theme, weight, *place))


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
    return any(
        mask.theme in (cue.theme, EVERY_THEME)
        and mask.first <= cue.last
        and cue.first <= mask.last
        and mask.words >= cue.words
        for mask in masks
    )
