"""What the other mentions say for each candidate, by what an earlier look made of them.

Shares and sums are over other names: a name never speaks for itself, nor does what is only beside
a name that no source knows. ``near`` weighs mentions by how far off they are in the text.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..fixed import fixed
from ..geodesy import MEAN_RADIUS_KM
from ..products import product
from .bearers import Column
from .look import Look
from .plan import SHARES, Plan, plan_of

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
FAR_KM = 1e9
"""Farther than anything: there is nothing to measure from."""
_SURE, _UNLIKELY = fixed(0.5), fixed(-1.0)
_THIRD = 3
_NO_LANDMARK = fixed(-2.0)
"""Less than the cosine of any angle."""
_LEAST, _ALL, _RADIUS, _FAR = fixed(-1.0), fixed(1.0), fixed(MEAN_RADIUS_KM), fixed(FAR_KM)


@dataclass(frozen=True, eq=False, slots=True)
class Support:
    """For every row of a look; arrays of shape (rows,) where nothing else is said."""

    others: Floats
    """Other names in the document."""
    hears: Ints
    """1 where it is a candidate that has others beside it, else 0."""
    shares: Floats
    """Shape (5, rows), the share of the others that lies in the same country; of those near by;
    in the same first-order subdivision; of those near by; in the same second-order one."""
    said: Floats
    """Shape (4, rows), probability that another mention is the very country the candidate lies in;
    that one near by is; the same of the first-order subdivision."""
    sense: Floats
    """Probability that the same name means the same place elsewhere; -1 when it is used once."""
    km: Floats
    """Shape (2, rows), to the nearest other place that is likely, and to the third nearest;
    `FAR_KM` when there is none."""
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
    plan = plan_of(look)
    likely = probabilities * plan.speaks
    heard = plan.hear(likely)
    likeliest = _likeliest(look, probabilities)
    landmarks = (plan.is_landmark & (probabilities > _SURE))[likeliest].nonzero()[0]
    km, nearest = _distances(look, plan.others, landmarks, likeliest[landmarks])
    return Support(
        plan.count,
        plan.hears,
        heard[:SHARES],
        np.minimum(heard[SHARES:], _ALL),
        _sense(plan, likely),
        km,
        likeliest,
        nearest,
    )


def _sense(plan: Plan, likely: Floats) -> Floats:
    if plan.senses is None:
        return np.full(len(likely), -1.0)
    elsewhere = np.bincount(plan.senses, likely)[plan.senses] - likely
    return np.where(plan.used > 0, np.maximum(elsewhere, 0.0) / np.maximum(plan.used, 1.0), -1.0)


def _likeliest(look: Look, probabilities: Floats) -> Ints:
    """First of the best candidates of each mention; of one without any, the row for none."""
    candidates = np.where(look.is_none, _UNLIKELY, probabilities)
    is_best = candidates == np.maximum.reduceat(candidates, look.starts)[look.owner]
    best: Ints = is_best.nonzero()[0]
    return best[look.owner[best].searchsorted(np.arange(len(look.mentions)))]


def _distances(look: Look, others: Bools, mentions: Ints, places: Ints) -> tuple[Floats, Ints]:
    """Kilometres as in `Support`, and the mention that is nearest; kept while landmarks stay.

    Parameters
    ----------
    others
        As in `Plan`.
    mentions, places
        Mentions whose likeliest candidate is sure enough to measure from, and its rows.
    """
    rows = len(look.owner)
    if not len(mentions):
        return np.full((2, rows), FAR_KM), np.zeros(rows, np.int64)
    key = places.tobytes()
    kept = look.kept.get(_distances)
    if kept and kept[0] == key:
        found: tuple[Floats, Ints] = kept[1]
        return found
    identities = look[Column.IDENTITY]
    usable = others[mentions][:, look.owner] & (identities[places][:, None] != identities)
    cosines = np.where(usable, product(look.directions[places], look.directions.T), _NO_LANDMARK)
    nearest = cosines.argmax(axis=0)
    best = np.empty((2, rows))
    best[0], best[1] = cosines[nearest, np.arange(rows)], _NO_LANDMARK
    if len(mentions) >= _THIRD:
        best[1] = np.partition(cosines, -_THIRD, axis=0)[-_THIRD]
    found = _km(best), mentions[nearest]
    look.kept[_distances] = key, found
    return found


def _km(cosines: Floats) -> Floats:
    arcs: Floats = np.arccos(np.minimum(np.maximum(cosines, _LEAST), _ALL)) * _RADIUS
    return np.where(cosines == _NO_LANDMARK, _FAR, arcs)
