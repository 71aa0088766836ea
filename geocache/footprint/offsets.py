"""Points at a distance in a direction, and the land or sea on one side of a place."""

from collections.abc import Sequence
from dataclasses import replace
from math import sqrt

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from ..antimeridian import polygon_of, polygonal
from ..geodesy import DEGREE_KM, destination, destinations
from ..records import FootprintKind, Place, UndrawnReason
from .expression import Draw, Expression, Shape, is_country, unknown_place
from .geometry import (
    disc,
    farthest_edge,
    ground_areas,
    is_polygonal,
    parts_of,
    swept,
    within,
)
from .grammar.lexicon import cue, meaning
from .grammar.pattern import NO_NOUN, Pattern, anchor
from .grammar.quantities import Quantity, size_pattern, sized

LARGEST_KM = 3000.0
LARGEST_RING_KM = 300.0
"""Farther off, "from" compares places and puts nothing on the map."""
_LARGEST_STRIP_KM = 100.0
"""Farther off, nobody measures from the edge of an area."""
_UNCERTAINTY, _LEAST_UNCERTAINTY_KM = 0.15, 1.0
"""Of a distance that a text gives, and at least: directions are rounded to an eighth of the
compass."""
SECTOR_KM, _JUST_KM = 30.0, 10.0
"""How far "south of" and "just south of" reach when no distance is given."""
_BESIDE, _LARGEST_BESIDE_KM = 1 / 3, 300.0
"""How far "south of" an area reaches: this part of its size, and at most."""
_WAYS_ON = 33
"""Points behind a strip, as far on as the area is large, at which the area may go on."""
_LEAST_PART = 1 / 20
"""Of the largest part of an area: what lies south of an islet is not "south of" its country."""
_SECTOR_WIDTH, _ARC_STEP = 90, 5
"""Of a quarter of a circle, and between the corners of its arc, in degrees of the compass."""
_DETAIL_KM = 1.0
"""To which lines that are moved are followed, at most."""
_FULL_CIRCLE = 360


def offset_patterns() -> tuple[Pattern, ...]:
    """Return every pattern of an offset."""
    size, centre, units = size_pattern(), anchor(), cue("unit_stems")
    away = rf"(?:,? {cue('away')})*"
    side = f"(?P<side>{cue('points_of_the_compass')}|{cue('compass_words')})"
    letters = rf"(?P<letters>{cue('compass_letters')})(?!\w)"
    wind = f"(?:{side}|{letters})"
    to = r"(?:(?:to|on|in|at|towards?|lying) )?(?:the |an? |due |directly |straight )?"
    bearing = _bearing_words()
    from_ = r"(?: direction| side)?,? (?:of|from|off)"
    # Behind a comma the distance may be from what comes next: "north of Raqqa, 20 km from Tabqa".
    ends = rf"(?: away| distant| off)?(?=\s?[.;:,)\n]|\s*\Z|\s(?:{cue('follow_a_noun')})\b)"
    return (
        Pattern(
            "distance in a direction from a place",
            units,
            rf"{size}{away}(?:,? | ?(?:\.\.\.|…) ?){to}{wind}{from_} {centre}",
            at_distance,
            (
                "a convoy 20 km north of Raqqa",
                "about 90 kilometres to the east of El Obeid",
                "a plane fell 40 kilometers (25 miles) north of Raqqa",
                "a quake 25 km ENE of Kathmandu",
                "hailed 60 NM in a south-easterly direction from Mogadishu",
                "a boat adrift 12 nm south by east of Aden",
                "about 40 miles...65 km...east of Basse-Terre",
            ),
            can_be_named=True,
        ),
        Pattern(
            "distance and letters of the compass, without a preposition",
            units,
            rf"{size} (?-i:{letters}) #{NO_NOUN}",
            at_distance_of_town,
            ("a fire 5 miles SE Boise",),
        ),
        Pattern(
            "distance on a bearing from a place",
            units,
            rf"(?:{size}{away},? (?:on )?{bearing}"
            rf"|{_bearing_words('_2')},?(?: at| and|,)? {size_pattern('_2')}{away}),? "
            rf"(?:of|from|off) {centre}",
            at_distance,
            (
                "a skiff 40 NM on a bearing of 220 degrees from Aden",
                "bearing 225°, 60 NM from Mogadishu",
            ),
        ),
        Pattern(
            "bearing from a place, and how far",
            units,
            rf"{bearing} (?:of|from|off) {centre},? (?:(?:at|by|range|distance) )*{size}",
            at_distance,
            ("lost at 090 degrees from Karachi at 35 NM",),
        ),
        Pattern(
            "direction from a place, and how far",
            units,
            rf"{to}(?:{side}|(?-i:{letters})) (?:of|from) {centre}(?:"
            rf"(?:,? by|,? at(?: a distance of)?) {size}|,? {size_pattern('_2')}{ends}"
            rf"| [(]{size_pattern('_3')}(?: away)?[)])",
            at_distance,
            (
                "adrift southwest of Mogadishu by 60 NM",
                "a wreck east of Karachi, about 20 miles away.",
                "a camp north of Raqqa (20 km)",
            ),
        ),
        Pattern(
            "place, distance and direction",
            units,
            rf"(?:off |(?<![\s\S])|(?<=[.:;]\s)|(?<=\n)){centre}[,:]? {size}{away},? "
            rf"(?:to the |due ){wind}(?=\s*[.;)\n]|\s*\Z)",
            at_distance,
            ("Position: Mogadishu, 60 NM to the southwest.",),
        ),
        Pattern(
            "distance from a place",
            units,
            rf"{size}{away},? (?:from|outside(?: of)?|short of|shy of) {centre}(?! to\b)",
            ring,
            ("a village 12 km from Mosul", "a house 20 km outside Kabul"),
            also=("from|outside|short|shy",),
        ),
        Pattern(
            "distance from a line, in a place",
            units,
            rf"{size}{away},? (?:from|outside(?: of)?|short of|shy of) (?:the )?~"
            rf" (?:in|inside) (?:the )?#(?: (?P<unit_at>{cue('unit_noun')})\b)?",
            ring,
            ("a post 15 km from the Polish border in Ukraine",),
            also=("from|outside|short|shy",),
        ),
        Pattern(
            "direction from a place",
            cue("compass"),
            r"(?:(?<=\bin\s)(?P<in>)|(?:(?<![\s\S])|(?<=[.!?:]\s)|(?<=\n))(?P<begins>))?"
            rf"(?:(?P<just>just|immediately) )?(?:to the |due )?"
            rf"{side} of {centre}",
            sector,
            ("villages south of Raqqa", "a storm north of Iceland"),
            can_be_named=True,
            key_within=28,
        ),
        Pattern(
            "letters of the compass and a place",
            cue("compass_letter_stems"),
            rf"(?-i:{letters}) of {centre}",
            sector,
            ("smoke NW of Raqqa",),
        ),
    )


def _bearing_words(suffix: str = "") -> str:
    """Return a pattern of a bearing in degrees, in the group degrees or, without a unit, angle."""
    unit = r"(?:\s?(?:°|º|degrees?|degs?\b\.?)(?:\s?T\b|\s?true\b|\s?magnetic\b)?)"
    word = r"(?:true |magnetic )?(?:bearing|azimuth|heading)(?: of)?"
    number = r"\d{1,3}(?:\.\d+)?"
    return (
        rf"(?:(?:at|on|in|along) (?:an? |the )?)?(?:{word} (?P<angle{suffix}>{number}){unit}?"
        rf"|(?<![\w.,])(?P<degrees{suffix}>{number}){unit})"
    )


# In a direction


@sized(FootprintKind.OFFSET, LARGEST_KM)
def at_distance(expression: Expression, size: Quantity) -> Draw | None:
    """Draw the point at a distance in a direction; beside a line or area, from its edge."""
    bearing = _bearing(expression)
    if bearing is None or expression.names_no_place(0):
        return None
    return lambda: _at_distance(expression, size, bearing)


@sized(FootprintKind.OFFSET, LARGEST_KM)
def at_distance_of_town(expression: Expression, size: Quantity) -> Draw | None:
    """Draw the point at a distance in a direction from a place that is a point."""
    bearing = _bearing(expression)
    if bearing is None or expression.has_extent(0) or expression.names_no_place(0):
        return None
    return lambda: _at_distance(expression, size, bearing)


def _at_distance(expression: Expression, size: Quantity, bearing: float) -> Shape:
    words = f"{size.words} {_direction(expression)}"
    uncertainty_km = uncertainty_of(size)
    give_or_take = f"give or take {uncertainty_km:g} km"
    if not expression.has_extent(0):
        place = measured_town(expression)
        point = destination(place.lon, place.lat, bearing, size.middle_km)
        note = f"the point {words} {place.name}, {give_or_take}; directions are rough"
        return offset_point(point, note, uncertainty_km)
    anchor_shape = expression.anchor_shape(0)
    figure, baseline = anchor_shape.figure, anchor_shape.baseline
    if figure is None or baseline is None:
        return replace(anchor_shape, kind=FootprintKind.OFFSET)
    if anchor_shape.is_line:
        line = _moved(baseline, bearing, size.middle_km)
        note = f"{anchor_shape.name} moved {words} itself, {give_or_take}"
        return Shape.of(FootprintKind.OFFSET, line, note, uncertainty_km=uncertainty_km)
    point = destination(*farthest_edge(figure, bearing), bearing, size.middle_km)
    note = (
        f"the point {words} the edge of {anchor_shape.name}, {give_or_take}; directions are rough"
    )
    return offset_point(point, note, uncertainty_km)


def _bearing(expression: Expression) -> float | None:
    """Return the bearing in the words, in degrees; None when there is no such bearing."""
    degrees_ = _degrees(expression)
    if degrees_:
        return float(degrees_) if float(degrees_) <= _FULL_CIRCLE else None
    letters = expression.groups.get("letters")
    if letters:
        return meaning("compass_letters", " ".join(letters.split()))
    return wind(expression.groups["side"])


def wind(words: str) -> float:
    """Return the bearing of a wind, or of a point of the compass between two."""
    words = " ".join(words.split())
    try:
        return meaning("compass", words)
    except KeyError:
        return meaning("points_of_the_compass", words)


def _degrees(expression: Expression) -> str:
    keys = [f"{name}{suffix}" for name in ("degrees", "angle") for suffix in ("", "_2")]
    return next((expression.groups[key] for key in keys if key in expression.groups), "")


def _direction(expression: Expression) -> str:
    """Return the direction as the text has it."""
    degrees_ = _degrees(expression)
    if degrees_:
        return f"at {float(degrees_):g}° from"
    words = expression.groups.get("letters") or expression.groups["side"].lower()
    return f"{' '.join(words.split())} of"


def uncertainty_of(size: Quantity) -> float:
    """Return the kilometres that a stated distance may be off."""
    spread = (size.high_km - size.low_km) / 2
    return round(max(_LEAST_UNCERTAINTY_KM, spread + _UNCERTAINTY * size.middle_km), 1)


def offset_point(position: Sequence[float], note: str, uncertainty_km: float) -> Shape:
    """Shape of a point that is measured."""
    point = Point(position)
    return Shape.of(FootprintKind.OFFSET, point, note, uncertainty_km=uncertainty_km)


def measured_town(expression: Expression) -> Place:
    """Return the place that is measured from; raises ValueError when the anchor is no place."""
    place = expression.town(0)
    if place is None:
        raise ValueError("an offset without a place")
    return place


def _moved(line: BaseGeometry, bearing: float, length_km: float) -> BaseGeometry:
    """Move every corner of a line in one direction."""
    coarse = line.simplify(_DETAIL_KM / DEGREE_KM)

    def move(rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return destinations(rows[:, 0], rows[:, 1], bearing, length_km)

    return shapely.transform(coarse, move)


def sector(expression: Expression) -> Draw | None:
    """Draw the quarter of a circle on a side of a town, or a strip on a side of an area."""
    bearing = _bearing(expression)
    if bearing is None or expression.names_no_place(0):
        return None
    if not expression.anchors[0].is_known:
        return unknown_place(FootprintKind.OFFSET, expression)
    if expression.has_extent(0):
        return _beside_area(expression, bearing)
    reach_km = _JUST_KM if "just" in expression.groups else SECTOR_KM
    return lambda: _sector(expression, bearing, reach_km)


def _beside_area(expression: Expression, bearing: float) -> Draw | None:
    """Draw what is on a side of an area, and not in it; of lines this is not read."""
    is_place = expression.anchors[0].place is not None
    if not is_place or expression.has_line(0) or "in" in expression.groups:  # "in north of Syria"
        return None
    words = expression.groups.get("side") or expression.groups["letters"]
    is_capital = words[0].isupper() and not words.isupper()
    is_name = is_capital and "begins" not in expression.groups  # University of the West of England
    return None if is_name else lambda: _strip_beside(expression, bearing)


def _strip_beside(expression: Expression, bearing: float) -> Shape:
    area = expression.anchor_shape(0)
    figure = area.figure
    if figure is None or not is_polygonal(figure):
        return replace(area, kind=FootprintKind.OFFSET)
    parts = parts_of(figure)
    areas = ground_areas(np.array(parts))
    size_km = sqrt(areas.sum()) * DEGREE_KM
    reach_km = float(round(min(_LARGEST_BESIDE_KM, max(SECTOR_KM, _BESIDE * size_km))))
    if "just" in expression.groups:
        reach_km = max(_JUST_KM, round(_BESIDE * reach_km))
    main = [
        part.boundary
        for part, size in zip(parts, areas, strict=True)
        if size >= _LEAST_PART * areas.max()
    ]
    strip = shapely.union_all([swept(edge, bearing, reach_km) for edge in main])
    strip = _facing_out(polygonal(strip.difference(figure)), figure, bearing, size_km)
    where = f"{_direction(expression)} {area.name}, up to {reach_km:g} km from it"
    note = f"{where}; no distance was read"
    return Shape.of(FootprintKind.OFFSET, strip, note, uncertainty_km=reach_km)


def _sector(expression: Expression, bearing: float, reach_km: float) -> Shape:
    place = measured_town(expression)
    half = _SECTOR_WIDTH // 2
    turns = np.arange(half, -half - 1, -_ARC_STEP)
    arc = destinations(place.lon, place.lat, bearing + turns, reach_km)
    ring = [(place.lon, place.lat), *arc.tolist(), (place.lon, place.lat)]
    figure = shapely.orient_polygons(polygon_of([ring]))
    where = f"{_direction(expression)} {place.name}, up to {reach_km:g} km from it"
    note = f"{where}; no distance was read"
    return Shape.of(FootprintKind.OFFSET, figure, note, uncertainty_km=reach_km)


def _facing_out(
    strip: BaseGeometry, area: BaseGeometry, bearing: float, size_km: float
) -> BaseGeometry:
    """Leave away the parts of a strip behind which the area goes on: bays, and seas in between."""
    parts = parts_of(strip)
    middles = [part.representative_point() for part in parts]
    ways = np.linspace(0, size_km, _WAYS_ON)[1:]
    shapely.prepare(area)
    open_parts = [
        part
        for part, middle in zip(parts, middles, strict=True)
        if not shapely.intersects(
            area, shapely.points(destinations(middle.x, middle.y, bearing, ways))
        ).any()
    ]
    return polygonal(shapely.union_all(open_parts)) if open_parts else strip


# In any direction


@sized(FootprintKind.OFFSET, LARGEST_RING_KM)
def ring(expression: Expression, size: Quantity) -> Draw | None:
    """Draw what is at a distance from a town, line or area, whatever the direction."""
    if expression.names_no_place(0):
        return None
    is_part = expression.anchors[0].inner is not None and expression.town(0) is None
    if expression.has_line(0) or is_part:
        return lambda: _strip_at(expression, size)
    place = expression.anchors[0].place
    if not expression.has_extent(0) and not (place and is_country(place)):
        return lambda: _ring(expression, size)
    return (lambda: _strip_at(expression, size)) if size.high_km <= _LARGEST_STRIP_KM else None


def _ring(expression: Expression, size: Quantity) -> Shape:
    place, uncertainty_km = measured_town(expression), uncertainty_of(size)
    inner_km, outer_km = _reach(size)
    area = disc(place, outer_km)
    if inner_km > 0:
        area = area.difference(disc(place, inner_km))
    note = f"{size.words} from {place.name}, give or take {uncertainty_km:g} km, on whatever side"
    return Shape.of(FootprintKind.OFFSET, area, note, uncertainty_km=uncertainty_km)


def _strip_at(expression: Expression, size: Quantity) -> Shape:
    """Draw what is at a distance from a line or area, in the place that the words put it in."""
    line, uncertainty_km = expression.anchor_shape(0), uncertainty_of(size)
    baseline = line.baseline
    if baseline is None:
        return replace(line, kind=FootprintKind.OFFSET)
    inner_km, outer_km = _reach(size)
    figure = polygonal(within(baseline, outer_km))
    if inner_km > 0:
        figure = polygonal(figure.difference(within(baseline, inner_km)))
    if not line.is_line:
        figure = polygonal(figure.difference(baseline))
    note = f"{size.words} from {line.name}, give or take {uncertainty_km:g} km"
    limits = [expression.limiting_area(number) for number in range(1, len(expression.anchors))]
    limits += [expression.shape_of_place(line.side)] if line.side else []
    for limit in limits:
        if limit.figure is not None and is_polygonal(limit.figure):
            figure = polygonal(figure.intersection(limit.figure))
            note += f", in {limit.name}"
    if figure.is_empty:
        detail = f"{note}: nothing lies there"
        return Shape.undrawn(FootprintKind.OFFSET, UndrawnReason.NOT_INSIDE, detail)
    source = line.note.removeprefix(f"{line.name}; ")
    note += f"; {source}" if limits else f", on whatever side; {source}"
    return Shape.of(FootprintKind.OFFSET, figure, note, uncertainty_km=uncertainty_km)


def _reach(size: Quantity) -> tuple[float, float]:
    """Return the least and the largest distance that a size may stand for."""
    uncertainty_km = uncertainty_of(size)
    return size.middle_km - uncertainty_km, size.middle_km + uncertainty_km
