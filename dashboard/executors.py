"""Where reports are read: in this process, in processes of this machine, or on a cluster.

All three take the same batches and give the same answers, in order; only `pipeline` writes.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from multiprocessing import active_children, get_context
from types import FrameType
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from geocache import GeocacheError, Geoparser
from geocache.gazetteer import LayeredGazetteer, PackSource, open_gazetteer

from .annotate import Annotator, Themes
from .annotate.explanations import Explained, explanations
from .annotate.identity import engine_identity
from .annotate.rulings import Rulings
from .errors import DashboardError, DocumentError
from .ingest import Columns, Entry, entries_of, origin_shown
from .ingest.addresses import found_at
from .ingest.formats import NOTHING_TOLD
from .ingest.json_lines import GivenDocument
from .ingest.recognise import Told
from .model import AnnotatedDocument, Document, OwnKnowledge
from .processes import begin_worker
from .workspace import DocumentRows, rows_of

_CONNECT_S = 15
_LARGE_BATCH = "1 GB"
"""From which Dask warns; it does from 10 MB, which one report may have."""
_READING = threading.Lock()
"""Held by the thread that reads: a Dask worker has several, and the engine is made for one."""

T = TypeVar("T")
Convert = Callable[[str | int, AnnotatedDocument], T]
"""Makes what is written of a document, which is called by the id that it was given by."""


@dataclass(frozen=True, slots=True)
class Input:
    """What is to be read: bytes of a file, or a document that was read before."""

    path: str
    content: bytes | None
    document: Document | None = None
    url: str = ""
    """Where it was asked for; empty of a file."""
    day: str = ""
    """Of the report, as whoever led to it says; empty when nobody does."""
    told: Told = NOTHING_TOLD
    columns: str = ""
    """Of a table, which hold what, as `Columns` reads it."""

    @property
    def name(self) -> str:
        """Its path as it can be printed."""
        return origin_shown(self.path)


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of an input: rows to store, or why there are none."""

    rows: DocumentRows | None
    problem: str = ""
    entry: Entry | None = None
    """Facts of the file that it was, without its bytes and its document; None of what is none."""
    inside: tuple[Entry, ...] = ()
    """What an input holds that is several documents: they are still to be read."""
    decided: int = 0
    """The latest decision that it obeys."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What people had decided at a time, as processes that read are told of it."""

    rulings: str = ""
    """As `Rulings.as_json` writes them."""
    latest: int = 0
    """Id of the latest decision."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Readings of some inputs, in their order, and what made them."""

    engine: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class AnnotatedBatch(Generic[T]):
    """What was made of some documents, in their order, and what made it."""

    engine: str
    converted: tuple[T, ...]
    problems: tuple[str, ...]
    """Of those that could not be read, a line each."""


def worker_count() -> int:
    """Return how many processes read at once by default: the processors this one may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not everywhere
        return os.cpu_count() or 1


_NOTHING_DECIDED = Decided()


def read_batch(
    own: OwnKnowledge, inputs: Sequence[Input], decided: Decided = _NOTHING_DECIDED
) -> Batch:
    """Read, annotate and turn into rows; what can't be read gives a problem and harms no other."""
    with _READING:
        engine, annotator = reader(own)
        return Batch(engine, tuple(_read(annotator, given, decided) for given in inputs))


def annotate_batch(
    own: OwnKnowledge, documents: Sequence[GivenDocument], convert: Convert[T]
) -> AnnotatedBatch[T]:
    """Annotate and convert; what can't be read gives a problem and harms no other."""
    converted: list[T] = []
    problems: list[str] = []
    with _READING:
        engine, annotator = reader(own)
        for given in documents:
            try:
                converted.append(convert(given.id, annotator.annotate(given.document)))
            except GeocacheError as error:
                problems.append(f"{given.where}: {error}")
            except Exception as error:  # noqa: BLE001  a fault of ours: one report is lost, and named
                problems.append(f"{given.where}: can't be read: {error!r}")
    return AnnotatedBatch(engine, tuple(converted), tuple(problems))


def _entries(given: Input) -> list[Entry]:
    if given.content is None:
        raise DocumentError(f"{given.name}: there is nothing to read")
    columns = Columns.parse(given.columns) if given.columns else None
    entries = entries_of(given.content, given.path, columns, given.told)
    return [_found_at(entry, given) for entry in entries] if given.url else entries


def _found_at(entry: Entry, given: Input) -> Entry:
    if entry.document is None:
        return entry
    return replace(entry, document=found_at(entry.document, given.url, given.day))


def _read(annotator: Annotator, given: Input, decided: Decided) -> Reading:
    try:
        entry = None
        document = given.document
        if document is None:
            entries = _entries(given)
            entry = entries[0] if entries else None
            if len(entries) != 1 or entry is None or entry.entry:
                return Reading(None, inside=tuple(entries))
            if entry.document is None:
                return Reading(None, entry.problem)
            document = entry.document
            entry = replace(entry, document=None, content=b"")
        annotated = annotator.annotate(document, Rulings.from_json(decided.rulings))
        rows = rows_of(annotated, annotator.geoparser.gazetteer)
        return Reading(rows, entry=entry, decided=decided.latest)
    except DocumentError as error:
        return Reading(None, str(error))
    except GeocacheError as error:
        return Reading(None, f"{given.name}: {error}")
    except Exception as error:  # noqa: BLE001  a fault of ours: one report is lost, and named
        return Reading(None, f"{given.name}: can't be read: {error!r}")


def explain_document(
    own: OwnKnowledge, document: Document, rulings: Rulings | None = None
) -> list[Explained]:
    """Evidence and candidates of a document's mentions, worked out again as it was read."""
    with _READING:
        _engine, annotator = reader(own)
        return explanations(annotator, document, rulings)


@contextmanager
def reading(own: OwnKnowledge) -> Iterator[tuple[str, Annotator]]:
    """Yield identity and annotator of this process, for one thread at a time.

    Raises
    ------
    GeocacheError
        The gazetteer can't be opened, or a file of the user's own can't be used.
    """
    with _READING:
        yield reader(own)


@lru_cache(maxsize=1)
def reader(own: OwnKnowledge) -> tuple[str, Annotator]:
    """Return identity and annotator of this process; made once, for it takes half a second.

    Raises
    ------
    GeocacheError
        The gazetteer can't be opened, or a file of the user's own can't be used.
    """
    sources = [PackSource(*pack) for pack in own.packs]
    base = open_gazetteer()
    gazetteer = LayeredGazetteer(base, sources) if sources else base
    engine = engine_identity(base.manifest.key, sources, own.themes)
    return engine, Annotator(Geoparser(gazetteer), Themes.of_file(own.themes))


class _InProcess(Executor):
    """Does the work at once, in this process: a few reports are read before others start."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  it belongs to who asks for the result
            future.set_exception(error)
        return future


_ENDING = WeakSet[threading.Thread]()
"""Those that end the processes of pools that are needed no more."""


def wait_for_ended_pools() -> None:
    """Wait until the processes of pools have ended; the last thing that a program does.

    At exit Python wakes the threads that end them, and then waits as well; one that closes its pipe
    in this moment would make it print an error of a bad file descriptor.
    """
    with suppress(KeyboardInterrupt):  # Python waits for them in any case
        for thread in list(_ENDING):
            thread.join()


class _Processes(ProcessPoolExecutor):
    """Processes that Ctrl+C leaves alone from their first moment on: they inherit what is held."""

    def __init__(self, workers: int) -> None:
        super().__init__(workers, mp_context=get_context("spawn"), initializer=begin_worker)
        self._others = set(active_children())
        self._has_lost_one = False

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        with _interrupts_held():
            future = super().submit(fn, *args, **kwargs)
        future.add_done_callback(self._notice)
        return future

    def _notice(self, done: Future[Any]) -> None:
        if not done.cancelled() and isinstance(done.exception(), BrokenProcessPool):
            self._has_lost_one = True

    def end(self) -> None:
        """Let all end without waiting for them."""
        thread: object = self._executor_manager_thread
        if isinstance(thread, threading.Thread):
            _ENDING.add(thread)
        self.shutdown(wait=False, cancel_futures=True)
        if self._has_lost_one:
            # All were ended then but one that was just starting, for which Python would wait.
            for worker in set(active_children()) - self._others:
                worker.terminate()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let Ctrl+C wait until the end: a process that is half started would complain of it."""
    has_masks = hasattr(signal, "pthread_sigmask")  # not on Windows
    if not has_masks or threading.current_thread() is not threading.main_thread():
        yield  # Ctrl+C is somebody else's
        return
    came: list[tuple[int, FrameType | None]] = []
    # What is blocked here may come by a thread of a library, and is then handled here all the same.
    handlers = {
        number: signal.signal(number, lambda *signalled: came.append(signalled))
        for number in (signal.SIGINT, signal.SIGTERM)
        if callable(signal.getsignal(number))
    }
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        for number, handler in handlers.items():
            signal.signal(number, handler)
    if came:
        signal.raise_signal(came[0][0])


@contextmanager
def local_executor(workers: int) -> Iterator[Executor]:
    """Yield processes of this machine; this process alone for one worker or none."""
    if workers <= 1:
        yield _InProcess()
        return
    pool = _Processes(workers)
    try:
        yield pool
    finally:
        pool.end()


class ClusterExecutor(Executor):
    """The workers of a Dask cluster.

    Dask gives a batch whose worker died to another, and up to three times, by itself.
    """

    def __init__(self, client: Any, scheduler: str) -> None:
        self._client, self._scheduler = client, scheduler
        self._executor = client.get_executor(pure=False)

    @property
    def workers(self) -> int:
        """Worker processes that the cluster has now; at least 1."""
        return max(len(self._client.nthreads()), 1)

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand work to a worker; its future has a `DashboardError` when the scheduler is lost."""
        answer: Future[Any] = Future()
        handed = self._executor.submit(fn, *args, **kwargs)
        handed.add_done_callback(lambda done: self._pass_on(done, answer))
        return answer

    def _pass_on(self, done: Future[Any], answer: Future[Any]) -> None:
        if done.cancelled():
            reason = f"the Dask scheduler at {self._scheduler} does not answer any more"
            answer.set_exception(DashboardError(reason))
        elif error := done.exception():
            answer.set_exception(error)
        else:
            answer.set_result(done.result())


@contextmanager
def cluster_executor(scheduler: str) -> Iterator[ClusterExecutor]:
    """Yield the workers of a Dask cluster.

    Raises
    ------
    DashboardError
        The extra ``sitmap[cluster]`` is not installed, nothing answers at the address, or the
        cluster has no worker.
    """
    import asyncio  # noqa: PLC0415  for a cluster alone

    try:
        import dask  # noqa: PLC0415  an extra that few need
        import distributed  # noqa: PLC0415
    except ImportError as error:
        raise DashboardError("a cluster needs the extra: pip install 'sitmap[cluster]'") from error
    try:
        # A client that could not connect would wait for itself when the program ends.
        # In a thread of its own, for this one may run an event loop already.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(lambda: asyncio.run(_try_to_connect(scheduler))).result()
        client = distributed.Client(scheduler, timeout=_CONNECT_S, set_as_default=False)
    except (OSError, TypeError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise DashboardError(f"no Dask scheduler answers at {scheduler}: {reason}") from error
    except Exception as error:  # an answer in other words: Dask takes them for a length, say
        raise DashboardError(f"what answers at {scheduler} is no Dask scheduler") from error
    try:
        try:
            client.wait_for_workers(1, timeout=_CONNECT_S)
        except TimeoutError:
            raise DashboardError(f"the Dask scheduler at {scheduler} has no worker") from None
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": _LARGE_BATCH}):
            yield ClusterExecutor(client, scheduler)
    finally:
        client.close()


async def _try_to_connect(scheduler: str) -> None:
    from distributed.comm import connect  # noqa: PLC0415

    comm = await connect(scheduler, timeout=_CONNECT_S)
    await comm.close()


def means_death(error: BaseException) -> bool:
    """Whether an error of a future means that the worker died over its batch."""
    return isinstance(error, BrokenProcessPool) or type(error).__name__ == "KilledWorker"
