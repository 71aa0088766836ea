"""What an expression of time says by itself, before it is known when it was written."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from ...model import Precision

Interval = tuple[date, date]
"""First and last day."""


class Anchor(Enum):
    """What an expression is counted from."""

    REPORT = "the report's date"
    TEXT = "the date before it in the text, else the report's"


class Order(Enum):
    """How a date of numbers is written."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


class Time(Enum):
    """Whether words speak of what was or of what will be."""

    PAST = "past"
    FUTURE = "future"
    PLANNED = "planned"
    """Of what was to be, and may be over: "had been set for"."""
    NOW = "now"
    """Of the same week, month or year as the report: "this"."""


class Period(Enum):
    """After what time the same words come again."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class Cycle:
    """Says when something that comes again is: in a year, or in the week or month of a day."""

    period: Period
    at: Callable[[date], Interval]
    """Of the period that holds a day; raises ValueError where there is none."""
    also: Callable[[date], Interval] | None = None
    """The other one of what comes twice."""


@dataclass(slots=True)
class Expression:
    """An expression of time; one of the fields from ``fixed`` to ``unfixed`` says when.

    Nothing changes one once it is made: it is not frozen only because that makes it slow to make.
    """

    start: int
    """First token."""
    end: int
    """Token behind the last."""
    precision: Precision
    fixed: Interval | None = None
    cycle: Cycle | None = None
    readings: tuple[Interval, Interval] | None = None
    """With the day first, and with the month first."""
    swapped: Cycle | None = None
    """What ``cycle`` is with the month first."""
    relative: Callable[[date, date], Interval] | None = None
    """From the first and last day of what it is counted from."""
    unfixed: str = ""
    """Why it can't be said when."""
    anchor: Anchor = Anchor.REPORT
    needs_text: bool = False
    """Whether the report's date does not do: "three days later" without a date before it."""
    time: Time | None = None
    """As the words themselves say: "last", "next"."""
    order: Order | None = None
    """How it is written; None where it could be either."""
    is_numeric: bool = False
    is_range: bool = False
    is_feast: bool = False
    """Whether it is named, as feasts are."""
    is_clock: bool = False
    """Whether it is a time of day alone."""
    is_bare: bool = False
    """Whether nothing shows that it is a time: it counts only beside a day."""
    weekday: int | None = None
    """That it is said to be, from 0."""
    begin: "Expression | None" = None
    """Where a range of two dates begins; the rest says where it ends."""
    change: Callable[[Interval], Interval] | None = None
    """What the words make of the date: a part of it, a day before it."""
    week: str = ""
    """Whether the week "of" the day is meant, that which "ends" with it, or the "weekend" of it."""
    southern: "Expression | None" = None
    """The same south of the equator, where that is half a year apart."""

    def over(self, start: int, end: int) -> "Expression":
        """Return the same for other words."""
        return replace(self, start=start, end=end)


def is_same_kind(one: Expression, other: Expression) -> bool:
    """Whether two expressions may be the ends of a range."""
    if one.is_clock or other.is_clock or one.is_range or other.is_range:
        return False
    if one.cycle and other.cycle:
        return one.cycle.period is other.cycle.period
    return True
