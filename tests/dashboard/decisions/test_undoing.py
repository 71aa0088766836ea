"""Decisions are said once, taken back and done again, and follow their report."""

import random
from pathlib import Path

import pytest
from deciding import ALEPPO, HOMS, REPORTS, at, document, place, random_choice
from intake import assert_sound, rewrite

import dashboard.pipeline
from dashboard.decisions import Act, Desk, Reach, Verdict
from dashboard.errors import DecisionError
from dashboard.pipeline import Pipeline
from dashboard.workspace import Workspace
from dashboard.workspace.content import content_hash

pytestmark = pytest.mark.usefixtures("compiled")


# ---- what is said twice, taken back and done again


def test_decision_sent_twice_is_made_once(desk: Desk, held: Workspace):
    target = at(held, "two.txt", "Tripoli")
    first = desk.decide(target, Verdict(Act.PLACE, HOMS), Reach.MENTION, uid="a")
    revision = held.revision()
    again = Desk(held).decide(target, Verdict(Act.PLACE, HOMS), Reach.MENTION, uid="a")
    assert again == first
    assert held.revision() == revision


def test_undo_and_redo_go_through_what_was_done_last(desk: Desk, held: Workspace):
    empty = content_hash(held)
    target = at(held, "two.txt", "Tripoli")
    states = []
    for number, place_id in enumerate((ALEPPO, HOMS)):
        desk.decide(target, Verdict(Act.PLACE, place_id), Reach.EVERYWHERE, uid=f"d{number}")
        states.append(content_hash(held))
    desk.undo(uid="u1")
    assert content_hash(held) == states[0]
    desk.undo(uid="u2")
    assert content_hash(held) == empty
    with pytest.raises(DecisionError, match="no decision holds"):
        desk.undo(uid="u3")
    desk.redo(uid="r1")
    assert content_hash(held) == states[0]
    desk.redo(uid="r2")
    assert content_hash(held) == states[1]
    with pytest.raises(DecisionError, match="nothing to do again"):
        desk.redo(uid="r3")
    desk.undo(uid="u4")
    desk.decide(target, Verdict(Act.CONFIRM), Reach.MENTION, uid="d9")
    with pytest.raises(DecisionError, match="nothing to do again"):
        desk.redo(uid="r4")
    assert [(e.batch, e.undone) for e in desk.history(20) if e.act != "undo"] == [
        ("d9", False),
        ("r2", True),
        ("r1", False),
        ("d1", True),
        ("d0", True),
    ]
    assert [e.batch for e in desk.history(2, before="r2")] == ["r1", "u2"]


@pytest.mark.parametrize("order", ["reverse", "shuffled"])
def test_random_decisions_taken_back_leave_nothing(desk: Desk, held: Workspace, order: str):
    rng = random.Random(order)  # noqa: S311  the same each time
    before, taken = content_hash(held), []
    while len(taken) < 100:
        try:
            target, verdict, reach = random_choice(rng, held)
            desk.decide(target, verdict, reach, uid=f"d{len(taken)}")
        except DecisionError:
            continue
        taken.append(f"d{len(taken)}")
    assert content_hash(held) != before
    again = content_hash(held)
    if order == "shuffled":
        rng.shuffle(taken)
    else:
        taken.reverse()
    for batch in taken:
        desk.undo(batch, uid=f"undo {batch}")
    assert content_hash(held) == before
    assert not desk._applying.state().rulings
    for batch in reversed(taken):
        desk.redo(uid=f"redo {batch}")
    if order == "reverse":  # the later of two wins, so the order counts
        assert content_hash(held) == again
    assert_sound(held)


# ---- reports that come later


def test_decisions_move_to_a_newer_version_where_their_words_are_unchanged(
    desk: Desk, held: Workspace, reports: Path
):
    desk.decide(at(held, "two.txt", "Tripoli"), Verdict(Act.PLACE, HOMS), Reach.MENTION, uid="a")
    desk.decide(at(held, "two.txt", "Idlib"), Verdict(Act.PLACE, ALEPPO), Reach.MENTION, uid="b")
    newer = REPORTS["two.txt"].replace("A convoy left", "Two hundred trucks came from")
    rewrite(reports / "two.txt", newer)
    Pipeline(held, workers=1).run([reports])
    assert place(held, at(held, "two.txt", "Tripoli")) == HOMS
    stand = desk.standing(document(held, "two.txt").id)
    assert [(one.words, bool(one.note)) for one in stand] == [("Tripoli", False), ("Idlib", True)]
    assert "did not move" in stand[1].note
    assert [(e.batch, len(e.notes)) for e in desk.history(5)] == [("b", 1), ("a", 0)]
    desk.undo("a", uid="u")
    assert place(held, at(held, "two.txt", "Tripoli")) != HOMS
    assert_sound(held)


def test_decision_while_a_batch_is_read_is_not_lost(
    desk: Desk, held: Workspace, reports: Path, monkeypatch: pytest.MonkeyPatch
):
    target = at(held, "two.txt", "Tripoli")
    read = dashboard.pipeline.read_batch

    def decided_meanwhile(packs, inputs, decided):
        batch = read(packs, inputs, decided)
        desk.decide(target, Verdict(Act.PLACE, HOMS), Reach.EVERYWHERE, uid="a")
        return batch

    monkeypatch.setattr(dashboard.pipeline, "read_batch", decided_meanwhile)
    rewrite(reports / "four.txt", "Snow fell in Tripoli.")
    Pipeline(held, workers=1).run([reports])
    assert place(held, at(held, "four.txt", "Tripoli")) == HOMS
