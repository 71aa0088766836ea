"""Prepares processes that read: before they load anything, for which this loads next to nothing."""

import atexit
import gc
import os
import signal
import threading
from multiprocessing import parent_process

_BETWEEN_COLLECTIONS = 50_000
"""Records that are made before cycles are looked for again; Python does it after 700."""
_USUAL = gc.get_threshold()


def begin_worker() -> None:
    """Leave Ctrl+C to the process that writes, and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    collect_rarely()


def collect_rarely() -> None:
    """Look for cycles of records rarely, and not in those that are left when the process ends.

    What is loaded, and most of what is kept of texts, lasts as long as the process: in looking
    through it again and again nothing is found.
    """
    gc.set_threshold(_BETWEEN_COLLECTIONS)
    atexit.register(gc.freeze)


def collect_as_usual() -> None:
    """Look for cycles as often as Python does: in processes that last for days."""
    gc.set_threshold(*_USUAL)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)
