"""The article in a workspace, as the page shows it."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from dashboard.annotate import Annotator
from dashboard.annotate.explanations import explanations
from dashboard.errors import WorkspaceError
from dashboard.ingest import read_document
from dashboard.maps import MarkGeometries, base_map, mark_layer, overview, view_of
from dashboard.model import AnnotatedDocument
from dashboard.situation import Filters, Situation, records
from dashboard.situation.answers import answer
from dashboard.situation.document_page import document_page
from dashboard.situation.passage_list import passage_list
from dashboard.situation.place_page import place_page
from dashboard.situation.why import WhyPlaces
from dashboard.workspace import Workspace
from dashboard.workspace.jobs import Jobs
from geocache import Geoparser
from geocache.gazetteer import CompiledGazetteer

LITERAL = ("literal",)


@pytest.fixture
def workspace(tmp_path: Path, annotated_article: AnnotatedDocument) -> Workspace:
    workspace = Workspace(tmp_path / "work.sitmap")
    workspace.add(annotated_article)
    return workspace


@pytest.fixture
def situation(workspace: Workspace) -> Situation:
    return Situation(workspace)


@pytest.fixture
def drawn(situation: Situation, gazetteer: CompiledGazetteer):
    """Marks of a choice with their geometries."""
    geometries = MarkGeometries(situation, gazetteer)
    return lambda **choice: geometries.marks(situation.view(Filters(**choice)))


@pytest.fixture
def why(situation: Situation, geoparser: Geoparser, gazetteer: CompiledGazetteer, article):
    """Why words of the article mean a place."""
    annotator = Annotator(geoparser)
    places = WhyPlaces(gazetteer, lambda _: explanations(annotator, article), lambda _: "")
    return lambda mark: places.why(situation, Filters(), mark)


def test_stored_document_comes_back(situation: Situation, annotated_article: AnnotatedDocument):
    document = situation.document(annotated_article.document.id)
    assert document["text"] == annotated_article.document.text
    assert document["date_note"] == annotated_article.document.date.note


def test_stored_document_loses_nothing_on_the_way(
    workspace: Workspace, annotated_article: AnnotatedDocument
):
    for table, expected in (
        ("mention", annotated_article.parsed.mentions),
        ("footprint", annotated_article.footprints),
        ("observation", annotated_article.observations),
        ("theme_hit", annotated_article.themes),
        ("date_mention", annotated_article.dates),
    ):
        ((count,),) = workspace.rows(f"SELECT count(*) FROM {table}")  # noqa: S608  own names
        assert count == len(expected), table


def test_adding_a_document_again_changes_nothing(
    workspace: Workspace, annotated_article: AnnotatedDocument
):
    choices = [Filters(), Filters(themes=("health",)), Filters(text="militants")]

    def seen() -> list[dict]:
        situation = Situation(workspace)
        return [answer(situation, choice) for choice in choices]

    before = seen()
    workspace.add(annotated_article)
    assert seen() == before


def test_document_is_stored_whole_or_not_at_all(
    workspace: Workspace, annotated_article: AnnotatedDocument
):
    document = replace(annotated_article.document, id="other")
    *mentions, last = annotated_article.parsed.mentions
    broken = (*mentions, replace(last, resolution=None))
    parsed = replace(annotated_article.parsed, mentions=broken)
    with pytest.raises(AttributeError):
        workspace.add(replace(annotated_article, document=document, parsed=parsed))
    assert len(list(workspace.documents())) == 1


def test_workspace_is_kept(workspace: Workspace):
    assert len(list(Workspace(workspace.path).documents())) == 1


def test_empty_workspace_is_a_picture_too(tmp_path: Path, gazetteer: CompiledGazetteer):
    situation = Situation(Workspace(tmp_path / "empty.sitmap"))
    marks = MarkGeometries(situation, gazetteer).marks(situation.view())
    assert len(marks) == 0
    assert view_of(marks) == overview(marks)
    assert passage_list(situation, Filters())["passages"] == []


def test_files_that_are_no_workspace_are_refused(tmp_path: Path):
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


def test_workspace_that_must_exist_is_not_made(tmp_path: Path):
    with pytest.raises(WorkspaceError, match="no such workspace"):
        Workspace(tmp_path / "none.sitmap", must_exist=True)
    assert list(tmp_path.iterdir()) == []


def test_workspace_of_another_version_is_refused(workspace: Workspace):
    with sqlite3.connect(workspace.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(WorkspaceError, match="version 99"):
        Workspace(workspace.path)


def test_problems_are_kept_for_the_page(workspace: Workspace):
    for _ in range(2):
        Jobs(workspace).refuse("x.txt", "x.txt: is empty")
    assert [problem.reason for problem in workspace.problems()] == ["x.txt: is empty"]


def labels(marks: pd.DataFrame) -> set[str]:
    return set(marks["label"])


def test_filtering_by_health_leaves_rukban_and_not_idlib(drawn):
    assert {"Rukban", "Idlib"} <= labels(drawn(roles=LITERAL))
    healthy = labels(drawn(roles=LITERAL, themes=("health",)))
    assert "Rukban" in healthy
    assert not any("Idlib" in label for label in healthy)
    assert "the Syrian-Jordanian border" in healthy


def test_associative_marks_are_hidden_until_asked_for(drawn):
    assert "Ankara" not in labels(drawn(roles=LITERAL))
    assert {"Ankara", "Russia", "Turkey", "United States"} <= labels(drawn())


def test_border_road_and_zones_are_one_mark_each(drawn):
    kinds = drawn(roles=LITERAL).groupby("kind").size().to_dict()
    assert kinds == {"area": 2, "border": 1, "part": 1, "point": 4, "route": 1, "zone": 1}


def test_marks_of_the_article_are_drawn_as_the_parser_drew_them(
    drawn, annotated_article: AnnotatedDocument
):
    shapes = {(f.kind.value, f.note): f.geometry for f in annotated_article.footprints}
    for row in records(drawn()):
        expected = shapes[row["kind"], row["note"]]
        assert row["geometry"]["type"] in {expected["type"], f"Multi{expected['type']}"}


def test_theme_counts_are_what_a_click_shows(situation: Situation):
    counts = situation.view().facets()["themes"]
    assert counts["health"] == 2
    for theme, count in counts.items():
        assert situation.view(Filters(themes=(theme,))).counts()["passages"] == count


def test_passages_without_a_mark_pass_too(situation: Situation):
    assert situation.view().counts()["passages"] == 11
    assert situation.view(Filters(roles=LITERAL)).counts()["passages"] == 11 - 2


def test_theme_of_a_mark_is_the_one_with_most_evidence(drawn):
    marks = drawn(roles=LITERAL).set_index("label")
    assert marks.loc["Rukban", "theme"] == "armed-groups"
    filtered = drawn(roles=LITERAL, themes=("health",)).set_index("label")
    assert filtered.loc["Rukban", "theme"] == "health"


def test_report_gives_back_its_text(situation: Situation, article):
    page = document_page(situation, Filters(), article.id)
    assert "\n\n".join(one["text"] for one in page["passages"]) == article.text.strip()


def test_report_says_what_means_a_place_and_what_is_filtered_out(situation: Situation, article):
    page = document_page(situation, Filters(themes=("health",)), article.id)
    meant = [
        passage["text"][mention["start"] : mention["end"]]
        for passage in page["passages"]
        for mention in passage["mentions"]
        if mention["mark"] == "geonames:11428685"
    ]
    assert meant == ["Rakban"]
    assert [one["passes"] for one in page["passages"]] == [n in {5, 6} for n in range(11)]


def test_passages_of_a_place_say_how_it_came_into_them(situation: Situation):
    page = place_page(situation, Filters(), "geonames:11428685")
    assert "inferred" in page["passages"][0]["date_note"]
    assert [bool(one["carried"]) for one in page["passages"]] == [False, True, True]


def test_reasons_say_what_was_meant_and_what_else_it_could_be(why):
    (mention,) = why("geonames:524901")["mentions"]
    assert mention["place"]["id"] == "geonames:524901"
    assert any("United States" in other["where"] for other in mention["others"])
    assert any("population" in one["words"] for one in mention["evidence"])


def test_places_are_called_as_reports_call_them(situation: Situation):
    assert "Rakban (Rukban)" in set(situation.labels())
    assert "Idlib" in set(situation.labels())


def features(marks: pd.DataFrame) -> list[dict]:
    layer = mark_layer(marks)
    (geojson,) = [c for c in layer._children.values() if c._name == "GeoJson"]
    return geojson.data["features"]


def test_points_given_by_coordinates_are_kept_listed_and_drawn(
    tmp_path: Path, geoparser: Geoparser, gazetteer: CompiledGazetteer
):
    path = tmp_path / "a.txt"
    text = "The base at 33°31'N 38°37'E was shelled.\n\nAll within 9 km of 34.5503, 40.9181 fled."
    path.write_text(text, encoding="utf-8")
    annotator = Annotator(geoparser)
    workspace = Workspace(tmp_path / "points.sitmap")
    workspace.add(annotator.annotate(read_document(path)))
    situation = Situation(workspace)
    zone, point = features(MarkGeometries(situation, gazetteer).marks(situation.view()))
    assert zone["properties"]["tooltip"].startswith("within 9 km of 34.5503, 40.9181 · zone")
    assert point["properties"]["tooltip"].startswith("33°31&#x27;N 38°37&#x27;E · point · ")
    assert point["geometry"]["coordinates"] == pytest.approx((38.61667, 33.51667), abs=1e-4)
    places = WhyPlaces(
        gazetteer, lambda _: explanations(annotator, read_document(path)), lambda _: ""
    )
    (mention,) = places.why(situation, Filters(), point["properties"]["id"])["mentions"]
    assert (mention["words"], mention["kind"]) == ("33°31'N 38°37'E", "coordinate")
    assert mention["place"]["id"] == "point:38.61667,33.51667"
    assert mention["place"]["country"] == "Syria"
    assert any("coordinates given in the text" in one["words"] for one in mention["evidence"])


def test_large_shapes_are_drawn_below_small_ones(drawn):
    shown = features(drawn(roles=LITERAL))
    assert shown[0]["properties"]["tooltip"].startswith("Syria · area")
    assert shown[-1]["geometry"]["type"] == "Point"


def test_associative_marks_are_hollow_and_literal_ones_filled(drawn):
    styles = {
        f["properties"]["tooltip"].split(" · ")[0]: f["properties"]["style"]
        for f in features(drawn())
    }
    assert styles["Ankara"]["fillOpacity"] == 0
    assert styles["Rukban"]["fillOpacity"] > 0.8


def test_page_of_a_map_is_the_same_every_time(drawn):
    view = overview(drawn(roles=LITERAL))
    pages = {base_map(view).options["maxZoom"], base_map(view).options["maxZoom"]}
    assert len(pages) == 1


def test_map_holds_no_address_of_another_machine(drawn):
    page_map = base_map(view_of(drawn()))
    mark_layer(drawn()).add_to(page_map)
    page = page_map.get_root().render()
    assert "//" not in page.replace("http://www.w3.org/2000/svg", "").replace("<!-- ", "")


HOSTILE = '<img src=x onerror=alert(1)> ${alert(2)} `{{ 7*7 }}` "quotes" </script>'


def test_hostile_words_are_only_text_on_the_map(drawn):
    marks = drawn(roles=LITERAL).assign(label=HOSTILE, kind=HOSTILE)
    page_map = base_map(view_of(marks))
    mark_layer(marks).add_to(page_map)
    page = page_map.get_root().render()
    assert "\\u0026lt;img src=x" in page
    assert "<img" not in page
    assert "</script> " not in page


def test_overview_leaves_out_what_is_far_away(drawn):
    marks = drawn(roles=LITERAL)
    assert view_of(marks).zoom < overview(marks).zoom
    assert 32 < overview(marks).lat < 38


def test_selected_point_stands_out_from_light_and_dark_maps(drawn):
    marks = drawn()
    literal = (m for m in records(marks) if m["geometry"] and m["role"] == "literal")
    point = next(mark for mark in literal if mark["geometry"]["type"] == "Point")
    for scheme, edge in (("light", "#111111"), ("dark", "#ffffff")):
        layer = mark_layer(marks, selected=point["mark_id"], scheme=scheme)
        (shown,) = (child for child in layer._children.values())
        styles = {f["properties"]["id"]: f["properties"]["style"] for f in shown.data["features"]}
        assert styles[point["mark_id"]]["color"] == edge
