"""What all sessions and routes of one server share."""

import os
import threading
from functools import cache
from pathlib import Path

from geocache.gazetteer import CompiledGazetteer, open_gazetteer

from ..maps import MarkGeometries
from ..situation import Situation
from ..workspace import Workspace

WORKSPACE_VARIABLE = "SITMAP_WORKSPACE"
"""Tells the pages, which run in this process, which workspace file to read."""
DEMONSTRATION_VARIABLE = "SITMAP_DEMONSTRATION"
"""Set when that file holds nothing of the user's."""
_LOCK, _GEOMETRY_LOCK, _GAZETTEER_LOCK = (threading.Lock() for _ in range(3))


@cache
def _situation(path: str) -> Situation:
    return Situation(Workspace(Path(path)))


def situation() -> Situation:
    """Return what the workspace holds now."""
    with _LOCK:  # routes and sessions run in threads: they share one
        held = _situation(os.environ[WORKSPACE_VARIABLE])
    held.refresh()
    return held


@cache
def _opened() -> CompiledGazetteer:
    return open_gazetteer()


def gazetteer() -> CompiledGazetteer:
    """Return the gazetteer, compiled when it is first asked for."""
    with _GAZETTEER_LOCK:
        return _opened()


@cache
def _geometries() -> MarkGeometries:
    return MarkGeometries(situation(), gazetteer())


def geometries() -> MarkGeometries:
    """Return what draws the marks of the workspace."""
    with _GEOMETRY_LOCK:
        return _geometries()
