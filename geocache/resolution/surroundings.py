"""What the words around a mention say about it, in numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..knowledge import shipped
from ..model import Mention, Role
from .place_kinds import KINDS, PlaceKind

Ints = npt.NDArray[np.int64]
_REACH = 30
"""Code points looked at on either side."""
_BEHIND = re.compile(r"[ -]([A-Za-z]+)")
_FRONT = re.compile(r"([A-Za-z]+) (?:of |in )?(?:the )?$")
_LAST = re.compile(r"([A-Za-z]+|[^\sA-Za-z])\s*$")
_WORD = re.compile(r"[A-Za-z']+")
_DATELINE = re.compile(r"[^a-z]{0,20}(?:\([A-Za-z ]+\))? ?(?:-|–|—|\()")
_SENTENCE_END = re.compile(r"[.!?\n]\s")
_NO_HEADLINE = 3
"""Shorter names in capitals are abbreviations, not headlines."""


class Front(IntEnum):
    """What stands in front of a name; from `PREPOSITION` on, a preposition of the list."""

    LINE = 1
    SENTENCE = 2
    COMMA = 3
    WORD = 4
    OTHER = 5
    PREPOSITION = 6


class Designators(NamedTuple):
    """Words that tell what kind of place a name is."""

    names: tuple[str, ...]
    """From 1; the first stands for none."""
    of_word: dict[str, int]
    agreement: Ints
    """Shape (designators, kinds): 0 nothing said, 1 another kind, 2 that kind."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Of every mention of a document; arrays of shape (mentions,)."""

    after: Ints
    """Designator behind the name."""
    before: Ints
    """Designator in front of it."""
    inner: Ints
    """Designator at either end of it."""
    connection: Ints
    """How the next mention is connected, position in `connections` from 1."""
    dateline: Ints
    """1 where a line starts with it as datelines do, 2 where it is in capitals as well."""
    front: Ints
    """`Front`."""
    length: Ints
    """Words of the name, at most 4."""
    associative: Ints
    """1 where it is associative."""

    @classmethod
    def of(cls, text: str, mentions: Sequence[Mention]) -> "Surroundings":
        """Look around each mention."""
        rows = [_around(text, mention) for mention in mentions]
        columns = np.array(rows, dtype=np.int64).reshape(len(mentions), 7).T
        alone, before, inner, dateline, front, length, associative = columns
        gaps = [text[a.end : b.start] for a, b in pairwise(mentions)]
        connection = np.array([*map(connected, gaps), 0][: len(mentions)], np.int64)
        after = alone.copy()
        _share_plurals(after, connection, text, mentions)
        return cls(after, before, inner, connection, dateline, front, length, associative)


def _around(text: str, mention: Mention) -> tuple[int, ...]:
    start, end, name = mention.start, mention.end, mention.text
    of_word = designators().of_word
    ahead, back = text[end : end + _REACH], text[max(0, start - _REACH) : start]
    behind, front = _BEHIND.match(ahead), _FRONT.search(back)
    words = _WORD.findall(name.lower())
    inner = max(of_word.get(word, 0) for word in (words[0], words[-1])) if len(words) > 1 else 0
    return (
        of_word.get(behind[1].lower(), 0) if behind else 0,
        of_word.get(front[1].lower(), 0) if front else 0,
        inner,
        _dateline(text, mention, ahead),
        _front(back, starts_line=start == 0 or text[start - 1] == "\n"),
        min(len(words), 4),
        mention.role is Role.ASSOCIATIVE,
    )


def _dateline(text: str, mention: Mention, ahead: str) -> int:
    start = mention.start
    starts_line = start <= 1 or text[start - 1] == "\n"
    in_capitals = mention.text.isupper() and len(mention.text) > _NO_HEADLINE
    if in_capitals and (starts_line or text[start - 2 : start] == ". "):
        return 2
    return int(starts_line and _DATELINE.match(ahead) is not None)


def _front(back: str, *, starts_line: bool) -> int:
    found = _LAST.search(back)
    if starts_line or found is None:
        return Front.LINE
    word = found[1].lower()
    if word.isalpha():
        return prepositions().get(word, Front.WORD)
    if word in ".!?":
        return Front.SENTENCE
    return Front.COMMA if word == "," else Front.OTHER


def _share_plurals(after: Ints, connection: Ints, text: str, mentions: Sequence[Mention]) -> None:
    """In "Jackson and Barrow counties", both are counties."""
    lists = {connections().index(name) for name in ("inside", "list", "pair")}
    for row in range(len(mentions) - 2, -1, -1):
        if not after[row] and after[row + 1] and int(connection[row]) in lists:
            end = mentions[row + 1].end
            following = _WORD.search(text[end : end + _REACH])
            if following and following[0].endswith("s"):
                after[row] = after[row + 1]


def ends_sentence(gap: str) -> bool:
    """Whether a sentence or line ends in the words between two mentions."""
    return _SENTENCE_END.search(gap) is not None


def connected(gap: str) -> int:
    """How two mentions with these words between them are connected; 0 when they are not."""
    return _connections().get(gap, 0)


@cache
def connections() -> tuple[str, ...]:
    """Names of connections; the first stands for none."""
    return ("", *shipped("resolution", "surroundings.yaml")["connections"])


@cache
def _connections() -> dict[str, int]:
    groups = shipped("resolution", "surroundings.yaml")["connections"].values()
    return {gap: number for number, gaps in enumerate(groups, 1) for gap in gaps}


@cache
def prepositions() -> dict[str, int]:
    """Prepositions, and the number of each."""
    words = str(shipped("resolution", "surroundings.yaml")["prepositions"]).split()
    return {word: Front.PREPOSITION + place for place, word in enumerate(words)}


@cache
def designators() -> Designators:
    """Return the designators of ``data/resolution/surroundings.yaml``."""
    groups = shipped("resolution", "surroundings.yaml")["designators"]
    agreement = np.zeros((len(groups) + 1, KINDS), np.int64)
    of_word: dict[str, int] = {}
    for number, group in enumerate(groups.values(), 1):
        of_word.update(dict.fromkeys(group["words"].split(), number))
        agreement[number, 1:] = 1
        agreement[number, [PlaceKind[kind.upper()] for kind in group["kinds"].split()]] = 2
    return Designators(("", *groups), of_word, agreement)
