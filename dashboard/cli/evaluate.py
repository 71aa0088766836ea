"""The command ``sitmap evaluate``: how well the parser does on annotated corpora."""

import json
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from geocache import Geoparser, OutletMemory
from geocache.evaluation import (
    Evaluation,
    GoldDocument,
    Part,
    RecognitionScore,
    ResolutionScore,
    RoleScore,
    Tally,
    evaluate,
    gold_documents,
)

from ..ingest import shown
from .evaluation_table import legend, table
from .terminal import Places, opened_gazetteer, output_stream, progress, read_packs


def evaluate_corpora(
    corpora: Annotated[list[Path], typer.Argument(metavar="CORPUS...", help="JSON-lines files.")],
    only: Annotated[Part | None, typer.Option(help="Measure only this, to save time.")] = None,
    errors: Annotated[
        int, typer.Option(min=0, help="How many of the most frequent misses and false alarms.")
    ] = 20,
    context: Annotated[
        int, typer.Option(min=0, help="Characters to show before and after an error.")
    ] = 30,
    json_file: Annotated[
        Path | None,
        typer.Option("--json", metavar="FILE", help="Also write all scores and errors there."),
    ] = None,
    places: Places = None,
) -> None:
    """Print how well places are found and resolved, against corpora that people annotated.

    A corpus has one JSON object a line: `text`, `mentions` (each with `start`, `end`, `text` and,
    where they are known, `type`, `lat`, `lon`, `geonameid`), and perhaps `id`, `title`, `source`.
    """
    # All are read before any is measured, which takes minutes.
    read = {path: list(gold_documents(path)) for path in corpora}
    geoparser = Geoparser(opened_gazetteer(read_packs(places)), outlet_memory=OutletMemory())
    parts = [only] if only else list(Part)
    measured: dict[str, Evaluation] = {}
    inputs = [*corpora, *(places or ())]
    with output_stream(json_file, inputs) if json_file else nullcontext() as out:
        for path, documents in read.items():
            evaluation = _evaluate(shown(path), documents, geoparser, parts, context)
            measured[shown(path)] = evaluation
            _print([*table(shown(path), evaluation, errors), ""])
        if out:
            _write(measured, out)
    _print(legend(parts))


def _evaluate(
    name: str,
    documents: Sequence[GoldDocument],
    geoparser: Geoparser,
    parts: Sequence[Part],
    context: int,
) -> Evaluation:
    with progress(lines=False) as show:

        def report(done: int, total: int) -> None:
            show(name, done, total)

        return evaluate(documents, geoparser, parts, context=context, report=report)


def _print(lines: Sequence[str]) -> None:
    for line in lines:
        typer.echo(line)


def _write(measured: dict[str, Evaluation], out: TextIO) -> None:
    content = [{"corpus": name, **as_json(each)} for name, each in measured.items()]
    # A text may hold half a surrogate pair, which only an escape can write.
    json.dump({"corpora": content}, out, ensure_ascii=True, indent=1)
    out.write("\n")


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """Return scores, shares and every error, named as in the Python API; None if not measured."""
    end_to_end = evaluation.end_to_end
    return {
        "documents": evaluation.documents,
        "recognition": evaluation.recognition and _recognition(evaluation.recognition),
        "roles": evaluation.roles and _roles(evaluation.roles),
        "resolution": evaluation.resolution and _resolution(evaluation.resolution),
        "end_to_end": end_to_end and _tally(end_to_end.tally),
    }


def _tally(tally: Tally) -> dict[str, Any]:
    shares = {"precision": tally.precision, "recall": tally.recall, "f1": tally.f1}
    return {**asdict(tally), **shares}


def _recognition(score: RecognitionScore) -> dict[str, Any]:
    return {
        "exact": _tally(score.exact),
        "overlap": _tally(score.overlap),
        "by_type": {name: asdict(of_type) for name, of_type in score.by_type.items()},
        "misses": [asdict(error) for error in score.misses],
        "false_alarms": [asdict(error) for error in score.false_alarms],
    }


def _roles(score: RoleScore) -> dict[str, Any]:
    return {
        "accuracy": score.accuracy,
        "always_literal": score.always_literal,
        "confusion": [
            {"gold": gold, "predicted": predicted, "count": count}
            for (gold, predicted), count in sorted(score.confusion.items())
        ],
        "errors": [asdict(error) for error in score.errors],
    }


def _resolution(score: ResolutionScore) -> dict[str, Any]:
    return {
        "with_point": score.total,
        "near": score.near,
        "unresolved": score.unresolved,
        "with_id": score.with_id,
        "exact": score.exact,
        "acc161": score.acc161,
        "exact_share": score.exact_share,
        "median_km": score.median_km,
        "auc": score.auc,
        "errors": [asdict(error) for error in score.errors],
    }
