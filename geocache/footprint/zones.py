"""Circles around points, strips along lines and around areas, and zones of ceasefires."""

import re
from dataclasses import replace
from functools import cache

from ..antimeridian import polygonal
from ..records import FootprintKind, Place, UndrawnReason
from .expression import (
    Draw,
    Expression,
    Shape,
    is_explicit_point,
    is_island,
    no_outline,
    unknown_place,
)
from .geometry import disc, is_polygonal, within
from .grammar.lexicon import REGION, compiled, cue
from .grammar.pattern import Pattern, anchor
from .grammar.quantities import Quantity, is_at_sea, size_pattern, sized, written

_LARGEST_KM = 5000.0
"""Beyond it the words mean something else than a zone."""
_LARGEST_BUFFER_KM = 1000.0

# Patterns


def _limit(name: str) -> str:
    """Return a pattern of what an expression lies in, with its noun as ``unit_{name}``."""
    return rf"(?:the )?#(?: (?P<unit_{name}>{cue('unit_noun')})\b)?"


def _zone_noun() -> str:
    """Return a pattern of what a zone is called, behind a size: "permanent danger zone"."""
    word = rf"(?!(?:{cue('no_adjectives')})\b)[\w'-]+"
    plain = rf"(?:{word} ){{0,3}}?{cue('plain_zone_nouns')}"
    return rf"(?:(?:{cue('zone_adjectives')} )*{cue('zone_nouns')}|{plain})\b"


def zone_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of what is around a point, a line or an area."""
    size, centre, units = size_pattern(), anchor(), cue("unit_stems")
    noun = f"(?:{cue('zone_adjectives')} )*{cue('zone_nouns')}"
    nouns = f"{cue('zone_nouns')}|{cue('plain_zone_nouns')}"
    away = r"(?:an? )?"
    return (
        Pattern(
            "zone of a size around a place",
            units,
            rf"{size}'?(?:[\s-]+(?:radius|wide|deep))?[\s-]+{_zone_noun()} "
            rf"{cue('around')} {centre}",
            around,
            (
                "in the 55-km area around the Al Tanf area",
                "a 3-kilometre-radius zone around Jammu in India",
                "the six-kilometre permanent danger zone around Taal in Batangas",
            ),
            also=(nouns,),
        ),
        Pattern(
            "zone of a place's own",
            units,
            rf"@(?: {cue('point_ends')})?'s? {size}"
            rf"(?:[\s-]+(?:radius|wide|deep))?[\s-]+{_zone_noun()}"
            rf"(?! {cue('around')}\b)",
            around,
            ("flew into Queenstown Airport's four-kilometre no-drone zone",),
            also=(nouns,),
        ),
        Pattern(
            "zone called after a place",
            units,
            rf"{size}[\s-]+@ {cue('zone_adjectives')} {cue('plain_zone_nouns')}\b",
            around,
            ("patrols in the 55-km Al Tanf deconfliction zone",),
            also=(cue("plain_zone_nouns"),),
        ),
        Pattern(
            "radius of a size around a place",
            units,
            rf"(?:{noun} (?:of|{cue('zone_reaches')})(?: (?:for|to|out|up to|out to))?"
            rf"|(?:circle,? )?(?:(?:of|with) )?(?:an? )?radius ?:?) {size},?"
            rf"(?: (?:wide|deep|across|in radius))? {cue('around')} {centre}",
            around,
            (
                "sirens in a radius of 20 miles from Horlivka",
                "a cordon of eight kilometres around Popayán",
                "a closed zone extending 12 km around Jenin",
            ),
            also=(cue("zone_nouns"),),
        ),
        Pattern(
            "circle by its centre and its radius",
            units,
            rf"circle,? (?:with )?(?:its |the |an? )?cent(?:re|er)(?:e?d)?:? (?:(?:on|at|in|is) )?"
            rf"{centre}[,;]? (?:(?:and|with) )?(?:its |the |an? )?radius:? (?:(?:of|is) )?{size}",
            around,
            ("a circle centred on Raqqa with a radius of 5 km",),
            also=("circle",),
        ),
        Pattern(
            "nearer than a distance from a place",
            units,
            rf"(?:(?P<bound>{cue('bounds')}) )?{size} (?:away )?(?:from|of) {centre}",
            nearer,
            ("all strikes hit targets no more than 60 km from Damascus",),
            also=(cue("bounds"),),
        ),
        Pattern(
            "within a distance of a place",
            units,
            rf"(?:area )?(?:within|wi) {away}(?:(?:distance|radius|range) of )?{size}"
            rf"(?:[\s-]+(?:radius|distance|range|reach))? {cue('around')} {centre}",
            around,
            (
                "Everybody within 30 km of Damascus was warned.",
                "within 12 nautical miles of the Syrian coast",
                "schools within a distance of 80 kilometres from Damascus",
            ),
            also=("within|wi$",),
        ),
        Pattern(
            "so far around a place",
            units,
            rf"(?:for|in the|the) {size} (?:around|surrounding) {centre}",
            around,
            ("windows broke for 15 miles around Beirut",),
            also=("around|surrounding",),
        ),
        Pattern(
            "within a distance of a line in a place",
            units,
            rf"(?:area )?within {away}{size} of (?:the )?~ (?:in|inside) {_limit('at')}",
            around,
            ("stops within 60 miles of the Mexican border in Arizona",),
            also=("within",),
        ),
        Pattern(
            "distance on either side of a line",
            units,
            rf"{size} (?:wide )?(?:on )?(?:either|each|both) sides? of (?:the )?#",
            either_side,
            ("mines 6 km either side of the M4 in Syria",),
            also=("side",),
        ),
    )


def strip_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of strips along a line or inside an area."""
    size, units = size_pattern(), cue("unit_stems")
    noun = rf"(?:{cue('strip_adjectives')} )*{cue('strip_nouns')}"
    deep = r"(?: (?:deep|wide|broad))?"
    noun += r"(?: of (?:(?:@ )?(?:land|territory|soil|ground|terrain)))?"
    words = rf"(?:{size}(?:[\s-]+{cue('strip_adjectives')})?[\s-]+{noun}"
    words += rf"|{noun} (?:of )?{size_pattern('_2')}{deep})"
    return (
        Pattern(
            "strip along a line",
            units,
            rf"{words}(?: (?:inside|within|in|of) {_limit('in')})? "
            rf"(?:along|alongside|beside|next to|on|(?P<astride>{cue('astride')})) (?:the |its )?#"
            rf"(?: (?:in|inside) {_limit('at')})?",
            strip,
            (
                "a 30-km deep strip inside Syria along the Turkish border",
                "a strip ten kilometres deep on the Lebanese side of the border with Israel",
                "the 30-km strip along the Turkish border in northern Aleppo Governorate",
            ),
            also=(cue("strip_nouns"),),
        ),
        Pattern(
            "strip in a place",
            units,
            rf"{words} (?:in|inside) {_limit('in')}(?! along)",
            strip_inside,
            ("a 15–20 km demilitarised zone in Idlib",),
            also=(cue("strip_nouns"),),
        ),
    )


def ceasefire_zone_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of ceasefire zones, for when no size was given."""
    words = f"(?P<ceasefire>{cue('ceasefire_zones')} {cue('ceasefire_zone_nouns')})"
    return (
        Pattern(
            "ceasefire zone in a place",
            cue("ceasefire_zones"),
            rf"{words} (?:in|of|around) (?:the )?@",
            ceasefire_zone,
            ("the crisis in the de-escalation zone in Idlib",),
            REGION,
            also=(cue("ceasefire_zone_nouns"),),
        ),
        Pattern(
            "ceasefire zone named after a place",
            cue("ceasefire_zones"),
            rf"@ {words}",
            ceasefire_zone,
            ("shelling of the Idlib de-escalation zone", "the Al Tanf deconfliction zone"),
            REGION,
            also=(cue("ceasefire_zone_nouns"),),
        ),
    )


# Circles


def nearer(expression: Expression) -> Draw | None:
    """Draw what is nearer than a size, where the words say that it is no farther."""
    groups = dict(expression.groups)
    if not groups.get("bound"):
        # "Less than" hedges sizes too, and is read with them.
        hedge = groups.pop("hedge", None)
        if hedge is None or not _bound().fullmatch(hedge):
            return None
    return around(replace(expression, groups=groups))


@cache
def _bound() -> re.Pattern[str]:
    return compiled(cue("bounds"))


@sized(FootprintKind.ZONE, _LARGEST_KM)
def around(expression: Expression, size: Quantity) -> Draw | None:
    """Draw a geodesic circle of the stated size; around lines and areas all that is so near."""
    if expression.names_no_place(0):
        return None
    place = expression.town(0)
    if expression.has_extent(0) and (size.high_km <= _LARGEST_BUFFER_KM or place is None):
        if size.high_km > _LARGEST_BUFFER_KM:
            return None
        at_sea = is_at_sea(expression.groups)
        limits = list(range(1, len(expression.anchors)))
        kind = FootprintKind.ZONE if place and is_island(place) else FootprintKind.BUFFER
        return lambda: replace(_buffer(expression, 0, size, limits, at_sea=at_sea), kind=kind)
    return lambda: _circle(expression, size)


def _circle(expression: Expression, size: Quantity) -> Shape:
    place = expression.town(0)
    if place is None:
        raise ValueError("a zone without a place")
    is_explicit = is_explicit_point(place)
    centre = f"the centre is {place.note}" if is_explicit else "the text gives no exact centre"
    return _circle_around(place, size.high_km, centre, size)


def _circle_around(
    place: Place, radius_km: float, note: str, size: Quantity | None = None
) -> Shape:
    """Draw everything within a distance of a place's point; ``size`` as the text states it."""
    whole_note = f"circle of {written(radius_km)} km radius around {place.name}; {note}"
    if size and not size.is_stated:
        whole_note += f"; the text says {size.words}"
    exact, name = size is None or size.is_stated, f"the zone around {place.name}"
    return Shape.of(FootprintKind.ZONE, disc(place, radius_km), whole_note, exact=exact, name=name)


# Buffers: strips along lines and around areas


@sized(FootprintKind.BUFFER, _LARGEST_BUFFER_KM)
def either_side(expression: Expression, size: Quantity) -> Draw | None:
    """Draw the strip on both sides of a line."""
    if not expression.has_extent(0):
        return None
    return lambda: _buffer(expression, 0, size)


@sized(FootprintKind.BUFFER, _LARGEST_BUFFER_KM)
def strip(expression: Expression, size: Quantity) -> Draw | None:
    """Draw the strip along a line, on the side of the place that the words put it in."""
    if not expression.is_known:
        return unknown_place(FootprintKind.BUFFER, expression)
    numbers = range(len(expression.anchors))
    line = next((number for number in numbers if expression.has_line(number)), None)
    if line is None:
        return None
    limits = [number for number in numbers if number != line]
    if "astride" in expression.groups:
        size = replace(size, low_km=size.low_km / 2, high_km=size.high_km / 2)
    return lambda: _buffer(expression, line, size, limits)


def _buffer(
    expression: Expression,
    number: int,
    size: Quantity,
    limit_numbers: list[int] | None = None,
    *,
    at_sea: bool = False,
) -> Shape:
    """Draw all that is near an anchor, as far as it lies in other anchors."""
    line = expression.anchor_shape(number)
    baseline = line.baseline
    if baseline is None:
        return replace(line, kind=FootprintKind.BUFFER)
    figure = within(baseline, size.high_km)
    note = f"everything within {size.words} of {line.name}"
    limits = [expression.limiting_area(limit) for limit in limit_numbers or []]
    if line.side:
        limits.append(expression.shape_of_place(line.side))
    for limit in limits:
        area = limit.figure
        if area is not None and is_polygonal(area):
            figure = polygonal(figure.intersection(area))
            note += f", in {limit.name}"
    land = line.land or (None if line.is_line else baseline)
    if at_sea and land:
        figure = polygonal(figure.difference(land))
        note += ", at sea"
    elif line.is_line and not limits:
        note += ", on both sides"
    if figure.is_empty:
        detail = f"{note}: nothing lies there"
        return Shape.undrawn(FootprintKind.BUFFER, UndrawnReason.NOT_INSIDE, detail)
    exact = size.is_stated and line.exact
    return Shape.of(FootprintKind.BUFFER, figure, f"{note}; {line.note}", exact=exact)


def inland_strip(expression: Expression, size: Quantity) -> Shape:
    """Draw all that is so near to a coast, on land."""
    coast = expression.anchor_shape(0)
    if coast.baseline is None:
        return replace(coast, kind=FootprintKind.BUFFER)
    if coast.land is None:
        detail = f"{coast.name} has no land behind it"
        return Shape.undrawn(FootprintKind.BUFFER, UndrawnReason.NO_SEA, detail)
    strip_on_land = polygonal(within(coast.baseline, size.high_km).intersection(coast.land))
    note = f"everything within {size.words} of {coast.name}, on land; {coast.note}"
    return Shape.of(FootprintKind.BUFFER, strip_on_land, note)


@sized(FootprintKind.BUFFER, _LARGEST_BUFFER_KM)
def strip_inside(expression: Expression, size: Quantity) -> Draw | None:
    """Draw the strip along the inside of an area's outline: the words do not say where."""
    place = expression.admin_unit(0, expression.groups.get("unit_in", "").lower())
    if place is None or not expression.gazetteer.has_area(place.id):
        return None
    return lambda: _strip_inside(expression, place, size)


def _strip_inside(expression: Expression, place: Place, size: Quantity) -> Shape:
    area = expression.gazetteer.area(place.id)
    if area is None:
        return no_outline(FootprintKind.BUFFER, place)
    whole = area.figure
    along_outline = polygonal(within(whole.boundary, size.high_km).intersection(whole))
    note = (
        f"approximate: {size.words} along the inside of the outline of {place.name}; "
        "the text does not say where in it"
    )
    return Shape.of(FootprintKind.BUFFER, along_outline, note)


# Zones of ceasefires


def ceasefire_zone(expression: Expression) -> Draw | None:
    """Draw the curated zone of a ceasefire, else the whole place it lies in."""
    place, words = expression.anchors[0].place, " ".join(expression.groups["ceasefire"].split())
    if place is None:
        return unknown_place(FootprintKind.AREA, expression)
    zone = _curated_zone(expression, words)
    if zone:
        return lambda: _draw_curated_zone(expression, zone)
    if not expression.gazetteer.has_area(place.id):
        return None
    return lambda: _whole_place(expression, place, words)


def _curated_zone(expression: Expression, words: str) -> Place | None:
    for match in expression.gazetteer.matches(f"{expression.anchors[0].words} {words}"):
        if expression.gazetteer.has_area(match.place.id):
            return match.place
    return None


def _draw_curated_zone(expression: Expression, zone: Place) -> Shape:
    curated = expression.gazetteer.curated_geometry(zone.id)
    if curated and curated.area and curated.area.circle_km is not None:
        return _circle_around(zone, curated.area.circle_km, zone.note)
    area = expression.gazetteer.area(zone.id)
    if area is None:
        return no_outline(FootprintKind.AREA, zone)
    stands_for = (curated and curated.stands_for) or zone.name
    note = f"approximate: {stands_for}; {area.note}"
    return Shape.of_area(FootprintKind.AREA, area, note, name=zone.name)


def _whole_place(expression: Expression, place: Place, words: str) -> Shape:
    area = expression.gazetteer.area(place.id)
    if area is None:
        return no_outline(FootprintKind.AREA, place)
    note = f"approximate: no source outlines the {words}; the whole of {place.name} is drawn"
    return Shape.of_area(FootprintKind.AREA, area, note)
