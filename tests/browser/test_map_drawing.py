"""Drawing on the map to filter, and measuring, in a real browser."""

import math
import random
from collections.abc import Callable

import pytest
from map_room import changes, click, drag, drawn, spot
from playwright.sync_api import Page, expect
from pyproj import Geod


def draw(page: Page, kind: str) -> None:
    page.get_by_role("button", name="Draw an area to filter").click()
    page.get_by_role("menuitem", name=kind).click()


def numbers(text: str) -> list[float]:
    return [float(part) for part in text.split(",")]


def corners_of(page: Page) -> list[tuple[float, float]]:
    (change,) = changes(page)
    assert change["box"] is None
    found = numbers(change["ring"])
    return list(zip(found[::2], found[1::2], strict=True))


# ---- drawing


def test_dragged_rectangle_is_a_box_in_the_address(opened_map: Callable[..., Page]):
    page = opened_map()
    before = page.evaluate("map.getCenter()")
    draw(page, "Rectangle")
    assert not page.evaluate("map.dragging.enabled()")
    drag(page, (36.5, 36.0), (34.5, 39.0))
    (change,) = changes(page)
    assert numbers(change["box"]) == pytest.approx([36.0, 34.5, 39.0, 36.5], abs=0.02)
    assert change["ring"] is None
    assert all(len(part.partition(".")[2]) <= 5 for part in change["box"].split(","))
    assert page.evaluate("map.dragging.enabled()")
    assert page.evaluate("map.getCenter()") == before
    assert drawn(page) == 1
    page.get_by_role("button", name="Clear the drawn area").click()
    assert changes(page)[1:] == [{"box": None, "ring": None}]
    assert drawn(page) == 0


def test_rectangle_is_drawn_by_two_clicks_too(opened_map: Callable[..., Page]):
    page = opened_map()
    draw(page, "Rectangle")
    click(page, 36.5, 36.0)
    assert changes(page) == []
    click(page, 34.5, 39.0)
    assert numbers(changes(page)[0]["box"]) == pytest.approx([36.0, 34.5, 39.0, 36.5], abs=0.02)


@pytest.mark.parametrize("end", ["Enter", "double-click", "first corner", "Done"])
def test_polygon_is_a_ring_in_the_address(opened_map: Callable[..., Page], end: str):
    page = opened_map()
    draw(page, "Polygon")
    hint = page.locator(".sitmap-hint")
    expect(hint).to_contain_text("Enter or a double-click closes")
    corners = [(36.5, 36.0), (36.5, 39.0), (34.0, 39.5), (34.5, 36.0)]
    for corner in corners:
        click(page, *corner)
    page.keyboard.press("Enter") if end == "Enter" else None
    if end == "double-click":
        page.wait_for_timeout(450)
        page.mouse.dblclick(*spot(page, 33.9, 38.0))
        corners.append((33.9, 38.0))
    elif end == "first corner":
        click(page, *corners[0])
    elif end == "Done":
        page.get_by_role("button", name="Done").click()
    found = corners_of(page)
    assert len(found) == len(corners)
    for (lon, lat), corner in zip(found, corners, strict=True):
        assert (lat, lon) == pytest.approx(corner, abs=0.02)
    expect(hint).to_have_count(0)


def test_backspace_takes_a_corner_back_and_escape_the_drawing(opened_map: Callable[..., Page]):
    page = opened_map()
    draw(page, "Polygon")
    for corner in [(36.5, 36.0), (36.5, 39.0), (34.0, 39.5)]:
        click(page, *corner)
    page.keyboard.press("Backspace")
    expect(page.locator(".sitmap-hint")).to_contain_text("2 corners set")
    page.keyboard.press("Enter")  # two are no area
    assert changes(page) == []
    page.keyboard.press("Escape")
    assert changes(page) == []
    assert drawn(page) == 0
    assert page.evaluate("map.dragging.enabled()")
    expect(page.locator(".sitmap-sketch")).to_have_count(0)


def test_polygon_is_drawn_by_keys_alone(opened_map: Callable[..., Page]):
    page = opened_map()
    page.get_by_role("button", name="Draw an area to filter").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    for keys in (["Space"], ["ArrowRight"] * 5, ["Space"], ["ArrowDown"] * 5, ["Space", "Enter"]):
        for key in keys:
            page.keyboard.press(key)
    (west, top), (east, _), (_, bottom) = corners_of(page)
    assert (west, top) == pytest.approx((38.0, 35.5), abs=0.02)
    assert east - west == pytest.approx(120 / (256 * 64) * 360, abs=0.001)
    assert bottom < top
    assert page.evaluate("document.activeElement === map.getContainer()")


def test_circle_has_its_corners_equally_far_from_the_middle(opened_map: Callable[..., Page]):
    page = opened_map()
    draw(page, "Circle")
    drag(page, (35.5, 38.0), (35.5, 40.0))
    found = corners_of(page)
    assert len(found) == 32
    geod = Geod(ellps="WGS84")
    far = geod.inv(38.0, 35.5, 40.0, 35.5)[2]
    middle = [sum(values) / 32 for values in zip(*found, strict=True)]
    radii = [geod.inv(*middle, *corner)[2] for corner in found]
    assert max(radii) - min(radii) < far / 50  # the mean of the corners is not quite the middle
    assert sum(radii) / 32 == pytest.approx(far, rel=0.01)


def test_freehand_line_is_simplified(opened_map: Callable[..., Page]):
    page = opened_map()
    draw(page, "Freehand")
    around = [
        (
            35.5 + math.sin(a / 30) + math.sin(a) / 50,
            38 + 1.5 * math.cos(a / 30) + math.cos(3 * a) / 50,
        )
        for a in range(180)
    ]
    drag(page, *around, steps=1)
    found = corners_of(page)
    assert 8 <= len(found) <= 60
    assert min(lon for lon, _ in found) == pytest.approx(36.5, abs=0.1)


def test_box_crosses_the_180th_meridian_and_a_polygon_is_refused(
    opened_map: Callable[..., Page],
):
    page = opened_map()
    page.evaluate("map.setView([-17, 179], 5)")
    draw(page, "Rectangle")
    drag(page, (-15.0, 177.0), (-19.0, 182.0))
    assert numbers(changes(page)[0]["box"]) == pytest.approx([177, -19, -178, -15], abs=0.05)
    assert drawn(page) == 1
    draw(page, "Polygon")
    for corner in [(-15.0, 177.0), (-15.0, 182.0), (-19.0, 180.0)]:
        click(page, *corner)
    page.keyboard.press("Enter")
    expect(page.locator(".sitmap-hint")).to_contain_text("only a rectangle can")
    page.keyboard.press("Escape")
    page.evaluate("map.setView([-17, -188], 5)")  # another copy of the world
    draw(page, "Polygon")
    for corner in [(-15.0, -189.0), (-15.0, -187.0), (-19.0, -188.0)]:
        click(page, *corner)
    page.keyboard.press("Enter")
    found = numbers(changes(page)[-1]["ring"])
    assert found[::2] == pytest.approx([171, 173, 172], abs=0.05)


@pytest.mark.parametrize(
    ("given", "count"),
    [("box=36,34,39,37", 1), ("ring=36,34,39,34,39,37", 1), ("box=a,b", 0), ("ring=1,2,3", 0)],
)
def test_address_draws_what_it_holds(opened_map: Callable[..., Page], given: str, count: int):
    page = opened_map(given)
    assert drawn(page) == count
    expect(page.get_by_role("button", name="Clear the drawn area")).to_have_count(count)
    page.evaluate("goTo('')")
    assert drawn(page) == 0


def test_touch_draws(opened_map: Callable[..., Page]):
    page = opened_map(has_touch=True)
    draw(page, "Rectangle")
    for corner in [(36.5, 36.0), (34.5, 39.0)]:
        page.touchscreen.tap(*spot(page, *corner))
    assert numbers(changes(page)[0]["box"]) == pytest.approx([36.0, 34.5, 39.0, 36.5], abs=0.02)


def test_paris_to_london(opened_map: Callable[..., Page]):
    page = opened_map()
    page.evaluate("map.setView([50, 1], 6)")
    measure = page.get_by_role("button", name="Measure a distance")
    measure.click()
    expect(measure).to_have_attribute("aria-pressed", "true")
    click(page, 48.8566, 2.3522)
    click(page, 51.5074, -0.1278)
    label = page.locator(".sitmap-distance")
    assert float(label.inner_text().removesuffix(" km")) == pytest.approx(344, rel=0.01)
    click(page, 52.4862, -1.8904)
    page.keyboard.press("Enter")
    page.mouse.move(50, 50)
    assert float(label.inner_text().removesuffix(" km")) == pytest.approx(344 + 163, rel=0.01)
    expect(page.locator(".sitmap-hint")).to_contain_text("Distance 507 km, 3 points")
    page.keyboard.press("Escape")
    expect(label).to_be_hidden()
    expect(measure).to_have_attribute("aria-pressed", "false")
    assert drawn(page) == 0
    assert changes(page) == []


def test_distances_and_directions_are_those_of_the_ellipsoid(opened_map: Callable[..., Page]):
    page = opened_map()
    chance = random.Random(1)  # noqa: S311  no secret
    geod = Geod(ellps="WGS84")
    cases = [
        ((chance.uniform(-180, 180), chance.uniform(-85, 85)), chance.uniform(-180, 180), 10**e)
        for e in (2, 3, 4, 5, 6, 7)
        for _ in range(20)
    ]
    found = page.evaluate(
        """async (cases) => {
            const { destination, distance } = await import("./assets/sitmap/geodesic.js");
            return cases.map(([from, azimuth, far]) => {
                const to = destination(from, azimuth, far);
                return [...to, distance(from, to)];
            });
        }""",
        cases,
    )
    for (start, azimuth, far), (lon, lat, back) in zip(cases, found, strict=True):
        to_lon, to_lat, _ = geod.fwd(*start, azimuth, far)
        assert geod.inv(lon, lat, to_lon, to_lat)[2] < 0.01
        assert back == pytest.approx(far, abs=0.01)
