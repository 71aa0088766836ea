"""What decides whether a mention says where something is or who is meant."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .beside import Edge, Side
from .candidates import Candidate, Candidates
from .features import Columns, FeatureTable, Group
from .known_names import FACTS
from .vocabulary import Gap, Word, code

_BACK, _AHEAD = 8, 5
_NEAR = 3
_NOWHERE = -2
"""A position at which no word is."""

ROLE_REASON = "role: "
"""How the names of the groups below begin, and so those of the reasons for a role."""

ROLE = FeatureTable(
    Group(
        f"{ROLE_REASON}name",
        "the name itself",
        "one, size standing, words, last, last-fine, last-middle, last-coarse, largest how, "
        + ", ".join(FACTS[1:]),
    ),
    Group(
        f"{ROLE_REASON}governor",
        "{governor} leads to it",
        "governor, governor standing, governor listed, governor distance standing, "
        "governor owns, locates, locates standing, "
        "governor-fine, governor-middle, governor-coarse",
    ),
    Group(
        f"{ROLE_REASON}head",
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
        f"{ROLE_REASON}pair",
        "what leads to it ({governor}) and what it leads to ({head})",
        "governor-coarse head-coarse, locates acts, locates ground, locates led-people, "
        "led-people locates standing, "
        "governor head-coarse, governor-coarse head, "
        "gap-after standing begins, governor gap-after, head-coarse begins, "
        "head-middle begins",
    ),
    Group(
        f"{ROLE_REASON}sides",
        "what stands beside it",
        "gap-before standing, gap-after standing, gap-before gap-after standing, left, "
        "left-middle, left-coarse standing, right, right-middle, right-coarse standing, "
        "start-middle, end-institution, end-institution standing gap-before, end, end-fine, "
        "end-middle, end-coarse standing, "
        "before-fine, before-middle, before-coarse",
    ),
)


class Clause(NamedTuple):
    """Positions of the words that tell the role of a mention; negative where there is none."""

    governor: int
    """Nearest word before it that is no name, article or adjective: a preposition or verb."""
    distance: int
    head: int
    """First small word behind it."""
    is_between: bool
    """Whether capitalised words stand between the mention and the head."""


def clauses(found: Candidates) -> list[Clause]:
    """Return the words that lead to each candidate and those it leads to."""
    document = found.document
    small = document.word(Word.SMALL)
    # A sentence may begin with "In".
    may_govern = small | document.word(Word.LOCATES)
    is_governor = (may_govern & ~document.word(Word.SKIPPED)).tolist()
    is_head, stops = small.tolist(), document.gap(Gap.STOPS)
    ends, stops_before = (stops | document.gap(Gap.COMMA)).tolist(), stops.tolist()
    return [
        Clause(*_governor(is_governor, stops_before, first), *_head(is_head, ends, behind))
        for first, behind in zip(found.first.tolist(), found.following.tolist(), strict=True)
    ]


def _spelled(candidate: Candidate) -> str:
    """Words in lower case; a name may be broken at the end of a line."""
    return " ".join(candidate.words.lower().split())


def _governor(is_governor: Sequence[int], stops: Sequence[int], first: int) -> tuple[int, int]:
    for back in range(1, _BACK + 1):
        at = first - back
        if at < 0 or stops[at + 1]:
            return _NOWHERE, back
        if is_governor[at]:
            return at, back
    return _NOWHERE, _BACK + 1


def _head(small: Sequence[int], ends: Sequence[int], behind: int) -> tuple[int, bool]:
    for ahead in range(behind, min(len(small), behind + _AHEAD)):
        if ends[ahead]:
            break
        if small[ahead]:
            return ahead, ahead > behind
    return _NOWHERE, False


def role_columns(found: Candidates, told: Sequence[Clause], first: Columns) -> Columns:
    """Columns of candidates; each of shape (candidates,).

    Parameters
    ----------
    told
        Their `clauses`.
    first
        Their columns at the first look, or as many of them as `ROLE` has.
    """
    document = found.document
    known = np.array([facts.row for facts in found.facts], np.int64).reshape(-1, len(FACTS)).T
    governor = np.array([clause.governor for clause in told], np.int64)
    head = np.array([clause.head for clause in told], np.int64)
    next_word = np.where(head >= 0, head + 1, _NOWHERE)
    beside, coarse = found.beside, found.beside.words[Word.COARSE]
    listed = beside.gaps[Gap.COMMA, Edge.LEFT] | beside.words[Word.CONJUNCTION, Side.BEFORE]
    columns = dict(first) | dict(zip(FACTS, known, strict=True))
    distance = np.array([clause.distance for clause in told], np.int64)
    columns |= {
        "one": np.ones(len(told), np.int64),
        "words": np.array(
            [code(_spelled(c)) for c in found.listed(np.arange(len(told)))], np.int64
        ),
        "listed": listed,
        "owns": beside.is_possessive,
        "distance": np.minimum(distance, _NEAR),
        "between": np.array([clause.is_between for clause in told], np.int64),
        "left-coarse": beside.joined_before * (1 + coarse[Side.BEFORE]),
        "right-coarse": beside.joined_after * (1 + coarse[Side.AFTER]),
    }
    named = {"governor": governor, "head": head, "head-next": next_word, "last": found.last}
    for name, positions in named.items():
        word = document.at(positions)
        columns[name] = word[Word.CODE]
        if name != "head-next":
            columns[f"{name}-fine"] = word[Word.FINE]
        columns[f"{name}-middle"] = word[Word.MIDDLE]
        columns[f"{name}-coarse"] = word[Word.COARSE]
    led_to = document.at(head)
    columns["acts"], columns["ground"] = led_to[Word.ACTS], led_to[Word.GROUND]
    columns["holds"], columns["led-people"] = led_to[Word.HOLDS], led_to[Word.PEOPLE]
    columns["locates"] = document.one_at(governor, Word.LOCATES)
    # Without a governor it matters how far back the clause begins.
    columns["governor"] = np.where(governor >= 0, columns["governor"], -distance)
    return columns
