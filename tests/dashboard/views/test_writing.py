"""Addresses that change something answer the page itself, and nobody else."""

from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.errors import QueryError, WorkspaceError
from dashboard.views.writing import Body, number, text, writing


def make(body: Body) -> Any:
    if body.get("full"):
        raise WorkspaceError("the disk is full")
    return {"name": text(body, "name", 5), "count": number(body, "count")}


@pytest.fixture
def client() -> TestClient:
    route = Route("/write", writing(make), methods=["POST"])
    return TestClient(Starlette(routes=[route]), base_url="http://127.0.0.1:8501")


SOUND = {"name": "Ann", "count": 3}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://127.0.0.1:8501"},
        {"Origin": "http://127.0.0.1:8501", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_page_of_the_same_site_is_answered(client: TestClient, headers: dict[str, str]):
    answer = client.post("/write", json=SOUND, headers=headers)
    assert (answer.status_code, answer.json()) == (200, SOUND)
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({"Origin": "http://evil.example"}, "Origin is http://evil.example; expected"),
        ({"Origin": "http://127.0.0.1:9000"}, "Origin is http://127.0.0.1:9000; expected"),
        ({"Origin": "null"}, "Origin is null; expected"),
        ({"Sec-Fetch-Site": "cross-site"}, "Sec-Fetch-Site is cross-site; expected"),
        ({"Sec-Fetch-Site": "same-site"}, "Sec-Fetch-Site is same-site; expected"),
        ({"Content-Type": "text/plain"}, "Content-Type is text/plain; expected application/json"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, "expected application/json"),
    ],
)
def test_page_of_another_site_is_refused(client: TestClient, headers: dict[str, str], said: str):
    answer = client.post("/write", content='{"name": "x", "count": 1}', headers=headers)
    assert answer.status_code == 403
    assert said in answer.json()["error"]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_methods_other_than_post_are_refused(client: TestClient, method: str):
    assert client.request(method, "/write").status_code == 405


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no JSON"),
        (b"\xff", "holds no JSON"),
        (b"[" * 100_000, "holds no JSON"),
        (b"[]", "holds a list; expected an object"),
        (b'{"name": 3, "count": 1}', "name=3; expected a text of 5 letters"),
        (b'{"name": "longer", "count": 1}', 'name="longer"; expected a text of 5 letters'),
        (b'{"name": "\\ud800", "count": 1}', "expected a text of 5 letters"),
        (b'{"count": -1}', "count=-1; expected a whole number"),
        (b'{"count": true}', "count=true; expected a whole number"),
        (b'{"count": 1e300}', "expected a whole number"),
        (b'{"name": "' + b"x" * 5_000_000, "has more than 4000000 bytes"),
    ],
)
def test_invalid_content_is_refused_in_words(client: TestClient, content: bytes, said: str):
    answer = client.post("/write", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert said in answer.json()["error"]


def test_workspace_that_can_not_be_written_is_no_fault_of_the_request(client: TestClient):
    answer = client.post("/write", json={"full": True})
    assert (answer.status_code, answer.json()) == (503, {"error": "the disk is full"})


def test_text_that_is_needed_may_not_be_missing():
    with pytest.raises(QueryError, match="uid is missing; expected a text"):
        text({}, "uid", 10, needed=True)
