"""The small bars in a place's head: its passages by month, by the dates of the place itself."""

import numpy as np
import numpy.typing as npt

from .answers import iso_day
from .columns import Array
from .frames import Record
from .place_words import days_in_words
from .places import Mask
from .tables import NO_DAY
from .view import View, bin_numbers, first_days

_MOST_MONTHS, _MOST_BARS = 48, 60
"""Months from which years are shown, and bars from which the oldest are left off."""


def time_bars(view: View, marks: Mask) -> Record:
    """Count the passages that name some marks by when that is, by month or by year.

    Returns
    -------
    dict
        ``bins`` (month or year), ``bars`` (``from`` and ``to`` as ISO days, ``label`` in words,
        ``passages`` dated to within it and ``overlapping``: those that the period as a filter
        leaves) and ``undated`` (passages without a date). Empty bars between others are there.
    """
    table = view.snapshot["observations"]
    shown = marks[table["mark"]]
    if view.visible is not None:
        shown &= view.visible
    rows = np.flatnonzero(shown)
    first, last, who = (table[name][rows] for name in ("first_day", "last_day", "passage"))
    dated = first != NO_DAY
    undated = len(np.setdiff1d(who[~dated], who[dated]))
    first, last, who = first[dated], last[dated], who[dated]
    for bins in ("month", "year"):
        start, end = bin_numbers(first, bins), bin_numbers(last, bins)
        within = start == end
        if not within.any():
            continue
        low, high = int(start[within].min()), int(start[within].max())
        if bins == "month" and high - low >= _MOST_MONTHS:
            continue
        low = max(low, high - _MOST_BARS + 1)
        exact = _distinct(start[within], start[within], who[within], low, high)
        reaching = _distinct(start, end, who, low, high)
        return {"bins": bins, "bars": _bars(bins, low, exact, reaching), "undated": undated}
    return {"bins": "month", "bars": [], "undated": undated}


def _distinct(start: Array, end: Array, who: Array, low: int, high: int) -> npt.NDArray[np.int64]:
    """Count distinct passages in each bin from low to high, given the bins they reach through."""
    start, end = np.maximum(start, low), np.minimum(end, high)
    on = start <= end
    start, end, who = start[on] - low, end[on] - low, who[on]
    repeats = end - start + 1
    at = np.repeat(start - np.cumsum(repeats) + repeats, repeats) + np.arange(repeats.sum())
    keys = np.unique(at.astype(np.int64) << 32 | np.repeat(who, repeats))
    return np.bincount(keys >> 32, minlength=high - low + 1)


def _bars(bins: str, low: int, exact: Array, reaching: Array) -> list[Record]:
    edges = first_days(np.arange(low, low + len(exact) + 1), bins).astype("datetime64[D]")
    days = edges.astype(np.int64).tolist()
    return [
        {
            "from": iso_day(day),
            "to": iso_day(after - 1),
            "label": days_in_words(day, after - 1),
            "passages": passages,
            "overlapping": overlapping,
        }
        for day, after, passages, overlapping in zip(
            days[:-1], days[1:], exact.tolist(), reaching.tolist(), strict=True
        )
    ]
