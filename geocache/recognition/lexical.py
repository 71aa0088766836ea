"""Describes a word, and what stands between two words, by numbers that features are made of."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from functools import cache
from struct import Struct
from threading import Lock
from typing import NamedTuple
from zlib import crc32

import marisa_trie
import numpy as np
import numpy.typing as npt

from ..caching import SHARED
from ..data_files import data_path, shipped, words

_EXPRESSIONS = ("footprint", "expressions.yaml")
Rows = npt.NDArray[np.int64]
_Kept = npt.NDArray[np.uint32]


class CueKind(IntEnum):
    """What a word beside a name tells about it, as ``data/recognition/cues.yaml`` lists them.

    A word that is on several lists is of the last kind.
    """

    NONE = 0
    VESSEL = 1
    VESSELS = 2
    VESSEL_PREFIX = 3
    FLEET = 4
    MAKER = 5
    AIRCRAFT = 6
    STREET = 7
    STREETS = 8
    FIRST_NAME = 9
    SITE = 10
    SITE_QUALIFIER = 11
    UNIT = 12
    COMPASS = 13
    OTHER = 14
    FIRST_NAME_OF_PLACE = 15
    AT_WHOM = 16
    INDEFINITE = 17
    WORK = 18
    DIVISION = 19
    WATER = 20
    FRONT = 21


class Word(NamedTuple):
    """Properties of a word by itself; those first that are asked of the words around names."""

    code: int = 0
    """Stands for the word in lower case; digits alike."""
    capital: int = 0
    """Whether it begins with a capital."""
    shape: int = 0
    fine: int = 0
    """One of 1000 classes of words that stand in like company, plus two; 1 for unknown words."""
    middle: int = 0
    """One of 250."""
    coarse: int = 0
    """One of 60."""
    designates: int = 0
    """Whether it may introduce a name, as "village"."""
    designated: int = 0
    """Whether it may follow a name, as "camp"."""
    conjunction: int = 0
    of: int = 0
    institution: int = 0
    """Whether it makes a name that of an institution, as "ministry"."""
    title: int = 0
    """Whether it introduces a person."""
    shortened: int = 0
    """Whether it is a known abbreviation, written with a dot."""
    small: int = 0
    """Whether it is written in small letters."""
    octave: int = 0
    """log2 of its rank by frequency, plus two."""
    end2: int = 0
    """Stands for its last two letters; this and the next three are 0 without a capital."""
    end3: int = 0
    end4: int = 0
    begin3: int = 0
    opens: int = 0
    """Whether a name may begin with it; with an article only where a hyphen ties it to a name."""
    joins: int = 0
    """Whether it may be in a name behind another word: 2 yes, 1 where even small words may be."""
    stump: int = 0
    """Whether a dot behind it may be inside a name: an initial or a known abbreviation."""
    measures: int = 0
    """Whether it may be of a unit: 1, and 2 where it would look like a name."""
    s: int = 0
    skipped: int = 0
    """Whether what governs a name is looked for before it."""
    acts: int = 0
    """Whether it is what only people do, as "said"; this and the next four decide on roles."""
    ground: int = 0
    """Whether it is something on the ground, as "town"."""
    holds: int = 0
    """Whether, tied to a name by a hyphen, it tells who: "-backed"."""
    people: int = 0
    """Whether it is who belongs to a place or what they do, as "officials", "efforts"."""
    locates: int = 0
    """Whether a name behind it says where, as "near"."""
    suffers: int = 0
    """Whether, behind a form of "be", it is what befalls a place, as "flooded"."""
    cue: int = 0
    """What it tells about a name beside it, one of `CueKind`."""


WORD = Word(*range(len(Word._fields)))
"""Position of each property in a word's row."""
AROUND_NAMES = WORD.small
"""How many properties are asked of the words around names: fewer are quicker to gather."""


class Gap(NamedTuple):
    """Properties of what stands between two words."""

    code: int
    """Stands for its kind: a blank, a line end, marks."""
    ends: int
    """Whether a sentence or a line ends."""
    tie: int
    """Whether words on both sides may be one name."""
    mark: int
    """Stands for its first mark."""
    comma: int
    """Whether it is a comma."""
    blank: int
    """Whether it is one blank."""
    blanks: int
    """Whether it is blanks only."""
    apostrophe: int
    stops: int
    """Whether a clause ends for sure."""
    dot: int
    """Whether it begins with a dot."""
    past_dot: int
    """`CODE` of what is behind the dot."""
    tie_past_dot: int
    grip: int
    """Whether words on both sides may be one name: 1 for most words, 2 even for any small one."""


GAP = Gap(*range(len(Gap._fields)))
"""Position of each property in a gap's row."""


WordClass = tuple[int, int, int, int]
"""What is known of a word without its context, from 2; all of it is 1 for an unknown word.

One of 1000 classes, of 250 and of 60; and log2 of its rank by frequency, rounded down.
"""
UNKNOWN_WORD: WordClass = (1, 1, 1, 1)
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
            return UNKNOWN_WORD
        finest, middle, coarsest = self._classes[self._finest[number]]
        return finest, middle, coarsest, self._octave[number]

    def nested(self) -> list[tuple[int, int]]:
        """Return each of the 1000 classes with the one of 250 that it is in."""
        return [(finest, middle) for finest, middle, _ in self._classes]


ORDINARY = 12
"""Octave of the rank by frequency of a word that is one of the 2,000 commonest."""


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
_BASE = np.array(31, np.int64)
_DIGIT = re.compile(r"\d")
_ASCII_LETTERS = re.compile(r"[a-z]+")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d"))
"""Soft hyphens and marks without width."""
_ENDS_SENTENCE = re.compile(r"[.!?…]['’”\")\]]*\s|\n")


def code(word: str) -> int:
    """Return a number that stands for a string, the same in every process."""
    return crc32(word.encode("utf-8", "surrogatepass"))


def code_of_sequence(*codes: Rows) -> Rows:
    """Return one number for several codes in a row: a polynomial hash of them, element by element.

    Codes are too many for a number for each combination.
    """
    total = codes[0]
    for further in codes[1:]:
        total = total * _BASE + further
    return total


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

    of_word: Mapping[str, Mapping[str, int]]
    """Properties of `Word` that a word has by the lists it is on; most words are on none."""
    abbreviations: frozenset[str]
    particles: frozenset[str]
    articles: frozenset[str]
    capitalised_measures: frozenset[str]
    """What a unit or a direction would have to be to look like a name."""


@cache
def _lists() -> _Lists:
    abbreviations = words("words", "abbreviations")
    lists = {
        "designates": words("words", "designators_before"),
        "designated": words("words", "designators_after"),
        "conjunction": frozenset({"and", "or"}),
        "of": frozenset({"of"}),
        "s": frozenset({"s"}),
        "skipped": words("roles", "skipped_back"),
        "institution": words("words", "institutions"),
        "title": words("words", "titles"),
        "acts": words("roles", "acting_verbs"),
        "ground": words("roles", "ground_nouns"),
        "holds": words("roles", "holding"),
        "people": words("roles", "people_nouns"),
        "locates": words("roles", "locative_before"),
        "shortened": abbreviations,
        "suffers": words("roles", "suffered"),
    }
    of_word: dict[str, dict[str, int]] = defaultdict(dict)
    for name, listed in lists.items():
        for word in listed:
            of_word[word][name] = 1
    for kind in CueKind:
        for word in words("cues", kind.name.lower()) if kind else ():
            of_word[word]["cue"] = kind
    return _Lists(
        dict(of_word),
        abbreviations,
        words("words", "particles"),
        words("words", "articles"),
        frozenset(shipped(*_EXPRESSIONS)["capitalised_measures"].split()),
    )


@cache
def unit_stems() -> tuple[tuple[str, ...], frozenset[str]]:
    """Return how units begin, and those that are told only by the whole word."""
    stems = shipped(*_EXPRESSIONS)["unit_stems"].split("|")
    begins = tuple(stem for stem in stems if not stem.endswith("$"))
    return begins, frozenset(stem.rstrip("$") for stem in stems if stem.endswith("$"))


MAY_BE_UNIT, LOOKS_LIKE_NAME = 1, 2
"""Of `Word.measures`."""
_ON_NO_LIST: Mapping[str, int] = {}
_UNIT: Mapping[str, int] = {"cue": CueKind.UNIT}
_SHAPES = {known: code(known) for known in ("A", "AA", "AAA", "Aa", "a", "0", "X")}
_NO_ENDS = (0,) * 4


def _describe_word(word: str) -> Word:
    low, initial, lists = word.lower(), word[0], _lists()
    if not low.isascii():
        low = unicodedata.normalize("NFC", low).translate(_UNSEEN)
    is_capital = initial.isupper() or initial.istitle()
    fine, middle, coarse, octave = word_classes()[low]
    end2, end3, end4, begin3 = _ends(low) if is_capital else _NO_ENDS
    opens, joins, stump = _places_in_names(word, lists, is_capital=is_capital)
    listed = lists.of_word.get(low, _ON_NO_LIST)
    if initial.isdigit() and lists.of_word.get(low.lstrip("0123456789.,")) == _UNIT:
        listed = _UNIT  # of "60NM"
    return Word(
        code=code(_DIGIT.sub("0", low) if initial.isdigit() else low),
        capital=is_capital,
        shape=_SHAPES[shape(word)],
        fine=fine,
        middle=middle,
        coarse=coarse,
        small=word.islower(),
        octave=octave,
        end2=end2,
        end3=end3,
        end4=end4,
        begin3=begin3,
        opens=opens,
        joins=joins,
        stump=stump,
        measures=_may_be_unit(low) + LOOKS_LIKE_NAME * (word in lists.capitalised_measures),
        **listed,
    )


def _may_be_unit(low: str) -> bool:
    """Whether a part of a word begins as a unit does: "60km"; all that is not ASCII may."""
    begins, whole = unit_stems()
    if not low.isascii():
        return True
    if low.isalpha():  # as most words
        return low.startswith(begins) or low in whole
    return any(part.startswith(begins) or part in whole for part in _ASCII_LETTERS.findall(low))


def _ends(low: str) -> tuple[int, ...]:
    return code(low[-2:]), code(low[-3:]), code(low[-4:]), code(low[:3])


def _places_in_names(word: str, lists: _Lists, *, is_capital: bool) -> tuple[int, ...]:
    """Where in names a word can stand: `Word.opens`, `Word.joins` and `Word.stump`."""
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


def _describe_gap(gap: str) -> Gap:
    kind = gap_class(gap)
    has_dot = gap[:1] == "." and gap[:2] != ".."
    behind = gap[1:] if has_dot else gap
    return Gap(
        code=code(kind),
        ends=ends_sentence(gap),
        tie=gap in TIES,
        mark=code(gap.strip()[:1]),
        comma=kind == ",",
        blank=gap == " ",
        blanks=kind == "_",
        apostrophe=gap in APOSTROPHES,
        stops=not _STOPS.isdisjoint(gap),
        dot=has_dot,
        past_dot=code(gap_class(behind)),
        tie_past_dot=behind in TIES,
        grip=_grip(gap),
    )


def _grip(gap: str) -> int:
    if gap not in JOINTS and not _is_broken_line(gap):
        return 0
    return 2 if gap in APOSTROPHES or gap[0] == "." or gap == "-" else 1


def _is_broken_line(gap: str) -> bool:
    """Whether a name may go on behind the end of a line, as in text wrapped for printing."""
    rest = gap[1:] if gap[:1] in _BEFORE_BREAK else gap
    return rest.count("\n") == 1 and not rest.strip(" \n\t")


_MOST_REMEMBERED = 100_000
"""Strings that are remembered, 20 MB of words; then all are forgotten and it starts anew."""
_LONGEST_REMEMBERED = 40
"""Code points of a string that is remembered."""


class Interner:
    """Works out the properties of strings, once for each string.

    Parameters
    ----------
    describe
        Properties of a string, from 0 to below 2^32.
    count
        How many they are.
    """

    def __init__(self, describe: Callable[[str], tuple[int, ...]], count: int) -> None:
        self._describe, self._count = describe, count
        self._store = _RowStore(describe, count)

    def forget(self) -> None:
        """Forget all strings."""
        self._store = _RowStore(self._describe, self._count)

    def rows(self, strings: Sequence[str], before: int, behind: int) -> Rows:
        """Properties of each string, and zeros before and behind.

        Shape (properties, before + strings + behind).
        """
        store = self._store
        if len(store) > _MOST_REMEMBERED:
            self.forget()
            store = self._store
        rows = np.zeros((before + len(strings) + behind, self._count), np.uint32)
        store.read(strings, rows[before : before + len(strings)])
        return rows.T.astype(np.int64, order="C")


class _RowStore(dict[str, int]):
    """Numbers strings from 1; a string gets its number and its row when it is first asked for."""

    def __init__(self, describe: Callable[[str], tuple[int, ...]], count: int) -> None:
        super().__init__()
        self._describe = describe
        self._row = Struct(f"={count}I")
        self._table = np.zeros((1 << 10, count), np.uint32)
        """Row 0 is for no string."""
        self._lock = Lock()

    def read(self, strings: Sequence[str], rows: _Kept) -> None:
        """Fill in the properties of each string; shape (strings, properties)."""
        numbers = np.fromiter(map(self.__getitem__, strings), np.int64, len(strings))
        # Clipping is faster than looking for numbers that are too large: there are none.
        self._table.take(numbers, axis=0, out=rows, mode="clip")
        if np.count_nonzero(numbers) < len(strings):  # faster than to ask for all
            for row in np.flatnonzero(numbers == 0).tolist():
                rows[row] = self._describe(strings[row])  # too long to be remembered

    def __missing__(self, string: str) -> int:
        if len(string) > _LONGEST_REMEMBERED:
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


WORDS, GAPS = Interner(_describe_word, len(WORD)), Interner(_describe_gap, len(GAP))
"""Rows of words and of gaps."""
for _interner in (WORDS, GAPS):
    SHARED.when_cleared(_interner.forget)
POSSESSIVE, BEGINNING, END = code("'s"), code("^"), code("$")
"""Stand for gaps that are no gaps between words."""
