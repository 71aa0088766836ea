"""Views that are saved, and what was seen at the last visit."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import workspaces

from dashboard.errors import QueryError, WorkspaceError
from dashboard.workspace import Workspace
from dashboard.workspace import saved_views as saving
from dashboard.workspace.saved_views import MOST_LETTERS, delete_view, save_view, saved_views
from dashboard.workspace.visits import PAUSE, last_visit, note_visit

START = datetime(2024, 3, 5, 8, tzinfo=UTC)
HOSTILE = '<b>it\'s</b> "x"; DROP TABLE saved_view; -- $x$ :x: \u202e منظر'


@contextmanager
def locked(workspace: Workspace) -> Iterator[None]:
    """Another program that writes and does not come to an end."""
    with closing(sqlite3.connect(workspace.path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def come(workspace: Workspace) -> int:
    """Let a report come; return the revision."""
    workspaces.write(workspace, workspaces.World(workspace.revision()).report())
    return workspace.revision()


# ---- saved views


def test_saved_views_are_listed_by_name_and_deleted(workspace: Workspace):
    for name, query in (("zones", "kind=zone"), ("Camps", "?q=camp"), (HOSTILE, "")):
        save_view(workspace, name, query)
    listed = [(one.name, one.query) for one in saved_views(workspace)]
    assert listed == [(HOSTILE, ""), ("Camps", "q=camp"), ("zones", "kind=zone")]
    assert delete_view(workspace, HOSTILE)
    assert not delete_view(workspace, HOSTILE)
    assert [one.name for one in saved_views(workspace)] == ["Camps", "zones"]


def test_saved_view_is_known_after_the_file_is_opened_again(workspace: Workspace):
    save_view(workspace, "Camps", "q=camp")
    assert [one.name for one in saved_views(Workspace(workspace.path))] == ["Camps"]


def test_saved_view_makes_no_revision(workspace: Workspace):
    save_view(workspace, "Camps", "q=camp")
    assert workspace.revision() == 0


def test_name_that_is_taken_is_refused_unless_it_is_to_be_replaced(workspace: Workspace):
    save_view(workspace, "Cafe\u0301", "q=a")
    with pytest.raises(QueryError, match="already"):
        save_view(workspace, "  Caf\u00e9 ", "q=b")
    save_view(workspace, "Caf\u00e9", "q=b", replace=True)
    assert [(one.name, one.query) for one in saved_views(workspace)] == [("Caf\u00e9", "q=b")]


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        (" \n ", "q=a", "no name"),
        ("x" * (MOST_LETTERS + 1), "q=a", "61 letters"),
        ("x", "q=" + "a" * 9000, "9002 letters"),
    ],
)
def test_view_that_can_not_be_saved_is_reported(
    workspace: Workspace, name: str, query: str, said: str
):
    with pytest.raises(QueryError, match=said):
        save_view(workspace, name, query)
    assert not saved_views(workspace)


def test_name_is_one_line_of_letters_that_can_be_written(workspace: Workspace):
    assert save_view(workspace, "a\nb\0\ud800 \u2028c", "").name == "a b c"


def test_saving_says_so_when_the_file_is_locked(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(saving, "_PATIENCE_S", 0.05)
    with locked(workspace), pytest.raises(WorkspaceError, match="in use"):
        save_view(workspace, "Camps", "q=camp")


# ---- visits


def test_first_visit_has_none_before_it(workspace: Workspace):
    for minutes in (0, 5, 20, 45):
        assert note_visit(workspace, START + timedelta(minutes=minutes)) is None
        come(workspace)


def test_visit_after_a_pause_knows_what_was_seen_at_the_last(workspace: Workspace):
    note_visit(workspace, START)
    seen = come(workspace)
    note_visit(workspace, START + timedelta(minutes=10))
    newer = come(workspace)
    again = START + timedelta(minutes=10) + PAUSE
    assert note_visit(workspace, again) == seen
    assert note_visit(workspace, again + timedelta(minutes=20)) == seen
    before = last_visit(workspace, again + timedelta(minutes=25))
    assert before
    assert before.seen == START + timedelta(minutes=10)
    assert note_visit(workspace, again + timedelta(hours=2)) == newer
    assert workspace.rows("SELECT count(*) FROM visit") == [(3,)]


def test_visit_is_not_written_with_each_page(workspace: Workspace):
    note_visit(workspace, START)
    note_visit(workspace, START + timedelta(seconds=30))
    assert workspace.rows("SELECT began = seen FROM visit") == [(1,)]
    note_visit(workspace, START + timedelta(seconds=90))
    assert workspace.rows("SELECT began = seen FROM visit") == [(0,)]


def test_visit_survives_a_locked_or_damaged_file(workspace: Workspace):
    note_visit(workspace, START)
    later = START + timedelta(days=1)
    with locked(workspace):
        assert note_visit(workspace, later) == 0
    assert workspace.rows("SELECT count(*) FROM visit") == [(1,)]
    with workspace.writing() as writer:
        writer.connection.execute("DROP TABLE visit")
    assert note_visit(workspace, later) is None
