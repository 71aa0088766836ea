"""Passages cut into plain and highlighted pieces, ready to be shown as text."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from geocache import Outcome

from ..annotate import Themes
from ..workspace.codes import OUTCOMES
from .filters import Filters
from .frames import Record
from .reports import details, fetched
from .situation import Situation
from .view import View
from .why import Explain, explained_mentions

Piece = dict[str, Any]
"""``text`` and, for highlighted words, ``mark``, ``role``, ``colour``, ``hint``, ``current``."""
_MOST_LISTED = 50
_MOST_WORDINGS = 12
_WORDINGS = """
SELECT d.hash AS document, min(me.id) AS mention, me.outcome, me.confidence, me.role,
       substr(t.text, me.start + 1, me."end" - me.start) AS words, me.start,
       pl.key AS place_id, pl.name AS place_name, pl.feature_code, pl.country AS country_code
FROM mark m
JOIN footprint f ON f.mark_id = m.id
JOIN mention me ON me.footprint_id = f.id
JOIN passage p ON p.id = f.passage_id
JOIN document d ON d.id = p.document_id
JOIN document_text t ON t.document_id = d.id
LEFT JOIN place own ON own.id = m.place_id
LEFT JOIN place pl ON pl.id = me.place_id
WHERE m.hash = ? OR own.key = ?
GROUP BY words ORDER BY mention LIMIT ?
"""


def date_words(row: Record) -> str:
    """``date``, ``date_precision`` and ``date_note`` of a row, for people."""
    date, precision, note = row["date"], row["date_precision"], row["date_note"]
    if not date:
        return f"undated: {note}" if note else "undated"
    detail = "" if precision == "day" else f", known to the {precision}"
    return f"{date}{detail}" + (f" (inferred: {note})" if note else "")


class Reading:
    """The text of documents with their marks, under the current filters.

    Parameters
    ----------
    situation
        Everything there is.
    passages
        What passages are to be seen.
    marks
        What marks are drawn.
    explain
        Works out why words were taken for their places.
    """

    def __init__(
        self, situation: Situation, passages: Filters, marks: Filters, explain: Explain
    ) -> None:
        self._situation = situation
        self._passages: View = situation.view(passages)
        self._marks: View = situation.view(marks)
        self._explain = explain

    @cached_property
    def _shown(self) -> pd.DataFrame:
        """Marks that are drawn, in the order of their things."""
        return self._marks.marks()

    def _theme_of(self, mark: int) -> str | None:
        """Id of the theme that a mark, by its row, is drawn with; None when it is not drawn."""
        rows = self._marks.snapshot["marks"]["thing"]
        things = self._shown["thing"].to_numpy()
        if mark >= len(rows):  # it came since the view was made
            return None
        at = int(np.searchsorted(things, rows[mark]))
        is_drawn = at < len(things) and things[at] == rows[mark]
        return str(self._shown["theme"].iloc[at]) if is_drawn else None

    def document_counts(self, most: int) -> dict[str, int]:
        """Matching passages of documents, by their hashes.

        Those that have any come first, both in the order in which they came.
        """
        snapshot = self._passages.snapshot
        table = snapshot["passages"]
        size = snapshot.count("documents")
        counts = np.bincount(table["document"][self._passages.passing], minlength=size)
        alive = np.bincount(table["document"][table["alive"] == 1], minlength=size) > 0
        order = np.concatenate([np.flatnonzero(counts), np.flatnonzero(alive & (counts == 0))])
        wanted = order[:most].tolist()
        ids = ", ".join(str(row + 1) for row in wanted)
        rows = self._situation.workspace.rows(f"SELECT id, hash FROM document WHERE id IN ({ids})")
        hashes = {number - 1: key for number, key in rows}
        return {hashes[row]: int(counts[row]) for row in wanted if row in hashes}

    def passage_counts(self) -> tuple[int, int]:
        """Return how many passages pass the filters, and how many of those have no mark."""
        placed = self._marks.holding(np.ones(self._marks.snapshot.count("marks"), bool))
        passing = self._passages.passing
        return int(np.count_nonzero(passing)), int(np.count_nonzero(passing & ~placed))

    def document(self, document: str, *, mark: str | None, opened: str | None) -> list[Piece]:
        """Every passage of a document; those that don't pass the filters are dimmed."""
        whole = self._situation.document(document)
        passing = self._passages.passing
        if whole is None:
            return []
        return [
            {
                **self._passage(passage, whole, mark),
                "dimmed": not (passage["row"] < len(passing) and passing[passage["row"]]),
                "opened": f"{document}:{passage['number']}" == opened,
            }
            for passage in whole["passages"]
        ]

    def passages_of(self, mark: str) -> list[Piece]:
        """Return the newest passages that speak of a mark, each document's under its title."""
        things = self._things(mark)
        newest = self._marks.newest(self._marks.holding(things))
        rows = newest.rows(_MOST_LISTED)
        if not rows:
            return []
        frame = self._situation.passages(rows)
        read = details(self._situation.workspace, rows)
        found: list[Piece] = []
        previous = ""
        for row, facts in zip(frame["row"].tolist(), frame.to_dict("records"), strict=True):
            document: Record = {str(key): value for key, value in facts.items()}
            passage = {
                **document,
                "row": row,
                **{kind: grouped.get(row, []) for kind, grouped in read.items()},
            }
            heading = "" if document["document"] == previous else _heading(document)
            previous = document["document"]
            found.append(
                {
                    **self._passage(passage, document, mark),
                    "heading": heading,
                    "open": True,
                    "title": False,
                    "carried": self._carried(passage, things),
                }
            )
        return found

    def _things(self, mark: str) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Marks of the place or shape with an id."""
        things = self._marks.snapshot["marks"]["thing"]
        row = self._situation.thing_row(mark)
        return np.zeros(len(things), bool) if row is None else np.asarray(things == row)

    def _carried(self, passage: Record, things: Any) -> str:
        """How a place came into a passage that does not name it; empty when it is named."""
        observed = {o["footprint"]: o["carried"] for o in passage["observations"]}
        named = {f["footprint"]: f["mark"] for f in passage["footprints"]}
        if any(things[mark] for mark in named.values()):
            return ""
        return next((carried for carried in observed.values() if carried), "")

    def _passage(self, passage: Record, document: Record, mark: str | None) -> Piece:
        key = f"{document['document']}:{passage['number']}"
        return {
            "key": key,
            "title": passage["number"] == 0 and passage["text"] == document["title"],
            "pieces": list(self._pieces(key, passage, mark)),
            "themes": [_chip(hit, passage) for hit in passage["themes"]],
            "date": "; ".join(
                f"“{_words(passage, date)}”: {date_words(date)}" for date in passage["dates"]
            ),
        }

    def _pieces(self, key: str, passage: Record, mark: str | None) -> Iterator[Piece]:
        text, begin = passage["text"], passage["start"]
        reached = 0
        for row in passage["footprints"]:
            start, end = row["start"] - begin, min(row["end"], passage["end"]) - begin
            if start >= reached:
                yield {"text": text[reached:start]}
                yield {**self._highlight(key, row, mark), "text": text[start:end]}
                reached = end
        yield {"text": text[reached:]}

    def _highlight(self, key: str, row: Record, mark: str | None) -> Piece:
        shown = self._theme_of(row["mark"])
        theme = Themes.shipped().get(shown or "")
        hidden = " (hidden by the filters)" if shown is None else ""
        doubt = " · ambiguous" if row["outcome"] == Outcome.AMBIGUOUS else ""
        return {
            "mark": row["thing_id"],
            "key": key,
            "role": row["role"] if row["drawn"] else "unresolved",
            "colour": theme.colour,
            "hint": f"{row['label']} · {row['kind']}{doubt} · {row['note']}{hidden}",
            "current": row["thing_id"] == mark,
        }

    def reasons(self, mark: str) -> list[dict[str, Any]]:
        """Why the words of a mark were taken for its places: a row for each distinct wording."""
        rows = fetched(self._situation.workspace, _WORDINGS, (mark, mark, _MOST_WORDINGS))
        return [_reason(row, self._explained(row)) for row in rows]

    def _explained(self, row: Record) -> Record:
        """Evidence and candidates of a mention: as they were kept, or worked out again."""
        known = explained_mentions(self._situation.workspace, row["document"], self._explain)
        return known.get(row["start"], {})


def _heading(document: Record) -> str:
    return f"{document['title']} · {date_words(document)}"


def _words(passage: Record, spanned: Record) -> str:
    begin = passage["start"]
    return str(passage["text"][spanned["start"] - begin : spanned["end"] - begin])


def _chip(hit: Record, passage: Record) -> dict[str, str]:
    theme = Themes.shipped().get(hit["theme"])
    words = set()
    for span in filter(None, hit["cues"].split(",")):
        start, end = map(int, span.split("-"))
        words.add(_words(passage, {"start": start, "end": end}))
    hint = f"because of: {', '.join(sorted(words, key=str.lower))}"
    return {"label": theme.label, "colour": theme.colour, "hint": hint}


def _reason(row: Record, explained: Record) -> dict[str, Any]:
    outcome = OUTCOMES[row["outcome"]]
    others = [c for c in explained.get("candidates", ()) if c["id"] != row["place_id"]]
    evidence = explained.get("evidence", ())
    known = outcome is not Outcome.NIL and row["place_id"]
    return {
        "words": row["words"],
        "means": _place(row["place_name"], row, row["place_id"]) if known else "no known place",
        "outcome": outcome.value,
        "confidence": round(row["confidence"], 2),
        "because": "; ".join(e["detail"] for e in evidence if e["detail"]),
        "other candidates": "; ".join(_place(c["name"], c, c["id"]) for c in others),
    }


def _place(name: str, facts: Record, place_id: str) -> str:
    # Points that a text gives by their coordinates have no feature code.
    kind = facts["feature_code"] or "coordinates"
    return f"{name} ({kind}, {facts['country_code'] or '–'}, {place_id})"
