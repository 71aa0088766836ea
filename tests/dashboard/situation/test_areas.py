"""How often areas are named, against a reading of the tables one row at a time."""

from collections import defaultdict
from typing import Any

import numpy as np
import pytest
import workspaces
from random_filters import Chooser
from shapely.geometry import Point, Polygon
from starlette.applications import Starlette
from starlette.testclient import TestClient
from stored_tables import Tables
from workspaces import BARTOWN, FOOVILLE, World

from dashboard.errors import QueryError
from dashboard.maps.area_shapes import STEPS_PER_DEGREE, AreaShapes, disputed_ground
from dashboard.situation import Filters, Situation, View
from dashboard.situation.areas import LEVELS, area_counts
from dashboard.views.routes import data_routes
from dashboard.views.shared import WORKSPACE_VARIABLE
from dashboard.workspace import Workspace
from geocache.gazetteer import CompiledGazetteer


def counted_one_by_one(view: View, level: str) -> dict[str, tuple[int, int]]:
    snapshot = view.snapshot
    named: dict[str, set[tuple[int, int]]] = defaultdict(set)
    ids = np.arange(snapshot.count("observations"))
    for row in ids if view.visible is None else ids[view.visible]:
        passage = int(snapshot["observations"]["passage"][row])
        mark = int(snapshot["observations"]["mark"][row])
        ((country, admin1),) = snapshot.workspace.rows(
            "SELECT country, admin1 FROM mark WHERE id = ?", (mark + 1,)
        )
        code = country if level == "country" else admin1 and f"{country}.{admin1}"
        if code:
            document = int(snapshot["passages"]["document"][passage])
            named[code].add((passage, document))
    return {
        code: (len({passage for passage, _ in pairs}), len({report for _, report in pairs}))
        for code, pairs in named.items()
    }


@pytest.mark.parametrize("level", LEVELS)
def test_areas_are_counted_as_one_by_one(workspace: Workspace, level: str):
    workspaces.write(workspace, *World(3).reports(40))
    situation = Situation(workspace)
    chooser = Chooser(Tables(workspace), 5)
    choices = [Filters(), *(chooser.choice()[0] for _ in range(40))]
    found = 0
    for choice in choices:
        view = situation.view(choice)
        expected = counted_one_by_one(view, level)
        assert area_counts(view, level) == expected, choice
        found += bool(expected)
    assert found > len(choices) / 3


def test_report_counts_once_and_removed_reports_do_not_count(workspace: Workspace):
    def naming(title: str) -> Any:
        words = ("Fooville", workspaces.mark(FOOVILLE)), ("Bartown", workspaces.mark(BARTOWN))
        text = f"{title}: Fooville and Bartown.\n\nNothing here."
        return workspaces.naming(workspaces.report(title, text), *words, themes=())

    numbers = workspaces.write(workspace, naming("One"), naming("Two"))
    view = Situation(workspace).view()
    assert area_counts(view, "country") == {"SY": (2, 2)}
    assert area_counts(view, "admin1") == {"SY.11": (2, 2), "SY.12": (2, 2)}
    with workspace.writing() as writer:
        writer.replace(numbers[0], numbers[1])
    assert area_counts(Situation(workspace).view(), "admin1")["SY.12"] == (1, 1)


def test_area_counts_of_an_empty_workspace_are_empty(workspace: Workspace):
    view = Situation(workspace).view()
    assert area_counts(view, "country") == {}
    with pytest.raises(QueryError, match="level=town in the address; expected one of country"):
        area_counts(view, "town")


def polygon(ring: list[int]) -> Polygon:
    points = np.cumsum(np.reshape(ring, (-1, 2)), axis=0) / STEPS_PER_DEGREE
    return Polygon(points.tolist())


def test_outlines_hold_what_lies_in_them(gazetteer: CompiledGazetteer):
    drawn = AreaShapes(gazetteer)
    countries = drawn.shapes("country", 4)
    assert len(countries) > 220
    name, rings = countries["SY"]
    assert name == "Syria"
    assert any(polygon(ring).contains(Point(38.3, 35.0)) for ring in rings)
    parts = drawn.shapes("admin1", 6, "SY")
    assert len(parts) == 14  # with Homs, of which only the settlements are known
    for code, lon, lat in (("SY.12", 36.63, 35.93), ("SY.11", 38.27, 34.55)):
        assert any(polygon(ring).contains(Point(lon, lat)) for ring in parts[code][1]), code


def test_disputed_ground_is_in_nobodys_colour(gazetteer: CompiledGazetteer):
    def filled(drawn: AreaShapes, country: str, lon: float, lat: float) -> bool:
        rings = drawn.shapes("country", 4, country)[country][1]
        return sum(polygon(ring).contains(Point(lon, lat)) for ring in rings) % 2 == 1

    drawn = AreaShapes(gazetteer, disputed_ground())
    crimea, srinagar = (34.1, 45.0), (74.8, 34.09)
    assert filled(AreaShapes(gazetteer), "RU", *crimea)
    assert not filled(drawn, "RU", *crimea)
    assert not filled(drawn, "UA", *crimea)
    assert not filled(drawn, "IN", *srinagar)
    assert filled(drawn, "RU", 38.97, 45.04)
    assert filled(drawn, "IN", 77.2, 28.6)


def test_areas_have_addresses(
    workspace: Workspace, gazetteer: CompiledGazetteer, monkeypatch: pytest.MonkeyPatch
):
    assert len(gazetteer)
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(workspace.path))
    workspaces.write(workspace, *World(7).reports(20))
    view = Situation(workspace).view(Filters(themes=("health",)))
    with TestClient(Starlette(routes=data_routes())) as client:
        now = client.get("/data/revision").json()
        parameters = {"level": "admin1", "theme": "health", "v": now["v"], "w": now["w"]}
        answer = client.get("/data/areas", params=parameters)
        assert "immutable" in answer.headers["cache-control"]
        found = answer.json()
        assert {code: tuple(n) for code, n in found["areas"].items()} == area_counts(view, "admin1")
        assert found["reports"] == view.counts()["documents"]
        shapes = client.get("/data/area-shapes?level=admin1&zoom=6&of=JO,sy").json()
        assert {code[:2] for code in shapes} == {"JO", "SY"}
        for address, said in (
            ("areas?level=town", "level=town in the address; expected one of country, admin1"),
            ("area-shapes?level=admin1&of=../x", "of=../x in the address; expected codes"),
            ("area-shapes?level=admin1", "of is missing in the address"),
            ("area-shapes?zoom=99", "zoom=99 in the address; expected 0 to 24"),
        ):
            refused = client.get(f"/data/{address}")
            assert refused.status_code == 400
            assert said in refused.json()["error"]
