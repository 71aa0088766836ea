"""Where the borders of three places meet: "the tri-border area of Mali, Burkina Faso and Niger"."""

from itertools import combinations

from shapely.ops import nearest_points

from ..antimeridian import figure_of
from ..geodesy import circle, distance_km
from ..records import FootprintKind, Place, UndrawnReason
from .borders import bordering_places, shared_line, sources_of_outlines
from .expression import Draw, Expression, Shape, unknown_place
from .grammar.lexicon import cue
from .grammar.pattern import DASH, Pattern

_AROUND_KM = 100.0
"""How far around the point the area is drawn; texts set no limit."""
_APART_KM = 30.0
"""How far apart borders may pass each other that meet, in rough outlines."""


def meeting_point_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of areas around the point where three places meet."""
    area = rf"{cue('meeting_nouns')}(?: {cue('meeting_areas')})?"
    listed = r"(?:the )?@(?:(?:,| and|, and) (?:the )?@){2,}"
    return (
        Pattern(
            "where three borders meet",
            cue("meeting_nouns"),
            rf"{area} (?:of|between|shared by|where|linking|joining) {listed}(?: meet)?",
            around_meeting_point,
            ("attacks in the tri-border area of Mali, Burkina Faso and Niger",),
            key_within=16,
        ),
        Pattern(
            "meeting point called after the places",
            cue("meeting_nouns"),
            rf"@(?:(?:{DASH}|\s?/\s?)@){{2,}} {area}",
            around_meeting_point,
            ("patrols in the Mali–Burkina Faso–Niger tri-border region",),
        ),
        Pattern(
            "where the borders of three places meet",
            "meet|converge",
            rf"where (?:the borders of )?{listed} (?:meet|converge)",
            around_meeting_point,
            ("in the desert where Libya, Chad and Niger meet",),
            also=("where",),
        ),
    )


def around_meeting_point(expression: Expression) -> Draw | None:
    """Draw a circle around the point where the borders of three places or more meet."""
    if not expression.is_known:
        return unknown_place(FootprintKind.ZONE, expression)
    places = bordering_places(expression)
    if places is None:
        return None
    return lambda: _around(expression, places)


def _around(expression: Expression, places: list[Place]) -> Shape:
    names = [place.name for place in places]
    together = f"{', '.join(names[:-1])} and {names[-1]}"
    point = _meeting_point(expression, places)
    if point is None:
        detail = f"the outlines of {together} do not meet"
        return Shape.undrawn(FootprintKind.ZONE, UndrawnReason.NO_BORDER, detail)
    lon, lat = point
    return Shape.of(
        FootprintKind.ZONE,
        figure_of(circle(lon, lat, _AROUND_KM)),
        f"{_AROUND_KM:g} km around the point where the outlines of {together} meet "
        f"({sources_of_outlines(expression, places)}); the text sets no limit",
        uncertainty_km=_AROUND_KM,
        name=f"where {together} meet",
    )


def _meeting_point(expression: Expression, places: list[Place]) -> tuple[float, float] | None:
    """Middle of where two of the shared borders come nearest to each other, if that is near."""
    lines = [
        line
        for pair in combinations(places, 2)
        if (line := shared_line(expression, *pair)) is not None and not line.is_empty
    ]
    for first, second in combinations(lines, 2):
        one, other = nearest_points(first, second)
        if distance_km((one.x, one.y), (other.x, other.y)) <= _APART_KM:
            return (one.x + other.x) / 2, (one.y + other.y) / 2
    return None
