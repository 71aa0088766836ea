"""Documents made of what a format holds: text in one form, dates as far as they are known."""

import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from geocache.scripts import unread_note

from ..errors import DocumentError
from ..model import UNDATED, Document, Precision, When
from .limits import MAX_MEGABYTES, MEGABYTE

TITLE_LENGTH = 200
_STATED = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)|(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d.*")
"""A day, month or year, or a time of which the day counts as it is written."""
_PRECISIONS = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}
_BLANKS = re.compile(r"[ \t\u00a0]+(?=\n)")
_GAPS = re.compile(r"\n{3,}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")
_REPLACED = "\ufffd"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a format says of a report; empty where it says nothing."""

    text: str
    title: str = ""
    date: When = UNDATED
    source: str = ""
    url: str = ""
    author: str = ""
    language: str = ""
    note: str = ""


def document_from(draft: Draft, origin: str) -> Document:
    """Return the document that a draft becomes.

    Raises
    ------
    DocumentError
        It has no text, or too much.
    """
    text = tidy(draft.text)
    if not text.strip():
        raise DocumentError(f"{origin}: holds no text")
    size = len(text.encode())
    if size > MAX_MEGABYTES * MEGABYTE:
        raise DocumentError(
            f"{origin}: holds {size / MEGABYTE:.1f} MB of text, too much for a report; expected at "
            f"most {MAX_MEGABYTES} MB; split it into its reports"
        )
    title = one_line(draft.title)[:TITLE_LENGTH] or first_line(text) or stem_of(origin)
    return Document(
        identity_of(title, text),
        title,
        text,
        origin,
        language_code(draft.language),
        draft.date,
        "; ".join(filter(None, (draft.note, unread_note(text)))),
        one_line(draft.source),
        one_line(draft.url),
        one_line(draft.author),
    )


def identity_of(title: str, text: str) -> str:
    """Return the id of a document: equal words are the same report, wherever they came from."""
    return sha256(f"{title}\0{text}".encode()).hexdigest()[:16]


def tidy(text: str) -> str:
    """Return text as it is stored: line feeds, at most one empty line, nothing unwritable."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", _REPLACED)
    plain = plain.encode("utf-8", "replace").decode()
    return _GAPS.sub("\n\n", _BLANKS.sub("", plain)).strip("\n")


def one_line(words: str) -> str:
    """Return words on one line, without what can't be written."""
    return " ".join(words.replace("\0", " ").encode("utf-8", "replace").decode().split())


def first_line(text: str) -> str:
    """First line of a text where it stands alone and is short, as a title does; else empty."""
    line, _, rest = text.strip().partition("\n")
    stands_alone = rest.startswith("\n") or not rest
    return line.strip() if stands_alone and len(line) <= TITLE_LENGTH else ""


def stem_of(origin: str) -> str:
    """Name of a file without its folders and ending."""
    name = origin.rstrip("/").rpartition("/")[2]
    return name.rpartition(".")[0] or name


def language_code(stated: str) -> str:
    """ISO 639 code of a stated language, as "en" of "en-GB"; empty where it is none."""
    match = _LANGUAGE.match(stated.strip())
    return match[0].lower() if match else ""


def stated_date(value: str, where: str) -> When:
    """Return a date as it is stated, which is a day, month or year, or a time.

    Raises
    ------
    DocumentError
        It is none; the message begins with ``where``.
    """
    if not value:
        return UNDATED
    match = _STATED.fullmatch(value)
    known = (match[1] or match[2]) if match else ""
    when = When(known, _PRECISIONS.get(len(known), Precision.UNKNOWN))
    try:
        fixed = when.interval
    except ValueError:  # written like a date, but there is no such day
        fixed = None
    if fixed is None:
        raise DocumentError(f"{where}: date {value!r}; expected YYYY, YYYY-MM or YYYY-MM-DD")
    return when


def day_of(moment: date) -> When:
    """Day of a moment, as its own clock had it."""
    return When(f"{moment.year:04}-{moment.month:02}-{moment.day:02}", Precision.DAY)


def day_written(value: str) -> When:
    """Day that begins a time such as 2024-03-05T10:00; undated where it is none."""
    try:
        return day_of(date.fromisoformat(value.strip()[:10]))
    except ValueError:
        return UNDATED


def undated_but_made(value: str) -> When:
    """No date, with word of the day on which a file was made, which need not be the report's.

    Files are made from templates and saved again years later.
    """
    made = day_written(value)
    if made.precision is Precision.UNKNOWN:
        return UNDATED
    return When("", Precision.UNKNOWN, f"{UNDATED.note}; the file was made on {made.value}")
