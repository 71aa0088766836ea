"""Views against plain readings of the tables, one row at a time."""

from typing import Any

import numpy as np
import pytest
import workspaces
from random_filters import Chooser
from slow_reference import Expected
from stored_tables import Tables
from workspaces import World

from dashboard.situation import Situation, View
from dashboard.situation.trends import Period, named_together, review_queue, rising
from dashboard.workspace import Workspace
from dashboard.workspace.codes import REVIEWS
from geocache import Role

ALL = 100_000
NOW, BEFORE = Period(18290, 18320), Period(18262, 18289)
BINS = ("day", "week", "month", "year")
FACETS = (
    *("themes", "sources", "languages", "dated", "tenses", "casualties", "countries", "kinds"),
    *("roles", "outcomes", "reviews", "confidence"),
)


def decide(workspace: Workspace, footprints: list[int], review: str) -> None:
    """Let decisions in force say something of footprints."""
    with workspace.writing() as writer:
        revision = writer.changed("decisions")
        for footprint in footprints:
            writer.connection.execute(
                "UPDATE footprint SET review = ? WHERE id = ?", (REVIEWS.index(review), footprint)
            )
            writer.connection.execute("INSERT INTO reviewed VALUES (?, ?)", (revision, footprint))


def made(workspace: Workspace, seed: int, count: int = 40) -> World:
    """Fill a workspace with reports, some of them reviewed; return what makes more."""
    world = World(seed)
    workspaces.write(workspace, *world.reports(count // 2))
    workspaces.write(workspace, *world.reports(count - count // 2))
    footprints = [row[0] for row in workspace.rows("SELECT id FROM footprint")]
    for review in REVIEWS[1:]:
        decide(workspace, world.draw.sample(footprints, len(footprints) // 12), review)
    return world


class Names:
    """What the rows of a snapshot are called in the tables."""

    def __init__(self, view: View) -> None:
        rows = view.snapshot.workspace.rows
        self._keys = dict(rows("SELECT id, key FROM place"))
        self._hashes = dict(rows("SELECT id, hash FROM mark"))
        self._places = view.snapshot["marks"]["place"]

    def thing(self, row: int) -> str:
        """Key of the place of a mark; the mark's hash where it is of none."""
        place = int(self._places[row])
        return self._keys[place] if place else self._hashes[row + 1]


def check_marks(view: View, expected: Expected, names: Names) -> None:
    """Marks have the passages, the role, the confidence and the theme that they should."""
    wanted = expected.marks()
    frame = view.marks()
    assert sorted(map(names.thing, frame["thing"])) == sorted(wanted)
    for row in frame.itertuples():
        seen = wanted[names.thing(row.thing)]
        assert row.passages == len({one.passage for one in seen})
        assert row.confidence * 100 == pytest.approx(np.mean([one.confidence for one in seen]))
        drawn = [one.mark for one in seen if one.mark.role == Role.LITERAL] or [
            one.mark for one in seen
        ]
        assert row.mark + 1 in {mark.id for mark in drawn}
        evidence = expected.evidence(seen)
        best = max(evidence.values(), default=0)
        assert evidence.get(row.theme, 0) == pytest.approx(best, rel=1e-5)
        assert bool(row.theme) == bool(best)


def check_facets(view: View, expected: Expected) -> None:
    """Facets count what they should, the most frequent first."""
    facets = view.facets()
    assert set(facets) == set(FACETS)
    assert {part: found.to_dict() for part, found in facets.items()} == expected.facets()
    assert all(found.is_monotonic_decreasing for found in facets.values())


def check_timeline(view: View, expected: Expected, bins: str) -> None:
    """Bins hold the passages, the vague dates and the themes that they should."""
    frame = view.timeline(bins)
    found = {
        at.date(): {str(name): int(count) for name, count in row.items() if count}
        for at, row in zip(frame.index, frame.to_dict("records"), strict=True)
    }
    assert found == expected.timeline(bins)
    passages = expected.tables.passages
    undated = sum(not expected.intervals(passages[number]) for number in expected.passing)
    assert frame.attrs["undated"] == undated


def check_trends(view: View, expected: Expected, names: Names) -> None:
    """What rises, is named together and is worth a look is what it should be."""
    pairs = named_together(view, most=ALL)
    assert pairs["passages"].is_monotonic_decreasing
    found = {
        frozenset({names.thing(row.thing), names.thing(row.other)}): row.passages
        for row in pairs.itertuples()
    }
    assert found == expected.together()
    queue = review_queue(view, most=ALL)
    assert queue["worth"].is_monotonic_decreasing
    assert not queue["footprint"].duplicated().any()
    worth = dict(zip(queue["footprint"] + 1, queue["worth"], strict=True))
    assert worth == pytest.approx(expected.worth(), rel=1e-5)
    for by, counted, name in (
        ("thing", expected.things_within, names.thing),
        ("theme", expected.themes_within, str),
    ):
        frame = rising(view, NOW, BEFORE, by)
        now, before = counted(*NOW), counted(*BEFORE)
        wanted = {
            what: (now.get(what, 0), before.get(what, 0))
            for what in now | before
            if max(now.get(what, 0), before.get(what, 0)) >= 3
        }
        rows = zip(map(name, frame[by]), frame["now"], frame["before"], strict=True)
        assert {what: tuple(counts) for what, *counts in rows} == wanted
        assert frame["change"].is_monotonic_decreasing


def check(view: View, expected: Expected, bins: str = "week") -> None:
    """All answers of a view are what they should be."""
    assert set(np.flatnonzero(view.passing) + 1) == expected.passing
    assert view.counts() == expected.counts()
    names = Names(view)
    check_marks(view, expected, names)
    check_facets(view, expected)
    check_timeline(view, expected, bins)
    newest = expected.newest()
    assert [row + 1 for row in view.newest().rows(ALL)] == newest
    assert [row + 1 for row in view.newest().rows(7, skip=3)] == newest[3:10]
    assert len(view.newest()) == len(newest)
    check_trends(view, expected, names)


def check_choices(situation: Situation, seed: int, count: int) -> int:
    """All answers to some choices are what they should be; return how many show something."""
    tables = Tables(situation.workspace)
    chooser = Chooser(tables, seed)
    shown = 0
    for number in range(count):
        filters, clauses = chooser.choice()
        expected = Expected(tables, filters, clauses)
        try:
            check(situation.view(filters), expected, BINS[number % len(BINS)])
        except AssertionError as error:
            error.add_note(f"choice {number} of seed {seed}: {filters}")
            raise
        shown += bool(expected.passing)
    return shown


def answers(view: View) -> dict[str, Any]:
    """All answers of a view, without what depends on the rows of its marks."""
    marks = view.marks()
    return {
        "passing": np.flatnonzero(view.passing).tolist(),
        "counts": view.counts(),
        "passages of marks": sorted(marks["passages"]),
        "facets": {part: sorted(found.items()) for part, found in view.facets().items()},
        "timeline": [view.timeline(bins).to_csv() for bins in BINS],
        "newest": view.newest().rows(ALL),
        "together": named_together(view)["passages"].tolist(),
        "queue": sorted(review_queue(view, ALL)["worth"].round(2)),
        "rising": rising(view, NOW, BEFORE)[["now", "before"]].to_csv(),
    }
