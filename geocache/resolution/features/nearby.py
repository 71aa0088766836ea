"""Features of the candidates that are only named near words that no source knows."""

import numpy as np
import numpy.typing as npt

from ...arrays import ClassSpace
from ...records import MatchQuality
from ..batch import MentionBatch
from ..candidate_set import QUALITIES
from ..nearby_candidates import NEARBY_REASONS, STEPS, WORDS, NearbyReason
from ..place_types import PROMINENCES, Prominence
from .base import Explanation, Feature, FeatureContext

Ints = npt.NDArray[np.int64]
_PART = QUALITIES.index(MatchQuality.PART)
_IS_WIDE = np.isin(
    np.arange(PROMINENCES), (Prominence.COUNTRY, Prominence.REGION, Prominence.FIRST)
)
_STEPS = np.array([STEPS.get(reason, 0) for reason in NearbyReason])
_ALONE = ClassSpace(words_name=3, reason=NEARBY_REASONS, prominence=PROMINENCES)
_COHERENT = ClassSpace(has_silence=True, reason=NEARBY_REASONS - 1, is_meant=2)
"""Reasons are counted from the first that is one."""


def nearby_candidate(context: FeatureContext) -> Ints:
    """Tell why a place is a candidate for words that are not its name."""
    batch, nearby = context.batch, context.batch.columns.nearby
    if not batch.has_nearby:
        return nearby
    classes = _ALONE.encode(
        words_name=_words_name(context)[batch.owner],
        reason=nearby,
        prominence=batch.columns.prominence,
    )
    return classes * (nearby > 0)


def _words_name(context: FeatureContext) -> Ints:
    """Of each mention: 0 when no word of it names a place, 2 when one names a wide one, else 1."""
    batch, columns = context.batch, context.batch.columns
    part = batch.is_candidate * ((columns.quality == _PART) & (columns.nearby == 0))
    return np.maximum.reduceat(part + part * _IS_WIDE[columns.prominence], batch.starts)


def _explain_nearby(context: FeatureContext, row: int) -> Explanation:
    reason = NearbyReason(int(context.batch.columns.nearby[row]))
    return WORDS[reason], context.batch.words(row)


def nearby_coherence(context: FeatureContext) -> Ints:
    """Tell whether a place that is only named near the words is what the text means elsewhere."""
    batch = context.batch
    rows, identities, neighbours, anywhere, reasons = batch.once(_nearby_rows)
    classes = np.zeros(len(batch.owner), np.int64)
    if not len(rows):
        return classes
    meant = batch.columns.identity[context.coherence.likeliest]
    is_meant = meant[neighbours] == identities
    if len(anywhere):
        known = set(meant.tolist())
        is_meant[anywhere] = [place in known for place in identities[anywhere].tolist()]
    classes[rows] = _COHERENT.encode(reason=reasons, is_meant=is_meant)
    return classes


def _nearby_rows(batch: MentionBatch) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Rows of places that are only named near the words, and what they are compared by.

    Of each its identity, and the mention it was taken from; which of them may be from any mention;
    and the reason of each, counted from the first that is one.
    """
    nearby = batch.columns.nearby
    rows = nearby.nonzero()[0]
    reasons = nearby[rows]
    steps = _STEPS[reasons]
    # The ufuncs take a third of the time that np.clip takes for short arrays.
    neighbours = np.minimum(np.maximum(batch.owner[rows] + steps, 0), len(batch.mentions) - 1)
    anywhere = (steps == 0).nonzero()[0]
    return rows, batch.columns.identity[rows], neighbours, anywhere, reasons - 1


def _explain_coherence(context: FeatureContext, row: int) -> Explanation:
    number = int(context.once(nearby_coherence, uses_coherence=True)[row])
    place = context.batch.match(row).place.name
    if _COHERENT.decode(number)["is_meant"]:
        return "{} is what the text means", place
    return "the text means something else by {}", place


NEARBY_CANDIDATE = Feature(
    "nearby_candidate",
    "Near a name that no source knows",
    nearby_candidate,
    _ALONE.count,
    _explain_nearby,
)
"""What the mention alone says."""
NEARBY_COHERENCE = Feature(
    "nearby_coherence",
    "Near a name that no source knows, and what the text means elsewhere",
    nearby_coherence,
    _COHERENT.count,
    _explain_coherence,
)
"""What the other mentions say."""
