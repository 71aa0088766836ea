"""Coasts: the line where a country meets the sea, and the strip of land along it."""

from functools import cache
from typing import Any

import shapely
from shapely.geometry import Point, box, mapping, shape
from shapely.ops import unary_union
from shapely.prepared import prep

from ..antimeridian import polygonal
from ..data_files import shipped
from ..gazetteer.outlines.countries import coast_line, country_polygon, has_coast
from ..gazetteer.protocols import Gazetteer
from ..geodesy import circle, distance_km
from ..records import FootprintKind, Place
from .expression import (
    Drawing,
    Expression,
    Shape,
    area_of,
    geometry_of,
    is_country,
    is_island,
    no_source,
    undrawn,
)
from .geometry import OUTLINE_GAP, PART_SHARE, compass_part, within
from .grammar.lexicon import cue, meaning, named
from .grammar.masking import LINE
from .grammar.pattern import Pattern

# ---- shores

_TOWN_KM = 25.0
"""From a town, how far its coast reaches."""
_NEAR_SEA = 0.7
"""Degrees between a coast and the coarse outline of its sea."""
_FAR, _LARGE_SHARE = 2.0, 0.05
"""Degrees from the parts of a country that are so large, beside the largest one."""
_NEAREST_KM, _DEGREES = 60.0, 1.5
"""How far off a coast is looked for, and a square that has all of it."""


def has_shore(place: Place, gazetteer: Gazetteer) -> bool:
    """Whether a place may have a coast; quick to tell, and not sure of units and towns."""
    if is_island(place):
        return gazetteer.has_area(place.id)
    if not has_coast(place.country_code):
        return False
    if is_country(place) or place.feature_class == "P":
        return True
    return place.feature_class == "A" and gazetteer.has_area(place.id)


def shore_of(place: Place, gazetteer: Gazetteer) -> tuple[Any, Any] | None:
    """Coast of a place, and the land behind it; None when there is none."""
    area = None if is_country(place) else area_of(place, gazetteer)
    if area and is_island(place):
        island = shape(area.geometry)
        return island.boundary, island
    line: Any = coast_line(place.country_code)
    land = country_polygon(place.country_code)
    if line is None or land is None:
        return None
    if is_country(place):
        line = line.intersection(_mainland(place.country_code))
    elif place.feature_class == "P":
        line = _near(place, line)
    elif area:
        line = line.intersection(shape(area.geometry).buffer(OUTLINE_GAP))
    return None if line.is_empty else (line, land)


def is_by_the_sea(town: Place) -> bool:
    """Whether a town has a shore; told without drawing its country, which takes long."""
    line: Any = coast_line(town.country_code)
    return line is not None and not _near(town, line).is_empty


def _near(town: Place, line: Any) -> Any:
    """Part of a coast that is a town's."""
    return line.intersection(shape(circle(town.lon, town.lat, _TOWN_KM)))


@cache
def _mainland(country_code: str) -> Any:
    """Around the large parts of a country: nobody means its far islands by its coast."""
    parts = getattr(country_polygon(country_code), "geoms", ())
    largest = max(part.area for part in parts)
    return unary_union([p.buffer(_FAR) for p in parts if p.area >= _LARGE_SHARE * largest])


def nearest_shore(place: Place) -> tuple[float, float] | None:
    """Point of the country's coast that is nearest to a place; None far inland."""
    line: Any = coast_line(place.country_code)
    if line is None:
        return None
    here = Point(place.lon, place.lat)
    near = line.intersection(box(*here.buffer(_DEGREES).bounds))
    if near.is_empty:
        return None
    point = shapely.shortest_line(near, here).coords[0]
    return point if distance_km(point, (place.lon, place.lat)) <= _NEAREST_KM else None


def facing(line: Any, water: Place, gazetteer: Gazetteer) -> Any:
    """Part of a coast that faces a sea; None when the sea has no outline or is elsewhere."""
    area = area_of(water, gazetteer)
    outline = shape(area.geometry).buffer(_NEAR_SEA) if area else ocean_outline(water.name)
    if outline is None:
        return None
    sea = prep(outline)
    parts = [part for part in getattr(line, "geoms", [line]) if sea.intersects(part)]
    cut = [part.intersection(sea.context) for part in parts]
    found = [line for line in cut if not line.is_empty]
    return unary_union(found) if found else None


@cache
def ocean_outline(name: str) -> Any:
    """Coarse outline of an ocean, land included up to the watersheds; None for other waters."""
    parts = shipped("footprint", "oceans.yaml")["oceans"].get(name)
    return parts and unary_union([shapely.Polygon(ring) for ring in parts])


COAST_KM = 10.0
"""Depth of the strip that is drawn when a text speaks of a coast."""
_TOUCH = 0.02
"""Degrees by which a cut polygon may miss the coast it was cut from."""


def whole(expression: Expression) -> Drawing | None:
    """Return the coast of a country, a unit, an island or a town."""
    return _coast(expression, 0, None)


def strip_of_a_unit(expression: Expression) -> Drawing | None:
    """Return the coast of a country or unit; a coastal town is a town."""
    place = expression.anchors[0].place
    return None if place and place.feature_class != "A" else _coast(expression, 0, None)


def on_sea(expression: Expression) -> Drawing | None:
    """Return the coast of a country on a sea; the country comes first."""
    return _coast(expression, 0, 1 if len(expression.anchors) > 1 else None)


def of(expression: Expression) -> Drawing | None:
    """Return the coast of a country, on a sea if that is named in front."""
    last = len(expression.anchors) - 1
    names_a_sea = last > ("own" in expression.groups)
    return _coast(expression, last, 0 if names_a_sea else None)


def _coast(expression: Expression, number: int, sea: int | None) -> Drawing | None:
    place = expression.anchors[number].place
    if place is None or (sea is not None and expression.anchors[sea].place is None):
        return no_source(FootprintKind.PART, expression)
    if not has_shore(place, expression.gazetteer):
        return None
    if place.feature_class == "P" and not is_by_the_sea(place):
        return None
    if sea is None and "sea" not in expression.groups:
        return lambda: _drawn(expression, place, None)
    water = _sea(expression, sea)
    return (lambda: _drawn(expression, place, water)) if water else None


def _sea(expression: Expression, number: int | None) -> Place | None:
    """The sea that is named: by a mention, by what is called after it, or by an adjective."""
    place = None if number is None else expression.anchors[number].place
    if place and place.feature_class == "H":
        return place
    name = f"{place.name} Sea" if place else named("seas", expression.groups["sea"])
    found = [match.place for match in expression.gazetteer.matches(name)]
    return next((sea for sea in found if sea.feature_class == "H"), None)


def _drawn(expression: Expression, place: Place, water: Place | None) -> Shape:
    shore = shore_of(place, expression.gazetteer)
    if shore is None:
        return undrawn(FootprintKind.PART, f"{place.name} has no coast")()
    line, land = shore
    on = ""
    if water:
        line = facing(line, water, expression.gazetteer)
        on = f" on the {water.name}"
        if line is None:
            reason = f"no source tells where {place.name} meets the {water.name}"
            return undrawn(FootprintKind.PART, reason)()
    if "side" in expression.groups:
        side = expression.groups["side"].lower()
        line = _on_side(expression, line, place, side)
        on += f" in its {side} {PART_SHARE:.0%}"
        if line.is_empty:
            return undrawn(FootprintKind.PART, f"{place.name} has no coast in its {side}")()
    strip = polygonal(within(line, COAST_KM).intersection(land))
    note = f"the {COAST_KM:g} km along the coast of {place.name}{on}; the text sets no limit"
    return Shape(
        FootprintKind.PART,
        geometry_of(strip),
        note,
        name=f"the coast of {place.name}{on}",
        line=geometry_of(line),
        land=dict(mapping(land)),
    )


def _on_side(expression: Expression, line: Any, place: Place, side: str) -> Any:
    """Part of a coast that lies in the part of its country or unit towards ``side``."""
    area = area_of(place, expression.gazetteer)
    if area is None:
        return line
    part = shape(compass_part(area.geometry, meaning("compass", side)))
    return line.intersection(part.buffer(_TOUCH))


# ---- coast patterns


def coast_patterns() -> tuple[Pattern, ...]:
    """Return every pattern of a coast."""
    noun = (
        rf"(?:(?P<side>{cue('compass')}) )?{cue('coast_nouns')}\b"
        rf"(?! {cue('coast_compounds')}\b)"
    )
    sea = f"(?P<sea>{cue('seas')})"
    return (
        Pattern(
            "coast of a country on a sea",
            cue("coast_nouns"),
            rf"@(?:['’]s?)? (?:@|{sea}) {noun}",
            on_sea,
            ("boats left Turkey's Black Sea coast", "rain on Spain's Atlantic coast"),
            LINE,
        ),
        Pattern(
            "coast of a country",
            cue("coast_nouns"),
            rf"@(?:['’]s?)? {noun}",
            whole,
            ("storms along the Syrian coast", "hotels on Turkey's southern coast"),
            LINE,
        ),
        Pattern(
            "coastal part of a country",
            "coastal",
            rf"coastal (?:parts of |areas of )?(?:the )?@(?! {cue('unit_noun')} of\b)",
            strip_of_a_unit,
            ("floods in coastal Kenya",),
            LINE,
            can_be_named=True,
        ),
        Pattern(
            "the coast of a country",
            cue("coast_nouns"),
            rf"(?:(?:@|{sea}) )?{noun} of (?:the )?(?P<own>@['’]s? )?@(?!['’]s @)",
            of,
            (
                "storms along the coast of Lebanon",
                "the Red Sea coast of Yemen",
                "boats off the coast of Italy's Sicily",
            ),
            LINE,
        ),
    )
