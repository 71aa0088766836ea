"""Shows a place as the pane of the page does, as plain values."""

from typing import Any

import numpy as np
import pandas as pd

from geocache.records import is_country_feature

from .columns import Array, Mask
from .filters import EVERYTHING, Filters
from .histogram import time_bars
from .passage_list import listed
from .place_words import KIND_WORDS, country_name, kind_in_words
from .places import marks_of
from .plain_values import Record, degrees
from .situation import Situation
from .trends import named_together
from .view import View

_MOST_PARTS, _MOST_TOGETHER = 30, 12
_PLACE = "SELECT feature_class, feature_code, country, population, name FROM place WHERE key = ?"


def place_page(
    situation: Situation, filters: Filters, thing_id: str, *, most: int = 50, skip: int = 0
) -> Record | None:
    """Return what is said of a place and of what lies in or near it; None of an unknown one.

    Returns
    -------
    dict
        ``id``, ``label``, ``name`` (of the gazetteer), ``kind`` and ``country`` in words, ``lat``
        and ``lon`` (None when not drawn); ``total`` and ``reports`` (that pass), ``named`` (those
        of ``total`` that name the place itself), ``hidden`` (how many the filters hide); ``parts``
        and ``together`` (id, label, passages); ``time``, as `time_bars` has it, whatever period is
        chosen; ``skip`` and ``passages``, newest first, each with ``carried``: why it belongs here
        when it names nothing of the place.
    """
    thing = situation.thing_row(thing_id)
    if thing is None:
        return None
    view = situation.view(filters)
    facts = situation.mark_facts([thing]).iloc[0]
    marks = _belonging(view, thing)
    holding = view.holding(marks)
    newest = view.newest(holding)
    passing = view.passing & holding
    documents = view.snapshot["passages"]["document"][passing]
    counts = view.thing_counts()
    together = named_together(view, thing, _MOST_TOGETHER)
    return {
        "id": thing_id,
        "label": situation.labels_of([thing]).get(thing, str(facts["label"])),
        **_kind_and_country(situation, thing_id, facts),
        "lat": degrees(facts["lat"]),
        "lon": degrees(facts["lon"]),
        "total": len(newest),
        "named": int(counts[thing]),
        "reports": len(np.unique(documents)),
        "hidden": _hidden(situation, view, marks, len(newest)),
        "parts": _named(situation, *_parts(view, counts, marks, thing)),
        "together": _named(situation, together["other"].tolist(), together["passages"].tolist()),
        "time": time_bars(_at_any_time(situation, view), marks),
        "skip": skip,
        "passages": listed(situation, view, newest.rows(most, skip), marks),
    }


def _belonging(view: View, thing: int) -> Mask:
    """Return marks of a thing and, of a place, of its parts and of what lies in it."""
    table = view.snapshot["marks"]
    same = np.asarray(table["thing"] == thing)
    place = int(table["place"][thing])
    return same | marks_of(view.snapshot, [place]) if place else same


def _kind_and_country(situation: Situation, thing_id: str, facts: "pd.Series[Any]") -> Record:
    rows = situation.workspace.rows(_PLACE, (thing_id,))
    if not rows:
        words = "no known place" if pd.isna(facts["lon"]) else KIND_WORDS.get(facts["kind"], "")
        return {"name": "", "kind": words, "country": country_name(facts["country"])}
    feature_class, code, country, population, name = rows[0]
    is_country = is_country_feature(code)
    return {
        "name": name,
        "kind": kind_in_words(feature_class, code, population),
        "country": "" if is_country else country_name(country),
    }


def _at_any_time(situation: Situation, view: View) -> View:
    """Return the view without its period, so that the bars stay while one is chosen."""
    filters = view.filters.without("first_day", "last_day")
    whole = view if filters == view.filters else situation.view(filters)
    return whole if whole.snapshot is view.snapshot else view


def _hidden(situation: Situation, view: View, marks: Mask, shown: int) -> int:
    if view.filters == EVERYTHING:
        return 0
    everything = situation.view(EVERYTHING)
    if everything.snapshot is not view.snapshot:  # something came between the two
        return 0
    return max(0, int(np.count_nonzero(everything.passing & everything.holding(marks))) - shown)


def _parts(view: View, counts: Array, marks: Mask, thing: int) -> tuple[list[int], list[int]]:
    """Return other things among marks, and the passages of each, the most first."""
    wanted = np.zeros(len(counts), bool)
    wanted[view.snapshot["marks"]["thing"][marks]] = True
    wanted[thing] = False
    parts = np.flatnonzero(wanted & (counts > 0))
    parts = parts[np.argsort(-counts[parts], kind="stable")][:_MOST_PARTS]
    return parts.tolist(), counts[parts].tolist()


def _named(situation: Situation, things: list[int], counts: list[int]) -> list[Record]:
    if not things:
        return []
    facts, labels = situation.mark_facts(things), situation.labels_of(things)
    return [
        {"id": fact.thing_id, "label": labels.get(row, str(fact.label)), "passages": int(count)}
        for row, fact, count in zip(things, facts.itertuples(), counts, strict=True)
        if isinstance(fact.thing_id, str)
    ]
