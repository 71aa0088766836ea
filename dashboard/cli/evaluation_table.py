"""Scores as lines of text that fit a terminal of 80 columns."""

import shutil
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from textwrap import fill

from geocache.evaluation import (
    Calibration,
    Evaluation,
    FrequentError,
    Part,
    RecognitionScore,
    ResolutionError,
    ResolutionScore,
    RoleScore,
    SpanError,
    Tally,
    TypeRecall,
    frequent,
)
from geocache.records import Role

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
        lines += _recognition(evaluation.recognition)
    if evaluation.roles is not None and evaluation.roles.total:
        lines += _roles(evaluation.roles)
    if evaluation.resolution is not None:
        lines += _resolution(evaluation.resolution)
    if evaluation.end_to_end is not None:
        tally = evaluation.end_to_end.tally
        lines += ["", _row("End to end", *_COUNTS), _tally("found and resolved", tally)]
        lines += _left_out(tally, "the corpus doesn't say where they are")
    if evaluation.recognition is not None and errors:
        score = evaluation.recognition
        lines += ["", f"Most frequent misses, of {len(score.misses):,} in all"]
        lines += _errors(frequent(score.misses, errors), "found", score.context)
        lines += ["", f"Most frequent false alarms, of {len(score.false_alarms):,} in all"]
        lines += _errors(frequent(score.false_alarms, errors), "marked", score.context)
    if evaluation.resolution is not None and errors:
        wrong = evaluation.resolution.errors
        lines += ["", f"Most frequent errors of resolution, of {len(wrong):,} in all"]
        lines += _resolution_errors(wrong, errors)
    return lines


def _recognition(score: RecognitionScore) -> Iterator[str]:
    exact = score.exact
    found = exact.predicted + exact.left_out
    yield f"  {_counted(exact.gold, 'name')} marked in the corpus, {found:,} found by the parser"
    yield ""
    yield _row("Recognition", *_COUNTS)
    yield _tally("exact", exact)
    yield _tally("overlap", score.overlap)
    yield from _left_out(exact, "at words that the corpus marks as no place names")
    if any(score.by_type):
        yield from ("", _row("Recall by type", "exact", "overlap", "marked"))
        for name, of_type in sorted(score.by_type.items(), key=_by_count):
            shares = (_percent(of_type.exact_recall), _percent(of_type.overlap_recall))
            yield _row(f"  {_plain(name) or _NO_TYPE}", *shares, f"{of_type.gold:,}")


def _by_count(item: tuple[str, TypeRecall]) -> tuple[int, str]:
    name, of_type = item
    return -of_type.gold, name


def _roles(score: RoleScore) -> Iterator[str]:
    yield from ("", _row("Roles of exactly found names"))
    yield _row("  right role", _percent(score.accuracy)) + f"  of {score.total:,}"
    yield _row("  if always literal", _percent(score.always_literal))
    yield _row("  corpus \\ parser", "literal", "associative".rjust(_CELL + 3))
    for gold in Role:
        counts = [f"{score.confusion[gold, said]:,}" for said in Role]
        yield _row(f"  {gold}", counts[0], counts[1].rjust(_CELL + 3))


def _resolution(score: ResolutionScore) -> Iterator[str]:
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
        yield from _calibration(score.calibration)


def _calibration(calibration: Calibration) -> Iterator[str]:
    kept, wrong = calibration.kept(_KEPT)
    yield _row("  calibration error", f"{calibration.error:.3f}")
    of_kept = f"  of the answers; {_percent(wrong / max(1, kept))} of them wrong"
    yield _row(f"  confidence >= {_KEPT}", _percent(kept / len(calibration))) + of_kept
    yield from ("", _row("Confidence of answers", "answers", "mean", "right"))
    for found in calibration.bins():
        bounds = f"  {found.low:.1f} to {found.low + 0.1:.1f}"
        yield _row(bounds, f"{found.count:,}", _percent(found.mean), _percent(found.right))


def _resolution_errors(errors: Sequence[ResolutionError], most: int) -> Iterator[str]:
    counts = Counter((e.text, e.answer_id, e.gold_id) for e in errors)
    if counts:
        yield f"  count  {'error in km':<{_KIND_WIDTH}}words (answer; corpus)"
    for key, count in counts.most_common(most):
        km = max(e.error_km or 0.0 for e in errors if (e.text, e.answer_id, e.gold_id) == key)
        words, answer, gold = (_plain(part).strip() for part in key)
        far = f"{km:,.0f}" if answer else "-"
        said = f"{words} ({answer or 'no place'}; {gold or 'no id'})"
        yield from _wrapped(f"  {count:>5}  {far:<{_KIND_WIDTH}}{said}", _INDENT + _KIND_WIDTH)


def _errors(errors: Sequence[FrequentError], other: str, context: int) -> Iterator[str]:
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


def _tally(name: str, tally: Tally) -> str:
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
