"""The words that lead to mentions and those that they lead to."""

from typing import NamedTuple

import numpy as np

from ..fixed import fixed
from .candidates import Candidates
from .document import Column, Positions
from .properties import Gap, Word

_BACK, _AHEAD = 8, 5
"""How many words before a mention, and behind it, are looked at."""
NOWHERE = -2
"""A position at which no word is."""
_NONE, _ONE, _NOWHERE = fixed(0), fixed(1), fixed(NOWHERE)
_MOST_BACK, _MOST_AHEAD, _MARGIN = fixed(_BACK), fixed(_AHEAD), fixed(_BACK + 1)
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
