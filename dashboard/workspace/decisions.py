"""The record of what people decided: only added to, and read back as the rulings that hold.

An undo is a record that names what it takes back. Redoing is a record of its own, which says what
it does again. So nothing is ever lost, and what holds is what no record takes back.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..annotate.rulings import Rulings
from ..annotate.verdicts import Reach, Ruling
from .writer import Writer, now

UNDO, NOTE = "undo", "note"
"""Acts that take back, and that say that a decision did not move to a newer version."""
_SILENT = f"('{UNDO}', '{NOTE}')"
_RULING = (
    'SELECT d.uid, d.document_hash, d.start, d."end", d.act, d.scope, d.who, d.after, d.engine_id '
    "FROM decision d"
)
IN_FORCE = f"d.act NOT IN {_SILENT} AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.id)"
"""Condition on decisions ``d`` that hold."""
_EVERY_RULING = f"{_RULING} WHERE {IN_FORCE} ORDER BY d.id"
_NEWER = (
    f"{_RULING} WHERE d.act NOT IN {_SILENT} AND d.id > ? "
    f"UNION ALL {_RULING} JOIN decision u ON u.undoes = d.id WHERE u.id > ?"
)


@dataclass(frozen=True, slots=True)
class Record:
    """A decision as it is kept."""

    uid: str
    batch: str
    who: str
    document: str
    """Hash of the report."""
    start: int
    end: int
    target: str
    """``mention``, ``passage``, ``date`` or ``document``."""
    act: str
    reach: str
    before: dict[str, Any] = field(default_factory=dict)
    """What the machine made of it, and what was decided before."""
    after: dict[str, Any] = field(default_factory=dict)
    """As in `Ruling`."""
    why: str = ""
    engine: int | None = None
    undoes: int | None = None
    """Id of the record that it takes back."""
    at: str = ""
    """UTC, ISO 8601; when it is added if empty."""

    def ruling(self) -> Ruling:
        """Return it as readings obey it."""
        return Ruling(
            self.uid,
            self.document,
            self.start,
            self.end,
            self.act,
            Reach(self.reach),
            self.who,
            self.after,
            self.engine,
        )


def latest(connection: sqlite3.Connection) -> int:
    """Return the id of the last record; 0 when there is none."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM decision").fetchone()[0])


def rulings_of(connection: sqlite3.Connection) -> Rulings:
    """Return every decision that holds."""
    return Rulings(map(_ruling, connection.execute(_EVERY_RULING)))


def changed_since(connection: sqlite3.Connection, number: int) -> list[Ruling]:
    """Return the decisions that were taken or taken back after a record."""
    return [_ruling(row) for row in connection.execute(_NEWER, (number, number))]


def _ruling(row: Sequence[Any]) -> Ruling:
    uid, document, start, end, act, scope, who, after, engine = row
    return Ruling(uid, document, start, end, act, Reach(scope), who, json.loads(after), engine)


def append(writer: Writer, records: Iterable[Record]) -> None:
    """Add records, as part of a transaction."""
    revision = writer.changed("decided")
    writer.connection.executemany(
        'INSERT INTO decision (uid, batch, at, who, document_hash, start, "end", target, act, '
        "scope, before, after, why, engine_id, undoes, revision) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(one.uid, one.batch, one.at or now(), one.who, one.document, one.start, one.end),
                *(one.target, one.act, one.reach, _json(one.before), _json(one.after)),
                *(one.why, one.engine, one.undoes, revision),
            )
            for one in records
        ],
    )


def _json(facts: dict[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True)


def leave_outstanding(writer: Writer, documents: Iterable[str], *, whole: bool) -> None:
    """Note that reports, given by their hashes, are still to be read again.

    Parameters
    ----------
    writer
        In the transaction that keeps the decisions.
    documents
        Those that stand.
    whole
        Whether more may change than which places are meant.
    """
    writer.connection.executemany(
        "INSERT INTO outstanding SELECT id, ? FROM document WHERE hash = ? AND replaced_by IS NULL "
        "ON CONFLICT (document_id) DO UPDATE SET whole = max(whole, excluded.whole)",
        [(whole, key) for key in documents],
    )


def settled(writer: Writer, documents: Iterable[int]) -> None:
    """Forget that reports were to be read again, in the transaction that stores their readings."""
    writer.connection.executemany(
        "DELETE FROM outstanding WHERE document_id = ?", [(number,) for number in documents]
    )


def outstanding(connection: sqlite3.Connection, most: int) -> list[str]:
    """Return hashes of reports that are to be read again."""
    rows = connection.execute(
        "SELECT d.hash FROM outstanding o JOIN document d ON d.id = o.document_id "
        "WHERE d.replaced_by IS NULL ORDER BY d.id LIMIT ?",
        (most,),
    )
    return [str(key) for (key,) in rows]


def outstanding_count(connection: sqlite3.Connection) -> int:
    """Return how many reports are still to be read again with what was decided.

    An older workspace that can't be written has none: it is looked at as it is.
    """
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'outstanding'").fetchone():
        return 0
    query = (
        "SELECT count(*) FROM outstanding o JOIN document d ON d.id = o.document_id "
        "WHERE d.replaced_by IS NULL"
    )
    return int(connection.execute(query).fetchone()[0])
