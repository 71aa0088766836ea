"""The command ``sitmap evaluate``: how well the parser does on annotated corpora.

Scores are printed as tables that fit a terminal of 80 columns, and written as JSON.
"""

import json
import shutil
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from textwrap import fill
from typing import Annotated, Any, TextIO

import typer

from geocache import Geoparser, OutletMemory, Role
from geocache.evaluation import (
    MARKDOWN_HELP,
    Calibration,
    Evaluation,
    Figures,
    FrequentError,
    GoldDocument,
    Part,
    RecognitionScore,
    ResolutionError,
    ResolutionScore,
    RoleScore,
    SpanError,
    Tally,
    TypeRecall,
    decimal,
    evaluate,
    frequent,
    gold_documents,
)

from ..errors import DashboardError
from ..ingest import shown
from .terminal import Places, opened_gazetteer, output_stream, progress, read_packs
from .themes import OwnThemes, evaluate_themes

_WIDTH = 80
_NAME_WIDTH = 22
_CELL = 9
_INDENT = 9
"""Of what belongs to an error, under its kind."""
_KIND_WIDTH = 13
_KEPT = 0.7
_NO_TYPE = "(no type)"
_COUNTS = ("precision", "recall", "F1", "right", "wrong", "missed")

_MEANINGS = {
    Part.RECOGNITION: {
        "exact": "a name is right when its first and last letter agree with the corpus",
        "overlap": "a name is right when it shares a letter with one in the corpus",
        "precision": "share of the names found by the parser that is right",
        "recall": "share of the names marked in the corpus that is found",
        "F1": "harmonic mean of precision and recall",
        "left out": "found at words that the corpus marks as no place names: no error",
        "right role": "share of the exactly found names with the role that the corpus gives "
        "them: literal says where something is, associative who is meant",
    },
    Part.RESOLUTION: {
        "Acc@161": "share of the names with coordinates in the corpus that is resolved to the "
        "corpus' id or within 161 km (100 miles) of its point",
        "exact id": "share of those with a GeoNames id in the corpus that is resolved to it",
        "median error": "half of the names are resolved nearer to the corpus' point than this; "
        "unresolved ones count as half the Earth's circumference",
        "AUC": "area under ln(error in km + 1): 0 when all are on the point, 1 when none is "
        "resolved",
        "calibration": "mean distance, over tenths of confidence, between confidence and the share "
        "that is right as in Acc@161",
        "unresolved": "names for which the parser chose no place",
        "end to end": "the parser finds the names itself; one is right when both ends agree and "
        "its place is right as in Acc@161",
    },
}


def evaluate_corpora(  # noqa: PLR0913, PLR0917  options of a command
    corpora: Annotated[
        list[Path] | None, typer.Argument(metavar="CORPUS...", help="JSON-lines files.")
    ] = None,
    themes: Annotated[
        list[Path] | None,
        typer.Option(
            "--themes", metavar="FILE", help="Score themes on these labelled passages instead."
        ),
    ] = None,
    own_themes: OwnThemes = None,
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
    markdown: Annotated[
        bool, typer.Option("--markdown", help=f"Only {MARKDOWN_HELP}, a line for each corpus.")
    ] = False,
) -> None:
    """Print how well places are found and resolved, against corpora that people annotated.

    A corpus has one JSON object a line: `text`, `mentions` (each with `start`, `end`, `text` and,
    where they are known, `type`, `lat`, `lon`, `geonameid`), and perhaps `id`, `title`, `source`.
    Labelled passages have `text`, `core` (ids of themes), and perhaps `touched`, `title`, `id`.
    """
    if themes:
        evaluate_themes(themes, own_themes)
    if not corpora:
        if themes:
            return
        raise DashboardError("expected corpora, or --themes with labelled passages")
    # All are read before any is measured, which takes minutes.
    read = {path: list(gold_documents(path)) for path in corpora}
    geoparser = Geoparser(opened_gazetteer(read_packs(places)), outlet_memory=OutletMemory())
    parts = [only] if only else list(Part)
    measured: dict[str, Evaluation] = {}
    inputs = [*corpora, *(places or ())]
    with output_stream(json_file, inputs) if json_file else nullcontext() as out:
        for path, documents in read.items():
            evaluation = _measured(shown(path), documents, geoparser, parts, context)
            measured[shown(path)] = evaluation
            if not markdown:
                _print([*table(shown(path), evaluation, errors), ""])
        if out:
            _write(measured, out)
    if markdown:
        by_corpus = {path.stem: measured[shown(path)] for path in read}
        _print([evaluation_figures(by_corpus).text(markdown=True)])
    else:
        _print(legend(parts))


def _measured(
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


def evaluation_figures(measured: Mapping[str, Evaluation]) -> Figures:
    """Return the main score of each part, a row for each corpus."""
    figures = Figures(
        *("corpus", "found (F1)", "right role", "Acc@161 of given", "exact id"),
        *("calibration error", "found and resolved (F1)"),
    )
    for name, found in measured.items():
        recognition, roles, resolution = found.recognition, found.roles, found.resolution
        scores = (
            recognition.exact.f1 if recognition else None,
            roles.accuracy if roles else None,
            resolution.acc161 if resolution else None,
            resolution.exact_share if resolution else None,
            resolution.calibration.error if resolution else None,
            found.end_to_end.tally.f1 if found.end_to_end else None,
        )
        figures.add(name, *map(decimal, scores))
    return figures


def legend(parts: Collection[Part]) -> list[str]:
    """Lines that say what each figure means, of the parts that were measured."""
    lines = ["What the figures mean"]
    for part in parts:
        for name, meaning in _MEANINGS[part].items():
            lines += _wrapped(f"  {name:<14}{meaning}", indent=16)
    return lines


def table(name: str, evaluation: Evaluation, errors: int) -> list[str]:
    """Lines with the scores of one corpus, and its ``errors`` most frequent errors."""
    lines = [f"{name}: {_counted(evaluation.documents, 'document')}"]
    if evaluation.recognition is not None:
        lines += _recognition_lines(evaluation.recognition)
    if evaluation.roles is not None and evaluation.roles.total:
        lines += _roles_lines(evaluation.roles)
    if evaluation.resolution is not None:
        lines += _resolution_lines(evaluation.resolution)
    if evaluation.end_to_end is not None:
        tally = evaluation.end_to_end.tally
        lines += ["", _row("End to end", *_COUNTS), _tally_line("found and resolved", tally)]
        lines += _left_out(tally, "the corpus doesn't say where they are")
    if evaluation.recognition is not None and errors:
        score = evaluation.recognition
        lines += ["", f"Most frequent misses, of {len(score.misses):,} in all"]
        lines += _span_error_lines(frequent(score.misses, errors), "found", score.context)
        lines += ["", f"Most frequent false alarms, of {len(score.false_alarms):,} in all"]
        lines += _span_error_lines(frequent(score.false_alarms, errors), "marked", score.context)
    if evaluation.resolution is not None and errors:
        wrong = evaluation.resolution.errors
        lines += ["", f"Most frequent errors of resolution, of {len(wrong):,} in all"]
        lines += _resolution_error_lines(wrong, errors)
    return lines


def _recognition_lines(score: RecognitionScore) -> Iterator[str]:
    exact = score.exact
    found = exact.predicted + exact.left_out
    yield f"  {_counted(exact.gold, 'name')} marked in the corpus, {found:,} found by the parser"
    yield ""
    yield _row("Recognition", *_COUNTS)
    yield _tally_line("exact", exact)
    yield _tally_line("overlap", score.overlap)
    yield from _left_out(exact, "at words that the corpus marks as no place names")
    if any(score.by_type):
        yield from ("", _row("Recall by type", "exact", "overlap", "marked"))
        for name, of_type in sorted(score.by_type.items(), key=_by_count):
            shares = (_percent(of_type.exact_recall), _percent(of_type.overlap_recall))
            yield _row(f"  {_plain(name) or _NO_TYPE}", *shares, f"{of_type.gold:,}")


def _by_count(item: tuple[str, TypeRecall]) -> tuple[int, str]:
    name, of_type = item
    return -of_type.gold, name


def _roles_lines(score: RoleScore) -> Iterator[str]:
    yield from ("", _row("Roles of exactly found names"))
    yield _row("  right role", _percent(score.accuracy)) + f"  of {score.total:,}"
    yield _row("  if always literal", _percent(score.always_literal))
    yield _row("  corpus \\ parser", "literal", "associative".rjust(_CELL + 3))
    for gold in Role:
        counts = [f"{score.confusion[gold, said]:,}" for said in Role]
        yield _row(f"  {gold}", counts[0], counts[1].rjust(_CELL + 3))


def _resolution_lines(score: ResolutionScore) -> Iterator[str]:
    yield from ("", "Resolution, the marked names being given")
    if not score.total:
        yield "  the corpus has no coordinates"
        return
    yield _row("  Acc@161", _percent(score.acc161)) + f"  {score.near:,} of {score.total:,}"
    if score.with_id:
        exact = f"{score.exact:,} of {score.with_id:,}"
        yield _row("  exact id", _percent(score.exact_share)) + f"  {exact}"
    yield _row("  median error", f"{score.median_km:,.1f}") + "  km"
    yield _row("  AUC", f"{score.auc:.3f}")
    yield _row("  unresolved", f"{score.unresolved:,}")
    if len(score.calibration):
        yield from _calibration_lines(score.calibration)


def _calibration_lines(calibration: Calibration) -> Iterator[str]:
    kept, wrong = calibration.kept(_KEPT)
    yield _row("  calibration error", f"{calibration.error:.3f}")
    of_kept = f"  of the answers; {_percent(wrong / max(1, kept))} of them wrong"
    yield _row(f"  confidence >= {_KEPT}", _percent(kept / len(calibration))) + of_kept
    yield from ("", _row("Confidence of answers", "answers", "mean", "right"))
    for found in calibration.bins():
        bounds = f"  {found.low:.1f} to {found.low + 0.1:.1f}"
        yield _row(bounds, f"{found.count:,}", _percent(found.mean), _percent(found.right))


def _resolution_error_lines(errors: Sequence[ResolutionError], most: int) -> Iterator[str]:
    counts = Counter((e.text, e.answer_id, e.gold_id) for e in errors)
    if counts:
        yield f"  count  {'error in km':<{_KIND_WIDTH}}words (answer; corpus)"
    for key, count in counts.most_common(most):
        km = max(e.error_km or 0.0 for e in errors if (e.text, e.answer_id, e.gold_id) == key)
        words, answer, gold = (_plain(part).strip() for part in key)
        far = f"{km:,.0f}" if answer else "-"
        said = f"{words} ({answer or 'no place'}; {gold or 'no id'})"
        yield from _wrapped(f"  {count:>5}  {far:<{_KIND_WIDTH}}{said}", _INDENT + _KIND_WIDTH)


def _span_error_lines(errors: Sequence[FrequentError], other: str, context: int) -> Iterator[str]:
    """Two lines or more an error; ``other`` says whose the words beside are."""
    if errors:
        yield f"  count  {'kind':<{_KIND_WIDTH}}words"
    for error in errors:
        example = error.example
        beside = f" ({other}: {_plain(example.other).strip()})" if example.other else ""
        words = f"{_plain(example.text).strip()}{beside}"
        head = f"  {error.count:>5}  {example.kind:<{_KIND_WIDTH}}{words}"
        yield from _wrapped(head, _INDENT + _KIND_WIDTH)
        if context:
            yield from _wrapped(" " * _INDENT + _excerpt(example, context), _INDENT)


def _excerpt(error: SpanError, context: int) -> str:
    """The words marked among those around them."""
    before = "…" * (len(error.before) == context) + _plain(error.before)
    after = _plain(error.after) + "…" * (len(error.after) == context)
    return f"{before}«{_plain(error.text).strip()}»{after}".strip()


def _plain(text: str) -> str:
    """One line of a text, without what could steer a terminal."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    squeezed = " ".join(printable.split())
    starts, ends = printable[:1].isspace(), printable[-1:].isspace()
    return f"{' ' * starts}{squeezed}{' ' * (ends and bool(squeezed))}"


def _tally_line(name: str, tally: Tally) -> str:
    shares = (_percent(tally.precision), _percent(tally.recall), _percent(tally.f1))
    wrong, missed = tally.predicted - tally.right, tally.gold - tally.found
    return _row(f"  {name}", *shares, f"{tally.right:,}", f"{wrong:,}", f"{missed:,}")


def _left_out(tally: Tally, why: str) -> list[str]:
    return [f"  {tally.left_out:,} found and left out: {why}"] if tally.left_out else []


def _row(name: str, *cells: str) -> str:
    return f"{name:<{_NAME_WIDTH}}" + "".join(f"{cell:>{_CELL}}" for cell in cells)


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _wrapped(line: str, indent: int) -> list[str]:
    width = min(_WIDTH, shutil.get_terminal_size().columns)
    start = line[: len(line) - len(line.lstrip())]
    filled = fill(
        line.lstrip(),
        max(width, indent + _CELL),
        initial_indent=start,
        subsequent_indent=" " * indent,
        replace_whitespace=False,
    )
    return filled.split("\n")


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """Return scores, shares and every error, named as in the Python API; None if not measured."""
    end_to_end = evaluation.end_to_end
    return {
        "documents": evaluation.documents,
        "recognition": evaluation.recognition and _recognition_json(evaluation.recognition),
        "roles": evaluation.roles and _roles_json(evaluation.roles),
        "resolution": evaluation.resolution and _resolution_json(evaluation.resolution),
        "end_to_end": end_to_end and _tally_json(end_to_end.tally),
    }


def _tally_json(tally: Tally) -> dict[str, Any]:
    shares = {"precision": tally.precision, "recall": tally.recall, "f1": tally.f1}
    return {**asdict(tally), **shares}


def _recognition_json(score: RecognitionScore) -> dict[str, Any]:
    return {
        "exact": _tally_json(score.exact),
        "overlap": _tally_json(score.overlap),
        "by_type": {name: asdict(of_type) for name, of_type in score.by_type.items()},
        "misses": [asdict(error) for error in score.misses],
        "false_alarms": [asdict(error) for error in score.false_alarms],
    }


def _roles_json(score: RoleScore) -> dict[str, Any]:
    return {
        "accuracy": score.accuracy,
        "always_literal": score.always_literal,
        "confusion": [
            {"gold": gold, "predicted": predicted, "count": count}
            for (gold, predicted), count in sorted(score.confusion.items())
        ],
        "errors": [asdict(error) for error in score.errors],
    }


def _resolution_json(score: ResolutionScore) -> dict[str, Any]:
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
