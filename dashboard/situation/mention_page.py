"""What may be decided of the words of a passage: mentions, themes and dates as plain values."""

import re
from typing import Any

from ..workspace import Workspace
from ..workspace.codes import KINDS, MENTION_KINDS, OUTCOMES, REVIEWS, ROLES
from .answers import degrees
from .frames import Record
from .place_choices import PlaceChoices
from .place_words import (
    KIND_WORDS,
    OUTCOME_WORDS,
    ROLE_WORDS,
    country_name,
    kind_in_words,
    probability,
)
from .reports import fetched
from .why import MOST_OTHERS, Explain, explained_mentions, unknown_place

_CONTEXT = 90
"""Letters on each side of words that are shown by themselves."""
_BROKEN_FIRST, _BROKEN_LAST = re.compile(r"\A\S*\s"), re.compile(r"\s\S*\Z")
"""Words that were cut through."""
_PASSAGE = """
SELECT p.number, p.start, p."end", substr(t.text, p.start + 1, p."end" - p.start) AS text,
       d.title, s.name AS source, d.date
FROM passage p
JOIN document d ON d.id = p.document_id
JOIN document_text t ON t.document_id = d.id
JOIN source s ON s.id = d.source_id
WHERE d.hash = ? AND p.start <= ? AND p."end" >= ?
ORDER BY p.start DESC LIMIT 1
"""
_MENTIONS = """
SELECT me.start, me."end", me.kind, me.role, me.role_probability, me.outcome, me.probability,
       me.confidence, f.review, f.start AS shape_start, f."end" AS shape_end, m.kind AS shape,
       coalesce(own.key, m.hash) AS mark,
       pl.key AS id, pl.name, pl.feature_class, pl.feature_code, pl.country, pl.admin1,
       pl.population, pl.lon, pl.lat
FROM mention me
JOIN footprint f ON f.id = me.footprint_id
JOIN passage p ON p.id = f.passage_id
JOIN document d ON d.id = p.document_id
JOIN mark m ON m.id = f.mark_id
LEFT JOIN place own ON own.id = m.place_id
LEFT JOIN place pl ON pl.id = me.place_id
WHERE d.hash = ? AND me.start >= ? AND me."end" <= ?
ORDER BY me.start, me.id
"""
_MARK = """
SELECT coalesce(own.key, m.hash)
FROM mention me
JOIN footprint f ON f.id = me.footprint_id
JOIN passage p ON p.id = f.passage_id
JOIN document d ON d.id = p.document_id
JOIN mark m ON m.id = f.mark_id
LEFT JOIN place own ON own.id = m.place_id
WHERE d.hash = ? AND me.start = ?
ORDER BY f."end" - f.start LIMIT 1
"""
_THEMES = """
SELECT t.name AS theme, h.core FROM theme_hit h
JOIN theme t ON t.id = h.theme_id
JOIN passage p ON p.id = h.passage_id
JOIN document d ON d.id = p.document_id
WHERE d.hash = ? AND p.number = ? ORDER BY h.score DESC, t.id
"""
_DATES = """
SELECT dm.start, dm."end", dm.date, dm.date_precision, coalesce(n.text, '') AS note
FROM date_mention dm
JOIN passage p ON p.id = dm.passage_id
JOIN document d ON d.id = p.document_id
LEFT JOIN note n ON n.id = dm.date_note
WHERE d.hash = ? AND p.number = ? ORDER BY dm.start
"""


class MentionPages:
    """Says what was read in a passage, with all that may be meant instead.

    Parameters
    ----------
    choices
        Describes places.
    explain
        Works out what was weighed.
    """

    def __init__(self, choices: PlaceChoices, explain: Explain) -> None:
        self._choices, self._explain = choices, explain

    def page(
        self, workspace: Workspace, document: str, start: int, end: int, *, weighed: bool = True
    ) -> Record | None:
        """Return the passage that holds some words, as it may be decided on; None of no passage.

        Without ``weighed`` only what was chosen is named: that takes no time, and waits for nobody.

        Returns
        -------
        dict
            ``document``, ``title``, ``source``, ``passage`` (its number), ``start``, ``end`` and
            ``text``; ``themes`` (ids that it has), ``dates`` (each with ``start``, ``end``,
            ``words``, ``date``) and ``mentions``, each with ``start``, ``end``, ``words``,
            ``before`` and ``behind`` (what stands around), ``mark`` (id of what is drawn),
            ``shape`` (its kind and words where it is more than a place), ``role``, ``outcome``,
            ``certainty``, ``review`` and ``candidates``: what may be meant, what was chosen first.
        """
        rows = fetched(workspace, _PASSAGE, (document, start, end))
        if not rows:
            return None
        passage = rows[0]
        text, at = passage["text"], passage["start"]
        explained = explained_mentions(workspace, document, self._explain) if weighed else {}
        where = (document, passage["number"])
        dates = fetched(workspace, _DATES, where)
        found = fetched(workspace, _MENTIONS, (document, at, passage["end"]))
        return {
            "document": document,
            "title": passage["title"],
            "source": passage["source"],
            "passage": passage["number"],
            "start": at,
            "end": passage["end"],
            "text": text,
            "themes": [one["theme"] for one in fetched(workspace, _THEMES, where) if one["core"]],
            "dates": [one | {"words": text[one["start"] - at : one["end"] - at]} for one in dates],
            "mentions": [
                around(text, at, row["start"], row["end"])
                | self._mention(row, explained.get(row["start"], {}))
                | _shape(row, text, at)
                for row in found
            ],
        }

    def _mention(self, row: Record, explained: Record) -> Record:
        return {
            "mark": row["mark"],
            "kind": str(MENTION_KINDS[row["kind"]]),
            "role": str(ROLES[row["role"]]),
            "role_words": ROLE_WORDS[str(ROLES[row["role"]])],
            "outcome": OUTCOMES[row["outcome"]].value,
            "outcome_words": OUTCOME_WORDS[str(OUTCOMES[row["outcome"]])],
            "certainty": probability(row["confidence"]),
            "review": REVIEWS[row["review"]],
            "place": self._chosen(row) if row["id"] else None,
            "candidates": self._candidates(row, explained.get("candidates", ())),
        }

    def _chosen(self, row: Record) -> Record:
        known = self._choices.known(row["id"])
        if known is not None:
            return self._choices.described(known)
        return {
            "id": row["id"],
            "name": row["name"],
            "kind": kind_in_words(row["feature_class"], row["feature_code"], row["population"]),
            "where": country_name(row["country"]),
            "population": row["population"],
            "lat": degrees(row["lat"]),
            "lon": degrees(row["lon"]),
        }

    def _candidates(self, row: Record, weighed: Any) -> list[Record]:
        """What may be meant, each once: the place that was chosen first."""
        first = [self._chosen(row)] if row["id"] else []
        others = [one for one in weighed if one["id"] != row["id"]][:MOST_OTHERS]
        for one in others:
            known = self._choices.known(one["id"])
            first.append(self._choices.described(known) if known else unknown_place(one))
        return first


def mark_at(workspace: Workspace, document: str, start: int) -> str:
    """Return the id of what is drawn of a mention; "" when no mention begins there."""
    rows = workspace.rows(_MARK, (document, start))
    return str(rows[0][0]) if rows else ""


def around(text: str, offset: int, start: int, end: int) -> Record:
    """Return words with what stands around them; ``offset`` is where the text begins."""
    first, last = start - offset, end - offset
    before, behind = text[:first], text[last:]
    if len(before) > _CONTEXT:
        before = f"…{_BROKEN_FIRST.sub('', before[-_CONTEXT:])}"
    if len(behind) > _CONTEXT:
        behind = f"{_BROKEN_LAST.sub('', behind[:_CONTEXT])}…"
    return {
        "start": start,
        "end": end,
        "words": text[first:last],
        "before": before,
        "behind": behind,
    }


def _shape(row: Record, text: str, offset: int) -> Record:
    """Return what is drawn where it is more than the place itself: "the road from A to B"."""
    is_more = (row["shape_start"], row["shape_end"]) != (row["start"], row["end"])
    words = text[row["shape_start"] - offset : row["shape_end"] - offset]
    kind = KIND_WORDS[str(KINDS[row["shape"]])]
    return {"shape": {"words": words, "kind": kind} if is_more else None}
