"""The use: open it, search, filter, click marks, read passages, go back."""

import os
import re
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from driver import SITMAP, Dashboard, serving
from playwright.sync_api import expect

from geocache.data_files import data_path
from geocache.gazetteer import CompiledGazetteer

RUKBAN = "geonames:11428685"
IDLIB = "geonames:169389"
Visit = Callable[..., Dashboard]


def picture(dashboard: Dashboard, name: str) -> None:
    """Keep a screenshot where SITMAP_SCREENSHOTS says, if it says."""
    folder = os.environ.get("SITMAP_SCREENSHOTS")
    if folder:
        dashboard.page.screenshot(path=Path(folder) / f"{name}.png")


# ---- the article


def test_article_on_the_map_and_the_way_from_words_to_marks_and_back(
    visit: Visit, article_server: str
):
    dashboard = visit(article_server)
    assert {"Rakban (Rukban)", "Idlib", "southern Syria", "the Syrian-Jordanian border"} <= (
        dashboard.drawn()
    )
    assert {"Ankara", "Moscow"} <= dashboard.drawn()  # hollow: named as actors

    dashboard.click_mark(RUKBAN)
    place = dashboard.pane.get_by_test_id("place")
    expect(place).to_contain_text("Rakban (Rukban)")
    expect(place).to_contain_text("Zakharova noted that there is a difficult situation")
    expect(place.locator(f'[data-testid=mention][data-mark="{RUKBAN}"]').first).to_have_text(
        re.compile("Rakban")
    )
    assert dashboard.parameters()["mark"] == [RUKBAN]
    picture(dashboard, "rukban")

    # From words to the map, in the report.
    passage = dashboard.passages.first
    document = passage.get_attribute("data-document")
    dashboard.page.goto(f"{article_server}/?doc={document}")
    dashboard.settle()
    reader = dashboard.pane.get_by_test_id("reader")
    expect(reader).to_contain_text("de-escalation zone")
    before = dashboard.map_view()
    reader.locator("[data-testid=mention]", has_text="“M4”").first.click()
    dashboard.wait_until(lambda: dashboard.map_view() != before)
    dashboard.settle()
    lat, lon, zoom = dashboard.map_view()
    assert (lat, lon) == pytest.approx((35.87, 36.48), abs=0.6)
    assert zoom >= 7
    picture(dashboard, "m4")


def test_theme_filters_map_passages_and_counts(visit: Visit, article_server: str):
    dashboard = visit(article_server)
    every, _ = dashboard.counted()
    menu = dashboard.page.get_by_test_id("filter-themes")
    menu.get_by_role("button").first.click()
    menu.locator("[data-choice='theme=health']").click()
    dashboard.settle()
    dashboard.wait_until(lambda: dashboard.counted()[0] < every)
    assert "Idlib" not in dashboard.drawn()
    assert "Rakban (Rukban)" in dashboard.drawn()
    assert dashboard.parameters()["theme"] == ["health"]
    dashboard.page.keyboard.press("Escape")
    expect(dashboard.passages).to_have_count(dashboard.counted()[0])
    picture(dashboard, "health")


# ---- five questions, each in at most three actions


def test_question_what_happened_around_bakhmut_in_march(visit: Visit, forty: str):
    dashboard = visit(f"{forty}/?from=2023-03-01&to=2023-03-31")  # a drag on the timeline
    dashboard.search.fill("Bakhm")  # one typed query …
    option = dashboard.page.get_by_role("option").filter(has_text="Bakhmut").first
    option.click()  # … and its suggestion
    place = dashboard.pane.get_by_test_id("place")
    expect(place).to_contain_text("led out of")
    expect(dashboard.passages).to_have_count(3)
    texts = dashboard.passages.all_inner_texts()
    assert ["28 March" in texts[0], "15 March" in texts[1], "4 March" in texts[2]] == [True] * 3


def test_question_where_is_cholera(visit: Visit, forty: str):
    dashboard = visit(forty)
    dashboard.look_for("cholera")
    dashboard.wait_until(lambda: dashboard.counted()[0] == 3)
    assert {"Goma", "Port-au-Prince", "Khartoum"} <= dashboard.drawn()
    expect(dashboard.passages).to_have_count(3)


def test_question_what_is_new_since_the_last_visit(
    visit: Visit, tmp_path: Path, gazetteer: CompiledGazetteer
):
    assert len(gazetteer)
    first, later = tmp_path / "first", tmp_path / "later"
    for folder in (first, later):
        folder.mkdir()
    (first / "a.txt").write_text(
        "---\ntitle: Old news\ndate: 2024-01-01\n---\nRain fell on Aleppo.\n"
    )
    (later / "b.txt").write_text(
        "---\ntitle: New news\ndate: 2024-02-01\n---\nSnow fell on Kyiv.\n"
    )
    workspace = tmp_path / "work.sitmap"
    add = [*SITMAP, "add", "--workspace", str(workspace)]
    subprocess.run([*add, str(first)], check=True, capture_output=True)
    with serving(workspace=workspace) as (address, _):
        visit(address).page.wait_for_timeout(1500)
    subprocess.run([*add, str(later)], check=True, capture_output=True)
    with closing(sqlite3.connect(workspace)) as file, file:  # that was an hour ago
        file.execute("UPDATE visit SET began = ?, seen = ?", ("2024-01-01T00:00:00+00:00",) * 2)
    with serving(workspace=workspace) as (address, _):
        dashboard = visit(address)
        dashboard.page.get_by_test_id("filter-more").get_by_role("button").first.click()
        dashboard.page.get_by_label("Only reports that came since the last visit").click()
        dashboard.wait_until(lambda: dashboard.counted()[0] == 1)
        expect(dashboard.passages).to_contain_text(["Snow fell"])


def test_passages_on_rukban_come_in_order_of_time(visit: Visit, forty: str):
    dashboard = visit(forty)
    dashboard.search.fill("Rukban")
    dashboard.page.get_by_role("option").filter(has_text="Rukban").first.click()
    expect(dashboard.pane.get_by_test_id("place")).to_be_visible()
    dashboard.wait_until(lambda: dashboard.passages.count() >= 3)
    texts = " ".join(dashboard.passages.all_inner_texts())
    found = [texts.index(day) for day in ("2021-09-11", "2020-02-27", "2019-02-06")]
    assert found == sorted(found)


def test_uncertain_places_are_found(visit: Visit, forty: str):
    dashboard = visit(forty)
    menu = dashboard.page.get_by_test_id("filter-certainty")
    menu.get_by_role("button").first.click()
    menu.get_by_label("May mean another place").click()
    dashboard.settle()
    dashboard.wait_until(lambda: 0 < dashboard.counted()[0] < dashboard.counted()[1])
    dashboard.page.keyboard.press("Escape")
    expect(dashboard.passages.first).to_be_visible()


# ---- the state and its history


def test_browser_history_leads_back_and_forward_through_ten_states(visit: Visit, forty: str):
    dashboard = visit(forty)
    steps: list[Callable[[], None]] = [
        lambda: dashboard.look_for("convoy"),
        dashboard.page.get_by_test_id("clear").click,
        lambda: dashboard.page.goto(f"{forty}/?theme=health"),
        lambda: dashboard.look_for("cholera"),
        dashboard.passages.first.get_by_test_id("mention").first.click,
        lambda: dashboard.page.keyboard.press("Escape"),
        lambda: dashboard.look_for(""),
        dashboard.page.get_by_test_id("clear").click,
        lambda: dashboard.look_for("Bakhmut"),
        dashboard.passages.first.get_by_test_id("mention").first.click,
    ]
    states = [_state(dashboard)]
    for step in steps:
        step()
        dashboard.settle()
        dashboard.page.wait_for_timeout(700)  # the map may fly
        states.append(_state(dashboard))
    for go, expected in (
        (dashboard.page.go_back, states[-2::-1]),
        (dashboard.page.go_forward, states[1:]),
    ):
        for state in expected:
            go()
            dashboard.settle()
            for _ in range(50):
                if _state(dashboard)[:3] == state[:3]:
                    break
                dashboard.page.wait_for_timeout(100)
            assert _state(dashboard)[:3] == state[:3]
            pixel = 360 / 256 / 2 ** state[3][2]
            assert dashboard.map_view() == pytest.approx(state[3], abs=1.5 * pixel)


def _state(dashboard: Dashboard) -> tuple[Any, ...]:
    parameters = dashboard.parameters()
    parameters.pop("view", None)
    return (
        parameters,
        dashboard.counted(),
        dashboard.selected(),
        dashboard.map_view(),
    )


def test_link_shows_the_same_in_another_browser(visit: Visit, forty: str):
    dashboard = visit(forty)
    dashboard.look_for("Bakhmut")
    dashboard.passages.first.get_by_test_id("mention").first.click()
    dashboard.settle()
    dashboard.page.wait_for_timeout(900)
    again = visit(dashboard.page.url)
    again.wait_until(lambda: again.selected() == dashboard.selected() != "")
    assert again.map_view() == pytest.approx(dashboard.map_view(), abs=0.01)
    assert again.counted() == dashboard.counted()
    assert again.passages.all_inner_texts() == dashboard.passages.all_inner_texts()


def test_link_to_what_is_not_there_is_reported(visit: Visit, forty: str):
    dashboard = visit(f"{forty}/?mark=geonames:1&theme=nonesuch", waiting=False)
    expect(dashboard.page.get_by_role("alert").filter(has_text="nonesuch").first).to_be_visible()
    dashboard = visit(f"{forty}/?mark=nonesuch", waiting=False)
    expect(dashboard.pane).to_contain_text(
        re.compile("no report|not there|no longer", re.IGNORECASE)
    )


def test_escape_takes_the_choice_back_and_clear_everything(visit: Visit, forty: str):
    dashboard = visit(forty)
    expect(dashboard.pane.get_by_test_id("briefing")).to_be_visible()
    dashboard.look_for("Bakhmut")
    dashboard.passages.first.get_by_test_id("mention").first.click()
    expect(dashboard.pane.get_by_test_id("place")).to_be_visible()
    dashboard.page.keyboard.press("Escape")
    expect(dashboard.pane.get_by_test_id("place")).to_have_count(0)
    assert dashboard.parameters()["q"] == ["Bakhmut"]
    dashboard.page.get_by_test_id("clear").click()
    expect(dashboard.pane.get_by_test_id("briefing")).to_be_visible()
    assert "q" not in dashboard.parameters()


def test_people_never_see_each_other_s_choice(visit: Visit, forty: str):
    one, other = visit(forty), visit(forty)
    one.look_for("cholera")
    other.look_for("Bakhmut")
    one.wait_until(lambda: one.counted()[0] == 3)
    other.wait_until(lambda: other.counted()[0] >= 5)
    assert (one.parameters()["q"], other.parameters()["q"]) == (["cholera"], ["Bakhmut"])


# ---- the screen


@pytest.mark.parametrize(("width", "height", "share"), [(1440, 900, 0.45), (1920, 1080, 0.48)])
def test_map_has_its_share_and_nothing_opens_below_the_fold(
    visit: Visit, forty: str, width: int, height: int, share: float
):
    dashboard = visit(forty, viewport={"width": width, "height": height})
    assert _share(dashboard, width, height) >= share
    before = dashboard.map.bounding_box()
    dashboard.look_for("Bakhmut")
    dashboard.passages.first.get_by_test_id("mention").first.click()
    expect(dashboard.passages.first).to_be_in_viewport(ratio=0.6)
    assert dashboard.map.bounding_box() == before
    dashboard.page.get_by_role("button", name="Fold the passages away").click()
    dashboard.page.wait_for_timeout(300)
    assert _share(dashboard, width, height) >= 0.65


def test_phone_map_has_45_per_cent_of_the_height(visit: Visit, forty: str):
    dashboard = visit(forty, viewport={"width": 390, "height": 844})
    box = dashboard.map.bounding_box()
    assert box is not None
    assert 0.44 <= box["height"] / 844 <= 0.5
    dashboard.look_for("Bakhmut")
    expect(dashboard.passages.first).to_be_in_viewport()
    assert dashboard.page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("choice", ["", "?q=Bakhmut", "?theme=health", "?doc=unknown"])
def test_room_ends_where_the_window_does_by_any_link(visit: Visit, forty: str, choice: str):
    dashboard = visit(f"{forty}/{choice}", viewport={"width": 1440, "height": 900})
    dashboard.page.wait_for_timeout(500)  # the bar grows by what it has to say
    ends = "document.querySelector('.room').getBoundingClientRect().bottom"
    assert 880 <= dashboard.page.evaluate(ends) <= 900


def _share(dashboard: Dashboard, width: int, height: int) -> float:
    box = dashboard.map.bounding_box()
    assert box is not None
    return float(box["width"] * box["height"] / (width * height))


def test_marks_do_not_lie_under_another(visit: Visit, forty: str):
    dashboard = visit(forty)
    spots = dashboard.map.evaluate("map => map.sitmapCircles()")
    assert len(spots) > 5
    for number, (x, y, radius, _) in enumerate(spots):
        for other_x, other_y, other_radius, _ in spots[number + 1 :]:
            assert ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5 > max(radius, other_radius)


def test_keyboard_leads_from_the_search_box_to_a_mark_and_its_passage(visit: Visit, forty: str):
    dashboard = visit(forty)
    keyboard = dashboard.page.keyboard
    dashboard.search.focus()
    keyboard.type("Bakhmut")
    expect(dashboard.page.get_by_role("option").first).to_be_visible()
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    expect(dashboard.pane.get_by_test_id("place")).to_be_visible()
    assert dashboard.selected()
    for _ in range(60):
        keyboard.press("Tab")
        if dashboard.page.evaluate("document.activeElement.dataset.testid") == "mention":
            break
    else:
        pytest.fail("no passage is reached by Tab")


# ---- the rest


def test_demonstration_is_shown_without_reports_and_named_so(
    visit: Visit, demonstration_server: str
):
    dashboard = visit(demonstration_server)
    expect(dashboard.page.get_by_text("This is a demonstration")).to_be_visible()
    dashboard.wait_until(
        lambda: "13 reports" in dashboard.page.get_by_test_id("counts").inner_text(),
        180,  # they are read at the first start in a home, beside other tests
    )
    picture(dashboard, "demonstration")


def test_first_report_is_seen_by_a_page_that_was_open_before(visit: Visit, tmp_path: Path):
    workspace = tmp_path / "work.sitmap"
    add = [*SITMAP, "add", "--workspace", str(workspace)]
    subprocess.run([*add, "gone.txt"], check=False, capture_output=True)
    with serving(workspace=workspace) as (address, _):
        dashboard = visit(address)
        counts = dashboard.page.get_by_test_id("counts")
        expect(counts).to_contain_text("0 of 0 passages")
        subprocess.run([*add, str(data_path("documents", "idlib-al-tanf-2020.txt"))], check=True)
        expect(counts).to_contain_text("1 report", timeout=15_000)
        dashboard.wait_until(lambda: dashboard.map.get_attribute("data-marks") not in {None, "0"})


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("light", {}),
        ("dark", {"color_scheme": "dark"}),
        ("narrow", {"viewport": {"width": 390, "height": 844}}),
    ],
)
def test_room_opens_in_every_colour_scheme_and_size(
    visit: Visit, forty: str, name: str, options: dict
):
    dashboard = visit(forty, **options)
    expect(dashboard.pane.get_by_test_id("briefing")).to_be_visible()
    picture(dashboard, name)


HOSTILE = """---
title: <img src=x onerror=alert(9)> {{ 1 }}
source: <b>Desk</b> & ${alert(8)}
---
<script>alert(1)</script> <img src=x onerror=alert(2)> {{ 7*7 }} ${alert(3)} `'"

Rain fell on the road “M4” in Syria (the Latakia-Aleppo road) {{constructor}} <b>bold</b>.

In Aleppo <img src=x onerror=alert(4)> "quotes" doctors worked. In إدلب too: الشمس‎.
"""


def test_hostile_words_are_shown_as_words_everywhere(
    visit: Visit, tmp_path: Path, gazetteer: CompiledGazetteer
):
    assert len(gazetteer)
    name = "a<img src=x onerror=alert(5)>.txt"
    (tmp_path / name).write_text(HOSTILE, encoding="utf-8")
    (tmp_path / "rtl.txt").write_text(
        "---\ntitle: إدلب اليوم\n---\nقصف في إدلب في سوريا\n", encoding="utf-8"
    )
    with serving(tmp_path) as (address, _said):
        dashboard = visit(f"{address}/?q=%3Cimg+src%3Dx+onerror%3Dalert(6)%3E", waiting=False)
        dashboard.page.wait_for_timeout(1500)
        dashboard.page.get_by_test_id("clear").click()
        dashboard.settle()
        dashboard.look_for("doctors")
        expect(dashboard.passages.first).to_contain_text('<img src=x onerror=alert(4)> "quotes"')
        expect(dashboard.passages.first).to_contain_text("<img src=x onerror=alert(9)> {{ 1 }}")
        for menu in ("sources", "themes", "where", "more"):
            dashboard.page.get_by_test_id(f"filter-{menu}").get_by_role("button").first.click()
            dashboard.page.wait_for_timeout(300)
        assert dashboard.page.locator(".room-panel img, .room-panel b").count() == 0
        dashboard.page.keyboard.press("Escape")
        dashboard.search.fill("<img")
        dashboard.page.wait_for_timeout(500)
        assert dashboard.page.locator(".search-list img").count() == 0
        dashboard.look_for("سوريا")
        words = dashboard.passages.first.locator("[dir=auto]").last
        assert words.evaluate("e => getComputedStyle(e).direction") == "rtl"
        assert dashboard.pane.locator("img, b, script").count() == 0
        picture(dashboard, "hostile")


def test_place_is_a_filter(visit: Visit, forty: str):
    dashboard = visit(forty)
    dashboard.page.keyboard.press("/")
    dashboard.page.keyboard.type("Bakhmut")
    dashboard.page.get_by_role("option").filter(has_text="Bakhmut").first.click()
    dashboard.pane.get_by_role("button", name="Filter to it").click()
    dashboard.wait_until(lambda: dashboard.counted()[0] == 5)
    assert "Goma" not in dashboard.drawn()
    dashboard.pane.get_by_role("button", name="Filtered to it").click()
    dashboard.wait_until(lambda: dashboard.counted()[0] == 40)
