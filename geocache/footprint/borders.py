"""Lines that countries and units share, and lines that agreements drew."""

from dataclasses import replace
from itertools import combinations
from typing import Any

from shapely.ops import linemerge, unary_union

from ..gazetteer.outlines import land_border, neighbours, shared_border
from ..model import FootprintKind, Place
from ..rings import figure_of
from .cues import meaning
from .expression import (
    Drawing,
    Expression,
    Shape,
    area_of,
    geometry_of,
    is_country,
    is_unit,
    no_source,
    undrawn,
)
from .parts import PART_SHARE, compass_part
from .planes import OUTLINE_GAP

_SOURCE = "Natural Earth, 1:10 million"


def shared(expression: Expression) -> Drawing | None:
    """Return the line that countries or units share, each with each."""
    known = _known(expression)
    if isinstance(known, list):
        return lambda: _between(expression, known, list(combinations(known, 2)))
    return known


def shared_with(expression: Expression) -> Drawing | None:
    """Return the line that the first of several shares with each of the others."""
    known = _known(expression)
    if isinstance(known, list):
        return lambda: _between(expression, known, [(known[0], other) for other in known[1:]])
    return known


def _known(expression: Expression) -> list[Place] | Drawing | None:
    """Places that can have a border; what to draw when they are not known, None when not meant."""
    if not all(anchor.is_known for anchor in expression.anchors):
        return no_source(FootprintKind.BORDER, expression)
    places = [expression.unit(n) for n in range(len(expression.anchors))]
    known = [place for place in places if place and _has_border(expression, place)]
    if len(known) < len(places) or len({place.id for place in known}) < len(known):
        return None
    return known


def shared_side(expression: Expression) -> Drawing | None:
    """Return the shared line, of which the first place's side is meant."""
    drawing = shared(expression)
    return drawing and (lambda: _on_side(drawing(), expression.anchors[0].place))


def side(expression: Expression) -> Drawing | None:
    """Return another expression's line, of which a place's side is meant."""
    place = expression.anchors[0].place
    if place is None:
        return no_source(FootprintKind.BORDER, expression)
    if not expression.gazetteer.has_area(place.id):
        return None
    return lambda: _on_side(expression.figure(1), place)


def _on_side(line: Shape, place: Place | None) -> Shape:
    if place is None or line.geometry is None:
        return line
    note = f"{line.note}; the side of {place.name} is meant"
    return Shape(line.kind, line.geometry, note, line.exact, line.uncertainty_km, line.name, place)


def inside(expression: Expression) -> Drawing | None:
    """Return the part of a border that a unit of a country lies on."""
    place = expression.unit(len(expression.anchors) - 1, expression.groups.get("unit", "").lower())
    if place is None or not is_unit(place) or not expression.gazetteer.has_area(place.id):
        return None
    of_all = replace(expression, anchors=expression.anchors[:-1])
    drawing = shared(of_all) if len(of_all.anchors) > 1 else single(of_all)
    return drawing and (lambda: _inside(expression, drawing(), place))


def _inside(expression: Expression, line: Shape, place: Place) -> Shape:
    area = expression.gazetteer.area(place.id)
    if line.geometry is None or area is None:
        return line
    part = figure_of(line.geometry).intersection(figure_of(area.geometry).buffer(OUTLINE_GAP))
    if part.is_empty:
        return undrawn(FootprintKind.BORDER, f"{line.name} is nowhere in {place.name}")()
    name = f"{line.name} in {place.name}"
    return replace(_border(part, f"{line.note}; in {place.name}", name, exact=False), side=place)


def single(expression: Expression) -> Drawing | None:
    """Return a country's border: with the neighbour that the text names near by, or all of it."""
    place = expression.anchors[0].place
    if place is None or not is_country(place):
        return None
    beside = neighbours(place.country_code)
    other = next((code for code in expression.near if code in beside), None)
    if not beside:
        return undrawn(FootprintKind.BORDER, f"the outline of {place.name} touches no other")
    if other is None and _said_side(expression):
        return lambda: _on_one_side(expression, place)
    return lambda: _single(expression, place, other)


def _said_side(expression: Expression) -> str:
    groups = expression.groups
    return (groups.get("side") or groups.get("inner") or "").lower()


def _on_one_side(expression: Expression, place: Place) -> Shape:
    """Return the land borders in the part of a country that lies in a direction."""
    area, side = area_of(place, expression.gazetteer), _said_side(expression)
    line: Any = land_border(place.country_code)
    if area:
        part = compass_part(area.geometry, meaning("compass", side))
        line = line.intersection(figure_of(part).buffer(OUTLINE_GAP))
    if area is None or line.is_empty:
        return undrawn(FootprintKind.BORDER, f"no source outlines {place.name} in the {side}")()
    note = (
        f"the land borders of {place.name} in its {side} {PART_SHARE:.0%} ({_SOURCE}); "
        "the text does not say with whom"
    )
    return _border(line, note, f"the {side} border of {place.name}", exact=False)


def _single(expression: Expression, place: Place, other: str | None) -> Shape:
    if other is None:
        line = land_border(place.country_code)
        note = f"all land borders of {place.name} ({_SOURCE}); the text does not say which"
        return _border(line, note, f"the borders of {place.name}", exact=False)
    line = shared_border(place.country_code, other)
    name = next((d.name for d in _countries(expression) if d.country_code == other), other)
    note = (
        f"the line that the outlines of {place.name} and {name} share ({_SOURCE}); "
        f"the text names {name} near by"
    )
    return _border(line, note, f"the border of {place.name} and {name}", exact=False)


def _countries(expression: Expression) -> list[Place]:
    return [place for place in expression.gazetteer.divisions() if is_country(place)]


def _has_border(expression: Expression, place: Place) -> bool:
    return is_country(place) or (is_unit(place) and expression.gazetteer.has_area(place.id))


def _between(
    expression: Expression, places: list[Place], pairs: list[tuple[Place, Place]]
) -> Shape:
    found = [_shared(expression, *pair) for pair in pairs]
    lines = [line for line in found if line is not None]
    names = [place.name for place in places]
    joined = f"{', '.join(names[:-1])} and {names[-1]}"
    if not lines:
        missing = [place.name for place in places if not expression.gazetteer.has_area(place.id)]
        reason = f"the outlines of {joined} do not touch"
        if missing:
            reason = f"no source outlines {' and '.join(missing)}"
        return undrawn(FootprintKind.BORDER, reason)()
    note = f"the line that the outlines of {joined} share ({_sources(expression, places)})"
    exact = all(is_country(place) for place in places)
    return _border(unary_union(lines), note, f"the border of {joined}", exact=exact)


def _sources(expression: Expression, places: list[Place]) -> str:
    """Where the outlines of places come from; of units, in the words of their areas."""
    if all(is_country(place) for place in places):  # whose areas take long to draw
        return _SOURCE
    areas = [(place.name, area_of(place, expression.gazetteer)) for place in places]
    notes = {name: area.note.removeprefix("outline by ") for name, area in areas if area}
    if len(set(notes.values())) == 1:
        return next(iter(notes.values()))
    return "; ".join(f"{name}: {note}" for name, note in notes.items())


def _shared(expression: Expression, first: Place, second: Place) -> Any:
    if is_country(first) and is_country(second):
        return shared_border(first.country_code, second.country_code)
    areas = [area_of(place, expression.gazetteer) for place in (first, second)]
    if None in areas:
        return None
    one, other = (figure_of(area.geometry) for area in areas if area)
    if one.covers(other) or other.covers(one):
        return None  # what is inside another, or drawn as the unit around it, has no such border
    line = one.boundary.intersection(other.buffer(OUTLINE_GAP))
    return None if line.length == 0 else line


def _border(line: Any, note: str, name: str, *, exact: bool) -> Shape:
    merged = linemerge(line) if line.geom_type == "MultiLineString" else line
    return Shape(FootprintKind.BORDER, geometry_of(merged), note, exact, name=name)


def agreed(expression: Expression) -> Drawing | None:
    """Return the line that an agreement drew in a place."""
    anchor, words = expression.anchors[0], expression.groups["agreed"]
    if anchor.place is None:
        return no_source(FootprintKind.BORDER, expression)
    for name in {anchor.words, anchor.place.name}:
        for match in expression.gazetteer.matches(f"{name} {words}"):
            if "line" in expression.gazetteer.shape(match.place.id):
                found = match.place
                return lambda: expression.shape_of_place(found)
    return None
