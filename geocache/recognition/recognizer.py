"""Recognises the toponyms of a text: tokens, candidate set, two passes, decoding, coordinates."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Protocol

from ..caching import Caches
from ..data_files import words
from ..gazetteer.protocols import Gazetteer
from ..quick_records import make_mention
from ..records import MentionKind, RecognizedMention, Role, StatedEvidence
from .candidates import CandidateFinder
from .coordinate_mentions import MARKED, coordinate_mention, with_coordinates
from .decoder import DecodedMention, decode, decode_marked
from .hashtags import with_hashtags
from .layout import as_prose
from .lexical import APOSTROPHES
from .model import RecognitionModel, shipped_model
from .tokens import TokenizedText
from .truecasing import Truecaser

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
_FOUND = False
"""Not marked by anybody."""
_EVEN_CHANCE = 0.5
"""Probability of the role of a span without words."""


class Recognizer(Protocol):
    """Finds mentions."""

    def recognize(self, text: str) -> tuple[RecognizedMention, ...]:
        """Return the mentions of a text, in text order, none overlapping another."""
        ...

    def describe(
        self, text: str, spans: Iterable[tuple[int, int]]
    ) -> tuple[RecognizedMention, ...]:
        """Return mentions for spans that the caller marked, in their order; probability 1."""
        ...


class LearnedRecognizer:
    """Judges every candidate by linear models whose weights were learnt from annotated news.

    Parameters
    ----------
    gazetteer
        Knows the names.
    model
        The shipped one when None.
    caches
        What is known of names is forgotten with them.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        model: RecognitionModel | None = None,
        caches: Caches | None = None,
    ) -> None:
        self._model = shipped_model() if model is None else model
        self._finder = CandidateFinder(gazetteer, self._model.name)
        self._truecaser = Truecaser(self._finder, self._model.case)
        if caches is not None:
            caches.when_cleared(self._finder.forget)

    def recognize(self, text: str) -> tuple[RecognizedMention, ...]:
        """Return the mentions of a text, in text order, none overlapping another."""
        names = [
            mention
            for start, end in sections(text)
            for mention in self._recognize_section(text[start:end], start)
        ]
        if "#" in text:
            names = with_hashtags(text, names, self._finder.is_place)
        return with_coordinates(text, names)

    def _recognize_section(self, section: str, offset: int) -> Iterator[RecognizedMention]:
        candidates = self._finder.candidates(TokenizedText(self._normalised(section)))
        for decoded in decode(self._model, candidates):
            written = section[decoded.span.start : decoded.span.end]
            yield _mention(decoded, written, decoded.span.start + offset)

    def _normalised(self, text: str) -> str:
        """Return a text of the same length, laid out and spelt as prose is."""
        return self._truecaser.restored(as_prose(text, self._finder.is_word))

    def describe(
        self, text: str, spans: Iterable[tuple[int, int]]
    ) -> tuple[RecognizedMention, ...]:
        """Return mentions for spans that the caller marked, in their order; probability 1."""
        document, spans = TokenizedText(self._normalised(text)), list(spans)
        points = {span: point for span in spans if (point := coordinate_mention(text, *span))}
        names = {
            span: within
            for span in spans
            if span not in points and (within := _words_within(document, *span))
        }
        candidates = self._finder.marked(document, list(names.values()))
        decoded = dict(zip(names, decode_marked(self._model, candidates), strict=True))
        return tuple(points.get(span) or _marked(text, span, decoded.get(span)) for span in spans)


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
        cuts = [m for m in pattern.finditer(text, latest - _SEARCHED, latest) if _is_end(m)]
        if cuts:
            return cuts[-1].end()
    return latest


def _is_end(match: re.Match[str]) -> bool:
    """Whether a dot ends a sentence, and not an abbreviation such as "Calif."."""
    last = match.groupdict().get("last")
    return last is None or last.lower() not in words("words", "abbreviations")


def _words_within(document: TokenizedText, start: int, end: int) -> tuple[int, int] | None:
    """First and last word of a span, which may cut words; a possessive s is left out."""
    first = bisect_right(document.ends, start)
    last = bisect_left(document.starts, end) - 1
    if last > first and document.words[last] == "s" and document.gaps[last - 1] in APOSTROPHES:
        last -= 1
    return (first, last) if first <= last else None


def _mention(decoded: DecodedMention, text: str, start: int) -> RecognizedMention:
    return make_mention(
        start,
        start + len(text),
        text,
        MentionKind.NAME,
        decoded.role,
        decoded.probability,
        decoded.role_probability,
        None,
        _FOUND,
        decoded.explainer,
    )


def _marked(text: str, span: tuple[int, int], decoded: DecodedMention | None) -> RecognizedMention:
    """Mention of a span that the caller marked; one without words has nothing to go by."""
    marked = text[slice(*span)]
    if decoded:
        return replace(_mention(decoded, marked, span[0]), is_marked=True)
    return RecognizedMention(
        *(*span, marked, MentionKind.NAME, Role.LITERAL, 1.0, _EVEN_CHANCE),
        is_marked=True,
        explainer=StatedEvidence((MARKED,)),
    )
