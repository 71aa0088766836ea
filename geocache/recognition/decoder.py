"""What the models say of candidates, and what they go by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from ..data_files import shipped
from ..records import Aspect, Evidence, Explainer, Role
from .candidate_set import Candidate, Candidates, Side, chosen
from .coordinate_mentions import MARKED
from .first_pass import first_columns
from .linear_model import UNIT, Columns, LinearModel
from .model import Weights
from .roles import ROLE, Clauses, clauses, role_columns
from .second_pass import TAKEN_FROM, chance, glances, second_columns
from .tokens import Document

# ---- bound

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


_TELLING = 0.7
"""Log-odds that a reason must have to be told."""
_DIGITS = 4
_NOTHING = "no word"
_BOUND = "the words bind it to a place beside it"
_AROUND = ("before", "before_that", "after", "after_that", "governor", "head")
"""Words around a name that the groups of features speak of."""


@dataclass(frozen=True, slots=True)
class Grounds(Explainer):
    """What a verdict goes by, put into words when they are asked for."""

    weights: Weights
    told: str | None
    """What the sources know of the name; None when the caller marked it."""
    alone: int
    """What that counts, in parts of `UNIT`, as the shares of the groups of features below."""
    first: Sequence[int]
    second: Sequence[int]
    """The last is for a bond to a place beside it, which is of no group."""
    role: Sequence[int]
    words: tuple[str | None, ...]
    """Words of `_AROUND`; None where there is none."""

    def evidence(self) -> tuple[Evidence, ...]:
        """Everything that counted; trifles are left out."""
        models = (
            (self.weights.surroundings, self.first, Aspect.NAME),
            (self.weights.second, self.second, Aspect.NAME),
            (self.weights.role, self.role, Aspect.ROLE),
        )
        quoted = (_NOTHING if word is None else f"'{word}'" for word in self.words)
        words = dict(zip(_AROUND, quoted, strict=True))
        told = [e for model in models for e in _told(*model, words)]
        if self.second and self.second[-1]:
            told.append(Evidence("bond", _log_odds(self.second[-1]), _BOUND, Aspect.NAME))
        if self.told is None:
            return MARKED, *told
        return Evidence("name", _log_odds(self.alone), self.told, Aspect.NAME), *told


class Verdict(NamedTuple):
    """A candidate that is a mention."""

    candidate: Candidate
    probability: float
    role: Role
    role_probability: float
    """That the role is right, 0.5..1."""
    grounds: Grounds


class _RoleVerdict(NamedTuple):
    role: Role
    probability: float
    shares: list[int]
    words: tuple[str | None, ...]


def verdicts(weights: Weights, found: Candidates) -> Iterator[Verdict]:
    """Yield the best set of candidates of which no two overlap, in text order."""
    if not len(found):
        return
    columns = first_columns(found)
    first = weights.surroundings.shares(columns, len(found))
    looks = glances(found, found.alone + first.sum(axis=0))
    if not looks.candidates:
        return
    rows = [candidate.row for candidate in looks.candidates]
    near = _of_some(columns, ("gap-before", "gap-after", "standing"), rows).values()
    second = weights.second.shares(second_columns(looks, *near), len(looks))
    weighed = second.sum(axis=0).tolist()
    scores = bonds(found.document, looks.candidates, weighed, TAKEN_FROM)
    taken = chosen(zip(looks.candidates, scores, strict=True), TAKEN_FROM)
    kept = [candidate.row for candidate in taken]
    shared = [name for name in ROLE.columns if name in columns]
    roles = _roles(weights, found.take(kept), _of_some(columns, shared, kept))
    numbers = {row: number for number, row in enumerate(rows)}
    order = [numbers[row] for row in kept]
    seconds = [
        [*shares, scores[number] - weighed[number]]
        for number, shares in zip(order, second.T[order].tolist(), strict=True)
    ]
    shares = zip(taken, roles, first.T[kept].tolist(), seconds, strict=True)
    for candidate, role, by_first, by_second in shares:
        alone = int(found.alone[candidate.row])
        told = candidate.facts.told
        grounds = Grounds(weights, told, alone, by_first, by_second, role.shares, role.words)
        probability = _probability(sum(by_second))
        yield Verdict(candidate, probability, role.role, role.probability, grounds)


def marked_verdicts(weights: Weights, found: Candidates) -> Iterator[Verdict]:
    """Judge only the roles of candidates, which the caller marked."""
    if not len(found):
        return
    roles = _roles(weights, found, first_columns(found))
    for candidate, role in zip(found.listed(np.arange(len(found))), roles, strict=True):
        grounds = Grounds(weights, None, UNIT, (), (), role.shares, role.words)
        yield Verdict(candidate, 1.0, role.role, role.probability, grounds)


def _of_some(columns: Columns, names: Sequence[str], rows: Sequence[int]) -> Columns:
    """Some of the columns of some candidates."""
    values = np.array([columns[name] for name in names])[:, rows]
    return dict(zip(names, values, strict=True))


def _roles(weights: Weights, found: Candidates, base: Columns) -> list[_RoleVerdict]:
    if not len(found):
        return []
    told = clauses(found)
    shares = weights.role.shares(role_columns(found, told, base), len(found)).T.tolist()
    roles = []
    for own, words in zip(shares, _words_around(found, told), strict=True):
        score = sum(own)
        role = Role.LITERAL if score > 0 else Role.ASSOCIATIVE
        roles.append(_RoleVerdict(role, _probability(abs(score)), own, words))
    return roles


def _words_around(found: Candidates, told: Clauses) -> list[tuple[str | None, ...]]:
    """Words that the reasons of each candidate speak of."""
    words, count = found.document.words, len(found.document)
    sides = found.beside.positions[Side.BEFORE : Side.START]
    positions = np.concatenate([sides, [told.governor, told.head]])
    return [
        tuple([words[at] if 0 <= at < count else None for at in around])
        for around in positions.T.tolist()
    ]


def _told(
    model: LinearModel, shares: Sequence[int], aspect: Aspect, words: dict[str, str]
) -> Iterator[Evidence]:
    for group, share in zip(model.features.groups, shares, strict=False):
        if abs(share) >= _TELLING * UNIT:
            words_said = group.explanation.format_map(words)
            yield Evidence(group.id, _log_odds(share), words_said, aspect)


def _log_odds(share: int) -> float:
    return round(share / UNIT, 2)


@lru_cache(1 << 14)
def _probability(score: int) -> float:
    return round(chance(score / UNIT), _DIGITS)
