"""Reading in a process of its own, which can be ended: hostile files harm nobody else.

The process reads one input after the other, as long as it lives. It may take so much memory and so
much time for each entry; when it is over either, or dies, the entry that it read is refused by name
and the next process goes on with what comes after it.
"""

import atexit
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import IO, Any

from .formats import INSIDE, NOTHING_TOLD, Entry, documents_in, is_plain, origin_shown
from .limits import MEGABYTE, MEMORY_MEGABYTES, SECONDS
from .recognise import Told
from .tables import Columns

_COMMAND = (sys.executable, "-c", "from dashboard.ingest.apart import serve; serve()")
_SECONDS_IN_ALL = 900.0
"""That one input may take, however many entries it has."""
_MOST_DEATHS = 5
"""Of processes over entries of one input, before the rest of it is refused."""
_LOOKED_EVERY_S = 0.25
_START_S = 60.0
"""That a process may take to start, besides."""
_BEGIN, _ENTRY, _END, _READY = "begin", "entry", "end", "ready"
Request = tuple[bytes, str, Columns, Told, frozenset[str]]
"""What is to be read, and what of it is not."""


def entries_of(
    content: bytes, name: str, columns: Columns | None = None, told: Told = NOTHING_TOLD
) -> list[Entry]:
    """Return what an input holds, as `documents_in` has it; only plain text is read right here."""
    if is_plain(content, name, told):
        return list(documents_in(content, name, columns=columns, told=told))
    return read_apart().entries(content, name, columns or Columns(), told)


def columns_of(content: bytes, name: str) -> tuple[str, ...]:
    """Return the columns of a table; nothing of what is no table, or can't be read."""
    # No table has such a column, so that no more than the first row of a sheet is read.
    entries = entries_of(content, name, Columns(text="\0"))
    return next((entry.columns for entry in entries if entry.columns), ())


@cache
def read_apart() -> "Apart":
    """Return the process in which this one lets be read; it ends with this one."""
    made = Apart()
    atexit.register(made.close)
    return made


class Apart:
    """A process that reads inputs for this one.

    Parameters
    ----------
    seconds
        That one entry may take.
    memory_megabytes
        More than the program itself that the process may take.
    """

    def __init__(self, seconds: float = SECONDS, memory_megabytes: int = MEMORY_MEGABYTES) -> None:
        self._seconds, self._memory = seconds, memory_megabytes
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._deadline: float | None = None
        self._is_late = False

    def entries(
        self, content: bytes, name: str, columns: Columns, told: Told = NOTHING_TOLD
    ) -> list[Entry]:
        """Return what an input holds; what can't be read is an entry with a problem."""
        with self._lock:
            found: list[Entry] = []
            judged: set[str] = set()
            until = time.monotonic() + _SECONDS_IN_ALL
            for _ in range(_MOST_DEATHS):
                request = content, name, columns, told, frozenset(judged)
                at = self._read(request, found, judged, until)
                if at is None:
                    return found
                judged.add(at)
                origin = origin_shown(name)
                whole = f"{origin}{INSIDE}{at}" if at else origin
                container = origin if at else ""
                found.append(Entry(at, None, f"{whole}: {self._why()}", container=container))
                if not at or time.monotonic() > until:
                    return found
            reason = f"was given up after {_MOST_DEATHS} entries that could not be read"
            found.append(Entry("", None, f"{origin_shown(name)}: {reason}"))
            return found

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        self._deadline = None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream:
                with suppress(OSError):
                    stream.close()
        process.wait()

    def _why(self) -> str:
        if self._is_late:
            return f"takes longer than {self._seconds:g} seconds to be read"
        return (
            "can't be read: the process that read it died; it is broken, or needs more than "
            f"{self._memory:,} MB of memory"
        )

    def _read(
        self,
        request: Request,
        found: list[Entry],
        judged: set[str],
        until: float,
    ) -> str | None:
        """Let an input be read; return the entry over which the process died, if it did."""
        at = ""
        known = {one.entry for one in found}
        self._is_late = False
        try:
            process = self._running()
            self._allow(until)
            _send(process.stdin, request)
            while True:
                kind, what = _receive(process.stdout)
                self._allow(until)
                if kind == _BEGIN:
                    if at and not what.startswith(f"{at}{INSIDE}"):
                        judged.add(at)  # but not a mail whose attachments are still to come
                    at = what
                elif kind == _END:
                    self._deadline = None
                    if what:
                        self.close()
                    return None
                elif what.entry not in known:  # by a process that died over another entry
                    found.append(what)
        except (EOFError, OSError, pickle.UnpicklingError):
            self.close()
            # What it said of the entry before it died over it is no reading of it.
            found[:] = [one for one in found if one.entry != at or one.entry in known]
            return at
        except BaseException:  # its answer is not waited for, and would be taken for the next
            self.close()
            raise

    def _allow(self, until: float) -> None:
        self._deadline = min(time.monotonic() + self._seconds, until)

    def _running(self) -> "subprocess.Popen[bytes]":
        process = self._process
        if process is None or process.poll() is not None:
            self.close()
            process = self._process = subprocess.Popen(  # noqa: S603  our own program
                [*_COMMAND, str(self._memory), str(self._seconds)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=os.name == "posix",  # Ctrl+C is not for it
            )
            self._deadline = time.monotonic() + _START_S
            threading.Thread(target=self._watch, args=(process,), daemon=True).start()
            _receive(process.stdout)
        return process

    def _watch(self, process: "subprocess.Popen[bytes]") -> None:
        """End the process when it takes too long over an entry."""
        while process.poll() is None and self._process is process:
            deadline = self._deadline
            if deadline is not None and time.monotonic() > deadline:
                self._is_late = True
                process.kill()
                return
            time.sleep(_LOOKED_EVERY_S)


def serve() -> None:
    """Read what is asked for on standard input, until it ends; the answers go to its output."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    memory, seconds = int(sys.argv[1]) * MEGABYTE, float(sys.argv[2])
    fresh = _memory_taken()
    _limit_memory(fresh + memory)
    _send(out, (_READY, None))
    for content, name, columns, told, leave_out in _requests(sys.stdin.buffer):
        _limit_seconds(seconds)

        def begin(entry: str) -> None:
            _limit_seconds(seconds)
            _send(out, (_BEGIN, entry))

        for entry in documents_in(
            content, name, columns=columns, told=told, leave_out=leave_out, begin=begin
        ):
            _send(out, (_ENTRY, entry))
        # What a large input left behind would be missing to the next: it gets a fresh process.
        _send(out, (_END, _memory_taken() > fresh + memory // 2))


def _requests(stream: IO[bytes]) -> Iterator[Request]:
    while True:
        try:
            yield pickle.load(stream)  # noqa: S301  from the process that started this one
        except EOFError:
            return


def _send(stream: IO[bytes] | None, what: Any) -> None:
    if stream is None:
        raise EOFError
    pickle.dump(what, stream, protocol=pickle.HIGHEST_PROTOCOL)
    stream.flush()


def _receive(stream: IO[bytes] | None) -> Any:
    if stream is None:
        raise EOFError
    return pickle.load(stream)  # noqa: S301  from a process of our own


def _memory_taken() -> int:
    """Return how many bytes of memory this process has for itself; 0 where nobody says so."""
    try:
        import resource  # noqa: PLC0415  not on Windows

        with open("/proc/self/statm", encoding="ascii") as stream:  # noqa: PTH123
            return int(stream.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError, ValueError):
        return 0


def _limit_memory(most: int) -> None:
    """Let this process take so many bytes of memory, where the system can say so."""
    if not _memory_taken():
        return
    try:
        import resource  # noqa: PLC0415

        _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return


def _limit_seconds(seconds: float) -> None:
    """Let this process compute so long from now on, in case that nobody is left to end it."""
    try:
        import resource  # noqa: PLC0415

        used = time.process_time()
        _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
        most = int(used + seconds) + 2
        if hard == resource.RLIM_INFINITY or most < hard:
            resource.setrlimit(resource.RLIMIT_CPU, (most, hard))
    except (ImportError, OSError, ValueError):
        return
