"""From text to mentions: candidates, two looks at each, the best set of them, and their roles."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Protocol

from ..gazetteer.records import Gazetteer
from ..model import Evidence, Mention, MentionKind, Role
from .candidates import candidate
from .choosing import chosen
from .document import Document
from .first_look import TEMPLATES, Around, Sight, sights
from .known_names import KnownNames
from .positions import coordinate_mention, with_coordinates
from .role_look import ROLE_TEMPLATES
from .second_look import Glance, chance, glances
from .second_templates import SECOND_TEMPLATES
from .sections import sections
from .templates import LinearModel
from .weights import Weights, shipped_weights

_TELLING = 0.4
"""Log-odds that a reason must have to be told."""
_DIGITS = 4


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
        weights = shipped_weights() if weights is None else weights
        self._names = KnownNames(gazetteer)
        self._first = LinearModel(TEMPLATES, weights.first)
        self._second = LinearModel(SECOND_TEMPLATES, weights.second)
        self._role = LinearModel(ROLE_TEMPLATES, weights.role)

    def recognize(self, text: str) -> tuple[Mention, ...]:
        """Mentions in text order, none overlapping another, without resolutions."""
        names = [
            mention
            for start, end in sections(text)
            for mention in self._section(text[start:end], start)
        ]
        return with_coordinates(text, names)

    def _section(self, text: str, offset: int) -> Iterator[Mention]:
        document = Document(text)
        seen = sights(document, self._names)
        first = [self._first.score(sight) for sight in seen]
        looks = glances(document, [sight.candidate for sight in seen], first)
        judged = [(glance.candidate, self._second.score(glance)) for glance in looks]
        taken = {id(found) for found in chosen(judged)}
        numbers = {id(sight.candidate): sight for sight in seen}
        for glance, (found, score) in zip(looks, judged, strict=True):
            if id(found) in taken:
                yield self._mention(numbers[id(found)], glance, score, offset)

    def _mention(self, sight: Sight, glance: Glance, score: float, offset: int) -> Mention:
        found = sight.candidate
        role, sure, reasons = self._role_of(sight)
        return Mention(
            found.start + offset,
            found.end + offset,
            found.words,
            MentionKind.NAME,
            role,
            round(chance(score), _DIGITS),
            (*self._reasons(sight, glance), *reasons),
            role_probability=sure,
        )

    def _reasons(self, sight: Sight, glance: Glance) -> list[Evidence]:
        first = [
            Evidence(template.name, round(share, 2), template.told(sight))
            for template, share in self._first.shares(sight)
            if abs(share) >= _TELLING or template is TEMPLATES[0]
        ]
        second = [
            Evidence(template.name, round(share, 2), template.told(glance))
            for template, share in self._second.shares(glance)[1:]
            if abs(share) >= _TELLING
        ]
        return first + second

    def _role_of(self, sight: Sight) -> tuple[Role, float, list[Evidence]]:
        """Role, its probability, and what spoke for it."""
        shares = self._role.shares(sight)
        score = sum(share for _, share in shares)
        role, sign = (Role.LITERAL, 1) if score > 0 else (Role.ASSOCIATIVE, -1)
        reasons = [
            Evidence(template.name, round(share, 2), template.told(sight))
            for template, share in shares
            if sign * share >= _TELLING
        ]
        return role, round(chance(abs(score)), _DIGITS), reasons

    def describe(self, text: str, spans: Iterable[tuple[int, int]]) -> tuple[Mention, ...]:
        """Mentions for the spans that the caller marked, in their order; probability 1."""
        document = Document(text)
        return tuple(self._described(document, *span) for span in spans)

    def _described(self, document: Document, start: int, end: int) -> Mention:
        coordinates = coordinate_mention(document.text, start, end)
        if coordinates:
            return coordinates
        given = Evidence("given", 1.0, "the caller marked it")
        words = document.text[start:end]
        first = bisect_right(document.ends, start)
        last = bisect_left(document.starts, end) - 1
        if first > last:
            return Mention(
                start, end, words, MentionKind.NAME, Role.LITERAL, 1.0, (given,), role_probability=0.5
            )
        found = candidate(document, first, last, self._names)
        role, sure, reasons = self._role_of(Sight(document, found, Around({}, {})))
        return Mention(
            start,
            end,
            words,
            MentionKind.NAME,
            role,
            1.0,
            (given, *reasons),
            role_probability=sure,
        )
