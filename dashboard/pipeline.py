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
from .batches import Batches, Work
from .collecting import (
    Page,
    Refused,
    direct_downloads,
    offer_addresses,
)
from .decisions.intake import StandingDecisions
from .errors import DocumentError, WorkspaceError
from .executors import (
    Batch,
    Input,
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
from .model import Document, OwnKnowledge, Problem
from .rereading import forget_others
from .running import Follow, IntakeRun, Tell, Warn
from .storing import Item
from .workspace import Workspace
from .workspace.jobs import (
    FileStamp,
    Job,
    Jobs,
    RunRecord,
    origin_of,
    path_of,
)

_OFFERED_AT_ONCE = 1000
_FEW = 8
"""So many are read sooner by this process than others start."""
_POLL_S = 0.2
_READING = "reading reports"
_READING_AGAIN = "reading reports again"


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
        return engine_identity(gazetteer.manifest.key, packs, self._workspace.themes_file())

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
        files = tuple((pack.name, pack.content) for pack in packs)
        given = OwnKnowledge(files, self._workspace.themes_file())
        decisions = StandingDecisions(self._workspace)
        with Batches(opened, _work(given, engine, decisions), engine, workers) as batches:
            tell = Tell(self._follow, self._refuse, self._warn)
            intake = IntakeRun(self._workspace, batches, record, tell, given)
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

    def _leased(self, intake: IntakeRun) -> Iterator[Item]:
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

    def _collected(self, intake: IntakeRun, *, waits: bool) -> Iterator[Item]:
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


def _work(own: OwnKnowledge, engine: str, decisions: StandingDecisions) -> Work[Item, Batch]:
    """Reading with places and themes of the user's own, and with what people decided until then."""

    def hand(executor: Executor, items: Sequence[Item]) -> "Future[Batch]":
        given = [item.given for item in items]
        return executor.submit(read_batch, own, given, decisions.now())

    def died(item: Item) -> Batch:
        reason = f"{item.given.name}: can't be read: the process that read it died"
        return Batch(engine, (Reading(None, reason),))

    return Work(hand, died)
