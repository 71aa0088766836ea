"""The training program of resolution: reads corpora, prints scores, writes the weights."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ...errors import CorpusError, GeocacheError
from ...evaluation import gold_documents, measured_by
from ...gazetteer import open_gazetteer
from ...resolution.model import FEATURE_SETS, ResolutionWeights
from ..common import check_names, common_arguments, folds_of, publish, source_line
from .examples import EXCERPTS, ExampleReader, ResolutionExample
from .scores import ResolvingScores
from .stages import LearntResolution, learn

_CARD = """\
# Weights of resolution

Conditional logistic regressions over classes of evidence, written by
`python -m geocache.training.resolution.train`: a first pass that knows nothing of the other
mentions, and a second and third that know what the one before made of them. With them, the
subdivisions that the annotated documents of each outlet name ({outlets} outlets).

- Weights: {weights}.

## Learnt from
{sources}

## Scores
Cross-validated by document, the mentions given; every mention with coordinates counts. `offered`:
the right place is among the candidates. `kept`: answers with a confidence of 0.7 or more, and the
share of them that is wrong. The profile of an outlet is known from its documents in other folds.
`cut`: excerpts of some two sentences with two mentions or more, whose outlet is not known; they are
learnt from too. `places` are short reports written for this project, to tell towns from the units
around them; they teach which place of a country is meant.

```
{scores}
```

## Limits
- English news; places of the embedded gazetteer, which lacks most streets and buildings.
- Towns and the units around them that have the same name are told apart by what these corpora's
  annotators chose, who do not always agree.
- Confidence is calibrated on these corpora; elsewhere it may be off.

## The evidence
How much the weights of each vary (standard deviation), by pass: how much it can say.

{table}

{measured}
"""


def main(arguments: Sequence[str]) -> int:
    """Train from the command line; returns the exit status."""
    parser = argument_parser()
    options = parser.parse_args(arguments)
    if options.folds < 2:  # noqa: PLR2004
        parser.error(f"--folds {options.folds}: expected 2 or more")
    try:
        examples = read(options.corpora, options.examples)
    except GeocacheError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201
        return 1
    texts = [e.whole or e.text for e in examples]
    names = [e.corpus.removesuffix(EXCERPTS) for e in examples]

    def learn_and_score(count: int | None) -> tuple[LearntResolution, ResolvingScores]:
        learnt = learn(examples, folds_of(texts, names, count, seed=0))
        scores = ResolvingScores()
        scores.add(examples, learnt.probabilities)
        return learnt, scores

    if options.markdown:
        by_document, by_corpus = (learn_and_score(n)[1] for n in (options.folds, None))
        print(by_document.figures(by_corpus, options.examples.stem).text(markdown=True))  # noqa: T201
        return 0
    learnt, scores = learn_and_score(None if options.by_corpus else options.folds)
    print(scores.table())  # noqa: T201
    if options.scores_only:
        return 0
    text = card([*options.corpora, options.examples], examples, learnt.weights, scores.table())
    return publish(options.output, "resolution", learnt.weights.write, text)


def argument_parser() -> argparse.ArgumentParser:
    """Return what the command line is read by."""
    program = "python -m geocache.training.resolution.train"
    return common_arguments(program, __doc__, "places.txt")


def read(corpora: Sequence[Path], marked: Path) -> list[ResolutionExample]:
    """Return the documents of the corpora in which something is marked, and marked sentences.

    Raises
    ------
    CorpusError
        A file can't be read, a line is not as it must be, or there is too little to learn from.
    GazetteerError
        The gazetteer can be neither opened nor compiled.
    """
    check_names([*corpora, marked])
    reader = ExampleReader(open_gazetteer())
    found = [
        example
        for path in corpora
        for document in gold_documents(path)
        for example in reader.examples(path.stem, document)
    ]
    if sum(bool(e.counts.any()) and not e.whole for e in found) < 2:  # noqa: PLR2004
        raise CorpusError(
            f"{', '.join(map(str, corpora))}: expected at least 2 documents in which a place with "
            "coordinates is marked, to learn from one and to score on another"
        )
    return [*found, *reader.marked(marked)]


def card(
    corpora: Sequence[Path],
    examples: Sequence[ResolutionExample],
    weights: ResolutionWeights,
    scores: str,
) -> str:
    """Return the text of the card."""
    counts = {name: int(np.count_nonzero(found)) for name, found in weights.passes.items()}
    return _CARD.format(
        outlets=len(weights.outlet_profiles),
        measured=measured_by(),
        weights=", ".join(f"{count:,} of the {name} pass" for name, count in counts.items()),
        sources="\n".join(_source(path, examples) for path in corpora),
        scores=scores,
        table="\n".join(_evidence(weights)),
    )


def _source(path: Path, examples: Sequence[ResolutionExample]) -> str:
    return source_line(path, sum(example.corpus == path.stem for example in examples))


def _evidence(weights: ResolutionWeights) -> list[str]:
    lines = [
        "| evidence | what it asks | first | second | third |",
        "| --- | --- | --- | --- | --- |",
    ]
    spread: dict[str, dict[str, float]] = {}
    titles: dict[str, str] = {}
    for name, features in FEATURE_SETS.items():
        for feature, start in zip(features.features, features.offsets.tolist(), strict=True):
            found = weights.passes[name][start : start + feature.count]
            spread.setdefault(feature.id, {})[name] = _spread(found)
            titles[feature.id] = feature.title
    for feature_id, of in spread.items():
        cells = " | ".join(f"{of[name]:.2f}" if name in of else "" for name in FEATURE_SETS)
        lines.append(f"| `{feature_id}` | {titles[feature_id]} | {cells} |")
    return lines


def _spread(weights: npt.NDArray[np.float64]) -> float:
    """Standard deviation of the weights that are not 0."""
    learnt = weights[weights != 0.0]
    return float(learnt.std()) if len(learnt) else 0.0
