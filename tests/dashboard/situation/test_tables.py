"""Tables of places and of reports against plain readings of the tables, one row at a time."""

from typing import Any

import pytest
import workspaces
from random_filters import Chooser
from slow_reference import Expected
from stored_tables import StoredObservation, Tables

from dashboard.errors import QueryError
from dashboard.situation import Filters, Situation
from dashboard.situation.days import day_in_words, iso_day
from dashboard.situation.place_words import AreaNames, mark_in_words
from dashboard.situation.places_table import places_table
from dashboard.situation.reports_table import reports_table
from dashboard.workspace import Workspace
from geocache import Outcome, Role
from geocache.gazetteer import MemoryGazetteer

ALL = 100_000


def place_row(seen: list[StoredObservation], tables: Tables) -> dict[str, Any]:
    """What a row should say of a place, from its observations."""
    passages = {one.passage for one in seen}
    of = [tables.passages[number] for number in passages]
    days = [one.days for one in seen if one.days]
    return {
        "passages": len(passages),
        "reports": len({passage.document for passage in of}),
        "from": iso_day(min(first for first, _ in days)) if days else "",
        "to": iso_day(max(last for _, last in days)) if days else "",
        "certainty": round(sum(one.confidence for one in seen) / len(seen)),
        "ambiguous": any(one.outcome == Outcome.AMBIGUOUS for one in seen),
        "actor_only": all(one.mark.role == Role.ASSOCIATIVE for one in seen),
        "sources": len({passage.source for passage in of} - {""}),
    }


@pytest.mark.parametrize("seed", range(4))
def test_tables_equal_the_rows_of_the_workspace(workspace: Workspace, seed: int):
    workspaces.write(workspace, *workspaces.World(seed).reports(30))
    tables, situation = Tables(workspace), Situation(workspace)
    chooser = Chooser(tables, seed)
    for number in range(15):
        filters, clauses = chooser.choice() if number else (Filters(), ())
        expected = Expected(tables, filters, clauses)
        assert_places(expected, situation, filters)
        assert_reports(expected, situation, filters)


def assert_places(expected: Expected, situation: Situation, filters: Filters) -> None:
    marks = expected.marks()
    frame = places_table(situation, filters, ALL)
    assert frame.attrs["total"] == len(marks) == len(frame)
    assert list(frame["passages"]) == sorted(frame["passages"], reverse=True)
    for row in frame.to_dict("records"):
        seen = marks[row["id"]]
        said = place_row(seen, expected.tables)
        certainty = said.pop("certainty")
        assert abs(row["certainty"] - certainty) <= 1  # halves are rounded either way
        assert {name: row[name] for name in said} == said
        assert row["positioned"] == any(one.mark.point is not None for one in seen)
        assert row["country"] in {one.mark.country for one in seen}
        assert row["admin1"] in {one.mark.admin1 for one in seen}
    few = places_table(situation, filters, 5)
    assert few.attrs["total"] == len(marks)
    assert list(few["id"]) == list(frame["id"][:5])


def assert_reports(expected: Expected, situation: Situation, filters: Filters) -> None:
    frame = reports_table(situation, filters, ALL)
    assert frame.attrs["total"] == len(frame) == expected.counts()["documents"]
    assert expected.counts()["passages"] == frame["passages"].sum()
    passages = expected.tables.passages
    visible = expected.visible
    for row in frame.to_dict("records"):
        own = [one for one in visible if passages[one.passage].document_hash == row["document"]]
        assert row["places"] == len({one.mark.thing for one in own})
        assert row["countries"] == len({one.mark.country for one in own} - {""})
    days = [day or "0" for day in frame["date"]]
    begins = [f"{day}-01-01"[:10] if len(day) < 10 else day for day in days]
    assert begins == sorted(begins, reverse=True)
    few = reports_table(situation, filters, 3)
    assert list(few["document"]) == list(frame["document"][:3])


def test_tables_of_nothing_are_empty(workspace: Workspace):
    situation = Situation(workspace)
    for filters in (Filters(), Filters(text="nonesuch"), Filters(countries=("XX",))):
        assert places_table(situation, filters, 10).empty
        assert reports_table(situation, filters, 10).empty


def test_words_that_can_not_be_understood_are_an_error(workspace: Workspace):
    with pytest.raises(QueryError):
        places_table(Situation(workspace), Filters(text='"a'), 10)


def test_unknown_place_is_listed_and_named_unknown(workspace: Workspace):
    told = workspaces.report("A", "Rain in Fooville and in Nirgendwo.")
    named = workspaces.naming(
        told,
        ("Fooville", workspaces.mark(workspaces.FOOVILLE)),
        ("Nirgendwo", workspaces.nil_mark("Nirgendwo")),
        themes=(),
    )
    workspaces.write(workspace, named)
    frame = places_table(Situation(workspace), Filters(), 10).set_index("place")
    assert dict(frame["positioned"]) == {"Fooville": True, "Nirgendwo": False}
    assert dict(frame["kind"]) == {"Fooville": "village", "Nirgendwo": "unknown"}


@pytest.mark.parametrize(
    ("kind", "feature", "words"),
    [
        ("point", "P.PPLC", "capital"),
        ("point", "P.PPLX", "part of a town"),
        ("area", "A.PCLI", "country"),
        ("area", "A.ADM2", "district"),
        ("area", "", "area"),
        ("point", "", "place"),
        ("point", "S.XYZ", "site"),
        ("between", "P.PPL", "between places"),
    ],
)
def test_kinds_are_words_of_everyday(kind: str, feature: str, words: str):
    feature_class, _, code = feature.partition(".")
    assert mark_in_words(kind, feature_class, code) == words


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2020-03-05", "5 March 2020"),
        ("2020-12", "December 2020"),
        ("1000", "1000"),
        ("2020-03-05/2020-03-09", "5–9 Mar 2020"),
        ("", "undated"),
    ],
)
def test_dates_are_words(date: str, words: str):
    assert day_in_words(date) == words


def test_areas_are_named_and_unknown_ones_keep_their_codes(world: MemoryGazetteer):
    world.add_place("Homs", 37.9, 34.3, feature="A.ADM1", country_code="SY", admin1_code="11")
    names = AreaNames.of(world)
    assert [names.name(code) for code in ("SY", "SY.11", "SY.99", "")] == [
        "Syria",
        "Homs",
        "SY.99",
        "",
    ]
