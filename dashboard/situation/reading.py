"""Passages cut into plain and highlighted pieces, ready to be shown as text."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from geocache import Outcome

from ..annotate import Themes
from .filters import Filters
from .frames import Record, grouped, records
from .picture import Situation

Piece = dict[str, Any]
"""``text`` and, for highlighted words, ``mark``, ``role``, ``colour``, ``hint``, ``current``."""
PassageKey = tuple[str, int]
"""Document id and passage number."""


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
    filters
        What is to be seen.
    """

    def __init__(self, situation: Situation, filters: Filters) -> None:
        visible = situation.visible(filters)
        self._situation = situation
        self._visible = visible
        self._documents = {row["id"]: row for row in records(situation.documents)}
        self._passages = grouped(situation.passages, "document_id")
        self._footprints = grouped(situation.footprints, "document_id", "passage")
        self._hits = grouped(situation.theme_hits, "document_id", "passage")
        self._dates = grouped(situation.dates, "document_id", "passage")
        self._themes: dict[str, str] = {}
        for observations in (situation.observations, visible):
            marks = records(situation.marks(observations))
            self._themes |= {row["mark_id"]: row["theme"] for row in marks}
        self._matching = _passage_keys(filters.passages_of(situation.passage_themes))
        self._placed = _passage_keys(visible)
        self._shown_marks = set(visible["mark_id"])

    def document_counts(self) -> dict[str, int]:
        """Matching passages of every document, by document id, in document order."""
        counts = dict.fromkeys(self._documents, 0)
        for document_id, _ in self._matching:
            counts[document_id] += 1
        return counts

    def passage_counts(self) -> tuple[int, int]:
        """Return how many passages pass the filters, and how many of those have no mark."""
        return len(self._matching), len(self._matching - self._placed)

    def document(self, document_id: str, *, mark: str | None, opened: str | None) -> list[Piece]:
        """Every passage of a document; those that don't pass the filters are dimmed."""
        return [
            {
                **self._passage(row, mark),
                "dimmed": (document_id, row["number"]) not in self._matching,
                "opened": f"{document_id}:{row['number']}" == opened,
            }
            for row in self._passages.get((document_id,), [])
        ]

    def passages_of(self, mark: str) -> list[Piece]:
        """Return the passages that speak of a mark, each document's under its title and date."""
        found: list[Piece] = []
        previous = ""
        for row in records(self._situation.passages_of(mark, self._visible)):
            document = self._documents[row["document_id"]]
            heading = "" if document["id"] == previous else _heading(document)
            previous = document["id"]
            passage = self._passage(self._passages[previous,][row["passage"]], mark)
            carried = row["carried"]
            found.append(
                {**passage, "heading": heading, "open": True, "title": False, "carried": carried}
            )
        return found

    def _passage(self, row: Record, mark: str | None) -> Piece:
        document = self._documents[row["document_id"]]
        key: PassageKey = (document["id"], row["number"])
        words = document["text"][row["start"] : row["end"]]
        return {
            "key": f"{document['id']}:{row['number']}",
            "title": row["number"] == 0 and words == document["title"],
            "pieces": list(self._pieces(key, document["text"], row, mark)),
            "themes": [_chip(hit) for hit in self._hits.get(key, [])],
            "date": "; ".join(
                f"“{date['text']}”: {date_words(date)}" for date in self._dates.get(key, [])
            ),
        }

    def _pieces(
        self, key: PassageKey, text: str, passage: Record, mark: str | None
    ) -> Iterator[Piece]:
        reached = passage["start"]
        for row in self._footprints.get(key, []):
            start, end = row["start"], min(row["end"], passage["end"])
            if start >= reached:
                yield {"text": text[reached:start]}
                yield {**self._highlight(row, mark), "text": text[start:end]}
                reached = end
        yield {"text": text[reached : passage["end"]]}

    def _highlight(self, row: Record, mark: str | None) -> Piece:
        theme = Themes.shipped().get(self._themes.get(row["mark_id"], ""))
        hidden = "" if row["mark_id"] in self._shown_marks else " (hidden by the filters)"
        doubt = " · ambiguous" if row["ambiguous"] else ""
        return {
            "mark": row["mark_id"],
            "key": f"{row['document_id']}:{row['passage']}",
            "role": row["role"] if row["geometry"] else "unresolved",
            "colour": theme.colour,
            "hint": f"{row['label']} · {row['kind']}{doubt} · {row['note']}{hidden}",
            "current": row["mark_id"] == mark,
        }

    def reasons(self, mark: str) -> list[dict[str, Any]]:
        """Why the words of a mark were taken for its places: a row for each distinct wording."""
        footprints = self._situation.footprints
        own = footprints[footprints["mark_id"] == mark][["document_id", "number"]]
        mentions = self._situation.mentions.merge(
            own, left_on=["document_id", "footprint"], right_on=["document_id", "number"]
        )
        return [_reason(row) for row in records(mentions.drop_duplicates("text"))]


def _passage_keys(frame: pd.DataFrame) -> set[PassageKey]:
    return {(row["document_id"], row["passage"]) for row in records(frame)}


def _heading(document: Record) -> str:
    return f"{document['title']} · {date_words(document)}"


def _chip(hit: Record) -> dict[str, str]:
    theme = Themes.shipped().get(hit["theme"])
    words = sorted({cue["text"] for cue in hit["cues"]}, key=str.lower)
    hint = f"because of: {', '.join(words)}"
    return {"label": theme.label, "colour": theme.colour, "hint": hint}


def _reason(row: Record) -> dict[str, Any]:
    known = row["outcome"] != Outcome.NIL
    others = [c for c in row["candidates"] if c["id"] != row["place_id"]]
    return {
        "words": row["text"],
        "means": _place(row["place_name"], row, row["place_id"]) if known else "no known place",
        "outcome": row["outcome"],
        "confidence": round(row["confidence"], 2),
        "role": row["role"],
        "because": "; ".join(e["detail"] for e in row["evidence"] if e["detail"]),
        "other candidates": "; ".join(_place(c["name"], c, c["id"]) for c in others),
    }


def _place(name: str, facts: Record, place_id: str) -> str:
    # Points that a text gives by their coordinates have no feature code.
    kind = facts["feature_code"] or "coordinates"
    return f"{name} ({kind}, {facts['country_code'] or '–'}, {place_id})"
