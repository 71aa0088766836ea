"""Evidence for places around a name that no source knows."""

import numpy as np
import numpy.typing as npt

from ...records import MatchQuality
from ..batch import Look
from ..candidate_set import QUALITIES, Column
from ..nearby_candidates import AROUNDS, TAKEN_FROM, WORDS, Around
from ..place_types import PROMINENCES, Prominence
from .base import Explanation, Feature, FeatureContext

Ints = npt.NDArray[np.int64]
_PART = QUALITIES.index(MatchQuality.PART)
_NONE, _ONE, _AROUNDS, _PROMINENCES = 0, 1, AROUNDS, PROMINENCES
_IS_WIDE = np.isin(
    np.arange(PROMINENCES), (Prominence.COUNTRY, Prominence.REGION, Prominence.FIRST)
)
_STEPS = np.array([TAKEN_FROM.get(why, 0) for why in Around])


def vicinity(context: FeatureContext) -> Ints:
    """Around a name that no source knows."""
    look = context.look
    around = look[Column.AROUND]
    if not any(found.with_others_around for found in look.candidates):
        return around
    sort = (_named_inside(context)[look.owner] * _AROUNDS + around) * _PROMINENCES
    return (sort + look[Column.PROMINENCE]) * np.minimum(around, _ONE)


def _named_inside(context: FeatureContext) -> Ints:
    """Of each mention: 0 when no word of it names a place, 2 when one names a wide one, else 1."""
    look = context.look
    part = look.is_candidate * ((look[Column.QUALITY] == _PART) & (look[Column.AROUND] == _NONE))
    return np.maximum.reduceat(part + part * _IS_WIDE[look[Column.PROMINENCE]], look.starts)


def _vicinity(context: FeatureContext, row: int) -> Explanation:
    look = context.look
    why = Around(int(look[Column.AROUND][row]))
    return WORDS[why], look.mentions[int(look.owner[row])].text


def vicinity_heard(context: FeatureContext) -> Ints:
    """Around a name that no source knows, and what the text means elsewhere."""
    look = context.look
    rows, identities, beside, anywhere, first = look.once(_taken_from)
    found = np.zeros(len(look.owner), np.int64)
    if not len(rows):
        return found
    meant = look[Column.IDENTITY][context.others.likeliest]
    found[rows] = first + (meant[beside] == identities)
    if len(anywhere):
        # Faster than NumPy's isin for so few.
        known = set(meant.tolist())
        is_meant = [identity in known for identity in identities[anywhere].tolist()]
        found[rows[anywhere]] = first[anywhere] + is_meant
    return found


def _taken_from(look: Look) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Rows of places around unknown names, and what they are compared by.

    Of each its identity, and the mention it was taken from; which of them may be from any mention;
    and the class of each when it is not meant.
    """
    around = look[Column.AROUND]
    rows = around.nonzero()[0]
    steps = _STEPS[around[rows]]
    beside, anywhere = look.owner[rows] + steps, (steps == 0).nonzero()[0]
    return rows, look[Column.IDENTITY][rows], beside, anywhere, 2 * around[rows] - 1


def _heard(context: FeatureContext, row: int) -> Explanation:
    is_meant = context.classes(vicinity_heard, together=True)[row] % 2 == 0
    place = context.look.match(row).place.name
    if is_meant:
        return "{} is what the text means", place
    return "the text means something else by {}", place


VICINITY = Feature(
    "vicinity", "Around a name that no source knows", vicinity, 3 * AROUNDS * PROMINENCES, _vicinity
)
"""What the mention alone says."""
VICINITY_HEARD = Feature(
    "vicinity_heard",
    "Around a name that no source knows, and what the text means elsewhere",
    vicinity_heard,
    1 + 2 * AROUNDS,
    _heard,
)
"""What the other mentions say."""
