"""The arcs of TopoJSON files, without a list for every position."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Line = npt.NDArray[np.float64]
"""Positions as rows of (lon, lat)."""
_KEY, _END = '"arcs":', "]]]"
"""What stands before all arcs, and at the end of them."""
_NO_BRACKETS = str.maketrans("", "", "[]")
_ARC_END, _BETWEEN = "]]", ", "
"""At the end of an arc, and between two."""


class Arcs(Sequence[Line]):
    """Positions of every arc, worked out when asked for: the file stores quantised differences.

    Each is kept as it is written, and read when it is needed: of the whole world few are.

    Parameters
    ----------
    written
        The arcs as JSON.
    transform
        The scale and the origin of the differences.
    """

    def __init__(self, written: str, transform: dict[str, list[float]]) -> None:
        self._written = written.split(_ARC_END)[:-1]
        self._scale = np.array(transform["scale"])
        self._origin = np.array(transform["translate"])
        self._moved: dict[int, Line] = {}

    def move(self, number: int, positions: Line) -> None:
        """Put other positions, which come to lie on the grid, in the place of an arc's."""
        steps = np.rint((positions - self._origin) / self._scale)
        self._moved[number] = steps * self._scale + self._origin

    @property
    def grid(self) -> Line:
        """Steps and origin of the grid that all positions are on: lon, lat, lon, lat."""
        return np.concatenate([self._scale, self._origin])

    def __len__(self) -> int:
        return len(self._written)

    def __getitem__(self, index: Any) -> Any:
        if index in self._moved:
            return self._moved[index]
        numbers = self._written[index].translate(_NO_BRACKETS).lstrip(_BETWEEN)
        steps = np.fromstring(numbers, np.int32, sep=",").reshape(-1, 2).astype(float)
        return steps.cumsum(axis=0) * self._scale + self._origin


def read_topology(text: str) -> dict[str, Any]:
    """Return what a TopoJSON file holds, its arcs as `Arcs`."""
    document, arcs = _cut_apart(text) or _read_whole(text)
    document["arcs"] = Arcs(arcs, document["transform"])
    return document


def _cut_apart(text: str) -> tuple[dict[str, Any], str] | None:
    """Content without its arcs, and these; None when they are not the last to be called so.

    To read them as JSON, into lists, takes five times as long.
    """
    try:
        start = text.rindex(_KEY) + len(_KEY)
        end = text.index(_END, start) + len(_END)
        document = json.loads(f"{text[:start]}[]{text[end:]}")
    except ValueError:
        return None
    # Geometries have arcs as well: these may have been those of one.
    return (document, text[start:end]) if document.get("arcs") == [] else None


def _read_whole(text: str) -> tuple[dict[str, Any], str]:
    document = json.loads(text)
    return document, json.dumps(document["arcs"])
