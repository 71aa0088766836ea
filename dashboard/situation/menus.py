"""Says what the filter menus offer: values, their names and how many passages have each."""

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from .address import NONE
from .place_words import AreaNames
from .plain_values import Record
from .situation import Situation
from .view import View

_PARTS = {
    "theme": "themes",
    "source": "sources",
    "language": "languages",
    "dated": "dated",
    "tense": "tenses",
    "harm": "casualties",
    "country": "countries",
    "kind": "kinds",
    "role": "roles",
    "outcome": "outcomes",
    "review": "reviews",
    "sure": "confidence",
}
"""Facets of a view by the parameter that chooses them."""
KEYS = (*_PARTS, "admin1", "report")
"""What there are menus of."""
_MOST_VALUES = 400
"""Of one menu; a search in the menu finds no more than these, and the menu says so."""


def menus(
    situation: Situation, view: View, names: AreaNames, keys: Collection[str] = KEYS
) -> Record:
    """Return what can be chosen beside what is chosen.

    Parameters
    ----------
    view
        The choice.
    names
        Of countries and regions.
    keys
        Parameters of an address that are asked for: each costs its time.

    Returns
    -------
    dict
        For each key ``values``: lists of value, name ("" where the page has its own word for it)
        and passages with all other filters applied; the most first. ``left`` counts values that
        are too many to be listed. ``sure`` has a value for each tenth.
    """
    facets = view.facets([part for key, part in _PARTS.items() if key in keys])
    offered = {key: _menu(facets[part], names) for key, part in _PARTS.items() if key in keys}
    if "admin1" in keys:
        offered["admin1"] = _menu(_admin1_counts(view), names)
    if "report" in keys:
        offered["report"] = _reports(situation, view)
    return offered


def _menu(counts: "pd.Series[int]", names: AreaNames) -> Record:
    kept = counts.head(_MOST_VALUES)
    return {
        "values": [
            [str(value) or NONE, _name(names, str(value)), int(count)]
            for value, count in kept.items()
        ],
        "left": len(counts) - len(kept),
    }


def _name(names: AreaNames, value: str) -> str:
    name = names.name(value)
    return "" if name == value else name


def _admin1_counts(view: View) -> "pd.Series[int]":
    """Count passages of each first-order region, with all filters but that one."""
    snapshot = view.snapshot
    rows = view.place_rows("admin1")
    region = snapshot["marks"]["admin1"][snapshot["observations"]["mark"][rows]]
    passage = snapshot["observations"]["passage"][rows]
    codes = snapshot.dictionaries["admin1"]
    distinct = np.unique(passage.astype(np.int64) * (len(codes) + 1) + region)
    counts = np.bincount(distinct % (len(codes) + 1), minlength=len(codes))
    by_code = {code: int(n) for code, n in zip(codes, counts.tolist(), strict=False) if code and n}
    return pd.Series(by_code, dtype="int64").sort_values(ascending=False, kind="stable")


def _reports(situation: Situation, view: View) -> Record:
    """List reports with most passages that pass, without regard to which are chosen."""
    passing = view.passing_without("documents")
    documents = view.snapshot["passages"]["document"][passing]
    counts = np.bincount(documents, minlength=view.snapshot.count("documents"))
    order = np.argsort(-counts, kind="stable")[:_MOST_VALUES]
    order = order[counts[order] > 0]
    marks = ", ".join(str(row + 1) for row in order.tolist())
    titles: dict[int, tuple[Any, ...]] = {
        row[0]: row[1:]
        for row in situation.workspace.rows(
            f"SELECT id - 1, hash, title FROM document WHERE id IN ({marks})"
        )
    }
    values = [[*titles[row], int(counts[row])] for row in order.tolist() if row in titles]
    return {"values": values, "left": int(np.count_nonzero(counts)) - len(order)}
