"""What the pane shows when nothing is chosen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import workspaces
from workspaces import BARTOWN, FOOVILLE, mark, naming, nil_mark, report, write

from dashboard.model import Precision, When
from dashboard.situation import Filters, Situation
from dashboard.situation.address import filters_of
from dashboard.situation.briefing import briefing
from dashboard.workspace import Workspace
from dashboard.workspace.codes import OUTCOMES
from dashboard.workspace.jobs import Jobs
from geocache import Outcome

NEWEST = date(2020, 3, 31)


def dated(title: str, days_before: int, *words: Any, theme: str = "health", text: str = "") -> Any:
    """A report of one passage, of a day before the newest one."""
    day = (NEWEST - timedelta(days=days_before)).isoformat()
    said = text or f"{title}: " + " and ".join(word for word, _ in words)
    made = report(title, said, when=When(day, Precision.DAY), source="Example Post")
    return naming(made, *words, themes=[theme])


def numbers(found: Any) -> Iterator[dict[str, Any]]:
    """Every number with its filter."""
    if isinstance(found, dict):
        if "filter" in found and "passages" in found:
            yield found
        for value in found.values():
            yield from numbers(value)
    elif isinstance(found, list):
        for value in found:
            yield from numbers(value)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_briefing_number_is_what_its_filter_leaves(workspace: Workspace, seed: int):
    world = workspaces.World(seed)
    write(workspace, *world.reports(40))
    before = workspace.revision()
    write(workspace, *world.reports(40))
    situation = Situation(workspace)
    found = briefing(situation, Filters(), before)
    checked = list(numbers(found))
    assert len(checked) > 30
    for one in checked:
        view = situation.view(filters_of(one["filter"]))
        assert view.counts()["passages"] == one["passages"], one
    assert found["new"]["reports"] == 40


def test_visitor_who_is_new_or_has_seen_all_has_no_news(workspace: Workspace):
    write(workspace, dated("One", 0, ("Fooville", mark(FOOVILLE))))
    situation = Situation(workspace)
    assert briefing(situation, Filters())["new"] is None
    new = briefing(situation, Filters(), workspace.revision())["new"]
    assert (new["reports"], new["passages"]) == (0, 0)
    assert briefing(situation, Filters(), 0)["new"]["filter"] == {"since": ["0"]}


def test_trends_name_what_rose_and_what_went_quiet(workspace: Workspace):
    reports = [dated(f"Now {n}", n % 5, ("Fooville", mark(FOOVILLE))) for n in range(6)]
    reports += [
        dated(f"Then {n}", 8 + n, ("Bartown", mark(BARTOWN)), theme="aid") for n in range(16)
    ]
    write(workspace, *reports)
    trends = briefing(Situation(workspace), Filters())["trends"]
    assert (trends["now"]["from"], trends["now"]["to"]) == ("2020-03-25", "2020-03-31")
    assert (trends["before"]["from"], trends["before"]["to"]) == ("2020-02-26", "2020-03-24")
    assert [place["label"] for place in trends["places"]["rose"]] == ["Fooville"]
    (quiet,) = trends["places"]["quiet"]
    assert (quiet["label"], quiet["now"]["passages"], quiet["before"]["passages"]) == (
        "Bartown",
        0,
        16,
    )
    assert quiet["kind"] == "village, Syria"
    assert [theme["label"] for theme in trends["themes"]["rose"]] == ["Health"]
    assert [theme["id"] for theme in trends["themes"]["quiet"]] == ["aid"]


def test_report_of_the_future_does_not_move_the_periods(workspace: Workspace):
    far = date.today().replace(year=date.today().year + 40)  # noqa: DTZ011  any day will do
    late = naming(
        report("Late", "Fooville", when=When(far.isoformat(), Precision.DAY)),
        ("Fooville", mark(FOOVILLE)),
        themes=[],
    )
    write(workspace, dated("One", 0, ("Fooville", mark(FOOVILLE))), late)
    assert briefing(Situation(workspace), Filters())["trends"]["now"]["to"] == NEWEST.isoformat()


def test_reports_come_newest_first_and_undated_last(workspace: Workspace):
    undated = naming(report("Undated", "Fooville"), ("Fooville", mark(FOOVILLE)), themes=[])
    old, new = (dated(t, n, ("Fooville", mark(FOOVILLE))) for t, n in (("Old", 9), ("New", 0)))
    write(workspace, undated, old, new)
    newest = briefing(Situation(workspace), Filters())["newest"]
    assert [(one["title"], one["date"]) for one in newest] == [
        ("New", "31 Mar 2020"),
        ("Old", "22 Mar 2020"),
        ("Undated", ""),
    ]
    assert newest[0]["source"] == "Example Post"
    assert newest[0]["filter"] == {"report": [newest[0]["document"]]}


def test_uncertain_and_unlocated_mentions_are_counted(workspace: Workspace):
    doubted = dated("Doubted", 0, ("Fooville", mark(FOOVILLE)))
    ambiguous = OUTCOMES.index(Outcome.AMBIGUOUS)
    footprints = tuple(
        one._replace(outcome=ambiguous, confidence=0.4) for one in doubted.footprints
    )
    unknown = dated("Unknown", 0, ("Nirgendwo", nil_mark("Nirgendwo")))
    nil = OUTCOMES.index(Outcome.NIL)
    nowhere = tuple(one._replace(outcome=nil) for one in unknown.footprints)
    write(
        workspace,
        replace(doubted, footprints=footprints),
        replace(unknown, footprints=nowhere),
        dated("Sure", 0, ("Bartown", mark(BARTOWN))),
    )
    found = briefing(Situation(workspace), Filters())
    assert (found["unsure"]["mentions"], found["unsure"]["passages"]) == (1, 1)
    assert [place["label"] for place in found["unsure"]["places"]] == ["Fooville"]
    assert [one["words"] for one in found["unplaced"]["words"]] == ["Nirgendwo"]
    assert found["unplaced"]["words"][0]["filter"]["q"] == ['"Nirgendwo"']


def test_unreadable_inputs_are_named_with_their_reasons(workspace: Workspace):
    jobs = Jobs(workspace)
    for number in range(7):
        jobs.refuse(f"/some/where/<b>{number}</b>.txt", "it is empty")
    unread = briefing(Situation(workspace), Filters())["unread"]
    assert unread["count"] == 7
    assert len(unread["inputs"]) == 5
    assert {one["reason"] for one in unread["inputs"]} == {"it is empty"}
    assert all(one["name"].startswith(("<b>", "b>")) for one in unread["inputs"])


def test_empty_workspace_has_an_empty_briefing(workspace: Workspace):
    found = briefing(Situation(workspace), Filters(), 0)
    assert found["reports"] == found["passages"] == 0
    assert found["trends"] is None
    assert found["named"] == found["newest"] == []
    assert list(numbers(found)) != []
