"""What a workspace holds, as one hash: equal for two that were filled alike.

Ids, times, paths and jobs are left out, so it tells whether another machine, another number of
processes or a run that was interrupted came to the same reading.
"""

import hashlib
import json

from .store import Workspace

# A mark is named by its hash, which stands for kind, role, note and what is drawn; its label is
# that of the first report that has it.
_QUERIES = (
    """
    SELECT d.hash, d.title, t.text, s.name, d.url, d.author, d.language, d.date, d.date_precision,
           n.text, d.first_day, d.last_day, d.note, r.hash
    FROM document d
    JOIN document_text t ON t.document_id = d.id
    JOIN source s ON s.id = d.source_id
    LEFT JOIN note n ON n.id = d.date_note
    LEFT JOIN document r ON r.id = d.replaced_by
    ORDER BY d.hash
    """,
    """
    SELECT d.hash, p.number, p.start, p."end"
    FROM document d JOIN passage p ON p.document_id = d.id
    ORDER BY d.hash, p.number
    """,
    """
    SELECT d.hash, p.number, f.start, f."end", w.text, f.confidence, f.outcome,
           m.hash, m.kind, m.role, m.exact, n.text, l.key, m.lon, m.lat,
           m.west, m.south, m.east, m.north, m.outline
    FROM document d
    JOIN passage p ON p.document_id = d.id
    JOIN footprint f ON f.passage_id = p.id
    JOIN wording w ON w.id = f.wording_id
    JOIN mark m ON m.id = f.mark_id
    JOIN note n ON n.id = m.note_id
    LEFT JOIN place l ON l.id = m.place_id
    ORDER BY d.hash, p.number, f.start, f."end", m.hash
    """,
    """
    SELECT d.hash, p.number, f.start, f."end", e.start, e."end", e.kind, e.role,
           e.role_probability, e.outcome, e.probability, e.confidence, l.key
    FROM document d
    JOIN passage p ON p.document_id = d.id
    JOIN footprint f ON f.passage_id = p.id
    JOIN mention e ON e.footprint_id = f.id
    LEFT JOIN place l ON l.id = e.place_id
    ORDER BY d.hash, p.number, f.start, f."end", e.start, e."end"
    """,
    """
    SELECT d.hash, p.number, t.name, h.score, h.core, h.cues
    FROM document d
    JOIN passage p ON p.document_id = d.id
    JOIN theme_hit h ON h.passage_id = p.id
    JOIN theme t ON t.id = h.theme_id
    ORDER BY d.hash, p.number, t.name
    """,
    """
    SELECT d.hash, p.number, a.start, a."end", a.date, a.date_precision, n.text,
           a.first_day, a.last_day
    FROM document d
    JOIN passage p ON p.document_id = d.id
    JOIN date_mention a ON a.passage_id = p.id
    LEFT JOIN note n ON n.id = a.date_note
    ORDER BY d.hash, p.number, a.start
    """,
    """
    SELECT d.hash, p.number, c.start, c."end", c.kind, c.number, c.at_least
    FROM document d
    JOIN passage p ON p.document_id = d.id
    JOIN casualty c ON c.passage_id = p.id
    ORDER BY d.hash, p.number, c.start, c.kind
    """,
    """
    SELECT d.hash, p.number, f.start, f."end", o.dated, o.date, o.date_precision, n.text,
           o.first_day, o.last_day, c.text
    FROM document d
    JOIN passage p ON p.document_id = d.id
    JOIN observation o ON o.passage_id = p.id
    JOIN footprint f ON f.id = o.footprint_id
    LEFT JOIN note n ON n.id = o.date_note
    LEFT JOIN note c ON c.id = o.carried
    ORDER BY d.hash, p.number, f.start, f."end"
    """,
)
"""Documents, passages, footprints, mentions, themes, dates, casualties, observations: in order."""


def content_hash(workspace: Workspace) -> str:
    """Return a SHA-256, in hexadecimal, of all documents and of what was read from them."""
    digest = hashlib.sha256()
    for query in _QUERIES:
        for row in workspace.reader.execute(query):
            digest.update(json.dumps(row, ensure_ascii=False).encode())
        digest.update(b"\n")
    return digest.hexdigest()
