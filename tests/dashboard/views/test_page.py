"""The pages run without a browser: that they run, what they tell it, and that text stays text."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import dashboard.views
from dashboard.annotate import Annotator, Themes
from dashboard.ingest import read_document, read_paths
from dashboard.views.shared import DEMONSTRATION_VARIABLE, WORKSPACE_VARIABLE, situation
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


def told(page: AppTest, component: str) -> dict[str, Any]:
    """What a component in the browser is told."""
    for element in page.main:
        if found := _data(element, component):
            return found
    raise AssertionError(f"no {component} on the page")


def _data(element: object, component: str) -> dict[str, Any] | None:
    proto = getattr(element, "proto", None)
    if getattr(proto, "component_name", "").endswith(component):
        data: dict[str, Any] = json.loads(proto.json)
        return data
    children = getattr(element, "children", {})
    found = (_data(child, component) for child in children.values())
    return next(filter(None, found), None)


def test_room_gets_its_data_address_and_themes(opened: Opened):
    room = told(opened(), "sitmap_room")
    lat, lon, zoom = room["home"]
    assert (29 < lat < 38, 34 < lon < 44, zoom) == (True, True, zoom)
    assert room["revision"] == situation().model.snapshot.revision
    assert [theme["id"] for theme in room["themes"]] == [t.id for t in Themes.shipped().all if t.id]
    assert {theme["family"] for theme in room["themes"]} == {one["id"] for one in room["families"]}
    assert room["parts"]["name"] in room["parts"]["script"]


def test_map_is_the_same_whatever_the_address_says(opened: Opened):
    plain = told(opened(), "sitmap_room")
    chosen = told(opened(theme="health", mark="nonesuch", doc="none"), "sitmap_room")
    assert {**plain, "revision": 0} == {**chosen, "revision": 0}


def test_demonstration_says_that_it_is_one(opened: Opened, monkeypatch: pytest.MonkeyPatch):
    assert not told(opened(), "sitmap_bar")["demonstration"]
    monkeypatch.setenv(DEMONSTRATION_VARIABLE, "1")
    assert told(opened(), "sitmap_bar")["demonstration"]


def test_document_is_never_markup(opened: Opened, tmp_path: Path):
    path = tmp_path / "hostile.txt"
    path.write_text(HOSTILE)
    assert read_document(path).text == HOSTILE
    page = opened(path)
    for element in (*page.main.markdown, *page.sidebar.markdown):
        assert "alert(" not in element.value
    said = json.dumps([told(page, "sitmap_room"), told(page, "sitmap_bar")])
    for danger in ("<script", "<img", "alert(", "constructor}}"):
        assert danger not in said
