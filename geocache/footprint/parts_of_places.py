"""Parts of places: sides, middles, countrysides, outskirts."""

from collections.abc import Callable
from dataclasses import replace
from math import pi, sqrt
from typing import Any

from shapely.geometry import mapping
from shapely.ops import unary_union

from ..antimeridian import figure_of, polygonal
from ..geodesy import circle
from ..records import FootprintKind, Geometry, Place
from .expression import Drawing, Expression, Shape, geometry_of, no_source
from .geometry import FAR_SHARE, PART_SHARE, compass_part, middle_part
from .grammar.lexicon import cue, meaning
from .grammar.masking import REGION
from .grammar.pattern import Pattern

_PEOPLE_PER_KM2, _OF_PEOPLE, _DENSER = 4000.0, 200_000, 0.2
"""Of a town of so many people, roughly, the world over, and the power of its size by which larger
ones are denser: towns without an outline are drawn as circles by them."""
_LEAST_TOWN = 15_000
"""People of a town that has parts on a map."""
_TOWN_KM = (1.0, 25.0)
_OUTSKIRTS = 0.75, 1.5
"""Where the outskirts begin and end, in radii of the town."""
_COUNTRYSIDE_KM = 30.0
_MIDDLE, _UTMOST = "central", "most"
_LIMIT = "the text sets no limit"


def part(expression: Expression) -> Drawing | None:
    """Return the part of a place's area on one side of it, or on two."""
    keys = ("first", "side", "other")
    names = [expression.groups[key] for key in keys if key in expression.groups]
    known = _known_region(expression, names)
    if known:
        return lambda: _known(expression, known)
    is_far = "far" in expression.groups or names[0].lower().endswith(_UTMOST)
    share = FAR_SHARE if is_far else PART_SHARE
    if "share" in expression.groups and not is_far:
        share = meaning("shares", expression.groups["share"])
    return _cut(expression, lambda area: _sides(area, names, share), _said(names, share))


def middle(expression: Expression) -> Drawing | None:
    """Return what lies around the middle of a place's area."""
    known = _known_region(expression, [_MIDDLE])
    if known:
        return lambda: _known(expression, known)
    return _cut(expression, middle_part, f"the middle {PART_SHARE:.0%} of the area of")


def _known_region(expression: Expression, sides: list[str]) -> Place | None:
    """Region that is called so: Central Asia is not the middle of Asia."""
    place, words = expression.anchors[-1].place, expression.anchors[-1].words
    if place is None or place.feature_class != "L" or words != place.name:
        return None  # the northern Kurdish village is not in "Northern Kurdistan"
    for match in expression.gazetteer.matches(f"{sides[0]} {place.name}"):
        if match.place.feature_class == "L" and expression.gazetteer.has_area(match.place.id):
            return match.place
    return None


def _known(expression: Expression, place: Place) -> Shape:
    shape_of = expression.shape_of_place(place)
    return replace(shape_of, kind=FootprintKind.PART)


def _said(names: list[str], share: float) -> str:
    words = " and ".join(" ".join(name.lower().split()) for name in names)
    return f"the {words} {share:.0%} of the area of"


def _sides(area: Geometry, names: list[str], share: float) -> Geometry:
    found = [
        middle_part(area)
        if name.lower() == _MIDDLE
        else compass_part(area, meaning("compass", name), share)
        for name in names
    ]
    return found[0] if len(found) == 1 else _united(*found)


def _united(*areas: Geometry) -> Geometry:
    return geometry_of(polygonal(unary_union([figure_of(area) for area in areas])))


def _cut(expression: Expression, cut: Callable[[Geometry], Geometry], words: str) -> Drawing | None:
    last = len(expression.anchors) - 1
    if not expression.anchors[last].is_known:
        return no_source(FootprintKind.PART, expression)
    noun = expression.groups.get("unit", "").lower()
    place = expression.unit(last, noun) if noun or last else expression.anchors[last].place
    if place is None:
        return None
    if expression.gazetteer.has_area(place.id):
        return lambda: _part_of(expression, place, cut, words)
    if "to" in expression.groups or not _is_town(place):
        return None  # what is to the north of a town is outside it
    return lambda: _part_of_town(place, cut, words)


def _part_of(
    expression: Expression, place: Place, cut: Callable[[Geometry], Geometry], words: str
) -> Shape:
    area = expression.gazetteer.area(place.id)
    if area is None:
        return Shape(FootprintKind.PART, None, f"not drawn: no source outlines {place.name}")
    note = f"{words} {place.name}; {_LIMIT}"
    return Shape(FootprintKind.PART, cut(area.geometry), note, name=f"{words} {place.name}")


def _whole(expression: Expression, place: Place, words: str) -> Shape:
    area = expression.gazetteer.area(place.id)
    if area is None:
        return Shape(FootprintKind.PART, None, f"not drawn: no source outlines {place.name}")
    name = f"{words} {place.name}"
    return Shape.of_area(FootprintKind.PART, area, f"{name}; {_LIMIT}", name=name)


def _part_of_town(place: Place, cut: Callable[[Geometry], Geometry], words: str) -> Shape:
    radius = _town_km(place)
    note = (
        f"{words} a circle of {radius:.2g} km radius around {place.name}, which has no outline: "
        f"its {place.population:,} people would live in it; {_LIMIT}"
    )
    town = circle(place.lon, place.lat, radius)
    return Shape(FootprintKind.PART, cut(town), note, name=f"{words} {place.name}")


def _is_town(place: Place) -> bool:
    return place.feature_class == "P" and place.population >= _LEAST_TOWN


def _town_km(place: Place) -> float:
    least, most = _TOWN_KM
    people = max(1, place.population)
    density = _PEOPLE_PER_KM2 * (people / _OF_PEOPLE) ** _DENSER
    return min(most, max(least, sqrt(people / density / pi)))


def outskirts(expression: Expression) -> Drawing | None:
    """Return the ring around a town, or a side of it."""
    if not expression.anchors[0].is_known:
        return no_source(FootprintKind.PART, expression)
    place = expression.settlement(0)
    if place is None or place.feature_class != "P":
        return None
    begin, end = (part * _town_km(place) for part in _OUTSKIRTS)
    return lambda: _ring(expression, place, (begin, end), "outskirts")


def countryside(expression: Expression) -> Drawing | None:
    """Return the unit called after a town, or a side of it; else the land around the town."""
    if not expression.anchors[0].is_known:
        return no_source(FootprintKind.PART, expression)
    unit, town = expression.unit(0), expression.settlement(0)
    if unit is None or town is None:
        return None
    if unit.feature_class == "A" and expression.gazetteer.has_area(unit.id):
        names = _named_sides(expression)
        if names:
            words = _said(names, PART_SHARE)
            return lambda: _part_of(
                expression, unit, lambda area: _sides(area, names, PART_SHARE), words
            )
        return lambda: _whole(expression, unit, "the countryside of")
    if town.feature_class != "P":
        return None
    return lambda: _ring(expression, town, (_town_km(town), _COUNTRYSIDE_KM), "countryside")


def _named_sides(expression: Expression) -> list[str]:
    return [expression.groups[key] for key in ("side", "inner") if key in expression.groups]


def _ring(expression: Expression, place: Place, radii: tuple[float, float], what: str) -> Shape:
    hole, whole = (figure_of(circle(place.lon, place.lat, radius)) for radius in radii)
    found: Any = dict(mapping(whole.difference(hole)))
    names = _named_sides(expression)
    side = f"{' and '.join(name.lower() for name in names)} " if names else ""
    if names:
        sector = _sides(dict(mapping(whole)), names, PART_SHARE)
        found = geometry_of(polygonal(figure_of(found).intersection(figure_of(sector))))
    note = (
        f"the {side}{what} of {place.name}, {radii[0]:.2g} to {radii[1]:.2g} km from its middle "
        f"by how many live there; {_LIMIT}"
    )
    return Shape(FootprintKind.PART, found, note, name=f"the {side}{what} of {place.name}")


# ---- regions


def _parts() -> tuple[Pattern, ...]:
    side = f"(?P<side>{cue('compass')})"
    central = "central"
    two = rf"(?:{side}|(?P<first>{central})(?= and))(?: and (?P<other>{cue('compass')}|{central}))?"
    extent = rf"(?:(?P<far>{cue('far')})[\s-])?"
    unit = rf"(?: (?P<unit>{cue('unit_noun')})\b)?"
    of_unit = rf"(?:(?:@ )?{cue('unit_noun')} of (?:the )?)?"
    # The eastern province of Anhui is all of Anhui; so is the northern Nigerian state of Zamfara.
    whole = rf"(?! {cue('unit_noun')} of\b)"
    # "The eastern half of Mozambique's Niassa province" is half of the province.
    own = r"(?:@['’]s? )?"
    key = cue("compass")
    beside = "".join(
        rf"(?<!{word}\sto\s)(?<!{word}\s)"
        for word in ("km", "kms", "miles", "mile", "kilometres", "kilometers", "lies", "located")
    )
    return (
        Pattern(
            "compass part of a place",
            key,
            rf"{extent}{two}(?: (?:parts?|areas) of (?:the )?{of_unit}| (?:the )?)"
            rf"@{whole}{unit}",
            part,
            (
                "a difficult situation in southern Syria",
                "fighting in southern and eastern Ukraine",
                "strikes on northern and central Israel",
                "tents in northeastern Idlib province",
            ),
            REGION,
            can_be_named=True,
        ),
        Pattern(
            "side of a place",
            key,
            rf"{beside}(?:(?<=to\s)(?P<to>))?the (?:{extent}){side}"
            rf"(?: (?P<share>{cue('shares')})| and (?:the )?(?P<other>{cue('compass')}))? "
            rf"of (?:the )?{of_unit}{own}@(?!['’]s @){whole}{unit}",
            part,
            (
                "snow in the north of Syria",
                "cattle in the far north of Cameroon",
                "lights went out in the western half of Cuba",
            ),
            REGION,
            can_be_named=True,
        ),
        Pattern(
            "side of a place, of its own",
            key,
            rf"@['’]s? (?:{cue('part_adjectives')} )?{extent}(?P<side>{cue('compass')})(?<!ern)"
            rf"(?=\s?[^\w\s-]|\s(?:{cue('follow_a_noun')})\b|\s*\Z)",
            part,
            (
                "fog over Bangladesh's north-west, again",
                "attacks in Nigeria's restive north-east",
            ),
            REGION,
        ),
        Pattern(
            "share of a place, of its own",
            key,
            rf"@['’]s? (?:{cue('part_adjectives')} )?{extent}(?P<side>{cue('compass')}) "
            rf"(?P<share>{cue('shares')})\b",
            part,
            ("rain over Ghana's northern half",),
            REGION,
            can_be_named=True,
        ),
        Pattern(
            "middle of a place",
            cue("middle"),
            rf"(?P<middle>{cue('middle')}) (?:the )?@{whole}{unit}",
            middle,
            ("villages in central Ukraine",),
            REGION,
            can_be_named=True,
        ),
    )


def _fringes() -> tuple[Pattern, ...]:
    side = f"(?:(?P<side>{cue('compass')}) )?"
    inner = side.replace("side", "inner")
    found = []
    for noun, build, examples in (
        (
            cue("countryside"),
            countryside,
            ("the eastern countryside of Aleppo", "fighting in Aleppo's eastern countryside"),
        ),
        (
            cue("outskirts"),
            outskirts,
            ("flats in the suburbs of Khartoum", "shells on Kharkiv's eastern outskirts"),
        ),
    ):
        of = rf"{side}{noun} of (?:the )?(?:city of |town of )?@"
        own = rf"{side}@(?:['’]s?)? {inner}{noun}\b"
        found += [
            Pattern(f"{noun[3:].split('|')[0]} of a place", noun, of, build, examples[:1], REGION),
            Pattern(f"a place's {noun[3:].split('|')[0]}", noun, own, build, examples[1:], REGION),
        ]
    return tuple(found)
