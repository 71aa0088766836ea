"""Several units in one expression: "Idlib, Hama and Aleppo provinces"."""

from shapely.geometry import shape
from shapely.ops import unary_union

from ..antimeridian import polygonal
from ..gazetteer.names import join_names
from ..records import FootprintKind, Place
from .expression import Drawing, Expression, Shape, geometry_of, no_source
from .grammar.lexicon import cue
from .grammar.masking import REGION
from .grammar.pattern import Pattern

_ENDINGS = ("ies", "y"), ("s", "")
"""Of plural and singular."""


def units(expression: Expression) -> Drawing | None:
    """Return the areas of all units together, those without an outline left out and named."""
    noun = _singular(expression.groups["nouns"].lower())
    places = [expression.unit(n, noun) for n in range(len(expression.anchors))]
    known = [place for place in places if place]
    if not known:
        return no_source(FootprintKind.AREA, expression)
    outlined = [place for place in known if expression.gazetteer.has_area(place.id)]
    if not outlined:
        return None
    return lambda: _together(expression, outlined, known)


def _together(expression: Expression, outlined: list[Place], known: list[Place]) -> Shape:
    found = [expression.gazetteer.area(place.id) for place in outlined]
    areas = [area for area in found if area]
    whole = polygonal(unary_union([shape(area.geometry) for area in areas]))
    names = [place.name for place in outlined]
    missing = [place.name for place in known if place not in outlined]
    missing += [expression.unknown] if expression.unknown else []
    note = f"the areas of {join_names(names)}"
    note += f"; no source outlines {join_names(missing)}" if missing else ""
    exact = not missing and all(area.exact for area in areas)
    return Shape(FootprintKind.AREA, geometry_of(whole), note, exact, name=join_names(names))


def _singular(noun: str) -> str:
    for plural, singular in _ENDINGS:
        if noun.endswith(plural):
            return noun.removesuffix(plural) + singular
    return noun


# ---- regions


def _lists() -> tuple[Pattern, ...]:
    nouns = f"(?P<nouns>{cue('unit_nouns')})"
    return (
        Pattern(
            "several units",
            cue("unit_nouns"),
            rf"@(?:, (?:the )?@)*(?:,? and|,? or) (?:the )?@ {nouns}\b",
            units,
            ("Shelling hit Idlib, Hama and Aleppo provinces.",),
            REGION,
        ),
        Pattern(
            "units of several names",
            cue("unit_nouns"),
            rf"{nouns} of @(?:, @)*(?:,? and|,? or) @",
            units,
            ("Floods hit the states of Kansas and Oklahoma.",),
            REGION,
        ),
    )
