"""Documents as rows of the workspace."""

from pathlib import Path

import pytest

from dashboard.annotate import Annotator
from dashboard.ingest import document_of
from dashboard.workspace import rows
from dashboard.workspace.rows import rows_of
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
