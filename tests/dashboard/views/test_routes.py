"""The addresses from which the page fetches what it shows."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import workspaces
from starlette.testclient import TestClient
from unpacking import unpacked

from dashboard.situation import Filters, Situation
from dashboard.situation.answers import answer
from dashboard.workspace import Workspace


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with reports, for each test to copy."""
    made = Workspace(tmp_path_factory.mktemp("filled") / "work.sitmap")
    workspaces.write(made, *workspaces.World(7).reports(40))
    made.close()
    return made.path


@pytest.fixture
def workspace(tmp_path: Path, filled: Path) -> Iterator[Workspace]:
    made = Workspace(Path(shutil.copy(filled, tmp_path)))
    yield made
    made.close()


def revision(client: TestClient) -> int:
    found: int = client.get("/data/revision").json()["v"]
    return found


def rows_of(client: TestClient, **parameters: Any) -> list[int]:
    _, places = unpacked(client.get("/data/places").content)
    _, marks = unpacked(client.get("/data/marks", params=parameters).content)
    rows, at = 0, []
    for step in places["row"].tolist():
        rows += step
        at.append(rows)
    number, found = 0, []
    for step in marks["at"].tolist():
        number += step
        found.append(at[number])
    return found


def test_marks_are_those_of_the_same_question_on_the_command_line(
    client: TestClient, workspace: Workspace
):
    situation = Situation(workspace)
    for filters, parameters in (
        (Filters(), {}),
        (Filters(countries=("SY",)), {"country": "SY"}),
        (Filters(text="convoy OR aid", confidence=40), {"q": "convoy OR aid", "sure": "40"}),
        (Filters(kinds=("zone", "point")), {"kind": ["zone", "point"]}),
    ):
        expected = {m["id"] for m in answer(situation, filters)["marks"] if m["lat"] is not None}
        rows = rows_of(client, **parameters)
        assert rows
        labels: dict[str, list[str]] = {}
        for at in range(0, len(rows), 200):
            some = ",".join(map(str, rows[at : at + 200]))
            labels |= client.get("/data/labels", params={"row": some}).json()
        assert {thing for thing, _label, _kind in labels.values()} == expected


def test_answer_is_cached_for_the_revision_asked_for_alone(client: TestClient):
    now, workspace = revision(client), client.get("/data/revision").json()["w"]
    kept = client.get("/data/marks", params={"v": now, "w": workspace})
    assert "immutable" in kept.headers["cache-control"]
    assert kept.headers["content-encoding"] == "gzip"
    others = [{"w": workspace, "v": v} for v in (now - 1, now + 1, "x")]
    for params in ({}, {"v": now}, {"v": now, "w": "another"}, *others):
        assert client.get("/data/marks", params=params).headers["cache-control"] == "no-store"


def test_new_reports_are_seen_at_the_next_request(client: TestClient, workspace: Workspace):
    before = revision(client)
    counts = unpacked(client.get("/data/marks").content)[0]["counts"]["documents"]
    workspaces.write(workspace, workspaces.World(8).report())
    assert revision(client) > before
    assert unpacked(client.get("/data/marks").content)[0]["counts"]["documents"] == counts + 1


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/data/marks?theme=wealth", "theme=wealth in the address; expected one of"),
        ("/data/marks?q=%22a", "has a quotation mark without a partner"),
        ("/data/labels?row=1,x", "row=x in the address; expected a number"),
        ("/data/labels?row=" + ",".join(["1"] * 201), "expected 200 at most"),
        ("/data/shapes?row=1&zoom=99", "zoom=99 in the address; expected 0 to 24"),
    ],
)
def test_invalid_parameters_are_refused_in_words(client: TestClient, address: str, said: str):
    answered = client.get(address)
    assert answered.status_code == 400
    assert said in answered.json()["error"]


def test_marks_are_found_by_their_ids(client: TestClient, workspace: Workspace):
    known = answer(Situation(workspace), Filters())["marks"]
    for mark in known[:20]:
        found = client.get("/data/find", params={"id": mark["id"]}).json()
        assert found["id"] == mark["id"]
        assert found["label"] == mark["label"]
        assert (found["bounds"] is None) == (mark["lat"] is None)
    assert client.get("/data/find", params={"id": "geonames:0"}).json() is None
    assert client.get("/data/find").json() is None
    assert client.get("/data/labels", params={"row": "99999999"}).json() == {}
