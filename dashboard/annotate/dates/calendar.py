"""Intervals of the calendar: months, their parts, quarters, seasons, years, decades, weeks.

A part of a month is its days 1 to 10, 11 to 20, or 21 to the end; a part of a year is its first
quarter, the two in the middle, or the last; a part of a decade its years 0 to 3, 4 to 6, 7 to 9.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from .expressions import Interval

EARLY, MIDDLE, LATE = "early", "middle", "late"
_DAY = timedelta(days=1)
_SPLIT = ((1, 10), (11, 20), (21, 31))
_WEEK_SPLIT = ((0, 1), (2, 3), (4, 6))
_THIRDS = {EARLY: 0, MIDDLE: 1, LATE: 2}
_YEAR_SPLIT = ((1, 3), (4, 9), (10, 12))
_DECADE_SPLIT = ((0, 3), (4, 6), (7, 9))
_CENTURY_SPLIT = ((0, 32), (33, 66), (67, 99))
SPANS = {
    "day": relativedelta(days=1),
    "week": relativedelta(weeks=1),
    "fortnight": relativedelta(weeks=2),
    "month": relativedelta(months=1),
    "quarter": relativedelta(months=3),
    "year": relativedelta(years=1),
    "decade": relativedelta(years=10),
    "century": relativedelta(years=100),
}


def parts_of(of: Callable[[str], Interval], first: str, last: str = "") -> Interval:
    """Return a part of something, or from one part to another: "early to mid"."""
    begin = of(first)
    return (begin[0], of(last)[1]) if last else begin


def month_of(year: int, month: int, part: str = "") -> Interval:
    """Return a month of a year, or a part of one."""
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    if part:
        begin, end = _SPLIT[_THIRDS[part]]
        return first.replace(day=begin), last if part == LATE else first.replace(day=end)
    return first, last


def days_of(year: int, month: int, first: int, last: int) -> Interval:
    """Return days of a month from one to another; raises ValueError where there is no such day."""
    return date(year, month, first), date(year, month, last)


def year_of(year: int, part: str = "") -> Interval:
    """Return a year, or a part of one."""
    return months_of(year, *(_YEAR_SPLIT[_THIRDS[part]] if part else (1, 12)))


def months_of(year: int, first: int, last: int) -> Interval:
    """Return the days of some months of a year."""
    return date(year, first, 1), month_of(year, last)[1]


def quarter_of(year: int, number: int) -> Interval:
    """Return a quarter of a year; raises ValueError where there is none."""
    return months_of(year, 3 * number - 2, 3 * number)


def season_of(year: int, month: int, part: str = "", *, southern: bool = False) -> Interval:
    """Return the season that begins with a month in the north, or a month of it.

    Winter ends in the year behind.
    """
    first = date(year, month, 1)
    if southern:
        first = date(year, (month + 5) % 12 + 1, 1)
    if part:
        first += relativedelta(months=_THIRDS[part])
        return month_of(first.year, first.month)
    return first, first + relativedelta(months=3) - _DAY


def decade_of(first: int, part: str = "") -> Interval:
    """Return a decade by its first year, or a part of one."""
    begin, end = _DECADE_SPLIT[_THIRDS[part]] if part else (0, 9)
    return date(first + begin, 1, 1), date(first + end, 12, 31)


def century_of(number: int, part: str = "") -> Interval:
    """Return a century by its number, or a part of one; the 19th begins with 1801."""
    first = 100 * (number - 1) + 1
    begin, end = _CENTURY_SPLIT[_THIRDS[part]] if part else (0, 99)
    return date(first + begin, 1, 1), date(first + end, 12, 31)


def week_of(day: date, part: str = "") -> Interval:
    """Return the week of a day, Monday to Sunday, or a part of one."""
    monday = day - timedelta(days=day.weekday())
    begin, end = _WEEK_SPLIT[_THIRDS[part]] if part else (0, 6)
    return monday + timedelta(days=begin), monday + timedelta(days=end)


def unit_of(day: date, unit: str, part: str = "") -> Interval:
    """Return the day, week, month, quarter, year, decade or century of a day, or a part of one."""
    makers: dict[str, Callable[[], Interval]] = {
        "week": lambda: week_of(day, part),
        "month": lambda: month_of(day.year, day.month, part),
        "quarter": lambda: quarter_of(day.year, (day.month - 1) // 3 + 1),
        "year": lambda: year_of(day.year, part),
        "decade": lambda: decade_of(day.year // 10 * 10, part),
        "century": lambda: century_of((day.year - 1) // 100 + 1, part),
    }
    return makers[unit]() if unit in makers else (day, day)


def shifted(day: date, count: int, unit: str) -> date:
    """Return a day some units away; raises ValueError beyond the calendar."""
    return day + count * SPANS[unit]
