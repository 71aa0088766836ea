"""Lines that words draw: fronts from place to place, sections of rivers, sides of a river."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ..antimeridian import line_of, polygonal
from ..gazetteer.names import join_names
from ..gazetteer.outlines.shipped import country_outline
from ..geodesy import distance_km, sphere_km
from ..records import FootprintKind, Place
from .expression import Draw, Expression, Shape, unknown_place
from .geometry import merged, section_between, swept
from .grammar.lexicon import LINE, SLOT, cue
from .grammar.pattern import DASH, Pattern, between_towns, near_town
from .offsets import SECTOR_KM, wind

_LONGEST_KM = 2500.0
"""Between places that are farther apart the text draws no line."""
_STRAY_KM = 60.0
"""How far from the rough course of a river a place may be that stands for a point on it."""
_UNCERTAINTY = 1 / 8
"""Of the length of the longest straight piece."""
_CAPITAL = "PPLC"


def described_line_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of lines from place to place."""
    front = rf"(?:{cue('front_adjectives')} )*{cue('front_nouns')}"
    leads = rf"(?:(?:that|which) )?(?:{cue('hedging_adverbs')} )?{cue('stretches')}"
    near = near_town()
    way = rf"(?:{cue('onward')} )?"
    via = rf",? {cue('via')} {near}(?:(?:,? and|,) {near})*"
    on = rf"(?:,? (?:and )?then (?:{cue('onward')} )?(?:to|towards?|{cue('via')}) {near})*"
    joins = rf"(?:between|{cue('leads')})"
    return (
        Pattern(
            "line from place to place",
            cue("front_nouns"),
            rf"{front}(?: {leads}(?: {cue('hedging_adverbs')})?)?,? from {near}"
            rf"(?:(?:,? {cue('onward')})?{via})?,? "
            rf"{way}(?:to|as far as|up to|towards?) {near}(?P<by>{via})?(?P<on>{on})",
            through_places,
            (
                "the front line runs from Kupiansk through Svatove to Kreminna",
                "a defensive line stretching from Basra northward to Amara",
                "the pipeline that runs from Baku through Tbilisi to Ceyhan",
                "the front runs from Kupiansk south through Kreminna to Vuhledar, then to Orikhiv",
            ),
            LINE,
            also=("from",),
        ),
        Pattern(
            "line between places",
            cue("front_nouns"),
            rf"{front} (?:{leads} )?{joins} {near}(?:, {near})*,? (?:and|to|with) {near}",
            through_places,
            (
                "the contact line between Donetsk and Horlivka",
                "airspace along a line joining Larnaca, Beirut and Haifa",
            ),
            LINE,
            also=(joins,),
            key_within=40,
        ),
        Pattern(
            "line called after the places on it",
            cue("axes"),
            rf"@{DASH}@(?:{DASH}@)* {cue('axes')}\b",
            through_namesakes,
            ("troops advanced along the Sennar–Singa axis",),
            LINE,
        ),
        Pattern(
            "line by the places on it",
            cue("front_nouns"),
            rf"{front}:? @{DASH}@(?:{DASH}@)*(?! {cue('axes')}\b)",
            through_namesakes,
            ("positions along the line Sennar – Singa – Dinder",),
            LINE,
            key_within=40,
        ),
        Pattern(
            "from a place in a direction to another",
            cue("wards"),
            rf"from {near},? {cue('wards')}(?: along [a-z ]{{1,30}})? (?:to|as far as) {near}",
            through_places,
            ("troops advanced from Izium southward to Sloviansk",),
            LINE,
            also=("from",),
        ),
        Pattern(
            "along a river that is not named",
            "along",
            rf"along (?:both banks of )?the (?:{cue('river_nouns')}) {between_towns()}",
            through_places,
            ("fighting along the river from Raqqa to Deir ez-Zor",),
            LINE,
            also=("from|between",),
        ),
        Pattern(
            "section of a river",
            "from|between",
            rf"@(?: {cue('river_nouns')})?,? {between_towns()}",
            section_of_river,
            ("along the Euphrates from Raqqa to Deir ez-Zor",),
            LINE,
            need_not_be_known=0,
        ),
    )


def river_side_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of the sides of a river or another line."""
    side = f"(?P<side>{cue('compass_words')})"
    return (
        Pattern(
            "side of a line",
            cue("compass"),
            rf"(?:to the )?{side} of (?:the )?(?:river )?@(?: {cue('river_nouns')})?",
            side_of_line,
            ("positions west of the Euphrates",),
            uses_nearby_countries=True,
            key_within=12,
        ),
        Pattern(
            "bank of a river",
            "bank|banks|shore|side",
            rf"{side} (?:bank|shore|side)s? of (?:the )?(?:river )?@(?: {cue('river_nouns')})?",
            side_of_line,
            ("villages on the west bank of the Nile",),
            uses_nearby_countries=True,
            also=(cue("compass"),),
        ),
    )


# From place to place


def through_places(expression: Expression) -> Draw | None:
    """Draw a line straight from place to place, in the order in which the text names them.

    What stands behind the last one ("from A to B via C") comes before it, but not where the line
    goes on ("then to D").
    """
    order = _order(expression)
    if not expression.is_known:
        return unknown_place(FootprintKind.ROUTE, expression)
    places = [place for number in order if (place := expression.town(number))]
    if len(places) < len(order) or not _are_apart(places):
        return None
    return lambda: _straight(places)


def through_namesakes(expression: Expression) -> Draw | None:
    """Draw a line that is called after its places; the "Berlin–Rome axis" is an alliance."""
    places = [
        place for number in range(len(expression.anchors)) if (place := expression.town(number))
    ]
    if places and all(place.feature_code == _CAPITAL for place in places):
        return None
    return through_places(expression)


def _order(expression: Expression) -> list[int]:
    """Return the numbers of the anchors in the order in which the line leads by them."""
    groups, count = expression.groups, len(expression.anchors)
    by, on = (groups.get(key, "").count(SLOT) for key in ("by", "on"))
    further = count - on
    last = further - by - 1
    return [*range(last), *range(last + 1, further), last, *range(further, count)]


def _are_apart(places: Sequence[Place]) -> bool:
    """Tell whether a line can lead from place to place: they are no countries, and near."""
    if any(place.is_country for place in places) or any(a.id == b.id for a, b in pairwise(places)):
        return False
    apart_km = (sphere_km((a.lon, a.lat), (b.lon, b.lat)) for a, b in pairwise(places))
    return sum(apart_km) <= _LONGEST_KM


def _straight(places: Sequence[Place], why: str = "the text gives no other course") -> Shape:
    points = [(place.lon, place.lat) for place in places]
    longest_km = max(distance_km(*pair) for pair in pairwise(points))
    name = f"the line from {places[0].name} to {places[-1].name}"
    by = f" by {join_names([place.name for place in places[1:-1]])}" if places[1:-1] else ""
    return Shape.of(
        FootprintKind.ROUTE,
        line_of(points),
        f"{name}{by}, straight from place to place; {why}",
        uncertainty_km=round(longest_km * _UNCERTAINTY, 1),
        name=name,
    )


# Along a river


def section_of_river(expression: Expression) -> Draw | None:
    """Draw a river between two places; straight where its course does not lead by both."""
    river = expression.anchors[0].place
    if river is None or not _is_water(river):
        return None
    ends = [place for number in (1, 2) if (place := expression.town(number))]
    if len(ends) < len(expression.anchors) - 1:
        return unknown_place(FootprintKind.ROUTE, expression)
    return (lambda: _section(expression, river, ends)) if _are_apart(ends) else None


def _is_water(place: Place) -> bool:
    return place.feature_class == "H"


def _section(expression: Expression, river: Place, ends: Sequence[Place]) -> Shape:
    course = expression.shape_of_place(river)
    if course.baseline is not None and course.is_line:
        section = section_between(merged(course.baseline), ends, _STRAY_KM)
        if section:
            name = f"{river.name} from {ends[0].name} to {ends[1].name}"
            return Shape.of(
                FootprintKind.ROUTE,
                section,
                f"{name}; {river.note or course.note}",
                uncertainty_km=course.uncertainty_km,
                name=name,
            )
    return _straight(ends, f"no source has the course of {river.name} there")


# Beside a river


def side_of_line(expression: Expression) -> Draw | None:
    """Draw the land on a side of a river, in the country that the text names beside it if any."""
    place = expression.anchors[0].place
    if place is None or not expression.has_line(0) or not _is_water(place):
        return None
    return lambda: _beside(expression)


def _beside(expression: Expression) -> Shape:
    course, side = expression.anchor_shape(0), " ".join(expression.groups["side"].lower().split())
    if course.baseline is None:
        return replace(course, kind=FootprintKind.OFFSET)
    figure = swept(course.baseline, wind(side), SECTOR_KM)
    note = f"{side} of {course.name}, up to {SECTOR_KM:g} km from it; no distance was read"
    country = next(iter(expression.nearby_countries), "")
    land = expression.gazetteer.outline_figure(country_outline(country)) if country else None
    inside = polygonal(figure.intersection(land)) if land is not None else None
    if inside and not inside.is_empty:
        figure, note = inside, f"{note}; only in the country that the text names beside it"
    return Shape.of(FootprintKind.OFFSET, figure, note, uncertainty_km=SECTOR_KM)
