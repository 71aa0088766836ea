"""Disputed ground as one of those who claim it draws it: who asks for that view sees it said.

The map's own view is neutral. In the view of a state what it claims is its ground: no line runs
between the two, and those towards others are borders like all. What others dispute stays disputed.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from geocache.gazetteer.outlines.countries import numeric_codes
from geocache.gazetteer.outlines.topojson import arcs_in

from .disputed import Disputed, beside, claimants, cut_areas, disputed
from .ground_units import ground_units


@dataclass(frozen=True, slots=True)
class ClaimedView:
    """What a state's view changes in the neutral one."""

    code: str
    ours: frozenset[str]
    """Entries of ``disputed.yaml`` that it claims."""
    solid: frozenset[int]
    """Dashed arcs of `ground_units` that are borders like all."""
    hidden: frozenset[int]
    """Dashed arcs that are none."""
    solid_cuts: frozenset[int]
    """Places in `cut_lines_of_areas` of lines that are borders like all."""
    hidden_cuts: frozenset[int]
    """Places of those that are none."""


@dataclass(frozen=True, slots=True)
class _Arc:
    """A dashed arc, what lies on its sides, and the cut-off ground along which it runs."""

    number: int
    sides: tuple[str, ...]
    area: Disputed | None


@cache
def claimed_views() -> tuple[ClaimedView, ...]:
    """Return the views of all who claim disputed ground, by their names."""
    return tuple(map(_view, claimants()))


def cut_lines_of_areas() -> list[tuple[str, str]]:
    """Return id of the ground and code of the country of each line that cuts one off the other."""
    codes = _codes()
    return [
        (area_id, codes.get(key, key))
        for area_id, cut in cut_areas().items()
        for key in cut.countries
    ]


def _view(code: str) -> ClaimedView:
    ours = frozenset(place.id for place in disputed() if code in place.claimed_by)
    solid, hidden = set(), set()
    for arc in _dashed():
        owners = [_owner(side, arc, code, ours) for side in arc.sides]
        if code not in owners or not _is_about(arc, ours):
            continue
        if len(set(owners)) == 1:
            hidden.add(arc.number)
        elif not any(owner in ground_units().places for owner in owners):
            solid.add(arc.number)
    cuts = [
        (at, country) for at, (area, country) in enumerate(cut_lines_of_areas()) if area in ours
    ]
    return ClaimedView(
        code,
        ours,
        frozenset(solid),
        frozenset(hidden),
        frozenset(at for at, cut in cuts if cut != code),
        frozenset(at for at, cut in cuts if cut == code),
    )


def _owner(side: str, arc: _Arc, code: str, ours: frozenset[str]) -> str:
    """Whose a side of an arc is in a view; the key of a unit that stays disputed for itself."""
    place = ground_units().places.get(side)
    if place:
        return code if place.id in ours else side
    if arc.area and arc.area.id in ours and side in {key for key, _ in arc.area.cut}:
        return code
    return _codes().get(side, side)


def _is_about(arc: _Arc, ours: frozenset[str]) -> bool:
    """Whether an arc is dashed for ground that a view claims."""
    places = ground_units().places
    units = {places[side].id for side in arc.sides if side in places}
    return bool((units | ({arc.area.id} if arc.area else set())) & ours)


@cache
def _dashed() -> tuple[_Arc, ...]:
    units = ground_units()
    sides: dict[int, list[str]] = defaultdict(list)
    for key, rings in units.rings.items():
        for number in arcs_in(rings):
            sides[number].append(key)
    cut = {place.id: place for place in disputed() if place.cut}
    return tuple(
        _Arc(
            number,
            tuple(sides[number]),
            next(
                (
                    cut[area_id]
                    for area_id, one in cut_areas().items()
                    if beside(one.area, units.arcs[number]).all()
                ),
                None,
            ),
        )
        for number in sorted(units.dashed)
    )


@cache
def _codes() -> dict[str, str]:
    return {key: code for code, key in numeric_codes().items()}
