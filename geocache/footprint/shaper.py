"""Drawing a footprint for every mention, by itself or as a part of a spatial expression."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from ..antimeridian import figure_of
from ..caching import PLACE_BYTES, Caches, figure_bytes, outline_bytes
from ..coordinates import Position
from ..gazetteer.names import normal_form
from ..gazetteer.protocols import Gazetteer
from ..recognition.measures import stated_distance
from ..records import (
    Footprint,
    FootprintKind,
    Geometry,
    Place,
    RecognizedMention,
    Resolution,
    Role,
    UndrawnReason,
)
from .coasts import main_coast
from .coordinate_lists import coordinate_lists
from .expression import Draw, Expression, Shape, ShapeRequest, area_of, is_explicit_point
from .geometry import is_polygonal
from .grammar.lexicon import cue
from .grammar.matcher import Matcher, ResolvedMention
from .likely_roads import RoadTowns
from .offsets import at_distance, ring
from .parallels import is_parallel, parallel_line
from .registry import stages
from .routes import alignment

_EXACT_KM = 2.0
"""Off by less, coordinates are as good as the point of a town: those written to the minute are."""

_MEASURED = (at_distance, ring)
"""What draws where the words measure to."""

Drawn = Callable[[str], Geometry | None]
"""Returns what a reviewer drew for the place with an id."""


class Shaper:
    """Reads spatial expressions around resolved mentions and draws them.

    Parameters
    ----------
    gazetteer
        Knows the polygons and alignments; not to be changed afterwards, for shapes are remembered.
    caches
        Where what was drawn is kept: parts of large countries take long to cut off.
    """

    def __init__(self, gazetteer: Gazetteer, caches: Caches) -> None:
        self._gazetteer = gazetteer
        self._towns = RoadTowns(gazetteer, caches)
        self._main_coast = caches.remember(
            "main coasts", partial(main_coast, gazetteer), outline_bytes
        )
        self._shapes = caches.remember("figures", self._draw, _bytes)
        self._reviewed: dict[str, BaseGeometry] = {}

    def shape(
        self,
        text: str,
        mentions: Sequence[RecognizedMention],
        resolutions: Sequence[Resolution],
        drawn: Drawn | None = None,
    ) -> tuple[Footprint, ...]:
        """Return the footprints of a text, in text order; each mention belongs to exactly one.

        Of expressions that are made of each other, the whole one counts.

        Parameters
        ----------
        text
            The whole text.
        mentions
            In text order.
        resolutions
            One for each mention.
        drawn
            What reviewers drew for places; remembered.
        """
        if drawn is not None:
            self._remember(resolutions, drawn)
        footprints: list[Footprint] = []
        taken: set[int] = set()
        for request, start, end, numbers in self._expressions(text, mentions, resolutions):
            if taken.isdisjoint(numbers):
                draw, before = self._drawing_of(request), numbers[0] - 1
                for resolution in (resolutions[number] for number in numbers):
                    if _is_at_town(resolution):
                        detail = f"no source knows '{resolution.stands_in_for}', but its town"
                        draw = _noting(draw, detail)
                unknown = _unknown_name(text, mentions, resolutions, before)
                if unknown and request.build in _MEASURED and before not in taken:
                    covered, begin = (before, *numbers), mentions[before].start
                    draw = _noting(draw, f"no source knows '{unknown}'")
                else:
                    covered, begin = numbers, start
                taken.update(covered)
                footprints.append(Footprint(begin, end, covered, draw))
        for number, (mention, resolution) in enumerate(zip(mentions, resolutions, strict=True)):
            if number not in taken:
                draw = self._drawing_of_mention(mention, resolution)
                footprints.append(Footprint(mention.start, mention.end, (number,), draw))
        return tuple(sorted(footprints, key=lambda footprint: (footprint.start, footprint.end)))

    def _expressions(
        self, text: str, mentions: Sequence[RecognizedMention], resolutions: Sequence[Resolution]
    ) -> list[tuple[ShapeRequest, int, int, tuple[int, ...]]]:
        """Return what is asked for by all expressions of a text, and where, longest first."""
        if not mentions:
            return []
        resolved = [
            ResolvedMention(
                mention.start,
                mention.end,
                mention.text,
                resolution.place,
                bool(resolution.stands_in_for) and not _is_at_town(resolution),
                mention.position.uncertainty_km if mention.position else None,
            )
            for mention, resolution in zip(mentions, resolutions, strict=True)
        ]
        lists = coordinate_lists(text, resolved)
        matches = _matcher().expressions(text, resolved, self._build, lists)
        nodes = [match.node for match in matches]
        nodes.sort(key=lambda node: (node.start - node.end, node.start))
        return [
            (node.request, node.start, node.end, node.mentions) for node in nodes if node.request
        ]

    def _build(self, request: ShapeRequest) -> Draw | None:
        """Return what draws an expression; None when its words mean something else."""
        expression = Expression(
            {key: words for key, words in request.groups if words is not None},
            request.anchors,
            self._gazetteer,
            request.nearby_countries,
            self._shapes,
            self._shape_of_place,
            self._towns.between,
            self._main_coast,
        )
        return request.build(expression)

    def _draw(self, request: ShapeRequest) -> Shape:
        draw = self._build(request)
        if draw is None:
            raise ValueError(f"an expression that means nothing: {request.groups}")
        return draw()

    def _drawing_of(self, request: ShapeRequest) -> Draw:
        return lambda: _for_footprint(self._shapes(request))

    def _drawing_of_mention(self, mention: RecognizedMention, resolution: Resolution) -> Draw:
        """Return what draws a mention that is in no expression: its place."""
        place = resolution.place
        if place is None:
            return _unknown_place
        if resolution.stands_in_for:
            return lambda: _stand_in(self._drawn(mention, place), place)
        if mention.position is None or mention.role is Role.ASSOCIATIVE:
            return lambda: self._drawn(mention, place)
        explicit = explicit_point(mention.position, place)
        return lambda: explicit

    def _drawn(self, mention: RecognizedMention, place: Place) -> Shape:
        if mention.role is Role.ASSOCIATIVE:
            return _associative_shape(place)
        if is_parallel(place):
            return parallel_line(place, self._gazetteer)
        if is_explicit_point(place):
            return point_shape(place, f"the point given as {place.name}; {place.note}")
        return self._shape_of_place(place)

    def _shape_of_place(self, place: Place) -> Shape:
        figure = self._reviewed.get(place.id)
        if figure is not None:
            return reviewed_shape(place, figure)
        if is_parallel(place):
            return parallel_line(place, self._gazetteer)
        return place_shape(place, self._gazetteer)

    def _remember(self, resolutions: Sequence[Resolution], drawn: Drawn) -> None:
        """Keep what reviewers drew: footprints are drawn later, when they are read."""
        for resolution in resolutions:
            place = resolution.place
            geometry = drawn(place.id) if place else None
            if place and geometry is not None:
                self._reviewed[place.id] = figure_of(geometry)


def _unknown_name(
    text: str,
    mentions: Sequence[RecognizedMention],
    resolutions: Sequence[Resolution],
    number: int,
) -> str:
    """Return the name of what no source knows and the words behind it put at a distance; or "".

    "Tawila camp, 60 km west of El Fasher": the point that is drawn for the distance is the camp's.
    """
    if number < 0:
        return ""
    mention, resolution = mentions[number], resolutions[number]
    is_known = resolution.place is not None and not resolution.stands_in_for
    if is_known or mention.role is Role.ASSOCIATIVE:
        return ""
    name = resolution.stands_in_for
    if not name or not text.startswith(name, mention.start):  # "the camp of Tawila"
        name = mention.text
    gap = text[mention.start + len(name) : mentions[number + 1].start]
    return name if stated_distance(gap) else ""


def _is_at_town(resolution: Resolution) -> bool:
    """Tell whether what stands in for what no source knows is the town that it lies at.

    Distances from Minicoy Island can be measured from Minicoy, and from Aden Harbour from Aden.
    """
    place, words = resolution.place, resolution.stands_in_for
    if place is None or not words or not place.is_settlement:
        return False
    bare, count = _at_town().subn(" ", words)
    return count > 0 and normal_form(place.name) == normal_form(bare)


@cache
def _at_town() -> re.Pattern[str]:
    """Return the pattern of a word that makes a town's name that of something at the town."""
    return re.compile(rf"^{cue('at_towns')}(?: of)?\b|\b{cue('at_towns')}$", re.IGNORECASE)


def _noting(draw: Draw, detail: str) -> Draw:
    """Return what draws the same, with a further detail in its note."""

    def noted() -> Shape:
        shape = draw()
        return replace(shape, note=f"{shape.note}; {detail}")

    return noted


@cache
def _matcher() -> Matcher:
    """Return the matcher of all patterns, made once."""
    return Matcher(stages())


# Shapes of places


def place_shape(place: Place, gazetteer: Gazetteer) -> Shape:
    """Return the line of a road, river or border, the polygon of an area, the point of others."""
    line = alignment(place, gazetteer)
    if line:
        return line
    area = area_of(place, gazetteer)
    if area is None:
        return point_shape(place, place.note or f"the point of {place.name}, as in {place.source}")
    note = f"{place.name}; {area.note}" if area.note else place.name
    return Shape.of_area(FootprintKind.AREA, area, note, exact=area.exact, name=place.name)


def point_shape(place: Place, note: str) -> Shape:
    """Return the shape of a place that is drawn as its point."""
    point = Point(place.lon, place.lat)
    return Shape.of(FootprintKind.POINT, point, note, exact=not place.note, name=place.name)


def reviewed_shape(place: Place, figure: BaseGeometry) -> Shape:
    """Return the shape of a place as a reviewer drew it: a point, a line or an area."""
    kind = FootprintKind.POINT
    if "LineString" in figure.geom_type:
        kind = FootprintKind.ROUTE
    elif is_polygonal(figure):
        kind = FootprintKind.AREA
    note = f"{place.name}, drawn by a reviewer"
    return Shape.of(kind, figure, note, exact=True, name=place.name)


def explicit_point(position: Position, place: Place) -> Shape:
    """Return the point that a text gives by coordinates."""
    return Shape.of(
        FootprintKind.POINT,
        Point(place.lon, place.lat),
        f"the point given as {place.name}; {position.exactness}",
        exact=position.uncertainty_km <= _EXACT_KM,
        uncertainty_km=position.uncertainty_km,
    )


def _associative_shape(place: Place) -> Shape:
    return point_shape(place, f"who, not where: marked at the point of {place.name}")


def _stand_in(shape: Shape, place: Place) -> Shape:
    """Return the shape of a place that stands in for one that no source knows: it is near by."""
    note = shape.note if shape.note == place.note else f"{place.note}; shown is {shape.note}"
    return replace(shape, exact=False, note=note)


def _unknown_place() -> Shape:
    detail = "no source knows this place"
    return Shape.undrawn(FootprintKind.POINT, UndrawnReason.UNKNOWN_PLACE, detail)


def _for_footprint(shape: Shape) -> Shape:
    """Return a shape without what only expressions need that are made of it."""
    if shape.side is None and shape.line is None:
        return shape
    return replace(shape, side=None, line=None, land=None)


def _bytes(shape: Shape) -> int:
    """Return the bytes of a shape and of all it keeps; the gazetteer keeps outlines."""
    drawn = None if shape.outline else shape.figure
    figures = [figure for figure in (drawn, shape.line, shape.land) if figure is not None]
    return PLACE_BYTES + sum(map(figure_bytes, figures))
