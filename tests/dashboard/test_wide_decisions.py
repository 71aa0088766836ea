"""Decisions that reach many reports: kept at once, and read into all of them a little later."""

from pathlib import Path

import pytest
from deciding import ALEPPO, at, read_again
from intake import rewrite

from dashboard.decisions import Act, Desk, Reach, Verdict
from dashboard.decisions.applying import Applying
from dashboard.decisions.merging import merge
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


def meant(workspace: Workspace) -> int:
    return int(workspace.rows(MEANT, (ALEPPO,))[0][0])


def test_a_wide_decision_is_in_every_report_before_it_is_answered(many: Workspace):
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


def test_what_a_process_left_is_read_by_the_next(many: Workspace, monkeypatch: pytest.MonkeyPatch):
    before = content_hash(many)
    with monkeypatch.context() as patched:
        patched.setattr(Applying, "settle", lambda _self: 0)  # as if it were killed
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
        patched.setattr(Applying, "settle", lambda _self: 0)
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


def test_a_wide_decision_of_a_colleague_is_in_every_report_that_has_the_name(
    many: Workspace, tmp_path: Path
):
    theirs = Workspace(back_up(many.path, tmp_path / "theirs.sitmap").path)
    Desk(theirs).decide(
        at(theirs, "7.txt", "Tripoli"), Verdict(Act.PLACE, ALEPPO), Reach.EVERYWHERE, uid="a"
    )
    assert merge(many, theirs.path).taken == 1
    assert outstanding_count(many.reader) == 0
    assert content_hash(many) == content_hash(theirs)


def test_others_decide_while_a_thread_reads(many: Workspace):
    before = content_hash(many)
    desk = Desk(many, in_background=True)
    for number in range(4):
        target = at(many, f"{number}.txt", "Tripoli")
        done = desk.decide(target, Verdict(Act.PLACE, ALEPPO), Reach.EVERYWHERE, uid=f"{number}")
        assert done.reports == REPORTS
        assert desk.undo(uid=f"{number}-back").reports == REPORTS
    assert desk.wait(60)
    assert outstanding_count(many.reader) == 0
    assert content_hash(many) == before
