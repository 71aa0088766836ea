"""From the words of a mention to the places that could be meant."""

from collections.abc import Iterator
from dataclasses import replace

from ..gazetteer.records import Gazetteer
from ..gazetteer.variants import parts, respellings
from ..model import MatchQuality, NameMatch

MAX_CANDIDATES = 30


def candidates(words: str, gazetteer: Gazetteer) -> tuple[NameMatch, ...]:
    """Places that could be meant, exact matches first.

    Other romanisations, and then names inside the words, are offered only when there is nothing
    else. At most
    `MAX_CANDIDATES`, the most populous of each quality; each place once.
    """
    found: dict[str, NameMatch] = {}
    for match in _matches(words, gazetteer):
        found.setdefault(match.place.id, match)
    if not found:
        for match in gazetteer.loose_matches(words):
            found.setdefault(match.place.id, match)
    if not found:
        found = {match.place.id: match for match in _inside(words, gazetteer)}
    return tuple(found.values())[:MAX_CANDIDATES]


def _matches(words: str, gazetteer: Gazetteer) -> Iterator[NameMatch]:
    yield from gazetteer.matches(words)
    for spelling in respellings(words):
        for match in gazetteer.matches(spelling):
            yield replace(match, quality=MatchQuality.RESPELT)


def _inside(words: str, gazetteer: Gazetteer) -> Iterator[NameMatch]:
    """Bearers of the longest name inside the words."""
    for part in parts(words):
        matches = gazetteer.matches(part)
        if matches:
            yield from (replace(match, quality=MatchQuality.PART) for match in matches)
            return
