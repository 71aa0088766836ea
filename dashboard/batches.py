"""Work handed to other processes in batches, and taken back in the order in which it was given.

Only so many batches are on their way at once, so memory does not grow with the work. When a process
dies over its batch, what was handed out is read by new processes, one input at a time: so the input
over which it died is found, and harms no other.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Generic, Protocol, Self, TypeVar

from .errors import PipelineError
from .executors import ClusterExecutor, means_death

BATCH = 8
"""Inputs."""
_BATCHES_A_WORKER = 6
"""On their way at once, so that no worker waits for the process that takes them back."""


class Answer(Protocol):
    """What comes back for a batch."""

    @property
    def engine(self) -> str:
        """Identity of what made it."""
        ...


G = TypeVar("G")
A = TypeVar("A", bound=Answer)


@dataclass(frozen=True, slots=True)
class Work(Generic[G, A]):
    """What is done with inputs by another process."""

    hand: Callable[[Executor, Sequence[G]], "Future[A]"]
    """Gives inputs to an executor."""
    died: Callable[[G], A]
    """Answer for an input over which a process died."""


class Batches(Generic[G, A]):
    """Inputs that other processes work at.

    Parameters
    ----------
    open_executor
        Opens the processes; called again when one died.
    work
        What they do.
    engine
        Identity that all answers must be of.
    workers
        How many processes there are; a cluster says so itself.
    """

    def __init__(
        self,
        open_executor: Callable[[], AbstractContextManager[Executor]],
        work: Work[G, A],
        engine: str,
        workers: int,
    ) -> None:
        self._open, self._work, self.engine = open_executor, work, engine
        self._most = _BATCHES_A_WORKER * workers
        self._handed: deque[tuple[Sequence[G], Future[A]]] = deque()
        self._recovered: deque[tuple[Sequence[G], A]] = deque()

    def __enter__(self) -> Self:
        self._context = self._open()
        self._executor = self._context.__enter__()
        if isinstance(self._executor, ClusterExecutor):
            self._most = _BATCHES_A_WORKER * self._executor.workers
        return self

    def __exit__(self, *error: object) -> None:
        self._context.__exit__(None, None, None)

    @property
    def most_inputs(self) -> int:
        """Inputs that are on their way at once."""
        return BATCH * self._most

    @property
    def is_full(self) -> bool:
        """Whether an answer must be taken before more is handed out."""
        return len(self._handed) + len(self._recovered) >= self._most

    @property
    def has_answer(self) -> bool:
        """Whether the next answer can be taken without waiting."""
        return bool(self._recovered) or bool(self._handed and self._handed[0][1].done())

    def __bool__(self) -> bool:
        """Whether anything is still to be taken."""
        return bool(self._recovered or self._handed)

    def submit(self, inputs: Sequence[G]) -> None:
        """Hand out a batch."""
        try:
            future = self._work.hand(self._executor, inputs)
        except Exception as error:
            if not means_death(error):
                raise
            self._recover()  # a process died since the last answer was taken
            future = self._work.hand(self._executor, inputs)
        self._handed.append((inputs, future))

    def take(self, timeout_s: float | None = None) -> tuple[Sequence[G], A]:
        """Wait for the oldest inputs that are out; return them with their answer.

        Raises
        ------
        TimeoutError
            It takes longer than was said; it can be asked again.
        PipelineError
            Another version of the program, or other data, made the answer.
        """
        while not self._recovered:
            inputs, future = self._handed[0]
            try:
                answer = self._checked(future.result(timeout_s))
            except TimeoutError:
                raise
            except Exception as error:
                if not means_death(error):
                    raise
                self._recover()
            else:
                self._handed.popleft()
                return inputs, answer
        return self._recovered.popleft()

    def take_what_is_there(self) -> Iterator[tuple[Sequence[G], A]]:
        """Yield, without waiting, all answers that came, when the work is given up."""
        yield from self._recovered
        self._recovered.clear()
        handed, self._handed = self._handed, deque()
        for inputs, future in handed:
            if _has_answer(future) and future.result().engine == self.engine:
                yield inputs, future.result()
            else:
                self._handed.append((inputs, future))

    def untaken(self) -> Iterator[G]:
        """Yield the inputs whose answers were not taken."""
        for inputs, _ in (*self._recovered, *self._handed):
            yield from inputs

    def _checked(self, answer: A) -> A:
        if answer.engine != self.engine:
            raise PipelineError(
                f"a worker reads with {answer.engine}, this program with {self.engine}; "
                "install the same version of sitmap, and the same gazetteer, on all of them"
            )
        return answer

    def _recover(self) -> None:
        """With new processes, work one by one at what was handed out."""
        self._reopen()
        handed, self._handed = self._handed, deque()
        for inputs, future in handed:
            if _has_answer(future):
                self._recovered.append((inputs, self._checked(future.result())))
            else:
                self._recovered += [((given,), self._alone(given)) for given in inputs]

    def _alone(self, given: G) -> A:
        try:
            return self._checked(self._work.hand(self._executor, (given,)).result())
        except Exception as error:
            if not means_death(error):
                raise
            self._reopen()
            return self._work.died(given)

    def _reopen(self) -> None:
        self.__exit__()
        self.__enter__()


def _has_answer(future: "Future[A]") -> bool:
    return future.done() and not future.cancelled() and future.exception() is None
