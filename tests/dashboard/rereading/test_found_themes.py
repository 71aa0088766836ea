"""Themes of a user's own in a workspace: found in reports that are in, obeyed, given back."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from workspaces import report, write

from dashboard.annotate.identity import todays_engine
from dashboard.errors import QueryError
from dashboard.rereading import find_themes, stale_count
from dashboard.situation import Filters, Situation
from dashboard.situation.address import filters_of
from dashboard.situation.answers import answer
from dashboard.workspace import Workspace
from dashboard.workspace.checks import workspace_findings
from dashboard.workspace.decisions import Record, append
from geocache.errors import KnowledgeFileError
from geocache.gazetteer import CompiledGazetteer

OWN = """
themes:
  - {id: fuel, label: Fuel, family: economy, cues: {strong: [diesel, fuel station]}}
  - {id: health}
"""
TEXT = "Diesel is sold out.\n\nThe hospital treats cholera and has no doctors.\n\nSnow fell."


def core(workspace: Workspace) -> list[tuple[int, str]]:
    return workspace.rows(
        "SELECT p.number, t.name FROM theme_hit h JOIN theme t ON t.id = h.theme_id "
        "JOIN passage p ON p.id = h.passage_id WHERE h.core ORDER BY p.number, t.name"
    )


@pytest.fixture
def sorted_anew(workspace: Workspace) -> Workspace:
    """A workspace of one report that has the themes of a user's own."""
    write(workspace, report("Notes", TEXT))
    workspace.keep_themes("own.yaml", OWN)
    assert find_themes(workspace) == 1
    return workspace


def test_themes_of_a_file_are_found_in_reports_that_are_in(sorted_anew: Workspace):
    assert core(sorted_anew) == [(0, "fuel"), (1, "health")]
    assert find_themes(sorted_anew) == 0  # they have them already
    situation = Situation(sorted_anew)
    situation.refresh()
    found = answer(situation, filters_of({"theme": ["fuel"]}, situation.themes))
    assert [passage["text"] for passage in found["passages"]] == ["Diesel is sold out."]
    assert [theme.label for theme in situation.themes.all] == ["Fuel", "Health"]
    with pytest.raises(QueryError, match="expected one of"):
        filters_of({"theme": ["aid"]}, situation.themes)


def test_open_page_sees_the_new_themes_and_the_same_passages(workspace: Workspace):
    write(workspace, report("Notes", TEXT), report("More", "Diesel again.\n\nRain."))
    workspace.keep_themes("other.yaml", OWN.replace("diesel", "petrol"))
    find_themes(workspace)
    situation = Situation(workspace)
    situation.refresh()
    before = situation.view().newest().rows()
    assert dict(situation.view().facets(["themes"])["themes"]) == {"": 4, "health": 1}
    workspace.keep_themes("own.yaml", OWN)
    find_themes(workspace)
    assert situation.refresh()
    assert dict(situation.view().facets(["themes"])["themes"]) == {"": 2, "fuel": 2, "health": 1}
    assert situation.view().newest().rows() == before


def test_themes_of_this_project_come_back(workspace: Workspace):
    write(workspace, report("Notes", TEXT))
    engines = workspace.rows("SELECT engine_id FROM document")
    workspace.keep_themes("empty.yaml", OWN.replace("diesel", "petrol"))
    find_themes(workspace)
    assert core(workspace) == [(1, "health")]
    workspace.forget_themes()
    told: list[tuple[int, int]] = []
    assert find_themes(workspace, lambda done, total: told.append((done, total))) == 1
    assert told == [(1, 1)]
    assert (1, "health") in core(workspace)
    assert workspace.rows("SELECT engine_id FROM document") == engines
    assert not workspace.themes_name()


def test_decisions_about_themes_hold_whatever_the_themes(workspace: Workspace):
    write(workspace, report("Notes", TEXT))
    (document,) = workspace.documents()
    start = TEXT.index("Snow")
    span = (document.id, start, start + len("Snow fell."), "passage", "theme", "mention")
    facts = {"words": "Snow fell.", "source": "", "holds": True}
    with workspace.writing() as writer:
        append(
            writer,
            [
                Record("1", "1", "", *span, after=facts | {"theme": "fuel"}),
                Record("2", "2", "", *span, after=facts | {"theme": "education"}),
            ],
        )
    workspace.keep_themes("own.yaml", OWN)
    find_themes(workspace)
    assert core(workspace)[2:] == [(2, "fuel")]  # of the second there is none
    workspace.forget_themes()
    find_themes(workspace)
    assert (2, "education") in core(workspace)
    assert (2, "fuel") not in core(workspace)


def test_reports_that_come_are_read_with_own_themes(
    workspace: Workspace,
    take_in: Callable[..., object],
    tmp_path: Path,
    gazetteer: CompiledGazetteer,
):
    assert len(gazetteer)
    workspace.keep_themes("own.yaml", OWN)
    path = tmp_path / "a.txt"
    path.write_text("Diesel is sold out in Aleppo.", encoding="utf-8")
    take_in(path)
    assert core(workspace) == [(0, "fuel")]
    engine = todays_engine(workspace.own_knowledge())
    assert engine is not None
    assert "own_themes" in json.loads(engine)
    assert stale_count(workspace, engine) == 0
    assert find_themes(workspace) == 0


def test_themes_that_can_not_be_read_change_nothing_and_are_said(sorted_anew: Workspace):
    before = core(sorted_anew)
    sorted_anew.keep_themes("own.yaml", "themes: 5")
    with pytest.raises(KnowledgeFileError, match="expected a list of themes"):
        find_themes(sorted_anew)
    assert core(sorted_anew) == before
    assert len(Situation(sorted_anew).themes.all) == 18
    wrong = [one.title for one in workspace_findings(sorted_anew, None) if not one.ok]
    assert wrong == ["themes of your own can be read: 1 times not so: own.yaml"]
    assert answer(Situation(sorted_anew), Filters())["passages_total"] == 3
