"""Pools of processes begin with little and end without a trace in what a program prints."""

import gc
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.cli import main
from dashboard.executors import local_executor, wait_for_ended_pools
from dashboard.processes import collect_as_usual, collect_rarely

SCRIPT = """
import sys
from dashboard.cli import main

if __name__ == "__main__":
    from dashboard.executors import local_executor
    with local_executor(2) as pool:
        print(*pool.submit(eval, "sorted(__import__('sys').modules)").result())
"""


@pytest.fixture
def as_usual() -> Iterator[None]:
    """What a test changes of the collector is put back."""
    yield
    collect_as_usual()


def test_threads_of_ended_pools_are_waited_for():
    before = set(threading.enumerate())
    with local_executor(2) as pool:
        waiting = [pool.submit(time.sleep, 0.2) for _ in range(6)]
        waiting[0].result()
    assert set(threading.enumerate()) - before  # the pool has not ended yet
    wait_for_ended_pools()
    assert not set(threading.enumerate()) - before
    wait_for_ended_pools()


@pytest.mark.parametrize(
    "words", [["--version"], ["add"], ["query", "--workspace", "nowhere.sitmap"]]
)
@pytest.mark.usefixtures("as_usual")
def test_program_ends_with_waiting_for_pools(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: list[str]
):
    monkeypatch.chdir(tmp_path)
    calls: list[str] = []
    monkeypatch.setattr("dashboard.cli.app.wait_for_ended_pools", lambda: calls.append("waited"))
    monkeypatch.setattr("sys.argv", ["sitmap", *words])
    with pytest.raises(SystemExit):
        main()
    assert calls == ["waited"]


def test_process_loads_nothing_before_it_is_asked_to_read(tmp_path: Path):
    program = tmp_path / "program.py"
    program.write_text(SCRIPT)
    loaded = subprocess.run(
        [sys.executable, str(program)], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "dashboard.processes" in loaded
    assert not {"geocache", "numpy", "typer", "dashboard.executors"} & set(loaded)


def test_processes_that_read_collect_rarely():
    with local_executor(2) as pool:
        assert pool.submit(gc.get_threshold).result() != gc.get_threshold()
        assert pool.submit(gc.get_threshold).result()[0] > 10 * gc.get_threshold()[0]


@pytest.mark.usefixtures("as_usual")
def test_servers_collect_as_usual():
    before = gc.get_threshold()
    collect_rarely()
    assert gc.get_threshold() != before
    collect_as_usual()
    assert gc.get_threshold() == before
