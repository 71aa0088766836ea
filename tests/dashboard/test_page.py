"""The page run without a browser: what is on it, and that text stays text."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

import dashboard.views
from dashboard.annotate import Annotator
from dashboard.ingest import read_document, read_paths
from dashboard.maps import mark_frame
from dashboard.situation.address import filters_of
from dashboard.views.shared import WORKSPACE_VARIABLE, situation
from dashboard.workspace import Workspace
from dashboard.workspace.jobs import Jobs
from geocache import Geoparser

APP = Path(dashboard.views.__file__).with_name("app.py")
HOSTILE = """<script>alert(1)</script> {{ 7*7 }} ${alert(2)} `tick` "quotes" 'single' \\u0041

Rain fell in the village of Qurb<img src=x onerror=alert(3)> and in the village of
Umm{{constructor}} near Aleppo, where doctors work. The village of Qurbaz was cut off.
"""

Opened = Callable[..., AppTest]


@pytest.fixture
def opened(
    tmp_path: Path, geoparser: Geoparser, article_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Opened:
    """Open the page on some files, with what is in the address."""

    def open_page(*paths: Path, **address: str) -> AppTest:
        workspace = Workspace(tmp_path / "work.sqlite")
        documents, problems = read_paths(paths or (article_path,))
        for problem in problems:
            Jobs(workspace).refuse(problem.origin, problem.reason)
        for document in documents:
            workspace.add(Annotator(geoparser).annotate(document))
        monkeypatch.setenv(WORKSPACE_VARIABLE, str(workspace.path))
        page = AppTest.from_file(str(APP), default_timeout=60)
        for key, value in address.items():
            page.query_params[key] = value
        page.run()
        assert not page.exception
        return page

    return open_page


def map_data(page: AppTest) -> dict[str, Any]:
    """What the map in the browser is told."""
    for element in page.main:
        if found := _component_data(element):
            return found
    raise AssertionError("no map on the page")


def _component_data(element: object) -> dict[str, Any] | None:
    proto = getattr(element, "proto", None)
    if getattr(proto, "component_name", "").endswith("sitmap_map"):
        data: dict[str, Any] = json.loads(proto.json)
        return data
    children = getattr(element, "children", {})
    return next(filter(None, map(_component_data, children.values())), None)


def drawn(page: AppTest) -> set[str]:
    """What the marks are called that the map asks for."""
    filters = filters_of(parse_qs(map_data(page)["marks"]["query"]))
    held = situation()
    return set(mark_frame(held, held.view(filters).marks())["label"])


def test_the_article_is_shown_with_its_counts(opened: Opened):
    page = opened()
    assert page.main.caption[0].value.startswith("10 marks")
    assert "Rukban" in drawn(page)
    assert "Ankara" not in drawn(page)


def test_filtering_by_theme_changes_map_and_counts(opened: Opened):
    page = opened()
    page.button_group(key="themes").set_value(["health"]).run()
    assert not page.exception
    assert page.main.caption[0].value.startswith("4 marks")
    assert "Rukban" in drawn(page)
    assert "Idlib" not in drawn(page)


def test_who_is_shown_on_demand(opened: Opened):
    page = opened()
    page.sidebar.toggle[0].set_value(True).run()
    assert not page.exception
    assert "Ankara" in drawn(page)


def test_a_link_opens_its_selection(opened: Opened):
    page = opened()
    marks = page.session_state["table_marks"]
    again = opened(mark=marks[0])
    assert again.session_state["mark"] == marks[0]
    assert any("confidence" in element.value for element in again.markdown)


def test_a_selected_mark_that_the_filters_hide_is_shown_and_said_to_be_hidden(opened: Opened):
    page = opened()
    page.sidebar.toggle[0].set_value(True).run()
    who = next(
        mark
        for mark in page.session_state["table_marks"]
        if mark not in opened().session_state["table_marks"]
    )
    again = opened(mark=who)
    assert any("The filters hide this mark" in element.value for element in again.text)
    assert any("confidence" in element.value for element in again.markdown)
    selected = map_data(again)["marks"]["selected"]
    assert selected["id"] == who
    assert selected["lon"] is not None
    assert again.main.caption[0].value.startswith("10 marks")


def test_a_link_to_a_mark_that_is_gone_is_no_error(opened: Opened):
    assert "Click a mark" in opened(mark="nonesuch", document="none", passage="x:1").info[0].value


def test_what_could_not_be_read_is_said(opened: Opened, tmp_path: Path, article_path: Path):
    page = opened(tmp_path / "missing.txt", article_path)
    assert "1 input could not be read" in page.sidebar.warning[0].value
    assert "missing.txt" in page.sidebar.text[0].value


def test_a_text_without_places_is_shown_all_the_same(opened: Opened, tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("Nothing here.\n\nNothing there either.")
    assert opened(path).main.caption[0].value.startswith("0 marks")


def test_a_document_is_never_markup(opened: Opened, tmp_path: Path):
    path = tmp_path / "hostile.txt"
    path.write_text(HOSTILE)
    assert read_document(path).text == HOSTILE
    page = opened(path)
    for element in (*page.main.markdown, *page.sidebar.markdown):
        assert "alert(" not in element.value
    script = json.dumps(map_data(page))
    for danger in ("<script", "<img", "alert(", "constructor}}"):
        assert danger not in script
