"""Several admin units in one expression: "Idlib, Hama and Aleppo provinces"."""

from shapely.ops import unary_union

from ..antimeridian import polygonal
from ..gazetteer.names import join_names
from ..records import FootprintKind, Place
from .expression import Draw, Expression, Shape, unknown_place
from .grammar.lexicon import REGION, cue
from .grammar.pattern import Pattern

_ENDINGS = ("ies", "y"), ("s", "")
"""Of plural and singular."""


def area_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of lists of admin units."""
    nouns = f"(?P<nouns>{cue('unit_nouns')})"
    return (
        Pattern(
            "several units",
            cue("unit_nouns"),
            rf"@(?:, (?:the )?@)*(?:,? and|,? or) (?:the )?@ {nouns}\b",
            admin_units,
            ("Shelling hit Idlib, Hama and Aleppo provinces.",),
            REGION,
        ),
        Pattern(
            "units of several names",
            cue("unit_nouns"),
            rf"{nouns} of @(?:, @)*(?:,? and|,? or) @",
            admin_units,
            ("Floods hit the states of Kansas and Oklahoma.",),
            REGION,
            key_within=0,
        ),
    )


def admin_units(expression: Expression) -> Draw | None:
    """Draw the areas of all units together, those without an outline left out and named."""
    noun = _singular(expression.groups["nouns"].lower())
    units = [expression.admin_unit(n, noun) for n in range(len(expression.anchors))]
    places = [unit for unit in units if unit]
    if not places:
        return unknown_place(FootprintKind.AREA, expression)
    outlined = [place for place in places if expression.gazetteer.has_area(place.id)]
    if not outlined:
        return None
    return lambda: _union(expression, outlined, places)


def _union(expression: Expression, outlined: list[Place], places: list[Place]) -> Shape:
    areas = [area for place in outlined if (area := expression.gazetteer.area(place.id))]
    whole = polygonal(unary_union([area.figure for area in areas]))
    names = [place.name for place in outlined]
    missing = [place.name for place in places if place not in outlined]
    missing += [expression.unknown_names] if expression.unknown_names else []
    note = f"the areas of {join_names(names)}"
    note += f"; no source outlines {join_names(missing)}" if missing else ""
    exact = not missing and all(area.exact for area in areas)
    return Shape.of(FootprintKind.AREA, whole, note, exact=exact, name=join_names(names))


def _singular(noun: str) -> str:
    for plural, singular in _ENDINGS:
        if noun.endswith(plural):
            return noun.removesuffix(plural) + singular
    return noun
