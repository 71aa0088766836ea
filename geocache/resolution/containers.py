"""What a text says that a place is in: "Moscow, ID", "Rota in Spain", "HELMAND: … in Nawa"."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..caching import remembered
from ..gazetteer.protocols import Gazetteer
from ..geodesy import sphere_km
from ..records import MatchQuality, Place, RecognizedMention
from .candidate_set import (
    COLUMN,
    NO_CANDIDATES,
    QUALITIES,
    WHOLE_NAME,
    AdminUnitNumbers,
    CandidateColumns,
    CandidateSet,
    candidate_set,
)
from .context import connected, connections
from .place_types import Namesake, PlaceKind, Prominence
from .state_codes import StateCode, state_code

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
_PART = QUALITIES.index(MatchQuality.PART)
_ROMANISED = QUALITIES.index(MatchQuality.ROMANISED)
_LEADING = frozenset({"inside", "in", "bracket"})
_LISTING = frozenset({"inside", "list"})
_APPOSED = re.compile(r"(?:[,.;:)!?\n]|$| \(| ?[—–]| -)")
_DIRECTIONS = re.compile(
    r" (?:the )?(?:far )?"
    r"(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west)(?:ern)?(?: of)? "
    r"| (?:the )?(?:centre|center|middle|interior) of | (?:central|rural|neighbou?ring) "
)
_LONGEST = 48
"""Code points; the words that lead in with a direction are fewer."""
_HEADING = re.compile(r":[ \n]")
_POSSESSIVE = re.compile(r"['’-]")
_UNITS = np.array([PlaceKind.COUNTRY, PlaceKind.FIRST, PlaceKind.SECOND])
_WITH_TOWN = np.array(
    [Namesake.FIRST_WITH_SEAT, Namesake.FIRST_WITH_SETTLEMENT, Namesake.SECOND_WITH_SETTLEMENT]
)
_SETTLED = np.array(
    [Prominence.SUBDIVISION, Prominence.TOWN, Prominence.VILLAGE, Prominence.UNCOUNTED]
)
"""What may have its name from a place that everybody knows."""
_IN_ANOTHER = 3.0
"""Log-odds of 95% for what is named as in a place.

Not learnt, as those below: no corpus has enough of such words.
"""
_IN_BRACKETS, _CERTAIN = 5.0, 8.0
"""The same for "Tripoli (Lebanon)", and for what is more than all evidence together: abbreviations
that stand for nothing else, and the last of three names of which each contains the one before."""
_NEIGHBOURS, _ACROSS_KM = 60, 100.0
"""How many settlements around a place, and how far, are asked whether it is by a border."""


class Container(NamedTuple):
    """What the text says that a mention is in."""

    words: str
    holds: Bools
    """Shape (candidates,), which candidates of the mention are in it."""
    units: CandidateSet
    """The units that it may be."""
    strength: float = _IN_ANOTHER
    """Log-odds of what is in it."""


def containers(
    text: str,
    mentions: Sequence[RecognizedMention],
    ends: Sequence[int],
    candidates: Sequence[CandidateSet],
    gazetteer: Gazetteer,
    numbers: AdminUnitNumbers,
) -> Iterator[tuple[int, Container]]:
    """Yield positions of mentions with what the words behind say that each is in.

    None is yielded where they may say something else: no candidate is in it, and it is not certain.

    Parameters
    ----------
    text
        The whole document.
    mentions
        In text order.
    ends
        Where each ends, with a word for its kind.
    candidates
        Of each mention.
    gazetteer, numbers
        Where the units are, and what is near to them.
    """
    heading: int | None = None
    for position, (mention, own) in enumerate(zip(mentions, candidates, strict=True)):
        if mention.position is not None:
            continue
        if heading is not None and "\n\n" in text[ends[position - 1] : mention.start]:
            heading = None
        if _is_heading(text, mention, ends[position]):
            heading = position
            continue
        code = state_code(text, mention.text, ends[position], gazetteer)
        if code:
            container = _by_code(code, own, numbers)
        elif joint := _joint(text, mentions, ends, candidates, position):
            container = _by_name(text, mentions, ends, candidates, position, joint, gazetteer)
        else:
            container = None
        if container is None and heading is not None:
            container = _by_heading(mentions[heading], candidates[heading].units, own, gazetteer)
        if container:
            yield position, container


def _by_code(code: StateCode, own: CandidateSet, numbers: AdminUnitNumbers) -> Container | None:
    units = candidate_set(code.units, numbers)
    holds = held(own, units)
    if holds.any() or code.is_certain or not own.any_has_whole_name:
        return Container(code.words, holds, units, _CERTAIN)
    return None


def held(own: CandidateSet, units: CandidateSet) -> Bools:
    """Which candidates lie in one of several countries or subdivisions, and are none of them."""
    held, is_unit = np.zeros((2, len(own.matches)), bool)
    for row in units.rows[:-1].tolist():
        unit = CandidateColumns[int](*row)
        if unit.prominence == Prominence.COUNTRY:
            held |= own.column(COLUMN.country) == unit.country
        if unit.kind == PlaceKind.FIRST and unit.first_order:
            held |= own.column(COLUMN.first_order) == unit.first_order
        if unit.kind == PlaceKind.SECOND and unit.second_order:
            held |= own.column(COLUMN.second_order) == unit.second_order
        is_unit |= own.column(COLUMN.identity) == unit.identity
    named: Bools = held & ~is_unit & (own.column(COLUMN.quality) < _PART)
    return named


def _by_name(
    text: str,
    mentions: Sequence[RecognizedMention],
    ends: Sequence[int],
    candidates: Sequence[CandidateSet],
    position: int,
    joint: str,
    gazetteer: Gazetteer,
) -> Container | None:
    """Container whose own name stands right behind: "Rota in Spain", "Silver Lake, Ore."."""
    own, outer = candidates[position], candidates[position + 1]
    units = outer.units if outer.units.matches else outer.districts
    if not units.matches or not (own.any_has_whole_name or _is_loose(own)):
        return None
    words = mentions[position + 1].text
    countries = _countries_of_chain(text, mentions, ends, candidates, position + 1)
    is_unit, is_sure = bool(own.units.matches), joint == "bracket" or countries is not None
    if is_unit and not is_sure and not _is_only_subdivision(own.units, units):
        return None
    if countries is not None:
        units = units.within(*countries.tolist())
        if not units.matches:  # the San Jose that is no province, of the country named behind it
            holds = _whole_names(own) & np.isin(own.columns.country, countries)
            words = mentions[position + 2].text
            return Container(words, holds, units, _CERTAIN) if holds.any() else None
    holds = held(own, units)
    if holds.any():
        strength = _IN_BRACKETS if joint == "bracket" else _IN_ANOTHER
        return Container(words, holds, units, strength)
    return None if is_unit else _elsewhere(own, words, units, gazetteer, joint)


def _joint(
    text: str,
    mentions: Sequence[RecognizedMention],
    ends: Sequence[int],
    candidates: Sequence[CandidateSet],
    position: int,
) -> str:
    """How the text says that a name is in the one behind it; "" when it doesn't."""
    if position + 1 == len(mentions):
        return ""
    joint = leads_in(text[ends[position] : mentions[position + 1].start])
    if not joint or not _is_closed(text, ends[position + 1], joint):
        return ""
    return "" if _is_one_of_several(text, mentions, ends, candidates, position + 1) else joint


def _countries_of_chain(
    text: str,
    mentions: Sequence[RecognizedMention],
    ends: Sequence[int],
    candidates: Sequence[CandidateSet],
    position: int,
) -> Ints | None:
    """Return the countries that a container is in by what stands behind it in turn.

    "San Isidro, San Jose, Occidental Mindoro" is not in San José of Costa Rica. None where nothing
    of the kind stands there.
    """
    if _joint(text, mentions, ends, candidates, position) != "inside":
        return None
    inner, outer = candidates[position], candidates[position + 1]
    is_unit = _whole_names(outer) & np.isin(outer.columns.kind, _UNITS)
    of_inner, of_outer = inner.columns.country[_whole_names(inner)], outer.columns.country[is_unit]
    countries: Ints = of_inner[np.isin(of_inner, of_outer)]
    return countries if len(countries) else None


def _is_only_subdivision(own: CandidateSet, outer: CandidateSet) -> bool:
    """Whether a name is that of no country, and the one behind it that of countries alone.

    "Tripoli, Lebanon" is one place, "Georgia, Armenia" are two.
    """
    is_country = own.columns.prominence == Prominence.COUNTRY
    return not is_country.any() and bool((outer.columns.prominence == Prominence.COUNTRY).all())


def _whole_names(own: CandidateSet) -> Bools:
    """Which candidates have the whole name."""
    has_whole_name: Bools = own.columns.quality <= WHOLE_NAME
    return has_whole_name


def _elsewhere(
    own: CandidateSet, words: str, units: CandidateSet, gazetteer: Gazetteer, joint: str
) -> Container | None:
    """Container of a name of which all places are elsewhere; None where one of them may be meant.

    No country is near enough to stand in for what only has a name a little like that of a place.
    """
    nowhere = np.zeros(len(own.matches), bool)
    if _is_loose(own):
        is_country = np.isin(units.columns.prominence, Prominence.COUNTRY).any()
        return Container(words, nowhere, NO_CANDIDATES if is_country else units)
    is_sure = joint != "in" and not np.isin(units.columns.namesake, _WITH_TOWN).any()
    if (is_sure or _is_small(own)) and not _is_near(own, units, gazetteer):
        return Container(words, nowhere, units)
    return None


def _is_heading(text: str, mention: RecognizedMention, end: int) -> bool:
    """Whether a name alone heads what follows: "HELMAND: two died in Nawa. KUNDUZ: a clash"."""
    if _HEADING.match(text, end) is None:
        return False
    front = text[: mention.start].rstrip(" ")
    return not front or front[-1] == "\n" or (mention.text.isupper() and front[-1] in ".;!?")


def _by_heading(
    heading: RecognizedMention, units: CandidateSet, own: CandidateSet, gazetteer: Gazetteer
) -> Container | None:
    """Container that a name stands under; other provinces and large towns may be named there."""
    if not units.matches or own.units.matches or not own.any_has_whole_name:
        return None
    holds = held(own, units)
    # "BEIRUT:" is where the report was filed.
    is_province = not np.isin(units.columns.prominence, Prominence.COUNTRY).any()
    is_province &= not np.isin(units.columns.namesake, _WITH_TOWN).any()
    is_elsewhere = is_province and _is_small(own) and not _is_near(own, units, gazetteer)
    if holds.any() or is_elsewhere:
        return Container(heading.text, holds, units)
    return None


def leads_in(gap: str) -> str:
    """How the words between two names say that the first is in the second; "" when they don't.

    Directions change nothing: "in the north of Helmand" is in Helmand.
    """
    return _leading(gap) if len(gap) <= _LONGEST else ""


@remembered(1 << 12)
def _leading(gap: str) -> str:
    """Return what `leads_in` does, of a short gap: texts have the same ones again and again."""
    joint = connections()[connected(gap) or connected(_DIRECTIONS.sub(" ", gap))]
    return joint if joint in _LEADING else ""


def _is_closed(text: str, end: int, joint: str) -> bool:
    """Whether what stands behind a name shows that it belongs to the name in front of it.

    "In Paris, Texas lawmakers" does not speak of Paris in Texas.
    """
    if joint == "in":
        return _POSSESSIVE.match(text, end) is None
    return _APPOSED.match(text, end) is not None


def _is_one_of_several(
    text: str,
    mentions: Sequence[RecognizedMention],
    ends: Sequence[int],
    candidates: Sequence[CandidateSet],
    position: int,
) -> bool:
    """Whether a country or subdivision is followed by another of its kind, as in a list."""
    if position + 1 == len(mentions):
        return False
    gap = text[ends[position] : mentions[position + 1].start]
    if connections()[connected(gap)] not in _LISTING:
        return False
    own, following = (candidates[place].units.columns for place in (position, position + 1))
    return not set(own.prominence.tolist()).isdisjoint(following.prominence.tolist())


def _is_loose(own: CandidateSet) -> bool:
    """Whether places are only perhaps called so, in another romanisation: Fogo is not Fuga."""
    qualities = own.column(COLUMN.quality)
    return bool((qualities == _ROMANISED).any() and (qualities >= _ROMANISED).all())


def _is_small(own: CandidateSet) -> bool:
    """Whether nothing of the name is known well enough to be meant wherever it is named."""
    columns = own.columns
    return bool(np.isin(columns.prominence[columns.quality <= WHOLE_NAME], _SETTLED).all())


def _is_near(own: CandidateSet, units: CandidateSet, gazetteer: Gazetteer) -> bool:
    """Whether a place of the name is near to one of the units, as across their border."""
    return any(
        _is_beside(match.place, [unit.place for unit in units.matches], gazetteer)
        for match in own.matches
        if match.quality is not MatchQuality.PART
    )


def _is_beside(place: Place, units: Sequence[Place], gazetteer: Gazetteer) -> bool:
    if place.feature_class not in {"A", "P"} or not place.country_code:
        return True
    at = (place.lon, place.lat)
    for neighbour in gazetteer.nearest(*at, _NEIGHBOURS, feature_class="P"):
        if sphere_km(at, (neighbour.lon, neighbour.lat)) > _ACROSS_KM:
            return False
        if any(_lies_in(neighbour, unit) for unit in units):
            return True
    return False


def _lies_in(place: Place, unit: Place) -> bool:
    if place.country_code != unit.country_code:
        return False
    return unit.is_country or place.admin1_code == unit.admin1_code
