"""Copies of a workspace: made while others read and write, and put back whole or not at all.

A copy is written under another name, checked, and gets its own name at the end, so that what has
the name of a copy is one.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..errors import WorkspaceError
from .connection import APPLICATION_ID, VERSION, connect, named_errors
from .migrations import FIRST_VERSION

_MOST_NAMED = 3
_PATIENCE_S = 2.0
"""How long putting back waits for others: a server that has the file open does not let go of it."""
_SPARE = 1.05
"""Room that a copy takes, and something for the directory."""
_MEGABYTE = 1_000_000
_DAMAGED = frozenset((sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB))


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that was made, or the state that was put back."""

    path: Path
    version: int
    """Of the schema."""
    reports: int
    decisions: int


def default_copy_path(workspace: Path, moment: datetime | None = None) -> Path:
    """Return where a copy goes when no name is given: beside the file, with day and time."""
    at = (moment or datetime.now().astimezone()).strftime("%Y-%m-%d-%H%M%S")
    return workspace.with_name(f"{workspace.stem}.backup-{at}{workspace.suffix}")


def back_up(workspace: Path, target: Path, *, force: bool = False) -> Copied:
    """Copy a workspace as of one moment, while others may write.

    Parameters
    ----------
    workspace
        What is copied; its version does not matter.
    target
        The copy.
    force
        Whether a file of that name may be replaced.

    Raises
    ------
    WorkspaceError
        It can't be read or written, the copy is not whole, or the name is taken. Nothing is then
        left behind, and what had the name stays.
    """
    _must_be_file(workspace)
    if target.exists() and _are_one(workspace, target):
        raise WorkspaceError(f"{target} is the workspace itself; expected another file for a copy")
    if target.is_dir():
        raise WorkspaceError(f"{target} is a folder; expected the name of a file for a copy")
    if target.exists() and not force:
        raise WorkspaceError(f"{target} is there already; choose another name, or add --force")
    _must_have_room(workspace, target)
    with _draft(target) as draft:
        with named_errors(workspace), closing(connect(workspace, writable=False)) as connection:
            _copy(connection, draft)
        copied = looked_over(draft)
        with named_errors(target):
            _give_name(draft, target, force=force)
    return Copied(target, copied.version, copied.reports, copied.decisions)


def restore(copy: Path, workspace: Path, moment: datetime | None = None) -> Path | None:
    """Put a copy back in the place of a workspace; return where that one is kept now.

    What was there is copied beside it first. The content changes in one transaction of SQLite, so
    that whoever is killed leaves either the one or the other.

    Parameters
    ----------
    copy
        A whole workspace of this or an earlier version; it stays as it is.
    workspace
        The file that gets its content; made when it does not exist.
    moment
        What the copy of the earlier state is named after; now when None.

    Returns
    -------
    Path or None
        None when there was no workspace.

    Raises
    ------
    WorkspaceError
        The copy is not whole or no workspace, or somebody uses the workspace; it then stays.
    """
    looked_over(copy)
    if workspace.is_dir():
        raise WorkspaceError(f"{workspace} is a folder; expected the name of a workspace")
    if workspace.exists() and _are_one(copy, workspace):
        raise WorkspaceError(f"{copy} is the workspace itself; expected a copy of it")
    _must_have_room(copy, workspace)
    at = (moment or datetime.now().astimezone()).strftime("%Y-%m-%d-%H%M%S")
    kept = workspace.with_name(f"{workspace.stem}.before-restore-{at}{workspace.suffix}")
    if not workspace.exists():
        _bring(copy, workspace)
        return None
    try:
        _replace_content(copy, workspace, kept)
    except sqlite3.Error as error:
        if error.sqlite_errorcode & 0xFF not in _DAMAGED:
            with named_errors(workspace):
                raise
        _set_aside(workspace, kept)  # what is damaged can't be copied: it is kept as it is
        _bring(copy, workspace)
    return kept


def looked_over(path: Path) -> Copied:
    """Look whether a file is a whole workspace; return what it holds.

    Raises
    ------
    WorkspaceError
        It is none, is damaged, or is of a later version.
    """
    _must_be_file(path)
    with named_errors(path), closing(connect(path, writable=False)) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise WorkspaceError(f"{path} is no workspace of sitmap; expected a copy of one")
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if not FIRST_VERSION <= version <= VERSION:
            raise WorkspaceError(
                f"{path} is a workspace of version {version}; this program reads versions "
                f"{FIRST_VERSION} to {VERSION}: install a later sitmap"
            )
        faults = [
            *(row[0] for row in connection.execute(f"PRAGMA integrity_check({_MOST_NAMED})")),
            *(f"{row[0]} refers to a missing {row[2]}" for row in _missing(connection)),
        ]
        if faults != ["ok"]:
            said = "; ".join(fault for fault in faults if fault != "ok")
            raise WorkspaceError(f"{path} is not whole: {' '.join(said.split())}")
        counts = (_count(connection, table) for table in ("document", "decision"))
        return Copied(path, version, *counts)


def _missing(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    return connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST_NAMED)


def _count(connection: sqlite3.Connection, table: str) -> int:
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) if known else 0


def _copy(connection: sqlite3.Connection, draft: Path) -> None:
    """Copy all pages at once: so the copy is of one moment, and no writer lets it begin anew."""
    with named_errors(draft), closing(sqlite3.connect(draft)) as target:
        connection.backup(target)
        # One file, without a log beside it; who writes into it has one made again.
        target.execute("PRAGMA journal_mode = DELETE").fetchone()


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """Yield the name under which a copy is written; nothing of it is left at the end."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield draft
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                draft.with_name(draft.name + suffix).unlink(missing_ok=True)


def _give_name(draft: Path, target: Path, *, force: bool) -> None:
    with draft.open("rb+") as stream:
        os.fsync(stream.fileno())
    if force:
        draft.replace(target)
    else:
        try:
            os.link(draft, target)  # unlike a renaming it never replaces what came meanwhile
        except FileExistsError:
            raise WorkspaceError(f"{target} was made meanwhile; choose another name") from None
        except OSError:  # a file system without links
            draft.replace(target)
    _settle_folder(target.absolute().parent)


def _settle_folder(folder: Path) -> None:
    """Let a new name survive a power cut; not every system can say so."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _bring(copy: Path, workspace: Path) -> None:
    """Make a workspace of a copy where there is none."""
    with _draft(workspace) as draft:
        with named_errors(copy), closing(connect(copy, writable=False)) as connection:
            _copy(connection, draft)
        looked_over(draft)
        with named_errors(workspace):
            _give_name(draft, workspace, force=False)


def _replace_content(copy: Path, workspace: Path, kept: Path) -> None:
    """Write a copy's pages over a workspace that nobody else uses."""
    with closing(connect(workspace, writable=True, patience_s=_PATIENCE_S)) as connection:
        _take_for_oneself(connection, workspace)
        _must_have_room(workspace, kept)
        with _draft(kept) as draft:
            _copy(connection, draft)
            looked_over(draft)
            with named_errors(kept):
                _give_name(draft, kept, force=False)
        with closing(connect(copy, writable=False)) as source:
            source.backup(connection)


def _take_for_oneself(connection: sqlite3.Connection, workspace: Path) -> None:
    """Let nobody else in until the connection is closed; raise WorkspaceError where one is."""
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    try:
        # Without a log ahead SQLite knows of all who have the file open, also of those who read
        # nothing at the moment: it leaves that mode only when there are none.
        mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise
        mode = "in use"
    if mode != "delete":
        raise WorkspaceError(
            f"{workspace} is in use: stop `sitmap` where it serves or reads this file, and restore "
            "again; nothing was changed"
        )


def _set_aside(workspace: Path, kept: Path) -> None:
    with named_errors(workspace):
        for suffix in ("-wal", "-shm", "-journal", ""):
            path = workspace.with_name(workspace.name + suffix)
            if path.exists():
                path.replace(kept.with_name(kept.name + suffix))


def _must_be_file(path: Path) -> None:
    if not path.is_file():
        raise WorkspaceError(f"{path}: there is no such workspace")


def _must_have_room(source: Path, target: Path) -> None:
    """Raise WorkspaceError where a copy does not fit; a log beside the source counts too."""
    log = source.with_name(f"{source.name}-wal")
    needed = source.stat().st_size + (log.stat().st_size if log.exists() else 0)
    try:
        free = shutil.disk_usage(target.absolute().parent).free
    except OSError as error:
        raise WorkspaceError(
            f"{target} can't be written: {error.strerror}: {target.absolute().parent}"
        ) from error
    if free < needed * _SPARE:
        raise WorkspaceError(
            f"{target}: the disk is full: a copy takes {needed / _MEGABYTE:.1f} MB, and "
            f"{free / _MEGABYTE:.1f} MB are free; nothing was written"
        )


def _are_one(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False
