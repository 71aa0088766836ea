"""Rules of several days of one month, and what makes a range of two dates."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from ...model import Precision
from .absolute import year_written, yearly
from .calendar import month_of
from .composition import composed, gap
from .expressions import Expression, Interval, is_same_kind
from .lexing import Tokens
from .notation import Found, Rule
from .surroundings import is_counted, month_is_written, surrounding
from .vocabulary import Vocabulary

_TO = {"-", "to", "until", "till", "through", "thru"}
_TIME_GAP = {"on", "at", ",", "of", "the", "around", "about", "from"}
_MOST_GAP = 7
"""Tokens between two dates that may be one, blanks counted."""
_WEEKS = {"of", "ending", "beginning", "starting", "commencing"}


def _days(found: Found) -> Expression | None:
    """Return days of a month from one to another."""
    month = found.number("m", "Month")
    first, last = found.number("a"), found.number("b")
    if month is None or first is None or last is None or not first < last:
        return None
    if not month_is_written(found, "m"):
        return None
    if found.word("s") and last != first + 1:
        return None

    def of_year(year: int) -> Interval:
        return date(year, month, first), date(year, month, last)

    year = year_written(found)
    if year is not None and is_counted(found.tokens, found.index("y")):
        return None
    return yearly(found, of_year, Precision.DAY, year=year, is_range=True)


def _months(found: Found) -> Expression | None:
    """Return months from one to another: "Jan–Mar 2022"."""
    first, last = found.number("a", "Month"), found.number("m", "Month")
    year = year_written(found)
    if first is None or last is None or not month_is_written(found, "a"):
        return None
    if year is not None and is_counted(found.tokens, found.index("y")):
        return None

    def of_year(of: int) -> Interval:
        return month_of(of - (first > last), first)[0], month_of(of, last)[1]

    return yearly(found, of_year, Precision.MONTH, year=year, is_range=True)


def _listed(found: Found) -> Sequence[Expression] | None:
    """Return each of several days of a month."""
    month, year = found.number("m", "Month"), year_written(found)
    if month is None or not month_is_written(found, "m"):
        return None
    if is_counted(found.tokens, found.end - 1):
        return None
    if found.word("c") and not _is_said_on(found):
        return None
    at = found.index("m")
    indexes = [
        index
        for index in range(found.start, found.end)
        if found.tokens.word(index).isdecimal() and index != found.index("y")
    ]
    made = []
    for index in indexes:
        number = int(found.tokens.word(index))
        of_year: Callable[[int], Interval] = _day_of(month, number)
        start, end = index, index + 1
        if found.tokens.word(end) in Vocabulary.shipped().values["Suffix"]:
            end += 1
        if index == indexes[-1] and at > index:
            end = found.end
        if index == indexes[0] and at < index:
            start = at
        if index == indexes[-1] and at < index:
            end = found.end
        made.append(yearly(found, of_year, Precision.DAY, year=year).over(start, end))
    return made


def _listed_months(found: Found) -> Sequence[Expression] | None:
    """Return each of several months: "May and June"."""
    values, year = Vocabulary.shipped().values["Month"], year_written(found)
    tokens = found.tokens
    indexes = [at for at in range(found.start, found.end) if tokens.word(at) in values]
    if not all(tokens.is_name(at) or tokens.text.isupper() for at in indexes):
        return None
    if year is not None and is_counted(tokens, found.index("y")):
        return None
    made = []
    for at in indexes:
        of_year = _month_of(int(values[tokens.word(at)]))
        end = found.end if at == indexes[-1] else at + 1
        made.append(yearly(found, of_year, Precision.MONTH, year=year).over(at, end))
    return made


def _month_of(month: int) -> Callable[[int], Interval]:
    return lambda year: month_of(year, month)


def _is_said_on(found: Found) -> bool:
    """Whether days that only commas part are days: "on 3, 4 March"."""
    return found.tokens.word(found.tokens.before(found.start)) in {"on", "since", "of", "until"}


def _day_of(month: int, day: int) -> Callable[[int], Interval]:
    return lambda year: (date(year, month, day),) * 2


_W = "Weekday|ShortWeekday"
_YEAR = "[ ~.? ,? y:Year ]"
RULES = (
    Rule(f"a:Day ~Suffix? -|to|through|until b:Day ~Suffix? of? m:Month {_YEAR}", _days),
    Rule(f"a:Day ~s:/ ~b:Day of? m:Month {_YEAR}", _days),
    Rule("m:Month ~.? a:Day ~s:/ ~b:Day [ ,? y:Year ]", _days),
    Rule(f"between a:Day ~Suffix? and b:Day ~Suffix? of? m:Month {_YEAR}", _days),
    Rule(
        f"from the? a:Day ~Suffix? -|to|through|until the? b:Day ~Suffix? of? m:Month {_YEAR}",
        _days,
    ),
    Rule("m:Month ~.? a:Day ~Suffix? -|to|through|until b:Day ~Suffix? [ ,? y:Year ]", _days),
    Rule("between m:Month ~.? a:Day ~Suffix? and b:Day ~Suffix? [ ,? y:Year ]", _days),
    Rule("from m:Month ~.? a:Day ~Suffix? -|to|through|until b:Day ~Suffix? [ ,? y:Year ]", _days),
    Rule("a:Month ~.? -|to|through|until m:Month ~.? of? ,? y:Year", _months),
    Rule("a:Month ~.? ~- ~m:Month", _months),
    Rule("between a:Month ~.? and m:Month ~.? of? ,? y:Year", _months),
    Rule("from a:Month ~.? -|to|through|until m:Month ~.? of? ,? y:Year", _months),
    Rule(f"{_W} a:Day ~Suffix? -|to|through|until {_W} b:Day ~Suffix? m:Month {_YEAR}", _days),
    Rule(f"from {_W} a:Day ~Suffix? to|through|until {_W} b:Day ~Suffix? m:Month {_YEAR}", _days),
    Rule(
        f"Day ~Suffix? [ , Day ~Suffix? ] [ , Day ~Suffix? ] [ , Day ~Suffix? ] ,? and|&|or "
        f"Day ~Suffix? of? m:Month {_YEAR}",
        _listed,
    ),
    Rule(f"Day ~Suffix? [ , Day ~Suffix? ] c:, Day ~Suffix? of? m:Month {_YEAR}", _listed),
    Rule("Month [ , Month ] [ , Month ] ,? and|& Month [ of? ,? y:Year ]", _listed_months),
    Rule(
        "m:Month ~.? Day ~Suffix? [ , Day ~Suffix? ] [ , Day ~Suffix? ] [ , Day ~Suffix? ] "
        ",? and|&|or Day ~Suffix? [ ,? y:Year ]",
        _listed,
    ),
)


def joined(tokens: Tokens, found: Sequence[Expression]) -> list[Expression]:
    """Put together what is one: times and their days, the ends of ranges, "week of"."""
    return _with_weeks(tokens, _with_ranges(tokens, _with_times(tokens, composed(tokens, found))))


def _with_times(tokens: Tokens, found: Sequence[Expression]) -> list[Expression]:
    made: list[Expression] = []
    for one in found:
        before = made[-1] if made else None
        between = gap(tokens, before, one, _MOST_GAP) if before else None
        is_pair = before is not None and before.is_clock != one.is_clock
        if before and is_pair and between is not None and _TIME_GAP.issuperset(between):
            day = one if before.is_clock else before
            made[-1] = day.over(before.start, one.end)
        else:
            made.append(one)
    return made


def _with_ranges(tokens: Tokens, found: Sequence[Expression]) -> list[Expression]:
    made: list[Expression] = []
    for one in found:
        before = made[-1] if made else None
        between = gap(tokens, before, one, _MOST_GAP) if before else None
        if before and between is not None and len(between) in (1, 2) and is_same_kind(before, one):
            opening = tokens.before(before.start)
            word = tokens.word(opening)
            if len(between) == 2 and between[1] == "the":  # noqa: PLR2004
                between = between[:1]
            is_iso = between == ["/"] and before.fixed and one.fixed
            is_range = len(between) == 1 and (between[0] in _TO or is_iso)
            is_between = between == ["and"] and word == "between"
            outer = tokens.word(tokens.before(opening))
            if is_range and not (word == "from" and outer in surrounding("moved")):
                start = opening if word == "from" else before.start
                made[-1] = _range(before, one, start)
                continue
            if is_between:
                made[-1] = _range(before, one, opening)
                continue
        made.append(one)
    return made


def _range(one: Expression, other: Expression, start: int) -> Expression:
    return replace(other, start=start, is_range=True, begin=one)


def _with_weeks(tokens: Tokens, found: Sequence[Expression]) -> list[Expression]:
    made = []
    for one in found:
        link = tokens.before(one.start)
        if tokens.word(link) == "the":
            link = tokens.before(link)
        opening = tokens.before(link)
        is_week = tokens.word(link) in _WEEKS and tokens.word(opening) == "week"
        if is_week and one.precision is Precision.DAY and not one.is_range:
            ends = tokens.word(link) == "ending"
            whole = replace(
                one, start=opening, precision=Precision.WEEK, week="ends" if ends else "of"
            )
            made.append(whole)
        else:
            made.append(one)
    return made
