"""What recognition knows of a word, and of what stands between two words, by themselves."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple
from zlib import crc32

from ..lexicon import words
from .interning import Interner
from .properties import Gap, Word
from .word_classes import word_classes

APOSTROPHES = frozenset("'’‘ʼ`")
DASHES = frozenset("-–")
JOINTS = frozenset({" ", "\u00a0", ". ", "."}) | DASHES | APOSTROPHES
"""What may stand between the words of a name."""
TIES = frozenset({" ", "-", ". ", "\u00a0"})
LONGEST_WORD = 40
"""Code points of the longest word of a name."""
_BEFORE_BREAK = frozenset(".-–")
"""What may stand inside a name before the end of a line: "St.", "Deir ez-"."""
_LONGEST_STUMP = 2
LONGEST_GAP = 12
"""As much of a gap tells whether a sentence ends, and as much of the last one is kept."""
_STOPS = frozenset(".;:!?\n")
_DIGIT = re.compile(r"\d")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d"))
"""Soft hyphens and marks without width."""
_ENDS_SENTENCE = re.compile(r"[.!?…]['’”\")\]]*\s|\n")


def code(word: str) -> int:
    """Return a number that stands for a string, the same in every process."""
    return crc32(word.encode("utf-8", "surrogatepass"))


def shape(word: str) -> str:
    """How a word is written: "A", "AA" or "AAA" in capitals, "Aa", "a", "0" or "X" for mixtures."""
    if word.islower():
        return "a"
    if word.isupper():
        return "A" * min(len(word.replace(".", "")), 3)
    if word[0].isdigit():
        return "0"
    return "Aa" if word[0].isupper() and word[1:].islower() else "X"


class _Lists(NamedTuple):
    """What lists say of words in lower case."""

    of_word: Mapping[str, tuple[int, ...]]
    """The properties from `Word.DESIGNATES` on; most words are on none of the lists."""
    abbreviations: frozenset[str]
    particles: frozenset[str]
    articles: frozenset[str]


@cache
def _lists() -> _Lists:
    abbreviations = words("words", "abbreviations")
    lists = (
        words("words", "designators_before"),
        words("words", "designators_after"),
        frozenset({"and", "or"}),
        frozenset({"of"}),
        frozenset({"s"}),
        words("roles", "skipped_back"),
        words("words", "institutions"),
        words("words", "titles"),
        words("roles", "acting_verbs"),
        words("roles", "ground_nouns"),
        words("roles", "holding"),
        words("roles", "people_nouns"),
        words("roles", "locative_before"),
        abbreviations,
    )
    of_word = {word: tuple(word in known for known in lists) for word in frozenset.union(*lists)}
    return _Lists(of_word, abbreviations, words("words", "particles"), words("words", "articles"))


_ON_NO_LIST = (0,) * (Word.COUNT - Word.DESIGNATES)
_SHAPES = {known: code(known) for known in ("A", "AA", "AAA", "Aa", "a", "0", "X")}
_NO_ENDS = (0,) * 4


def _word(word: str) -> tuple[int, ...]:
    low, initial, lists = word.lower(), word[0], _lists()
    if not low.isascii():
        low = unicodedata.normalize("NFC", low).translate(_UNSEEN)
    is_capital = initial.isupper() or initial.istitle()
    return (
        code(_DIGIT.sub("0", low) if initial.isdigit() else low),
        is_capital,
        word.islower(),
        _SHAPES[shape(word)],
        *word_classes()[low],
        *(_ends(low) if is_capital else _NO_ENDS),
        *_in_names(word, lists, is_capital=is_capital),
        *lists.of_word.get(low, _ON_NO_LIST),
    )


def _ends(low: str) -> tuple[int, ...]:
    return code(low[-2:]), code(low[-3:]), code(low[-4:]), code(low[:3])


def _in_names(word: str, lists: _Lists, *, is_capital: bool) -> tuple[int, ...]:
    """Where in names a word can stand: `Word.OPENS`, `Word.JOINS` and `Word.STUMP`."""
    low = word.lower()
    is_stump = len(low) <= _LONGEST_STUMP or low in lists.abbreviations
    if len(word) > LONGEST_WORD:
        return 0, 0, is_stump
    joins = 1 if word[0].islower() and word not in lists.particles else 2
    return is_capital or word in lists.articles, joins, is_stump


def gap_class(gap: str) -> str:
    """Kind of what stands between two words: "_" for a blank, "n" for a line end, else marks."""
    if "\n" in gap:
        return "n"
    return gap.strip()[:2] or ("_" if gap else "=")


def ends_sentence(gap: str) -> bool:
    """Whether a sentence or a line ends between two words."""
    return "\n" in gap or bool(_ENDS_SENTENCE.search(gap[:LONGEST_GAP]))


def _gap(gap: str) -> tuple[int, ...]:
    kind = gap_class(gap)
    has_dot = gap[:1] == "." and gap[:2] != ".."
    behind = gap[1:] if has_dot else gap
    return (
        code(kind),
        ends_sentence(gap),
        gap in TIES,
        code(gap.strip()[:1]),
        kind == ",",
        gap == " ",
        kind == "_",
        gap in APOSTROPHES,
        not _STOPS.isdisjoint(gap),
        has_dot,
        code(gap_class(behind)),
        behind in TIES,
        _grip(gap),
    )


def _grip(gap: str) -> int:
    if gap not in JOINTS and not _is_broken_line(gap):
        return 0
    return 2 if gap in APOSTROPHES or gap[0] == "." or gap == "-" else 1


def _is_broken_line(gap: str) -> bool:
    """Whether a name may go on behind the end of a line, as in text wrapped for printing."""
    rest = gap[1:] if gap[:1] in _BEFORE_BREAK else gap
    return rest.count("\n") == 1 and not rest.strip(" \n\t")


WORDS, GAPS = Interner(_word, Word.COUNT), Interner(_gap, Gap.COUNT)
"""Rows of words and of gaps."""
POSSESSIVE, BEGINNING, END = code("'s"), code("^"), code("$")
"""Stand for gaps that are no gaps between words."""
