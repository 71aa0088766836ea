"""Putting right what was read: [Fix], words that were missed, how far it reaches, undo and redo."""

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from driver import SITMAP, Dashboard, serving
from playwright.sync_api import Locator, Route, expect
from reports import write_reports
from test_pages import findings

from dashboard.workspace import Workspace
from dashboard.workspace.content import content_hash
from geocache.data_files import data_path
from geocache.gazetteer import CompiledGazetteer

RUKBAN = "geonames:11428685"
HOSTILE = "<img src=x onerror=alert(1)> ${alert(2)} `x`"
Visit = Callable[..., Dashboard]
RANGE = """const rangeOf = (box, words) => {
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(words);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + words.length);
        return range;
    }
    return null;
};"""
"""Finds words in a box, for programs of the page."""
SELECT = """([words]) => {
    RANGE
    for (const box of document.querySelectorAll(".pane-words")) {
        const range = rangeOf(box, words);
        if (!range) continue;
        box.scrollIntoView({ block: "center" });
        const selection = document.getSelection();
        selection.removeAllRanges();
        selection.addRange(range);
        return true;
    }
    return false;
}""".replace("RANGE", RANGE)


@pytest.fixture(scope="module")
def article(gazetteer: CompiledGazetteer) -> Iterator[str]:
    """A server with the article, whose reading tests put right and take back."""
    assert len(gazetteer)
    with serving(data_path("documents", "idlib-al-tanf-2020.txt")) as (address, _):
        yield address


@pytest.fixture
def own_forty(
    gazetteer: CompiledGazetteer, tmp_path: Path
) -> Iterator[tuple[str, Callable[[], str]]]:
    """A server with forty reports, and what tells the hash of what its workspace holds."""
    assert len(gazetteer)
    folder, path = tmp_path / "reports", tmp_path / "forty.sitmap"
    folder.mkdir()
    write_reports(folder)
    add = [*SITMAP, "add", "--workspace", str(path), str(folder)]
    subprocess.run(add, check=True, capture_output=True)

    def holds() -> str:
        workspace = Workspace(path)
        try:
            return content_hash(workspace)
        finally:
            workspace.close()

    with serving(workspace=path) as (address, _):
        yield address, holds


def open_report(visit: Visit, address: str, **options: Any) -> Dashboard:
    dashboard = visit(address, **options)
    dashboard.look_for("hostage")
    dashboard.passages.first.get_by_role("button", name="Open report").click()
    expect(dashboard.pane.get_by_test_id("reader")).to_be_visible()
    dashboard.settle()
    return dashboard


def mention(dashboard: Dashboard, words: str) -> Locator:
    """The highlights of the pane with these words."""
    return dashboard.pane.get_by_test_id("mention").filter(has_text=words)


def hook(dashboard: Dashboard, name: str) -> Locator:
    return dashboard.page.get_by_test_id(name)


def decide(dashboard: Dashboard) -> None:
    expect(hook(dashboard, "fix-decide")).to_be_enabled(timeout=30_000)
    hook(dashboard, "fix-decide").click()
    expect(hook(dashboard, "done")).to_contain_text("Done:", timeout=30_000)
    dashboard.settle()


def undo(dashboard: Dashboard, key: str = "Control+z", said: str = "Taken back") -> None:
    dashboard.page.keyboard.press(key)
    expect(hook(dashboard, "done")).to_contain_text(said, timeout=30_000)
    dashboard.settle()


def named(dashboard: Dashboard, place: str) -> int:
    """How many highlights of the report mean a place, as the server says."""
    document = dashboard.passages.first.get_attribute("data-document")
    address = dashboard.page.url.split("/?", maxsplit=1)[0]
    answer = dashboard.page.request.get(f"{address}/data/document?doc={document}")
    found = [one["mark"] for passage in answer.json()["passages"] for one in passage["mentions"]]
    return found.count(place)


def test_riders_are_marked_and_mean_rukban(visit: Visit, article: str):
    dashboard = open_report(visit, article)
    before = named(dashboard, RUKBAN)
    assert mention(dashboard, "the riders").count() == 0
    assert dashboard.page.evaluate(SELECT, ["the riders"])
    hook(dashboard, "select-add").click()
    search = hook(dashboard, "fix-search")
    expect(search).to_have_value("the riders")
    search.fill("Rukban")
    hook(dashboard, "fix-found").and_(dashboard.page.locator(f"[data-place='{RUKBAN}']")).click()
    expect(hook(dashboard, "fix-card")).to_contain_text("“the riders” is Rukban")
    hook(dashboard, "fix-why").fill(HOSTILE)
    hook(dashboard, "fix-who").fill(HOSTILE)
    decide(dashboard)

    expect(mention(dashboard, "the riders")).to_have_attribute("data-mark", RUKBAN)
    assert dashboard.selected() == RUKBAN
    assert named(dashboard, RUKBAN) == before + 1
    lat, lon, _ = dashboard.map_view()
    assert (lat, lon) == pytest.approx((33.3, 38.7), abs=1)

    undo(dashboard)
    expect(mention(dashboard, "the riders")).to_have_count(0)
    assert dashboard.selected() == ""
    assert named(dashboard, RUKBAN) == before
    undo(dashboard, "Control+Shift+z", "Done again")
    expect(mention(dashboard, "the riders")).to_have_attribute("data-mark", RUKBAN)
    assert named(dashboard, RUKBAN) == before + 1

    # Who, when and why are seen, as text.
    mention(dashboard, "the riders").click()
    dashboard.pane.get_by_role("tab", name="Why").click()
    expect(hook(dashboard, "why-decided")).to_contain_text(HOSTILE, timeout=30_000)
    dashboard.settle()
    dashboard.page.get_by_role("link", name="Review").first.click()
    dashboard.page.get_by_role("tab", name="History").click()
    entry = hook(dashboard, "history-entry").first
    expect(entry).to_contain_text("the riders")
    expect(entry).to_contain_text(HOSTILE)
    hook(dashboard, "history-undo").first.click()
    expect(hook(dashboard, "done")).to_contain_text("Taken back", timeout=30_000)
    expect(entry).to_contain_text("taken back")


def test_candidate_is_chosen_by_keys_alone(visit: Visit, article: str):
    dashboard = open_report(visit, article)
    word = mention(dashboard, "Idlib").first
    was = word.get_attribute("data-mark")
    word.focus()
    dashboard.page.keyboard.press("f")
    expect(hook(dashboard, "fix")).to_be_visible(timeout=30_000)
    meant = hook(dashboard, "fix-candidate").nth(1).get_attribute("data-place")
    assert meant != was
    dashboard.page.keyboard.press("2")
    expect(hook(dashboard, "fix-preview")).to_contain_text("Moves 1 mention in 1 report")
    expect(hook(dashboard, "fix-decide")).to_be_focused()
    dashboard.page.keyboard.press("Enter")
    expect(hook(dashboard, "done")).to_contain_text("Done:", timeout=30_000)
    dashboard.settle()
    assert dashboard.parameters()["mark"] == [meant]
    assert dashboard.selected() == meant
    undo(dashboard)
    assert dashboard.parameters()["mark"] == [was]


def test_wide_decision_is_previewed_and_some_reports_are_left_out(visit: Visit, article: str):
    dashboard = open_report(visit, article)
    mention(dashboard, "Syria").first.click(button="right")
    hook(dashboard, "fix-reject").click()
    expect(hook(dashboard, "fix-preview")).to_contain_text("Moves 1 mention")
    hook(dashboard, "fix-reach-document").check()
    expect(hook(dashboard, "fix-preview")).not_to_contain_text("Moves 1 mention")
    moves = hook(dashboard, "fix-moves").get_by_role("checkbox")
    count = moves.count()
    assert count > 2
    left = moves.nth(count - 1)
    left.uncheck()
    decide(dashboard)
    expect(hook(dashboard, "done")).to_contain_text(f"{count - 1} mentions in 1 report")
    undo(dashboard)


def test_pin_line_and_area_are_drawn_on_the_map(visit: Visit, article: str):
    dashboard = open_report(visit, article)
    mention(dashboard, "Idlib").first.click(button="right")
    expect(hook(dashboard, "fix-point")).to_be_visible(timeout=30_000)
    hook(dashboard, "fix-line").click()
    box = dashboard.map.bounding_box()
    assert box
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    dashboard.page.mouse.click(*middle)
    dashboard.page.mouse.click(middle[0] + 60, middle[1] + 30)
    dashboard.page.keyboard.press("Enter")
    hook(dashboard, "fix-name").fill("Convoy road")
    decide(dashboard)
    expect(dashboard.pane.get_by_test_id("place")).to_contain_text("Convoy road")
    undo(dashboard)


def test_ends_of_a_name_are_stepped_by_keys(visit: Visit, article: str):
    dashboard = open_report(visit, article)
    mention(dashboard, "Idlib").first.click(button="right")
    hook(dashboard, "fix-words").click()
    words = hook(dashboard, "fix-span").locator("mark")
    before = words.inner_text()
    expect(hook(dashboard, "fix-span-end")).to_be_focused()
    dashboard.page.keyboard.press("ArrowRight")
    assert len(words.inner_text().split()) == len(before.split()) + 1
    dashboard.page.keyboard.press("ArrowLeft")
    assert words.inner_text() == before
    dashboard.page.keyboard.press("Shift+ArrowLeft")
    assert words.inner_text() == before[:-1]
    dashboard.page.keyboard.press("Escape")
    expect(hook(dashboard, "fix-words")).to_be_focused()


WHERE = """(box, words) => {
    RANGE
    const { left, right, top, bottom } = rangeOf(box, words).getBoundingClientRect();
    return [left, right, (top + bottom) / 2];
}""".replace("RANGE", RANGE)


def test_ends_of_a_name_are_dragged(visit: Visit, article: str):
    dashboard = open_report(visit, article)
    mention(dashboard, "Idlib").first.click(button="right")
    hook(dashboard, "fix-words").click()
    span = hook(dashboard, "fix-span")
    name = span.locator("mark")
    whole = " ".join(span.inner_text().split())
    words = name.inner_text()
    before, behind = (part.split() for part in whole.split(words, 1))

    def drag(side: str, word: str) -> None:
        box = hook(dashboard, f"fix-span-{side}").bounding_box()
        left, right, middle = span.evaluate(WHERE, word)
        assert box
        dashboard.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        dashboard.page.mouse.down()
        dashboard.page.mouse.move(left + 1 if side == "start" else right - 1, middle, steps=6)
        dashboard.page.mouse.up()

    last, first = f"{behind[0]} {behind[1]}", f"{before[-2]} {before[-1]}"
    drag("end", last)
    expect(name).to_have_text(f"{words} {last}")
    drag("start", first)
    expect(name).to_have_text(f"{first} {words} {last}")
    drag("end", words)
    expect(name).to_have_text(f"{first} {words}")
    expect(hook(dashboard, "fix-span-end")).to_be_focused()
    dashboard.page.keyboard.press("Enter")
    expect(hook(dashboard, "fix-card")).to_contain_text(f"the name is “{first} {words}”")


def test_refused_decision_is_reported_where_the_person_is(visit: Visit, article: str):
    dashboard = open_report(visit, article)
    mention(dashboard, "Idlib").first.click(button="right")
    date = hook(dashboard, "fix-date").last
    date.fill("next week")
    date.press("Enter")
    expect(hook(dashboard, "fix-problem")).to_contain_text("next week", timeout=30_000)
    expect(hook(dashboard, "fix-decide")).to_be_disabled()
    assert findings(dashboard) == []
    hook(dashboard, "fix-cancel").click()
    expect(hook(dashboard, "fix-confirm")).to_be_visible()


def test_cross_site_request_changes_nothing(visit: Visit, article: str):
    page = visit(article).page
    for headers in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = page.request.post(f"{article}/data/undo", data={"uid": "x"}, headers=headers)
        assert answer.status == 403
    plain = page.request.post(
        f"{article}/data/undo", data="{}", headers={"Content-Type": "text/plain"}
    )
    assert plain.status == 403


def test_wrong_theme_is_taken_away_and_the_page_stays(visit: Visit, article: str):
    dashboard = open_report(visit, article)
    with_themes = dashboard.passages.filter(has=dashboard.page.get_by_test_id("theme"))
    number = with_themes.last.get_attribute("data-passage")
    passage = dashboard.pane.locator(f'[data-testid="passage"][data-passage="{number}"]')
    themes = passage.get_by_test_id("theme")
    count, opened = themes.count(), dashboard.parameters()["doc"]
    passage.hover()
    passage.get_by_test_id("passage-ask").click()
    expect(hook(dashboard, "why-theme")).to_have_count(count)
    hook(dashboard, "fix-theme-wrong").first.click()
    decide(dashboard)
    expect(themes).to_have_count(count - 1)
    expect(hook(dashboard, "passage-why")).to_have_count(0)
    assert dashboard.parameters()["doc"] == opened
    undo(dashboard)
    expect(themes).to_have_count(count)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_decision_form_is_accessible(visit: Visit, article: str, scheme: str, width: int):
    view = {"width": width, "height": 844}
    dashboard = open_report(visit, article, color_scheme=scheme, viewport=view)
    mention(dashboard, "Idlib").first.click(button="right")
    expect(hook(dashboard, "fix-confirm")).to_be_visible(timeout=30_000)
    dashboard.settle()
    assert findings(dashboard) == []
    hook(dashboard, "fix-candidate").nth(1).click()
    expect(hook(dashboard, "fix-decide")).to_be_enabled(timeout=30_000)
    expect(hook(dashboard, "fix-decide")).to_be_in_viewport()
    dashboard.settle()
    assert findings(dashboard) == []
    decide(dashboard)
    assert findings(dashboard) == []
    undo(dashboard)
    assert dashboard.page.evaluate("document.documentElement.scrollWidth") <= width


def all_read(dashboard: Dashboard, address: str) -> None:
    """Wait until the reports are read again that decisions left to be read."""
    dashboard.page.wait_for_function(
        """async (address) => !(await (await fetch(`${address}/data/revision`)).json()).settling""",
        arg=address,
        timeout=60_000,
    )


def test_keys_decide_ten_times_and_undo_takes_all_back(
    visit: Visit, own_forty: tuple[str, Callable[[], str]]
):
    address, holds = own_forty
    before = holds()
    dashboard = visit(f"{address}/review", waiting=False)
    card = hook(dashboard, "review-card")
    current = dashboard.page.locator("[data-testid=review-row][aria-current=true]")
    keys = ("Enter", "x", "2", "u", "Enter")
    for number in range(10):
        expect(card.locator("h2")).to_be_visible(timeout=30_000)
        words = card.locator("h2").inner_text().split()
        group = str(current.get_attribute("data-key"))  # the next one may have the same words
        key = keys[number % len(keys)]
        if key == "2" and card.get_by_test_id("fix-candidate").count() < 2:
            key = "x"
        dashboard.page.keyboard.press(key)
        said = re.compile(f"Done: .*{re.escape(words[-1])}”")  # of this decision, not the last one
        expect(hook(dashboard, "done")).to_contain_text(said, timeout=30_000)
        expect(current).not_to_have_attribute("data-key", group)
        dashboard.page.get_by_role("button", name="Hide this line").click()
    all_read(dashboard, address)
    assert holds() != before
    total = dashboard.page.request.get(f"{address}/data/queue").json()["total"]
    expect(hook(dashboard, "review-count")).to_contain_text(f"{total} groups", timeout=15_000)
    dashboard.page.get_by_role("tab", name="Decided").click()
    expect(hook(dashboard, "history-entry")).to_have_count(10)
    assert findings(dashboard) == []
    dashboard.page.get_by_role("tab", name="To decide").click()
    for left in range(9, -1, -1):
        expect(card.locator("h2")).to_be_visible()
        dashboard.page.keyboard.press("Control+z")
        expect(hook(dashboard, "done")).to_contain_text("Taken back", timeout=30_000)
        dashboard.page.get_by_role("button", name="Hide this line").click()
        answer = dashboard.page.request.get(f"{address}/data/history?most=500").json()
        assert sum(not one["undone"] and one["act"] != "undo" for one in answer) == left
    all_read(dashboard, address)
    assert holds() == before


def test_reports_left_out_of_a_group_are_still_to_be_decided(visit: Visit, article: str):
    dashboard = visit(f"{article}/review", waiting=False)
    queue = dashboard.page.request.get(f"{article}/data/queue").json()
    group = max(queue["groups"], key=lambda one: one["mentions"])
    row = dashboard.page.locator(f"[data-testid=review-row][data-key='{group['key']}']")
    row.click()
    words = hook(dashboard, "review-words").get_by_role("checkbox")
    expect(words).to_have_count(group["mentions"], timeout=30_000)
    words.first.uncheck()
    hook(dashboard, "review-confirm").click()
    expect(hook(dashboard, "done")).to_contain_text("Done:", timeout=30_000)
    expect(row).to_contain_text("1 mention", timeout=30_000)
    expect(hook(dashboard, "review-count")).to_contain_text(f"{queue['total']} groups")
    dashboard.page.keyboard.press("Control+z")
    expect(hook(dashboard, "done")).to_contain_text("Taken back", timeout=30_000)


def test_enter_does_not_overtake_a_place_that_is_still_weighed(visit: Visit, article: str):
    dashboard = visit(article)
    page, card = dashboard.page, hook(dashboard, "review-card")
    waiting: list[Route] = []
    # A method of a list is nothing that Playwright can call.
    page.route("**/data/fix?*", lambda route: waiting.append(route))  # noqa: PLW0108
    page.goto(f"{article}/review")
    expect(card).to_contain_text("Weighing what else may be meant", timeout=30_000)
    words = card.locator("h2").inner_text()
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(hook(dashboard, "review-problem")).to_contain_text("still weighed")
    expect(card.locator("h2")).to_have_text(words)
    page.route("**/data/fix?*", lambda route: route.continue_())
    for route in waiting:
        route.continue_()
    expect(hook(dashboard, "done")).to_contain_text(f"Done: “{words}” is", timeout=30_000)
    entry = page.request.get(f"{article}/data/history?most=1").json()[0]
    assert entry["act"] == "place"
    page.keyboard.press("Control+z")
    expect(hook(dashboard, "done")).to_contain_text("Taken back", timeout=30_000)
