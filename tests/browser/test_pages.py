"""Every page, light and dark: that it can be used by everybody, and that pages know one another."""

import csv
import sys
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from driver import Dashboard, serving
from playwright.sync_api import Route, expect
from small_web import page as reply
from small_web import small_web

from geocache.gazetteer import CompiledGazetteer

PAGES = ("", "places", "reports", "review", "help", "your-places", "changes")
Visit = Callable[..., Dashboard]
_NOT_OURS = {
    # Streamlit's data grid: a canvas with a table beside it, in an element that scrolls.
    "scrollable-region-focusable",
}


def findings(dashboard: Dashboard) -> list[str]:
    """Serious and critical findings of axe, and where they are."""
    found = Axe().run(dashboard.page).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {node['target']} {node['html'][:160]}"
        for one in found
        if one["impact"] in {"serious", "critical"} and one["id"] not in _NOT_OURS
        for node in one["nodes"]
    ]


def opened(visit: Visit, address: str, page: str, scheme: str) -> Dashboard:
    dashboard = visit(f"{address}/{page}", waiting=not page, color_scheme=scheme)
    if page:
        heading = dashboard.page.get_by_role("heading", level=2).or_(
            dashboard.page.get_by_role("heading", level=1)
        )
        heading.first.wait_for(timeout=30_000)
    expect(dashboard.page.get_by_test_id("counts")).to_contain_text("passages", timeout=30_000)
    dashboard.page.wait_for_timeout(800)
    return dashboard


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_pages_can_be_used_by_everybody(visit: Visit, forty: str, page: str, scheme: str):
    assert findings(opened(visit, forty, page, scheme)) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_first_page_and_what_opens_on_it_are_accessible(visit: Visit, forty: str, scheme: str):
    dashboard = opened(visit, forty, "", scheme)
    dashboard.look_for("Bakhmut")
    assert findings(dashboard) == []
    dashboard.passages.first.get_by_test_id("mention").first.click()
    expect(dashboard.pane.get_by_test_id("place")).to_be_visible()
    dashboard.settle()
    assert findings(dashboard) == []
    dashboard.pane.get_by_role("tab", name="Why").click()
    expect(dashboard.pane.get_by_test_id("why")).to_be_visible(timeout=30_000)
    dashboard.settle()
    assert findings(dashboard) == []
    dashboard.pane.get_by_role("tab", name="Fix").click()
    expect(dashboard.pane.get_by_test_id("fix")).to_be_visible()
    for menu in ("time", "themes", "where", "certainty", "sources", "more"):
        dashboard.page.get_by_test_id(f"filter-{menu}").get_by_role("button").first.click()
        dashboard.settle()
        assert findings(dashboard) == [], menu


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pane_can_be_read_until_the_next_has_come(visit: Visit, forty: str, scheme: str):
    dashboard = opened(visit, forty, "", scheme)
    dashboard.look_for("Bakhmut")
    words = dashboard.passages.first.inner_text()
    held: list[Route] = []
    # A method of a list is nothing that Playwright can call.
    dashboard.page.route("**/data/document?*", lambda route: held.append(route))  # noqa: PLW0108
    dashboard.passages.first.get_by_role("button", name="Open report").click()
    expect(dashboard.pane).to_have_attribute("aria-busy", "true")
    dashboard.page.wait_for_timeout(300)  # whatever appears by and by has appeared
    assert findings(dashboard) == []
    assert dashboard.passages.first.inner_text() == words
    for route in held:
        route.continue_()
    expect(dashboard.pane.get_by_test_id("reader")).to_be_visible(timeout=30_000)
    expect(dashboard.pane).not_to_have_attribute("aria-busy", "true")


def test_choice_goes_along_to_other_pages_and_back(visit: Visit, forty: str):
    dashboard = visit(forty)
    dashboard.look_for("cholera")
    dashboard.page.get_by_role("link", name="Places").first.click()
    expect(dashboard.page.get_by_role("heading", name="Places")).to_be_visible(timeout=15_000)
    assert dashboard.parameters()["q"] == ["cholera"]
    expect(dashboard.page.get_by_text("6 places")).to_be_visible()
    dashboard.page.get_by_role("link", name="Reports").first.click()
    expect(dashboard.page.get_by_text("3 reports, ")).to_be_visible(timeout=15_000)
    # A change on another page is heard there.
    dashboard.page.get_by_test_id("clear").click()
    expect(dashboard.page.get_by_text("40 reports, ")).to_be_visible(timeout=15_000)
    dashboard.page.go_back()
    expect(dashboard.page.get_by_text("3 reports, ")).to_be_visible(timeout=15_000)
    dashboard.page.get_by_role("link", name="Situation").first.click()
    dashboard.wait_until(lambda: dashboard.counted()[0] == 3)
    expect(dashboard.passages).to_have_count(3)


def test_reports_are_pasted_and_come_onto_the_map(
    visit: Visit, gazetteer: CompiledGazetteer, tmp_path
):
    assert len(gazetteer)
    with serving(workspace=tmp_path / "own.sitmap") as (address, _):
        dashboard = visit(address, waiting=False)
        expect(dashboard.page.get_by_text("This is a demonstration")).to_be_visible(timeout=60_000)
        dashboard.page.get_by_test_id("add").click()
        dialog = dashboard.page.get_by_role("dialog").filter(has_text="Add reports")
        expect(dialog).to_be_visible(timeout=15_000)
        dialog.get_by_role("tab", name="Paste").click()
        dialog.get_by_role("textbox", name="Text").first.fill("Snow fell on Reykjavik in Iceland.")
        dialog.get_by_role("button", name="Add this text").click()
        # The page goes over to the user's own workspace by itself.
        expect(dashboard.page.get_by_text("This is a demonstration")).to_be_hidden(timeout=60_000)
        dashboard.wait_until(lambda: dashboard.ready() and dashboard.counted() == (1, 1), 60)
        assert {"Reykjavík", "Iceland"} <= dashboard.drawn()


# As the command, but the page may ask this machine, where a test's own web is.
ASKING_HERE = """
from functools import partial
from dashboard import collecting
collecting.offer_addresses = partial(collecting.offer_addresses, allow_private=True)
from dashboard.cli import main
main()
"""


def test_pages_are_asked_for_by_their_addresses(
    visit: Visit, gazetteer: CompiledGazetteer, tmp_path
):
    assert len(gazetteer)
    rain = tmp_path / "rain.txt"
    rain.write_text("Rain fell in Aleppo.", encoding="utf-8")
    command = [sys.executable, "-c", ASKING_HERE]
    with small_web() as web, serving(rain, command=command) as (address, _):
        web.replies["/snow"] = reply("Snow fell on Reykjavik in Iceland.")
        web.replies["/gone"] = reply("", status="404 Not Found")
        dashboard = visit(address)
        dashboard.page.get_by_test_id("add").click()
        dialog = dashboard.page.get_by_role("dialog").filter(has_text="Add reports")
        dialog.get_by_role("tab", name="Address").click()
        asked = dialog.get_by_role("textbox", name="Addresses")
        asked.fill(f"{web.address('/snow')}\n{web.address('/gone')}\nno address")
        dialog.get_by_role("button", name="Ask for these").click()
        expect(dialog.get_by_text("1 report is in.")).to_be_visible(timeout=60_000)
        expect(dialog.get_by_text("2 were not taken.")).to_be_visible()
        expect(dialog).to_contain_text("404")
        expect(dialog).to_contain_text("no address")
        expect(asked).to_have_value("")
        assert findings(dashboard) == []
        dialog.get_by_role("link", name="Show these only").click()
        dashboard.wait_until(lambda: dashboard.ready() and dashboard.counted() == (1, 2), 60)
        assert dashboard.drawn() == {"Reykjavík", "Iceland"}
    assert sorted(set(web.paths)) == ["/gone", "/snow"]


def test_view_is_saved_under_a_name_and_opened_again(visit: Visit, forty: str):
    dashboard = visit(forty)
    dashboard.look_for("cholera")
    views = dashboard.page.get_by_role("button", name="Views", exact=False).first
    views.click()
    dashboard.page.get_by_label("Name of the view").fill("<b>Cholera</b> & ${1}")
    dashboard.page.get_by_role("button", name="Save this view").click()
    dashboard.page.wait_for_timeout(1_000)
    dashboard.page.get_by_test_id("clear").click()
    dashboard.settle()
    views.click()
    dashboard.page.get_by_role("button", name="<b>Cholera</b> & ${1}", exact=True).click()
    dashboard.wait_until(lambda: dashboard.counted()[0] == 3)
    assert dashboard.parameters()["q"] == ["cholera"]


def test_export_is_what_is_shown(visit: Visit, forty: str):
    dashboard = visit(forty)
    dashboard.look_for("cholera")
    dashboard.page.get_by_test_id("export").click()
    with dashboard.page.expect_download() as waiting:
        dashboard.page.get_by_role("link", name="CSV").click()
    content = waiting.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(content.splitlines()))
    assert len({(row["document"], row["passage"]) for row in rows}) == 3
    assert "Bakhmut" not in content


def test_links_of_help_lead_to_places_on_its_page(visit: Visit, article_server: str):
    dashboard = visit(f"{article_server}/help?q=Rukban", waiting=False)
    page = dashboard.page
    expect(page.get_by_test_id("clear")).to_be_visible(timeout=30_000)  # links are ours from now on
    for link, heading in (("Glossary", "glossary"), ("Serving colleagues", "serving-colleagues")):
        page.get_by_role("link", name=link, exact=True).first.click()
        expect(page.locator(f"#{heading}")).to_be_in_viewport()
        assert page.url.endswith(f"/help?q=Rukban#{heading}")
    assert len(page.context.pages) == 1


def test_help_keeps_the_place_that_was_asked_for_while_the_page_grows(
    visit: Visit, article_server: str
):
    page = visit(f"{article_server}/places", waiting=False).page
    blocks_of_code: list[Route] = []

    def hold(block: Route) -> None:
        blocks_of_code.append(block)

    page.route("**/StreamlitSyntaxHighlighter*", hold)
    page.goto(f"{article_server}/help#glossary")
    heading, place_held = page.locator("#glossary"), page.get_by_test_id("stSkeleton")
    expect(heading).to_be_in_viewport(timeout=30_000)
    expect(place_held.first).to_be_attached()
    for block in blocks_of_code:
        block.continue_()
    expect(place_held).to_have_count(0)  # blocks of code are higher than what held their place
    expect(heading).to_be_in_viewport()
