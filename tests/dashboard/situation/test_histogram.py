"""The bars of the timeline against a straight count of the tables."""

import json
from collections import defaultdict
from datetime import date, timedelta

import pytest
import workspaces
from random_filters import Chooser
from slow_reference import Expected
from stored_tables import Tables
from workspaces import THEMES, World

from dashboard.model import Precision, When
from dashboard.situation import Filters, Situation
from dashboard.situation.histogram import histogram
from dashboard.workspace import Workspace

FAMILIES = {theme: f"family-{number % 4}" for number, theme in enumerate(THEMES[:20])}
EPOCH = date(1970, 1, 1)


def day_number(iso: str) -> int:
    return (date.fromisoformat(iso) - EPOCH).days


def counted(tables: Tables, filters: Filters, clauses, bars: dict) -> dict:
    """What the bars should say, one date at a time, on the axis that they chose."""
    expected = Expected(tables, filters.without("first_day", "last_day"), clauses)
    starts = [day_number(start) for start in bars["starts"]]
    ends = [start - 1 for start in starts[1:]] + [day_number(bars["last"])]
    within, families = defaultdict(set), defaultdict(set)
    vague, before, after = [0] * len(starts), set(), set()
    for number in expected.passing:
        passage = tables.passages[number]
        mine = {FAMILIES.get(theme, "") for theme in passage.themes or ("",)}
        for first, last in expected.intervals(passage):
            if last < starts[0]:
                before.add(number)
            elif first > ends[-1]:
                after.add(number)
            for at, (start, end) in enumerate(zip(starts, ends, strict=True)):
                if start <= first and last <= end:
                    within[at].add(number)
                    for family in mine:
                        families[at, family].add(number)
                elif first <= end and last >= start:
                    vague[at] += 1
    every = range(len(starts))
    return {
        "total": [len(within[at]) for at in every],
        "counts": [[len(families[at, name]) for name in bars["families"]] for at in every],
        "vague": vague,
        "before": len(before),
        "after": len(after),
        "undated": sum(
            not expected.intervals(tables.passages[number]) for number in expected.passing
        ),
    }


@pytest.mark.parametrize("most_bins", [20, 160, 2000])
def test_bars_are_what_a_straight_count_says(workspace: Workspace, most_bins: int):
    workspaces.write(workspace, *World(5).reports(40))
    situation, tables = Situation(workspace), Tables(workspace)
    chooser = Chooser(tables, 5)
    seen = 0
    for number in range(40):
        filters, clauses = (Filters(), ()) if not number else chooser.choice()
        bars = histogram(situation.view(filters), families=FAMILIES, most_bins=most_bins)
        if not bars["starts"]:
            assert not bars["total"]
            continue
        seen += 1
        assert len(bars["starts"]) <= most_bins
        wanted = counted(tables, filters, clauses, bars)
        assert {name: bars[name] for name in wanted} == wanted
        json.dumps(bars)
    assert seen > 5


def dated(workspace: Workspace, *days: str) -> Situation:
    precisions = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}
    workspaces.write(
        workspace,
        *(
            workspaces.report(f"Report {n}", "Aid came.", when=When(day, precisions[len(day)]))
            for n, day in enumerate(days)
        ),
    )
    return Situation(workspace)


def spread(first: date, count: int, step: int) -> list[str]:
    return [(first + timedelta(n * step)).isoformat() for n in range(count)]


@pytest.mark.parametrize(
    ("step", "bins"), [(1, "day"), (5, "day"), (20, "week"), (100, "month"), (1000, "year")]
)
def test_bins_are_the_finest_that_fit(workspace: Workspace, step: int, bins: str):
    bars = histogram(dated(workspace, *spread(date(1920, 1, 1), 30, step)).view())
    assert bars["bins"] == bins
    assert sum(bars["total"]) == 30
    assert (bars["before"], bars["after"]) == (0, 0)


def test_ancient_dates_do_not_squash_the_rest(workspace: Workspace):
    days = ["1516-08-24", *spread(date(2020, 1, 1), 30, 2), "2999-01-01"]
    bars = histogram(dated(workspace, *days).view())
    assert bars["bins"] == "day"
    assert (bars["before"], bars["after"], sum(bars["total"])) == (1, 1, 30)
    assert (bars["first"], bars["newest"], bars["last"]) == (
        "2020-01-01",
        "2020-02-28",
        "2020-02-28",
    )


def test_period_of_a_thousand_years_shows_the_last_bins(workspace: Workspace):
    bars = histogram(dated(workspace, *spread(date(1000, 1, 1), 40, 9000)).view())
    assert (bars["bins"], len(bars["starts"])) == ("year", 160)
    assert bars["before"] + sum(bars["total"]) == 40


def test_period_that_is_chosen_is_reported_and_hides_no_bar(workspace: Workspace):
    situation = dated(workspace, *spread(date(2020, 1, 1), 10, 1), "2020")
    whole = histogram(situation.view())
    chosen = Filters(first_day=day_number("2020-01-03"), last_day=day_number("2020-01-04"))
    bars = histogram(situation.view(chosen))
    assert bars == whole | {"from": "2020-01-03", "to": "2020-01-04"}
    again = histogram(situation.view(chosen), whole=situation.view())
    assert again == bars


def test_undated_passages_give_no_bars(workspace: Workspace):
    workspaces.write(workspace, workspaces.report("Report", "Aid came.\n\nAid went."))
    bars = histogram(Situation(workspace).view())
    assert (bars["starts"], bars["undated"], bars["newest"]) == ([], 2, None)
