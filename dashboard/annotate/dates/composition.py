"""Dates that are made of two expressions that stand together.

"5 May last year", "Tuesday, 12/03/2024", "overnight into Monday", "last week on Monday".
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from ...model import Precision
from .expressions import Anchor, Expression, Interval, Period, Time
from .lexing import Tokens
from .modification import modified, up_to
from .vocabulary import Vocabulary, surrounding

_DAY = timedelta(days=1)


def gap(tokens: Tokens, one: Expression, other: Expression, most: int) -> list[str] | None:
    """Return the words between two expressions; None where there are more than ``most`` tokens."""
    if other.start - one.end > most:
        return None
    between = tokens.words[one.end : other.start]
    if any("\n\n" in word for word in between):
        return None
    return ["-" if word in "-–—−‑‐" else word for word in between if not word.isspace()]


def composed(tokens: Tokens, found: Sequence[Expression]) -> list[Expression]:
    """Put together dates and the words that make others of them."""
    made: list[Expression] = []
    for one in (_postposed(tokens, one) for one in found):
        before = made[-1] if made else None
        if before:
            both = _together(tokens, before, one)
            if both:
                made[-1] = both
                continue
        _put(made, modified(tokens, one) or one)
    return made


def with_spans(tokens: Tokens, found: Sequence[Expression]) -> list[Expression]:
    """Put together dates and the spans that end with them: "24 hours to 3 a.m. on Tuesday"."""
    made: list[Expression] = []
    for one in found:
        _put(made, up_to(tokens, one, made[-1] if made else None) or one)
    return made


def _put(made: list[Expression], one: Expression) -> None:
    """Add an expression, instead of those before it whose words it holds."""
    while made and made[-1].end > one.start:
        made.pop()
    made.append(one)


def _together(tokens: Tokens, one: Expression, other: Expression) -> Expression | None:
    """Return one date of two expressions that stand together; None where they are two."""
    between = gap(tokens, one, other, 4)
    if between is None:
        return None
    is_night = tokens.word(one.start) == "overnight" and one.end == one.start + 1
    if is_night and other.precision is Precision.DAY and not other.is_clock:
        change = _night_into if between in (["into"], ["to"]) else None
        is_one = change or between in ([], ["on"])
        return replace(other, start=one.start, change=change) if is_one else None
    both = _explained(tokens, one, other, between)
    together = (
        both or _in_year(tokens, one, other, between) or _in_week(tokens, one, other, between)
    )
    return together or _with_weekday(tokens, one, other, between)


def _postposed(tokens: Tokens, one: Expression) -> Expression:
    """Return a date with "last" or "next" behind it: "2 April next"."""
    behind = tokens.behind(one.end)
    word = tokens.word(behind)
    if word not in {"last", "next"} or one.cycle is None or one.time or one.is_range:
        return one
    if tokens.word(tokens.behind(behind + 1)).isalnum():
        return one
    time = Time.PAST if word == "last" else Time.FUTURE
    return replace(one, end=behind + 1, time=time, weekday=None)


def _explained(
    tokens: Tokens, one: Expression, other: Expression, between: Sequence[str]
) -> Expression | None:
    """Return a date that is said twice: "a day later, on 7 March", "week 11 (ending 17 March)".

    Days and weeks in numbers are sure; those that are counted, or of feasts, give way.
    """
    if not _is_date(other) or other.is_range or other.precision is not Precision.DAY:
        return None
    if one.anchor is Anchor.TEXT and one.precision is Precision.DAY:
        return other.over(one.start, other.end) if between in ([","], [",", "on"]) else None
    is_closed = tokens.word(other.end) == ")"
    if one.is_feast and not other.is_feast:  # "Easter Sunday (31 March)"
        if between == ["("] and is_closed:
            return other.over(one.start, other.end + 1)
        return other.over(one.start, other.end) if between in ([","], [",", "on"]) else None
    if one.precision is Precision.WEEK and between == ["(", "ending"] and is_closed:
        week = replace(other, precision=Precision.WEEK, week="ends")
        return week.over(one.start, other.end + 1)
    return None


def _in_year(
    tokens: Tokens, one: Expression, other: Expression, between: Sequence[str]
) -> Expression | None:
    """Return a day or month of a year that is named behind it: "5 May last year"."""
    if one.cycle is None or one.cycle.period is not Period.YEAR or other.relative is None:
        return None
    word = tokens.word(other.end - 1)
    is_named = word == "year" and tokens.word(other.start) in surrounding("naming_years")
    is_ago = other.precision is Precision.YEAR and word in {"ago", "earlier"}
    if not (is_named and between in ([], ["of"], [","], ["of", "the"])) and not (
        is_ago and between == []
    ):
        return None
    cycle = one.cycle
    return replace(
        other,
        start=one.start,
        precision=one.precision,
        change=lambda year: cycle.at(year[0]),
    )


def _with_weekday(
    tokens: Tokens, one: Expression, other: Expression, between: Sequence[str]
) -> Expression | None:
    """Return a day with its weekday before it: "Tuesday (12 March)"."""
    is_day = other.precision is Precision.DAY and not other.relative and not other.is_clock
    number = _weekday_of(tokens, one)
    if is_day and number is not None and _is_date(other) and not other.is_range:
        if between in ([], [","]):
            return replace(other, start=one.start, weekday=number)
        if between == ["("] and tokens.word(other.end) == ")":
            return replace(other, start=one.start, end=other.end + 1, weekday=number)
    return None


def _in_week(
    tokens: Tokens, one: Expression, other: Expression, between: Sequence[str]
) -> Expression | None:
    """Return a day of a week that is named beside it: "last week on Monday", "Monday that week"."""
    number, week = _weekday_of(tokens, other), one
    if number is None:
        number, week = _weekday_of(tokens, one), other
        if not set(between) <= {"of", "the", ","}:
            return None
    elif not set(between) <= {"on", "'", "s"}:
        return None
    if number is None or week.precision is not Precision.WEEK or week.is_range or week.change:
        return None
    away = timedelta(days=number)
    return replace(
        week,
        start=one.start,
        end=other.end,
        precision=Precision.DAY,
        change=lambda days: (days[0] + away, days[0] + away),
    )


def _weekday_of(tokens: Tokens, one: Expression) -> int | None:
    """Return the weekday that an expression names, perhaps with "last" or "evening"; else None."""
    if one.cycle is None or one.cycle.period is not Period.WEEK or one.is_range:
        return None
    weekdays = Vocabulary.shipped().values["Weekday"]
    named = (weekdays.get(word) for word in tokens.words[one.start : one.end])
    return next((int(number) for number in named if number is not None), None)


def _is_date(one: Expression) -> bool:
    by_year = one.cycle is not None and one.cycle.period is Period.YEAR
    return one.readings is not None or one.fixed is not None or by_year


def _night_into(day: Interval) -> Interval:
    return day[0] - _DAY, day[1]
