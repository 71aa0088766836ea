"""Searches words: their grammar, which passages hold them, and what is shown of those.

    convoy aid          both words
    "joint patrol"      these words in this order
    cholera OR measles  one of them
    -prices             not this one
    refug*              a beginning
    place:Rukban        a place; source:example.org  an outlet

A word of five letters and more is also found inside words; in quotation marks it is not. Case and
diacritics don't count. The title of a report counts as whole words of its first passage.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ..errors import QueryError
from ..workspace.text_index import TRIGRAM, folded, folded_offsets, spaced, trigrams
from .columns import Mask, Snapshot

INSIDE_FROM = 5
"""Letters from which a word is found inside words: "war" is not in "toward"."""
_MOST_RANKED = 20_000
"""Hits from which the newest come first: to rank one takes 2 µs."""
_KEPT_TERMS = 128
_CONFIRMED_AT_ONCE = 500
_CONTEXT = 90
"""Letters on either side of the first hit of a snippet."""
_BARE_FIELDS = ("place:", "source:")
_TOKEN = re.compile(
    r'\s*(?P<minus>-?)(?:(?P<field>place|source):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))'
)


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase of a search."""

    words: str
    exact: bool = False
    """Whether it was in quotation marks."""
    prefix: bool = False
    """Whether words that begin so are meant."""
    field: str = ""
    """``place`` or ``source``; empty for words of passages."""
    negated: bool = False


Clause = tuple[Term, ...]
"""Terms of which one must hold."""


def parse(typed: str) -> tuple[Clause, ...]:
    """Return the clauses that must all hold.

    Raises
    ------
    QueryError
        OR has nothing on one side, a quotation mark has no partner, or a field no value.
    """
    if typed.count('"') % 2:
        raise QueryError(f"the search {typed!r} has a quotation mark without a partner")
    clauses: list[list[Term]] = []
    either = False
    for token in _TOKEN.finditer(typed):
        if token["word"] == "OR" and not token["minus"] and not token["field"]:
            if not clauses or either:
                raise QueryError(f"the search {typed!r} has an OR with nothing before it")
            either = True
            continue
        term = _term(token, typed)
        if term is None:
            continue
        if either:
            clauses[-1].append(term)
        else:
            clauses.append([term])
        either = False
    if either:
        raise QueryError(f"the search {typed!r} ends in OR; expected a word behind it")
    return tuple(map(tuple, clauses))


def _term(token: re.Match[str], typed: str) -> Term | None:
    """Return the term of a token; None of punctuation alone."""
    exact = token["phrase"] is not None
    words = (token["phrase"] if exact else token["word"]).strip()
    prefix = not exact and words.endswith("*")
    words = words.rstrip("*") if prefix else words
    field = token["field"] or ""
    if not exact and words in _BARE_FIELDS:
        raise QueryError(f"the search {typed!r} says nothing behind {words}")
    if not any(letter.isalnum() for letter in words):
        if field:
            raise QueryError(f"the search {typed!r} says nothing behind {field}:")
        return None
    return Term(words, exact, prefix, field, bool(token["minus"]))


class Search:
    """Answers which passages of one snapshot hold words; what was asked last is kept.

    Parameters
    ----------
    snapshot
        What is searched; passages that came later are not found.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._count = snapshot.count("passages")
        self.hits = lru_cache(maxsize=_KEPT_TERMS)(self._hits)

    def mask(self, clauses: Sequence[Clause]) -> Mask:
        """Return passages that hold the words of all clauses but those with fields."""
        holding = np.ones(self._count, bool)
        for clause in clauses:
            if not any(term.field for term in clause):
                holding &= np.logical_or.reduce([self._meets(term) for term in clause])
        return holding

    def _meets(self, term: Term) -> Mask:
        hits = self.hits(term.words, term.exact, term.prefix)
        return ~hits if term.negated else hits

    def _hits(self, words: str, exact: bool, prefix: bool) -> Mask:  # noqa: FBT001  keys of the cache
        expression = _expression(words, prefix=prefix)
        hits = np.zeros(self._count, bool)
        if expression:
            hits[self._rows("passage_words", expression, self._count)] = True
            self._mark_titles(hits, expression)
        if not exact and not prefix and len(folded(words)) >= INSIDE_FROM:
            self._mark_inside(hits, folded(words))
        return hits

    def _rows(self, index: str, expression: str, size: int) -> npt.NDArray[np.int64]:
        """Return rows that an index of words has for an expression, of those before ``size``."""
        rows = self._snapshot.workspace.rows(
            f"SELECT rowid FROM {index} WHERE {index} MATCH ?", (expression,)
        )
        numbers = np.fromiter((row[0] for row in rows), np.int64) - 1
        return numbers[numbers < size]

    def _mark_titles(self, hits: Mask, expression: str) -> None:
        """Mark the first passages of reports that have words in their title."""
        rows = self._rows("title_words", expression, self._snapshot.count("documents"))
        titles = self._snapshot.mask("documents", rows)
        documents = self._snapshot["documents"]
        hits[documents["first_passage"][titles & (documents["passages"] > 0)]] = True

    def _mark_inside(self, hits: Mask, words: str) -> None:
        """Mark passages that hold words inside others: by trigrams, confirmed on the text."""
        runs = trigrams(words)
        if not runs:
            return
        expression = " AND ".join(_quoted(run) for run in runs)
        candidates = self._rows("passage_trigrams", expression, self._count)
        unsure = candidates[~hits[candidates]]
        if len(words) == TRIGRAM:
            hits[unsure] = True
            return
        for row, text in _texts_of(self._snapshot, unsure.tolist()):
            if words in folded(text):
                hits[row] = True

    def ranked(self, clauses: Sequence[Clause], passing: Mask, most: int) -> list[int] | None:
        """Return rows of the passing passages that fit best; None when hits are too many."""
        words = [term for clause in clauses for term in clause if not term.field]
        parts = [_expression(t.words, prefix=t.prefix) for t in words if not t.negated]
        expression = " OR ".join(part for part in parts if part)
        if not expression or int(np.count_nonzero(passing)) > _MOST_RANKED:
            return None
        rows = self._snapshot.workspace.rows(
            "SELECT rowid, rank FROM passage_words WHERE passage_words MATCH ?", (expression,)
        )
        hits = np.fromiter(rows, dtype=[("row", "i8"), ("rank", "f4")])
        hits["row"] -= 1
        hits = hits[hits["row"] < self._count]
        hits = hits[passing[hits["row"]]]
        best = np.lexsort((hits["row"], hits["rank"]))[:most]
        ranked = [int(row) for row in hits["row"][best]]
        if len(ranked) < most:  # those found inside words or by their title have no rank
            unranked = passing.copy()
            unranked[hits["row"]] = False
            ranked += np.flatnonzero(unranked)[: most - len(ranked)].tolist()
        return ranked


def _expression(words: str, *, prefix: bool) -> str:
    """Return what asks the word index for words in a row; empty when it knows no such letters."""
    composed = unicodedata.normalize("NFC", words)  # or marks of their own would part words
    apart = re.sub(r"[^\w\s]", " ", spaced(composed)).replace("_", " ").split()
    if not apart:
        return ""
    return _quoted(" ".join(apart)) + ("*" if prefix else "")


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def _texts_of(snapshot: Snapshot, rows: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Yield the words of passages, by their rows, in the order of their documents."""
    for begin in range(0, len(rows), _CONFIRMED_AT_ONCE):
        ids = [row + 1 for row in rows[begin : begin + _CONFIRMED_AT_ONCE]]
        query = (
            'SELECT p.id, substr(t.text, p.start + 1, p."end" - p.start) FROM passage p '
            f"JOIN document_text t USING (document_id) WHERE p.id IN ({', '.join('?' * len(ids))})"
        )
        for number, text in snapshot.workspace.rows(query, ids):
            yield number - 1, text


def highlights(text: str, clauses: Sequence[Clause]) -> list[tuple[int, int]]:
    """Return where a passage holds the words searched, in text order, none overlapping."""
    words = [t for clause in clauses for t in clause if not t.field and not t.negated]
    plain, offsets = folded_offsets(text)
    spans: list[tuple[int, int]] = []
    for term in words:
        matches = [match.span() for match in _pattern(term).finditer(plain)]
        spans += [
            (offsets[start], _end_of_letter(text, offsets[end - 1]))
            for start, end in matches
            if start < end
        ]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _end_of_letter(text: str, at: int) -> int:
    """Return the offset behind a letter and the diacritics that follow it."""
    at += 1
    while at < len(text) and unicodedata.combining(text[at]):
        at += 1
    return at


@lru_cache(maxsize=_KEPT_TERMS)
def _pattern(term: Term) -> re.Pattern[str]:
    plain = folded(term.words)
    words = re.split(r"[\W_]+", plain)
    body = r"[\W_]+".join(re.escape(word) for word in words if word)
    inside = not term.exact and not term.prefix and len(plain) >= INSIDE_FROM
    unspaced = spaced(plain) != plain
    if inside or unspaced:
        return re.compile(body)
    return re.compile(rf"(?<!\w){body}" + ("" if term.prefix else r"(?!\w)"))


def snippet(text: str, clauses: Sequence[Clause]) -> tuple[str, list[tuple[int, int]]]:
    """Return the part of a passage around its first hit, and where the hits are in it."""
    spans = highlights(text, clauses)
    first = spans[0][0] if spans else 0
    start = max(0, first - _CONTEXT)
    end = min(len(text), first + 2 * _CONTEXT)
    before, behind = "…" if start else "", "…" if end < len(text) else ""
    moved = [
        (max(s, start) - start + len(before), min(e, end) - start + len(before))
        for s, e in spans
        if s < end and e > start
    ]
    return f"{before}{text[start:end]}{behind}", moved
