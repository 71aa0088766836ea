"""A reading read back from the tables: the same rows that were written."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from ..model import Document, Precision, When
from .rows import (
    CasualtyRow,
    DateRow,
    DocumentRows,
    FootprintRow,
    HitRow,
    MarkRow,
    MentionRow,
    ObservationRow,
    PlaceRow,
    days_of,
    passage_row,
)

Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
"""Answers an SQL query: `Workspace.rows`, or a transaction that writes."""
_DATE = (
    "SELECT d.date, d.date_precision, coalesce(n.text, '') FROM document d "
    "LEFT JOIN note n ON n.id = d.date_note"
)
_OWN_DATE = _DATE.replace("document d", "own_date d")
_PLACE = (
    "{0}.key, {0}.name, {0}.feature_class, {0}.feature_code, {0}.country, {0}.admin1, {0}.admin2, "
    "{0}.lon, {0}.lat, {0}.population"
)
_PLACE_FACTS = len(PlaceRow._fields)
_OF_DOCUMENT = "JOIN passage p ON p.id = {}.passage_id WHERE p.document_id = ?"
_MARKS = f"""
SELECT m.id, m.hash, m.kind, m.role, m.exact, m.label, n.text, m.uncertainty_km, m.country,
       m.admin1, m.lon, m.lat, m.west, m.south, m.east, m.north, m.outline, g.content,
       {_PLACE.format("l")}
FROM mark m
JOIN note n ON n.id = m.note_id
LEFT JOIN mark_geometry g ON g.mark_id = m.id
LEFT JOIN place l ON l.id = m.place_id
WHERE m.id IN (SELECT f.mark_id FROM footprint f {_OF_DOCUMENT.format("f")})
"""
_ANCHORS = f"""
SELECT a.mark_id, {_PLACE.format("l")} FROM mark_place a JOIN place l ON l.id = a.place_id
WHERE a.mark_id IN (SELECT f.mark_id FROM footprint f {_OF_DOCUMENT.format("f")})
ORDER BY a.mark_id, a.id
"""
_FOOTPRINTS = f"""
SELECT f.id, p.number, f.mark_id, w.text, f.start, f."end", f.confidence, f.outcome, f.review
FROM footprint f JOIN wording w ON w.id = f.wording_id {_OF_DOCUMENT.format("f")} ORDER BY f.id
"""
_MENTIONS = f"""
SELECT m.footprint_id, m.start, m."end", m.kind, m.role, m.role_probability, m.outcome,
       m.probability, m.confidence, {_PLACE.format("l")}
FROM mention m
JOIN footprint f ON f.id = m.footprint_id
JOIN passage p ON p.id = f.passage_id
LEFT JOIN place l ON l.id = m.place_id
WHERE p.document_id = ? ORDER BY m.start, m.id
"""
_HITS = f"""
SELECT p.number, t.name, h.score, h.core, h.cues
FROM theme_hit h JOIN theme t ON t.id = h.theme_id {_OF_DOCUMENT.format("h")}
ORDER BY p.number, t.name
"""
_DATES = """
SELECT p.number, d.start, d."end", d.date, d.date_precision, coalesce(n.text, ''), d.first_day,
       d.last_day, coalesce(r.relation, ''), coalesce(r.history, 0), coalesce(r.other, '')
FROM date_mention d
JOIN passage p ON p.id = d.passage_id
LEFT JOIN note n ON n.id = d.date_note
LEFT JOIN date_reading r ON r.passage_id = d.passage_id AND r.start = d.start
WHERE p.document_id = ? ORDER BY p.number, d.start
"""
_OBSERVATIONS = """
SELECT p.number, o.footprint_id, o.dated, o.date, o.date_precision, coalesce(n.text, ''),
       o.first_day, o.last_day, coalesce(c.text, ''), b.passage_id IS NOT NULL
FROM observation o
JOIN passage p ON p.id = o.passage_id
LEFT JOIN note n ON n.id = o.date_note
LEFT JOIN note c ON c.id = o.carried
LEFT JOIN background b ON b.passage_id = o.passage_id AND b.footprint_id = o.footprint_id
WHERE p.document_id = ? ORDER BY p.number, o.footprint_id
"""
_CASUALTIES = f"""
SELECT p.number, c.start, c."end", c.kind, c.number, c.at_least
FROM casualty c {_OF_DOCUMENT.format("c")} ORDER BY p.number, c.start, c.kind
"""


def stored_rows(ask: Ask, document_id: int, document: Document) -> DocumentRows:
    """Return what is stored of a document as the rows that it was written from.

    Parameters
    ----------
    ask
        Where it is stored.
    document_id
        Of the table ``document``.
    document
        The same document; its text is not read again, and its date is that of the reading.
    """
    (date,) = ask(f"{_DATE} WHERE d.id = ?", (document_id,))
    own_dates = ask(f"{_OWN_DATE} WHERE d.document_id = ?", (document_id,))
    document = replace(document, date=_when(date))
    passages = ask(
        'SELECT start, "end" FROM passage WHERE document_id = ? ORDER BY number', (document_id,)
    )
    anchors: dict[int, list[PlaceRow]] = defaultdict(list)
    for mark_id, *facts in ask(_ANCHORS, (document_id,)):
        anchors[mark_id].append(PlaceRow(*facts))
    marks = {row[0]: _mark(row, anchors[row[0]]) for row in ask(_MARKS, (document_id,))}
    mark_numbers = {mark_id: number for number, mark_id in enumerate(marks)}
    footprints = ask(_FOOTPRINTS, (document_id,))
    numbers = {row[0]: number for number, row in enumerate(footprints)}
    return DocumentRows(
        document,
        days_of(document.date),
        tuple(passage_row(document.text[start:end], start, end) for start, end in passages),
        tuple(marks.values()),
        tuple(
            FootprintRow(passage, mark_numbers[mark_id], *facts)
            for _, passage, mark_id, *facts in footprints
        ),
        tuple(
            MentionRow._make(
                (numbers[footprint], *facts[:-_PLACE_FACTS], _place(facts[-_PLACE_FACTS:]))
            )
            for footprint, *facts in ask(_MENTIONS, (document_id,))
        ),
        tuple(
            HitRow(passage, theme, score, bool(core), cues)
            for passage, theme, score, core, cues in ask(_HITS, (document_id,))
        ),
        tuple(
            DateRow._make((*row[:6], (row[6], row[7]), row[8], bool(row[9]), row[10]))
            for row in ask(_DATES, (document_id,))
        ),
        tuple(
            ObservationRow._make(
                (row[0], numbers[row[1]], *row[2:6], (row[6], row[7]), row[8], bool(row[9]))
            )
            for row in ask(_OBSERVATIONS, (document_id,))
        ),
        own_date=_when(own_dates[0]) if own_dates else None,
        casualties=tuple(
            CasualtyRow._make((*row[:5], bool(row[5]))) for row in ask(_CASUALTIES, (document_id,))
        ),
    )


def _when(row: tuple[Any, ...]) -> When:
    date, precision, note = row
    return When(date, Precision(precision), note)


def _place(facts: Sequence[Any]) -> PlaceRow | None:
    return None if facts[0] is None else PlaceRow(*facts)


def _mark(row: tuple[Any, ...], anchors: Sequence[PlaceRow]) -> MarkRow:
    _, key, kind, role, exact, label, note, uncertainty, country, admin1, *drawn = row
    lon, lat, west, south, east, north, outline, geometry, *place = drawn
    return MarkRow(
        key,
        kind,
        role,
        bool(exact),
        label,
        note,
        uncertainty,
        _place(place),
        country,
        admin1,
        None if lon is None else (lon, lat),
        None if west is None else (west, south, east, north),
        outline,
        geometry,
        tuple(anchors),
    )
