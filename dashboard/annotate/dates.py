"""Dates that a passage states, as far as they can be fixed."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from dateutil import parser as date_parser

from ..model import DateMention, Passage, Precision, When
from .passages import passage_at

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ANY_MONTH = f"{_MONTHS}|{_MONTHS.upper()}"
_ANY_WEEKDAY = "|".join([*_WEEKDAYS, *map(str.upper, _WEEKDAYS)])
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|ST|ND|RD|TH)?"
_YEAR = r"(?:1[89]|20)\d\d"
_EXPRESSION = re.compile(
    rf"\b(?P<iso>{_YEAR}-\d\d-\d\d)\b"
    rf"|\b(?P<day>(?:{_DAY}\s+(?:(?:of|OF)\s+)?(?:{_ANY_MONTH})\b\.?|(?:{_ANY_MONTH})\b\.?\s+{_DAY})\b)"
    rf"(?:,?\s+(?P<year>{_YEAR})\b)?"
    rf"|\b(?P<month>(?:{_ANY_MONTH})\.?),?\s+(?:(?:of|OF)\s+)?(?P<month_year>{_YEAR})\b"
    rf"|\b(?P<weekday>{_ANY_WEEKDAY})\b"
    r"|\b(?P<relative>[Yy]esterday|[Tt]oday|YESTERDAY|TODAY)\b"
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b|\bof\b", re.IGNORECASE)
_UNFIXED = "the document's date is known only to the {precision}"


def dates_of(text: str, passages: Sequence[Passage], published: When) -> tuple[DateMention, ...]:
    """Every explicit date, in text order.

    Parameters
    ----------
    text, passages
        Of one document.
    published
        The document's date; what a year, weekday or "yesterday" is relative to.

    Returns
    -------
    tuple of DateMention
        Those that can't be fixed have precision UNKNOWN and say why.
    """
    return tuple(_mentions(text, passages, published))


def _mentions(text: str, passages: Sequence[Passage], published: When) -> Iterator[DateMention]:
    for match in _EXPRESSION.finditer(text):
        try:
            when = _when(match, published)
        except ValueError:  # "30 February": written like a date, but none
            when = When("", Precision.UNKNOWN, f"there is no such day as {match.group()!r}")
        number = passage_at(passages, match.start())
        yield DateMention(number, match.start(), match.end(), match.group(), when)


def _when(match: re.Match[str], published: When) -> When:
    groups = match.groupdict()
    if groups["iso"]:
        return When(date.fromisoformat(groups["iso"]).isoformat(), Precision.DAY)
    if groups["day"]:
        return _day(groups["day"], groups["year"], published)
    if groups["month"]:
        month = _parsed(f"1 {groups['month']} {groups['month_year']}")
        return When(f"{month:%Y-%m}", Precision.MONTH)
    weekday = groups["weekday"]
    return _relative(weekday.capitalize() if weekday else groups["relative"].lower(), published)


def _day(words: str, year: str | None, published: When) -> When:
    year_stated = year or published.value[:4]
    if not year_stated:
        return When("", Precision.UNKNOWN, "no year is stated, and the document gives no date")
    day = _parsed(f"{_ORDINAL.sub('', words)} {year_stated}").isoformat()
    note = "" if year else f"year taken from the document's date, {published.value}"
    return When(day, Precision.DAY, note)


def _parsed(words: str) -> date:
    return date_parser.parse(words, default=datetime(2000, 1, 1)).date()  # noqa: DTZ001  a calendar day


def _relative(word: str, published: When) -> When:
    if published.precision is not Precision.DAY:
        known = published.precision
        reason = _UNFIXED.format(precision=known) if published.value else published.note
        return When("", Precision.UNKNOWN, f"'{word}' can't be fixed: {reason}")
    day = date.fromisoformat(published.value)
    if word in _WEEKDAYS:
        back = (day.weekday() - _WEEKDAYS.index(word)) % 7
        note = f"the last {word} up to the document's date, {published.value}"
    else:
        back = 1 if word == "yesterday" else 0
        note = f"counted from the document's date, {published.value}"
    return When((day - timedelta(days=back)).isoformat(), Precision.DAY, note)
