"""Reading again and places of one's own, as a person does it: in a real browser."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from driver import SITMAP, Dashboard, serving
from playwright.sync_api import FloatRect, Locator, expect

from dashboard.workspace import Workspace
from geocache.gazetteer import CompiledGazetteer

Visit = Callable[..., Dashboard]
OWN = b"name,lat,lon,feature\nQorvale,35.5,38.5,P.PPL\n"


class Served(NamedTuple):
    """A server, and the file that it shows."""

    address: str
    workspace: Path


@pytest.fixture
def served(tmp_path: Path, gazetteer: CompiledGazetteer) -> Iterator[Served]:
    """Two reports, which were read before a place of the user's own was known."""
    assert len(gazetteer)
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "a.txt").write_text("Rain fell in Qorvale.\n\nSnow fell in Qorvale too.")
    (reports / "b.txt").write_text("A bridge near Aleppo was closed.")
    path = tmp_path / "work.sitmap"
    command = [*SITMAP, "add", "--workspace", str(path), str(reports)]
    subprocess.run(command, check=True, capture_output=True)
    Workspace(path).add_pack("own.csv", OWN)
    with serving(workspace=path) as (address, _said):
        yield Served(address, path)


def test_stale_reports_are_read_again_reviewed_and_accepted(visit: Visit, served: Served):
    dashboard = visit(served.address)
    page = dashboard.page
    bar = page.get_by_test_id("stale")
    expect(bar).to_contain_text("2 reports were read by an earlier version", timeout=20_000)
    before = dashboard.counted()
    bar.get_by_role("button", name="Read again").click()
    expect(bar).to_contain_text("Another reading would make 2 changes in 1 report.", timeout=60_000)
    assert dashboard.counted() == before  # the old reading stands
    bar.get_by_role("link", name="Look at the changes").click()
    expect(page.get_by_role("heading", name="Changes")).to_be_visible()
    expect(page.get_by_text("2 changes in 1 report;")).to_be_visible()
    page.get_by_role("button", name="Accept all").click()
    expect(page.get_by_text("2 changes in 1 report accepted.")).to_be_visible()
    expect(page.get_by_text("No change waits for your word.")).to_be_visible()
    page.get_by_role("link", name="Situation").click()
    dashboard.settle()
    expect(bar).to_be_hidden(timeout=20_000)
    dashboard.look_for("place:Qorvale")
    expect(dashboard.passages).to_have_count(2)


def test_change_is_accepted_alone_from_its_row(visit: Visit, served: Served):
    subprocess.run(
        [*SITMAP, "reread", "--workspace", str(served.workspace)], check=True, capture_output=True
    )
    dashboard = visit(f"{served.address}/changes", waiting=False)
    page = dashboard.page
    expect(page.get_by_text("2 changes in 1 report;")).to_be_visible(timeout=30_000)
    choose_row(dashboard, 0)
    expect(page.locator(".st-key-changes-place")).to_contain_text("Qorvale")
    choose_row(dashboard, 1)
    one = page.locator(".st-key-changes-one")
    expect(one).to_contain_text("“Qorvale” is found: Qorvale")
    one.get_by_role("button", name="Accept this one").click()
    expect(page.get_by_text("1 change in 1 report accepted.")).to_be_visible()
    expect(page.get_by_text("1 change in 1 report;")).to_be_visible()


def test_bar_says_what_waits_at_once_and_once(visit: Visit, served: Served):
    """A line that came when the server is asked next would push the page down under a hand."""
    dashboard = visit(f"{served.address}/places", waiting=False)
    page = dashboard.page
    bar = page.get_by_test_id("stale")
    expect(bar).to_contain_text("2 reports were read by an earlier version", timeout=20_000)
    page.route("**/data/revision", lambda _: None)  # never answered
    page.reload()
    expect(bar).to_contain_text("2 reports were read by an earlier version", timeout=20_000)
    page.get_by_role("link", name="Changes").click()
    expect(page.get_by_role("heading", name="Changes")).to_be_visible()
    expect(bar).to_be_hidden()  # the page says it
    expect(page.get_by_text("2 reports were read by an earlier version")).to_have_count(1)


def still(shown: Locator) -> FloatRect:
    """Wait until nothing moves an element any more, and return where it lies."""
    before = None
    for _ in range(20):
        box = shown.bounding_box()
        if box and box == before:
            return box
        before = box
        shown.page.wait_for_timeout(300)
    raise AssertionError("the page did not come to lie still")


def choose_row(dashboard: Dashboard, table: int) -> None:
    """Choose the first row of a table of the page, by the box at its left edge."""
    shown = dashboard.page.get_by_test_id("stDataFrame").nth(table)
    expect(shown.locator("canvas").first).to_be_visible()
    dashboard.rest()
    box = still(shown)
    dashboard.page.mouse.click(box["x"] + 16, box["y"] + 35 + 17)


def test_place_of_the_user_is_added_on_the_page(visit: Visit, served: Served):
    dashboard = visit(f"{served.address}/places", waiting=False)
    page = dashboard.page
    page.get_by_role("link", name="Your places").click()
    expect(page.get_by_role("heading", name="Your places")).to_be_visible()
    expect(page.get_by_text("own.csv: 1 place")).to_be_visible()
    page.get_by_label("Name", exact=True).fill("Post Seven")
    page.get_by_label("Latitude (degrees)").fill("35.2")
    page.get_by_label("Longitude (degrees)").fill("36.1")
    page.get_by_role("button", name="Add this place").click()
    expect(page.get_by_text("The place was added.")).to_be_visible()
    expect(page.get_by_text("own.csv: 2 places")).to_be_visible()
    ((_, content),) = Workspace(served.workspace).packs()
    assert b"Post Seven,36.1,35.2" in content
