"""`sitmap check --workspace`: a sound workspace passes, and every kind of damage is named."""

import hashlib
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from command import sitmap

from dashboard.annotate import Annotator
from dashboard.model import UNDATED, Document, Finding
from dashboard.workspace import Workspace
from dashboard.workspace.checks import workspace_findings
from dashboard.workspace.jobs import Job, Jobs, fail, finish
from dashboard.workspace.rows import rows_of
from geocache import Geoparser

ENGINE = '{"program": "1"}'
TEXT = "Rain fell in Fooville.\n\nA bridge near Bartown was closed."


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, geoparser: Geoparser) -> Path:
    """A workspace of two reports, an older version of one, a decision, and columns."""
    workspace = Workspace(tmp_path_factory.mktemp("sound") / "w.sitmap")
    annotator = Annotator(geoparser)
    Jobs(workspace).offer(["a", "b"])
    with workspace.writing() as writer:
        numbers = []
        for name in ("a", "older", "b"):
            text = f"Rain fell in Aleppo, says {name}.\n\nA bridge near Homs was closed."
            document = Document(name, name, text, name, "", UNDATED)
            rows = rows_of(annotator.annotate(document))
            numbers.append(writer.write(rows, writer.engine(ENGINE)))
            writer.keep_original(numbers[-1], text.encode("utf-16"), digest(text), "text/plain")
        first, older, second = numbers
        writer.replace(older, second)
        finish(writer, Job(1, "a", None, None), stamp=None, checksum="", document_id=first)
        finish(writer, Job(2, "b", None, None), stamp=None, checksum="", document_id=second)
        writer.connection.execute(DECISION, ("said", "confirm", None))
        writer.connection.execute(DECISION, ("unsaid", "undo", 1))
        writer.connection.execute("INSERT INTO segment VALUES ('columns', 1, x'00')")
    workspace.add_pack("own.csv", b"name,lat,lon\n")
    workspace.close()
    return workspace.path


DECISION = (
    'INSERT INTO decision (uid, batch, at, who, document_hash, start, "end", target, act, scope, '
    "before, after, why, undoes, revision) "
    "VALUES (?, '', '', '', 'a', 0, 1, 'mention', ?, 'mention', '', '', '', ?, 1)"
)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-16")).hexdigest()


@pytest.fixture
def path(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sound, tmp_path))


def findings(path: Path, engine: str | None = ENGINE) -> list[Finding]:
    return list(workspace_findings(Workspace(path, must_exist=True), engine))


def damage(path: Path, statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.executescript(statements)


def test_sound_workspace_passes_and_is_counted(path: Path):
    found = findings(path)
    assert all(finding.ok for finding in found)
    counts = "2 reports, 4 passages, 4 mentions, 2 decisions, 1 older versions"
    assert counts in [finding.title for finding in found]
    assert not [finding.hint for finding in found if finding.hint]


def test_empty_workspace_passes(tmp_path: Path):
    Workspace(tmp_path / "empty.sitmap")
    assert all(finding.ok for finding in findings(tmp_path / "empty.sitmap"))


DAMAGES = {
    "DELETE FROM document_text WHERE document_id = 1": "every report has its text: 1",
    "DELETE FROM passage WHERE document_id = 1": "that stands has passages, .* report a",
    "UPDATE document SET engine_id = 9 WHERE id = 1": "names what read it: .* report a",
    "UPDATE document SET replaced_by = 3 WHERE id = 1": "was replaced has no passages: .* report a",
    'UPDATE passage SET "end" = 999 WHERE id = 2': "inside their text: .* report a",
    "UPDATE passage SET start = 3 WHERE id = 2": "inside their text: .* passage 2",
    "UPDATE passage SET number = 7 WHERE id = 2": "inside their text: .* passage 2",
    'UPDATE footprint SET "end" = 999 WHERE id = 1': "text of their report: .* report a",
    'UPDATE mention SET "end" = 999 WHERE id = 1': "text of their report: .* report a",
    "UPDATE mention SET start = -1 WHERE id = 1": "text of their report: .* mention 1",
    "UPDATE footprint SET passage_id = 6 WHERE id = 1": "in the same report: .* footprint 1",
    "DELETE FROM footprint WHERE mark_id = 1; DELETE FROM mention WHERE footprint_id NOT IN "
    "(SELECT id FROM footprint); DELETE FROM observation WHERE footprint_id NOT IN "
    "(SELECT id FROM footprint)": "every mark is of some report: 1",
    "DELETE FROM passage_words_docsize WHERE id = 1": "can be searched.*: passage 1",
    "INSERT INTO passage_words (rowid, body) VALUES (99, 'x')": "no others: .*words of passage 99",
    "DELETE FROM title_words_docsize WHERE id = 1": "can be searched.*: title of report a",
    "INSERT INTO title_words (rowid, body) VALUES (99, 'x')": "no others: .*words of title 99",
    "UPDATE original SET content = x'00' WHERE document_id = 1": "as it came: .* report a",
    "UPDATE original SET content = NULL WHERE document_id = 1": "as it came: .* report a",
    "UPDATE document_text SET text = '' WHERE document_id = 2": "as it came: .*report older",
    "UPDATE pack SET content = x'00'": "file of places is as it came: .*own.csv",
    "UPDATE job SET document_id = NULL WHERE id = 1": "done has its report: .*input a",
    "UPDATE job SET document_id = 99 WHERE id = 1": "done has its report: .*input a",
    "UPDATE segment SET revision = 99": "of a revision that was: .*segment columns",
    "DROP TRIGGER decision_fixed; UPDATE decision SET undoes = 99 WHERE id = 2": (
        "taken back is there: .*decision unsaid"
    ),
    "UPDATE mention SET place_id = 999999 WHERE id = 1": "refer to is there: .*mention 1 .* place",
    "DROP TABLE segment": "of a revision that was: no such table",
}


@pytest.mark.parametrize("statements", DAMAGES)
def test_damage_is_named_with_what_to_do(path: Path, statements: str):
    damage(path, statements)
    bad = [finding for finding in findings(path) if not finding.ok]
    assert any(re.search(DAMAGES[statements], finding.title) for finding in bad), bad
    assert all("sitmap add --workspace NEW" in finding.hint for finding in bad)


@pytest.mark.parametrize("table", ["mention", "document", "pack"])
def test_file_with_an_overwritten_page_is_not_whole(path: Path, table: str):
    query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(query, (table,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as stream:
        stream.seek((page - 1) * size)
        stream.write(b"\x5a" * size)
    process = sitmap("check", "--workspace", path, status=1)
    assert "BAD the file is whole: " in process.stdout
    assert "Traceback" not in process.stderr


def test_pending_work_is_reported_and_is_no_fault(path: Path):
    workspace = Workspace(path)
    Jobs(workspace).offer(["c", "d"])
    with workspace.writing() as writer:
        fail(writer, Job(3, "c", None, None), "c: the file is empty")
    hints = {finding.title: finding.hint for finding in findings(path, "another") if finding.hint}
    assert list(hints) == [
        "2 reports were read by another program or with other data than today's",
        "1 inputs wait to be read",
        "1 inputs were not taken",
    ]
    assert "run `sitmap add` again" in hints["1 inputs wait to be read"]
    assert all(finding.ok for finding in findings(path, "another"))
    assert any("can't be told" in finding.title for finding in findings(path, None))


def test_check_command_prints_what_it_checked(path: Path):
    lines = sitmap("check", "--workspace", path).stdout.splitlines()
    assert lines[0].startswith(f"ok  {path}: workspace of version ")
    assert "ok  the file is whole" in lines


def test_check_command_ends_with_status_1_over_damage(path: Path):
    damage(path, "DELETE FROM document_text WHERE document_id = 1")
    lines = sitmap("check", "--workspace", path, status=1).stdout.splitlines()
    assert "BAD every report has its text: 1 times not so: report a" in lines


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "no such workspace"), (b"x" * 999, "not a")]
)
def test_file_that_is_no_workspace_is_one_line(tmp_path: Path, content: bytes | None, reason: str):
    path = tmp_path / "w.sitmap"
    if content:
        path.write_bytes(content)
    process = sitmap("check", "--workspace", path, status=1)
    (error,) = process.stderr.splitlines()
    assert error.startswith(f"sitmap: {path}")
    assert reason in error
    assert process.stdout == ""
    assert path.exists() == bool(content)
