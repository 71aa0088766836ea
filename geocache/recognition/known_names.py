"""What the gazetteer says of a name, boiled down to what helps to recognise it."""

import math
from collections.abc import Iterator
from typing import NamedTuple

from ..model import NameKind, NameMatch

_MOST_PLACES = 10
"""As many bearers of a name tell which countries it may lie in."""
_CURATED = "sitmap:"
_METROPOLIS, _CITY, _TOWN = 500_000, 100_000, 10_000
_NATIONS = ("PCL", "CONT")
_FAMOUS = ("ADM1", "PPLC", "ADM2", "RGN")


class NameFacts(NamedTuple):
    """What recognition knows of a name."""

    standing: str
    """"0" unknown, "D" demonym, "C" country or continent, "S" state, "L" large or well-known,
    "M" middling, "s" small, "a" only another name of something small."""
    features: tuple[str, ...]
    countries: tuple[str, ...]
    """Where its bearers lie."""
    states: tuple[tuple[str, str], ...]
    """Country and first-order code of where its bearers lie."""
    told: str
    """The facts in words."""


UNKNOWN = NameFacts("0", ("none",), (), (), "no source knows the name")


def known_facts(matches: tuple[NameMatch, ...]) -> NameFacts:
    """Boil down the bearers of a name; `UNKNOWN` when there are none."""
    return _facts(matches) if matches else UNKNOWN


def _facts(matches: tuple[NameMatch, ...]) -> NameFacts:
    named = [match for match in matches if match.kind is not NameKind.DEMONYM]
    people = max((m.place.population + 1 for m in matches if m.kind is NameKind.DEMONYM), default=0)
    largest = max((match.place.population for match in named), default=0)
    preferred = _largest(named, NameKind.PREFERRED)
    codes = sorted({_code(match) for match in named})
    is_demonym = people > largest
    is_curated = any(match.place.id.startswith(_CURATED) for match in named)
    standing = "D" if is_demonym else _standing(codes, largest, preferred, is_curated=is_curated)
    features = [*_sizes(len(matches), largest, preferred, named), *(f"c{code}" for code in codes)]
    if codes:
        features.append(f"m{_foremost(codes)}")
    if people:
        features.append(f"demonym{is_demonym}")
    if is_curated:
        features.append("curated")
    where = [m.place for m in matches[:_MOST_PLACES] if m.place.country_code]
    return NameFacts(
        standing,
        tuple(features),
        tuple(dict.fromkeys(place.country_code for place in where)),
        tuple(dict.fromkeys((place.country_code, place.admin1_code) for place in where)),
        _told(matches, is_demonym=is_demonym),
    )


def _largest(named: list[NameMatch], kind: NameKind) -> int:
    """Population of the largest bearer of a kind of name plus one; 0 when there is none."""
    return max((match.place.population + 1 for match in named if match.kind is kind), default=0)


def _code(match: NameMatch) -> str:
    code = match.place.feature_code
    if code.startswith("PCL"):
        return "PCL"
    return code if code == "CONT" or code in _FAMOUS else match.place.feature_class


def _foremost(codes: list[str]) -> str:
    ranked = [*_NATIONS, *_FAMOUS, "P"]
    return min(codes, key=lambda code: ranked.index(code) if code in ranked else len(ranked))


def _standing(codes: list[str], largest: int, preferred: int, *, is_curated: bool) -> str:
    if any(code in _NATIONS for code in codes):
        return "C"
    if "ADM1" in codes:
        return "S"
    if preferred > _CITY or largest > _METROPOLIS:
        return "L"
    if preferred > _TOWN or is_curated:
        return "M"
    return "s" if preferred else "a"


def _sizes(count: int, largest: int, preferred: int, named: list[NameMatch]) -> Iterator[str]:
    abbreviated = any(match.kind is NameKind.ABBREVIATION for match in named)
    how = "p" if preferred else "b" if abbreviated else "a"
    yield f"largest{_magnitude(largest)}{how}"
    yield f"preferred{_magnitude(preferred)}"
    yield f"bearers{min(6, int(math.log2(count + 1)))}"
    yield f"how{how}"


def _magnitude(population: int) -> int:
    return int(math.log10(population)) if population > 1 else 0


def _told(matches: tuple[NameMatch, ...], *, is_demonym: bool) -> str:
    if is_demonym:
        return f"the gazetteer knows it as a people or adjective of {matches[0].place.name}"
    place, more = matches[0].place, len(matches) - 1
    people = f", population {place.population:,}" if place.population else ""
    others = f" and {more} more" if more else ""
    return f"the gazetteer knows {place.name} ({place.feature_code}{people}){others}"
