"""Choosing what an expression means: its year, its week, the order of day and month.

Words mean the last such day up to the report's, unless they speak of the future. Day and month of
numbers are in the order that the document's other dates show, else its language and the country of
its source; what that decides is noted, with the other reading.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from ...model import Precision, When
from .calendar import shifted, week_of
from .expressions import Anchor, Cycle, Expression, Interval, Order, Period, Time
from .vocabulary import surrounding

_TOLERANCE = timedelta(days=2)
"""By which a day of the report's past may lie behind it: clocks differ, and reports are late."""
_FARTHEST_YEARS = 8
_WEEK = timedelta(days=7)
_NO_DAY = "there is no such day as {text!r}"
_UNFIXED = "{text!r} can't be fixed: {reason}"
_COARSE = "the document's date is known only to the {precision}"
_NO_BASE = "the text names no date before it"
_BACKWARDS = "it would end before it begins"
_NO_YEAR = "no year is stated, and the document gives no date"


@dataclass(frozen=True, slots=True)
class Context:
    """What a document says of its dates by itself."""

    published: When
    language: str = ""
    source: str = ""
    southern: bool = False
    """Whether it speaks of places south of the equator."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A date of the text that others may be counted from."""

    words: str
    first: date
    last: date
    is_near: bool = False
    """Whether it stands in the same sentence, or in one shortly before."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression was taken to mean."""

    when: When
    interval: Interval | None
    """Its first and last day; None where it can't be fixed."""
    other: str = ""
    """The value of the date that was not taken."""


class UnfixedError(Exception):
    """It can't be said when something is; the message says why."""


class Reader:
    """Chooses between the readings of the expressions of one document."""

    def __init__(self, context: Context, expressions: Sequence[Expression]) -> None:
        self._context = context
        self._published = context.published.interval
        self._expressions = expressions

    @cached_property
    def _favoured(self) -> tuple[Order, str]:
        """The order of day and month in numbers, and why: few documents ask for it."""
        return _order(self._context, self._expressions)

    def read(
        self, expression: Expression, text: str, time: Time, before: Reference | None
    ) -> Reading:
        """Return what an expression means.

        Parameters
        ----------
        expression, text
            And its words.
        time
            What its clause speaks of.
        before
            The date that the text names before it.
        """
        if self._context.southern and expression.southern:
            expression = expression.southern.over(expression.start, expression.end)
        if expression.unfixed:
            is_vague = expression.precision is Precision.UNKNOWN
            shape = _UNFIXED if is_vague else _NO_DAY
            return _unknown(shape.format(text=text, reason=expression.unfixed))
        if expression.readings and not expression.begin:
            return self._ordered(expression, time)
        if expression.swapped and not expression.begin:
            return self._swapped(expression, text, time, before)
        return self._single(expression, text, time, before)

    def _single(
        self, expression: Expression, text: str, time: Time, before: Reference | None
    ) -> Reading:
        """Return what words mean that have one reading."""
        interval, note = self._interval(expression, text, time, before)
        if interval is None:
            return _unknown(note)
        try:
            interval = self._whole(expression, interval, text, time, before)
        except (ValueError, OverflowError):
            return _unknown(_NO_DAY.format(text=text))
        except UnfixedError as error:
            return _unknown(str(error))
        return Reading(When.between(*interval, expression.precision, note), interval)

    def _whole(
        self,
        expression: Expression,
        interval: Interval,
        text: str,
        time: Time,
        before: Reference | None,
    ) -> Interval:
        """Return what the words make of an interval: a range that ends with it, a part, a week.

        Raises
        ------
        UnfixedError
            It can't be said where the range begins, or it would end before that.
        ValueError
            The calendar has no such day.
        """
        if expression.begin:
            first = self._begin(expression.begin, expression, text, time, before)
            is_open = not _is_over(expression, time) and not expression.begin.relative
            if expression.cycle and is_open:
                interval = _first_from(expression.cycle, first[0]) or interval
            interval = first[0], interval[1]
            if interval[0] > interval[1]:
                raise UnfixedError(_UNFIXED.format(text=text, reason=_BACKWARDS))
        if expression.change:
            interval = expression.change(interval)
        if expression.week == "ends":
            return interval[0] - timedelta(days=6), interval[0]
        if expression.week == "weekend":
            monday = week_of(interval[0])[0]
            return monday + timedelta(days=5), monday + timedelta(days=6)
        return week_of(interval[0]) if expression.week else interval

    def _interval(
        self, expression: Expression, text: str, time: Time, before: Reference | None
    ) -> tuple[Interval | None, str]:
        """First and last day of an expression, and how they were inferred."""
        if expression.readings:  # an end of a range
            return expression.readings[self._favoured[0] is Order.MONTH_FIRST], self._favoured[1]
        if expression.fixed:
            return expression.fixed, ""
        if expression.cycle:
            return self._cyclic(expression, expression.cycle, text, time, before)
        if expression.relative:
            return self._counted(expression, text, before)
        return None, _NO_DAY.format(text=text)

    def _begin(
        self,
        begin: Expression,
        end: Expression,
        text: str,
        time: Time,
        before: Reference | None,
    ) -> Interval:
        """Return where a range begins; raises `UnfixedError` where that can't be said."""
        if begin.cycle and end.cycle and _is_over(end, time) and self._published:
            last = self._nearest(end, end.cycle, time)
            interval = _last_before(begin.cycle, last[0]) if last else None
            note = _NO_DAY.format(text=text)
        elif begin.cycle and not end.cycle and end.fixed:
            interval, note = _last_before(begin.cycle, end.fixed[0]), _NO_DAY.format(text=text)
        else:
            interval, note = self._interval(begin, text, time, before)
        if interval is None:
            raise UnfixedError(note)
        return interval

    def _swapped(
        self, expression: Expression, text: str, time: Time, before: Reference | None
    ) -> Reading:
        """Take one of the two readings of a date of numbers that has no year."""
        turned = replace(expression, cycle=expression.swapped, swapped=None)
        pair = replace(expression, swapped=None), turned
        is_month_first = self._favoured[0] is Order.MONTH_FIRST
        taken, left = (
            self.read(one, text, time, before)
            for one in (pair[is_month_first], pair[not is_month_first])
        )
        if not taken.interval or not left.interval:
            return taken if taken.interval else left
        order, other = self._favoured[0], left.when.value
        note = f"{order.value}: {self._favoured[1]}; with {_opposite(order).value} it is {other}"
        note = f"{taken.when.note}; {note}" if taken.when.note else note
        return Reading(replace(taken.when, note=note), taken.interval, other)

    def _ordered(self, expression: Expression, time: Time) -> Reading:
        """Take one of the two readings of a date of numbers."""
        assert expression.readings  # noqa: S101
        day_first, month_first = expression.readings
        order, reason = self._favoured
        weekdays = [one[0].weekday() == expression.weekday for one in expression.readings]
        if weekdays.count(True) == 1:
            taken = expression.readings[weekdays.index(True)]
            return Reading(When.between(*taken, expression.precision), taken)
        if self._published and time is Time.PAST and "dates" not in reason:
            latest = self._published[1] + _TOLERANCE
            late = day_first[0] > latest, month_first[0] > latest
            if late == (True, False):
                order, reason = Order.MONTH_FIRST, "the report is of an earlier day"
            elif late == (False, True):
                order, reason = Order.DAY_FIRST, "the report is of an earlier day"
        taken, left = day_first, month_first
        if order is Order.MONTH_FIRST:
            taken, left = left, taken
        other = When.between(*left, Precision.DAY).value
        note = f"{order.value}: {reason}; with {_opposite(order).value} it is {other}"
        return Reading(When.between(*taken, expression.precision, note), taken, other)

    def _cyclic(
        self,
        expression: Expression,
        cycle: Cycle,
        text: str,
        time: Time,
        before: Reference | None,
    ) -> tuple[Interval | None, str]:
        if self._published is None:
            return self._without_report(cycle, text, before)
        published = self._context.published
        by_year = cycle.period is Period.YEAR
        if published.precision is Precision.YEAR and by_year:
            found = _at(cycle, self._published[0])
            note = f"year taken from the document's date, {published.value}"
        elif published.precision is not Precision.DAY and not by_year:
            reason = _COARSE.format(precision=published.precision)
            return None, _UNFIXED.format(text=text, reason=reason)
        else:
            found = self._nearest(expression, cycle, time)
            note = self._cyclic_note(expression, time, text)
            beside = _of_month_before(cycle, before) if time is Time.PAST else None
            if beside and beside != found and beside[0] <= self._published[1]:
                assert before  # noqa: S101  it gave the month
                found, note = beside, f"of the month of {before.words!r}, {_iso(before)}"
        return (found, note) if found else (None, _NO_DAY.format(text=text))

    def _without_report(
        self, cycle: Cycle, text: str, before: Reference | None
    ) -> tuple[Interval | None, str]:
        """Return what comes again, in the year of the date that the text names before it."""
        if cycle.period is not Period.YEAR:
            return None, _UNFIXED.format(text=text, reason=self._context.published.note)
        if before is None:
            return None, _NO_YEAR
        return _at(cycle, before.first), f"year taken from {before.words!r}, the date before it"

    def _cyclic_note(self, expression: Expression, time: Time, text: str) -> str:
        published = self._context.published.value
        if expression.time is Time.NOW:
            return f"counted from the document's date, {published}"
        if time is Time.FUTURE:
            why = "" if expression.time else ": the words speak of the future"
            return f"the next {text} from the document's date, {published}{why}"
        if time is Time.PLANNED:
            return f"the {text} nearest to the document's date, {published}: it had been planned"
        return f"the last {text} up to the document's date, {published}"

    def _nearest(self, expression: Expression, cycle: Cycle, time: Time) -> Interval | None:
        """Return the last of what comes again up to the report, or the next from it."""
        assert self._published  # noqa: S101
        first, last = self._published
        found = _around(cycle, first)
        if expression.time is Time.NOW:
            if expression.precision in (Precision.SEASON, Precision.PART):
                near = [
                    one for one in found if one[0].year <= last.year and one[1].year >= first.year
                ]
                return min(near or found, key=lambda one: max(one[0] - last, first - one[1]))
            return _at(cycle, first)
        weekday = expression.weekday
        if weekday is not None and weekday >= 0:
            agreeing = [one for one in found if one[0].weekday() == weekday]
            if len(agreeing) == 1:
                return agreeing[0]
            found = agreeing or found
        return _towards(found, expression, cycle, time, self._published)

    def _counted(
        self, expression: Expression, text: str, before: Reference | None
    ) -> tuple[Interval | None, str]:
        assert expression.relative  # noqa: S101
        published = self._context.published
        try:
            if expression.anchor is Anchor.TEXT and before:
                found = expression.relative(before.first, before.last)
                return found, f"counted from {before.words!r}, {_iso(before)}"
            if self._published is None or expression.needs_text:
                reason = _NO_BASE if expression.needs_text else published.note
                return None, _UNFIXED.format(text=text, reason=reason)
            first, last = self._published
            found = expression.relative(first, last)
            if published.precision is not Precision.DAY:
                # A year may still be certain, as "last year" of a report of 2020.
                ends = {expression.relative(day, day) for day in (first, last)}
                if len(ends) > 1:
                    reason = _COARSE.format(precision=published.precision)
                    return None, _UNFIXED.format(text=text, reason=reason)
                found = ends.pop()
        except (ValueError, OverflowError):
            return None, _NO_DAY.format(text=text)
        return found, f"counted from the document's date, {published.value}"


def _towards(
    found: Sequence[Interval], expression: Expression, cycle: Cycle, time: Time, report: Interval
) -> Interval | None:
    """Return the one that words of a time mean: the last before a report, the next, the nearest."""
    first, last = report
    if time is Time.FUTURE:
        strictly = expression.time is not None
        return next(
            (one for one in found if (one[0] > last if strictly else one[1] >= first)), None
        )
    if time is Time.PLANNED:
        return min(found, key=lambda one: abs(one[0] - first), default=None)
    if expression.time is Time.PAST:
        return next((one for one in reversed(found) if one[1] < first), None)
    tolerance = timedelta()
    if cycle.period is Period.YEAR and expression.precision is Precision.DAY:
        tolerance = _TOLERANCE
    return next((one for one in reversed(found) if one[0] <= last + tolerance), None)


def _is_over(end: Expression, time: Time) -> bool:
    """Whether days of the week are over, so that the last of them is found first."""
    return time is Time.PAST and end.cycle is not None and end.cycle.period is Period.WEEK


def _of_month_before(cycle: Cycle, before: Reference | None) -> Interval | None:
    """Return the day that "the 12th" is of the month of a day just before it."""
    if cycle.period is not Period.MONTH or before is None or not before.is_near:
        return None
    return _at(cycle, before.first) if before.first == before.last else None


def _iso(reference: Reference) -> str:
    return When.between(reference.first, reference.last, Precision.DAY).value


def _unknown(note: str) -> Reading:
    return Reading(When("", Precision.UNKNOWN, note), None)


def _opposite(order: Order) -> Order:
    return Order.MONTH_FIRST if order is Order.DAY_FIRST else Order.DAY_FIRST


def _order(context: Context, expressions: Sequence[Expression]) -> tuple[Order, str]:
    """Return the order of day and month that a document favours, and why."""
    pairs = [(one.is_numeric, one.order) for one in expressions]
    pairs += [(one.begin.is_numeric, one.begin.order) for one in expressions if one.begin]
    for numeric in (True, False):
        counts = Counter(order for is_numeric, order in pairs if order and is_numeric is numeric)
        if len(counts) == 1 or len(set(counts.values())) > 1:
            order, _ = counts.most_common(1)[0]
            how = "numbers" if numeric else "words"
            return order, f"as the other dates in {how} are written"
    ending = context.source.rpartition(".")[2].lower()
    if ending in surrounding("month_first_domains"):
        return Order.MONTH_FIRST, f"as the country of {context.source} writes"
    if context.language and context.language != "en":
        return Order.DAY_FIRST, f"as the language {context.language!r} writes"
    return Order.DAY_FIRST, "as most countries write"


def _at(cycle: Cycle, day: date) -> Interval | None:
    try:
        return cycle.at(day)
    except (ValueError, OverflowError):
        return None


def _around(cycle: Cycle, day: date) -> list[Interval]:
    """Return what comes again about a day, in order; farther away where it comes seldom."""
    found: list[Interval] = []
    for reach in (1, _FARTHEST_YEARS):
        for count in range(-reach, reach + 1):
            try:
                one = cycle.at(_periods_away(cycle.period, day, count))
            except (ValueError, OverflowError):
                continue
            found.append(one)
            if cycle.also:
                found.append(cycle.also(one[0]))
        if len(found) > 1:
            break
    return sorted(set(found))


def _periods_away(period: Period, day: date, count: int) -> date:
    if period is Period.YEAR:
        return day.replace(year=day.year + count, day=1)
    if period is Period.WEEK:
        return day + count * _WEEK
    return shifted(day.replace(day=1), count, "month")


def _first_from(cycle: Cycle, day: date) -> Interval | None:
    return next((one for one in _around(cycle, day) if one[1] >= day), None)


def _last_before(cycle: Cycle, day: date) -> Interval | None:
    return next((one for one in reversed(_around(cycle, day)) if one[0] <= day), None)
