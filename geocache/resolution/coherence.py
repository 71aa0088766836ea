"""What the other mentions say for each candidate, by what an earlier look made of them.

Shares and sums are over other names: a name never speaks for itself, nor does what is only beside
a name that no source knows. ``near`` weighs mentions by how far off they are in the text.
"""

from dataclasses import dataclass
from math import prod

import numpy as np
import numpy.typing as npt

from ..arrays import product
from ..geodesy import MEAN_RADIUS_KM
from .batch import Look
from .candidate_set import Column
from .nearby_candidates import Around
from .place_types import PlaceKind, Prominence

# ---- plan

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
_NEAR = 300.0
"""Code points in which the weight of another mention falls to a third."""
_DOUBT, _NEAR_DOUBT = 1.0, 0.3
"""Mentions' worth of doubt: a single other mention is no majority."""
_UNITS = slice(Column.COUNTRY, Column.SECOND + 1)
"""Columns of the country, and of the first- and second-order subdivision."""
_APART = np.array([[0], [1 << 32], [2 << 32]])
"""What keeps the numbers of different kinds of units from being the same."""
_SHARE_OF, _SHARE_NEAR = np.array([[0, 0, 1, 1, 2], [0, 1, 0, 1, 0]])
"""For each row of `Support.shares`, which unit, and whether of the mentions near by."""
_SAID_OF, _SAID_NEAR = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])
"""The same of `Support.said`."""
SHARES = len(_SHARE_OF)
_ALL_OF = np.concatenate([_SHARE_OF, _SAID_OF])
_BEARS_IT = int(Around.BEARS_IT)
_ARE_UNITS = np.array([[Prominence.COUNTRY], [PlaceKind.FIRST]])
_NONE, _ONE, _REGION = 0, 1, int(Prominence.REGION)


@dataclass(frozen=True, eq=False, slots=True)
class Plan:
    """What the support of a look's candidates is worked out by, whatever their probabilities.

    Five kinds of units can be spoken of: the country, the first- and second-order subdivision a
    candidate lies in, and the country and first-order subdivision that it is. Each unit of each
    kind has a column; each mention speaks in every column, and hears the others by two weights.
    """

    lain_in: tuple[int, int]
    """Mentions, and columns of the units that can be lain in."""
    spoken_of: tuple[int, int]
    """Mentions, and columns of the units that can be spoken of themselves."""
    cells: Ints
    """Shape (5 * rows,), mention and column that each row speaks in, of one kind after another."""
    counts: Floats
    """Shape (5, rows), 1 where a row speaks of a unit of a kind."""
    shares: Floats
    """Shape (2 * mentions, mentions): how much each mention hears of each, as shares of all others
    and of those near by."""
    unshared: Floats
    """The same, but not as shares."""
    heard: Ints
    """Shape (9, rows), where in what is heard the units that a row lies in are."""
    known: Floats
    """Shape (9, rows), 1 where the unit is known."""
    others: Bools
    """Shape (mentions, mentions), whether two have different names."""
    count: Floats
    """Shape (rows,), other names in the document."""
    speaks: Bools
    """Shape (rows,), whether it is a candidate that bears the name."""
    hears: Ints
    """Shape (rows,), 1 where it is a candidate that has other names beside it, else 0."""
    is_landmark: Bools
    """Shape (rows,), whether it is a candidate that may be measured from."""
    used: Floats
    """Shape (rows,), how often the name is used elsewhere."""
    senses: Ints | None
    """Shape (rows,), the same number for the same place under the same name; None where every name
    is used once."""

    def hear(self, likely: Floats) -> Floats:
        """How much the mention of each row hears of the units the row lies in; shape (9, rows).

        Parameters
        ----------
        likely
            Shape (rows,), how likely each is, of those that speak.
        """
        split = prod(self.lain_in)
        size = split + prod(self.spoken_of)
        spread = np.bincount(self.cells, (likely * self.counts).ravel(), size)
        shares = product(self.shares, spread[:split].reshape(self.lain_in))
        said = product(self.unshared, spread[split:].reshape(self.spoken_of))
        found: Floats = np.concatenate([shares.ravel(), said.ravel()])[self.heard] * self.known
        return found


def plan_of(look: Look) -> Plan:
    """Return the plan of a look, laid out once."""
    return look.once(_laid_out)


def _laid_out(look: Look) -> Plan:
    others, shares, unshared, count, used = _weights(look)
    owner, mentions = look.owner, len(look.mentions)
    units = look.columns[_UNITS]
    width, numbers = _numbered((units + _APART).ravel())
    numbers = numbers.reshape(units.shape)
    narrow, both = int(numbers[1].max()) + 1, slice(2)
    share_of = (_SHARE_NEAR[:, None] * mentions + owner) * width + numbers[_SHARE_OF]
    said_of = (_SAID_NEAR[:, None] * mentions + owner) * narrow + numbers[_SAID_OF]
    said = owner * narrow + numbers[both] + mentions * width
    lies_in = (units > _NONE).astype(np.float64)
    is_unit = np.array([look[Column.PROMINENCE], look[Column.KIND]]) == _ARE_UNITS
    count, used = count[owner], used[owner]
    return Plan(
        (mentions, width),
        (mentions, narrow),
        np.concatenate([owner * width + numbers, said]).ravel(),
        np.concatenate([lies_in, lies_in[both] * is_unit]),
        shares,
        unshared,
        np.concatenate([share_of, said_of + len(shares) * width]),
        lies_in[_ALL_OF],
        others,
        count,
        ~look.is_none & (look[Column.AROUND] == _BEARS_IT),
        look.is_candidate * (count > _NONE),
        ~look.is_none & (look[Column.PROMINENCE] > _REGION),
        used,
        _senses(look) if np.count_nonzero(used) else None,
    )


def _senses(look: Look) -> Ints:
    width, places = _numbered(look[Column.IDENTITY])
    return look.names[look.owner] * width + places


def _numbered(values: Ints) -> tuple[int, Ints]:
    """How many different values there are, and the number of each value's; quicker than NumPy's."""
    order = values.argsort()
    ordered = values[order]
    number = np.add.accumulate(ordered[1:] != ordered[:-1], dtype=np.int64)
    found = np.zeros(len(values), np.int64)
    found[order[1:]] = number
    return int(number[-1]) + 1 if len(number) else 1, found


def _weights(look: Look) -> tuple[Bools, Floats, Floats, Floats, Floats]:
    """Of mentions: whether names differ, `Plan`'s weights, other names, and further uses."""
    starts = np.array([mention.start for mention in look.mentions], np.float64)
    names = look.names
    differ = names[:, None] != names
    uses = np.bincount(names)[names].astype(np.float64)
    others = differ / uses
    near = differ * np.exp(-np.abs(starts[:, None] - starts) / _NEAR)
    count = np.add.reduce(others, axis=1)
    shares = others / (count + _DOUBT)[:, None]
    near_shares = near / (np.add.reduce(near, axis=1) + _NEAR_DOUBT)[:, None]
    weights = np.concatenate([shares, near_shares]), np.concatenate([differ, near])
    return differ, *weights, count, uses - _ONE


FAR_KM = 1e9
"""Farther than anything: there is nothing to measure from."""
_SURE, _UNLIKELY = 0.5, -1.0
_THIRD = 3
_NO_LANDMARK = -2.0
"""Less than the cosine of any angle."""
_LEAST, _ALL, _RADIUS, _FAR = -1.0, 1.0, MEAN_RADIUS_KM, FAR_KM


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
