"""The date that a report gives itself in its words: a header line, a dateline, a date in its title.

Only what stands at its head counts. The words that it came from are noted; when a file was made or
changed says nothing of its report.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from geocache.data_files import shipped

from ...model import DateMention, Document, Passage, Precision, When
from ..passages import passages_of
from .grammar import dates_of
from .readings import Context

_HEAD = 700
_LINES = 8
_PLACE = r"[^\W\d_a-zß-ÿ][\w.’'-]*(?:[ /-][A-Z(][\w.’')-]*){0,4}"
_AGENCY = r"(?:[(/][\w ./-]{2,40}[)/] *)?"
_BEFORE_DATELINE = re.compile(
    rf"[(\[]?{_PLACE}(?:, {_PLACE}){{0,2}}(?:[,:]|,? le|,? el)? *{_AGENCY}(?:[–—-] *)?"
)
_BEHIND_DATELINE = re.compile(
    rf"[.,]? *{_AGENCY}(?:–|—|--?(?=\W|[A-Z“]|$)|:|[)\]]|, [A-Z]\w*(?: [A-Z]\w*)?(?: *[–—:]| -))"
)
_CAPITALS = re.compile(r"[A-Z][A-Z .'-]+,? *")
_TIME = r"(?:[\d:.]+ *(?:[ap]\.?m\.?)? *(?:[A-Z]{1,4}|hrs|hours|local time)?)"
_BEHIND_LINE = re.compile(rf"[\s.,;|)\](–—-]*(?:at )?{_TIME}?[\s.,)\]]*(?:by \w+)?\s*")
_ALONE = re.compile(rf"(?:{_PLACE},? *)?[(\[]?")
_HEADING = re.compile(r"(?:.*(?:[|,(:\[–—]| -) *)", re.DOTALL)
_HEADING_WORDS = 8
_LABEL = re.compile(r"[^\W\d_]+")
_LABEL_WORDS = 5
_SETTLED = (Precision.DAY, Precision.MONTH)
_YEARLESS = "no year is stated, and the document gives no date"
_HEADER, _DATELINE, _LINE, _TITLE = "header", "dateline", "line of its own", "title"


def with_own_date(document: Document) -> Document:
    """Return a document with the date that its words give, where nothing else gave it one."""
    if document.date.precision is not Precision.UNKNOWN:
        return document
    found = _in_head(document) or _in_title(document)
    return document if found is None else replace(document, date=found)


def _in_head(document: Document) -> When | None:
    text = document.text[:_HEAD]
    mentions = _dates(document, text)
    for mention in mentions:
        begin = text.rfind("\n", 0, mention.start) + 1
        if text.count("\n", 0, begin) >= _LINES * 2:
            return None
        end = text.find("\n", mention.end)
        before, behind = text[begin : mention.start], text[mention.end : end if end >= 0 else None]
        where = _where(before, behind)
        settled = _settled(document, mention, where) if where else None
        if settled:
            return settled
    return None


def _where(before: str, behind: str) -> str:
    """Return what a line of the head is that has a date between these words; "" of none."""
    if _is_label(before):
        return _HEADER
    if _BEHIND_LINE.fullmatch(behind) and (_ALONE.fullmatch(before) or _is_heading(before)):
        return _LINE
    if not _BEFORE_DATELINE.fullmatch(before):
        return ""
    is_closed = behind[:2] == ". " and _CAPITALS.fullmatch(before)
    return _DATELINE if is_closed or _BEHIND_DATELINE.match(behind) else ""


def _is_label(before: str) -> bool:
    """Whether words before a date are those of a header: "Posted at 2:30 pm on"."""
    words = [word.lower() for word in _LABEL.findall(before)]
    words = [word for word in words if word not in _words("beside_times")]
    if not 0 < len(words) <= _LABEL_WORDS or _words("of_events").intersection(words):
        return False
    label = " ".join(words)
    is_of_date = words[0] == "date" or words[-1] in {"date", "period"}
    return label in _words("headers") or (is_of_date and before.rstrip()[-1:] in ":|=-–")


def _is_heading(before: str) -> bool:
    """Whether words before a date are a heading that it ends: "Situation Report No. 4 | "."""
    if not _HEADING.fullmatch(before):
        return False
    words = _LABEL.findall(before)
    if _words("of_events").intersection(word.lower() for word in words):
        return False
    small = [word for word in words if word[0].islower()]
    return len(words) <= _HEADING_WORDS and all(word in _words("small") for word in small)


def _in_title(document: Document) -> When | None:
    title = document.title
    lowered = title.lower()
    for mention in reversed(_dates(document, title)):
        behind, before = title[mention.end :].strip(" )].|"), title[: mention.start].rstrip()
        is_apart = not behind and before[-1:] in {",", "–", "—", "-", "|", "(", ":", "["}
        is_report = any(re.search(rf"\b{word}\b", lowered) for word in _words("titles"))
        if (is_apart or is_report) and not mention.relation:
            return _settled(document, mention, _TITLE)
    return None


def _dates(document: Document, text: str) -> Sequence[DateMention]:
    context = Context(document.date, document.language, document.source)
    passages: Sequence[Passage] = passages_of(text)
    return dates_of(text, passages, context) if passages else ()


def _settled(document: Document, mention: DateMention, where: str) -> When | None:
    """Return the day or month of the report: the last of a range, for it was written behind it."""
    when = mention.when
    if when.note == _YEARLESS:
        when = _with_year(document, mention) or when
    days = when.interval
    if days is None or when.precision not in (*_SETTLED, Precision.WEEK, Precision.YEAR):
        return None
    precision = Precision.DAY if when.precision is Precision.WEEK else when.precision
    note = f"from the {where}: {mention.text!r}"
    if when.note:
        note = f"{note}; {when.note}"
    if precision is Precision.DAY:
        if days[0] != days[1]:
            note = f"{note}; its last day"
        return When.between(days[1], days[1], precision, note)
    return When.between(*days, precision, note)


def _with_year(document: Document, mention: DateMention) -> When | None:
    """Return a date with the year of the first full date that the text names anywhere."""
    for other in _dates(document, document.text):
        days = other.when.interval
        if days and not other.when.note and other.when.precision in _SETTLED:
            year = When(f"{days[1].year:04}", Precision.YEAR)
            (found,) = dates_of(mention.text, passages_of(mention.text), year) or (None,)
            if found and found.when.interval:
                note = f"year taken from {other.text!r}"
                return When(found.when.value, found.when.precision, note)
    return None


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(shipped("dates/documents.yaml")[name])
