"""The read model against plain readings of the tables, one row at a time."""

import sys
import threading
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
import workspaces
from compared_views import answers, check_choices, decide, made
from random_filters import Chooser
from shapely.geometry import LineString
from stored_tables import Tables
from workspaces import BARTOWN, FOOVILLE, World

from dashboard.model import Precision, When
from dashboard.situation import EVERYTHING, Filters, Situation, View
from dashboard.situation.answers import answer
from dashboard.situation.search import Search
from dashboard.workspace import Workspace
from geocache import FootprintKind, Role


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
def test_model_catches_up_with_whatever_happened(workspace: Workspace, seed: int):
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


def test_view_is_kept_until_something_changes(workspace: Workspace):
    world = made(workspace, 1, 4)
    situation = Situation(workspace)
    view = situation.view(Filters(themes=("theme-1",)))
    assert situation.view(Filters(themes=("theme-1",))) is view
    workspaces.write(workspace, world.report())
    situation.refresh()
    assert situation.view(Filters(themes=("theme-1",))) is not view


def test_view_that_was_made_while_the_model_caught_up_is_not_kept(workspace: Workspace):
    world = made(workspace, 1, 4)
    situation = Situation(workspace)

    def make_late(snapshot: Any, filters: Filters) -> View:
        workspaces.write(workspace, world.report())
        situation.refresh()
        return View(snapshot, filters, Search(snapshot))

    late = situation.model.view(EVERYTHING, make_late)
    assert situation.view().counts()["all_documents"] == late.counts()["all_documents"] + 1


def test_view_searches_the_snapshot_that_it_shows(workspace: Workspace):
    world = made(workspace, 1, 4)
    situation = Situation(workspace)
    older = situation.model.snapshot
    workspaces.write(workspace, *world.reports(3))
    situation.refresh()
    view = situation._make_view(older, Filters(text="convoy"))
    assert len(view.passing) == older.count("passages")


def test_place_is_one_thing_after_its_first_mark_is_gone(workspace: Workspace):
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


def test_themes_may_be_more_than_sixteen_bits(workspace: Workspace):
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


def test_undated_observation_is_not_before_any_day(workspace: Workspace):
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


def test_road_across_a_drawn_polygon_is_in_it(workspace: Workspace):
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
def test_newest_passages_are_none_when_none_are_asked_for(
    workspace: Workspace, most: int, skip: int
):
    workspaces.write(workspace, workspaces.report("One", "One.\n\nTwo."))
    assert Situation(workspace).view().newest().rows(most, skip) == []


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
