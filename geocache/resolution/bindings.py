"""What a text states of a mention for certain, and which candidates that binds it to.

A word for a kind that belongs to the name ("the Mosul dam"), or a state or country behind it
("Moscow, ID"), is no evidence among other evidence: candidates that do not fit lose. Where none
fits, no source knows the place. A place that shares its name then stands in for it, or the one that
it is in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from ..gazetteer.protocols import Gazetteer
from ..geodesy import MEAN_RADIUS_KM, great_circles
from ..recognition.measures import StatedDistance, is_measured_from, stated_distance
from ..records import RecognizedMention
from .binding import Binding, Bools, Floats, Statement, scored
from .candidate_set import (
    COLUMN,
    NO_CANDIDATES,
    WELL_KNOWN,
    WHOLE_NAME,
    AdminUnitNumbers,
    CandidateSet,
)
from .containers import Container, containers, leads_in
from .favoured_country import without_favoured
from .kind_bindings import ConstrainedMention, KindBindings
from .kinds import stated_kinds
from .place_types import Prominence

_STATED = 3.0
"""Log-odds of 95% for what lies as the text says, and for the same name elsewhere in it.

Not learnt: no corpus has enough of such words.
"""
_MEASURED_FROM = 2.0
"""Log-odds for what a distance is measured from: nobody measures from what readers don't know."""
_BESIDE_KM, _IN_REACH_KM = 30.0, 100.0
"""How far from the town that a text puts it in, at most, the place lies that lends a site its name;
and how far the site itself when it is known, as an airport out in the country."""
_CONTAINER, _DISTANCE = "stated_container", "stated_distance"
_WHERE = "the text says that it is in '{}'"
_HOW_FAR = "the text says how far it is from '{}'"
_ROUGHLY, _ROUGHLY_KM, _ROUGHLY_DEGREES, _HALF_TURN = 0.5, 15.0, 60.0, 180.0
"""How exactly people say how far places are apart: by the road, from the edge, to the half wind."""


def constrained_mentions(
    text: str,
    mentions: Sequence[RecognizedMention],
    known: Sequence[ConstrainedMention | None],
    source: str,
    bound_to_kind: KindBindings,
    gazetteer: Gazetteer,
    numbers: AdminUnitNumbers,
) -> list[ConstrainedMention]:
    """Return the candidates of each mention with what binds it.

    Parameters
    ----------
    text
        The whole document.
    mentions
        In text order.
    known
        Of each that there is nothing to decide about, its candidates; None of all others.
    source
        The outlet's domain, which says more than the text does; empty when not known.
    bound_to_kind
        Returns the candidates of a mention with what a stated kind says.
    gazetteer
        Where states are looked up, and what is near to them.
    numbers
        Numbers of codes of admin units.
    """
    kinds = stated_kinds(text, mentions)
    constrained = [
        own or bound_to_kind(mention, kind)
        for mention, kind, own in zip(mentions, kinds, known, strict=True)
    ]
    ends = [kind.end if kind else m.end for kind, m in zip(kinds, mentions, strict=True)]
    sets = [found.candidates for found in constrained]
    for position, container in containers(text, mentions, ends, sets, gazetteer, numbers):
        if known[position] is None:
            constrained[position] = _in_container(constrained[position], container)
    for position in range(len(mentions) - 1):
        if known[position] is None:
            following = mentions[position + 1]
            gap = text[ends[position] : following.start]
            found, towns = constrained[position : position + 2]
            constrained[position] = _beside(found, gap, towns.candidates, following.text)
    for position, mention in enumerate(mentions):
        if known[position] is None and is_measured_from(text, mention.start):
            constrained[position] = _as_known(constrained[position])
    if not source:
        constrained = without_favoured(constrained, numbers)
    return _in_one_sense(mentions, constrained)


def _beside(
    found: ConstrainedMention, gap: str, following: CandidateSet, words: str
) -> ConstrainedMention:
    """Bind a mention to what the text says of how it lies to the next one."""
    if _is_put_elsewhere(found, gap, following):
        return _only_in(found, following.inhabited, _CONTAINER, _WHERE.format(words))
    said = stated_distance(gap)
    return _at_distance(found, said, following, words) if said else found


def _is_put_elsewhere(found: ConstrainedMention, gap: str, following: CandidateSet) -> bool:
    """Whether the text puts what no source knows in a town far from all that has its name.

    "The Al-Quds hospital in Gaza" is not in Jerusalem, and "Miami University in Oxford" not in
    Florida.
    """
    bindings, rows, near_km = found.statement.bindings, found.statement.lends_name, _BESIDE_KM
    joint = leads_in(gap) if bindings or rows is not None else ""
    if not joint:
        return False
    if bindings:
        rows, near_km = bindings[0].scores > 0, _IN_REACH_KM
        is_site = bindings[0].id == "stated_kind" and _are_sites(found.candidates, rows)
        if not is_site or joint == "inside":  # "Edinburgh, Aberdeen airports"
            return False
    if rows is None or not rows.any():
        return False
    towns = following.inhabited
    if not towns.matches or following.units.matches:
        return False
    cosines = (found.candidates.directions[:-1][rows] @ towns.directions[:-1].T).max()
    return bool(np.arccos(min(cosines, 1.0)) * MEAN_RADIUS_KM > near_km)


def _are_sites(own: CandidateSet, chosen: Bools) -> bool:
    """Whether all chosen candidates are what people built, which has no extent to speak of."""
    return all(
        match.place.feature_class == "S"
        for match, is_one in zip(own.matches, chosen.tolist(), strict=True)
        if is_one
    )


def _at_distance(
    found: ConstrainedMention, said: StatedDistance, following: CandidateSet, words: str
) -> ConstrainedMention:
    """Bind a mention to places that are about so far from the next one as the text says.

    Where none is, no source knows it, but for what is better known than the next one.
    """
    own, towns = found.candidates, following.inhabited
    towns = towns.only([match for match in towns.matches if match.place.is_settlement])
    is_free = not found.statement.bindings and found.placed is None and found.container is None
    is_from_country = np.isin(following.units.columns.prominence, Prominence.COUNTRY).any()
    if not is_free or is_from_country or not towns.matches or not own.any_has_whole_name:
        return found
    fits = _fits(said, own, towns)
    where = _HOW_FAR.format(words)
    if fits.any():
        binding = Binding(_DISTANCE, _STATED * fits, where)
        return replace(found.with_binding(binding), placed=fits > 0)
    people = max(match.place.population for match in own.matches)
    is_well_known = np.count_nonzero(own.column(COLUMN.population) >= WELL_KNOWN)
    if is_well_known and people >= towns.matches[0].place.population:
        return found
    return _only_in(found, towns, _DISTANCE, where)


def _fits(said: StatedDistance, own: CandidateSet, towns: CandidateSet) -> Floats:
    """How well the places of a name lie as the text says, beside the town where they do best.

    Shape (candidates,): from 1 to 2, and 0 where they don't.
    """
    at, seen_from = (
        np.array([(match.place.lon, match.place.lat) for match in candidates.matches])
        for candidates in (own, towns)
    )
    bearings, km = great_circles(seen_from, at)
    off = np.abs(km - said.km) / (_ROUGHLY_KM + _ROUGHLY * said.km)
    if said.bearing is not None:
        turn = np.abs((bearings - said.bearing + _HALF_TURN) % (2 * _HALF_TURN) - _HALF_TURN)
        off = np.maximum(off, np.where(km > _ROUGHLY_KM, turn / _ROUGHLY_DEGREES, 0.0))
    best = off.min(axis=0)
    fits: Floats = np.where(best <= 1.0, 2.0 - best, 0.0)
    return fits * (own.column(COLUMN.quality) <= WHOLE_NAME)


def _in_container(constrained: ConstrainedMention, container: Container) -> ConstrainedMention:
    """Bind a mention to places in what the text says that it is in."""
    fits = container.holds
    if not fits.any():
        return _only_in(constrained, container.units, _CONTAINER, _WHERE.format(container.words))
    scores = scored(container.strength, fits)
    binding = Binding(_CONTAINER, scores, _WHERE.format(container.words))
    return replace(constrained.with_binding(binding), placed=fits)


def _only_in(
    found: ConstrainedMention, around: CandidateSet, binding_id: str, where: str
) -> ConstrainedMention:
    """Leave away all candidates of a mention, for no source knows it; it is only known where."""
    # What is around comes first of the candidates that are only named near by.
    scores = np.full(len(around.matches), _STATED)
    binding = Binding(binding_id, scores, where)
    return ConstrainedMention(NO_CANDIDATES, Statement((binding,), found.statement.unknown), around)


def _as_known(found: ConstrainedMention) -> ConstrainedMention:
    """Hold what a distance is measured from for one of the places of its whole name."""
    has_name = found.candidates.columns.quality <= WHOLE_NAME
    if not has_name.any() or found.statement.bindings:
        return found
    scores = scored(_MEASURED_FROM, has_name)
    return found.with_binding(Binding("measured_from", scores, "a distance is measured from it"))


def _in_one_sense(
    mentions: Sequence[RecognizedMention], constrained: list[ConstrainedMention]
) -> list[ConstrainedMention]:
    """Let a name that the text places somewhere mean the same elsewhere in it."""
    placed: dict[str, set[int]] = {}
    for mention, found in zip(mentions, constrained, strict=True):
        if found.placed is not None:
            places = found.candidates.columns.identity[found.placed].tolist()
            placed.setdefault(mention.text, set()).update(places)
    if not placed:
        return constrained
    return [
        _as_placed(found, mention.text, placed)
        for mention, found in zip(mentions, constrained, strict=True)
    ]


def _as_placed(
    found: ConstrainedMention, name: str, placed: Mapping[str, set[int]]
) -> ConstrainedMention:
    """Bind a name to where the text puts it elsewhere, if nothing else binds it."""
    is_free = found.placed is None and not found.statement.bindings and found.container is None
    if name not in placed or not is_free:
        return found
    is_meant = np.isin(found.candidates.columns.identity, list(placed[name]))
    detail = f"the text says elsewhere where '{name}' is"
    return found.with_binding(Binding("placed_elsewhere", scored(_STATED, is_meant), detail))
