"""How a workspace file is opened, and what its errors are called."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from ..errors import WorkspaceError

Connection = sqlite3.Connection
VERSION = 7
"""Of the schema; `PRAGMA user_version`."""
APPLICATION_ID = 0x5317_3A90
"""Written into the file so that another program's database is not mistaken for a workspace."""
BUSY_S = 30.0
"""How long is waited for others."""
_RETRIED_S = 0.01
_CACHE_KIB, _READ_CACHE_KIB = 32_768, 12_288
"""Of who writes, and of who only reads: a server reads in many threads, each by its own."""
_MAPPED_BYTES = 1 << 26
_TAKEN_AWAY = (
    "it is not there any more; if its disk was taken out, put it back and go on: nothing that was "
    "kept is lost"
)
_DISK_REFUSES = (
    ": the disk does not take what is written, or does not give what is read; look whether a quota "
    "is full: nothing that was kept is lost"
)
_MESSAGES = (
    (
        ("disk is full",),
        ": the disk is full; make room and run it again: nothing that was kept is lost",
    ),
    (
        ("disk I/O error",),
        _DISK_REFUSES,
    ),
    (("readonly", "read-only"), " can't be written: the file or its folder is read-only"),
    (
        ("locked", "busy"),
        " is in use by another program that does not let go of it: {said}",
    ),
    (
        ("malformed",),
        " is damaged: {said}; `sitmap restore COPY --workspace FILE` puts back a copy",
    ),
)
"""What SQLite's errors are called, by words of them, after the name of the file."""


def connect(
    path: Path, *, writable: bool, patience_s: float = BUSY_S, create: bool = True
) -> sqlite3.Connection:
    """Open a connection with the settings that hold for every workspace.

    WAL lets readers read while one writes; FULL makes every commit wait for the disk, so that a
    power cut loses nothing that was acknowledged. It waits ``patience_s`` for what others lock.
    Without ``create`` a file that was taken away is not made anew, as an empty one, by who writes.

    Raises
    ------
    sqlite3.Error
        The file can't be opened, or is no database.
    """
    mode = ("rwc" if create else "rw") if writable else "ro"
    if not writable and _is_fixed(path):
        mode = "ro&immutable=1"
    address = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, timeout=patience_s, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB if writable else _READ_CACHE_KIB}")
        connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _is_fixed(path: Path) -> bool:
    """Whether nobody can write a file, as on a disk that is read-only, and it has no log.

    SQLite would make a file beside it even to read.
    """
    log = path.with_name(f"{path.name}-wal")
    if os.access(path.absolute().parent, os.W_OK) or not path.is_file():
        return False
    return not (log.exists() and log.stat().st_size)


def log_ahead(connection: sqlite3.Connection) -> str:
    """Let readers read while one writes, from now on; return the mode that the file has then.

    SQLite does not wait for others here: several processes may make a file at once.
    """
    until = time.monotonic() + BUSY_S
    while True:
        try:
            return str(connection.execute("PRAGMA journal_mode = WAL").fetchone()[0])
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_RETRIED_S)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Run a write transaction: it waits its turn at the start, and is whole or not at all."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def statements(name: str) -> Iterator[str]:
    """Yield the statements of an SQL file of this package, one at a time.

    `executescript` would commit the transaction that they are to be part of.
    """
    pending = ""
    for line in files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines(True):  # noqa: FBT003  keep the ends
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


def make_schema(connection: sqlite3.Connection) -> None:
    """Make the tables of this version; the caller holds the transaction."""
    for statement in statements("schema.sql"):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


@contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Turn errors of SQLite and of the file system into one clear line that names the file."""
    try:
        yield
    except sqlite3.Error as error:
        raise WorkspaceError(_message(path, error)) from error
    except OSError as error:
        raise WorkspaceError(f"{path} can't be used as a workspace: {error.strerror}") from error


def _message(path: Path, error: sqlite3.Error) -> str:
    said = str(error)
    if "unable to open" in said:
        return f"{path} can't be opened as a workspace: {_why_not_opened(path)}"
    for words, message in _MESSAGES:
        if any(word in said for word in words):
            return f"{path}{message.format(said=said)}"
    return f"{path} can't be used as a workspace: {said}"


def must_be_there(path: Path) -> None:
    """Raise `WorkspaceError` where a file was taken away: who has it open would not notice."""
    if not path.exists():
        raise WorkspaceError(f"{path} can't be opened as a workspace: {_TAKEN_AWAY}")


def _why_not_opened(path: Path) -> str:
    folder = path.absolute().parent
    if folder.is_dir() and not path.exists() and os.access(folder, os.W_OK):
        return _TAKEN_AWAY
    if folder.is_dir():
        return f"the folder can't be written, or {path.name} is none"
    return f"there is no folder {folder}"
