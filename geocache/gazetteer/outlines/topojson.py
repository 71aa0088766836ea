"""Polygons of TopoJSON files, and the lines that neighbours share.

The files are read as they are (see ``data/basemap/README.md``). In TopoJSON two neighbours share
the very arc of their border, so a border needs no intersecting of polygons: it is the arcs that
both refer to.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point, Polygon
from shapely.ops import linemerge, unary_union

from ...antimeridian import polygon_of, polygonal
from ...data_files import shipped

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
        end = text.rindex(_END, start) + len(_END)  # from behind, for all the arcs lie between
        document = json.loads(f"{text[:start]}[]{text[end:]}")
    except ValueError:
        return None
    # Geometries have arcs as well: these may have been those of one.
    return (document, text[start:end]) if document.get("arcs") == [] else None


def _read_whole(text: str) -> tuple[dict[str, Any], str]:
    document = json.loads(text)
    return document, json.dumps(document["arcs"])


Rings = tuple[tuple[int, ...], ...]
"""Arc indices of the outer ring and of the holes of a polygon."""
Mend = Callable[[Mapping[str, tuple[Rings, ...]], Arcs], None]
LEAST_RING = 4
"""Positions of the smallest closed ring, a triangle."""


class Topology:
    """A TopoJSON file, opened lazily.

    Parameters
    ----------
    path
        The file.
    collection
        The object in it whose geometries are meant; those of countries carry ISO numeric ids.
    mend
        Given the rings by their keys and the arcs when the file is read; may move arcs.
    """

    def __init__(
        self, path: Path, collection: str = "countries", mend: Mend = lambda _rings, _arcs: None
    ) -> None:
        self._path = path
        self._collection = collection
        self._mend = mend

    @cached_property
    def _content(self) -> tuple[dict[str, tuple[Rings, ...]], Arcs]:
        """Polygons as rings of arc indices, by key (see `geometry_key`); and the arcs.

        In tuples, for the garbage collector looks into lists at every full run.
        """
        document = read_topology(self._path.read_text(encoding="utf-8"))
        found: dict[str, tuple[Rings, ...]] = {}
        for geometry in document["objects"][self._collection]["geometries"]:
            arcs = geometry.get("arcs") or ()
            polygons = arcs if geometry["type"] == "MultiPolygon" else [arcs]
            rings = tuple(tuple(map(tuple, polygon)) for polygon in polygons if polygon)
            if rings:
                key = geometry_key(geometry)
                found[key] = found.get(key, ()) + rings
        self._mend(found, document["arcs"])
        return found, document["arcs"]

    @property
    def _geometries(self) -> dict[str, tuple[Rings, ...]]:
        return self._content[0]

    def rings(self, key: str) -> tuple[Rings, ...]:
        """Arc indices of the polygons of a geometry; empty when there is none."""
        return self._geometries.get(key, ())

    def __iter__(self) -> Iterator[str]:
        """Ids, of countries ISO numeric codes as three digits; names of what has no id."""
        return iter(self._geometries)

    @property
    def grid(self) -> Line:
        """Steps and origin of the grid that all positions are on: lon, lat, lon, lat."""
        return self._arcs.grid

    def arcs(self) -> list[Line]:
        """Positions of all arcs."""
        return list(self._arcs)

    def polygon(self, key: str) -> MultiPolygon | None:
        """Valid polygon of a geometry in (lon, lat) degrees; None when there is none."""
        rings = self._geometries.get(key)
        if rings is None:
            return None
        whole = unary_union([polygon_of(polygon) for polygon in self._rings(rings, self._arcs)])
        return None if whole.is_empty else polygonal(whole)

    def simplified(self, key: str, arcs: Sequence[Line]) -> MultiPolygon:
        """Valid polygon of a geometry with other arcs, between the same ends."""
        rings = self._rings(self._geometries[key], arcs)
        parts = [polygonal(polygon_of(polygon, _repaired)) for polygon in rings]
        whole = MultiPolygon([polygon for part in parts for polygon in part.geoms])
        return whole if whole.is_valid else polygonal(unary_union(parts))

    def largest_ring(self, key: str, arcs: Sequence[Line]) -> tuple[int, ...]:
        """Return the arcs of the outer ring that has most area; empty when there is none."""
        rings = [polygon[0] for polygon in self._geometries.get(key, ())]
        return max(rings, key=lambda ring: _area(ring_of(ring, arcs)), default=())

    def has_polygon(self, key: str) -> bool:
        """Whether there is a polygon; quick to tell."""
        return any(True for _ in self._rings(self._geometries.get(key, ()), self._arcs))

    def shared_line(self, first: str, second: str) -> LineString | MultiLineString | None:
        """Return the border of two countries as one merged line; None when they do not touch."""
        return self._merged(self.arc_numbers(first) & self.arc_numbers(second))

    def land_border(self, key: str) -> LineString | MultiLineString | None:
        """All lines that a geometry shares with others, merged; None when there are none."""
        return self._merged(a for a in self.arc_numbers(key) if len(self._owners[a]) > 1)

    def coast(self, key: str) -> LineString | MultiLineString | None:
        """All lines that a geometry shares with no other, merged; None when there are none."""
        return self._merged(a for a in self.arc_numbers(key) if len(self._owners[a]) == 1)

    def shared_arcs(self) -> set[int]:
        """Return the arcs that two geometries share, whatever their direction."""
        return {number for number, owners in self._owners.items() if len(owners) > 1}

    def neighbours(self, key: str) -> set[str]:
        """Keys of the geometries that share a line with one."""
        return {k for a in self.arc_numbers(key) for k in self._owners[a]} - {key}

    def _merged(self, arcs: Iterable[int]) -> LineString | MultiLineString | None:
        lines = [LineString(self._arcs[index]) for index in sorted(arcs)]
        merged = linemerge(lines) if lines else None
        return merged if isinstance(merged, LineString | MultiLineString) else None

    @cached_property
    def _owners(self) -> dict[int, set[str]]:
        """Keys of the geometries that have each arc."""
        found: dict[int, set[str]] = defaultdict(set)
        for key in self._geometries:
            for arc in self.arc_numbers(key):
                found[arc].add(key)
        return found

    def arc_numbers(self, key: str) -> set[int]:
        """Return the arcs that a geometry is made of, whatever their direction."""
        return arcs_in(self._geometries.get(key, ()))

    @staticmethod
    def _rings(rings: Sequence[Rings], arcs: Sequence[Line]) -> Iterator[list[Line]]:
        """Outer ring and holes of each polygon; islets that quantising collapsed are left out."""
        for polygon in rings:
            outer, *holes = [ring_of(ring, arcs) for ring in polygon]
            if len(outer) >= LEAST_RING:
                yield [outer, *(hole for hole in holes if len(hole) >= LEAST_RING)]

    @property
    def _arcs(self) -> Arcs:
        return self._content[1]


def _area(ring: Line) -> float:
    return float(Polygon(ring).area) if len(ring) >= LEAST_RING else 0.0


def arcs_in(polygons: Iterable[Rings]) -> set[int]:
    """Return the arcs that polygons are made of, whatever their direction."""
    return {a if a >= 0 else ~a for polygon in polygons for ring in polygon for a in ring}


def ring_of(indices: Sequence[int], arcs: Sequence[Line]) -> Line:
    """Arcs joined end to end, outer rings counter-clockwise.

    A complemented index means the arc backwards. The file winds outer rings clockwise.
    """
    lines = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
    return np.concatenate([lines[0], *(line[1:] for line in lines[1:])])[::-1]


def _repaired(polygon: Polygon) -> Any:
    """Make a polygon valid, at a tenth of the time that the usual way takes."""
    return shapely.make_valid(polygon, method="structure", keep_collapsed=False)


def geometry_key(geometry: dict[str, Any]) -> str:
    """Key of a TopoJSON geometry: its id, else its name."""
    return str(geometry.get("id") or geometry["properties"]["name"])


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
    distances = shapely.line_locate_point(line, shapely.points(arc))
    before, after = arc[distances < at - _WAY * by], arc[distances > at + _WAY * by]
    return np.concatenate([before, [ways[0], *round_it, ways[1]], after])
