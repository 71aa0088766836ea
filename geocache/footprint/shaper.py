"""A footprint for every mention."""

from collections.abc import Callable, Sequence
from functools import partial

from ..caching import SizedCache, positions
from ..gazetteer.protocols import Gazetteer
from ..records import (
    Footprint,
    FootprintKind,
    Geometry,
    Place,
    RecognizedMention,
    Resolution,
    Role,
)
from .expression import Asked, Drawing, Expression, Shape, area_of
from .grammar.matcher import Finder, Found
from .routes import alignment

# ---- given

_EXACT_KM = 2.0
"""Off by less, coordinates are as good as the point of a town: those written to the minute are."""


def given_point(mention: RecognizedMention, place: Place) -> Shape | None:
    """Return the point that a mention gives by coordinates; None for names."""
    position = mention.position
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


_MOST_POSITIONS = 500_000
"""Of remembered shapes, about 60 MB: parts of large countries take long to cut off."""
_LEAST_SIZE = 10
"""Of a remembered shape with all it depends on, in positions."""
_UNKNOWN = "not drawn: no source knows this place"


class FootprintMaker:
    """Reads spatial expressions around resolved mentions and draws them.

    Parameters
    ----------
    gazetteer
        Knows the polygons and alignments; not to be changed afterwards, for shapes are remembered.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._shapes = SizedCache(self._draw, _size, _MOST_POSITIONS)
        self._drawn: dict[str, Geometry] = {}

    def shape(
        self,
        text: str,
        mentions: Sequence[RecognizedMention],
        resolutions: Sequence[Resolution],
        drawn: Callable[[str], Geometry | None] | None = None,
    ) -> tuple[Footprint, ...]:
        """Return the footprints of a text, in text order; each mention belongs to exactly one.

        Of expressions that are made of each other, the whole one counts.

        Parameters
        ----------
        text
            Whole, as recognised.
        mentions, resolutions
            In text order; a resolution for each mention.
        drawn
            Returns what a reviewer drew for the place with an id; remembered.
        """
        if drawn is not None:
            self._remember(resolutions, drawn)
        footprints: list[Footprint] = []
        shaped: set[int] = set()
        for found in self._expressions(text, mentions, resolutions):
            node = found.node
            if shaped.isdisjoint(node.mentions):
                draw = partial(self._footprint, found)
                footprints.append(Footprint.drawn_later(node.start, node.end, node.mentions, draw))
                shaped.update(node.mentions)
        footprints += [
            self._own(index, mention, resolution.place)
            for index, (mention, resolution) in enumerate(zip(mentions, resolutions, strict=True))
            if index not in shaped
        ]
        return tuple(sorted(footprints, key=lambda f: (f.start, f.end)))

    def _expressions(
        self, text: str, mentions: Sequence[RecognizedMention], resolutions: Sequence[Resolution]
    ) -> list[Found]:
        """All expressions of a text, longest first."""
        if not mentions:
            return []
        found = Finder(text, mentions, resolutions, self._build).expressions()
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

    def _own(self, index: int, mention: RecognizedMention, place: Place | None) -> Footprint:
        """Return the footprint of a mention that is in no expression: that of its place."""
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

    def _remember(
        self, resolutions: Sequence[Resolution], drawn: Callable[[str], Geometry | None]
    ) -> None:
        """Footprints are drawn when they are read: what a reviewer drew is to be there then."""
        for place in filter(None, (resolution.place for resolution in resolutions)):
            geometry = drawn(place.id)
            if geometry is not None:
                self._drawn[place.id] = geometry

    def _shape_of_place(self, place: Place) -> Shape:
        geometry = self._drawn.get(place.id) if self._drawn else None
        if geometry is not None:
            return drawn_shape(place, geometry)
        return shape_of_place(place, self._gazetteer)


def _size(shape: Shape) -> int:
    geometry = None if shape.outline else shape.geometry  # the gazetteer keeps outlines
    return sum(_LEAST_SIZE + positions(g) for g in (geometry, shape.line, shape.land) if g)


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
