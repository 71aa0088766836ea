"""The timeline in a real browser, with a room that is made up."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from stage import pages, stage

FAMILIES = ["conflict", "politics", "people", "needs", "economy", ""]
FIRST, WEEKS = date(2018, 1, 1), 104
LAST = FIRST + timedelta(7 * WEEKS - 1)
FROM_START, FROM_END = "First day", "Last day"


def bars() -> dict[str, Any]:
    """Two years of weeks; the 62nd is that of 4 March 2019, with 12 passages."""
    starts = [FIRST + timedelta(7 * week) for week in range(WEEKS)]
    counts = [
        [(week * (f + 3) + f) % (7 - f) + week // 40 for f in range(6)] for week in range(WEEKS)
    ]
    total = [max(*row, sum(row) - 2) for row in counts]
    counts[61], total[61] = [8, 0, 0, 5, 0, 0], 12
    counts[40], total[40] = [0] * 6, 0
    return {
        "bins": "week",
        "starts": [start.isoformat() for start in starts],
        "families": FAMILIES,
        "counts": counts,
        "total": total,
        "vague": [3 if 52 <= week < 105 else 0 for week in range(WEEKS)],
        "undated": 34,
        "before": 2,
        "after": 0,
        "from": None,
        "to": None,
        "first": FIRST.isoformat(),
        "last": LAST.isoformat(),
        "newest": "2019-12-27",
    }


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with stage(lambda _name, _query: bars()) as address:
        yield f"{address}/timeline.html"


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open the timeline at the address of a room; nothing may go wrong in it."""
    with pages(browser) as open_at:

        def open_page(choice: str = "", width: int = 1440, **options: Any) -> Page:
            choice = choice.replace("&", "%26")
            viewport = {"width": width, "height": 300}
            page = open_at(f"{address}?address={choice}", viewport=viewport, **options)
            page.get_by_role("slider").first.wait_for()
            return page

        yield open_page


def told(page: Page, what: str) -> list[Any]:
    return page.evaluate(f"told.{what}")


def at_week(page: Page, week: float) -> tuple[float, float]:
    """Where a week is drawn; 0.5 is the middle of the first."""
    box = page.locator(".timeline-plot").bounding_box()
    assert box
    return box["x"] + box["width"] * week / WEEKS, box["y"] + box["height"] / 2


def drag(page: Page, start: float, end: float) -> None:
    page.mouse.move(*at_week(page, start))
    page.mouse.down()
    page.mouse.move(*at_week(page, (start + end) / 2), steps=4)
    page.mouse.move(*at_week(page, end), steps=4)
    page.wait_for_timeout(60)
    page.mouse.up()


def weeks(first: int, last: int) -> dict[str, str]:
    """The period from one week to another."""
    ends = FIRST + timedelta(7 * first), FIRST + timedelta(7 * last + 6)
    return {"from": ends[0].isoformat(), "to": ends[1].isoformat()}


def test_drag_moves_the_map_and_then_the_address_once(opened: Callable[..., Page]):
    page = opened()
    drag(page, 10.5, 20.5)
    assert told(page, "changes") == [weeks(10, 20)]
    ranges = told(page, "ranges")
    assert weeks(10, 20) in ranges
    assert ranges[-1] is None
    assert told(page, "fetches") == ["timeline"]  # the bars stay
    drag(page, 15.5, 25.5)  # the brush itself
    drag(page, 31, 40.5)  # its right edge
    drag(page, 20, 12.5)  # its left one
    assert told(page, "changes")[1:] == [weeks(20, 30), weeks(20, 40), weeks(12, 40)]


def test_edge_that_passes_the_other_takes_its_part(opened: Callable[..., Page]):
    page = opened()
    drag(page, 20.5, 30.5)
    drag(page, 31, 10.5)
    assert told(page, "changes")[-1] == weeks(10, 20)


def test_click_chooses_a_bar_and_a_double_click_all(opened: Callable[..., Page]):
    page = opened()
    page.mouse.click(*at_week(page, 61.5))
    assert told(page, "changes") == [weeks(61, 61)]
    expect(page.locator(".timeline-said")).to_have_text("4 Mar 2019 – 10 Mar 2019")
    page.mouse.dblclick(*at_week(page, 61.5))
    assert told(page, "changes")[1:] == [{"from": None, "to": None}]
    expect(page.locator(".timeline-said")).to_have_text("All dates")


def test_escape_ends_a_drag_and_clears_a_period(opened: Callable[..., Page]):
    page = opened("theme=needs")
    page.mouse.move(*at_week(page, 10.5))
    page.mouse.down()
    page.mouse.move(*at_week(page, 20.5), steps=4)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert told(page, "changes") == []
    assert told(page, "ranges")[-1] is None
    drag(page, 10.5, 20.5)
    page.keyboard.press("Escape")
    assert told(page, "changes")[1:] == [{"from": None, "to": None}]


def test_keys_move_the_edges(opened: Callable[..., Page]):
    page = opened()
    start, end = (page.get_by_role("slider", name=name) for name in (FROM_START, FROM_END))
    expect(start).to_have_attribute("aria-valuetext", "1 January 2018")
    expect(end).to_have_attribute("aria-valuetext", "29 December 2019")
    start.press("PageUp")
    start.press("ArrowRight")
    start.press("ArrowLeft")
    end.press("ArrowLeft")
    expect(start).to_have_attribute("aria-valuetext", "12 March 2018")
    page.wait_for_function("told.changes.length === 1")
    assert told(page, "changes") == [weeks(10, WEEKS - 2)]
    end.press("Home")
    page.wait_for_function("told.changes.length === 2")
    assert told(page, "changes")[-1] == weeks(10, 10)
    end.press("Shift+PageUp")
    page.wait_for_function("told.changes.length === 3")
    assert told(page, "changes")[-1] == weeks(20, 20)
    end.press("End")
    start.press("Home")
    page.wait_for_function("told.changes.length === 4")
    assert told(page, "changes")[-1] == {"from": None, "to": None}


@pytest.mark.parametrize(
    ("name", "start"),
    [("7 days", "2019-12-21"), ("30 days", "2019-11-28"), ("12 months", "2018-12-28")],
)
def test_presets_end_at_the_newest_dated_passage(
    opened: Callable[..., Page], name: str, start: str
):
    page = opened()
    expect(page.locator(".timeline-presets")).to_contain_text("Up to 27 Dec 2019, the newest")
    page.get_by_role("button", name=f"Last {name}").click()
    assert told(page, "changes") == [{"from": start, "to": "2019-12-27"}]
    chosen = page.get_by_role("button", name=f"Last {name}")
    expect(chosen).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="All", exact=True).click()
    assert told(page, "changes")[1:] == [{"from": None, "to": None}]


def test_play_steps_to_the_end_and_stops(opened: Callable[..., Page]):
    page = opened("from=2019-12-02&to=2019-12-08")
    page.get_by_role("button", name="Speed 1 times").click()
    page.get_by_role("button", name="Speed 2 times").click()
    page.get_by_role("button", name="Play: move the period on").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.wait_for_function("told.changes.length === 1", timeout=5000)
    last = weeks(WEEKS - 1, WEEKS - 1)
    assert told(page, "changes") == [last]
    assert told(page, "ranges")[-2:] == [last, None]
    expect(page.get_by_role("button", name="Play: move the period on")).to_be_visible()


def test_period_of_no_whole_weeks_plays_to_the_last_day(opened: Callable[..., Page]):
    page = opened("from=2019-12-11&to=2019-12-20")
    page.get_by_role("button", name="Play: move the period on").click()
    page.wait_for_function("told.changes.length === 1", timeout=8000)
    assert told(page, "changes") == [{"from": "2019-12-20", "to": "2019-12-29"}]


def test_reduced_motion_keeps_everything_still(opened: Callable[..., Page]):
    page = opened("from=2019-01-07&to=2019-01-13", reduced_motion="reduce")
    page.get_by_role("button", name="Step the period on").click()
    assert told(page, "changes") == [weeks(54, 54)]
    page.wait_for_timeout(1000)
    assert len(told(page, "changes")) == 1


def test_undated_passages_are_a_filter(opened: Callable[..., Page]):
    page = opened("from=2019-01-07&to=2019-01-13")
    undated = page.get_by_role("button", name="no date: 34")
    undated.click()
    assert told(page, "changes") == [{"dated": ["none"], "from": None, "to": None}]
    expect(undated).to_have_attribute("aria-pressed", "true")
    drag(page, 10.5, 20.5)
    assert told(page, "changes")[1:] == [{**weeks(10, 20), "dated": None}]
    expect(undated).to_have_attribute("aria-pressed", "false")


def test_timeline_follows_links_and_new_reports(opened: Callable[..., Page]):
    page = opened()
    page.evaluate("goTo('from=2018-05-02')")
    expect(page.locator(".timeline-said")).to_have_text("from 2 May 2018")
    assert told(page, "fetches") == ["timeline"]
    page.evaluate("goTo('theme=needs')")
    expect(page.locator(".timeline-said")).to_have_text("All dates")
    assert len(told(page, "fetches")) == 2
    page.evaluate("room.bus.dispatchEvent(new CustomEvent('revision', {detail: {v: 2}}))")
    assert len(told(page, "fetches")) == 3
    assert told(page, "changes") == []


def test_bars_say_what_they_are(opened: Callable[..., Page]):
    page = opened()
    page.mouse.move(*at_week(page, 61.5))
    tip = page.locator(".timeline-tip")
    expect(tip).to_contain_text("week of 4 March 2019: 12 passages")
    expect(tip).to_contain_text("Conflict 8 · Needs 5")
    expect(tip).to_contain_text("3 wider dates may fall here")
    page.mouse.move(10, 10)
    expect(tip).to_be_hidden()
    page.get_by_role("button", name="2 before 1 Jan 2018").click()
    assert told(page, "changes") == [{"from": None, "to": "2017-12-31"}]


def test_empty_timeline_says_so_in_words(opened: Callable[..., Page]):
    page = opened()
    empty = "answer = {...answer, starts: [], total: [], counts: [], vague: [], first: null}"
    page.evaluate(f"{empty}; goTo('theme=none')")
    expect(page.get_by_role("status")).to_have_text("No passage of this choice has a date.")
    expect(page.get_by_role("button", name="no date: 34")).to_be_visible()
    page.evaluate("failing = true; goTo('theme=x')")
    expect(page.get_by_role("status")).to_contain_text("could not be read")


@pytest.mark.parametrize(
    ("width", "height"), [(1440, 92), (1110, 92), (768, 64), (390, 64), (320, 64)]
)
def test_timeline_fits(opened: Callable[..., Page], width: int, height: int):
    page = opened("from=2019-01-07&to=2019-03-13", width=width)
    box = page.get_by_test_id("timeline").bounding_box()
    assert box
    assert (box["width"], box["height"]) == (width, height)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for button in page.locator(".timeline-head :is(button, select):visible").all():
        its = button.bounding_box()
        assert its
        assert its["x"] >= 0
        assert its["x"] + its["width"] <= width
        assert its["width"] >= 24


def test_period_menu_stands_on_a_narrow_page(opened: Callable[..., Page]):
    page = opened(width=390)
    menu = page.get_by_role("combobox", name="Period")
    menu.select_option(label="Last 30 days (to 27 Dec 2019)")
    assert told(page, "changes") == [{"from": "2019-11-28", "to": "2019-12-27"}]
    expect(menu.locator("option").first).to_have_text("28 Nov 2019 – 27 Dec 2019")
    menu.select_option(label="All dates")
    menu.select_option(label="2 before 1 Jan 2018")
    assert told(page, "changes")[2:] == [{"from": None, "to": "2017-12-31"}]


def test_destroyed_timeline_listens_no_more(opened: Callable[..., Page]):
    page = opened()
    page.evaluate("shown.destroy(); goTo('theme=needs')")
    page.evaluate("room.bus.dispatchEvent(new CustomEvent('revision', {detail: {v: 2}}))")
    assert told(page, "fetches") == ["timeline"]
    expect(page.get_by_test_id("timeline")).to_have_count(0)
