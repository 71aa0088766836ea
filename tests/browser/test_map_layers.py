"""Areas shaded, and heat, in a real browser."""

from collections.abc import Callable

from map_room import HOSTILE, changes, click, spot
from playwright.sync_api import Page, expect


def test_areas_are_in_five_classes_of_equal_number(opened_map: Callable[..., Page]):
    page = opened_map()
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


def test_countries_are_shaded_and_closer_their_parts(opened_map: Callable[..., Page]):
    page = opened_map("layer=areas")
    page.evaluate("map.setView([34, 40], 4)")
    canvas, legend = page.locator("canvas.sitmap-areas"), page.get_by_role("region", name="Legend")
    expect(legend).to_contain_text("country")  # before it were the parts of countries
    expect(canvas).to_have_attribute("data-shown", "3")
    light = [colour_at(page, "areas", *at) for at in [(33, 44), (31, 37), (35, 39)]]
    assert sum(light[0][:3]) > sum(light[1][:3]) > sum(light[2][:3])
    assert colour_at(page, "areas", 40, 35)[3] == 0
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


def test_areas_stay_in_their_places_until_others_come(opened_map: Callable[..., Page]):
    page = opened_map("layer=areas")
    canvas, legend = page.locator("canvas.sitmap-areas"), page.get_by_role("region", name="Legend")
    expect(legend).to_contain_text("region")
    expect(canvas).to_have_attribute("data-shown", "3")
    page.evaluate(
        """() => {
            const { fetch } = room, held = new Promise((go) => (window.letGo = go));
            room.fetch = async (...asked) => (await held, fetch(...asked));
        }"""
    )
    for lat, lon, zoom in [(34, 40, 4), (33, 42, 4)]:
        page.evaluate(f"map.setView([{lat}, {lon}], {zoom}, {{ animate: false }})")
        assert colour_at(page, "areas", 34.2, 37.7)[3] > 0  # Homs
        assert colour_at(page, "areas", 31, 37)[3] == 0  # Jordan, none of whose parts is named
        expect(legend).to_contain_text("region")
    page.evaluate("letGo()")
    expect(legend).to_contain_text("country")
    expect(canvas).to_have_attribute("data-shown", "3")
    assert colour_at(page, "areas", 31, 37)[3] > 0


def test_areas_are_reached_by_keys(opened_map: Callable[..., Page]):
    page = opened_map("layer=areas")
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


def test_areas_that_can_not_be_had_are_said_in_words(opened_map: Callable[..., Page]):
    page = opened_map()
    page.evaluate("() => (room.fetch = async () => { throw new Error('the server is gone'); }, 0)")
    page.evaluate("goTo('layer=areas')")
    alert = page.get_by_role("region", name="Legend").get_by_role("alert")
    expect(alert).to_have_text("The areas could not be loaded: the server is gone")


def test_heat_is_where_passages_are(opened_map: Callable[..., Page]):
    page = opened_map("layer=heat")
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
