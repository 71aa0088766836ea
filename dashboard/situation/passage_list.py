"""Passages as the pane of the page lists them, as plain values."""

from collections.abc import Sequence
from typing import Any

from .answers import iso_day
from .filters import Filters
from .frames import Record
from .highlights import date_words
from .reports import details
from .search import highlights
from .situation import Situation
from .view import View

KIND_WORDS = {
    "point": "place",
    "area": "area",
    "zone": "zone",
    "route": "route",
    "border": "border",
    "part": "part of a place",
    "offset": "distance from a place",
    "between": "between places",
    "buffer": "around a place",
}
_OUTCOME_WORDS = {"ambiguous": "may mean another place", "nil": "no known place"}


def passage_list(
    situation: Situation, filters: Filters, *, most: int = 50, skip: int = 0
) -> Record:
    """List the passages that pass: the best first for words searched, else the newest."""
    view = situation.view(filters)
    rows = situation.search_rows(view, most, skip)
    return {
        "total": view.counts()["passages"],
        "skip": skip,
        "passages": listed(situation, view, rows),
    }


def listed(situation: Situation, view: View, rows: Sequence[int]) -> list[Record]:
    """Return passages by their rows, with what was read in them."""
    if not rows:
        return []
    frame = situation.passages(rows)
    read = details(situation.workspace, rows)
    return [
        written(
            situation,
            view,
            {**facts, "row": row, **{kind: found.get(row, []) for kind, found in read.items()}},
        )
        for row, facts in zip(frame["row"].tolist(), frame.to_dict("records"), strict=True)
    ]


def written(situation: Situation, view: View, passage: dict[Any, Any]) -> Record:
    """Return one passage as plain values; offsets count in its own text."""
    row, table = passage["row"], view.snapshot["passages"]
    at = int(view.newest_interval[row]) if row < len(view.newest_interval) else -1
    days = view.snapshot["intervals"]
    return {
        "document": passage["document"],
        "passage": int(passage["number"]),
        "title": passage["title"],
        "source": passage["source"],
        "origin": passage["origin"],
        "date": date_words(passage),
        "from": iso_day(days["first_day"][at]) if at >= 0 else None,
        "to": iso_day(days["last_day"][at]) if at >= 0 else None,
        "dated": ("", "words", "report")[table["dated"][row]] or None if at >= 0 else None,
        "themes": [hit["theme"] for hit in passage["themes"] if hit["core"]],
        "text": passage["text"],
        "mentions": _mentions(situation, passage),
        "hits": [list(span) for span in highlights(passage["text"], view.masks.clauses)],
    }


def _mentions(situation: Situation, passage: dict[Any, Any]) -> list[Record]:
    """Return the highlights of a passage in text order, none overlapping."""
    labels, found, reached = situation.labels(), [], 0
    for one in passage["footprints"]:
        start = int(one["start"] - passage["start"])
        end = int(min(one["end"], passage["end"]) - passage["start"])
        if start < reached:
            continue
        reached = end
        label = str(labels.get(one["mark"], one["label"]))
        role = "named as an actor" if one["role"] == "associative" else "happens there"
        doubt = _OUTCOME_WORDS.get(one["outcome"], "")
        kind = KIND_WORDS.get(one["kind"], one["kind"])
        found.append(
            {
                "start": start,
                "end": end,
                "mark": one["thing_id"],
                "role": one["role"],
                "outcome": one["outcome"],
                "kind": one["kind"],
                "label": label,
                "hint": " · ".join(filter(None, (label, kind, role, doubt))),
            }
        )
    return found
