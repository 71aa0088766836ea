"""SQLite files that threads and processes share.

A connection is opened for each piece of work, so they share nothing but the file; its write-ahead
log lets them read while one writes.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

Answer = TypeVar("Answer")

BUSY_SECONDS = 30.0
"""How long a piece of work waits for others."""
_PAUSE_SECONDS = 0.005
_PRIMARY = 0xFF
"""Bits of an error code that say what kind it is; the others say more closely which."""
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def work_on(path: Path, work: Callable[[sqlite3.Connection], Answer]) -> Answer:
    """Open a file, and do a piece of work with it.

    Parameters
    ----------
    path
        The file; made when it is not there.
    work
        Called with a connection that commits each statement. What is left open of a transaction is
        undone, and all of it is done again while others keep the file from it: to set the journal,
        and to open a file that another closes, fail at once, however long one is ready to wait.

    Raises
    ------
    sqlite3.Error
        As the work does; ``database is locked`` after `BUSY_SECONDS`.
    """
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        left = max(0.0, deadline - time.monotonic())
        try:
            with closing(sqlite3.connect(path, timeout=left, isolation_level=None)) as connection:
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
                return work(connection)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _PRIMARY not in _BUSY or time.monotonic() >= deadline:
                raise
        time.sleep(_PAUSE_SECONDS)


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction that writes.

    It waits for others before it reads anything: one that becomes a writer later would fail at once
    when another has written since.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.execute("COMMIT")


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction that reads, all of it of the same state of the file."""
    connection.execute("BEGIN DEFERRED")
    try:
        yield
    finally:
        connection.rollback()


def keep_log(connection: sqlite3.Connection) -> None:
    """Have the file written to by a write-ahead log, from now on and by everybody."""
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode = WAL")
