"""The units of the ground: countries, and disputed ground apart from them, with shared arcs."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon

from geocache.gazetteer.outlines.countries import world
from geocache.gazetteer.outlines.topojson import LEAST_RING, Line, Rings, arcs_in, ring_of

from .disputed import Disputed, beside, cut_areas, disputed

_NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class Units:
    """What is filled, and the lines round it."""

    arcs: list[Line]
    rings: dict[str, list[Rings]]
    """Polygons by the keys of countries; of ground taken out of one, by the id of its entry."""
    places: dict[str, Disputed]
    """What is disputed, by its key."""
    borders: set[int]
    """Arcs that two units share."""
    dashed: set[int]
    """Those of them that are disputed."""


@cache
def ground_units() -> Units:
    """Return all units in all their detail."""
    topology = world()
    arcs = topology.arcs()
    rings = {key: list(topology.rings(key)) for key in topology}
    places = _taken_out(rings, arcs)
    borders = _shared(rings)
    dashed = {n for key in places for n in arcs_in(rings[key])} & borders
    for place in disputed():
        for first, second in place.lines:
            dashed |= topology.arc_numbers(first) & topology.arc_numbers(second)
    pieces = _split(arcs, borders, dashed)
    cut = {key: [_renumbered(polygon, pieces) for polygon in rings[key]] for key in rings}
    return Units(arcs, cut, places, borders, dashed)


def _taken_out(rings: dict[str, list[Rings]], arcs: list[Line]) -> dict[str, Disputed]:
    """Take disputed parts out of countries; also what is disputed by its key."""
    found = {}
    for place in disputed():
        found.update(dict.fromkeys(place.units, place))
        if place.part:
            key, point = place.part
            rings[place.id] = [p for p in rings[key] if _polygon(p, arcs).contains(point)]
            rings[key] = [p for p in rings[key] if p not in rings[place.id]]
            found[place.id] = place
    return found


def _polygon(rings: Rings, arcs: list[Line]) -> Polygon:
    ring = ring_of(rings[0], arcs)
    return Polygon(ring) if len(ring) >= LEAST_RING else Polygon()


def _shared(rings: dict[str, list[Rings]]) -> set[int]:
    seen: set[int] = set()
    shared: set[int] = set()
    for polygons in rings.values():
        own = arcs_in(polygons)
        shared |= seen & own
        seen |= own
    return shared


def _split(arcs: list[Line], borders: set[int], dashed: set[int]) -> dict[int, list[int]]:
    """Split borders where they begin to run along ground that is cut off a country.

    New arcs are added to the three; returned are the pieces of each arc that was split.
    """
    pieces: dict[int, list[int]] = {}
    areas = [cut.area for cut in cut_areas().values()]
    near = shapely.unary_union(areas).buffer(_NEAR)
    for number in sorted(borders):
        arc = arcs[number]
        if not near.intersects(LineString(arc)):
            continue
        along = np.any([beside(area, arc) for area in areas], axis=0)
        turns = (np.flatnonzero(np.diff(along.astype(np.int8))) + 1).tolist()
        ends = [0, *turns, len(arc) - 1]
        parts = [arc[first : last + 1] for first, last in pairwise(ends)]
        pieces[number] = [number, *range(len(arcs), len(arcs) + len(parts) - 1)]
        arcs[number] = parts[0]
        arcs += parts[1:]
        borders.update(pieces[number])
        dashed.update(n for n, first in zip(pieces[number], ends, strict=False) if along[first])
    return pieces


def _renumbered(rings: Rings, pieces: dict[int, list[int]]) -> Rings:
    return tuple(
        tuple(
            piece
            for n in ring
            for piece in (
                pieces.get(n, [n]) if n >= 0 else [~p for p in reversed(pieces.get(~n, [~n]))]
            )
        )
        for ring in rings
    )
