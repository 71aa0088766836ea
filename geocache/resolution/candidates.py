"""From the words of a mention to the places that could be meant."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..gazetteer.records import Gazetteer
from ..gazetteer.variants import parts, respellings
from ..model import MatchQuality, NameKind, NameMatch

MAX_CANDIDATES = 100
_CODE = re.compile(r"(?:[A-Z]\.?){2,4}")


def candidates(words: str, gazetteer: Gazetteer) -> tuple[NameMatch, ...]:
    """Places that could be meant, exact matches first.

    Other romanisations, and then names inside the words, are offered only when there is nothing
    else. At most `MAX_CANDIDATES`, the most populous of each quality; each place once.
    """
    for offered in (_matches, _romanised, _inside):
        found: dict[str, NameMatch] = {}
        for match in offered(words, gazetteer):
            found.setdefault(match.place.id, match)
        if found:
            return tuple(found.values())[:MAX_CANDIDATES]
    return ()


def _matches(words: str, gazetteer: Gazetteer) -> Iterator[NameMatch]:
    """Bearers of the name and, for capitals such as LHR or S.C., of the code."""
    yield from gazetteer.matches(words)
    if _CODE.fullmatch(words):
        yield from gazetteer.coded(words)
    for spelling in respellings(words):
        yield from _of_quality(MatchQuality.RESPELT, gazetteer.matches(spelling))


def _romanised(words: str, gazetteer: Gazetteer) -> Iterator[NameMatch]:
    return iter(gazetteer.loose_matches(words))


def _inside(words: str, gazetteer: Gazetteer) -> Iterator[NameMatch]:
    """Bearers of names inside the words: of the longest, then those that name countries.

    "US Federal Reserve" is in the United States, whatever else is called Federal.
    """
    found = [matches for part in parts(words) if (matches := gazetteer.matches(part))]
    for matches in found[:1]:
        yield from _of_quality(MatchQuality.PART, matches)
    for matches in found[1:]:
        of_countries = [match for match in matches if _is_country(match)]
        yield from _of_quality(MatchQuality.PART, of_countries)


def _is_country(match: NameMatch) -> bool:
    named = match.kind in (NameKind.PREFERRED, NameKind.ABBREVIATION, NameKind.DEMONYM)
    return named and match.place.feature_code.startswith("PCL")


def _of_quality(quality: MatchQuality, matches: Iterable[NameMatch]) -> Iterator[NameMatch]:
    return (replace(match, quality=quality) for match in matches)
