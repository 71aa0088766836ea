"""Pools of processes end without a trace in what a program prints."""

import threading
import time
from pathlib import Path

import pytest

from dashboard.cli import main
from dashboard.executors import local_executor, wait_for_ended_pools


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
def test_program_ends_with_waiting_for_pools(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: list[str]
):
    monkeypatch.chdir(tmp_path)
    calls: list[str] = []
    monkeypatch.setitem(main.__globals__, "wait_for_ended_pools", lambda: calls.append("waited"))
    monkeypatch.setattr("sys.argv", ["sitmap", *words])
    with pytest.raises(SystemExit):
        main()
    assert calls == ["waited"]
