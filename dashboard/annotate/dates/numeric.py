"""Rules of dates in numbers: in any order, ISO's, and military date-time groups."""

from datetime import date
from functools import partial

from ...model import Precision
from .absolute import year_written, yearly
from .calendar import days_of, month_of
from .expressions import Cycle, Expression, Interval, Order, Period
from .feasts import Feasts
from .lexing import Tokens
from .notation import Found, Rule
from .surroundings import is_counted
from .vocabulary import LINE, PARAGRAPH, Vocabulary, surrounding

_MONTHS = 12
_LIKELY_YEARS = range(1950, 2100)
_ZONE = "[ ~t ~Digits [ ~: ~Minute [ ~: ~Minute [ ~. ~Digits ] ] ] ~z? [ ~+|- ~Digits ~:? ~Two? ] ]"


def _numeric(found: Found) -> Expression | None:
    one, two, year = found.number("a"), found.number("b"), year_written(found)
    if one is None or two is None or year is None or not _is_date(found):
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


def _spaced(found: Found) -> Expression | None:
    """Return "14 -03 -2024", which stray blanks have torn."""
    year = found.number("y")
    is_torn_apart = found.end - found.start > 5  # noqa: PLR2004  blanks among the five tokens
    return _numeric(found) if is_torn_apart and year in _LIKELY_YEARS else None


def _days(found: Found) -> Expression | None:
    """Return days of a month in numbers from one to another: "18-20.3.2024"."""
    first, last, month = found.number("a"), found.number("b"), found.number("m")
    year = year_written(found)
    if first is None or last is None or month is None or year is None or not first < last:
        return None
    if found.word("s") != found.word("t"):
        return None
    of_year, order = partial(days_of, month=month, first=first, last=last), Order.DAY_FIRST
    return yearly(found, of_year, Precision.DAY, year=year, order=order, is_range=True)


def _span(found: Found) -> Expression | None:
    """Return two days in numbers whose year stands behind the second: "18.03-20.03.2024"."""
    pairs = (("a", "m"), ("b", "n"))
    numbers = [(found.number(one) or 0, found.number(two) or 0) for one, two in pairs]
    year = year_written(found)
    if year is None or len({found.word(name) for name in "stu"}) > 1:
        return None
    is_month_first = any(second > _MONTHS for _, second in numbers)
    (day, month), (last_day, last_month) = (
        (two, one) if is_month_first else (one, two) for one, two in numbers
    )
    if max(month, last_month) > _MONTHS:
        return None

    def of_year(of: int) -> Interval:
        first = date(of - (month > last_month), month, day)
        return first, date(of, last_month, last_day)

    order = Order.MONTH_FIRST if is_month_first else Order.DAY_FIRST
    return yearly(found, of_year, Precision.DAY, year=year, order=order, is_range=True)


def _without_year(found: Found) -> Expression | None:
    """Return "on 14/3", where the words around it say that it is a day."""
    one, two = found.number("a"), found.number("b")
    if one is None or two is None:
        return None
    event = Feasts.shipped().events.get(f"{found.word('a')}/{found.word('b')}")
    if event and not found.word("w") and found.word("s") == "/":
        return Expression(found.start, found.end, Precision.DAY, fixed=(event, event))
    return _day_and_month(found, one, two) if _is_said_to_be_day(found) else None


def _day_and_month(found: Found, one: int, two: int) -> Expression | None:
    day_first = _yearly_cycle(two, one) if 0 < two <= _MONTHS else None
    month_first = _yearly_cycle(one, two) if one <= _MONTHS else None
    cycle = day_first or month_first
    if cycle is None:
        return None
    order = None
    if not (day_first and month_first):
        order = Order.DAY_FIRST if day_first else Order.MONTH_FIRST
    return Expression(
        found.start,
        found.end,
        Precision.DAY,
        cycle=cycle,
        swapped=month_first if day_first and one != two else None,
        order=order,
        is_numeric=True,
    )


def _stands_alone(found: Found) -> bool:
    """Whether "(31/10)" stands in brackets, or "05/03:" at the head of a line."""
    tokens, start, end = found.tokens, found.start, found.end
    is_day = 12 < max(int(found.word("a")), int(found.word("b"))) <= 31  # noqa: PLR2004
    if tokens.word(start - 1) == "(" and tokens.word(end) == ")":
        return is_day and {found.word("a"), found.word("b")} != {"24", "7"}
    opens = start == 0 or tokens.codes[start - 1] in (LINE, PARAGRAPH)
    behind = tokens.behind(end)
    return opens and _is_padded(found) and behind >= 0 and tokens.codes[behind] in "-:"


def _is_number(tokens: Tokens, index: int) -> bool:
    return tokens.word(index).isdecimal()


def _yearly_cycle(month: int, day: int) -> Cycle:
    return Cycle(Period.YEAR, lambda at: (date(at.year, month, day),) * 2)


def _is_said_to_be_day(found: Found) -> bool:
    if found.tokens.word(found.end) in {"/", "-"} and _is_number(found.tokens, found.end + 1):
        return False
    if found.word("w") or (found.word("s") == "/" and _stands_alone(found)):
        return True
    is_decimal = found.word("s") == "."
    if is_decimal and not 12 < int(found.word("a")) <= 31 >= int(found.word("b")):  # noqa: PLR2004
        return False
    return _is_cued(found)


def _is_cued(found: Found) -> bool:
    """Whether the words around a day and month in numbers are such as dates have."""
    tokens = found.tokens
    before = tokens.before(found.start)
    if tokens.word(before) in {",", "("}:
        before = tokens.before(before)
    word, values = tokens.word(before), Vocabulary.shipped().values
    behind = tokens.word(tokens.behind(found.end))
    if word in values["Weekday"]:
        return True
    if word == "by" and max(int(found.word("a")), int(found.word("b"))) > 12:  # noqa: PLR2004
        return True
    return word in surrounding("before_day") and behind not in surrounding("behind_fraction")


def _is_date(found: Found) -> bool:
    """Whether three numbers are a date, and no version, count or size."""
    if found.word("s") != found.word("t") or is_counted(found.tokens, found.index("y")):
        return False
    if len(found.word("y")) > 2:  # noqa: PLR2004
        return True
    if found.word("s") == "-":  # not as in 12-05-20
        before = found.tokens.word(found.tokens.before(found.start))
        return before in surrounding("before_day") and _is_padded(found)
    return _is_likely(found)


def _is_padded(found: Found) -> bool:
    return all(len(found.word(name)) == 2 for name in "ab")  # noqa: PLR2004


def _is_likely(found: Found) -> bool:
    """Whether numbers with a year of two digits are a date and no version, as 6.1.12 is."""
    is_padded = _is_padded(found)
    is_day = max(int(found.word("a")), int(found.word("b"))) > 12  # noqa: PLR2004  no month
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


def _spaced_group(found: Found) -> Expression | None:
    """Return "18 1430 Z Mar 24", whose zone is a capital letter."""
    return _group(found) if found.tokens.written(found.index("z")).isupper() else None


def _aviation_group(found: Found) -> Expression | None:
    """Return the day of ten digits, YYMMDDhhmm, as notices to airmen have them."""
    tokens, digits = found.tokens, found.word("g")
    before = tokens.before(found.start)
    word = tokens.word(before)
    is_field = word == ")" and tokens.word(tokens.before(before)) in {"b", "c"}
    if not (is_field or word in surrounding("before_group") or _is_group(tokens, before)):
        return None
    year, month, day = 2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    return yearly(found, lambda of: (date(of, month, day),) * 2, Precision.DAY, year=year)


def _is_group(tokens: Tokens, index: int) -> bool:
    """Whether another such group stands before a dash."""
    other = tokens.before(index)
    is_dash = tokens.codes[index : index + 1] == "-"
    return is_dash and tokens.codes[other] in Vocabulary.shipped().codes_of("AviationGroup")


def _groups(found: Found) -> Expression | None:
    """Return "160600Z-170600Z OCT 23": from one group to another of the same month."""
    first, last = (int(found.word(name)[:2]) for name in ("a", "g"))
    month, year = found.number("m", "Month"), year_written(found)
    if month is None or first > last:
        return None
    of_year = partial(days_of, month=month, first=first, last=last)
    return yearly(found, of_year, Precision.DAY, year=year, is_range=True)


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
    Rule("a:Day s:.|/|- b:Day t:.|/|- y:Year", _spaced),
    Rule("a:Day ~- ~b:Day ~s:.|/ ~m:MonthNumber ~t:.|/ ~y:Year|Two", _days),
    Rule("a:Day ~.? - b:Day ~s:. ~m:MonthNumber ~t:. ~y:Year|Two", _days),
    Rule("a:Day ~s:.|/ ~m:Day ~.? -|to b:Day ~t:.|/ ~n:Day ~u:.|/ ~y:Year|Two", _span),
    Rule("a:Day ~s:/ ~b:Day", _without_year),
    Rule("w:Weekday|ShortWeekday ~.? ,? a:Day ~s:/|. ~b:Day", _without_year),
    Rule("a:Two ~s:. ~b:Two ~.?", _without_year),
    Rule(f"y:Year ~s:-|/|. ~m:MonthNumber ~t:-|/|. ~d:Day {_ZONE}", _iso),
    Rule("d:CompactDate ~t ~Digits ~z?", _compact),
    Rule("d:CompactDate", _compact),
    Rule("g:AviationGroup", _aviation_group),
    Rule("g:DayHourMinute z:ZoneLetter m:Month y:Two|Year", _spaced_group),
    Rule("g:Day HourMinute z:ZoneLetter m:Month y:Two|Year", _spaced_group),
    Rule("g:DayHourMinute hours|hrs|h|local m:Month y:Two|Year", _group),
    Rule("HourMinute ~ZoneLetter g:Day m:Month [ y:Year|Two ]", _group),
    Rule("g:DayHourMinute ~ZoneLetter m:Month y:Two|Year", _group),
    Rule("g:DayHourMinute ~ZoneLetter m:Month", _group),
    Rule("g:DayHourMinute ~m:ZoneMonth y:Two|Year", _group),
    Rule("g:Day HourMinute ~ZoneLetter m:Month y:Two|Year", _group),
    Rule("g:DayHourMinute ~z", _group_alone),
    Rule(
        "a:DayHourMinute ~ZoneLetter? -|to g:DayHourMinute ~ZoneLetter m:Month [ y:Two|Year ]",
        _groups,
    ),
    Rule("m:MonthNumber ~s:/ ~y:Year", _month_number),
    Rule("y:Year ~s:- ~m:MonthNumber", _month_number),
)
