"""Candidates for names that no source knows: the places that the text puts them in or beside.

A street or a hospital is then shown in its town, and said to be.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import IntEnum

from ..gazetteer.names.normalise import normal_form
from ..records import Mention
from .candidate_set import CandidateSet
from .context import connected, connections, ends_sentence

_AHEAD, _BACK = 60, 100
"""Code points to the next and from the last mention."""
_MOST_NAMED = 2


class NearbyReason(IntEnum):
    """Why a place is a candidate for a name that it does not bear."""

    BEARS_IT = 0
    INSIDE = 1
    """Named right behind, as what it is in."""
    NEXT = 2
    LAST = 3
    LAST_SENTENCE = 4
    OFTEN = 5
    """The document names it more than anything else."""
    ONCE = 6


NEARBY_REASONS = len(NearbyReason)
TAKEN_FROM = {
    NearbyReason.INSIDE: 1,
    NearbyReason.NEXT: 1,
    NearbyReason.LAST: -1,
    NearbyReason.LAST_SENTENCE: -1,
}
"""How many mentions off the one stands that a place was taken from; for others it may be any."""
WORDS = {
    NearbyReason.INSIDE: "named right behind '{}', which no source knows",
    NearbyReason.NEXT: "named next after '{}', which no source knows",
    NearbyReason.LAST: "named in front of '{}', which no source knows",
    NearbyReason.LAST_SENTENCE: "named in the sentence before '{}', which no source knows",
    NearbyReason.OFTEN: "what the document is about, while no source knows '{}'",
    NearbyReason.ONCE: "named in the document, while no source knows '{}'",
}


def with_nearby_candidates(
    text: str, mentions: Sequence[Mention], candidates: Sequence[CandidateSet]
) -> list[CandidateSet]:
    """Candidates of each mention; of those whose name no source knows, also what is around."""
    if all(found.any_has_whole_name for found in candidates):
        return list(candidates)
    often = list(_named_most(mentions, candidates))
    return [
        found
        if found.any_has_whole_name
        else found.with_nearby(_around(text, mentions, candidates, often, place))
        for place, found in enumerate(candidates)
    ]


_Other = tuple[int, CandidateSet]


def _around(
    text: str,
    mentions: Sequence[Mention],
    candidates: Sequence[CandidateSet],
    often: Sequence[_Other],
    place: int,
) -> Iterator[_Other]:
    country = 0
    if place + 1 < len(mentions):
        gap = text[mentions[place].end : mentions[place + 1].start]
        if len(gap) < _AHEAD and not ends_sentence(gap):
            why, following = NearbyReason.NEXT, candidates[place + 1]
            if _leads_inside(gap):
                why, country = NearbyReason.INSIDE, following.country
            yield why, following.inhabited
    if place:
        gap = text[mentions[place - 1].end : mentions[place].start]
        if len(gap) < _BACK:
            why = NearbyReason.LAST_SENTENCE if ends_sentence(gap) else NearbyReason.LAST
            yield why, _within(country, candidates[place - 1])
    own = candidates[place]
    for how_often, other in often:
        if other is not own:
            yield how_often, _within(country, other)


def _within(country: int, found: CandidateSet) -> CandidateSet:
    """Inhabited places of a name, of a country that the text puts them in; of any when it is 0."""
    return found.inhabited.within(country) if country else found.inhabited


def _leads_inside(gap: str) -> bool:
    return connections()[connected(gap)] in {"inside", "in", "bracket", "of"}


def _named_most(
    mentions: Sequence[Mention], candidates: Sequence[CandidateSet]
) -> Iterator[_Other]:
    """The names that occur most, of what may be what the document is about."""
    known: dict[str, CandidateSet] = {}
    counts = Counter[str]()
    for mention, found in zip(mentions, candidates, strict=True):
        name = normal_form(mention.text)
        if name in known or (found.any_has_whole_name and found.inhabited.matches):
            known.setdefault(name, found)
            counts[name] += 1
    for name, count in counts.most_common(_MOST_NAMED):
        yield (NearbyReason.OFTEN if count > 1 else NearbyReason.ONCE), known[name]
