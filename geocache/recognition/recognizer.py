"""From text to mentions: candidates, two looks at each, the best set of them, and their roles."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Protocol

from ..gazetteer.records import Gazetteer
from ..model import Mention, MentionKind, Role
from ..worded import Evidence
from .document import Document
from .finding import Finder
from .judging import MARKED, marked_verdict, verdicts
from .positions import coordinate_mention, with_coordinates
from .sections import sections
from .weights import Weights, shipped_weights

_UNTOLD = 0.5
"""Probability of the role of a span without words."""


class Recognizer(Protocol):
    """Finds mentions."""

    def recognize(self, text: str) -> tuple[Mention, ...]:
        """Mentions in text order, none overlapping another, without resolutions."""
        ...

    def describe(self, text: str, spans: Iterable[tuple[int, int]]) -> tuple[Mention, ...]:
        """Mentions for the spans that the caller marked, in their order; probability 1."""
        ...


class LearnedRecognizer:
    """Judges every candidate by linear models whose weights were learnt from annotated news.

    Parameters
    ----------
    gazetteer
        Knows the names.
    weights
        The shipped ones when None.
    """

    def __init__(self, gazetteer: Gazetteer, weights: Weights | None = None) -> None:
        self._weights = shipped_weights() if weights is None else weights
        self._finder = Finder(gazetteer, self._weights.name)

    def recognize(self, text: str) -> tuple[Mention, ...]:
        """Mentions in text order, none overlapping another, without resolutions."""
        names = [
            mention
            for start, end in sections(text)
            for mention in self._section(text[start:end], start)
        ]
        return with_coordinates(text, names)

    def _section(self, text: str, offset: int) -> Iterator[Mention]:
        found = self._finder.candidates(Document(text))
        for candidate, probability, role, role_probability, grounds in verdicts(
            self._weights, found
        ):
            start, end = candidate.start + offset, candidate.end + offset
            yield Mention.judged(
                start, end, candidate.words, role, probability, role_probability, grounds
            )

    def describe(self, text: str, spans: Iterable[tuple[int, int]]) -> tuple[Mention, ...]:
        """Mentions for the spans that the caller marked, in their order; probability 1."""
        document = Document(text)
        return tuple(self._described(document, *span) for span in spans)

    def _described(self, document: Document, start: int, end: int) -> Mention:
        coordinates = coordinate_mention(document.text, start, end)
        if coordinates:
            return coordinates
        words = document.text[start:end]
        # A span may cut words.
        first = bisect_right(document.ends, start)
        last = bisect_left(document.starts, end) - 1
        if first > last:
            given = Evidence("name", 1.0, MARKED)
            role, kind = Role.LITERAL, MentionKind.NAME
            return Mention(start, end, words, kind, role, 1.0, (given,), role_probability=_UNTOLD)
        told = marked_verdict(self._weights, self._finder.described(document, first, last))
        return Mention.judged(
            start, end, words, told.role, 1.0, told.role_probability, told.grounds
        )
