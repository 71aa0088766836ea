"""Polygons of TopoJSON files, and the lines that neighbours share.

The files are read as they are (see ``data/basemap/README.md``). In TopoJSON two neighbours share
the very arc of their border, so a border needs no intersecting of polygons: it is the arcs that
both refer to.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon
from shapely.ops import linemerge, unary_union

from ..rings import polygon_of, polygonal
from .arcs import Arcs, Line, read_topology

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
