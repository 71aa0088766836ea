"""Decide a hundred times by keys alone in a real browser, take all back, and compare the workspace.

    python tests/benchmarks/review.py [--decisions 100] [--skip 0] [--markdown] WORKSPACE

``situation.py --folder FOLDER`` leaves workspaces of generated reports behind; a copy is decided
on. It must have been read by this program with today's data: reports of another reading are read
anew, and would not be what they were before. Times are counted inside the page, from the key to the
frame that shows the next group, and to the answer that the decision is stored.
"""

import argparse
import sqlite3
import statistics
import sys
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright
from room import FLAGS, _which
from serving import served

from dashboard.workspace import Workspace
from dashboard.workspace.content import content_hash
from geocache.evaluation import MARKDOWN_HELP, Figures

_PATIENCE_MS = 120_000
KEYS = ("Enter", "2", "x", "Enter", "u")
WATCH = """
(() => {
  const own = window.fetch;
  window.stored = [];
  window.fetch = async (...given) => {
    const answer = await own(...given);
    if (/data\\/(decide|undo)$/.test(String(given[0]))) window.stored.push(performance.now());
    return answer;
  };
  window.pressed = [];
  window.shown = [];
  addEventListener("keydown", () => { window.pressed.push(performance.now()); }, true);
  const looked = () => {
    const card = document.querySelector("[data-testid=review-card] h2");
    if (!card || card.textContent === window.was) return;
    window.was = card.textContent;
    requestAnimationFrame(() => setTimeout(() => window.shown.push(performance.now())));
  };
  const all = { subtree: true, childList: true };
  const watch = () => new MutationObserver(looked).observe(document.body, all);
  addEventListener("DOMContentLoaded", watch);
})();
"""


def main() -> None:
    """Measure a copy of a workspace, and print a table."""
    parser = argparse.ArgumentParser(description="Measure the review queue in a browser.")
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--decisions", type=int, default=100)
    parser.add_argument("--skip", type=int, default=0, help="groups that are skipped at first")
    parser.add_argument("--markdown", action="store_true", help=MARKDOWN_HELP)
    arguments = parser.parse_args()
    figures = Figures("", "median", "at most")
    with TemporaryDirectory() as folder:
        copied = Path(folder) / "work.sitmap"
        with closing(sqlite3.connect(arguments.workspace)) as source:
            source.execute("VACUUM INTO ?", (str(copied),))
        wrong = _measure(copied, arguments.decisions, arguments.skip, figures)
    print(figures.text(markdown=arguments.markdown))
    sys.exit(wrong or 0)


def _measure(workspace: Path, decisions: int, skip: int, figures: Figures) -> str:
    """Decide, take all back, and return what is wrong then."""
    before = _content(workspace)
    with served(workspace) as (address, _process), sync_playwright() as playwright:
        path = next(filter(None, map(_which, ("chromium", "google-chrome"))))
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(WATCH)
        page.goto(f"{address}/review")
        page.wait_for_selector("[data-testid=review-card] h2", timeout=_PATIENCE_MS)
        for _ in range(skip):
            page.keyboard.press("s")
        page.wait_for_timeout(2000)
        _decide(page, decisions, figures)
        _settle(page)
        held = _content(workspace)
        _undo(page, decisions, figures)
        _settle(page)
        browser.close()
    after = _content(workspace)
    if held == before:
        return "the decisions changed nothing"
    return "" if after == before else "all is taken back, and the workspace is not as it was"


def _decide(page: Page, decisions: int, figures: Figures) -> None:
    seen, stored = [], []
    for number in range(decisions):
        key = KEYS[number % len(KEYS)]
        if key == "2" and page.get_by_test_id("fix-candidate").count() < 2:
            key = "x"
        answers = page.evaluate("[stored.length, pressed.length, shown.length]")
        page.keyboard.press(key)
        page.wait_for_function(f"shown.length > {answers[2]}", timeout=_PATIENCE_MS, polling=5)
        page.wait_for_function(f"stored.length > {answers[0]}", timeout=_PATIENCE_MS, polling=5)
        pressed, done, shown = page.evaluate(
            f"[pressed[{answers[1]}], stored[{answers[0]}], shown[{answers[2]}]]"
        )
        seen.append(shown - pressed)
        stored.append(done - pressed)
    figures.add("key → next group shown", *_times(seen))
    figures.add("key → decision on the disk", *_times(stored))


def _undo(page: Page, decisions: int, figures: Figures) -> None:
    times = []
    for _ in range(decisions):
        count = page.evaluate("stored.length")
        started = time.perf_counter()
        page.keyboard.press("Control+z")
        page.wait_for_function(f"stored.length > {count}", timeout=_PATIENCE_MS, polling=5)
        times.append((time.perf_counter() - started) * 1000)
    figures.add("Ctrl+Z → taken back on the disk", *_times(times))


def _settle(page: Page) -> None:
    """Wait until the reports are read that decisions left to be read."""
    asked = "async () => (await (await fetch('/data/revision')).json()).settling"
    while page.evaluate(asked):
        page.wait_for_timeout(200)


def _times(times: list[float]) -> tuple[str, str]:
    return f"{statistics.median(times):.0f} ms", f"{max(times):.0f} ms"


def _content(path: Path) -> str:
    workspace = Workspace(path)
    try:
        return content_hash(workspace)
    finally:
        workspace.close()


if __name__ == "__main__":
    main()
