"""Makes labelled documents: a gold document, its candidates, and what is right about each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from ...data_files import shipped
from ...evaluation import GoldDocument, GoldTypes
from ...recognition.candidate_set import CandidateSpan, CandidateSpans
from ...recognition.candidates import CandidateFinder
from ...recognition.first_pass import SURROUNDINGS, first_columns
from ...recognition.gazetteer_facts import NAME, ProminenceClass, name_columns
from ...recognition.layout import as_prose
from ...recognition.linear_model import BITS, Columns
from ...recognition.roles import ROLE, clauses, role_columns
from ...recognition.tokens import TokenizedText
from ...records import Role
from .casing import CasedWords, cased_words
from .fit import Features

_UNMARKED = 0.05
"""A corpus that marks fewer of its demonyms doesn't mark them at all."""


@dataclass(slots=True)
class LabelledDocument:
    """One document of a corpus in training."""

    corpus: str
    gold: GoldDocument
    candidates: CandidateSpans
    spans: list[CandidateSpan]
    """The same, one by one."""
    is_right: list[bool]
    """For each candidate, whether exactly these words are marked."""
    is_labelled: list[bool]
    """For each candidate, whether the corpus says anything about it."""
    roles: list[tuple[int, Role]]
    """Position and role of the candidates that are marked with one."""
    features: Features
    """Of the first pass: first those of the name, then, from 2^22 on, of the surroundings."""
    columns: Columns
    """Columns of the first pass, as far as the others want them."""
    cased: CasedWords
    """Its words, and which of them have a capital."""
    importance: float = 1.0
    """How much each candidate counts in learning."""
    marks_demonyms: bool = True
    """Whether the corpus marks demonyms at all."""


_KEPT = {"gap-before", "gap-after", "prominence", *ROLE.columns}


@cache
def _highways() -> re.Pattern[str]:
    return re.compile(str(shipped("recognition", "unlearnt.yaml")["highways"]))


def labelled_document(
    corpus: str, gold: GoldDocument, finder: CandidateFinder, types: GoldTypes
) -> LabelledDocument:
    """Cut a document into candidates, and say which are right.

    Corpora mark some numbered highways and leave out others like them, which says nothing.
    """
    unlearnt = _highways().fullmatch
    candidates = finder.candidates(TokenizedText(as_prose(gold.text, finder.is_word)))
    spans = candidates.spans(np.arange(len(candidates)))
    counted, ignored = types.split(gold.mentions)
    marked = {mention.span: types.role(mention.type) for mention in counted}
    left_out = {mention.span for mention in ignored} - set(marked)
    offsets = [(span.start, span.end) for span in spans]
    roles = ((n, marked.get(pair)) for n, pair in enumerate(offsets))
    features, columns = _first_pass(candidates)
    return LabelledDocument(
        corpus,
        gold,
        candidates,
        spans,
        [pair in marked for pair in offsets],
        [
            pair not in left_out and (pair in marked or not unlearnt(span.words))
            for span, pair in zip(spans, offsets, strict=True)
        ],
        [(n, role) for n, role in roles if role],
        features,
        {name: column for name, column in columns.items() if name in _KEPT},
        cased_words(gold.text, finder),
    )


def _first_pass(candidates: CandidateSpans) -> tuple[Features, Columns]:
    """Features and columns of the first pass."""
    count = len(candidates)
    if not count:
        return np.zeros((0, len(NAME) + len(SURROUNDINGS)), np.int32), {}
    first, last = candidates.first, candidates.last
    names = name_columns(candidates.document, first, last, candidates.facts)
    columns = first_columns(candidates)
    of_name, of_surroundings = NAME.numbers(names, count), SURROUNDINGS.numbers(columns, count)
    of_surroundings = np.where(of_surroundings, of_surroundings + (1 << BITS), 0)
    return np.concatenate([of_name, of_surroundings]).T, columns


def without_unmarked_demonyms(corpora: Sequence[Sequence[LabelledDocument]]) -> list[str]:
    """Leave out the demonyms of corpora that do not mark them; returns their names.

    "Syrian" is a mention to some annotators and none to others. Beside a corpus of the first kind,
    one of the second kind says nothing about where demonyms stand; by themselves, they are to be
    learnt from as they are.
    """
    shares = [_marked_demonyms(documents) for documents in corpora]
    if all(share is None or share < _UNMARKED for share in shares):
        return []
    unmarking = [
        documents
        for documents, share in zip(corpora, shares, strict=True)
        if share is not None and share < _UNMARKED
    ]
    for document in (document for documents in unmarking for document in documents):
        for n in _demonyms(document):
            document.is_labelled[n] = document.is_right[n]
        document.marks_demonyms = False
    return [documents[0].corpus for documents in unmarking]


def _demonyms(document: LabelledDocument) -> list[int]:
    """Positions of the candidates that are demonyms."""
    facts = enumerate(document.candidates.facts)
    return [n for n, of_name in facts if of_name.prominence is ProminenceClass.DEMONYM]


def _marked_demonyms(documents: Sequence[LabelledDocument]) -> float | None:
    """Share of the demonyms that are marked; None without any."""
    marked = [document.is_right[n] for document in documents for n in _demonyms(document)]
    return sum(marked) / len(marked) if marked else None


def role_features(document: LabelledDocument) -> Features:
    """Features of each candidate that has a role; shape (roles, features)."""
    rows = [n for n, _ in document.roles]
    if not rows:
        return np.zeros((0, len(ROLE)), np.int32)
    candidates = document.candidates.take(rows)
    columns = {name: column[rows] for name, column in document.columns.items()}
    return ROLE.numbers(role_columns(candidates, clauses(candidates), columns), len(rows)).T
