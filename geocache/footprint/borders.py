"""Lines that countries and admin units share, and lines that ceasefires drew."""

from dataclasses import replace
from itertools import combinations

from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from ..gazetteer.names import join_names
from ..gazetteer.outlines.countries import (
    COUNTRY_SOURCE,
    land_border,
    neighbours,
    shared_border,
)
from ..gazetteer.outlines.drawing import DrawnFigure
from ..records import FootprintKind, Place, UndrawnReason
from .expression import (
    Draw,
    Expression,
    Shape,
    area_of,
    is_admin_unit,
    is_country,
    no_outline,
    undrawn,
    unknown_place,
)
from .geometry import OUTLINE_GAP_KM, PART_SHARE, compass_part, merged, near, section_between
from .grammar.lexicon import LINE, cue, meaning
from .grammar.pattern import DASH, Pattern

_STRAY_KM = 100.0
"""How far a place may lie beside the border that is cut at it."""

# Patterns


def border_patterns() -> tuple[Pattern, ...]:
    """Return every pattern of a border."""
    noun, attribute = _noun(), _attribute()
    described = rf"(?:{attribute} )*{noun}"
    more = _attribute().replace("side", "inner")
    attributes = rf"(?:its|their|his|her|our|{attribute})(?: {more})*"
    other = rf"(?:the )?(?:{cue('neighbouring')} )?(?:the )?@"
    return (
        Pattern(
            "border of two countries",
            f"{cue('border_nouns')}|line",
            rf"@(?:(?:{DASH}|\s?/\s?)@)+ (?:{described}|{cue('state_lines')} line\b)",
            shared_by_all,
            ("the Syrian-Jordanian border was closed", "the Colorado-Wyoming state line"),
            LINE,
            leading=attributes,
        ),
        Pattern(
            "border between countries",
            cue("border_nouns"),
            rf"{noun} (?:between|of) (?:the )?@(?:(?:,| and|, and) (?:the )?@)+",
            shared_by_all,
            (
                "the border between Syria and Jordan was closed",
                "the borders of Mali, Burkina Faso and Niger",
            ),
            LINE,
            leading=attributes,
            key_within=0,
        ),
        Pattern(
            "section of a border",
            cue("border_nouns"),
            rf"@(?:(?:{DASH}|\s?/\s?)@)*(?:'s?)? {described} between (?:the )?@ and (?:the )?@",
            section,
            ("the Turkish-Syrian border between Jarabulus and Azaz",),
            LINE,
            uses_nearby_countries=True,
            also=("between",),
        ),
        Pattern(
            "border of one country with another",
            cue("border_nouns"),
            rf"@(?:'s?)? {described} with {other}(?:(?:,| and|, and) {other})*",
            shared_with_first,
            (
                "Jordan's border with Syria was closed",
                "Haiti's 380-km border with the Dominican Republic",
                "Chad's borders with Niger and Cameroon",
            ),
            LINE,
        ),
        Pattern(
            "border of a country with another",
            cue("border_nouns"),
            rf"{noun} of (?:the )?@ with {other}",
            shared_by_all,
            ("the border of Papua New Guinea with Indonesia",),
            LINE,
            leading=attributes,
            key_within=0,
        ),
        Pattern(
            "border that separates or is shared",
            cue("border_nouns"),
            rf"{noun} (?:(?:that |which )?(?:the )?@ shares with"
            rf"|{cue('separating')} (?:the )?@ (?:from|and)) (?:the )?@",
            shared_by_all,
            (
                "the border Ethiopia shares with Eritrea",
                "the frontier separating India from Bangladesh",
            ),
            LINE,
            leading=attributes,
            key_within=0,
        ),
        Pattern(
            "side of a border with a country",
            cue("border_nouns"),
            rf"@ side of (?:the |its )?{described} with {other}",
            one_side_of_shared,
            ("on the Iraqi side of the border with Syria",),
            LINE,
        ),
        Pattern(
            "border of a country",
            cue("border_nouns"),
            rf"@(?:'s?)? {described}(?! with\b)",
            of_one_country,
            ("Shells from Syria fell near the Turkish border.",),
            LINE,
            uses_nearby_countries=True,
        ),
        Pattern(
            "border in a unit",
            cue("border_nouns"),
            rf"@(?:(?:{DASH}|\s?/\s?)@|'s?)? {described}(?: with {other})? "
            rf"(?:in|inside) (?:the )?@(?: (?P<unit>{cue('unit_noun')})\b)?",
            in_admin_unit,
            ("along the Mexican border in Arizona",),
            LINE,
            uses_nearby_countries=True,
        ),
        Pattern(
            "border with a country",
            cue("border_nouns"),
            rf"{noun} with {other}",
            of_one_country,
            ("Poland closed its border with Belarus.",),
            LINE,
            uses_nearby_countries=True,
            leading=attributes,
            key_within=0,
        ),
        Pattern(
            "ceasefire line in a place",
            cue("ceasefire_lines"),
            rf"(?P<ceasefire>{cue('ceasefire_lines')}) (?:on|in|across|through) (?:the )?@",
            ceasefire_line,
            ("the ceasefire line on the Golan Heights",),
            LINE,
            key_within=12,
        ),
    )


def border_side_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of a side of a border, which is an expression itself."""
    return (
        Pattern(
            "side of a border",
            "side",
            r"@ side of (?:the |its )?~",
            side,
            ("on the Syrian side of the Turkish border",),
            LINE,
        ),
    )


def _noun() -> str:
    """Return a pattern of a border that is no part of a longer noun, as "border guards"."""
    return rf"{cue('border_nouns')}\b(?![-–—]\w| {cue('border_compounds')}\b)"


def _attribute() -> str:
    """Return a pattern of what may stand in front of the noun: "380-kilometre western"."""
    length = rf"\d[\d,.]*[\s-]?{cue('units')}(?:[\s-]long)?"
    return rf"(?:{cue('border_adjectives')}|(?P<side>{cue('compass_words')})|{length})"


# Borders of several countries or admin units


def shared_by_all(expression: Expression) -> Draw | None:
    """Draw the line that countries or admin units share, each with each."""
    if not expression.is_known:
        return unknown_place(FootprintKind.BORDER, expression)
    places = bordering_places(expression)
    if places is None:
        return None
    return lambda: _shared(expression, places, list(combinations(places, 2)))


def shared_with_first(expression: Expression) -> Draw | None:
    """Draw the line that the first of several shares with each of the others."""
    if not expression.is_known:
        return unknown_place(FootprintKind.BORDER, expression)
    places = bordering_places(expression)
    if places is None:
        return None
    return lambda: _shared(expression, places, [(places[0], other) for other in places[1:]])


def bordering_places(expression: Expression) -> list[Place] | None:
    """Return the places of all anchors; None unless all can have a border and they differ."""
    places = [
        place
        for n in range(len(expression.anchors))
        if (place := expression.admin_unit(n)) and _has_border(expression, place)
    ]
    differ = len({place.id for place in places}) == len(places)
    return places if differ and len(places) == len(expression.anchors) else None


def _has_border(expression: Expression, place: Place) -> bool:
    return is_country(place) or (is_admin_unit(place) and expression.gazetteer.has_area(place.id))


def _shared(expression: Expression, places: list[Place], pairs: list[tuple[Place, Place]]) -> Shape:
    lines = [line for pair in pairs if (line := shared_line(expression, *pair)) is not None]
    names = [place.name for place in places]
    names_together = f"{', '.join(names[:-1])} and {names[-1]}"
    if not lines:
        missing = [place for place in places if not expression.gazetteer.has_area(place.id)]
        if missing:
            return no_outline(FootprintKind.BORDER, *missing)
        detail = f"the outlines of {names_together} do not touch"
        return Shape.undrawn(FootprintKind.BORDER, UndrawnReason.NO_BORDER, detail)
    sources = sources_of_outlines(expression, places)
    note = f"the line that the outlines of {names_together} share ({sources})"
    exact = all(is_country(place) for place in places)
    return _border(unary_union(lines), note, f"the border of {names_together}", exact=exact)


def shared_line(expression: Expression, first: Place, second: Place) -> BaseGeometry | None:
    """Return the line that the outlines of two countries or units share; None without one."""
    if is_country(first) and is_country(second):
        line: BaseGeometry | None = shared_border(first.country_code, second.country_code)
        return line
    first_area, second_area = (area_of(place, expression.gazetteer) for place in (first, second))
    if first_area is None or second_area is None:
        return None
    figure, neighbour = first_area.figure, second_area.figure
    if figure.covers(neighbour) or neighbour.covers(figure):
        return None  # what is inside another, or drawn as the unit around it, has no such border
    meeting = near(figure.boundary, neighbour, OUTLINE_GAP_KM)
    return None if meeting.length == 0 else meeting


def sources_of_outlines(expression: Expression, places: list[Place]) -> str:
    """Say where the outlines of places come from; of admin units without one, how they are made."""
    if all(is_country(place) for place in places):  # whose areas take long to draw
        return COUNTRY_SOURCE
    areas = [(place.name, area_of(place, expression.gazetteer)) for place in places]
    sources = {name: area.source or area.note for name, area in areas if area}
    if len(set(sources.values())) == 1:
        return next(iter(sources.values()))
    return "; ".join(f"{name}: {source}" for name, source in sources.items())


def _border(line: BaseGeometry, note: str, name: str, *, exact: bool) -> Shape:
    return Shape.of(FootprintKind.BORDER, merged(line), note, exact=exact, name=name)


# Borders of one country


def of_one_country(expression: Expression) -> Draw | None:
    """Draw a country's border: with the neighbour that the text names near by, or all of it."""
    country = expression.anchors[0].place
    if country is None or not is_country(country):
        return None
    touching = neighbours(country.country_code)
    neighbour = next((code for code in expression.nearby_countries if code in touching), None)
    if not touching:
        detail = f"the outline of {country.name} touches no other"
        return undrawn(FootprintKind.BORDER, UndrawnReason.NO_BORDER, detail)
    if neighbour:
        return lambda: _with_neighbour(expression, country, neighbour)
    if direction := _direction(expression):
        return lambda: _in_direction(expression, country, direction)
    return lambda: _all_borders(country)


def _direction(expression: Expression) -> str:
    groups = expression.groups
    return (groups.get("side") or groups.get("inner") or "").lower()


def _in_direction(expression: Expression, country: Place, direction: str) -> Shape:
    """Draw the land borders in the part of a country that lies in a direction."""
    area, line = area_of(country, expression.gazetteer), land_border(country.country_code)
    if area:
        part = compass_part(area.figure, meaning("compass", direction))
        line = near(line, part, OUTLINE_GAP_KM)
    if area is None or line.is_empty:
        detail = f"no source outlines {country.name} in the {direction}"
        return Shape.undrawn(FootprintKind.BORDER, UndrawnReason.NO_OUTLINE, detail)
    note = (
        f"the land borders of {country.name} in its {direction} {PART_SHARE:.0%} "
        f"({COUNTRY_SOURCE}); the text does not say with whom"
    )
    return _border(line, note, f"the {direction} border of {country.name}", exact=False)


def _all_borders(country: Place) -> Shape:
    line = land_border(country.country_code)
    note = f"all land borders of {country.name} ({COUNTRY_SOURCE}); the text does not say which"
    return _border(line, note, f"the borders of {country.name}", exact=False)


def _with_neighbour(expression: Expression, country: Place, neighbour: str) -> Shape:
    line = shared_border(country.country_code, neighbour)
    countries = filter(is_country, expression.gazetteer.divisions())
    name = next((c.name for c in countries if c.country_code == neighbour), neighbour)
    note = (
        f"the line that the outlines of {country.name} and {name} share ({COUNTRY_SOURCE}); "
        f"the text names {name} near by"
    )
    return _border(line, note, f"the border of {country.name} and {name}", exact=False)


# Sides and sections of borders


def one_side_of_shared(expression: Expression) -> Draw | None:
    """Draw the shared line, of which the first place's side is meant."""
    draw = shared_by_all(expression)
    return draw and (lambda: _on_side(draw(), expression.anchors[0].place))


def side(expression: Expression) -> Draw | None:
    """Draw another expression's line, of which a place's side is meant."""
    place = expression.anchors[0].place
    if place is None:
        return unknown_place(FootprintKind.BORDER, expression)
    if not expression.gazetteer.has_area(place.id):
        return None
    return lambda: _on_side(expression.anchor_shape(1), place)


def _on_side(line: Shape, place: Place | None) -> Shape:
    if place is None or line.drawing is None:
        return line
    note = f"{line.note}; the side of {place.name} is meant"
    return replace(line, note=note, side=place)


def in_admin_unit(expression: Expression) -> Draw | None:
    """Draw the part of a border that an admin unit of a country lies on."""
    noun = expression.groups.get("unit", "").lower()
    unit = expression.admin_unit(len(expression.anchors) - 1, noun)
    if unit is None or not is_admin_unit(unit) or not expression.gazetteer.has_area(unit.id):
        return None
    draw = _whole_border(replace(expression, anchors=expression.anchors[:-1]))
    return draw and (lambda: _in_admin_unit(expression, draw(), unit))


def _in_admin_unit(expression: Expression, border: Shape, unit: Place) -> Shape:
    area = expression.gazetteer.area(unit.id)
    if border.figure is None or area is None:
        return border
    part = near(border.figure, area.figure, OUTLINE_GAP_KM)
    if part.is_empty:
        detail = f"{border.name} is nowhere in {unit.name}"
        return Shape.undrawn(FootprintKind.BORDER, UndrawnReason.NOT_INSIDE, detail)
    name = f"{border.name} in {unit.name}"
    return replace(_border(part, f"{border.note}; in {unit.name}", name, exact=False), side=unit)


def section(expression: Expression) -> Draw | None:
    """Draw the border of all but the last two anchors, between the places nearest to those.

    Those are no countries: in "the Balkan border between Serbia and Kosovo" their own is meant.
    """
    *_, first, last = expression.anchors
    if first.place and last.place and is_country(first.place) and is_country(last.place):
        return None
    draw = _whole_border(replace(expression, anchors=expression.anchors[:-2]))
    if draw is None:
        return None
    if first.place is None or last.place is None:
        return unknown_place(FootprintKind.BORDER, expression)
    ends = [first.place, last.place]
    return lambda: _section(draw(), ends)


def _whole_border(expression: Expression) -> Draw | None:
    several = len(expression.anchors) > 1
    return shared_by_all(expression) if several else of_one_country(expression)


def _section(border: Shape, ends: list[Place]) -> Shape:
    """Cut a border at two places; it stays whole where they are not on one line of it."""
    if border.figure is None:
        return border
    names = join_names([end.name for end in ends])
    line = section_between(border.figure, ends, _STRAY_KM)
    if line is None:
        note = f"{border.note}; all of it, for {names} are on no one line of it"
        return replace(border, note=note)
    note = f"{border.note}; between the points of it nearest to {names}"
    name = f"{border.name} between {names}"
    return replace(border, drawing=DrawnFigure(line), note=note, name=name)


# Ceasefire lines


def ceasefire_line(expression: Expression) -> Draw | None:
    """Draw the curated line that a ceasefire drew in a place."""
    anchor, words = expression.anchors[0], expression.groups["ceasefire"]
    if anchor.place is None:
        return unknown_place(FootprintKind.BORDER, expression)
    for name in {anchor.words, anchor.place.name}:
        for match in expression.gazetteer.matches(f"{name} {words}"):
            curated = expression.gazetteer.curated_geometry(match.place.id)
            if curated and curated.line:
                line = match.place
                return lambda: expression.shape_of_place(line)
    return None
