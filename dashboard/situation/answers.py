"""Answers a choice with plain values: for `sitmap query`, exports and who asks from outside.

The page shows the same, through the same view.
"""

from typing import Any

from .casualty_words import casualties_in_text
from .days import iso_day
from .filters import Filters
from .plain_values import Record, degrees
from .reports import details
from .situation import Situation
from .view import View, dated_by


def answer(situation: Situation, filters: Filters, limit: int = 50) -> Record:
    """Return the passages, marks and themes of a choice.

    Parameters
    ----------
    situation
        What is asked.
    filters
        The choice.
    limit
        How many passages are listed, newest first and undated last; all are counted.

    Returns
    -------
    dict
        ``documents`` and ``passages_total``, which pass; ``passages``, with offsets of mentions in
        the passage's own ``text``; ``marks``, those with most passages first; ``themes``, passing
        passages by theme id.

    Raises
    ------
    QueryError
        The words searched can't be understood.
    """
    view = situation.view(filters)
    counts = view.counts()
    rows = view.newest().rows(limit)
    return {
        "documents": counts["documents"],
        "passages_total": counts["passages"],
        "passages": [record for _, record in passage_records(situation, view, rows)]
        if rows
        else [],
        "marks": _marks(situation, view),
        "themes": _themes(view),
    }


def passage_records(situation: Situation, view: View, rows: list[int]) -> list[tuple[int, Record]]:
    """Return passages, each with its row, as `answer` lists them; without those gone meanwhile."""
    frame = situation.passages(rows)
    read = details(situation.workspace, rows)
    return [
        (
            row,
            {
                "document": passage["document"],
                "title": passage["title"],
                "source": passage["source"],
                "passage": int(passage["number"]),
                "start": int(passage["start"]),
                "end": int(passage["end"]),
                "text": passage["text"],
                **_interval(view, row),
                "dated": dated_by(view, row),
                "themes": [hit["theme"] for hit in read["themes"].get(row, []) if hit["core"]],
                "casualties": casualties_in_text(passage, read["casualties"].get(row, [])),
                "mentions": [
                    _mention(mention, passage) for mention in read["mentions"].get(row, [])
                ],
            },
        )
        for row, passage in zip(frame["row"].tolist(), frame.to_dict("records"), strict=True)
    ]


def when_in_words(record: Record) -> str:
    """Return the day or days of a passage of `answer`; "undated" if it has none."""
    if record["from"] is None:
        return "undated"
    days = str(record["from"])
    if record["to"] != record["from"]:
        days += f" to {record['to']}"
    return f"undated; reported on {days}" if record["dated"] == "report" else days


def _interval(view: View, row: int) -> Record:
    """Return the newest interval of a passage in the chosen time; None where it has none."""
    interval = int(view.newest_interval[row])
    if interval < 0:
        return {"from": None, "to": None}
    table = view.snapshot["intervals"]
    return {
        "from": iso_day(table["first_day"][interval]),
        "to": iso_day(table["last_day"][interval]),
    }


def _mention(mention: Record, passage: dict[Any, Any]) -> Record:
    start, end = mention["start"] - passage["start"], mention["end"] - passage["start"]
    return {
        "start": int(start),
        "end": int(end),
        "text": passage["text"][start:end],
        "place_id": mention["place_id"],
        "lat": mention["lat"],
        "lon": mention["lon"],
    }


def _marks(situation: Situation, view: View) -> list[Record]:
    marks = view.marks().sort_values(["passages", "thing"], ascending=[False, True])
    facts = situation.mark_facts(marks["mark"].tolist())
    labels = situation.labels()
    return [
        {
            "id": fact.thing_id,
            "label": labels.get(fact.Index, fact.label),
            "kind": fact.kind,
            "lat": degrees(fact.lat),
            "lon": degrees(fact.lon),
            "passages": int(passages),
        }
        for passages, fact in zip(marks["passages"].tolist(), facts.itertuples(), strict=True)
        if isinstance(fact.thing_id, str)  # else the mark is gone meanwhile
    ]


def _themes(view: View) -> dict[str, int]:
    """Count passing passages by theme."""
    themes = view.snapshot["passages"]["themes"][view.passing]
    names = view.snapshot.dictionaries["themes"]
    counted = {
        name: int(((themes >> number) & 1).sum())
        for number, name in enumerate(names)
        if number and name
    }
    return {name: count for name, count in counted.items() if count}
