"""The places that could be meant by some words, as columns of numbers; worked out once a name."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from hashlib import blake2b
from math import cos, log10, radians, sin
from threading import Lock

import numpy as np
import numpy.typing as npt

from ..gazetteer.index.places import geonames_number
from ..gazetteer.names.normalise import normal_form
from ..gazetteer.names.romanisation import sound_alike
from ..gazetteer.names.variants import bare_unit_name
from ..records import MatchQuality, NameKind, NameMatch, Place
from .place_types import PROMINENCES, Bearer, Prominence, kind_of, namesakes, prominence, rivals

# ---- spellings

_OF_RECORD = {kind: number for number, kind in enumerate(NameKind)}
_ALTERNATE = NameKind.ALTERNATE


class Like(IntEnum):
    """How other names are like the place's own; numbers behind those of `NameKind`."""

    ROMANISED = len(NameKind)
    """Its own name in another romanisation."""
    SHORTENED = len(NameKind) + 1
    """Some of the words of its own name."""


NAME_KINDS = len(NameKind) + len(Like)


def name_kinds(words: str, matches: Sequence[NameMatch]) -> list[int]:
    """Number of the kind of each name; `Like` for other names that are like the place's own."""
    key = normal_form(words)
    return [_like(key, match) or _OF_RECORD[match.kind] for match in matches]


def _like(key: str, match: NameMatch) -> int:
    """`Like` of another name; 0 for names that are their places' own, or unlike it."""
    place = match.place
    if match.kind is not _ALTERNATE or not key or place.is_country:
        return 0
    own = bare_unit_name(place.name) if place.feature_class == "A" else normal_form(place.name)
    if own == key or sound_alike(key, own):
        return Like.ROMANISED
    return Like.SHORTENED if f" {key} " in f" {own} " else 0


Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

QUALITIES = tuple(MatchQuality)
_NUMBER_OF_QUALITY = {quality: number for number, quality in enumerate(QUALITIES)}
WHOLE = QUALITIES.index(MatchQuality.RESPELT)
"""Up to this quality it is the whole name that fits, however it is written."""
_WHOLE, _COUNTRY, _STATE = WHOLE, int(Prominence.COUNTRY), int(Prominence.FIRST)
_MOST_INHABITED = 40
_LEVELS = np.arange(PROMINENCES)
_IS_INHABITED = (_LEVELS >= Prominence.FIRST) & (_LEVELS <= Prominence.UNCOUNTED)
"""Of each `Prominence`."""
_NOT_OF_GEONAMES = 1 << 61
POPULATIONS = 16
"""Classes of populations: half powers of ten, 0 when not known."""


class Column:
    """What is known of each candidate, in numbers; 0 for the row that stands for none of them.

    Plain numbers, for NumPy takes three times as long to find the column that an enumeration's
    member stands for.
    """

    IDENTITY = 0
    """Of the place; never the same for two places."""
    NAME_KIND = 1
    """What the name is to the place, below `spellings.NAME_KINDS`."""
    QUALITY = 2
    KIND = 3
    """`PlaceKind`."""
    PROMINENCE = 4
    POPULATION = 5
    """Class of the population, below `POPULATIONS`."""
    COUNTRY = 6
    """Number of the country's code; 0 when not known, as for the next two."""
    FIRST = 7
    """Number of the first-order subdivision."""
    SECOND = 8
    """Number of the second-order subdivision."""
    RIVALS = 9
    """How its population compares to that of the others, below `namesakes.RIVALS`."""
    NAMESAKE = 10
    """Whether it lies in, or has inside, a place of the same name; below `namesakes.NAMESAKES`."""
    AROUND = 11
    """Why it is a candidate though it does not bear the name; 0 for those that do."""
    COUNT = 12


_NO_PLACE = (0,) * Column.COUNT


@dataclass(frozen=True, eq=False)
class Bearers:
    """Candidates of a mention; the last row of the columns stands for none of them."""

    matches: tuple[NameMatch, ...]
    columns: Ints
    """Shape (candidates + 1, `Column`)."""
    directions: Floats
    """Shape (candidates + 1, 3), unit vectors from the middle of the globe."""
    with_others_around: bool = False
    """Whether some are candidates though they do not bear the name."""

    @cached_property
    def bear_the_name(self) -> bool:
        """Whether any of them bears the whole name, however it is written."""
        return bool(np.count_nonzero(self.columns[:-1, Column.QUALITY] <= _WHOLE))

    @cached_property
    def identities(self) -> tuple[int, ...]:
        """Identity of each candidate."""
        return tuple(self.columns[:-1, Column.IDENTITY].tolist())

    @cached_property
    def inhabited(self) -> "Bearers":
        """Only settlements and subdivisions that bear the whole name, the most populous first.

        At most `_MOST_INHABITED`.
        """
        columns = self.columns[:-1]
        prominence = columns[:, Column.PROMINENCE]
        usable = _IS_INHABITED[prominence] & (columns[:, Column.QUALITY] <= _WHOLE)
        rows = usable.nonzero()[0]
        order = (-columns[rows, Column.POPULATION]).argsort(kind="stable")
        return self.only(rows[order][:_MOST_INHABITED].tolist())

    @cached_property
    def country(self) -> int:
        """Number of the country that has the name; 0 when none or also a state has: Georgia."""
        columns = self.columns[:-1]
        named = columns[:, Column.QUALITY] <= _WHOLE
        prominence = columns[:, Column.PROMINENCE]
        countries = columns[named & (prominence == _COUNTRY), Column.COUNTRY].tolist()
        has_state = np.count_nonzero(named & (prominence == _STATE))
        return countries[0] if countries and not has_state else 0

    def only(self, rows: Sequence[int]) -> "Bearers":
        """Return the candidates in some rows, in their order."""
        kept = [*rows, -1]
        matches = tuple(self.matches[row] for row in rows)
        return Bearers(matches, self.columns[kept], self.directions[kept])

    def within(self, country: int) -> "Bearers":
        """Only those in the country that has a number."""
        kept = self.columns[:-1, Column.COUNTRY] == country
        return self.only(kept.nonzero()[0].tolist())

    def with_others(self, others: Iterable[tuple[int, "Bearers"]]) -> "Bearers":
        """Add other candidates, with the number that says why; each place once."""
        known, whys = set(self.identities), list[int]()
        matches, rows = list(self.matches), [self.columns[:-1]]
        directions = [self.directions[:-1]]
        for why, other in others:
            fresh = [row for row, place in enumerate(other.identities) if place not in known]
            known.update(other.identities)
            matches += [other.matches[row] for row in fresh]
            whys += [why] * len(fresh)
            rows.append(other.columns[fresh])
            directions.append(other.directions[fresh])
        columns = np.concatenate([*rows, self.columns[-1:]])
        columns[len(self.matches) : -1, Column.AROUND] = whys
        directions.append(self.directions[-1:])
        return Bearers(tuple(matches), columns, np.concatenate(directions), with_others_around=True)


class Numbers:
    """Numbers of codes of countries and subdivisions, from 1; there are some 50,000 of them.

    Parameters
    ----------
    divisions
        Returns countries and first-order subdivisions, when their names are first asked for.
    """

    def __init__(self, divisions: Callable[[], Iterable[Place]] = tuple) -> None:
        self._numbers: dict[str, int] = {"": 0}
        self._of_units: dict[tuple[str, str, str], tuple[int, int, int]] = {}
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

    def of_units(self, place: Place) -> tuple[int, int, int]:
        """Numbers of the country and the first- and second-order subdivisions a place is in."""
        codes = place.country_code, place.admin1_code, place.admin2_code
        known = self._of_units.get(codes)
        if known is None:
            known = self(place.country_code), self(first_order(place)), self(second_order(place))
            self._of_units[codes] = known
        return known

    def code(self, number: int) -> str:
        """Return the code that has a number."""
        return self._codes[number]

    def name(self, number: int) -> str:
        """Name of the unit that has a number, for people."""
        code = self._codes[number]
        kind = ("country", "subdivision", "district")[min(code.count("."), 2)]
        return self._names.get(code, f"the same {kind}")

    @cached_property
    def _names(self) -> dict[str, str]:
        places = sorted(self._divisions(), key=lambda place: place.population)
        return {first_order(p) if p.is_first_order else p.country_code: p.name for p in places}


def bearers(matches: Sequence[NameMatch], numbers: Numbers, words: str = "") -> Bearers:
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
    kinds = name_kinds(words, matches)
    known = [_known(match, kind, numbers) for match, kind in zip(matches, kinds, strict=True)]
    beside = namesakes([bearer for _, bearer in known])
    compared = rivals([match.place.population for match in matches])
    rows = [
        (*own, rival, namesake, 0)
        for (own, _), rival, namesake in zip(known, compared, beside, strict=True)
    ]
    columns = np.array([*rows, _NO_PLACE], np.int64)
    directions = [_direction(match.place) for match in matches]
    return Bearers(tuple(matches), columns, np.array([*directions, (0.0, 0.0, 0.0)]))


def _known(match: NameMatch, name_kind: int, numbers: Numbers) -> tuple[tuple[int, ...], Bearer]:
    """Columns before `Column.RIVALS`, and what is compared with others of the name."""
    place, quality = match.place, _NUMBER_OF_QUALITY[match.quality]
    kind, population = kind_of(place), place.population
    country, first, second = numbers.of_units(place)
    columns = (
        identity(place.id),
        name_kind,
        quality,
        kind,
        prominence(kind, population),
        _population_class(population),
        country,
        first,
        second,
    )
    return columns, Bearer(kind, country, first, population, quality <= WHOLE)


def first_order(place: Place) -> str:
    """Code of the first-order subdivision a place is in, as ``SY.12``; empty when not known."""
    known = place.country_code and place.admin1_code
    return f"{place.country_code}.{place.admin1_code}" if known else ""


def second_order(place: Place) -> str:
    """Code of the second-order subdivision a place is in; empty when not known."""
    return _within(first_order(place), place.admin2_code)


def _within(unit: str, code: str) -> str:
    """Code of what is in a unit; empty when either is not known."""
    return f"{unit}.{code}" if unit and code else ""


def identity(place_id: str) -> int:
    """Return a number that no two places share, short of 1 in 2**61."""
    number = geonames_number(place_id)
    if number is not None:
        return number + 1
    digest = blake2b(place_id.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 3 | _NOT_OF_GEONAMES


def _population_class(population: int) -> int:
    if population <= 0:
        return 0
    return min(POPULATIONS - 1, max(1, int(2 * log10(population)) - 1))


def _direction(place: Place) -> tuple[float, float, float]:
    lon, lat = radians(place.lon), radians(place.lat)
    return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)
