"""What a choice shows as plain values, and what an empty workspace shows."""

import json
from typing import Any

import pytest
import workspaces
from compared_views import BEFORE, BINS, NOW, check_choices, made
from random_filters import Chooser
from stored_tables import Tables
from workspaces import FOOVILLE, PLAIN, World

from dashboard.model import Precision, When
from dashboard.situation import EVERYTHING, Filters, ReadModel, Situation
from dashboard.situation.answers import answer
from dashboard.situation.trends import named_together, review_queue, rising
from dashboard.workspace import Workspace
from dashboard.workspace.codes import HARMS


@pytest.mark.parametrize(
    "filters",
    [
        EVERYTHING,
        Filters(themes=("a", ""), not_themes=("b",), first_day=1, last_day=2, dated=("words",)),
        Filters(sources=("",), documents=("x",), languages=("en",), since_revision=0),
        Filters(text='aid "joint patrol" OR refug* -place:X source:Y convoy'),
        Filters(countries=("SY",), admin1=("SY.1",), place="Homs", box=(170, 0, -170, 1)),
        Filters(ring=((0, 0), (1, 0), (1, 1)), footprint="abc", kinds=("point",)),
        Filters(roles=("literal",), confidence=50, outcomes=("RESOLVED",), reviews=("open",)),
    ],
)
def test_empty_workspace_shows_nothing(workspace: Workspace, filters: Filters):
    situation = Situation(workspace)
    view = situation.view(filters)
    assert set(view.counts().values()) == {0}
    assert not len(view.marks())
    assert not len(view.mark_themes())
    assert all(not len(found) for found in view.facets().values())
    assert all(not len(view.timeline(bins)) for bins in BINS)
    assert view.newest().rows() == []
    assert not len(rising(view, NOW, BEFORE))
    assert not len(rising(view, NOW, BEFORE, "theme"))
    assert not len(review_queue(view))
    assert not len(named_together(view))
    assert situation.search_rows(view) == []
    assert not len(situation.labels())
    assert not len(situation.mark_facts([]))
    nothing = {"documents": 0, "passages_total": 0, "passages": [], "marks": [], "themes": {}}
    assert answer(situation, filters) == nothing


def test_columns_of_an_empty_workspace_are_kept_too(workspace: Workspace):
    ReadModel(workspace).keep()
    situation = Situation(workspace)
    assert situation.model.loaded
    made(workspace, 1, 4)
    situation.refresh()
    check_choices(situation, 1, 5)


def test_answers_are_plain_values(workspace: Workspace):
    made(workspace, 6)
    situation = Situation(workspace)
    chooser = Chooser(Tables(workspace), 6)
    texts = dict(
        workspace.rows("SELECT hash, text FROM document JOIN document_text ON id = document_id")
    )
    for filters in [EVERYTHING, *(chooser.choice()[0] for _ in range(30))]:
        found = answer(situation, filters, limit=20)
        assert json.loads(json.dumps(found, allow_nan=False)) == found
        assert found.keys() == {"documents", "passages_total", "passages", "marks", "themes"}
        for passage in found["passages"]:
            check_answered(passage, texts[passage["document"]])
        for mark in found["marks"]:
            assert mark.keys() == {"id", "label", "kind", "lat", "lon", "passages"}
            assert mark["label"]
        order = [mark["passages"] for mark in found["marks"]]
        assert order == sorted(order, reverse=True)


def test_answers_leave_out_what_is_gone_meanwhile(workspace: Workspace):
    mark = workspaces.mark(FOOVILLE)
    report = workspaces.report("One", "Fooville.")
    workspaces.write(
        workspace,
        workspaces.naming(report, ("Fooville", mark), themes=[]),
        workspaces.report("Two", "Nothing."),
    )
    situation = Situation(workspace)
    workspaces.write(workspace, report)
    found = answer(situation, EVERYTHING)
    assert found["passages_total"] == 2
    assert [passage["title"] for passage in found["passages"]] == ["Two"]
    assert found["marks"] == []


def check_answered(passage: dict[str, Any], text: str) -> None:
    """A passage has all keys, and its offsets lead back to the words."""
    assert passage.keys() == {
        *("document", "title", "source", "passage", "start", "end", "text", "from", "to"),
        *("dated", "themes", "casualties", "mentions"),
    }
    for one in passage["casualties"]:
        assert one["text"] == passage["text"][one["start"] : one["end"]] != ""
        assert one["kind"] in HARMS
    assert passage["text"] == text[passage["start"] : passage["end"]]
    assert (passage["from"] is None) == (passage["to"] is None) == (passage["dated"] is None)
    for mention in passage["mentions"]:
        assert mention.keys() == {"start", "end", "text", "place_id", "lat", "lon"}
        assert mention["text"]
        assert passage["text"][mention["start"] : mention["end"]] == mention["text"]
        assert (mention["place_id"] is None) == (mention["lat"] is None)


def test_answer_says_what_was_read(workspace: Workspace):
    day = When("1969-12-31", Precision.DAY)
    report = workspaces.report(
        "Title", "Aid came.\n\nThe Wide Plain is dry.", when=day, source="Post"
    )
    mark = workspaces.mark(PLAIN)
    workspaces.write(workspace, workspaces.naming(report, ("Wide Plain", mark), themes=["water"]))
    found = answer(Situation(workspace), Filters(place="wide plain"))
    assert found == {
        "documents": 1,
        "passages_total": 1,
        "passages": [
            {
                "document": report.document.id,
                "title": "Title",
                "source": "Post",
                "passage": 1,
                "start": 11,
                "end": 33,
                "text": "The Wide Plain is dry.",
                "from": "1969-12-31",
                "to": "1969-12-31",
                "dated": "report",
                "themes": ["water"],
                "casualties": [],
                "mentions": [
                    {
                        "start": 4,
                        "end": 14,
                        "text": "Wide Plain",
                        "place_id": PLAIN.key,
                        "lat": PLAIN.lat,
                        "lon": PLAIN.lon,
                    }
                ],
            }
        ],
        "marks": [
            {
                "id": PLAIN.key,
                "label": "Wide Plain",
                "kind": "point",
                "lat": PLAIN.lat,
                "lon": PLAIN.lon,
                "passages": 1,
            }
        ],
        "themes": {"water": 1},
    }


def test_filter_by_revision_leaves_out_what_was_only_read_again(workspace: Workspace):
    world = World(5)
    first, second = world.reports(2)
    workspaces.write(workspace, first)
    situation = Situation(workspace)
    with workspace.writing() as writer:
        writer.connection.execute("UPDATE revision SET at = '2024-03-01T10:00:00+00:00'")
    since = Filters(since_revision=situation.revision_at("2024-03-01T12:00:00+00:00"))
    assert situation.view(since).counts()["documents"] == 0
    workspaces.write(workspace, world.read(first), second)
    assert situation.refresh()
    assert situation.view(since).counts()["documents"] == 1
