"""Rules of dates that the calendar alone fixes, but for a year that is left out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from ...model import Precision
from .calendar import (
    EARLY,
    LATE,
    MIDDLE,
    century_of,
    decade_of,
    month_of,
    months_of,
    quarter_of,
    season_of,
    week_of,
    year_of,
)
from .expressions import Cycle, Expression, Interval, Order, Period, Time
from .notation import Found, Rule
from .surroundings import (
    is_bare_month,
    is_bare_season,
    is_bare_year,
    is_counted,
    month_is_written,
    surrounding,
)
from .vocabulary import Vocabulary

_PIVOT = 69
"""Last year of two digits that is of this century."""
_CENTURY, _DECADE, _OLDEST = 100, 10, 20
_HALVES = {1: (1, 6), 2: (7, 12), -1: (7, 12)}
_NONE = "there is no such day"


def year_written(found: Found, name: str = "y") -> int | None:
    """Return a year that may be written with two digits; None where it is left out."""
    value = found.number(name)
    if value is None or value >= _CENTURY:
        return value
    return value + (2000 if value <= _PIVOT else 1900)


def yearly(
    found: Found,
    of_year: Callable[[int], Interval],
    precision: Precision,
    *,
    year: int | None = None,
    time: Time | None = None,
    order: Order | None = None,
    is_range: bool = False,
) -> Expression:
    """Return what comes every year, fixed where its year is known."""

    def facts(**when: object) -> Expression:
        return Expression(
            found.start,
            found.end,
            precision,
            time=time,
            order=order,
            is_range=is_range,
            **when,  # type: ignore[arg-type]
        )

    if year is None:
        return facts(cycle=Cycle(Period.YEAR, lambda day: of_year(day.year)))
    try:
        return facts(fixed=of_year(year))
    except ValueError:
        return facts(unfixed=_NONE)


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


def _day_of_month(order: Order) -> Callable[[Found], Expression | None]:
    def build(found: Found) -> Expression | None:
        month, day = found.number("m", "Month"), found.number("d", "Ordinal")
        if month is None or day is None or not month_is_written(found, "m"):
            return None
        if found.word("y") and is_counted(found.tokens, found.index("y")):
            return None
        year = year_written(found)
        made = yearly(
            found,
            lambda of: (date(of, month, day),) * 2,
            Precision.DAY,
            year=year,
            order=order,
        )
        return replace(made, weekday=_weekday(found))

    return build


def _weekday(found: Found) -> int | None:
    if not found.word("w"):
        return None
    word = found.word("w")
    values = Vocabulary.shipped().values
    return int(values["Weekday"].get(word, values["ShortWeekday"].get(word, 0)))


def _foreign(found: Found) -> Expression | None:
    """Return a day or month whose month is named in another language than English."""
    month, day, year = found.number("m", "ForeignMonth"), found.number("d"), year_written(found)
    if month is None or (year is not None and is_counted(found.tokens, found.index("y"))):
        return None
    if day is None:
        return yearly(found, lambda of: month_of(of, month), Precision.MONTH, year=year)
    order = Order.DAY_FIRST
    return yearly(
        found, lambda of: (date(of, month, day),) * 2, Precision.DAY, year=year, order=order
    )


def _german(found: Found) -> Expression | None:
    """Return "am 5. April", whose full stop ends no sentence."""
    before = found.tokens.word(found.tokens.before(found.start))
    if before not in surrounding("before_german_day"):
        return None
    return _day_of_month(Order.DAY_FIRST)(found)


def _month(found: Found) -> Expression | None:
    month = found.number("m", "Month")
    if month is None:
        return None
    year = year_written(found)
    part = part_of(found.word("p"))
    word = found.word("w")
    is_alone = year is None and not part
    if not month_is_written(found, "m") or (is_alone and not is_bare_month(found)):
        return None
    if year is not None and is_counted(found.tokens, found.index("y")):
        return None
    precision = Precision.PART if part else Precision.MONTH
    return yearly(
        found,
        lambda of: month_of(of, month, part),
        precision,
        year=year,
        time=direction_of(word),
    )


def _half_month(found: Found) -> Expression | None:
    month, number = found.number("m", "Month"), found.number("n", "Ordinal")
    if month is None or number not in _HALVES or not month_is_written(found, "m"):
        return None

    def of_year(year: int) -> Interval:
        first, last = month_of(year, month)
        return (first, first.replace(day=15)) if number == 1 else (first.replace(day=16), last)

    return yearly(found, of_year, Precision.PART, year=year_written(found))


def _year(found: Found) -> Expression | None:
    year = found.number("y")
    if year is None or not is_bare_year(found):
        return None
    part = part_of(found.word("p"))
    precision = Precision.PART if part else Precision.YEAR
    return Expression(found.start, found.end, precision, fixed=year_of(year, part))


def _years(found: Found) -> Expression | None:
    """Return years from one to another: 2011–2015, 2022/23."""
    first, last = found.number("y"), found.number("z")
    if first is None or last is None:
        return None
    if last < _CENTURY:
        is_next = last == (first + 1) % _CENTURY
        if not is_next and (found.word("s") == "/" or last <= first % _CENTURY):
            return None
        is_hyphen = found.tokens.written(found.index("s")) == "-"
        if is_hyphen and last <= 12 and not _is_span_of_years(found):  # noqa: PLR2004  ISO: 2024-05
            return None
        last += first - first % _CENTURY + (_CENTURY if last < first % _CENTURY else 0)
    if not first < last <= first + _CENTURY or is_counted(found.tokens, found.end - 1):
        return None
    fixed = date(first, 1, 1), date(last, 12, 31)
    return Expression(found.start, found.end, Precision.YEAR, fixed=fixed, is_range=True)


def _is_span_of_years(found: Found) -> bool:
    behind = found.tokens.word(found.tokens.behind(found.end))
    values = Vocabulary.shipped().values
    return behind in values["Season"] or behind in values["Fiscal"] or behind == "season"


def _fiscal(found: Found) -> Expression | None:
    first = year_written(found)
    if first is None:
        return None
    last = found.number("z") if found.word("z") else first
    if last is not None and last < _CENTURY:
        last += first - first % _CENTURY
    if last is None or not first <= last <= first + 1:
        return None
    fixed = date(first, 1, 1), date(last, 12, 31)
    return Expression(found.start, found.end, Precision.YEAR, fixed=fixed)


def _short_year(found: Found) -> Expression | None:
    """Return "in '98"."""
    before = found.tokens.word(found.tokens.before(found.start))
    year = year_written(found)
    if year is None or before not in {"in", "since", "of", "by", "until", "from"}:
        return None
    return Expression(found.start, found.end, Precision.YEAR, fixed=year_of(year))


def _week(found: Found) -> Expression | None:
    """Return a week by its number in a year, as ISO counts them."""
    number, year = found.number("n"), found.number("y")
    if number is None or year is None:
        return None
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
    return Expression(found.start, found.end, Precision.WEEK, fixed=week_of(monday))


def _decade(found: Found) -> Expression | None:
    values = Vocabulary.shipped().values["Decade"]
    word = found.word("y")
    if word in values:
        first = 1900 + int(values[word])
        before = found.tokens.word(found.tokens.before(found.start))
        if found.start == found.index("y") and before != "the":
            return None
    elif len(word) == 2:  # noqa: PLR2004  '90s
        first = 1900 + int(word)
        before = found.tokens.word(found.tokens.before(found.index("y")))
        if before not in {"the", "'", "early", "mid", "late", "-"} or int(word) < _OLDEST:
            return None
    else:
        first = int(word)
    if first % _DECADE:
        return None
    part = part_of(found.word("p"))
    precision = Precision.PART if part else Precision.DECADE
    return Expression(found.start, found.end, precision, fixed=decade_of(first, part))


def _century(found: Found) -> Expression | None:
    number = found.number("n", "Ordinal")
    if number is None or not 1 < number < 22:  # noqa: PLR2004
        return None
    part = part_of(found.word("p"))
    precision = Precision.PART if part else Precision.CENTURY
    return Expression(found.start, found.end, precision, fixed=century_of(number, part))


def _quarter(found: Found) -> Expression | None:
    number = found.number("n", "Ordinal")
    year = year_written(found)
    number = 4 if number == -1 else number
    if number is None or not 1 <= number <= 4:  # noqa: PLR2004
        return None
    return yearly(found, lambda of: quarter_of(of, number), Precision.QUARTER, year=year)


def _half(found: Found) -> Expression | None:
    number = found.number("n", "Ordinal")
    if number not in _HALVES:
        return None
    months = _HALVES[number]
    year = year_written(found)
    return yearly(found, lambda of: months_of(of, *months), Precision.HALF, year=year)


def _season(found: Found) -> Expression | None:
    month = found.number("s", "Season")
    year = year_written(found)
    word = found.word("w")
    part = part_of(found.word("p"))
    if month is None or (year is None and not is_bare_season(found, word or part)):
        return None
    if year is not None and is_counted(found.tokens, found.index("y")):
        return None
    if found.word("z"):
        last = found.number("z")
        if last is None or year is None or last % _CENTURY != (year + 1) % _CENTURY:
            return None

    def of_hemisphere(*, southern: bool) -> Expression:
        return yearly(
            found,
            lambda of: season_of(of, month, part, southern=southern),
            Precision.PART if part else Precision.SEASON,
            year=year,
            time=direction_of(word),
        )

    return replace(of_hemisphere(southern=False), southern=of_hemisphere(southern=True))


def _with_weekday_before(notation: str) -> list[str]:
    return [notation, f"w:Weekday|ShortWeekday ~.? ,? the? {notation}"]


_DAY_MONTH = "d:Day ~Suffix? of? m:Month [ ~.? ,? y:Year ]"
_MONTH_DAY = "m:Month ~.? the? d:Day ~Suffix? [ ,? y:Year ]"
_PART = "p:early|mid|middle|late -? "
_EDGE = "p:Edge of the? "
_WITHOUT_YEAR = ("d:Day ~Suffix? of? m:Month", "m:Month ~.? the? d:Day ~Suffix?")
RULES = (
    *(Rule(n, _day_of_month(Order.DAY_FIRST)) for n in _with_weekday_before(_DAY_MONTH)),
    *(Rule(n, _day_of_month(Order.DAY_FIRST)) for n in _with_weekday_before(_WITHOUT_YEAR[0])),
    *(Rule(n, _day_of_month(Order.MONTH_FIRST)) for n in _with_weekday_before(_MONTH_DAY)),
    *(Rule(n, _day_of_month(Order.MONTH_FIRST)) for n in _with_weekday_before(_WITHOUT_YEAR[1])),
    Rule("d:Day ~-|/|. ~m:Month ~-|/|. ~y:Year|Two", _day_of_month(Order.DAY_FIRST)),
    Rule("m:Month ~-|/|. ~d:Day ~-|/|. ~y:Year|Two", _day_of_month(Order.MONTH_FIRST)),
    Rule("d:Day ~m:Month ~y:Year|Two", _day_of_month(Order.DAY_FIRST)),
    Rule("d:Ordinal of m:Month [ ,? y:Year ]", _day_of_month(Order.DAY_FIRST)),
    Rule("y:Year m:Month d:Day", _day_of_month(Order.DAY_FIRST)),
    Rule("y:Year ~-|/ ~m:Month ~-|/ ~d:Day", _day_of_month(Order.DAY_FIRST)),
    Rule("d:Day ~.? ~er? de|di? m:ForeignMonth [ de|del|,? y:Year ]", _foreign),
    Rule("d:Day ~. m:Month [ ,? y:Year ]", _german),
    Rule("m:ForeignMonth de|del? y:Year", _foreign),
    Rule("m:Month ~.? of? ,? y:Year", _month),
    Rule("m:Month ~- ~y:Year", _month),
    Rule("w:Last|Next|This m:Month", _month),
    Rule("m:Month", _month),
    Rule(f"{_PART}m:Month [ ~.? of? ,? y:Year ]", _month),
    Rule(f"{_EDGE}m:Month [ ~.? of? ,? y:Year ]", _month),
    Rule("p:end ~- ~m:Month", _month),
    Rule("n:Ordinal half of m:Month [ ~.? of? ,? y:Year ]", _half_month),
    Rule("y:Year", _year),
    Rule(f"{_PART}y:Year", _year),
    Rule(f"{_EDGE}y:Year", _year),
    Rule("p:end ~- ~y:Year", _year),
    Rule("y:Year s:- z:Year", _years),
    Rule("y:Year ~s:-|/ ~z:Two|Year", _years),
    Rule("fy y:Year|Two [ ~-|/ ~z:Two|Year ]", _fiscal),
    Rule("Fiscal year? y:Year [ ~-|/ ~z:Two|Year ]", _fiscal),
    Rule("' ~y:Two", _short_year),
    Rule("week n:Count [ of|, ] y:Year", _week),
    Rule("y:Year ~- ~w ~n:Count", _week),
    Rule("y:Year ~'? ~s", _decade),
    Rule("' ~y:Two ~s", _decade),
    Rule("y:Two ~s", _decade),
    Rule(f"{_PART}y:Two ~s", _decade),
    Rule("y:Decade", _decade),
    Rule(f"{_PART}y:Year ~'? ~s", _decade),
    Rule(f"{_PART}y:Decade", _decade),
    Rule(f"{_EDGE}y:Year ~'? ~s", _decade),
    Rule("n:Day ~Suffix -? century", _century),
    Rule("n:Ordinal -? century", _century),
    Rule(f"{_PART}n:Day ~Suffix -? century", _century),
    Rule(f"{_PART}n:Ordinal -? century", _century),
    Rule("n:MonthNumber ~q ,? y:Year", _quarter),
    Rule("q ~n:MonthNumber [ ,|of|-|/|' ] y:Year", _quarter),
    Rule("y:Year -? q ~n:MonthNumber", _quarter),
    Rule("n:Ordinal quarter [ of|, ] y:Year", _quarter),
    Rule("n:Day ~Suffix quarter [ of|, ] y:Year", _quarter),
    Rule("n:first|second|third|fourth quarter", _quarter),
    Rule("h ~n:MonthNumber [ ,|of|-|/ ] y:Year", _half),
    Rule("n:Ordinal half of? y:Year", _half),
    Rule("s:Season of? y:Year [ ~-|/ ~z:Two|Year ]", _season),
    Rule(f"{_PART}s:Season [ of? y:Year ]", _season),
    Rule(f"{_EDGE}s:Season [ of? y:Year ]", _season),
    Rule("w:Last|Next|This s:Season", _season),
    Rule("s:Season", _season),
)
