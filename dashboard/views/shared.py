"""What all sessions and routes of one server share."""

import os
import threading
from functools import cache
from pathlib import Path

import pandas as pd

from geocache import Role

from ..maps import SIDES, MarkGeometries
from ..situation import Filters, Situation
from ..workspace import Workspace

WORKSPACE_VARIABLE = "SITMAP_WORKSPACE"
"""Tells the pages, which run in this process, which workspace file to read."""
DEMONSTRATION_VARIABLE = "SITMAP_DEMONSTRATION"
"""Set when that file holds nothing of the user's."""
_LOCK, _GEOMETRY_LOCK = threading.Lock(), threading.Lock()


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
def _geometries() -> MarkGeometries:
    from geocache.gazetteer import open_gazetteer  # noqa: PLC0415  compiled when first asked for

    return MarkGeometries(situation(), open_gazetteer())


def geometries() -> MarkGeometries:
    """Return what draws the marks of the workspace."""
    with _GEOMETRY_LOCK:
        return _geometries()


def mark_boxes() -> pd.DataFrame:
    """One row for each place or shape where something happens: `View.marks`, and its box."""
    view = situation().view(Filters(roles=(Role.LITERAL.value,)))
    shown, table = view.marks(), view.snapshot["marks"]
    rows = shown["mark"].to_numpy()
    return shown.assign(**{side: table[side][rows] for side in SIDES})


@cache
def division_names() -> dict[str, str]:
    """Return names of countries by ISO code, and of their regions by code (``SY.12``)."""
    from geocache.gazetteer import open_gazetteer  # noqa: PLC0415  compiled when first asked for

    found: dict[str, str] = {}
    for place in open_gazetteer().divisions():
        if place.feature_code == "ADM1":
            found[f"{place.country_code}.{place.admin1_code}"] = place.name
        elif place.feature_code == "PCLI" or place.country_code not in found:
            found[place.country_code] = place.name
    return found
