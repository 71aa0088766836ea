"""What decides whether a mention says where something is or who is meant."""

import numpy as np

from .beside import Edge, Side
from .candidates import Candidates
from .clauses import NOWHERE, Clauses
from .document import Column
from .features import Columns, FeatureTable, Group
from .interning import Rows
from .known_names import FACTS
from .properties import Gap, Word
from .vocabulary import code

_NEAR = 3

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
    next_word = np.where(head >= 0, head + 1, NOWHERE)
    words = document.at(np.array([governor, head, next_word]))
    coarse, led_to = beside.words[Word.COARSE], words[:, 1]
    spelled = [code(_spelled(name)) for name in found.words()]
    columns = {
        **first,
        **dict(zip(FACTS, known, strict=True)),
        **_kinds("governor", words[:, 0]),
        **_kinds("head", led_to),
        **_kinds("head-next", words[:, 2]),
        **_kinds("last", beside.words[:, Side.LAST]),
        "one": np.ones(len(found), np.int64),
        "words": np.array(spelled, np.int64),
        "listed": beside.gaps[Gap.COMMA, Edge.LEFT] | beside.words[Word.CONJUNCTION, Side.BEFORE],
        "owns": beside.is_possessive,
        "distance": np.minimum(distance, _NEAR),
        "between": is_between,
        "left-coarse": beside.joined_before * (1 + coarse[Side.BEFORE]),
        "right-coarse": beside.joined_after * (1 + coarse[Side.AFTER]),
        "acts": led_to[Word.ACTS],
        "ground": led_to[Word.GROUND],
        "holds": led_to[Word.HOLDS],
        "led-people": led_to[Word.PEOPLE],
        "locates": words[Word.LOCATES, 0],
    }
    # Without a governor it matters how far back the clause begins.
    columns["governor"] = np.where(governor >= 0, columns["governor"], -distance)
    return columns


def _kinds(name: str, words: Rows) -> dict[str, Column]:
    """Columns of words of shape (properties, candidates), and of the classes they are in."""
    return {
        name: words[Word.CODE],
        f"{name}-fine": words[Word.FINE],
        f"{name}-middle": words[Word.MIDDLE],
        f"{name}-coarse": words[Word.COARSE],
    }


def _spelled(words: str) -> str:
    """Words in lower case; a name may be broken at the end of a line."""
    return " ".join(words.lower().split())
