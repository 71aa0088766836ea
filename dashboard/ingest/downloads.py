"""Ask for many pages politely: few at once, one at a time of a machine, with a pause in between."""

import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from ..errors import BusyError, DocumentError
from .addresses import Address
from .fetch import Answer

AT_ONCE = 4
PAUSE_S = 1.0
"""Between the end of a request and the next to the same machine."""
_MOST_HELD_BYTES = 100_000_000
"""Of answers that nobody has taken yet, before nothing more is asked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page that is wanted."""

    address: Address
    may_be_private: bool = False
    etag: str = ""
    """Of the answer that is known; empty of none, as `modified`."""
    modified: str = ""


Fetch = Callable[[Wanted], Answer]
"""Asks for a page; raises `DocumentError`."""


class Downloads:
    """Pages that are asked for by threads of their own; used by one other thread.

    The threads end with the program, whatever they wait for: a machine that is slow to answer keeps
    nobody from stopping.

    Parameters
    ----------
    fetch
        Asks for one page.
    at_once
        Requests at the same time.
    pause_s
        Between two to one machine.
    """

    def __init__(self, fetch: Fetch, *, at_once: int = AT_ONCE, pause_s: float = PAUSE_S) -> None:
        self._fetch, self._at_once, self._pause_s = fetch, at_once, pause_s
        self._changed = threading.Condition()
        self._wanted: deque[Wanted] = deque()
        self._busy: set[str] = set()
        """Machines that are being asked."""
        self._free_from: dict[str, float] = {}
        """When each may be asked again."""
        self._refusing: dict[str, str] = {}
        """Machines that want to be left alone, and what they said."""
        self._came: queue.SimpleQueue[tuple[Wanted, Answer | DocumentError]] = queue.SimpleQueue()
        self._open = 0
        self._held = 0
        """Bytes of answers that came and were not taken."""
        self._threads = 0
        self._is_closed = False

    def __bool__(self) -> bool:
        """Whether answers are still to be taken."""
        return self._open > 0

    def __len__(self) -> int:
        """Return how many answers are still to be taken."""
        return self._open

    def add(self, wanted: Wanted) -> None:
        """Ask for a page as soon as its machine may be asked."""
        self._open += 1
        with self._changed:
            self._wanted.append(wanted)
            if self._threads < self._at_once:
                self._threads += 1
                threading.Thread(target=self._serve, name="download", daemon=True).start()
            self._changed.notify()

    def take(self, timeout_s: float) -> tuple[Wanted, Answer | DocumentError] | None:
        """Return what came of a page, whichever came first; None when nothing does in time."""
        with suppress(queue.Empty):
            came = self._came.get(timeout=timeout_s) if timeout_s else self._came.get_nowait()
            self._open -= 1
            with self._changed:
                self._held -= _size(came[1])
                self._changed.notify_all()
            return came
        return None

    def close(self) -> None:
        """Ask for nothing more."""
        with self._changed:
            self._is_closed = True
            self._wanted.clear()
            self._changed.notify_all()

    def _serve(self) -> None:
        while (wanted := self._next()) is not None:
            outcome = self._outcome(wanted)
            host = wanted.address.host
            with self._changed:
                if isinstance(outcome, BusyError):
                    self._refusing[host] = str(outcome).partition(": ")[2]
                self._busy.discard(host)
                self._held += _size(outcome)
                self._free_from[host] = time.monotonic() + self._pause_s
                self._changed.notify_all()
            self._came.put((wanted, outcome))

    def _outcome(self, wanted: Wanted) -> Answer | DocumentError:
        reason = self._refusing.get(wanted.address.host)
        if reason is not None:
            return DocumentError(f"{wanted.address}: was not asked, for its machine {reason}")
        try:
            return self._fetch(wanted)
        except DocumentError as error:
            return error
        except Exception as error:  # noqa: BLE001  a fault of ours: one page is lost, and named
            return DocumentError(f"{wanted.address}: can't be asked: {error!r}")

    def _next(self) -> Wanted | None:
        """Wait for a page whose machine may be asked; None when this thread is to end."""
        with self._changed:
            while not self._is_closed:
                now = time.monotonic()
                for wanted in self._wanted if self._held < _MOST_HELD_BYTES else ():
                    host = wanted.address.host
                    is_free = host in self._refusing or self._free_from.get(host, 0.0) <= now
                    if is_free and host not in self._busy:
                        self._wanted.remove(wanted)
                        self._busy.add(host)
                        return wanted
                self._changed.wait(self._patience(now))
            self._threads -= 1
            return None

    def _patience(self, now: float) -> float | None:
        """How long until a machine may be asked again; None while only others can tell."""
        times = [
            self._free_from.get(one.address.host, now)
            for one in self._wanted
            if one.address.host not in self._busy
        ]
        if not times or self._held >= _MOST_HELD_BYTES:
            return None
        return max(min(times) - now, 0.0)


def _size(outcome: Answer | DocumentError) -> int:
    return len(outcome.content) if isinstance(outcome, Answer) else 0
