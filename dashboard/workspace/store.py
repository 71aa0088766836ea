"""The workspace file."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path

import pandas as pd

from ..errors import WorkspaceError
from ..model import AnnotatedDocument, Document, Problem
from .rows import DOCUMENT_COLUMNS, Row, document_of, document_row, rows_of

_VERSION = 2
_FROM_1 = "CREATE TABLE pack (name TEXT PRIMARY KEY, content BLOB NOT NULL)"
"""Takes a workspace of version 1 to version 2."""
_DROP_UNUSED_MARKS = "DELETE FROM mark WHERE id NOT IN (SELECT mark_id FROM footprint)"
_APPLICATION_ID = 0x5317_3A90
"""Written into the file so that another program's database is not mistaken for a workspace."""


class Workspace:
    """One SQLite file of documents, mentions, footprints and observations.

    Parameters
    ----------
    path
        Made when it does not exist.

    Raises
    ------
    WorkspaceError
        The file is something else, or of another version, or can't be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._prepare()

    def _prepare(self) -> None:
        with self._connection() as connection:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if tables and application != _APPLICATION_ID:
                raise WorkspaceError(
                    f"{self.path} is a database of another program; choose a new file"
                )
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if tables and version == 1:
                connection.execute(_FROM_1)
                connection.execute(f"PRAGMA user_version = {_VERSION}")
                version = _VERSION
            if tables and version != _VERSION:
                raise WorkspaceError(
                    f"{self.path} is a workspace of version {version}; "
                    f"this program reads version {_VERSION}"
                )
            if not tables:
                schema = files(__package__).joinpath("schema.sql").read_text(encoding="utf-8")
                connection.executescript(
                    f"BEGIN; PRAGMA application_id = {_APPLICATION_ID};"
                    f"PRAGMA user_version = {_VERSION}; {schema} COMMIT;"
                )

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Return a connection of this thread's own; everything in one transaction."""
        try:
            with closing(sqlite3.connect(self.path, timeout=30)) as connection, connection:
                connection.execute("PRAGMA foreign_keys = ON")
                yield connection
        except sqlite3.Error as error:
            raise WorkspaceError(f"{self.path} can't be used as a workspace: {error}") from error

    def add(self, annotated: AnnotatedDocument) -> None:
        """Store a document whole, in place of what was stored for it before."""
        with self._connection() as connection:
            key = annotated.document.id
            known = connection.execute("SELECT position FROM document WHERE id = ?", (key,))
            position = (known.fetchone() or self._next_position(connection))[0]
            connection.execute("DELETE FROM document WHERE id = ?", (key,))
            origin = annotated.document.origin
            connection.execute("DELETE FROM problem WHERE origin = ?", (origin,))
            _insert(connection, "document", [document_row(annotated, position)])
            for table, rows in rows_of(annotated):
                _insert(connection, table, rows)
            connection.execute(_DROP_UNUSED_MARKS)

    def _next_position(self, connection: sqlite3.Connection) -> tuple[int]:
        row = connection.execute("SELECT coalesce(max(position), -1) + 1 FROM document").fetchone()
        return (int(row[0]),)

    def add_pack(self, name: str, content: bytes) -> bool:
        """Keep a file of places, in place of one of that name; return whether it is new."""
        with self._connection() as connection:
            known = connection.execute("SELECT content FROM pack WHERE name = ?", (name,))
            if known.fetchone() == (content,):
                return False
            connection.execute(
                "INSERT INTO pack VALUES (?, ?) "
                "ON CONFLICT DO UPDATE SET content = excluded.content",
                (name, content),
            )
            return True

    def remove_pack(self, name: str) -> bool:
        """Forget a file of places; return whether there was one of that name."""
        with self._connection() as connection:
            return connection.execute("DELETE FROM pack WHERE name = ?", (name,)).rowcount > 0

    def packs(self) -> list[tuple[str, bytes]]:
        """Names and contents of the files of places that are kept here, in the order they came."""
        with self._connection() as connection:
            rows = connection.execute("SELECT name, content FROM pack ORDER BY rowid")
            return [(str(name), bytes(content)) for name, content in rows]

    def documents(self) -> list[Document]:
        """Every document as it was read, in the order they were added."""
        columns = ", ".join(DOCUMENT_COLUMNS)
        with self._connection() as connection:
            rows = connection.execute(f"SELECT {columns} FROM document ORDER BY position")  # noqa: S608  own column names
            return [document_of(row) for row in rows]

    def add_problems(self, problems: Sequence[Problem]) -> None:
        """Keep inputs that could not be used, so that the dashboard can say so."""
        with self._connection() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO problem VALUES (?, ?)",
                [(problem.origin, problem.reason) for problem in problems],
            )

    def frame(self, query: str) -> pd.DataFrame:
        """Answer of an SQL query."""
        with self._connection() as connection:
            return pd.read_sql_query(query, connection)


def _insert(connection: sqlite3.Connection, table: str, rows: Sequence[Row]) -> None:
    if rows:
        slots = ", ".join("?" * len(rows[0]))
        otherwise = "IGNORE" if table == "mark" else "ABORT"  # marks are shared by documents
        connection.executemany(f"INSERT OR {otherwise} INTO {table} VALUES ({slots})", rows)  # noqa: S608  own table names
