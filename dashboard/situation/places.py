"""Says which marks belong to a place or lie in an area."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Polygon, box

from geocache.records import FootprintKind

from ..workspace.codes import KIND_CODES
from ..workspace.geometries import decode
from ..workspace.text_index import folded
from .columns import Mask, Snapshot
from .filters import Box, Ring

_COUNTRY = "PCL"
_AREAS = {"ADM1": "admin1", "ADM2": "admin2"}
_MOST_ASKED = 500
"""Values that SQLite takes at once."""


def places_called(snapshot: Snapshot, wanted: str) -> list[int]:
    """Return ids of the places with this id or name, or that reports call so; empty of none.

    Case and diacritics don't count. Several places of one name are all meant.
    """
    rows = snapshot.workspace.rows("SELECT id FROM place WHERE key = ?", (wanted,))
    if rows:
        return [rows[0][0]]
    name = folded(wanted).strip()
    named = snapshot.workspace.rows("SELECT id, name FROM place")
    namesakes = [number for number, called in named if folded(called) == name]
    if namesakes:
        return namesakes
    words = snapshot.workspace.rows("SELECT id, text FROM wording")
    wordings = [number for number, text in words if folded(text) == name]
    if not wordings:
        return []
    query = (
        "SELECT DISTINCT m.place_id FROM footprint f JOIN mark m ON m.id = f.mark_id "
        "WHERE m.place_id IS NOT NULL AND f.wording_id IN "
        f"({', '.join('?' * len(wordings[:_MOST_ASKED]))})"
    )
    return [row[0] for row in snapshot.workspace.rows(query, wordings[:_MOST_ASKED])]


def marks_of(snapshot: Snapshot, places: Iterable[int]) -> Mask:
    """Return the marks of places, of what is made of them ("north of X") and of what lies there."""
    marks, made_of = snapshot["marks"], snapshot["mark_places"]
    belonging = np.zeros(snapshot.count("marks"), bool)
    for place in places:
        belonging |= marks["place"] == place
        belonging[made_of["mark"][made_of["place"] == place]] = True
        belonging |= _inside(snapshot, place)
    return belonging


def _inside(snapshot: Snapshot, place: int) -> Mask:
    """Return marks in a place: by codes in countries and subdivisions, by outline in others."""
    marks = snapshot["marks"]
    inside = np.zeros(snapshot.count("marks"), bool)
    rows = snapshot.workspace.rows(
        "SELECT feature_code, country, admin1, admin2 FROM place WHERE id = ?", (place,)
    )
    if not rows:
        return inside
    feature, country, admin1, admin2 = rows[0]
    if feature.startswith(_COUNTRY) and country:
        return np.asarray(marks["country"] == _code(snapshot, "countries", country))
    column = _AREAS.get(feature, "")
    if column:
        codes = [country, admin1, admin2][: 2 if column == "admin1" else 3]
        if not all(codes):
            return inside
        return np.asarray(marks[column] == _code(snapshot, column, ".".join(codes)))
    area = KIND_CODES[FootprintKind.AREA]
    outlines = np.flatnonzero((marks["place"] == place) & (marks["kind"] == area))
    for row in outlines.tolist():
        figure = geometry_of(snapshot, row)
        if figure:
            inside |= _within(marks, figure)
    return inside


def _code(snapshot: Snapshot, dictionary: str, value: str) -> int:
    values = snapshot.dictionaries[dictionary]
    return values.index(value) if value in values else -1


def geometry_of(snapshot: Snapshot, mark: int) -> Any:
    """Return the shapely geometry of a mark that keeps one.

    None of points, of outlines and of what is not drawn.

    Parameters
    ----------
    mark
        Its row.
    """
    rows = snapshot.workspace.rows(
        "SELECT content FROM mark_geometry WHERE mark_id = ?", (mark + 1,)
    )
    return decode(rows[0][0]) if rows else None


def marks_in_box(snapshot: Snapshot, wanted: Box) -> Mask:
    """Return marks that a box meets, but for shapes that are larger and hold it whole."""
    west, south, east, north = wanted
    if west > east:  # across the antimeridian
        return marks_in_box(snapshot, (west, south, 180.0, north)) | marks_in_box(
            snapshot, (-180.0, south, east, north)
        )
    marks = snapshot["marks"]
    inside = (
        (marks["west"] >= west)
        & (marks["east"] <= east)
        & (marks["south"] >= south)
        & (marks["north"] <= north)
    )
    return np.asarray(
        inside | marks_in_figure(snapshot, box(*wanted), _near(snapshot, wanted) & ~inside)
    )


def _near(snapshot: Snapshot, wanted: Box) -> Mask:
    """Return marks whose own box meets a box."""
    west, south, east, north = wanted
    marks = snapshot["marks"]
    return np.asarray(
        (marks["west"] <= east)
        & (marks["east"] >= west)
        & (marks["south"] <= north)
        & (marks["north"] >= south)
    )


def marks_in_ring(snapshot: Snapshot, ring: Ring) -> Mask:
    """Return marks that a drawn polygon meets, but for shapes that hold it whole."""
    figure = Polygon(ring)
    return marks_in_figure(snapshot, figure if figure.is_valid else shapely.make_valid(figure))


def marks_in_footprint(snapshot: Snapshot, mark_hash: str) -> Mask:
    """Return marks that the shape of a mark meets; none of no such mark, or of no shape of it."""
    rows = snapshot.workspace.rows(
        "SELECT m.id, m.west, m.south, m.east, m.north FROM mark m "
        "LEFT JOIN place p ON p.id = m.place_id WHERE m.hash = ? OR p.key = ?",
        (mark_hash, mark_hash),
    )
    meeting = np.zeros(snapshot.count("marks"), bool)
    for number, *sides in rows:
        figure = geometry_of(snapshot, number - 1)
        if figure is None and sides[0] is not None:
            figure = box(*sides)
        if figure is not None and number <= len(meeting):
            meeting |= marks_in_figure(snapshot, figure)
            meeting[number - 1] = True
    return meeting


def marks_in_figure(snapshot: Snapshot, figure: Any, near: Mask | None = None) -> Mask:
    """Return marks that a shapely geometry meets, but for shapes that hold it whole.

    ``near`` are those that are asked about; all whose own box meets that of the figure when None.
    """
    marks = snapshot["marks"]
    near = _near(snapshot, figure.bounds) if near is None else near
    points = (marks["west"] == marks["east"]) & (marks["south"] == marks["north"])
    meeting: Mask = near & points
    if figure.area:
        lon, lat = marks["lon"][meeting], marks["lat"][meeting]
        meeting[meeting] = shapely.contains_xy(figure, lon, lat)
    else:
        meeting[:] = False  # nothing is exactly on a line
    shapely.prepare(figure)
    for row in np.flatnonzero(near & ~points).tolist():
        shape = geometry_of(snapshot, row)
        if shape is None:
            meeting[row] = shapely.contains_xy(figure, marks["lon"][row], marks["lat"][row])
        else:
            meeting[row] = figure.intersects(shape) and not shape.contains(figure)
    return meeting


def _within(marks: Any, figure: Any) -> Mask:
    """Return marks whose point lies in a figure."""
    west, south, east, north = figure.bounds
    lon, lat = marks["lon"], marks["lat"]
    near = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    within = np.zeros(len(lon), bool)
    within[near] = shapely.contains_xy(figure, lon[near], lat[near])
    return within
