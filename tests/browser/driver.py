"""What a test does with the dashboard: start it, look at it, click on it."""

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Frame, FrameLocator, Page

MAP = 'iframe[title="streamlit_folium.st_folium"]'
SITMAP = [sys.executable, "-c", "from dashboard.cli import main; main()"]


@dataclass
class Dashboard:
    """The page in the browser, and what a person does on it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def map(self) -> FrameLocator:
        return self.page.frame_locator(MAP)

    @property
    def map_frame(self) -> Frame:
        return next(frame for frame in self.page.frames if "st_folium" in frame.url)

    @property
    def reader(self):
        return self.page.locator("#passages.scrolling")

    @property
    def panel(self):
        return self.page.locator(".st-key-selection")

    def click_map(self, lat: float, lon: float) -> None:
        """Click where a place is drawn now."""
        self.page.mouse.click(*self._on_page(lat, lon))

    def point_at(self, lat: float, lon: float) -> None:
        """Move the mouse to where a place is drawn now, as slowly as a hand does.

        Leaflet looks for what is below the mouse only every 32 ms.
        """
        x, y = self._on_page(lat, lon)
        for step in range(3):
            self.page.mouse.move(x + step, y)
            self.page.wait_for_timeout(100)

    def _on_page(self, lat: float, lon: float) -> tuple[float, float]:
        x, y = self.map_frame.evaluate(
            "at => { const p = window.map.latLngToContainerPoint(at); return [p.x, p.y]; }",
            [lat, lon],
        )
        box = self.page.locator(MAP).bounding_box()
        return box["x"] + x, box["y"] + y

    def map_view(self) -> tuple[float, float, int]:
        """(lat, lon, zoom) at the middle of the map."""
        return tuple(
            self.map_frame.evaluate(
                "() => [map.getCenter().lat, map.getCenter().lng, map.getZoom()]"
            )
        )

    def drawn(self) -> set[str]:
        """What the marks on the map are called."""
        return set(
            self.map_frame.evaluate(
                """() => Object.values(window.map._layers)
                    .map(layer => layer.feature?.properties?.tooltip?.split(" · ")[0])
                    .filter(Boolean)"""
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
def serving(*paths: Path, workspace: Path | None = None) -> Iterator[tuple[str, str]]:
    """Run the command, and yield the address it prints and what it said before.

    Without a workspace and paths it shows the article, from a data folder with nothing in it.
    """
    with TemporaryDirectory() as folder:
        chosen = workspace or Path(folder) / "work.sitmap"
        if paths and workspace is None:
            add = [*SITMAP, "add", "--workspace", str(chosen), *map(str, paths)]
            taken = subprocess.run(add, capture_output=True, text=True, check=False)
            said = taken.stderr
        else:
            said = ""
        with _served(chosen) as (address, also_said):
            yield address, said + also_said


@contextmanager
def _served(workspace: Path) -> Iterator[tuple[str, str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [*SITMAP, "--port", str(port), "--headless", "--workspace", str(workspace)]
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
