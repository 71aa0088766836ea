"""Everything that is read from a document, put together."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from geocache import Geoparser, ParsedText, Role

from ..model import (
    AnnotatedDocument,
    Dated,
    DateMention,
    Document,
    Observation,
    Passage,
    PlacedFootprint,
    Precision,
    When,
)
from .carried import Antecedent, carried_into
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
        self.geoparser = geoparser
        self._themes = themes or Themes.shipped()

    def annotate(self, document: Document) -> AnnotatedDocument:
        """Geoparse a document, and find the themes and dates of its passages."""
        parsed = self.parse(document)
        passages = passages_of(document.text)
        dates = dates_of(document.text, passages, document.date)
        placed = tuple(
            PlacedFootprint(footprint, passage_at(passages, footprint.start), role)
            for footprint in parsed.footprints
            for role in [role_of(parsed, footprint)]
        )
        return AnnotatedDocument(
            document,
            parsed,
            placed,
            passages,
            self._themes.hits(document.text, passages),
            dates,
            tuple(_observations(document, passages, placed, dates)),
        )

    def parse(self, document: Document) -> ParsedText:
        """Geoparse a document as `annotate` does: the same versions give the same answer.

        The source is left out: what is remembered of outlets would make the answer depend on what
        was read before.
        """
        published = document.date.value if document.date.precision is Precision.DAY else None
        return self.geoparser.parse(document.text, title=document.title, published=published)


def _observations(
    document: Document,
    passages: Sequence[Passage],
    placed: Sequence[PlacedFootprint],
    dates: Sequence[DateMention],
) -> Iterator[Observation]:
    """Every footprint in its passage, and in those that refer back to it."""
    fixed: dict[int, list[DateMention]] = defaultdict(list)
    for mention in dates:
        if mention.when.precision is not Precision.UNKNOWN:
            fixed[mention.passage].append(mention)

    def when(passage: int, offset: int) -> tuple[When, Dated]:
        """Nearest fixed date that the passage states, else the document's."""
        if fixed[passage]:
            nearest = min(fixed[passage], key=lambda mention: abs(mention.start - offset))
            return nearest.when, Dated.WORDS
        known = document.date.precision is not Precision.UNKNOWN
        return document.date, Dated.REPORT if known else Dated.UNDATED

    for index, one in enumerate(placed):
        yield Observation(one.passage, index, *when(one.passage, one.footprint.start))
    literal = [
        Antecedent(index, one.passage, one.footprint.start, one.footprint.end)
        for index, one in enumerate(placed)
        if one.role is Role.LITERAL
    ]
    for carried in carried_into(document.text, passages, literal):
        date = when(carried.passage, passages[carried.passage].start)
        yield Observation(carried.passage, carried.index, *date, carried.reason)
