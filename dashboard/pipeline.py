"""Taking reports in: many processes read and annotate, one writer stores.

Used by the command line and by the page alike. Every input is a job of the workspace, so a run
that was killed is gone on with by the next; what was stored is never read again unless it changed.
"""

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import islice
from pathlib import Path

from geocache.gazetteer import (
    LayeredGazetteer,
    PackSource,
    Progress,
    open_gazetteer,
)

from .annotate.identity import engine_identity
from .batches import BATCH, Batches, Work
from .decisions.intake import StandingDecisions, obeying
from .decisions.versions import move_decisions
from .errors import DocumentError, WorkspaceError
from .executors import (
    Batch,
    Input,
    Packs,
    Reading,
    cluster_executor,
    local_executor,
    read_batch,
    worker_count,
)
from .ingest import found_files, read_content, shown
from .ingest.packs import check_pack_names
from .model import Document, Problem
from .workspace import Workspace, Writer
from .workspace.jobs import (
    FileStamp,
    Job,
    Jobs,
    Run,
    RunRecord,
    fail,
    finish,
    origin_of,
    path_of,
)

_OFFERED_AT_ONCE = 1000
_STORED_AT_ONCE, _STORED_EVERY_S = 128, 1.0
"""Documents a transaction, and the longest that a read one waits: a commit waits for the disk."""
_FEW = 8
"""So many are read sooner by this process than others start."""
_RENEWED_S = 15.0
_POLL_S = 0.2
_READING = "reading reports"
_READING_AGAIN = "reading reports again"
_MEDIA_TYPE = "text/plain"

Warn = Callable[[str], None]
Follow = Callable[[Run], None]
"""Told how far a run is."""


@dataclass(slots=True)
class Counts:
    """What a run did."""

    read: int = 0
    """Inputs whose document is stored now."""
    unchanged: int = 0
    """Files that were in already and were not touched."""
    problems: list[Problem] = field(default_factory=list)
    """Inputs that were not taken."""
    again: int = 0
    """Documents read again, for the places changed."""


@dataclass(frozen=True, slots=True)
class _Item:
    """What goes to a worker, and what is to be done with the answer."""

    given: Input
    job: Job | None
    """None of a document that is read again."""
    stamp: FileStamp | None = None
    checksum: str = ""


class Pipeline:
    """Takes reports into a workspace.

    Parameters
    ----------
    workspace
        Where they go.
    progress
        Told about steps of compiling.
    follow
        Told how far the run is.
    warn
        Told of each input that was not taken, in one line.
    workers
        Processes that read; as many as processors when None.
    scheduler
        Address of a Dask scheduler whose workers read; processes of this machine when empty.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        progress: Progress | None = None,
        follow: Follow | None = None,
        warn: Warn | None = None,
        workers: int | None = None,
        scheduler: str = "",
    ) -> None:
        self._workspace = workspace
        self._jobs = Jobs(workspace)
        self._progress = progress
        self._follow = follow or (lambda _run: None)
        self._warn = warn or (lambda _reason: None)
        self._workers = workers or worker_count()
        self._scheduler = scheduler
        self._counts = Counts()
        self._reported: set[str] = set()

    def run(self, paths: Iterable[Path], packs: Sequence[PackSource] = ()) -> Counts:
        """Take in files, folders of them and what waits from before; read again what must be.

        Raises
        ------
        WorkspaceError
            It can't be written; what was stored until then stays.
        GeocacheError
            The gazetteer can't be opened, or a pack can't be used; nothing was changed.
        """
        kept = {name: PackSource(name, content) for name, content in self._workspace.packs()}
        together = [*(kept | {pack.name: pack for pack in packs}).values()]
        check_pack_names(together)
        again = self._are_new(packs) or self._jobs.must_read_again()
        if again:
            self._prepare(together)  # what can't be used changes nothing
        mine = self._offer(paths)
        waiting = self._jobs.open_count()
        if waiting or again:
            engine = self._prepare(together)
            record = RunRecord(self._workspace, again=again)
            for pack in packs:
                self._workspace.add_pack(pack.name, pack.content)
            self._read_all(engine, together, record, waiting, again=again)
        failures = self._jobs.failures()
        for origin in mine & failures.keys():
            self._refuse(Problem(origin, failures[origin]))
        return self._counts

    def _are_new(self, packs: Sequence[PackSource]) -> bool:
        kept = dict(self._workspace.packs())
        return any(kept.get(pack.name) != pack.content for pack in packs)

    def _prepare(self, packs: Sequence[PackSource]) -> str:
        """Compile the gazetteer where it is not there yet, try the packs, return the engine."""
        gazetteer = open_gazetteer(self._progress)
        if packs:
            LayeredGazetteer(gazetteer, packs)
        return engine_identity(gazetteer.manifest.key, packs)

    def _offer(self, paths: Iterable[Path]) -> set[str]:
        """Make jobs of all files that changed; return their origins.

        They are known by their whole paths: a run that goes on may be started in another folder.
        """
        given = list(paths)
        whole = cache(_whole)
        self._jobs.forget(origin_of(whole(path)) for path in given)
        known = self._jobs.unchanged()
        mine: set[str] = set()
        changed: list[str] = []
        for found in found_files(given):
            if isinstance(found, Problem):
                self._jobs.refuse(origin_of(whole(Path(found.origin))), found.reason)
                self._refuse(found)
                continue
            origin = origin_of(whole(found.parent) / found.name)
            if origin in mine:
                continue
            mine.add(origin)
            if origin in known and known[origin] == _stamp(found):
                self._counts.unchanged += 1
            else:
                changed.append(origin)
        rest = iter(changed)
        while some := list(islice(rest, _OFFERED_AT_ONCE)):
            self._jobs.offer(some)
        return mine

    def _read_all(
        self,
        engine: str,
        packs: Sequence[PackSource],
        record: RunRecord,
        waiting: int,
        *,
        again: bool,
    ) -> None:
        stale: list[Document] = []
        if again:
            stale = list(self._workspace.documents(except_engine=engine))
        workers = self._workers if waiting + len(stale) > _FEW else 1
        if self._jobs.were_left():
            workers = max(workers, 2)  # the process that had them may have died over one
        opened: Callable[[], AbstractContextManager[Executor]] = partial(local_executor, workers)
        if self._scheduler:
            opened = partial(cluster_executor, self._scheduler)
        given = tuple((pack.name, pack.content) for pack in packs)
        decisions = StandingDecisions(self._workspace)
        with Batches(opened, _work(given, engine, decisions), engine, workers) as batches:
            intake = _Intake(self._workspace, batches, record, self._follow, self._refuse, given)
            try:
                self._counts.read = intake.run(_READING, self._leased(intake), waiting)
                items = (_Item(Input(one.origin, None, one), None) for one in stale)
                self._counts.again = intake.run(_READING_AGAIN, items, len(stale))
            except BaseException:
                with suppress(WorkspaceError):  # the error that ends the run says it
                    intake.stop()
                raise
            intake.finish()

    def _leased(self, intake: "_Intake") -> Iterator["_Item"]:
        """Yield inputs as they can be leased, until none is open any more."""
        while True:
            jobs = self._jobs.lease(intake.batches.most_inputs)
            for job in jobs:
                item = _item(job)
                if isinstance(item, _Item):
                    yield item
                else:
                    intake.refuse(job, item)
            if not jobs:
                intake.drain()
                if not self._jobs.open_count():
                    return
                time.sleep(_POLL_S)  # another process reads what is left; it may be killed

    def _refuse(self, problem: Problem) -> None:
        if problem.origin not in self._reported:
            self._reported.add(problem.origin)
            self._counts.problems.append(problem)
            self._warn(problem.reason)


def _item(job: Job) -> "_Item | str":
    """Return what to read for a job, or why it can't be."""
    if job.content is not None:
        checksum = hashlib.sha256(job.content).hexdigest()
        return _Item(Input(job.origin, job.content), job, None, checksum)
    path = path_of(job.origin)
    try:
        stamp = FileStamp.of(path)
        content = read_content(path)
    except DocumentError as error:
        return str(error)
    except OSError as error:
        return f"{shown(path)}: can't be read: {error.strerror}"
    checksum = hashlib.sha256(content).hexdigest()
    return _Item(Input(str(path), content), job, stamp, checksum)


def _whole(path: Path) -> Path:
    """Path without links; unlike `Path.resolve` it takes one that leads to itself."""
    return Path(os.path.realpath(path))


def _stamp(path: Path) -> FileStamp | None:
    try:
        return FileStamp.of(path)
    except OSError:
        return None


def _work(packs: Packs, engine: str, decisions: StandingDecisions) -> Work[_Item, Batch]:
    """Reading with places of the user's own, and with what people decided until then."""

    def hand(executor: Executor, items: Sequence[_Item]) -> "Future[Batch]":
        given = [item.given for item in items]
        return executor.submit(read_batch, packs, given, decisions.now())

    def died(item: _Item) -> Batch:
        reason = f"{item.given.name}: can't be read: the process that read it died"
        return Batch(engine, (Reading(None, reason),))

    return Work(hand, died)


class _Intake:
    """One run: hands out batches, stores what comes back in order, and keeps how far it is."""

    def __init__(
        self,
        workspace: Workspace,
        batches: Batches[_Item, Batch],
        record: RunRecord,
        follow: Follow,
        refuse: Callable[[Problem], None],
        packs: Packs,
    ) -> None:
        self._workspace, self.batches, self._record = workspace, batches, record
        self._packs = packs
        self._follow, self._report = follow, refuse
        self._jobs = Jobs(workspace)
        self._pending: list[_Item] = []
        self._ready: list[tuple[_Item, Reading]] = []
        self._refused: list[tuple[Job, str]] = []
        self._stored_at = self._renewed_at = self._started = time.monotonic()
        self._began = time.time()
        self._step, self._done, self._total, self._failed = "", 0, 0, 0

    def run(self, step: str, items: Iterator[_Item], total: int) -> int:
        """Read all items; return how many were stored."""
        self._step, self._done, self._total, self._failed = step, 0, total, 0
        self._began = time.time()
        for item in items:
            self._pending.append(item)
            if len(self._pending) >= BATCH:
                self._submit()
        self.drain()
        return self._done - self._failed

    def refuse(self, job: Job, reason: str) -> None:
        """Keep that an input can't be used."""
        self._refused.append((job, reason))

    def _submit(self) -> None:
        """Hand out what is pending as a batch, when there is room for one."""
        while self.batches.is_full:
            self._take()
        self.batches.submit(self._pending)
        self._pending = []
        while self.batches.has_answer:
            self._take()

    def drain(self) -> None:
        """Wait for everything that was given, and store it."""
        if self._pending:
            self._submit()
        while self.batches:
            self._take()
        self._store()

    def _take(self) -> None:
        """Wait for the oldest batch; store when enough is there or it has waited long."""
        try:
            items, batch = self.batches.take(_RENEWED_S)
        except TimeoutError:
            self._renew()
            return
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
        items = (*self._pending, *self.batches.untaken(), *ready)
        return [item.job for item in items if item.job]

    def _store(self) -> None:
        """Store what is read, in one transaction: documents, jobs, and how far it is."""
        self._stored_at = time.monotonic()
        if not self._ready and not self._refused:
            return
        problems: list[Problem] = []
        with self._workspace.writing() as writer:
            for item, read in self._ready:
                reading = obeying(writer, self._packs, read)  # somebody may have decided meanwhile
                problem = self._store_one(writer, item, reading)
                if problem:
                    problems.append(problem)
            move_decisions(writer, self._packs)
            for job, reason in self._refused:
                fail(writer, job, reason)
                problems.append(Problem(job.origin, reason))
            done = self._done + len(self._ready) + len(self._refused)
            self._keep(writer, "reading", done, self._failed + len(problems))
        self._done, self._failed = done, self._failed + len(problems)
        self._ready, self._refused = [], []
        for problem in problems:
            self._report(problem)
        self._follow(self._as_run("reading"))

    def _store_one(self, writer: Writer, item: _Item, reading: Reading) -> Problem | None:
        if reading.rows is None:
            if not item.job:
                return Problem(item.given.path, reading.problem)
            fail(writer, item.job, reading.problem)
            return Problem(item.job.origin, reading.problem)
        engine = writer.engine(self.batches.engine)
        document_id = writer.standing(reading.rows, engine)
        if document_id is None:
            document_id = writer.write(reading.rows, engine)
        if item.job and item.given.content is not None:
            writer.keep_original(document_id, item.given.content, item.checksum, _MEDIA_TYPE)
            finish(
                writer,
                item.job,
                stamp=item.stamp,
                checksum=item.checksum,
                document_id=document_id,
            )
        return None

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
        for items, batch in self.batches.take_what_is_there():
            self._ready += zip(items, batch.readings, strict=True)
        self._store()
        self._jobs.release(self._open_jobs())
        with self._workspace.writing() as writer:
            self._keep(writer, "stopped", self._done, self._failed)
        self._follow(self._as_run("stopped"))

    def finish(self) -> None:
        """Say that the run is over."""
        with self._workspace.writing() as writer:
            self._keep(writer, "finished", self._done, self._failed)
        self._follow(self._as_run("finished"))
