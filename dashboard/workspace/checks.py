"""Whether a workspace is sound: what is asked of it, and what can be done where it is not.

A rule is a query whose rows are faults, each named so that a person finds it. Nothing is changed.
"""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from ..annotate.themes import read_themes_file
from ..model import Finding
from .connection import VERSION, connect, named_errors
from .kept_rows import is_proposal
from .store import Workspace
from .writer import inflated

_MEND = (
    "put back a copy of the file, or take the reports into a new one: "
    "`sitmap add --workspace NEW FILE|FOLDER ...`"
)
_MOST_NAMED = 3
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class _Rule:
    """Something that holds of every sound workspace."""

    title: str
    """What holds, in words."""
    query: str
    """Selects a name for each thing of which it does not hold."""


_RULES = (
    _Rule(
        "every report has its text",
        "SELECT 'report ' || hash FROM document "
        "WHERE NOT EXISTS (SELECT 1 FROM document_text WHERE document_id = document.id)",
    ),
    _Rule(
        "every report that stands has passages, and names what read it",
        "SELECT 'report ' || hash FROM document WHERE replaced_by IS NULL AND ("
        "NOT EXISTS (SELECT 1 FROM passage WHERE document_id = document.id) "
        "OR NOT EXISTS (SELECT 1 FROM engine WHERE id = engine_id))",
    ),
    _Rule(
        "a report that was replaced has no passages",
        "SELECT 'report ' || hash FROM document WHERE replaced_by IS NOT NULL "
        "AND EXISTS (SELECT 1 FROM passage WHERE document_id = document.id)",
    ),
    _Rule(
        "passages follow one another inside their text",
        "SELECT 'report ' || d.hash FROM document d JOIN document_text t ON t.document_id = d.id "
        'WHERE (SELECT max("end") FROM passage WHERE document_id = d.id) > letters(t.text) '
        "UNION ALL SELECT 'passage ' || id FROM ("
        'SELECT id, start, "end", number, lag("end", 1, 0) OVER report AS earlier, '
        "row_number() OVER report - 1 AS position FROM passage "
        "WINDOW report AS (PARTITION BY document_id ORDER BY number)) "
        'WHERE start < earlier OR "end" <= start OR number <> position',
    ),
    _Rule(
        "places stand inside the text of their report",
        "SELECT 'report ' || d.hash FROM document d JOIN document_text t ON t.document_id = d.id "
        'WHERE (SELECT max(max(f."end", coalesce((SELECT max("end") FROM mention '
        "WHERE footprint_id = f.id), 0))) FROM passage p JOIN footprint f ON f.passage_id = p.id "
        "WHERE p.document_id = d.id) > letters(t.text) "
        "UNION ALL SELECT 'footprint ' || id FROM footprint "
        'WHERE start < 0 OR "end" <= start '
        "UNION ALL SELECT 'mention ' || id FROM mention "
        'WHERE start < 0 OR "end" <= start',
    ),
    _Rule(
        "what a passage speaks of stands in the same report",
        "SELECT 'footprint ' || o.footprint_id FROM observation o "
        "JOIN passage spoken ON spoken.id = o.passage_id "
        "JOIN footprint f ON f.id = o.footprint_id JOIN passage named ON named.id = f.passage_id "
        "WHERE spoken.document_id <> named.document_id",
    ),
    _Rule(
        "every mark is of some report",
        "SELECT 'mark ' || hash FROM mark "
        "WHERE NOT EXISTS (SELECT 1 FROM footprint WHERE mark_id = mark.id)",
    ),
    _Rule(
        "the words of every passage and title can be searched, and no others",
        "SELECT 'passage ' || id FROM passage "
        "WHERE id NOT IN (SELECT id FROM passage_words_docsize) "
        "UNION ALL SELECT 'words of passage ' || id FROM passage_words_docsize "
        "WHERE id NOT IN (SELECT id FROM passage) "
        "UNION ALL SELECT 'title of report ' || hash FROM document "
        "WHERE id NOT IN (SELECT id FROM title_words_docsize) "
        "UNION ALL SELECT 'words of title ' || id FROM title_words_docsize "
        "WHERE id NOT IN (SELECT id FROM document)",
    ),
    _Rule(
        "every original is as it came",
        "SELECT 'original of report ' || d.hash FROM original o "
        "JOIN document d ON d.id = o.document_id JOIN document_text t ON t.document_id = d.id "
        "WHERE NOT is_original(o.content, t.text, o.checksum)",
    ),
    _Rule(
        "every file of places is as it came",
        "SELECT name FROM pack WHERE NOT is_original(content, '', checksum)",
    ),
    _Rule(
        "themes of your own can be read",
        "SELECT name FROM own_themes WHERE NOT are_themes(content)",
    ),
    _Rule(
        "every input that is done has its report",
        "SELECT 'input ' || origin FROM job WHERE "
        "(state = 'done' AND document_id IS NULL AND "
        "NOT EXISTS (SELECT 1 FROM download WHERE origin = job.origin AND is_feed) AND "
        "NOT EXISTS (SELECT 1 FROM job held "
        "WHERE held.origin > job.origin || '!/' AND held.origin < job.origin || '!0')) "
        "OR (document_id IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM document WHERE id = job.document_id))",
    ),
    _Rule(
        "pages begin inside their text, one after the other, the first at its start",
        "SELECT 'page ' || p.number || ' of report ' || d.hash FROM ("
        "SELECT *, lag(start, 1, -1) OVER report AS earlier, "
        "row_number() OVER report AS position FROM page "
        "WINDOW report AS (PARTITION BY document_id ORDER BY number)) p "
        "JOIN document d ON d.id = p.document_id JOIN document_text t ON t.document_id = d.id "
        "WHERE p.start < p.earlier OR p.start > letters(t.text) OR p.number < 1 "
        "OR (p.position = 1 AND p.start <> 0)",
    ),
    _Rule(
        "what is a part of something says of what",
        "SELECT 'report ' || d.hash FROM part p JOIN document d ON d.id = p.document_id "
        "WHERE p.container = ''",
    ),
    _Rule(
        "near copies are of two reports, and share some of their words",
        "SELECT 'report ' || d.hash FROM near_copy n JOIN document d ON d.id = n.document_id "
        "WHERE n.document_id = n.earlier_id OR NOT n.share BETWEEN 0 AND 1",
    ),
    _Rule(
        "every other reading is of a report that stands, and can be read",
        "SELECT 'report ' || d.hash FROM proposal p JOIN document d ON d.id = p.document_id "
        "WHERE d.replaced_by IS NOT NULL OR NOT is_proposal(p.reading, p.difference)",
    ),
    _Rule(
        "decisions stand inside the text of their report",
        "SELECT 'decision ' || c.uid FROM decision c JOIN document d ON d.hash = c.document_hash "
        "JOIN document_text t ON t.document_id = d.id "
        'WHERE c.start < 0 OR c."end" < c.start OR c."end" > letters(t.text)',
    ),
    _Rule(
        "every decision that was taken back is there",
        "SELECT 'decision ' || uid FROM decision WHERE act = 'undo' AND NOT EXISTS "
        "(SELECT 1 FROM decision earlier WHERE earlier.id = decision.undoes)",
    ),
    _Rule(
        "kept columns are of a revision that was",
        "SELECT 'segment ' || name FROM segment "
        "WHERE revision > (SELECT coalesce(max(id), 0) FROM revision)",
    ),
)


def workspace_findings(workspace: Workspace, engine: str | None) -> Iterator[Finding]:
    """Look at all that a workspace keeps, as of one moment, while others may write.

    Parameters
    ----------
    workspace
        What is looked at.
    engine
        Identity of what would read a report now; None when it can't be told.

    Raises
    ------
    WorkspaceError
        The file can't be opened.
    """
    path = workspace.path
    with named_errors(path), closing(connect(path, writable=False)) as connection:
        connection.create_function("letters", 1, len, deterministic=True)
        connection.create_function("is_original", 3, _is_original, deterministic=True)
        connection.create_function("is_proposal", 2, is_proposal, deterministic=True)
        connection.create_function("are_themes", 1, _are_themes, deterministic=True)
        connection.execute("BEGIN")
        size = path.stat().st_size / _MEGABYTE
        yield Finding(ok=True, title=f"{path}: workspace of version {VERSION}, {size:.1f} MB")
        yield _whole_file(connection)
        yield _known_references(connection)
        for rule in _RULES:
            yield _kept(connection, rule)
        yield from _contents(connection, engine)


def _is_original(content: bytes | None, text: str, checksum: str) -> bool:
    """Whether bytes are those that came: kept as they are, deflated, or as the text itself."""
    if content is None:
        content = text.encode()
    elif text:
        try:
            content = inflated(content, text)
        except zlib.error:
            return False
    return hashlib.sha256(content).hexdigest() == checksum


def _are_themes(content: str) -> bool:
    """Whether a file of themes has no fault."""
    return not read_themes_file(content)[1]


def _whole_file(connection: sqlite3.Connection) -> Finding:
    title = "the file is whole"
    try:
        rows = connection.execute(f"PRAGMA integrity_check({_MOST_NAMED})").fetchall()
    except sqlite3.DatabaseError as error:
        return Finding(ok=False, title=f"{title}: {error}", hint=_MEND)
    faults = [str(row[0]) for row in rows if row[0] != "ok"]
    return _finding(title, len(faults), faults)


def _known_references(connection: sqlite3.Connection) -> Finding:
    title = "what rows refer to is there"
    try:
        rows = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        return Finding(ok=False, title=f"{title}: {error}", hint=_MEND)
    named = [f"{table} {number} refers to a missing {to}" for table, number, to, _ in rows]
    return _finding(title, len(rows), named[:_MOST_NAMED])


def _kept(connection: sqlite3.Connection, rule: _Rule) -> Finding:
    try:
        faults = [str(row[0]) for row in connection.execute(rule.query)]
    except sqlite3.DatabaseError as error:
        return Finding(ok=False, title=f"{rule.title}: {error}", hint=_MEND)
    return _finding(rule.title, len(faults), faults[:_MOST_NAMED])


def _finding(title: str, faults: int, named: list[str]) -> Finding:
    if not faults:
        return Finding(ok=True, title=title)
    words = " ".join("; ".join(named).split())
    return Finding(ok=False, title=f"{title}: {faults} times not so: {words}", hint=_MEND)


def _contents(connection: sqlite3.Connection, engine: str | None) -> Iterator[Finding]:
    """Say how much there is, how much of it is not of today, and what is still to do."""

    def count(query: str, *values: object) -> int:
        return int(connection.execute(f"SELECT count(*) FROM {query}", values).fetchone()[0])

    reports = count("document WHERE replaced_by IS NULL")
    yield Finding(
        ok=True,
        title=f"{reports:,} reports, {count('passage'):,} passages, "
        f"{count('mention'):,} mentions, {count('decision'):,} decisions, "
        f"{count('document WHERE replaced_by IS NOT NULL'):,} older versions",
    )
    if engine is None:
        yield Finding(
            ok=True,
            title="whether reports were read by this program and its data can't be told",
            hint="the gazetteer can't be opened; `sitmap check` says why",
        )
    else:
        stale = count(
            "document d JOIN engine e ON e.id = d.engine_id "
            "WHERE d.replaced_by IS NULL AND e.identity <> ? AND NOT EXISTS "
            "(SELECT 1 FROM proposal p JOIN engine t ON t.id = p.engine_id "
            "WHERE p.document_id = d.id AND t.identity = ?)",
            engine,
            engine,
        )
        hint = "they stay as they were read; `sitmap reread` says what another reading would change"
        title = f"{stale:,} reports were read by another program or with other data than today's"
        yield Finding(ok=True, title=title, hint=hint if stale else "")
    proposed = count("proposal")
    hint = "`sitmap reread --list` lists what they would change"
    title = f"{proposed:,} reports have another reading that was not accepted"
    yield Finding(ok=True, title=title, hint=hint if proposed else "")
    bare = count(
        "document d WHERE EXISTS (SELECT 1 FROM job WHERE document_id = d.id) "
        "AND NOT EXISTS (SELECT 1 FROM original WHERE document_id = d.id)"
    )
    hint = "an earlier version took them in; give the same files again to have them kept"
    title = f"{bare:,} reports are kept without the file that they came as"
    yield Finding(ok=True, title=title, hint=hint if bare else "")
    missing = count(
        "decision_in_force c WHERE NOT EXISTS "
        "(SELECT 1 FROM document WHERE hash = c.document_hash AND replaced_by IS NULL)"
    )
    hint = "they are kept, and hold where the report comes again with the same words"
    title = f"{missing:,} decisions are of reports that are not here, or in an older version"
    yield Finding(ok=True, title=title, hint=hint if missing else "")
    waiting = count("job WHERE state IN ('waiting', 'leased')")
    hint = "run `sitmap add` again: it goes on where it was stopped"
    yield Finding(
        ok=True, title=f"{waiting:,} inputs wait to be read", hint=hint if waiting else ""
    )
    failed = count("job WHERE state = 'failed'")
    hint = "run `sitmap add` on them again: it says why"
    yield Finding(ok=True, title=f"{failed:,} inputs were not taken", hint=hint if failed else "")
