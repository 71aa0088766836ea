"""Counts how often a choice names each country and each first-order subdivision."""

from typing import NamedTuple

import numpy as np

from ..errors import QueryError
from .columns import Array, run_starts
from .view import View

COUNTRY, ADMIN1 = "country", "admin1"
LEVELS = (COUNTRY, ADMIN1)
"""What areas are counted by; each is also the parameter of an address that chooses one."""
_DICTIONARIES = {COUNTRY: "countries", ADMIN1: "admin1"}
_MOST_SHORT = 1 << 16
"""Codes that fit into 16 bits, which NumPy sorts in one pass."""


class AreaCount(NamedTuple):
    """Says how often an area is named."""

    passages: int
    """That name a place in it."""
    reports: int
    """That hold such a passage."""


def area_counts(view: View, level: str) -> dict[str, AreaCount]:
    """Return the areas that are named in what a choice shows, by their codes.

    Parameters
    ----------
    view
        The choice.
    level
        ``country`` (codes as ``SY``) or ``admin1`` (as ``SY.12``).

    Raises
    ------
    QueryError
        There is no such level.
    """
    if level not in LEVELS:
        raise QueryError(f"level={level} in the address; expected one of {', '.join(LEVELS)}")
    passages, codes = _named(view, level)
    names = view.snapshot.dictionaries[_DICTIONARIES[level]]
    size = len(names)
    if size <= _MOST_SHORT:
        codes = codes.astype(np.uint16)
    # Sorted so that equal codes stand together, and within a code passages as they are stored:
    # those of a report stand together, so each is counted where it differs from the one before.
    order = np.argsort(codes, kind="stable")
    codes, passages = codes[order], passages[order]
    documents = view.snapshot["passages"]["document"][passages]
    by_passage = np.bincount(codes[run_starts(codes, passages)], minlength=size)
    by_report = np.bincount(codes[run_starts(codes, documents)], minlength=size)
    return {
        names[code]: AreaCount(int(by_passage[code]), int(by_report[code]))
        for code in np.flatnonzero(by_passage).tolist()
        if names[code]  # what lies in no area, as the sea
    }


def _named(view: View, level: str) -> tuple[Array, Array]:
    """Return passages in their order, each with the code of an area that is shown in it."""
    observations, visible = view.snapshot["observations"], view.visible
    rows: Array | slice = slice(None) if visible is None else np.flatnonzero(visible)
    if level == COUNTRY:
        pairs = view.snapshot["country_pairs"]
        shown = view.snapshot.mask("country_pairs", observations["country_pair"][rows])
        return pairs["passage"][shown], pairs["country"][shown]
    codes = view.snapshot["marks"]["admin1"][observations["mark"][rows]]
    return observations["passage"][rows], codes
