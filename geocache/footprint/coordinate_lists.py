"""Coordinates that follow one another: the corners of an area, the points of a line.

Notices to airmen and seafarers, and annexes of ceasefires, write "AREA BOUNDED BY 3350N 03530E -
3350N 03610E - 3320N 03610E", or a corner a line, with letters or numbers in front.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from ..antimeridian import line_of, polygon_of
from ..data_files import shipped
from ..records import FootprintKind
from .expression import Anchor, Draw, Expression, Shape, ShapeRequest, is_explicit_point
from .grammar.lexicon import LINE, REGION
from .grammar.masking import Node
from .grammar.matcher import ResolvedMention
from .grammar.pattern import with_article
from .grammar.quantities import written

_FILE = ("footprint", "coordinate_lists.yaml")
_LEAD = 240
"""Code points in front of the first point in which words say what the points are."""
_LONGEST_GAP, _LONGEST_DETOUR = 60, 160
"""Code points between two points that are corners of one area."""
_LEAST_CORNERS, _LEAST_POINTS = 3, 2
_APART = 25
"""Code points between words that say the same: "AREA BOUNDED BY", "the area with the corners"."""
_EXACT_KM = 2.0
"""Corners that are off by less are as good as the points of towns."""
_TURN = 360.0
_SENTENCE_END = re.compile(r"[.!?](?:\s+(?=\S)|\n)|\n\s*\n")
_LIST_LABEL = re.compile(r"(?:[(\[]?\b(?:[A-Za-z]|\d{1,2})[.):\]]{0,2}[\s:=-]*|[-*•]\s*)\Z")
"""The letter or number of the first point in a list."""
_DETOUR, _COURSE = "detour", "course"
"""Names of the groups that have words between two corners when the way is not straight, and the
words in front of a line that do not say that it is."""


def coordinate_lists(text: str, mentions: Sequence[ResolvedMention]) -> list[Node]:
    """Return the areas and lines of a text whose points it gives by coordinates, in text order.

    Parameters
    ----------
    text
        The whole text.
    mentions
        In text order.
    """
    reached, nodes = 0, list[Node]()
    for numbers, detour in _runs(text, mentions):
        node = _node(text, mentions, numbers, detour, reached)
        reached = mentions[numbers[-1]].end
        if node:
            nodes.append(node)
    return nodes


def _runs(text: str, mentions: Sequence[ResolvedMention]) -> Iterator[tuple[range, str]]:
    """Yield the numbers of points with nothing but separators between, and words of detours."""
    first, detour = 0, ""
    for number, mention in enumerate(mentions):
        if not _is_point(mention):
            yield from _run(first, number, detour)
            first, detour = number + 1, ""
        elif number > first:
            gap = text[mentions[number - 1].end : mention.start]
            if _is_detour(gap):
                detour = " ".join(gap.split())
            elif not _is_separator(gap):
                yield from _run(first, number, detour)
                first, detour = number, ""
    yield from _run(first, len(mentions), detour)


def _run(first: int, end: int, detour: str) -> Iterator[tuple[range, str]]:
    if end - first >= _LEAST_POINTS:
        yield range(first, end), detour


def _is_point(mention: ResolvedMention) -> bool:
    return mention.place is not None and is_explicit_point(mention.place)


def _is_separator(gap: str) -> bool:
    return len(gap) <= _LONGEST_GAP and _separator().fullmatch(gap) is not None


def _is_detour(gap: str) -> bool:
    """Whether the words between two corners say that the way is not straight."""
    return (
        len(gap) <= _LONGEST_DETOUR
        and _words("detours").search(gap) is not None
        and not _SENTENCE_END.search(gap)
    )


def _node(
    text: str, mentions: Sequence[ResolvedMention], numbers: range, detour: str, reached: int
) -> Node | None:
    """Return the area or the line of some points; None when nothing says that they are one."""
    start, end = mentions[numbers[0]].start, mentions[numbers[-1]].end
    anchors = [_anchor(mentions[number]) for number in numbers]
    closing = _closing().match(text, end)
    is_ring = closing is not None or _is_closed(anchors)
    corners = anchors[:-1] if _is_closed(anchors) else anchors
    lead = _lead(text, start, reached)
    cue = _area_cue(lead)
    if len(corners) >= _LEAST_CORNERS and (cue or is_ring):
        build, slot = area_of_corners, REGION
    else:
        cue = _cue(lead, (_words("line"), _noun("line")))
        build, slot = line_through_points, LINE
        corners = anchors
        if not cue:
            return None
    if cue:
        start = with_article(text, start - len(lead) + cue.start())
    end = closing.end() if closing and slot == REGION else end
    groups: tuple[tuple[str, str | None], ...] = ((_DETOUR, detour),) if detour else ()
    if cue and slot == LINE and not _words("line").search(lead):
        groups += ((_COURSE, cue[0]),)
    return Node(slot, start, end, tuple(numbers), ShapeRequest(build, groups, tuple(corners)))


def _anchor(mention: ResolvedMention) -> Anchor:
    return Anchor(mention.words, mention.place, uncertainty_km=mention.uncertainty_km)


def _is_closed(anchors: Sequence[Anchor]) -> bool:
    """Whether the last point is the first again."""
    first, last = anchors[0].place, anchors[-1].place
    return len(anchors) > _LEAST_CORNERS and bool(first and last and first.id == last.id)


def _lead(text: str, start: int, reached: int) -> str:
    """Return the words in front of the first point that belong to its sentence."""
    lead = text[max(reached, start - _LEAD) : start]
    label = _LIST_LABEL.search(lead)
    searched = lead[: label.start()] if label else lead
    # A heading ends with a colon and an empty line.
    ends = [m.end() for m in _SENTENCE_END.finditer(searched.rstrip(" \n\t:-"))]
    return lead[ends[-1] :] if ends else lead


def _area_cue(lead: str) -> re.Match[str] | None:
    """Return the first of the last words that say that the points are corners of an area."""
    return _cue(lead, (_words("area"), _listed(), _noun("area")))


def _cue(lead: str, patterns: Sequence[re.Pattern[str]]) -> re.Match[str] | None:
    found = sorted(
        (match for pattern in patterns for match in pattern.finditer(lead)),
        key=lambda match: match.start(),
    )
    first: re.Match[str] | None = None
    for match in reversed(found):
        if first and first.start() - match.end() > _APART:
            break
        first = match
    return first


@cache
def _words(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{shipped(*_FILE)[key]})(?!\w)", re.IGNORECASE)


@cache
def _noun(kind: str) -> re.Pattern[str]:
    """A noun that says it only with the points right behind it, or with few words between."""
    words = shipped(*_FILE)
    links = rf"(?:[\s,:(-]{{1,3}}(?:{words[f'{kind}_links']})(?!\w)){{0,5}}"
    followed = rf"(?={links}[\s:,(-]*(?:[a-z0-9][.):\s]+)?\Z)"
    before = rf"(?={links}[\s,:(-]{{1,3}}(?:{words[kind]})(?!\w))"
    return re.compile(
        rf"(?<!\w)(?:{words[f'{kind}_nouns']})(?!\w)(?:{followed}|{before})", re.IGNORECASE
    )


@cache
def _listed() -> re.Pattern[str]:
    words = shipped(*_FILE)
    others = "".join(
        rf"(?<!\b{word}{article})"
        for word in words["not_listed"].split("|")
        for article in (" ", " the ")
    )
    return re.compile(rf"{others}(?<!\w)(?:{words['listed']})(?!\w)", re.IGNORECASE)


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(rf"[\s,;.–—-]{{0,5}}(?:{shipped(*_FILE)['closing']})(?!\w)", re.IGNORECASE)


@cache
def _separator() -> re.Pattern[str]:
    """Punctuation, joining words, and the letters and numbers of a list."""
    return re.compile(
        rf"(?:[\s,;:./|()\[\]→>•*–—-]|(?<!\w)(?:(?i:{shipped(*_FILE)['joiners']})|[A-Za-z]|\d{{1,2}})(?!\w))*+"
    )


# Drawing


def area_of_corners(expression: Expression) -> Draw | None:
    """Draw the polygon of corners in their order."""
    return lambda: _area(expression)


def line_through_points(expression: Expression) -> Draw | None:
    """Draw the line through points in their order."""
    return lambda: _line(expression)


def _area(expression: Expression) -> Shape:
    positions = _positions(expression)
    longitudes = np.unwrap([lon for lon, _ in positions], period=_TURN)
    flat = np.column_stack([longitudes, [lat for _, lat in positions]])
    is_simple = Polygon(flat).is_valid
    ring = positions if shapely.is_ccw(shapely.linearrings(flat)) else positions[::-1]
    figure = polygon_of([[*ring, ring[0]]])
    name = f"the area of {len(positions)} corners"
    note = f"{name} that the text gives{_exactness(expression)}"
    if not is_simple:
        note += "; its edges cross in the order in which the text has the corners"
    detour = expression.groups.get(_DETOUR)
    if detour:
        note += f"; drawn straight where the text says “{detour}”"
    return _shape(FootprintKind.AREA, figure, note, name, expression, is_exact=is_simple)


def _line(expression: Expression) -> Shape:
    positions = _positions(expression)
    name = f"the line through {len(positions)} points"
    note = f"{name} that the text gives{_exactness(expression)}"
    figure = line_of(positions)
    if _COURSE in expression.groups:
        note += "; drawn straight between them"
    return _shape(FootprintKind.ROUTE, figure, note, name, expression, is_exact=True)


def _shape(
    kind: FootprintKind,
    figure: BaseGeometry,
    note: str,
    name: str,
    expression: Expression,
    *,
    is_exact: bool,
) -> Shape:
    off_km = _uncertainty_km(expression)
    is_straight = not {_DETOUR, _COURSE} & set(expression.groups)
    is_fixed = is_exact and is_straight and off_km <= _EXACT_KM
    return Shape.of(kind, figure, note, exact=is_fixed, uncertainty_km=off_km, name=name)


def _positions(expression: Expression) -> list[tuple[float, float]]:
    places = [anchor.place for anchor in expression.anchors]
    return [(place.lon, place.lat) for place in places if place]


def _uncertainty_km(expression: Expression) -> float:
    return max(anchor.uncertainty_km or 0.0 for anchor in expression.anchors)


def _exactness(expression: Expression) -> str:
    return f", each within {written(_uncertainty_km(expression))} km"
