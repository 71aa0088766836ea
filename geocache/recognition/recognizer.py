"""From text to mentions: candidates, two looks at each, the best set of them, and their roles."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Protocol

from ..data_files import words
from ..gazetteer.protocols import Gazetteer
from ..records import MentionKind, RecognizedMention, Role, StatedEvidence
from .candidates import Finder
from .coordinate_mentions import MARKED, coordinate_mention, with_coordinates
from .decoder import Verdict, marked_verdicts, verdicts
from .lexical import APOSTROPHES
from .model import Weights, shipped_weights
from .tokens import Document

# ---- sections

LONGEST = 60_000
"""Code points of a section; reports are shorter, and read as a whole."""
_SEARCHED = 10_000
"""How far from the end of a section a good place to cut is looked for."""
_CUTS = tuple(
    map(
        re.compile,
        (
            r"\n\s*\n",
            r"[\n\r\x85\u2028\u2029]",
            r"(?P<last>[^\W\d_]{3,})[.!?…]['’”\")\]]*\s",
            r"(?:(?<=\s)|^)[a-z]+[^\S\n](?=[a-z]+\s)",
            r"[,;:]\s",
            r"\s",
        ),
    )
)
"""Good places to cut, the best first: paragraphs, lines, sentences, between two small words, behind
a comma, blanks."""


def sections(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ends of each section, half-open; together they are the whole text."""
    start = 0
    while len(text) - start > LONGEST:
        end = _cut(text, start + LONGEST)
        yield start, end
        start = end
    yield start, len(text)


def _cut(text: str, latest: int) -> int:
    for pattern in _CUTS:
        found = [m for m in pattern.finditer(text, latest - _SEARCHED, latest) if _is_end(m)]
        if found:
            return found[-1].end()
    return latest


def _is_end(match: re.Match[str]) -> bool:
    """Whether a dot ends a sentence, and not an abbreviation such as "Calif."."""
    last = match.groupdict().get("last")
    return last is None or last.lower() not in words("words", "abbreviations")


_UNTOLD = 0.5
"""Probability of the role of a span without words."""


class Recognizer(Protocol):
    """Finds mentions."""

    def recognize(self, text: str) -> tuple[RecognizedMention, ...]:
        """Mentions in text order, none overlapping another, without resolutions."""
        ...

    def describe(
        self, text: str, spans: Iterable[tuple[int, int]]
    ) -> tuple[RecognizedMention, ...]:
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

    def recognize(self, text: str) -> tuple[RecognizedMention, ...]:
        """Mentions in text order, none overlapping another, without resolutions."""
        names = [
            mention
            for start, end in sections(text)
            for mention in self._section(text[start:end], start)
        ]
        return with_coordinates(text, names)

    def _section(self, text: str, offset: int) -> Iterator[RecognizedMention]:
        found = self._finder.candidates(Document(text))
        for candidate, probability, role, role_probability, grounds in verdicts(
            self._weights, found
        ):
            yield RecognizedMention(
                candidate.start + offset,
                candidate.end + offset,
                candidate.words,
                MentionKind.NAME,
                role,
                probability,
                role_probability,
                explainer=grounds,
            )

    def describe(
        self, text: str, spans: Iterable[tuple[int, int]]
    ) -> tuple[RecognizedMention, ...]:
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


def _marked(text: str, span: tuple[int, int], told: Verdict | None) -> RecognizedMention:
    words, kind = text[slice(*span)], MentionKind.NAME
    if told is None:
        role, explainer = Role.LITERAL, StatedEvidence((MARKED,))
        return RecognizedMention(*span, words, kind, role, 1.0, _UNTOLD, explainer=explainer)
    return RecognizedMention(
        *span, words, kind, told.role, 1.0, told.role_probability, explainer=told.grounds
    )
