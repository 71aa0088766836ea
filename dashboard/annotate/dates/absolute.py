"""Rules of dates that the calendar alone fixes, but for a year that is left out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from ...model import Precision
from .calendar import month_of, parts_of
from .counting import direction_of, part_of, precision_of
from .expressions import Cycle, Expression, Interval, Order, Period, Time
from .lexing import Tokens
from .notation import Found, Rule
from .surroundings import is_bare_month, is_counted, month_is_written
from .vocabulary import Vocabulary, surrounding

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


def _day_of_month(order: Order) -> Callable[[Found], Expression | None]:
    def build(found: Found) -> Expression | None:
        month, day = found.number("m", "Month"), found.number("d", "Ordinal")
        if month is None or day is None or day < 1 or not month_is_written(found, "m"):
            return None
        if found.word("d") == "third" and _is_share(found):
            return None
        if found.word("k"):  # "twenty-first"
            if not 0 < day < 10:  # noqa: PLR2004
                return None
            day += found.number("k", "Tens") or 0
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


def _is_share(found: Found) -> bool:
    """Whether "third" is a share: "the last third of June"."""
    before = found.tokens.word(found.tokens.before(found.start))
    return before in surrounding("before_share")


def _with_month_of(kind: str) -> Callable[[Found], Expression | None]:
    """Return what makes "16.X.2023" or "5thMarch", whose months are words of a class."""

    def build(found: Found) -> Expression | None:
        day, month, year = found.number("d"), found.number("m", kind), found.number("y")
        if day is None or month is None or found.word("s") != found.word("t"):
            return None
        return yearly(found, lambda of: (date(of, month, day),) * 2, Precision.DAY, year=year)

    return build


def _with_short_year(found: Found) -> Expression | None:
    """Return "19 Mar 24", whose year counts nothing: a short month, and no noun behind it."""
    tokens = found.tokens
    behind = tokens.word(tokens.behind(found.end))
    is_short = len(found.word("m")) <= 4 or tokens.written(found.index("m")).isupper()  # noqa: PLR2004
    is_noun = behind.isalpha() and behind not in surrounding("behind_date") | {"the"}
    if not is_short or is_noun or found.word("m") in surrounding("short_in_full"):
        return None
    return _day_of_month(Order.DAY_FIRST)(found)


def _month_and_number(found: Found) -> Expression | None:
    """Return "Mar-14": a day, or a month of a year where the words around it say so."""
    tokens, number = found.tokens, found.number("d")
    before = tokens.word(tokens.before(found.start))
    is_day = number is not None and 1 <= number <= 31 and found.word("d") != "00"  # noqa: PLR2004
    is_contract = tokens.word(tokens.behind(found.end)) in surrounding("delivered")
    is_month = before in {"in", "since", "during", "until", "by"} or is_contract
    if found.word("y") or (is_day and not (is_month and len(found.word("d")) == 2)):  # noqa: PLR2004
        return _day_of_month(Order.MONTH_FIRST)(found)
    month, year = found.number("m", "Month"), year_written(found, "d")
    if month is None or year is None or not month_is_written(found, "m"):
        return None
    return yearly(found, lambda of: month_of(of, month), Precision.MONTH, year=year)


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
    cues = surrounding("before_german_day")
    if before not in cues and not (found.word("y") and before in {"on", "of", "since", "dated"}):
        return None
    return _day_of_month(Order.DAY_FIRST)(found)


def _month(found: Found) -> Expression | None:
    month = found.number("m", "Month")
    if month is None:
        return None
    year = year_written(found)
    part, last = part_of(found.word("p")), part_of(found.word("q"))
    word = found.word("w")
    is_alone = year is None and not part
    if not month_is_written(found, "m") or (is_alone and not is_bare_month(found)):
        return None
    if part and year is None and _is_day(found.tokens, found.end):  # "fights end March 5"
        return None
    if year is not None and is_counted(found.tokens, found.index("y")):
        return None
    return yearly(
        found,
        lambda of: parts_of(partial(month_of, of, month), part, last),
        precision_of(part, Precision.MONTH),
        year=year,
        time=direction_of(word),
    )


def _is_day(tokens: Tokens, end: int) -> bool:
    behind = tokens.behind(end)
    return behind >= 0 and tokens.codes[behind] in Vocabulary.shipped().codes_of("Day")


def _half_month(found: Found) -> Expression | None:
    month, number = found.number("m", "Month"), found.number("n", "Ordinal")
    if month is None or number not in _HALVES or not month_is_written(found, "m"):
        return None

    def of_year(year: int) -> Interval:
        first, last = month_of(year, month)
        return (first, first.replace(day=15)) if number == 1 else (first.replace(day=16), last)

    return yearly(found, of_year, Precision.PART, year=year_written(found))


def _with_weekday_before(notation: str) -> list[str]:
    return [notation, f"w:Weekday|ShortWeekday ~.? ,? the? {notation}"]


_DAY_MONTH = "d:Day Suffix? of? m:Month [ ~.? ,? y:Year ]"
_MONTH_DAY = "m:Month ~.? the? d:Day Suffix? [ ,? y:Year ]"
PART = "p:early|mid|middle|late -? "
PARTS = "p:early|mid|middle -? to|/|-|and -? q:mid|middle|late -? "
EDGE = "p:Edge of the? "
END = "p:end|beginning -? "
_SHORT = "' ~y:Two"
_WITHOUT_YEAR = ("d:Day Suffix? of? m:Month", "m:Month ~.? the? d:Day Suffix?")
RULES = (
    *(Rule(n, _day_of_month(Order.DAY_FIRST)) for n in _with_weekday_before(_DAY_MONTH)),
    *(Rule(n, _day_of_month(Order.DAY_FIRST)) for n in _with_weekday_before(_WITHOUT_YEAR[0])),
    *(Rule(n, _day_of_month(Order.MONTH_FIRST)) for n in _with_weekday_before(_MONTH_DAY)),
    *(Rule(n, _day_of_month(Order.MONTH_FIRST)) for n in _with_weekday_before(_WITHOUT_YEAR[1])),
    Rule("d:Day ~-|/|. ~m:Month ~-|/|. ~y:Year|Two", _day_of_month(Order.DAY_FIRST)),
    Rule("m:Month ~-|/|. ~d:Day ~-|/|. ~y:Year|Two", _day_of_month(Order.MONTH_FIRST)),
    Rule("d:Day ~m:Month ~y:Year|Two", _day_of_month(Order.DAY_FIRST)),
    Rule("d:Day ~s:-|/|. ~m:RomanMonth ~t:-|/|. ~y:Year", _with_month_of("RomanMonth")),
    Rule("d:Day ~m:SuffixMonth [ ,? y:Year ]", _with_month_of("SuffixMonth")),
    Rule("d:Ordinal of m:Month [ ,? y:Year ]", _day_of_month(Order.DAY_FIRST)),
    Rule("k:Tens -? d:Ordinal of? m:Month [ ,? y:Year ]", _day_of_month(Order.DAY_FIRST)),
    Rule("m:Month the? d:Ordinal [ ,? y:Year ]", _day_of_month(Order.MONTH_FIRST)),
    Rule("m:Month the? k:Tens -? d:Ordinal [ ,? y:Year ]", _day_of_month(Order.MONTH_FIRST)),
    Rule(f"d:Day Suffix? of? m:Month ~.? ,? {_SHORT}", _day_of_month(Order.DAY_FIRST)),
    Rule(f"m:Month ~.? the? d:Day Suffix? ,? {_SHORT}", _day_of_month(Order.MONTH_FIRST)),
    Rule("d:Day ~-|/|. ~m:Month [ ,? y:Year ]", _day_of_month(Order.DAY_FIRST)),
    Rule("d:Day m:Month ~.? y:Two", _with_short_year),
    Rule("m:Month ~-|/|. ~d:Day [ , y:Year ]", _month_and_number),
    Rule("m:Month ~-|/ ~d:Two", _month_and_number),
    Rule(f"m:Month ~.? {_SHORT}", _month),
    Rule("y:Year m:Month d:Day", _day_of_month(Order.DAY_FIRST)),
    Rule("y:Year ~-|/ ~m:Month ~-|/ ~d:Day", _day_of_month(Order.DAY_FIRST)),
    Rule("d:Day ~.? ~er? de|di? m:ForeignMonth [ de|del|,? y:Year ]", _foreign),
    Rule("d:Day ~. m:Month [ ,? y:Year ]", _german),
    Rule("m:ForeignMonth de|del? y:Year", _foreign),
    Rule("m:Month ~.? of? ,? y:Year", _month),
    Rule("m:Month ~-|/|. ~y:Year", _month),
    Rule("y:Year ~-|/ ~m:Month", _month),
    Rule(f"{PARTS}m:Month [ ~.? of? ,? y:Year ]", _month),
    Rule("w:Last|Next|This m:Month", _month),
    Rule("m:Month", _month),
    Rule(f"{END}m:Month [ ~.? of? ,? y:Year ]", _month),
    Rule(f"{PART}m:Month [ ~.? of? ,? y:Year ]", _month),
    Rule(f"{EDGE}m:Month [ ~.? of? ,? y:Year ]", _month),
    Rule("n:Ordinal half of m:Month [ ~.? of? ,? y:Year ]", _half_month),
)
