"""Stretches of borders: from the point nearest to one place to the point nearest to another."""

from dataclasses import replace
from typing import Any

from shapely.geometry import Point, shape
from shapely.ops import nearest_points, substring

from ..geodesy import sphere_km
from ..model import FootprintKind, Place
from . import borders
from .expression import Drawing, Expression, Shape, geometry_of, is_country, no_source

_FAR_KM = 100.0
"""A place so far from a border is not on it."""


def between(expression: Expression) -> Drawing | None:
    """Return the border of all but the last two anchors, between the places nearest to those.

    Those are no countries: in "the Balkan border between Serbia and Kosovo" their own is meant.
    """
    *_, first, last = expression.anchors
    ends = [anchor.place for anchor in (first, last)]
    if all(end is not None and is_country(end) for end in ends):
        return None
    of_all = replace(expression, anchors=expression.anchors[:-2])
    several = len(of_all.anchors) > 1
    drawing = borders.shared(of_all) if several else borders.single(of_all)
    if drawing is None:
        return None
    if None in ends:
        return no_source(FootprintKind.BORDER, expression)
    return lambda: _cut(drawing(), [end for end in ends if end])


def _cut(line: Shape, ends: list[Place]) -> Shape:
    """Part of a border between two places; all of it where they are not on one line of it."""
    if line.geometry is None:
        return line
    figure: Any = shape(line.geometry)
    points = [Point(end.lon, end.lat) for end in ends]
    names = " and ".join(end.name for end in ends)
    for part in getattr(figure, "geoms", [figure]):
        if all(_off_km(part, point) <= _FAR_KM for point in points):
            reached = [part.project(point) for point in points]
            stretch = substring(part, min(reached), max(reached))
            if stretch.geom_type == "LineString":
                note = f"{line.note}; between the points of it nearest to {names}"
                name = f"{line.name} between {names}"
                return replace(line, geometry=geometry_of(stretch), note=note, name=name)
    return replace(line, note=f"{line.note}; all of it, for {names} are on no one line of it")


def _off_km(line: Any, point: Point) -> float:
    on = nearest_points(line, point)[0]
    return sphere_km((on.x, on.y), (point.x, point.y))
