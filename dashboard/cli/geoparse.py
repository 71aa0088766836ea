"""The command ``sitmap geoparse``: files in, one JSON line a document out."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, TextIO

import typer

from geocache import GeometryDetail, Geoparser, OutletMemory, ParsedText, to_dict
from geocache.scripts import unread_note

from ..errors import DocumentError
from ..ingest import read_document, shown
from ..ingest.json_lines import is_json_lines, lines_of
from ..model import Precision
from .terminal import Files, Places, opened_gazetteer, output_stream, read_packs, warn

Report = Callable[[str], None]
"""Told, in one line, what is wrong with an input."""


def geoparse(
    files: Files,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; standard output if none.")
    ] = None,
    places: Places = None,
    geometry: Annotated[
        GeometryDetail, typer.Option(help="How much of each geometry is written, once a document.")
    ] = GeometryDetail.SIMPLE,
    explain: Annotated[
        bool, typer.Option("--explain", help="Write candidates and evidence, too.")
    ] = False,
) -> None:
    """Print a JSON line for every document in .txt and .jsonl files."""
    geoparser = Geoparser(opened_gazetteer(read_packs(places)), outlet_memory=OutletMemory())
    with output_stream(output, [*files, *(places or ())]) as out:
        written, complete = geoparse_files(files, geoparser, out, warn, geometry, explain=explain)
        if not written and not complete:
            raise typer.Exit(1)  # and what was there before stays
    if not complete:
        raise typer.Exit(1)


def geoparse_files(
    paths: list[Path],
    geoparser: Geoparser,
    out: TextIO,
    report: Report,
    geometry: GeometryDetail = GeometryDetail.SIMPLE,
    *,
    explain: bool = False,
) -> tuple[int, bool]:
    """Write a JSON line for every document in ``.txt`` and ``.jsonl`` files, in input order.

    ``geometry`` and ``explain`` are those of `to_dict`.

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
                    if unread := unread_note(parsed.text):
                        report(f"{name}: {unread}")
                    record = {
                        "id": name,
                        **to_dict(parsed, geoparser.gazetteer, geometry=geometry, explain=explain),
                    }
                    out.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
                    written += 1
        except DocumentError as error:
            complete = False
            report(str(error))
    return written, complete


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
