"""Decisions go out as a corpus, as places and as a table, and come in from a colleague."""

import csv
import shutil
from pathlib import Path

import pytest
from command import sitmap
from deciding import ALEPPO, AREA, HOMS, LINE, POINT, RUKBAN, at, document, mentions, place
from intake import assert_sound

from dashboard.decisions import Act, Desk, Reach, Target, Verdict
from dashboard.decisions.merging import merge
from dashboard.pipeline import Pipeline
from dashboard.workspace import Workspace
from dashboard.workspace.content import content_hash
from geocache.evaluation.corpus import gold_documents
from geocache.gazetteer import LayeredGazetteer, MemoryGazetteer, PackSource

pytestmark = pytest.mark.usefixtures("compiled")


@pytest.fixture
def theirs(held: Workspace, tmp_path: Path) -> Workspace:
    """A colleague's workspace of the same reports."""
    held.settle()
    return Workspace(Path(shutil.copy(held.path, tmp_path / "theirs.sitmap")))


def decide(workspace: Workspace, name: str, words: str, verdict: Verdict, uid: str) -> Target:
    target = at(workspace, name, words)
    Desk(workspace).decide(target, verdict, Reach.MENTION, who="Bo", uid=uid)
    return target


# ---- out


def test_reports_of_which_every_mention_is_decided_are_a_corpus(
    desk: Desk, held: Workspace, tmp_path: Path
):
    one = document(held, "one.txt")
    named = mentions(held, "one.txt")
    choices = [(Target(one.id, *m.span), Verdict(Act.CONFIRM)) for m in named[1:]]
    first = Target(one.id, *named[0].span)
    desk.decide_all([(first, Verdict(Act.REJECT)), *choices], uid="all")
    desk.decide(at(held, "one.txt", "the riders"), Verdict(Act.ADD, RUKBAN), Reach.MENTION, uid="b")
    decide(held, "two.txt", "Tripoli", Verdict(Act.CONFIRM), "c")
    out = tmp_path / "gold.jsonl"
    said = sitmap("decisions", "--workspace", held.path, "-o", out).stdout
    assert said == "1 reports written; 1 left out, of which some mentions are not decided\n"
    (gold,) = gold_documents(out)
    assert (gold.id, gold.text, gold.published) == (one.id, one.text, "2020-03-05")
    assert [gold.text[m.start : m.end] for m in gold.mentions] == ["Tripoli", "Idlib", "the riders"]
    assert gold.mentions[-1].place_id == RUKBAN
    assert {m.type for m in gold.mentions} <= {"literal", "associative"}


@pytest.mark.parametrize("suffix", ["geojson", "yaml"])
def test_places_that_were_drawn_are_a_file_of_places(
    desk: Desk, held: Workspace, tmp_path: Path, suffix: str
):
    for number, geometry in enumerate((POINT, LINE, AREA)):
        verdict = Verdict(Act.DRAW, name=f"Berm {number}", geometry=geometry)
        words = ("Idlib", "Aleppo", "Tripoli")[number]
        desk.decide(at(held, "two.txt", words), verdict, Reach.MENTION, uid=str(number))
    out = tmp_path / f"drawn.{suffix}"
    sitmap("decisions", "--workspace", held.path, "-o", out)
    pack = PackSource.read(out)
    gazetteer = LayeredGazetteer(MemoryGazetteer(), [pack])
    ids = [match.place.id for match in gazetteer.matches("Berm 2")]
    assert len(ids) == 1
    assert ids[0].startswith("own:")
    assert gazetteer.has_area(ids[0])
    assert len(list(pack.records())) == 3
    assert gazetteer.matches("Tripoli")[0].place.name == "Berm 2"


def test_decisions_are_exported_as_a_table(desk: Desk, held: Workspace, tmp_path: Path):
    decide(held, "two.txt", "Tripoli", Verdict(Act.PLACE, HOMS), "a")
    desk.undo(uid="u")
    decide(held, "two.txt", "Idlib", Verdict(Act.PLACE, ALEPPO), "b")
    out = tmp_path / "decisions.csv"
    sitmap("decisions", "--workspace", held.path, "-o", out)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["uid"], r["words"], r["after_id"], r["in_force"]) for r in rows] == [
        ("a", "Tripoli", HOMS, "false"),
        ("b", "Idlib", ALEPPO, "true"),
    ]
    assert float(rows[0]["before_confidence"]) < 1


def test_decisions_command_lists_and_takes_back(held: Workspace):
    target = decide(held, "two.txt", "Tripoli", Verdict(Act.PLACE, HOMS), "a")
    before = place(held, target)
    said = sitmap("decisions", "--workspace", held.path).stdout
    assert "a  " in said
    assert "by Bo: place 'Tripoli' Tripoli -> Homs, mention" in said
    said = sitmap("decisions", "--workspace", held.path, "--undo", "a").stdout
    assert said.startswith("a taken back: ")
    assert place(held, target) != before
    assert "(taken back)" in sitmap("decisions", "--workspace", held.path).stdout
    failed = sitmap("decisions", "--workspace", held.path, "--undo", "a", status=1)
    assert "no decision of batch 'a' holds" in failed.stderr
    failed = sitmap("decisions", "--workspace", held.path, "-o", "x.txt", status=1)
    assert "expected a name that ends in one of .csv" in failed.stderr


# ---- in


def test_decisions_of_a_colleague_come_in_once(held: Workspace, theirs: Workspace):
    target = decide(theirs, "two.txt", "Tripoli", Verdict(Act.PLACE, HOMS), "b")
    added = at(theirs, "one.txt", "the riders")
    Desk(theirs).decide(added, Verdict(Act.ADD, RUKBAN), Reach.EVERYWHERE, uid="c")
    said = sitmap("merge", theirs.path, "--workspace", held.path).stdout
    assert said == "2 decisions taken in, 0 taken back, 0 known, 0 in conflict\n"
    assert content_hash(held) == content_hash(theirs)
    assert [e.who for e in Desk(held).history(5)] == ["", "Bo"]
    revision = held.revision()
    said = sitmap("merge", theirs.path, "--workspace", held.path).stdout
    assert said == "0 decisions taken in, 0 taken back, 2 known, 0 in conflict\n"
    assert held.revision() == revision
    Desk(theirs).undo("b", uid="u")
    assert merge(held, theirs.path).taken_back == 1
    assert place(held, target) != HOMS
    assert content_hash(held) == content_hash(theirs)
    assert_sound(held)


def test_conflict_of_decisions_is_shown_and_not_guessed(held: Workspace, theirs: Workspace):
    mine = decide(held, "two.txt", "Tripoli", Verdict(Act.PLACE, HOMS), "a")
    decide(held, "two.txt", "Idlib", Verdict(Act.CONFIRM), "same here")
    decide(theirs, "two.txt", "Tripoli", Verdict(Act.UNKNOWN), "b")
    decide(theirs, "two.txt", "Idlib", Verdict(Act.CONFIRM), "same there")
    other = decide(theirs, "three.txt", "Tripoli", Verdict(Act.PLACE, ALEPPO), "c")
    shown = sitmap("merge", theirs.path, "--workspace", held.path, status=1)
    assert shown.stdout == "1 decisions taken in, 0 taken back, 1 known, 1 in conflict\n"
    assert (
        f"'Tripoli' in report {mine.document} ({mine.start}, {mine.end}), mention: "
        "Homs (geonames:169577), by Bo here, a place that no source knows, by Bo there"
    ) in shown.stderr
    assert (place(held, mine), place(held, other)) == (HOMS, ALEPPO)
    sitmap("merge", theirs.path, "--workspace", held.path, "--prefer", "mine")
    assert place(held, mine) == HOMS
    sitmap("merge", theirs.path, "--workspace", held.path, "--prefer", "theirs")
    assert place(held, mine) is None
    assert merge(held, theirs.path).conflicts == ()
    assert [e.batch for e in Desk(held).history(9) if e.undone] == ["a"]
    assert_sound(held)


def test_decision_on_a_missing_report_waits_for_it(held: Workspace, reports: Path, tmp_path: Path):
    decide(held, "two.txt", "Tripoli", Verdict(Act.PLACE, HOMS), "a")
    empty = Workspace(tmp_path / "empty.sitmap")
    merged = merge(empty, held.path)
    assert merged.waiting == (document(held, "two.txt").id,)
    Pipeline(empty, workers=1).run([reports])
    assert place(empty, at(empty, "two.txt", "Tripoli")) == HOMS


def test_file_that_is_no_workspace_is_refused(held: Workspace, tmp_path: Path):
    failed = sitmap("merge", tmp_path / "none", "--workspace", held.path, status=1)
    assert "there is no such workspace" in failed.stderr
    (tmp_path / "text.txt").write_text("no database")
    failed = sitmap("merge", tmp_path / "text.txt", "--workspace", held.path, status=1)
    assert "text.txt can't be used as a workspace" in failed.stderr
    failed = sitmap("merge", held.path, "--workspace", held.path, status=1)
    assert "is the workspace itself" in failed.stderr
    failed = sitmap("merge", held.path, "--workspace", held.path, "--prefer", "x", status=1)
    assert "'x': expected mine or theirs" in failed.stderr
