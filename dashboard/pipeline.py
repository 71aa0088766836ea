"""Taking reports in: many processes read and annotate, one writer stores.

Used by the command line and by the page alike. Every input is a job of the workspace, so a run
that was killed is gone on with by the next; what was stored is never read again unless it changed.
"""

import hashlib
import os
import time
from collections import deque
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
from .collecting import (
    Collector,
    Page,
    Refused,
    Settled,
    direct_downloads,
    offer_addresses,
)
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
from .ingest import INSIDE, Columns, PassedOver, found_files, read_content, shown
from .ingest.addresses import is_asked_for
from .ingest.downloads import Downloads
from .ingest.formats import can_hold_many
from .ingest.packs import check_pack_names
from .model import Document, Problem
from .rereading import forget_others
from .storing import Item, Storing, Whole
from .workspace import Workspace, Writer
from .workspace.downloads import note_version, settle
from .workspace.jobs import (
    FileStamp,
    Job,
    Jobs,
    Run,
    RunRecord,
    fail,
    origin_of,
    path_of,
)

_OFFERED_AT_ONCE = 1000
_STORED_AT_ONCE, _STORED_EVERY_S = 128, 1.0
"""Documents a transaction, and the longest that a read one waits: a commit waits for the disk."""
_FEW = 8
"""So many are read sooner by this process than others start."""
_ASKED_AT_ONCE = 64
"""Pages that wait to come, so that others are leased by whoever has time for them."""
_RENEWED_S = 15.0
_POLL_S = 0.2
_READING = "reading reports"
_READING_AGAIN = "reading reports again"
_MOST_HELD_BYTES = 200_000_000
"""Of inputs that are handed out and whose answers were not taken."""
_BATCH_BYTES = 16_000_000
"""From which a batch is handed out before it is full."""

Warn = Callable[[str], None]
Follow = Callable[[Run], None]
"""Told how far a run is."""


@dataclass(slots=True)
class Counts:
    """What a run did."""

    read: int = 0
    """Inputs whose document is stored now."""
    unchanged: int = 0
    """Files and pages that were in already and did not change."""
    problems: list[Problem] = field(default_factory=list)
    """Inputs that were not taken."""
    again: int = 0
    """Documents read again."""
    differing: int = 0
    """Of those, how many would change: their old reading stands until somebody accepts."""


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
    columns
        Which columns of tables hold what, where they are not called so themselves.
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
        columns: Columns | None = None,
    ) -> None:
        self._workspace = workspace
        self._columns = str(columns or "")
        self._jobs = Jobs(workspace)
        self._progress = progress
        self._follow = follow or (lambda _run: None)
        self._warn = warn or (lambda _reason: None)
        self._workers = workers or worker_count()
        self._scheduler = scheduler
        self._downloads: Callable[[], Downloads] = direct_downloads
        self._counts = Counts()
        self._reported: set[str] = set()

    def run(
        self,
        paths: Iterable[Path],
        packs: Sequence[PackSource] = (),
        *,
        again: bool = False,
        addresses: Sequence[str] = (),
        allow_private: bool = False,
        downloads: Callable[[], Downloads] = direct_downloads,
    ) -> Counts:
        """Take in files, folders of them, pages, and what waits; read again what must be.

        What would change of a report that is in is only proposed (`rereading`).

        Parameters
        ----------
        paths
            Files and folders.
        packs
            Files of places that are kept from now on; reports that are in are read again when one
            is new.
        again
            Whether reports of another program, or of other data, are read again in any case.
        addresses
            Of pages and feeds, as a person typed them.
        allow_private
            Whether they may lie on this machine or in a private network.
        downloads
            Makes what asks other machines for pages; called only when there is one to ask for.

        Raises
        ------
        WorkspaceError
            It can't be written; what was stored until then stays.
        GeocacheError
            The gazetteer can't be opened, or a pack can't be used; nothing was changed.
        """
        self._downloads = downloads
        kept = {name: PackSource(name, content) for name, content in self._workspace.packs()}
        together = [*(kept | {pack.name: pack for pack in packs}).values()]
        check_pack_names(together)
        again = again or self._are_new(packs) or self._jobs.must_read_again()
        if again:
            self._prepare(together)  # what can't be used changes nothing
        mine = self._offer(paths) | self._offer_addresses(addresses, allow_private=allow_private)
        waiting = self._jobs.open_count()
        if waiting or again:
            engine = self._prepare(together)
            record = RunRecord(self._workspace, again=again)
            for pack in packs:
                self._workspace.add_pack(pack.name, pack.content)
            self._read_all(engine, together, record, waiting, again=again)
        for origin, reason in self._jobs.failures().items():
            if _wholes(origin) & mine:
                self._refuse(Problem(origin, reason))
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
        mapped = self._jobs.columns()
        mine: set[str] = set()
        changed: dict[str, str] = {}
        for found in found_files(given):
            if isinstance(found, Problem):
                self._jobs.refuse(origin_of(whole(Path(found.origin))), found.reason)
                self._refuse(found)
                continue
            if isinstance(found, PassedOver):
                self._warn(found.reason)
                continue
            origin = origin_of(whole(found.parent) / found.name)
            if origin in mine:
                continue
            mine.add(origin)
            columns = self._columns if self._columns and can_hold_many(found.name) else ""
            is_mapped_anew = bool(columns) and mapped.get(origin) != columns
            if origin in known and known[origin] == _stamp(found) and not is_mapped_anew:
                self._counts.unchanged += 1
            else:
                changed[origin] = columns
        rest = iter(changed)
        while some := list(islice(rest, _OFFERED_AT_ONCE)):
            columns_of = {origin: changed[origin] for origin in some if changed[origin]}
            self._jobs.offer(some, columns=columns_of)
        return mine

    def _offer_addresses(self, addresses: Sequence[str], *, allow_private: bool) -> set[str]:
        """Make jobs of all addresses that may be asked; return their origins."""
        offered = offer_addresses(self._workspace, addresses, allow_private=allow_private)
        for problem in offered.refused:
            self._refuse(problem)
        return set(offered.origins)

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
            with self._workspace.writing() as writer:
                forget_others(writer, writer.engine(engine))
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
            tell = _Tell(self._follow, self._refuse, self._warn)
            intake = _Intake(self._workspace, batches, record, tell, given)
            try:
                self._counts.read = intake.run(_READING, self._leased(intake), waiting)
                items = (Item(Input(one.origin, None, one), None) for one in stale)
                self._counts.again = intake.run(_READING_AGAIN, items, len(stale))
                self._counts.differing = intake.differing
            except BaseException:
                with suppress(WorkspaceError):  # the error that ends the run says it
                    intake.stop()
                raise
            intake.finish()

    def _leased(self, intake: "_Intake") -> Iterator[Item]:
        """Yield inputs as they can be leased, until none is open any more."""
        while True:
            jobs = [] if intake.asks_enough else self._jobs.lease(intake.batches.most_inputs)
            for job in jobs:
                if job.content is None and is_asked_for(job.origin):
                    intake.ask(job, self._downloads)
                    continue
                item = _item(job)
                if isinstance(item, Item):
                    yield item
                else:
                    intake.refuse(job, item)
            yield from self._collected(intake, waits=not jobs)
            if not jobs and not intake.is_asking:
                intake.drain()
                if not self._jobs.open_count():
                    return
                time.sleep(_POLL_S)  # another process reads what is left; it may be killed

    def _collected(self, intake: "_Intake", *, waits: bool) -> Iterator[Item]:
        """Yield pages that came; where nothing else is to do, store all else and wait for one."""
        while intake.is_asking:
            came = intake.collect(0)
            if came is None and waits:
                intake.drain()
                came = intake.collect(_POLL_S)
            if came is None:
                return  # other inputs may wait meanwhile
            if isinstance(came, Page):
                yield came.item
            elif isinstance(came, Refused):
                intake.refuse(came.job, came.reason)
            else:
                self._counts.unchanged += came.unchanged
                intake.settle(came)
                for problem in came.problems:
                    self._refuse(problem)

    def _refuse(self, problem: Problem) -> None:
        if problem.origin not in self._reported:
            self._reported.add(problem.origin)
            self._counts.problems.append(problem)
            self._warn(problem.reason)


def _item(job: Job) -> Item | str:
    """Return what to read for a job, or why it can't be."""
    if job.content is not None:
        checksum = hashlib.sha256(job.content).hexdigest()
        given = Input(job.origin, job.content, columns=job.columns)
        return Item(given, job, None, checksum)
    path = path_of(job.origin)
    try:
        stamp = FileStamp.of(path)
        content = read_content(path)
    except DocumentError as error:
        return str(error)
    except OSError as error:
        return f"{shown(path)}: can't be read: {error.strerror}"
    checksum = hashlib.sha256(content).hexdigest()
    return Item(Input(str(path), content, columns=job.columns), job, stamp, checksum)


def _wholes(origin: str) -> set[str]:
    """Origins of an input and of all that it may stand in."""
    parts = origin.split(INSIDE)
    return {INSIDE.join(parts[:count]) for count in range(1, len(parts) + 1)}


def _whole(path: Path) -> Path:
    """Path without links; unlike `Path.resolve` it takes one that leads to itself."""
    return Path(os.path.realpath(path))


def _stamp(path: Path) -> FileStamp | None:
    try:
        return FileStamp.of(path)
    except OSError:
        return None


def _work(packs: Packs, engine: str, decisions: StandingDecisions) -> Work[Item, Batch]:
    """Reading with places of the user's own, and with what people decided until then."""

    def hand(executor: Executor, items: Sequence[Item]) -> "Future[Batch]":
        given = [item.given for item in items]
        return executor.submit(read_batch, packs, given, decisions.now())

    def died(item: Item) -> Batch:
        reason = f"{item.given.name}: can't be read: the process that read it died"
        return Batch(engine, (Reading(None, reason),))

    return Work(hand, died)


@dataclass(frozen=True, slots=True)
class _Tell:
    """Whom a run tells what."""

    follow: Follow
    refuse: Callable[[Problem], None]
    warn: Warn


class _Intake:
    """One run: hands out batches, stores what comes back in order, and keeps how far it is."""

    def __init__(
        self,
        workspace: Workspace,
        batches: Batches[Item, Batch],
        record: RunRecord,
        tell: _Tell,
        packs: Packs,
    ) -> None:
        self._workspace, self.batches, self._record = workspace, batches, record
        self._tell = tell
        self._packs = packs
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
        self._stored_at = self._renewed_at = self._started = time.monotonic()
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
                reading = obeying(writer, self._packs, read)  # somebody may have decided meanwhile
                store.item(writer, item, reading)
            move_decisions(writer, self._packs)
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
