"""The command line's geoparsing: files in, one JSON line a document out."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from textwrap import shorten
from typing import Any, TextIO

from geocache import Geoparser, ParsedText

from .errors import DocumentError
from .ingest import read_document
from .ingest.decode import decode
from .model import Precision

_ECHOED = 80

Report = Callable[[str], None]
"""Told, in one line, what is wrong with an input."""


def geoparse_files(paths: list[Path], geoparser: Geoparser, out: TextIO, report: Report) -> bool:
    """Write a JSON line for every document in ``.txt`` and ``.jsonl`` files, in input order.

    Returns
    -------
    bool
        Whether every document could be used.
    """
    complete = True
    for path in paths:
        try:
            for name, parsed in _documents(path, geoparser):
                if isinstance(parsed, DocumentError):
                    complete = False
                    report(str(parsed))
                else:
                    out.write(json.dumps(as_json(name, parsed), ensure_ascii=False) + "\n")
        except DocumentError as error:
            complete = False
            report(str(error))
    return complete


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
        yield str(path), geoparser.parse(document.text, title=document.title, published=day)
        return
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path}: can't be read: {error.strerror}") from error
    for number, line in enumerate(decode(content, str(path))[0].split("\n"), 1):
        if line.strip():
            yield _line(path, number, line, geoparser)


def _line(
    path: Path, number: int, line: str, geoparser: Geoparser
) -> tuple[str, ParsedText | DocumentError]:
    """Return one line's document, or what is wrong with it."""
    where = f"{path}:{number}"
    try:
        record = json.loads(line)
    except ValueError as error:
        return where, DocumentError(f"{where}: not JSON: {error}")
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        found = shorten(line, _ECHOED)
        return where, DocumentError(
            f"{where}: expected an object with the strings 'id' and 'text', found {found}"
        )
    facts = {key: str(record.get(key) or "") for key in ("title", "source")}
    published = str(record["date"]) if record.get("date") else None
    return str(record.get("id", where)), geoparser.parse(
        record["text"], published=published, **facts
    )
