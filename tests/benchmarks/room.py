"""Measure the situation room in a real browser, from the click to the frame that shows its effect.

    python tests/benchmarks/room.py [--people 10] [--rounds 9] [--markdown] WORKSPACE ...

``situation.py --folder FOLDER`` leaves workspaces of generated reports behind. Times are medians,
in milliseconds, counted inside the page: from the input's event until every answer is in, nothing
is asked any more, and the next frame is drawn. Beside them stand the CPU seconds that the server
spent. With ``--people`` so many browser windows click and filter at once.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from serving import by_workspace, memory_mb, served

from geocache.evaluation import MARKDOWN_HELP

WATCH = Path(__file__).with_name("watch.js").read_text(encoding="utf-8")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
WORDS = ("convoy", "cholera OR measles", "border -patrol", '"water supply"', "school", "market")
_PATIENCE_MS = 60_000
_TOGETHER_S = 30
_THINKING_S = 1.0
"""Between two actions of one of many people."""


def main() -> None:
    """Measure each workspace, and print a table with a column for each."""
    parser = argparse.ArgumentParser(description="Measure the room in a browser.")
    parser.add_argument("workspaces", nargs="+", type=Path)
    parser.add_argument("--people", type=int, default=0, help="how many use it at once, at the end")
    parser.add_argument("--rounds", type=int, default=9, help="how often each thing is done")
    parser.add_argument("--markdown", action="store_true", help=MARKDOWN_HELP)
    arguments = parser.parse_args()
    measured = []
    with sync_playwright() as playwright:
        for workspace in arguments.workspaces:
            # A browser for each: what one page left behind is no part of the next.
            path = next(filter(None, map(_which, ("chromium", "google-chrome"))))
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            found: dict[str, str] = {}
            _measure(workspace, browser, arguments.rounds, arguments.people, found)
            measured.append(found)
            browser.close()
    print(by_workspace(arguments.workspaces, measured).text(markdown=arguments.markdown))


def _which(name: str) -> str | None:
    import shutil  # noqa: PLC0415

    return shutil.which(name)


def _measure(
    workspace: Path, browser: Browser, rounds: int, people: int, found: dict[str, str]
) -> None:
    started = time.perf_counter()
    with served(workspace) as (address, process):
        found["page answers after the command"] = f"{time.perf_counter() - started:.1f} s"
        _open(browser, address).context.close()  # warms the server
        room = Room(browser, address, process, found)
        found["first map ready, server warm"] = f"{room.opened_s:.1f} s"
        found["first load, gzipped"] = f"{room.received / 1e6:.1f} MB"
        room.repeat("click on a mark → its passages", rounds, room.click)
        room.repeat("hover a word → its mark ringed", rounds, room.hover)
        room.repeat("click a word → the map flies", rounds, room.fly)
        room.clear()
        room.repeat("theme → map, counts, timeline, pane", rounds, room.theme, sends=True)
        room.clear()
        room.repeat("brush, let go → the same", rounds, room.brush)
        room.clear()
        room.repeat("search → results", rounds, room.search)
        room.clear()
        room.repeat("back", min(rounds, 5), room.back)
        found["memory of the server, at the end"] = f"{memory_mb(process)} MB"
        if people:
            found |= _many(browser, address, process, people)


def _open(browser: Browser, address: str) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_selector("[data-testid=map][data-ready=true]", timeout=_PATIENCE_MS)
    return page


class Room:
    """One page, and what is measured on it."""

    def __init__(self, browser: Browser, address: str, process: int, found: dict[str, str]) -> None:
        self.process, self.found = process, found
        self.received = 0.0
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._count)
        page.add_init_script(WATCH)
        started = time.perf_counter()
        page.goto(address)
        page.wait_for_selector("[data-testid=map][data-ready=true]", timeout=_PATIENCE_MS)
        self.opened_s = time.perf_counter() - started
        self.page = page
        self.settle()

    def _count(self, event: dict[str, Any]) -> None:
        self.received += event["encodedDataLength"]

    def settle(self) -> None:
        """Wait until nothing is asked any more."""
        self.page.evaluate("sitmapWatch.settled()")
        self.page.wait_for_timeout(150)

    def timed(self, act: Callable[[], None], until: str = "settled") -> float:
        """Milliseconds from the first input event to its effect."""
        self.page.evaluate("sitmapWatch.begin()")
        act()
        return float(self.page.evaluate(f"sitmapWatch.{until}()"))

    def repeat(
        self, what: str, rounds: int, measure: Callable[[int], float], *, sends: bool = False
    ) -> None:
        """Do something often, and note its median."""
        cpu, received = _cpu_s(self.process), self.received
        times = []
        for number in range(rounds):
            times.append(measure(number))
            self.settle()
        spent = (_cpu_s(self.process) - cpu) / rounds
        self.found[what] = f"{statistics.median(times):.0f} ms"
        if sends:
            self.found["– CPU seconds of the server"] = f"{spent:.2f}"
            self.found["– sent"] = f"{(self.received - received) / rounds / 1000:.0f} KB"

    def clear(self) -> None:
        """Take everything back."""
        self.page.evaluate("document.querySelector('[data-testid=clear]').click()")
        self.settle()

    def click(self, number: int) -> float:
        """Click a mark that stands alone."""
        self.page.keyboard.press("Escape")
        self.settle()
        marks = self.page.evaluate("sitmapWatch.alone()")
        first = number % max(1, len(marks))
        for x, y, *_ in marks[first:] + marks[:first]:
            took = self.timed(lambda x=x, y=y: self.page.mouse.click(x, y), "passages")
            if took >= 0:
                return took
        raise AssertionError("no mark stands alone on the map")

    def hover(self, number: int) -> float:
        """Point at a word in the pane."""
        x, y = self._word(number)
        self.page.mouse.move(5, 300)
        self.page.wait_for_timeout(60)
        return self.timed(lambda: self.page.mouse.move(x, y), "painted")

    def fly(self, number: int) -> float:
        """Click a word in the pane; counted from letting the button go."""
        self.page.mouse.move(*self._word(number * 3))
        self.settle()
        self.page.mouse.down()
        return self.timed(self.page.mouse.up, "painted")

    def _word(self, number: int) -> tuple[float, float]:
        """Where a highlighted word of the pane is seen."""
        mentions = self.page.get_by_test_id("mention")
        word = mentions.nth(number % mentions.count())
        word.evaluate("word => word.scrollIntoView({block: 'center'})")
        self.settle()
        x, y = word.evaluate(
            "word => { const r = word.getClientRects()[0]; return [r.x + 4, r.y + r.height / 2]; }"
        )
        return float(x), float(y)

    def theme(self, number: int) -> float:
        """Choose a theme in its menu."""
        menu = self.page.get_by_test_id("filter-themes")
        boxes = menu.locator('input[data-choice^="theme="]')
        if not boxes.first.is_visible():
            menu.locator("button").first.click()
            boxes.first.wait_for()
            self.settle()
        return self.timed(boxes.nth(number % boxes.count()).click)

    def brush(self, number: int) -> float:
        """Drag a period on the timeline; counted from letting go."""
        self.page.keyboard.press("Escape")
        plot = self.page.get_by_test_id("timeline").locator("canvas").bounding_box()
        assert plot is not None
        left = plot["x"] + plot["width"] * (0.2 + 0.05 * number)
        mouse, y = self.page.mouse, plot["y"] + plot["height"] / 2
        mouse.move(left, y)
        mouse.down()
        for step in range(1, 6):
            mouse.move(left + step * 16, y)
        self.page.wait_for_timeout(200)
        return self.timed(mouse.up)

    def search(self, number: int) -> float:
        """Search words; counted from Enter."""
        box = self.page.get_by_test_id("search")
        box.fill(WORDS[number % len(WORDS)])
        self.page.wait_for_timeout(500)  # what is offered meanwhile is no part of it
        self.page.evaluate("sitmapWatch.settled()")
        return self.timed(lambda: box.press("Enter"))

    def back(self, number: int) -> float:
        """Go to another state, and back."""
        self.page.evaluate(
            "n => sitmapRoom.address.change({theme: [['health', 'aid', 'conflict'][n % 3]]})",
            number,
        )
        self.settle()
        return self.timed(lambda: self.page.evaluate("history.back()"))


def _many(browser: Browser, address: str, process: int, people: int) -> dict[str, str]:
    """Let many windows act at once; the page itself waits for its effects."""
    pages = [_open(browser, address) for _ in range(people)]
    for number, page in enumerate(pages):
        page.evaluate("([n, rest]) => void sitmapWatch.live(n, rest)", [number, _THINKING_S * 1000])
    cpu = _cpu_s(process)
    pages[0].wait_for_timeout(_TOGETHER_S * 1000)
    cpu = _cpu_s(process) - cpu
    times = sorted(took for page in pages for took in page.evaluate("sitmapWatch.lived()"))
    late = times[int(len(times) * 0.95)]
    return {
        f"{people} windows at once: median": f"{statistics.median(times) / 1000:.1f} s",
        "– 95th percentile": f"{late / 1000:.1f} s",
        f"– CPU seconds of the server in {_TOGETHER_S} s": f"{cpu:.0f}",
        "– memory of the server": f"{memory_mb(process)} MB",
    }


def _cpu_s(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


if __name__ == "__main__":
    main()
