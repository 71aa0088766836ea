"""Rules of dates that are counted from the report, or from another date of the text."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from ...model import Precision
from .calendar import SPANS, quarter_of, shifted, unit_of
from .counting import (
    COUNTS,
    Count,
    count_of,
    days_away,
    direction_of,
    part_of,
    precision_of,
    relative,
    sign_of,
)
from .expressions import Anchor, Cycle, Expression, Interval, Period, Time
from .modification import part_change
from .notation import Found, Rule
from .surroundings import is_apart, is_title
from .tense import speaks_of_future
from .vocabulary import Vocabulary, surrounding

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
_SOME_DAYS = timedelta(days=14)
_SIZES = {"day": 0, "week": 1, "half": 1, "month": 2, "quarter": 3, "year": 4, "decade": 5}
"""Of units, to tell a part from its whole; a half is of a month at least."""
_VAGUE = "the words give no number"
_DAY_HOURS = 24
_ENDS = set(".,;:!?)\"'") | {"", "-"}


def _fixed_word(days: int) -> Callable[[Found], Expression | None]:
    def build(found: Found) -> Expression | None:
        if is_title(found.tokens, found.start, found.end):
            return None
        return relative(found, Precision.DAY, days_away(days))

    return build


def _overnight(found: Found) -> Expression:
    return relative(found, Precision.DAY, lambda first, _: (first - timedelta(days=1), first))


def _unit(found: Found) -> str:
    return found.value("u", "Unit")


def _counted(count: int, unit: str) -> Count:
    """Count from a date, to a day for days and weeks, else to the whole unit."""

    def of(first: date, last: date) -> Interval:
        base = _base(first, last, count)
        if unit == "hour":
            return (base + timedelta(days=int(count / _DAY_HOURS)),) * 2
        day = shifted(base, count, unit)
        if unit in _AGO_AS_DAY:
            return day, day
        # Two decades ago is a year.
        return unit_of(day, "year" if unit in {"decade", "century"} else unit)

    return of


def _base(first: date, last: date, sign: int) -> date:
    """Return the day that is counted from: what is later is so behind the last of some days."""
    return last if sign > 0 and last - first <= _SOME_DAYS else first


def _counted_precision(unit: str) -> Precision:
    if unit in _AGO_AS_DAY:
        return Precision.DAY
    return Precision.YEAR if unit in {"decade", "century"} else _PRECISIONS[unit]


def _ago(found: Found) -> Expression:
    unit, number = _unit(found), count_of(found)
    return relative(found, _counted_precision(unit), _counted(-number, unit), Anchor.REPORT)


def _back(found: Found) -> Expression | None:
    """Return "three days back", which is no stay: "spent three days back home"."""
    before = found.tokens.word(found.tokens.before(found.start))
    if (
        _unit(found) == "hour"
        or before in surrounding("before_stay")
        or not is_apart(found.tokens, found.end)
    ):
        return None
    return _ago(found)


def _ago_today(found: Found) -> Expression | None:
    """Return "a year ago today": the same day of another year or month."""
    unit, number = _unit(found), count_of(found)
    if unit == "hour":
        return None
    away = -1 if found.word("e") == "yesterday" else 0
    whole = found.word("v") or "day"

    def of(first: date, _last: date) -> Interval:
        return unit_of(shifted(first, -number, unit) + timedelta(days=away), whole)

    return relative(found, _PRECISIONS[whole], of)


def _before_last(found: Found) -> Expression | None:
    """Return "the week before last", "the month after next"."""
    unit, sign = _unit(found), sign_of(found.word("w"))
    is_back = found.word("e") == "before"
    if sign != (-1 if is_back else 1) or unit in {"hour", "fortnight"}:
        return None
    if unit == "day":
        return relative(found, Precision.DAY, days_away(2 * sign))
    return _neighbour(found, unit, 2 * sign, Anchor.REPORT)


def _to_date(found: Found) -> Expression:
    """Return "year to date": from the beginning of the year to the report."""
    unit = _unit(found)
    return relative(found, Precision.PART, lambda first, last: (unit_of(first, unit)[0], last))


def _hours_to(found: Found) -> Expression | None:
    """Return "24 hours to 0600", of the report's day."""
    days = -(-count_of(found) // _DAY_HOURS)
    return relative(found, Precision.DAY, lambda first, _: (first - timedelta(days=days), first))


def _from_day(found: Found) -> Expression | None:
    """Return "a week from tomorrow"."""
    unit, number = _unit(found), count_of(found)
    if unit == "hour":
        return None
    base = {"yesterday": -1, "tomorrow": 1}.get(found.word("e"), 0)

    def of(first: date, _last: date) -> Interval:
        return (shifted(first + timedelta(days=base), number, unit),) * 2

    return relative(found, Precision.DAY, of)


def _vague_ago(found: Found) -> Expression:
    if _unit(found) == "hour":
        return relative(found, Precision.DAY, days_away(0))
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
    unit, number = _unit(found), count_of(found)
    is_moment = unit == "hour" and found.word("i") == "in" and number % _DAY_HOURS
    if not speaks_of_future(found.tokens, found.start) or is_moment or unit == "century":
        return None
    if found.word("i") == "within":
        return _rolling(found, number, unit, Time.FUTURE)
    return relative(found, _counted_precision(unit), _counted(number, unit))


def _part_of_this(found: Found) -> Expression | None:
    """Return "the first half of the year"."""
    number, unit, part = found.number("n", "Ordinal"), _unit(found), found.word("p")
    count, parts = found.number("k", "Number"), Vocabulary.shipped().values["Unit"]
    smaller = part if part == "half" else str(parts[part])
    if number is None or _SIZES.get(smaller, 9) >= _SIZES.get(unit, 0):
        return None
    change = part_change(number, smaller, count, is_many=part.endswith("s"))
    if change is None:
        return None
    is_named = smaller in {"half", "quarter"}
    precision = Precision(smaller) if is_named else Precision.PART
    if smaller == "day" and not part.endswith("s"):
        precision = Precision.DAY
    return relative(found, precision, lambda first, _: change(unit_of(first, unit)))


def _last_day(found: Found) -> Expression | None:
    """Return "in the last day", as of the last 24 hours."""
    tokens = found.tokens
    the = tokens.before(found.start)
    is_cued = tokens.word(tokens.before(the)) in {"in", "over", "during", "within"}
    if tokens.word(the) != "the" or not is_cued:
        return None
    return (
        None
        if tokens.word(tokens.behind(found.end)) == "of"
        else _rolling(found, 1, "day", Time.PAST)
    )


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
        if word in {"before", "after", "prior"} and not _ends_here(found):
            return None
        unit, number = _unit(found), count_of(found)
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

    def of(first: date, last: date) -> Interval:
        if unit == "day":
            return (_base(first, last, sign) + timedelta(days=sign),) * 2
        return unit_of(shifted(first, sign, unit), unit, part)

    return relative(found, precision_of(part, _PRECISIONS[unit]), of, anchor)


def _last_unit(found: Found) -> Expression | None:
    """Return "last week", "the past month", "the previous day", "this year"."""
    word, unit = found.word("w"), _unit(found)
    if unit in {"hour", "fortnight"} and word not in {"past", "last", "next", "coming"}:
        return None
    if unit in {"hour", "fortnight"} and direction_of(word) is Time.FUTURE:
        return _rolling(found, 1, unit, Time.FUTURE)
    if word == "past" or unit in {"hour", "fortnight"}:
        return _rolling(found, 1, unit, Time.PAST)
    if word in {"previous", "preceding", "following"} or (word == "next" and unit == "day"):
        sign = -1 if direction_of(word) is Time.PAST else 1
        return _neighbour(found, unit, sign, Anchor.TEXT)
    if unit == "day" and found.tokens.word(found.index("u")) != "night":
        return None
    is_told = word == "next" and _is_of_text(found)
    return _neighbour(found, unit, sign_of(word), Anchor.TEXT if is_told else Anchor.REPORT)


def _is_of_text(found: Found) -> bool:
    """Whether "the next week" is the one behind what was told, and is not to come."""
    tokens = found.tokens
    has_article = tokens.word(tokens.before(found.start)) == "the"
    return has_article and not speaks_of_future(tokens, found.start)


def _last_units(found: Found) -> Expression | None:
    """Return "the past three days", "the next 48 hours"."""
    number, time = count_of(found), direction_of(found.word("w"))
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
    sign = sign_of(found.word("w"))
    return _neighbour(found, unit, sign, Anchor.REPORT, part)


def _earlier_this(found: Found) -> Expression | None:
    unit, is_later = _unit(found), found.word("p") == "later"
    if unit not in {"week", "month", "year", "decade"}:
        return None

    def of(first: date, last: date) -> Interval:
        whole = unit_of(first, unit)
        return (first, whole[1]) if is_later else (whole[0], last)

    return relative(found, Precision.PART, of)


def _from_now(found: Found) -> Expression:
    unit, number = _unit(found), count_of(found)
    return relative(found, _counted_precision(unit), _counted(number, unit))


RULES = (
    Rule("yesterday PartOfDay?", _fixed_word(-1)),
    Rule("today", _fixed_word(0)),
    Rule("tonight", _fixed_word(0)),
    Rule("tomorrow PartOfDay?", _fixed_word(1)),
    Rule("day before yesterday", _fixed_word(-2)),
    Rule("day after tomorrow", _fixed_word(2)),
    Rule("overnight", _overnight),
    *(Rule(f"{n} u:Unit ago", _ago) for n in COUNTS),
    *(Rule(f"{n} u:Unit back", _back) for n in COUNTS),
    *(Rule(f"{n} u:Unit ago e:today|yesterday|tonight", _ago_today) for n in COUNTS),
    *(Rule(f"{n} u:Unit ago this v:day|week|month", _ago_today) for n in COUNTS),
    Rule("a n:couple of u:Unit ago", _ago),
    Rule("a n:couple|dozen u:Unit ago", _ago),
    Rule("a|Vague Vague? u:Unit ago", _vague_ago),
    *(
        Rule(f"{n} u:Unit e:earlier|before|prior|previously|beforehand", _earlier(-1))
        for n in COUNTS
    ),
    *(Rule(f"{n} u:Unit e:later|after|afterwards|afterward", _earlier(1)) for n in COUNTS),
    Rule("u:day|night|week|weekend|month|quarter|year e:before w:Last", _before_last),
    Rule("u:day|week|month|quarter|year e:after w:Next", _before_last),
    Rule("u:week|month|quarter|year ~-? to ~-? date", _to_date),
    *(
        Rule(f"{n} HourUnit to|until|till|ending|ended|up HourMinute Clock?", _hours_to)
        for n in COUNTS
    ),
    *(Rule(f"{n} u:Unit from e:today|tomorrow|yesterday|tonight", _from_day) for n in COUNTS),
    Rule("u:day|night|week|month|year e:before|after", _day_before),
    Rule(
        "w:Last|Next|This u:day|night|week|month|quarter|year|decade|fortnight|century", _last_unit
    ),
    *(Rule(f"w:Last|Next {n} u:Unit", _last_units) for n in COUNTS),
    Rule("w:Last|Next n:couple of u:Unit", _last_units),
    Rule("w:Last|Next a? Vague u:Unit", _vague),
    Rule("that u:day|night|week|month|year", _same),
    Rule("same PartOfDay", _same_day),
    Rule("same u:day|night|week|month|year", _same),
    Rule("p:early|mid|late|Edge -? of? w:Last|Next|This u:Unit", _part_of_unit),
    Rule("p:Edge of the u:Unit", _part_of_unit),
    Rule("u:year|month ~-? p:end", _part_of_unit),
    Rule("p:earlier|later w:this u:Unit", _earlier_this),
    Rule("half a u:Unit ago", _and_a_half),
    Rule("n:Number|Count -? and -? a -? half -? u:Unit ago", _and_a_half),
    Rule("n:a|one u:Unit and a half ago", _and_a_half),
    *(Rule(f"i:in|within {n} u:Unit", _ahead) for n in COUNTS),
    *(Rule(f"i:within the next|coming|following {n} u:Unit", _ahead) for n in COUNTS),
    Rule("n:Ordinal p:half|quarter of the|this u:Unit", _part_of_this),
    Rule("n:Ordinal k:Count|Number? p:Unit of the|this u:Unit", _part_of_this),
    Rule("w:last u:day", _last_day),
    Rule("q ~n:MonthNumber", _quarter_alone),
    *(Rule(f"{n} u:Unit from now", _from_now) for n in COUNTS),
    *(Rule(f"{n} u:Unit e:before that", _earlier(-1)) for n in COUNTS),
    *(Rule(f"{n} u:Unit e:after that", _earlier(1)) for n in COUNTS),
    *(Rule(f"in {n} u:Unit ' [ ~s ] time", _from_now) for n in COUNTS),
    *(Rule(f"{n} u:Unit ' [ ~s ] time", _from_now) for n in COUNTS),
)
