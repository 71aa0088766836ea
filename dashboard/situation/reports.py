"""Reads passages, documents and what was weighed: few rows, straight from the workspace."""

import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from ..workspace import Workspace
from ..workspace.codes import DATED, HARMS, KINDS, MENTION_KINDS, OUTCOMES, REVIEWS, ROLES
from .plain_values import Record

_PASSAGES = """
SELECT p.id - 1 AS row, d.hash AS document, d.title, d.origin, s.name AS source, p.number,
       p.start, p."end", substr(t.text, p.start + 1, p."end" - p.start) AS text,
       d.date, d.date_precision, coalesce(n.text, '') AS date_note
FROM passage p
JOIN document d ON d.id = p.document_id
JOIN document_text t ON t.document_id = d.id
JOIN source s ON s.id = d.source_id
LEFT JOIN note n ON n.id = d.date_note
WHERE p.id IN ({ids})
"""
_FOOTPRINTS = """
SELECT p.id - 1 AS passage, f.id - 1 AS footprint, f.mark_id - 1 AS mark, m.hash AS mark_id,
       coalesce(pl.key, m.hash) AS thing_id, f.start, f."end", f.confidence,
       f.outcome, f.review, m.kind, m.role, m.label, m.exact, n.text AS note,
       m.west IS NOT NULL AS drawn
FROM footprint f
JOIN passage p ON p.id = f.passage_id
JOIN mark m ON m.id = f.mark_id
JOIN note n ON n.id = m.note_id
LEFT JOIN place pl ON pl.id = m.place_id
WHERE {where} ORDER BY p.id, f.start, f.id
"""
_MENTIONS = """
SELECT f.passage_id - 1 AS passage, f.id - 1 AS footprint, m.start, m."end", m.kind, m.role,
       m.role_probability, m.outcome, m.probability, m.confidence, pl.key AS place_id,
       pl.name AS place_name, pl.feature_code, pl.country AS country_code, pl.lon, pl.lat
FROM mention m
JOIN footprint f ON f.id = m.footprint_id
JOIN passage p ON p.id = f.passage_id
LEFT JOIN place pl ON pl.id = m.place_id
WHERE {where} ORDER BY f.passage_id, m.start
"""
_HITS = """
SELECT h.passage_id - 1 AS passage, t.name AS theme, h.score, h.core, h.cues
FROM theme_hit h
JOIN theme t ON t.id = h.theme_id
JOIN passage p ON p.id = h.passage_id
WHERE {where} ORDER BY h.passage_id, h.score DESC, t.id
"""
_DATES = """
SELECT d.passage_id - 1 AS passage, d.start, d."end", d.date, d.date_precision,
       coalesce(n.text, '') AS date_note, d.first_day, d.last_day,
       coalesce(r.relation, '') AS relation, coalesce(r.history, 0) AS history,
       coalesce(r.other, '') AS other
FROM date_mention d
JOIN passage p ON p.id = d.passage_id
LEFT JOIN note n ON n.id = d.date_note
LEFT JOIN {date_reading} r ON r.passage_id = d.passage_id AND r.start = d.start
WHERE {where} ORDER BY d.passage_id, d.start
"""
NO_READING = (
    "(SELECT NULL AS passage_id, NULL AS start, NULL AS relation, NULL AS history, NULL AS other)"
)
"""Stands for the table ``date_reading`` where an older file is looked at as it is."""
NO_BACKGROUND = "(SELECT NULL AS passage_id, NULL AS footprint_id)"
"""Stands for the table ``background``."""
_CASUALTIES = """
SELECT c.passage_id - 1 AS passage, c.start, c."end", c.kind, c.number, c.at_least
FROM {casualty} c
JOIN passage p ON p.id = c.passage_id
WHERE {where} ORDER BY c.passage_id, c.start, c.kind
"""
NO_CASUALTY = (
    '(SELECT NULL AS passage_id, NULL AS start, NULL AS "end", NULL AS kind, NULL AS number, '
    "NULL AS at_least WHERE 0)"
)
"""Stands for the table ``casualty``."""
_OBSERVATIONS = """
SELECT o.passage_id - 1 AS passage, o.footprint_id - 1 AS footprint,
       f.mark_id - 1 AS mark, o.dated, o.date,
       o.date_precision, coalesce(n.text, '') AS date_note, o.first_day, o.last_day,
       coalesce(c.text, '') AS carried
FROM observation o
JOIN passage p ON p.id = o.passage_id
JOIN footprint f ON f.id = o.footprint_id
LEFT JOIN note n ON n.id = o.date_note
LEFT JOIN note c ON c.id = o.carried
WHERE {where} ORDER BY o.passage_id, o.footprint_id
"""
_DOCUMENT = """
SELECT d.id, d.hash AS document, d.title, t.text, d.origin, s.name AS source, d.url, d.author,
       d.language, d.date, d.date_precision, coalesce(n.text, '') AS date_note, d.note, d.added,
       e.identity AS engine
FROM document d
JOIN document_text t ON t.document_id = d.id
JOIN source s ON s.id = d.source_id
JOIN engine e ON e.id = d.engine_id
LEFT JOIN note n ON n.id = d.date_note
WHERE d.hash = ?
"""
_MOST_COPIES = 20
Explain = Callable[[str], list[Record]]
"""Works out evidence and candidates of a document's mentions in text order, by its hash."""
_CODED: dict[str, tuple[Any, ...]] = {
    "outcome": OUTCOMES,
    "review": REVIEWS,
    "role": ROLES,
    "dated": DATED,
}
_KINDS_OF: dict[str, tuple[Any, ...]] = {"mentions": MENTION_KINDS, "casualties": HARMS}


def passages(workspace: Workspace, rows: Sequence[int]) -> pd.DataFrame:
    """Return passages by their rows, in that order, each with its document's title and date.

    Those that are gone are left out: a report may have been read again since they were counted.
    """
    ids = ", ".join(str(int(row) + 1) for row in rows)
    frame = workspace.frame(_PASSAGES.format(ids=ids)).set_index("row")
    return frame.loc[[row for row in rows if row in frame.index]].reset_index()


def page_numbers(workspace: Workspace, rows: Sequence[int]) -> dict[int, int]:
    """Return the pages on which passages begin, by their rows; without those of no pages."""
    if not _has_table(workspace, "page"):
        return {}
    ids = ", ".join(str(int(row) + 1) for row in rows)
    pages = workspace.rows(
        "SELECT p.id - 1, max(g.number) FROM passage p "
        "JOIN page g ON g.document_id = p.document_id AND g.start <= p.start "
        f"WHERE p.id IN ({ids}) GROUP BY p.id"
    )
    return dict(pages)


def near_copies(workspace: Workspace, document_hash: str) -> list[Record]:
    """Return the reports that share most of their words with one, the likest first.

    Each has ``document``, ``title``, ``source`` and ``share``: of the runs of words of both that
    both have.
    """
    if not _has_table(workspace, "near_copy"):
        return []
    return workspace.records(
        "SELECT d.hash AS document, d.title, s.name AS source, n.share FROM document this "
        "JOIN near_copy n ON this.id IN (n.document_id, n.earlier_id) "
        "JOIN document d ON d.id = n.document_id + n.earlier_id - this.id "
        "JOIN source s ON s.id = d.source_id "
        "WHERE this.hash = ? AND d.replaced_by IS NULL ORDER BY n.share DESC, d.id LIMIT ?",
        (document_hash, _MOST_COPIES),
    )


def _has_table(workspace: Workspace, name: str) -> bool:
    """Say whether a workspace has a table; not all that can't be written have those of today."""
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return bool(workspace.rows(query, (name,)))


def readings_table(workspace: Workspace) -> str:
    """Return what to ask for relations and background of dates: a table, or nothing."""
    return "date_reading" if _has_table(workspace, "date_reading") else NO_READING


def details(workspace: Workspace, rows: Sequence[int]) -> dict[str, dict[int, list[Record]]]:
    """Return what was read in passages, by kind and by the row of the passage.

    Returns
    -------
    dict
        ``footprints``, ``mentions``, ``themes``, ``dates``, ``casualties`` and ``observations``;
        each a dict from the row of a passage to its records in text order, themes by evidence.
    """
    ids = ", ".join(str(int(row) + 1) for row in rows)
    return _details(workspace, f"p.id IN ({ids})", ())


def _details(
    workspace: Workspace, where: str, values: Sequence[Any]
) -> dict[str, dict[int, list[Record]]]:
    details: dict[str, dict[int, list[Record]]] = {}
    tables = {
        "date_reading": readings_table(workspace),
        "casualty": "casualty" if _has_table(workspace, "casualty") else NO_CASUALTY,
    }
    for name, query in (
        ("footprints", _FOOTPRINTS),
        ("mentions", _MENTIONS),
        ("themes", _HITS),
        ("dates", _DATES),
        ("casualties", _CASUALTIES),
        ("observations", _OBSERVATIONS),
    ):
        kinds = _KINDS_OF.get(name, KINDS)
        grouped: dict[int, list[Record]] = defaultdict(list)
        for record in workspace.records(query.format(where=where, **tables), values):
            for column, words in (_CODED | {"kind": kinds}).items():
                if column in record:
                    record[column] = str(words[record[column]])
            grouped[record["passage"]].append(record)
        details[name] = dict(grouped)
    return details


def document(workspace: Workspace, document_hash: str) -> Record | None:
    """Return one document whole: its facts and text, and under ``passages`` all that was read.

    None when there is no such document.
    """
    documents = workspace.records(_DOCUMENT, (document_hash,))
    if not documents:
        return None
    (facts,) = documents
    passages = workspace.records(
        'SELECT id - 1 AS row, number, start, "end" FROM passage WHERE document_id = ? '
        "ORDER BY number",
        (facts["id"],),
    )
    read = _details(workspace, "p.document_id = ?", (facts["id"],))
    for passage in passages:
        passage["text"] = facts["text"][passage["start"] : passage["end"]]
        for name, grouped in read.items():
            passage[name] = grouped.get(passage["row"], [])
    return facts | {"passages": passages}


def date_words(row: Record) -> str:
    """Write ``date``, ``date_precision`` and ``date_note`` of a row for people."""
    date, precision, note = row["date"], row["date_precision"], row["date_note"]
    if not date:
        return f"undated: {note}" if note else "undated"
    detail = "" if precision == "day" else f", known to the {precision}"
    return f"{date}{detail}" + (f" (inferred: {note})" if note else "")


def explained_mentions(
    workspace: Workspace, document_hash: str, explain: Explain
) -> dict[int, dict[str, Any]]:
    """Return evidence and candidates by where the mention starts: as kept, or worked out."""
    kept = _kept_explanation(workspace, document_hash)
    if kept is None:
        return {mention["start"]: mention for mention in explain(document_hash)}
    starts = workspace.rows(
        "SELECT me.start FROM mention me JOIN footprint f ON f.id = me.footprint_id "
        "JOIN passage p ON p.id = f.passage_id JOIN document d ON d.id = p.document_id "
        "WHERE d.hash = ? ORDER BY me.start",
        (document_hash,),
    )
    return {start: mention for (start,), mention in zip(starts, kept, strict=False)}


def _kept_explanation(workspace: Workspace, document_hash: str) -> list[Record] | None:
    """Return evidence and candidates of a document's mentions, in text order, where they are kept.

    None where they are to be worked out again.
    """
    rows = workspace.rows(
        "SELECT e.content FROM explanation e JOIN document d ON d.id = e.document_id "
        "WHERE d.hash = ?",
        (document_hash,),
    )
    if not rows:
        return None
    kept: list[Record] = json.loads(zlib.decompress(rows[0][0]))
    return kept
