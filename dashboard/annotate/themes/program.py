"""Learns the weights of themes, scores them by cross-validation, and writes them down."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from geocache.data_files import data_path
from geocache.evaluation import Calibration, measured_by
from geocache.training.common import FOLDS, folds_of, publish, source_line

from .fitting import (
    Examples,
    Presence,
    Validation,
    cross_validate,
    examples_of,
    fit,
    fit_presence,
    model_of,
)
from .labelled import LabelledPassage, read_labelled
from .lexicon import shipped_lexicon
from .model import Floats, ThemeModel, sigmoid
from .scores import ThemeScores, score, table

_PROGRAM = "python -m dashboard.annotate.themes.train"
_CARD = """\
# Weights of themes

Logistic regressions over the cues of `data/themes`, where they stand, groups of other words, the
title and classes of words (`word_classes.*`), all themes at once, and one that tells whether a
passage has any theme at all, written by `{program}`.

- {measured}
- The probability of a theme is that of any theme at all times that of this one where there is any.
- A theme is core from a probability of {threshold:.2f} on, where that of any theme at all is
  {present:.2f} and more. One of a user's own file, which has only cues, is from {other:.2f} on.

## Learnt from
{source}

They were written for this project over all themes, many genres and regions, a third of them with
words of a theme that is none there. {without} have no theme.

## Scores
Cross-validated with {folds} folds. Themes that people found arguable count neither way.

```
{scores}
calibration error of probabilities: {calibration:.3f}
```

By writer, each scored by what was learnt from the others:

```
{by_writer}
```

With the weights for themes of a user's own, which know cues alone, F1 is {any_f1:.3f}.

## Limits
- English reports and news. Irony, verse and long allusions are beyond it.
- The passages of one writer are more like one another than two reports are: expect a few points
  less on reports of a kind that is not among them.
- Neighbouring passages count for nothing; only the title of a document counts for its passages.
"""


def argument_parser() -> argparse.ArgumentParser:
    """Return the parser of the program's arguments."""
    parser = argparse.ArgumentParser(_PROGRAM, description=__doc__)
    parser.add_argument(
        "passages",
        nargs="?",
        type=Path,
        default=data_path("themes", "passages.jsonl"),
        help="labelled passages, JSON lines; those of this project when not given",
    )
    parser.add_argument(
        "--output",
        type=Path,
        default=data_path("models"),
        help="folder for the weights and their card; those in use when not given",
    )
    parser.add_argument("--scores-only", action="store_true", help="print scores, write nothing")
    return parser


def main(arguments: Sequence[str]) -> int:
    """Run the program; return its exit status."""
    options = argument_parser().parse_args(arguments)
    passages = read_labelled(options.passages)
    lexicon = shipped_lexicon()
    examples = examples_of(passages, lexicon)
    folds = folds_of([one.text for one in passages], [""] * len(passages), FOLDS, 0)
    validation = cross_validate(examples, folds)
    presence = fit_presence(validation.logits, examples, folds)
    model = model_of(fit(examples), validation, presence, examples, lexicon)
    scores = _scored(passages, _probabilities(validation.logits, presence, model), presence, model)
    print("\n".join(table(scores)))  # noqa: T201
    if options.scores_only:
        return 0
    text = _card(options.passages, passages, examples, validation, presence, model, scores)
    return publish(options.output, "themes", model.write, text)


def _probabilities(logits: Floats, presence: Presence, model: ThemeModel) -> Floats:
    """Return the probabilities of learnt themes, of shape (passages, themes)."""
    factor, summand = model.calibration[0]
    return np.asarray(sigmoid(logits * factor + summand) * sigmoid(presence.logits)[:, None])


def _scored(
    passages: Sequence[LabelledPassage],
    probabilities: Floats,
    presence: Presence | None,
    model: ThemeModel,
) -> ThemeScores:
    """Score probabilities of learnt themes, or without ``presence`` of those by cues alone."""
    learnt, unlearnt, any_at_all = model.thresholds
    found = probabilities >= (learnt if presence else unlearnt)
    if presence:
        found &= (sigmoid(presence.logits) >= any_at_all)[:, None]
    ids = [[theme for theme, has in zip(model.themes, row, strict=True) if has] for row in found]
    return score(passages, ids, model.themes)


def _card(
    path: Path,
    passages: Sequence[LabelledPassage],
    examples: Examples,
    validation: Validation,
    presence: Presence,
    model: ThemeModel,
    scores: ThemeScores,
) -> str:
    probabilities = _probabilities(validation.logits, presence, model)
    certain = examples.counts >= 1
    by_cues = sigmoid(validation.logits_of_any * model.calibration[1, 0] + model.calibration[1, 1])
    calibration = Calibration()
    calibration.add(probabilities[certain].tolist(), (examples.labels[certain] > 0).tolist())
    return _CARD.format(
        program=_PROGRAM,
        measured=measured_by(),
        threshold=model.thresholds[0],
        other=model.thresholds[1],
        present=model.thresholds[2],
        without=sum(not passage.core for passage in passages),
        source=source_line(path, len(passages)).replace("documents", "passages"),
        folds=FOLDS,
        scores="\n".join(table(scores)),
        calibration=calibration.error,
        by_writer="\n".join(_by_writer(passages, examples, model)),
        any_f1=_scored(passages, by_cues, None, model).together.f1,
    )


def _by_writer(
    passages: Sequence[LabelledPassage], examples: Examples, model: ThemeModel
) -> list[str]:
    """Scores of the passages of each writer; the letters before the number of an id name one."""
    names = [passage.id.partition("-")[0] for passage in passages]
    writers = sorted(set(names))
    if len(writers) == 1:
        return [f"{writers[0]} alone"]
    numbers: npt.NDArray[np.int64] = np.array([writers.index(name) for name in names])
    logits = cross_validate(examples, numbers).logits
    presence = fit_presence(logits, examples, numbers)
    probabilities = _probabilities(logits, presence, model)
    lines = [f"{'writer':<10}{'passages':>9}{'micro F1':>10}{'macro F1':>10}{'none right':>12}"]
    for writer in writers:
        rows = [row for row, name in enumerate(names) if name == writer]
        of_writer = _scored(
            [passages[row] for row in rows],
            probabilities[rows],
            replace(presence, logits=presence.logits[rows]),
            model,
        )
        lines.append(
            f"{writer:<10}{len(rows):>9}{of_writer.together.f1:>10.3f}"
            f"{of_writer.macro_f1:>10.3f}{of_writer.none_right:>12.3f}"
        )
    return lines
