"""Makes roles agree where the words bind names: lists, containers, distances, who is spoken to.

Each role is learnt for itself. Of "in Mali, Burkina Faso and Niger" one may come out as who is
meant, and so may the country behind "Cauca department,".
"""

from collections.abc import Sequence
from functools import cache

from ..data_files import words
from ..records import Role
from .candidate_set import CandidateSpan
from .gazetteer_facts import CONTAINERS, ProminenceClass, may_contain
from .implied_rivers import hint_at_river
from .lexical import CueKind
from .measures import is_measured_from
from .surroundings import BLANKS, LINKS
from .tokens import TokenizedText

_FEWEST_LISTED = 3
_FEWEST_BEFORE = 2
_CLOSING = ".,;:)!?\n"
_CLOSING_MARKS = frozenset(f"{_CLOSING}–—")
"""Behind these a sentence or a clause begins."""


def roles_as_bound(
    document: TokenizedText, spans: Sequence[CandidateSpan], roles: Sequence[Role]
) -> list[Role]:
    """Return the roles of mentions as the words beside them bind them.

    Parameters
    ----------
    spans
        Mentions, in text order.
    roles
        The role of each, as it was learnt.
    """
    bound_roles = list(roles)
    enumerations = _enumerations(document, spans)
    for listed in enumerations:
        if len(listed) >= _FEWEST_LISTED:
            _agree_in_list(spans, listed, bound_roles)
    for number in range(1, len(spans)):
        if (
            bound_roles[number] is Role.ASSOCIATIVE
            and bound_roles[number - 1] is Role.LITERAL
            and _is_container(document, spans, number)
        ):
            bound_roles[number] = Role.LITERAL
    speaking = {
        number
        for listed in enumerations
        if _speak(document, spans[listed[0]].first, spans[listed[-1]].last)
        for number in listed
    }
    for number, span in enumerate(spans):
        if bound_roles[number] is Role.ASSOCIATIVE:
            if _is_on_the_ground(document, span):
                bound_roles[number] = Role.LITERAL
        elif number in speaking or _is_spoken_of(document, span):
            bound_roles[number] = Role.ASSOCIATIVE
    return bound_roles


def _enumerations(document: TokenizedText, spans: Sequence[CandidateSpan]) -> list[range]:
    """Return which mentions are enumerated together; what is in no list is by itself."""
    found, first = list[range](), 0
    for number in range(1, len(spans) + 1):
        if number == len(spans) or not _is_listed(document, spans[number - 1], spans[number]):
            found.append(range(first, number))
            first = number
    return found


def _is_listed(document: TokenizedText, one: CandidateSpan, other: CandidateSpan) -> bool:
    if other.first > one.last + 2:
        return False
    gap = document.gaps[one.last].strip(BLANKS)
    if other.first == one.last + 1:
        return gap == ","
    is_linked = other.first == one.last + 2 and document.words[one.last + 1].lower() in LINKS
    return is_linked and gap in ("", ",") and not document.gaps[one.last + 1].strip(BLANKS)


def _agree_in_list(spans: Sequence[CandidateSpan], listed: range, roles: list[Role]) -> None:
    """Give what is in the middle of a list the role of its ends, beside which verbs stand."""
    kinds = {spans[number].facts.prominence for number in listed}
    if ProminenceClass.DEMONYM in kinds or len({kind in CONTAINERS for kind in kinds}) > 1:
        return  # "in Geneva, Iran and Iraq"
    if roles[listed[0]] is roles[listed[-1]]:
        for number in listed:
            roles[number] = roles[listed[0]]


def _is_container(document: TokenizedText, spans: Sequence[CandidateSpan], number: int) -> bool:
    """Whether a state or country, closed off, has the place before the comma in it."""
    before, container = spans[number - 1], spans[number]
    if container.facts.prominence not in CONTAINERS or container.first == 0:
        return False
    if document.gaps[container.first - 1].strip(BLANKS) != ",":
        return False
    between = document.words[before.last + 1 : container.first]
    is_unit = len(between) == 1 and between[0] in words("words", "behind_names")
    if between and not (is_unit and not document.gaps[before.last].strip(BLANKS)):
        return False
    behind = document.gaps[container.last].strip(" \u00a0")[:1]
    is_last = container.last + 1 == len(document)
    is_unknown = before.facts.prominence is ProminenceClass.UNKNOWN
    is_inside = is_unknown or may_contain(container.facts, before.facts)
    return is_inside and (is_last or (behind != "" and behind in _CLOSING))


def _is_on_the_ground(document: TokenizedText, span: CandidateSpan) -> bool:
    """Whether it can only be a place: a water, a landmark, or what a distance is measured from."""
    text, start, end = document.text, document.starts[span.first], document.ends[span.last]
    if is_measured_from(text, start) or _is_landmark(document, span) or _is_water(document, span):
        return True
    hint = hint_at_river(text, start, end)
    return hint is not None and hint.may_be_country


def _is_landmark(document: TokenizedText, span: CandidateSpan) -> bool:
    """Whether something lies in a direction from it: "a storm east of the Philippines"."""
    before = span.first - 1
    if before > 1 and document.words[before].lower() == "the":
        before -= 1
    if before < 1 or document.words[before].lower() != "of":
        return False
    is_joined = not document.gaps[before - 1].strip(BLANKS)
    return is_joined and document.cues.get(before - 1) == CueKind.COMPASS


def _is_water(document: TokenizedText, span: CandidateSpan) -> bool:
    """Whether a word for a water stands beside it: "the river Niger burst its banks"."""
    beside = (document.cues.get(span.first - 1), document.cues.get(span.last + 1))
    return CueKind.WATER in beside


def _speak(document: TokenizedText, first: int, last: int) -> bool:
    """Whether an enumeration, by its first and last words, says something.

    "Canberra and Wellington said", and "Tehran said".
    """
    behind = last + 1
    if behind >= len(document) or document.gaps[last] != " ":
        return False
    if document.words[behind].lower() not in words("roles", "speaking"):
        return False
    before = first - 1
    if before < 0 or document.words[before].lower() in words("roles", "before_subjects"):
        return True
    return not _CLOSING_MARKS.isdisjoint(document.gaps[before])


def _is_spoken_of(document: TokenizedText, span: CandidateSpan) -> bool:
    """Whether the words in front speak of somebody, who is told something or played against."""
    at = span.first
    before = document.words[at - 1].lower() if at else ""
    if before not in _words_before_somebody():
        return False
    return _is_addressed(document, at, before) or _is_opponent(document, at, before)


@cache
def _words_before_somebody() -> frozenset[str]:
    """Return the words that tell one of these, which few names have in front."""
    keys = ("addressed", "beating", "opposing")
    return frozenset().union(*(words("roles", key) for key in keys))


def _is_addressed(document: TokenizedText, at: int, before: str) -> bool:
    """Whether it is told, blamed or urged, as only somebody can be: "Tehran blamed Washington"."""
    return before in words("roles", "addressed") and not document.gaps[at - 1].strip(BLANKS)


def _is_opponent(document: TokenizedText, at: int, before: str) -> bool:
    """Whether a match was played against it: "lost to Croatia", "beat Wales", "24-10 Scotland"."""
    if at < _FEWEST_BEFORE:
        return False
    if before in words("roles", "beating"):
        return not document.gaps[at - 1].strip(BLANKS)
    if before not in words("roles", "opposing"):
        return False
    is_contest = document.words[at - 2].lower() in words("roles", "contests")
    return is_contest and not (document.gaps[at - 1] + document.gaps[at - 2]).strip(BLANKS)
