"""Documents with their candidates, and what is right about each of them."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..evaluation import GoldDocument, GoldTypes
from ..model import Role
from ..recognition.candidates import Candidate
from ..recognition.document import Document
from ..recognition.first_look import TEMPLATES, Sight, sights
from ..recognition.known_names import KnownNames
from ..recognition.role_look import ROLE_TEMPLATES
from ..recognition.templates import Item, Template

_UNMARKED = 0.05
"""A corpus that marks fewer of its demonyms doesn't mark them at all."""
_DEMONYM = "D"


@dataclass(slots=True)
class Example:
    """One document of a corpus in training."""

    corpus: str
    gold: GoldDocument
    document: Document
    sights: list[Sight]
    right: list[bool]
    """For each candidate, whether exactly these words are marked."""
    counts: list[bool]
    """For each candidate, whether the corpus says anything about it."""
    roles: list[tuple[int, Role]]
    """Position and role of the candidates that are marked with one."""
    features: list[list[int]]
    """Numbers of the features of each candidate at the first look."""
    marks_demonyms: bool = True
    """Whether the corpus marks demonyms at all."""

    @property
    def candidates(self) -> list[Candidate]:
        """The candidates, by first word."""
        return [sight.candidate for sight in self.sights]


class Hasher:
    """Numbers of features, worked out once for each key of a template."""

    def __init__(self) -> None:
        self._known: dict[object, list[int]] = {}

    def __call__(self, templates: Iterable[Template[Item]], item: Item) -> list[int]:
        """Return the numbers of the features that templates give for an item."""
        numbers: list[int] = []
        for template in templates:
            key = (template.name, template.key(item))
            found = self._known.get(key)
            if found is None:
                found = self._known[key] = template.hashes(item)
            numbers += found
        return numbers


def example(
    corpus: str, gold: GoldDocument, names: KnownNames, types: GoldTypes, hasher: Hasher
) -> Example:
    """Cut a document into candidates, and say which are right."""
    document = Document(gold.text)
    seen = sights(document, names)
    counted, ignored = types.split(gold.mentions)
    marked = {mention.span: types.role(mention.type) for mention in counted}
    left_out = {mention.span for mention in ignored} - set(marked)
    spans = [(sight.candidate.start, sight.candidate.end) for sight in seen]
    roles = [(n, marked[span]) for n, span in enumerate(spans) if marked.get(span)]
    return Example(
        corpus,
        gold,
        document,
        seen,
        [span in marked for span in spans],
        [span not in left_out for span in spans],
        roles,
        [hasher(TEMPLATES, sight) for sight in seen],
    )


def without_unmarked_demonyms(examples: list[Example]) -> bool:
    """Leave out the demonyms of a corpus that does not mark them; returns whether it was so.

    "Syrian" is a mention to some annotators and none to others; a corpus of the second kind says
    nothing about where demonyms stand.
    """
    found = [
        (example, n)
        for example in examples
        for n, candidate in enumerate(example.candidates)
        if candidate.facts.standing == _DEMONYM
    ]
    marked = np.mean([example.right[n] for example, n in found]) if found else 1.0
    if marked >= _UNMARKED:
        return False
    for example, n in found:
        example.counts[n] = example.right[n]
    for example in examples:
        example.marks_demonyms = False
    return True


def role_features(example: Example, hasher: Hasher) -> list[list[int]]:
    """Numbers of the features of each candidate that has a role."""
    return [hasher(ROLE_TEMPLATES, example.sights[n]) for n, _ in example.roles]
