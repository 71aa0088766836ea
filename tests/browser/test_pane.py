"""The right pane in a real browser, with a room that is made up and the answers of the server."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from stage import Query, Refusal, pages, stage

from dashboard.annotate import Annotator, Themes
from dashboard.errors import QueryError
from dashboard.ingest import read_document
from dashboard.model import Document, Precision, When
from dashboard.situation import Situation
from dashboard.views.decide_routes import DECISION_ANSWERS
from dashboard.views.pane_routes import PANE_ANSWERS
from dashboard.views.review_routes import REVIEW_ANSWERS
from dashboard.workspace import Workspace
from dashboard.workspace.jobs import Jobs
from geocache import Geoparser
from geocache.data_files import data_path

REPORTS = ("idlib-al-tanf-2020", "rukban-and-the-55-km-zone", "m4-and-m5-highways", "al-hol-camp")
MONTHS = ("January", "February", "March")
ANSWERS = PANE_ANSWERS | REVIEW_ANSWERS | DECISION_ANSWERS
HOSTILE = "<img src=x onerror=alert(1)> ${alert(2)} `x`"
ARABIC = "وصلت القافلة إلى دمشق ثم عادت إلى حلب"


def answered(situation: Situation, name: str, query: Query) -> Any:
    """Answer as the server does."""
    if name == "themes":
        return [asdict(theme) for theme in Themes.shipped().all]
    try:
        return json.loads(gzip.decompress(ANSWERS[name](situation, query)))
    except QueryError as error:
        return Refusal(400, str(error))


@pytest.fixture(scope="module")
def situation(tmp_path_factory: pytest.TempPathFactory, geoparser: Geoparser) -> Situation:
    workspace = Workspace(tmp_path_factory.mktemp("pane") / "work.sitmap")
    annotator = Annotator(geoparser)
    for name in REPORTS:
        workspace.add(annotator.annotate(read_document(data_path("documents", f"{name}.txt"))))
    long = "\n\n".join(
        f"On 5 {MONTHS[n % 3]} 2020 a convoy reached Aleppo, note {n}." for n in range(70)
    )
    for key, title, text in (
        ("a" * 64, HOSTILE, f"{HOSTILE} fell on Homs."),
        ("b" * 64, "تقرير عن القافلة", ARABIC),
        ("c" * 64, "The long notes", long),
        ("d" * 64, "Losses", "Shelling killed at least 12 people and wounded dozens in Hama."),
    ):
        when = When("2020-03-20", Precision.DAY)
        document = Document(key, title, text, f"{key[:3]}.txt", "", when, source="Post")
        workspace.add(annotator.annotate(document))
    ((number, second),) = workspace.rows(
        "SELECT d.id, p.start FROM document d JOIN passage p ON p.document_id = d.id "
        "WHERE d.hash = ? AND p.number = 1",
        ("c" * 64,),
    )
    with workspace.writing() as writer:
        writer.keep_pages(number, (0, second))
    Jobs(workspace).refuse("/in/<b>broken<b>.pdf", "it holds no text")
    return Situation(workspace)


@pytest.fixture(scope="module")
def address(situation: Situation) -> Iterator[str]:
    with stage(partial(answered, situation)) as address:
        yield f"{address}/pane.html"


Opens = Callable[..., Page]


@pytest.fixture
def opens(browser: Browser, address: str) -> Iterator[Opens]:
    """Open the pane at an address; at the end nothing may have gone wrong."""
    with pages(browser) as open_at:

        def open_page(state: str = "", query: str = "", width: int = 1000) -> Page:
            page = open_at(f"{address}?{query}#{state}", viewport={"width": width, "height": 760})
            page.wait_for_function("window.shown && document.querySelector('#host section')")
            return page

        yield open_page


def told(page: Page, name: str) -> list[Any]:
    found: list[Any] = page.evaluate(f"window.told.{name}")
    return found


def at(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate(
        "Object.fromEntries(new URLSearchParams(location.hash.slice(1)))"
    )
    return found


def hook(page: Page, name: str) -> Any:
    return page.get_by_test_id(name)


def mention(page: Page, words: str, passage: str = "") -> Any:
    inside = page.locator(f"[data-testid=passage]{passage} [data-testid=mention]")
    return inside.filter(has_text=re.compile(f"^{words}$")).first


def test_pane_holds_one_thing_at_a_time(opens: Opens):
    place = mention(opens("q=convoy"), "Aleppo").get_attribute("data-mark")
    for state, shown in (
        ("", "briefing"),
        ("q=convoy", None),
        (f"mark={place}", "place"),
        (f"mark={place}&doc={'c' * 64}&passage=3&tab=report", "place"),
        (f"doc={'c' * 64}", "reader"),
        ("mark=geonames:0", "place"),
        ("doc=nothing", "reader"),
    ):
        page = opens(state)
        found = [name for name in ("briefing", "place", "reader") if hook(page, name).count()]
        assert found == ([shown] if shown else []), state


def test_passage_of_a_paged_report_names_its_page(opens: Opens):
    page = opens(f"doc={'c' * 64}")
    shown = hook(page, "passage").locator("[data-page]")
    assert shown.first.inner_text() == "p. 1"
    assert shown.nth(1).inner_text() == "p. 2"
    page = opens("q=note+1")
    heading = page.locator(f"[data-testid=passage][data-document='{'c' * 64}'] header").first
    expect(heading).to_contain_text("· p. ")
    page = opens("q=55-km")
    expect(hook(page, "passage").first).to_be_visible()
    assert page.locator("[data-page]").count() == 0


def lit(page: Page) -> list[str]:
    found: list[str] = page.evaluate("[...(CSS.highlights.get('pane-cue') ?? [])].map(String)")
    return found


def test_theme_lights_its_cue_words(opens: Opens):
    page = opens("q=coronavirus")
    passage = hook(page, "passage").first
    theme = passage.get_by_test_id("theme").first
    hint = theme.get_attribute("title") or ""
    assert "cue words: “" in hint
    theme.hover()
    words = lit(page)
    assert words
    assert all(f"“{word}”" in hint for word in words)
    hook(page, "pane").locator("h2").first.hover()
    assert lit(page) == []


def test_theme_of_a_passage_filters_and_takes_that_back(opens: Opens):
    page = opens("q=camp")
    count = hook(page, "passage").count()
    theme = hook(page, "theme").first
    chosen = theme.get_attribute("data-theme") or ""
    theme.click()
    same = page.locator(f'[data-testid="theme"][data-theme="{chosen}"]')
    expect(same.first).to_have_attribute("aria-pressed", "true")
    assert 0 < hook(page, "passage").count() == same.count() < count
    same.first.click()
    expect(hook(page, "passage")).to_have_count(count)
    expect(theme).to_have_attribute("aria-pressed", "false")


def test_people_whom_a_passage_counts_are_a_filter(opens: Opens):
    page = opens("q=Hama")
    passage = hook(page, "passage").filter(has_text="Shelling killed")
    dead = passage.locator('[data-harm="dead"]')
    expect(dead).to_have_text("at least 12 dead")
    expect(passage.locator('[data-harm="injured"]')).to_have_text("injured, no number given")
    dead.hover()
    assert lit(page) == ["killed at least 12 people"]
    dead.click()
    expect(hook(page, "passage")).to_have_count(1)
    expect(dead).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("told.changes.at(-1)") == {"harm": ["dead"]}
    dead.click()
    assert page.evaluate("told.changes.at(-1)") == {"harm": None}


def test_passage_says_why_it_has_its_date_and_themes(opens: Opens):
    page = opens("q=coronavirus")
    passage = hook(page, "passage").first
    expect(passage.get_by_test_id("when")).to_contain_text("undated; reported on 2020")
    passage.hover()
    passage.get_by_test_id("passage-ask").click()
    why = hook(page, "passage-why")
    expect(why.get_by_test_id("why-date")).to_contain_text("Undated; reported on 2020")
    reason = why.get_by_test_id("why-theme").first
    expect(reason).to_contain_text("cue words: “")
    reason.hover()
    assert lit(page)
    page.keyboard.press("Escape")
    expect(why).to_have_count(0)
    expect(hook(page, "passage").first.get_by_test_id("passage-ask")).to_be_focused()


def test_briefing_number_is_a_filter(opens: Opens):
    page = opens(query="since=2")
    card = page.locator(".pane-card").filter(has_text="Most named")
    number = card.locator(".pane-number").first
    count = number.inner_text()
    number.click()
    expect(page.locator(".pane-list h2")).to_have_text(f"{count} passages")
    assert list(at(page)) == ["place"]
    page.go_back()
    expect(hook(page, "briefing")).to_be_visible()
    expect(page.get_by_text("New since your last visit")).to_be_visible()
    expect(page.get_by_text("<b>broken<b>.pdf")).to_be_visible()


def test_mention_in_the_list_opens_its_place_at_that_passage(opens: Opens):
    page = opens("q=convoy+reached")
    expect(hook(page, "passage")).to_have_count(50)
    page.get_by_role("button", name="Show 20 more").click()
    expect(hook(page, "passage")).to_have_count(70)
    word = mention(page, "Aleppo", "[data-passage='64']")
    word.click()
    expect(hook(page, "place").locator("h2")).to_have_text("Aleppo")
    expect(page.get_by_role("tab", name="Passages")).to_have_attribute("aria-selected", "true")
    state = at(page)
    assert (state["doc"], state["passage"], state["q"]) == ("c" * 64, "64", "convoy reached")
    current = page.locator(".pane-passage.current")
    expect(current).to_have_attribute("data-passage", "64")
    expect(current).to_be_in_viewport()
    assert page.evaluate("scrollY") == 0
    assert told(page, "pick")[-1]["passage"] == 64
    page.keyboard.press("Escape")
    assert at(page) == {"q": "convoy reached"}
    expect(page.locator(".pane-list")).to_be_visible()
    expect(hook(page, "passage")).to_have_count(70)  # as it was left


def test_address_is_written_before_the_pane_shows(opens: Opens):
    page = opens("q=convoy")
    page.evaluate("window.slow = [300]")
    mention(page, "Aleppo").click()
    assert "mark" in at(page)
    assert hook(page, "place").count() == 0
    expect(hook(page, "place")).to_be_visible()


def test_report_stays_open_when_a_mention_in_it_is_clicked(opens: Opens):
    page = opens(f"doc={'c' * 64}&passage=40")
    expect(hook(page, "reader")).to_be_visible()
    expect(page.locator(".pane-passage.current")).to_be_in_viewport()
    mention(page, "Aleppo", "[data-passage='41']").click()
    expect(hook(page, "place")).to_be_visible()
    expect(page.get_by_role("tab", name="Report")).to_have_attribute("aria-selected", "true")
    expect(page.locator("[data-passage='41']")).to_be_in_viewport()
    assert at(page)["tab"] == "report"
    focused = page.evaluate("document.activeElement.dataset.focus")
    assert focused.startswith(f"words {'c' * 64} 41")


def test_mentions_are_stepped_through_by_keys_and_buttons(opens: Opens):
    page = opens(f"doc={'c' * 64}")
    for _ in range(30):
        page.keyboard.press("n")
    word = page.locator("[data-testid=mention]:focus")
    expect(word).to_be_in_viewport()
    assert word.evaluate("e => e.closest('article').dataset.passage") == "29"
    page.keyboard.press("p")
    page.keyboard.press("ArrowLeft")
    assert word.evaluate("e => e.closest('article').dataset.passage") == "27"
    page.get_by_role("button", name="Next mention").click()
    assert word.evaluate("e => e.closest('article').dataset.passage") == "28"
    expect(page.get_by_text("29 of 70")).to_be_visible()
    assert page.evaluate("scrollY") == 0
    assert page.locator("[data-testid=mention][tabindex='0']").count() == 1


def test_tabs_and_the_map_ask_for_nothing_again(opens: Opens):
    page = opens("q=convoy+reached")
    mention(page, "Aleppo").click()
    expect(hook(page, "place")).to_be_visible()
    page.get_by_role("tab", name="Passages").focus()
    for tab in ("Report", "Why", "Fix"):
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("tab", name=tab)).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true")
        expect(page.get_by_role("tab", name=tab)).to_be_focused()
    expect(hook(page, "fix")).to_contain_text("This is right")
    before = len(told(page, "fetches"))
    for tab in ("Why", "Report", "Passages"):
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true")
    page.evaluate("room.address.change({ view: '35,38,7' })")
    assert len(told(page, "fetches")) == before
    assert page.get_by_role("tab", name="Why").get_attribute("aria-controls") == "pane-panel"


def test_tab_why_gives_reasons_and_shows_what_was_not_chosen(opens: Opens):
    page = opens(f"doc={'a' * 64}")
    mention(page, "Homs").click()
    page.get_by_role("tab", name="Why").click()
    why = hook(page, "why")
    expect(why).to_contain_text("Homs")
    expect(why).to_contain_text("Why this place")
    expect(why).to_contain_text("geonames:")
    expect(why).to_contain_text("CC BY 4.0")
    ghosts = told(page, "ghosts")[-1]["candidates"]
    assert ghosts
    assert all(set(ghost) == {"lat", "lon", "label", "id"} for ghost in ghosts)
    page.get_by_role("tab", name="Passages").click()
    page.wait_for_function("window.told.ghosts.at(-1).candidates.length === 0")


def test_detached_pane_hears_no_key_and_keeps_its_scroll_position(opens: Opens):
    page = opens(f"doc={'c' * 64}&passage=40")
    expect(page.locator(".pane-passage.current")).to_be_in_viewport()
    # A browser tells of scrolling in the next frame; nothing takes the pane away before that.
    page.evaluate("() => new Promise((seen) => requestAnimationFrame(() => setTimeout(seen)))")
    top = page.evaluate("document.querySelector('#host').scrollTop")
    page.evaluate("window.kept = document.querySelector('#host'); kept.remove()")
    page.wait_for_timeout(200)  # while another page is shown; who moves it at once scrolls it back
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    assert at(page)["doc"] == "c" * 64
    page.evaluate("document.body.prepend(kept)")
    page.wait_for_function(f"kept.scrollTop === {top}")
    page.evaluate("kept.remove(); room.address.change({ passage: '66' })")
    page.wait_for_timeout(200)
    page.evaluate("document.body.prepend(kept)")
    expect(page.locator("[data-passage='66']")).to_be_in_viewport()


def test_hovered_mention_is_reported_and_hovered_mark_is_highlighted(opens: Opens):
    page = opens("q=convoy+reached")
    word = mention(page, "Aleppo")
    word.hover()
    mark = word.get_attribute("data-mark")
    assert told(page, "point")[-1] == {"mark": mark, "from": "pane"}
    page.mouse.move(900, 600)
    assert told(page, "point")[-1]["mark"] is None
    told_by_map = "new CustomEvent('point', { detail: { mark, from: 'map' } })"
    page.evaluate(f"mark => room.bus.dispatchEvent({told_by_map})", mark)
    assert page.locator(".pane-mention.pointed").count() == 50


def test_words_of_reports_are_never_markup(opens: Opens):
    page = opens(f"doc={'a' * 64}")
    expect(page.locator("h2")).to_have_text(HOSTILE)
    assert page.locator("#host img").count() == 0
    page = opens("q=Homs")
    assert page.locator("#host img, #host script").count() == 0


def test_right_to_left_heading_leaves_room_for_the_close_button(opens: Opens):
    page = opens(f"doc={'b' * 64}", width=320)
    heading = page.locator("h2").bounding_box()
    close = page.get_by_role("button", name="Close").bounding_box()
    assert heading is not None
    assert close is not None
    assert heading["x"] + heading["width"] <= close["x"]
    assert page.locator("h2").get_attribute("dir") == "auto"
    assert page.evaluate("document.querySelector('#host').scrollWidth") <= 320
    words = page.locator(".pane-words").last
    assert words.evaluate("e => getComputedStyle(e).direction") == "rtl"


def test_month_is_a_filter_and_lets_go_again(opens: Opens):
    page = opens("q=convoy")
    mention(page, "Aleppo").click()
    expect(hook(page, "place")).to_be_visible()
    page.evaluate("room.address.change({ q: null })")
    bar = page.locator(".pane-month").last
    expect(bar).to_be_visible()
    bar.click()
    assert at(page)["from"].endswith("-01")
    expect(page.locator(".pane-month[aria-pressed=true]")).to_have_count(1)
    page.locator(".pane-month[aria-pressed=true]").click()
    assert "from" not in at(page)


def test_failed_fetch_is_reported_and_can_be_tried_again(opens: Opens):
    page = opens("q=convoy")
    page.evaluate("window.failing = true; room.address.change({ q: 'aid' })")
    expect(page.get_by_text("the server is gone")).to_be_visible()
    page.evaluate("window.failing = false")
    page.get_by_role("button", name="Try again").click()
    expect(hook(page, "passage").first).to_be_visible()
    page.evaluate("room.address.change({ q: 'aid OR' })")
    expect(page.get_by_text("ends in OR")).to_be_visible()


def test_latest_request_wins(opens: Opens):
    page = opens()
    page.evaluate("window.slow = [500, 0]")
    page.evaluate("room.address.change({ q: 'convoy' }); room.address.change({ q: 'Homs' })")
    page.wait_for_timeout(700)
    assert "Homs" in page.locator(".pane-list").inner_text()
    assert page.locator("[data-passage]").count() < 50


def test_list_of_parts_unfolds(opens: Opens):
    page = opens("q=Syria")
    mention(page, "Syria").click()
    around = page.locator(".pane-around").filter(has_text="In or near it")
    expect(around.locator(".pane-chip")).to_have_count(4)
    around.get_by_role("button", name="more").click()
    assert around.locator(".pane-chip").count() > 4
    expect(around.get_by_role("button", name="fewer")).to_be_focused()
    expect(hook(page, "passage").first).to_be_visible()
