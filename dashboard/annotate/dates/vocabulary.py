"""The words of the grammar, and the code letter by which its rules know a token.

A text becomes a string of code letters, one a token, so that a rule over classes of words is a
regular expression over that string. Words that all rules treat alike share a letter, and so do all
words that no rule asks for. A number has the letter of what it can be: a day, a month, a year, a
time. The letters are of Latin-1: classes of these are small tables, and so are the strings.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from geocache.data_files import shipped
from geocache.errors import KnowledgeFileError

BLANK, LINE, PARAGRAPH, WORD, SIGN = " ", "\n", "¶", "x", "?"
"""Codes of white space by its line ends, of an unknown word, of an unknown sign."""
EARLIEST_YEAR, LATEST_YEAR = 1500, 2199
_MOST_KEPT = 50_000
"""Tokens whose codes are remembered, unknown words among them."""
_SIGNS = "-/.,:;()'\"+#$€£°%&!?"
_QUESTION = "¿"
"""Code of the question mark, which is that of unknown signs."""
_SAME_SIGNS = {"–": "-", "—": "-", "‑": "-", "−": "-", "‐": "-", "’": "'", "‘": "'", "ʼ": "'"}
_HOURS, _MINUTES, _DAYS, _MONTHS = 24, 60, 31, 12
_ZONE_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_TAKEN = frozenset(f"{BLANK}{LINE}{PARAGRAPH}{WORD}{SIGN}{_SIGNS}{_QUESTION}")
_RANGES = (("\u00a1", "\u00ff"), ("A", "Z"), ("a", "z"), ("0", "9"), ("\u0100", "\u024f"))
_FREE = [
    chr(number)
    for first, last in _RANGES
    for number in range(ord(first), ord(last) + 1)
    if chr(number) not in _TAKEN
]
"""Letters that may be codes."""
_FEW_DIGITS, _YEAR_DIGITS, _GROUP_DIGITS, _DATE_DIGITS, _AVIATION_DIGITS = 2, 4, 6, 8, 10


def number_classes(digits: str) -> frozenset[str]:
    """Return what a number can be, by its digits."""
    value, length = int(digits), len(digits)
    found = {"Digits"}
    if length <= _FEW_DIGITS:
        found |= {"Day"} if 1 <= value <= _DAYS else set()
        found |= {"MonthNumber"} if 1 <= value <= _MONTHS else set()
        found |= {"Hour"} if value <= _HOURS else set()
        found |= {"Two"} if length == _FEW_DIGITS else set()
        found |= {"Minute"} if length == _FEW_DIGITS and value < _MINUTES else set()
    if length <= _FEW_DIGITS + 1 and value:
        found.add("Count")
    if length == _YEAR_DIGITS:
        found |= {"Year"} if EARLIEST_YEAR <= value <= LATEST_YEAR else set()
        found |= {"HourMinute"} if _is_time(digits) else set()
    if length == _GROUP_DIGITS and 1 <= int(digits[:2]) <= _DAYS and _is_time(digits[2:]):
        found.add("DayHourMinute")
    if length == _AVIATION_DIGITS and _is_aviation_group(digits):
        found.add("AviationGroup")
    if length == _DATE_DIGITS and _is_compact_date(digits):
        found.add("CompactDate")
    return frozenset(found)


def _is_time(digits: str) -> bool:
    return int(digits[:2]) <= _HOURS and int(digits[2:]) < _MINUTES


def _is_aviation_group(digits: str) -> bool:
    month, day = int(digits[2:4]), int(digits[4:6])
    return 1 <= month <= _MONTHS and 1 <= day <= _DAYS and _is_time(digits[6:])


def _is_compact_date(digits: str) -> bool:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    return 1950 <= year < 2100 and 1 <= month <= _MONTHS and 1 <= day <= _DAYS  # noqa: PLR2004


@dataclass
class Codes(dict[str, str]):
    """Code letters by token, made for numbers when they come."""

    given: int = 0
    """How many codes of their own were given."""

    def __missing__(self, token: str) -> str:
        """Return the code of what stands in no list."""
        if token.isdecimal() and token.isascii():
            code = self.number(number_classes(token))
        elif token.isspace():
            code = (BLANK, LINE, PARAGRAPH)[min(token.count("\n"), 2)]
        else:
            code = WORD if token[0].isalpha() else SIGN
        if len(self) < _MOST_KEPT:
            self[token] = code
        return code

    def number(self, classes: frozenset[str]) -> str:
        """Return the code of numbers that can be the same things."""
        key = f"number {' '.join(sorted(classes))}"
        if key not in self:
            self[key] = self.fresh()
        return self[key]

    def fresh(self) -> str:
        """Return a code that nothing has yet."""
        self.given += 1
        return _FREE[self.given - 1]


@dataclass
class Vocabulary:
    """Words by class, their values and codes."""

    codes: Codes = field(default_factory=Codes)
    values: dict[str, dict[str, int | str]] = field(default_factory=dict)
    """By class and word."""
    _numbers: dict[str, set[str]] = field(default_factory=dict)
    """Codes of numbers by class."""

    @classmethod
    @cache
    def shipped(cls) -> "Vocabulary":
        """Return the vocabulary of ``data/dates/words.yaml``; raises `KnowledgeFileError`."""
        made = cls()
        content = shipped("dates/words.yaml")
        try:
            for name, words in content.items():
                if name != "description":
                    made.add(name, words)
        except (AttributeError, TypeError) as error:
            raise KnowledgeFileError(f"dates/words.yaml: unusable: {error!r}") from error
        months = made.values["Month"].items()
        groups = {f"{zone}{month}": n for zone in _ZONE_LETTERS for month, n in months}
        made.add("ZoneMonth", {word: n for word, n in groups.items() if len(word) == _YEAR_DIGITS})
        suffixes = made.values["Suffix"]
        made.add("SuffixMonth", {f"{end}{month}": n for end in suffixes for month, n in months})
        made.add("ZoneLetter", list(_ZONE_LETTERS))
        made.add_numbers()
        return made

    def add(self, name: str, words: dict[str, int | str] | list[str]) -> None:
        """Add a class of words."""
        values: dict[str, int | str] = (
            words if isinstance(words, dict) else {word: word for word in words}
        )
        self.values[name] = values

    def add_numbers(self) -> None:
        """Give codes to whatever numbers can be, and to signs."""
        shapes = [str(n) for n in range(100)] + [f"{n:02}" for n in range(10)] + ["000", "100"]
        shapes += ["1530", "1999", "0630", "9999", "101800", "999999", "20240310", "99999999"]
        shapes += ["12345", "1234567", "123456789", "2403200600", "9999999999"]
        for shape in shapes:
            classes = number_classes(shape)
            for name in classes:
                self._numbers.setdefault(name, set()).add(self.codes.number(classes))
        for sign in _SIGNS:
            self.codes[sign] = _QUESTION if sign == SIGN else sign
        for sign, same in _SAME_SIGNS.items():
            self.codes[sign] = self.codes[same]

    def settle(self, names: Iterable[str]) -> None:
        """Give codes to the words that rules ask for, once they are known.

        Parameters
        ----------
        names
            Of the classes, words and signs of all rules.
        """
        of_word: dict[str, list[str]] = defaultdict(list)
        for name in sorted(set(names)):
            for word in self.values.get(name, () if name in self._numbers else (name,)):
                of_word[word].append(name)
        alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for word, asked in of_word.items():
            if word not in self.codes or self.codes[word] == WORD:
                alike[tuple(asked)].append(word)
        for words in alike.values():
            code = self.codes.fresh()
            self.codes.update(dict.fromkeys(words, code))

    def codes_of(self, name: str) -> set[str]:
        """Return the codes of a class, or of the word or sign itself."""
        if name in self._numbers:
            return self._numbers[name]
        if name in self.values:
            return {self.codes[word] for word in self.values[name]}
        if name[0].isupper():
            raise KnowledgeFileError(f"dates: there is no class of words {name!r}")
        return {self.codes[name]}


@cache
def surrounding(name: str) -> frozenset[str]:
    """Return a list of ``data/dates/surroundings.yaml``."""
    return frozenset(_content()[name])


@cache
def relations() -> tuple[dict[str, str], dict[str, str]]:
    """Return the relations by the word before a date, and by that and the one before it."""
    content = _content()
    return content["relations"], content["relations_of_two"]


def _content() -> dict[str, Any]:
    return shipped("dates", "surroundings.yaml")
