"""Cutting a passage into sentences, and those into clauses: half-open spans of its text.

No parser stands behind it: full stops, semicolons, dashes, commas before a conjunction or a
relative, and conjunctions between two dates. That is what tells which date a place goes with.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from geocache.data_files import shipped

_SENTENCE_END = re.compile(r"(?:[.!?…]+[\"”’')\]]*\s+|\n\s*)(?=[\"“‘'(\[]*[A-Z0-9•*–-])")
_STRONG = re.compile(r";\s*|\s[–—-]{1,2}\s|:\s+|—")
_COMMA = re.compile(r",\s+")
_WORD_BEFORE = re.compile(r"([\w.]+)$")
_INITIAL = 1
_ARTICLE = 4
"""Letters of "the " between a relation and its date."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Words of a sentence that have a verb of their own, as far as signs show it."""

    start: int
    end: int
    is_apart: bool = False
    """Whether it speaks of another time than the clause before it: "after rebels had left"."""


@cache
def words_of(name: str) -> frozenset[str]:
    """Return a list of ``data/dates/clauses.yaml``."""
    return frozenset(shipped("dates/clauses.yaml")[name])


@cache
def _borders() -> re.Pattern[str]:
    """What may begin a clause: a conjunction or relative, with or without a comma."""
    words = "|".join(sorted(words_of("beside") | words_of("apart"), key=len, reverse=True))
    return re.compile(rf"(?P<comma>,)?\s+(?:(?:and|but)\s+)?(?P<word>{words})\b\s*", re.IGNORECASE)


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the sentences of a passage."""
    found, begin = [], start
    for match in _SENTENCE_END.finditer(text, start, end):
        if text[match.start()] == "." and _is_abbreviation(text, begin, match.start()):
            continue
        found.append((begin, match.end()))
        begin = match.end()
    return [*found, (begin, end)]


def _is_abbreviation(text: str, begin: int, stop: int) -> bool:
    word = _WORD_BEFORE.search(text, begin, stop)
    if word is None:
        return False
    written = word[1].lower()
    is_initial = len(written) == _INITIAL and written.isalpha()
    return is_initial or written in words_of("abbreviations")


def clauses(text: str, start: int, end: int, dates: Sequence[tuple[int, int]]) -> list[Clause]:
    """Return the clauses of a sentence.

    Parameters
    ----------
    text, start, end
        Of the sentence.
    dates
        Spans of the dates in it: a conjunction without a comma only begins a clause where there is
        a date on either side of it, and none begins within a date.
    """
    borders = sorted(_found_borders(text, start, end, dates))
    found, begin, is_apart = [], start, False
    for at, apart in borders:
        if at > begin:
            found.append(Clause(begin, at, is_apart))
            begin, is_apart = at, apart
    return [*found, Clause(begin, end, is_apart)]


def _found_borders(
    text: str, start: int, end: int, dates: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, bool]]:
    for match in _STRONG.finditer(text, start, end):
        if not _is_inside(match.start(), dates):
            yield match.end(), False
    for match in _COMMA.finditer(text, start, end):
        if _parts(match.end(), dates) and not _is_inside(match.start(), dates):
            yield match.end(), False
    for match in _borders().finditer(text, start, end):
        word = match["word"].lower()
        is_relation = any(match.end() <= first <= match.end() + _ARTICLE for first, _ in dates)
        if _is_inside(match.start("word"), dates) or (is_relation and word in words_of("apart")):
            continue
        parted = _parts(match.start("word"), dates)
        is_clause = bool(match["comma"]) and word != "and"
        is_said = word in {"that", "while", "whereas", "but", "after", "when"}
        if parted or is_clause or is_said:
            yield match.start("word"), word in words_of("apart")


def _parts(at: int, dates: Sequence[tuple[int, int]]) -> bool:
    """Whether dates stand on either side of an offset."""
    return any(last <= at for _, last in dates) and any(first >= at for first, _ in dates)


def _is_inside(at: int, dates: Sequence[tuple[int, int]]) -> bool:
    return any(first <= at < last for first, last in dates)
