"""Zones that an agreement drew."""

from ..model import FootprintKind, Place
from .expression import Drawing, Expression, Shape, no_source
from .zones import circle_around


def zone(expression: Expression) -> Drawing | None:
    """Return the zone that an agreement drew, else the whole place it lies in."""
    place, words = expression.anchors[0].place, " ".join(expression.groups["agreed"].split())
    if place is None:
        return no_source(FootprintKind.AREA, expression)
    curated = _curated(expression, words)
    if curated:
        return lambda: _drawn(expression, curated)
    if not expression.gazetteer.has_area(place.id):
        return None
    return lambda: _whole(expression, place, words)


def _curated(expression: Expression, words: str) -> Place | None:
    for match in expression.gazetteer.matches(f"{expression.anchors[0].words} {words}"):
        if expression.gazetteer.has_area(match.place.id):
            return match.place
    return None


def _drawn(expression: Expression, place: Place) -> Shape:
    facts = expression.gazetteer.shape(place.id)
    if "circle_km" in facts.get("area", {}):
        return circle_around(place, float(facts["area"]["circle_km"]), place.note)
    area = expression.gazetteer.area(place.id)
    if area is None:
        return Shape(FootprintKind.AREA, None, f"not drawn: no source outlines {place.name}")
    stands_for = facts.get("stands_for", "")
    note = f"approximate: {stands_for or place.name}; {area.note}"
    return Shape.of_area(FootprintKind.AREA, area, note, name=place.name)


def _whole(expression: Expression, place: Place, words: str) -> Shape:
    note = f"approximate: no source outlines the {words}; the whole of {place.name} is drawn"
    area = expression.gazetteer.area(place.id)
    if area is None:
        return Shape(FootprintKind.AREA, None, note)
    return Shape.of_area(FootprintKind.AREA, area, note)
