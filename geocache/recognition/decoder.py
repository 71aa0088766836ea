"""Decodes a candidate set: which spans are mentions, how probable, in which role, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np

from ..data_files import shipped
from ..records import Aspect, Evidence, Explainer, Role
from .candidate_set import SIDE, CandidateSpan, CandidateSpans, select_non_overlapping
from .coordinate_mentions import MARKED
from .first_pass import first_columns
from .gazetteer_facts import UNKNOWN
from .kinds_behind_names import before_kinds
from .lexical import Rows
from .linear_model import UNIT, Columns, LinearModel
from .model import RecognitionModel
from .name_cues import NameCues
from .named_works import with_named_works
from .namesakes import Namesakes
from .postal_codes import StateCodes
from .role_agreement import roles_as_bound
from .roles import ROLE, Clauses, clauses, role_columns
from .second_pass import RULED_OUT, THRESHOLD, SecondPassInputs, probability_of, second_columns
from .surroundings import NAMESAKE, UNKNOWN_NAME, Surroundings
from .tokens import TokenizedText

COORDINATION_BONUS = 5 * UNIT // 2
"""Log-odds; not learnt: corpora have too few of them."""
_LIST_BONUS = 9 * UNIT // 4
_BEFORE_A_LINK = 2
"""Words from a name to the one that is linked to it."""
_LEAST_COORDINATED = -3 * UNIT
"""Log-odds below which nothing saves a name."""
_ROUTE_BONUS = 5 * UNIT
"""Log-odds for a known name at the end of a route, which is hardly anything but a place."""
_BLANK = " \t\n\u00a0"
_LEAST_EXPLAINED = 0.7
"""Log-odds that a group of features must have to be part of an explanation."""
_NO_PLACE = -20 * UNIT
"""Log-odds of what bears the name of a place and is none."""
_DIGITS, _EVEN_CHANCE = 4, 0.5
_NOTHING = "no word"
_CUED = "the words beside it tell what it names"
_COORDINATED = "the words bind it to a place beside it"
_QUOTED_WORDS = ("before", "before_that", "after", "after_that", "governor", "head")
"""Words around a name that the explanations of groups of features quote."""


@dataclass(eq=False, slots=True)  # to freeze it takes six times as long, for every mention
class MentionExplainer(Explainer):
    """What a mention was decoded by, put into words when somebody asks."""

    model: RecognitionModel
    name_summary: str | None
    """What the sources know of the name; None when the caller marked it."""
    name_score: int
    """What that counts, in parts of `UNIT`, as the scores of the groups of features below."""
    first: Sequence[int]
    second: Sequence[int]
    """The last two are for cues and for coordination with a place beside it, of no group."""
    role: Sequence[int]
    quoted: tuple[str | None, ...]
    """As in `_QUOTED_WORDS`; None where there is no such word."""

    def evidence(self) -> tuple[Evidence, ...]:
        """Return everything that counted; trifles are left out."""
        passes = (
            (self.model.surroundings, self.first, Aspect.NAME),
            (self.model.second, self.second, Aspect.NAME),
            (self.model.role, self.role, Aspect.ROLE),
        )
        quoted = (_NOTHING if word is None else f"'{word}'" for word in self.quoted)
        words = dict(zip(_QUOTED_WORDS, quoted, strict=True))
        evidence = [
            evidence
            for model, scores, aspect in passes
            for evidence in _evidence_of_groups(model, scores, words, aspect)
        ]
        for name, detail, added in zip(
            ("cue", "coordination"), (_CUED, _COORDINATED), self.second[-2:], strict=False
        ):
            if added:
                evidence.append(Evidence(name, _log_odds(added), detail, Aspect.NAME))
        if self.name_summary is None:
            return MARKED, *evidence
        score = _log_odds(self.name_score)
        return Evidence("name", score, self.name_summary, Aspect.NAME), *evidence


def _evidence_of_groups(
    model: LinearModel, scores: Sequence[int], words: dict[str, str], aspect: Aspect
) -> Iterator[Evidence]:
    for group, score in zip(model.features.groups, scores, strict=False):
        if abs(score) >= _LEAST_EXPLAINED * UNIT:
            detail = group.explanation.format_map(words)
            yield Evidence(group.id, _log_odds(score), detail, aspect)


def _log_odds(score: int) -> float:
    return round(score / UNIT, 2)


class DecodedMention(NamedTuple):
    """A candidate that is a mention."""

    span: CandidateSpan
    probability: float
    role: Role
    role_probability: float
    """That the role is right, 0.5..1."""
    explainer: MentionExplainer


class _DecodedRole(NamedTuple):
    role: Role
    probability: float
    scores: list[int]
    """Of each group of features."""
    quoted: tuple[str | None, ...]


def decode(model: RecognitionModel, candidates: CandidateSpans) -> Iterator[DecodedMention]:
    """Yield the best set of candidates of which no two overlap, in text order."""
    if not len(candidates):
        return
    columns = first_columns(candidates)
    first = model.surroundings.group_scores(columns, len(candidates))
    scored = with_named_works(candidates, candidates.name_scores + first.sum(axis=0))
    scored = _with_those_before_kinds(candidates, scored)
    inputs = SecondPassInputs.of(candidates, scored)
    if not inputs.candidates:
        return
    rows = [span.row for span in inputs.candidates]
    shared = _columns_of_rows(columns, ("gap-before", "gap-after", "prominence"), rows).values()
    second = model.second.group_scores(second_columns(inputs, *shared), len(inputs))
    learnt = second.sum(axis=0).tolist()
    cued = cued_scores(candidates.document, inputs.candidates, learnt, candidates.state_codes)
    scores = coordinated_scores(candidates.document, inputs.candidates, cued, THRESHOLD)
    selected = select_non_overlapping(zip(inputs.candidates, scores, strict=True), THRESHOLD)
    kept = [span.row for span in selected]
    of_roles = [name for name in ROLE.columns if name in columns]
    roles = _roles(model, candidates.take(kept), _columns_of_rows(columns, of_roles, kept))
    roles = _as_bound(candidates.document, selected, roles)
    numbers = {row: number for number, row in enumerate(rows)}
    order = [numbers[row] for row in kept]
    second_scores = [
        [*by_group, cued[number] - learnt[number], scores[number] - cued[number]]
        for number, by_group in zip(order, second.T[order].tolist(), strict=True)
    ]
    first_scores = first.T[kept].tolist()
    for span, role, by_first, by_second in zip(
        selected, roles, first_scores, second_scores, strict=True
    ):
        explainer = MentionExplainer(
            model,
            span.facts.summary,
            int(candidates.name_scores[span.row]),
            by_first,
            by_second,
            role.scores,
            role.quoted,
        )
        probability = _probability(sum(by_second))
        yield DecodedMention(span, probability, role.role, role.probability, explainer)


def decode_marked(model: RecognitionModel, candidates: CandidateSpans) -> Iterator[DecodedMention]:
    """Judge only the roles of candidates, which the caller marked."""
    if not len(candidates):
        return
    roles = _roles(model, candidates, first_columns(candidates))
    for span, role in zip(candidates.spans(np.arange(len(candidates))), roles, strict=True):
        explainer = MentionExplainer(model, None, UNIT, (), (), role.scores, role.quoted)
        yield DecodedMention(span, 1.0, role.role, role.probability, explainer)


def cued_scores(
    document: TokenizedText,
    candidates: Sequence[CandidateSpan],
    scores: Sequence[int],
    state_codes: StateCodes,
) -> list[int]:
    """Add to log-odds what words beside the candidates tell for sure.

    Parameters
    ----------
    candidates
        In the order of their first words.
    scores
        Their log-odds in the second pass, in parts of `UNIT`.
    state_codes
        Postal codes in the text.
    """
    around = Surroundings(document)
    namesakes, cues = Namesakes(around, candidates), NameCues(around, candidates, state_codes)
    cued = list(scores)
    clues_of = around.tell(candidates)
    for number, (candidate, clues) in enumerate(zip(candidates, clues_of, strict=True)):
        if (
            (clues & NAMESAKE or namesakes.may_have(candidate))
            and namesakes.has(candidate)
            and not cues.is_in_coded_state(candidate)
        ):
            cued[number] += _NO_PLACE
        elif clues & UNKNOWN_NAME or cues.may_weigh(candidate):
            is_told = bool(clues & UNKNOWN_NAME)
            cued[number] += cues.weight(candidate, cued[number], is_told=is_told)
        if candidate.last in around.before_kinds and cued[number] <= THRESHOLD:
            is_place = cues.is_before_kind(candidate, cued[number])
            cued[number] = THRESHOLD + 1 if is_place else cued[number]
    return cued


def _with_those_before_kinds(candidates: CandidateSpans, scores: Rows) -> Rows:
    """Return log-odds in the first pass of which none in front of a kind is ruled out."""
    positions = candidates.document.once(before_kinds)
    if not positions:
        return scores
    last_words, facts = candidates.last.tolist(), candidates.facts
    rows = [r for r, last in enumerate(last_words) if last in positions and facts[r] is not UNKNOWN]
    kept = scores.copy()
    kept[rows] = np.maximum(scores[rows], int(RULED_OUT * UNIT) + 1)
    return kept


def _columns_of_rows(columns: Columns, names: Sequence[str], rows: Sequence[int]) -> Columns:
    """Some of the columns of some candidates."""
    values = np.array([columns[name] for name in names])[:, rows]
    return dict(zip(names, values, strict=True))


def _roles(
    model: RecognitionModel, candidates: CandidateSpans, columns: Columns
) -> list[_DecodedRole]:
    if not len(candidates):
        return []
    words = clauses(candidates)
    columns = role_columns(candidates, words, columns)
    by_group = model.role.group_scores(columns, len(candidates)).T.tolist()
    roles = []
    for scores, quoted in zip(by_group, _quoted_words(candidates, words), strict=True):
        score = sum(scores)
        role = Role.LITERAL if score > 0 else Role.ASSOCIATIVE
        roles.append(_DecodedRole(role, _probability(abs(score)), scores, quoted))
    return roles


def _as_bound(
    document: TokenizedText, spans: Sequence[CandidateSpan], roles: Sequence[_DecodedRole]
) -> list[_DecodedRole]:
    """Roles as the words bind them; what is turned is as probable as chance."""
    bound_roles = roles_as_bound(document, spans, [role.role for role in roles])
    return [
        one if one.role is role else one._replace(role=role, probability=_EVEN_CHANCE)
        for one, role in zip(roles, bound_roles, strict=True)
    ]


def _quoted_words(candidates: CandidateSpans, clause: Clauses) -> list[tuple[str | None, ...]]:
    """Words around each candidate that its explanation may quote."""
    words, count = candidates.document.words, len(candidates.document)
    sides = candidates.contexts.positions[SIDE.before : SIDE.start]
    positions = np.concatenate([sides, [clause.governor, clause.head]])
    return [
        tuple([words[at] if 0 <= at < count else None for at in around])
        for around in positions.T.tolist()
    ]


def _probability(score: int) -> float:
    return round(probability_of(score / UNIT), _DIGITS)


class _CoordinationWords(NamedTuple):
    dashes: frozenset[str]
    nouns: frozenset[str]
    leading_nouns: frozenset[str]
    openings: dict[str, frozenset[str]]
    """What may stand between two names, by the word in front of them."""


@cache
def _words() -> _CoordinationWords:
    knowledge = shipped("recognition", "coordination.yaml")
    keys = ("dashes", "nouns", "leading_nouns")
    dashes, nouns, leading = (frozenset(str(knowledge[key]).split()) for key in keys)
    openings = {
        word: frozenset(str(links).split()) for word, links in knowledge["openings"].items()
    }
    return _CoordinationWords(dashes, nouns, leading, openings)


def coordinated_scores(
    document: TokenizedText,
    candidates: Sequence[CandidateSpan],
    scores: Sequence[int],
    threshold: int,
) -> list[int]:
    """Add a bonus to candidates that the words coordinate with a place that is taken.

    Parameters
    ----------
    candidates
        In the order of their first words.
    scores
        Their log-odds in the second pass, in parts of `UNIT`.
    threshold
        Log-odds from which one is taken.
    """
    coordinated = list(scores)
    taken = [c for c, score in zip(candidates, scores, strict=True) if score > threshold]
    starts = {candidate.first: candidate.last for candidate in taken}
    ends = {candidate.last: candidate.first for candidate in taken}
    for number, (candidate, score) in enumerate(zip(candidates, scores, strict=True)):
        if _LEAST_COORDINATED < score <= threshold:
            coordinated[number] += _bonus(document, candidate, starts, ends)
        elif -_ROUTE_BONUS < score <= threshold and candidate.facts is not UNKNOWN:
            span = candidate.first, candidate.last
            coordinated[number] += _ROUTE_BONUS * _is_end_of_route(document, *span, starts, ends)
    return coordinated


def _bonus(
    document: TokenizedText, candidate: CandidateSpan, starts: dict[int, int], ends: dict[int, int]
) -> int:
    first, last = candidate.first, candidate.last
    if _is_end_of_route(document, first, last, starts, ends):
        return COORDINATION_BONUS
    if _is_in_opened_pair(document, first, last, starts, ends):
        return COORDINATION_BONUS
    return _LIST_BONUS if _ends_list(document, first, ends) else 0


def _is_end_of_route(
    document: TokenizedText, first: int, last: int, starts: dict[int, int], ends: dict[int, int]
) -> bool:
    """Whether dashes join it to a place, beside a noun: "the A-B road", "the line A – B"."""
    joined = False
    at = first
    while at - 1 in ends and _gap(document, at - 1) in _words().dashes:
        at, joined = ends[at - 1], True
    behind = last
    while behind + 1 in starts and _gap(document, behind) in _words().dashes:
        behind, joined = starts[behind + 1], True
    if not joined:
        return False
    following = document.words[behind + 1 : behind + 3]
    leads = _word(document, at - 1) in _words().leading_nouns
    return leads or any(word.lower() in _words().nouns for word in following)


def _is_in_opened_pair(
    document: TokenizedText, first: int, last: int, starts: dict[int, int], ends: dict[int, int]
) -> bool:
    """Whether it is an end of "between A and B" or "linking A with B", the other being a place."""
    other = first - _BEFORE_A_LINK
    if other in ends:
        return _word(document, first - 1) in _links(document, ends[other] - 1)
    if last + _BEFORE_A_LINK in starts:
        return _word(document, last + 1) in _links(document, first - 1)
    return False


def _links(document: TokenizedText, at: int) -> frozenset[str]:
    """What may stand between two names behind a word."""
    return _words().openings.get(_word(document, at), frozenset())


def _ends_list(document: TokenizedText, first: int, ends: dict[int, int]) -> bool:
    """Whether "A, B and" stands in front of it, both of them places."""
    other = first - _BEFORE_A_LINK
    if other not in ends or _word(document, first - 1) != "and":
        return False
    second = ends[other]
    return second - 1 in ends and _gap(document, second - 1).startswith(",")


def _gap(document: TokenizedText, word: int) -> str:
    return document.gaps[word].strip(_BLANK)


def _word(document: TokenizedText, at: int) -> str:
    """A word with nothing but blanks around it; empty otherwise."""
    if not 0 <= at < len(document):
        return ""
    around = (document.gaps[at], document.gaps[at - 1] if at else " ")
    return "" if any(gap.strip(_BLANK) for gap in around) else document.words[at].lower()
