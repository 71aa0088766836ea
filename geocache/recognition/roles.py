"""Judges the role of a mention: whether it says where something is, or who is meant."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .candidate_set import EDGE, SIDE, CandidateSpans
from .gazetteer_facts import CONTAINERS, FACTS, ProminenceClass, may_contain
from .lexical import GAP, WORD, Rows, code
from .linear_model import Columns, FeatureGroup, HashedFeatures
from .tokens import Column, Positions

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


def clauses(candidates: CandidateSpans) -> Clauses:
    """Return the words that lead to each candidate and those it leads to."""
    document = candidates.document
    small, stops = document.word(WORD.small), document.gap(GAP.stops)
    # A sentence may begin with "In".
    may_govern = small | document.word(WORD.locates)
    governs = may_govern & (document.word(WORD.skipped) ^ _ONE)
    governor, distance = _back(governs, stops[1:], candidates.first)
    head, is_between = _ahead(
        small, stops[:-1] | document.gap(GAP.comma)[:-1], candidates.following
    )
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
_INSIDE, _OUTSIDE, _UNKNOWN = 1, 2, 3
"""Of what stands before the comma before a state or country, see `_contained`."""
_MOST_BEFALLS = 5
"""Words from a head on that may tell what befell a place."""

ROLE = HashedFeatures(
    FeatureGroup(
        "role: name",
        "the name itself",
        "one, size prominence, words, last, last-fine, last-middle, last-coarse, largest how, "
        + ", ".join(FACTS[1:]),
    ),
    FeatureGroup(
        "role: governor",
        "{governor} leads to it",
        "governor, governor prominence, governor listed, governor distance prominence, "
        "governor owns, locates, locates prominence, "
        "governor-fine, governor-middle, governor-coarse",
    ),
    FeatureGroup(
        "role: head",
        "it leads to {head}",
        "head, head prominence, head between owns joined-after, head head-next, head-fine, "
        "head-middle, head-coarse, head-fine prominence owns joined-after, "
        "head-middle prominence owns joined-after, head-coarse prominence owns joined-after, "
        "head-next-middle, head-next-coarse, "
        "acts, acts prominence begins, ground, ground prominence owns, holds gap-after, "
        "led-people, led-people prominence owns, led-people between, "
        "suffers, suffers prominence, suffers head, suffers begins, suffers acts, "
        "suffers governor, suffers gap-before, "
        "contained, contained acts, contained gap-after, contained acts gap-after, "
        "contained owns, contained governor, contained head-coarse, contained head-middle, "
        "gap-after head, gap-after head-middle, "
        "gap-after head-coarse prominence",
    ),
    FeatureGroup(
        "role: pair",
        "what leads to it ({governor}) and what it leads to ({head})",
        "governor-coarse head-coarse, locates acts, locates ground, locates led-people, "
        "led-people locates prominence, "
        "governor head-coarse, governor-coarse head, "
        "gap-after prominence begins, governor gap-after, head-coarse begins, "
        "head-middle begins",
    ),
    FeatureGroup(
        "role: sides",
        "what stands beside it",
        "gap-before prominence, gap-after prominence, gap-before gap-after prominence, left, "
        "left-middle, left-coarse prominence, right, right-middle, right-coarse prominence, "
        "start-middle, end-institution, end-institution prominence gap-before, end, end-fine, "
        "end-middle, end-coarse prominence, "
        "before-fine, before-middle, before-coarse",
    ),
)


_GOVERNOR, _HEAD, _HEAD_NEXT, _LAST = (
    (name, f"{name}-fine", f"{name}-middle", f"{name}-coarse")
    for name in ("governor", "head", "head-next", "last")
)
"""Columns of a word and of its classes."""


def role_columns(candidates: CandidateSpans, clause: Clauses, first: Columns) -> Columns:
    """Return the columns of roles; each of shape (candidates,).

    Parameters
    ----------
    clause
        Their `clauses`.
    first
        Their columns in the first pass, or as many of them as `ROLE` has.
    """
    document, contexts = candidates.document, candidates.contexts
    values = np.array([facts.values for facts in candidates.facts], np.int64)
    facts_by_id = dict(zip(FACTS, values.reshape(-1, len(FACTS)).T, strict=True))
    governor, distance, head, is_between = clause
    next_word = np.where(head >= _NONE, head + _ONE, _NOWHERE)
    words = document.at(np.array([governor, head, next_word]))
    coarse, led_to = contexts.words[WORD.coarse], words[:, 1]
    spelled = [code(_spelled(name)) for name in candidates.words()]
    columns = {
        **first,
        **facts_by_id,
        **_kinds(_GOVERNOR, words[:, 0]),
        **_kinds(_HEAD, led_to),
        **_kinds(_HEAD_NEXT, words[:, 2]),
        **_kinds(_LAST, contexts.words[:, SIDE.last]),
        "one": np.ones(len(candidates), np.int64),
        "words": np.array(spelled, np.int64),
        "listed": contexts.gaps[GAP.comma, EDGE.left]
        | contexts.words[WORD.conjunction, SIDE.before],
        "owns": contexts.is_possessive,
        "distance": np.minimum(distance, _NEAR),
        "between": is_between,
        "left-coarse": contexts.joined_before * (_ONE + coarse[SIDE.before]),
        "right-coarse": contexts.joined_after * (_ONE + coarse[SIDE.after]),
        "acts": led_to[WORD.acts],
        "suffers": _suffers(candidates, head),
        "contained": _contained(candidates),
        "ground": led_to[WORD.ground],
        "holds": led_to[WORD.holds],
        "led-people": led_to[WORD.people],
        "locates": words[WORD.locates, 0],
    }
    # Without a governor it matters how far back the clause begins.
    columns["governor"] = np.where(governor >= _NONE, columns["governor"], -distance)
    return columns


def _contained(candidates: CandidateSpans) -> Column:
    """Whether the place before a comma lies in each state or country behind it.

    1 where it does ("Lyon, France"), 2 where it does not or for what is bound to that by "and" ("In
    Geneva, Iran and Iraq"), 3 where no source knows it, 0 behind no comma.
    """
    found = np.zeros(len(candidates), np.int64)
    behind_comma = candidates.contexts.gaps[GAP.comma, EDGE.left].nonzero()[0].tolist()
    if not behind_comma:
        return found
    facts, first, last = candidates.facts, candidates.first, candidates.last
    is_bound = candidates.contexts.words[WORD.conjunction, SIDE.before]
    for number in behind_comma:
        is_container = number and facts[number].prominence in CONTAINERS
        if not is_container or last[number - 1] != first[number] - 1:
            continue
        before = facts[number - 1]
        if before.prominence is ProminenceClass.UNKNOWN:
            found[number] = _UNKNOWN
            continue
        found[number] = _INSIDE if may_contain(facts[number], before) else _OUTSIDE
        other = number + 1
        if found[number] == _OUTSIDE and other < len(candidates) and is_bound[other]:
            is_next = last[number] == first[other] - 2
            found[other] = _OUTSIDE * (is_next and facts[other].prominence in CONTAINERS)
    return found


def _suffers(candidates: CandidateSpans, head: Positions) -> Column:
    """Where behind the head of each a word stands that tells what befell it, from 1; 0 nowhere."""
    document, found = candidates.document, np.zeros(len(candidates), np.int64)
    befalls = frozenset(document.word(WORD.suffers).nonzero()[0].tolist())
    if not befalls:
        return found
    is_stop = document.gap(GAP.stops) | document.gap(GAP.comma)
    for number, begin in enumerate(head.tolist()):
        reached = range(begin, begin + _MOST_BEFALLS) if begin >= _NONE else ()
        at = next((at for at in reached if at in befalls), None)
        if at is not None and not is_stop[begin + 1 : at + 1].any():
            found[number] = at - begin + _ONE
    return found


def _kinds(names: Sequence[str], words: Rows) -> dict[str, Column]:
    """Columns of words of shape (properties, candidates), and of the classes they are in."""
    word, fine, middle, coarse = names
    return {
        word: words[WORD.code],
        fine: words[WORD.fine],
        middle: words[WORD.middle],
        coarse: words[WORD.coarse],
    }


def _spelled(words: str) -> str:
    """Words in lower case; a name may be broken at the end of a line."""
    return " ".join(words.lower().split())
