"""Inputs that wait to be read, and what became of them: intake that can be killed and goes on.

A job is leased for a time by one process, and is done in the transaction that stores its document.
A lease that ran out, or whose process is gone, is taken again.
"""

import os
import socket
import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from geocache.data_files import is_writable

from .store import Workspace
from .writer import Writer, now

LEASE_S = 60.0
_ASKED_AT_ONCE = 500
_HELD_BYTES = 200_000_000
_WORKER = f"{socket.gethostname()}/{os.getpid()}"
_ADDRESS = "file://"
"""What names begin with that are no path as it is: paths begin otherwise."""


class JobState(StrEnum):
    """What became of an input so far."""

    WAITING = "waiting"
    LEASED = "leased"
    DONE = "done"
    FAILED = "failed"


class FileStamp(NamedTuple):
    """What tells that a file was not touched."""

    size: int
    modified_ns: int

    @classmethod
    def of(cls, path: Path) -> "FileStamp":
        """Look at a file; raises OSError."""
        status = path.stat()
        return cls(status.st_size, status.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Job:
    """One input."""

    id: int
    origin: str
    """Of a file, as `origin_of` has it; else any name."""
    content: bytes | None
    """Of what is no file."""
    document_id: int | None
    """What an earlier reading of it became."""
    columns: str = ""
    """Of a table, which hold what; empty where they are called so themselves."""


@dataclass(frozen=True, slots=True)
class Run:
    """How far a run of intake is."""

    state: str
    """``reading``, ``stopped`` or ``finished``."""
    step: str
    done: int
    total: int
    failed: int
    started: float
    """Seconds since 1970."""
    updated: float

    @property
    def rate(self) -> float:
        """Reports a second; 0 while nothing can be said."""
        passed = self.updated - self.started
        return self.done / passed if passed > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Time that the rest takes at this rate; None while nothing can be said."""
        return (self.total - self.done) / self.rate if self.rate else None


def origin_of(path: Path) -> str:
    """Return the name under which a file is known, from its whole path: `path_of` goes back."""
    name = str(path)
    return name if is_writable(name) else path.as_uri()  # bytes that are no UTF-8


def path_of(origin: str) -> Path:
    """Return the path of a file from the name under which it is known."""
    if origin.startswith(_ADDRESS):
        return Path(os.fsdecode(unquote_to_bytes(origin.removeprefix(_ADDRESS))))
    return Path(origin)


class Jobs:
    """The inputs of a workspace.

    Parameters
    ----------
    workspace
        Where they are kept.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def unchanged(self) -> dict[str, FileStamp]:
        """Files that are in and how they were when they were read, by origin."""
        rows = self._workspace.rows(
            "SELECT origin, size, modified_ns FROM job WHERE state = 'done' AND size IS NOT NULL"
        )
        return {origin: FileStamp(size, modified) for origin, size, modified in rows}

    def offer(
        self,
        origins: Sequence[str],
        contents: Sequence[bytes | None] = (),
        columns: Mapping[str, str] | None = None,
    ) -> None:
        """Let inputs be read, known ones again; those that somebody reads now are left alone.

        Parameters
        ----------
        origins
            What they are known as.
        contents
            Their bytes, where they are no files.
        columns
            Which columns of tables hold what, by origin.
        """
        given = contents or [None] * len(origins)
        with self._workspace.writing() as writer:
            writer.connection.executemany(
                "INSERT INTO job (origin, content, at) VALUES (?, ?, ?) "
                "ON CONFLICT (origin) DO UPDATE SET state = 'waiting', attempts = 0, "
                "content = excluded.content, at = excluded.at WHERE state IN ('done', 'failed')",
                [(origin, content, now()) for origin, content in zip(origins, given, strict=True)],
            )
            writer.connection.executemany(
                "INSERT OR REPLACE INTO mapping VALUES (?, ?)", (columns or {}).items()
            )

    def columns(self) -> dict[str, str]:
        """Which columns of tables hold what, by the origin of the table."""
        return dict(self._workspace.rows("SELECT origin, columns FROM mapping"))

    def refuse(self, origin: str, reason: str) -> None:
        """Keep that an input could not be found, so that the page can say so."""
        with self._workspace.writing() as writer:
            writer.connection.execute(
                "INSERT INTO job (origin, state, problem, at) VALUES (?, 'failed', ?, ?) "
                "ON CONFLICT (origin) DO UPDATE SET state = 'failed', "
                "problem = excluded.problem, at = excluded.at",
                (origin, reason, now()),
            )

    def forget(self, origins: Iterable[str]) -> None:
        """Forget those that could not be found, for they are given again."""
        failed = self.failures().keys() & set(origins)
        if failed:
            with self._workspace.writing() as writer:
                writer.connection.executemany(
                    "DELETE FROM job WHERE origin = ? AND state = 'failed' AND document_id IS NULL",
                    [(origin,) for origin in sorted(failed)],
                )

    def open_count(self) -> int:
        """Return how many inputs are still to be read, by whomever."""
        rows = self._workspace.rows("SELECT count(*) FROM job WHERE state IN ('waiting', 'leased')")
        return int(rows[0][0])

    def were_left(self) -> bool:
        """Whether inputs wait that a process had and did not bring to an end."""
        query = "SELECT 1 FROM job WHERE state IN ('waiting', 'leased') AND attempts LIMIT 1"
        return bool(self._workspace.rows(query))

    def failures(self) -> dict[str, str]:
        """Inputs that could not be used, and why."""
        rows = self._workspace.rows("SELECT origin, problem FROM job WHERE state = 'failed'")
        return dict(rows)

    def states(self, origins: Sequence[str]) -> dict[str, tuple[JobState, str]]:
        """What became of some inputs, and why they could not be used, by origin."""
        found: dict[str, tuple[JobState, str]] = {}
        for at in range(0, len(origins), _ASKED_AT_ONCE):
            some = origins[at : at + _ASKED_AT_ONCE]
            rows = self._workspace.rows(
                "SELECT origin, state, problem FROM job "
                f"WHERE origin IN ({', '.join('?' * len(some))})",
                some,
            )
            found |= {origin: (JobState(state), problem) for origin, state, problem in rows}
        return found

    def failed(self, most: int) -> tuple[int, list[tuple[str, str]]]:
        """Return how many inputs could not be used, and the latest with the reasons."""
        count = self._workspace.rows("SELECT count(*) FROM job WHERE state = 'failed'")
        rows = self._workspace.rows(
            "SELECT origin, problem FROM job WHERE state = 'failed' ORDER BY at DESC, id DESC "
            "LIMIT ?",
            (most,),
        )
        return int(count[0][0]), [(origin, problem) for origin, problem in rows]

    def lease(self, most: int) -> list[Job]:
        """Take up to ``most`` inputs for this process, the oldest first."""
        with self._workspace.writing() as writer:
            self._free_abandoned(writer.connection)
            ids = _light_enough(
                writer.connection.execute(
                    "SELECT id, coalesce(length(content), 0) FROM job WHERE state = 'waiting' "
                    "ORDER BY id LIMIT ?",
                    (most,),
                )
            )
            rows = writer.connection.execute(
                "SELECT j.id, j.origin, content, document_id, coalesce(columns, '') FROM job j "
                "LEFT JOIN mapping m ON m.origin = j.origin "
                f"WHERE j.id IN ({', '.join(map(str, ids))}) ORDER BY j.id"
            ).fetchall()
            writer.connection.executemany(
                "UPDATE job SET state = 'leased', worker = ?, lease_until = ?, "
                "attempts = attempts + 1 WHERE id = ?",
                [(_WORKER, time.time() + LEASE_S, row[0]) for row in rows],
            )
        return [Job(*row) for row in rows]

    def _free_abandoned(self, connection: sqlite3.Connection) -> None:
        """Take back leases that ran out, and those of processes of this machine that are gone."""
        rows = connection.execute(
            "SELECT worker, min(lease_until) FROM job WHERE state = 'leased' GROUP BY worker"
        ).fetchall()
        for worker, until in rows:
            if is_gone(worker):
                connection.execute(
                    "UPDATE job SET state = 'waiting' WHERE state = 'leased' AND worker = ?",
                    (worker,),
                )
            elif until < time.time():
                connection.execute(
                    "UPDATE job SET state = 'waiting' WHERE state = 'leased' AND worker = ? "
                    "AND lease_until < ?",
                    (worker, time.time()),
                )

    def renew(self, jobs: Iterable[Job]) -> None:
        """Keep leases that take long."""
        with self._workspace.writing() as writer:
            writer.connection.executemany(
                "UPDATE job SET lease_until = ? WHERE id = ? AND worker = ?",
                [(time.time() + LEASE_S, job.id, _WORKER) for job in jobs],
            )

    def release(self, jobs: Iterable[Job]) -> None:
        """Give back inputs that are not read after all."""
        with self._workspace.writing() as writer:
            writer.connection.executemany(
                "UPDATE job SET state = 'waiting' WHERE id = ? AND worker = ? AND state = 'leased'",
                [(job.id, _WORKER) for job in jobs],
            )

    def must_read_again(self) -> bool:
        """Whether a run that was to read documents again did not come to its end, nor a later one.

        Another run may have come to its end meanwhile, which had nothing to read again.
        """
        rows = self._workspace.rows("SELECT state FROM run WHERE again ORDER BY id DESC LIMIT 1")
        return bool(rows) and rows[0][0] != "finished"

    def latest_run(self) -> Run | None:
        """Return how far the latest run is; None before the first.

        One that says that it is reading while its process is gone was stopped.
        """
        rows = self._workspace.rows(
            "SELECT worker, state, step, done, total, failed, started, updated "
            "FROM run ORDER BY id DESC LIMIT 1"
        )
        if not rows:
            return None
        worker, *facts = rows[0]
        run = Run(*facts)
        return replace(run, state="stopped") if run.state == "reading" and is_gone(worker) else run


class RunRecord:
    """Keeps how far this process is with its run, in the transactions that store.

    Parameters
    ----------
    workspace
        Where it is kept.
    again
        Whether documents are to be read again before it ends: a later run sees to it otherwise.
    """

    def __init__(self, workspace: Workspace, *, again: bool) -> None:
        with workspace.writing() as writer:
            row = writer.connection.execute(
                "INSERT INTO run (worker, state, step, again, done, total, failed, started, "
                "updated) VALUES (?, 'reading', '', ?, 0, 0, 0, ?, ?) RETURNING id",
                (_WORKER, again, time.time(), time.time()),
            ).fetchone()
        self._id = int(row[0])

    def update(
        self, writer: Writer, *, state: str, step: str, done: int, total: int, failed: int
    ) -> None:
        """Say how far it is, as part of a transaction."""
        writer.connection.execute(
            "UPDATE run SET state = ?, step = ?, done = ?, total = ?, failed = ?, updated = ? "
            "WHERE id = ?",
            (state, step, done, total, failed, time.time(), self._id),
        )


def entry_job(writer: Writer, origin: str) -> Job:
    """Return the job of what stands inside another input; it is made where there is none yet."""
    row = writer.connection.execute(
        "INSERT INTO job (origin, at) VALUES (?, ?) "
        "ON CONFLICT (origin) DO UPDATE SET at = excluded.at RETURNING id, document_id",
        (origin, now()),
    ).fetchone()
    return Job(int(row[0]), origin, None, row[1])


def forget_failed_entries(writer: Writer, first: str) -> None:
    """Forget what was wrong inside an input, which is read again.

    Parameters
    ----------
    writer
        Of the transaction in which it is opened.
    first
        What the origins of all that is inside begin with.
    """
    after = f"{first[:-1]}{chr(ord(first[-1]) + 1)}"  # a range, for which the index is used
    among = "WHERE state = 'failed' AND origin >= ? AND origin < ?"
    writer.connection.execute(f"DELETE FROM job {among} AND document_id IS NULL", (first, after))
    writer.connection.execute(
        f"UPDATE job SET state = 'done', problem = '' {among}", (first, after)
    )


def finish(
    writer: Writer, job: Job, *, stamp: FileStamp | None, checksum: str, document_id: int | None
) -> None:
    """Mark an input as done, in the transaction that stores its document.

    Where it was another document before, that one is replaced, unless another input is it too.
    An input that only holds others has no document of its own.
    """
    writer.connection.execute(
        "UPDATE job SET state = 'done', problem = '', content = NULL, worker = '', size = ?, "
        "modified_ns = ?, checksum = ?, document_id = coalesce(?, document_id) WHERE id = ?",
        (*(stamp or (None, None)), checksum, document_id, job.id),
    )
    before = job.document_id
    if before is not None and document_id is not None and before != document_id:
        others = writer.connection.execute("SELECT 1 FROM job WHERE document_id = ?", (before,))
        if not others.fetchone():
            writer.replace(before, document_id)


def fail(writer: Writer, job: Job, reason: str) -> None:
    """Mark an input as one that can't be used; what it was before stays."""
    writer.connection.execute(
        "UPDATE job SET state = 'failed', problem = ?, worker = '', size = NULL, "
        "modified_ns = NULL WHERE id = ?",
        (reason, job.id),
    )


def _light_enough(sizes: Iterable[tuple[int, int]]) -> list[int]:
    """Ids of the first inputs, as long as their bytes together are not too many to be held."""
    ids: list[int] = []
    held = 0
    for number, size in sizes:
        held += size
        if ids and held > _HELD_BYTES:
            break
        ids.append(number)
    return ids


def is_gone(worker: str) -> bool:
    """Whether a process is known to have ended: it ran on this machine and is there no more."""
    host, _, number = worker.rpartition("/")
    if host != socket.gethostname() or not number.isdigit() or os.name == "nt":
        return False  # on Windows, to ask whether a process is there would end it
    with suppress(PermissionError):
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            return True
    return False
