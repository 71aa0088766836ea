"""Taking reports in, and reading them again, by another process: no page is slowed down by it."""

import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

_SITMAP = (sys.executable, "-c", "from dashboard.cli import main; main()")
_END_S = 10.0
"""That a process is given to end."""
_LINES_KEPT = 20


class TakingIn:
    """Runs `sitmap add` or `reread` in a process of its own; one at a time, the others wait.

    What is to be read stands in the workspace before a process is started, or is named to it, so
    that a later run goes on where one was killed.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[list[str]] = deque()
        self._running: list[str] = []
        """Command of the process."""
        self._left: list[list[str]] = []
        """Commands that were interrupted, or were to come after it."""
        self._process: subprocess.Popen[str] | None = None
        self._is_served = False
        self._is_stopped = False
        self._said: deque[str] = deque(maxlen=_LINES_KEPT)

    def start(self, workspace: Path, arguments: Sequence[str] = ()) -> None:
        """Read what waits in a workspace, and what arguments of `sitmap add` name."""
        self._let_run([*_SITMAP, "add", "--workspace", str(workspace), *arguments])

    def start_again(self, workspace: Path) -> None:
        """Read reports again that another program, or other data, read."""
        self._let_run([*_SITMAP, "reread", "--workspace", str(workspace)])

    def _let_run(self, command: list[str]) -> None:
        with self._lock:
            if self._is_stopped or command in self._waiting:
                return
            # What was interrupted may not have said yet all that it is to read.
            self._waiting += [left for left in self._left if left != command]
            self._left = []
            self._waiting.append(command)
            if self._is_served:
                return
            self._is_served = True
        threading.Thread(target=self._serve, name="taking in", daemon=True).start()

    @property
    def is_running(self) -> bool:
        """Whether a process reads or is to be started."""
        with self._lock:
            return self._is_served

    @property
    def said(self) -> list[str]:
        """Last lines of what the latest process wrote; none where it wrote to a terminal."""
        return list(self._said)

    def interrupt(self) -> None:
        """End the process, without waiting for it, until somebody starts one again."""
        with self._lock:
            process = self._process
            running = [self._running] if process else []
            # Somebody may press twice.
            self._left += [one for one in (*running, *self._waiting) if one not in self._left]
            self._waiting.clear()
        if process is not None:
            threading.Thread(target=_end, args=(process,), name="ending", daemon=True).start()

    def stop(self) -> None:
        """End the process, and start no other."""
        with self._lock:
            self._is_stopped = True
            self._waiting.clear()
            process = self._process
        if process is not None:
            _end(process)

    def _serve(self) -> None:
        while (process := self._next()) is not None:
            with process:
                for line in process.stderr or ():
                    sys.stderr.write(line)
                    self._said.append(line.rstrip())

    def _next(self) -> "subprocess.Popen[str] | None":
        """Start the process that waited longest; None when none does."""
        with self._lock:
            self._process = None
            if self._is_stopped or not self._waiting:
                self._is_served = False
                return None
            self._said.clear()
            self._running = self._waiting.popleft()
            try:
                self._process = subprocess.Popen(  # noqa: S603  this program
                    self._running,
                    stdout=subprocess.DEVNULL,
                    # A terminal shows a bar, which needs the terminal itself.
                    stderr=None if sys.stderr.isatty() else subprocess.PIPE,
                    encoding="utf-8",
                    errors="replace",
                )
            except OSError as error:  # of arguments that are too many, say
                self._said.append(f"sitmap can't be started: {error}")
                self._is_served = False
            return self._process


def _end(process: "subprocess.Popen[str]") -> None:
    """End a process as cleanly as it can."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_END_S)
    process.kill()
    process.wait()


@cache
def taking_in() -> TakingIn:
    """Return what takes reports in for all sessions of this server."""
    return TakingIn()


@contextmanager
def taking_in_of_server() -> Iterator[TakingIn]:
    """Yield it, and end its process when the server ends."""
    try:
        yield taking_in()
    finally:
        taking_in().stop()
