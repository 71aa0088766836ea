"""Rules of the days of the week, of weekends, and of parts of the day."""

from dataclasses import replace
from datetime import date, timedelta

from ...model import Precision
from .calendar import week_of
from .counting import COUNTS, NIGHT, count_of, days_away, direction_of, relative, sign_of
from .expressions import Anchor, Cycle, Expression, Interval, Period, Time
from .modification import Change
from .notation import Found, Rule
from .surroundings import is_weekday_name
from .vocabulary import Vocabulary, surrounding


def _weekend(found: Found) -> Expression | None:
    tokens = found.tokens
    word = found.word("w")
    before = tokens.before(found.start)
    if tokens.word(before) in surrounding("whole_weekend"):
        before = tokens.before(before)
    if not word and tokens.word(before) not in {"the", "at", "over"}:
        return None
    time = direction_of(word)

    def of(day: date) -> Interval:
        monday = week_of(day)[0]
        return monday + timedelta(days=5), monday + timedelta(days=6)

    cycle = Cycle(Period.WEEK, of)
    return Expression(found.start, found.end, Precision.DAY, cycle=cycle, time=time)


def _weekend_before_last(found: Found) -> Expression:
    def of(first: date, _last: date) -> Interval:
        monday = week_of(first)[0] - timedelta(days=14)
        return monday + timedelta(days=5), monday + timedelta(days=6)

    return relative(found, Precision.DAY, of)


def _weekday(found: Found) -> Expression | None:
    number = found.number("d", "Weekday")
    if number is None or is_weekday_name(found.tokens, found.index("d"), found.index("d") + 1):
        return None
    word = found.word("w")
    if found.word("v"):  # "Thursday last week"
        sign = sign_of(found.word("v"))
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
        return relative(found, Precision.DAY, days_away(-1)) if part in NIGHT else None
    if word in {"next", "following"}:
        return relative(found, Precision.DAY, days_away(1), Anchor.TEXT)
    return relative(found, Precision.DAY, days_away(0)) if word == "this" else None


def _before_last(found: Found) -> Expression | None:
    """Return "the Monday before last", "the Monday after next"."""
    number = found.number("d", "Weekday")
    is_back = found.word("e") == "before"
    if number is None or sign_of(found.word("w")) != (-1 if is_back else 1):
        return None
    time = Time.PAST if is_back else Time.FUTURE
    return replace(_days_of_week(found, number, time), change=_weeks_away(-1 if is_back else 1))


def _many_ago(found: Found) -> Expression | None:
    """Return "three Fridays ago": the last of them is the first to be counted."""
    number = found.number("d", "Weekdays")
    if number is None:
        return None
    return replace(_days_of_week(found, number, Time.PAST), change=_weeks_away(1 - count_of(found)))


def _a_week_on(found: Found) -> Expression | None:
    """Return "Friday week", "a week on Friday": a week behind the next one."""
    number = found.number("d", "Weekday")
    if number is None or (not found.word("n") and not _ends(found)):
        return None
    weeks = count_of(found) if found.word("n") else 1
    if found.word("u").startswith("fortnight"):
        weeks *= 2
    return replace(_days_of_week(found, number, Time.FUTURE), change=_weeks_away(weeks))


def _weeks_ago(found: Found) -> Expression | None:
    """Return "a week ago Friday", "two weeks ago on Friday": so many weeks before the last one."""
    number = found.number("d", "Weekday")
    if number is None:
        return None

    def of(first: date, _last: date) -> Interval:
        monday = week_of(first - timedelta(days=7 * count_of(found)))[0]
        return (monday + timedelta(days=number),) * 2

    return relative(found, Precision.DAY, of)


def _ends(found: Found) -> bool:
    return not found.tokens.word(found.tokens.behind(found.end)).isalpha()


def _days_of_week(found: Found, number: int, time: Time) -> Expression:
    cycle = Cycle(Period.WEEK, lambda day: (week_of(day)[0] + timedelta(days=number),) * 2)
    return Expression(found.start, found.end, Precision.DAY, cycle=cycle, time=time)


def _weeks_away(weeks: int) -> Change:
    away = timedelta(days=7 * weeks)
    return lambda days: (days[0] + away, days[1] + away)


def _short(found: Found) -> Expression | None:
    """Return "on Tue.", which stands behind a word that dates have."""
    tokens, index = found.tokens, found.index("d")
    word = found.word("d")
    number = Vocabulary.shipped().values["ShortWeekday"].get(word)
    before = tokens.word(tokens.before(found.start))
    if number is None or before not in surrounding("before_short_weekday"):
        return None
    if not tokens.written(index)[0].isupper() or not _ends(found):
        return None
    cycle = Cycle(Period.WEEK, lambda day: (week_of(day)[0] + timedelta(days=int(number)),) * 2)
    return Expression(found.start, found.end, Precision.DAY, cycle=cycle, weekday=-1)


RULES = (
    Rule("d:Weekday e:before|after w:Last|Next", _before_last),
    *(Rule(f"{n} d:Weekdays ago", _many_ago) for n in COUNTS),
    Rule("d:Weekday u:week|fortnight", _a_week_on),
    *(Rule(f"{n} u:week|weeks|fortnight on d:Weekday", _a_week_on) for n in COUNTS),
    *(Rule(f"{n} u:week|weeks|fortnight from d:Weekday", _a_week_on) for n in COUNTS),
    *(Rule(f"{n} week|weeks ago on? last? d:Weekday PartOfDay?", _weeks_ago) for n in COUNTS),
    Rule("d:ShortWeekday ~.? PartOfDay?", _short),
    Rule("w:Last|Next|This weekend", _weekend),
    Rule("weekend", _weekend),
    Rule("weekend e:before w:last", _weekend_before_last),
    Rule("d:Weekday PartOfDay?", _weekday),
    Rule("w:Last|Next|This d:Weekday PartOfDay?", _weekday),
    Rule("this w:Last|Next d:Weekday PartOfDay?", _weekday),
    Rule("d:Weekday PartOfDay? of? v:Last|Next|This week", _weekday),
    Rule("d:Weekday PartOfDay? the? v:previous|following week", _weekday),
    Rule("w:Last|Next|This t:PartOfDay", _this_part),
)
