"""The command line's geoparsing: files in, one JSON line a document out."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from geocache import Candidate, Footprint, Geoparser, Mention, ParsedText

from ..errors import DocumentError
from ..ingest import read_document, shown
from ..ingest.json_lines import is_json_lines, lines_of
from ..model import Precision

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
        "mentions": [_mention(mention) for mention in parsed.mentions],
    }


def _mention(mention: Mention) -> dict[str, Any]:
    resolution = mention.resolution
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": mention.kind,
        "role": mention.role,
        "probability": mention.probability,
        "reasons": [asdict(reason) for reason in mention.reasons],
        "resolution": {
            "outcome": resolution.outcome,
            "place": resolution.place and asdict(resolution.place),
            "confidence": resolution.confidence,
            "stands_in_for": resolution.stands_in_for,
            "candidates": [_candidate(candidate) for candidate in resolution.candidates],
            "evidence": [asdict(reason) for reason in resolution.evidence],
        },
        "footprint": _footprint(mention.footprint),
        "role_probability": mention.role_probability,
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "place": asdict(candidate.place),
        "kind": candidate.kind,
        "score": candidate.score,
        "evidence": [asdict(reason) for reason in candidate.evidence],
    }


def _footprint(footprint: Footprint) -> dict[str, Any]:
    return {
        "kind": footprint.kind,
        "geometry": footprint.geometry,
        "exact": footprint.exact,
        "note": footprint.note,
        "start": footprint.start,
        "end": footprint.end,
        "mentions": list(footprint.mentions),
        "uncertainty_km": footprint.uncertainty_km,
        "outline": footprint.outline,
        "undrawn_because": footprint.undrawn_because,
    }


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
