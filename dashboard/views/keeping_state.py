"""What the bar above all pages says of readings: how many are not of today, and what waits."""

import threading
import time
from dataclasses import asdict, dataclass
from typing import Any

from ..annotate.identity import todays_engine
from ..errors import DashboardError
from ..rereading import Proposals, stale_count
from ..workspace import Workspace

_KEPT_S = 1.0
"""Many windows ask once a second while reports are read."""


@dataclass(frozen=True, slots=True)
class KeepingState:
    """How far readings are those of today."""

    stale: int
    """Reports that an earlier version read, or that were read with other places or themes."""
    changes: int
    """Changes that wait for somebody's word."""
    reports: int
    """In so many reports."""
    refused: int


_LOCK = threading.Lock()
_kept: dict[str, tuple[float, KeepingState]] = {}
NOTHING = KeepingState(0, 0, 0, 0)


def keeping_state(workspace: Workspace, *, anew: bool = False) -> KeepingState:
    """Return how far the readings of a workspace are those of today.

    Parameters
    ----------
    workspace
        Which is asked.
    anew
        Whether an answer of the last second is not good enough.
    """
    key = str(workspace.path)
    with _LOCK:
        at, state = _kept.get(key, (0.0, NOTHING))
        if anew or time.monotonic() - at > _KEPT_S or at == 0.0:
            state = _asked(workspace)
            _kept[key] = time.monotonic(), state
        return state


def _asked(workspace: Workspace) -> KeepingState:
    try:
        engine = todays_engine(workspace.own_knowledge())
        stale = stale_count(workspace, engine) if engine else 0
        count = Proposals(workspace).open_count()
    except DashboardError:  # a workspace of an earlier version that can't be written
        return NOTHING
    return KeepingState(stale, count.changes, count.reports, count.refused)


def as_plain_state(state: KeepingState) -> dict[str, Any]:
    """Return the state as values of JSON."""
    return asdict(state)
