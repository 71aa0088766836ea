"""Stretches of borders: from the point nearest to one place to the point nearest to another."""

from dataclasses import replace
from typing import Any

from shapely.geometry import shape

from ..model import FootprintKind, Place
from . import borders
from .alignments import stretch
from .expression import Drawing, Expression, Shape, geometry_of, is_country, no_source

_STRAY = 0.9
"""Degrees that a place may lie beside the border that is cut at it, some 100 km."""


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
    names = " and ".join(end.name for end in ends)
    for part in getattr(figure, "geoms", [figure]):
        found = stretch(part, ends, _STRAY)
        if found is not None:
            note = f"{line.note}; between the points of it nearest to {names}"
            name = f"{line.name} between {names}"
            return replace(line, geometry=geometry_of(found), note=note, name=name)
    return replace(line, note=f"{line.note}; all of it, for {names} are on no one line of it")
