"""Rules of several days of one month, and what makes a range of two dates."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from ...model import Precision
from .absolute import year_written, yearly
from .calendar import days_of, month_of
from .composition import composed, gap, with_spans
from .expressions import Expression, Interval, is_same_kind
from .lexing import Tokens
from .notation import Found, Rule
from .surroundings import is_counted, month_is_written
from .vocabulary import Vocabulary, surrounding

_TO = {"-", "to", "until", "till", "through", "thru"}
_TIME_GAP = {"on", "at", ",", "of", "the", "around", "about", "from"}
_TIME_WORDS = surrounding("around_time") | frozenset(Vocabulary.shipped().values["PartOfDay"])
_MOST_GAP = 9
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
    spans = _spans(found)
    if len(spans) == 2 and _is_night(found, spans):  # noqa: PLR2004
        spans = [(spans[0][0], spans[1][1])]
    if any(found.number_at(first) > found.number_at(last) for first, last in spans):
        return None
    at = found.index("m")
    made = []
    for place, (first, last) in enumerate(spans):
        of_year = partial(
            days_of, month=month, first=found.number_at(first), last=found.number_at(last)
        )
        start, end = first, last + 1
        if found.tokens.word(end) in Vocabulary.shipped().values["Suffix"]:
            end += 1
        if place == 0 and at < first:
            start = at
        if place == len(spans) - 1:
            end = found.end
        day = yearly(found, of_year, Precision.DAY, year=year, is_range=last > first)
        made.append(day.over(start, end))
    return made


def _spans(found: Found) -> list[tuple[int, int]]:
    """Return the tokens of the first and last number of each item: "3", "5-7"."""
    spans: list[tuple[int, int]] = []
    is_to = False
    for index in range(found.start, found.end):
        word = found.tokens.word(index)
        if word.isdecimal() and index != found.index("y"):
            if is_to and spans:
                spans[-1] = spans[-1][0], index
            else:
                spans.append((index, index))
            is_to = False
        elif found.tokens.codes[index] == "-" or word in _TO:
            is_to = True
    return spans


def _is_night(found: Found, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether two days are those that a night joins: "the night of 13 and 14 March"."""
    tokens = found.tokens
    link = tokens.before(found.start)
    is_night = (
        tokens.word(link) in {"of", "between"} and tokens.word(tokens.before(link)) == "night"
    )
    return is_night and found.number_at(spans[1][0]) == found.number_at(spans[0][0]) + 1


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


_W = "Weekday|ShortWeekday"
_DAY = "Day ~Suffix? "
_MONTHS = "Month ~.? [ , Month ~.? ] [ , Month ~.? ] "
_ITEM = "Day ~Suffix? [ -|Until Day ~Suffix? ] "
_MORE = f"[ , {_ITEM}] [ , {_ITEM}] [ , {_ITEM}] "
_YEAR = "[ ~.? ,? y:Year ]"
RULES = (
    Rule(
        f"a:Day ~Suffix? -|Until the? b:Day ~Suffix? of? m:Month {_YEAR}",
        _days,
    ),
    Rule(f"a:Day ~s:/ ~b:Day of? m:Month {_YEAR}", _days),
    Rule("m:Month ~.? a:Day ~s:/ ~b:Day [ ,? y:Year ]", _days),
    Rule(f"between the? a:Day ~Suffix? and the? b:Day ~Suffix? of? m:Month {_YEAR}", _days),
    Rule(
        f"from the? a:Day ~Suffix? -|Until the? b:Day ~Suffix? of? m:Month {_YEAR}",
        _days,
    ),
    Rule(
        "m:Month ~.? the? a:Day ~Suffix? -|Until the? b:Day ~Suffix? [ ,? y:Year ]",
        _days,
    ),
    Rule("between m:Month ~.? a:Day ~Suffix? and b:Day ~Suffix? [ ,? y:Year ]", _days),
    Rule(
        "from m:Month ~.? a:Day ~Suffix? -|Until b:Day ~Suffix? [ ,? y:Year ]",
        _days,
    ),
    Rule("a:Month ~.? -|Until m:Month ~.? of? ,? y:Year", _months),
    Rule("a:Month ~.? ~- ~m:Month", _months),
    Rule("a:Month ~.? ~/ ~m:Month [ ~.? of? ,? y:Year ]", _months),
    Rule("between a:Month ~.? and m:Month ~.? of? ,? y:Year", _months),
    Rule("from a:Month ~.? -|Until m:Month ~.? of? ,? y:Year", _months),
    Rule(
        f"{_W} a:Day ~Suffix? -|Until {_W} b:Day ~Suffix? m:Month {_YEAR}",
        _days,
    ),
    Rule(
        f"from {_W} a:Day ~Suffix? Until {_W} b:Day ~Suffix? m:Month {_YEAR}",
        _days,
    ),
    Rule(f"{_ITEM}{_MORE},? and|&|or the? {_ITEM}of? m:Month {_YEAR}", _listed),
    Rule(f"between {_W} a:Day ~Suffix? and {_W} b:Day ~Suffix? of? m:Month {_YEAR}", _days),
    Rule(f"{_W} {_DAY}and|& {_W} {_DAY}of? m:Month {_YEAR}", _listed),
    Rule(f"{_W} {_DAY}, {_W} {_DAY}and|& {_W} {_DAY}of? m:Month {_YEAR}", _listed),
    Rule(f"Day ~Suffix? [ , Day ~Suffix? ] c:, Day ~Suffix? of? m:Month {_YEAR}", _listed),
    Rule(f"{_MONTHS},? and|& Month [ ~.? of? ,? y:Year ]", _listed_months),
    Rule(f"m:Month ~.? {_ITEM}{_MORE},? and|&|or the? {_ITEM}[ ,? y:Year ]", _listed),
)


def joined(tokens: Tokens, found: Sequence[Expression]) -> list[Expression]:
    """Put together what is one: times and their days, the ends of ranges, "week of"."""
    spans = with_spans(tokens, _with_times(tokens, composed(tokens, found)))
    ranged = _with_ranges(tokens, spans)
    return _with_weeks(tokens, _with_nights(tokens, ranged))


def _with_nights(tokens: Tokens, found: Sequence[Expression]) -> list[Expression]:
    """Put "overnight" together with the two days behind it."""
    made: list[Expression] = []
    for one in found:
        before = made[-1] if made else None
        is_night = before is not None and tokens.words[before.start : before.end] == ["overnight"]
        if before and is_night and one.is_range and gap(tokens, before, one, 1) == []:
            made[-1] = one.over(before.start, one.end)
        else:
            made.append(one)
    return made


def _with_times(tokens: Tokens, found: Sequence[Expression]) -> list[Expression]:
    made: list[Expression] = []
    for one in found:
        before = made[-1] if made else None
        between = gap(tokens, before, one, _MOST_GAP) if before else None
        is_pair = before is not None and before.is_clock != one.is_clock
        if before and before.is_clock and one.is_clock and between == ["("]:
            end = one.end + 1 if tokens.word(one.end) == ")" else one.end
            made[-1] = before.over(before.start, end)  # "4.15 a.m. (0115 GMT)"
            continue
        if before and is_pair and between is not None and _TIME_GAP.issuperset(between):
            day = one if before.is_clock else before
            made[-1] = day.over(before.start, one.end)
        else:
            made.append(one)
    return made


def _with_ranges(tokens: Tokens, found: Sequence[Expression]) -> list[Expression]:
    made: list[Expression] = []
    for one in found:
        whole = _from_to(tokens, made[-1], one) if made else None
        if whole:
            made[-1] = whole
        else:
            made.append(one)
    return made


def _from_to(tokens: Tokens, before: Expression, one: Expression) -> Expression | None:
    """Return the range that two dates are the ends of; None where they are none."""
    if one.start - before.end > _MOST_GAP or not is_same_kind(before, one):
        return None
    opening = _opening(tokens, before.start)
    word = tokens.word(opening)
    between = _links(tokens, before, one, word)
    if len(between) != 1:
        return None
    if between == ["and"]:
        return _range(before, one, opening) if word == "between" else None
    is_stroke = between == ["/"] and _is_stroked(before, one)
    if not (is_stroke or between[0] in _TO or between == ["into"]):
        return None
    if word != "from":
        return _range(before, one, before.start)
    is_moved = tokens.word(tokens.before(opening)) in surrounding("moved")
    return None if is_moved else _range(before, one, opening)


def _opening(tokens: Tokens, start: int) -> int:
    """Return the token of "from" or "between" before a date and its time, else the one before."""
    hours = Vocabulary.shipped().codes_of("HourMinute")
    first = at = tokens.before(start)
    while tokens.word(at) in _TIME_WORDS or (at >= 0 and tokens.codes[at] in hours):
        at = tokens.before(at)
    return at if tokens.word(at) in {"from", "between"} else first


def _links(tokens: Tokens, before: Expression, one: Expression, opener: str) -> list[str]:
    """Return the words between two dates that tell how they go together."""
    between = gap(tokens, before, one, _MOST_GAP) or []
    if between and between[0] == "." and _is_short(tokens, before.end - 1):
        between = between[1:]  # "from Nov. to Jan."
    if between and between[0] == "," and opener in {"from", "between"}:
        between = between[1:]  # "from Tuesday, 1 July, to Sunday, 6 July"
    if opener in {"from", "between"}:
        return [word for word in between if word not in _TIME_WORDS and not _is_time(word)]
    return between[:1] if between[1:] == ["the"] else between


def _is_time(word: str) -> bool:
    return word.isdecimal() and len(word) == 4  # noqa: PLR2004


def _is_short(tokens: Tokens, index: int) -> bool:
    """Whether a word is a month that is written short."""
    word = tokens.word(index)
    return len(word) <= 4 and word in Vocabulary.shipped().values["Month"]  # noqa: PLR2004


def _is_stroked(one: Expression, other: Expression) -> bool:
    """Whether a stroke between two dates says from one to the other: "29 February/1 March"."""
    if one.fixed and other.fixed:
        return True
    is_day = one.precision is other.precision is Precision.DAY and one.weekday != -1
    return is_day or one.precision is other.precision is Precision.PART


def _range(one: Expression, other: Expression, start: int) -> Expression:
    return replace(other, start=start, is_range=True, begin=one)


def _with_weeks(tokens: Tokens, found: Sequence[Expression]) -> list[Expression]:
    made: list[Expression] = []
    for one in found:
        link = tokens.before(one.start)
        if tokens.word(link) == "the":
            link = tokens.before(link)
        opening = tokens.before(link)
        word = tokens.word(opening) if tokens.word(link) in _WEEKS else ""
        is_week = word == "weekend" or (word == "week" and not one.is_range)
        if is_week and one.precision is Precision.DAY:
            while made and made[-1].end > opening:  # the weekend, found by itself
                made.pop()
            made.append(_week_of(one, opening, word, tokens.word(link)))
        else:
            made.append(one)
    return made


def _week_of(one: Expression, start: int, word: str, link: str) -> Expression:
    """Return "the week of 4 March", or of days that are named: "the weekend of 9-10 March"."""
    if one.is_range:
        return one.over(start, one.end)
    week = "weekend" if word == "weekend" else "ends" if link == "ending" else "of"
    precision = Precision.DAY if word == "weekend" else Precision.WEEK
    return replace(one, start=start, precision=precision, week=week)
