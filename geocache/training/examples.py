"""Documents with their candidates, and what is right about each of them."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..evaluation import GoldDocument, GoldTypes
from ..model import Role
from ..recognition.candidates import Candidate
from ..recognition.document import Document
from ..recognition.finding import Finder
from ..recognition.first_look import TEMPLATES
from ..recognition.name_look import NAME_TEMPLATES
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
    candidates: list[Candidate]
    """By first word."""
    right: list[bool]
    """For each candidate, whether exactly these words are marked."""
    counts: list[bool]
    """For each candidate, whether the corpus says anything about it."""
    roles: list[tuple[int, Role]]
    """Position and role of the candidates that are marked with one."""
    features: list[list[int]]
    """Numbers of the features of each candidate at the first look: first those of the name."""
    of_name: list[int]
    """How many of each candidate's features are of the name alone."""
    importance: float = 1.0
    """How much each candidate counts in learning."""
    marks_demonyms: bool = True
    """Whether the corpus marks demonyms at all."""


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
    corpus: str, gold: GoldDocument, finder: Finder, types: GoldTypes, hasher: Hasher
) -> Example:
    """Cut a document into candidates, and say which are right."""
    document = Document(gold.text)
    found = finder.candidates(document)
    counted, ignored = types.split(gold.mentions)
    marked = {mention.span: types.role(mention.type) for mention in counted}
    left_out = {mention.span for mention in ignored} - set(marked)
    spans = [(candidate.start, candidate.end) for candidate in found]
    found_roles = ((n, marked.get(span)) for n, span in enumerate(spans))
    roles = [(n, role) for n, role in found_roles if role]
    names = [hasher(NAME_TEMPLATES, finder.name(candidate)) for candidate in found]
    return Example(
        corpus,
        gold,
        document,
        found,
        [span in marked for span in spans],
        [span not in left_out for span in spans],
        roles,
        [a + hasher(TEMPLATES, c) for a, c in zip(names, found, strict=True)],
        [len(name) for name in names],
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
    return [hasher(ROLE_TEMPLATES, example.candidates[n]) for n, _ in example.roles]
