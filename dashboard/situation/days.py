"""Numbers days from 1970-01-01; gives them as ISO dates, in words, in bins of a timeline."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from .columns import Array

NO_DAY = -(1 << 30)
"""Stands for the day of what has no date."""
BINS = ("day", "week", "month", "year")
"""What a timeline counts by, the finest first."""
_EPOCH = date(1970, 1, 1)
_MONDAY = 3
"""Days from the Monday of its week to 1970-01-01, a Thursday."""
_WEEK = 7
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_SHORT = 3
"""Letters of a month where there is little room."""


def iso_day(day: Any) -> str | None:
    """Return a day number as an ISO date; None for none."""
    number = int(day)
    return None if number == NO_DAY else (_EPOCH + timedelta(days=number)).isoformat()


def day_number(day: date) -> int:
    """Return the number of a day, from 1970-01-01."""
    return (day - _EPOCH).days


def day_in_words(iso_date: str) -> str:
    """Return an ISO date or its first part for people: "5 March 2020", "March 2020", "2020".

    Two with a slash are written as `days_in_words` does.
    """
    begin, slash, end = iso_date.partition("/")
    if slash:
        return days_in_words(*(day_number(date.fromisoformat(one)) for one in (begin, end)))
    year, _, rest = iso_date.partition("-")
    month, _, day = rest.partition("-")
    words = [day.lstrip("0"), _MONTHS[int(month) - 1] if month else "", year]
    return " ".join(filter(None, words)) or "undated"


def short_day(iso_date: str) -> str:
    """Return an ISO date or its first part as `days_in_words` writes it: "5 Mar 2020"."""
    if "/" in iso_date or "-" not in iso_date:
        return day_in_words(iso_date)
    year, month, *day = iso_date.split("-")
    written = _month(date(int(year), int(month), 1))
    return f"{int(day[0])} {written}" if day else written


def days_in_words(first: int, last: int) -> str:
    """Return day numbers for people: "28 Mar 2019", "Mar 2019", "1–15 Mar 2019"."""
    begin, end = (_EPOCH + timedelta(days=int(day)) for day in (first, last))
    if begin == end:
        return _day(begin)
    if begin.day == 1 and (end + timedelta(days=1)).day == 1:  # whole months
        if (begin.year, begin.month) == (end.year, end.month):
            return _month(begin)
        if begin.month == 1 and end.month == len(_MONTHS):
            return f"{begin.year}" if begin.year == end.year else f"{begin.year}–{end.year}"
        return f"{_month(begin)} – {_month(end)}"
    if (begin.year, begin.month) == (end.year, end.month):
        return f"{begin.day}–{_day(end)}"
    return f"{_day(begin)} – {_day(end)}"


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1][:_SHORT]} {day.year}"


def _day(day: date) -> str:
    return f"{day.day} {_month(day)}"


def bin_numbers(days: Array, bins: str) -> npt.NDArray[np.int64]:
    """Return the number of the bin of each day."""
    if bins == "day":
        return days.astype(np.int64)
    if bins == "week":
        return (days.astype(np.int64) + _MONDAY) // _WEEK
    unit = "datetime64[M]" if bins == "month" else "datetime64[Y]"
    return days.astype("datetime64[D]").astype(unit).astype(np.int64)


def first_days(numbers: Array, bins: str) -> npt.NDArray[np.datetime64]:
    """Return the first day of bins, by their numbers."""
    if bins == "day":
        days = numbers.astype("datetime64[D]")
    elif bins == "week":
        days = (numbers * _WEEK - _MONDAY).astype("datetime64[D]")
    else:
        unit = "datetime64[M]" if bins == "month" else "datetime64[Y]"
        days = numbers.astype(unit).astype("datetime64[D]")
    return days.astype("datetime64[s]")
