"""Counts passages by the time of what they speak of: for the bars below the map, and of a place."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from .columns import Array, Mask, run_starts
from .days import BINS, NO_DAY, bin_numbers, days_in_words, first_days, iso_day
from .plain_values import Record
from .view import View

MOST_BINS = 160
_TAIL_SHARE = 0.01
"""Of the dates on each side that may stand off the axis …"""
_TAIL_OF_FEW = 0.1, 3
"""… or this share of few dates, up to so many."""
_MUCH_WIDER = 4
"""Tails are left off only where the whole is so many times as wide as the rest."""
_MOST_MONTHS, _MOST_BARS = 48, 60
"""Of a place: months from which years are shown, and bars from which the oldest are left off."""

Days = npt.NDArray[np.int64]


def histogram(
    view: View,
    *,
    families: Mapping[str, str] | None = None,
    whole: View | None = None,
    most_bins: int = MOST_BINS,
) -> Record:
    """Count passages by the time of what they speak of, whatever period is chosen.

    Parameters
    ----------
    view
        Of the choice; its period is told and not applied, so that the bars stay while it moves.
    families
        Family id by theme id; themes without one, and passages without a theme, go under "".
    whole
        The view of ``view.filters.without("first_day", "last_day")`` where it is at hand.
    most_bins
        The finest bins are taken of which no more are needed.

    Returns
    -------
    dict
        ``bins`` (day, week, month or year), ``starts`` (first day of each bin, empty ones
        among them), ``families``, ``counts`` (for each bin the distinct passages of each family),
        ``total`` (distinct passages dated to within each bin), ``vague`` (dates that reach beyond
        it), ``undated``, ``before`` and ``after`` (passages with a date off the axis), ``from`` and
        ``to`` (what is chosen), ``first`` and ``last`` (the days the axis reaches to) and
        ``newest`` (first day of the newest date on it). Days are ISO dates, or None.
    """
    chosen = view.filters
    if chosen.first_day is not None or chosen.last_day is not None:
        unfiltered = chosen.without("first_day", "last_day")
        view = whole or View(view.snapshot, unfiltered, view.search)
    table = view.snapshot["intervals"]
    rows = np.flatnonzero(view.passing[table["passage"]] & view.masks.told)
    first, last, passage = (table[name][rows] for name in ("first_day", "last_day", "passage"))
    names, masks = _family_masks(view.snapshot.dictionaries["themes"], families or {})
    bars: Record = {
        "bins": "day",
        "starts": [],
        "families": names,
        "counts": [],
        "total": [],
        "vague": [],
        "undated": view.undated,
        "before": 0,
        "after": 0,
        "from": _iso(chosen.first_day),
        "to": _iso(chosen.last_day),
        "first": None,
        "last": None,
        "newest": None,
    }
    if not len(rows):
        return bars
    bins, edges = _axis(first, last, most_bins)
    low, high = int(edges[0]), int(edges[-1]) - 1
    before, after = last < low, first > high
    on_axis = ~(before | after)
    size = len(edges) - 1
    numbers = np.repeat(np.arange(size, dtype=np.int32), np.diff(edges))
    start = numbers[np.maximum(first[on_axis], low) - low]
    end = numbers[np.minimum(last[on_axis], high) - low]
    # What reaches beyond the axis is wider than the bin that it begins or ends in.
    within = (start == end) & (first[on_axis] >= low) & (last[on_axis] <= high)
    number, passages = start[within], passage[on_axis][within]
    once = run_starts(number, passages)  # dates of a passage stand together, in order
    number, passages = number[once], passages[once]
    steps = np.bincount(start[~within], minlength=size + 1)
    steps -= np.bincount(end[~within] + 1, minlength=size + 1)
    themes = view.snapshot["passages"]["themes"][passages]
    stacks = [np.bincount(number[(themes & mask) != 0], minlength=size) for mask in masks]
    return bars | {
        "bins": bins,
        "starts": np.datetime_as_string(edges[:-1].astype("datetime64[D]")).tolist(),
        "counts": np.transpose(stacks).tolist(),
        "total": np.bincount(number, minlength=size).tolist(),
        "vague": np.cumsum(steps)[:size].tolist(),
        "before": _distinct(passage[before]),
        "after": _distinct(passage[after]),
        "first": _iso(low),
        "last": _iso(high),
        "newest": _iso(int(np.maximum(first[on_axis], low).max())),
    }


def _family_masks(themes: list[str], families: Mapping[str, str]) -> tuple[list[str], list[Any]]:
    """Return ids of families in the order of the themes, and their themes as bits; "" is last."""
    bits = dict.fromkeys([*(name for name in families.values() if name), ""], 0)
    for number, theme in enumerate(themes):
        if theme or not number:
            bits[families.get(theme, "")] |= 1 << number
    return list(bits), [np.uint64(value) for value in bits.values()]


def _distinct(passages: Array) -> int:
    """Count the different ones of passages; equal ones stand together."""
    return int(np.count_nonzero(run_starts(passages)))


def _axis(first: Array, last: Array, most_bins: int) -> tuple[str, Days]:
    """Return the finest bins that fit, and their edges: one more than there are bins."""
    low, high = int(first.min()), int(last.max())
    near = _without_tails(first, last, low, high)
    for bins in BINS:
        edges = _edges(*near, bins)
        if len(edges) - 1 <= most_bins:
            # What fits as finely with its tails keeps these.
            whole = _edges(low, high, bins)
            return bins, whole if len(whole) - 1 <= most_bins else edges
    return bins, edges[-most_bins - 1 :]  # of more years than that the last


def _without_tails(first: Array, last: Array, low: int, high: int) -> tuple[int, int]:
    """Return the days that nearly all dates lie in, where the whole is very much wider."""
    count = len(first)
    share, most = _TAIL_OF_FEW
    tail = max(int(count * _TAIL_SHARE), min(int(count * share), most))
    left = int(np.partition(first, tail)[tail])
    right = int(np.partition(last, count - 1 - tail)[count - 1 - tail])
    width = right - left + 1
    if not tail or high - low < _MUCH_WIDER * width:
        return low, high
    # A tail's dates that lie close to the rest stay.
    margin = width // _MUCH_WIDER
    first, last = first[first >= left - margin], last[last <= right + margin]
    return int(first.min()), int(last.max())


def _edges(low: int, high: int, bins: str) -> Days:
    """Return first days of all bins from one day to another, and of the one after them."""
    ends = bin_numbers(np.array([low, high]), bins)
    days = first_days(np.arange(ends[0], ends[1] + 2), bins)
    return days.astype("datetime64[D]").astype(np.int64)


def _iso(day: int | None) -> str | None:
    return None if day is None else str(np.datetime64(day, "D"))


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
    first, last, passage = (table[name][rows] for name in ("first_day", "last_day", "passage"))
    dated = first != NO_DAY
    undated = len(np.setdiff1d(passage[~dated], passage[dated]))
    first, last, passage = first[dated], last[dated], passage[dated]
    for bins in ("month", "year"):
        start, end = bin_numbers(first, bins), bin_numbers(last, bins)
        within = start == end
        if not within.any():
            continue
        low, high = int(start[within].min()), int(start[within].max())
        if bins == "month" and high - low >= _MOST_MONTHS:
            continue
        low = max(low, high - _MOST_BARS + 1)
        exact = _distinct_by_bin(start[within], start[within], passage[within], low, high)
        reaching = _distinct_by_bin(start, end, passage, low, high)
        return {"bins": bins, "bars": _bars(bins, low, exact, reaching), "undated": undated}
    return {"bins": "month", "bars": [], "undated": undated}


def _distinct_by_bin(
    start: Array, end: Array, passage: Array, low: int, high: int
) -> npt.NDArray[np.int64]:
    """Count distinct passages in each bin from low to high, given the bins they reach through."""
    start, end = np.maximum(start, low), np.minimum(end, high)
    on_axis = start <= end
    start, end, passage = start[on_axis] - low, end[on_axis] - low, passage[on_axis]
    repeats = end - start + 1
    number = np.repeat(start - np.cumsum(repeats) + repeats, repeats) + np.arange(repeats.sum())
    keys = np.unique(number.astype(np.int64) << 32 | np.repeat(passage, repeats))
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
