"""What decides whether a mention says where something is or who is meant."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .candidate_set import Candidates, Edge, Side
from .gazetteer_facts import FACTS
from .lexical import Gap, Rows, Word, code
from .linear_model import Columns, FeatureTable, Group
from .tokens import Column, Positions

# ---- clauses

_BACK, _AHEAD = 8, 5
"""How many words before a mention, and behind it, are looked at."""
NOWHERE = -2
"""A position at which no word is."""
_NONE, _ONE, _NOWHERE = 0, 1, NOWHERE
_MOST_BACK, _MOST_AHEAD, _MARGIN = _BACK, _AHEAD, _BACK + 1
_BACKWARDS, _FORWARDS = np.arange(_BACK, -1, -1), np.arange(_AHEAD + 1)
"""What is added to the position of a word to look behind and ahead; behind from a margin on."""


class Clauses(NamedTuple):
    """Words that tell the roles of mentions; each of shape (mentions,), positions in a document."""

    governor: Positions
    """Nearest word before it that is no name, article or adjective: a preposition or verb."""
    distance: Column
    """How many words before it the governor stands, or the clause begins."""
    head: Positions
    """First small word behind it."""
    is_between: Column
    """Whether capitalised words stand between the mention and the head."""


def clauses(found: Candidates) -> Clauses:
    """Return the words that lead to each candidate and those it leads to."""
    document = found.document
    small, stops = document.word(Word.SMALL), document.gap(Gap.STOPS)
    # A sentence may begin with "In".
    may_govern = small | document.word(Word.LOCATES)
    governs = may_govern & (document.word(Word.SKIPPED) ^ _ONE)
    governor, distance = _back(governs, stops[1:], found.first)
    head, is_between = _ahead(small, stops[:-1] | document.gap(Gap.COMMA)[:-1], found.following)
    return Clauses(governor, distance, head, is_between)


def _back(governs: Column, stops: Column, first: Positions) -> tuple[Positions, Column]:
    """Positions of governors, and how far back; a stop behind a word is not looked across."""
    margin = _BACK + 1
    is_end = np.ones(margin + len(stops), np.int64)
    is_end[margin:] = stops
    is_reached = is_end.copy()
    is_reached[margin:] |= governs
    distance = _steps(is_reached, first[:, None] + _BACKWARDS) + _ONE
    at = first - distance
    is_governor = (distance <= _MOST_BACK) & (is_end.take(at + _MARGIN) == _NONE)
    return np.where(is_governor, at, _NOWHERE), distance


def _ahead(small: Column, stops: Column, behind: Positions) -> tuple[Positions, Column]:
    """Positions of heads, and whether words stand before them; no stop is looked across."""
    is_end = np.ones(len(stops) + _AHEAD + 1, np.int64)
    is_end[: len(stops)] = stops
    is_reached = is_end.copy()
    is_reached[: len(small)] |= small
    steps = _steps(is_reached, behind[:, None] + _FORWARDS)
    at = behind + steps
    is_head = (steps < _MOST_AHEAD) & (is_end.take(at) == _NONE)
    return np.where(is_head, at, _NOWHERE), is_head * np.minimum(steps, _ONE)


def _steps(is_reached: Column, windows: Positions) -> Positions:
    """How many steps to the first word that ends the search; the last of a window always does."""
    reached = is_reached.take(windows)
    reached[:, -1] = 1
    return np.asarray(reached.argmax(axis=1))


_NEAR = 3

ROLE_REASON = "role: "
"""How the ids of the groups below begin, and so those of the reasons for a role."""

ROLE = FeatureTable(
    Group(
        "role: name",
        "the name itself",
        "one, size standing, words, last, last-fine, last-middle, last-coarse, largest how, "
        + ", ".join(FACTS[1:]),
    ),
    Group(
        "role: governor",
        "{governor} leads to it",
        "governor, governor standing, governor listed, governor distance standing, "
        "governor owns, locates, locates standing, "
        "governor-fine, governor-middle, governor-coarse",
    ),
    Group(
        "role: head",
        "it leads to {head}",
        "head, head standing, head between owns joined-after, head head-next, head-fine, "
        "head-middle, head-coarse, head-fine standing owns joined-after, "
        "head-middle standing owns joined-after, head-coarse standing owns joined-after, "
        "head-next-middle, head-next-coarse, "
        "acts, acts standing begins, ground, ground standing owns, holds gap-after, "
        "led-people, led-people standing owns, led-people between, "
        "gap-after head, gap-after head-middle, "
        "gap-after head-coarse standing",
    ),
    Group(
        "role: pair",
        "what leads to it ({governor}) and what it leads to ({head})",
        "governor-coarse head-coarse, locates acts, locates ground, locates led-people, "
        "led-people locates standing, "
        "governor head-coarse, governor-coarse head, "
        "gap-after standing begins, governor gap-after, head-coarse begins, "
        "head-middle begins",
    ),
    Group(
        "role: sides",
        "what stands beside it",
        "gap-before standing, gap-after standing, gap-before gap-after standing, left, "
        "left-middle, left-coarse standing, right, right-middle, right-coarse standing, "
        "start-middle, end-institution, end-institution standing gap-before, end, end-fine, "
        "end-middle, end-coarse standing, "
        "before-fine, before-middle, before-coarse",
    ),
)


_GOVERNOR, _HEAD, _HEAD_NEXT, _LAST = (
    (name, f"{name}-fine", f"{name}-middle", f"{name}-coarse")
    for name in ("governor", "head", "head-next", "last")
)
"""Columns of a word and of its classes."""


def role_columns(found: Candidates, told: Clauses, first: Columns) -> Columns:
    """Columns of candidates; each of shape (candidates,).

    Parameters
    ----------
    told
        Their `clauses`.
    first
        Their columns at the first look, or as many of them as `ROLE` has.
    """
    document, beside = found.document, found.beside
    known = np.array([facts.row for facts in found.facts], np.int64).reshape(-1, len(FACTS)).T
    governor, distance, head, is_between = told
    next_word = np.where(head >= _NONE, head + _ONE, _NOWHERE)
    words = document.at(np.array([governor, head, next_word]))
    coarse, led_to = beside.words[Word.COARSE], words[:, 1]
    spelled = [code(_spelled(name)) for name in found.words()]
    columns = {
        **first,
        **dict(zip(FACTS, known, strict=True)),
        **_kinds(_GOVERNOR, words[:, 0]),
        **_kinds(_HEAD, led_to),
        **_kinds(_HEAD_NEXT, words[:, 2]),
        **_kinds(_LAST, beside.words[:, Side.LAST]),
        "one": np.ones(len(found), np.int64),
        "words": np.array(spelled, np.int64),
        "listed": beside.gaps[Gap.COMMA, Edge.LEFT] | beside.words[Word.CONJUNCTION, Side.BEFORE],
        "owns": beside.is_possessive,
        "distance": np.minimum(distance, _NEAR),
        "between": is_between,
        "left-coarse": beside.joined_before * (_ONE + coarse[Side.BEFORE]),
        "right-coarse": beside.joined_after * (_ONE + coarse[Side.AFTER]),
        "acts": led_to[Word.ACTS],
        "ground": led_to[Word.GROUND],
        "holds": led_to[Word.HOLDS],
        "led-people": led_to[Word.PEOPLE],
        "locates": words[Word.LOCATES, 0],
    }
    # Without a governor it matters how far back the clause begins.
    columns["governor"] = np.where(governor >= _NONE, columns["governor"], -distance)
    return columns


def _kinds(names: Sequence[str], words: Rows) -> dict[str, Column]:
    """Columns of words of shape (properties, candidates), and of the classes they are in."""
    word, fine, middle, coarse = names
    return {
        word: words[Word.CODE],
        fine: words[Word.FINE],
        middle: words[Word.MIDDLE],
        coarse: words[Word.COARSE],
    }


def _spelled(words: str) -> str:
    """Words in lower case; a name may be broken at the end of a line."""
    return " ".join(words.lower().split())
