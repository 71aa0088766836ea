"""Errors of recognition: what is wrong with a span, in which words, and how often."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar


class Spanned(Protocol):
    """Anything with a half-open span of code points."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """One past the last code point."""


AnySpan = TypeVar("AnySpan", bound=Spanned)


class ErrorKind(StrEnum):
    """How what was found differs from what is marked in the corpus."""

    MISSED = "missed"
    """Nothing was found at marked words."""
    FALSE_ALARM = "false alarm"
    """Something was found where nothing is marked."""
    CUT_SHORT = "cut short"
    """A part of the marked words was found."""
    TOO_LONG = "too long"
    """The marked words were found with more beside them."""
    SHIFTED = "shifted"
    """Found and marked words overlap, and neither hold the other."""


@dataclass(frozen=True, slots=True)
class SpanError:
    """A gold mention that was not found exactly, or a prediction that is not exactly gold."""

    document: str
    """Id of the document."""
    start: int
    """First code point in the document's text."""
    end: int
    """One past the last code point."""
    text: str
    """The words: missed ones, or falsely found ones."""
    kind: ErrorKind
    other: str = ""
    """The words that were found (of a miss) or marked (of a false alarm) there; empty if none."""
    type: str = ""
    """The type of the gold mention, for a miss; empty when it has none."""
    before: str = ""
    """The text before, as much of it as was asked for."""
    after: str = ""
    """The text after."""


@dataclass(frozen=True, slots=True)
class FrequentError:
    """The same words, wrong in the same way."""

    count: int
    example: SpanError
    """The first of them."""


def frequent(errors: Iterable[SpanError], limit: int) -> list[FrequentError]:
    """Return the ``limit`` most frequent errors: by frequency, then words, then kind."""
    counts: Counter[tuple[str, ErrorKind]] = Counter()
    examples: dict[tuple[str, ErrorKind], SpanError] = {}
    for error in errors:
        key = (error.text, error.kind)
        counts[key] += 1
        examples.setdefault(key, error)
    ordered = sorted(counts, key=lambda key: (-counts[key], key))
    return [FrequentError(counts[key], examples[key]) for key in ordered[:limit]]


def overlap(first: Spanned, second: Spanned) -> int:
    """How many code points two spans share; 0 or less when they share none."""
    return min(first.end, second.end) - max(first.start, second.start)


def nearest(span: Spanned, others: Collection[AnySpan]) -> AnySpan | None:
    """Of other spans the one that shares most with a span, the first of equals; None if none."""
    best = max(others, key=lambda other: overlap(span, other), default=None)
    return best if best is not None and overlap(span, best) > 0 else None


def kind_of(gold: Spanned, predicted: Spanned) -> ErrorKind:
    """How a prediction that overlaps a gold mention, and isn't equal, differs from it."""
    if gold.start <= predicted.start and predicted.end <= gold.end:
        return ErrorKind.CUT_SHORT
    if predicted.start <= gold.start and gold.end <= predicted.end:
        return ErrorKind.TOO_LONG
    return ErrorKind.SHIFTED


def around(text: str, span: Spanned, context: int) -> tuple[str, str]:
    """``context`` code points before and after a span, fewer at the ends of the text."""
    return text[max(0, span.start - context) : span.start], text[span.end : span.end + context]


def words(text: str, span: Spanned | None) -> str:
    """Return the words of a span; empty for None."""
    return text[span.start : span.end] if span else ""
