"""Documents that a command is given, with their ids: a file each, or a line each of a file.

A line of a ``.jsonl`` file is an object with ``id`` and ``text``, and perhaps ``title``, ``date``,
``source`` and ``language``. Any other file is a document whose id is its path.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import Any

from ..errors import DocumentError
from ..model import Document
from .drafts import identity_of, stated_date
from .files import read_document, shown

_ECHOED = 80


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a ``.jsonl`` file, as it was given."""

    where: str
    """File and line number."""
    id: str | int
    text: str
    title: str
    """Empty when none is given; `source` and `date` likewise."""
    source: str
    date: str
    """Any string: who needs a day checks it."""
    language: Any
    """Anything: who needs it checks it."""


@dataclass(frozen=True, slots=True)
class GivenDocument:
    """A document, and what it is called by who gave it."""

    id: str | int
    where: str
    """File, and line number where the file has several documents."""
    document: Document


def is_json_lines(path: Path) -> bool:
    """Whether the lines of a file are documents, by its name."""
    return path.suffix.lower() == ".jsonl"


def given_documents(path: Path) -> Iterator[GivenDocument | DocumentError]:
    """Yield the documents of a file in their order, or what is wrong with one."""
    try:
        if not is_json_lines(path):
            yield GivenDocument(shown(path), shown(path), read_document(path))
            return
        for line in lines_of(path):
            yield line if isinstance(line, DocumentError) else _document_or_error(line)
    except DocumentError as error:
        yield error


def lines_of(path: Path) -> Iterator[Line | DocumentError]:
    """Yield the lines of a ``.jsonl`` file, or what is wrong with one; empty lines are none.

    Raises
    ------
    DocumentError
        The file can't be read.
    """
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield _line(f"{shown(path)}:{number}", line)
    except OSError as error:
        raise DocumentError(f"{shown(path)}: can't be read: {error.strerror}") from error


def document_of_line(line: Line) -> Document:
    """Return the document that a line holds, its text as it was given.

    Raises
    ------
    DocumentError
        The date is none, or the language is not a string.
    """
    if not isinstance(line.language, str | None):
        raise DocumentError(
            f"{line.where}: expected a string under 'language'; found {line.language!r}"
        )
    return Document(
        identity_of(line.title, line.text),
        line.title,
        line.text,
        line.where,
        line.language or "",
        stated_date(line.date, line.where),
        source=line.source,
    )


def _document_or_error(line: Line) -> GivenDocument | DocumentError:
    try:
        return GivenDocument(line.id, line.where, document_of_line(line))
    except DocumentError as error:
        return error


def _line(where: str, line: bytes) -> Line | DocumentError:
    """Return one line's facts, or what is wrong with it."""
    try:
        record = json.loads(line.decode("utf-8-sig"))
        json.dumps(record, ensure_ascii=False).encode()  # a lone surrogate can't be written
    except UnicodeError as error:
        return DocumentError(f"{where}: not UTF-8: {error}")
    except (ValueError, RecursionError) as error:
        return DocumentError(f"{where}: not JSON: {error}")
    wrong = _what_is_wrong(record)
    if wrong:
        found = shorten(line.decode("utf-8-sig"), _ECHOED)
        return DocumentError(f"{where}: {wrong}; found {found}")
    facts = {key: record.get(key) or "" for key in ("title", "source", "date")}
    return Line(where, record["id"], record["text"], language=record.get("language"), **facts)


def _what_is_wrong(record: Any) -> str:
    """What a line's record lacks, in words; empty when it can be used."""
    if not isinstance(record, dict):
        return "expected an object with 'id' and 'text'"
    if not isinstance(record.get("id"), str | int) or not isinstance(record.get("text"), str):
        return "expected 'id', a string or whole number, and 'text', a string"
    for key in ("title", "source", "date"):
        if not isinstance(record.get(key, ""), str | None):
            return f"expected a string under {key!r}"
    return ""
