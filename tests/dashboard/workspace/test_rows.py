"""Documents as rows of the workspace."""

from pathlib import Path

import pytest

from dashboard.annotate import Annotator
from dashboard.ingest import document_of
from dashboard.workspace import Workspace, rows
from dashboard.workspace.kept_rows import packed_rows, unpacked_rows
from dashboard.workspace.rows import rows_of
from dashboard.workspace.stored_rows import stored_rows
from geocache import Geoparser
from geocache.gazetteer import CompiledGazetteer


def test_place_is_drawn_independently_of_what_was_drawn_before(
    geoparser: Geoparser, gazetteer: CompiledGazetteer, monkeypatch: pytest.MonkeyPatch
):
    text = document_of(b"Rain fell on Iraq.", Path("a.txt"))
    read = Annotator(geoparser).annotate(text)
    monkeypatch.setattr(rows, "_DRAWINGS", rows._Drawings())
    by_its_outline = rows_of(read, gazetteer)
    monkeypatch.setattr(rows, "_DRAWINGS", rows._Drawings())
    by_its_geometry = rows_of(read)
    assert by_its_geometry != by_its_outline
    assert rows_of(read, gazetteer) == by_its_outline
    assert rows_of(read) == by_its_geometry


def test_dates_come_back_as_they_were_stored(
    geoparser: Geoparser, gazetteer: CompiledGazetteer, tmp_path: Path
):
    header = b"---\ndate: 2024-06-10\n---\n"
    words = b"Since 2011 many left Syria. In 1974 troops landed in Cyprus. Rain fell on 03/04/2024."
    document = document_of(header + words, Path("a.txt"))
    read = rows_of(Annotator(geoparser).annotate(document), gazetteer)
    assert [(row.relation, row.history) for row in read.dates] == [
        ("since", True),
        ("", True),
        ("", False),
    ]
    assert read.dates[2].other == "2024-03-04"
    assert [row.history for row in read.observations] == [False, True]
    kept = Workspace(tmp_path / "a.sqlite")
    with kept.writing() as writer:
        number = writer.write(read, writer.engine("{}"))
    again = stored_rows(kept.rows, number, document)
    assert (again.dates, again.observations) == (read.dates, read.observations)
    packed = unpacked_rows(packed_rows(read), document)
    assert (packed.dates, packed.observations) == (read.dates, read.observations)
