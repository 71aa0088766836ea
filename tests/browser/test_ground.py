"""The ground under the marks: what it draws, and that it keeps out of their way."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from driver import Dashboard
from playwright.sync_api import Browser, Locator

from dashboard.export import export
from dashboard.situation import Filters, Situation
from dashboard.workspace import Workspace
from geocache.gazetteer import CompiledGazetteer

MAP = "document.querySelector('[data-ground]').ground._map"
COLOUR = """([lat, lon]) => {
    const map = %s, canvas = map.getPane("tilePane").querySelector("canvas"), counts = {};
    const at = map.latLngToLayerPoint([lat, lon]).subtract(L.DomUtil.getPosition(canvas));
    const pixels = canvas.getContext("2d").getImageData(at.x - 5, at.y - 5, 11, 11).data;
    for (let i = 0; i < pixels.length; i += 4) {
        const key = pixels.slice(i, i + 3).join();
        counts[key] = (counts[key] ?? 0) + 1;
    }
    const most = Object.entries(counts).sort((a, b) => b[1] - a[1])[0][0];
    return most.split(",").map(Number);
}"""
"""The commonest colour around a place: a line may go through it."""
DARK, LIGHT = 200, 600
"""Sums of red, green and blue."""


def ground_of(dashboard: Dashboard) -> Locator:
    return dashboard.map.locator("[data-ground]")


def look(dashboard: Dashboard, lat: float, lon: float, zoom: int) -> None:
    dashboard.page.evaluate(
        f"([lat, lon, zoom]) => {MAP}.setView([lat, lon], zoom, {{ animate: false }})",
        [lat, lon, zoom],
    )
    dashboard.page.wait_for_timeout(300)
    dashboard.page.wait_for_load_state("networkidle")
    dashboard.page.wait_for_timeout(300)


def colour(dashboard: Dashboard, lat: float, lon: float) -> list[int]:
    found: list[int] = dashboard.page.evaluate(COLOUR % MAP, [lat, lon])
    return found


def names(dashboard: Dashboard) -> int:
    return int(ground_of(dashboard).get_attribute("data-names") or 0)


def test_ground(article_server: str, visit: Callable[..., Dashboard]):
    dashboard = visit(article_server)
    look(dashboard, 46.5, 33, 6)
    land, sea, crimea = (
        colour(dashboard, *at) for at in [(47.6, 33.6), (43.6, 33.0), (45.35, 34.4)]
    )
    assert land != sea
    assert crimea not in (land, sea)
    assert colour(dashboard, 50.3, 32.0) == land
    assert names(dashboard) > 5

    look(dashboard, -1, 33, 6)
    assert colour(dashboard, -1, 33) == sea  # Lake Victoria
    look(dashboard, -17.8, 179.5, 6)  # Fiji, at both sides of the antimeridian
    assert colour(dashboard, -17.8, 178.0) == land
    assert colour(dashboard, -16.82, 179.98) == land
    look(dashboard, -80, 0, 2)
    assert colour(dashboard, -80, 0) == land


def test_disputed_ground_is_drawn_as_a_state_sees_it_where_somebody_asks(
    article_server: str, visit: Callable[..., Dashboard]
):
    dashboard = visit(article_server)
    look(dashboard, 46.5, 33, 6)
    land, neutral = colour(dashboard, 47.6, 33.6), colour(dashboard, 45.35, 34.4)
    dashboard.page.get_by_role("button", name="Whose view of disputed ground").click()
    dashboard.page.get_by_role("menuitemradio", name="As Ukraine sees it").click()
    assert dashboard.parameters()["borders"] == ["UA"]
    dashboard.wait_until(lambda: colour(dashboard, 45.35, 34.4) == land)
    said = dashboard.map.get_by_text("Disputed ground as Ukraine sees it")
    assert said.is_visible()
    linked = visit(dashboard.page.url)
    look(linked, 46.5, 33, 6)
    linked.wait_until(lambda: colour(linked, 45.35, 34.4) == land)
    dashboard.page.go_back()
    dashboard.wait_until(lambda: colour(dashboard, 45.35, 34.4) == neutral != land)
    assert said.count() == 0


def test_small_towns_are_named_at_deep_zooms(article_server: str, visit: Callable[..., Dashboard]):
    dashboard = visit(article_server)
    look(dashboard, 49.37, 40.13, 11)
    dashboard.wait_until(lambda: names(dashboard) >= 2)
    asked = [url for url in dashboard.requests if "/towns/9/" in url]
    assert asked


def test_colours_follow_the_theme_and_names_avoid_marks(
    article_server: str, visit: Callable[..., Dashboard]
):
    dashboard = visit(article_server)
    look(dashboard, 47, 12, 5)
    before, light = names(dashboard), colour(dashboard, 47.0, 2.6)
    dashboard.page.evaluate(f"() => {MAP}.fire('avoid', {{ boxes: [[-999, -999, 2999, 2999]] }})")
    assert before > 5
    dashboard.wait_until(lambda: names(dashboard) == 0)  # a little later, once for several changes
    dashboard.page.evaluate(f"() => {MAP}.fire('scheme', {{ scheme: 'dark' }})")
    dark = colour(dashboard, 47.0, 2.6)
    assert sum(dark) < DARK < LIGHT < sum(light)


def test_ground_that_can_not_be_loaded_is_reported(article_server: str, browser: Browser):
    page = browser.new_page()
    page.route("**/assets/ground/**", lambda route: route.abort())
    page.goto(article_server)
    page.get_by_test_id("map").get_by_role("alert").wait_for(timeout=60_000)
    assert page.locator("[data-ground]").get_attribute("data-ground") == "failed"
    page.unroute("**/assets/ground/**")
    page.evaluate(f"() => {MAP}.setZoom(3, {{ animate: false }})")
    page.locator("[data-ground=ready]").wait_for(timeout=30_000)
    assert page.get_by_test_id("map").get_by_role("alert").count() == 0
    page.close()


def test_standalone_page_opens_from_disk_with_its_ground(
    tmp_path: Path, browser: Browser, gazetteer: CompiledGazetteer
):
    workspace = Workspace(tmp_path / "reports.sitmap")
    file = export(Situation(workspace), Filters(), "html", gazetteer, dt.date(2024, 5, 6))
    path = tmp_path / "map.html"
    path.write_bytes(b"".join(file.chunks))
    workspace.close()
    assert path.stat().st_size < 3e6
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path.as_uri())
    page.locator("[data-ground=ready]").wait_for(timeout=30_000)
    assert int(page.locator("[data-ground]").get_attribute("data-names") or 0) > 5
    assert errors == []
    page.close()
