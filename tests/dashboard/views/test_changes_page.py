"""The page of what another reading would change, and what the bar says of it; without a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from dashboard.pipeline import Counts, Pipeline
from dashboard.rereading import Chosen, Proposals
from dashboard.views import changes_page, taking_in
from dashboard.views.shared import WORKSPACE_VARIABLE
from dashboard.workspace import Workspace
from geocache.gazetteer import CompiledGazetteer

PAGE = "from dashboard.views.changes_page import show\nshow()"
OWN = b"name,lat,lon,feature\nQorvale,35.5,38.5,P.PPL\n"


@pytest.fixture
def stale(
    workspace: Workspace,
    folder: Path,
    take_in: Callable[..., Counts],
    gazetteer: CompiledGazetteer,
    monkeypatch: pytest.MonkeyPatch,
) -> Workspace:
    """Four reports that were read before a file of places was kept."""
    assert len(gazetteer)
    (folder / "own.txt").write_text("Rain fell in Qorvale.\n\nSnow fell in Qorvale too.")
    take_in(folder)
    workspace.add_pack("own.csv", OWN)
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(workspace.path))
    return workspace


@pytest.fixture
def proposed(stale: Workspace) -> Workspace:
    Pipeline(stale, workers=1).run([], again=True)
    return stale


def opened() -> AppTest:
    page = AppTest.from_string(PAGE, default_timeout=30).run()
    assert not page.exception
    return page


def texts(page: AppTest) -> list[str]:
    return [text.value for text in page.text]


def test_stale_reports_are_counted_and_read_again_on_demand(
    stale: Workspace, monkeypatch: pytest.MonkeyPatch
):
    started: list[Path] = []
    monkeypatch.setattr(taking_in.TakingIn, "start_again", lambda _self, path: started.append(path))
    page = opened()
    said = "4 reports were read by an earlier version, or with other places or themes."
    assert said in texts(page)
    page.button(key="changes-read-again").click().run()
    assert started == [stale.path]


def test_changes_are_listed_by_place_and_accepted_at_once(proposed: Workspace):
    page = opened()
    assert "2 changes in 1 report; 0 mentions of these reports stay as they are." in texts(page)
    rows = page.dataframe[0].value
    assert list(rows["place"]) == ["Qorvale"]
    assert list(rows["what"]) == ["2 new"]
    page.button(key="changes-all-accept").click().run()
    assert [said.value for said in page.success] == ["2 changes in 1 report accepted."]
    assert [said.value for said in page.info] == ["No change waits for your word."]
    assert Proposals(proposed).open_count().changes == 0


def test_refused_changes_are_kept_in_sight(proposed: Workspace):
    page = opened()
    page.button(key="changes-all-refuse").click().run()
    (folded,) = page.expander
    assert folded.label == "2 refused"
    assert Proposals(proposed).open_count().refused == 2


def test_changes_page_is_hidden_while_there_are_no_changes(proposed: Workspace):
    assert changes_page.in_navigation() == ("Changes (2)", True)
    Proposals(proposed).accept(Chosen())
    assert changes_page.in_navigation() == ("Changes", False)


def test_bar_shows_what_is_stale_and_what_waits(stale: Workspace, client: TestClient):
    assert stale
    told = client.get("/data/revision").json()["keeping"]
    assert told == {"stale": 4, "changes": 0, "reports": 0, "refused": 0}


def test_file_error_is_one_line_on_the_page(proposed: Workspace, monkeypatch: pytest.MonkeyPatch):
    page = opened()
    monkeypatch.setattr("dashboard.workspace.store.connect", refuse_to_write)
    page.button(key="changes-all-accept").click().run()
    assert [said.value for said in page.error] == ["They could not be accepted."]
    assert any("can't be written: the file or its folder is read-only" in t for t in texts(page))
    assert Proposals(proposed).open_count().changes == 2


def refuse_to_write(path: Path, *, writable: bool, **options: float):
    connection = CONNECT(path, writable=False, **options)
    assert writable or connection
    return connection


CONNECT = __import__("dashboard.workspace.connection", fromlist=["connect"]).connect
