"""Coasts: the line where a country meets the sea, and the strip of land along it."""

from dataclasses import replace
from typing import NamedTuple

import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from ..antimeridian import polygonal, without_collection
from ..data_files import shipped
from ..gazetteer.outlines.countries import coast_line, has_coast
from ..gazetteer.outlines.shipped import country_outline
from ..gazetteer.protocols import Gazetteer
from ..geodesy import distance_km
from ..records import FootprintKind, Place, UndrawnReason
from .expression import (
    Builder,
    Draw,
    Expression,
    Shape,
    area_of,
    is_country,
    is_island,
    unknown_place,
)
from .geometry import (
    OUTLINE_GAP_KM,
    PART_SHARE,
    box_around,
    compass_part,
    disc,
    ground_areas,
    merged,
    near,
    nearest_position,
    section_between,
    within,
)
from .grammar.lexicon import LINE, cue, meaning, named
from .grammar.pattern import Pattern, between_towns

COAST_KM = 10.0
"""Depth of the strip that is drawn when a text speaks of a coast."""
_TOWN_KM = 25.0
"""From a town, how far its coast reaches."""
_NEAR_SEA_KM = 80.0
"""Between a coast and the coarse outline of its sea."""
_FAR_KM, _LARGE_SHARE = 220.0, 0.05
"""From the parts of a country that are so large, beside the largest one."""
_NEAREST_KM = 60.0
"""How far off a coast is looked for."""
_ENDS = 2
"""Towns that a section of a coast leads from and to."""
_TOUCH_KM = 2.0
"""By which a cut polygon may miss the coast it was cut from."""


def coast_patterns() -> tuple[Pattern, ...]:
    """Return every pattern of a coast, and of a section of one."""
    whole = _whole_coast_patterns()
    return (*whole, *(_section_pattern(pattern) for pattern in whole if pattern.build in _SECTIONS))


def _section_pattern(coast: Pattern) -> Pattern:
    """Return the pattern of a coast with the towns behind it from which to which it is meant."""
    first = coast.examples[0]
    return replace(
        coast,
        name=f"section of the {coast.name.removeprefix('the ')}",
        words=rf"{coast.words},? {between_towns()}",
        build=_SECTIONS[coast.build],
        examples=(f"{first} from Foo to Bar", f"{first} between Foo and Bar"),
        also=("from|between",),
    )


def _whole_coast_patterns() -> tuple[Pattern, ...]:
    """Return every pattern of a whole coast."""
    noun = (
        rf"(?:(?P<side>{cue('compass_words')}) )?{cue('coast_nouns')}\b"
        rf"(?! {cue('coast_compounds')}\b)"
    )
    sea = f"(?P<sea>{cue('seas')})"
    return (
        Pattern(
            "coast of a country on a sea",
            cue("coast_nouns"),
            rf"@(?:'s?)? (?:@|{sea}) {noun}",
            on_sea,
            ("boats left Turkey's Black Sea coast", "rain on Spain's Atlantic coast"),
            LINE,
        ),
        Pattern(
            "coast of a country",
            cue("coast_nouns"),
            rf"@(?:'s?)? {noun}",
            of_place,
            ("storms along the Syrian coast", "hotels on Turkey's southern coast"),
            LINE,
        ),
        Pattern(
            "coastal part of a country",
            "coastal",
            rf"coastal (?:parts of |areas of )?(?:the )?@(?! {cue('unit_noun')} of\b)",
            of_admin_unit,
            ("floods in coastal Kenya",),
            LINE,
            can_be_named=True,
        ),
        Pattern(
            "the coast of a country",
            cue("coast_nouns"),
            rf"(?:(?:@|{sea}) )?{noun} of (?:the )?(?P<owner>@'s? )?@(?!'s @)",
            of_last_place,
            (
                "storms along the coast of Lebanon",
                "the Red Sea coast of Yemen",
                "boats off the coast of Italy's Sicily",
            ),
            LINE,
            reads_phrases=True,
        ),
    )


def of_place(expression: Expression) -> Draw | None:
    """Draw the coast of a country, an admin unit, an island or a town."""
    return _coast(expression, 0, None)


def of_admin_unit(expression: Expression) -> Draw | None:
    """Draw the coast of a country or admin unit; a coastal town is a town."""
    place = expression.anchors[0].place
    return None if place and place.feature_class != "A" else _coast(expression, 0, None)


def on_sea(expression: Expression) -> Draw | None:
    """Draw the coast of a country on a sea; the country comes first."""
    return _coast(expression, 0, 1 if len(expression.anchors) > 1 else None)


def of_last_place(expression: Expression) -> Draw | None:
    """Draw the coast of the place that comes last, on a sea if that is named in front."""
    last = len(expression.anchors) - 1
    names_a_sea = last > ("owner" in expression.groups)
    return _coast(expression, last, 0 if names_a_sea else None)


COASTS = frozenset({of_place, of_last_place})
"""Builders of the coast of the place that comes last."""


def section_of_place(expression: Expression) -> Draw | None:
    """Draw the part of such a coast as of `of_place` between the towns that are named last."""
    return _section_of(of_place, expression)


def section_on_sea(expression: Expression) -> Draw | None:
    """Draw the part of such a coast as of `on_sea` between the towns that are named last."""
    return _section_of(on_sea, expression)


def section_of_last_place(expression: Expression) -> Draw | None:
    """Draw the part of such a coast as of `of_last_place` between the towns that are named last."""
    return _section_of(of_last_place, expression)


_SECTIONS: dict[Builder, Builder] = {
    of_place: section_of_place,
    on_sea: section_on_sea,
    of_last_place: section_of_last_place,
}
"""Of each builder of a coast, that of a section of one."""


def _section_of(build: Builder, expression: Expression) -> Draw | None:
    """Draw the part of a coast between the two anchors that come last; the others are the coast's.

    None where they are no two towns.
    """
    count = len(expression.anchors) - _ENDS
    first, last = (expression.town(count + number) for number in range(_ENDS))
    # Both ends tell the side better: the west of Florida is not its west coast.
    groups = {key: words for key, words in expression.groups.items() if key != "side"}
    coast = build(replace(expression, anchors=expression.anchors[:count], groups=groups))
    if coast is None or first is None or last is None or first.id == last.id:
        return None
    return lambda: _section(coast(), (first, last))


def _section(coast: Shape, ends: tuple[Place, Place]) -> Shape:
    """Cut a strip of coast at the towns; the whole strip where they don't lie on one shore."""
    if coast.line is None or coast.land is None:
        return coast
    first, last = ends
    # A state's own outline meets its country's coast in pieces.
    whole = coast_line(first.country_code) if first.country_code == last.country_code else None
    lines = [line for line in (coast.line, whole) if line is not None]
    sections = (section_between(merged(line), ends, _TOWN_KM) for line in lines)
    section = next((found for found in sections if found is not None), None)
    if section is None:
        beside = f"{first.name} and {last.name} are not on one shore of it"
        return replace(coast, note=f"{coast.note}; {beside}")
    name = f"{coast.name} from {first.name} to {last.name}"
    strip = polygonal(within(section, COAST_KM).intersection(coast.land))
    note = f"the {COAST_KM:g} km along {name}; the text does not say how deep"
    return replace(
        Shape.of(FootprintKind.PART, strip, note, name=name), line=section, land=coast.land
    )


def _coast(expression: Expression, number: int, sea: int | None) -> Draw | None:
    """Draw the coast of an anchor, on the sea that another anchor is."""
    place = expression.anchors[number].place
    if place is None or (sea is not None and expression.anchors[sea].place is None):
        return unknown_place(FootprintKind.PART, expression)
    if not may_have_coast(place, expression.gazetteer):
        return None
    if place.is_settlement and not is_by_the_sea(place):
        return None
    if sea is None and "sea" not in expression.groups:
        return lambda: _strip(expression, place, None)
    water = _sea(expression, sea)
    return (lambda: _strip(expression, place, water)) if water else None


def _sea(expression: Expression, number: int | None) -> Place | None:
    """Return the sea that is named: by a mention, by what is called after it, or an adjective."""
    place = None if number is None else expression.anchors[number].place
    if place and place.feature_class == "H":
        return place
    name = f"{place.name} Sea" if place else named("seas", expression.groups["sea"])
    candidates = [match.place for match in expression.gazetteer.matches(name)]
    return next((sea for sea in candidates if sea.feature_class == "H"), None)


def _strip(expression: Expression, place: Place, water: Place | None) -> Shape:
    """Draw the land along the coast of a place, on a sea if one is named."""
    coast = coast_of(place, expression)
    if coast is None:
        return _no_sea(f"{place.name} has no coast")
    line: BaseGeometry | None = coast.line
    where = f"the coast of {place.name}"
    if water:
        line = facing(coast.line, water, expression.gazetteer)
        where += f" on the {water.name}"
    if line is None:
        return _no_sea(f"no source tells where {place.name} meets the {water and water.name}")
    if "side" in expression.groups:
        side = expression.groups["side"].lower()
        line = _on_side(expression, line, place, side)
        where += f" in its {side} {PART_SHARE:.0%}"
        if line.is_empty:
            return _no_sea(f"{place.name} has no coast in its {side}")
    strip = polygonal(within(line, COAST_KM).intersection(coast.land))
    note = f"the {COAST_KM:g} km along {where}; the text sets no limit"
    shape = Shape.of(FootprintKind.PART, strip, note, name=where)
    return replace(shape, line=without_collection(line), land=coast.land)


def _no_sea(detail: str) -> Shape:
    return Shape.undrawn(FootprintKind.PART, UndrawnReason.NO_SEA, detail)


def _on_side(expression: Expression, line: BaseGeometry, place: Place, side: str) -> BaseGeometry:
    """Return the part of a coast that lies in the part of its country or unit towards ``side``."""
    area = area_of(place, expression.gazetteer)
    if area is None:
        return line
    part = compass_part(area.figure, meaning("compass", side))
    return near(line, part, _TOUCH_KM)


# Where land meets the sea


class Coast(NamedTuple):
    """The coast of a place."""

    line: BaseGeometry
    land: BaseGeometry
    """Behind it: an island, or the whole country."""


def may_have_coast(place: Place, gazetteer: Gazetteer) -> bool:
    """Tell whether a place may have a coast; quick, and not sure of admin units and towns."""
    if is_island(place):
        return gazetteer.has_area(place.id)
    if not has_coast(place.country_code):
        return False
    if is_country(place) or place.is_settlement:
        return True
    return place.feature_class == "A" and gazetteer.has_area(place.id)


def coast_of(place: Place, expression: Expression) -> Coast | None:
    """Return the coast of a place; None when there is none."""
    gazetteer = expression.gazetteer
    area = None if is_country(place) else area_of(place, gazetteer)
    if area and is_island(place):
        island = area.figure
        return Coast(island.boundary, island)
    line = coast_line(place.country_code)
    land = gazetteer.outline_figure(country_outline(place.country_code))
    if line is None or land is None:
        return None
    if is_country(place):
        line = expression.main_coast(place.country_code)
    elif place.is_settlement:
        line = _near_town(place, line)
    elif area:
        line = near(line, area.figure, OUTLINE_GAP_KM)
    return None if line.is_empty else Coast(line, land)


def is_by_the_sea(town: Place) -> bool:
    """Tell whether a town has a coast, without drawing its country, which takes long."""
    line = coast_line(town.country_code)
    return line is not None and not _near_town(town, line).is_empty


def _near_town(town: Place, line: BaseGeometry) -> BaseGeometry:
    """Return the part of a coast that is a town's."""
    close = line.intersection(box_around(Point(town.lon, town.lat), _TOWN_KM))
    return close if close.is_empty else close.intersection(disc(town, _TOWN_KM))


def main_coast(gazetteer: Gazetteer, country_code: str) -> BaseGeometry:
    """Return the coast near the large parts of a country: nobody means its far islands by it."""
    country = gazetteer.outline_figure(country_outline(country_code))
    line = coast_line(country_code)
    if country is None or line is None:
        return LineString()
    parts = shapely.get_parts(country)
    areas = ground_areas(parts)
    return near(line, MultiPolygon([*parts[areas >= _LARGE_SHARE * areas.max()]]), _FAR_KM)


def nearest_coast(place: Place) -> tuple[float, float] | None:
    """Return the (lon, lat) of a country's coast that is nearest to a place; None far inland."""
    line = coast_line(place.country_code)
    if line is None:
        return None
    here = Point(place.lon, place.lat)
    close = line.intersection(box_around(here, _NEAREST_KM))
    if close.is_empty:
        return None
    position = nearest_position(close, place)
    return position if distance_km(position, (place.lon, place.lat)) <= _NEAREST_KM else None


def facing(line: BaseGeometry, water: Place, gazetteer: Gazetteer) -> BaseGeometry | None:
    """Return the part of a coast that faces a sea; None when there is none or no outline of it."""
    area = area_of(water, gazetteer)
    ocean = None if area else ocean_outline(water.name)
    if area:
        line = near(line, area.figure, _NEAR_SEA_KM)
    elif ocean:
        line = line.intersection(ocean)
    return line if (area or ocean) and not line.is_empty else None


def ocean_outline(name: str) -> BaseGeometry | None:
    """Coarse outline of an ocean, land included up to the watersheds; None for other waters."""
    rings = shipped("footprint", "oceans.yaml")["oceans"].get(name)
    return unary_union([Polygon(ring) for ring in rings]) if rings else None
