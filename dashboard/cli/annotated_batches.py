"""Annotating documents by several processes, in the order in which they are given.

Only so many batches are on their way at once, so memory does not grow with the number of documents.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager
from functools import partial
from itertools import chain, islice
from typing import Generic, Self, TypeVar

from geocache.gazetteer import LayeredGazetteer, PackSource, open_gazetteer

from ..annotate.identity import engine_identity
from ..errors import PipelineError
from ..executors import (
    AnnotatedBatch,
    ClusterExecutor,
    Convert,
    annotate_batch,
    cluster_executor,
    local_executor,
    means_death,
)
from ..ingest.json_lines import GivenDocument
from .terminal import progress

_BATCH = 8
_BATCHES_A_WORKER = 3
"""On their way at once, so that no worker waits for the others."""
_FEW = 8
"""So many are annotated sooner by this process than others start."""

T = TypeVar("T")
_Batch = tuple[GivenDocument, ...]


def annotated_in_order(
    documents: Iterable[GivenDocument],
    convert: Convert[T],
    packs: list[PackSource],
    *,
    workers: int,
    scheduler: str = "",
) -> Iterator[AnnotatedBatch[T]]:
    """Yield what is made of documents and what could not be read, in their order.

    Parameters
    ----------
    convert
        Makes what is written of a document, in the process that annotated it.
    workers
        Processes of this machine.
    scheduler
        Address of a Dask scheduler whose workers annotate instead; empty for none.

    Raises
    ------
    DashboardError
        The cluster can't be used.
    GeocacheError
        The gazetteer can't be opened, or a pack can't be used.
    """
    with progress() as report:  # compiled once, before workers want it
        gazetteer = open_gazetteer(report)
    if packs:
        LayeredGazetteer(gazetteer, packs)  # what can't be used is said once
    engine = engine_identity(gazetteer.manifest.key, packs)
    waiting = iter(documents)
    first = list(islice(waiting, _FEW + 1))
    if len(first) <= _FEW:
        workers = 1
    opened: Callable[[], AbstractContextManager[Executor]] = partial(local_executor, workers)
    if scheduler:
        opened = partial(cluster_executor, scheduler)
    given_packs = tuple((pack.name, pack.content) for pack in packs)
    work = partial(annotate_batch, given_packs, convert=convert)
    with _Batches(opened, work, engine, workers) as batches:
        yield from batches.run(_in_batches(chain(first, waiting)))


def _in_batches(documents: Iterator[GivenDocument]) -> Iterator[_Batch]:
    while batch := tuple(islice(documents, _BATCH)):
        yield batch


class _Batches(Generic[T]):
    """Hands out batches and gives back what comes of them, in order."""

    def __init__(
        self,
        open_executor: Callable[[], AbstractContextManager[Executor]],
        work: Callable[[_Batch], AnnotatedBatch[T]],
        engine: str,
        workers: int,
    ) -> None:
        self._open, self._work, self._engine = open_executor, work, engine
        self._workers = workers
        self._waiting: deque[tuple[_Batch, Future[AnnotatedBatch[T]]]] = deque()

    def __enter__(self) -> Self:
        self._context = self._open()
        self._executor = self._context.__enter__()
        if isinstance(self._executor, ClusterExecutor):
            self._workers = self._executor.workers
        return self

    def __exit__(self, *error: object) -> None:
        self._context.__exit__(None, None, None)

    def run(self, batches: Iterator[_Batch]) -> Iterator[AnnotatedBatch[T]]:
        """Yield what comes of the batches; a document over which a worker dies is a problem."""
        for batch in batches:
            while len(self._waiting) >= _BATCHES_A_WORKER * self._workers:
                yield from self._taken()
            self._waiting.append((batch, self._submit(batch)))
            while self._waiting and self._waiting[0][1].done():
                yield from self._taken()
        while self._waiting:
            yield from self._taken()

    def _submit(self, batch: _Batch) -> "Future[AnnotatedBatch[T]]":
        return self._executor.submit(self._work, batch)

    def _taken(self) -> Iterator[AnnotatedBatch[T]]:
        """Wait for the oldest batch."""
        try:
            batch = self._waiting[0][1].result()
        except Exception as error:
            if not means_death(error):
                raise
            yield from self._recovered()
            return
        self._waiting.popleft()
        yield self._checked(batch)

    def _checked(self, batch: AnnotatedBatch[T]) -> AnnotatedBatch[T]:
        if batch.engine != self._engine:
            raise PipelineError(
                f"a worker reads with {batch.engine}, this program with {self._engine}; "
                "install the same version of sitmap, and the same gazetteer, on all of them"
            )
        return batch

    def _recovered(self) -> Iterator[AnnotatedBatch[T]]:
        """After a worker died: annotate what was handed out one by one, with new processes."""
        handed, self._waiting = self._waiting, deque()
        self._reopen()
        for batch, future in handed:
            if future.done() and not future.cancelled() and future.exception() is None:
                yield self._checked(future.result())
            else:
                for given in batch:
                    yield self._alone(given)

    def _alone(self, given: GivenDocument) -> AnnotatedBatch[T]:
        try:
            return self._checked(self._submit((given,)).result())
        except Exception as error:
            if not means_death(error):
                raise
            self._reopen()
            reason = f"{given.where}: can't be read: the process that read it died"
            return AnnotatedBatch(self._engine, (), (reason,))

    def _reopen(self) -> None:
        self.__exit__()
        self.__enter__()
