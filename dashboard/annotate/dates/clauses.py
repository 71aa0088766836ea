"""Cutting a passage into sentences, and those into clauses: half-open spans of its text.

No parser stands behind it: full stops, semicolons, dashes, commas before a conjunction or a
relative, and conjunctions between two dates. That is what tells which date a place goes with.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

from geocache.data_files import shipped

_SENTENCE_END = re.compile(r"(?:[.!?…]+[\"”’')\]]*\s+|\n\s*)(?=[\"“‘'(\[]*[A-Z0-9•*–-])")
_STRONG = re.compile(r";\s*|\s[–—-]{1,2}\s|:\s+|—")
_COMMA = re.compile(r",\s+")
_OPENING = re.compile(r"\W*(?:\w+ \w+ )?(?:after|before|following)\s", re.IGNORECASE)
_ASIDE = re.compile(r", (?:\w+ ){1,3}$")
_BEHIND_DATE = re.compile(r"\s+((?:to|into|near|towards?)\s+)(?=[A-Z])")
_WORD_BEFORE = re.compile(r"([\w.]+)$")
_INITIAL = 1
_ARTICLE = 4
"""Letters of "the " between a relation and its date."""


class Border(Enum):
    """What parts a clause from the one before it."""

    STRONG = "the sentence's beginning, a semicolon, dash or colon"
    COMMA = "a comma alone"
    CONJUNCTION = "a conjunction"
    RELATIVE = "a relative pronoun"
    APART = "a conjunction behind which another time is spoken of: after rebels had left"
    PLACE = "a preposition behind a date: to Brint in May"


@dataclass(frozen=True, slots=True)
class Clause:
    """Words of a sentence that have a verb of their own, as far as signs show it."""

    start: int
    end: int
    border: Border = Border.STRONG

    @property
    def is_apart(self) -> bool:
        """Whether it speaks of another time than the clause before it."""
        return self.border is Border.APART

    @property
    def is_relative(self) -> bool:
        """Whether it tells something of a noun before it."""
        return self.border is Border.RELATIVE


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
    opening = _opening_apart(text, start, end, dates)
    found, begin, border = [], start, Border.APART if opening else Border.STRONG
    for at, kind in sorted(_found_borders(text, start, end, dates), key=_place):
        if at <= max(begin, opening):
            continue
        is_closed = (begin == start and opening) or (
            border is Border.APART and _is_aside(text, start, begin)
        )
        if kind is Border.COMMA and not is_closed:
            is_parted = _parts(at, dates) or border is Border.RELATIVE
            if not is_parted or not _holds_date(begin, at, dates):
                continue
        found.append(Clause(begin, at, border))
        begin, border = at, kind
    return [*found, Clause(begin, end, border)]


def _is_aside(text: str, start: int, begin: int) -> bool:
    """Whether few words stand between a comma and a clause: ", a week after fleeing Aster,"."""
    return _ASIDE.search(text, start, begin) is not None


def _opening_apart(text: str, start: int, end: int, dates: Sequence[tuple[int, int]]) -> int:
    """Return where "A day after" ends, with which a sentence begins; 0 where it does not."""
    opening = _OPENING.match(text, start, end)
    if opening is None or any(start <= at <= opening.end() + _ARTICLE for at, _ in dates):
        return 0
    return opening.end()


def _place(border: tuple[int, Border]) -> tuple[int, bool]:
    """Where a border is; a comma gives way to what else begins there."""
    return border[0], border[1] is Border.COMMA


def _found_borders(
    text: str, start: int, end: int, dates: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, Border]]:
    for match in _STRONG.finditer(text, start, end):
        if not _is_inside(match.start(), dates):
            yield match.end(), Border.STRONG
    for match in _COMMA.finditer(text, start, end):
        if not _is_inside(match.start(), dates):
            yield match.end(), Border.COMMA
    for match in _BEHIND_DATE.finditer(text, start, end):
        if _parts(match.start(1), dates) and any(last == match.start() for _, last in dates):
            yield match.start(1), Border.PLACE
    for match in _borders().finditer(text, start, end):
        word = match["word"].lower()
        is_relation = any(match.end() <= first <= match.end() + _ARTICLE for first, _ in dates)
        if _is_inside(match.start("word"), dates) or (is_relation and word in words_of("apart")):
            continue
        parted = _parts(match.start("word"), dates)
        is_clause = bool(match["comma"]) and word != "and"
        is_said = word in {"that", "while", "whereas", "but", "after", "when"}
        if parted or is_clause or is_said:
            yield match.start("word"), _kind_of(word)


def _kind_of(word: str) -> Border:
    if word in words_of("apart"):
        return Border.APART
    return Border.RELATIVE if word in words_of("relatives") else Border.CONJUNCTION


def _holds_date(start: int, end: int, dates: Sequence[tuple[int, int]]) -> bool:
    return any(start <= first < end for first, _ in dates)


def _parts(at: int, dates: Sequence[tuple[int, int]]) -> bool:
    """Whether dates stand on either side of an offset."""
    return any(last <= at for _, last in dates) and any(first >= at for first, _ in dates)


def _is_inside(at: int, dates: Sequence[tuple[int, int]]) -> bool:
    return any(first <= at < last for first, last in dates)
