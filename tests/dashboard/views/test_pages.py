"""The pages beside the map, run without a browser: what is on them, and that text stays text."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pandas as pd
import pytest
import workspaces
from streamlit.testing.v1 import AppTest
from workspaces import BARTOWN, FOOVILLE, mark, naming, nil_mark, report

from dashboard.model import Precision, When
from dashboard.situation import Filters, Situation
from dashboard.situation.place_words import AreaNames
from dashboard.situation.places_table import places_table
from dashboard.views import help_page, saved_views
from dashboard.views.places_page import place_rows
from dashboard.views.shared import (
    DEMONSTRATION_VARIABLE,
    OWN_WORKSPACE_VARIABLE,
    WORKSPACE_VARIABLE,
    state_name,
)
from dashboard.views.tables import as_csv
from dashboard.workspace import Workspace
from dashboard.workspace.jobs import Jobs

HOSTILE = "=cmd()<script>alert(1)</script> **x** :smile: $y$ [a](b) ![](http://e.org)"
PLACES = "from dashboard.views.places_page import show\nshow()"
REPORTS = "from dashboard.views.reports_page import show\nshow()"
HELP = "from dashboard.views.help_page import show\nshow()"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    made = Workspace(tmp_path / "work.sitmap")
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(made.path))
    monkeypatch.setenv(OWN_WORKSPACE_VARIABLE, str(made.path))
    monkeypatch.delenv(DEMONSTRATION_VARIABLE, raising=False)
    yield made
    made.close()


def told(title: str, day: str, **facts: Any) -> workspaces.DocumentRows:
    when = When(day, Precision.DAY) if day else When("", Precision.UNKNOWN)
    made = report(title, f"{title}\n\nRain in Fooville and Bartown.", when=when, **facts)
    words = [("Fooville", mark(FOOVILLE)), ("Bartown", mark(BARTOWN))]
    return naming(made, *words, themes=["health"])


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    odd = naming(
        report(HOSTILE, "Nirgendwo and Fooville.", source=HOSTILE),
        ("Nirgendwo", nil_mark(HOSTILE)),
        ("Fooville", mark(FOOVILLE)),
        themes=(),
    )
    workspaces.write(workspace, told("One", "2020-03-05", source="a.org"), told("Two", ""), odd)
    return workspace


def opened(script: str, **address: str) -> AppTest:
    page = AppTest.from_string(script, default_timeout=60)
    for key, value in address.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def assert_no_markup(page: AppTest) -> None:
    """Words of reports are in tables and plain text only."""
    for element in (*page.markdown, *page.caption, *page.info, *page.error, *page.warning):
        for sign in ("alert(", "cmd()", ":smile:"):
            assert sign not in element.value


def links_of(page: AppTest) -> list[tuple[str, dict[str, list[str]]]]:
    """Labels and parameters of links to the Situation page."""
    found = []
    for element in page.get("link_button"):
        address, _, query = element.proto.url.partition("?")
        assert address == "./"
        found.append((element.proto.label, parse_qs(query)))
    return found


def choose(script: str, row: int, **address: str) -> AppTest:
    """Open a page and choose a row of its table."""
    page = opened(script, **address)
    chosen = {"selection": {"rows": [row], "columns": [], "cells": []}}
    page.session_state[page.dataframe[0].key] = chosen
    page.run()
    assert not page.exception
    return page


# ---- places


def test_places_are_listed_with_what_is_known_of_them(filled: Workspace):
    assert filled
    page = opened(PLACES)
    rows = page.dataframe[0].value.set_index("place")
    assert list(rows["passages"]) == [3, 2, 1]
    assert rows.loc["Fooville", "kind"] == "village"
    assert rows.loc["Fooville", "country"] == "Syria"
    assert rows.loc["Bartown", "from"] == "2020-03-05"
    assert rows["doubts"].iloc[-1] == "it is not known where it is"
    assert page.caption[0].value.startswith("3 places, those with most passages first")
    assert_no_markup(page)


def test_places_are_those_of_the_filters_in_the_address(filled: Workspace):
    assert filled
    page = opened(PLACES, theme="health", q="fooville")
    assert list(page.dataframe[0].value["passages"]) == [2, 2]
    assert page.text[0].value.startswith("Chosen: words: fooville; theme: Health")


@pytest.mark.parametrize(
    ("address", "said"),
    [({"q": "nonesuch"}, "No place passes the filters"), ({"since": "x"}, None)],
)
def test_empty_choice_is_reported(filled: Workspace, address: dict[str, str], said: str | None):
    assert filled
    page = opened(PLACES, **address)
    if said:
        assert said in page.info[0].value
    else:
        assert "since=x in the address" in page.text[0].value
    assert not page.dataframe


def test_empty_workspace_says_what_to_do(workspace: Workspace):
    assert workspace
    assert "+ Add" in opened(PLACES).info[0].value
    assert "+ Add" in opened(REPORTS).info[0].value


def test_left_out_rows_are_counted(filled: Workspace, monkeypatch: pytest.MonkeyPatch):
    assert filled
    monkeypatch.setattr("dashboard.views.places_page.MOST_ROWS", 2)
    page = opened(PLACES)
    assert len(page.dataframe[0].value) == 2
    assert "The first 2 are listed" in page.caption[0].value
    assert "1 are left out" in page.caption[0].value


def test_chosen_place_leads_to_the_map_with_the_same_filters(filled: Workspace):
    assert filled
    page = choose(PLACES, 0, theme="health")
    assert links_of(page) == [
        ("Show on the map", {"theme": ["health"], "mark": [FOOVILLE.key]}),
    ]


def test_place_without_a_position_leads_to_its_passages(filled: Workspace):
    assert filled
    page = choose(PLACES, 2)
    assert [label for label, _ in links_of(page)] == ["Show its passages"]
    assert_no_markup(page)


def test_file_of_a_table_holds_no_formula(filled: Workspace):
    places = places_table(Situation(filled), Filters(), 10)
    content = as_csv(place_rows(places, AreaNames({}))).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(content))
    assert head[0] == "place"
    assert len(rows) == 3
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    hostile = as_csv(pd.DataFrame({"title": [HOSTILE]})).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(hostile)))[1] == [f"'{HOSTILE}"]
    assert rows[2][head.index("certainty")] == ""


# ---- reports


def test_reports_are_listed_newest_first(filled: Workspace):
    assert filled
    page = opened(REPORTS)
    rows = page.dataframe[0].value
    assert list(rows["title"]) == ["One", HOSTILE, "Two"]
    assert list(rows["when"]) == ["5 March 2020", "undated", "undated"]
    assert list(rows["places"]) == [2, 2, 2]
    assert list(rows["source"]) == ["a.org", HOSTILE, "not known"]
    assert_no_markup(page)


def test_chosen_report_leads_to_the_reader_with_the_same_filters(filled: Workspace):
    page = choose(REPORTS, 0, theme="health")
    ((document,),) = filled.rows("SELECT hash FROM document WHERE title = 'One'")
    assert links_of(page) == [("Open report", {"theme": ["health"], "doc": [document]})]


def test_inputs_that_could_not_be_read_are_listed_with_the_reasons(filled: Workspace):
    Jobs(filled).refuse(HOSTILE, f"{HOSTILE}: the file is empty")
    page = opened(REPORTS)
    assert page.subheader[0].value == "1 input could not be read"
    (row,) = page.dataframe[1].value.to_dict("records")
    assert row == {"input": HOSTILE, "reason": f"{HOSTILE}: the file is empty"}
    assert_no_markup(page)


def test_list_of_problems_can_be_cleared(filled: Workspace):
    Jobs(filled).refuse("a.txt", "a.txt: the file is empty")
    page = opened(REPORTS)
    page.button(key="reports-clear-problems").click().run()
    assert not page.subheader
    assert not filled.problems()


def test_reports_that_are_still_to_be_read_are_counted_and_can_be_gone_on_with(filled: Workspace):
    Jobs(filled).offer(["a.txt", "b.txt"])
    page = opened(REPORTS)
    assert [one.label for one in page.button] == ["Go on reading"]
    assert page.get("progress")[0].proto.text == "2 reports are still to be read"


# ---- help


def test_help_says_where_the_workspace_is(workspace: Workspace):
    page = opened(HELP)
    words = "\n".join(element.value for element in page.markdown)
    assert str(workspace.path) in words
    assert "place:Rukban" in words
    assert "Natural Earth" in words
    assert "Escape" in words


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("plain", "`plain`"),
        ("a`b``c", "```a`b``c```"),
        ("`a\n|b", "`` `a ¦b ``"),
        (":smile: **x**", "`:smile: **x**`"),
    ],
)
def test_facts_are_code_in_which_nothing_acts(words: str, code: str):
    assert help_page.as_code(words) == code


# ---- saved views


def test_views_are_saved_listed_and_deleted(workspace: Workspace):
    assert workspace
    assert saved_views.save(HOSTILE[:60], "?theme=health&mark=geonames:1") == ""
    assert saved_views.listed() == [{"name": HOSTILE[:60], "query": "theme=health&mark=geonames:1"}]
    assert "already" in saved_views.save(HOSTILE[:60], "q=a")
    assert "expected one of" in saved_views.save("b", "theme=wealth")
    assert saved_views.delete(HOSTILE[:60]) == ""
    assert saved_views.listed() == []


def test_workspace_that_is_gone_has_no_saved_views(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(workspace.path / "none"))
    assert saved_views.listed() == []
    assert saved_views.save("a", "q=a")


# ---- states


def test_states_of_two_workspaces_are_never_called_alike(tmp_path: Path):
    names = set()
    for name in ("a", "b"):
        made = Workspace(tmp_path / f"{name}.sitmap")
        for seed in range(2):
            workspaces.write(made, workspaces.World(seed).report())
            names.add(state_name(Situation(made)))
    assert len(names) == 4
    assert {name.rpartition("-")[2] for name in names} == {"1", "2"}
