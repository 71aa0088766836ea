"""Says what rose and went quiet, what is named together, and what is worth a review."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from .columns import Array, Mask
from .view import View

_LEAST_PASSAGES = 3
"""Fewer tell nothing."""
_BALLAST = 1.0
"""Added to what is expected, so that a rise from nothing to three is no more than it is."""
_LONGEST_LAG = 64
"""Places of one passage that are paired with each other."""


class Period(NamedTuple):
    """Days from 1970-01-01, both included."""

    first_day: int
    last_day: int

    @property
    def days(self) -> int:
        """Length."""
        return self.last_day - self.first_day + 1


def rising(view: View, now: Period, before: Period, by: str = "thing") -> pd.DataFrame:
    """Compare two periods under a choice.

    Parameters
    ----------
    view
        The choice; its own time is set aside by the periods where it is wider.
    now, before
        The periods; they may be of different lengths.
    by
        ``thing`` (places and shapes) or ``theme``.

    Returns
    -------
    DataFrame
        ``thing`` or ``theme``, ``now`` and ``before`` (passages), ``expected`` (of ``before``, for
        the length of ``now``) and ``change``: how far it is from what was expected, in standard
        deviations of a Poisson count. What rose most comes first, what went quiet last; what has
        fewer than three passages in both is left out.
    """
    counts = [_counted(view, period, by) for period in (now, before)]
    expected = counts[1] * (now.days / before.days)
    change = departure(counts[0], expected)
    rows = np.flatnonzero(np.maximum(counts[0], counts[1]) >= _LEAST_PASSAGES)
    rows = rows[np.argsort(-change[rows], kind="stable")]
    names = view.snapshot.dictionaries["themes"]
    what = [names[row] for row in rows.tolist()] if by == "theme" else rows
    return pd.DataFrame(
        {
            by: what,
            "now": counts[0][rows],
            "before": counts[1][rows],
            "expected": expected[rows],
            "change": change[rows],
        }
    )


def departure(count: Array, expected: Array) -> Array:
    """Say how far counts are from what was expected, in standard deviations of a Poisson count."""
    return np.asarray((count - expected) / np.sqrt(expected + _BALLAST))


def passing_within(view: View, period: Period) -> Mask:
    """Return passages that pass and that the period as a filter leaves."""
    table = view.snapshot["intervals"]
    rows = (table["first_day"] <= period.last_day) & (table["last_day"] >= period.first_day)
    rows &= view.masks.told
    return view.snapshot.mask("passages", table["passage"][rows]) & view.passing


def _counted(view: View, period: Period, by: str) -> npt.NDArray[np.int64]:
    """Count passages of a period by thing or theme."""
    snapshot = view.snapshot
    if by == "theme":
        themes = snapshot["passages"]["themes"][passing_within(view, period)]
        bits = [np.uint64(1) << np.uint64(n) for n in range(len(snapshot.dictionaries["themes"]))]
        return np.array([np.count_nonzero(themes & bit) for bit in bits], np.int64)
    table = snapshot["observations"]
    shown = (table["first_day"] <= period.last_day) & (table["last_day"] >= period.first_day)
    if view.visible is not None:
        shown &= view.visible
    things = snapshot["pairs"]["thing"][snapshot.mask("pairs", table["pair"][shown])]
    return np.bincount(things, minlength=snapshot.count("marks"))


def named_together(view: View, thing: int | None = None, most: int = 50) -> pd.DataFrame:
    """Count places and shapes that passages name together.

    Parameters
    ----------
    view
        The choice.
    thing
        Only with this one; pairs of any when None.
    most
        How many rows.

    Returns
    -------
    DataFrame
        ``thing``, ``other``, ``passages``; the most frequent first.
    """
    pairs = view.snapshot["pairs"]
    rows = np.flatnonzero(view.paired)
    passage, things = pairs["passage"][rows], pairs["thing"][rows]
    if thing is not None:
        holding = view.snapshot.mask("passages", passage[things == thing])
        counts = np.bincount(things[holding[passage]], minlength=view.snapshot.count("marks"))
        counts[thing] = 0
        best = np.argsort(-counts, kind="stable")[:most]
        best = best[counts[best] > 0]
        return pd.DataFrame({"thing": thing, "other": best, "passages": counts[best]})
    keys = _keys(passage, things)
    distinct, counts = np.unique(keys, return_counts=True)
    best = np.argsort(-counts, kind="stable")[:most]
    return pd.DataFrame(
        {
            "thing": distinct[best] >> 32,
            "other": distinct[best] & 0xFFFFFFFF,
            "passages": counts[best],
        }
    )


def _keys(passage: Array, things: Array) -> npt.NDArray[np.int64]:
    """Return each two things of a passage as one number, the lower first."""
    keys: list[npt.NDArray[np.int64]] = []
    for lag in range(1, min(_LONGEST_LAG, len(passage))):
        same = np.flatnonzero(passage[lag:] == passage[:-lag])
        if not len(same):
            break
        first, second = things[same].astype(np.int64), things[same + lag].astype(np.int64)
        keys.append(np.minimum(first, second) << 32 | np.maximum(first, second))
    return np.concatenate(keys) if keys else np.zeros(0, np.int64)


def review_queue(view: View, most: int = 50) -> pd.DataFrame:
    """List the expressions of which a decision would move most: doubt × passages of the place.

    Returns
    -------
    DataFrame
        ``footprint`` (row), ``mark`` (row), ``worth``; nothing that was reviewed.
    """
    snapshot = view.snapshot
    observations, pairs = snapshot["observations"], snapshot["pairs"]
    alive = snapshot["passages"]["alive"].view(bool)[pairs["passage"]]
    passages = np.bincount(pairs["thing"][alive], minlength=snapshot.count("marks"))
    impact = np.log1p(passages).astype(np.float32)
    rows = slice(None) if view.visible is None else np.flatnonzero(view.visible)
    thing = snapshot["marks"]["thing"][observations["mark"][rows]]
    worth = (100 - observations["confidence"][rows]).astype(np.float32) * impact[thing]
    worth[(observations["review"][rows] != 0) | (observations["carried"][rows] != 0)] = 0
    kept = min(most, len(worth))
    best = np.argpartition(-worth, kept - 1)[:kept] if kept else np.zeros(0, np.int64)
    best = best[np.argsort(-worth[best], kind="stable")]
    best = best[worth[best] > 0]
    return pd.DataFrame(
        {
            "footprint": observations["footprint"][rows][best],
            "mark": observations["mark"][rows][best],
            "worth": worth[best],
        }
    )
