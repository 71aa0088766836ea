"""What recognition knows of a word, and of what stands between two words, by themselves."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from struct import Struct
from threading import Lock
from typing import NamedTuple
from zlib import crc32

import marisa_trie
import numpy as np
import numpy.typing as npt

from ..data_files import data_path, words

# ---- interning

Rows = npt.NDArray[np.int64]
_Kept = npt.NDArray[np.uint32]

_MOST = 100_000
"""Strings that are remembered, 20 MB of words; then all are forgotten and it starts anew."""
_LONGEST = 40
"""Code points of a string that is remembered."""


class Interner:
    """Properties of strings, worked out once for each string.

    Parameters
    ----------
    describe
        Properties of a string, from 0 to below 2^32.
    count
        How many they are.
    """

    def __init__(self, describe: Callable[[str], tuple[int, ...]], count: int) -> None:
        self._describe, self._count = describe, count
        self._store = _Store(describe, count)

    def rows(self, strings: Sequence[str], before: int, behind: int) -> Rows:
        """Properties of each string, and zeros before and behind.

        Shape (properties, before + strings + behind).
        """
        store = self._store
        if len(store) > _MOST:
            store = self._store = _Store(self._describe, self._count)
        found = np.zeros((before + len(strings) + behind, self._count), np.uint32)
        store.read(strings, found[before : before + len(strings)])
        return found.T.astype(np.int64, order="C")


class _Store(dict[str, int]):
    """Number of each string, from 1; it is given one, and its row, when it is first asked for."""

    def __init__(self, describe: Callable[[str], tuple[int, ...]], count: int) -> None:
        super().__init__()
        self._describe = describe
        self._row = Struct(f"={count}I")
        self._table = np.zeros((1 << 10, count), np.uint32)
        """Row 0 is for no string."""
        self._lock = Lock()

    def read(self, strings: Sequence[str], found: _Kept) -> None:
        """Fill in the properties of each string; shape (strings, properties)."""
        numbers = np.fromiter(map(self.__getitem__, strings), np.int64, len(strings))
        # Clipping is faster than looking for numbers that are too large: there are none.
        self._table.take(numbers, axis=0, out=found, mode="clip")
        if not numbers.all():
            for row in np.flatnonzero(numbers == 0).tolist():
                found[row] = self._describe(strings[row])  # too long to be remembered

    def __missing__(self, string: str) -> int:
        if len(string) > _LONGEST:
            return 0
        row = self._describe(string)
        with self._lock:
            number = self.get(string)  # another thread may have been quicker
            if number is None:
                number = len(self) + 1
                if number == len(self._table):
                    self._table = np.concatenate([self._table, np.zeros_like(self._table)])
                # The properties are there before another thread can see the number.
                self._row.pack_into(self._table.data, number * self._row.size, *row)
                self[string] = number
        return number


# ---- properties


class Word:
    """Columns of a word's row."""

    CODE = 0
    """Stands for the word in lower case; digits alike."""
    CAPITAL = 1
    """Whether it begins with a capital."""
    SMALL = 2
    """Whether it is written in small letters."""
    SHAPE = 3
    FINE = 4
    """One of 1000 classes of words that stand in like company, plus two; 1 for unknown words."""
    MIDDLE = 5
    """One of 250."""
    COARSE = 6
    """One of 60."""
    OCTAVE = 7
    """log2 of its rank by frequency, plus two."""
    END2 = 8
    """Stands for its last two letters; this and the next three are 0 without a capital."""
    END3 = 9
    END4 = 10
    BEGIN3 = 11
    OPENS = 12
    """Whether a name may begin with it; with an article only where a hyphen ties it to a name."""
    JOINS = 13
    """Whether it may be in a name behind another word: 2 yes, 1 where even small words may be."""
    STUMP = 14
    """Whether a dot behind it may be inside a name: an initial or a known abbreviation."""
    DESIGNATES = 15
    """Whether it may introduce a name, as "village"."""
    DESIGNATED = 16
    """Whether it may follow a name, as "camp"."""
    CONJUNCTION = 17
    OF = 18
    S = 19
    SKIPPED = 20
    """Whether what governs a name is looked for before it."""
    INSTITUTION = 21
    """Whether it makes a name that of an institution, as "ministry"."""
    TITLE = 22
    """Whether it introduces a person."""
    ACTS = 23
    """Whether it is what only people do, as "said"; this and the next four tell roles."""
    GROUND = 24
    """Whether it is something on the ground, as "town"."""
    HOLDS = 25
    """Whether, tied to a name by a hyphen, it tells who: "-backed"."""
    PEOPLE = 26
    """Whether it is who belongs to a place or what they do, as "officials", "efforts"."""
    LOCATES = 27
    """Whether a name behind it says where, as "near"."""
    SHORTENED = 28
    """Whether it is a known abbreviation, written with a dot."""
    COUNT = 29


class Gap:
    """Columns of a gap's row."""

    CODE = 0
    """Stands for its kind: a blank, a line end, marks."""
    ENDS = 1
    """Whether a sentence or a line ends."""
    TIE = 2
    """Whether words on both sides may be one name."""
    MARK = 3
    """Stands for its first mark."""
    COMMA = 4
    """Whether it is a comma."""
    BLANK = 5
    """Whether it is one blank."""
    BLANKS = 6
    """Whether it is blanks only."""
    APOSTROPHE = 7
    STOPS = 8
    """Whether a clause ends for sure."""
    DOT = 9
    """Whether it begins with a dot."""
    PAST_DOT = 10
    """`CODE` of what is behind the dot."""
    TIE_PAST_DOT = 11
    GRIP = 12
    """Whether words on both sides may be one name: 1 for most words, 2 even for any small one."""
    COUNT = 13


# ---- word classes

WordClass = tuple[int, int, int, int]
"""What is known of a word without its context, from 2; all of it is 1 for an unknown word.

One of 1000 classes, of 250 and of 60; and log2 of its rank by frequency, rounded down.
"""
UNKNOWN: WordClass = (1, 1, 1, 1)
_FROM = 2


class WordClasses:
    """The table of classes, as shipped."""

    def __init__(self) -> None:
        folder = data_path("models")
        self._trie = marisa_trie.Trie().mmap(str(folder / "word_classes.marisa"))
        with np.load(folder / "word_classes.npz") as file:
            # Single items are read faster from a memoryview than from an array.
            self._finest = memoryview(file["finest"])
            self._octave = memoryview(file["octave"] + _FROM)
            coarser = (file["coarser"] + _FROM).tolist()
        self._classes = [(number, *above) for number, above in enumerate(coarser, _FROM)]

    def __getitem__(self, word: str) -> WordClass:
        """Return the class of a word in lower case."""
        number = self._trie.get(word)
        if number is None:
            return UNKNOWN
        finest, middle, coarsest = self._classes[self._finest[number]]
        return finest, middle, coarsest, self._octave[number]


@cache
def word_classes() -> WordClasses:
    """Return the shipped table, opened once."""
    return WordClasses()


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
