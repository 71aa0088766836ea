"""Marks as columns of bytes, for a browser that draws many thousands of them.

What stands where is sent once for each state of the workspace (`packed_places`); a filter then
sends only which of those are shown and how often (`packed_marks`). Both are one JSON header, which
names the columns and their types, and the columns one after another, each beginning at a multiple
of four bytes, little-endian.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from geocache import Role

from ..situation import View
from ..situation.columns import Snapshot
from ..workspace.codes import KINDS, ROLES
from .geometry import SIDES, mercator

STEPS_PER_DEGREE = 10_000
"""Positions are whole steps: 11 m."""
SIZE_STEPS = 4
"""Steps for each doubling of a shape's extent."""
_LEAST_SPAN = 2.0**-20
"""Of the world's width: smaller shapes are drawn as points."""
_ALIGNED = 4
_MOST_PASSAGES, _MOST_SHARE = 65_535, 255
_ACTOR, _AMBIGUOUS = 1, 2
_TYPES = {"u1": "Uint8Array", "u2": "Uint16Array", "i4": "Int32Array"}

Column = npt.NDArray[Any]


def packed(header: dict[str, Any], columns: dict[str, Column]) -> bytes:
    """Return a header and columns as bytes; the header names type and length of each column."""
    described = [[name, _TYPES[c.dtype.str[1:]], len(c)] for name, c in columns.items()]
    words = json.dumps({**header, "columns": described}, separators=(",", ":")).encode()
    words += b" " * (-len(words) % _ALIGNED)
    parts = [struct.pack("<I", len(words)), words]
    for column in columns.values():
        content = column.tobytes()
        parts += [content, b"\0" * (-len(content) % _ALIGNED)]
    return b"".join(parts)


class DrawnThings:
    """The places and shapes of a workspace that can be drawn, in the order of their rows.

    Parameters
    ----------
    snapshot
        Whose they are.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        marks = snapshot["marks"]
        drawn = np.flatnonzero(~np.isnan(marks["lon"]))
        sizes = _sizes({side: marks[side][drawn] for side in SIDES})
        thing = marks["thing"][drawn]
        # The widest of a thing's marks stands for it, the first of equals: a country that was once
        # taken for a point is drawn as a country.
        order = np.lexsort((-drawn, sizes, thing))
        last = np.append(thing[order][1:] != thing[order][:-1], True)[: len(order)]
        kept = order[last]
        self.rows: Column = thing[kept]
        """Rows of the things."""
        self.marks: Column = drawn[kept]
        """Row of the mark that is drawn of each."""
        self.sizes: Column = sizes[kept]

    def find(self, things: Column) -> tuple[Column, Column]:
        """Return where things stand among those drawn, and which are drawn at all."""
        at = np.searchsorted(self.rows, things)
        known = at < len(self.rows)
        known[known] = self.rows[at[known]] == things[known]
        return at, known


@lru_cache(1)
def drawn_things(snapshot: Snapshot) -> DrawnThings:
    """Return what can be drawn of a snapshot; of the last one it is kept, for every choice asks."""
    return DrawnThings(snapshot)


def packed_places(snapshot: Snapshot) -> bytes:
    """Return all that can be drawn, whatever is chosen.

    Columns: ``row`` (steps from one row to the next), ``mark`` (how many rows behind it the mark
    stands that is drawn), ``lon``, ``lat`` (steps of a degree), ``kind`` (by code), ``size`` (0
    for points; else how often the extent doubles from a millionth of the world's width, in
    `SIZE_STEPS`).
    """
    things, marks = drawn_things(snapshot), snapshot["marks"]
    return packed(
        {
            "revision": snapshot.revision,
            "steps": STEPS_PER_DEGREE,
            "kinds": [str(kind) for kind in KINDS],
            "least": _LEAST_SPAN,
            "doubling": SIZE_STEPS,
        },
        {
            "row": np.diff(things.rows, prepend=0).astype("<i4"),
            "mark": (things.marks - things.rows).astype("<i4"),
            "lon": _steps(marks["lon"][things.marks]),
            "lat": _steps(marks["lat"][things.marks]),
            "kind": marks["kind"][things.marks].astype("u1"),
            "size": things.sizes,
        },
    )


def _steps(degrees: Column) -> Column:
    return np.asarray(np.rint(degrees * STEPS_PER_DEGREE).astype("<i4"))


def _sizes(sides: dict[str, Column]) -> Column:
    """Extents on the map of the world, as whole steps on a logarithmic scale."""
    height = mercator(sides["north"]) - mercator(sides["south"])
    span = np.maximum(height, (sides["east"] - sides["west"]) / 360)
    with np.errstate(divide="ignore"):
        steps = np.ceil(np.log2(span / _LEAST_SPAN) * SIZE_STEPS)
    return np.asarray(np.clip(np.nan_to_num(steps, neginf=0), 0, 255).astype("u1"))


def packed_marks(view: View, families: Mapping[str, Sequence[str]]) -> bytes:
    """Return what a choice shows.

    Parameters
    ----------
    view
        The choice.
    families
        Theme ids of each family; passages without a theme count for none.

    Returns
    -------
    bytes
        Header: ``counts`` of `View.counts`, ``shown`` and ``undrawn`` marks. Columns: ``at``
        (steps from one place of `packed_places` to the next), ``passages`` (65,535 and more are
        one), ``flags`` (1: only named as an actor, 2: may be another place), ``sure`` (per cent),
        and one for each family, ``family:<id>``: its passages, at most 255.
    """
    snapshot = view.snapshot
    marks = view.marks()
    at, known = drawn_things(snapshot).find(marks["thing"].to_numpy())
    roles = snapshot["marks"]["role"][marks["mark"].to_numpy()]
    flags = np.where(roles == ROLES.index(Role.ASSOCIATIVE), _ACTOR, 0)
    flags |= np.where(marks["ambiguous"].to_numpy(), _AMBIGUOUS, 0)
    themes = view.mark_themes()
    columns: dict[str, Column] = {
        "at": np.diff(at[known], prepend=0).astype("<i4"),
        "passages": np.minimum(marks["passages"].to_numpy()[known], _MOST_PASSAGES).astype("<u2"),
        "flags": flags[known].astype("u1"),
        "sure": np.rint(marks["confidence"].to_numpy()[known] * 100).astype("u1"),
    }
    for family, members in families.items():
        held = [theme for theme in members if theme in themes.columns]
        counts = themes[held].to_numpy().sum(axis=1)[known] if held else np.zeros(known.sum())
        columns[f"family:{family}"] = np.minimum(counts, _MOST_SHARE).astype("u1")
    header = {
        "revision": snapshot.revision,
        "counts": view.counts(),
        "shown": int(known.sum()),
        "undrawn": int(len(known) - known.sum()),
        "families": list(families),
    }
    return packed(header, columns)
