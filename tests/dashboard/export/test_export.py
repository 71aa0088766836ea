"""Files of what a choice shows, read back."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import workspaces
from command import sitmap
from shapely.geometry import box, shape

from dashboard.errors import QueryError
from dashboard.export import FORMATS, export, format_of
from dashboard.export.passages_csv import guarded
from dashboard.model import Precision, When
from dashboard.situation import Filters, Situation
from dashboard.situation.filters import EVERYTHING
from dashboard.workspace import Workspace
from geocache import FootprintKind

HOSTILE = "=cmd{{6*7}}{% x %}{# y #}`${alert(1)}\\u0041<img src=x onerror=alert(1)></script>"
DAY = date(2024, 5, 6)
KML = "{http://www.opengis.net/kml/2.2}"


@pytest.fixture
def situation(tmp_path: Path) -> Iterator[Situation]:
    workspace = Workspace(tmp_path / "reports.sitmap")
    point = workspaces.mark(workspaces.FOOVILLE)
    zone = workspaces.expression_mark(
        FootprintKind.ZONE, [workspaces.BARTOWN], box(36.0, 35.0, 37.0, 36.0)
    )
    aid = workspaces.report(
        HOSTILE,
        "Fooville and Bartown zone wait.\nNowhereton too.\nNo place\x0b here.",
        when=When("2020-03-05", Precision.DAY),
        source="Post",
    )
    workspaces.write(
        workspace,
        workspaces.naming(
            aid,
            ("Fooville", point),
            ("Bartown zone", zone),
            ("Nowhereton", workspaces.nil_mark("Nowhereton")),
            themes=["aid"],
        ),
        workspaces.naming(
            workspaces.report("Other", "Fooville again."), ("Fooville", point), themes=["health"]
        ),
    )
    yield Situation(workspace)
    workspace.close()


def written(situation: Situation, name: str, filters: Filters = EVERYTHING) -> str:
    gazetteer: Any = None  # not asked: all that is drawn stands in the workspace
    file = export(situation, filters, name, gazetteer, DAY)
    assert file.file_name == f"sitmap-2024-05-06.{name}"
    return b"".join(file.chunks).decode()


def test_geojson_has_each_place_once_and_drops_nothing(situation: Situation):
    found = json.loads(written(situation, "geojson"))
    features = {feature["properties"]["label"]: feature for feature in found["features"]}
    assert len(features) == len(found["features"]) == 4
    fooville = features["Fooville"]
    assert fooville["geometry"]["type"] == "Point"
    assert fooville["geometry"]["coordinates"] == pytest.approx([38.0, 34.5])
    assert [passage["title"] for passage in fooville["properties"]["passages"]] == [
        HOSTILE,
        "Other",
    ]
    assert set(fooville["properties"]["themes"]) == {"aid", "health"}
    assert fooville["properties"]["passages"][0]["from"] == "2020-03-05"
    zone = next(f for f in found["features"] if f["properties"]["kind"] == "zone")
    assert shape(zone["geometry"]).exterior.is_ccw
    assert features["Nowhereton"]["geometry"] is None
    assert features["(no place)"]["properties"]["passages"][0]["text"] == "No place\x0b here."
    assert found["about"]["choice"] == "everything"
    assert "2024-05-06" in found["about"]["made"]
    assert any("Natural Earth" in line for line in found["about"]["sources"])


def test_export_holds_what_the_filters_show(situation: Situation):
    chosen = Filters(themes=("health",))
    found = json.loads(written(situation, "geojson", chosen))
    assert found["about"]["choice"] == "theme: Health"
    (feature,) = found["features"]
    assert [passage["title"] for passage in feature["properties"]["passages"]] == ["Other"]


def test_csv_has_a_row_a_passage_and_place(situation: Situation):
    text = written(situation, "csv")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [row["place"] for row in rows if row["title"] == "Other"] == ["Fooville"]
    assert len(rows) == 5
    assert rows[0]["title"] == f"'{HOSTILE}"
    assert rows[0]["from"] == "2020-03-05"
    assert "Shown: everything" in rows[0]["about"]
    assert not any(row["about"] for row in rows[1:])
    assert [row["text"] for row in rows if not row["place"]] == ["No place\x0b here."]


@pytest.mark.parametrize("first", "=+-@\t\r")
def test_csv_cell_is_never_a_formula(first: str):
    assert guarded(f"{first}1") == f"'{first}1"
    assert guarded(-33.5) == -33.5


def test_kml_has_each_place_once(situation: Situation):
    root = ET.fromstring(written(situation, "kml"))  # noqa: S314  written by us
    marks = {mark.findtext(f"{KML}name"): mark for mark in root.iter(f"{KML}Placemark")}
    assert len(marks) == 4
    at = marks["Fooville"].findtext(f"{KML}Point/{KML}coordinates")
    assert at is not None
    assert [float(number) for number in at.split(",")] == pytest.approx([38.0, 34.5])
    assert marks["Nowhereton"].find(f"{KML}Point") is None
    described = marks["Fooville"].findtext(f"{KML}description")
    assert described is not None
    assert "&lt;img" in described
    assert "<img" not in described
    assert len(list(root.iter(f"{KML}Polygon"))) == 1


@pytest.mark.gazetteer
def test_html_page_loads_nothing_and_shows_words_as_words(situation: Situation):
    text = written(situation, "html")
    assert 'src="' not in text
    assert "<link" not in text
    assert "url(images" not in text
    assert "<img src=x" not in text
    assert "&lt;img src=x onerror=alert(1)&gt;" in text
    assert "=cmd42" not in text  # what branca renders twice
    assert "=cmd&#123;&#123;6*7&#125;&#125;&#123;% x %&#125;&#123;# y #&#125;&#96;" in text
    assert "Nowhereton (not on the map)" in text
    assert "Content-Security-Policy" in text
    assert "Natural Earth" in text


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.gazetteer] * (name == "html")) for name in FORMATS],
)
def test_empty_choice_is_exported_as_a_whole_file(situation: Situation, name: str):
    assert "words: zzz" in written(situation, name, Filters(text="zzz"))


def test_format_must_be_known():
    with pytest.raises(QueryError, match=r"\.geojson, \.csv, \.kml or \.html"):
        format_of(Path("map.shp"))
    assert format_of(Path("MAP.GeoJSON")) == "geojson"


def test_export_command_writes_a_whole_file_or_none(situation: Situation, tmp_path: Path):
    path, kept = tmp_path / "out.csv", situation.workspace.path
    path.write_text("before")
    refused = sitmap(
        *("export", "-o", path, "--workspace", kept, "--theme", "no-such"), status=1
    ).stderr
    assert refused.count("\n") == 1
    assert path.read_text() == "before"
    sitmap("export", "-o", path, "--workspace", kept, "--theme", "health")
    assert "Other" in path.read_text("utf-8-sig")
    assert not list(tmp_path.glob("*.part"))
    assert "map.shp" in sitmap("export", "-o", "map.shp", "--workspace", kept, status=1).stderr
    assert "--format" in sitmap("export", "-o", "-", "--workspace", kept, status=1).stderr
    out = sitmap("export", "-o", "-", "--format", "geojson", "--workspace", kept).stdout
    assert len(json.loads(out)["features"]) == 4
