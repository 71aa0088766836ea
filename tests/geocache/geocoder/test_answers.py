"""The file in which answers of online geocoders are kept: damage, and many hands at once."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from geocache.errors import AnswerCacheError
from geocache.geocoder.answers import AnswerStore
from geocache.geocoder.sqlite_files import work_on, writing


def _garbage(path: Path) -> None:
    path.write_bytes(b"not a database" * 1000)


def _foreign(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE workspace (id)")
    connection.close()


def _newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


@pytest.mark.parametrize("spoil", [_garbage, _foreign, _newer, Path.mkdir])
def test_file_that_is_no_cache_is_a_clear_error(tmp_path: Path, spoil: Callable[[Path], None]):
    path = tmp_path / "answers.sqlite"
    spoil(path)
    with pytest.raises(
        AnswerCacheError, match=r"answers.sqlite can't be read.* move the file away"
    ):
        AnswerStore(path)


def test_row_that_was_tampered_with_is_a_clear_error(tmp_path: Path):
    path = tmp_path / "answers.sqlite"
    store = AnswerStore(path)
    store.put("test", "Idlib", None)
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE answers SET found = '{\"address\": 1'")
    connection.close()
    with pytest.raises(AnswerCacheError, match="can't be read"):
        store.get("test", "Idlib")


WRITER = """
import sys, threading
from pathlib import Path
from geocache.geocoder.answers import AnswerStore

path, process = Path(sys.argv[1]), sys.argv[2]
together, written = threading.Barrier(8), []

def write(worker):
    together.wait()
    for number in range(10):
        store = AnswerStore(path)  # each time anew, as programs that start do
        store.put("test", f"{process} {worker} {number}", None)
        store.get("test", f"{process} {worker} {number}")
        written.append(number)

threads = [threading.Thread(target=write, args=(worker,)) for worker in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
sys.exit(len(written) != 80)
"""


def test_processes_of_many_threads_share_one_new_file(tmp_path: Path):
    path = tmp_path / "answers.sqlite"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), name], stderr=subprocess.PIPE, text=True
        )
        for name in ("first", "second")
    ]
    assert [writer.communicate(timeout=100)[1] for writer in writers] == ["", ""]
    assert [writer.returncode for writer in writers] == [0, 0]
    assert len(AnswerStore(path)) == 160


def test_file_has_a_log_and_waits_for_the_disk(tmp_path: Path):
    path = tmp_path / "answers.sqlite"
    AnswerStore(path)

    def settings(connection: sqlite3.Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys")
        return [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    full = 2
    assert work_on(path, settings) == ["wal", full, 1]


def test_file_of_another_program_is_left_as_it_is(tmp_path: Path):
    path = tmp_path / "answers.sqlite"
    _foreign(path)
    before = path.read_bytes()
    with pytest.raises(AnswerCacheError, match="something else"):
        AnswerStore(path)
    assert path.read_bytes() == before


def test_failed_transaction_is_not_written(tmp_path: Path):
    path = tmp_path / "answers.sqlite"
    AnswerStore(path).put("test", "Idlib", None)

    def fail(connection: sqlite3.Connection) -> None:
        with writing(connection):
            connection.execute("DELETE FROM answers")
            raise KeyError

    with pytest.raises(KeyError):
        work_on(path, fail)
    assert len(AnswerStore(path)) == 1


def test_locked_file_is_reported_after_a_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "answers.sqlite"
    store = AnswerStore(path)
    monkeypatch.setattr("geocache.geocoder.sqlite_files.BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(AnswerCacheError, match="database is locked"):
            store.put("test", "Idlib", None)
        assert store.get("test", "Idlib") is None


def test_threads_share_one_cache(tmp_path: Path):
    together = threading.Barrier(8)
    failures: list[Exception] = []

    def write(worker: int) -> None:
        together.wait()
        try:
            store = AnswerStore(tmp_path / "answers.sqlite")
            for number in range(10):
                store.put("test", f"{worker} {number}", None)
        except AnswerCacheError as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(worker,)) for worker in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(AnswerStore(tmp_path / "answers.sqlite")) == 80
