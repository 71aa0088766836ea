"""A footprint for every mention."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from ..caching import PLACE_BYTES, Caches, geometry_bytes
from ..coordinates import read_coordinates
from ..gazetteer.protocols import Gazetteer
from ..records import (
    Footprint,
    FootprintKind,
    Geometry,
    Mention,
    MentionKind,
    ParsedText,
    Place,
    Role,
)
from .expression import Asked, Drawing, Expression, Shape, area_of
from .grammar.matcher import Finder, Found, place_of
from .routes import alignment

# ---- given

_EXACT_KM = 2.0
"""Off by less, coordinates are as good as the point of a town: those written to the minute are."""


def given_point(mention: Mention, place: Place) -> Shape | None:
    """Return the point that a mention gives by coordinates; None for names."""
    position = None
    if mention.kind is MentionKind.COORDINATE:
        position = read_coordinates(mention.text)
    if position is None:
        return None
    geometry = {"type": "Point", "coordinates": [place.lon, place.lat]}
    off_km = position.uncertainty_km
    return Shape(
        FootprintKind.POINT,
        geometry,
        f"the point given as {place.name}; {position.exactness}",
        exact=off_km <= _EXACT_KM,
        uncertainty_km=off_km,
    )


# ---- own


def shape_of_place(place: Place, gazetteer: Gazetteer) -> Shape:
    """Return the line of a road, river or border, the polygon of an area, the point of others."""
    line = alignment(place, gazetteer)
    if line:
        return line
    area = area_of(place, gazetteer)
    if area is None:
        return point_of(place, place.note or f"the point of {place.name}, as in {place.source}")
    note = f"{place.name}; {area.note}" if area.note else place.name
    return Shape.of_area(FootprintKind.AREA, area, note, exact=area.exact, name=place.name)


def point_of(place: Place, note: str) -> Shape:
    """Shape of a place that is drawn as its point."""
    geometry = {"type": "Point", "coordinates": [place.lon, place.lat]}
    return Shape(FootprintKind.POINT, geometry, note, exact=not place.note, name=place.name)


def drawn_shape(place: Place, geometry: Geometry) -> Shape:
    """Shape of a place as a reviewer drew it: a point, a line or an area."""
    kind = FootprintKind.POINT
    if "LineString" in geometry["type"]:
        kind = FootprintKind.ROUTE
    elif "Polygon" in geometry["type"]:
        kind = FootprintKind.AREA
    note = f"{place.name}, drawn by a reviewer"
    return Shape(kind, geometry, note, exact=True, name=place.name)


_UNKNOWN = "not drawn: no source knows this place"


class FootprintMaker:
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
        self._shapes = caches.remember("figures", self._draw, _bytes)
        self._drawn: dict[str, Geometry] = {}

    def shape(
        self, parsed: ParsedText, drawn: Callable[[str], Geometry | None] | None = None
    ) -> ParsedText:
        """Give every mention a footprint; the mentions of one expression share theirs.

        Of expressions that are made of each other, the whole one counts.

        Parameters
        ----------
        parsed
            A text whose mentions are resolved.
        drawn
            Returns what a reviewer drew for the place with an id; remembered.
        """
        if drawn is not None:
            self._remember(parsed, drawn)
        shared: dict[int, Footprint] = {}
        for found in self._expressions(parsed):
            node = found.node
            if not any(index in shared for index in node.mentions):
                draw = partial(self._footprint, found)
                footprint = Footprint.drawn_later(node.start, node.end, node.mentions, draw)
                shared |= dict.fromkeys(node.mentions, footprint)
        mentions = tuple(
            mention.completed(footprint=shared.get(index) or self._own(index, mention))
            for index, mention in enumerate(parsed.mentions)
        )
        return replace(parsed, mentions=mentions)

    def _expressions(self, parsed: ParsedText) -> list[Found]:
        """All expressions of a text, longest first."""
        if not parsed.mentions:
            return []
        found = Finder(parsed.text, parsed.mentions, self._build).expressions()
        return sorted(found, key=lambda f: (f.node.start - f.node.end, f.node.start))

    def _build(self, asked: Asked) -> Drawing | None:
        groups = {key: words for key, words in asked.groups if words is not None}
        return asked.build(
            Expression(
                groups,
                asked.anchors,
                self._gazetteer,
                asked.near,
                self._shapes,
                self._shape_of_place,
            )
        )

    def _draw(self, asked: Asked) -> Shape:
        drawing = self._build(asked)
        if drawing is None:
            raise ValueError(f"an expression that means nothing: {asked.groups}")
        return drawing()

    def _footprint(self, found: Found) -> Footprint:
        """Footprint of an expression, with its geometry."""
        node = found.node
        return _footprint(self._shapes(found.asked), node.start, node.end, node.mentions)

    def _own(self, index: int, mention: Mention) -> Footprint:
        """Return the footprint of a mention that is in no expression: that of its place."""
        place = place_of(mention)
        if place is None:
            shape = Shape(FootprintKind.POINT, None, _UNKNOWN)
        elif mention.role is Role.ASSOCIATIVE:
            shape = point_of(place, f"who, not where: marked at the point of {place.name}")
        else:
            given = given_point(mention, place)
            if given:
                return _footprint(given, mention.start, mention.end, (index,))
            draw = partial(self._of_place, place, mention.start, mention.end, (index,))
            return Footprint.drawn_later(mention.start, mention.end, (index,), draw)
        return _footprint(shape, mention.start, mention.end, (index,))

    def _of_place(self, place: Place, start: int, end: int, mentions: tuple[int, ...]) -> Footprint:
        return _footprint(self._shape_of_place(place), start, end, mentions)

    def _remember(self, parsed: ParsedText, drawn: Callable[[str], Geometry | None]) -> None:
        """Footprints are drawn when they are read: what a reviewer drew is to be there then."""
        for place in filter(None, map(place_of, parsed.mentions)):
            geometry = drawn(place.id)
            if geometry is not None:
                self._drawn[place.id] = geometry

    def _shape_of_place(self, place: Place) -> Shape:
        geometry = self._drawn.get(place.id) if self._drawn else None
        if geometry is not None:
            return drawn_shape(place, geometry)
        return shape_of_place(place, self._gazetteer)


def _bytes(shape: Shape) -> int:
    geometry = None if shape.outline else shape.geometry  # the gazetteer keeps outlines
    return PLACE_BYTES + sum(map(geometry_bytes, (geometry, shape.line, shape.land)))


def _footprint(shape: Shape, start: int, end: int, mentions: tuple[int, ...]) -> Footprint:
    footprint = Footprint(
        shape.kind,
        None if shape.outline else shape.geometry,
        shape.exact,
        shape.note,
        start,
        end,
        mentions,
        shape.uncertainty_km,
        shape.outline,
    )
    return footprint.drawn_by(shape.draw) if shape.outline else footprint
