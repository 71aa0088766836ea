"""Outlines with as much detail as a map shows: at its deepest zoom, points may lie a pixel off.

The arcs of a file are simplified, each once, so neighbours go on sharing their line.
"""

from collections.abc import Collection, Iterable, Sequence

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPolygon, Polygon

from .topojson import LEAST_RING, Line, Topology, ring_of

ZOOMS = (3, 5, 7, 9)
"""Deepest zoom of each class of detail; beyond the last one outlines are exact."""
TOWNS_FROM, BORDER_OFF = 5, 0.001
"""From this class on no land border of a country lies farther off, in degrees of longitude, than
this, some 100 m: towns lie close to borders, and each is to keep its country."""
_TILE, _TURN = 256, 360.0
"""Pixels of a tile of the web's maps, and degrees of the one that is the world."""
_ROUNDING = 1e-9
_NEAR_POLE = 89.99
"""Latitude: beyond it the projection runs off to infinity."""


def pixel(zoom: int) -> float:
    """Degrees of longitude in a pixel."""
    return _TURN / (_TILE << zoom)


def projected(positions: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Rows of (lon, lat) in the Mercator projection of the web's maps, in degrees of longitude."""
    lat = np.radians(np.clip(positions[:, 1], -_NEAR_POLE, _NEAR_POLE))
    return np.column_stack([positions[:, 0], np.degrees(np.arcsinh(np.tan(lat)))])


def unprojected(positions: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Rows of (lon, lat) of rows in the projection; the poles come back from its ends."""
    lat = np.degrees(np.arctan(np.sinh(np.radians(positions[:, 1]))))
    polar = np.abs(lat) > _NEAR_POLE - _ROUNDING
    return np.column_stack([positions[:, 0], np.where(polar, np.sign(lat) * 90, lat)])


Polygons = list[MultiPolygon | None]


def tolerances(arc_count: int, borders: Iterable[int], zoom: int) -> npt.NDArray[np.float64]:
    """Degrees that each arc may lie off in a class of detail; ``borders`` keep more of it."""
    degrees = np.full(arc_count, pixel(zoom))
    if zoom >= TOWNS_FROM:
        degrees[list(borders)] = BORDER_OFF
    return degrees


def classes_of(
    topology: Topology,
    exact: dict[str, MultiPolygon | None],
    borders: Collection[int] = (),
) -> list[Polygons]:
    """Outlines of a file in each class of detail, the coarsest first.

    Parameters
    ----------
    exact
        Every outline in all its detail by its key; None where there is none.
    borders
        Arcs on which it matters which side a town is on.

    Returns
    -------
    list
        A list for each of `ZOOMS`, in the order of the keys. Islands, holes and inlets that are
        smaller than a pixel are left out, but for the largest part of each outline: its arcs then
        stay as they are, and those of its neighbours with them.
    """
    arcs = topology.arcs()
    largest = [topology.largest_ring(key, arcs) for key in exact]
    numbers = [topology.arc_numbers(key) for key in exact]
    finer, polygons, classes = arcs, list(exact.values()), list[Polygons]()
    for zoom in reversed(ZOOMS):
        coarser = simplified(arcs, tolerances(len(arcs), borders, zoom))
        for ring in largest:
            _keep(ring, coarser, arcs)
        changed = {n for n, arc in enumerate(coarser) if len(arc) != len(finer[n])}
        polygons = [
            topology.simplified(key, coarser) if changed & of_key else polygon
            for key, of_key, polygon in zip(exact, numbers, polygons, strict=True)
        ]
        finer = coarser
        classes.append(polygons)
    return classes[::-1]


def _keep(ring: Sequence[int], simplified: list[Line], arcs: Sequence[Line]) -> None:
    """Put the arcs of a ring back when it is none any more."""
    if ring and not _is_ring(ring_of(ring, simplified)):
        for arc in ring:
            number = arc if arc >= 0 else ~arc
            simplified[number] = arcs[number]


def _is_ring(positions: Line) -> bool:
    return len(positions) >= LEAST_RING and Polygon(positions).area > 0


def simplified(arcs: Sequence[Line], tolerance: npt.NDArray[np.float64]) -> list[Line]:
    """Arcs between the same ends; no point of one lies farther off on the map than it may."""
    lengths = [len(arc) for arc in arcs]
    positions = np.concatenate(arcs)
    # The third coordinate of each point is its number: those that stay are told by it.
    numbered = np.column_stack([projected(positions), np.arange(len(positions))])
    lines = shapely.linestrings(numbered, indices=np.repeat(np.arange(len(arcs)), lengths))
    kept = shapely.simplify(lines, tolerance, preserve_topology=False)
    rows, owner = shapely.get_coordinates(kept, include_z=True, return_index=True)
    starts = np.searchsorted(owner, np.arange(1, len(arcs)))
    return np.split(positions[rows[:, 2].astype(np.int64)], starts)
