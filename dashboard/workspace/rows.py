"""An annotated document as rows, ready to be sent to the one process that writes.

Rows of one document refer to each other by their numbers in it, and to what documents share
(marks, places, notes, wordings) by content. The writer turns both into the ids of a workspace.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

import numpy as np
import shapely

from geocache import Mention, Outcome, Place, Resolution
from geocache.antimeridian import figure_of

from ..model import AnnotatedDocument, Casualty, Document, PlacedFootprint, ThemeHit, When
from .codes import (
    DATED_CODES,
    HARM_CODES,
    KIND_CODES,
    MENTION_KIND_CODES,
    OUTCOME_CODES,
    REVIEW_CODES,
    REVIEWS,
    ROLE_CODES,
)
from .geometries import encode
from .near_copies import sketch_of
from .text_index import folded, spaced

_EPOCH = 719_163
"""Ordinal of 1970-01-01."""
_DEGREE_DIGITS = 6
"""Decimals of kept positions: a tenth of a metre."""
_PROBABILITY_DIGITS = 4
_KEPT_DRAWINGS = 4096
_KEPT_PASSAGES = 4096
Box = tuple[float, float, float, float]
Days = tuple[int | None, int | None]


class PlaceRow(NamedTuple):
    """A gazetteer place, as of the reading."""

    key: str
    name: str
    feature_class: str
    feature_code: str
    country: str
    admin1: str
    admin2: str
    lon: float
    lat: float
    population: int


class MarkRow(NamedTuple):
    """What is drawn for words."""

    hash: str
    kind: int
    role: int
    exact: bool
    label: str
    note: str
    uncertainty_km: float | None
    place: PlaceRow | None
    """The place that it is; None for what several make up, and for stand-ins."""
    country: str
    admin1: str
    point: tuple[float, float] | None
    """(lon, lat) of the place, or in the middle of what is drawn; None when undrawn."""
    box: Box | None
    """West, south, east, north in degrees; None when undrawn."""
    outline: str
    geometry: bytes | None
    """As `geometries.encode` writes it; None of points, of outlines, and of what is not drawn."""
    anchors: tuple[PlaceRow, ...]
    """Every place that it is made of."""


class KnownMark(NamedTuple):
    """A mark that stands in the workspace: an earlier reading of the same document drew it."""

    hash: str


class FootprintRow(NamedTuple):
    """An expression."""

    passage: int
    mark: int
    wording: str
    start: int
    end: int
    confidence: float
    outcome: int
    review: int = 0


class MentionRow(NamedTuple):
    """A toponym in its expression."""

    footprint: int
    start: int
    end: int
    kind: int
    role: int
    role_probability: float
    outcome: int
    probability: float
    confidence: float
    place: PlaceRow | None


class HitRow(NamedTuple):
    """A theme that a passage supports, or only touches: then it is not core."""

    passage: int
    theme: str
    score: float
    core: bool
    cues: str


class DateRow(NamedTuple):
    """An expression of time."""

    passage: int
    start: int
    end: int
    date: str
    precision: str
    note: str
    days: Days
    relation: str = ""
    history: bool = False
    other: str = ""


class CasualtyRow(NamedTuple):
    """Words that count dead, injured or missing people."""

    passage: int
    start: int
    end: int
    kind: int
    number: int | None
    at_least: bool


class ObservationRow(NamedTuple):
    """That a passage speaks of an expression at a time."""

    passage: int
    footprint: int
    dated: int
    date: str
    precision: str
    note: str
    days: Days
    carried: str
    history: bool = False


class PassageRow(NamedTuple):
    """A paragraph, and its words for the two indexes; None where they are those of the text."""

    start: int
    end: int
    spaced: str | None
    folded: str | None


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """Everything that is stored of one document."""

    document: Document
    days: Days
    passages: tuple[PassageRow, ...]
    marks: tuple[MarkRow | KnownMark, ...]
    footprints: tuple[FootprintRow, ...]
    mentions: tuple[MentionRow, ...]
    hits: tuple[HitRow, ...]
    dates: tuple[DateRow, ...]
    observations: tuple[ObservationRow, ...]
    problem: str = field(default="")
    sketch: bytes = b""
    """What its text is compared with others by; empty where it is too short for it."""
    own_date: When | None = None
    """The date that the document gives itself, where people decided for another."""
    casualties: tuple[CasualtyRow, ...] = ()

    def drawn(self, number: int) -> MarkRow:
        """Return a mark by its number; raises ValueError where an earlier reading drew it."""
        mark = self.marks[number]
        if isinstance(mark, KnownMark):
            raise ValueError(f"mark {mark.hash} of {self.document.id} is not drawn")  # noqa: TRY004
        return mark


def days_of(when: When) -> Days:
    """First and last day of a date as day numbers; None when it is unknown."""
    interval = when.interval
    if interval is None:
        return None, None
    return interval[0].toordinal() - _EPOCH, interval[1].toordinal() - _EPOCH


class OutlineBounds(Protocol):
    """What knows how far compiled outlines reach, as a gazetteer does."""

    def outline_bounds(self, outline_id: str) -> Box:
        """West, south, east and north of an outline."""
        ...


def rows_of(annotated: AnnotatedDocument, outlines: OutlineBounds | None = None) -> DocumentRows:
    """Turn an annotated document into rows.

    Parameters
    ----------
    annotated
        The document.
    outlines
        Tells how far outlines reach, so that they need not be drawn; they are drawn when None.

    Raises
    ------
    ValueError
        A mention has no resolution: nothing may be lost in silence.
    """
    document = annotated.document
    marks: dict[str, int] = {}
    mark_rows: list[MarkRow | KnownMark] = []
    footprints = []
    numbers: dict[int, int] = {}
    for number, placed in enumerate(annotated.placed):
        mentions = [annotated.parsed.mentions[index] for index in placed.footprint.mentions]
        numbers |= dict.fromkeys(placed.footprint.mentions, number)
        mark: MarkRow | KnownMark = KnownMark(placed.mark)
        if not placed.mark:
            mark = _mark(document.text, placed, mentions, outlines)
        if mark.hash not in marks:
            marks[mark.hash] = len(mark_rows)
            mark_rows.append(mark)
        reviews = [
            annotated.reviews[index] for index in placed.footprint.mentions if annotated.reviews
        ]
        footprints.append(_footprint(document.text, placed, mentions, reviews, marks[mark.hash]))
    return DocumentRows(
        document,
        days_of(document.date),
        tuple(
            passage_row(document.text[p.start : p.end], p.start, p.end) for p in annotated.passages
        ),
        tuple(mark_rows),
        tuple(footprints),
        tuple(
            _mention(mention, numbers[index])
            for index, mention in enumerate(annotated.parsed.mentions)
        ),
        hit_rows(annotated.themes),
        tuple(
            DateRow(
                *(d.passage, d.start, d.end, *_when(d.when), days_of(d.when)),
                *(d.relation, d.history, d.other),
            )
            for d in annotated.dates
        ),
        tuple(
            ObservationRow(
                o.passage,
                o.footprint,
                DATED_CODES[o.dated],
                *_when(o.when),
                days_of(o.when),
                o.carried,
                o.history,
            )
            for o in annotated.observations
        ),
        sketch=sketch_of(document.text),
        own_date=annotated.own_date,
        casualties=casualty_rows(annotated.casualties),
    )


def hit_rows(hits: Iterable[ThemeHit]) -> tuple[HitRow, ...]:
    """Return rows of themes."""
    return tuple(
        HitRow(hit.passage, hit.theme, hit.score, hit.core, _spans(hit.cues)) for hit in hits
    )


def casualty_rows(casualties: Iterable[Casualty]) -> tuple[CasualtyRow, ...]:
    """Return rows of people who were harmed."""
    return tuple(
        CasualtyRow(one.passage, one.start, one.end, HARM_CODES[one.kind], one.number, one.at_least)
        for one in casualties
    )


def bare_rows(document: Document) -> DocumentRows:
    """Rows of a document alone, to ask whether it stands already."""
    return DocumentRows(document, days_of(document.date), (), (), (), (), (), (), ())


def _when(when: When) -> tuple[str, str, str]:
    return when.value, when.precision.value, when.note


def _spans(cues: Iterable[Any]) -> str:
    return ",".join(f"{cue.start}-{cue.end}" for cue in cues)


def passage_row(words: str, start: int, end: int) -> PassageRow:
    """Row of a passage with its words for the indexes."""
    plain = words.isascii()
    return PassageRow(
        start, end, None if plain else spaced(words), None if plain else folded_passage(words)
    )


@lru_cache(maxsize=_KEPT_PASSAGES)
def folded_passage(words: str) -> str:
    """Return what `folded` returns; remembered, for a reading is often replaced soon."""
    return folded(words)


def _footprint(
    text: str,
    placed: PlacedFootprint,
    mentions: Sequence[Mention],
    reviews: Sequence[str],
    mark: int,
) -> FootprintRow:
    resolutions = [mention.resolution for mention in mentions]
    return FootprintRow(
        placed.passage,
        mark,
        _words(text, placed),
        placed.footprint.start,
        placed.footprint.end,
        _rounded(min(resolution.confidence for resolution in resolutions)),
        max(OUTCOME_CODES[resolution.outcome] for resolution in resolutions),
        _review(reviews, resolutions),
    )


def _review(reviews: Sequence[str], resolutions: Sequence[Resolution]) -> int:
    """What was decided of a footprint: nothing while a doubtful mention of it is open."""
    pairs = list(zip(reviews, resolutions, strict=False))
    sure = Outcome.RESOLVED
    if any(said == REVIEWS[0] and resolution.outcome is not sure for said, resolution in pairs):
        return 0
    return max((REVIEW_CODES[review] for review in reviews), default=0)


def _words(text: str, placed: PlacedFootprint) -> str:
    return " ".join(text[placed.footprint.start : placed.footprint.end].split())


def _mention(mention: Mention, footprint: int) -> MentionRow:
    resolution = mention.resolution
    return MentionRow(
        footprint,
        mention.start,
        mention.end,
        MENTION_KIND_CODES[mention.kind],
        ROLE_CODES[mention.role],
        _rounded(mention.role_probability),
        OUTCOME_CODES[resolution.outcome],
        _rounded(mention.probability),
        _rounded(resolution.confidence),
        _place(resolution.place) if resolution.place else None,
    )


def _rounded(probability: float) -> float:
    return round(float(probability), _PROBABILITY_DIGITS)


def _place(place: Place) -> PlaceRow:
    return PlaceRow(
        place.id,
        place.name,
        place.feature_class,
        place.feature_code,
        place.country_code,
        place.admin1_code,
        place.admin2_code,
        place.lon,
        place.lat,
        place.population,
    )


def _mark(
    text: str,
    placed: PlacedFootprint,
    mentions: Sequence[Mention],
    outlines: OutlineBounds | None,
) -> MarkRow:
    """Mark of a footprint: equal for all that are drawn alike and mean the same."""
    footprint = placed.footprint
    places = [place for m in mentions if (place := m.resolution.place) is not None]
    alone = len(mentions) == 1 and (mentions[0].start, mentions[0].end) == (
        footprint.start,
        footprint.end,
    )
    stands_in = alone and mentions[0].resolution.stands_in_for
    own = places[0] if alone and places and not stands_in else None
    label = places[0].name if alone and places else _words(text, placed)
    drawing = _DRAWINGS.of(placed, own, outlines)
    # The same words may hang on other places in another report, or in another reading.
    undrawn = " ".join((label.casefold(), *sorted({place.id for place in places})))
    identity = "|".join(
        (
            footprint.kind.value,
            placed.role.value,
            footprint.note,
            own.id if own else drawing.digest or undrawn,
        )
    )
    around = places[0] if places else None
    return MarkRow(
        hashlib.sha256(identity.encode()).hexdigest()[:12],
        KIND_CODES[footprint.kind],
        ROLE_CODES[placed.role],
        footprint.exact,
        label,
        footprint.note,
        footprint.uncertainty_km,
        _place(own) if own else None,
        around.country_code if around else "",
        around.admin1_code if around else "",
        drawing.point,
        drawing.box,
        footprint.outline,
        drawing.geometry,
        tuple(dict.fromkeys(map(_place, places))),
    )


class Drawing(NamedTuple):
    """What is kept of a geometry."""

    point: tuple[float, float] | None
    box: Box | None
    geometry: bytes | None
    digest: str


_UNDRAWN = Drawing(None, None, None, "")


class _Drawings:
    """Drawings of footprints as they are stored; those of places are remembered."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], Drawing] = OrderedDict()

    def of(
        self, placed: PlacedFootprint, own: Place | None, outlines: OutlineBounds | None
    ) -> Drawing:
        """Drawing of a footprint; ``own`` is the place that it is, if it is one."""
        if own is None:
            return _drawing(placed, None, outlines)
        # Without outlines the same footprint is drawn from its geometry, on another grid.
        # A place of the user's own may have been put elsewhere while this process ran.
        position = own.lon, own.lat, placed.footprint.outline
        kind = placed.footprint.kind.value
        key = own.id, *position, kind, placed.footprint.note, outlines is not None
        drawing = self._kept.get(key)
        if drawing is None:
            drawing = self._kept[key] = _drawing(placed, own, outlines)
            if len(self._kept) > _KEPT_DRAWINGS:
                self._kept.popitem(last=False)
        return drawing


_DRAWINGS = _Drawings()


def _drawing(placed: PlacedFootprint, own: Place | None, outlines: OutlineBounds | None) -> Drawing:
    footprint = placed.footprint
    point = (own.lon, own.lat) if own else None
    if footprint.outline and outlines is not None:
        box = outlines.outline_bounds(footprint.outline)
        west, south, east, north = (float(side) for side in box)
        middle = (west + east) / 2, (south + north) / 2
        return Drawing(point or middle, (west, south, east, north), None, footprint.outline)
    geometry = footprint.geometry
    drawn = drawing_of(figure_of(geometry) if geometry else None, point)
    if not footprint.outline:
        return drawn
    return drawn._replace(geometry=None, digest=footprint.outline)


def drawing_of(figure: Any, point: tuple[float, float] | None) -> Drawing:
    """Return what is kept of a shapely figure in (lon, lat) degrees; None is not drawn.

    Parameters
    ----------
    figure
        What is drawn.
    point
        Where it is said to be; in the middle of the figure when None.
    """
    if figure is None:
        return _UNDRAWN
    figure = shapely.transform(figure, lambda at: np.round(at, _DEGREE_DIGITS))
    west, south, east, north = (float(side) for side in figure.bounds)
    digest = hashlib.sha256(shapely.to_wkb(figure)).hexdigest()
    is_point = figure.geom_type == "Point"
    if point is None or is_point:
        point = _middle(figure)
    geometry = None if is_point else encode(figure)
    return Drawing(point, (west, south, east, north), geometry, digest)


def _middle(figure: Any) -> tuple[float, float]:
    """Return a point on a figure, about its middle."""
    if "LineString" in figure.geom_type:
        longest = max(getattr(figure, "geoms", [figure]), key=lambda line: line.length)
        point = longest.interpolate(0.5, normalized=True)
    else:
        point = figure.representative_point()
    return round(float(point.x), _DEGREE_DIGITS), round(float(point.y), _DEGREE_DIGITS)
