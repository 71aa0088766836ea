"""Dates that the words before another date make of it: a part of it, a day before it, its end.

"the first week of March", "the first Monday of May", "two days before Christmas", "the eve of
Eid", "the year to March".
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from ...model import Precision
from .calendar import EARLY, LATE, MIDDLE, SPANS, month_of, shifted, unit_of, year_of
from .expressions import Expression, Interval
from .lexing import Tokens
from .vocabulary import Vocabulary, surrounding

Change = Callable[[Interval], Interval]
"""From one interval to another."""
_DAY = timedelta(days=1)
_HALF_MONTH = 15
_SATURDAY = 5
_DAY_HOURS = 24
_LINKS = frozenset({"to", "ending", "ended", "until", "till", "through"})
_AWAY = frozenset({"before", "after", "following"})
_EVENT_WORDS = 5
"""Between "after" and the date of an event: "the quake of"."""
_WHOLES = frozenset({"week", "month", "quarter", "year", "fortnight", "decade", "century"})
"""Units that may be without a number: "the year to March"."""


def modified(tokens: Tokens, one: Expression) -> Expression | None:
    """Return what the words before a date make of it; None where they leave it as it is."""
    return _part(tokens, one) or _away(tokens, one)


def up_to(tokens: Tokens, one: Expression, before: Expression | None) -> Expression | None:
    """Return what ends with a date, or a part of it: "the first quarter of the year to March".

    Parameters
    ----------
    tokens, one
        Of the text; the date, with its time of day.
    before
        The expression before it, none of whose words are taken alone.
    """
    whole = _up_to(tokens, one, before)
    inner = whole.change if whole else None
    if whole is None or inner is None:
        return whole
    at = tokens.before(whole.start)
    if tokens.word(at) in Vocabulary.shipped().values["Fiscal"]:
        whole = replace(whole, start=at)
    part = _part(tokens, whole)
    if part is None or part.change is None:
        return whole
    return replace(part, change=_after(inner, part.change))


def _after(first: Change, second: Change) -> Change:
    return lambda days: second(first(days))


def _part(tokens: Tokens, one: Expression) -> Expression | None:
    """Return the part of a date that the words before it name: "the last three days of"."""
    of = tokens.before(one.start)
    if tokens.word(of) == "the":
        of = tokens.before(of)
    last = tokens.before(of)
    values = Vocabulary.shipped().values
    word = tokens.word(last)
    is_weekday = word in values["Weekday"] or word == "weekend"
    if one.is_range or not (tokens.word(of) == "of" or (is_weekday and tokens.word(of) == "in")):
        return None
    if is_weekday:
        return _numbered_weekday(tokens, one, last)
    if word == "eve":
        return replace(one, start=last, precision=Precision.DAY, change=_eve)
    if word in values["Suffix"] and last == tokens.before(of):
        return _numbered_day(tokens, one, last - 1)
    return _numbered_unit(tokens, one, last)


def _numbered_unit(tokens: Tokens, one: Expression, last: int) -> Expression | None:
    """Return "the first two weeks of", whose unit is at a token."""
    values, word = Vocabulary.shipped().values, tokens.word(last)
    unit = word if word in {"half", "third"} else str(values["Unit"].get(word, ""))
    if not unit:
        return None
    count_at = tokens.before(last)
    if tokens.codes[count_at] == "-":  # "first-quarter"
        count_at = tokens.before(count_at)
    count = _number(tokens.word(count_at))
    first_at = tokens.before(count_at) if count else count_at
    which, first_at = _which(tokens, first_at)
    if which is None:
        return None
    change = part_change(which, unit, count, is_many=word.endswith("s"))
    precision = Precision.DAY if unit == "day" and not word.endswith("s") else Precision.PART
    if unit in {"quarter", "half"}:
        precision = Precision(unit)
    return replace(one, start=first_at, change=change, precision=precision) if change else None


def _which(tokens: Tokens, at: int) -> tuple[int | None, int]:
    """Return the number of an ordinal, -1 of the last, and the token that it begins at."""
    values, word = Vocabulary.shipped().values, tokens.word(at)
    if word in values["Last"]:
        return -1, at
    if word in values["Suffix"]:
        return _number(tokens.word(at - 1)), at - 1
    which = values["Ordinal"].get(word, values["Place"].get(word))
    return None if which is None else int(which), at


def _numbered_weekday(tokens: Tokens, one: Expression, weekday_at: int) -> Expression | None:
    """Return "the first Monday of March", "the last weekend of May"."""
    word = tokens.word(weekday_at)
    is_weekend = word == "weekend"
    weekday = _SATURDAY if is_weekend else int(Vocabulary.shipped().values["Weekday"][word])
    count, at = _which(tokens, tokens.before(weekday_at))
    if count is None or one.precision is not Precision.MONTH:
        return None

    def of(month: Interval) -> Interval:
        if count < 0:
            day = month[1] - timedelta(days=(month[1].weekday() - weekday) % 7)
        else:
            day = month[0] + timedelta(days=(weekday - month[0].weekday()) % 7 + 7 * (count - 1))
        if not month[0] <= day <= month[1]:
            raise ValueError
        return day, day + _DAY if is_weekend else day

    return replace(one, start=at, precision=Precision.DAY, change=of)


def _up_to(tokens: Tokens, one: Expression, before: Expression | None) -> Expression | None:
    """Return what ends with a date: "the year to March", "24 hours to 0600 on 5 May"."""
    if one.is_range or one.week:
        return None
    unit_at = tokens.before(_link(tokens, one.start))
    word = tokens.word(unit_at)
    unit = str(Vocabulary.shipped().values["Unit"].get(word, ""))
    count, start = _count_before(tokens, unit_at)
    if not unit or word == "night" or (count is None and word not in _WHOLES):
        return None
    if before and before.start < start < before.end:  # "from last year to March"
        return None
    size = count or 1
    if unit == "year" and count is None and tokens.word(unit_at - 2) == "half":
        unit, size, start = "month", 6, unit_at - 2  # "the half-year to June"

    def of(days: Interval) -> Interval:
        if unit == "hour":
            return days[1] - -(-size // _DAY_HOURS) * _DAY, days[1]
        return shifted(days[1] + _DAY, -size, unit), days[1]

    is_whole = size == 1 and count is None and unit != "fortnight"
    precision = Precision(unit) if is_whole else Precision.PART
    return replace(one, start=start, precision=precision, change=of, is_clock=False)


def _link(tokens: Tokens, start: int) -> int:
    """Return the token of "to" or "ending" before a date and its time of day; -1 of none."""
    hours = Vocabulary.shipped().codes_of("HourMinute")
    around_time = surrounding("around_time") | surrounding("zones_in_words")
    at = tokens.before(start)
    while at >= 0 and (tokens.word(at) in around_time or tokens.codes[at] in hours):
        at = tokens.before(at)
    if tokens.word(at) not in _LINKS:
        return -1
    return tokens.before(at) if tokens.word(tokens.before(at)) == "up" else at


def _count_before(tokens: Tokens, unit_at: int) -> tuple[int | None, int]:
    """Return the number before a unit, and the token that it begins at: "twenty-four hours"."""
    at = tokens.before(unit_at)
    if tokens.codes[at] == "-":  # "12-month"
        at = tokens.before(at)
    count = _number(tokens.word(at))
    if count is None:
        return None, unit_at
    tens = Vocabulary.shipped().values["Tens"].get(tokens.word(at - 2))
    if tens is not None and tokens.codes[at - 1] in "- ":
        return count + int(tens), at - 2
    return count, at


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
    if unit == "third":
        return lambda whole: _third(whole, which)
    if unit not in SPANS:
        return None
    if is_many and count is None:  # "the first days of"
        return lambda whole: _third(whole, which)
    size = count or 1

    def of(whole: Interval) -> Interval:
        if which < 0:
            first = shifted(whole[1] + _DAY, -size, unit)
            return first, whole[1]
        first = shifted(whole[0], (which - 1) * size, unit)
        return first, shifted(first, size, unit) - _DAY

    return of


def _third(whole: Interval, which: int) -> Interval:
    """Return the first or last days of something: of a month, as what is early or late in it."""
    first, last = whole
    if whole == month_of(first.year, first.month):
        part = {1: EARLY, 2: MIDDLE}.get(which, LATE)
        return month_of(first.year, first.month, part)
    if whole == year_of(first.year):
        return year_of(first.year, EARLY if which > 0 else LATE)
    return (first, first + 9 * _DAY) if which > 0 else (last - 9 * _DAY, last)


def _half(whole: Interval, which: int) -> Interval:
    first, last = whole
    if whole == month_of(first.year, first.month):
        middle = first.replace(day=_HALF_MONTH)
    elif (last - first).days > 3600:  # noqa: PLR2004  a decade or a century
        middle = first.replace(year=(first.year + last.year) // 2, month=12, day=31)
    elif (last - first).days > 360:  # noqa: PLR2004  a year
        middle = first.replace(month=6, day=30)
    else:
        middle = first + (last - first) // 2
    return (first, middle) if which == 1 else (middle + _DAY, last)


def _relation_before(tokens: Tokens, start: int) -> tuple[int, bool]:
    """Return the token of "after" before a date, -1 of none, and whether an event is between.

    As in "two days after the quake of 6 February".
    """
    at = tokens.before(start)
    is_of_event = tokens.word(at) in {"of", "on"}
    for _ in range(_EVENT_WORDS if is_of_event else 1):
        if tokens.word(at) in _AWAY or not (is_of_event or tokens.word(at) == "the"):
            break
        at = tokens.before(at)
        if not tokens.word(at).isalpha() or tokens.is_name(at):
            break
    return (at, is_of_event) if tokens.word(at) in _AWAY else (-1, False)


def _away(tokens: Tokens, one: Expression) -> Expression | None:
    """Return what is some units before or after a date: "two days before Christmas"."""
    at, is_of_event = _relation_before(tokens, one.start)
    word = tokens.word(at)
    if at < 0 or one.is_range:
        return None
    unit_at = tokens.before(at)
    unit = str(Vocabulary.shipped().values["Unit"].get(tokens.word(unit_at), ""))
    if unit not in {"hour", "day", "week", "fortnight", "month", "year"}:
        return None
    count_at = tokens.before(unit_at)
    count = _number(tokens.word(count_at))
    is_one = tokens.word(count_at) == "the"
    if count is None and (not is_one or is_of_event):
        return None
    away = (count or 1) * (-1 if word == "before" else 1)

    def of(base: Interval) -> Interval:
        if unit in {"week", "month", "year"} and is_one:
            return unit_of(shifted(base[0], away, unit), unit)
        edge = base[0] if away < 0 else base[1]
        if unit == "hour":
            return (edge + int(away / _DAY_HOURS) * _DAY,) * 2
        day = shifted(edge, away, unit)
        return day, day

    start = unit_at if is_one else count_at
    return replace(one, start=start, change=of, precision=Precision.DAY)
