import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.annotate import Annotator
from dashboard.errors import WorkspaceError
from dashboard.ingest import read_document
from dashboard.maps import base_map, mark_layer, overview, view_of
from dashboard.model import AnnotatedDocument, Problem
from dashboard.situation import Filters, Reading, Situation, records
from dashboard.workspace import Workspace
from geocache import Geoparser


@pytest.fixture
def workspace(tmp_path: Path, annotated_article: AnnotatedDocument) -> Workspace:
    workspace = Workspace(tmp_path / "work.sqlite")
    workspace.add(annotated_article)
    return workspace


@pytest.fixture
def situation(workspace: Workspace) -> Situation:
    return Situation.of(workspace)


def labels(situation: Situation, **filters: object) -> set[str]:
    visible = situation.visible(Filters(**filters))
    return set(situation.marks(visible)["label"])


def test_a_stored_document_comes_back(workspace: Workspace, annotated_article: AnnotatedDocument):
    (row,) = records(Situation.of(workspace).documents)
    assert row["text"] == annotated_article.document.text
    assert row["date_note"] == annotated_article.document.date.note


def test_nothing_is_lost_on_the_way(situation: Situation, annotated_article: AnnotatedDocument):
    assert len(situation.mentions) == len(annotated_article.parsed.mentions)
    assert len(situation.footprints) == len(annotated_article.footprints)
    assert len(situation.observations) == len(annotated_article.observations)


def test_adding_a_document_again_changes_nothing(
    workspace: Workspace, annotated_article: AnnotatedDocument
):
    before = Situation.of(workspace)
    workspace.add(annotated_article)
    after = Situation.of(workspace)
    assert after.observations.equals(before.observations)
    assert after.documents.equals(before.documents)


def test_a_document_is_stored_whole_or_not_at_all(
    workspace: Workspace, annotated_article: AnnotatedDocument
):
    document = replace(annotated_article.document, id="other")
    *mentions, last = annotated_article.parsed.mentions
    broken = (*mentions, replace(last, resolution=None))
    parsed = replace(annotated_article.parsed, mentions=broken)
    with pytest.raises(ValueError, match="without a resolution"):
        workspace.add(replace(annotated_article, document=document, parsed=parsed))
    assert len(Situation.of(workspace).documents) == 1


def test_a_workspace_is_kept(workspace: Workspace):
    assert len(Situation.of(Workspace(workspace.path)).documents) == 1


def test_an_empty_workspace_is_a_picture_too(tmp_path: Path):
    situation = Situation.of(Workspace(tmp_path / "empty.sqlite"))
    visible = situation.visible(Filters())
    marks = situation.marks(visible)
    assert len(marks) == 0
    assert view_of(marks) == overview(marks)
    assert Reading(situation, Filters()).document_counts() == {}


def test_other_files_are_no_workspace(tmp_path: Path):
    text = tmp_path / "notes.txt"
    text.write_text("not a database, but long enough to be read as one" * 10)
    with pytest.raises(WorkspaceError, match=r"notes\.txt"):
        Workspace(text)
    foreign = tmp_path / "foreign.sqlite"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(WorkspaceError, match="another program"):
        Workspace(foreign)


def test_a_workspace_of_another_version_is_refused(workspace: Workspace):
    with sqlite3.connect(workspace.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(WorkspaceError, match="version 99"):
        Workspace(workspace.path)


def test_problems_are_kept_for_the_page(workspace: Workspace):
    workspace.add_problems([Problem("x.txt", "x.txt: is empty")])
    workspace.add_problems([Problem("x.txt", "x.txt: is empty")])
    assert list(Situation.of(workspace).problems["reason"]) == ["x.txt: is empty"]


def test_filtering_by_health_leaves_rukban_and_not_idlib(situation: Situation):
    assert {"Rukban", "Idlib"} <= labels(situation)
    healthy = labels(situation, themes=("health",))
    assert "Rukban" in healthy
    assert not any("Idlib" in label for label in healthy)
    assert "the Syrian-Jordanian border" in healthy


def test_who_is_off_until_asked_for(situation: Situation):
    assert "Ankara" not in labels(situation)
    assert {"Ankara", "Russia", "Turkey", "United States"} <= labels(situation, associative=True)


def test_the_border_the_road_and_the_zones_are_one_mark_each(situation: Situation):
    marks = situation.marks(situation.visible(Filters()))
    kinds = marks.groupby("kind").size().to_dict()
    assert kinds == {"area": 2, "border": 1, "part": 1, "point": 4, "route": 1, "zone": 1}


def test_theme_counts_are_what_a_click_shows(situation: Situation):
    counts = situation.theme_counts()
    assert counts["health"] == 4
    for theme, count in counts.items():
        assert Reading(situation, Filters(themes=(theme,))).passage_counts()[0] == count


def test_passages_without_a_mark_are_counted_too(situation: Situation):
    assert Reading(situation, Filters()).passage_counts() == (11, 2)


def test_a_marks_theme_is_the_one_with_most_evidence(situation: Situation):
    marks = situation.marks(situation.visible(Filters())).set_index("label")
    assert marks.loc["Rukban", "theme"] == "displacement"
    filtered = situation.marks(situation.visible(Filters(themes=("health",)))).set_index("label")
    assert filtered.loc["Rukban", "theme"] == "health"


def test_the_reading_gives_back_the_text(situation: Situation):
    (document,) = records(situation.documents)
    reading = Reading(situation, Filters())
    passages = reading.document(document["id"], mark=None, opened=None)
    pieces = ["".join(piece["text"] for piece in passage["pieces"]) for passage in passages]
    assert "\n\n".join(pieces) == document["text"].strip()


def test_the_reading_marks_what_is_current_and_dims_what_is_filtered_out(situation: Situation):
    filters = Filters(themes=("health",))
    marks = situation.marks(situation.visible(filters)).set_index("label")["mark_id"]
    (document,) = records(situation.documents)
    passages = Reading(situation, filters).document(
        document["id"], mark=marks["Rukban"], opened=f"{document['id']}:4"
    )
    current = [p["text"] for q in passages for p in q["pieces"] if p.get("current")]
    assert current == ["Rakban"]
    assert [p["dimmed"] for p in passages] == [n not in {5, 6, 7, 8} for n in range(11)]
    assert [p["opened"] for p in passages].index(True) == 4


def test_passages_of_a_mark_come_under_one_heading_each_document(situation: Situation):
    marks = situation.marks(situation.observations).set_index("label")["mark_id"]
    reading = Reading(situation, Filters())
    passages = reading.passages_of(marks["Rukban"])
    assert [bool(p["heading"]) for p in passages] == [True, False, False]
    assert "inferred" in passages[0]["heading"]
    assert [bool(p["carried"]) for p in passages] == [False, True, True]


def test_reasons_say_what_was_meant_and_what_else_it_could_be(situation: Situation):
    visible = situation.visible(Filters())
    marks = situation.marks(visible).set_index("label")["mark_id"]
    (reason,) = Reading(situation, Filters()).reasons(marks["Moscow"])
    assert "geonames:524901" in reason["means"]
    assert "US" in reason["other candidates"]
    assert "population" in reason["because"]


def features(situation: Situation, **filters: object) -> list[dict]:
    marks = situation.marks(situation.visible(Filters(**filters)))
    layer = mark_layer(marks)
    (geojson,) = [c for c in layer._children.values() if c._name == "GeoJson"]
    return geojson.data["features"]


def test_points_given_by_coordinates_are_kept_listed_and_drawn(
    tmp_path: Path, geoparser: Geoparser
):
    path = tmp_path / "a.txt"
    text = "The base at 33°31'N 38°37'E was shelled.\n\nAll within 9 km of 34.5503, 40.9181 fled."
    path.write_text(text, encoding="utf-8")
    workspace = Workspace(tmp_path / "points.sqlite")
    workspace.add(Annotator(geoparser).annotate(read_document(path)))
    situation = Situation.of(workspace)
    zone, point = features(situation)
    assert zone["properties"]["tooltip"].startswith("within 9 km of 34.5503, 40.9181 · zone")
    assert point["properties"]["tooltip"].startswith("33°31&#x27;N 38°37&#x27;E · point · ")
    assert point["geometry"]["coordinates"] == pytest.approx((38.61667, 33.51667), abs=1e-4)
    (reason,) = Reading(situation, Filters()).reasons(point["properties"]["id"])
    assert reason["means"] == "33°31'N 38°37'E (coordinates, SY, point:38.61667,33.51667)"
    assert "coordinates given in the text" in reason["because"]


def test_large_shapes_are_drawn_below_small_ones(situation: Situation):
    drawn = features(situation)
    assert drawn[0]["properties"]["tooltip"].startswith("Syria · area")
    assert drawn[-1]["geometry"]["type"] == "Point"


def test_who_is_hollow_and_where_is_filled(situation: Situation):
    styles = {
        f["properties"]["tooltip"].split(" · ")[0]: f["properties"]["style"]
        for f in features(situation, associative=True)
    }
    assert styles["Ankara"]["fillOpacity"] == 0
    assert styles["Rukban"]["fillOpacity"] > 0.8


def test_the_page_of_a_map_is_the_same_every_time(situation: Situation):
    view = overview(situation.marks(situation.visible(Filters())))
    pages = {base_map(view).options["maxZoom"], base_map(view).options["maxZoom"]}
    assert len(pages) == 1


def test_no_address_of_another_machine_is_on_the_map(situation: Situation):
    drawn = base_map(view_of(situation.marks(situation.observations)))
    mark_layer(situation.marks(situation.observations)).add_to(drawn)
    page = drawn.get_root().render()
    assert "//" not in page.replace("http://www.w3.org/2000/svg", "").replace("<!-- ", "")


HOSTILE = '<img src=x onerror=alert(1)> ${alert(2)} `{{ 7*7 }}` "quotes" </script>'


def test_hostile_words_are_only_text_on_the_map(situation: Situation):
    marks = situation.marks(situation.visible(Filters())).assign(label=HOSTILE, kind=HOSTILE)
    drawn = base_map(view_of(marks))
    mark_layer(marks).add_to(drawn)
    page = drawn.get_root().render()
    assert "\\u0026lt;img src=x" in page
    assert "<img" not in page
    assert "</script> " not in page


def test_the_overview_leaves_out_what_is_far_away(situation: Situation):
    marks = situation.marks(situation.visible(Filters()))
    assert view_of(marks).zoom < overview(marks).zoom
    assert 32 < overview(marks).lat < 38


def test_the_selected_point_stands_out_from_light_and_dark_maps(situation: Situation):
    marks = situation.marks(situation.observations)
    literal = (m for m in records(marks) if m["geometry"] and m["role"] == "literal")
    point = next(mark for mark in literal if mark["geometry"]["type"] == "Point")
    for scheme, edge in (("light", "#111111"), ("dark", "#ffffff")):
        layer = mark_layer(marks, selected=point["mark_id"], scheme=scheme)
        (drawn,) = (child for child in layer._children.values())
        styles = {f["properties"]["id"]: f["properties"]["style"] for f in drawn.data["features"]}
        assert styles[point["mark_id"]]["color"] == edge
