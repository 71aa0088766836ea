"""Measure a server on workspaces: when it answers, what a choice sends, and its memory.

    python tests/benchmarks/serving.py [--page] [--markdown] WORKSPACE [WORKSPACE ...]

``situation.py --folder FOLDER`` leaves workspaces of generated reports behind. With ``--page`` a
browser (Chromium) opens the page first. Times are of one run, on whatever else the machine does.
"""

import argparse
import gzip
import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import URLError

from dashboard.workspace import Workspace
from geocache.evaluation import MARKDOWN_HELP, Figures

SITMAP = [sys.executable, "-c", "from dashboard.cli import main; main()"]
ASKED = {
    "all places, sent once": "places?",
    "marks of everything": "marks?",
    "– of a theme": "marks?theme=health&",
    "– of a country": "marks?country=SY&",
    "– of a word": "marks?q=convoy&",
    "– of what is sure": "marks?sure=60&",
}
MANY = 60
"""Choices that are asked one after another: what is kept of them must not grow without end."""
_POLL_S, _PATIENCE_S = 0.02, 120


def main() -> None:
    """Measure each workspace, and print a table with a column for each."""
    parser = argparse.ArgumentParser(description="Measure a server.")
    parser.add_argument("workspaces", nargs="+", type=Path)
    parser.add_argument("--page", action="store_true", help="open the page in a browser, too")
    parser.add_argument("--markdown", action="store_true", help=MARKDOWN_HELP)
    arguments = parser.parse_args()
    measured = [
        _measured(workspace, with_page=arguments.page) for workspace in arguments.workspaces
    ]
    print(by_workspace(arguments.workspaces, measured).text(markdown=arguments.markdown))


def by_workspace(workspaces: Sequence[Path], measured: Sequence[Mapping[str, str]]) -> Figures:
    """Return a table of what was measured of each workspace, which has a column."""
    reports = []
    for path in workspaces:
        with closing(Workspace(path)) as workspace:
            ((count,),) = workspace.rows("SELECT count(*) FROM document")
        reports.append(f"{count:,} reports")
    figures = Figures("", *reports)
    for what in dict.fromkeys(what for one in measured for what in one):
        figures.add(what, *(one.get(what, "–") for one in measured))
    return figures


def _measured(workspace: Path, *, with_page: bool) -> dict[str, str]:
    started = time.perf_counter()
    with served(workspace) as (address, process):
        found = {"page answers after": f"{time.perf_counter() - started:.1f} s"}
        if with_page:
            found["first map after"] = _opened(address)
            found["memory with the page open"] = f"{memory_mb(process)} MB"
        revision = json.loads(_get(f"{address}/data/revision"))["v"]
        for what, asked in ASKED.items():
            found[f"{what}, gzipped"] = _asked(address, asked, revision)
        for least in range(1, MANY + 1):
            _get(f"{address}/data/marks?sure={least}&v={revision}")
        found[f"memory after {MANY + len(ASKED)} questions"] = f"{memory_mb(process)} MB"
    return found


@contextmanager
def served(workspace: Path) -> Iterator[tuple[str, int]]:
    """Run a server on a workspace; yield its address and process once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [*SITMAP, "serve", "--headless", "--port", str(port), "--workspace", str(workspace)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            give_up = time.monotonic() + _PATIENCE_S
            while True:
                try:
                    _get(f"{address}/")
                    break
                except URLError:
                    if time.monotonic() > give_up or process.poll() is not None:
                        raise
                    time.sleep(_POLL_S)
            yield address, process.pid
        finally:
            process.terminate()


def _opened(address: str) -> str:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  only with --page

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        started = time.perf_counter()
        page.goto(address)
        ready = page.locator("[data-testid=map][data-ready=true]")
        ready.wait_for(timeout=_PATIENCE_S * 1000)
        took = time.perf_counter() - started
        browser.close()
    return f"{took:.1f} s"


def _asked(address: str, what: str, revision: int) -> str:
    content = _get(f"{address}/data/{what}v={revision}")
    assert gzip.decompress(content)
    return f"{len(content) / 1000:,.0f} KB"


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=_PATIENCE_S) as answer:  # noqa: S310  our own
        content: bytes = answer.read()
    return content


def memory_mb(process: int) -> int:
    """Return the resident memory of a process, in millions of bytes."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1000


if __name__ == "__main__":
    main()
