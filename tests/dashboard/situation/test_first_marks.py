"""A place is known by the row of its first mark, also when that one goes."""

from dataclasses import replace
from pathlib import Path

import workspaces
from workspaces import FOOVILLE, mark, naming, report

from dashboard.situation import Filters, Situation
from dashboard.situation.place_page import place_page
from dashboard.workspace import Workspace
from geocache import Role


def test_place_keeps_its_name_when_its_first_mark_goes(tmp_path: Path):
    made = Workspace(tmp_path / "work.sitmap")
    actor = mark(FOOVILLE, role=Role.ASSOCIATIVE)
    first = naming(report("One", "Fooville notes."), ("Fooville", actor), themes=[])
    second = naming(report("Two", "Rain in Fooville."), ("Fooville", mark(FOOVILLE)), themes=[])
    # Of few reports all columns would be made anew, and rows with them.
    others = [report(f"Note {number}", "Rain.") for number in range(20)]
    workspaces.write(made, first, second, *others)
    situation = Situation(made)
    thing = situation.thing_row(FOOVILLE.key)
    assert thing is not None
    bare = replace(first, marks=(), footprints=(), mentions=(), observations=())
    with made.writing() as writer:
        writer.write(bare, writer.engine("{'other': 1}"))
    situation.refresh()
    assert made.rows("SELECT count(*) FROM mark WHERE id = ?", (thing + 1,)) == [(0,)]
    assert situation.mark_facts([thing]).iloc[0]["thing_id"] == FOOVILLE.key
    assert situation.labels_of([thing]) == {thing: "Fooville"}
    page = place_page(situation, Filters(), FOOVILLE.key)
    assert page is not None
    assert (page["label"], page["lat"]) == ("Fooville", FOOVILLE.lat)
