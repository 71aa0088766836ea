"""From the words of a mention to the places that could be meant."""

import re
from collections.abc import Iterable, Iterator, Mapping

from ..data_files import words as listed_words
from ..gazetteer.names import apart
from ..gazetteer.names.variants import parts, respellings
from ..gazetteer.protocols import Gazetteer
from ..recognition.lexical import ORDINARY, UNKNOWN_WORD, word_classes
from ..records import MatchQuality, NameKind, NameMatch, Place, PlaceOrigin

MAX_CANDIDATES = 100
_SPOKEN_OF = frozenset("APH")
_LARGE = 100_000
"""People of a town that is known by name alone."""
_SEAT, _SEAT_SHARE = 20_000, 0.05
"""People of a town that a unit is called after, at least, and as a share of the unit's."""
_CITY, _LARGE_SHARE = " city", 0.25
"""Share of a unit's people in a city that is as likely meant by the unit's name."""
_CODE = re.compile(r"(?:[A-Z]\.?){2,4}")


def candidates(words: str, gazetteer: Gazetteer) -> tuple[NameMatch, ...]:
    """Places that could be meant, exact matches first.

    Other romanisations are offered only when there is no exact match, and names inside the words
    when no town, unit, country or region of several countries is called so: a bank or a university
    may stand for where it is.
    At most `MAX_CANDIDATES`, the most populous of each quality; each place once.
    """
    is_street = _is_street(words)
    exact = _distinct(gazetteer.matches(words) if is_street else _matches(words, gazetteer))
    exact = {id_: match for id_, match in exact.items() if not _is_state(match, words, exact)}
    found = dict(exact) if exact else _distinct(gazetteer.loose_matches(words))
    for seat in _seats(words, exact.values(), gazetteer):
        if not _is_state(seat, words, exact):
            found.setdefault(seat.place.id, seat)
    is_whole = any(_is_what_it_says(match.place) for match in exact.values())
    if not is_whole and not is_street:
        for match in _inside(words, gazetteer):
            found.setdefault(match.place.id, match)
    return tuple(found.values())[:MAX_CANDIDATES]


def _is_street(words: str) -> bool:
    """Whether the words are a street, which lies anywhere but in the place of its name.

    "Oxford Road" is one; the "Oxford road" leads there.
    """
    *name, noun = words.rstrip(".").split() or [""]
    return bool(name) and noun[:1].isupper() and noun.lower() in listed_words("cues", "street")


def _is_state(match: NameMatch, words: str, exact: Mapping[str, NameMatch]) -> bool:
    """Whether a city is called so in sources only where the state means itself by that.

    Oklahoma is not Oklahoma City; but New York is, for much of the state lives there.
    """
    place = match.place
    if not place.is_settlement or place.name.lower() != f"{words.lower()}{_CITY}":
        return False
    units = [other.place for other in exact.values() if other.place.is_first_order]
    most = max((u.population for u in units if _unit(u) == _unit(place)), default=0)
    return place.population < _LARGE_SHARE * most


def _seats(words: str, exact: Iterable[NameMatch], gazetteer: Gazetteer) -> Iterator[NameMatch]:
    """Towns that units are called after, but listed in another romanisation only.

    Hodeidah is a governorate in the sources, and its town Hudaydah.
    """
    units = {_unit(m.place): m.place.population for m in exact if m.place.is_first_order}
    for match in exact if units else ():
        if match.place.is_settlement:
            units.pop(_unit(match.place), None)
    for match in gazetteer.loose_matches(words) if units else ():
        place = match.place
        of_unit = units.get(_unit(place)) if place.is_settlement else None
        if of_unit is not None and place.population >= max(_SEAT, _SEAT_SHARE * of_unit):
            yield match.fitting(MatchQuality.RESPELT)


def _unit(place: Place) -> tuple[str, str]:
    return place.country_code, place.admin1_code


def _is_what_it_says(place: Place) -> bool:
    """Whether the words as a whole are a place that reports name, so that parts name others.

    Towns, units, waters, regions of several countries, and what was curated.
    """
    if place.origin is PlaceOrigin.CURATED or place.feature_class in _SPOKEN_OF:
        return True
    return place.feature_class == "L" and not place.country_code


def _distinct(matches: Iterable[NameMatch]) -> dict[str, NameMatch]:
    """Each place once, as it was offered first."""
    found: dict[str, NameMatch] = {}
    for match in matches:
        found.setdefault(match.place.id, match)
    return found


def _matches(words: str, gazetteer: Gazetteer) -> Iterator[NameMatch]:
    """Places of the name and, for capitals such as LHR or S.C., of the code."""
    yield from gazetteer.matches(words)
    if _CODE.fullmatch(words):
        yield from gazetteer.coded(words)
    if " " not in words and (spelling := apart(words)) != words:
        yield from _of_quality(MatchQuality.RESPELT, gazetteer.matches(spelling))
    for spelling in respellings(words):
        yield from _of_quality(MatchQuality.RESPELT, gazetteer.matches(spelling))


def _inside(words: str, gazetteer: Gazetteer) -> Iterator[NameMatch]:
    """Places of names inside the words: of the longest, then prominent ones of the others.

    "US Federal Reserve" is in the United States, whatever else is called Federal.
    """
    found = [_of_part(part, named) for part in parts(words) if (named := gazetteer.matches(part))]
    for matches in found[:1]:
        yield from _of_quality(MatchQuality.PART, matches)
    for matches in found[1:]:
        prominent = [match for match in matches if _is_prominent(match)]
        yield from _of_quality(MatchQuality.PART, prominent)


def _of_part(part: str, matches: Iterable[NameMatch]) -> list[NameMatch]:
    """Places of a part of a name; an ordinary word names prominent ones: "Big" is not Biga."""
    is_ordinary = UNKNOWN_WORD[-1] < word_classes()[part.lower()][-1] <= ORDINARY
    return [match for match in matches if not is_ordinary or _is_prominent(match)]


def _is_prominent(match: NameMatch) -> bool:
    if match.kind is NameKind.ALTERNATE:
        return False
    place = match.place
    large = place.is_settlement and place.population >= _LARGE
    return large or place.is_country or place.is_first_order or place.is_continent


def _of_quality(quality: MatchQuality, matches: Iterable[NameMatch]) -> Iterator[NameMatch]:
    return (match.fitting(quality) for match in matches)
