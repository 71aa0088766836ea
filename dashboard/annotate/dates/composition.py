"""Dates that are made of another date: a part of it, a day before it, the same in a named year.

"the first week of March", "two days before Christmas", "the eve of Eid", "5 May last year",
"Tuesday, 12/03/2024", "overnight into Monday".
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from ...model import Precision
from .calendar import SPANS, month_of, shifted, unit_of
from .expressions import Expression, Interval, Period
from .lexing import Tokens
from .vocabulary import Vocabulary

Change = Callable[[Interval], Interval]
"""From one interval to another."""
_DAY = timedelta(days=1)
_HALF_MONTH = 15


def gap(tokens: Tokens, one: Expression, other: Expression, most: int) -> list[str] | None:
    """Return the words between two expressions; None where there are more than ``most`` tokens."""
    between = tokens.words[one.end : other.start]
    if len(between) > most or any("\n\n" in word for word in between):
        return None
    return ["-" if word in "-–—−‑‐" else word for word in between if not word.isspace()]


def composed(tokens: Tokens, found: Sequence[Expression]) -> list[Expression]:
    """Put together dates and the words that make others of them."""
    made: list[Expression] = []
    for one in found:
        before = made[-1] if made else None
        if before:
            both = _together(tokens, before, one)
            if both:
                made[-1] = both
                continue
        changed = _part(tokens, one) or _away(tokens, one)
        if changed:
            while made and made[-1].end > changed.start:
                made.pop()
            made.append(changed)
        else:
            made.append(one)
    return made


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
    is_year = tokens.word(other.end - 1) == "year" and other.relative is not None
    is_named = is_year and tokens.word(other.start) in {"last", "this", "next"}
    if (
        is_named
        and between in ([], ["of"], [","])
        and one.cycle
        and one.cycle.period is Period.YEAR
    ):
        cycle = one.cycle
        return replace(
            other,
            start=one.start,
            precision=one.precision,
            change=lambda year: cycle.at(year[0]),
        )
    is_day = other.precision is Precision.DAY and not other.relative and not other.is_clock
    number = _weekday_of(tokens, one)
    if is_day and number is not None and _is_date(other) and not other.is_range:
        if between in ([], [","]):
            return replace(other, start=one.start, weekday=number)
        if between == ["("] and tokens.word(other.end) == ")":
            return replace(other, start=one.start, end=other.end + 1, weekday=number)
    return None


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


def _part(tokens: Tokens, one: Expression) -> Expression | None:
    """Return the part of a date that the words before it name: "the last three days of"."""
    of = tokens.before(one.start)
    if tokens.word(of) == "the":
        of = tokens.before(of)
    if tokens.word(of) != "of" or one.is_range:
        return None
    last = tokens.before(of)
    values = Vocabulary.shipped().values
    word = tokens.word(last)
    if word == "eve":
        return replace(one, start=last, precision=Precision.DAY, change=_eve)
    if word in values["Suffix"] and last == tokens.before(of):
        return _numbered_day(tokens, one, last - 1)
    unit = "half" if word == "half" else str(values["Unit"].get(word, ""))
    if not unit:
        return None
    count_at = tokens.before(last)
    count = _number(tokens.word(count_at))
    first_at = tokens.before(count_at) if count else count_at
    opening = tokens.word(first_at)
    which = -1 if opening in values["Last"] else values["Ordinal"].get(opening)
    if which is None and tokens.word(first_at) in values["Suffix"]:
        which, first_at = _number(tokens.word(first_at - 1)), first_at - 1
    if which is None:
        return None
    change = part_change(int(which), unit, count, is_many=word.endswith("s"))
    precision = Precision.DAY if unit == "day" and not word.endswith("s") else Precision.PART
    if unit in {"quarter", "half"}:
        precision = Precision(unit)
    return replace(one, start=first_at, change=change, precision=precision) if change else None


def _eve(day: Interval) -> Interval:
    return day[0] - _DAY, day[0] - _DAY


def _number(word: str) -> int | None:
    if word.isdecimal():
        return int(word)
    value = Vocabulary.shipped().values["Number"].get(word)
    return None if value is None else int(value)


def _numbered_day(tokens: Tokens, one: Expression, index: int) -> Expression | None:
    """Return "the 12th of last month"."""
    number = _number(tokens.word(index))
    if number is None or one.precision is not Precision.MONTH:
        return None
    away = timedelta(days=number - 1)
    return replace(
        one,
        start=index,
        precision=Precision.DAY,
        change=lambda month: (month[0] + away, month[0] + away),
    )


def part_change(
    which: int, unit: str, count: int | None = None, *, is_many: bool = False
) -> Change | None:
    """Return what takes a numbered part of an interval."""
    if unit == "half":
        return lambda whole: _half(whole, which)
    if unit == "day" and is_many and count is None:  # "the first days of"
        return lambda whole: (
            (whole[0], whole[0] + 9 * _DAY) if which > 0 else (whole[1] - 9 * _DAY, whole[1])
        )
    if unit not in SPANS:
        return None
    size = count or 1

    def of(whole: Interval) -> Interval:
        if which < 0:
            first = shifted(whole[1] + _DAY, -size, unit)
            return first, whole[1]
        first = shifted(whole[0], (which - 1) * size, unit)
        return first, shifted(first, size, unit) - _DAY

    return of


def _half(whole: Interval, which: int) -> Interval:
    first, last = whole
    if whole == month_of(first.year, first.month):
        middle = first.replace(day=_HALF_MONTH)
    elif (last - first).days > 360:  # noqa: PLR2004  a year
        middle = first.replace(month=6, day=30)
    else:
        middle = first + (last - first) // 2
    return (first, middle) if which == 1 else (middle + _DAY, last)


def _away(tokens: Tokens, one: Expression) -> Expression | None:
    """Return what is some units before or after a date: "two days before Christmas"."""
    at = tokens.before(one.start)
    if tokens.word(at) == "the":
        at = tokens.before(at)
    word = tokens.word(at)
    if word not in {"before", "after", "following"} or one.is_range:
        return None
    unit_at = tokens.before(at)
    unit = str(Vocabulary.shipped().values["Unit"].get(tokens.word(unit_at), ""))
    if unit not in {"day", "week", "fortnight", "month", "year"}:
        return None
    count_at = tokens.before(unit_at)
    count = _number(tokens.word(count_at))
    is_one = tokens.word(count_at) == "the"
    if count is None and not is_one:
        return None
    away = (count or 1) * (-1 if word == "before" else 1)

    def of(base: Interval) -> Interval:
        if unit in {"week", "month", "year"} and is_one:
            return unit_of(shifted(base[0], away, unit), unit)
        day = shifted(base[0] if away < 0 else base[1], away, unit)
        return day, day

    start = unit_at if is_one else count_at
    return replace(one, start=start, change=of, precision=Precision.DAY)
