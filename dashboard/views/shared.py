"""What all sessions and routes of one server share."""

import hashlib
import os
import threading
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from geocache import GeocacheError, Role
from geocache.gazetteer import CompiledGazetteer, is_built, open_gazetteer

from ..annotate import Themes
from ..decisions import Desk
from ..maps import SIDES, MarkGeometries
from ..situation import Filters, Situation
from ..situation.place_words import AreaNames
from ..workspace import Workspace

WORKSPACE_VARIABLE = "SITMAP_WORKSPACE"
"""Tells the pages, which run in this process, which workspace file to read."""
DEMONSTRATION_VARIABLE = "SITMAP_DEMONSTRATION"
"""Set when that file holds nothing of the user's."""
OWN_WORKSPACE_VARIABLE = "SITMAP_OWN_WORKSPACE"
"""The user's own file, into which reports go; the one that is shown when it is not set."""
_LOCK, _GEOMETRY_LOCK, _NAMES_LOCK, _GAZETTEER_LOCK = (threading.Lock() for _ in range(4))


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
def _desk(workspace: Workspace) -> Desk:
    return Desk(workspace, in_background=True)


def desk(held: Situation) -> Desk:
    """Return where people decide about a workspace; the demonstration is one of its own."""
    with _LOCK:
        return _desk(held.workspace)


def is_demonstration() -> bool:
    """Whether what is shown holds nothing of the user's."""
    return DEMONSTRATION_VARIABLE in os.environ


def own_workspace_path() -> Path:
    """Return the file into which the user's reports go."""
    return Path(os.environ.get(OWN_WORKSPACE_VARIABLE) or os.environ[WORKSPACE_VARIABLE])


def show_own_workspace() -> bool:
    """Show the user's own workspace from now on, to all sessions; return whether that is new.

    Raises
    ------
    WorkspaceError
        It can't be opened; the demonstration then stays.
    """
    path = str(own_workspace_path())
    with _LOCK:
        _situation(path)
        changed = os.environ[WORKSPACE_VARIABLE] != path
        os.environ[WORKSPACE_VARIABLE] = path
        os.environ.pop(DEMONSTRATION_VARIABLE, None)
    return changed


def workspace_tag(held: Situation) -> str:
    """Return a name of a workspace that no other one has: of its place, and of when it began.

    Revisions are numbered alike in all workspaces, and a browser keeps answers by their address: of
    another workspace that was served at the same one, too. What comes before the dash stays when
    the first report comes.
    """
    first = held.workspace.rows("SELECT at FROM revision ORDER BY id LIMIT 1")
    place = os.fsencode(held.workspace.path.absolute())
    began = first[0][0].encode() if first else b""
    return "-".join(hashlib.sha256(words).hexdigest()[:8] for words in (place, place + began))


def themes_tag(held: Situation) -> str:
    """Return a name of the themes of a workspace: another one when they are changed."""
    return hashlib.sha256(held.workspace.themes_file().encode()).hexdigest()[:8]


def themes_told(themes: Themes) -> dict[str, Any]:
    """Return themes and their families, as the page is told of them."""
    return {
        "themes": [asdict(one) | {"cues": None} for one in themes.all if one.id],
        "families": [asdict(one) for one in themes.families],
    }


def state_name(held: Situation) -> str:
    """Return a name of what a workspace holds now, which nothing else is ever called."""
    return f"{workspace_tag(held)}-{held.model.snapshot.revision}"


@cache
def _opened() -> CompiledGazetteer:
    return open_gazetteer()


def gazetteer() -> CompiledGazetteer:
    """Return the gazetteer, compiled when it is first asked for."""
    with _GAZETTEER_LOCK:
        return _opened()


@cache
def _geometries(held: Situation) -> MarkGeometries:
    return MarkGeometries(held, gazetteer())


def geometries() -> MarkGeometries:
    """Return what draws the marks of the workspace."""
    held = situation()
    with _GEOMETRY_LOCK:
        return _geometries(held)


def mark_boxes() -> pd.DataFrame:
    """One row for each place or shape where something happens: `View.marks`, and its box."""
    view = situation().view(Filters(roles=(Role.LITERAL.value,)))
    shown, table = view.marks(), view.snapshot["marks"]
    rows = shown["mark"].to_numpy()
    return shown.assign(**{side: table[side][rows] for side in SIDES})


@cache
def _area_names() -> AreaNames:
    return AreaNames.of(gazetteer())


def area_names() -> AreaNames:
    """Return the names of countries and subdivisions; none while the gazetteer is compiled."""
    try:
        if not is_built():
            return AreaNames({})
        with _NAMES_LOCK:
            return _area_names()
    except GeocacheError:  # `sitmap check` says what is wrong with it
        return AreaNames({})
