"""Coherence of a document: how each candidate fits what the other mentions probably mean.

Shares and sums are over other names: a name never speaks for itself, nor does a place that is only
named beside words that no source knows. What ends in ``_near`` weighs mentions by how far off they
are in the text.
"""

from dataclasses import dataclass
from math import prod
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from ..arrays import ClassSpace, product
from ..geodesy import MEAN_RADIUS_KM
from .batch import MentionBatch
from .nearby_candidates import NearbyReason
from .place_types import PlaceKind, Prominence

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Values = TypeVar("Values")

FAR_KM = 1e9
"""Farther than anything: there is nothing to measure from."""
_NEAR = 300.0
"""Code points in which the weight of another mention falls to a third."""
_UNCERTAINTY, _UNCERTAINTY_NEAR = 1.0, 0.3
"""Mentions that are added to the others: a single other mention is no majority."""
_SURE, _UNLIKELY = 0.5, -1.0
_THIRD = 3
_NO_LANDMARK = -2.0
"""Less than the cosine of any angle."""


class UnitShares(NamedTuple, Generic[Values]):
    """Something of the shares of the other mentions that lie in the admin units of a candidate."""

    country: Values
    country_near: Values
    first_order: Values
    first_order_near: Values
    second_order: Values


class UnitsNamed(NamedTuple, Generic[Values]):
    """Something of the probabilities that the admin units of a candidate are named themselves."""

    country: Values
    country_near: Values
    first_order: Values
    first_order_near: Values


@dataclass(frozen=True, eq=False, slots=True)
class Coherence:
    """How the candidates of a batch fit the other mentions; shape (rows,) if not said otherwise."""

    other_names: Floats
    """Other names in the document."""
    has_others: Ints
    """1 where it is a candidate that has other names beside it, else 0."""
    shares: Floats
    """Shape (`UnitShares`, rows), the share of the others that lies in the same unit."""
    named: UnitsNamed[Floats]
    """Probability that another mention is the very unit that the candidate lies in."""
    same_sense: Floats
    """Probability that the same name means the same place elsewhere; -1 when it is used once."""
    km_to_nearest: Floats
    """To the nearest other place that is likely; `FAR_KM` when there is none."""
    km_to_third: Floats
    """To the third nearest of them; `FAR_KM` when there are fewer."""
    likeliest: Ints
    """Shape (mentions,), the row of the likeliest candidate of each."""
    nearest: Ints
    """The mention whose likeliest candidate is nearest."""


def coherence(batch: MentionBatch, probabilities: Floats) -> Coherence:
    """Work out how the candidates fit the other mentions.

    Parameters
    ----------
    batch
        The mentions and their candidates.
    probabilities
        Shape (rows,), from an earlier pass.
    """
    weights = batch.once(_mention_weights)
    likely = probabilities * weights.counts_for_others
    shares, named = weights.sums(likely)
    likeliest = _likeliest(batch, probabilities)
    landmarks = (weights.is_landmark & (probabilities > _SURE))[likeliest].nonzero()[0]
    km, nearest = _distances(batch, weights.are_others, landmarks, likeliest[landmarks])
    return Coherence(
        weights.other_names,
        weights.has_others,
        shares,
        UnitsNamed(*np.minimum(named, 1.0)),
        _same_sense(weights, likely),
        km[0],
        km[1],
        likeliest,
        nearest,
    )


_UNIT_OF_SHARE = UnitShares(
    country=0, country_near=0, first_order=1, first_order_near=1, second_order=2
)
"""Position of the unit in `MentionBatch.admin_units`."""
_UNIT_NAMED = UnitsNamed(country=0, country_near=0, first_order=1, first_order_near=1)
_NEAR_OF_SHARE, _NEAR_NAMED = (
    np.array([name.endswith("_near") for name in kind._fields], np.int64)
    for kind in (UnitShares, UnitsNamed)
)
"""1 where only the mentions near by in the text count."""
_UNITS_OF_SUMS = np.array([*_UNIT_OF_SHARE, *_UNIT_NAMED])
_IN_SHARES, _IN_NAMED = np.split(_UNITS_OF_SUMS, [len(_UNIT_OF_SHARE)])
_APART = np.array([[0], [1 << 32], [2 << 32]])
"""What keeps the numbers of different kinds of units from being the same."""
_CAN_BE_NAMED = slice(2)
"""Units that other mentions can name themselves: the country and the first-order subdivision."""
_ARE_UNITS = np.array([[Prominence.COUNTRY], [PlaceKind.FIRST]])


@dataclass(frozen=True, eq=False, slots=True)
class MentionWeights:
    """How much the mentions of a batch count for each other, whatever their probabilities.

    Five kinds of units are summed over: the country, the first- and second-order subdivision that a
    candidate lies in, and the country and first-order subdivision that it is. Each unit of each
    kind has a column.
    """

    containing: tuple[int, int]
    """Mentions, and columns of the units that candidates lie in."""
    named: tuple[int, int]
    """Mentions, and columns of the units that candidates are."""
    cells: Ints
    """Shape (5 * rows,), mention and column that each row counts in, of one kind after another."""
    is_of_kind: Floats
    """Shape (5, rows), 1 where a row counts for a unit of a kind."""
    shares: Floats
    """Shape (2 * mentions, mentions): how much each mention counts for each, as shares of all
    others and of those near by."""
    unshared: Floats
    """The same, but not as shares."""
    sources: Ints
    """Shape (9, rows), where in the sums the units that a row lies in are, as in `UnitShares` and
    then as in `UnitsNamed`."""
    is_known: Floats
    """Shape (9, rows), 1 where the unit is known."""
    are_others: Bools
    """Shape (mentions, mentions), whether two have different names."""
    other_names: Floats
    """Shape (rows,), other names in the document."""
    counts_for_others: Bools
    """Shape (rows,), whether it is a candidate that has the name of its mention."""
    has_others: Ints
    """Shape (rows,), 1 where it is a candidate that has other names beside it, else 0."""
    is_landmark: Bools
    """Shape (rows,), whether it is a candidate that may be measured from."""
    uses_elsewhere: Floats
    """Shape (rows,), how often the name is used elsewhere."""
    senses: Ints | None
    """Shape (rows,), the same number for the same place under the same name; None where every name
    is used once."""

    def sums(self, likely: Floats) -> tuple[Floats, Floats]:
        """Sum over the other mentions; shapes (`UnitShares`, rows) and (`UnitsNamed`, rows).

        Parameters
        ----------
        likely
            Shape (rows,), how likely each is, of those that count.
        """
        split = prod(self.containing)
        size = split + prod(self.named)
        spread = np.bincount(self.cells, (likely * self.is_of_kind).ravel(), size)
        shares = product(self.shares, spread[:split].reshape(self.containing))
        named = product(self.unshared, spread[split:].reshape(self.named))
        sums = np.concatenate([shares.ravel(), named.ravel()])[self.sources] * self.is_known
        return sums[: len(_UNIT_OF_SHARE)], sums[len(_UNIT_OF_SHARE) :]


def _mention_weights(batch: MentionBatch) -> MentionWeights:
    owner, mentions, units = batch.owner, len(batch.mentions), batch.admin_units
    uses = np.bincount(batch.names)[batch.names].astype(np.float64)
    are_others, shares, unshared, count = _pair_weights(batch, uses)
    other_names = count[owner]
    width, numbers = _numbered((units + _APART).ravel())
    numbers = numbers.reshape(units.shape)
    of_named = numbers[_CAN_BE_NAMED]
    narrow = int(of_named.max()) + 1
    cells, named_cells = owner * width + numbers, owner * narrow + of_named
    size, named_size = mentions * width, mentions * narrow
    sources = cells[_IN_SHARES] + _NEAR_OF_SHARE[:, None] * size
    named_sources = named_cells[_IN_NAMED] + _NEAR_NAMED[:, None] * named_size
    lies_in = (units > 0).astype(np.float64)
    is_unit = np.array([batch.columns.prominence, batch.columns.kind]) == _ARE_UNITS
    uses_elsewhere = (uses - 1.0)[owner]
    return MentionWeights(
        containing=(mentions, width),
        named=(mentions, narrow),
        cells=np.concatenate([cells, named_cells + size]).ravel(),
        is_of_kind=np.concatenate([lies_in, lies_in[_CAN_BE_NAMED] * is_unit]),
        shares=shares,
        unshared=unshared,
        sources=np.concatenate([sources, named_sources + 2 * size]),
        is_known=lies_in[_UNITS_OF_SUMS],
        are_others=are_others,
        other_names=other_names,
        counts_for_others=~batch.is_none & (batch.columns.nearby == int(NearbyReason.HAS_NAME)),
        has_others=batch.is_candidate * (other_names > 0),
        is_landmark=~batch.is_none & (batch.columns.prominence > int(Prominence.REGION)),
        uses_elsewhere=uses_elsewhere,
        senses=_senses(batch) if np.count_nonzero(uses_elsewhere) else None,
    )


def _pair_weights(batch: MentionBatch, uses: Floats) -> tuple[Bools, Floats, Floats, Floats]:
    """Weights of pairs of mentions.

    Returns
    -------
    tuple
        Whether their names differ, `MentionWeights.shares` and `unshared`, and how many other names
        there are beside each mention.
    """
    starts = np.array([mention.start for mention in batch.mentions], np.float64)
    names = batch.names
    differ = names[:, None] != names
    others = differ / uses
    count = np.add.reduce(others, axis=1)
    near = differ * np.exp(-np.abs(starts[:, None] - starts) / _NEAR)
    shares = others / (count + _UNCERTAINTY)[:, None]
    near_shares = near / (np.add.reduce(near, axis=1) + _UNCERTAINTY_NEAR)[:, None]
    weights = np.concatenate([shares, near_shares]), np.concatenate([differ, near])
    return differ, *weights, count


def _senses(batch: MentionBatch) -> Ints:
    width, places = _numbered(batch.columns.identity)
    senses = ClassSpace(name=len(batch.mentions), place=width)
    return senses.encode(name=batch.names[batch.owner], place=places)


def _numbered(values: Ints) -> tuple[int, Ints]:
    """How many different values there are, and the number of each value's, from 0."""
    order = values.argsort()
    ordered = values[order]
    number = np.add.accumulate(ordered[1:] != ordered[:-1], dtype=np.int64)
    numbers = np.zeros(len(values), np.int64)
    numbers[order[1:]] = number
    return int(number[-1]) + 1 if len(number) else 1, numbers


def _same_sense(weights: MentionWeights, likely: Floats) -> Floats:
    if weights.senses is None:
        return np.full(len(likely), -1.0)
    elsewhere = np.bincount(weights.senses, likely)[weights.senses] - likely
    uses = weights.uses_elsewhere
    return np.where(uses > 0, np.maximum(elsewhere, 0.0) / np.maximum(uses, 1.0), -1.0)


def _likeliest(batch: MentionBatch, probabilities: Floats) -> Ints:
    """First of the best candidates of each mention; of one without any, the row for none."""
    candidates = np.where(batch.is_none, _UNLIKELY, probabilities)
    is_best = candidates == np.maximum.reduceat(candidates, batch.starts)[batch.owner]
    best: Ints = is_best.nonzero()[0]
    return best[batch.owner[best].searchsorted(np.arange(len(batch.mentions)))]


def _distances(
    batch: MentionBatch, are_others: Bools, mentions: Ints, places: Ints
) -> tuple[Floats, Ints]:
    """Kilometres to the nearest and the third nearest place, and the mention that is nearest.

    Kept while the places that are measured from stay the same.

    Parameters
    ----------
    are_others
        As in `MentionWeights`.
    mentions, places
        Mentions whose likeliest candidate is sure enough to measure from, and its rows.
    """
    rows = len(batch.owner)
    if not len(mentions):
        return np.full((2, rows), FAR_KM), np.zeros(rows, np.int64)
    key = places.tobytes()
    kept = batch.kept.get(_distances)
    if kept and kept[0] == key:
        measured: tuple[Floats, Ints] = kept[1]
        return measured
    identities = batch.columns.identity
    usable = are_others[mentions][:, batch.owner] & (identities[places][:, None] != identities)
    directions = product(batch.directions[places], batch.directions.T)
    cosines = np.where(usable, directions, _NO_LANDMARK)
    nearest = cosines.argmax(axis=0)
    best = np.empty((2, rows))
    best[0], best[1] = cosines[nearest, np.arange(rows)], _NO_LANDMARK
    if len(mentions) >= _THIRD:
        best[1] = np.partition(cosines, -_THIRD, axis=0)[-_THIRD]
    measured = _km(best), mentions[nearest]
    batch.kept[_distances] = key, measured
    return measured


def _km(cosines: Floats) -> Floats:
    arcs: Floats = np.arccos(np.minimum(np.maximum(cosines, -1.0), 1.0)) * MEAN_RADIUS_KM
    return np.where(cosines == _NO_LANDMARK, FAR_KM, arcs)
