"""Everything that is read from a document, put together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from geocache import Footprint, Geoparser, Mention, ParsedText, Role
from geocache.records import RecognizedMention, RecognizedText

from ..model import (
    AnnotatedDocument,
    DateMention,
    Document,
    Observation,
    Passage,
    PlacedFootprint,
    Precision,
    ThemeHit,
)
from .carried import Antecedent, carried_into
from .casualties import casualties_of
from .dates import Context, dates_of, with_own_date
from .dating import Dates, Dating
from .passages import passage_at, passages_of
from .roles import role_of
from .rulings import DocumentRulings, Rulings
from .themes import Themes

_NOBODY = Rulings()


Meaning = tuple[int, int, str, Role, str]
"""Start and end of a mention, its place's id ("" of none), its role and its outcome."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A footprint as an earlier reading drew it."""

    mark: str
    """Hash of the mark."""
    role: Role
    """Of the mark."""
    mentions: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What an earlier reading by the same engine saw in a document, whatever was decided."""

    mentions: tuple[RecognizedMention, ...]
    themes: tuple[ThemeHit, ...]
    dates: tuple[DateMention, ...]
    drawn: Mapping[tuple[int, int], Drawn]
    """Footprints by start and end, but for those that depend on more than their own mentions."""

    def of(self, parsed: ParsedText, footprint: Footprint, reviews: Sequence[str]) -> Drawn | None:
        """Return how a footprint was drawn whose mentions mean the same as now.

        Those that people decided about are drawn anew: what stood in for an unknown place may have
        been decided to be the place itself.
        """
        drawn = self.drawn.get((footprint.start, footprint.end))
        if drawn is None or any(reviews[i] != "open" for i in footprint.mentions if reviews):
            return None
        mentions = (parsed.mentions[index] for index in footprint.mentions)
        return drawn if drawn.mentions == tuple(map(_meaning, mentions)) else None


def _meaning(mention: Mention) -> Meaning:
    resolution = mention.resolution
    place, outcome = resolution.place, resolution.outcome.value
    meant = place.id if place else ""
    if resolution.stands_in_for:  # which is drawn otherwise than the place itself
        meant = f"{meant}?"
    return mention.start, mention.end, meant, mention.role, outcome


class Annotator:
    """Turns documents into observations.

    Parameters
    ----------
    geoparser
        Finds and shapes the places.
    themes
        The taxonomy; the shipped one when None.
    """

    def __init__(self, geoparser: Geoparser, themes: Themes | None = None) -> None:
        self.geoparser = geoparser
        self.themes = themes or Themes.shipped()

    def annotate(
        self, document: Document, rulings: Rulings = _NOBODY, seen: Seen | None = None
    ) -> AnnotatedDocument:
        """Geoparse a document, and find the themes and dates of its passages.

        Parameters
        ----------
        document
            With the date that it gives itself; where that is unknown, its words are asked.
        rulings
            What people decided, which comes first.
        seen
            What an earlier reading by the same engine saw, so that it need not look again; only
            where `DocumentRulings.only_places` holds. None looks.
        """
        ruled = rulings.of(document)
        own = document = with_own_date(document)
        if ruled:
            document = replace(document, date=ruled.passages.own_date(document))
        parsed = self.parse(document, ruled, seen)
        passages = passages_of(document.text)
        if seen is None:
            context = Context(
                document.date, document.language, document.source, _is_southern(parsed)
            )
            dates = dates_of(document.text, passages, context)
            themes = self.themes.hits(document.text, passages, document.title)
        else:
            dates, themes = seen.dates, seen.themes
        if ruled:
            dates = ruled.passages.dates(dates, document.text, passages)
            themes = ruled.passages.themes(themes, passages, self.themes.standing)
        reviews = tuple(map(ruled.mentions.review, parsed.mentions)) if ruled else ()
        placed = tuple(
            _placed(parsed, footprint, passage_at(passages, footprint.start), drawn)
            for footprint in parsed.footprints
            for drawn in [seen.of(parsed, footprint, reviews) if seen else None]
        )
        return AnnotatedDocument(
            document,
            parsed,
            placed,
            passages,
            themes,
            dates,
            tuple(_observations(document, passages, placed, dates)),
            own.date if own.date != document.date else None,
            reviews,
            casualties_of(document.text, passages),
        )

    def parse(
        self,
        document: Document,
        ruled: DocumentRulings | None = None,
        seen: Seen | None = None,
    ) -> ParsedText:
        """Geoparse a document as `annotate` does: the same versions give the same answer.

        Of the document's outlet only what training has learnt counts: an `OutletMemory` would make
        the answer depend on what was read before.
        """
        days = document.date.interval
        is_day = document.date.precision is Precision.DAY
        published = days[1].isoformat() if days and is_day else None
        corrections = ruled.mentions if ruled else None
        if seen is None:
            return self.geoparser.parse(
                document.text, document.title, document.source, published, corrections=corrections
            )
        recognized = RecognizedText(
            document.text, document.title, document.source, published, seen.mentions
        )
        return self.geoparser.complete(recognized, corrections)


def _is_southern(parsed: ParsedText) -> bool:
    """Whether most places of a text lie south of the equator, where seasons are others."""
    places = (mention.resolution.place for mention in parsed.mentions)
    latitudes = [place.lat for place in places if place is not None]
    return sum(latitude < 0 for latitude in latitudes) * 2 > len(latitudes)


def _placed(
    parsed: ParsedText, footprint: Footprint, passage: int, drawn: Drawn | None
) -> PlacedFootprint:
    """Where a footprint stands, and its role; nothing is drawn of what was drawn before."""
    if drawn:
        return PlacedFootprint(footprint, passage, drawn.role, drawn.mark)
    return PlacedFootprint(footprint, passage, role_of(parsed, footprint))


def _observations(
    document: Document,
    passages: Sequence[Passage],
    placed: Sequence[PlacedFootprint],
    dates: Sequence[DateMention],
) -> Iterator[Observation]:
    """Every footprint in its passage, and in those that refer back to it."""
    dating = Dates(document, passages, dates)
    for index, one in enumerate(placed):
        yield _dated(one.passage, index, dating.at(one.passage, one.footprint.start))
    literal = [
        Antecedent(index, one.passage, one.footprint.start, one.footprint.end)
        for index, one in enumerate(placed)
        if one.role is Role.LITERAL
    ]
    for carried in carried_into(document.text, passages, literal):
        date = dating.at(carried.passage, carried.start)
        yield _dated(carried.passage, carried.index, date, carried.reason)


def _dated(passage: int, footprint: int, date: Dating, carried: str = "") -> Observation:
    return Observation(
        passage, footprint, date.when, date.dated, carried, date.history, date.taken_over
    )
