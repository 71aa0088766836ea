"""Rules of dates that are counted from the report, or from another date of the text."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from ...model import Precision
from .absolute import direction_of, part_of
from .calendar import SPANS, quarter_of, shifted, unit_of, week_of
from .composition import part_change
from .expressions import Anchor, Cycle, Expression, Interval, Period, Time
from .notation import Found, Rule
from .surroundings import is_weekday_name, surrounding
from .tense import speaks_of_future

_PRECISIONS = {
    "hour": Precision.DAY,
    "day": Precision.DAY,
    "week": Precision.WEEK,
    "fortnight": Precision.DAY,
    "month": Precision.MONTH,
    "quarter": Precision.QUARTER,
    "year": Precision.YEAR,
    "decade": Precision.DECADE,
    "century": Precision.CENTURY,
}
_AGO_AS_DAY = {"hour", "day", "week", "fortnight"}
_NIGHT = {"night", "evening", "afternoon"}
_VAGUE = "the words give no number"
_DAY_HOURS = 24
_ENDS = set(".,;:!?)\"'") | {"", "-"}

Count = Callable[[date, date], Interval]
"""From the first and last day of what is counted from."""


def relative(
    found: Found, precision: Precision, count: Count, anchor: Anchor = Anchor.REPORT
) -> Expression:
    """Return what is counted from another date."""
    return Expression(found.start, found.end, precision, relative=count, anchor=anchor)


def _sign(word: str) -> int:
    """Return -1 of "last", 1 of "next", 0 of "this"."""
    return {Time.PAST: -1, Time.FUTURE: 1}.get(direction_of(word) or Time.NOW, 0)


def _days_away(days: int) -> Count:
    return lambda first, _last: (first + timedelta(days=days),) * 2


def _fixed_word(days: int) -> Callable[[Found], Expression]:
    return lambda found: relative(found, Precision.DAY, _days_away(days))


def _overnight(found: Found) -> Expression:
    return relative(found, Precision.DAY, lambda first, _: (first - timedelta(days=1), first))


def _unit(found: Found) -> str:
    return found.value("u", "Unit")


def _counted(count: int, unit: str) -> Count:
    """Count from a date, to a day for days and weeks, else to the whole unit."""

    def of(first: date, _last: date) -> Interval:
        if unit == "hour":
            return (first + timedelta(days=int(count / _DAY_HOURS)),) * 2
        day = shifted(first, count, unit)
        if unit in _AGO_AS_DAY:
            return day, day
        # Two decades ago is a year.
        return unit_of(day, "year" if unit in {"decade", "century"} else unit)

    return of


def _counted_precision(unit: str) -> Precision:
    if unit in _AGO_AS_DAY:
        return Precision.DAY
    return Precision.YEAR if unit in {"decade", "century"} else _PRECISIONS[unit]


def _ago(found: Found) -> Expression:
    unit, number = _unit(found), found.number("n", "Number")
    return relative(found, _counted_precision(unit), _counted(-(number or 0), unit), Anchor.REPORT)


def _vague_ago(found: Found) -> Expression:
    if _unit(found) == "hour":
        return relative(found, Precision.DAY, _days_away(0))
    return _vague(found)


def _vague(found: Found) -> Expression:
    """Return "the past few days", which have no number."""
    return Expression(found.start, found.end, Precision.UNKNOWN, unfixed=_VAGUE)


def _and_a_half(found: Found) -> Expression | None:
    """Return "half a year ago", "a year and a half ago"."""
    unit, number = _unit(found), 0
    if found.word("n"):
        number = found.number("n", "Number") or 0
    smaller, times = {"year": ("month", 12), "decade": ("year", 10), "week": ("day", 7)}.get(
        unit, ("", 0)
    )
    if not smaller:
        return None
    count = _counted(-(number * times + times // 2), smaller)
    return relative(found, _counted_precision(smaller), count)


def _ahead(found: Found) -> Expression | None:
    """Return "in two weeks", "within three days", of what is still to come."""
    unit, number = _unit(found), found.number("n", "Number") or 0
    if not speaks_of_future(found.tokens, found.start) or unit in {"hour", "century"}:
        return None
    if found.word("i") == "within":
        return _rolling(found, number, unit, Time.FUTURE)
    return relative(found, _counted_precision(unit), _counted(number, unit))


def _part_of_this(found: Found) -> Expression | None:
    """Return "the first half of the year"."""
    number, unit, part = found.number("n", "Ordinal"), _unit(found), found.word("p")
    if number is None or unit not in {"year", "month"} or (part == "quarter" and unit == "month"):
        return None
    change = part_change(number, part)

    def of(first: date, _last: date) -> Interval:
        return change(unit_of(first, unit)) if change else unit_of(first, unit)

    return relative(found, Precision(part), of)


def _day_alone(found: Found) -> Expression | None:
    """Return "on the 12th"."""
    tokens = found.tokens
    article = tokens.before(found.start)
    opening = tokens.word(tokens.before(article))
    if tokens.word(article) != "the" or opening not in {"on", "by", "until", "since"}:
        return None
    if not _ends_here(found):
        return None
    number = found.number("d")
    if number is None:
        return None
    cycle = Cycle(Period.MONTH, lambda day: (day.replace(day=number),) * 2)
    return Expression(found.start, found.end, Precision.DAY, cycle=cycle)


def _quarter_alone(found: Found) -> Expression | None:
    """Return "in Q4", of the year that it is in."""
    number, tokens = found.number("n"), found.tokens
    before = tokens.word(tokens.before(found.start))
    is_first = tokens.word(found.end) == "-" and tokens.word(found.end + 1) == "q"
    if number is None or number > 4 or not (is_first or before in surrounding("before_year")):  # noqa: PLR2004
        return None
    cycle = Cycle(Period.YEAR, lambda day: quarter_of(day.year, number))
    return Expression(found.start, found.end, Precision.QUARTER, cycle=cycle)


def _earlier(sign: int) -> Callable[[Found], Expression | None]:
    def build(found: Found) -> Expression | None:
        word = found.word("e")
        if word in {"before", "after"} and not _ends_here(found):
            return None
        unit, number = _unit(found), found.number("n", "Number") or 0
        count = _counted(sign * number, unit)
        made = relative(found, _counted_precision(unit), count, Anchor.TEXT)
        return replace(made, needs_text=sign > 0)

    return build


def _ends_here(found: Found) -> bool:
    return found.tokens.word(found.tokens.behind(found.end)) in _ENDS


def _day_before(found: Found) -> Expression | None:
    if not _ends_here(found):
        return None
    unit, sign = _unit(found), -1 if found.word("e") == "before" else 1
    return _neighbour(found, unit, sign, Anchor.TEXT)


def _neighbour(found: Found, unit: str, sign: int, anchor: Anchor, part: str = "") -> Expression:
    """Return the unit before or behind the one that a date is in, or that one itself."""

    def of(first: date, _last: date) -> Interval:
        if unit == "day":
            return (first + timedelta(days=sign),) * 2
        return unit_of(shifted(first, sign, unit), unit, part)

    return relative(found, Precision.PART if part else _PRECISIONS[unit], of, anchor)


def _last_unit(found: Found) -> Expression | None:
    """Return "last week", "the past month", "the previous day", "this year"."""
    word, unit = found.word("w"), _unit(found)
    if unit in {"hour", "fortnight"} and word not in {"past", "last"}:
        return None
    if word == "past" or unit in {"hour", "fortnight"}:
        return _rolling(found, 1, unit, Time.PAST)
    if word in {"previous", "preceding", "following"} or (word == "next" and unit == "day"):
        sign = -1 if direction_of(word) is Time.PAST else 1
        return _neighbour(found, unit, sign, Anchor.TEXT)
    sign = _sign(word)
    if unit == "day" and found.tokens.word(found.index("u")) != "night":
        return None
    return _neighbour(found, unit, sign, Anchor.REPORT)


def _last_units(found: Found) -> Expression | None:
    """Return "the past three days", "the next 48 hours"."""
    number, time = found.number("n", "Number"), direction_of(found.word("w"))
    if not number or time not in (Time.PAST, Time.FUTURE):
        return None
    anchored = found.word("w") in {"previous", "preceding", "following"}
    made = _rolling(found, number, _unit(found), time)
    return replace(made, anchor=Anchor.TEXT) if anchored else made


def _rolling(found: Found, count: int, unit: str, time: Time) -> Expression:
    sign = -1 if time is Time.PAST else 1

    def of(first: date, last: date) -> Interval:
        if unit == "hour":
            away = first + sign * timedelta(days=-(-count // _DAY_HOURS))
        else:
            away = first + sign * count * SPANS[unit]
        return (away, last) if sign < 0 else (first, away)

    return relative(found, Precision.DAY, of)


def _same(found: Found) -> Expression | None:
    unit = _unit(found)
    if unit not in {"day", "week", "month", "year"}:
        return None
    return _neighbour(found, unit, 0, Anchor.TEXT) if unit != "day" else _same_day(found)


def _same_day(found: Found) -> Expression:
    return relative(found, Precision.DAY, lambda first, last: (first, last), Anchor.TEXT)


def _part_of_unit(found: Found) -> Expression | None:
    """Return "late last month", "the end of next week", "end of the year"."""
    unit, part = _unit(found), part_of(found.word("p"))
    if unit not in {"week", "month", "year", "decade", "century"}:
        return None
    sign = _sign(found.word("w"))
    return _neighbour(found, unit, sign, Anchor.REPORT, part)


def _earlier_this(found: Found) -> Expression | None:
    unit, is_later = _unit(found), found.word("p") == "later"
    if unit not in {"week", "month", "year", "decade"}:
        return None

    def of(first: date, last: date) -> Interval:
        whole = unit_of(first, unit)
        return (first, whole[1]) if is_later else (whole[0], last)

    return relative(found, Precision.PART, of)


def _weekend(found: Found) -> Expression | None:
    tokens = found.tokens
    word = found.word("w")
    if not word and tokens.word(tokens.before(found.start)) not in {"the", "at", "over"}:
        return None
    time = direction_of(word)

    def of(day: date) -> Interval:
        monday = week_of(day)[0]
        return monday + timedelta(days=5), monday + timedelta(days=6)

    cycle = Cycle(Period.WEEK, of)
    return Expression(found.start, found.end, Precision.DAY, cycle=cycle, time=time)


def _weekday(found: Found) -> Expression | None:
    number = found.number("d", "Weekday")
    if number is None or is_weekday_name(found.tokens, found.index("d"), found.index("d") + 1):
        return None
    word = found.word("w")
    if found.word("v"):  # "Thursday last week"
        sign = _sign(found.word("v"))
        return relative(
            found,
            Precision.DAY,
            lambda first, _: (week_of(first)[0] + timedelta(days=7 * sign + number),) * 2,
        )
    cycle = Cycle(Period.WEEK, lambda day: (week_of(day)[0] + timedelta(days=number),) * 2)
    time = direction_of(word)
    return Expression(
        found.start, found.end, Precision.DAY, cycle=cycle, time=time, weekday=None if word else -1
    )


def _this_part(found: Found) -> Expression | None:
    word, part = found.word("w"), found.word("t")
    if word in {"last", "previous"}:
        return relative(found, Precision.DAY, _days_away(-1)) if part in _NIGHT else None
    if word in {"next", "following"}:
        return relative(found, Precision.DAY, _days_away(1), Anchor.TEXT)
    return relative(found, Precision.DAY, _days_away(0)) if word == "this" else None


def _from_now(found: Found) -> Expression:
    unit, number = _unit(found), found.number("n", "Number") or 0
    return relative(found, _counted_precision(unit), _counted(number, unit))


def _clock(found: Found) -> Expression | None:
    """Return a time of day, which is of the report's day where nothing else is said."""
    tail = any(map(found.word, ("z", "k", "l")))
    made = relative(found, Precision.DAY, _days_away(0))
    if found.word("c") == "." and not tail:
        return None
    return replace(made, is_clock=True, is_bare=not tail)


_N = "n:Count|Number"
RULES = (
    Rule("yesterday PartOfDay?", _fixed_word(-1)),
    Rule("today", _fixed_word(0)),
    Rule("tonight", _fixed_word(0)),
    Rule("tomorrow PartOfDay?", _fixed_word(1)),
    Rule("day before yesterday", _fixed_word(-2)),
    Rule("day after tomorrow", _fixed_word(2)),
    Rule("overnight", _overnight),
    Rule(f"{_N} u:Unit ago", _ago),
    Rule("a n:couple of u:Unit ago", _ago),
    Rule("a|Vague Vague? u:Unit ago", _vague_ago),
    Rule(f"{_N} u:Unit e:earlier|before", _earlier(-1)),
    Rule(f"{_N} u:Unit e:later|after", _earlier(1)),
    Rule("u:day|night|week|month|year e:before|after", _day_before),
    Rule(
        "w:Last|Next|This u:day|night|week|month|quarter|year|decade|fortnight|century", _last_unit
    ),
    Rule(f"w:Last|Next {_N} u:Unit", _last_units),
    Rule("w:Last|Next a? Vague u:Unit", _vague),
    Rule("that u:day|night|week|month|year", _same),
    Rule("same PartOfDay", _same_day),
    Rule("same u:day|night|week|month|year", _same),
    Rule("p:early|mid|late|Edge -? of? w:Last|Next|This u:Unit", _part_of_unit),
    Rule("p:Edge of the u:Unit", _part_of_unit),
    Rule("u:year ~- p:end", _part_of_unit),
    Rule("p:earlier|later w:this u:Unit", _earlier_this),
    Rule("half a u:Unit ago", _and_a_half),
    Rule("n:Number|Count and a half u:Unit ago", _and_a_half),
    Rule("n:a|one u:Unit and a half ago", _and_a_half),
    Rule(f"i:in|within {_N} u:Unit", _ahead),
    Rule("n:Ordinal p:half|quarter of the|this u:Unit", _part_of_this),
    Rule("d:Day ~Suffix", _day_alone),
    Rule("q ~n:MonthNumber", _quarter_alone),
    Rule("w:Last|Next|This weekend", _weekend),
    Rule("weekend", _weekend),
    Rule("d:Weekday PartOfDay?", _weekday),
    Rule("w:Last|Next|This d:Weekday PartOfDay?", _weekday),
    Rule("d:Weekday PartOfDay? of? v:Last|Next|This week", _weekday),
    Rule("d:Weekday PartOfDay? the? v:previous|following week", _weekday),
    Rule("w:Last|Next|This t:PartOfDay", _this_part),
    Rule(f"{_N} u:Unit from now", _from_now),
    Rule(f"in {_N} u:Unit ' time", _from_now),
    Rule("h:Hour ~c::|. ~Minute [ ~: ~Minute ] [ k:Clock ] [ z:Zone ] [ l:local time? ]", _clock),
    Rule("h:Hour ~c::|. ~Minute k:a|p ~. ~m ~.? [ z:Zone ] [ l:local time? ]", _clock),
    Rule("h:Hour k:am|pm [ z:Zone ] [ l:local time? ]", _clock),
    Rule("h:Hour k:a|p ~. ~m ~.? [ z:Zone ] [ l:local time? ]", _clock),
    Rule("h:HourMinute z:Zone", _clock),
    Rule("h:HourMinute k:hours|hrs|h [ z:Zone ] [ l:local time? ]", _clock),
    Rule("h:HourMinute l:local time?", _clock),
)
