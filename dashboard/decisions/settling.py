"""A thread that does what is left to do, some at a time, while others decide and come first."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from geocache.errors import GeocacheError

from ..errors import WorkspaceError


class Precedence:
    """Lets those come first for whom a person waits.

    A lock alone does not: whoever gives it back may have it again at once.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Come before what can wait, until the end."""
        with self._changed:
            self._count += 1
        try:
            yield
        finally:
            with self._changed:
                self._count -= 1
                self._changed.notify_all()

    @property
    def is_taken(self) -> bool:
        """Whether somebody comes first at the moment."""
        return self._count > 0

    def give(self) -> None:
        """Wait until nobody comes first."""
        with self._changed:
            self._changed.wait_for(lambda: not self._count)


class Settling:
    """Calls a step until nothing is left; one thread at a time, begun when there is something.

    Parameters
    ----------
    step
        Does some of it, and returns whether more is left.
    """

    def __init__(self, step: Callable[[], bool]) -> None:
        self._step = step
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_asked = False

    def start(self) -> None:
        """Begin, unless it is under way; then it goes on until this is done too."""
        with self._lock:
            self._is_asked = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="settling", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        try:
            while self._goes_on():
                # What can't be written now stays noted, and the next who looks begins again.
                with suppress(WorkspaceError, GeocacheError):
                    while self._step():
                        pass
        except BaseException:  # is printed, as of every thread; the next who looks begins again
            with self._lock:
                self._thread = None
            raise

    def _goes_on(self) -> bool:
        with self._lock:
            goes_on, self._is_asked = self._is_asked, False
            if not goes_on:
                self._thread = None
            return goes_on
