"""A real server and a real browser with the network unplugged."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import map_room
import pytest
from driver import Dashboard, serving
from playwright.sync_api import Browser, Page, expect, sync_playwright
from reports import write_reports
from stage import pages, stage

from geocache.data_files import data_path
from geocache.gazetteer import CompiledGazetteer

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Unplugged: every other host is unknown.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]

expect.set_options(timeout=20_000)  # five seconds are few where other tests fill the processors


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("SITMAP_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail("no Chromium is installed; `python3 tests/run.py` installs it or says how")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def article_server(gazetteer: CompiledGazetteer) -> Iterator[str]:
    assert len(gazetteer)
    with serving(data_path("documents", "idlib-al-tanf-2020.txt")) as (address, _):
        yield address


@pytest.fixture
def demonstration_server(gazetteer: CompiledGazetteer) -> Iterator[str]:
    """What is shown when nothing of the user's is there."""
    assert len(gazetteer)
    with serving() as (address, _):
        yield address


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Dashboard]]:
    """Open an address; at the end nothing may have gone wrong or to another machine."""
    visited: list[Dashboard] = []
    with ExitStack() as stack:

        def open_page(address: str, *, waiting: bool = True, **options: object) -> Dashboard:
            options = {"viewport": {"width": 1440, "height": 900}, **options}
            page = browser.new_page(**options)
            stack.callback(page.close)
            dashboard = Dashboard(page)
            visited.append(dashboard)
            page.on("request", lambda request: dashboard.requests.append(request.url))
            page.on("dialog", lambda dialog: (dashboard.dialogs.append("?"), dialog.dismiss()))
            page.on("pageerror", lambda error: dashboard.errors.append(str(error)))
            page.on("console", lambda said: said.type == "error" and dashboard.said(said.text))
            page.goto(address)
            if waiting:
                dashboard.map.locator("[data-ground=ready]").wait_for(timeout=60_000)
                dashboard.map.get_by_text("Natural Earth").wait_for(timeout=60_000)
                dashboard.wait_until(dashboard.ready)
            return dashboard

        yield open_page
    for dashboard in visited:
        local = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:http://127.0.0.1:")
        assert [url for url in dashboard.requests if not url.startswith(local)] == []
        assert dashboard.dialogs == []
        assert dashboard.errors == []


@pytest.fixture(scope="session")
def map_room_address() -> Iterator[str]:
    with stage(map_room.answer) as address:
        yield f"{address}/map_tools.html"


@pytest.fixture
def opened_map(browser: Browser, map_room_address: str) -> Iterator[Callable[..., Page]]:
    """Open a map with its tools, at the address of a room; nothing may go wrong in it."""
    with pages(browser) as open_at:

        def open_page(choice: str = "", width: int = 1000, **options: Any) -> Page:
            scheme = options.pop("scheme", "light")
            choice = choice.replace("&", "%26")
            address = f"{map_room_address}?scheme={scheme}&address={choice}"
            page = open_at(address, viewport={"width": width, "height": 600}, **options)
            page.wait_for_function("window.made")
            return page

        yield open_page


@pytest.fixture(scope="session")
def forty(tmp_path_factory: pytest.TempPathFactory, gazetteer: CompiledGazetteer) -> Iterator[str]:
    """A server with forty reports."""
    assert len(gazetteer)
    folder = tmp_path_factory.mktemp("reports")
    write_reports(folder)
    with serving(folder) as (address, _said):
        yield address
