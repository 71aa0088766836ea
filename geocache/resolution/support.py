"""What the other mentions say for each candidate, by what an earlier look made of them.

Shares and sums are over other names: a name never speaks for itself. ``near`` weighs mentions by
how far off they are in the text.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..geodesy import MEAN_RADIUS_KM
from .bearers import Column
from .look import Look
from .place_kinds import PlaceKind, Prominence

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
_NEAR = 300.0
"""Code points in which the weight of another mention falls to a third."""
_DOUBT, _NEAR_DOUBT = 1.0, 0.3
"""Mentions' worth of doubt: a single other mention is no majority."""
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
    likely = np.where(look.is_none, 0.0, probabilities)
    if _PLAN not in look.kept:
        look.kept[_PLAN] = Plan.of(look)
    plan: Plan = look.kept[_PLAN]
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


_PLAN = "plan"


@dataclass(frozen=True, eq=False, slots=True)
class Plan:
    """What the support of a look's candidates is worked out by, whatever their probabilities.

    Five kinds of units can be spoken of: the country, the first- and second-order subdivision a
    candidate lies in, and the country and first-order subdivision that it is. Each unit of each
    kind has a column; each mention speaks in every column, and hears the others by four weights.
    """

    width: int
    """Columns."""
    cells: Ints
    """Shape (5 * rows,), mention and column that each row speaks in."""
    counts: Floats
    """Shape (5, rows), 1 where a row speaks of a unit of a kind."""
    weights: Floats
    """Shape (4 * mentions, mentions): how much each mention hears of each; as shares of all others
    and of those near by, and unshared."""
    heard: Ints
    """Shape (9, rows), where in what is heard the units that a row lies in are."""
    known: Floats
    """Shape (9, rows), 1 where the unit is known."""
    others: Bools
    """Shape (mentions, mentions), whether two have different names."""
    count: Floats
    """Shape (rows,), other names in the document."""

    @classmethod
    def of(cls, look: Look) -> "Plan":
        """Lay out the columns."""
        others, weights, count = _weights(look)
        numbers, width = [], 0
        for unit in (Column.COUNTRY, Column.FIRST, Column.SECOND, Column.COUNTRY, Column.FIRST):
            size, of_row = look.numbered(unit)
            numbers.append(of_row + width)
            width += size
        lies_in = [(look[unit] > 0).astype(np.float64) for unit in _UNITS]
        is_country = look[Column.PROMINENCE] == Prominence.COUNTRY
        is_first = look[Column.KIND] == PlaceKind.FIRST
        counts = np.array([*lies_in, lies_in[0] * is_country, lies_in[1] * is_first])
        cells = (look.owner * width + np.array(numbers)).ravel()
        rows, mentions = look.owner * width, len(look.mentions) * width
        heard = [rows + weight * mentions + numbers[kind] for kind, weight in _HEARD]
        known = [lies_in[kind % 3] for kind, _weight in _HEARD]
        return cls(
            width,
            cells,
            counts,
            weights,
            np.array(heard),
            np.array(known),
            others,
            count[look.owner],
        )


_UNITS = (Column.COUNTRY, Column.FIRST, Column.SECOND)
_HEARD = ((0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (3, 2), (3, 3), (4, 2), (4, 3))
"""Kind of unit and weight of each field of `Support` from ``country`` to ``first_said_near``."""


def _weights(look: Look) -> tuple[Bools, Floats, Floats]:
    starts = np.array([mention.start for mention in look.mentions], np.float64)
    names = look.names
    differ = names[:, None] != names
    others = differ / np.bincount(names)[names]
    near = differ * np.exp(-np.abs(starts[:, None] - starts) / _NEAR)
    count = others.sum(axis=1)
    shares = others / (count + _DOUBT)[:, None]
    near_shares = near / (near.sum(axis=1) + _NEAR_DOUBT)[:, None]
    return differ, np.concatenate([shares, near_shares, differ, near]), count


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
