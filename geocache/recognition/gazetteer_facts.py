"""Summarises what the gazetteer knows of a name, and makes the features of names by themselves."""

import math
import re
from collections.abc import Collection, Sequence
from enum import IntEnum
from typing import NamedTuple

import numpy as np

from ..caching import remembered
from ..records import NameKind, NameMatch, PlaceOrigin, is_country_feature
from .lexical import WORD, Rows, code, code_of_sequence
from .linear_model import Columns, FeatureGroup, HashedFeatures
from .tokens import Positions, TokenizedText

_MOST_PLACES = 10
"""Places of a name that are asked which countries it may lie in, at most."""
_MOST_SETS = 1 << 12
"""Sets of classes whose properties are remembered."""
_METROPOLIS, _CITY, _TOWN = 500_000, 100_000, 10_000
_NATIONS = ("PCL", "CONT")
_FAMOUS = ("ADM1", "PPLC", "ADM2", "RGN")
_SPOTS = "STHLRUV"
"""Classes of GeoNames other than settlements and areas."""
_DEMONYM, _PREFERRED = NameKind.DEMONYM, NameKind.PREFERRED
_CLASSES = ("A", "P", *_FAMOUS, *_NATIONS, *_SPOTS)


class ProminenceClass(IntEnum):
    """What kind of place, or how large, the most prominent place of a name is."""

    UNKNOWN = 0
    OTHER_NAME = 1
    """Only another name of something small."""
    SMALL = 2
    MIDDLING = 3
    LARGE = 4
    """Large or well-known."""
    STATE = 5
    COUNTRY = 6
    """Or a continent."""
    DEMONYM = 7


CONTAINERS = frozenset({ProminenceClass.STATE, ProminenceClass.COUNTRY})
"""What may stand behind a comma to tell where a place is."""


FAINT = frozenset({ProminenceClass.UNKNOWN, ProminenceClass.OTHER_NAME, ProminenceClass.SMALL})
"""Names of no place that anybody has heard of."""


class NameFacts(NamedTuple):
    """What recognition knows of a name."""

    prominence: ProminenceClass
    """Of the most prominent place; also the first of the values."""
    values: tuple[int, ...]
    """As in `FACTS`."""
    countries: tuple[str, ...]
    """Where its places lie."""
    states: tuple[str, ...]
    """Country and first-order code of where its places lie, as ``SY.12``."""
    summary: str
    """The facts in words."""


FACTS = (
    "prominence",
    "is-known",
    "largest",
    "how",
    "preferred",
    "places",
    "codes",
    "foremost",
    "spots",
    "people",
    "curated",
    *_CLASSES,
)
"""Ids of the facts about a name, which are columns of features."""
UNKNOWN = NameFacts(ProminenceClass.UNKNOWN, (0,) * len(FACTS), (), (), "no source knows the name")


def may_contain(container: NameFacts, name: NameFacts) -> bool:
    """Whether a state or country may have a place of a name in it."""
    if container.prominence is ProminenceClass.STATE:
        return not set(container.states).isdisjoint(name.states)
    return not set(container.countries).isdisjoint(name.countries)


def known_facts(matches: tuple[NameMatch, ...]) -> NameFacts:
    """Summarise the places of a name; `UNKNOWN` when there are none."""
    return _facts(matches) if matches else UNKNOWN


def _facts(matches: tuple[NameMatch, ...]) -> NameFacts:
    people = largest = preferred = 0
    classes, kinds = set(), set()
    is_curated = False
    for match in matches:
        place, kind = match.place, match.kind
        population = place.population
        if kind is _DEMONYM:
            people = max(people, population + 1)
            continue
        if kind is _PREFERRED:
            preferred = max(preferred, population + 1)
        largest = max(largest, population)
        kinds.add(kind)
        classes.add(_code(place.feature_class, place.feature_code))
        is_curated = is_curated or place.origin is PlaceOrigin.CURATED
    codes = tuple(sorted(classes))
    is_demonym = people > largest
    prominence = ProminenceClass.DEMONYM
    if not is_demonym:
        prominence = _prominence(codes, largest, preferred, is_curated=is_curated)
    where = [m.place for m in matches[:_MOST_PLACES] if m.place.country_code]
    return NameFacts(
        prominence,
        (
            prominence,
            1,
            _magnitude(largest),
            _how(kinds),
            _magnitude(preferred),
            min(6, int(math.log2(len(matches) + 1))),
            *_of_codes(codes),
            (people > 0) + is_demonym,
            is_curated,
            *_of_classes(codes),
        ),
        tuple(dict.fromkeys([place.country_code for place in where])),
        tuple(dict.fromkeys([f"{place.country_code}.{place.admin1_code}" for place in where])),
        _summary(matches, is_demonym=is_demonym),
    )


def _code(feature_class: str, feature_code: str) -> str:
    if is_country_feature(feature_code):
        return "PCL"
    is_class = feature_code == "CONT" or feature_code in _FAMOUS
    return feature_code if is_class else feature_class


@remembered(_MOST_SETS)
def _of_codes(codes: tuple[str, ...]) -> tuple[int, ...]:
    """Values of "codes", "foremost" and "spots"."""
    return (
        code(" ".join(codes)),
        code(_most_prominent(codes)) if codes else 0,
        code(" ".join(c for c in codes if c in _SPOTS)),
    )


@remembered(_MOST_SETS)
def _of_classes(codes: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(name in codes for name in _CLASSES)


def _most_prominent(codes: Sequence[str]) -> str:
    ranked = [*_NATIONS, *_FAMOUS, "P"]
    return min(codes, key=lambda known: ranked.index(known) if known in ranked else len(ranked))


def _prominence(
    codes: Sequence[str], largest: int, preferred: int, *, is_curated: bool
) -> ProminenceClass:
    if any(nation in codes for nation in _NATIONS):
        return ProminenceClass.COUNTRY
    if "ADM1" in codes:
        return ProminenceClass.STATE
    if preferred > _CITY or largest > _METROPOLIS:
        return ProminenceClass.LARGE
    if preferred > _TOWN or is_curated:
        return ProminenceClass.MIDDLING
    return ProminenceClass.SMALL if preferred else ProminenceClass.OTHER_NAME


def _how(kinds: Collection[NameKind]) -> int:
    """What the name is at best: 3 preferred, 2 an abbreviation, 1 another name."""
    if _PREFERRED in kinds:
        return 3
    return 2 if NameKind.ABBREVIATION in kinds else 1


def _magnitude(population: int) -> int:
    return int(math.log10(population)) if population > 1 else 0


def _summary(matches: tuple[NameMatch, ...], *, is_demonym: bool) -> str:
    if is_demonym:
        country = next(m.place.name for m in matches if m.kind is NameKind.DEMONYM)
        return f"the gazetteer knows it as a people or adjective of {country}"
    place, more = matches[0].place, len(matches) - 1
    people = f", population {place.population:,}" if place.population else ""
    others = f" and {more} more" if more else ""
    return f"the gazetteer knows {place.name} ({place.feature_code}{people}){others}"


_ROAD = re.compile(r"[A-Z]{1,3}[- ]?\d{1,4}[A-Z]?|(?:[A-Z][a-z]+ )+\d{1,4}[A-Z]?")
_MOST = 4
"""Names of more words are all alike."""
_ONE, _STEPS = 1, np.array([[0], [1], [2]])
_WORD_CLASSES = (
    (WORD.fine, "first-fine", "last-fine"),
    (WORD.middle, "first-middle", "last-middle"),
    (WORD.coarse, "first-coarse", "last-coarse"),
    (WORD.octave, "first-octave", "last-octave"),
)

NAME = HashedFeatures(
    FeatureGroup(
        "spelling",
        "its spelling",
        "one, size, shapes, words, road, road prominence",
    ),
    FeatureGroup(
        "sources",
        "what the sources know",
        ", ".join([*FACTS, *(f"{fact} size" for fact in FACTS)])
        + ", largest how, largest how size, shapes is-known",
    ),
    FeatureGroup(
        "first word",
        "its first word",
        "first, first-fine, first-middle, first-coarse, first-octave, first-octave prominence",
    ),
    FeatureGroup(
        "last word",
        "its last word",
        "last, last many, last-fine many, last-middle many, last-coarse many, "
        "last-octave many, last-octave many prominence, last-coarse prominence, "
        "end-of-two prominence, end-of-three, end-of-four, beginning",
    ),
)


def name_columns(
    document: TokenizedText, first: Positions, last: Positions, facts: Sequence[NameFacts]
) -> Columns:
    """Return the columns of names that begin and end at words of a text; each of shape (names,)."""
    columns = dict(zip(FACTS, _fact_values(facts), strict=True))
    more = last - first
    many = np.minimum(more, _ONE)
    spelled = columns["is-known"] | (many ^ _ONE)
    names = [_spelled(document, *span) for span in zip(first.tolist(), last.tolist(), strict=True)]
    columns |= {
        "one": np.ones(len(names), np.int64),
        "size": np.minimum(more + _ONE, _MOST),
        "many": many,
        "shapes": _shapes(document, first, last),
        "words": np.array([code(name.lower()) for name in names], np.int64) * spelled,
        "road": np.array([_is_road(name) for name in names], np.int64),
    }
    first_word, last_word = document.at(first), document.at(last)
    for prop, of_first, of_last in _WORD_CLASSES:
        columns[of_first] = first_word[prop] * many
        columns[of_last] = last_word[prop]
    return columns | {
        "first": first_word[WORD.code] * many,
        "last": last_word[WORD.code],
        "end-of-two": last_word[WORD.end2],
        "end-of-three": last_word[WORD.end3] * spelled,
        "end-of-four": last_word[WORD.end4] * spelled,
        "beginning": last_word[WORD.begin3] * spelled,
    }


def _fact_values(facts: Sequence[NameFacts]) -> Rows:
    """Values of `FACTS`; shape (facts, names)."""
    values = np.zeros((len(FACTS), len(facts)), np.int64)
    # Most names are not known, and to write the others alone is quicker.
    known = [row for row, fact in enumerate(facts) if fact is not UNKNOWN]
    if known:
        values[:, known] = np.array([facts[row].values for row in known], np.int64).T
    return values


def _spelled(document: TokenizedText, first: int, last: int) -> str:
    """Words of a name, which may be broken at the end of a line."""
    if first == last:
        return document.words[first]
    return " ".join(document.text[document.starts[first] : document.ends[last]].split())


def _is_road(name: str) -> bool:
    # The last letter of nearly every name tells that it is none.
    return not name[-1].islower() and bool(_ROAD.fullmatch(name))


def _shapes(document: TokenizedText, first: Positions, last: Positions) -> Positions:
    """Return one number for the shapes of the first three words."""
    steps = first + _STEPS
    shapes = document.one_at(np.minimum(steps, last), WORD.shape) * (steps <= last)
    return code_of_sequence(*shapes)
