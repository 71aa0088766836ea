"""Sizes and distances as people write them: "55-km", "twenty miles", "10 to 15 kilometres"."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, wraps
from itertools import pairwise
from typing import NamedTuple

from ...data_files import shipped
from ...records import FootprintKind
from ..expression import Builder, Draw, Expression, unknown_place
from .lexicon import REST, SIZE, compiled, cue, meaning, named

_FILE = ("footprint", "expressions.yaml")
_GLYPHS = "½¼¾⅓⅔"
_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|[1-9]\s\d{3}(?!\d)|\d+,\d{1,2}(?!\d)|\d+\.\d+"
    rf"|\d+(?:\s?[{_GLYPHS}]|\s\d/\d(?!\d))|\d/\d(?!\d)|[{_GLYPHS}]|\d+)"
)
"""Digits: "1,200", "1 200", "5,6", "5.6", "2½", "1 1/2", "1/4"."""
_SEPARATOR = re.compile(r"\s*(?:[-–—]|\b(?:to|or)\b)\s*", re.IGNORECASE)
_IN_FRAME = re.compile(r"\s(?:and|to)\s", re.IGNORECASE)
_FRAME = re.compile(r"(?:between|from)\s", re.IGNORECASE)
"""In front of both ends of a range, which "and" separates then."""
_NEARLY = re.compile(r"[~≈±]\s?")
_GROUPS = ("unit", "size", "hedge", "more")
_SUFFIXES = ("", "_2", "_3")
"""Behind the names of groups where an expression has room for a size more than once."""
_BEFORE_UNIT, _OF_UNIT = 60, 16
"""Characters in front of a stem of a unit, and from there on, that are read for a number before the
unit: the stem of "nautical miles" begins with its second word."""
_HEDGES = 30
"""Characters in front of a size in which its hedge stands."""
_ODD = "-odd"
"""Behind a number, as in "forty-odd": about so many."""
_ROUNDING = 1e-9
_POWERS = (100, 1000)
_SEA_MILES, _METRES = "M", "m"
_MOST_SEA_MILES = 300
"""Miles that a single M counts, less than so many: "500 M" are metres."""
_LEAST_METRES = 10
"""Metres that a single m counts, at least: "1.5m" and "5m" are millions."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A length as the words have it."""

    low_km: float
    high_km: float
    is_stated: bool
    """Whether the words give one number, and no "about" before it."""

    @property
    def middle_km(self) -> float:
        """Half-way between both ends."""
        return (self.low_km + self.high_km) / 2

    @property
    def words(self) -> str:
        """For notes: "55 km", "10-15 km", "about 20 km"."""
        if self.low_km != self.high_km:
            return f"{written(self.low_km)}-{written(self.high_km)} km"
        about = "" if self.is_stated else "about "
        return f"{about}{written(self.middle_km)} km"


def written(length_km: float) -> str:
    """Return a number of kilometres as people write it: miles make long ones."""
    is_round = abs(length_km - round(length_km, 1)) < _ROUNDING
    return f"{length_km:.6g}" if is_round else f"{length_km:.3g}"


class Size(NamedTuple):
    """A size in a text, with what hedges it."""

    start: int
    end: int
    number: str
    unit: str
    more: str | None
    """What words behind the unit add to the number: "and a half"."""
    hedge: str | None


def size_pattern(suffix: str = "") -> str:
    """Return a pattern of a size that `find_sizes` found, in the group size.

    Parameters
    ----------
    suffix
        Behind the names of the group.
    """
    return rf"(?<![\w.,])(?P<size{suffix}>{SIZE}{REST}*)"


def may_end_size(text: str, unit: int) -> bool:
    """Tell whether a number stands in front of a unit whose stem begins at a position; quick."""
    return _number_and_unit().search(text, max(0, unit - _BEFORE_UNIT), unit + _OF_UNIT) is not None


def find_sizes(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Size]:
    """Yield the sizes in some spans of a text, in order."""
    for start, end in spans:
        for found in _size_words().finditer(text, start, end):
            if found["size"]:
                hedge = _hedge_in_front().search(
                    text, max(0, found.start() - _HEDGES), found.start()
                )
                first, words = (hedge.start(), hedge["hedge"]) if hedge else (found.start(), None)
                number, unit, more = found.group("size", "unit", "more")
                yield Size(first, found.end(), number, unit, more, words)


@cache
def _number_and_unit() -> re.Pattern[str]:
    """Return the pattern of the end of a number and its unit, of which every size has one."""
    data = shipped(*_FILE)
    ends = "|".join((*_numbers(), *data["vague_numbers"], *data["fractions"], _ODD))
    return compiled(rf"(?:[\d{_GLYPHS}]|{ends})[\s-]*{cue('units')}(?!\w)")


@cache
def _hedge_in_front() -> re.Pattern[str]:
    """Return the pattern of what belongs to a size behind it, in the group hedge if it is vague."""
    return compiled(rf"(?<![\w.,])(?:(?P<hedge>{cue('hedges')})|a distance of) $")


@cache
def _size_words() -> re.Pattern[str]:
    """Return the pattern of a number and its unit, in the groups size, unit and more.

    It is long, and would be part of many others: it is looked for by itself, once. Where it finds
    the magnitude of an earthquake or a height, these groups are empty.
    """
    words = "|".join(sorted(_numbers(), key=len, reverse=True))
    spelled = rf"(?:an? (?=hundred|thousand))?(?:{words})(?:(?:[\s-]|\sand\s)(?:{words}))*(?!\w)"
    vague = "|".join(shipped(*_FILE)["vague_numbers"])
    fraction = "|".join(shipped(*_FILE)["fractions"])
    units = cue("units")
    number = rf"(?:(?:{_DIGITS}|{spelled})(?:{_ODD}| (?:{fraction}))?|(?:{vague})(?!\w))"
    # "Between" and "from" are in front of two numbers.
    second = rf"(?:[\s-]*{units})? (?(frame)(?:and|to)|(?:to|or)) {number}"
    dashed = rf"{units}?[-–—]{_DIGITS}|\s?[-–—]\s?{_DIGITS}"
    several = rf"(?P<frame>(?:between|from) )?{number}(?:{second}|(?(frame)(?!)|(?:{dashed})?))"
    dot = r"(?:\.(?=,? (?-i:[a-z(]|[NESW]{1,3}\b)|,))?"
    again = rf"{_DIGITS}(?:\s?[-–—]\s?{_DIGITS}| (?:to|or) {_DIGITS})?[\s-]*{units}(?!\w){dot}"
    # Wire services give both: "40 kilometers (25 miles)"; advisories "130 MI...210 KM".
    other = (
        rf"(?:(?:\s?(?:\.\.\.|…)\s?|\s?(?P<bracket>[(\[])(?:[\w.]+ |~ ?)?"
        rf"|(?:\s?/\s?|(?P<or>,? or ))(?:{cue('hedges')} )?){again}(?(bracket)[)\]])(?(or),?))?"
    )
    size = rf"(?P<size>(?:[~≈±]\s?)?{several})[\s-]*(?P<unit>{units})(?!\w){dot}"
    more = rf"(?: (?P<more>{fraction}))?"
    magnitude = rf"{cue('magnitudes')}\s?\d(?:\.\d+)?(?![\w.])"
    dimension = rf"{cue('dimensions')} of (?:[a-z.]+ ){{0,3}}{_DIGITS}[\s-]*{units}(?!\w)"
    # Few words begin like a number: the many ways to write one are tried at no others.
    first_letters = "|".join(sorted({word[:2] for word in _numbers()}))
    begins = rf"(?=[~≈±{_GLYPHS}\d]|{first_letters}|{vague}|an? |between |from )"
    size = rf"{begins}(?<![.,:/$€£]){size}{more}{other}"
    return compiled(rf"(?<!\w)(?:{magnitude}|{dimension}|{size})")


def with_sizes(match: re.Match[str], sizes: Mapping[int, Size]) -> dict[str, str | None]:
    """Return the groups of a pattern's match: of a size its number, and its unit in the group unit.

    Parameters
    ----------
    match
        Found in a text with `SIZE` for sizes.
    sizes
        Those of the same text, by first characters.
    """
    groups: dict[str, str | None] = match.groupdict()
    for suffix in _SUFFIXES:
        if groups.get(f"size{suffix}"):
            size = sizes[match.start(f"size{suffix}")]
            groups |= {
                f"unit{suffix}": size.unit,
                f"size{suffix}": size.number,
                f"hedge{suffix}": size.hedge,
                f"more{suffix}": size.more,
            }
    return groups


def read_quantity(groups: dict[str, str]) -> Quantity:
    """Return the length in the groups of a pattern, as `with_sizes` has them.

    Raises
    ------
    KeyError
        The words are no number: "one one km".
    """
    unit, size, hedge, more = (_given(groups, key) for key in _GROUPS)
    words = " ".join(size.split())
    separator = _IN_FRAME if _FRAME.match(words) else _SEPARATOR
    words = _FRAME.sub("", words, count=1)
    if _NEARLY.match(words):
        words, hedge = _NEARLY.sub("", words, count=1), "~"
    if words.lower().endswith(_ODD):
        words, hedge = words[: -len(_ODD)], _ODD
    unit = " ".join(unit.split())
    whole = _whole(words) if separator is _SEPARATOR else None
    low, high = (
        _range(words, unit, separator) if whole is None else (_km(end, unit) for end in whole)
    )
    part = _fraction(more) * meaning("units", unit) if more else 0.0
    stated = low == high and not hedge
    return Quantity(min(low, high) + part, max(low, high) + part, stated)


def is_at_sea(groups: Mapping[str, str]) -> bool:
    """Tell whether the unit in the groups of a pattern is the mile of the sea."""
    unit = " ".join(_given(groups, "unit").split())
    return unit != "" and meaning("units", unit) == meaning("units", "nautical mile")


def _given(groups: Mapping[str, str], key: str) -> str:
    return next((words for s in _SUFFIXES if (words := groups.get(f"{key}{s}"))), "")


def _km(number: float, unit: str) -> float:
    """Return a length in kilometres; raises KeyError where a letter counts something else."""
    if unit == _METRES and (number < _LEAST_METRES or number != int(number)):
        raise KeyError(unit)
    if unit == _SEA_MILES and number >= _MOST_SEA_MILES:
        unit = _METRES
    return number * meaning("units", unit)


def _range(words: str, unit: str, separator: re.Pattern[str]) -> tuple[float, float]:
    """Return both ends of a range in kilometres, of which the first may have its own unit."""
    first, *others = separator.split(words, maxsplit=1)
    own = _behind_a_number().search(first)
    if own:
        first = first[: own.start()]
    low, high = _number(first)[0], _number(others[0] if others else first)[1]
    return _km(low, own[1] if own else unit), _km(high, unit)


@cache
def _behind_a_number() -> re.Pattern[str]:
    return re.compile(rf"[\s-]*(?:\b|(?<=\d))({cue('units')})$", re.IGNORECASE)


def _whole(words: str) -> tuple[float, float] | None:
    """Return the value of words that are one number: "twenty-five" is no range."""
    try:
        return _number(words)
    except KeyError:
        return None


def _number(words: str) -> tuple[float, float]:
    """Return the lowest and highest value of a number."""
    if re.fullmatch(_DIGITS, words):
        value = _of_digits(words)
        return value, value
    for pattern, ends in shipped(*_FILE)["vague_numbers"].items():
        if re.fullmatch(pattern, words, re.IGNORECASE):
            return float(ends[0]), float(ends[1])
    for pattern, part in shipped(*_FILE)["fractions"].items():
        fraction = re.search(rf" {pattern}$", words, re.IGNORECASE)
        if fraction:
            low, high = _number(words[: fraction.start()])
            return low + part, high + part
    value = _spelled(words)
    return value, value


def _fraction(words: str) -> float:
    """Return what words behind a unit add to its number, as "and a half" does."""
    return float(named("fractions", " ".join(words.split())))


def _of_digits(words: str) -> float:
    """Return the value of a number in digits, which may end with a fraction."""
    over = re.fullmatch(r"(?:(\d+)\s)?(\d)/(\d)", words)
    if over:
        whole, upper, lower = over.groups()
        if not int(lower):
            raise KeyError(words)
        return float(whole or 0) + int(upper) / int(lower)
    if words[-1] in _GLYPHS:
        return float(words[:-1].strip() or 0) + unicodedata.numeric(words[-1])
    if re.fullmatch(r"\d+,\d{1,2}", words):
        return float(words.replace(",", "."))
    return float(words.replace(",", "").replace(" ", ""))


def _spelled(words: str) -> float:
    left_out = ("and", "a", "an")
    values = [_numbers()[w] for w in re.split(r"[\s-]+", words.lower()) if w not in left_out]
    total, group = 0.0, 0.0
    for value in values:
        if value in _POWERS:
            group = max(group, 1.0) * value
            total, group = (total + group, 0.0) if value == max(_POWERS) else (total, group)
        else:
            group += value
    if any(b >= a and b not in _POWERS for a, b in pairwise(values)):
        raise KeyError(words)
    return total + group


def _numbers() -> dict[str, float]:
    numbers: dict[str, float] = shipped(*_FILE)["numbers"]
    return numbers


def sized(
    kind: FootprintKind, most_km: float
) -> Callable[[Callable[[Expression, Quantity], Draw | None]], Builder]:
    """Give a builder the size in the words; no number or an absurd one means something else.

    Parameters
    ----------
    kind
        What is said not to be drawn when no source knows the first anchor.
    most_km
        The largest size that makes sense.
    """

    def decorate(build: Callable[[Expression, Quantity], Draw | None]) -> Builder:
        @wraps(build)
        def builder(expression: Expression) -> Draw | None:
            try:
                size = read_quantity(expression.groups)
            except KeyError:
                return None
            if not 0 < size.high_km <= most_km:
                return None
            if not expression.anchors[0].is_known:
                return unknown_place(kind, expression)
            return build(expression, size)

        return builder

    return decorate
