"""The places of a document that are certain, to measure how far others are from them."""

import math
from collections.abc import Iterable
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ..geodesy import SpherePoint, arc_km, on_sphere
from ..model import Place

_FEW = 12
"""Up to so many landmarks, one after the other is faster than all at once."""
_AS_NEAR = 1e-12
"""Cosines that differ by less are compared exactly: 9 metres around a landmark."""
_OPPOSITE = -2.0
"""Less than the cosine of any angle."""


class Landmarks:
    """Distinct places, and which of them is nearest to another place.

    Parameters
    ----------
    places
        In any order.
    """

    def __init__(self, places: Iterable[Place] = ()) -> None:
        self._known = {p.id: (on_sphere(p.lon, p.lat), p.name) for p in places}
        self._nearest: dict[str, tuple[float, str] | None] = {}

    def nearest(self, place_id: str, position: SpherePoint) -> tuple[float, str] | None:
        """Distance in km and name of the landmark nearest to a place; None when there is none.

        A place is no landmark for itself.
        """
        if not self._known:
            return None
        if place_id not in self._nearest:
            self._nearest[place_id] = self._measured(place_id, position)
        return self._nearest[place_id]

    def _measured(self, place_id: str, position: SpherePoint) -> tuple[float, str] | None:
        near = self._known if len(self._known) <= _FEW else self._near(place_id, position)
        return min(
            [
                (arc_km(position, self._known[landmark][0]), self._known[landmark][1])
                for landmark in near
                if landmark != place_id
            ],
            default=None,
        )

    def _near(self, place_id: str, position: SpherePoint) -> list[str]:
        """Ids of the nearest landmark and of those about as near."""
        cosines = self._directions @ _direction(position)
        if place_id in self._numbers:
            cosines[self._numbers[place_id]] = _OPPOSITE
        return [self._ids[row] for row in np.flatnonzero(cosines >= cosines.max() - _AS_NEAR)]

    @cached_property
    def _ids(self) -> list[str]:
        return list(self._known)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {place_id: row for row, place_id in enumerate(self._ids)}

    @cached_property
    def _directions(self) -> npt.NDArray[np.float64]:
        """Unit vectors from the middle of the globe; shape (landmarks, 3)."""
        return np.array([_direction(position) for position, _name in self._known.values()])


def _direction(position: SpherePoint) -> tuple[float, float, float]:
    lon, lat, cosine = position
    return cosine * math.cos(lon), cosine * math.sin(lon), math.sin(lat)
