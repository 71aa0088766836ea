"""Documents with their candidates, and what is right about each of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from ...data_files import shipped
from ...evaluation import GoldDocument, GoldTypes
from ...recognition.candidate_set import Candidate, Candidates
from ...recognition.candidates import Finder
from ...recognition.first_pass import SURROUNDINGS, first_columns
from ...recognition.gazetteer_facts import NAME, Standing, name_columns
from ...recognition.linear_model import BITS, Columns
from ...recognition.roles import ROLE, clauses, role_columns
from ...recognition.tokens import Document
from ...records import Role
from .fit import Features

_UNMARKED = 0.05
"""A corpus that marks fewer of its demonyms doesn't mark them at all."""


@dataclass(slots=True)
class Example:
    """One document of a corpus in training."""

    corpus: str
    gold: GoldDocument
    candidates: Candidates
    listed: list[Candidate]
    """The same, one by one."""
    right: list[bool]
    """For each candidate, whether exactly these words are marked."""
    counts: list[bool]
    """For each candidate, whether the corpus says anything about it."""
    roles: list[tuple[int, Role]]
    """Position and role of the candidates that are marked with one."""
    features: Features
    """Of the first look: first those of the name, then, from 2^22 on, of the surroundings."""
    columns: Columns
    """Columns of the first look, as far as the others want them."""
    importance: float = 1.0
    """How much each candidate counts in learning."""
    marks_demonyms: bool = True
    """Whether the corpus marks demonyms at all."""


_KEPT = {"gap-before", "gap-after", "standing", *ROLE.columns}


@cache
def _highways() -> re.Pattern[str]:
    return re.compile(str(shipped("recognition", "unlearnt.yaml")["highways"]))


def example(corpus: str, gold: GoldDocument, finder: Finder, types: GoldTypes) -> Example:
    """Cut a document into candidates, and say which are right.

    Corpora mark some numbered highways and leave out others like them, which says nothing.
    """
    unlearnt = _highways().fullmatch
    found = finder.candidates(Document(gold.text))
    listed = found.listed(np.arange(len(found)))
    counted, ignored = types.split(gold.mentions)
    marked = {mention.span: types.role(mention.type) for mention in counted}
    left_out = {mention.span for mention in ignored} - set(marked)
    spans = [(candidate.start, candidate.end) for candidate in listed]
    found_roles = ((n, marked.get(span)) for n, span in enumerate(spans))
    features, columns = _first(found)
    return Example(
        corpus,
        gold,
        found,
        listed,
        [span in marked for span in spans],
        [
            span not in left_out and (span in marked or not unlearnt(candidate.words))
            for candidate, span in zip(listed, spans, strict=True)
        ],
        [(n, role) for n, role in found_roles if role],
        features,
        {name: column for name, column in columns.items() if name in _KEPT},
    )


def _first(found: Candidates) -> tuple[Features, Columns]:
    """Features and columns of the first look."""
    if not len(found):
        return np.zeros((0, len(NAME) + len(SURROUNDINGS)), np.int32), {}
    names = name_columns(found.document, found.first, found.last, found.facts)
    columns = first_columns(found)
    of_name, around = NAME.numbers(names, len(found)), SURROUNDINGS.numbers(columns, len(found))
    around = np.where(around, around + (1 << BITS), 0)
    return np.concatenate([of_name, around]).T, columns


def without_unmarked_demonyms(corpora: Sequence[Sequence[Example]]) -> list[str]:
    """Leave out the demonyms of corpora that do not mark them; returns their names.

    "Syrian" is a mention to some annotators and none to others. Beside a corpus of the first kind,
    one of the second kind says nothing about where demonyms stand; by themselves, they are to be
    learnt from as they are.
    """
    shares = [_marked_demonyms(examples) for examples in corpora]
    if all(share is None or share < _UNMARKED for share in shares):
        return []
    unmarking = [
        examples
        for examples, share in zip(corpora, shares, strict=True)
        if share is not None and share < _UNMARKED
    ]
    for example in (example for examples in unmarking for example in examples):
        for n in _demonyms(example):
            example.counts[n] = example.right[n]
        example.marks_demonyms = False
    return [examples[0].corpus for examples in unmarking]


def _demonyms(example: Example) -> list[int]:
    """Positions of the candidates that are demonyms."""
    facts = enumerate(example.candidates.facts)
    return [n for n, found in facts if found.standing is Standing.DEMONYM]


def _marked_demonyms(examples: Sequence[Example]) -> float | None:
    """Share of the demonyms that are marked; None without any."""
    marked = [example.right[n] for example in examples for n in _demonyms(example)]
    return sum(marked) / len(marked) if marked else None


def role_features(example: Example) -> Features:
    """Features of each candidate that has a role; shape (roles, features)."""
    rows = [n for n, _ in example.roles]
    if not rows:
        return np.zeros((0, len(ROLE)), np.int32)
    found = example.candidates.take(rows)
    base = {name: column[rows] for name, column in example.columns.items()}
    return ROLE.numbers(role_columns(found, clauses(found), base), len(rows)).T
