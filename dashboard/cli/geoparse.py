"""The command line's geoparsing: files in, one JSON line a document out."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from textwrap import shorten
from typing import Any, TextIO

from geocache import Geoparser, ParsedText

from ..errors import DocumentError
from ..ingest import read_document, shown
from ..model import Precision

_ECHOED = 80

Report = Callable[[str], None]
"""Told, in one line, what is wrong with an input."""


def geoparse_files(
    paths: list[Path], geoparser: Geoparser, out: TextIO, report: Report
) -> tuple[int, bool]:
    """Write a JSON line for every document in ``.txt`` and ``.jsonl`` files, in input order.

    Returns
    -------
    int, bool
        How many documents were written, and whether every one could be used.
    """
    written, complete = 0, True
    for path in paths:
        try:
            for name, parsed in _documents(path, geoparser):
                if isinstance(parsed, DocumentError):
                    complete = False
                    report(str(parsed))
                else:
                    out.write(json.dumps(as_json(name, parsed), ensure_ascii=False) + "\n")
                    written += 1
        except DocumentError as error:
            complete = False
            report(str(error))
    return written, complete


def as_json(name: str, parsed: ParsedText) -> dict[str, Any]:
    """Return the fields of a parsed text, named as in the Python API."""
    return {
        "id": name,
        "title": parsed.title,
        "source": parsed.source,
        "published": parsed.published,
        "text": parsed.text,
        "mentions": [asdict(mention) for mention in parsed.mentions],
    }


def _documents(
    path: Path, geoparser: Geoparser
) -> Iterator[tuple[str, ParsedText | DocumentError]]:
    if path.suffix.lower() != ".jsonl":
        document = read_document(path)
        day = document.date.value if document.date.precision is Precision.DAY else None
        yield shown(path), geoparser.parse(document.text, title=document.title, published=day)
        return
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield _line(f"{shown(path)}:{number}", line, geoparser)
    except OSError as error:
        raise DocumentError(f"{shown(path)}: can't be read: {error.strerror}") from error


def _line(where: str, line: bytes, geoparser: Geoparser) -> tuple[str, ParsedText | DocumentError]:
    """Return one line's document, or what is wrong with it."""
    try:
        record = json.loads(line.decode("utf-8-sig"))
        json.dumps(record, ensure_ascii=False).encode()  # a lone surrogate can't be written
    except UnicodeError as error:
        return where, DocumentError(f"{where}: not UTF-8: {error}")
    except (ValueError, RecursionError) as error:
        return where, DocumentError(f"{where}: not JSON: {error}")
    wrong = _what_is_wrong(record)
    if wrong:
        found = shorten(line.decode("utf-8-sig"), _ECHOED)
        return where, DocumentError(f"{where}: {wrong}; found {found}")
    facts = {key: record.get(key) or "" for key in ("title", "source")}
    published = record.get("date") or None
    return str(record["id"]), geoparser.parse(record["text"], published=published, **facts)


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
