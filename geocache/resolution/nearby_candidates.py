"""Candidates for names that no source knows: the places that the text puts them in or beside.

A street or a hospital is then shown in its town, and said to be.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from types import MappingProxyType

from ..gazetteer.names.normalise import normal_form
from ..records import RecognizedMention
from .candidate_set import CandidateSet
from .context import connected, connections, ends_sentence

_AHEAD, _BACK = 60, 100
"""Code points to the next and from the last mention."""
_MOST_NAMED = 2


class NearbyReason(IntEnum):
    """Why a place is a candidate for a name that it does not have."""

    HAS_NAME = 0
    INSIDE = 1
    """Named as what it is in, mostly right behind."""
    NEXT = 2
    LAST = 3
    LAST_SENTENCE = 4
    OFTEN = 5
    """The document names it more than anything else."""
    ONCE = 6


NEARBY_REASONS = len(NearbyReason)
STEPS = {
    NearbyReason.INSIDE: 1,
    NearbyReason.NEXT: 1,
    NearbyReason.LAST: -1,
    NearbyReason.LAST_SENTENCE: -1,
}
"""How many mentions off the one stands that a place was taken from; for others it may be any."""
WORDS = {
    NearbyReason.INSIDE: "named as what '{}' is in, which no source knows",
    NearbyReason.NEXT: "named next after '{}', which no source knows",
    NearbyReason.LAST: "named in front of '{}', which no source knows",
    NearbyReason.LAST_SENTENCE: "named in the sentence before '{}', which no source knows",
    NearbyReason.OFTEN: "what the document is about, while no source knows '{}'",
    NearbyReason.ONCE: "named in the document, while no source knows '{}'",
}
NOTHING_AROUND: Mapping[int, CandidateSet] = MappingProxyType({})
_Reasoned = tuple[int, CandidateSet]
"""`NearbyReason`, and the candidates it speaks for."""


def with_nearby_candidates(
    text: str,
    mentions: Sequence[RecognizedMention],
    candidates: Sequence[CandidateSet],
    around: Mapping[int, CandidateSet] = NOTHING_AROUND,
) -> list[CandidateSet]:
    """Return candidates of each mention, and nearby ones for names that no source knows.

    Parameters
    ----------
    text
        The whole document.
    mentions
        In text order.
    candidates
        Of each mention, those that have its name.
    around
        What the text says otherwise that a mention is in, by its position.
    """
    if all(own.any_has_whole_name for own in candidates):
        return list(candidates)
    often = list(_named_most(mentions, candidates))
    return [
        own
        if own.any_has_whole_name
        else own.with_nearby(
            [
                *([(NearbyReason.INSIDE, around[position])] if position in around else []),
                *_nearby(text, mentions, candidates, often, position),
            ]
        )
        for position, own in enumerate(candidates)
    ]


def _nearby(
    text: str,
    mentions: Sequence[RecognizedMention],
    candidates: Sequence[CandidateSet],
    often: Sequence[_Reasoned],
    position: int,
) -> Iterator[_Reasoned]:
    country = 0
    if position + 1 < len(mentions):
        gap = text[mentions[position].end : mentions[position + 1].start]
        if len(gap) < _AHEAD and not ends_sentence(gap):
            reason, following = NearbyReason.NEXT, candidates[position + 1]
            if _leads_inside(gap):
                reason, country = NearbyReason.INSIDE, following.country
            yield reason, following.inhabited
    if position:
        gap = text[mentions[position - 1].end : mentions[position].start]
        if len(gap) < _BACK:
            is_last = ends_sentence(gap)
            reason = NearbyReason.LAST_SENTENCE if is_last else NearbyReason.LAST
            yield reason, _inhabited(candidates[position - 1], country)
    for reason_often, other in often:
        if other is not candidates[position]:
            yield reason_often, _inhabited(other, country)


def _inhabited(candidates: CandidateSet, country: int) -> CandidateSet:
    """Inhabited places of a name, in the country that has a number; in any when it is 0."""
    return candidates.inhabited.within(country) if country else candidates.inhabited


def _leads_inside(gap: str) -> bool:
    return connections()[connected(gap)] in {"inside", "in", "bracket", "of"}


def _named_most(
    mentions: Sequence[RecognizedMention], candidates: Sequence[CandidateSet]
) -> Iterator[_Reasoned]:
    """The names that occur most, of what may be what the document is about."""
    of_name: dict[str, CandidateSet] = {}
    counts = Counter[str]()
    for mention, own in zip(mentions, candidates, strict=True):
        name = normal_form(mention.text)
        if name in of_name or (own.any_has_whole_name and own.inhabited.matches):
            of_name.setdefault(name, own)
            counts[name] += 1
    for name, count in counts.most_common(_MOST_NAMED):
        yield (NearbyReason.OFTEN if count > 1 else NearbyReason.ONCE), of_name[name]
