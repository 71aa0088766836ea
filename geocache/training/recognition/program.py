"""Runs the training: reads corpora, prints scores, writes the weights and their card."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ...errors import CorpusError, GeocacheError
from ...evaluation import GoldDocument, GoldTypes, gold_documents
from ...gazetteer import open_gazetteer
from ...recognition.candidates import CandidateFinder
from ...recognition.model import Sparse, write
from ..common import check_names, common_arguments, folds_of, publish
from ..marked import marked_documents
from .card import card
from .examples import LabelledDocument, labelled_document, without_unmarked_demonyms
from .scores import RecognitionScores
from .stages import (
    TrainingSet,
    case_set,
    first_pass_set,
    role_set,
    second_pass_inputs,
    second_pass_set,
    sparse,
)

_LEAST_DOCUMENTS = 2
_ROLE_REPEATS = 5
"""The folds alone move the accuracy of roles by a point either way: they are few."""
_MARKED = 2.0
"""How much the marked sentences count: they are few, and of what reports speak of."""


def main(arguments: Sequence[str]) -> int:
    """Train from the command line; returns the exit status."""
    parser = argument_parser()
    options = parser.parse_args(arguments)
    if options.folds < 2:  # noqa: PLR2004
        parser.error(f"--folds {options.folds}: expected 2 or more")
    try:
        examples, notes = read(options.corpora, options.examples)
    except GeocacheError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201
        return 1
    if options.markdown:
        by_document, by_corpus = (learn(examples, n)[1] for n in (options.folds, None))
        print(by_document.figures(by_corpus, options.examples.stem).text(markdown=True))  # noqa: T201
        return 0
    weights, scores = learn(examples, None if options.by_corpus else options.folds)
    report = scores.table()
    print(report)  # noqa: T201
    if options.scores_only:
        return 0
    text = card(options.corpora, options.examples, examples, weights, [*notes, report])
    return publish(options.output, "recognition", lambda path: write(path, weights), text)


def argument_parser() -> argparse.ArgumentParser:
    """Return what the command line is read by."""
    program = "python -m geocache.training.recognition.train"
    return common_arguments(program, __doc__, "examples.txt")


def read(corpora: Sequence[Path], marked: Path) -> tuple[list[LabelledDocument], list[str]]:
    """Return the documents of the corpora and the marked sentences, and what is to be noted.

    Raises
    ------
    CorpusError
        A file can't be read, a line is not as it must be, or there is too little to learn from.
    GazetteerError
        The gazetteer can be neither opened nor compiled.
    """
    check_names(corpora)
    finder, types = CandidateFinder(open_gazetteer()), GoldTypes.shipped()
    sources: dict[str, list[GoldDocument]] = {
        path.stem: list(gold_documents(path)) for path in corpora
    }
    parts = [
        [labelled_document(name, gold, finder, types) for gold in documents]
        for name, documents in sources.items()
    ]
    notes = [
        f"{name} does not mark demonyms: its demonyms are not learnt from."
        for name in without_unmarked_demonyms(parts)
    ]
    if not any(document.roles for part in parts for document in part):
        notes.append(f"No corpus tells roles: they are learnt from {marked.name} alone.")
    sentences = [
        labelled_document(marked.stem, gold, finder, types) for gold in marked_documents(marked)
    ]
    for sentence in sentences:
        sentence.importance = _MARKED
    documents = [document for part in (*parts, sentences) for document in part]
    if sum(any(document.is_right) for document in documents) < _LEAST_DOCUMENTS:
        raise CorpusError(
            f"{', '.join(map(str, [*corpora, marked]))}: expected at least {_LEAST_DOCUMENTS} "
            "documents in which a name is marked, to learn from one and to score on another"
        )
    return documents, notes


def learn(
    documents: Sequence[LabelledDocument], folds: int | None
) -> tuple[dict[str, Sparse], RecognitionScores]:
    """Return the weights of each model and the cross-validated scores.

    The second pass learns from first passes over documents that were left out, as it will meet
    them.

    Parameters
    ----------
    folds
        In how many parts documents are left out for the scores; None to leave out each corpus as a
        whole.
    """
    first, role, case = first_pass_set(documents), role_set(documents), case_set(documents)
    inputs = second_pass_inputs(documents, first.left_out(fold_of(documents, folds, seed=0)))
    second = second_pass_set(documents, inputs)
    scores, repeats = RecognitionScores(), _ROLE_REPEATS if folds else 1
    scores.add(
        documents,
        inputs,
        second.left_out(fold_of(documents, folds, seed=1)),
        [role.left_out(fold_of(documents, folds, seed)) for seed in range(repeats)],
    )
    scores.add_cases(case, fold_of(documents, folds, seed=0))
    name, surroundings = np.split(_all(first), 2)
    parts = {
        "name": name,
        "surroundings": surroundings,
        "second": _all(second),
        "role": _all(role),
        "case": _all(case),
    }
    return {part: sparse(weights) for part, weights in parts.items()}, scores


def _all(items: TrainingSet) -> npt.NDArray[np.int16]:
    """Weights that all items teach."""
    return items.learn(np.ones(len(items.labels), dtype=bool))


def fold_of(
    documents: Sequence[LabelledDocument], folds: int | None, seed: int
) -> npt.NDArray[np.int64]:
    """Return the fold of each document, as `folds_of`."""
    texts, corpora = [d.gold.text for d in documents], [d.corpus for d in documents]
    return folds_of(texts, corpora, folds, seed)
