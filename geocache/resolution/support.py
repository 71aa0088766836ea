"""What the other mentions say for each candidate, by what an earlier look made of them.

Shares and sums are over other names: a name never speaks for itself, nor does what is only beside
a name that no source knows. ``near`` weighs mentions by how far off they are in the text.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..geodesy import MEAN_RADIUS_KM
from .bearers import Column
from .look import Look
from .place_kinds import Prominence
from .plan import PLAN, Plan
from .vicinity import Around

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
FAR_KM = 1e9
"""Farther than anything: there is nothing to measure from."""
_SURE = 0.5
_THIRD = 3
_NO_LANDMARK = -2.0
"""Less than the cosine of any angle."""


@dataclass(frozen=True, eq=False, slots=True)
class Support:
    """For every row of a look; arrays of shape (rows,) where nothing else is said."""

    others: Floats
    """Other names in the document."""
    country: Floats
    """Share of them that lies in the same country."""
    country_near: Floats
    first: Floats
    """In the same first-order subdivision."""
    first_near: Floats
    second: Floats
    country_said: Floats
    """Probability that another mention is the very country the candidate lies in."""
    country_said_near: Floats
    first_said: Floats
    first_said_near: Floats
    sense: Floats
    """Probability that the same name means the same place elsewhere; -1 when it is used once."""
    nearest_km: Floats
    """To the nearest other place that is likely; `FAR_KM` when there is none."""
    third_km: Floats
    """To the third nearest."""
    likeliest: Ints
    """Shape (mentions,), the likeliest candidate of each."""
    nearest: Ints
    """The mention whose likeliest candidate is nearest."""


def support(look: Look, probabilities: Floats) -> Support:
    """Work out what the others say.

    Parameters
    ----------
    look
        The mentions and their candidates.
    probabilities
        Shape (rows,), from an earlier look.
    """
    speaks = ~look.is_none & (look[Column.AROUND] == Around.BEARS_IT)
    likely = np.where(speaks, probabilities, 0.0)
    if PLAN not in look.kept:
        look.kept[PLAN] = Plan.of(look)
    plan: Plan = look.kept[PLAN]
    spread = np.bincount(
        plan.cells, (likely * plan.counts).ravel(), minlength=len(look.mentions) * plan.width
    )
    spoken = plan.weights @ spread.reshape(len(look.mentions), plan.width)
    heard = spoken.ravel()[plan.heard] * plan.known
    said = np.minimum(heard[5:], 1.0)
    nearest_km, third_km, likeliest, nearest = _distances(look, probabilities, plan.others)
    return Support(
        plan.count,
        heard[0],
        heard[1],
        heard[2],
        heard[3],
        heard[4],
        said[0],
        said[1],
        said[2],
        said[3],
        _sense(look, likely),
        nearest_km,
        third_km,
        likeliest,
        nearest,
    )


def _sense(look: Look, likely: Floats) -> Floats:
    names = look.names
    same = (names[:, None] == names).astype(np.float64)
    np.fill_diagonal(same, 0.0)
    used = same.sum(axis=1)
    if not used.any():
        return np.full(len(look.owner), -1.0)
    width, numbers = look.numbered(Column.IDENTITY)
    spread = np.bincount(look.owner * width + numbers, likely, len(used) * width)
    spread = spread.reshape(len(used), width)
    found = (same @ spread / np.maximum(used, 1.0)[:, None])[look.owner, numbers]
    return np.where(used[look.owner] > 0, found, -1.0)


def _distances(
    look: Look, probabilities: Floats, others: Bools
) -> tuple[Floats, Floats, Ints, Ints]:
    candidates = np.where(look.is_none, -1.0, probabilities)
    order = np.lexsort((-candidates, look.owner))
    likeliest = order[look.starts]
    landmarks = _landmarks(look, likeliest, candidates)
    rows = np.arange(len(candidates))
    if not len(landmarks):
        far = np.full(len(rows), FAR_KM)
        return far, far, likeliest, np.zeros(len(rows), np.int64)
    places = likeliest[landmarks]
    cosines = look.directions @ look.directions[places].T
    identities = look[Column.IDENTITY]
    usable = others[:, landmarks][look.owner] & (identities[:, None] != identities[places])
    cosines = np.where(usable, cosines, _NO_LANDMARK)
    nearest = cosines.argmax(axis=1)
    third = np.full(len(rows), _NO_LANDMARK)
    if len(landmarks) >= _THIRD:
        third = np.partition(cosines, -_THIRD, axis=1)[:, -_THIRD]
    return _km(cosines[rows, nearest]), _km(third), likeliest, landmarks[nearest]


def _landmarks(look: Look, likeliest: Ints, candidates: Floats) -> Ints:
    """Mentions whose likeliest candidate is sure enough to measure from."""
    prominence = look[Column.PROMINENCE][likeliest]
    sure = (candidates[likeliest] > _SURE) & (prominence > Prominence.REGION)
    return np.flatnonzero(sure)


def _km(cosines: Floats) -> Floats:
    arcs: Floats = np.arccos(np.clip(cosines, -1.0, 1.0)) * MEAN_RADIUS_KM
    return np.where(cosines == _NO_LANDMARK, FAR_KM, arcs)
