"""Says what may be decided of the words of a passage: mentions, themes and dates."""

import re
from collections.abc import Iterable

from ..workspace import Workspace
from ..workspace.codes import KINDS, MENTION_KINDS, OUTCOMES, REVIEWS, ROLES
from .place_choices import MOST_OTHERS, PlaceChoices
from .place_words import (
    KIND_WORDS,
    OUTCOME_WORDS,
    ROLE_WORDS,
    country_name,
    kind_in_words,
    probability,
)
from .plain_values import Record, degrees
from .reports import Explain, explained_mentions, readings_table

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
SELECT dm.start, dm."end", dm.date, dm.date_precision, coalesce(n.text, '') AS note,
       coalesce(r.relation, '') AS relation, coalesce(r.history, 0) AS history
FROM date_mention dm
JOIN passage p ON p.id = dm.passage_id
JOIN document d ON d.id = p.document_id
LEFT JOIN note n ON n.id = dm.date_note
LEFT JOIN {date_reading} r ON r.passage_id = dm.passage_id AND r.start = dm.start
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
            ``text``; ``themes`` (ids that it has), ``touched`` (those that it only touches),
            ``dates`` (each with ``start``, ``end``, ``words``, ``date``) and ``mentions``, each
            with ``start``, ``end``, ``words``,
            ``before`` and ``behind`` (what stands around), ``mark`` (id of what is drawn),
            ``shape`` (its kind and words where it is more than a place), ``role``, ``outcome``,
            ``certainty``, ``review`` and ``candidates``: what may be meant, what was chosen first.
        """
        rows = workspace.records(_PASSAGE, (document, start, end))
        if not rows:
            return None
        passage = rows[0]
        text, offset = passage["text"], passage["start"]
        explained = explained_mentions(workspace, document, self._explain) if weighed else {}
        where = (document, passage["number"])
        themes = workspace.records(_THEMES, where)
        readings = readings_table(workspace)
        dates = workspace.records(_DATES.format(date_reading=readings), where)
        mentions = workspace.records(_MENTIONS, (document, offset, passage["end"]))
        return {
            "document": document,
            "title": passage["title"],
            "source": passage["source"],
            "passage": passage["number"],
            "start": offset,
            "end": passage["end"],
            "text": text,
            "themes": [theme["theme"] for theme in themes if theme["core"]],
            "touched": [theme["theme"] for theme in themes if not theme["core"]],
            "dates": [
                stated | {"words": text[stated["start"] - offset : stated["end"] - offset]}
                for stated in dates
            ],
            "mentions": [
                in_context(text, offset, row["start"], row["end"])
                | self._mention(row, explained.get(row["start"], {}))
                | _shape(row, text, offset)
                for row in mentions
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
        place = self._choices.place(row["id"])
        if place is not None:
            return self._choices.described(place)
        return {
            "id": row["id"],
            "name": row["name"],
            "kind": kind_in_words(row["feature_class"], row["feature_code"], row["population"]),
            "where": country_name(row["country"]),
            "population": row["population"],
            "lat": degrees(row["lat"]),
            "lon": degrees(row["lon"]),
        }

    def _candidates(self, row: Record, weighed: Iterable[Record]) -> list[Record]:
        """Return what may be meant, once: what was chosen first."""
        chosen = [self._chosen(row)] if row["id"] else []
        others = [candidate for candidate in weighed if candidate["id"] != row["id"]]
        return chosen + [self._choices.candidate(other) for other in others[:MOST_OTHERS]]


def mark_at(workspace: Workspace, document: str, start: int) -> str:
    """Return the id of what is drawn of a mention; "" when no mention begins there."""
    rows = workspace.rows(_MARK, (document, start))
    return str(rows[0][0]) if rows else ""


def in_context(text: str, offset: int, start: int, end: int) -> Record:
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
