"""Decisions: they are previewed, they hold, and what can not be decided is refused."""

from pathlib import Path

import pytest
from deciding import (
    ALEPPO,
    AREA,
    HOMS,
    LINE,
    POINT,
    RUKBAN,
    at,
    key,
    meaning,
    mentions,
    place,
    read_again,
    words,
)
from intake import rewrite

from dashboard.annotate import Themes
from dashboard.decisions import Act, Desk, Reach, Target, Verdict
from dashboard.errors import DecisionError
from dashboard.pipeline import Pipeline
from dashboard.workspace import Workspace
from dashboard.workspace.codes import KINDS
from dashboard.workspace.content import content_hash
from geocache import Outcome, Role

pytestmark = pytest.mark.usefixtures("compiled")
_HITS = """
SELECT t.name FROM theme_hit h JOIN theme t ON t.id = h.theme_id
JOIN passage p ON p.id = h.passage_id JOIN document d ON d.id = p.document_id
WHERE d.hash = ? AND p.number = 1
"""
_DATES = """
SELECT a.date, a.date_precision, n.text FROM date_mention a JOIN note n ON n.id = a.date_note
WHERE a.start = ?
"""


# ---- what is decided holds


def test_mention_is_given_another_place_and_the_machine_s_score_is_kept(
    desk: Desk, held: Workspace
):
    target = at(held, "one.txt", "Tripoli")
    before = meaning(held, target)
    done = desk.decide(
        target, Verdict(Act.PLACE, ALEPPO), Reach.MENTION, who="Ana", why="seen", uid="a"
    )
    after = meaning(held, target)
    assert (after.place["id"], after.confidence, after.outcome) == (ALEPPO, 1.0, Outcome.RESOLVED)
    assert done.reports == 1
    assert done.revision == held.revision()
    (one,) = desk.standing(target.document)
    assert (one.who, one.why, one.act, one.reach) == ("Ana", "seen", "place", "mention")
    assert one.after.id == ALEPPO
    assert one.machine_confidence == before.confidence
    assert one.machine_outcome == before.outcome
    assert one.machine.id == before.place["id"]


def test_riders_are_rukban(desk: Desk, held: Workspace):
    target = at(held, "one.txt", "the riders")
    desk.decide(target, Verdict(Act.ADD, RUKBAN), Reach.MENTION, uid="a")
    found = meaning(held, target)
    assert (found.place["id"], found.role) == (RUKBAN, Role.LITERAL)
    marks = held.rows(
        "SELECT m.label, count(o.passage_id) FROM footprint f JOIN mark m ON m.id = f.mark_id "
        "JOIN wording w ON w.id = f.wording_id JOIN observation o ON o.footprint_id = f.id "
        "WHERE w.text = 'the riders'"
    )
    assert marks == [("Rukban", 1)]


def test_words_added_everywhere_are_found_in_reports_to_come(
    desk: Desk, held: Workspace, reports: Path
):
    target = at(held, "one.txt", "the riders")
    verdict = Verdict(Act.ADD, RUKBAN)
    preview = desk.preview(target, verdict, Reach.EVERYWHERE)
    assert (preview.mentions, preview.reports) == (3, 2)
    assert {move.words for move in preview.moves} == {"the riders", "The riders"}
    desk.decide(target, verdict, Reach.EVERYWHERE, uid="a")
    rewrite(reports / "four.txt", "Nobody saw the riders in Homs.")
    Pipeline(held, workers=1).run([reports])
    assert place(held, at(held, "four.txt", "the riders")) == RUKBAN
    assert place(held, at(held, "two.txt", "the riders")) == RUKBAN


@pytest.mark.parametrize(
    ("reach", "moved"),
    [
        (Reach.MENTION, {("two.txt", 0)}),
        (Reach.DOCUMENT, {("two.txt", 0)}),
        (Reach.SOURCE, {("two.txt", 0), ("three.txt", 0)}),
        (Reach.EVERYWHERE, {("one.txt", 0), ("one.txt", 1), ("two.txt", 0), ("three.txt", 0)}),
    ],
)
def test_preview_says_what_is_then_done(
    desk: Desk, held: Workspace, reach: Reach, moved: set[tuple[str, int]]
):
    target = at(held, "two.txt", "Tripoli")
    preview = desk.preview(target, Verdict(Act.PLACE, HOMS), reach)
    wanted = {key(at(held, name, "Tripoli", number)) for name, number in moved}
    assert {(m.document, m.start, m.end) for m in preview.moves if m.changes} == wanted
    assert all(move.after.id == HOMS for move in preview.moves)
    desk.decide(target, Verdict(Act.PLACE, HOMS), reach, uid="a")
    found = {
        (m.document, *m.span)
        for m in mentions(held)
        if words(held, m) == "Tripoli" and m.place and m.place["id"] == HOMS
    }
    assert found >= wanted
    if reach is not Reach.MENTION:  # a name that was decided is evidence for its like
        assert found == wanted


def test_reports_left_out_stay_so_in_later_readings(desk: Desk, held: Workspace, reports: Path):
    target, left = at(held, "two.txt", "Tripoli"), at(held, "three.txt", "Tripoli")
    before = place(held, left)
    desk.decide(target, Verdict(Act.PLACE, HOMS), Reach.EVERYWHERE, uid="a", leave_out=[left])
    assert place(held, target) == HOMS
    assert place(held, left) == before
    read_again(held, reports)
    assert (place(held, target), place(held, left)) == (HOMS, before)


def test_words_that_are_left_out_keep_what_was_decided_before(desk: Desk, held: Workspace):
    target, left = at(held, "two.txt", "Tripoli"), at(held, "three.txt", "Tripoli")
    desk.decide(target, Verdict(Act.PLACE, ALEPPO), Reach.EVERYWHERE, uid="a")
    wider = Verdict(Act.PLACE, HOMS)
    desk.decide(target, wider, Reach.EVERYWHERE, uid="b", leave_out=[left])
    assert (place(held, target), place(held, left)) == (HOMS, ALEPPO)


def test_narrower_decision_comes_first_and_the_preview_knows(desk: Desk, held: Workspace):
    narrow, wide = at(held, "one.txt", "Tripoli"), at(held, "two.txt", "Tripoli")
    desk.decide(narrow, Verdict(Act.PLACE, ALEPPO), Reach.MENTION, uid="a")
    preview = desk.preview(wide, Verdict(Act.PLACE, HOMS), Reach.EVERYWHERE)
    (one,) = [m for m in preview.moves if (m.document, m.start, m.end) == key(narrow)]
    assert (one.changes, one.after.id) == (False, ALEPPO)
    desk.decide(wide, Verdict(Act.PLACE, HOMS), Reach.EVERYWHERE, uid="b")
    assert place(held, narrow) == ALEPPO
    assert place(held, at(held, "one.txt", "Tripoli", 1)) == HOMS


@pytest.mark.parametrize(("geometry", "kind"), [(POINT, "point"), (LINE, "route"), (AREA, "area")])
def test_drawn_geometry_of_a_reviewer_is_the_footprint(
    desk: Desk, held: Workspace, geometry: dict, kind: str
):
    target = at(held, "two.txt", "Tripoli")
    verdict = Verdict(Act.DRAW, name="the berm", geometry=geometry)
    desk.decide(target, verdict, Reach.MENTION, uid="a")
    rows = held.rows(
        "SELECT m.kind, m.label, n.text, f.review, m.country FROM footprint f "
        "JOIN mark m ON m.id = f.mark_id JOIN note n ON n.id = m.note_id WHERE f.start = ? "
        "AND m.label = 'the berm'",
        (target.start,),
    )
    assert [(str(KINDS[row[0]]), *row[1:]) for row in rows] == [
        (kind, "the berm", "the berm, drawn by a reviewer", 2, "SY")
    ]
    confirmed = desk.decide(target, Verdict(Act.CONFIRM), Reach.MENTION, uid="b")
    assert confirmed.mentions == 0


def test_unknown_rejected_and_confirmed_mentions_say_so(desk: Desk, held: Workspace):
    unknown, no_place = at(held, "two.txt", "Tripoli"), at(held, "one.txt", "Tripoli")
    right = at(held, "two.txt", "Idlib")
    desk.decide_all(
        [
            (unknown, Verdict(Act.UNKNOWN)),
            (no_place, Verdict(Act.REJECT)),
            (right, Verdict(Act.CONFIRM)),
        ],
        uid="all",
    )
    assert meaning(held, unknown).outcome == Outcome.NIL
    assert meaning(held, no_place).outcome == Outcome.NOT_A_PLACE
    assert meaning(held, right).confidence == 1.0
    assert [meaning(held, one).review for one in (unknown, no_place, right)] == [2, 3, 1]
    (entry,) = desk.history(5)
    assert (entry.batch, entry.act, entry.mentions) == ("all", "unknown", 3)


def test_roles_and_ends_of_words_are_decided(desk: Desk, held: Workspace):
    target = at(held, "three.txt", "Moscow")
    role = meaning(held, target).role
    other = Role.LITERAL if role == Role.ASSOCIATIVE else Role.ASSOCIATIVE
    desk.decide(target, Verdict(Act.ROLE, role=other), Reach.MENTION, uid="a")
    assert meaning(held, target).role == other
    longer = Verdict(Act.SPAN, start=target.start, end=target.end + len(" notes"))
    desk.decide(target, longer, Reach.MENTION, uid="b")
    (found,) = [m for m in mentions(held, "three.txt") if m.start == target.start]
    assert words(held, found) == "Moscow notes"
    assert found.role == other


def test_themes_and_dates_are_decided_and_later_readings_obey(
    desk: Desk, held: Workspace, reports: Path
):
    monday = at(held, "one.txt", "Monday")
    passage = at(held, "one.txt", "Tripoli lies")
    before = content_hash(held)
    theme = Themes.shipped().all[0].id
    had = held.rows(_HITS, (passage.document,))
    assert (theme,) not in had
    desk.decide(passage, Verdict(Act.THEME, theme=theme), Reach.MENTION, uid="a")
    desk.decide(monday, Verdict(Act.DATE, date="2020-02"), Reach.MENTION, who="Ana", uid="b")
    desk.decide(monday, Verdict(Act.DATE, date="2021"), Reach.DOCUMENT, who="Ana", uid="c")

    def holds() -> None:
        assert (theme,) in held.rows(_HITS, (passage.document,))
        assert held.rows(_DATES, (monday.start,)) == [("2020-02", "month", "decided by Ana")]
        facts = held.rows(
            "SELECT date, date_precision FROM document WHERE hash = ?", (monday.document,)
        )
        assert facts == [("2021", "year")]

    holds()
    read_again(held, reports)
    holds()
    said = [(one.act, one.theme, one.holds, one.date) for one in desk.history(5)]
    assert said == [
        ("date", "", True, "2021"),
        ("date", "", True, "2020-02"),
        ("theme", theme, True, ""),
    ]
    for number in range(3):
        desk.undo(uid=f"undo {number}")
    assert content_hash(held) == before


# ---- what can't be decided


@pytest.mark.parametrize(
    ("verdict", "reach", "reason"),
    [
        (Verdict(Act.PLACE, "geonames:0"), Reach.MENTION, "no place has the id 'geonames:0'"),
        (Verdict(Act.DRAW), Reach.MENTION, "nothing was drawn"),
        (
            Verdict(Act.DRAW, geometry={"type": "Point", "coordinates": [200, 0]}),
            Reach.MENTION,
            "outside the world",
        ),
        (
            Verdict(Act.DRAW, geometry={"type": "LineString", "coordinates": [[1, 1], [1, 1]]}),
            Reach.MENTION,
            "no extent|two different",
        ),
        (Verdict(Act.DRAW, geometry={"type": "Circle"}), Reach.MENTION, "expected GeoJSON"),
        (Verdict(Act.ROLE, role="none"), Reach.MENTION, "there is no role 'none'"),
        (Verdict(Act.SPAN, start=5, end=5), Reach.MENTION, r"\(5, 5\) do not lie"),
        (Verdict(Act.SPAN, start=0, end=4), Reach.EVERYWHERE, "decided for one place"),
        (Verdict(Act.ADD), Reach.MENTION, "overlap the mention 'Tripoli'"),
        (Verdict(Act.THEME, theme="x"), Reach.MENTION, "there is no theme 'x'"),
        (Verdict(Act.DATE, date="2020-13"), Reach.MENTION, "'2020-13' is no date"),
        (Verdict(Act.DATE, date="2020"), Reach.EVERYWHERE, "expected mention or document"),
    ],
)
def test_invalid_decision_is_refused_and_changes_nothing(
    desk: Desk, held: Workspace, verdict: Verdict, reach: Reach, reason: str
):
    revision = held.revision()
    with pytest.raises(DecisionError, match=reason):
        desk.decide(at(held, "two.txt", "Tripoli"), verdict, reach, uid="a")
    assert held.revision() == revision
    assert desk.history(5) == []


def test_words_that_are_no_mention_and_reports_that_are_none_are_named(desk: Desk, held: Workspace):
    convoy = at(held, "two.txt", "convoy")
    with pytest.raises(DecisionError, match=r"'convoy' at .* is no mention"):
        desk.decide(convoy, Verdict(Act.CONFIRM), Reach.MENTION, uid="a")
    with pytest.raises(DecisionError, match="there is no report 'x'"):
        desk.preview(Target("x", 0, 1), Verdict(Act.CONFIRM), Reach.MENTION)
    with pytest.raises(DecisionError, match="there is no act 'guess'; expected confirm"):
        desk.preview(convoy, Verdict("guess"), Reach.MENTION)
    with pytest.raises(DecisionError, match="there is no reach 'near'"):
        desk.preview(convoy, Verdict(Act.CONFIRM), "near")
    with pytest.raises(DecisionError, match="do not lie in report"):
        desk.preview(Target(convoy.document, 5, 9999), Verdict(Act.CONFIRM), Reach.MENTION)
