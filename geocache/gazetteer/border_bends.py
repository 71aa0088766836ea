"""Borders led round towns that lie on the wrong side of them in the file of outlines."""

from collections.abc import Mapping

import numpy as np
from shapely.geometry import LineString, Point

from ..knowledge import shipped
from .arcs import Arcs, Line
from .topology import Rings, arcs_in

_WAY = 3
"""Times the berth of a town that the border begins to turn aside before it."""


def bend_borders(rings: Mapping[str, tuple[Rings, ...]], arcs: Arcs) -> None:
    """Move the arcs that ``corrections.yaml`` names; both neighbours share the moved line."""
    for bend in shipped("basemap", "corrections.yaml")["bends"]:
        first, second = (arcs_in(rings.get(key, ())) for key in bend["between"])
        town = np.array(bend["beyond"])
        # A file of other outlines has no such border, and nothing to be mended.
        shared = {n: LineString(arcs[n]).distance(Point(town)) for n in first & second}
        if shared:
            number = min(shared, key=lambda n: shared[n])
            arcs.move(number, _bent(arcs[number], town, float(bend["by"])))


def _bent(arc: Line, town: Line, by: float) -> Line:
    """Lead an arc round the far side of a town."""
    line = LineString(arc)
    at = line.project(Point(town))
    near = np.array(line.interpolate(at).coords[0])
    out = (town - near) / np.hypot(*(town - near))
    ways = [np.array(line.interpolate(at + side * _WAY * by).coords[0]) for side in (-1, 1)]
    along = np.array([-out[1], out[0]])
    along *= np.sign(np.dot(along, ways[1] - ways[0])) or 1.0
    round_it = [town + out * by - along * by, town + out * by + along * by]
    distances = np.array([line.project(Point(position)) for position in arc])
    before, after = arc[distances < at - _WAY * by], arc[distances > at + _WAY * by]
    return np.concatenate([before, [ways[0], *round_it, ways[1]], after])
