"""What the models say of candidates, and what they go by."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ..model import Role
from ..worded import Evidence
from .beside import Side
from .bound import bonds
from .candidates import Candidate, Candidates
from .choosing import chosen
from .clauses import Clauses, clauses
from .features import UNIT, Columns, LinearModel
from .first_look import first_columns
from .positions import MARKED
from .role_look import ROLE, role_columns
from .second_features import TAKEN_FROM, second_columns
from .second_look import chance, glances
from .weights import Weights

_TELLING = 0.7
"""Log-odds that a reason must have to be told."""
_DIGITS = 4
_NOTHING = "no word"
_BOUND = "the words bind it to a place beside it"
_AROUND = ("before", "before_that", "after", "after_that", "governor", "head")
"""Words around a name that the groups of features speak of."""


class Grounds(NamedTuple):
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

    def reasons(self) -> tuple[Evidence, ...]:
        """Everything that counted; trifles are left out."""
        models = (
            (self.weights.surroundings, self.first),
            (self.weights.second, self.second),
            (self.weights.role, self.role),
        )
        quoted = (_NOTHING if word is None else f"'{word}'" for word in self.words)
        words = dict(zip(_AROUND, quoted, strict=True))
        told = [e for model, shares in models for e in _told(model, shares, words)]
        if self.second and self.second[-1]:
            told.append(Evidence("bond", _log_odds(self.second[-1]), _BOUND))
        if self.told is None:
            return MARKED, *told
        return Evidence("name", _log_odds(self.alone), self.told), *told


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


def _told(model: LinearModel, shares: Sequence[int], words: dict[str, str]) -> Iterator[Evidence]:
    for group, share in zip(model.features.groups, shares, strict=False):
        if abs(share) >= _TELLING * UNIT:
            yield Evidence(group.id, _log_odds(share), group.explanation.format_map(words))


def _log_odds(share: int) -> float:
    return round(share / UNIT, 2)


@lru_cache(1 << 14)
def _probability(score: int) -> float:
    return round(chance(score / UNIT), _DIGITS)
