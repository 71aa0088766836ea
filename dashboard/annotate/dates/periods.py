"""Rules of years, decades and centuries, and of seasons, halves, quarters and numbered weeks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from ...model import Precision
from .absolute import EDGE, END, PART, PARTS, year_written, yearly
from .calendar import century_of, decade_of, months_of, parts_of, quarter_of, season_of, year_of
from .counting import direction_of, part_of, precision_of
from .expressions import Expression, Interval
from .notation import Found, Rule
from .surroundings import is_bare_season, is_bare_year, is_counted
from .vocabulary import Vocabulary, surrounding

_CENTURY, _DECADE, _OLDEST = 100, 10, 20
_HALVES = {1: (1, 6), 2: (7, 12), -1: (7, 12)}
_MOST_WEEKS = 53


def _year(found: Found) -> Expression | None:
    year = found.number("y")
    if year is None or not is_bare_year(found):
        return None
    return _whole_or_part(found, partial(year_of, year), Precision.YEAR)


def _whole_or_part(found: Found, of: Callable[[str], Interval], whole: Precision) -> Expression:
    """Return the part of something that is said, from one part to another, or all of it."""
    part, last = part_of(found.word("p")), part_of(found.word("q"))
    fixed = parts_of(of, part, last)
    return Expression(found.start, found.end, precision_of(part, whole), fixed=fixed)


def _year_of_era(found: Found) -> Expression | None:
    """Return "AD 1509", "1509 CE", whose era is in capitals."""
    year = found.number("y")
    is_before = found.index("y") > found.start
    era = found.tokens.written(found.start if is_before else found.index("y") + 2)
    if year is None or not era.isupper():
        return None
    return Expression(found.start, found.end, Precision.YEAR, fixed=year_of(year))


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
    if year is None or before not in surrounding("before_short_year"):
        return None
    return Expression(found.start, found.end, Precision.YEAR, fixed=year_of(year))


def _week(found: Found) -> Expression | None:
    """Return a week by its number in a year, as ISO counts them, or from one to another."""
    number, year = found.number("n"), year_written(found)
    last = found.number("z") if found.word("z") else number
    if number is None or last is None or not 0 < number <= last <= _MOST_WEEKS:
        return None
    if year is None and not _is_week_number(found):
        return None

    def of_year(of: int) -> Interval:
        monday = date.fromisocalendar(of, number, 1)
        return monday, date.fromisocalendar(of, last, 7)

    is_range = last > number
    return yearly(found, of_year, Precision.WEEK, year=year, is_range=is_range)


def _day_of_week(found: Found) -> Expression | None:
    """Return "2023-W42-1", a day of a numbered week."""
    number, day, year = found.number("n"), found.number("d"), found.number("y")
    if number is None or day is None or year is None:
        return None
    return yearly(
        found, lambda of: (date.fromisocalendar(of, number, day),) * 2, Precision.DAY, year=year
    )


def _day_of_year(found: Found) -> Expression | None:
    """Return "day 289 of 2023"."""
    number, year = found.number("n"), found.number("y")
    if number is None or year is None or not 0 < number <= 366:  # noqa: PLR2004
        return None
    away = timedelta(days=number - 1)
    return yearly(found, lambda of: (date(of, 1, 1) + away,) * 2, Precision.DAY, year=year)


def _is_week_number(found: Found) -> bool:
    """Whether a numbered week is of the calendar, and not of a course or a war."""
    tokens = found.tokens
    if tokens.word(tokens.behind(found.end)) == "of":
        return False
    before = tokens.word(tokens.before(found.start))
    return before.startswith(("epi", "iso", "calendar")) or before in surrounding("before_year")


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
        if before not in surrounding("before_short_decade") or int(word) < _OLDEST:
            return None
    else:
        first = int(word)
    if first % _DECADE:
        return None
    return _whole_or_part(found, partial(decade_of, first), Precision.DECADE)


def _century(found: Found) -> Expression | None:
    number = found.number("n", "Ordinal")
    if number is None or not 1 < number < 22:  # noqa: PLR2004
        return None
    if found.tokens.is_name(found.end - 1) and found.tokens.is_name(found.end + 1):
        return None  # "20th Century Fox"
    return _whole_or_part(found, partial(century_of, number), Precision.CENTURY)


def _quarters(found: Found) -> Expression | None:
    """Return quarters or halves from one to another: "Q1-Q2 2024", "the first three quarters"."""
    first, last, year = (
        found.number("n", "Ordinal"),
        found.number("z", "Ordinal"),
        found.number("y"),
    )
    if first is None or last is None or not 1 <= first < last <= 4:  # noqa: PLR2004
        return None

    def of_year(of: int) -> Interval:
        return quarter_of(of, first)[0], quarter_of(of, last)[1]

    return yearly(found, of_year, Precision.QUARTER, year=year, is_range=True)


def _quarter(found: Found) -> Expression | None:
    number = found.number("n", "Ordinal")
    year = year_written(found)
    number = 4 if number == -1 else number
    if number is None or not 1 <= number <= 4:  # noqa: PLR2004
        return None
    if year is None and found.tokens.word(found.tokens.behind(found.end)) in surrounding(
        "no_quarter"
    ):
        return None
    return yearly(found, lambda of: quarter_of(of, number), Precision.QUARTER, year=year)


def _half(found: Found) -> Expression | None:
    number = found.number("n", "Ordinal")
    if number not in _HALVES:
        return None
    months = _HALVES[number]
    year = year_written(found)
    if year is None:
        before = found.tokens.word(found.tokens.before(found.start))
        if before not in surrounding("before_year"):
            return None
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
            precision_of(part, Precision.SEASON),
            year=year,
            time=direction_of(word),
        )

    return replace(of_hemisphere(southern=False), southern=of_hemisphere(southern=True))


RULES = (
    Rule("y:Year", _year),
    Rule("a ~. ~d ~.? y:Year", _year_of_era),
    Rule("ad y:Year", _year_of_era),
    Rule("y:Year a ~. ~d ~.?", _year_of_era),
    Rule("y:Year ad|ce", _year_of_era),
    Rule(f"{PART}y:Year", _year),
    Rule(f"{EDGE}y:Year", _year),
    Rule(f"{PARTS}y:Year", _year),
    Rule(f"{END}y:Year", _year),
    Rule("y:Year ~- p:end", _year),
    Rule("y:Year s:- z:Year", _years),
    Rule("y:Year ~s:-|/ ~z:Two|Year", _years),
    Rule("fy y:Year|Two [ ~-|/ ~z:Two|Year ]", _fiscal),
    Rule("Fiscal year? y:Year [ ~-|/ ~z:Two|Year ]", _fiscal),
    Rule("' ~y:Two", _short_year),
    Rule("week|wk ~.? n:Count [ of|,|/|- ] y:Year", _week),
    Rule("week|wk ~.? n:Count", _week),
    Rule("weeks|wks n:Count -|to|and|through z:Count [ of|,|/ ] y:Year", _week),
    Rule("weeks|wks n:Count -|to|and|through z:Count", _week),
    Rule("cw|kw n:Count", _week),
    Rule("cw|kw n:Count [ of|,|/ ] y:Year", _week),
    Rule("w ~n:Two [ of|,|/|- ] y:Year", _week),
    Rule("y:Year ~-? ~w ~n:Count", _week),
    Rule("y:Year ~- ~w ~n:Count ~- ~d:Day", _day_of_week),
    Rule("day n:Count of y:Year", _day_of_year),
    Rule("day y:Year ~-|/ ~n:Count", _day_of_year),
    Rule("y:Year ,? week|wk|w ~.? n:Count", _week),
    Rule("y:Year ~'? ~s", _decade),
    Rule("' ~y:Two ~s", _decade),
    Rule("y:Two ~s", _decade),
    Rule(f"{PART}y:Two ~s", _decade),
    Rule("y:Decade", _decade),
    Rule(f"{PARTS}y:Year ~'? ~s", _decade),
    Rule(f"{PARTS}'? ~y:Two ~'? ~s", _decade),
    Rule(f"{PART}' ~y:Two ~s", _decade),
    Rule(f"{PART}y:Year ~'? ~s", _decade),
    Rule(f"{PART}y:Decade", _decade),
    Rule(f"{EDGE}y:Year ~'? ~s", _decade),
    Rule("n:Day ~Suffix -? century", _century),
    Rule("n:Ordinal -? century", _century),
    Rule(f"{PART}n:Day ~Suffix -? century", _century),
    Rule(f"{PART}n:Ordinal -? century", _century),
    Rule("n:MonthNumber ~q ,? y:Year", _quarter),
    Rule("n:MonthNumber ~q ~'? ~y:Two", _quarter),
    Rule("q ~n:MonthNumber ~'|/|- ~'? ~y:Two", _quarter),
    Rule("q ~n:MonthNumber ' ~y:Two", _quarter),
    Rule("q ~n:MonthNumber -|to|and|& q ~z:MonthNumber [ of|, ] y:Year", _quarters),
    Rule("n:Ordinal and|to|through the? z:Ordinal quarter|quarters [ of|, ] y:Year", _quarters),
    Rule("q ~n:MonthNumber [ ,|of|-|/|' ] y:Year", _quarter),
    Rule("y:Year -? q ~n:MonthNumber", _quarter),
    Rule("n:Ordinal -? quarter [ of|, ] y:Year", _quarter),
    Rule("n:Day ~Suffix quarter [ of|, ] y:Year", _quarter),
    Rule("n:first|second|third|fourth quarter", _quarter),
    Rule("h ~n:MonthNumber [ ,|of|-|/|' ] y:Year", _half),
    Rule("h ~n:MonthNumber ~'|/|- ~'? ~y:Two", _half),
    Rule("h ~n:MonthNumber", _half),
    Rule("n:MonthNumber ~h ,? y:Year", _half),
    Rule("n:MonthNumber ~h ~'? ~y:Two", _half),
    Rule("n:Ordinal -? half [ of|, ] y:Year", _half),
    Rule("s:Season of? y:Year [ ~-|/ ~z:Two|Year ]", _season),
    Rule(f"{PART}s:Season [ of? y:Year ]", _season),
    Rule(f"{EDGE}s:Season [ of? y:Year ]", _season),
    Rule("w:Last|Next|This s:Season", _season),
    Rule("s:Season [ of ] ' ~y:Two", _season),
    Rule("s:Season", _season),
)
