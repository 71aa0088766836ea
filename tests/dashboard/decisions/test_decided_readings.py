"""What later readings, explanations and other programs make of decisions."""

import pytest
from deciding import ALEPPO, HOMS, at, meaning, place

from dashboard.decisions import Act, Desk, Reach, Target, Verdict
from dashboard.decisions.intake import StandingDecisions
from dashboard.errors import DecisionError
from dashboard.executors import explain_document
from dashboard.model import OwnKnowledge
from dashboard.workspace import Workspace
from dashboard.workspace.content import content_hash

pytestmark = pytest.mark.usefixtures("compiled")
_OBSERVED = """
SELECT o.date, o.dated FROM observation o JOIN footprint f ON f.id = o.footprint_id
JOIN passage p ON p.id = o.passage_id JOIN document d ON d.id = p.document_id
WHERE d.hash = ? AND p.number = ? AND o.carried IS NULL
"""


def test_explanations_say_who_decided_and_keep_what_the_machine_had(desk: Desk, held: Workspace):
    target = at(held, "two.txt", "Tripoli")
    document = held.document(target.document)
    (alone,) = [e for e in explain_document(OwnKnowledge(), document) if e["start"] == target.start]
    desk.decide(target, Verdict(Act.PLACE, HOMS), Reach.SOURCE, who="Ana", uid="a")
    rulings = StandingDecisions(held).rulings()
    (decided,) = [
        e for e in explain_document(OwnKnowledge(), document, rulings) if e["start"] == target.start
    ]
    said = [one["detail"] for one in decided["evidence"] if one["about"] == "place"]
    assert said == ["decided by Ana for this name in reports of this source"]
    assert decided["candidates"] == alone["candidates"]
    assert alone["candidates"]


def test_report_that_another_program_had_read_is_named(desk: Desk, held: Workspace):
    with held.writing() as writer:
        other = writer.engine("{}")
        writer.connection.execute("UPDATE document SET engine_id = ?", (other,))
    target = at(held, "two.txt", "Tripoli")
    done = desk.decide(target, Verdict(Act.PLACE, HOMS), Reach.EVERYWHERE, uid="a")
    later, note = done.notes
    assert later == "1 of the reports are read again in the background"
    assert note == (
        "3 of the reports had been read by another program or with other data; they were read "
        "again with today's, which may change more than was decided"
    )
    assert desk.decide(target, Verdict(Act.PLACE, HOMS), Reach.EVERYWHERE, uid="a") == done
    assert desk.undo(uid="u").notes == (later,)


def test_report_without_a_source_has_no_like(desk: Desk, held: Workspace):
    target = at(held, "one.txt", "Tripoli")
    with pytest.raises(DecisionError, match="gives no source"):
        desk.preview(target, Verdict(Act.PLACE, HOMS), Reach.SOURCE)


def test_passage_is_given_a_date_and_loses_it_again(desk: Desk, held: Workspace):
    before = content_hash(held)
    target = at(held, "three.txt", "Moscow")
    rows = held.rows(
        'SELECT p.start, p."end" FROM passage p JOIN document d ON d.id = p.document_id '
        "WHERE d.hash = ? AND p.number = 0",
        (target.document,),
    )
    passage = Target(target.document, *rows[0])
    stated = set(held.rows(_OBSERVED, (target.document, 0)))
    assert ("2020-03-03", 1) in stated
    desk.decide(passage, Verdict(Act.DATE, date="2019-12"), Reach.MENTION, uid="a")
    assert set(held.rows(_OBSERVED, (target.document, 0))) == {("2019-12", 1)}
    desk.decide(passage, Verdict(Act.DATE), Reach.MENTION, uid="b")
    assert set(held.rows(_OBSERVED, (target.document, 0))) == {("", 0)}
    desk.undo(uid="u1")
    desk.undo(uid="u2")
    assert content_hash(held) == before


def test_decision_of_another_process_is_obeyed_by_this_one(desk: Desk, held: Workspace):
    first, second = at(held, "two.txt", "Tripoli"), at(held, "two.txt", "Idlib")
    desk.decide(first, Verdict(Act.PLACE, HOMS), Reach.MENTION, uid="a")
    Desk(held).decide(second, Verdict(Act.PLACE, ALEPPO), Reach.MENTION, uid="b")
    desk.decide(at(held, "two.txt", "Aleppo"), Verdict(Act.REJECT), Reach.MENTION, uid="c")
    assert (place(held, first), place(held, second)) == (HOMS, ALEPPO)
    assert meaning(held, second).confidence == 1.0
