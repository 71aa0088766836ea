"""Lines that countries and units share, and lines that agreements drew."""

from dataclasses import replace
from itertools import combinations
from typing import Any

from shapely.geometry import shape
from shapely.ops import linemerge, unary_union

from ..antimeridian import figure_of
from ..gazetteer.names import join_names
from ..gazetteer.outlines.countries import land_border, neighbours, shared_border
from ..records import FootprintKind, Place
from .expression import (
    Drawing,
    Expression,
    Shape,
    area_of,
    geometry_of,
    is_country,
    is_unit,
    no_source,
    undrawn,
)
from .geometry import OUTLINE_GAP, PART_SHARE, compass_part, cut_between
from .grammar.lexicon import cue, meaning
from .grammar.masking import LINE
from .grammar.pattern import DASH, Pattern

_SOURCE = "Natural Earth, 1:10 million"


def shared(expression: Expression) -> Drawing | None:
    """Return the line that countries or units share, each with each."""
    known = _known(expression)
    if isinstance(known, list):
        return lambda: _between(expression, known, list(combinations(known, 2)))
    return known


def shared_with(expression: Expression) -> Drawing | None:
    """Return the line that the first of several shares with each of the others."""
    known = _known(expression)
    if isinstance(known, list):
        return lambda: _between(expression, known, [(known[0], other) for other in known[1:]])
    return known


def _known(expression: Expression) -> list[Place] | Drawing | None:
    """Places that can have a border; what to draw when they are not known, None when not meant."""
    if not all(anchor.is_known for anchor in expression.anchors):
        return no_source(FootprintKind.BORDER, expression)
    places = [expression.unit(n) for n in range(len(expression.anchors))]
    known = [place for place in places if place and _has_border(expression, place)]
    if len(known) < len(places) or len({place.id for place in known}) < len(known):
        return None
    return known


def shared_side(expression: Expression) -> Drawing | None:
    """Return the shared line, of which the first place's side is meant."""
    drawing = shared(expression)
    return drawing and (lambda: _on_side(drawing(), expression.anchors[0].place))


def side(expression: Expression) -> Drawing | None:
    """Return another expression's line, of which a place's side is meant."""
    place = expression.anchors[0].place
    if place is None:
        return no_source(FootprintKind.BORDER, expression)
    if not expression.gazetteer.has_area(place.id):
        return None
    return lambda: _on_side(expression.figure(1), place)


def _on_side(line: Shape, place: Place | None) -> Shape:
    if place is None or line.geometry is None:
        return line
    note = f"{line.note}; the side of {place.name} is meant"
    return Shape(line.kind, line.geometry, note, line.exact, line.uncertainty_km, line.name, place)


def inside(expression: Expression) -> Drawing | None:
    """Return the part of a border that a unit of a country lies on."""
    place = expression.unit(len(expression.anchors) - 1, expression.groups.get("unit", "").lower())
    if place is None or not is_unit(place) or not expression.gazetteer.has_area(place.id):
        return None
    of_all = replace(expression, anchors=expression.anchors[:-1])
    drawing = shared(of_all) if len(of_all.anchors) > 1 else single(of_all)
    return drawing and (lambda: _inside(expression, drawing(), place))


def _inside(expression: Expression, line: Shape, place: Place) -> Shape:
    area = expression.gazetteer.area(place.id)
    if line.geometry is None or area is None:
        return line
    part = figure_of(line.geometry).intersection(figure_of(area.geometry).buffer(OUTLINE_GAP))
    if part.is_empty:
        return undrawn(FootprintKind.BORDER, f"{line.name} is nowhere in {place.name}")()
    name = f"{line.name} in {place.name}"
    return replace(_border(part, f"{line.note}; in {place.name}", name, exact=False), side=place)


def single(expression: Expression) -> Drawing | None:
    """Return a country's border: with the neighbour that the text names near by, or all of it."""
    place = expression.anchors[0].place
    if place is None or not is_country(place):
        return None
    beside = neighbours(place.country_code)
    other = next((code for code in expression.near if code in beside), None)
    if not beside:
        return undrawn(FootprintKind.BORDER, f"the outline of {place.name} touches no other")
    if other is None and _said_side(expression):
        return lambda: _on_one_side(expression, place)
    return lambda: _single(expression, place, other)


def _said_side(expression: Expression) -> str:
    groups = expression.groups
    return (groups.get("side") or groups.get("inner") or "").lower()


def _on_one_side(expression: Expression, place: Place) -> Shape:
    """Return the land borders in the part of a country that lies in a direction."""
    area, side = area_of(place, expression.gazetteer), _said_side(expression)
    line: Any = land_border(place.country_code)
    if area:
        part = compass_part(area.geometry, meaning("compass", side))
        line = line.intersection(figure_of(part).buffer(OUTLINE_GAP))
    if area is None or line.is_empty:
        return undrawn(FootprintKind.BORDER, f"no source outlines {place.name} in the {side}")()
    note = (
        f"the land borders of {place.name} in its {side} {PART_SHARE:.0%} ({_SOURCE}); "
        "the text does not say with whom"
    )
    return _border(line, note, f"the {side} border of {place.name}", exact=False)


def _single(expression: Expression, place: Place, other: str | None) -> Shape:
    if other is None:
        line = land_border(place.country_code)
        note = f"all land borders of {place.name} ({_SOURCE}); the text does not say which"
        return _border(line, note, f"the borders of {place.name}", exact=False)
    line = shared_border(place.country_code, other)
    name = next((d.name for d in _countries(expression) if d.country_code == other), other)
    note = (
        f"the line that the outlines of {place.name} and {name} share ({_SOURCE}); "
        f"the text names {name} near by"
    )
    return _border(line, note, f"the border of {place.name} and {name}", exact=False)


def _countries(expression: Expression) -> list[Place]:
    return [place for place in expression.gazetteer.divisions() if is_country(place)]


def _has_border(expression: Expression, place: Place) -> bool:
    return is_country(place) or (is_unit(place) and expression.gazetteer.has_area(place.id))


def _between(
    expression: Expression, places: list[Place], pairs: list[tuple[Place, Place]]
) -> Shape:
    found = [_shared(expression, *pair) for pair in pairs]
    lines = [line for line in found if line is not None]
    names = [place.name for place in places]
    joined = join_names(names)
    if not lines:
        missing = [place.name for place in places if not expression.gazetteer.has_area(place.id)]
        reason = f"the outlines of {joined} do not touch"
        if missing:
            reason = f"no source outlines {' and '.join(missing)}"
        return undrawn(FootprintKind.BORDER, reason)()
    note = f"the line that the outlines of {joined} share ({_sources(expression, places)})"
    exact = all(is_country(place) for place in places)
    return _border(unary_union(lines), note, f"the border of {joined}", exact=exact)


def _sources(expression: Expression, places: list[Place]) -> str:
    """Where the outlines of places come from; of units, in the words of their areas."""
    if all(is_country(place) for place in places):  # whose areas take long to draw
        return _SOURCE
    areas = [(place.name, area_of(place, expression.gazetteer)) for place in places]
    notes = {name: area.note.removeprefix("outline by ") for name, area in areas if area}
    if len(set(notes.values())) == 1:
        return next(iter(notes.values()))
    return "; ".join(f"{name}: {note}" for name, note in notes.items())


def _shared(expression: Expression, first: Place, second: Place) -> Any:
    if is_country(first) and is_country(second):
        return shared_border(first.country_code, second.country_code)
    areas = [area_of(place, expression.gazetteer) for place in (first, second)]
    if None in areas:
        return None
    one, other = (figure_of(area.geometry) for area in areas if area)
    if one.covers(other) or other.covers(one):
        return None  # what is inside another, or drawn as the unit around it, has no such border
    line = one.boundary.intersection(other.buffer(OUTLINE_GAP))
    return None if line.length == 0 else line


def _border(line: Any, note: str, name: str, *, exact: bool) -> Shape:
    merged = linemerge(line) if line.geom_type == "MultiLineString" else line
    return Shape(FootprintKind.BORDER, geometry_of(merged), note, exact, name=name)


def agreed(expression: Expression) -> Drawing | None:
    """Return the line that an agreement drew in a place."""
    anchor, words = expression.anchors[0], expression.groups["agreed"]
    if anchor.place is None:
        return no_source(FootprintKind.BORDER, expression)
    for name in {anchor.words, anchor.place.name}:
        for match in expression.gazetteer.matches(f"{name} {words}"):
            curated = expression.gazetteer.curated_geometry(match.place.id)
            if curated and curated.line:
                found = match.place
                return lambda: expression.shape_of_place(found)
    return None


# ---- border stretches

_STRAY = 0.9
"""Degrees that a place may lie beside the border that is cut at it, some 100 km."""


def between(expression: Expression) -> Drawing | None:
    """Return the border of all but the last two anchors, between the places nearest to those.

    Those are no countries: in "the Balkan border between Serbia and Kosovo" their own is meant.
    """
    *_, first, last = expression.anchors
    ends = [anchor.place for anchor in (first, last)]
    if all(end is not None and is_country(end) for end in ends):
        return None
    of_all = replace(expression, anchors=expression.anchors[:-2])
    several = len(of_all.anchors) > 1
    drawing = shared(of_all) if several else single(of_all)
    if drawing is None:
        return None
    if None in ends:
        return no_source(FootprintKind.BORDER, expression)
    return lambda: _cut(drawing(), [end for end in ends if end])


def _cut(line: Shape, ends: list[Place]) -> Shape:
    """Part of a border between two places; all of it where they are not on one line of it."""
    if line.geometry is None:
        return line
    figure: Any = shape(line.geometry)
    names = " and ".join(end.name for end in ends)
    for part in getattr(figure, "geoms", [figure]):
        found = cut_between(part, ends, _STRAY)
        if found is not None:
            note = f"{line.note}; between the points of it nearest to {names}"
            name = f"{line.name} between {names}"
            return replace(line, geometry=geometry_of(found), note=note, name=name)
    return replace(line, note=f"{line.note}; all of it, for {names} are on no one line of it")


# ---- border patterns


def _border_noun() -> str:
    return rf"{cue('border_nouns')}\b(?![-–—]\w| {cue('border_compounds')}\b)"


def _said_of_a_border() -> str:
    """What may stand in front of the noun: "380-kilometre western"."""
    length = rf"\d[\d,.]*[\s-]?{cue('units')}(?:[\s-]long)?"
    return rf"(?:{cue('border_adjectives')}|(?P<side>{cue('compass')})|{length})"


def border_patterns() -> tuple[Pattern, ...]:
    """Return every pattern of a border."""
    noun, said = _border_noun(), _said_of_a_border()
    own = rf"(?:{said} )*{noun}"
    more = _said_of_a_border().replace("side", "inner")
    said = rf"(?:its|their|his|her|our|{said})(?: {more})*"
    other = rf"(?:the )?(?:{cue('neighbouring')} )?(?:the )?@"
    return (
        Pattern(
            "border of two countries",
            f"{cue('border_nouns')}|line",
            rf"@(?:(?:{DASH}|\s?/\s?)@)+ (?:{own}|{cue('state_lines')} line\b)",
            shared,
            ("the Syrian-Jordanian border was closed", "the Colorado-Wyoming state line"),
            LINE,
            leading=said,
        ),
        Pattern(
            "border between countries",
            cue("border_nouns"),
            rf"{noun} (?:between|of) (?:the )?@(?:(?:,| and|, and) (?:the )?@)+",
            shared,
            (
                "the border between Syria and Jordan was closed",
                "the borders of Mali, Burkina Faso and Niger",
            ),
            LINE,
            leading=said,
        ),
        Pattern(
            "stretch of a border",
            cue("border_nouns"),
            rf"@(?:(?:{DASH}|\s?/\s?)@)*(?:['’]s?)? {own} between (?:the )?@ and (?:the )?@",
            between,
            ("the Turkish-Syrian border between Jarabulus and Azaz",),
            LINE,
            looks_around=True,
            also=("between",),
        ),
        Pattern(
            "border of one country with another",
            cue("border_nouns"),
            rf"@(?:['’]s?)? {own} with {other}(?:(?:,| and|, and) {other})*",
            shared_with,
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
            shared,
            ("the border of Papua New Guinea with Indonesia",),
            LINE,
            leading=said,
        ),
        Pattern(
            "border that separates or is shared",
            cue("border_nouns"),
            rf"{noun} (?:(?:that |which )?(?:the )?@ shares with"
            rf"|{cue('separating')} (?:the )?@ (?:from|and)) (?:the )?@",
            shared,
            (
                "the border Ethiopia shares with Eritrea",
                "the frontier separating India from Bangladesh",
            ),
            LINE,
            leading=said,
        ),
        Pattern(
            "side of a border with a country",
            cue("border_nouns"),
            rf"@ side of (?:the |its )?{own} with {other}",
            shared_side,
            ("on the Iraqi side of the border with Syria",),
            LINE,
        ),
        Pattern(
            "border of a country",
            cue("border_nouns"),
            rf"@(?:['’]s?)? {own}(?! with\b)",
            single,
            ("Shells from Syria fell near the Turkish border.",),
            LINE,
            looks_around=True,
        ),
        Pattern(
            "border in a unit",
            cue("border_nouns"),
            rf"@(?:(?:{DASH}|\s?/\s?)@|['’]s?)? {own}(?: with {other})? (?:in|inside) (?:the )?@"
            rf"(?: (?P<unit>{cue('unit_noun')})\b)?",
            inside,
            ("along the Mexican border in Arizona",),
            LINE,
            looks_around=True,
        ),
        Pattern(
            "border with a country",
            cue("border_nouns"),
            rf"{noun} with {other}",
            single,
            ("Poland closed its border with Belarus.",),
            LINE,
            looks_around=True,
            leading=said,
        ),
        Pattern(
            "agreed line in a place",
            cue("agreed_lines"),
            rf"(?P<agreed>{cue('agreed_lines')}) (?:on|in|across|through) (?:the )?@",
            agreed,
            ("the ceasefire line on the Golan Heights",),
            LINE,
        ),
    )
