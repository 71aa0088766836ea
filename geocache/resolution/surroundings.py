"""What the words around a mention say about it, in numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from itertools import pairwise
from string import ascii_letters

import numpy as np
import numpy.typing as npt

from ..knowledge import shipped
from ..model import Mention, Role
from .cues import cue, share_journeys, shared, words_in_front
from .designators import designators, in_front, share_plurals

Ints = npt.NDArray[np.int64]
_REACH = 30
"""Code points looked at on either side."""
_BEHIND = re.compile(r"[ -]([A-Za-z]+)")
_WORD = re.compile(r"[A-Za-z']+")
_DATELINE = re.compile(r"[^a-z]{0,20}(?:\([A-Za-z ]+\))? ?(?:-|–|—|\()")
_SENTENCE_END = re.compile(r"[.!?\n]\s")
_MOST_NAMES = 10_000
"""Of remembered names."""
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


_LINE, _WORD_IN_FRONT = int(Front.LINE), int(Front.WORD)


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
    cue: Ints
    """What the words in front say about how wide it is, position in `cues`."""

    @property
    def designator(self) -> Ints:
        """The word that tells best what it is: behind it, else in front of it, else in it."""
        beside = np.where(self.after, self.after, self.before)
        return np.where(beside, beside, self.inner)

    @classmethod
    def of(cls, text: str, mentions: Sequence[Mention]) -> "Surroundings":
        """Look around each mention."""
        rows = [_around(text, mention) for mention in mentions]
        after, before, inner, dateline, front, length, associative, cue, plural = (
            list(column) for column in zip(*rows, strict=True)
        )
        gaps = [text[a.end : b.start] for a, b in pairwise(mentions)]
        connection = [*map(connected, gaps), 0]
        joints = [connections()[number] for number in connection]
        share_plurals(after, joints, text, mentions)
        shared(plural, joints)
        share_journeys(cue, after, joints)
        shared(cue, joints)
        before = [own or others for own, others in zip(before, plural, strict=True)]
        columns = after, before, inner, connection, dateline, front, length, associative, cue
        return cls(*np.array(columns, np.int64))


def _around(text: str, mention: Mention) -> tuple[int, ...]:
    start, end, name = mention.start, mention.end, mention.text
    back = text[max(0, start - _REACH) : start]
    behind, front = _BEHIND.match(text, end, end + _REACH), words_in_front(back)
    inner, length = _inside(name)
    before, plural = in_front(front)
    return (
        designators().of_word.get(behind[1].lower(), 0) if behind else 0,
        before,
        inner,
        _dateline(text, start, end, name),
        _LINE if not back or back[-1] == "\n" else _front(back.rstrip()),
        length,
        mention.role is Role.ASSOCIATIVE,
        cue(front),
        before if plural else 0,
    )


@lru_cache(_MOST_NAMES)
def _inside(name: str) -> tuple[int, int]:
    """Designator at either end of a name, and how many words it has, at most 4."""
    of_word, words = designators().of_word, _WORD.findall(name.lower())
    inner = max(of_word.get(word, 0) for word in (words[0], words[-1])) if len(words) > 1 else 0
    return inner, min(len(words), 4)


def _dateline(text: str, start: int, end: int, name: str) -> int:
    starts_line = start <= 1 or text[start - 1] == "\n"
    in_capitals = name.isupper() and len(name) > _NO_HEADLINE
    if in_capitals and (starts_line or text[start - 2 : start] == ". "):
        return 2
    return int(starts_line and _DATELINE.match(text, end, end + _REACH) is not None)


def _front(words: str) -> int:
    """`Front` of a name with these words in front of it in its line."""
    if not words:
        return _LINE
    word = words[len(words.rstrip(ascii_letters)) :] or words[-1]
    if word.isalpha():
        return prepositions().get(word.lower(), _WORD_IN_FRONT)
    if word in ".!?":
        return Front.SENTENCE
    return Front.COMMA if word == "," else Front.OTHER


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
