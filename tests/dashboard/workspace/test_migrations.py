"""Workspaces that earlier versions wrote."""

import gzip
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from workspaces import report, write

from dashboard.errors import WorkspaceError
from dashboard.situation import Filters, Situation
from dashboard.situation.address import filters_of
from dashboard.situation.answers import answer
from dashboard.situation.why import WhyPlaces
from dashboard.workspace import Workspace
from dashboard.workspace.connection import VERSION
from dashboard.workspace.content import content_hash
from dashboard.workspace.migrations import NEW_TABLES
from dashboard.workspace.saved_views import saved_views
from dashboard.workspace.visits import note_visit
from geocache.gazetteer import CompiledGazetteer

RENAMED = {"security": "conflict", "ceasefire": "peace", "livelihoods": "food-nutrition"}
KEPT = Path(__file__).with_name("old_workspaces")


@pytest.fixture(params=[1, 2])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "work.sqlite"
    path.write_bytes(gzip.decompress((KEPT / f"version-{request.param}.sqlite.gz").read_bytes()))
    return path


def refuse(_connection: sqlite3.Connection, _version: int) -> None:
    raise sqlite3.OperationalError("attempt to write a readonly database")


def old_rows(path: Path, query: str) -> list[tuple]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def test_migrated_workspace_holds_what_it_held(old: Path):
    before = {
        "document": old_rows(old, "SELECT id, title, text, origin, date, note FROM document"),
        "mention": old_rows(
            old, "SELECT document_id, start, \"end\", coalesce(place_id, '') FROM mention"
        ),
        "passage": old_rows(old, 'SELECT document_id, number, start, "end" FROM passage'),
        "hit": [
            (*where, RENAMED.get(theme, theme), score)
            for *where, theme, score in old_rows(
                old, "SELECT document_id, passage, theme, score FROM theme_hit"
            )
        ],
        "observation": old_rows(
            old, "SELECT DISTINCT document_id, passage, footprint, date FROM observation"
        ),
        "mark": old_rows(old, "SELECT id FROM mark"),
    }
    kept = Workspace(old)
    after = {
        "document": kept.rows(
            "SELECT d.hash, d.title, t.text, d.origin, d.date, d.note FROM document d "
            "JOIN document_text t ON t.document_id = d.id"
        ),
        "mention": kept.rows(
            "SELECT d.hash, m.start, m.\"end\", coalesce(pl.key, '') FROM mention m "
            "JOIN footprint f ON f.id = m.footprint_id JOIN passage p ON p.id = f.passage_id "
            "JOIN document d ON d.id = p.document_id LEFT JOIN place pl ON pl.id = m.place_id"
        ),
        "passage": kept.rows(
            'SELECT d.hash, p.number, p.start, p."end" FROM passage p '
            "JOIN document d ON d.id = p.document_id"
        ),
        "hit": kept.rows(
            "SELECT d.hash, p.number, t.name, h.score FROM theme_hit h "
            "JOIN theme t ON t.id = h.theme_id JOIN passage p ON p.id = h.passage_id "
            "JOIN document d ON d.id = p.document_id"
        ),
        "observation": kept.rows(
            "SELECT d.hash, p.number, o.footprint_id - (SELECT min(f.id) FROM footprint f "
            "JOIN passage q ON q.id = f.passage_id WHERE q.document_id = d.id), o.date "
            "FROM observation o JOIN passage p ON p.id = o.passage_id "
            "JOIN document d ON d.id = p.document_id"
        ),
        "mark": kept.rows("SELECT hash FROM mark"),
    }
    for table, rows in before.items():
        assert sorted(after[table]) == sorted(rows), table


def test_migrated_workspace_can_be_asked_and_read(old: Path, gazetteer: CompiledGazetteer):
    situation = Situation(Workspace(old))
    found = answer(situation, Filters(themes=("health",), place="Rukban"))
    assert found["passages_total"] == 2
    why = WhyPlaces(gazetteer, lambda _document: [], lambda _place: "").why(
        situation, Filters(), "geonames:11428685"
    )
    assert why
    (mention,) = why["mentions"]
    assert mention["words"] == "Rakban"
    assert mention["evidence"]  # what version 2 kept is not lost


def test_migration_keeps_packs_and_problems(old: Path):
    version = old_rows(old, "PRAGMA user_version")[0][0]
    kept = Workspace(old)
    assert [problem.origin for problem in kept.problems()] == ["gone.txt"]
    assert [name for name, _ in kept.packs()] == (["mine.csv"] if version == 2 else [])


def test_migration_makes_a_copy_before(old: Path):
    content, version = old.read_bytes(), old_rows(old, "PRAGMA user_version")[0][0]
    Workspace(old)
    copy = old.with_name(f"work.sqlite.version-{version}")
    assert old_rows(copy, "SELECT count(*) FROM mention") == old_rows(
        old, "SELECT count(*) FROM mention"
    )
    assert old_rows(copy, "PRAGMA user_version") == [(version,)]
    old.write_bytes(content)
    Workspace(old)  # an earlier copy is left as it is
    assert old_rows(old, "PRAGMA user_version") == [(VERSION,)]


def test_migration_that_fails_changes_nothing(old: Path):
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("UPDATE mention SET outcome = 'NONSENSE' WHERE number = 0")
    before = old_rows(old, "SELECT * FROM mention")
    with pytest.raises(WorkspaceError, match="version"):
        Workspace(old)
    assert old_rows(old, "SELECT * FROM mention") == before


def test_engine_of_an_old_reading_is_not_todays(old: Path):
    ((identity,),) = Workspace(old).rows("SELECT identity FROM engine")
    assert json.loads(identity)["workspace"] == 2


# ---- from version 3, of which only two tables changed


@pytest.fixture
def third(tmp_path: Path) -> Path:
    path = tmp_path / "work.sqlite"
    path.write_bytes(gzip.decompress((KEPT / "version-3.sqlite.gz").read_bytes()))
    return path


def test_version_3_is_taken_over_with_visits_and_saved_views(third: Path):
    kept = Workspace(third)
    assert kept.rows("PRAGMA user_version") == [(VERSION,)]
    assert [one[:2] for one in saved_views(kept)] == [("Camps", "theme=health&country=SY")]
    assert kept.rows("SELECT began = seen, revision FROM visit") == [(1, kept.revision())] * 2
    assert note_visit(kept) == kept.revision()
    made = Workspace(third.with_name("new.sqlite"))
    tables = "SELECT name, sql FROM sqlite_master WHERE sql NOT NULL ORDER BY name"
    assert [name for name, _ in kept.rows(tables)] == [name for name, _ in made.rows(tables)]


@pytest.mark.parametrize("version", [3, 4])
def test_later_version_keeps_its_reports_and_decisions(tmp_path: Path, version: int):
    path = tmp_path / "work.sqlite"
    path.write_bytes(gzip.decompress((KEPT / f"version-{version}.sqlite.gz").read_bytes()))
    asked = ("SELECT hash, title FROM document ORDER BY hash", "SELECT uid, why FROM decision")
    before = [old_rows(path, query) for query in asked]
    kept = Workspace(path)
    assert [kept.rows(query) for query in asked] == before
    assert kept.rows("PRAGMA user_version") == [(VERSION,)]
    assert kept.rows("SELECT count(*) FROM proposal") == [(0,)]
    assert len(content_hash(kept)) == 64
    (copy,) = path.parent.glob("*.version-*")
    assert old_rows(copy, "PRAGMA user_version") == [(version,)]
    made = Workspace(path.with_name("new.sqlite"))
    tables = "SELECT name, sql FROM sqlite_master WHERE sql NOT NULL ORDER BY name"
    assert [name for name, _ in kept.rows(tables)] == [name for name, _ in made.rows(tables)]


def aged(path: Path, version: int) -> None:
    """Take from an empty or filled workspace the tables that came after a version."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for came, tables in NEW_TABLES.items():
            for table in tables if version < came else ():
                connection.execute(f"DROP TABLE {table}")
        connection.execute(f"PRAGMA user_version = {version}")


@pytest.mark.parametrize("version", [5, 6])
def test_later_version_gets_the_tables_that_it_lacks(tmp_path: Path, version: int):
    path = tmp_path / "work.sqlite"
    Workspace(path).settle()
    aged(path, version)
    kept, made = Workspace(path), Workspace(tmp_path / "new.sqlite")
    tables = "SELECT name, sql FROM sqlite_master WHERE sql NOT NULL ORDER BY name"
    assert sorted(kept.rows(tables)) == sorted(made.rows(tables))
    assert kept.rows("PRAGMA user_version") == [(VERSION,)]


def test_version_6_is_told_who_was_harmed(tmp_path: Path):
    path = tmp_path / "work.sqlite"
    kept = Workspace(path)
    write(kept, report("Foo", "Rain fell on Footown.\n\nShelling killed at least 12 people."))
    kept.settle()
    aged(path, 6)
    situation = Situation(Workspace(path))
    situation.refresh()
    found = answer(situation, Filters(casualties=("dead",), least_casualties=12))
    (passage,) = found["passages"]
    assert passage["passage"] == 1
    (casualty,) = passage["casualties"]
    assert (casualty["kind"], casualty["number"], casualty["at_least"]) == ("dead", 12, True)


def test_version_6_that_can_not_be_written_counts_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "work.sqlite"
    kept = Workspace(path)
    write(kept, report("Foo", "Shelling killed 12 people in Footown."))
    kept.settle()
    aged(path, 5)
    monkeypatch.setattr("dashboard.workspace.store.migrate", refuse)
    situation = Situation(Workspace(path))
    situation.refresh()
    assert answer(situation, Filters())["passages_total"] == 1
    assert answer(situation, Filters(casualties=("dead",)))["passages_total"] == 0


def test_version_3_that_can_not_be_written_is_looked_at_all_the_same(
    third: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("dashboard.workspace.store.migrate", refuse)
    kept = Workspace(third)
    assert answer(Situation(kept), Filters(place="Rukban"))["passages_total"]
    assert note_visit(kept) is None
    assert old_rows(third, "PRAGMA user_version") == [(3,)]


def test_dates_that_were_decided_are_known_once_it_can_be_written(
    third: Path, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as patched:
        patched.setattr("dashboard.workspace.store.migrate", refuse)
        kept = Workspace(third)
        first, *_ = kept.documents()
    with kept.writing() as writer:
        writer.connection.execute(
            "INSERT INTO own_date SELECT id, '1999', 'year', NULL FROM document WHERE hash = ?",
            (first.id,),
        )
    again, *_ = kept.documents()
    assert first.date.value != again.date.value == "1999"


def test_migration_of_version_3_that_fails_changes_nothing(third: Path):
    with closing(sqlite3.connect(third)) as connection, connection:
        connection.execute("CREATE TABLE old_visit (id INTEGER)")
    with pytest.raises(WorkspaceError):
        Workspace(third, must_exist=True).rows("SELECT began FROM visit")
    assert old_rows(third, "SELECT who FROM visit") == [("me",), ("me",)]


def test_themes_of_version_5_have_their_new_ids(tmp_path: Path):
    path = tmp_path / "work.sqlite"
    kept = Workspace(path)
    view = "q=camp&theme=security&not-theme=livelihoods&theme=health&country=SY"
    with kept.writing() as writer:
        writer.connection.execute("INSERT INTO theme VALUES (1, 'security'), (2, 'health')")
        writer.connection.execute("INSERT INTO saved_view VALUES ('Camps', ?, '')", (view,))
    kept.settle()
    aged(path, 5)
    kept = Workspace(path)
    assert kept.rows("SELECT id, name FROM theme ORDER BY id") == [(1, "conflict"), (2, "health")]
    ((_, query, _),) = saved_views(kept)
    assert query == (
        "q=camp&theme=conflict&not-theme=food-nutrition&not-theme=economy&theme=health&country=SY"
    )
    filters = filters_of(parse_qs(view))
    assert filters == filters_of(parse_qs(query))
    assert filters.not_themes == ("food-nutrition", "economy")
