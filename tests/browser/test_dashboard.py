"""The use: open it, click marks, read passages, filter by theme."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from driver import Dashboard, serving
from playwright.sync_api import expect

from geocache.gazetteer import CompiledGazetteer

RUKBAN = "geonames:11428685"
Visit = Callable[..., Dashboard]


def picture(dashboard: Dashboard, name: str) -> None:
    """Keep a screenshot where SITMAP_SCREENSHOTS says, if it says."""
    folder = os.environ.get("SITMAP_SCREENSHOTS")
    if folder:
        dashboard.page.screenshot(path=Path(folder) / f"{name}.png")


def test_from_mark_to_words_and_back_and_filtered(visit: Visit, article_server: str):
    dashboard = visit(article_server)
    assert {"Rakban (Rukban)", "Idlib", "southern Syria", "the Syrian-Jordanian border"} <= (
        dashboard.drawn()
    )

    dashboard.click_mark(RUKBAN)
    dashboard.point_at(RUKBAN)
    expect(dashboard.map.get_by_role("tooltip")).to_contain_text("Rakban (Rukban) · point · ")
    expect(dashboard.panel).to_contain_text("Rukban", timeout=15_000)
    expect(dashboard.panel).to_contain_text("Zakharova noted that there is a difficult situation")
    expect(dashboard.panel).to_contain_text("2020, known to the year (inferred:")
    expect(dashboard.panel.locator("mark[aria-current=true]").first).to_have_text("Rakban")
    expect(dashboard.reader.locator(".opened")).to_contain_text("“Rakban” refugee camp")
    expect(dashboard.reader.locator("mark[aria-current=true]")).to_be_in_viewport()
    picture(dashboard, "rukban")

    before = dashboard.map_view()
    dashboard.reader.locator("mark", has_text="“M4”").click()
    dashboard.wait_until(lambda: dashboard.map_view() != before)
    lat, lon, zoom = dashboard.map_view()
    assert lat == pytest.approx(35.87, abs=0.1)
    assert lon == pytest.approx(36.48, abs=0.1)
    assert 7 <= zoom <= 9  # the road fills the map
    expect(dashboard.panel).to_contain_text("Jisr al-Shughur")
    picture(dashboard, "m4")

    dashboard.page.get_by_text("Health and epidemic", exact=False).first.click()
    dashboard.wait_until(lambda: "Idlib" not in dashboard.drawn())
    assert "Rakban (Rukban)" in dashboard.drawn()
    expect(dashboard.page.get_by_text("4 marks ·")).to_be_visible()
    expect(dashboard.reader.locator(".passage:not(.dimmed)")).to_have_count(4)
    assert dashboard.map_view() == pytest.approx((lat, lon, zoom), abs=0.01)  # the frame stayed
    picture(dashboard, "health")


def test_an_area_can_be_clicked_and_lists_all_its_passages(visit: Visit, article_server: str):
    dashboard = visit(article_server)
    dashboard.page.get_by_text("Show all marks on the map").click()
    dashboard.wait_until(lambda: "Moscow" in dashboard.drawn())
    dashboard.reader.locator("mark", has_text="Idlib").first.click()
    expect(dashboard.panel).to_contain_text("(PPL, SY, geonames:169389)", timeout=15_000)
    expect(dashboard.panel.locator(".passage")).to_have_count(3)
    dashboard.page.get_by_text("Show all marks on the map").click()
    dashboard.wait_until(lambda: dashboard.map_view()[2] < 6)
    dashboard.click_mark(dashboard.id_of("southern Syria"))
    expect(dashboard.panel).to_contain_text("southern Syria", timeout=15_000)


SHARED = """Rain fell on the camp at Rukban in Syria.

The 20-km zone around Rukban stayed shut.
"""


def test_marks_of_one_point_are_offered_as_a_list(
    visit: Visit, tmp_path: Path, gazetteer: CompiledGazetteer
):
    assert len(gazetteer)
    (tmp_path / "shared.txt").write_text(SHARED, encoding="utf-8")
    with serving(tmp_path / "shared.txt") as (address, _said):
        dashboard = visit(address)
        for name in ("Rukban · point · 1", "The 20-km zone around Rukban · zone · 1"):
            dashboard.click_mark(RUKBAN)  # or the circle that holds both
            dashboard.map.get_by_role("menuitem", name=name).click()
            expect(dashboard.panel).to_contain_text(name.split(" · ")[0], timeout=15_000)
            assert dashboard.map.get_by_role("menu").count() == 0


def test_without_reports_a_demonstration_is_shown_and_said_to_be_one(
    visit: Visit, demonstration_server: str
):
    dashboard = visit(demonstration_server)
    expect(dashboard.page.get_by_text("This is a demonstration")).to_be_visible()
    expect(dashboard.page.get_by_text("13 documents")).to_be_visible(timeout=60_000)
    picture(dashboard, "demonstration")


def test_a_link_keeps_the_themes_and_opens_what_passes(visit: Visit, article_server: str):
    dashboard = visit(f"{article_server}/?themes=health")
    assert "Idlib" not in dashboard.drawn()
    expect(dashboard.page.get_by_text("4 marks ·")).to_be_visible()
    dashboard.click_mark(dashboard.id_of("southern Syria"))
    expect(dashboard.reader.locator(".opened:not(.dimmed)")).to_have_count(1, timeout=15_000)
    assert "themes=health" in dashboard.page.url


def test_who_is_hidden_until_asked_for(visit: Visit, article_server: str):
    dashboard = visit(article_server)
    assert "Ankara" not in dashboard.drawn()
    dashboard.page.get_by_text("Show who, not only where").click()
    dashboard.wait_until(lambda: {"Ankara", "Russia", "Turkey"} <= dashboard.drawn())
    picture(dashboard, "who")


def test_the_keyboard_is_enough(visit: Visit, article_server: str):
    dashboard = visit(article_server)
    dashboard.reader.locator("mark", has_text="Rakban").focus()
    dashboard.page.keyboard.press("Enter")
    expect(dashboard.panel).to_contain_text("Rukban", timeout=15_000)


def test_a_link_leads_to_the_selection(visit: Visit, article_server: str):
    dashboard = visit(article_server)
    overview = dashboard.map_view()
    dashboard.reader.locator("mark", has_text="“M4”").click()
    dashboard.wait_until(lambda: dashboard.map_view() != overview)
    again = visit(dashboard.page.url)
    expect(again.panel).to_contain_text("Jisr al-Shughur", timeout=15_000)
    again.wait_until(lambda: again.map_view() == pytest.approx(dashboard.map_view(), abs=0.01))


def test_the_words_that_were_clicked_stay_in_view(visit: Visit, article_server: str):
    dashboard = visit(article_server, viewport={"width": 1280, "height": 720})
    number = dashboard.reader.evaluate(
        """list => {
            const marks = [...list.querySelectorAll("mark")];
            const top = mark => mark.getBoundingClientRect().top;
            const first = mark => marks.find(m => m.dataset.mark === mark.dataset.mark);
            return marks.findLastIndex(mark => top(mark) - top(first(mark)) > 1000);
        }"""
    )
    assert number > 0
    words = dashboard.reader.locator("mark").nth(number)
    words.scroll_into_view_if_needed()
    words.click()
    expect(words).to_have_attribute("aria-current", "true", timeout=15_000)
    dashboard.page.wait_for_timeout(1_500)  # the reader is drawn anew
    expect(words).to_be_in_viewport()


def test_all_marks_are_shown_again_after_the_map_was_moved_by_hand(
    visit: Visit, article_server: str
):
    dashboard = visit(article_server)
    button = dashboard.page.get_by_text("Show all marks on the map")
    before = dashboard.map_view()
    button.click()
    dashboard.wait_until(lambda: dashboard.map_view() != before)
    dashboard.page.wait_for_timeout(1_500)  # the page runs again after a click on it
    everything = dashboard.map_view()
    dashboard.map.locator(".leaflet-control-zoom-in").click()
    dashboard.wait_until(lambda: dashboard.map_view()[2] > everything[2])
    dashboard.page.wait_for_timeout(500)  # Leaflet is not told anything while it zooms
    button.click()
    dashboard.wait_until(lambda: dashboard.map_view() == pytest.approx(everything, abs=0.01))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("light", {}),
        ("dark", {"color_scheme": "dark"}),
        ("narrow", {"viewport": {"width": 420, "height": 900}}),
    ],
)
def test_it_opens_in_every_dress(visit: Visit, article_server: str, name: str, options: dict):
    dashboard = visit(article_server, **options)
    expect(dashboard.page.locator("#passages.scrolling")).to_contain_text("de-escalation zone")
    picture(dashboard, name)


HOSTILE = """<script>alert(1)</script> <img src=x onerror=alert(2)> {{ 7*7 }} ${alert(3)} `'"

Rain fell on the road “M4” in Syria (the Latakia-Aleppo road) {{constructor}} <b>bold</b>.

In Aleppo <img src=x onerror=alert(4)> "quotes" doctors worked. In إدلب too: الشمس‎.
"""


def test_given_files_are_shown_as_text_and_bad_ones_are_named(
    visit: Visit, tmp_path: Path, gazetteer: CompiledGazetteer
):
    assert len(gazetteer)
    (tmp_path / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)))
    (tmp_path / "latin.txt").write_bytes("Général à l’hôtel près d'Alep, Syria.".encode("cp1252"))
    (tmp_path / "huge.txt").write_bytes(b"Aleppo. " * 2_500_000)
    missing = tmp_path / "missing.txt"
    with serving(tmp_path / "hostile.txt", missing, tmp_path) as (address, said):
        bad = [line for line in said.splitlines() if str(tmp_path) in line]
        assert len(bad) == 4
        for line, name in zip(
            bad, ("missing.txt", "binary.txt", "empty.txt", "huge.txt"), strict=True
        ):
            assert name in line
        dashboard = visit(address)
        expect(dashboard.page.get_by_text("4 inputs could not be read")).to_be_visible()
        expect(dashboard.reader).to_contain_text("<img src=x onerror=alert(2)> {{ 7*7 }} ${alert")
        dashboard.reader.locator("mark", has_text=re.compile("^Aleppo$")).click()
        expect(dashboard.panel).to_contain_text('<img src=x onerror=alert(4)> "quotes"')
        assert dashboard.page.locator("#passages img, #passages b, #passages script").count() == 0
        picture(dashboard, "hostile")
