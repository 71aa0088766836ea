"""The candidate set of some words: the places that could be meant, and columns of numbers on them.

A set is worked out once for a name, and used for each of its mentions.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from hashlib import blake2b
from math import cos, log10, radians, sin
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from ..gazetteer.index.places import geonames_number
from ..gazetteer.names.normalise import normal_form
from ..gazetteer.names.romanisation import sound_alike
from ..gazetteer.names.variants import bare_unit_name
from ..records import MatchQuality, NameKind, NameMatch, Place
from .place_types import (
    KINDS,
    PROMINENCES,
    SETTLED,
    NamesakeFacts,
    PlaceKind,
    Prominence,
    kind_of,
    namesakes,
    prominence,
    rivals,
)

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Number = TypeVar("Number")

QUALITIES = tuple(MatchQuality)
WHOLE_NAME = QUALITIES.index(MatchQuality.RESPELT)
"""Up to this quality it is the whole name that fits, however it is written."""
POPULATIONS = 16
"""Classes of populations: half powers of ten, 0 when not known."""
_NUMBER_OF_QUALITY = {quality: number for number, quality in enumerate(QUALITIES)}
_MOST_INHABITED = 40
_LEVELS = np.arange(PROMINENCES)
_IS_INHABITED = (_LEVELS >= Prominence.FIRST) & (_LEVELS <= Prominence.UNCOUNTED)
"""Of each `Prominence`."""
_NOT_OF_GEONAMES = 1 << 61


class Likeness(IntEnum):
    """How other names are like the place's own; numbers behind those of `NameKind`."""

    ROMANISED = len(NameKind)
    """Its own name in another romanisation."""
    SHORTENED = len(NameKind) + 1
    """Some of the words of its own name."""


NAME_KINDS = len(NameKind) + len(Likeness)
_NUMBER_OF_NAME_KIND = {kind: number for number, kind in enumerate(NameKind)}


class CandidateColumns(NamedTuple, Generic[Number]):
    """What is known of candidates, in numbers; all 0 for the row that stands for none of them.

    Of one candidate each is a number, of a set or a batch an array of shape (rows,).
    """

    identity: Number
    """Of the place; never the same for two places."""
    name_kind: Number
    """What the name is to the place, below `NAME_KINDS`."""
    quality: Number
    """How the name fits, position in `QUALITIES`."""
    kind: Number
    """`PlaceKind`."""
    prominence: Number
    """`Prominence`."""
    population: Number
    """Class of the population, below `POPULATIONS`."""
    country: Number
    """Number of the country's code; 0 when not known, as for the next two."""
    first_order: Number
    """Number of the first-order subdivision."""
    second_order: Number
    """Number of the second-order subdivision."""
    rivals: Number
    """How its population compares to that of the others, below `place_types.RIVALS`."""
    namesake: Number
    """`Namesake`: whether it lies in, or has inside, a place of the same name."""
    nearby: Number
    """`NearbyReason`: why it is a candidate though it does not have the name; 0 if it has."""


_ROW_OF_NONE: CandidateColumns[int] = CandidateColumns(*[0] * len(CandidateColumns._fields))
COLUMN: CandidateColumns[int] = CandidateColumns(*range(len(CandidateColumns._fields)))
"""Position of each column in the rows of a set."""
ADMIN_UNITS = slice(COLUMN.country, COLUMN.second_order + 1)
"""Columns of the country, and of the first- and second-order subdivision."""


def population_class(population: int) -> int:
    """Return the class of a population: half powers of ten, 0 when it is not known."""
    if population <= 0:
        return 0
    return min(POPULATIONS - 1, max(1, int(2 * log10(population)) - 1))


WELL_KNOWN = population_class(100_000)
"""Class of the population from which on a name may be meant wherever it stands."""
_KNOWN_ABROAD = population_class(50_000)
"""Class of the population of towns that are known in other countries."""
_LARGE, _MUCH_LARGER = population_class(200_000), 2
"""Classes of the population: of towns that are known abroad, and of ten times as many people."""
_IS_WIDE = np.isin(np.arange(PROMINENCES), (Prominence.COUNTRY, Prominence.FIRST))
"""Each of a `Prominence`."""
_IS_SETTLED = np.isin(np.arange(KINDS), SETTLED)
_IS_INHABITED_KIND = np.isin(
    np.arange(KINDS), [*SETTLED, PlaceKind.FIRST, PlaceKind.SECOND, PlaceKind.THIRD]
)
"""Each of a `PlaceKind`."""


@dataclass(frozen=True, eq=False)
class CandidateSet:
    """Candidates of a mention; the last row of the arrays stands for none of them."""

    matches: tuple[NameMatch, ...]
    rows: Ints
    """Shape (candidates + 1, `CandidateColumns`)."""
    directions: Floats
    """Shape (candidates + 1, 3), unit vectors from the middle of the globe."""
    has_nearby: bool = False
    """Whether some are candidates though they do not have the name."""

    def column(self, number: int) -> Ints:
        """Return the column at a position of `COLUMN`, without the row for none of them.

        It is not kept: the views of the columns would take more memory than most rows do.
        """
        return self.rows[:-1, number]

    @property
    def columns(self) -> CandidateColumns[Ints]:
        """All columns, without the row for none of them; not kept, as `column`."""
        return CandidateColumns(*self.rows[:-1].T)

    @cached_property
    def any_has_whole_name(self) -> bool:
        """Whether any of them has the whole name, however it is written."""
        return bool(np.count_nonzero(self.column(COLUMN.quality) <= WHOLE_NAME))

    @cached_property
    def identities(self) -> tuple[int, ...]:
        """Identity of each candidate."""
        return tuple(self.column(COLUMN.identity).tolist())

    @cached_property
    def inhabited(self) -> "CandidateSet":
        """Only settlements and subdivisions that have the whole name, the most populous first.

        At most `_MOST_INHABITED`.
        """
        has_whole_name = self.column(COLUMN.quality) <= WHOLE_NAME
        rows = (_IS_INHABITED[self.column(COLUMN.prominence)] & has_whole_name).nonzero()[0]
        order = (-self.column(COLUMN.population)[rows]).argsort(kind="stable")
        return self._only(rows[order][:_MOST_INHABITED].tolist())

    @cached_property
    def units(self) -> "CandidateSet":
        """Only countries and first-order subdivisions, if the name is first of all that of one."""
        return self._units(_IS_WIDE[self.column(COLUMN.prominence)])

    @cached_property
    def districts(self) -> "CandidateSet":
        """Only second-order subdivisions, if the name is first of all that of one."""
        return self._units(self.column(COLUMN.kind) == PlaceKind.SECOND)

    def _units(self, is_kind: Bools) -> "CandidateSet":
        """Return only those of a kind that have the whole name, if the most populous is of it."""
        if not np.count_nonzero(is_kind):
            return NO_CANDIDATES
        is_named = self.column(COLUMN.quality) <= WHOLE_NAME
        is_unit = is_named & is_kind
        if not np.count_nonzero(is_unit):
            return NO_CANDIDATES
        people = np.where(is_named, self.column(COLUMN.population), -1)
        if people[is_unit].max() < people.max():
            return NO_CANDIDATES
        return self._only(is_unit.nonzero()[0].tolist())

    @cached_property
    def are_small(self) -> bool:
        """Whether all are towns or subdivisions with fewer people than `WELL_KNOWN`."""
        if np.count_nonzero(self.column(COLUMN.population) >= WELL_KNOWN):
            return False
        return bool(_IS_INHABITED_KIND[self.column(COLUMN.kind)].all())

    @cached_property
    def points_to(self) -> frozenset[int]:
        """Numbers of the countries that the name shows a text to be about.

        Of a country or a part of it, of a place that is only there, or is best known there.
        """
        named = self.column(COLUMN.quality) <= WHOLE_NAME
        countries, people = (
            self.column(COLUMN.country)[named],
            self.column(COLUMN.population)[named],
        )
        found = set(self.units.column(COLUMN.country).tolist())
        if len(countries):
            largest = countries[people.argmax()]
            elsewhere = people[countries != largest].max(initial=-_MUCH_LARGER)
            is_known = people.max() >= max(_LARGE, elsewhere + _MUCH_LARGER)
            if is_known or (countries == largest).all():
                found.add(int(largest))
        return frozenset(found - {0})

    @cached_property
    def known_in(self) -> frozenset[int]:
        """Numbers of the countries of the towns with the whole name that are known abroad."""
        is_known = self.are_towns & (self.column(COLUMN.population) >= _KNOWN_ABROAD)
        return frozenset(self.column(COLUMN.country)[is_known].tolist())

    @property
    def are_towns(self) -> Bools:
        """Which of them are settlements that have the whole name; shape (candidates,)."""
        return _IS_SETTLED[self.column(COLUMN.kind)] & (self.column(COLUMN.quality) <= WHOLE_NAME)

    @cached_property
    def country(self) -> int:
        """Number of the country that has the name; 0 when none or also a state has: Georgia."""
        is_named = self.column(COLUMN.quality) <= WHOLE_NAME
        prominence_classes = self.column(COLUMN.prominence)
        is_country = prominence_classes == Prominence.COUNTRY
        countries: list[int] = self.column(COLUMN.country)[is_named & is_country].tolist()
        has_state = np.count_nonzero(is_named & (prominence_classes == Prominence.FIRST))
        return countries[0] if countries and not has_state else 0

    def _only(self, rows: Sequence[int]) -> "CandidateSet":
        """Return the candidates in some rows, in their order."""
        kept = [*rows, -1]
        matches = tuple(self.matches[row] for row in rows)
        return CandidateSet(matches, self.rows[kept], self.directions[kept])

    def only(self, matches: Sequence[NameMatch]) -> "CandidateSet":
        """Return only some of the candidates."""
        kept = set(map(id, matches))
        return self._only([row for row, match in enumerate(self.matches) if id(match) in kept])

    def within(self, *countries: int) -> "CandidateSet":
        """Return only those in the countries that have some numbers."""
        return self._only(np.isin(self.column(COLUMN.country), countries).nonzero()[0].tolist())

    def with_nearby(self, others: Iterable[tuple[int, "CandidateSet"]]) -> "CandidateSet":
        """Add the candidates of other sets, with the reason for each set; each place once."""
        known, reasons = set(self.identities), list[int]()
        matches, rows = list(self.matches), [self.rows[:-1]]
        directions = [self.directions[:-1]]
        for reason, other in others:
            fresh = [row for row, place in enumerate(other.identities) if place not in known]
            known.update(other.identities)
            matches += [other.matches[row] for row in fresh]
            reasons += [reason] * len(fresh)
            rows.append(other.rows[fresh])
            directions.append(other.directions[fresh])
        together = np.concatenate([*rows, self.rows[-1:]])
        together[len(self.matches) : -1, COLUMN.nearby] = reasons
        directions.append(self.directions[-1:])
        return CandidateSet(tuple(matches), together, np.concatenate(directions), has_nearby=True)


NO_CANDIDATES = CandidateSet((), np.array([_ROW_OF_NONE], np.int64), np.zeros((1, 3)))
"""Of a name that no source knows."""


class AdminUnitNumbers:
    """Gives the codes of countries and subdivisions numbers from 1; there are some 50,000 of them.

    Parameters
    ----------
    divisions
        Returns countries and first-order subdivisions, when their names are first asked for.
    """

    def __init__(self, divisions: Callable[[], Iterable[Place]] = tuple) -> None:
        self._numbers: dict[str, int] = {"": 0}
        self._of_codes: dict[tuple[str, str, str], tuple[int, int, int]] = {}
        self._codes, self._divisions = [""], divisions
        self._lock = Lock()

    def __call__(self, code: str) -> int:
        """Return the number of a code; always the same within a process."""
        number = self._numbers.get(code)
        if number is None:
            with self._lock:  # or two threads could give one number to two codes
                number = self._numbers.get(code, len(self._codes))
                if number == len(self._codes):
                    self._codes.append(code)
                    self._numbers[code] = number
        return number

    def of_place(self, place: Place) -> tuple[int, int, int]:
        """Return the numbers of the country and of both subdivisions that a place is in."""
        codes = place.country_code, place.admin1_code, place.admin2_code
        numbers = self._of_codes.get(codes)
        if numbers is None:
            numbers = self(place.country_code), self(first_order(place)), self(second_order(place))
            self._of_codes[codes] = numbers
        return numbers

    def code(self, number: int) -> str:
        """Return the code that has a number."""
        return self._codes[number]

    def name(self, number: int) -> str:
        """Return the name of the admin unit that has a number, for people."""
        code = self._codes[number]
        kind = ("country", "subdivision", "district")[min(code.count("."), 2)]
        return self._names.get(code, f"the same {kind}")

    @cached_property
    def _names(self) -> dict[str, str]:
        places = sorted(self._divisions(), key=lambda place: place.population)
        return {first_order(p) if p.is_first_order else p.country_code: p.name for p in places}


def candidate_set(
    matches: Sequence[NameMatch], numbers: AdminUnitNumbers, words: str = ""
) -> CandidateSet:
    """Work out the columns of candidates.

    Parameters
    ----------
    matches
        The candidates.
    numbers
        Numbers of codes.
    words
        What they are candidates for; empty when it doesn't matter.
    """
    key = normal_form(words)
    facts = [_facts(match, numbers) for match in matches]
    compared = rivals([match.place.population for match in matches])
    related = namesakes(facts)
    rows = [
        _row(match, _name_kind(key, match), own, numbers, rival, namesake)
        for match, own, rival, namesake in zip(matches, facts, compared, related, strict=True)
    ]
    directions = [_direction(match.place) for match in matches]
    return CandidateSet(
        tuple(matches),
        np.array([*rows, _ROW_OF_NONE], np.int64),
        np.array([*directions, (0.0, 0.0, 0.0)]),
    )


def _facts(match: NameMatch, numbers: AdminUnitNumbers) -> NamesakeFacts:
    """What is compared with others of the name."""
    place = match.place
    country, first, _ = numbers.of_place(place)
    has_whole_name = _NUMBER_OF_QUALITY[match.quality] <= WHOLE_NAME
    return NamesakeFacts(kind_of(place), country, first, place.population, has_whole_name)


def _row(
    match: NameMatch,
    name_kind: int,
    facts: NamesakeFacts,
    numbers: AdminUnitNumbers,
    rival: int,
    namesake: int,
) -> CandidateColumns[int]:
    country, first, second = numbers.of_place(match.place)
    return CandidateColumns(
        identity=identity(match.place.id),
        name_kind=name_kind,
        quality=_NUMBER_OF_QUALITY[match.quality],
        kind=facts.kind,
        prominence=prominence(facts.kind, facts.population),
        population=population_class(facts.population),
        country=country,
        first_order=first,
        second_order=second,
        rivals=rival,
        namesake=namesake,
        nearby=0,
    )


def _name_kind(key: str, match: NameMatch) -> int:
    """Number of what a name is to its place; `Likeness` for other names like the place's own."""
    return _likeness(key, match) or _NUMBER_OF_NAME_KIND[match.kind]


def _likeness(key: str, match: NameMatch) -> int:
    """`Likeness` of another name; 0 for names that are their places' own, or unlike it."""
    place = match.place
    if match.kind is not NameKind.ALTERNATE or not key or place.is_country:
        return 0
    own = bare_unit_name(place.name) if place.feature_class == "A" else normal_form(place.name)
    if own == key or sound_alike(key, own):
        return Likeness.ROMANISED
    return Likeness.SHORTENED if f" {key} " in f" {own} " else 0


def first_order(place: Place) -> str:
    """Return the code of the first-order subdivision a place is in, as ``SY.12``; "" if unknown."""
    is_known = place.country_code and place.admin1_code
    return f"{place.country_code}.{place.admin1_code}" if is_known else ""


def second_order(place: Place) -> str:
    """Return the code of the second-order subdivision a place is in; "" if unknown."""
    first = first_order(place)
    return f"{first}.{place.admin2_code}" if first and place.admin2_code else ""


def identity(place_id: str) -> int:
    """Return a number that no two places share, short of 1 in 2**61."""
    number = geonames_number(place_id)
    if number is not None:
        return number + 1
    digest = blake2b(place_id.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 3 | _NOT_OF_GEONAMES


def _direction(place: Place) -> tuple[float, float, float]:
    lon, lat = radians(place.lon), radians(place.lat)
    return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)
