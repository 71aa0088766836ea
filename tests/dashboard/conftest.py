"""What tests of the application share."""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from deciding import REPORTS as DECIDED_REPORTS
from intake import REPORTS, generated
from small_disk import NOT_MOUNTED, SmallDisk
from small_web import SmallWeb, small_web
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.components.v2 import manifest_scanner

from dashboard.decisions import Desk
from dashboard.pipeline import Counts, Pipeline
from dashboard.views.routes import data_routes
from dashboard.views.shared import WORKSPACE_VARIABLE
from dashboard.workspace import Workspace
from geocache.gazetteer import CompiledGazetteer, PackSource


@pytest.fixture(autouse=True)
def own_main() -> Iterator[None]:
    """Let processes that a later test starts find this one's script.

    Streamlit's tests of pages leave a page in its place.
    """
    own = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = own


@pytest.fixture(scope="session", autouse=True)
def scanned_once() -> Iterator[None]:
    """Search the installed packages for Streamlit's components once.

    Streamlit's test of a page reads the metadata of every package anew, which takes longer than
    the page.
    """
    scan = cache(manifest_scanner.scan_component_manifests)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Open an empty workspace; a module may have one of its own."""
    with closing(Workspace(tmp_path / "work.sitmap")) as workspace:
        yield workspace


@pytest.fixture
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask machines straight, whatever the environment says."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def web() -> Iterator[SmallWeb]:
    """Serve pages that a test makes."""
    with small_web() as served:
        yield served


@pytest.fixture
def client(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Ask the routes of a server that shows the ``workspace`` of the module."""
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(workspace.path))
    with TestClient(Starlette(routes=data_routes())) as client:
        yield client


@pytest.fixture
def compiled(gazetteer: CompiledGazetteer) -> None:
    """Processes find the gazetteer compiled, and show no progress of compiling it."""
    assert len(gazetteer)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three reports in a folder, and what is none."""
    made = tmp_path / "reports"
    for name, text in REPORTS.items():
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (made / ".notes.md").write_text("no report")
    return made


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Three reports that decisions are about, in a folder."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, text in DECIDED_REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def held(tmp_path: Path, reports: Path) -> Workspace:
    """Keeps the reports."""
    workspace = Workspace(tmp_path / "held.sitmap")
    Pipeline(workspace, workers=1).run([reports])
    return workspace


@pytest.fixture
def desk(held: Workspace) -> Desk:
    """Where they are decided about."""
    return Desk(held)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """A file system of 1 MB."""
    made = SmallDisk(tmp_path / "disk")
    made.folder.mkdir()
    if not made.mount(1_000_000):
        pytest.fail(NOT_MOUNTED)
    yield made
    made.unmount()


@pytest.fixture
def warnings() -> list[str]:
    """What was said of inputs that were not taken."""
    return []


@pytest.fixture
def take_in(workspace: Workspace, warnings: list[str]) -> Callable[..., Counts]:
    """Runs the pipeline on paths, one reading process at most unless it says otherwise."""

    def run(*paths: Path, packs: tuple[PackSource, ...] = (), **options: Any) -> Counts:
        asked = {"workers": 1, "warn": warnings.append} | options
        return Pipeline(workspace, **asked).run(paths, packs)

    return run


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three hundred reports, which take some seconds to read."""
    made = tmp_path_factory.mktemp("many")
    generated.write_reports(made, 300)
    return made
