"""The tools of the map in a real browser, with a room and marks that are made up."""

import json
import math
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from pyproj import Geod
from xstatic.pkg import leaflet

HERE = Path(__file__).parent
FOLDERS = {
    "sitmap": HERE.parents[1] / "dashboard" / "maps" / "static",
    "leaflet": Path(leaflet.BASE_DIR),
}
TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}
HOSTILE = "<img src=x onerror=alert(1)>"
MARKS = [
    {"name": "Homs", "lat": 34.73, "lon": 36.71, "passages": 20},
    {"name": "Tadmur", "lat": 34.56, "lon": 38.28, "passages": 7, "ambiguous": True},
    {"name": HOSTILE, "lat": 35.34, "lon": 40.14, "passages": 12, "actor": True},
    {"name": "Rukban", "lat": 33.31, "lon": 38.66, "passages": 1},
    {"name": "Aleppo", "lat": 36.2, "lon": 37.16, "passages": 30},
    {"name": "Al-Bab", "lat": 36.37, "lon": 37.51, "passages": 5},
    {"name": "Azaz", "lat": 36.39, "lon": 37.35, "passages": 4},
    {"name": "Syria", "lat": 35.0, "lon": 38.5, "passages": 90, "extent": 0.02},
]
SQUARES = {
    "country": {"SY": (36, 33, 42, 37), "JO": (35, 29.5, 39, 32.5), "IQ": (42, 30, 48, 37)},
    "admin1": {
        "SY.11": (36.5, 33.5, 39, 35),
        "SY.12": (36, 35.5, 37, 36.5),
        "IQ.01": (42, 32, 44, 35),
    },
}
COUNTS = {
    "country": {"SY": [41, 12], "JO": [9, 4], "IQ": [3, 1]},
    "admin1": {"SY.11": [20, 10], "SY.12": [8, 5], "IQ.01": [3, 1]},
}
NAMES = {"SY": "Syria", "JO": "Jordan", "IQ": HOSTILE, "SY.11": "Homs", "SY.12": "Idlib"}


def ring(west: float, south: float, east: float, north: float) -> list[int]:
    """A square as the server writes it: thousandths of a degree, each from the one before."""
    corners = [(west, south), (east, south), (east, north), (west, north)]
    points = [(round(lon * 1000), round(lat * 1000)) for lon, lat in corners]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
    return [number for point in (points[0], *steps) for number in point]


def answer(name: str, query: dict[str, list[str]]) -> Any:
    level = query.get("level", ["country"])[0]
    if name == "marks.json":
        return MARKS
    if name == "areas":
        return {"level": level, "passages": 60, "reports": 40, "areas": COUNTS[level]}
    wanted = query.get("of", [""])[0].split(",")
    return {
        code: [NAMES.get(code, code), [ring(*sides)]]
        for code, sides in SQUARES[level].items()
        if wanted == [""] or code[:2] in wanted
    }


class Handler(BaseHTTPRequestHandler):
    """Serves the modules, Leaflet, the page around them and a few answers."""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        first, *rest = address.path.strip("/").split("/")
        kind = "application/json"
        if first == "data":
            body = json.dumps(answer(rest[0], parse_qs(address.query))).encode()
        else:
            path = FOLDERS[rest[0]].joinpath(*rest[1:]) if rest else HERE / first
            if not path.is_file():
                return self.send_error(404)
            body, kind = path.read_bytes(), TYPES.get(path.suffix, "application/octet-stream")
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/map_tools.html"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open the map at the address of a room; nothing may go wrong in it."""
    wrong: list[str] = []
    with ExitStack() as stack:

        def open_page(choice: str = "", width: int = 1000, **options: Any) -> Page:
            scheme = options.pop("scheme", "light")
            page = browser.new_page(viewport={"width": width, "height": 600}, **options)
            stack.callback(page.close)
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on("dialog", lambda dialog: (wrong.append("a dialog"), dialog.dismiss()))
            page.goto(f"{address}?scheme={scheme}&address={choice.replace('&', '%26')}")
            page.wait_for_function("window.made")
            return page

        yield open_page
    assert wrong == []


def changes(page: Page) -> list[dict[str, Any]]:
    return page.evaluate("told.changes")


def spot(page: Page, lat: float, lon: float) -> tuple[float, float]:
    x, y = page.evaluate(f"spot({lat}, {lon})")
    return x, y


def click(page: Page, lat: float, lon: float) -> None:
    page.mouse.click(*spot(page, lat, lon))


def drag(page: Page, *corners: tuple[float, float], steps: int = 5) -> None:
    first, *rest = [spot(page, *corner) for corner in corners]
    page.mouse.move(*first)
    page.mouse.down()
    for corner in rest:
        page.mouse.move(*corner, steps=steps)
    page.mouse.up()


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


def drawn(page: Page) -> int:
    return page.locator("path.sitmap-drawn").count()


# ---- drawing


def test_a_dragged_rectangle_is_a_box_in_the_address(opened: Callable[..., Page]):
    page = opened()
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


def test_two_clicks_are_a_rectangle_too(opened: Callable[..., Page]):
    page = opened()
    draw(page, "Rectangle")
    click(page, 36.5, 36.0)
    assert changes(page) == []
    click(page, 34.5, 39.0)
    assert numbers(changes(page)[0]["box"]) == pytest.approx([36.0, 34.5, 39.0, 36.5], abs=0.02)


@pytest.mark.parametrize("end", ["Enter", "double-click", "first corner", "Done"])
def test_a_polygon_is_a_ring_in_the_address(opened: Callable[..., Page], end: str):
    page = opened()
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


def test_backspace_takes_a_corner_back_and_escape_the_drawing(opened: Callable[..., Page]):
    page = opened()
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


def test_a_polygon_is_drawn_by_keys_alone(opened: Callable[..., Page]):
    page = opened()
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


def test_a_circle_has_its_corners_equally_far_from_the_middle(opened: Callable[..., Page]):
    page = opened()
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


def test_a_line_drawn_by_hand_is_made_simple(opened: Callable[..., Page]):
    page = opened()
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


def test_a_box_goes_across_the_180th_meridian_and_a_polygon_is_refused(
    opened: Callable[..., Page],
):
    page = opened()
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
def test_what_the_address_holds_is_drawn(opened: Callable[..., Page], given: str, count: int):
    page = opened(given)
    assert drawn(page) == count
    expect(page.get_by_role("button", name="Clear the drawn area")).to_have_count(count)
    page.evaluate("goTo('')")
    assert drawn(page) == 0


def test_a_finger_draws(opened: Callable[..., Page]):
    page = opened(has_touch=True)
    draw(page, "Rectangle")
    for corner in [(36.5, 36.0), (34.5, 39.0)]:
        page.touchscreen.tap(*spot(page, *corner))
    assert numbers(changes(page)[0]["box"]) == pytest.approx([36.0, 34.5, 39.0, 36.5], abs=0.02)


# ---- measuring


def test_paris_to_london(opened: Callable[..., Page]):
    page = opened()
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


def test_distances_and_directions_are_those_of_the_ellipsoid(opened: Callable[..., Page]):
    page = opened()
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


# ---- marks by keys, and their list


def test_the_list_is_in_step_with_the_map(opened: Callable[..., Page]):
    page = opened()
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


def test_the_list_says_how_many_it_leaves_out(opened: Callable[..., Page]):
    page = opened()
    page.get_by_role("button", name="List of marks").click()
    page.evaluate(
        """marks.show(Array.from({length: 240}, (_, n) =>
            ({name: `P${n}`, lat: 32 + (n % 15) / 2, lon: 32 + Math.floor(n / 15) * 0.75,
              passages: n + 1})))"""
    )
    expect(page.locator(".sitmap-marklist li button")).to_have_count(200)
    expect(page.locator(".sitmap-marklist-count")).to_contain_text("; 40 more are not listed")


def test_keys_go_through_the_list(opened: Callable[..., Page]):
    page = opened()
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


def test_arrows_move_between_marks_and_enter_opens(opened: Callable[..., Page]):
    page = opened()
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


# ---- areas and heat


def test_areas_are_in_five_classes_of_equal_number(opened: Callable[..., Page]):
    page = opened()
    classes = page.evaluate(
        """async (all) => {
            const { classesOf } = await import("./assets/sitmap/map_areas.js");
            const plain = ({from, to, count}) => [from, to, count];
            return all.map((values) => classesOf(values).map(plain));
        }""",
        [list(range(11)), [0, 1, 1, 1, 1, 1, 1, 1, 9], [3], [], [1, 2, 3], [5, 5, 5]],
    )
    assert classes == [
        [[1, 2, 2], [3, 4, 2], [5, 6, 2], [7, 8, 2], [9, 10, 2]],
        [[1, 1, 7], [9, 9, 1]],
        [[3, 3, 1]],
        [],
        [[1, 1, 1], [2, 2, 1], [3, 3, 1]],
        [[5, 5, 3]],
    ]


def colour_at(page: Page, kind: str, lat: float, lon: float) -> list[int]:
    return page.evaluate(
        """([kind, x, y]) => {
            const canvas = document.querySelector(`canvas.sitmap-${kind}`);
            const box = canvas.getBoundingClientRect();
            const scale = canvas.width / box.width;
            const at = [(x - box.left) * scale, (y - box.top) * scale];
            return [...canvas.getContext("2d").getImageData(...at, 1, 1).data];
        }""",
        [kind, *spot(page, lat, lon)],
    )


def test_countries_are_shaded_and_closer_their_parts(opened: Callable[..., Page]):
    page = opened("layer=areas")
    page.evaluate("map.setView([34, 40], 4)")
    canvas = page.locator("canvas.sitmap-areas")
    expect(canvas).to_have_attribute("data-shown", "3")
    light = [colour_at(page, "areas", *at) for at in [(33, 44), (31, 37), (35, 39)]]
    assert sum(light[0][:3]) > sum(light[1][:3]) > sum(light[2][:3])
    assert colour_at(page, "areas", 40, 35)[3] == 0
    legend = page.get_by_role("region", name="Legend")
    expect(legend).to_contain_text("Share of the 40 reports that name a place there")
    expect(legend.locator(".sitmap-scale li")).to_have_text(
        ["2.5 % (1 country)", "10 % (1 country)", "30 % (1 country)"]
    )
    page.mouse.move(*spot(page, 35, 39))
    tip = page.locator(".sitmap-tip:visible")
    expect(tip).to_have_text("Syria: 41 passages in 12 of 40 reports")
    page.mouse.move(*spot(page, 33, 44))
    expect(tip).to_have_text(f"{HOSTILE}: 3 passages in 1 of 40 reports")
    click(page, 35, 39)
    assert changes(page) == [{"country": "SY"}]
    click(page, 35, 39)
    assert changes(page)[1:] == [{"country": None}]
    page.evaluate("restyle('dark')")
    dark = [colour_at(page, "areas", *at) for at in [(33, 44), (31, 37), (35, 39)]]
    assert sum(dark[0][:3]) < sum(dark[1][:3]) < sum(dark[2][:3])
    page.evaluate("map.setView([34.5, 38], 6)")
    page.mouse.move(*spot(page, 34.5, 38))
    expect(tip).to_have_text("Homs: 20 passages in 10 of 40 reports")
    click(page, 34.5, 38)
    assert changes(page)[-1] == {"admin1": "SY.11"}
    page.evaluate("goTo('')")
    assert page.evaluate("document.querySelector('canvas.sitmap-areas').width") == 0
    page.mouse.move(*spot(page, 34.4, 38))
    expect(tip).to_have_count(0)


def test_areas_are_reached_by_keys(opened: Callable[..., Page]):
    page = opened("layer=areas")
    page.evaluate("map.setView([34, 40], 4)")
    expect(page.locator("canvas.sitmap-areas")).to_have_attribute("data-shown", "3")
    page.get_by_role("button", name="List of marks").click()
    entries = page.locator(".sitmap-marklist li button")
    expect(entries.first).to_have_text("Syria: 41 passages in 12 of 40 reports")
    entries.nth(1).press("Enter")
    assert changes(page) == [{"country": "JO"}]
    page.evaluate("map.getContainer().focus()")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert changes(page)[-1] == {"country": "IQ"}


def test_areas_that_can_not_be_had_are_said_in_words(opened: Callable[..., Page]):
    page = opened()
    page.evaluate("() => (room.fetch = async () => { throw new Error('the server is gone'); }, 0)")
    page.evaluate("goTo('layer=areas')")
    alert = page.get_by_role("region", name="Legend").get_by_role("alert")
    expect(alert).to_have_text("The areas could not be loaded: the server is gone")


def test_heat_is_where_passages_are(opened: Callable[..., Page]):
    page = opened("layer=heat")
    aleppo, homs, nothing = (
        colour_at(page, "heat", *at) for at in [(36.25, 37.25), (34.73, 36.71), (32.5, 34)]
    )
    assert aleppo[3] > homs[3] > 100
    assert nothing[3] == 0
    assert colour_at(page, "heat", 35.0, 38.9)[3] < homs[3]  # a whole country is at no point
    expect(page.get_by_role("region", name="Legend")).to_contain_text("few passages")
    spent = page.evaluate(
        """() => {
            marks.known = [];
            marks.show(Array.from({length: 10000}, (_, n) =>
                ({name: "P", lat: 30 + (n % 100) / 10, lon: 30 + Math.floor(n / 100) / 6,
                  passages: 1 + n % 7})));
            const times = Array.from({length: 9}, () => {
                const start = performance.now();
                tools.heat.paint();
                return performance.now() - start;
            });
            return times.sort((a, b) => a - b)[4];
        }"""
    )
    assert spent < 150  # 10 ms on an idle machine
    page.evaluate("goTo('')")
    assert page.evaluate("document.querySelector('canvas.sitmap-heat').width") == 0


# ---- toolbar and legend


def test_the_toolbar_is_one_stop_and_changes_the_address(opened: Callable[..., Page]):
    page = opened()
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


def test_fit_shows_all_marks_and_home_the_first_view(opened: Callable[..., Page]):
    page = opened()
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
            const { boundsOf } = await import("./assets/sitmap/map_controls.js");
            const { onWorld } = await import("./assets/sitmap/packed.js");
            const at = [[178, -18], [-179, -17], [175, -41]].map(([lon, lat]) => onWorld(lon, lat));
            return boundsOf(at.map(([x]) => x), at.map(([, y]) => y), [0, 1, 2]);
        }"""
    )
    assert bounds == pytest.approx([175, -41, 181, -17])


def test_the_legend_filters_by_family(opened: Callable[..., Page]):
    page = opened("theme=aid&theme=security")
    conflict = page.get_by_role("button", name="Conflict")
    expect(conflict).to_have_attribute("aria-pressed", "mixed")
    expect(page.get_by_role("button", name="Needs")).to_have_attribute("aria-pressed", "true")
    conflict.click()
    assert changes(page) == [{"theme": ["aid", "security", "ceasefire"]}]
    expect(conflict).to_have_attribute("aria-pressed", "true")
    expect(conflict).to_be_focused()
    conflict.click()
    page.get_by_role("button", name="Needs").click()
    assert changes(page)[1:] == [{"theme": ["aid"]}, {"theme": None}]
    page.get_by_role("button", name="No theme").click()
    assert changes(page)[-1] == {"theme": ["none"]}


@pytest.mark.parametrize("width", [320, 700, 1440])
def test_tools_fit_into_the_map(opened: Callable[..., Page], width: int):
    page = opened(width=width)
    head = page.get_by_role("button", name="Legend")
    expect(head).to_have_attribute("aria-expanded", str(width >= 900).lower())
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for button in page.locator(".sitmap-map button:visible").all():
        box = button.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= 600
    for button in page.locator(".sitmap-tool:visible").all():
        box = button.bounding_box()
        assert box
        assert (box["width"], box["height"]) == (32, 32)


def test_nothing_is_left_when_the_map_goes(opened: Callable[..., Page]):
    page = opened("box=36,34,39,37")
    page.get_by_role("button", name="Measure a distance").click()
    page.evaluate("tools.destroy()")
    assert page.locator("#root > *").count() == 1
    assert drawn(page) == 0
    page.evaluate("goTo('layer=areas'); map.setView([34, 40], 4); map.fire('drawn')")
    assert changes(page) == []
