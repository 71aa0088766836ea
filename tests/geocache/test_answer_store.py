"""The file in which answers of online geocoders are kept: damage, and many hands at once."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from geocache.errors import AnswerCacheError
from geocache.geocoder.answers import AnswerStore


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
def test_a_file_that_is_no_cache_is_a_clear_error(tmp_path: Path, spoil: Callable[[Path], None]):
    path = tmp_path / "answers.sqlite"
    spoil(path)
    with pytest.raises(
        AnswerCacheError, match=r"answers.sqlite can't be read.* move the file away"
    ):
        AnswerStore(path)


def test_a_row_that_was_tampered_with_is_a_clear_error(tmp_path: Path):
    path = tmp_path / "answers.sqlite"
    store = AnswerStore(path)
    store.put("test", "Idlib", None)
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE answers SET found = '{\"address\": 1'")
    connection.close()
    with pytest.raises(AnswerCacheError, match="can't be read"):
        store.get("test", "Idlib")


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
