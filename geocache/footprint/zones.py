"""Circles around points, and strips along lines and around areas."""

from dataclasses import replace
from functools import cache

from ..antimeridian import figure_of, polygonal
from ..geodesy import circle
from ..records import FootprintKind, Place, PlaceOrigin
from .expression import Drawing, Expression, Shape, geometry_of, is_island, no_source, undrawn
from .geometry import within
from .grammar.lexicon import cue
from .grammar.masking import REGION
from .grammar.pattern import Pattern, anchor
from .grammar.quantities import Quantity, size_pattern, sized, written

_LARGEST_KM = 5000.0
"""Beyond it the words mean something else than a zone."""
_LARGEST_BUFFER_KM = 1000.0
_NAUTICAL = "n"
"""How the units of the sea begin."""


@sized(FootprintKind.ZONE, _LARGEST_KM)
def around(expression: Expression, size: Quantity) -> Drawing | None:
    """Return a geodesic circle of the stated size; around lines and areas all that is so near."""
    place = expression.settlement(0)
    if expression.extends(0) and (size.high_km <= _LARGEST_BUFFER_KM or place is None):
        if size.high_km > _LARGEST_BUFFER_KM:
            return None
        at_sea = expression.groups["unit"].lower().startswith(_NAUTICAL)
        limits = list(range(1, len(expression.anchors)))
        kind = FootprintKind.ZONE if place and is_island(place) else FootprintKind.BUFFER
        return lambda: replace(_buffer(expression, 0, size, limits, at_sea=at_sea), kind=kind)
    return lambda: _circle(expression, size)


def _circle(expression: Expression, size: Quantity) -> Shape:
    place = expression.settlement(0)
    if place is None:
        raise ValueError("a zone without a place")
    is_given = place.origin is PlaceOrigin.TEXT
    centre = f"the centre is {place.note}" if is_given else "the text gives no exact centre"
    return circle_around(place, size.high_km, centre, size)


def circle_around(place: Place, radius_km: float, note: str, size: Quantity | None = None) -> Shape:
    """Shape of everything within a distance of a place's point."""
    said = f"circle of {written(radius_km)} km radius around {place.name}; {note}"
    if size and not size.is_stated:
        said += f"; the text says {size.words}"
    geometry = circle(place.lon, place.lat, radius_km)
    exact = size is None or size.is_stated
    return Shape(FootprintKind.ZONE, geometry, said, exact, name=f"the zone around {place.name}")


@sized(FootprintKind.BUFFER, _LARGEST_BUFFER_KM)
def either_side(expression: Expression, size: Quantity) -> Drawing | None:
    """Return the strip on both sides of a line."""
    if not expression.extends(0):
        return None
    return lambda: _buffer(expression, 0, size)


def inland(expression: Expression, size: Quantity) -> Shape:
    """Return all that is so near to a coast, on land."""
    coast = expression.figure(0)
    if coast.geometry is None or coast.land is None:
        return undrawn(FootprintKind.BUFFER, f"{coast.name or coast.note} has no land behind it")()
    found = within(figure_of(coast.line or coast.geometry), size.high_km)
    found = polygonal(found.intersection(figure_of(coast.land)))
    note = f"everything within {size.words} of {coast.name}, on land; {coast.note}"
    return Shape(FootprintKind.BUFFER, geometry_of(found), note)


@sized(FootprintKind.BUFFER, _LARGEST_BUFFER_KM)
def strip(expression: Expression, size: Quantity) -> Drawing | None:
    """Return the strip along a line, on the side of the place that the words put it in."""
    if not all(anchor.is_known for anchor in expression.anchors):
        return no_source(FootprintKind.BUFFER, expression)
    numbers = range(len(expression.anchors))
    lines = [n for n in numbers if expression.has_line(n)]
    if not lines:
        return None
    places = [n for n in numbers if n != lines[0]]
    if "astride" in expression.groups:
        half = replace(size, low_km=size.low_km / 2, high_km=size.high_km / 2)
        return lambda: _buffer(expression, lines[0], half, places)
    return lambda: _buffer(expression, lines[0], size, places)


@sized(FootprintKind.BUFFER, _LARGEST_BUFFER_KM)
def strip_inside(expression: Expression, size: Quantity) -> Drawing | None:
    """Return the strip along the inside of an area's outline: the words do not say where."""
    place = expression.unit(0, expression.groups.get("unit_in", "").lower())
    if place is None or not expression.gazetteer.has_area(place.id):
        return None
    return lambda: _inside(expression, place, size)


def _inside(expression: Expression, place: Place, size: Quantity) -> Shape:
    area = expression.gazetteer.area(place.id)
    if area is None:
        return undrawn(FootprintKind.BUFFER, f"no source outlines {place.name}")()
    whole = figure_of(area.geometry)
    found = polygonal(within(whole.boundary, size.high_km).intersection(whole))
    note = (
        f"approximate: {size.words} along the inside of the outline of {place.name}; "
        "the text does not say where in it"
    )
    return Shape(FootprintKind.BUFFER, geometry_of(found), note)


def _buffer(
    expression: Expression,
    number: int,
    size: Quantity,
    inside: list[int] | None = None,
    *,
    at_sea: bool = False,
) -> Shape:
    line = expression.figure(number)
    if line.geometry is None:
        return undrawn(FootprintKind.BUFFER, line.note.removeprefix("not drawn: "))()
    found = within(figure_of(line.line or line.geometry), size.high_km)
    note = f"everything within {size.words} of {line.name}"
    limits = [expression.limit(n) for n in inside or []]
    if line.side:
        limits.append(expression.shape_of_place(line.side))
    for limit in limits:
        if limit.geometry and "Polygon" in limit.geometry["type"]:
            found = found.intersection(figure_of(limit.geometry))
            note += f", in {limit.name}"
    land = line.land or (None if line.is_line else line.geometry)
    if at_sea and land:
        found = found.difference(figure_of(land))
        note += ", at sea"
    elif line.is_line and not limits:
        note += ", on both sides"
    found = polygonal(found)
    if found.is_empty:
        return undrawn(FootprintKind.BUFFER, f"{note}: nothing lies there")()
    exact = size.is_stated and line.exact
    return Shape(FootprintKind.BUFFER, geometry_of(found), f"{note}; {line.note}", exact)


# ---- agreed


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
    curated = expression.gazetteer.curated_geometry(place.id)
    if curated and curated.area and curated.area.circle_km is not None:
        return circle_around(place, curated.area.circle_km, place.note)
    area = expression.gazetteer.area(place.id)
    if area is None:
        return Shape(FootprintKind.AREA, None, f"not drawn: no source outlines {place.name}")
    stands_for = (curated and curated.stands_for) or place.name
    note = f"approximate: {stands_for}; {area.note}"
    return Shape.of_area(FootprintKind.AREA, area, note, name=place.name)


def _whole(expression: Expression, place: Place, words: str) -> Shape:
    note = f"approximate: no source outlines the {words}; the whole of {place.name} is drawn"
    area = expression.gazetteer.area(place.id)
    if area is None:
        return Shape(FootprintKind.AREA, None, note)
    return Shape.of_area(FootprintKind.AREA, area, note)


# ---- measured


def _limit(name: str) -> str:
    """What an expression lies in, with the noun of a unit in the group ``unit_{name}``."""
    return rf"(?:the )?#(?: (?P<unit_{name}>{cue('unit_noun')})\b)?"


def _zone_noun() -> str:
    """A zone by its name, behind a size: "permanent danger zone"."""
    word = rf"(?!(?:{cue('no_adjectives')})\b)[\w’'-]+"
    plain = rf"(?:{word} ){{0,3}}?{cue('plain_zone_nouns')}"
    return rf"(?:(?:{cue('zone_adjectives')} )*{cue('zone_nouns')}|{plain})\b"


def _zones() -> tuple[Pattern, ...]:
    size, centre, units = size_pattern(), anchor(), cue("unit_stems")
    noun = f"(?:{cue('zone_adjectives')} )*{cue('zone_nouns')}"
    nouns = f"{cue('zone_nouns')}|{cue('plain_zone_nouns')}"
    away = r"(?:an? )?"
    return (
        Pattern(
            "zone of a size around a place",
            units,
            rf"{size}['’]?(?:[\s-]+(?:radius|wide|deep))?[\s-]+{_zone_noun()} "
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
            rf"@['’]s? {size}(?:[\s-]+(?:radius|wide|deep))?[\s-]+{_zone_noun()}"
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
            rf"{noun} (?:of|{cue('zone_reaches')})(?: (?:for|to|out|up to|out to))? {size}"
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
            "nearer than a distance from a place",
            units,
            rf"{cue('bounds')} {size} (?:away )?(?:from|of) {centre}",
            around,
            ("all strikes hit targets no more than 60 km from Damascus",),
            also=(cue("bounds"),),
        ),
        Pattern(
            "within a distance of a place",
            units,
            rf"(?:area )?within {away}(?:(?:distance|radius|range) of )?{size}"
            rf"(?:[\s-]+(?:radius|distance|range|reach))? {cue('around')} {centre}",
            around,
            (
                "Everybody within 30 km of Damascus was warned.",
                "within 12 nautical miles of the Syrian coast",
                "schools within a distance of 80 kilometres from Damascus",
            ),
            also=("within",),
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


def _strips() -> tuple[Pattern, ...]:
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


# ---- regions


@cache
def agreed_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of agreed zones, for when no size was given."""
    words = f"(?P<agreed>{cue('agreed_zones')} {cue('agreed_zone_nouns')})"
    return (
        Pattern(
            "agreed zone in a place",
            cue("agreed_zones"),
            rf"{words} (?:in|of|around) (?:the )?@",
            zone,
            ("the crisis in the de-escalation zone in Idlib",),
            REGION,
            also=(cue("agreed_zone_nouns"),),
        ),
        Pattern(
            "agreed zone named after a place",
            cue("agreed_zones"),
            rf"@ {words}",
            zone,
            ("shelling of the Idlib de-escalation zone", "the Al Tanf deconfliction zone"),
            REGION,
            also=(cue("agreed_zone_nouns"),),
        ),
    )
