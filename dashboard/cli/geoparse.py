"""The command line's geoparsing: files in, one JSON line a document out."""

import json
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, TextIO

from geocache import Geoparser, ParsedText

from ..errors import DocumentError
from ..ingest import read_document, shown
from ..ingest.json_lines import is_json_lines, lines_of
from ..model import Precision

Report = Callable[[str], None]
"""Told, in one line, what is wrong with an input."""
_EXPLAINED = ("reasons", "candidates", "evidence")
"""Properties of records that ask their explainer."""


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
        "mentions": [_plain(mention) for mention in parsed.mentions],
    }


def _plain(value: Any) -> Any:
    """Records as mappings of their fields, with what is explained in place of its explainer."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if not is_dataclass(value):
        return value
    names = [field.name for field in fields(value) if field.name != "explainer"]
    names += [name for name in _EXPLAINED if isinstance(getattr(type(value), name, None), property)]
    return {name: _plain(getattr(value, name)) for name in names}


def _documents(
    path: Path, geoparser: Geoparser
) -> Iterator[tuple[str, ParsedText | DocumentError]]:
    if not is_json_lines(path):
        document = read_document(path)
        day = document.date.value if document.date.precision is Precision.DAY else None
        yield shown(path), geoparser.parse(document.text, title=document.title, published=day)
        return
    for line in lines_of(path):
        if isinstance(line, DocumentError):
            yield shown(path), line
            continue
        parsed = geoparser.parse(
            line.text, title=line.title, source=line.source, published=line.date or None
        )
        yield str(line.id), parsed
