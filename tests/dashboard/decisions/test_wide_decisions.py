"""Decisions that reach many reports: kept at once, and read into all of them a little later."""

import threading
import time
from pathlib import Path

import pytest
from deciding import ALEPPO, HOMS, at, read_again
from intake import rewrite

from dashboard.decisions import Act, Desk, Reach, Verdict
from dashboard.decisions.applying import Applying
from dashboard.decisions.merging import merge
from dashboard.decisions.settling import Settling
from dashboard.pipeline import Pipeline
from dashboard.workspace import Workspace
from dashboard.workspace.checks import workspace_findings
from dashboard.workspace.content import content_hash
from dashboard.workspace.copies import back_up
from dashboard.workspace.decisions import outstanding_count

pytestmark = pytest.mark.usefixtures("compiled")
REPORTS = 40
MEANT = """
SELECT count(*) FROM mention m JOIN place p ON p.id = m.place_id
JOIN footprint f ON f.id = m.footprint_id WHERE p.key = ?
"""


@pytest.fixture
def many(tmp_path: Path) -> Workspace:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(REPORTS):
        words = f"Report {number}\n\nA convoy left Tripoli for Zuwarah on day {number} of the war."
        rewrite(folder / f"{number}.txt", words)
    kept = Workspace(tmp_path / "many.sitmap")
    assert Pipeline(kept, workers=1).run([folder]).read == REPORTS
    return kept


def assert_all_read(workspace: Workspace) -> None:
    until = time.monotonic() + 60
    while outstanding_count(workspace.reader) and time.monotonic() < until:
        time.sleep(0.02)
    assert outstanding_count(workspace.reader) == 0


def meant(workspace: Workspace) -> int:
    return int(workspace.rows(MEANT, (ALEPPO,))[0][0])


def test_wide_decision_is_in_every_report_before_it_is_answered(many: Workspace):
    before = content_hash(many)
    desk = Desk(many)
    done = desk.decide(
        at(many, "7.txt", "Tripoli"), Verdict(Act.PLACE, ALEPPO), Reach.EVERYWHERE, uid="a"
    )
    assert (done.mentions, done.reports) == (REPORTS, REPORTS)
    assert meant(many) == REPORTS
    assert outstanding_count(many.reader) == 0
    decided = content_hash(many)
    read_again(many, many.path.with_name("many"))
    assert content_hash(many) == decided
    assert desk.undo(uid="b").reports == REPORTS
    assert content_hash(many) == before


def test_reports_left_by_a_killed_process_are_read_by_the_next(
    many: Workspace, monkeypatch: pytest.MonkeyPatch
):
    before = content_hash(many)
    with monkeypatch.context() as patched:
        patched.setattr(Desk, "_settle_some", lambda _self: False)  # as if it were killed
        target = at(many, "7.txt", "Tripoli")
        Desk(many).decide(target, Verdict(Act.PLACE, ALEPPO), Reach.EVERYWHERE, uid="a")
    left = outstanding_count(many.reader)
    assert 0 < left < REPORTS
    assert meant(many) == REPORTS - left
    assert at(many, "7.txt", "Tripoli") == target
    assert all(finding.ok for finding in workspace_findings(many, None))
    Desk(many).settle()
    assert outstanding_count(many.reader) == 0
    assert meant(many) == REPORTS
    Desk(many).undo(uid="b")
    assert content_hash(many) == before


def test_words_added_before_and_taken_back_meanwhile_leave_nothing(
    many: Workspace, monkeypatch: pytest.MonkeyPatch
):
    before = content_hash(many)
    with monkeypatch.context() as patched:
        patched.setattr(Desk, "_settle_some", lambda _self: False)
        desk = Desk(many)
        convoy = at(many, "3.txt", "convoy")
        desk.decide(convoy, Verdict(Act.ADD, ALEPPO), Reach.EVERYWHERE, uid="a")
        desk.decide(
            at(many, "39.txt", "Tripoli"), Verdict(Act.PLACE, ALEPPO), Reach.DOCUMENT, uid="b"
        )
        desk.undo("a", uid="c")
        desk.undo("b", uid="d")
    assert outstanding_count(many.reader) > 0
    Desk(many).settle()
    assert content_hash(many) == before


def test_wide_decision_of_a_colleague_is_in_every_report_that_has_the_name(
    many: Workspace, tmp_path: Path
):
    theirs = Workspace(back_up(many.path, tmp_path / "theirs.sitmap").path)
    Desk(theirs).decide(
        at(theirs, "7.txt", "Tripoli"), Verdict(Act.PLACE, ALEPPO), Reach.EVERYWHERE, uid="a"
    )
    assert merge(many, theirs.path).taken == 1
    assert outstanding_count(many.reader) == 0
    assert content_hash(many) == content_hash(theirs)


def test_decisions_are_taken_while_a_thread_reads(many: Workspace):
    before = content_hash(many)
    desk = Desk(many, in_background=True)
    for number in range(4):
        target = at(many, f"{number}.txt", "Tripoli")
        done = desk.decide(target, Verdict(Act.PLACE, ALEPPO), Reach.EVERYWHERE, uid=f"{number}")
        assert done.reports == REPORTS
        assert desk.undo(uid=f"{number}-back").reports == REPORTS
    assert_all_read(many)
    assert content_hash(many) == before


def test_decision_waits_for_one_report_and_not_for_all_that_are_left(
    many: Workspace, monkeypatch: pytest.MonkeyPatch
):
    desk = Desk(many, in_background=True)
    target = at(many, "0.txt", "Tripoli")
    read, reading, decided, after = Applying._read_one, threading.Event(), threading.Event(), []

    def slow(self, *given):
        if threading.current_thread().name == "settling" and not decided.is_set():
            reading.set()
            while not desk._precedence.is_taken:
                time.sleep(0.001)
            after.append(given)
        return read(self, *given)

    monkeypatch.setattr(Applying, "_read_one", slow)
    desk.decide(target, Verdict(Act.PLACE, ALEPPO), Reach.EVERYWHERE, uid="a")
    assert reading.wait(60)
    desk.decide(target, Verdict(Act.PLACE, HOMS), Reach.MENTION, uid="b")
    decided.set()
    assert len(after) == 1
    assert_all_read(many)
    assert meant(many) == REPORTS - 1


def test_report_that_cannot_be_read_keeps_no_other_waiting(
    many: Workspace, monkeypatch: pytest.MonkeyPatch
):
    first = at(many, "0.txt", "Tripoli")
    broken = max(document.id for document in many.documents() if document.id != first.document)
    read = Applying._read_one

    def unable(self, annotator, engine, key, before, after):
        if key == broken and threading.current_thread().name == "settling":
            raise IndexError(key)
        return read(self, annotator, engine, key, before, after)

    told = []
    with monkeypatch.context() as patched:
        patched.setattr(threading, "excepthook", lambda fault: told.append(fault.exc_value))
        patched.setattr(Applying, "_read_one", unable)
        desk = Desk(many, in_background=True)
        desk.decide(first, Verdict(Act.PLACE, ALEPPO), Reach.EVERYWHERE, uid="a")
        until = time.monotonic() + 60
        while outstanding_count(many.reader) > 1 and time.monotonic() < until:
            desk.settle()  # as whoever looks how far it is
            time.sleep(0.05)
        desk.settle()
        assert meant(many) == REPORTS - 1
    assert len(told) == 1
    assert broken in str(told[0])
    desk.decide(first, Verdict(Act.CONFIRM), Reach.MENTION, uid="b")
    assert_all_read(many)
    assert meant(many) == REPORTS


def test_thread_that_fails_is_begun_again_by_the_next_reader(
    monkeypatch: pytest.MonkeyPatch,
):
    told, done = threading.Event(), threading.Event()
    steps = iter([ZeroDivisionError])

    def step() -> bool:
        for fault in steps:
            raise fault
        done.set()
        return False

    monkeypatch.setattr(threading, "excepthook", lambda _fault: told.set())
    settling = Settling(step)
    settling.start()
    assert told.wait(10)
    settling.start()
    assert done.wait(10)
