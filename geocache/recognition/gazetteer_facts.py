"""What the gazetteer says of a name, boiled down to what helps to recognise it."""

import math
import re
from collections.abc import Collection, Sequence
from enum import IntEnum
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from ..records import NameKind, NameMatch, PlaceOrigin
from .lexical import Rows, Word, code
from .linear_model import Columns, FeatureTable, Group
from .tokens import Document, Positions

_MOST_PLACES = 10
"""As many bearers of a name tell which countries it may lie in."""
_MOST_SETS = 1 << 12
"""Sets of classes whose properties are remembered."""
_CURATED = PlaceOrigin.CURATED
_METROPOLIS, _CITY, _TOWN = 500_000, 100_000, 10_000
_NATIONS = ("PCL", "CONT")
_FAMOUS = ("ADM1", "PPLC", "ADM2", "RGN")
_SPOTS = "STHLRUV"
"""Classes of GeoNames other than settlements and areas."""
_DEMONYM, _PREFERRED = NameKind.DEMONYM, NameKind.PREFERRED
_CLASSES = ("A", "P", *_FAMOUS, *_NATIONS, *_SPOTS)


class Standing(IntEnum):
    """What kind of place, or how large, the foremost bearer of a name is."""

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


class NameFacts(NamedTuple):
    """What recognition knows of a name."""

    row: tuple[int, ...]
    """Values of `FACTS`, the standing first."""
    countries: tuple[str, ...]
    """Where its bearers lie."""
    states: tuple[str, ...]
    """Country and first-order code of where its bearers lie, as ``SY.12``."""
    told: str
    """The facts in words."""

    @property
    def standing(self) -> Standing:
        """Standing of the foremost bearer."""
        return Standing(self.row[0])


FACTS = (
    "standing",
    "is-known",
    "largest",
    "how",
    "preferred",
    "bearers",
    "codes",
    "foremost",
    "spots",
    "people",
    "curated",
    *_CLASSES,
)
"""Columns of facts about a name."""
UNKNOWN = NameFacts((0,) * len(FACTS), (), (), "no source knows the name")


def known_facts(matches: tuple[NameMatch, ...]) -> NameFacts:
    """Boil down the bearers of a name; `UNKNOWN` when there are none."""
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
        is_curated = is_curated or place.origin is _CURATED
    codes = tuple(sorted(classes))
    is_demonym = people > largest
    standing = _standing(codes, largest, preferred, is_curated=is_curated)
    where = [m.place for m in matches[:_MOST_PLACES] if m.place.country_code]
    return NameFacts(
        (
            Standing.DEMONYM if is_demonym else standing,
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
        _told(matches, is_demonym=is_demonym),
    )


@cache
def _code(feature_class: str, feature_code: str) -> str:
    if feature_code.startswith("PCL"):
        return "PCL"
    known = feature_code == "CONT" or feature_code in _FAMOUS
    return feature_code if known else feature_class


@lru_cache(_MOST_SETS)
def _of_codes(codes: tuple[str, ...]) -> tuple[int, ...]:
    """Values of "codes", "foremost" and "spots"."""
    return (
        code(" ".join(codes)),
        code(_foremost(codes)) if codes else 0,
        code(" ".join(c for c in codes if c in _SPOTS)),
    )


@lru_cache(_MOST_SETS)
def _of_classes(codes: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(name in codes for name in _CLASSES)


def _foremost(codes: Sequence[str]) -> str:
    ranked = [*_NATIONS, *_FAMOUS, "P"]
    return min(codes, key=lambda known: ranked.index(known) if known in ranked else len(ranked))


def _standing(codes: Sequence[str], largest: int, preferred: int, *, is_curated: bool) -> Standing:
    if any(nation in codes for nation in _NATIONS):
        return Standing.COUNTRY
    if "ADM1" in codes:
        return Standing.STATE
    if preferred > _CITY or largest > _METROPOLIS:
        return Standing.LARGE
    if preferred > _TOWN or is_curated:
        return Standing.MIDDLING
    return Standing.SMALL if preferred else Standing.OTHER_NAME


def _how(kinds: Collection[NameKind]) -> int:
    """What the name is at best: 3 preferred, 2 an abbreviation, 1 another name."""
    if _PREFERRED in kinds:
        return 3
    return 2 if NameKind.ABBREVIATION in kinds else 1


def _magnitude(population: int) -> int:
    return int(math.log10(population)) if population > 1 else 0


def _told(matches: tuple[NameMatch, ...], *, is_demonym: bool) -> str:
    if is_demonym:
        home = next(m.place.name for m in matches if m.kind is NameKind.DEMONYM)
        return f"the gazetteer knows it as a people or adjective of {home}"
    place, more = matches[0].place, len(matches) - 1
    people = f", population {place.population:,}" if place.population else ""
    others = f" and {more} more" if more else ""
    return f"the gazetteer knows {place.name} ({place.feature_code}{people}){others}"


# ---- name look

_ROAD = re.compile(r"[A-Z]{1,3}[- ]?\d{1,4}[A-Z]?|(?:[A-Z][a-z]+ )+\d{1,4}[A-Z]?")
_MOST = 4
"""Names of more words are all alike."""
_ONE, _SHAPES, _STEPS = 1, 31, np.array([[0], [1], [2]])
_NAME_LOOK_CLASSES = (
    (Word.FINE, "first-fine", "last-fine"),
    (Word.MIDDLE, "first-middle", "last-middle"),
    (Word.COARSE, "first-coarse", "last-coarse"),
    (Word.OCTAVE, "first-octave", "last-octave"),
)

NAME = FeatureTable(
    Group(
        "spelling",
        "its spelling",
        "one, size, shapes, words, road, road standing",
    ),
    Group(
        "sources",
        "what the sources know",
        ", ".join([*FACTS, *(f"{fact} size" for fact in FACTS)])
        + ", largest how, largest how size, shapes is-known",
    ),
    Group(
        "first word",
        "its first word",
        "first, first-fine, first-middle, first-coarse, first-octave, first-octave standing",
    ),
    Group(
        "last word",
        "its last word",
        "last, last many, last-fine many, last-middle many, last-coarse many, "
        "last-octave many, last-octave many standing, last-coarse standing, "
        "end-of-two standing, end-of-three, end-of-four, beginning",
    ),
)


def name_columns(
    document: Document, first: Positions, last: Positions, facts: Sequence[NameFacts]
) -> Columns:
    """Columns of names that begin and end at words of a document; each of shape (names,)."""
    columns = dict(zip(FACTS, _known(facts), strict=True))
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
    for column, of_first, of_last in _NAME_LOOK_CLASSES:
        columns[of_first] = first_word[column] * many
        columns[of_last] = last_word[column]
    return columns | {
        "first": first_word[Word.CODE] * many,
        "last": last_word[Word.CODE],
        "end-of-two": last_word[Word.END2],
        "end-of-three": last_word[Word.END3] * spelled,
        "end-of-four": last_word[Word.END4] * spelled,
        "beginning": last_word[Word.BEGIN3] * spelled,
    }


def _known(facts: Sequence[NameFacts]) -> Rows:
    """Values of `FACTS`; shape (facts, names)."""
    values = np.zeros((len(FACTS), len(facts)), np.int64)
    # Most names are not known, and to write the others alone is quicker.
    known = [row for row, found in enumerate(facts) if found is not UNKNOWN]
    if known:
        values[:, known] = np.array([facts[row].row for row in known], np.int64).T
    return values


def _spelled(document: Document, first: int, last: int) -> str:
    """Words of a name, which may be broken at the end of a line."""
    if first == last:
        return document.words[first]
    return " ".join(document.text[document.starts[first] : document.ends[last]].split())


def _is_road(name: str) -> bool:
    # The last letter of nearly every name tells that it is none.
    return not name[-1].islower() and bool(_ROAD.fullmatch(name))


def _shapes(document: Document, first: Positions, last: Positions) -> Positions:
    """Shapes of the first three words as one number."""
    steps = first + _STEPS
    shapes = document.one_at(np.minimum(steps, last), Word.SHAPE) * (steps <= last)
    found: Positions = (shapes[0] * _SHAPES + shapes[1]) * _SHAPES + shapes[2]
    return found
