"""A footprint for every mention."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from ..gazetteer.records import Gazetteer
from ..model import Footprint, FootprintKind, Geometry, Mention, ParsedText, Place, Role
from ..sized_cache import SizedCache, positions
from .builders import Builder, Expression, Shape, alignment
from .given import given_point
from .masked import MaskedText, mask
from .patterns import Pattern, found

_Asked = tuple[Builder, tuple[tuple[str, str], ...], tuple[str, ...], tuple[Place | None, ...]]
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
        self._built = SizedCache(self._build, _size, _MOST_POSITIONS)
        self._geometry = SizedCache(self._draw, _positions, _MOST_POSITIONS)

    def shape(self, parsed: ParsedText) -> ParsedText:
        """Give every mention a footprint; the mentions of one expression share theirs."""
        shared: dict[int, Footprint] = {}
        for footprint in self._expressions(parsed):
            if not any(index in shared for index in footprint.mentions):
                shared |= dict.fromkeys(footprint.mentions, footprint)
        mentions = tuple(
            mention.completed(footprint=shared.get(index) or self._own(index, mention))
            for index, mention in enumerate(parsed.mentions)
        )
        return replace(parsed, mentions=mentions)

    def _expressions(self, parsed: ParsedText) -> list[Footprint]:
        """Footprints of all expressions found, longest first."""
        masked = mask(parsed.text, parsed.mentions)
        footprints = self._matches(masked, parsed)
        return sorted(footprints, key=lambda f: (f.start - f.end, f.start))

    def _matches(self, masked: MaskedText, parsed: ParsedText) -> Iterator[Footprint]:
        for pattern, match in found(masked):
            indices = masked.mentions_in(*match.span())
            mentions = [parsed.mentions[index] for index in indices]
            asked = _asked(pattern, match, mentions)
            shape = self._built(asked)
            if shape:
                start, end = (masked.original(position) for position in match.span())
                footprint = partial(self._drawn, asked, shape, start, end, indices)
                is_late = shape.draw is not None
                yield (
                    Footprint.drawn_later(start, end, indices, footprint)
                    if is_late
                    else footprint()
                )

    def _build(self, asked: _Asked) -> Shape | None:
        build, groups, names, places = asked
        return build(Expression(dict(groups), names, places, self._gazetteer))

    def _drawn(
        self, asked: _Asked, shape: Shape, start: int, end: int, mentions: tuple[int, ...]
    ) -> Footprint:
        """Footprint of an expression, with its geometry."""
        if shape.draw:
            shape = replace(shape, geometry=self._geometry(asked))
        return _footprint(shape, start, end, mentions)

    def _draw(self, asked: _Asked) -> Geometry | None:
        shape = self._built(asked)
        return shape.draw() if shape and shape.draw else None

    def _own(self, index: int, mention: Mention) -> Footprint:
        """Return the footprint of a mention that is in no expression: that of its place."""
        place = _place(mention)
        if place is None:
            shape = Shape(FootprintKind.POINT, None, _UNKNOWN)
        elif mention.role is Role.ASSOCIATIVE:
            shape = _point(place, f"who, not where: marked at the point of {place.name}")
        else:
            given = given_point(mention, place)
            if given:
                return _footprint(given, mention.start, mention.end, (index,))
            draw = partial(self._of_place, place, mention.start, mention.end, (index,))
            return Footprint.drawn_later(mention.start, mention.end, (index,), draw)
        return _footprint(shape, mention.start, mention.end, (index,))

    def _of_place(self, place: Place, start: int, end: int, mentions: tuple[int, ...]) -> Footprint:
        return _footprint(self._place_shape(place), start, end, mentions)

    def _place_shape(self, place: Place) -> Shape:
        road = alignment(place, self._gazetteer)
        if road:
            return road
        area = self._gazetteer.area(place.id)
        if area is None:
            return _point(place, place.note or f"the point of {place.name}, as in {place.source}")
        note = f"{place.name}; {area.note}" if area.note else place.name
        return Shape(FootprintKind.AREA, area.geometry, note, exact=area.exact)


def _asked(pattern: Pattern, match: re.Match[str], mentions: Sequence[Mention]) -> _Asked:
    """Everything that the shape of an expression depends on."""
    names = tuple(mention.text for mention in mentions)
    places = tuple(_place(mention) for mention in mentions)
    return pattern.build, tuple(match.groupdict().items()), names, places


def _size(shape: Shape | None) -> int:
    return _positions(shape.geometry if shape else None)


def _positions(geometry: Geometry | None) -> int:
    return _LEAST_SIZE + positions(geometry)


def _place(mention: Mention) -> Place | None:
    return mention.resolution.place if mention.resolution else None


def _point(place: Place, note: str) -> Shape:
    geometry = {"type": "Point", "coordinates": [place.lon, place.lat]}
    return Shape(FootprintKind.POINT, geometry, note, exact=not place.note)


def _footprint(shape: Shape, start: int, end: int, mentions: tuple[int, ...]) -> Footprint:
    return Footprint(
        shape.kind,
        shape.geometry,
        shape.exact,
        shape.note,
        start,
        end,
        mentions,
        shape.uncertainty_km,
    )
