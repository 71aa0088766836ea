"""What people decide on the page, by the addresses that it asks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from dashboard.model import AnnotatedDocument
from dashboard.workspace import Workspace, rows_of
from dashboard.workspace.content import content_hash
from geocache.gazetteer import CompiledGazetteer

RUKBAN = "geonames:11428685"
HOSTILE = "<b>Ann</b> ${1} `x`"


@pytest.fixture
def workspace(
    tmp_path: Path, annotated_article: AnnotatedDocument, gazetteer: CompiledGazetteer
) -> Iterator[Workspace]:
    made = Workspace(tmp_path / "work.sitmap")
    with made.writing() as writer:  # with outlines at hand, as reports are read
        writer.write(rows_of(annotated_article, gazetteer), writer.engine("{}"))
    yield made
    made.close()


@pytest.fixture
def document(workspace: Workspace) -> dict[str, Any]:
    (row,) = workspace.rows(
        "SELECT d.hash, t.text FROM document d JOIN document_text t ON t.document_id = d.id"
    )
    return {"hash": row[0], "text": row[1]}


def target(document: dict[str, Any], words: str) -> dict[str, Any]:
    start = document["text"].index(words)
    return {"document": document["hash"], "start": start, "end": start + len(words)}


def page_of(client: TestClient, words: dict[str, Any]) -> Any:
    asked = {"doc": words["document"], "start": words["start"], "end": words["end"]}
    return client.get("/data/fix", params=asked).json()


def mention_at(client: TestClient, words: dict[str, Any]) -> Any:
    mentions = page_of(client, words)["mentions"]
    return next((one for one in mentions if one["start"] == words["start"]), None)


def test_missed_mention_is_added_taken_back_and_added_again(
    client: TestClient, workspace: Workspace, document: dict[str, Any]
):
    riders, before = target(document, "the riders"), content_hash(workspace)
    assert mention_at(client, riders) is None
    wanted = {"target": riders, "verdict": {"act": "add", "place_id": RUKBAN}, "reach": "mention"}
    seen = client.post("/data/preview", json=wanted).json()
    assert (seen["mentions"], seen["reports"], seen["reached"]) == (1, 1, 1)
    assert seen["moves"][0]["after"]["id"] == RUKBAN
    assert content_hash(workspace) == before

    revision = client.get("/data/revision").json()["v"]
    sent = wanted | {"uid": "one", "who": HOSTILE, "why": " the camp "}
    done = client.post("/data/decide", json=sent).json()
    assert done["v"] > revision
    assert done["mark"] == RUKBAN
    added = mention_at(client, riders)
    assert (added["words"], added["place"]["id"]) == ("the riders", RUKBAN)
    # What is sent twice, because an answer was lost, is decided once.
    assert client.post("/data/decide", json=sent).json()["batch"] == done["batch"]
    (entry,) = client.get("/data/history").json()
    assert (entry["who"], entry["why"], entry["words"]) == (HOSTILE, "the camp", "the riders")
    (standing,) = client.get("/data/standing", params={"doc": document["hash"]}).json()
    assert (standing["act"], standing["machine_confidence"]) == ("add", None)
    why = {"mark": RUKBAN, "doc": document["hash"], "passage": page_of(client, riders)["passage"]}
    (decided,) = client.get("/data/why", params=why).json()["decided"]
    assert decided["who"] == HOSTILE

    client.post("/data/undo", json={"uid": "two"})
    assert mention_at(client, riders) is None
    assert content_hash(workspace) == before
    client.post("/data/redo", json={"uid": "three"})
    assert mention_at(client, riders)["place"]["id"] == RUKBAN


def test_words_that_are_alike_are_decided_together(
    client: TestClient, workspace: Workspace, document: dict[str, Any]
):
    before = content_hash(workspace)
    groups = client.get("/data/queue").json()["groups"]
    group = max(groups, key=lambda one: one["mentions"])
    words = client.get("/data/alike", params={"key": group["key"]}).json()["words"]
    assert len(words) == group["mentions"] > 1
    targets = [{key: one[key] for key in ("document", "start", "end")} for one in words]
    verdict = {"act": "confirm"}
    client.post("/data/decide", json={"targets": targets, "verdict": verdict, "uid": "one"})
    after = client.get("/data/queue").json()["groups"]
    assert group["key"] not in {one["key"] for one in after}
    passages = client.get("/data/document", params={"doc": document["hash"]}).json()["passages"]
    reviews = [mention["review"] for passage in passages for mention in passage["mentions"]]
    assert reviews.count("confirmed") >= group["mentions"]
    client.post("/data/undo", json={"uid": "two"})
    assert content_hash(workspace) == before


VERDICT = {"act": "reject"}


@pytest.mark.parametrize(
    ("name", "changed", "said"),
    [
        ("decide", {"uid": None}, "uid is missing"),
        ("decide", {"target": None}, "target is missing; expected document, start and end"),
        ("decide", {"target": {"document": "x", "start": 5, "end": 5}}, "start=5, end=5; expected"),
        ("decide", {"verdict": None}, "verdict is missing"),
        ("decide", {"verdict": {"act": "burn"}}, 'act="burn"; expected one of confirm, place'),
        ("decide", {"reach": "world"}, 'reach="world"; expected one of mention, document'),
        ("decide", {"targets": []}, "targets=[]; expected words to decide on"),
        ("decide", {"leave_out": "all"}, "leave_out: expected a list"),
        ("decide", {"who": "x" * 121}, "expected a text of 120 letters at most"),
        ("decide", {"verdict": {"act": "theme", "holds": "no"}}, "expected true or false"),
        ("decide", {"verdict": {"act": "draw", "geometry": [1]}}, "expected GeoJSON"),
        (
            "preview",
            {
                "verdict": {
                    "act": "draw",
                    "geometry": {"type": "LineString", "coordinates": [[1, 2]] * 5001},
                }
            },
            "expected 5000 corners at most",
        ),
        ("preview", {"target": {"document": "nonesuch", "start": 0, "end": 4}}, "nonesuch"),
        ("preview", {"verdict": {"act": "place", "place_id": "geonames:0"}}, "geonames:0"),
        ("undo", {"batch": "nonesuch"}, "nonesuch"),
        ("undo", {}, ""),
        ("redo", {}, ""),
    ],
)
def test_invalid_decision_is_refused_in_words(
    client: TestClient,
    workspace: Workspace,
    document: dict[str, Any],
    name: str,
    changed: dict[str, Any],
    said: str,
):
    before = content_hash(workspace)
    sound = {
        "target": target(document, "Idlib"),
        "verdict": VERDICT,
        "reach": "mention",
        "uid": "one",
    }
    answer = client.post(f"/data/{name}", json=sound | changed)
    assert answer.status_code == 400, answer.text
    assert said in answer.json()["error"]
    assert content_hash(workspace) == before


@pytest.mark.parametrize("name", ["preview", "decide", "undo", "redo"])
def test_get_request_decides_nothing(client: TestClient, name: str):
    assert client.get(f"/data/{name}").status_code == 405
    foreign = {"Origin": "http://evil.example"}
    assert client.post(f"/data/{name}", json={"uid": "x"}, headers=foreign).status_code == 403


def test_places_are_found_by_name_and_position(client: TestClient):
    found = client.get("/data/candidates", params={"typed": "Rukban"}).json()
    assert RUKBAN in {place["id"] for place in found["places"]}
    assert client.get("/data/candidates", params={"typed": "33.3, 38.7"}).json()["point"]
    long = client.get("/data/candidates", params={"typed": "x" * 201})
    assert (long.status_code, "200 at most" in long.json()["error"]) == (400, True)


def test_passage_comes_with_all_that_may_be_meant(client: TestClient, document: dict[str, Any]):
    page = page_of(client, target(document, "Idlib"))
    assert document["text"][page["start"] : page["end"]] == page["text"]
    for mention in page["mentions"]:
        assert document["text"][mention["start"] : mention["end"]] == mention["words"]
        ids = [place["id"] for place in mention["candidates"]]
        assert len(ids) == len(set(ids)) <= 9
        assert not mention["place"] or ids[0] == mention["place"]["id"]
    assert page_of(client, {"document": "nonesuch", "start": 0, "end": 1}) is None
    assert client.get("/data/fix", params={"mark": "geonames:0"}).json() is None
