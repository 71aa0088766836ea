"""No command asks another machine for anything, unless it is given an address."""

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

import pytest
from command import SITMAP
from made_files import FILES

from geocache.data_files import data_path

pytestmark = pytest.mark.usefixtures("compiled")
WATCH = Path(__file__).parents[1] / "network_watch.py"
ARTICLE = data_path("documents", "idlib-al-tanf-2020.txt")
REACHING = {
    "page.html": "<html><head><title>Rain</title><link rel=stylesheet href=http://a.example/a.css>"
    "<base href=http://a.example/></head><body><p>Rain fell in Aleppo, and a bridge near Homs was "
    "closed for a day.</p><img src=http://a.example/a.png><iframe src=//a.example></iframe></body>",
    "feed.xml": "<rss version='2.0'><channel><title>N</title><item><title>Rain</title><link>"
    "http://a.example/1</link><description>Rain fell in Aleppo &lt;img src='http://a.example/b'>"
    "</description></item></channel></rss>",
    "entity.xml": "<!DOCTYPE rss SYSTEM 'http://a.example/rss.dtd'><rss version='2.0'><channel>"
    "<item><title>Snow fell in Homs</title></item></channel></rss>",
    "notes.md": "# Fog\n\n![a](http://a.example/a.png) Fog lay over Hama.",
    "table.csv": "text,url\nHail fell in Daraa.,http://a.example/2\n",
}


class Watched:
    """Runs the command where no other machine can be reached."""

    def __init__(self, folder: Path) -> None:
        self.tried = folder / "tried"
        shutil.copy(WATCH, folder / "sitecustomize.py")
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(folder),
            "NETWORK_WATCH": str(self.tried),
        }

    def run(self, *arguments: object) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*SITMAP, *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=240,
            env=self.environment,
        )

    def assert_nothing_was_tried(self) -> None:
        assert not self.tried.exists(), self.tried.read_text()


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    folder = tmp_path / "watch"
    folder.mkdir()
    return Watched(folder)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, words in REACHING.items():
        (folder / name).write_text(words)
    return folder


def test_commands_ask_no_other_machine(watched: Watched, reports: Path, tmp_path: Path):
    file = tmp_path / "w.sitmap"
    for arguments in (
        ("add", "--workspace", file, "--workers", "2", reports, *sorted(FILES.glob("*.*"))),
        ("query", "--workspace", file, "--text", "rain"),
        ("export", "--workspace", file, "-o", tmp_path / "all.html"),
        ("reread", "--workspace", file),
        ("backup", "--workspace", file, "-o", tmp_path / "copy.sitmap"),
        ("decisions", "--workspace", file),
        ("check", "--workspace", file),
        ("check",),
        ("lookup", "aleppo"),
        ("explain", ARTICLE),
        ("geoparse", ARTICLE),
        ("annotate", ARTICLE),
        ("gazetteer", "sources"),
    ):
        process = watched.run(*arguments)
        assert process.returncode in {0, 1}, process.stderr
        assert "Traceback" not in process.stderr
        assert "PermissionError" not in process.stderr
    watched.assert_nothing_was_tried()


def test_serving_asks_no_other_machine(watched: Watched, reports: Path, tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    arguments = ["serve", "--headless", "--port", str(port), "--workspace", tmp_path / "w.sitmap"]
    with subprocess.Popen(
        [*SITMAP, *map(str, arguments), str(reports)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=watched.environment,
    ) as process:
        try:
            assert answered(f"http://127.0.0.1:{port}/", process)
            time.sleep(3)  # what it may do once it serves
        finally:
            process.terminate()
            process.wait(30)
    watched.assert_nothing_was_tried()


def answered(address: str, process: "subprocess.Popen[bytes]") -> bool:
    until = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=10) as response:  # noqa: S310
                return bool(response.read())
        except URLError:
            time.sleep(0.2)
    return False


def test_connections_that_are_asked_for_would_be_noticed(watched: Watched, tmp_path: Path):
    process = watched.run("add", "--workspace", tmp_path / "w.sitmap", "http://93.184.215.14/")
    assert process.returncode == 1
    assert "can't be reached" in process.stderr
    assert "socket.connect 93.184.215.14" in watched.tried.read_text()
