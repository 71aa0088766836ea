"""Everything that is read from a document, put together."""

from collections.abc import Iterator, Sequence

from geocache import Geoparser, ParsedText, Role

from ..model import (
    AnnotatedDocument,
    DateMention,
    Document,
    Observation,
    Passage,
    Precision,
    ThemeHit,
    When,
)
from .carried import PlacedFootprint, carried_into
from .dates import dates_of
from .passages import passage_at, passages_of
from .roles import role_of
from .themes import Themes


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
        self._geoparser = geoparser
        self._themes = themes or Themes.shipped()

    def annotate(self, document: Document) -> AnnotatedDocument:
        """Geoparse a document, and find the themes and dates of its passages."""
        published = document.date.value if document.date.precision is Precision.DAY else None
        parsed = self._geoparser.parse(document.text, title=document.title, published=published)
        passages = passages_of(document.text)
        themes = self._themes.hits(document.text, passages)
        dates = dates_of(document.text, passages, document.date)
        footprints = parsed.footprints
        observed = _Observer(document, parsed, passages, themes, dates)
        return AnnotatedDocument(
            document, parsed, footprints, passages, themes, dates, tuple(observed.observations())
        )


class _Observer:
    """Passage × place × theme × time."""

    def __init__(
        self,
        document: Document,
        parsed: ParsedText,
        passages: Sequence[Passage],
        themes: Sequence[ThemeHit],
        dates: Sequence[DateMention],
    ) -> None:
        self._document, self._parsed, self._passages = document, parsed, passages
        self._dates = dates
        self._themes: dict[int, list[str]] = {}
        for hit in themes:
            self._themes.setdefault(hit.passage, []).append(hit.theme)

    def observations(self) -> Iterator[Observation]:
        footprints = self._parsed.footprints
        for index, footprint in enumerate(footprints):
            number = passage_at(self._passages, footprint.start)
            yield from self._themed(number, index, self._when(number, footprint.start))
        literal = [
            PlacedFootprint(index, passage_at(self._passages, f.start), f.start, f.end)
            for index, f in enumerate(footprints)
            if role_of(self._parsed, f) is Role.LITERAL
        ]
        for carried in carried_into(self._document.text, self._passages, literal):
            when = self._when(carried.passage, self._passages[carried.passage].start)
            yield from self._themed(carried.passage, carried.index, when, carried.reason)

    def _themed(
        self, passage: int, footprint: int, when: When, carried: str = ""
    ) -> Iterator[Observation]:
        for theme in self._themes.get(passage) or [""]:
            yield Observation(passage, footprint, theme, when, carried)

    def _when(self, passage: int, offset: int) -> When:
        """Return the nearest fixed date that the passage states, else the document's."""
        fixed = [
            mention
            for mention in self._dates
            if mention.passage == passage and mention.when.precision is not Precision.UNKNOWN
        ]
        if not fixed:
            return self._document.date
        return min(fixed, key=lambda mention: abs(mention.start - offset)).when
