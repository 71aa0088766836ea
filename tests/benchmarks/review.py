"""Decide a hundred times by keys alone in a real browser, take all back, and compare the workspace.

    python tests/benchmarks/review.py [--decisions 100] [--skip 0] WORKSPACE

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
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        copied = Path(folder) / "work.sitmap"
        with closing(sqlite3.connect(arguments.workspace)) as source:
            source.execute("VACUUM INTO ?", (str(copied),))
        _measure(copied, arguments.decisions, arguments.skip)


def _measure(workspace: Path, decisions: int, skip: int) -> None:
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
        _decide(page, decisions)
        _settled(page, "all of it read")
        held = _content(workspace)
        _undo(page, decisions)
        _settled(page, "all taken back read")
        browser.close()
    after = _content(workspace)
    _say("workspace changed by the decisions", "yes" if held != before else "NO")
    _say("workspace as before when all is taken back", "yes" if after == before else "NO")
    sys.exit(after != before or held == before)


def _decide(page: Page, decisions: int) -> None:
    mentions, seen, stored = [], [], []
    for number in range(decisions):
        first = page.get_by_test_id("review-words").get_by_role("checkbox").count()
        key = KEYS[number % len(KEYS)]
        if key == "2" and page.get_by_test_id("fix-candidate").count() < 2:
            key = "x"
        mentions.append(first)
        answers = page.evaluate("[stored.length, pressed.length, shown.length]")
        page.keyboard.press(key)
        page.wait_for_function(f"shown.length > {answers[2]}", timeout=_PATIENCE_MS, polling=5)
        page.wait_for_function(f"stored.length > {answers[0]}", timeout=_PATIENCE_MS, polling=5)
        pressed, done, shown = page.evaluate(
            f"[pressed[{answers[1]}], stored[{answers[0]}], shown[{answers[2]}]]"
        )
        seen.append(shown - pressed)
        stored.append(done - pressed)
    _say("decisions", str(decisions))
    _say("key → next group shown", _times(seen))
    _say("key → stored", _times(stored))
    small = [one for one, count in zip(stored, mentions, strict=True) if count <= 10]
    if small:
        _say(f"the same of {len(small)} groups of 10 mentions at most", _times(small))


def _undo(page: Page, decisions: int) -> None:
    times = []
    for _ in range(decisions):
        count = page.evaluate("stored.length")
        started = time.perf_counter()
        page.keyboard.press("Control+z")
        page.wait_for_function(f"stored.length > {count}", timeout=_PATIENCE_MS, polling=5)
        times.append((time.perf_counter() - started) * 1000)
    _say("Ctrl+Z → stored", _times(times))


def _settled(page: Page, what: str) -> None:
    """Wait until the reports are read that decisions left to be read."""
    started = time.perf_counter()
    asked = "async () => (await (await fetch('/data/revision')).json()).settling"
    while page.evaluate(asked):
        page.wait_for_timeout(200)
    _say(what, f"{time.perf_counter() - started:.0f} s later")


def _times(times: list[float]) -> str:
    late = sum(one >= 400 for one in times)
    return (
        f"median {statistics.median(times):.0f} ms, most {max(times):.0f} ms; "
        f"{late} of {len(times)} took 0.4 s or more"
    )


def _content(path: Path) -> str:
    workspace = Workspace(path)
    try:
        return content_hash(workspace)
    finally:
        workspace.close()


def _say(what: str, value: str) -> None:
    sys.stdout.write(f"| {what} | {value} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
