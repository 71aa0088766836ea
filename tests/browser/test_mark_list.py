"""Marks by keys, and their list, in a real browser."""

from collections.abc import Callable

import pytest
from map_room import HOSTILE, changes, spot
from playwright.sync_api import Page, expect


def test_mark_list_is_in_step_with_the_map(opened_map: Callable[..., Page]):
    page = opened_map()
    button = page.get_by_role("button", name="List of marks")
    button.click()
    entries = page.locator(".sitmap-marklist li button")
    expect(entries).to_have_text(
        [
            "Syria, 90 passages",
            "3 places, 39 passages",
            "Homs, 20 passages",
            f"{HOSTILE}, 12 passages, named as an actor",
            "Tadmur, 7 passages, may be another place",
            "Rukban, 1 passage",
        ]
    )
    page.evaluate("map.setView([36.2, 37.4], 9)")
    expect(entries).to_have_text(["Aleppo, 30 passages", "Al-Bab, 5 passages", "Azaz, 4 passages"])
    page.evaluate("map.setView([36.2, 37.4], 4)")
    expect(entries).to_have_count(page.evaluate("marks.circles.length"))
    button.click()
    expect(entries.first).to_be_hidden()


def test_mark_list_says_how_many_it_leaves_out(opened_map: Callable[..., Page]):
    page = opened_map()
    page.get_by_role("button", name="List of marks").click()
    page.evaluate(
        """marks.show(Array.from({length: 240}, (_, n) =>
            ({name: `P${n}`, lat: 32 + (n % 15) / 2, lon: 32 + Math.floor(n / 15) * 0.75,
              passages: n + 1})))"""
    )
    expect(page.locator(".sitmap-marklist li button")).to_have_count(200)
    expect(page.locator(".sitmap-marklist-count")).to_contain_text("; 40 more are not listed")


def test_keys_go_through_the_list(opened_map: Callable[..., Page]):
    page = opened_map()
    page.get_by_role("button", name="List of marks").click()
    entries = page.locator(".sitmap-marklist li button")
    expect(entries).to_have_count(6)
    page.keyboard.press("Tab")
    expect(entries.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(entries.nth(2)).to_be_focused()
    page.wait_for_function("told.points.at(-1)?.mark === 'geonames:0'")
    ring = page.locator(".sitmap-focus").bounding_box()
    assert ring
    x, y = spot(page, 34.73, 36.71)
    assert (ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2) == pytest.approx(
        (x, y), abs=1
    )
    page.keyboard.press("Enter")
    assert changes(page) == [{"mark": "geonames:0"}]
    expect(entries.nth(2)).to_be_focused()
    expect(entries.nth(2)).to_have_text("Homs, 20 passages, chosen")
    page.keyboard.press("Escape")
    assert changes(page)[1:] == [{"mark": None, "doc": None, "passage": None, "tab": None}]
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="List of marks")).to_be_focused()


def test_arrows_move_between_marks_and_enter_opens(opened_map: Callable[..., Page]):
    page = opened_map()
    page.evaluate("map.getContainer().focus()")
    before = page.evaluate("map.getCenter()")
    said = page.locator(".sitmap-unseen[role=status]")
    for key, words in (
        ("ArrowRight", "Syria, 90 passages"),  # from the middle
        ("ArrowRight", f"{HOSTILE}, 12 passages, named as an actor"),
        ("ArrowLeft", "Syria, 90 passages"),
        ("ArrowDown", "Tadmur, 7 passages, may be another place"),
        ("ArrowLeft", "Homs, 20 passages"),
        ("ArrowUp", "3 places, 39 passages"),
        ("ArrowUp", "No mark further that way."),
    ):
        page.keyboard.press(key)
        expect(said).to_have_text(words)
    page.keyboard.press("Enter")
    assert page.evaluate("told.clicks.map((one) => one.places)") == [3]
    assert page.evaluate("map.getCenter()") == before
    page.keyboard.press("ArrowDown")
    expect(said).to_have_text("Homs, 20 passages")
    page.keyboard.press("Enter")
    assert changes(page) == [{"mark": "geonames:0"}]
    page.keyboard.press("Escape")
    assert changes(page)[1:] == [{"mark": None, "doc": None, "passage": None, "tab": None}]
    expect(page.locator(".sitmap-focus")).to_be_hidden()
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_function(f"map.getCenter().lng > {before['lng']} + 0.5")
    page.keyboard.press("+")
    page.wait_for_function("map.getZoom() > 6")
