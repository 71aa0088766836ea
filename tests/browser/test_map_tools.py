"""The map's toolbar and legend in a real browser."""

from collections.abc import Callable

import pytest
from map_room import changes, drawn
from playwright.sync_api import Page, expect


def test_toolbar_is_one_tab_stop_and_changes_the_address(opened_map: Callable[..., Page]):
    page = opened_map()
    page.evaluate("map.getContainer().focus()")
    for _ in range(9):  # past what is in the map itself
        page.keyboard.press("Tab")
        if page.evaluate("Boolean(document.activeElement.closest('[role=toolbar]'))"):
            break
    expect(page.get_by_role("button", name="Zoom in")).to_be_focused()
    page.keyboard.press("ArrowUp")
    family = page.get_by_role("button", name="Colour marks by theme family")
    expect(family).to_be_focused()
    page.keyboard.press("Enter")
    expect(family).to_have_attribute("aria-pressed", "true")
    for _ in range(2):  # past the views of disputed ground
        page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("menuitemradio", name="Marks")).to_have_attribute(
        "aria-checked", "true"
    )
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="What the map shows")).to_be_focused()
    assert changes(page) == [{"family": "1"}, {"layer": "heat"}]
    page.keyboard.press("Tab")
    expect(page.get_by_role("toolbar").locator(":focus")).to_have_count(0)


def test_fit_shows_all_marks_and_home_the_first_view(opened_map: Callable[..., Page]):
    page = opened_map()
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="First view").click()
    page.wait_for_function("map.getZoom() === 6 && Math.abs(map.getCenter().lng - 38) < 0.01")
    page.evaluate("map.setView([50, 10], 5, {animate: false})")
    page.get_by_role("button", name="Fit all marks").click()
    page.wait_for_function(
        "marks.known.every(({lat, lon}) => map.getBounds().contains([lat, lon]))"
        " && map.getZoom() >= 6"
    )
    bounds = page.evaluate(
        """async () => {
            const { boundsOf } = await import("./assets/sitmap/packed.js");
            const { onWorld } = await import("./assets/sitmap/packed.js");
            const at = [[178, -18], [-179, -17], [175, -41]].map(([lon, lat]) => onWorld(lon, lat));
            return boundsOf(at.map(([x]) => x), at.map(([, y]) => y), [0, 1, 2]);
        }"""
    )
    assert bounds == pytest.approx([175, -41, 181, -17])


def test_legend_filters_by_family(opened_map: Callable[..., Page]):
    page = opened_map("theme=aid&theme=conflict")
    page.get_by_role("button", name="Legend").click()
    conflict = page.get_by_role("button", name="Conflict")
    expect(conflict).to_have_attribute("aria-pressed", "mixed")
    expect(page.get_by_role("button", name="Needs")).to_have_attribute("aria-pressed", "true")
    conflict.click()
    assert changes(page) == [{"theme": ["aid", "conflict", "peace"]}]
    expect(conflict).to_have_attribute("aria-pressed", "true")
    expect(conflict).to_be_focused()
    conflict.click()
    page.get_by_role("button", name="Needs").click()
    assert changes(page)[1:] == [{"theme": ["aid"]}, {"theme": None}]
    page.get_by_role("button", name="No theme").click()
    assert changes(page)[-1] == {"theme": ["none"]}


@pytest.mark.parametrize("width", [320, 700, 1440])
def test_tools_fit_into_the_map(opened_map: Callable[..., Page], width: int):
    page = opened_map(width=width)
    head = page.get_by_role("button", name="Legend")
    expect(head).to_have_attribute("aria-expanded", "false")
    head.click()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for button in page.locator(".sitmap-map button:visible:not(.sitmap-family)").all():
        box = button.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= 600
    for button in page.locator(".sitmap-tool:visible").all():
        box = button.bounding_box()
        assert box
        assert (box["width"], box["height"]) == (32, 32)


def test_map_tools_leave_nothing_when_the_map_goes(opened_map: Callable[..., Page]):
    page = opened_map("box=36,34,39,37")
    page.get_by_role("button", name="Measure a distance").click()
    page.evaluate("tools.destroy()")
    assert page.locator("#root > *").count() == 1
    assert drawn(page) == 0
    page.evaluate("goTo('layer=areas'); map.setView([34, 40], 4); map.fire('drawn')")
    assert changes(page) == []
