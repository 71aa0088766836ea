"""Rules of dates in numbers: in any order, ISO's, and military date-time groups."""

from datetime import date

from ...model import Precision
from .absolute import year_written, yearly
from .calendar import month_of
from .expressions import Cycle, Expression, Interval, Order, Period
from .notation import Found, Rule
from .surroundings import surrounding
from .vocabulary import Vocabulary

_ZONE = "[ ~t ~Hour ~: ~Minute [ ~: ~Minute [ ~. ~Digits ] ] ~z? [ ~+|- ~Two ~:? ~Two? ] ]"


def _numeric(found: Found) -> Expression | None:
    one, two, year = found.number("a"), found.number("b"), year_written(found)
    if one is None or two is None or year is None or found.word("s") != found.word("t"):
        return None
    if found.word("s") == "-" and len(found.word("y")) <= 2:  # noqa: PLR2004  as in 12-05-20
        return None
    if len(found.word("y")) <= 2 and not _is_likely(found):  # noqa: PLR2004
        return None
    readings: list[Interval | None] = []
    for month, day in ((two, one), (one, two)):
        try:
            readings.append((date(year, month, day),) * 2)
        except ValueError:
            readings.append(None)
    day_first, month_first = readings
    if day_first and month_first and day_first != month_first:
        return Expression(
            found.start,
            found.end,
            Precision.DAY,
            readings=(day_first, month_first),
            is_numeric=True,
        )
    fixed = day_first or month_first
    if fixed is None:
        return None
    order = None
    if day_first != month_first:
        order = Order.DAY_FIRST if day_first else Order.MONTH_FIRST
    return Expression(
        found.start, found.end, Precision.DAY, fixed=fixed, order=order, is_numeric=True
    )


def _is_likely(found: Found) -> bool:
    """Whether numbers with a year of two digits are a date and no version, as 6.1.12 is."""
    pieces = found.word("a"), found.word("b")
    is_padded = all(len(piece) == 2 for piece in pieces)  # noqa: PLR2004
    is_day = max(map(int, pieces)) > 12  # noqa: PLR2004  no month
    before = found.tokens.word(found.tokens.before(found.start))
    return found.word("s") == "/" or is_padded or is_day or before in surrounding("before_year")


def _iso(found: Found) -> Expression | None:
    if found.word("s") != found.word("t"):
        return None
    year, month, day = found.number("y"), found.number("m"), found.number("d")
    if year is None or month is None or day is None:
        return None
    return yearly(found, lambda of: (date(of, month, day),) * 2, Precision.DAY, year=year)


def _compact(found: Found) -> Expression | None:
    digits = found.word("d")
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    return yearly(found, lambda of: (date(of, month, day),) * 2, Precision.DAY, year=year)


def _group(found: Found) -> Expression | None:
    """Return the day of a military date-time group, as it is written."""
    kind = "ZoneMonth" if found.word("m") in Vocabulary.shipped().values["ZoneMonth"] else "Month"
    month, day = found.number("m", kind), int(found.word("g")[:2])
    if month is None:
        return None
    year = year_written(found)
    return yearly(found, lambda of: (date(of, month, day),) * 2, Precision.DAY, year=year)


def _group_alone(found: Found) -> Expression | None:
    day = int(found.word("g")[:2])
    cycle = Cycle(Period.MONTH, lambda at: (at.replace(day=day),) * 2)
    return Expression(found.start, found.end, Precision.DAY, cycle=cycle)


def _month_number(found: Found) -> Expression | None:
    month, year = found.number("m"), found.number("y")
    if month is None or year is None:
        return None
    if len(found.word("m")) == 1 and found.word("s") != "/":
        return None
    return yearly(found, lambda of: month_of(of, month), Precision.MONTH, year=year)


RULES = (
    Rule("a:Day ~s:.|/|- ~b:Day ~t:.|/|- ~y:Year|Two", _numeric),
    Rule(f"y:Year ~s:-|/|. ~m:MonthNumber ~t:-|/|. ~d:Day {_ZONE}", _iso),
    Rule("d:CompactDate ~t ~Digits ~z?", _compact),
    Rule("g:DayHourMinute ~ZoneLetter m:Month y:Two|Year", _group),
    Rule("g:DayHourMinute ~ZoneLetter m:Month", _group),
    Rule("g:DayHourMinute ~m:ZoneMonth y:Two|Year", _group),
    Rule("g:Day HourMinute ~ZoneLetter m:Month y:Two|Year", _group),
    Rule("g:DayHourMinute ~z", _group_alone),
    Rule("m:MonthNumber ~s:/ ~y:Year", _month_number),
    Rule("y:Year ~s:- ~m:MonthNumber", _month_number),
)
