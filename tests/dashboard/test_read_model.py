"""The read model against plain readings of the tables, one row at a time."""

import json
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import workspaces
from random_filters import Chooser
from shapely.geometry import LineString
from slow_reference import Expected, Tables
from workspaces import BARTOWN, FOOVILLE, PLAIN, SYRIA, World

from dashboard.errors import QueryError
from dashboard.model import Precision, When
from dashboard.situation import EVERYTHING, Filters, ReadModel, Situation, View
from dashboard.situation.answers import answer
from dashboard.situation.search import Search, Term, highlights, parse, snippet
from dashboard.situation.trends import Period, named_together, review_queue, rising
from dashboard.workspace import Workspace
from dashboard.workspace.codes import REVIEWS
from geocache import FootprintKind, Role

ALL = 100_000
NOW, BEFORE = Period(18290, 18320), Period(18262, 18289)
BINS = ("day", "week", "month", "year")
FACETS = (
    *("themes", "sources", "languages", "dated", "countries", "kinds", "roles", "outcomes"),
    *("reviews", "confidence"),
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace(tmp_path / "reports.sitmap")
    yield workspace
    workspace.close()


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


# ---- how views are compared with what is expected


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
    undated = sum(not passages[number].intervals for number in expected.passing)
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


@pytest.mark.parametrize("seed", range(5))
def test_views_equal_plain_readings_of_the_tables(workspace: Workspace, seed: int):
    made(workspace, seed, 30 + 7 * seed)
    assert check_choices(Situation(workspace), seed, 100) > 50


# ---- catching up


def check_caught_up(situation: Situation, seed: int) -> None:
    """A model that caught up answers as it should, and as one that is made anew."""
    assert situation.refresh()
    assert not situation.refresh()
    check_choices(situation, seed, 15)
    anew = Situation(situation.workspace)
    chooser = Chooser(Tables(situation.workspace), seed)
    for filters in [EVERYTHING, *(chooser.choice()[0] for _ in range(10))]:
        assert answers(situation.view(filters)) == answers(anew.view(filters))


@pytest.mark.parametrize("seed", range(3))
def test_a_model_catches_up_with_whatever_happened(workspace: Workspace, seed: int):
    world = made(workspace, seed)
    first = world.reports(12)
    ids = workspaces.write(workspace, *first)
    situation = Situation(workspace)
    workspaces.write(workspace, *world.reports(5))
    check_caught_up(situation, seed)  # reports came
    workspaces.write(workspace, *map(world.read, first[:4]))
    check_caught_up(situation, seed)  # reports were read again
    (newer,) = workspaces.write(workspace, world.report())
    with workspace.writing() as writer:
        writer.replace(ids[5], newer)
    check_caught_up(situation, seed)  # one was replaced
    decide(
        workspace, [row[0] for row in workspace.rows("SELECT max(id) FROM footprint")], "confirmed"
    )
    check_caught_up(situation, seed)  # one was reviewed
    assert workspace.add_pack("own places", b"{}")
    workspaces.write(workspace, *map(world.read, first[6:8]), *world.reports(3))
    workspaces.write(workspace, world.read(first[0]))
    workspaces.write(workspace, world.read(first[5]))  # as its older version again
    with workspace.writing() as writer:
        writer.replace(ids[1], ids[2])
    check_caught_up(situation, seed)  # all of it at once


def test_columns_are_made_anew_when_much_is_gone_and_not_before(workspace: Workspace):
    world = World(1)
    reports = world.reports(15)
    workspaces.write(workspace, *reports)
    situation = Situation(workspace)

    def kept_although_gone() -> int:
        (stored,) = workspace.rows("SELECT count(*) FROM observation")[0]
        return situation.model.snapshot.count("observations") - int(stored)

    for _ in range(2):
        workspaces.write(workspace, *map(world.read, reports))
        check_caught_up(situation, 1)
        assert kept_although_gone() == 0
        workspaces.write(workspace, world.read(reports[0]))
        check_caught_up(situation, 1)
        assert kept_although_gone() > 0


def test_views_that_are_held_keep_their_answers(workspace: Workspace):
    world = made(workspace, 4)
    first = world.reports(6)
    ids = workspaces.write(workspace, *first)
    situation = Situation(workspace)
    chooser = Chooser(Tables(workspace), 4)
    choices = [EVERYTHING, *(chooser.choice()[0] for _ in range(20))]
    snapshot = situation.model.snapshot
    asked = [View(snapshot, filters, Search(snapshot)) for filters in choices]
    not_yet = [View(snapshot, filters, Search(snapshot)) for filters in choices]
    before = [(answers(view), view.marks()) for view in asked]
    workspaces.write(workspace, *world.reports(30), *map(world.read, first[:3]))
    with workspace.writing() as writer:
        writer.replace(ids[4], ids[5])
    decide(workspace, [row[0] for row in workspace.rows("SELECT id FROM footprint")], "rejected")
    assert situation.refresh()
    for view, (found, marks) in zip(not_yet, before, strict=True):
        assert answers(view) == found
        pd.testing.assert_frame_equal(view.marks(), marks)


def test_a_view_is_kept_until_something_changes(workspace: Workspace):
    world = made(workspace, 1, 4)
    situation = Situation(workspace)
    view = situation.view(Filters(themes=("theme-1",)))
    assert situation.view(Filters(themes=("theme-1",))) is view
    workspaces.write(workspace, world.report())
    situation.refresh()
    assert situation.view(Filters(themes=("theme-1",))) is not view


def test_a_view_that_was_made_while_the_model_caught_up_is_not_kept(workspace: Workspace):
    world = made(workspace, 1, 4)
    situation = Situation(workspace)

    def make_late(snapshot: Any, filters: Filters) -> View:
        workspaces.write(workspace, world.report())
        situation.refresh()
        return View(snapshot, filters, Search(snapshot))

    late = situation.model.view(EVERYTHING, make_late)
    assert situation.view().counts()["all_documents"] == late.counts()["all_documents"] + 1


def test_a_view_searches_the_snapshot_that_it_shows(workspace: Workspace):
    world = made(workspace, 1, 4)
    situation = Situation(workspace)
    older = situation.model.snapshot
    workspaces.write(workspace, *world.reports(3))
    situation.refresh()
    view = situation._make_view(older, Filters(text="convoy"))
    assert len(view.passing) == older.count("passages")


def test_a_place_is_one_thing_after_its_first_mark_is_gone(workspace: Workspace):
    named = workspaces.report("One", "Fooville was named.")
    actor = workspaces.mark(FOOVILLE, role=Role.ASSOCIATIVE)
    spoken = workspaces.report("Two", "Fooville spoke. Fooville too.")
    workspaces.write(
        workspace,
        workspaces.naming(named, ("Fooville", workspaces.mark(FOOVILLE)), themes=[]),
        workspaces.naming(spoken, ("Fooville", actor), themes=[]),
    )
    situation = Situation(workspace)
    workspaces.write(workspace, named)
    for one in (situation, Situation(workspace)):
        one.refresh()
        (mark,) = answer(one, EVERYTHING)["marks"]
        assert (mark["id"], mark["label"], mark["passages"]) == (FOOVILLE.key, "Fooville", 1)


def test_labels_forget_wordings_of_reports_that_were_read_again(workspace: Workspace):
    mark = workspaces.mark(FOOVILLE)
    report = workspaces.report("One", "Foo is called Bar.")
    workspaces.write(workspace, workspaces.naming(report, ("Foo", mark), themes=[]))
    situation = Situation(workspace)
    assert answer(situation, EVERYTHING)["marks"][0]["label"] == "Foo (Fooville)"
    others = [workspaces.report(f"{n}", "Nothing.") for n in range(9)]
    workspaces.write(workspace, *others, workspaces.naming(report, ("Bar", mark), themes=[]))
    situation.refresh()
    assert answer(situation, EVERYTHING)["marks"][0]["label"] == "Bar (Fooville)"


# ---- single cases


def test_more_themes_than_sixteen_bits(workspace: Workspace):
    mark = workspaces.mark(FOOVILLE)
    for number in range(1, 64):
        report = workspaces.report(f"{number}", f"Fooville {number}.")
        named = workspaces.naming(report, ("Fooville", mark), themes=[f"theme {number}"])
        workspaces.write(workspace, named)
    situation = Situation(workspace)
    for number in (1, 16, 17, 32, 33, 63):
        view = situation.view(Filters(themes=(f"theme {number}",)))
        assert np.flatnonzero(view.passing).tolist() == [number - 1]
    assert situation.view(Filters(themes=("",))).counts()["passages"] == 0
    assert set(situation.view().facets()["themes"]) == {1}


def test_what_has_no_date_is_not_before_any_day(workspace: Workspace):
    day = When("2020-03-05", Precision.DAY)
    report = workspaces.report("Dated", "Fooville and Bartown.", when=day)
    named = workspaces.naming(
        report,
        ("Fooville", workspaces.mark(FOOVILLE)),
        ("Bartown", workspaces.mark(BARTOWN)),
        themes=[],
    )
    first, second = named.observations
    undated = second._replace(dated=0, date="", precision="unknown", days=(None, None))
    workspaces.write(workspace, replace(named, observations=(first, undated)))
    situation = Situation(workspace)
    assert len(situation.view().marks()) == 2
    assert len(situation.view(Filters(last_day=18400)).marks()) == 1
    assert len(situation.view(Filters(first_day=18000)).marks()) == 1


def test_a_road_across_a_drawn_polygon_is_in_it(workspace: Workspace):
    line = LineString([(BARTOWN.lon, BARTOWN.lat), (FOOVILLE.lon, FOOVILLE.lat)])
    road = workspaces.expression_mark(FootprintKind.ROUTE, (BARTOWN, FOOVILLE), line)
    report = workspaces.report("Road", "The road to Fooville.")
    workspaces.write(workspace, workspaces.naming(report, ("The road", road), themes=[]))
    situation = Situation(workspace)
    lon, lat = (BARTOWN.lon + FOOVILLE.lon) / 2, (BARTOWN.lat + FOOVILLE.lat) / 2

    def marks(lon: float, lat: float) -> int:
        ring = ((lon - 0.1, lat - 0.1), (lon + 0.1, lat - 0.1), (lon, lat + 0.1))
        return len(situation.view(Filters(ring=ring)).marks())

    assert marks(lon, lat) == 1
    assert marks(lon + 0.5, lat + 0.5) == 0


def test_points_in_a_polygon_with_a_loose_end_are_in_it(workspace: Workspace):
    report = workspaces.report("One", "Fooville.")
    mark = workspaces.mark(FOOVILLE)
    workspaces.write(workspace, workspaces.naming(report, ("Fooville", mark), themes=[]))
    ring = ((37, 34), (39, 34), (39, 36), (37, 36), (37, 34), (36, 33), (37, 34))
    assert len(Situation(workspace).view(Filters(ring=ring)).marks()) == 1


def test_marks_that_a_snapshot_has_not_seen_are_in_no_footprint(workspace: Workspace):
    situation = Situation(workspace)
    mark = workspaces.mark(FOOVILLE)
    report = workspaces.naming(workspaces.report("One", "Fooville."), ("Fooville", mark), themes=[])
    workspaces.write(workspace, report)
    filters = Filters(footprint=mark.hash, place=FOOVILLE.key, documents=(report.document.id,))
    assert situation.view(filters).counts()["passages"] == 0
    situation.refresh()
    assert situation.view(filters).counts()["passages"] == 1


def test_antiquity_is_counted_in_wider_bins(workspace: Workspace):
    workspaces.write(
        workspace,
        workspaces.report("Old", "Old.", when=When("1000-05-03", Precision.DAY)),
        workspaces.report("New", "New.", when=When("2020-03-05", Precision.DAY)),
    )
    frame = Situation(workspace).view().timeline("day")
    assert [at.date() for at in frame.index] == [date(1000, 4, 28), date(2020, 3, 2)]


@pytest.mark.parametrize(("most", "skip"), [(0, 0), (0, 1), (1, 9)])
def test_no_passages_when_none_are_asked_for(workspace: Workspace, most: int, skip: int):
    workspaces.write(workspace, workspaces.report("One", "One.\n\nTwo."))
    assert Situation(workspace).view().newest().rows(most, skip) == []


# ---- columns that are kept


def same_columns(one: ReadModel, other: ReadModel) -> bool:
    return all(
        np.array_equal(values, other.snapshot[table][name], equal_nan=values.dtype.kind == "f")
        and values.dtype == other.snapshot[table][name].dtype
        for table, columns in one.snapshot.tables.items()
        for name, values in columns.items()
    ) and (one.snapshot.dictionaries == other.snapshot.dictionaries)


def test_kept_columns_come_back_and_catch_up(workspace: Workspace):
    world = made(workspace, 2, 8)
    first = world.reports(2)
    workspaces.write(workspace, *first)
    model = ReadModel(workspace)
    assert not model.loaded
    model.keep()
    loaded = ReadModel(workspace)
    assert loaded.loaded
    assert same_columns(model, loaded)
    workspaces.write(workspace, *world.reports(20), world.read(first[0]))
    later = Situation(workspace)
    assert later.model.loaded
    model.refresh()
    assert same_columns(model, later.model)
    check_choices(later, 2, 20)


def test_keeping_columns_is_no_change(workspace: Workspace):
    made(workspace, 2, 5)
    model = ReadModel(workspace)
    model.keep()
    assert not model.refresh()
    model.keep()
    assert ReadModel(workspace).loaded


def _head(**facts: object) -> Callable[[bytes], bytes]:
    return lambda content: zlib.compress(
        json.dumps(json.loads(zlib.decompress(content)) | facts).encode()
    )


def _digit_changed(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


@pytest.mark.parametrize(
    ("segment", "damage"),
    [
        ("", _head(version="0")),
        ("", _head(version=None)),
        ("", lambda _: zlib.compress(b"[]")),
        ("", lambda _: zlib.compress(b"null")),
        ("", lambda _: zlib.compress(b"\xff\xfe")),
        ("", lambda _: zlib.compress(b'{"version": "1"}')),
        ("", zlib.decompress),
        ("", _digit_changed),
        ("", _head(dictionaries={"unheard-of": []})),
        ("", _head(dictionaries=None)),
        ("marks", lambda _: b""),
        ("marks", lambda content: content[:-9]),
        ("marks", lambda content: content[:200] + b"damage" + content[206:]),
        ("marks", lambda _: zlib.compress(b"no archive")),
        ("marks", lambda content: zlib.compress(zlib.decompress(content)[:-99])),
        ("marks", None),
    ],
)
def test_kept_columns_that_are_damaged_are_made_anew(
    workspace: Workspace, segment: str, damage: Callable[[bytes], bytes] | None
):
    made(workspace, 3, 6)
    model = ReadModel(workspace)
    model.keep()
    with workspace.writing() as writer:
        execute = writer.connection.execute
        (content,) = execute("SELECT content FROM segment WHERE name = ?", (segment,)).fetchone()
        if damage is None:
            execute("DELETE FROM segment WHERE name = ?", (segment,))
        else:
            values = damage(content), segment
            execute("UPDATE segment SET content = ? WHERE name = ?", values)
    anew = ReadModel(workspace)
    assert not anew.loaded
    assert same_columns(model, anew)


def test_kept_columns_of_another_table_are_made_anew(workspace: Workspace):
    made(workspace, 3, 6)
    model = ReadModel(workspace)
    model.keep()
    with workspace.writing() as writer:
        writer.connection.execute(
            "UPDATE segment SET content = (SELECT content FROM segment WHERE name = 'pairs') "
            "WHERE name = 'marks'"
        )
    anew = ReadModel(workspace)
    assert not anew.loaded
    assert same_columns(model, anew)


# ---- threads


def test_readers_in_threads_see_whole_revisions(workspace: Workspace):
    world = World(5)
    situation = Situation(workspace)
    choices = (EVERYTHING, Filters(text="convoy OR aid"), Filters(themes=("theme-1", "")))
    wanted = {0: (0, 0)}
    seen: list[list[tuple[int, dict[str, int]]]] = [[] for _ in range(4)]
    problems: list[BaseException] = []
    ended = threading.Event()

    def read(found: list[tuple[int, dict[str, int]]]) -> None:
        try:
            while not ended.is_set():
                for filters in choices:
                    view = situation.view(filters)
                    found.append((view.snapshot.revision, view.counts()))
                    assert len(view.marks()) == len(view.mark_themes())
                    view.facets()
                    situation.search_rows(view)
                situation.refresh()
        except BaseException as error:  # noqa: BLE001  told by the thread that joins
            problems.append(error)
        finally:
            workspace.close()

    switching = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    readers = [threading.Thread(target=read, args=(found,)) for found in seen]
    try:
        for reader in readers:
            reader.start()
        for number in range(1, 41):
            report = world.report()
            workspaces.write(workspace, report)
            _, passages = wanted[number - 1]
            wanted[number] = number, passages + len(report.passages)
            situation.refresh()
    finally:
        ended.set()
        for reader in readers:
            reader.join()
        sys.setswitchinterval(switching)
    assert not problems
    for found in seen:
        revisions = [revision for revision, _ in found]
        assert revisions == sorted(revisions)
        for revision, counts in found:
            assert (counts["all_documents"], counts["all_passages"]) == wanted[revision]
    check_choices(situation, 5, 10)


# ---- searches


@pytest.mark.parametrize(
    "typed",
    [
        *('"joint', 'a "b" "c', "OR aid", "aid OR", "aid OR OR prices", "aid OR place:"),
        *("place:", "source:", "-place:", 'place:""', 'aid source:"  "', "place: Rukban"),
        *("source:*",),
    ],
)
def test_searches_that_say_nothing_are_refused(typed: str):
    with pytest.raises(QueryError, match=r"the search .*"):
        parse(typed)


@pytest.mark.parametrize(
    ("typed", "clauses"),
    [
        ("", ()),
        ("  … !! ", ()),
        ("convoy aid", ((Term("convoy"),), (Term("aid"),))),
        ('"joint patrol"', ((Term("joint patrol", exact=True),),)),
        ("cholera OR measles", ((Term("cholera"), Term("measles")),)),
        ("a OR b OR c d", ((Term("a"), Term("b"), Term("c")), (Term("d"),))),
        ("-prices", ((Term("prices", negated=True),),)),
        ('aid -"market day"', ((Term("aid"),), (Term("market day", exact=True, negated=True),))),
        ("refug*", ((Term("refug", prefix=True),),)),
        ('"refug*"', ((Term("refug*", exact=True),),)),
        ("place:Rukban", ((Term("Rukban", field="place"),),)),
        ('-place:"Al Hol"', ((Term("Al Hol", exact=True, field="place", negated=True),),)),
        ("source:example.org", ((Term("example.org", field="source"),),)),
        ("aid OR place:X", ((Term("aid"), Term("X", field="place")),)),
        ("or market-day", ((Term("or"),), (Term("market-day"),))),
        ("author:Smith", ((Term("author:Smith"),),)),
    ],
)
def test_the_grammar_of_searches(typed: str, clauses: Any):
    assert parse(typed) == clauses


FOUND = [
    ("war", "the war went on", ["war"]),
    ("war", "toward wards", []),
    ("convoy", "reconvoyed", ["convoy"]),
    ('"convoy"', "reconvoyed convoy", ["convoy"]),
    ("refug*", "Refugees, no subrefugees", ["Refug"]),
    ('"joint patrol"', "a joint\npatrol; joint, patrol", ["joint\npatrol", "joint, patrol"]),
    ("market day", "Day of market-day", ["Day", "market", "day"]),
    ("cafe", "Le CAFÉ, un café", ["CAFÉ", "café"]),
    ("café", "cafe", ["cafe"]),
    ("cafe", "un cafe\u0301 noir", ["cafe\u0301"]),
    ('"Zürich"', "in Zu\u0308rich", ["Zu\u0308rich"]),
    ('"Zu\u0308rich"', "in Zürich", ["Zürich"]),
    ("هدنة", "أعلنت هدنة في دمشق", ["هدنة"]),
    ("القافلة", "وصلت القافلة، والقافلة", ["القافلة", "القافلة"]),
    ("地震", "昨天北京发生地震", ["地震"]),
    ("北京发生地震", "昨天北京发生地震。", ["北京发生地震"]),
    ('"京发"', "昨天北京发生", ["京发"]),
    ("-war aid", "war and aid", ["aid"]),
    ("place:Homs aid", "Homs and aid", ["aid"]),
]


@pytest.mark.parametrize(("typed", "text", "words"), FOUND)
def test_highlights_are_the_words_searched(typed: str, text: str, words: list[str]):
    assert [text[start:end] for start, end in highlights(text, parse(typed))] == words


@pytest.mark.parametrize(("typed", "text", "words"), [row for row in FOUND if "-" not in row[0]])
def test_passages_are_found_by_what_is_highlighted(
    workspace: Workspace, typed: str, text: str, words: list[str]
):
    text = " ".join(text.split())
    workspaces.write(workspace, workspaces.report("Title", text))
    clauses = parse(typed)
    found = Search(ReadModel(workspace).snapshot).mask(clauses)
    assert found.tolist() == [bool(words)]


def test_highlights_do_not_overlap():
    assert highlights("reconvoyed", parse("convoy reconvoyed convoyed")) == [(0, 10)]


@pytest.mark.parametrize("word", ["quake", "séisme", "زلزال", "地震", "se\u0301isme"])
def test_a_snippet_shows_the_first_hit(word: str):
    text = "وصلت before, 以前 " * 40 + word + " behind, après" * 40
    shown, spans = snippet(text, parse(word))
    assert [shown[start:end] for start, end in spans] == [word]
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 300
    assert shown[1:-1] in text


def test_a_snippet_of_a_short_text_is_the_text():
    assert snippet("aid came", parse("aid")) == ("aid came", [(0, 3)])
    assert snippet("aid came", ()) == ("aid came", [])


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("aid", [0, 2]),
        ("aid OR place:Fooville", [0, 1, 2]),
        ("nothing OR place:Fooville", [1]),
        ("place:Fooville -bread", []),
        ("-place:Fooville", [0, 2]),
        ("place:Fooville OR -aid", [1]),
        ("place:Syria", [1]),
        ("source:post", [0, 1]),
        ("source:POST aid", [0]),
        ("source:post OR water", [0, 1, 2]),
        ("headline", [0]),
        ('"the headline"', [0]),
    ],
)
def test_fields_and_titles_of_searches(workspace: Workspace, typed: str, rows: list[int]):
    one = workspaces.report("The headline", "Aid came.\n\nFooville has bread.", source="Post")
    mark = workspaces.mark(FOOVILLE)
    syria = workspaces.report("Other", "Aid and water.")
    workspaces.write(workspace, workspaces.naming(one, ("Fooville", mark), themes=[]))
    workspaces.write(workspace, syria)
    with workspace.writing() as writer:
        writer._place(SYRIA)
    view = Situation(workspace).view(Filters(text=typed))
    assert np.flatnonzero(view.passing).tolist() == rows


def test_the_best_passages_of_a_search_come_first(workspace: Workspace):
    text = "Nothing at all, but aid and many other words.\n\nAid, aid and aid.\n\nBread."
    workspaces.write(workspace, workspaces.report("Aid", text))
    situation = Situation(workspace)
    assert situation.search_rows(situation.view(Filters(text="aid"))) == [1, 0]
    assert situation.search_rows(situation.view(Filters(text="aid")), most=1, skip=1) == [0]
    assert situation.search_rows(situation.view()) == [0, 1, 2]


# ---- an empty workspace, and plain answers


@pytest.mark.parametrize(
    "filters",
    [
        EVERYTHING,
        Filters(themes=("a", ""), not_themes=("b",), first_day=1, last_day=2, dated=("words",)),
        Filters(sources=("",), documents=("x",), languages=("en",), since_revision=0),
        Filters(text='aid "joint patrol" OR refug* -place:X source:Y convoy'),
        Filters(countries=("SY",), admin1=("SY.1",), place="Homs", box=(170, 0, -170, 1)),
        Filters(ring=((0, 0), (1, 0), (1, 1)), footprint="abc", kinds=("point",)),
        Filters(roles=("literal",), confidence=50, outcomes=("RESOLVED",), reviews=("open",)),
    ],
)
def test_nothing_is_shown_of_an_empty_workspace(workspace: Workspace, filters: Filters):
    situation = Situation(workspace)
    view = situation.view(filters)
    assert set(view.counts().values()) == {0}
    assert not len(view.marks())
    assert not len(view.mark_themes())
    assert all(not len(found) for found in view.facets().values())
    assert all(not len(view.timeline(bins)) for bins in BINS)
    assert view.newest().rows() == []
    assert not len(rising(view, NOW, BEFORE))
    assert not len(rising(view, NOW, BEFORE, "theme"))
    assert not len(review_queue(view))
    assert not len(named_together(view))
    assert situation.search_rows(view) == []
    assert not len(situation.labels())
    assert not len(situation.mark_facts([]))
    nothing = {"documents": 0, "passages_total": 0, "passages": [], "marks": [], "themes": {}}
    assert answer(situation, filters) == nothing


def test_columns_of_an_empty_workspace_are_kept_too(workspace: Workspace):
    ReadModel(workspace).keep()
    situation = Situation(workspace)
    assert situation.model.loaded
    made(workspace, 1, 4)
    situation.refresh()
    check_choices(situation, 1, 5)


def test_answers_are_plain_values(workspace: Workspace):
    made(workspace, 6)
    situation = Situation(workspace)
    chooser = Chooser(Tables(workspace), 6)
    texts = dict(
        workspace.rows("SELECT hash, text FROM document JOIN document_text ON id = document_id")
    )
    for filters in [EVERYTHING, *(chooser.choice()[0] for _ in range(30))]:
        found = answer(situation, filters, limit=20)
        assert json.loads(json.dumps(found, allow_nan=False)) == found
        assert found.keys() == {"documents", "passages_total", "passages", "marks", "themes"}
        for passage in found["passages"]:
            check_answered(passage, texts[passage["document"]])
        for mark in found["marks"]:
            assert mark.keys() == {"id", "label", "kind", "lat", "lon", "passages"}
            assert mark["label"]
        order = [mark["passages"] for mark in found["marks"]]
        assert order == sorted(order, reverse=True)


def test_answers_leave_out_what_is_gone_meanwhile(workspace: Workspace):
    mark = workspaces.mark(FOOVILLE)
    report = workspaces.report("One", "Fooville.")
    workspaces.write(
        workspace,
        workspaces.naming(report, ("Fooville", mark), themes=[]),
        workspaces.report("Two", "Nothing."),
    )
    situation = Situation(workspace)
    workspaces.write(workspace, report)
    found = answer(situation, EVERYTHING)
    assert found["passages_total"] == 2
    assert [passage["title"] for passage in found["passages"]] == ["Two"]
    assert found["marks"] == []


def check_answered(passage: dict[str, Any], text: str) -> None:
    """A passage has all keys, and its offsets lead back to the words."""
    assert passage.keys() == {
        *("document", "title", "source", "passage", "start", "end", "text", "from", "to"),
        *("dated", "themes", "mentions"),
    }
    assert passage["text"] == text[passage["start"] : passage["end"]]
    assert (passage["from"] is None) == (passage["to"] is None) == (passage["dated"] is None)
    for mention in passage["mentions"]:
        assert mention.keys() == {"start", "end", "text", "place_id", "lat", "lon"}
        assert mention["text"]
        assert passage["text"][mention["start"] : mention["end"]] == mention["text"]
        assert (mention["place_id"] is None) == (mention["lat"] is None)


def test_an_answer_says_what_was_read(workspace: Workspace):
    day = When("1969-12-31", Precision.DAY)
    report = workspaces.report(
        "Title", "Aid came.\n\nThe Wide Plain is dry.", when=day, source="Post"
    )
    mark = workspaces.mark(PLAIN)
    workspaces.write(workspace, workspaces.naming(report, ("Wide Plain", mark), themes=["water"]))
    found = answer(Situation(workspace), Filters(place="wide plain"))
    assert found == {
        "documents": 1,
        "passages_total": 1,
        "passages": [
            {
                "document": report.document.id,
                "title": "Title",
                "source": "Post",
                "passage": 1,
                "start": 11,
                "end": 33,
                "text": "The Wide Plain is dry.",
                "from": "1969-12-31",
                "to": "1969-12-31",
                "dated": "report",
                "themes": ["water"],
                "mentions": [
                    {
                        "start": 4,
                        "end": 14,
                        "text": "Wide Plain",
                        "place_id": PLAIN.key,
                        "lat": PLAIN.lat,
                        "lon": PLAIN.lon,
                    }
                ],
            }
        ],
        "marks": [
            {
                "id": PLAIN.key,
                "label": "Wide Plain",
                "kind": "point",
                "lat": PLAIN.lat,
                "lon": PLAIN.lon,
                "passages": 1,
            }
        ],
        "themes": {"water": 1},
    }


def test_what_came_since_a_moment_leaves_out_what_was_only_read_again(workspace: Workspace):
    world = World(5)
    first, second = world.reports(2)
    workspaces.write(workspace, first)
    situation = Situation(workspace)
    with workspace.writing() as writer:
        writer.connection.execute("UPDATE revision SET at = '2024-03-01T10:00:00+00:00'")
    since = Filters(since_revision=situation.revision_at("2024-03-01T12:00:00+00:00"))
    assert situation.view(since).counts()["documents"] == 0
    workspaces.write(workspace, world.read(first), second)
    assert situation.refresh()
    assert situation.view(since).counts()["documents"] == 1
