"""What rules share: numbers of units in words, parts by their names, and dates that are counted."""

from collections.abc import Callable
from datetime import date, timedelta

from ...model import Precision
from .calendar import EARLY, LATE, MIDDLE
from .expressions import Anchor, Expression, Interval, Time
from .notation import Found
from .vocabulary import Vocabulary

Count = Callable[[date, date], Interval]
"""From the first and last day of what is counted from."""
COUNTS = ("n:Count|Number", "k:Tens ~-? n:Count|Number")
NIGHT = {"night", "evening", "afternoon"}


def precision_of(part: str, whole: Precision) -> Precision:
    """Return how precise a part of something is, or the whole of it where no part is said."""
    return Precision.PART if part else whole


def part_of(word: str) -> str:
    """Return which part of a time a word means; "" of none."""
    values = Vocabulary.shipped().values
    return next(
        (
            part
            for part, name in ((EARLY, "Early"), (MIDDLE, "Middle"), (LATE, "Late"))
            if word in values[name]
        ),
        "",
    )


def direction_of(word: str) -> Time | None:
    """Return whether "last", "next" or "this" is said; None where nothing is."""
    values = Vocabulary.shipped().values
    times = {"Last": Time.PAST, "Next": Time.FUTURE, "This": Time.NOW}
    return next((time for name, time in times.items() if word in values[name]), None)


def relative(
    found: Found, precision: Precision, count: Count, anchor: Anchor = Anchor.REPORT
) -> Expression:
    """Return what is counted from another date."""
    return Expression(found.start, found.end, precision, relative=count, anchor=anchor)


def sign_of(word: str) -> int:
    """Return -1 of "last", 1 of "next", 0 of "this"."""
    return {Time.PAST: -1, Time.FUTURE: 1}.get(direction_of(word) or Time.NOW, 0)


def days_away(days: int) -> Count:
    """Count days from a date."""
    return lambda first, _last: (first + timedelta(days=days),) * 2


def count_of(found: Found) -> int:
    """Return a number of units in digits or words, also as of "twenty-four"."""
    number = found.number("n", "Number") or 0
    return number + (found.number("k", "Tens") or 0 if found.word("k") else 0)
