"""Evidence for places around a name that no source knows."""

import numpy as np
import numpy.typing as npt

from ...arrays import fixed
from ...records import MatchQuality
from ..batch import MentionBatch
from ..candidate_set import QUALITIES, Column
from ..nearby_candidates import NEARBY_REASONS, TAKEN_FROM, WORDS, NearbyReason
from ..place_types import PROMINENCES, Prominence
from .base import Explanation, Feature, FeatureContext

Ints = npt.NDArray[np.int64]
_PART = fixed(QUALITIES.index(MatchQuality.PART))
_NONE, _ONE, _REASONS, _PROMINENCES = map(fixed, (0, 1, NEARBY_REASONS, PROMINENCES))
_IS_WIDE = np.isin(
    np.arange(PROMINENCES), (Prominence.COUNTRY, Prominence.REGION, Prominence.FIRST)
)
_STEPS = np.array([TAKEN_FROM.get(why, 0) for why in NearbyReason])


def nearby_candidate(context: FeatureContext) -> Ints:
    """NearbyReason a name that no source knows."""
    batch = context.batch
    around = batch[Column.NEARBY]
    if not any(found.has_nearby for found in batch.candidates):
        return around
    sort = (_named_inside(context)[batch.owner] * _REASONS + around) * _PROMINENCES
    return (sort + batch[Column.PROMINENCE]) * np.minimum(around, _ONE)


def _named_inside(context: FeatureContext) -> Ints:
    """Of each mention: 0 when no word of it names a place, 2 when one names a wide one, else 1."""
    batch = context.batch
    part = batch.is_candidate * ((batch[Column.QUALITY] == _PART) & (batch[Column.NEARBY] == _NONE))
    return np.maximum.reduceat(part + part * _IS_WIDE[batch[Column.PROMINENCE]], batch.starts)


def _explain_nearby(context: FeatureContext, row: int) -> Explanation:
    batch = context.batch
    why = NearbyReason(int(batch[Column.NEARBY][row]))
    return WORDS[why], batch.mentions[int(batch.owner[row])].text


def nearby_coherence(context: FeatureContext) -> Ints:
    """NearbyReason a name that no source knows, and what the text means elsewhere."""
    batch = context.batch
    rows, identities, beside, anywhere, first = batch.once(_taken_from)
    found = np.zeros(len(batch.owner), np.int64)
    if not len(rows):
        return found
    meant = batch[Column.IDENTITY][context.others.likeliest]
    found[rows] = first + (meant[beside] == identities)
    if len(anywhere):
        # Faster than NumPy's isin for so few.
        known = set(meant.tolist())
        is_meant = [identity in known for identity in identities[anywhere].tolist()]
        found[rows[anywhere]] = first[anywhere] + is_meant
    return found


def _taken_from(batch: MentionBatch) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Rows of places around unknown names, and what they are compared by.

    Of each its identity, and the mention it was taken from; which of them may be from any mention;
    and the class of each when it is not meant.
    """
    around = batch[Column.NEARBY]
    rows = around.nonzero()[0]
    steps = _STEPS[around[rows]]
    beside, anywhere = batch.owner[rows] + steps, (steps == 0).nonzero()[0]
    return rows, batch[Column.IDENTITY][rows], beside, anywhere, 2 * around[rows] - 1


def _heard(context: FeatureContext, row: int) -> Explanation:
    is_meant = context.classes(nearby_coherence, together=True)[row] % 2 == 0
    place = context.batch.match(row).place.name
    if is_meant:
        return "{} is what the text means", place
    return "the text means something else by {}", place


NEARBY_CANDIDATE = Feature(
    "vicinity",
    "NearbyReason a name that no source knows",
    nearby_candidate,
    3 * NEARBY_REASONS * PROMINENCES,
    _explain_nearby,
)
"""What the mention alone says."""
NEARBY_COHERENCE = Feature(
    "vicinity_heard",
    "NearbyReason a name that no source knows, and what the text means elsewhere",
    nearby_coherence,
    1 + 2 * NEARBY_REASONS,
    _heard,
)
"""What the other mentions say."""
