"""Parts of places: sides, middles, countrysides, outskirts."""

from collections.abc import Callable
from dataclasses import replace
from math import pi, sqrt

from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from ..antimeridian import polygonal, without_collection
from ..records import FootprintKind, Place
from .expression import Draw, Expression, Shape, no_outline, unknown_place
from .geometry import (
    FAR_SHARE,
    PART_SHARE,
    compass_part,
    disc,
    middle_part,
)
from .grammar.lexicon import REGION, cue, meaning
from .grammar.pattern import Pattern

_HALF, _WITHOUT_A_SIDE, _BETWEEN_SIDES = 0.5, 0.7, 4 / 7
"""Shares of an area, and of the rest: what is between both sides is four tenths of it."""
_PEOPLE_PER_KM2, _OF_PEOPLE, _DENSER = 4000.0, 200_000, 0.2
"""Of a town of so many people, roughly, the world over, and the power of its size by which larger
ones are denser: towns without an outline are drawn as circles by them."""
_LEAST_TOWN = 15_000
"""People of a town that has parts on a map."""
_TOWN_KM = (1.0, 25.0)
"""Least and largest radius of a town."""
_OUTSKIRTS = 0.75, 1.5
"""Where the outskirts begin and end, in radii of the town."""
_COUNTRYSIDE_KM = 30.0
_MIDDLE, _UTMOST = "central", "most"
_NO_LIMIT = "the text sets no limit"

Cut = Callable[[BaseGeometry], BaseGeometry]
"""Cuts a part off an area."""


def part_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of sides, shares and middles of places."""
    winds, central = cue("compass_words"), "central"
    side = f"(?P<side>{winds})"
    two = rf"(?:{side}|(?P<first>{central})(?= and))(?: and (?P<other>{winds}|{central}))?"
    extent = rf"(?:(?P<far>{cue('far')})[\s-])?"
    unit = rf"(?: (?P<unit>{cue('unit_noun')})\b)?"
    of_unit = rf"(?:(?:@ )?{cue('unit_noun')} of (?:the )?)?"
    # The eastern province of Anhui is all of Anhui; so is the northern Nigerian state of Zamfara.
    whole = rf"(?! {cue('unit_noun')} of\b)"
    town = rf"(?!(?: [a-z-]+){{0,2}} {cue('town_nouns')}\b)"
    # "The eastern half of Mozambique's Niassa province" is half of the province.
    owner = r"(?:@'s? )?"
    key = cue("compass")
    # Asked behind one look ahead, which tells at nearly every word that it is none of these.
    beside = "(?=the )" + "".join(
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
            key_within=28,
        ),
        Pattern(
            "side of a place",
            key,
            rf"{beside}(?:(?<=to\s)(?P<to>))?the (?:{extent}){side}"
            rf"(?: (?P<share>{cue('shares')})| and (?:the )?(?P<other>{cue('compass_words')}))? "
            rf"of (?:the )?{of_unit}{owner}@(?!'s @){town}{whole}{unit}",
            part,
            (
                "snow in the north of Syria",
                "cattle in the far north of Cameroon",
                "lights went out in the western half of Cuba",
            ),
            REGION,
            can_be_named=True,
            key_within=20,
        ),
        Pattern(
            "side of an area, without an article",
            key,
            rf"(?<=\bin\s){extent}{side} of (?:the )?@(?!'s @){whole}{unit}",
            part_of_area,
            ("clashes in north of Syria",),
            REGION,
            key_within=20,
        ),
        Pattern(
            "side of a place, of its own",
            key,
            rf"@'s? (?:{cue('part_adjectives')} )?{extent}(?P<side>{cue('compass_words')})(?<!ern)"
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
            rf"@'s? (?:{cue('part_adjectives')} )?{extent}(?P<side>{cue('compass_words')}) "
            rf"(?P<share>{cue('shares')})\b",
            part,
            ("rain over Ghana's northern half",),
            REGION,
            can_be_named=True,
        ),
        Pattern(
            "middle of a side of a place",
            key,
            rf"(?P<side>(?:north|south|east|west)(?:ern)?)[\s-]*central "
            rf"(?:(?:parts?|areas) of (?:the )?|the )?@{whole}{unit}",
            central_side,
            ("a quake in west-central Iran", "a depression over eastcentral Chad"),
            REGION,
            can_be_named=True,
            key_within=4,
        ),
        Pattern(
            "middle of a place",
            cue("middle"),
            rf"(?P<middle>{cue('middle')}) (?:the )?@{whole}{unit}",
            middle,
            ("villages in central Ukraine",),
            REGION,
            can_be_named=True,
            key_within=8,
        ),
    )


def fringe_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of countrysides and outskirts."""
    side = f"(?:(?P<side>{cue('compass_words')}) )?"
    inner = side.replace("side", "inner")
    patterns = []
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
        name = noun.removeprefix("(?:").split("|")[0]
        of = rf"{side}{noun} of (?:the )?(?:city of |town of )?@"
        owned = rf"{side}@(?:'s?)? {inner}{noun}\b"
        patterns += [
            Pattern(f"{name} of a place", noun, of, build, examples[:1], REGION),
            Pattern(f"a place's {name}", noun, owned, build, examples[1:], REGION),
        ]
    return tuple(patterns)


# Sides and middles


def part(expression: Expression) -> Draw | None:
    """Draw the part of a place's area on one side of it, or on two."""
    keys = ("first", "side", "other")
    sides = [expression.groups[key] for key in keys if key in expression.groups]
    region = _region_called(expression, sides[0])
    if region:
        return lambda: _whole_region(expression, region)
    is_far = "far" in expression.groups or sides[0].lower().endswith(_UTMOST)
    share = FAR_SHARE if is_far else PART_SHARE
    if "share" in expression.groups and not is_far:
        share = meaning("shares", expression.groups["share"])
    return _part(expression, lambda area: _sides(area, sides, share), _share_words(sides, share))


def part_of_area(expression: Expression) -> Draw | None:
    """Draw the part of an area on one side of it; towns have none without an article."""
    return part(expression) if expression.has_extent(0) else None


def middle(expression: Expression) -> Draw | None:
    """Draw what lies around the middle of a place's area."""
    region = _region_called(expression, _MIDDLE)
    if region:
        return lambda: _whole_region(expression, region)
    return _part(expression, middle_part, f"the middle {PART_SHARE:.0%} of the area of")


def central_side(expression: Expression) -> Draw | None:
    """Draw the middle of a side: "west-central Iran" has no corners of the country."""
    side = expression.groups["side"]
    words = f"the {side.lower()}-central part of the area of"
    return _part(expression, lambda area: _middle_of_side(area, meaning("compass", side)), words)


def _middle_of_side(area: BaseGeometry, bearing: float) -> BaseGeometry:
    """Cut out the half of an area in a direction, without the corners at either end of it."""
    half = compass_part(area, bearing, _HALF)
    band = compass_part(area, bearing + 90, _WITHOUT_A_SIDE)
    band = compass_part(band, bearing - 90, _BETWEEN_SIDES)
    middle = polygonal(half.intersection(band))
    return half if middle.is_empty else middle


def _region_called(expression: Expression, side: str) -> Place | None:
    """Return the region that is called so: Central Asia is not the middle of Asia."""
    place, words = expression.anchors[-1].place, expression.anchors[-1].words
    if place is None or place.feature_class != "L" or words != place.name:
        return None  # the northern Kurdish village is not in "Northern Kurdistan"
    for match in expression.gazetteer.matches(f"{side} {place.name}"):
        if match.place.feature_class == "L" and expression.gazetteer.has_area(match.place.id):
            return match.place
    return None


def _whole_region(expression: Expression, region: Place) -> Shape:
    return replace(expression.shape_of_place(region), kind=FootprintKind.PART)


def _share_words(sides: list[str], share: float) -> str:
    words = " and ".join(" ".join(side.lower().split()) for side in sides)
    return f"the {words} {share:.0%} of the area of"


def _sides(area: BaseGeometry, sides: list[str], share: float) -> BaseGeometry:
    """Cut off the parts of an area on the named sides."""
    parts = [
        middle_part(area)
        if side.lower() == _MIDDLE
        else compass_part(area, meaning("compass", side), share)
        for side in sides
    ]
    return parts[0] if len(parts) == 1 else without_collection(polygonal(unary_union(parts)))


def _part(expression: Expression, cut: Cut, words: str) -> Draw | None:
    """Draw the part of the last anchor's area, or of a circle for a town, that ``cut`` cuts off."""
    last = len(expression.anchors) - 1
    if not expression.anchors[last].is_known:
        return unknown_place(FootprintKind.PART, expression)
    noun = expression.groups.get("unit", "").lower()
    place = expression.admin_unit(last, noun) if noun or last else expression.anchors[last].place
    if place is None:
        return None
    if expression.gazetteer.has_area(place.id):
        return lambda: _part_of_area(expression, place, cut, words)
    if "to" in expression.groups or not _has_parts(place):
        return None  # what is to the north of a town is outside it
    return lambda: _part_of_town(place, cut, words)


def _part_of_area(expression: Expression, place: Place, cut: Cut, words: str) -> Shape:
    area = expression.gazetteer.area(place.id)
    if area is None:
        return no_outline(FootprintKind.PART, place)
    name = f"{words} {place.name}"
    return Shape.of(FootprintKind.PART, cut(area.figure), f"{name}; {_NO_LIMIT}", name=name)


def _part_of_town(town: Place, cut: Cut, words: str) -> Shape:
    radius_km = _radius_km(town)
    note = (
        f"{words} a circle of {radius_km:.2g} km radius around {town.name}, which has no outline: "
        f"its {town.population:,} people would live in it; {_NO_LIMIT}"
    )
    figure = cut(disc(town, radius_km))
    return Shape.of(FootprintKind.PART, figure, note, name=f"{words} {town.name}")


def _has_parts(town: Place) -> bool:
    return town.is_settlement and town.population >= _LEAST_TOWN


def _radius_km(town: Place) -> float:
    """Return the radius of a circle in which a town's people would live."""
    least, most = _TOWN_KM
    people = max(1, town.population)
    density = _PEOPLE_PER_KM2 * (people / _OF_PEOPLE) ** _DENSER
    return min(most, max(least, sqrt(people / density / pi)))


# Countrysides and outskirts


def outskirts(expression: Expression) -> Draw | None:
    """Draw the ring around a town, or a side of it."""
    if not expression.anchors[0].is_known:
        return unknown_place(FootprintKind.PART, expression)
    town = expression.town(0)
    if town is None or not town.is_settlement:
        return None
    begin, end = (share * _radius_km(town) for share in _OUTSKIRTS)
    return lambda: _ring(expression, town, (begin, end), "outskirts")


def countryside(expression: Expression) -> Draw | None:
    """Draw the admin unit called after a town, or a side of it; else the land around the town."""
    if not expression.anchors[0].is_known:
        return unknown_place(FootprintKind.PART, expression)
    unit, town = expression.admin_unit(0), expression.town(0)
    if unit is None or town is None:
        return None
    if unit.feature_class == "A" and expression.gazetteer.has_area(unit.id):
        return lambda: _countryside_of(expression, unit)
    if not town.is_settlement:
        return None
    return lambda: _ring(expression, town, (_radius_km(town), _COUNTRYSIDE_KM), "countryside")


def _countryside_of(expression: Expression, unit: Place) -> Shape:
    sides = _named_sides(expression)
    if sides:
        words = _share_words(sides, PART_SHARE)
        return _part_of_area(expression, unit, lambda area: _sides(area, sides, PART_SHARE), words)
    area = expression.gazetteer.area(unit.id)
    if area is None:
        return no_outline(FootprintKind.PART, unit)
    name = f"the countryside of {unit.name}"
    return Shape.of_area(FootprintKind.PART, area, f"{name}; {_NO_LIMIT}", name=name)


def _named_sides(expression: Expression) -> list[str]:
    return [expression.groups[key] for key in ("side", "inner") if key in expression.groups]


def _ring(expression: Expression, town: Place, radii_km: tuple[float, float], noun: str) -> Shape:
    """Draw what lies between two distances from a town, or a side of it."""
    hole, whole = (disc(town, radius_km) for radius_km in radii_km)
    figure, sides = whole.difference(hole), _named_sides(expression)
    if sides:
        figure = polygonal(figure.intersection(_sides(whole, sides, PART_SHARE)))
    side = f"{' and '.join(name.lower() for name in sides)} " if sides else ""
    name = f"the {side}{noun} of {town.name}"
    note = (
        f"{name}, {radii_km[0]:.2g} to {radii_km[1]:.2g} km from its middle "
        f"by how many live there; {_NO_LIMIT}"
    )
    return Shape.of(FootprintKind.PART, figure, note, name=name)
