"""Annotating documents by several processes, in the order in which they are given.

Only so many batches are on their way at once, so memory does not grow with the number of documents.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager
from functools import partial
from itertools import chain, islice
from typing import TypeVar

from geocache.gazetteer import LayeredGazetteer, PackSource, open_gazetteer

from ..annotate.identity import engine_identity
from ..batches import BATCH, Batches, Work
from ..executors import (
    AnnotatedBatch,
    Convert,
    annotate_batch,
    cluster_executor,
    local_executor,
)
from ..ingest.json_lines import GivenDocument
from ..model import OwnKnowledge
from .terminal import progress

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
    own = OwnKnowledge(tuple((pack.name, pack.content) for pack in packs))
    with Batches(opened, _work(own, engine, convert), engine, workers) as batches:
        for batch in _in_batches(chain(first, waiting)):
            while batches.is_full:
                yield batches.take()[1]
            batches.submit(batch)
            while batches.has_answer:
                yield batches.take()[1]
        while batches:
            yield batches.take()[1]


def _work(
    own: OwnKnowledge, engine: str, convert: Convert[T]
) -> Work[GivenDocument, AnnotatedBatch[T]]:
    """Annotating with places of the user's own."""

    def hand(executor: Executor, documents: Sequence[GivenDocument]) -> "Future[AnnotatedBatch[T]]":
        return executor.submit(annotate_batch, own, documents, convert)

    def died(given: GivenDocument) -> AnnotatedBatch[T]:
        reason = f"{given.where}: can't be read: the process that read it died"
        return AnnotatedBatch(engine, (), (reason,))

    return Work(hand, died)


def _in_batches(documents: Iterator[GivenDocument]) -> Iterator[_Batch]:
    while batch := tuple(islice(documents, BATCH)):
        yield batch
