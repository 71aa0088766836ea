"""Why words were taken for their place, and the addresses that the pane asks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import workspaces
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.attribution import licence_of
from dashboard.model import AnnotatedDocument
from dashboard.situation import Filters, Situation
from dashboard.situation.passage_list import passage_list
from dashboard.views.routes import data_routes
from dashboard.views.shared import WORKSPACE_VARIABLE
from dashboard.workspace import Workspace
from geocache import Place, PlaceOrigin


@pytest.fixture
def workspace(tmp_path: Path, annotated_article: AnnotatedDocument) -> Iterator[Workspace]:
    made = Workspace(tmp_path / "work.sitmap")
    made.add(annotated_article)
    yield made
    made.close()


def mentions(workspace: Workspace) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each passage with each of its mentions."""
    listed = passage_list(Situation(workspace), Filters(), most=1000)
    return [(one, mention) for one in listed["passages"] for mention in one["mentions"]]


def asked(client: TestClient, passage: dict[str, Any], mention: dict[str, Any]) -> Any:
    where = {"mark": mention["mark"], "doc": passage["document"], "passage": passage["passage"]}
    return client.get("/data/why", params=where).json()


def test_highlights_can_all_be_asked_why(client: TestClient, workspace: Workspace):
    found = mentions(workspace)
    assert len(found) > 20
    for passage, mention in found:
        why = asked(client, passage, mention)
        words = passage["text"][mention["start"] : mention["end"]]
        assert (why["document"], why["passage"]) == (passage["document"], passage["passage"])
        assert why["words"] == words or why["times"] > 1
        assert why["note"]
        for one in why["mentions"]:
            assert one["evidence"], words
            assert all(reason["words"] for reason in one["evidence"])
            chosen = one["place"]["id"] if one["place"] else None
            assert chosen not in {other["id"] for other in one["others"]}
            assert all(other["lat"] is not None for other in one["others"])


def test_place_comes_with_its_facts(client: TestClient, workspace: Workspace):
    passage, mention = next(
        (p, m) for p, m in mentions(workspace) if p["text"][m["start"] : m["end"]] == "Idlib"
    )
    why = asked(client, passage, mention)
    (one,) = why["mentions"]
    place = one["place"]
    assert place["country"] == "Syria"
    assert place["admin1"]
    assert place["id"].startswith("geonames:")
    assert (round(place["lat"]), round(place["lon"])) == (36, 37)
    assert place["licence"].startswith("CC BY 4.0")
    assert 0 <= one["certainty"]["per_cent"] <= 100
    assert {reason["about"] for reason in one["evidence"]} >= {"name", "place"}


def test_newest_passage_is_taken_where_none_is_given(client: TestClient, workspace: Workspace):
    passage, mention = mentions(workspace)[0]
    why = client.get("/data/why", params={"mark": mention["mark"]}).json()
    assert why["words"]
    elsewhere = {"mark": mention["mark"], "doc": passage["document"], "passage": "9999"}
    assert client.get("/data/why", params=elsewhere).json() == why


@pytest.mark.parametrize(
    "address",
    ["place?mark=geonames:0", "place", "document?doc=nothing", "document", "why?mark=x", "why"],
)
def test_missing_content_is_null(client: TestClient, address: str):
    answered = client.get(f"/data/{address}")
    assert (answered.status_code, answered.json()) == (200, None)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("passages?most=x", "most=x in the address; expected 1 to 1000"),
        ("passages?most=0", "most=0 in the address; expected 1 to 1000"),
        ("passages?most=1001", "expected 1 to 1000"),
        ("place?mark=x&skip=-1", "skip=-1 in the address; expected 0 to 1000000000"),
        ("passages?skip=99999999999999999999", "expected 0 to 1000000000"),
        ("briefing?visited=%D9%A3", "visited=٣ in the address; expected 0 to 1000000000"),
        ("why?mark=x&passage=1.5", "passage=1.5 in the address; expected 0 to 1000000000"),
        ("briefing?theme=wealth", "theme=wealth in the address"),
    ],
)
def test_invalid_parameters_are_refused_in_words(client: TestClient, address: str, said: str):
    answered = client.get(f"/data/{address}")
    assert answered.status_code == 400
    assert said in answered.json()["error"]


def test_answers_are_kept_but_for_the_briefing(client: TestClient):
    now = {key: client.get("/data/revision").json()[key] for key in ("v", "w")}
    for name, is_kept in (("passages", True), ("place", True), ("why", True), ("briefing", False)):
        header = client.get(f"/data/{name}", params=now).headers["cache-control"]
        assert ("immutable" in header) == is_kept, name


def test_passage_list_takes_filters_and_parts(client: TestClient):
    whole = client.get("/data/passages", params={"q": "militants", "most": 1000}).json()
    assert 0 < whole["total"] == len(whole["passages"])
    second = client.get("/data/passages", params={"q": "militants", "most": 1, "skip": 1}).json()
    assert second["passages"] == whole["passages"][1:2]


def test_licences_are_those_of_the_source():
    def of(source: str, place_id: str = "geonames:1") -> Place:
        origin = PlaceOrigin.of_id(place_id)
        return Place(place_id, "X", 0, 0, "P", "PPL", source=source, origin=origin)

    assert licence_of(of("GeoNames")) == "CC BY 4.0, GeoNames"
    assert licence_of(of("OpenTravelData")).startswith("CC BY 4.0, OpenTravelData")
    assert licence_of(of("Wikipedia, 'X'", "sitmap:x")) == "MIT"
    assert licence_of(of("mine.csv"), ["mine.csv"]) == "the user's own"
    assert licence_of(of("my notes", "mine:x")) == "the user's own"


@pytest.mark.gazetteer
def test_passage_read_otherwise_than_now_has_an_answer_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    made = Workspace(tmp_path / "made.sitmap")
    workspaces.write(made, *workspaces.World(5).reports(3))
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(made.path))
    with TestClient(Starlette(routes=data_routes())) as client:
        for passage, mention in mentions(made):
            why = asked(client, passage, mention)
            assert (
                why["words"] == passage["text"][mention["start"] : mention["end"]] or why["times"]
            )
            assert all(one["certainty"]["words"] for one in why["mentions"])
    made.close()
