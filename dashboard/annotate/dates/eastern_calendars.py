"""Days and months of the calendars of Islam, Iran and Afghanistan, by their names."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from typing import Any

from geocache.data_files import shipped
from geocache.errors import KnowledgeFileError

from ...model import Precision
from .expressions import Cycle, Expression, Interval, Period
from .feasts import end_of_name
from .lexing import Tokens
from .vocabulary import BLANK, Vocabulary, surrounding

_YEARS = range(1300, 1500)
"""Of either calendar, as reports name them."""
_NONE = "the table of calendars has no such day"
_DAY = timedelta(days=1)
_SOLAR_START, _SOLAR_YEAR = date(2024, 3, 20), 1403
_LEAP_CYCLE, _LEAPS = 33, frozenset({1, 5, 9, 13, 17, 22, 26, 30})
_SOLAR_LENGTHS = (31,) * 6 + (30,) * 5
_MIDSUMMER = 6

Lengths = Callable[[int], tuple[date, tuple[int, ...]]]
"""The first day of a year and the lengths of its months; raises ValueError where unknown."""


@dataclass(frozen=True)
class Calendar:
    """How the years of a calendar are laid out."""

    lengths: Lengths
    eras: frozenset[str]
    """Behind a year: "AH"."""
    alone: frozenset[int]
    """Months whose names need no day or year beside them."""
    ahead: int
    """By how much the Gregorian year is ahead today."""

    def month_of(self, year: int, month: int, day: int | None = None) -> Interval:
        """Return a month, or a day of it; raises ValueError where there is none."""
        start, lengths = self.lengths(year)
        first = start + sum(lengths[: month - 1]) * _DAY
        length = lengths[month - 1]
        if day is None:
            return first, first + (length - 1) * _DAY
        if day > length:
            raise ValueError(_NONE)
        return (first + (day - 1) * _DAY,) * 2

    def in_gregorian(self, gregorian: int, month: int, day: int | None = None) -> Interval:
        """Return the month, or day, that begins in a Gregorian year."""
        middle = date(gregorian, _MIDSUMMER, 30)
        about = gregorian - self.ahead
        found = []
        for year in range(about - 2, about + 3):
            try:
                found.append(self.month_of(year, month, day))
            except ValueError:
                continue
        fitting = [one for one in found if one[0].year == gregorian] or found
        if not fitting:
            raise ValueError(_NONE)
        return min(fitting, key=lambda one: abs(one[0] - middle))


@dataclass(frozen=True)
class EasternCalendars:
    """Names of months, and the calendar that each is of."""

    names: dict[str, list[tuple[tuple[str, ...], int, Calendar]]]
    """By the first word of a name: its words, the month's number; the longest first."""

    @classmethod
    @cache
    def shipped(cls) -> "EasternCalendars":
        """Return those of ``data/dates/calendars.yaml``; raises `KnowledgeFileError`."""
        content = shipped("dates/calendars.yaml")
        try:
            hijri, solar = content["hijri"], content["solar"]
            table = _table(hijri["years"])
            calendars = (
                (hijri, _calendar(hijri, partial(_lunar, table), 579)),
                (solar, _calendar(solar, _solar, 621)),
            )
            names: dict[str, list[tuple[tuple[str, ...], int, Calendar]]] = defaultdict(list)
            for entry, calendar in calendars:
                for words, month in _names(entry):
                    names[words[0]].append((words, month, calendar))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise KnowledgeFileError(f"dates/calendars.yaml: unusable: {error!r}") from error
        for known in names.values():
            known.sort(key=lambda one: -len(one[0]))
        return cls(dict(names))

    def at(self, tokens: Tokens, start: int, reached: int) -> Expression | None:
        """Return the day or month whose month's name begins at a token; None of no such date.

        Parameters
        ----------
        tokens, start
            Of the text.
        reached
            Behind the expression before it: no day is taken from that.
        """
        for words, month, calendar in self.names.get(tokens.word(start), ()):
            end = end_of_name(tokens, start, words)
            if end and tokens.written(start)[0].isupper():
                return _date(tokens, start, end, reached, month, calendar)
        return None


def _date(
    tokens: Tokens, start: int, end: int, reached: int, month: int, calendar: Calendar
) -> Expression | None:
    day, begin = _day_before(tokens, start, reached)
    if day is None:
        day, end = _day_behind(tokens, end)
    year, end = _year_behind(tokens, end, calendar)
    if year is None and day is None and not _is_month(tokens, start, end, month, calendar):
        return None
    precision = Precision.MONTH if day is None else Precision.DAY
    if year is None:
        cycle = Cycle(Period.YEAR, lambda at: calendar.in_gregorian(at.year, month, day))
        return Expression(begin, end, precision, cycle=cycle)
    try:
        of_year = calendar.month_of if year in _YEARS else calendar.in_gregorian
        return Expression(begin, end, precision, fixed=of_year(year, month, day))
    except ValueError:
        return Expression(begin, end, precision, unfixed=_NONE)


def _is_month(tokens: Tokens, start: int, end: int, month: int, calendar: Calendar) -> bool:
    """Whether a month's name without a day or year is none of a person or place."""
    if month not in calendar.alone or tokens.is_name(tokens.behind(end)):
        return False
    return tokens.word(tokens.before(start)) in surrounding("before_month")


def _day_before(tokens: Tokens, start: int, reached: int) -> tuple[int | None, int]:
    """Return the day before a month's name and the token that it begins at: "the 10th of"."""
    index = tokens.before(start)
    if tokens.word(index) == "of":
        index = tokens.before(index)
    if tokens.word(index) in Vocabulary.shipped().values["Suffix"]:
        index -= 1
    if index < reached or tokens.codes[index] not in Vocabulary.shipped().codes_of("Day"):
        return None, start
    return int(tokens.word(index)), index


def _day_behind(tokens: Tokens, end: int) -> tuple[int | None, int]:
    index = tokens.behind(end)
    if index == end or tokens.codes[index : index + 1] not in Vocabulary.shipped().codes_of("Day"):
        return None, end
    return int(tokens.word(index)), index + 1


def _year_behind(tokens: Tokens, end: int, calendar: Calendar) -> tuple[int | None, int]:
    index = tokens.behind(end)
    if tokens.word(index) == ",":
        index = tokens.behind(index + 1)
    if index <= end or tokens.codes[index - 1] != BLANK:
        return None, end
    word = tokens.word(index)
    is_year = tokens.codes[index] in Vocabulary.shipped().codes_of("Year")
    if not is_year and not (word.isdecimal() and int(word) in _YEARS):
        return None, end
    era = tokens.behind(index + 1)
    has_era = tokens.word(era) in calendar.eras and tokens.written(era).isupper()
    return int(word), era + 1 if has_era else index + 1


def _calendar(entry: dict[str, Any], lengths: Lengths, ahead: int) -> Calendar:
    return Calendar(lengths, frozenset(entry["eras"]), frozenset(entry["alone"]), ahead)


def _names(entry: dict[str, Any]) -> list[tuple[tuple[str, ...], int]]:
    return [
        (tuple(name.replace("'", " ' ").split()), int(month))
        for month, names in entry["months"].items()
        for name in names
    ]


def _table(lines: list[str]) -> dict[int, tuple[date, tuple[int, ...]]]:
    """Read the years of a table: the number, the first day, the last digits of the lengths."""
    table = {}
    for line in lines:
        for cell in line.split(", "):
            year, first, digits = cell.split()
            lengths = tuple(30 if digit == "0" else 29 for digit in digits)
            table[int(year)] = date.fromisoformat(first), lengths
    return table


def _lunar(
    table: dict[int, tuple[date, tuple[int, ...]]], year: int
) -> tuple[date, tuple[int, ...]]:
    if year not in table:
        raise ValueError(_NONE)
    return table[year]


def _solar(year: int) -> tuple[date, tuple[int, ...]]:
    """Lay out a solar year: it begins at the equinox, and its last month is the leap one."""
    if year not in _YEARS:
        raise ValueError(_NONE)
    step = 1 if year > _SOLAR_YEAR else -1
    first = _SOLAR_START
    for other in range(min(year, _SOLAR_YEAR), max(year, _SOLAR_YEAR)):
        first += step * _solar_days(other) * _DAY
    return first, (*_SOLAR_LENGTHS, _solar_days(year) - 336)


def _solar_days(year: int) -> int:
    return 366 if year % _LEAP_CYCLE in _LEAPS else 365
