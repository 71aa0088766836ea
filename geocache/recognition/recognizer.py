"""From text to mentions: candidates, two looks at each, the best set of them, and their roles."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Protocol

from ..gazetteer.records import Gazetteer
from ..model import Mention, MentionKind, Role
from .document import Document
from .finding import Finder
from .judging import Verdict, marked_verdicts, verdicts
from .positions import MARKED, coordinate_mention, with_coordinates
from .sections import sections
from .vocabulary import APOSTROPHES
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
                start, end, candidate.words, role, probability, role_probability, grounds.reasons
            )

    def describe(self, text: str, spans: Iterable[tuple[int, int]]) -> tuple[Mention, ...]:
        """Mentions for the spans that the caller marked, in their order; probability 1."""
        document, spans = Document(text), list(spans)
        points = {span: point for span in spans if (point := coordinate_mention(text, *span))}
        words = {
            span: within
            for span in spans
            if span not in points and (within := _words_within(document, *span))
        }
        found = self._finder.described(document, list(words.values()))
        told = dict(zip(words, marked_verdicts(self._weights, found), strict=True))
        return tuple(points.get(span) or _marked(text, span, told.get(span)) for span in spans)


def _words_within(document: Document, start: int, end: int) -> tuple[int, int] | None:
    """First and last word of a span, which may cut words; a possessive s is left out."""
    first = bisect_right(document.ends, start)
    last = bisect_left(document.starts, end) - 1
    if last > first and document.words[last] == "s" and document.gaps[last - 1] in APOSTROPHES:
        last -= 1
    return (first, last) if first <= last else None


def _marked(text: str, span: tuple[int, int], told: Verdict | None) -> Mention:
    words = text[slice(*span)]
    if told is None:
        kind, role = MentionKind.NAME, Role.LITERAL
        return Mention(*span, words, kind, role, 1.0, (MARKED,), role_probability=_UNTOLD)
    return Mention.judged(*span, words, told.role, 1.0, told.role_probability, told.grounds.reasons)
