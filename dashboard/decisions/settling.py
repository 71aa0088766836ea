"""A thread that does what is left to do, some at a time, while others go on."""

import threading
from collections.abc import Callable
from contextlib import suppress

from geocache.errors import GeocacheError

from ..errors import DashboardError

_REST_S = 0.005
"""Between two steps: whoever waits for the lock comes first."""


class Settling:
    """Calls a step until nothing is left; one thread at a time, begun when there is something.

    Parameters
    ----------
    step
        Does some of it, and returns how much is left.
    """

    def __init__(self, step: Callable[[], int]) -> None:
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

    def wait(self, timeout_s: float) -> bool:
        """Wait until nothing is left; return whether that came in time."""
        thread = self._thread
        if thread is not None:
            thread.join(timeout_s)
        return thread is None or not thread.is_alive()

    def _run(self) -> None:
        rest = threading.Event()
        while True:
            with self._lock:
                if not self._is_asked:
                    self._thread = None
                    return
                self._is_asked = False
            # What can't be written now stays noted, and the next who looks begins again.
            with suppress(DashboardError, GeocacheError):
                while self._step():
                    rest.wait(_REST_S)
