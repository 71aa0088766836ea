"""One run of intake: hands out what is to be read, stores what comes back, says how far it is.

What was read is stored in the order in which it was given, many reports a transaction, together
with the jobs that are done and how far the run is. So whatever ends a run loses only what was not
stored, and the next one reads that.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .batches import BATCH, Batches
from .collecting import Collector, Page, Refused, Settled
from .decisions.intake import obeying
from .decisions.versions import move_decisions
from .errors import DocumentError
from .executors import Batch, Reading
from .ingest.downloads import Downloads
from .model import OwnKnowledge, Problem
from .storing import Item, Storing, Whole
from .workspace import Workspace, Writer
from .workspace.downloads import note_version, settle
from .workspace.jobs import Job, Jobs, Run, RunRecord, fail

_STORED_AT_ONCE, _STORED_EVERY_S = 128, 1.0
"""Documents a transaction, and the longest that a read one waits: a commit waits for the disk."""
_ASKED_AT_ONCE = 64
"""Pages that wait to come, so that others are leased by whoever has time for them."""
_RENEWED_S = 15.0
_MOST_HELD_BYTES = 200_000_000
"""Of inputs that are handed out and whose answers were not taken."""
_BATCH_BYTES = 16_000_000
"""From which a batch is handed out before it is full."""

Warn = Callable[[str], None]
Follow = Callable[[Run], None]
"""Told how far a run is."""


@dataclass(frozen=True, slots=True)
class Tell:
    """Whom a run tells what."""

    follow: Follow
    refuse: Callable[[Problem], None]
    warn: Warn


class IntakeRun:
    """One run: hands out batches, stores what comes back in order, and keeps how far it is.

    Parameters
    ----------
    workspace
        Where reports go.
    batches
        What reads them.
    record
        Keeps in the workspace how far the run is.
    tell
        Told meanwhile of progress and of problems.
    own
        What the user gave to read reports with.
    """

    def __init__(
        self,
        workspace: Workspace,
        batches: Batches[Item, Batch],
        record: RunRecord,
        tell: Tell,
        own: OwnKnowledge,
    ) -> None:
        self._workspace, self.batches, self._record = workspace, batches, record
        self._tell = tell
        self._own = own
        self._jobs = Jobs(workspace)
        self._pending: list[Item] = []
        self._ready: list[tuple[Item, Reading]] = []
        self._refused: list[tuple[Job, str]] = []
        self._inside: deque[Item] = deque()
        """Documents of inputs that hold several, still to be handed out."""
        self._wholes: set[Whole] = set()
        self._held = 0
        self._settled: list[Settled] = []
        self._collector: Collector | None = None
        self._stored_at = self._renewed_at = time.monotonic()
        self._began = time.time()
        self._step, self._done, self._total, self._failed = "", 0, 0, 0
        self._without_report = 0
        self.differing = 0
        """Documents read again that would change."""

    def run(self, step: str, items: Iterator[Item], total: int) -> int:
        """Read all items; return how many were stored."""
        self._step, self._done, self._total, self._failed = step, 0, total, 0
        self._without_report = 0
        self._began = time.time()
        for item in items:
            self._add(item)
            self._add_inside()
        self.drain()
        return self._done - self._failed - self._without_report

    @property
    def is_asking(self) -> bool:
        """Whether pages of other machines are still to come."""
        return bool(self._collector)

    @property
    def asks_enough(self) -> bool:
        """Whether no more pages are to be asked for until some came."""
        return self._collector is not None and len(self._collector.open_jobs) >= _ASKED_AT_ONCE

    def ask(self, job: Job, downloads: Callable[[], Downloads]) -> None:
        """Ask for the page of a job."""
        if self._collector is None:
            self._collector = Collector(self._workspace, downloads())
        try:
            self._collector.start(job)
        except DocumentError as error:
            self.refuse(job, str(error))

    def collect(self, timeout_s: float) -> Page | Refused | Settled | None:
        """Return what came for a page; None when nothing does in time."""
        self._renew()
        return self._collector.take(timeout_s) if self._collector else None

    def settle(self, settled: Settled) -> None:
        """Keep that an input gives no report of its own."""
        self._settled.append(settled)
        self._total += settled.new

    def refuse(self, job: Job, reason: str) -> None:
        """Keep that an input can't be used."""
        self._refused.append((job, reason))

    def _add(self, item: Item) -> None:
        self._pending.append(item)
        if len(self._pending) >= BATCH or sum(one.size for one in self._pending) > _BATCH_BYTES:
            self._submit()

    def _add_inside(self) -> None:
        while self._inside:
            self._add(self._inside.popleft())

    def _submit(self) -> None:
        """Hand out what is pending as a batch, when there is room for one."""
        while self.batches.is_full or (self.batches and self._held > _MOST_HELD_BYTES):
            self._take()
        self._held += sum(item.size for item in self._pending)
        self.batches.submit(self._pending)
        self._pending = []
        while self.batches.has_answer:
            self._take()

    def drain(self) -> None:
        """Wait for everything that was given, and for what stood inside it; store it."""
        while True:
            if self._pending:
                self._submit()
            while self.batches:
                self._take()
            self._store()
            if not self._inside:
                return
            self._add_inside()

    def _take(self) -> None:
        """Wait for the oldest batch; store when enough is there or it has waited long."""
        try:
            items, batch = self.batches.take(_RENEWED_S)
        except TimeoutError:
            self._renew()
            return
        self._held -= sum(item.size for item in items)
        self._ready += zip(items, batch.readings, strict=True)
        waited = time.monotonic() - self._stored_at
        if len(self._ready) >= _STORED_AT_ONCE or waited > _STORED_EVERY_S:
            self._store()
        self._renew()

    def _renew(self) -> None:
        if time.monotonic() - self._renewed_at > _RENEWED_S:
            self._renewed_at = time.monotonic()
            self._jobs.renew(self._open_jobs())

    def _open_jobs(self) -> list[Job]:
        ready = [item for item, _ in self._ready]
        asked = self._collector.open_jobs if self._collector else []
        items = (*self._pending, *self.batches.untaken(), *ready)
        jobs = [item.job for item in items if item.job]
        return jobs + [whole.job for whole in self._wholes] + asked

    def _store(self) -> None:
        """Store what is read, in one transaction: documents, jobs, and how far it is."""
        self._stored_at = time.monotonic()
        if not self._ready and not self._refused and not self._settled:
            return
        store = Storing(self.batches.engine)
        with self._workspace.writing() as writer:
            for item, read in self._ready:
                reading = obeying(writer, self._own, read)  # somebody may have decided meanwhile
                store.item(writer, item, reading)
            move_decisions(writer, self._own)
            for job, reason in self._refused:
                fail(writer, job, reason)
                store.refused(job.origin, reason)
            for settled in self._settled:
                settle(writer, settled.job, is_feed=settled.is_feed)
                note_version(
                    writer, settled.job.origin, etag=settled.etag, modified=settled.modified
                )
            self.differing += store.differing
            done = self._done + store.done + len(self._settled)
            self._total += store.more
            self._keep(writer, "reading", done, self._failed + len(store.problems))
        self._done, self._failed = done, self._failed + len(store.problems)
        self._without_report += len(self._settled)
        self._ready, self._refused, self._settled = [], [], []
        self._inside += store.inside
        self._wholes = {whole for whole in self._wholes | store.wholes if whole.left}
        for problem in store.problems:
            self._tell.refuse(problem)
        for note in store.notes:
            self._tell.warn(note)
        self._tell.follow(self._as_run("reading"))

    def _keep(self, writer: Writer, state: str, done: int, failed: int) -> None:
        total = max(self._total, done)
        self._record.update(
            writer, state=state, step=self._step, done=done, total=total, failed=failed
        )

    def _as_run(self, state: str) -> Run:
        total = max(self._total, self._done)
        return Run(state, self._step, self._done, total, self._failed, self._began, time.time())

    def stop(self) -> None:
        """Store what is read and give back the rest, when the run is interrupted."""
        if self._collector:
            self._collector.close()
        for items, batch in self.batches.take_what_is_there():
            self._ready += zip(items, batch.readings, strict=True)
        self._store()
        self._jobs.release(self._open_jobs())
        with self._workspace.writing() as writer:
            self._keep(writer, "stopped", self._done, self._failed)
        self._tell.follow(self._as_run("stopped"))

    def finish(self) -> None:
        """Say that the run is over."""
        with self._workspace.writing() as writer:
            self._keep(writer, "finished", self._done, self._failed)
        self._tell.follow(self._as_run("finished"))
