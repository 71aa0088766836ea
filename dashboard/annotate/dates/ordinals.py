"""Rules of days of a month that are told by their number alone: "on the 12th", "the 15th inst."."""

from collections.abc import Sequence
from datetime import date

from ...model import Precision
from .calendar import shifted
from .counting import relative
from .expressions import Cycle, Expression, Interval, Period
from .lexing import Tokens
from .notation import Found, Rule
from .surroundings import is_apart
from .vocabulary import Vocabulary, surrounding

_LINKS = frozenset({"and", "or", ",", "&"})
_OPENS = frozenset({"", ".", ",", ";", ":", "!", "?", '"'})
"""Before "The 15th" at the head of a sentence or clause."""


def _day(found: Found) -> Expression | None:
    """Return "on the 12th"."""
    tokens, number = found.tokens, found.number("d")
    if number is None or not _has_article(tokens, found.start) or _goes_on(tokens, found.end):
        return None
    if _is_cued(tokens, found.start):
        if not is_apart(tokens, found.end):
            return None
    elif not (_opens_sentence(tokens, found.start) and _does(tokens, found.end)):
        return None
    return _of_month(number, found.start, found.end)


def _days(found: Found) -> Sequence[Expression] | None:
    """Return each of "the 23rd and 24th"."""
    tokens = found.tokens
    if not (_has_article(tokens, found.start) and _is_cued(tokens, found.start)):
        return None
    if not is_apart(tokens, found.end):
        return None
    numbers = [at for at in range(found.start, found.end) if tokens.word(at).isdecimal()]
    return [_of_month(found.number_at(at), at, at + 2) for at in numbers]


def _day_of_the_month(found: Found) -> Expression | None:
    """Return "the first of the month"."""
    number = found.number("d", "Ordinal")
    return None if number is None or number < 1 else _of_month(number, found.start, found.end)


def _of_month(number: int, start: int, end: int, weekday: int | None = None) -> Expression:
    cycle = Cycle(Period.MONTH, lambda day: (day.replace(day=number),) * 2)
    return Expression(start, end, Precision.DAY, cycle=cycle, weekday=weekday)


def _has_article(tokens: Tokens, start: int) -> bool:
    return tokens.word(tokens.before(start)) == "the"


def _is_cued(tokens: Tokens, start: int) -> bool:
    """Whether what stands before "the 12th" goes with days: "since", "on the night of"."""
    at = tokens.before(start, 2)
    opening, outer = tokens.word(at), tokens.word(tokens.before(at))
    if opening == "of":
        return outer in surrounding("parts_of_day")
    is_second = opening in _LINKS and outer in Vocabulary.shipped().values["Suffix"]
    return is_second or opening in surrounding("before_ordinal")


def _goes_on(tokens: Tokens, end: int) -> bool:
    """Whether a second number stands behind the first, so that both are one thing or none."""
    link = tokens.behind(end)
    if tokens.word(link) not in _LINKS:
        return False
    behind = tokens.behind(link + 1)
    return tokens.word(behind + 1) in Vocabulary.shipped().values["Suffix"]


def _opens_sentence(tokens: Tokens, start: int) -> bool:
    return tokens.word(tokens.before(start, 2)) in _OPENS


def _does(tokens: Tokens, end: int) -> bool:
    """Whether a verb of the past is behind words: "The 15th saw"."""
    behind = tokens.word(tokens.behind(end))
    return behind in surrounding("past") or behind in surrounding("done_by_days")


def _weekday_and_day(found: Found) -> Expression | None:
    """Return "Friday the 15th", of a month in which that is so."""
    number, weekday = found.number("d"), found.number("w", "Weekday")
    if number is None or found.tokens.word(found.tokens.behind(found.end)) == "of":
        return None
    return _of_month(number, found.start, found.end, weekday)


def _by_letter(found: Found) -> Expression | None:
    """Return "12th inst.", "5th ult.": of the report's month, or of the one before."""
    number, word = found.number("d"), found.word("e")
    if number is None:
        return None
    months = -1 if word.startswith("ult") else 1 if word.startswith("prox") else 0

    def of(first: date, _last: date) -> Interval:
        return (shifted(first.replace(day=1), months, "month").replace(day=number),) * 2

    return relative(found, Precision.DAY, of)


_ITEM = "Day ~Suffix "
RULES = (
    Rule("d:Day ~Suffix", _day),
    Rule("d:Day ~Suffix of the month", _day_of_the_month),
    Rule("d:Ordinal of the month", _day_of_the_month),
    Rule(f"{_ITEM}[ , the? {_ITEM}] [ , the? {_ITEM}] ,? and|or|& {_ITEM}", _days),
    Rule("d:Day ~Suffix e:inst|instant|ult|ultimo|prox|proximo", _by_letter),
    Rule("w:Weekday ,? the d:Day ~Suffix", _weekday_and_day),
)
