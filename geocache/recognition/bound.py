"""Names that only make sense beside a place: "the motorway linking Zagreb with Split".

What the second look leaves out by little is taken after all where the words bind it to a place that
is taken: as the other end of a road or border, or of "between", or as the last of a list.
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ..knowledge import shipped
from .candidates import Candidate
from .document import Document
from .features import UNIT

BOND = 5 * UNIT // 2
"""Log-odds; not learnt: corpora have too few of them."""
_LIST_BOND = 3 * UNIT // 2
_BEFORE_A_LINK = 2
"""Words from a name to the one that is linked to it."""
_DOUBTFUL = -3 * UNIT
"""Log-odds below which nothing saves a name."""
_BLANK = " \t\n\u00a0"


class _Words(NamedTuple):
    dashes: frozenset[str]
    nouns: frozenset[str]
    openings: dict[str, frozenset[str]]
    """What may stand between two names, by the word in front of them."""


@cache
def _words() -> _Words:
    known = shipped("recognition", "bonds.yaml")
    dashes, nouns = (frozenset(str(known[key]).split()) for key in ("dashes", "nouns"))
    openings = {word: frozenset(str(links).split()) for word, links in known["openings"].items()}
    return _Words(dashes, nouns, openings)


def bonds(
    document: Document, candidates: Sequence[Candidate], scores: Sequence[int], taken_from: int
) -> list[int]:
    """Scores with what binds candidates to places that are taken.

    Parameters
    ----------
    candidates
        In the order of their first words.
    scores
        Their log-odds at the second look, in parts of `UNIT`.
    taken_from
        Log-odds from which one is taken.
    """
    found = list(scores)
    sure = [(c, s) for c, s in zip(candidates, scores, strict=True) if s > taken_from]
    starts = {c.first: c.last for c, _ in sure}
    ends = {c.last: c.first for c, _ in sure}
    for number, (candidate, score) in enumerate(zip(candidates, scores, strict=True)):
        if _DOUBTFUL < score <= taken_from:
            found[number] += _bond(document, candidate, starts, ends)
    return found


def _bond(
    document: Document, candidate: Candidate, starts: dict[int, int], ends: dict[int, int]
) -> int:
    first, last = candidate.first, candidate.last
    if _is_an_end(document, first, last, starts, ends):
        return BOND
    if _is_opened(document, first, last, starts, ends):
        return BOND
    return _LIST_BOND if _ends_a_list(document, first, ends) else 0


def _is_an_end(
    document: Document, first: int, last: int, starts: dict[int, int], ends: dict[int, int]
) -> bool:
    """Whether dashes join it to a place, and a noun such as "road" follows: "the A-B road"."""
    joined = False
    at = first
    while at - 1 in ends and _gap(document, at - 1) in _words().dashes:
        at, joined = ends[at - 1], True
    behind = last
    while behind + 1 in starts and _gap(document, behind) in _words().dashes:
        behind, joined = starts[behind + 1], True
    following = document.words[behind + 1 : behind + 3]
    return joined and any(word.lower() in _words().nouns for word in following)


def _is_opened(
    document: Document, first: int, last: int, starts: dict[int, int], ends: dict[int, int]
) -> bool:
    """Whether it is an end of "between A and B" or "linking A with B", the other being a place."""
    other = first - _BEFORE_A_LINK
    if other in ends:
        return _word(document, first - 1) in _links(document, ends[other] - 1)
    if last + _BEFORE_A_LINK in starts:
        return _word(document, last + 1) in _links(document, first - 1)
    return False


def _links(document: Document, at: int) -> frozenset[str]:
    """What may stand between two names behind a word."""
    return _words().openings.get(_word(document, at), frozenset())


def _ends_a_list(document: Document, first: int, ends: dict[int, int]) -> bool:
    """Whether "A, B and" stands in front of it, both of them places."""
    other = first - _BEFORE_A_LINK
    if other not in ends or _word(document, first - 1) != "and":
        return False
    second = ends[other]
    return second - 1 in ends and _gap(document, second - 1).startswith(",")


def _gap(document: Document, word: int) -> str:
    return document.gaps[word].strip(_BLANK)


def _word(document: Document, at: int) -> str:
    """A word with nothing but blanks around it; empty otherwise."""
    if not 0 <= at < len(document):
        return ""
    around = (document.gaps[at], document.gaps[at - 1] if at else " ")
    return "" if any(gap.strip(_BLANK) for gap in around) else document.words[at].lower()
