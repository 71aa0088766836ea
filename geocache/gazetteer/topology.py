"""Polygons of TopoJSON files, and the lines that neighbours share.

The files are read as they are (see ``data/basemap/README.md``). In TopoJSON two neighbours share
the very arc of their border, so a border needs no intersecting of polygons: it is the arcs that
both refer to.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon
from shapely.ops import linemerge, unary_union

from ..rings import polygon_of, polygonal
from .arcs import Arcs, Line, read_topology

Rings = tuple[tuple[int, ...], ...]
"""Arc indices of the outer ring and of the holes of a polygon."""
_LEAST_RING = 4
"""Positions of the smallest closed ring, a triangle."""


class Topology:
    """A TopoJSON file, opened lazily.

    Parameters
    ----------
    path
        The file.
    collection
        The object in it whose geometries are meant; those of countries carry ISO numeric ids.
    """

    def __init__(self, path: Path, collection: str = "countries") -> None:
        self._path = path
        self._collection = collection

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
        return found, document["arcs"]

    @property
    def _geometries(self) -> dict[str, tuple[Rings, ...]]:
        return self._content[0]

    def __iter__(self) -> Iterator[str]:
        """Ids, of countries ISO numeric codes as three digits; names of what has no id."""
        return iter(self._geometries)

    def polygon(self, key: str) -> MultiPolygon | None:
        """Valid polygon of a geometry in (lon, lat) degrees; None when there is none."""
        rings = self._geometries.get(key)
        if rings is None:
            return None
        whole = unary_union([polygon_of(polygon) for polygon in self._rings(rings, self._arcs)])
        return None if whole.is_empty else polygonal(whole)

    def has_polygon(self, key: str) -> bool:
        """Whether there is a polygon; quick to tell."""
        return any(True for _ in self._rings(self._geometries.get(key, ()), self._arcs))

    def outlines(self, tolerance: float, digits: int) -> Iterator[dict[str, Any]]:
        """Every country as a GeoJSON MultiPolygon for the screen.

        Parameters
        ----------
        tolerance
            Degrees that a point may lie off; neighbours keep sharing their line.
        digits
            Decimals of the positions.
        """
        arcs = [_simplified(arc, tolerance) for arc in self._arcs]
        for polygons_of_country in self._geometries.values():
            parts = [
                part
                for rings in self._rings(polygons_of_country, arcs)
                for part in _parts(polygon_of(rings))
            ]
            polygons = [
                [np.round(ring.coords, digits).tolist() for ring in (p.exterior, *p.interiors)]
                for p in parts
            ]
            yield {"type": "MultiPolygon", "coordinates": polygons}

    def shared_line(self, first: str, second: str) -> LineString | MultiLineString | None:
        """Return the border of two countries as one merged line; None when they do not touch."""
        return self._merged(self._arc_indices(first) & self._arc_indices(second))

    def land_border(self, key: str) -> LineString | MultiLineString | None:
        """All lines that a geometry shares with others, merged; None when there are none."""
        return self._merged(a for a in self._arc_indices(key) if len(self._owners[a]) > 1)

    def coast(self, key: str) -> LineString | MultiLineString | None:
        """All lines that a geometry shares with no other, merged; None when there are none."""
        return self._merged(a for a in self._arc_indices(key) if len(self._owners[a]) == 1)

    def neighbours(self, key: str) -> set[str]:
        """Keys of the geometries that share a line with one."""
        return {k for a in self._arc_indices(key) for k in self._owners[a]} - {key}

    def _merged(self, arcs: Iterable[int]) -> LineString | MultiLineString | None:
        lines = [LineString(self._arcs[index]) for index in sorted(arcs)]
        merged = linemerge(lines) if lines else None
        return merged if isinstance(merged, LineString | MultiLineString) else None

    @cached_property
    def _owners(self) -> dict[int, set[str]]:
        """Keys of the geometries that have each arc."""
        found: dict[int, set[str]] = defaultdict(set)
        for key in self._geometries:
            for arc in self._arc_indices(key):
                found[arc].add(key)
        return found

    def _arc_indices(self, key: str) -> set[int]:
        rings = self._geometries.get(key, ())
        return {a if a >= 0 else ~a for polygon in rings for ring in polygon for a in ring}

    @staticmethod
    def _rings(rings: Sequence[Rings], arcs: Sequence[Line]) -> Iterator[list[Line]]:
        """Outer ring and holes of each polygon; islets that quantising collapsed are left out."""
        for polygon in rings:
            outer, *holes = [_ring(ring, arcs) for ring in polygon]
            if len(outer) >= _LEAST_RING:
                yield [outer, *(hole for hole in holes if len(hole) >= _LEAST_RING)]

    @property
    def _arcs(self) -> Arcs:
        return self._content[1]


def _ring(indices: Sequence[int], arcs: Sequence[Line]) -> Line:
    """Arcs joined end to end, outer rings counter-clockwise.

    A complemented index means the arc backwards. The file winds outer rings clockwise.
    """
    lines = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
    return np.concatenate([lines[0], *(line[1:] for line in lines[1:])])[::-1]


def _simplified(arc: Line, tolerance: float) -> Line:
    return np.asarray(LineString(arc).simplify(tolerance).coords)


def geometry_key(geometry: dict[str, Any]) -> str:
    """Key of a TopoJSON geometry: its id, else its name."""
    return str(geometry.get("id") or geometry["properties"]["name"])


def _parts(whole: Polygon | MultiPolygon) -> list[Polygon]:
    return list(whole.geoms) if isinstance(whole, MultiPolygon) else [whole]
