"""What a test does with the dashboard: start it, look at it, click on it."""

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page

_NO_ERRORS = (
    "status of 400",
    "ERR_CONNECTION_REFUSED",
    "reaching server endpoint",
    "is not responding",
    "disconnected from server",
)
RESTS = """() => document.querySelector("[data-testid=stApp]").dataset.testScriptState
    === "notRunning"
"""
"""Streamlit runs no script: a page that is asked for then is not overtaken by the one there is."""
SITMAP = [sys.executable, "-c", "from dashboard.cli import main; main()"]


@dataclass
class Dashboard:
    """The page in the browser, and what a person does on it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def said(self, words: str) -> None:
        """Keep an error of the console.

        That a wrong address is refused is none, nor that a page looks on after its server ended.
        """
        if not any(part in words for part in _NO_ERRORS):
            self.errors.append(words)

    @property
    def map(self) -> Locator:
        return self.page.get_by_test_id("map")

    def ready(self) -> bool:
        """Whether the map shows what was asked for."""
        return self.map.count() == 1 and self.map.get_attribute("data-ready") == "true"

    @property
    def pane(self) -> Locator:
        return self.page.get_by_test_id("pane")

    @property
    def passages(self) -> Locator:
        """Passages in the pane."""
        return self.pane.get_by_test_id("passage")

    @property
    def search(self) -> Locator:
        return self.page.get_by_test_id("search")

    def counted(self) -> tuple[int, int]:
        """How many passages pass, and of how many."""
        words = self.page.get_by_test_id("counts").inner_text().replace(",", "").split()
        return int(words[0]), int(words[2])

    def look_for(self, words: str) -> None:
        """Search words."""
        self.search.fill(words)
        self.search.press("Enter")
        self.settle()

    def rest(self) -> None:
        """Wait until nothing is asked any more, and no script runs."""
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_function(RESTS, timeout=60_000)

    def settle(self) -> None:
        """Wait until nothing is asked any more, no script runs, and the map is drawn."""
        self.rest()
        self.wait_until(self.ready)

    def parameters(self) -> dict[str, list[str]]:
        """What the address says."""
        return parse_qs(urlsplit(self.page.url).query)

    def position_of(self, place_id: str) -> tuple[float, float]:
        """Where on the page a mark, or the circle that holds it, is drawn."""
        self.wait_until(self.ready)
        found = self.map.evaluate("(map, id) => map.sitmapAt(id)", place_id)
        assert found is not None, f"{place_id} is not on the map"
        return found[0], found[1]

    def click_mark(self, place_id: str) -> None:
        """Click a mark; circles that hold several open until it stands alone."""
        for _ in range(6):
            self.page.mouse.click(*self.position_of(place_id))
            self.page.wait_for_timeout(700)  # the map flies, or the page runs
            if self.map.get_by_role("menuitem").count() or self.selected() == place_id:
                return
        raise AssertionError(f"{place_id} could not be clicked")

    def selected(self) -> str:
        """Id of the mark that is selected on the map."""
        return self.map.get_attribute("data-selected") or ""

    def point_at(self, place_id: str) -> None:
        """Move the mouse to where a mark is drawn now, as slowly as a hand does."""
        x, y = self.position_of(place_id)
        for step in range(3):
            self.page.mouse.move(x + step, y)
            self.page.wait_for_timeout(50)

    def id_of(self, label: str) -> str:
        """Id of a mark that passes, by what it is called."""
        self.wait_until(self.ready)
        found = self.map.evaluate(
            """async (map, label) => {
                const answer = await fetch(`data/labels?row=${map.sitmapRows().join(",")}`);
                return Object.values(await answer.json()).find((one) => one[1] === label)?.[0];
            }""",
            label,
        )
        assert found, f"no mark is called {label}"
        return str(found)

    def map_view(self) -> tuple[float, float, int]:
        """(lat, lon, zoom) at the middle of the map."""
        lat, lon, zoom = (self.map.get_attribute("data-view") or "nan,nan,nan").split(",")
        return float(lat), float(lon), int(zoom)

    def drawn(self) -> set[str]:
        """What the marks that pass are called."""
        self.wait_until(self.ready)
        return set(
            self.map.evaluate(
                """async (map) => {
                    const rows = map.sitmapRows();
                    if (!rows.length) return [];
                    const answer = await fetch(`data/labels?row=${rows.join(",")}`);
                    return Object.values(await answer.json()).map((label) => label[1]);
                }"""
            )
        )

    def wait_until(self, condition: Callable[[], bool], seconds: float = 15) -> None:
        """Wait until the page has come to what is expected."""
        for _ in range(int(seconds * 10)):
            if condition():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("the page did not come to what was expected in time")


@contextmanager
def serving(
    *paths: Path,
    workspace: Path | None = None,
    options: Sequence[str] = (),
    command: Sequence[str] = SITMAP,
) -> Iterator[tuple[str, str]]:
    """Run the command, and yield the address it prints and what it said before.

    Without a workspace and paths it shows the demonstration.
    """
    with TemporaryDirectory() as folder:
        chosen = workspace or Path(folder) / "work.sitmap"
        if paths and workspace is None:
            add = [*SITMAP, "add", "--workspace", str(chosen), *map(str, paths)]
            taken = subprocess.run(add, capture_output=True, text=True, check=False)
            said = taken.stderr
        else:
            said = ""
        with _served(chosen, [*command, *options]) as (address, also_said):
            yield address, said + also_said


@contextmanager
def _served(workspace: Path, command: Sequence[str]) -> Iterator[tuple[str, str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [*command, "--port", str(port), "--headless", "--workspace", str(workspace)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            said = []
            for line in process.stdout:
                if line.startswith("sitmap is at "):
                    yield line.split()[3], "".join(said)
                    break
                said.append(line)
            else:
                raise AssertionError(f"the dashboard did not start: {''.join(said)}")
        finally:
            process.terminate()
            process.communicate(timeout=30)
