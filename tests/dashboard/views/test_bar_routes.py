"""What the bar above the map is told: counts, menus, suggestions, bars, and files."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
import workspaces
from starlette.testclient import TestClient

from dashboard.situation import Filters, Situation
from dashboard.situation.address import filters_of
from dashboard.situation.menus import menus
from dashboard.situation.place_words import AreaNames
from dashboard.situation.suggestions import suggestions
from dashboard.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with workspaces.written(tmp_path_factory.mktemp("read"), 11, 60) as workspace:
        yield workspace


PARTS = {
    "theme": "themes",
    "source": "sources",
    "country": "countries",
    "admin1": "admin1",
    "kind": "kinds",
    "role": "roles",
    "outcome": "outcomes",
    "report": "documents",
}


def passages(situation: Situation, parameters: dict[str, list[str]]) -> int:
    return situation.view(filters_of(parameters)).counts()["passages"]


def test_counts_say_what_passes_of_how_many(client: TestClient, workspace: Workspace):
    situation = Situation(workspace)
    for parameters in ({}, {"theme": ["health"]}, {"sure": ["60"], "role": ["literal"]}):
        said = client.get("/data/counts", params=parameters).json()
        assert said["passages"] == passages(situation, parameters)
        assert said["all_passages"] == passages(situation, {})


def test_menu_value_has_as_many_passages_as_choosing_it_shows(workspace: Workspace):
    situation = Situation(workspace)
    for filters in (Filters(), Filters(themes=("theme-1", "theme-2")), Filters(confidence=50)):
        found = menus(situation, situation.view(filters), AreaNames({}))
        checked = 0
        for key, part in PARTS.items():
            for value, _name, count in found[key]["values"]:
                chosen = replace(filters, **{part: ("" if value == "none" else value,)})
                assert situation.view(chosen).counts()["passages"] == count, (key, value)
                checked += 1
        assert checked > len(PARTS)


def test_menus_name_countries(client: TestClient):
    values = client.get("/data/menus").json()["country"]["values"]
    assert [name for code, name, _count in values if code == "SY"] in ([], ["Syria"])
    assert any(name for _code, name, _count in values)


def test_menu_values_that_begin_with_the_letters_come_first(workspace: Workspace):
    situation = Situation(workspace)
    label = situation.labels().iloc[0]
    found = suggestions(situation, label[:3].upper())
    places = [one for one in found if one["kind"] == "place"]
    assert label in {one["label"] for one in places}
    starts = [one["label"].lower().startswith(label[:3].lower()) for one in places]
    assert starts == sorted(starts, reverse=True)
    assert suggestions(situation, "a") == []
    assert suggestions(situation, "zzzzqq") == []


def test_outlets_and_themes_are_offered_too(workspace: Workspace):
    situation = Situation(workspace)
    source = next(name for name in situation.model.snapshot.dictionaries["sources"] if name)
    assert source in {one["id"] for one in suggestions(situation, source)}
    assert "health" in {one["id"] for one in suggestions(situation, "healt")}


def test_timeline_counts_what_passes(client: TestClient):
    whole, some = (client.get("/data/timeline", params=p).json() for p in ({}, {"sure": "80"}))
    assert sum(whole["total"]) > sum(some["total"]) > 0


@pytest.mark.gazetteer
@pytest.mark.parametrize("ending", ["geojson", "csv", "kml", "html"])
def test_export_route_is_what_the_filters_show(client: TestClient, ending: str):
    answer = client.get("/data/export", params={"format": ending, "theme": "health"})
    assert answer.status_code == 200
    assert f".{ending}" in answer.headers["content-disposition"]
    assert "attachment" in answer.headers["content-disposition"]
    assert len(answer.content) > 100


@pytest.mark.gazetteer
def test_invalid_parameters_are_refused_in_words(client: TestClient):
    for name, parameters, words in (
        ("export", {"format": "exe"}, "exe"),
        ("counts", {"from": "yesterday"}, "yesterday"),
        ("menus", {"theme": "<b>"}, "<b>"),
        ("timeline", {"q": '"open'}, "open"),
    ):
        answer = client.get(f"/data/{name}", params=parameters)
        assert answer.status_code == 400, name
        assert words in json.loads(answer.content)["error"]
