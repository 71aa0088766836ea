"""From text to mentions: candidates, two looks at each, the best set of them, and their roles."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Protocol

from ..gazetteer.records import Gazetteer
from ..model import Evidence, Mention, MentionKind, Role
from .candidates import Candidate
from .choosing import chosen
from .document import Document
from .finding import Finder
from .first_look import TEMPLATES
from .name_look import NAME_TEMPLATES
from .positions import coordinate_mention, with_coordinates
from .role_look import ROLE_TEMPLATES
from .second_look import Glance, chance, glances
from .second_templates import SECOND_TEMPLATES
from .sections import sections
from .templates import Item, LinearModel
from .weights import Weights, shipped_weights

_TELLING = 0.7
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
        self._alone = LinearModel(NAME_TEMPLATES, weights.first)
        self._first = LinearModel(TEMPLATES, weights.first)
        self._second = LinearModel(SECOND_TEMPLATES, weights.second)
        self._role = LinearModel(ROLE_TEMPLATES, weights.role)
        self._finder = Finder(gazetteer, self._alone)

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
        found = self._finder.candidates(document)
        first = [candidate.alone + self._first.score(candidate) for candidate in found]
        looks = glances(document, found, first)
        judged = [(glance.candidate, self._second.score(glance)) for glance in looks]
        taken = {id(candidate) for candidate in chosen(judged)}
        for glance, (candidate, score) in zip(looks, judged, strict=True):
            if id(candidate) in taken:
                yield self._mention(glance, score, offset)

    def _mention(self, glance: Glance, score: float, offset: int) -> Mention:
        found = glance.candidate
        role, sure, reasons = self._role_of(found)
        return Mention(
            found.start + offset,
            found.end + offset,
            found.words,
            MentionKind.NAME,
            role,
            round(chance(score), _DIGITS),
            (*self._reasons(glance), *reasons),
            role_probability=sure,
        )

    def _reasons(self, glance: Glance) -> list[Evidence]:
        found = glance.candidate
        reasons = [Evidence("name", round(found.alone, 2), found.facts.told)]
        reasons += _told(self._first, found)
        reasons += _told(self._second, glance)
        return reasons

    def _role_of(self, found: Candidate) -> tuple[Role, float, list[Evidence]]:
        """Role, its probability, and what spoke for or against it."""
        score = self._role.score(found)
        role = Role.LITERAL if score > 0 else Role.ASSOCIATIVE
        return role, round(chance(abs(score)), _DIGITS), _told(self._role, found)

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
                start,
                end,
                words,
                MentionKind.NAME,
                Role.LITERAL,
                1.0,
                (given,),
                role_probability=0.5,
            )
        role, sure, reasons = self._role_of(self._finder.described(document, first, last))
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


def _told(model: LinearModel[Item], item: Item) -> list[Evidence]:
    """What contributed to the score of an item, in words; trifles are left out."""
    return [
        Evidence(template.name, round(share, 2), template.told(item))
        for template, share in model.shares(item)
        if abs(share) >= _TELLING
    ]
