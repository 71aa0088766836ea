"""Decisions and reading again: what people decided stands in every reading."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.decisions import Act, Desk, Reach, Target, Verdict
from dashboard.decisions.rereading import seen_before
from dashboard.pipeline import Counts, Pipeline
from dashboard.rereading import Chosen, Proposals
from dashboard.workspace import Workspace
from geocache import Geoparser, MentionKind
from geocache.gazetteer import CompiledGazetteer

OWN = b"name,lat,lon,feature\nQorvale,35.5,38.5,P.PPL\nHoms,10,20,P.PPL\n"
TEXT = "Rain fell in Qorvale.\n\nSnow fell in Homs, in Syria, and people left Homs."


@pytest.fixture
def workspace(
    tmp_path: Path, take_in_text: Callable[[Path], Counts], gazetteer: CompiledGazetteer
) -> Workspace:
    assert len(gazetteer)
    assert take_in_text(tmp_path / "work.sitmap").read == 1
    return Workspace(tmp_path / "work.sitmap")


@pytest.fixture
def take_in_text(tmp_path: Path) -> Callable[[Path], Counts]:
    (tmp_path / "own.txt").write_text(TEXT)

    def run(path: Path) -> Counts:
        return Pipeline(Workspace(path), workers=1).run([tmp_path / "own.txt"])

    return run


def mention(workspace: Workspace, words: str) -> Target:
    """The first mention of some words."""
    query = (
        'SELECT d.hash, m.start, m."end" FROM mention m '
        "JOIN footprint f ON f.id = m.footprint_id JOIN passage p ON p.id = f.passage_id "
        "JOIN document d ON d.id = p.document_id ORDER BY m.start"
    )
    for report, start, end in workspace.rows(query):
        if TEXT[start:end] == words:
            return Target(report, start, end)
    raise AssertionError(f"{words} is no mention")


def place_of(workspace: Workspace, target: Target) -> tuple[str, int]:
    """Place of a mention, and what was decided of it."""
    ((place, review),) = workspace.rows(
        "SELECT l.key, f.review FROM mention m JOIN footprint f ON f.id = m.footprint_id "
        "JOIN place l ON l.id = m.place_id WHERE m.start = ?",
        (target.start,),
    )
    return place, review


def decisions(workspace: Workspace) -> list[tuple]:
    return workspace.rows("SELECT uid, act, before, after FROM decision ORDER BY id")


def test_decided_mention_is_no_difference_and_stays(workspace: Workspace):
    homs = mention(workspace, "Homs")
    Desk(workspace).decide(homs, Verdict(Act.CONFIRM), Reach.DOCUMENT, who="me", uid="one")
    before, kept = place_of(workspace, homs), decisions(workspace)
    assert before[0].startswith("geonames:")
    workspace.add_pack("own.csv", OWN)
    assert Pipeline(workspace, workers=1).run([], again=True).differing == 1
    proposals = Proposals(workspace)
    assert {one.change.words for one in proposals.changes(Chosen())} == {"Qorvale"}
    assert decisions(workspace) == kept
    proposals.accept(Chosen())
    assert place_of(workspace, homs) == before
    assert decisions(workspace) == kept


def test_decision_about_a_report_that_waits_holds_and_nothing_waits_then(workspace: Workspace):
    workspace.add_pack("own.csv", OWN)
    Pipeline(workspace, workers=1).run([], again=True)
    proposals = Proposals(workspace)
    assert proposals.open_count().reports == 1
    homs = mention(workspace, "Homs")
    before = place_of(workspace, homs)[0]
    Desk(workspace).decide(homs, Verdict(Act.CONFIRM), Reach.MENTION, who="me", uid="one")
    assert place_of(workspace, homs)[0] == before
    assert proposals.open_count().reports == 0
    assert Pipeline(workspace, workers=1).run([], again=True) == Counts()


def test_decision_holds_when_its_place_is_no_longer_in_the_file(workspace: Workspace):
    workspace.add_pack("own.csv", OWN)
    Pipeline(workspace, workers=1).run([], again=True)
    Proposals(workspace).accept(Chosen())
    qorvale = mention(workspace, "Qorvale")
    Desk(workspace).decide(qorvale, Verdict(Act.CONFIRM), Reach.MENTION, who="me", uid="one")
    before, kept = place_of(workspace, qorvale), decisions(workspace)
    assert before[0] == "own:qorvale"
    workspace.add_pack("own.csv", OWN.replace(b"Qorvale,35.5,38.5,P.PPL\n", b""))
    counts = Pipeline(workspace, workers=1).run([], again=True)
    assert (counts.again, counts.problems) == (1, [])
    Proposals(workspace).accept(Chosen())
    assert place_of(workspace, qorvale) == before
    assert decisions(workspace) == kept


def test_coordinates_are_seen_again_where_only_their_surroundings_say_what_they_are(
    tmp_path: Path, gazetteer: CompiledGazetteer
):
    file = tmp_path / "report.txt"
    file.write_text(
        "A boat was seen, Posn 1.02 - 103.67, on Monday.\n\n"
        "Place\tLat\tLon\nHoms\t34.73\t36.71\nThey met at 9G8F+6X Zurich.\n"
    )
    workspace = Workspace(tmp_path / "coordinates.sitmap")
    assert Pipeline(workspace, workers=1).run([file]).problems == []
    (document,) = workspace.documents()
    seen = {
        mention.text: mention.position
        for mention in seen_before(workspace, document).mentions
        if mention.kind is MentionKind.COORDINATE
    }
    parsed = Geoparser(gazetteer).parse(document.text).mentions
    assert seen == {m.text: m.position for m in parsed if m.kind is MentionKind.COORDINATE}
    assert list(seen) == ["1.02 - 103.67", "34.73\t36.71", "9G8F+6X"]
