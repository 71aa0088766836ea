"""What the words around a mention tell about it, in numbers.

Designators tell what kind of place it is, cues how wide it is, and connections how it stands to the
next mention.
"""

import re
from collections.abc import MutableSequence, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from itertools import pairwise
from string import ascii_letters
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..data_files import shipped
from ..records import RecognizedMention, Role
from .place_types import KINDS, PlaceKind

Ints = npt.NDArray[np.int64]
_REACH = 30
"""Code points looked at behind a name."""
_WORD = re.compile(r"[A-Za-z']+")
_OF = "of"
_ARTICLES = frozenset({"the", "a", "an"})
_LONGEST = 4
"""Words in front of a name that are looked at, articles included."""
_BEHIND = re.compile(r"[ -]([A-Za-z]+)")
_DATELINE = re.compile(r"[^a-z]{0,20}(?:\([A-Za-z ]+\))? ?(?:-|–|—|\()")
_SENTENCE_END = re.compile(r"[.!?\n]\s")
_COUNT = re.compile(r" \([^()\n\d]{0,12}\d[^()\n]{0,30}\)")
"""What a list counts behind each of its names: "Ondo (34%), Edo (n=28) and Kano (3 deaths)"."""
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
    def of(cls, text: str, mentions: Sequence[RecognizedMention]) -> "Surroundings":
        """Look around each mention."""
        rows = [_around(text, mention) for mention in mentions]
        after, before, inner, dateline, front, length, associative, cue, plural = (
            list(column) for column in zip(*rows, strict=True)
        )
        gaps = [text[a.end : b.start] for a, b in pairwise(mentions)]
        connection = [*map(connected, gaps), 0]
        joints = [connections()[number] for number in connection]
        share_plurals(after, joints, text, mentions)
        share_cues(plural, joints)
        share_journeys(cue, after, joints)
        share_cues(cue, joints)
        before = [own or others for own, others in zip(before, plural, strict=True)]
        columns = after, before, inner, connection, dateline, front, length, associative, cue
        return cls(*np.array(columns, np.int64))


def _around(text: str, mention: RecognizedMention) -> tuple[int, ...]:
    start, end, name = mention.start, mention.end, mention.text
    back = text[max(0, start - _REACH) : start]
    name_end = past_count(text, end)
    behind, front = _BEHIND.match(text, name_end, name_end + _REACH), words_in_front(back)
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


def _inside(name: str) -> tuple[int, int]:
    """Designator at either end of a name, and how many words it has, at most 4."""
    if name.isalpha() and name.isascii():  # one word, as most are
        return 0, 1
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


def words_in_front(back: str) -> list[str]:
    """Last words of what stands in front of a name, in lower case, without articles.

    None when the name is joined to what stands in front of it.
    """
    if not back[-1:].isspace():
        return []
    return [word for word in back.lower().split()[-_LONGEST:] if word not in _ARTICLES]


@cache
def prepositions() -> dict[str, int]:
    """Prepositions, and the number of each."""
    words = str(shipped("resolution", "surroundings.yaml")["prepositions"]).split()
    return {word: Front.PREPOSITION + place for place, word in enumerate(words)}


class Designators(NamedTuple):
    """Words that tell what kind of place a name is."""

    names: tuple[str, ...]
    """From 1; the first stands for none."""
    of_word: dict[str, int]
    agreement: Ints
    """Shape (designators, kinds): 0 nothing, 1 another kind, 2 that kind."""


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


def in_front(front: Sequence[str]) -> tuple[int, bool]:
    """Designator in front, as in "the city of" and "the river", and whether it is a plural.

    "A school in Homs" does not say that Homs is a school.
    """
    if not front:
        return 0, False
    if front[-1] != _OF:
        return designators().of_word.get(front[-1], 0), False
    if len(front) == 1:
        return 0, False
    return designators().of_word.get(front[-2], 0), front[-2].endswith("s")


def share_plurals(
    after: MutableSequence[int],
    connection: Sequence[str],
    text: str,
    mentions: Sequence[RecognizedMention],
) -> None:
    """In "Jackson, Lee and Barrow counties", all three are counties."""
    plural = False
    for row in range(len(mentions) - 2, -1, -1):
        if not after[row + 1] or after[row] or connection[row] not in {"inside", "list", "pair"}:
            plural = False
            continue
        end = past_count(text, mentions[row + 1].end)
        following = _WORD.search(text[end : end + _REACH])
        plural = plural or (following is not None and following[0].endswith("s"))
        if plural:
            after[row] = after[row + 1]


@cache
def cues() -> tuple[str, ...]:
    """Names of cues; the first stands for none."""
    return ("", *shipped("resolution", "surroundings.yaml")["cues"])


def cue(front: Sequence[str]) -> int:
    """Position in `cues` of what the words in front say; 0 for nothing."""
    if not front:
        return 0
    known = _of_words()
    of_two = known.get(f"{front[-2]} {front[-1]}") if len(front) > 1 else 0
    return of_two or known.get(front[-1], 0)


@cache
def _of_words() -> dict[str, int]:
    found: dict[str, int] = {}
    for number, group in enumerate(shipped("resolution", "surroundings.yaml")["cues"].values(), 1):
        behind = str(group.get("then", "")).split()
        for word in str(group["words"]).split():
            found |= dict.fromkeys(
                (f"{word} {then}" for then in behind) if behind else (word,), number
            )
    return found


def share_cues(values: MutableSequence[int], connection: Sequence[str]) -> None:
    """Give the later members of a list what stands in front of the first.

    Commas alone make no list: in "near Paris, Texas" the second is what the first is in.

    Parameters
    ----------
    values
        Of each mention; 0 where nothing stands there, which is filled in.
    connection
        Of each mention, how the next is connected.
    """
    first = 0
    for last, joint in enumerate(connection):
        if joint == "list" and values[first]:
            for row in range(first + 1, last + 2):
                values[row] = values[row] or values[first]
        if joint not in {"inside", "list"}:
            first = last + 1


def share_journeys(
    values: MutableSequence[int], after: Sequence[int], connection: Sequence[str]
) -> None:
    """Both ends of "from Homs to Hama" and of "the Homs-Hama road" are points.

    Parameters
    ----------
    values
        Of each mention, filled in.
    after
        Of each mention, the designator behind it.
    connection
        Of each mention, how the next is connected.
    """
    journey, street = cues().index("road"), designators().names.index("street")
    for row, joint in enumerate(connection):
        if joint == "to" or (joint == "pair" and after[row + 1] == street):
            for end in (row, row + 1):
                values[end] = values[end] or journey


@cache
def connections() -> tuple[str, ...]:
    """Names of connections; the first stands for none."""
    return ("", *shipped("resolution", "surroundings.yaml")["connections"])


@cache
def _connections() -> dict[str, int]:
    groups = shipped("resolution", "surroundings.yaml")["connections"].values()
    return {gap: number for number, gaps in enumerate(groups, 1) for gap in gaps}


def connected(gap: str) -> int:
    """How two mentions with these words between them are connected; 0 when they are not."""
    found = _connections().get(gap, 0)
    behind = 0 if found else past_count(gap, 0)
    return _behind_count(gap[behind:]) if behind else found


def past_count(text: str, end: int) -> int:
    """Return where a count in brackets ends that stands behind a name; its end where none does."""
    count = _COUNT.match(text, end) if text.startswith(" (", end) else None
    return count.end() if count else end


def _behind_count(gap: str) -> int:
    """How names with these words between them are connected, of which the first is counted.

    Nothing is counted within what contains it: "Ondo (34%), Edo (28%)" is a list.
    """
    found = _connections().get(gap.replace(";", ","), 0)
    return connections().index("list") if connections()[found] == "inside" else found


def ends_sentence(gap: str) -> bool:
    """Whether a sentence or line ends in the words between two mentions."""
    return _SENTENCE_END.search(gap) is not None
