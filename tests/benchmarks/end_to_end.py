"""How good the whole parser is on documents that neither of its models has seen.

    python tests/benchmarks/end_to_end.py CORPUS.jsonl ... [--folds 5] [--by-corpus] [--markdown]

In turn each fold of the documents is left out, both models learn from the others and the sentences
that are shipped, and the fold is parsed. Five folds of 676 documents take three minutes.
"""

import argparse
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

from geocache import Geoparser, OutletMemory
from geocache.data_files import data_path
from geocache.evaluation import (
    MARKDOWN_HELP,
    Evaluation,
    Figures,
    ResolutionScore,
    evaluate,
    gold_documents,
)
from geocache.evaluation.tally import Tally
from geocache.recognition import LearnedRecognizer
from geocache.recognition.model import RecognitionModel
from geocache.resolution import EvidenceResolver
from geocache.training.common import folds_of
from geocache.training.recognition import program
from geocache.training.resolution import program as resolving_program
from geocache.training.resolution.stages import learn as learn_resolving

INNER_FOLDS = 5
"""Each look learns from earlier looks at documents that were left out of these."""


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpora", type=Path, nargs="+")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--by-corpus", action="store_true", help="leave out each corpus as a whole")
    parser.add_argument("--markdown", action="store_true", help=MARKDOWN_HELP)
    options = parser.parse_args()
    corpora = {path.stem: list(gold_documents(path)) for path in options.corpora}
    finding, _ = program.read(options.corpora, data_path("models", "examples.txt"))
    resolving = resolving_program.read(options.corpora, data_path("models", "places.txt"))
    texts = [d.text for documents in corpora.values() for d in documents]
    names = [name for name, documents in corpora.items() for _ in documents]
    folds = folds_of(texts, names, None if options.by_corpus else options.folds, seed=0)
    fold_of = dict(zip(texts, folds.tolist(), strict=True))
    found: dict[str, list[Evaluation]] = {name: [] for name in corpora}
    geoparser = Geoparser(outlet_memory=OutletMemory())
    for fold in sorted(set(fold_of.values())):
        teach(
            geoparser,
            [e for e in finding if fold_of.get(e.gold.text) != fold],
            [e for e in resolving if fold_of.get(e.whole or e.text) != fold],
        )
        for name, documents in corpora.items():
            own = [document for document in documents if fold_of[document.text] == fold]
            if own:
                found[name].append(evaluate(own, geoparser))
    print(table(found).text(markdown=options.markdown))


def teach(geoparser: Geoparser, finding: Sequence[Any], resolving: Sequence[Any]) -> None:
    """Learn both models from examples, and let a parser go by them."""
    parts, _ = program.learn(finding, INNER_FOLDS)
    texts = [example.whole or example.text for example in resolving]
    inner = folds_of(texts, [example.corpus for example in resolving], INNER_FOLDS, seed=0)
    learnt = learn_resolving(resolving, inner)
    gazetteer = geoparser.gazetteer
    geoparser._recognizer = LearnedRecognizer(gazetteer, RecognitionModel.of(parts))
    geoparser._resolver = EvidenceResolver(gazetteer, learnt.weights, OutletMemory())


def table(found: dict[str, list[Evaluation]]) -> Figures:
    """Return the figures of each corpus."""
    figures = Figures("corpus", "found (F1)", "Acc@161 of given", "found and resolved (F1)")
    for name, parts in found.items():
        recognition = f1([part.recognition.exact for part in parts if part.recognition])
        both = f1([part.end_to_end.tally for part in parts if part.end_to_end])
        near = near_share([part.resolution for part in parts if part.resolution])
        figures.add(name, recognition, near, both)
    return figures


def f1(tallies: Sequence[Tally]) -> str:
    """F1 of several counts together."""
    together = Tally(*map(sum, zip(*map(astuple, tallies), strict=True)))
    return f"{together.f1:.3f}"


def near_share(scores: Sequence[ResolutionScore]) -> str:
    """Share of the answers that are near."""
    return f"{sum(score.near for score in scores) / sum(score.total for score in scores):.3f}"


if __name__ == "__main__":
    main()
