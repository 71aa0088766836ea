"""The workspace file: the one thing that is kept of a user's reports."""

import hashlib
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from platformdirs import user_data_path

from ..errors import WorkspaceError
from ..model import AnnotatedDocument, Document, OwnKnowledge, Precision, Problem, When
from .connection import (
    APPLICATION_ID,
    BUSY_S,
    VERSION,
    connect,
    log_ahead,
    make_schema,
    must_be_there,
    named_errors,
    transaction,
)
from .migrations import (
    FIRST_VERSION,
    READ_AS_IT_IS,
    REBUILT_BEFORE,
    NoCopyError,
    backup_before_migration,
    migrate,
)
from .rows import rows_of
from .writer import Writer

if TYPE_CHECKING:
    import pandas as pd

DEFAULT_NAME = "reports.sitmap"
_TEST_ENGINE = "{}"
_DOCUMENT = """
SELECT d.hash, d.title, t.text, d.origin, d.language, coalesce(o.date, d.date),
       coalesce(o.date_precision, d.date_precision), coalesce(n.text, ''), d.note, s.name, d.url,
       d.author
FROM document d
JOIN document_text t ON t.document_id = d.id
JOIN source s ON s.id = d.source_id
LEFT JOIN own_date o ON o.document_id = d.id
LEFT JOIN note n ON n.id = CASE WHEN o.document_id IS NULL THEN d.date_note ELSE o.date_note END
"""
_NO_OWN_DATE = (
    "(SELECT NULL AS document_id, NULL AS date, NULL AS date_precision, NULL AS date_note)"
)
"""Stands for the table where an older file is looked at as it is."""


def default_path() -> Path:
    """Return the workspace that is used when none is named; its folder is made."""
    return user_data_path("sitmap", appauthor=False, ensure_exists=True) / DEFAULT_NAME


class Workspace:
    """One SQLite file of reports, what was read from them, and what people decided.

    Every thread has a connection of its own for reading; each writing opens one.

    Parameters
    ----------
    path
        The file; made when it does not exist, taken over when it is of an older version.
    must_exist
        Whether a missing file is an error.

    Raises
    ------
    WorkspaceError
        The file is something else, or of a later version, or can't be opened.
    """

    def __init__(self, path: Path, *, must_exist: bool = False) -> None:
        self.path = path
        self._local = threading.local()
        self._is_earlier = False
        if must_exist and not path.is_file():
            raise WorkspaceError(f"{path}: there is no such workspace")
        with named_errors(path):
            if self.path.is_file() and self._version_read() == VERSION:
                return
            try:
                self._prepare()
            except (sqlite3.OperationalError, NoCopyError):
                version = self._version_read() if self.path.is_file() else -1
                if version < READ_AS_IT_IS:
                    raise
                self._is_earlier = version < VERSION  # it may still be looked at

    def _prepare(self) -> None:
        """Make the tables, or take over those of an earlier version."""
        with closing(connect(self.path, writable=True)) as connection:
            version = self._version(connection)
            if 0 < version < VERSION:
                backup_before_migration(connection, self.path, version)
            with transaction(connection):
                version = self._version(connection)  # another process may have been first
                if version == 0:
                    make_schema(connection)
                elif version != VERSION:
                    self._migrate(connection, version)
            if 0 < version < REBUILT_BEFORE:
                connection.execute("VACUUM")
            if log_ahead(connection) != "wal":
                raise WorkspaceError(
                    f"{self.path}: the file system has no write-ahead log, as on network "
                    "folders; keep the workspace on a disk of this machine"
                )

    def _migrate(self, connection: sqlite3.Connection, version: int) -> None:
        try:
            migrate(connection, version)
        except (ValueError, KeyError, TypeError) as error:
            raise WorkspaceError(
                f"{self.path} is a workspace of version {version} and can't be taken over: "
                f"{error!r}; nothing in it was changed"
            ) from error

    def _version_read(self) -> int:
        """Version of the file, asked for without writing; -1 where only who may write can tell."""
        try:
            with closing(connect(self.path, writable=False)) as connection:
                return self._version(connection)
        except sqlite3.OperationalError as error:
            # Who made the file was killed over it: only who may write can put it right.
            if error.sqlite_errorcode != sqlite3.SQLITE_READONLY_ROLLBACK:
                raise
            return -1

    def _version(self, connection: sqlite3.Connection) -> int:
        """Version of the schema; 0 of an empty file."""
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return 0
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise WorkspaceError(f"{self.path} is a database of another program; choose a new file")
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if not FIRST_VERSION <= version <= VERSION:
            raise WorkspaceError(
                f"{self.path} is a workspace of version {version}; "
                f"this program reads versions {FIRST_VERSION} to {VERSION}"
            )
        return version

    @property
    def reader(self) -> sqlite3.Connection:
        """Read-only connection of this thread. No transaction is held between statements.

        Raises
        ------
        WorkspaceError
            The file is gone, or can't be read.
        """
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            with named_errors(self.path):
                connection = connect(self.path, writable=False)
            self._local.connection = connection
        return connection

    def close(self) -> None:
        """Close this thread's connection."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    def settle(self) -> None:
        """Move what was written into the file itself, as far as nobody reads it at the moment."""
        self.close()
        with (
            named_errors(self.path),
            closing(connect(self.path, writable=True, create=False)) as connection,
        ):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def writing(self, patience_s: float = BUSY_S) -> Iterator[Writer]:
        """Yield what writes, in a transaction that waits for other writers at its start.

        Parameters
        ----------
        patience_s
            How long it waits.

        Raises
        ------
        WorkspaceError
            The file can't be written; nothing of the transaction is then stored.
        """
        if self._is_earlier:
            with named_errors(self.path):
                self._prepare()
            self._is_earlier = False
        with (
            named_errors(self.path),
            closing(
                connect(self.path, writable=True, patience_s=patience_s, create=False)
            ) as connection,
        ):
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                log_ahead(connection)
            with transaction(connection):
                yield Writer(connection)

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the answer of an SQL query as tuples."""
        with named_errors(self.path):
            return self.reader.execute(query, values).fetchall()

    def records(self, query: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Return the answer of an SQL query as mappings from column to value."""
        with named_errors(self.path):
            cursor = self.reader.execute(query, values)
            columns = [column[0] for column in cursor.description]
            return [dict(zip(columns, row, strict=True)) for row in cursor]

    def frame(self, query: str, values: Sequence[Any] = ()) -> "pd.DataFrame":
        """Return the answer of an SQL query as a frame."""
        # Workers and the command line do without pandas: half a second and 60 MB each.
        import pandas as pd  # noqa: PLC0415

        with named_errors(self.path):
            cursor = self.reader.execute(query, values)
            columns = [column[0] for column in cursor.description]
            return pd.DataFrame(cursor.fetchall(), columns=columns)

    def revision(self) -> int:
        """Return the number of the last change; 0 of an empty workspace.

        The time of the file tells nothing: a commit does not touch it.

        Raises
        ------
        WorkspaceError
            The file was taken away, or can't be read.
        """
        must_be_there(self.path)
        return int(self.rows("SELECT coalesce(max(id), 0) FROM revision")[0][0])

    def add(self, annotated: AnnotatedDocument, engine: str = _TEST_ENGINE) -> None:
        """Store one document whole, in place of what was stored for it before."""
        rows = rows_of(annotated)
        with self.writing() as writer:
            writer.write(rows, writer.engine(engine))

    def documents(self, *, except_engine: str | None = None) -> Iterator[Document]:
        """Yield the documents that stand, in the order they came, with their own dates.

        Parameters
        ----------
        except_engine
            Leave out those that were read by this engine, also those whose new reading waits.
        """
        query = f"{self._document_query} WHERE d.replaced_by IS NULL ORDER BY d.id"
        values: tuple[Any, ...] = ()
        if except_engine is not None:
            query = (
                f"{self._document_query} JOIN engine e ON e.id = d.engine_id "
                "WHERE d.replaced_by IS NULL "
                "AND e.identity <> ? AND NOT EXISTS (SELECT 1 FROM proposal p JOIN engine t "
                "ON t.id = p.engine_id WHERE p.document_id = d.id AND t.identity = ?) ORDER BY d.id"
            )
            values = (except_engine, except_engine)
        yield from (_document(row) for row in self.rows(query, values))

    @property
    def _document_query(self) -> str:
        if self._is_earlier:
            return _DOCUMENT.replace("JOIN own_date", f"JOIN {_NO_OWN_DATE}")
        return _DOCUMENT

    def document(self, document_hash: str) -> Document | None:
        """Return one document as it gives itself; None when there is none."""
        rows = self.rows(f"{self._document_query} WHERE d.hash = ?", (document_hash,))
        return _document(rows[0]) if rows else None

    def problems(self) -> list[Problem]:
        """Inputs that could not be used, and why, by origin."""
        query = "SELECT origin, problem FROM job WHERE state = 'failed' ORDER BY origin"
        return [Problem(origin, problem) for origin, problem in self.rows(query)]

    def add_pack(self, name: str, content: bytes) -> bool:
        """Keep a file of places, in place of one of that name; return whether it is new."""
        checksum = hashlib.sha256(content).hexdigest()
        with self.writing() as writer:
            known = writer.connection.execute(
                "SELECT checksum FROM pack WHERE name = ?", (name,)
            ).fetchone()
            if known == (checksum,):
                return False
            writer.changed("places given")
            writer.connection.execute(
                "INSERT INTO pack (name, content, checksum) VALUES (?, ?, ?) ON CONFLICT (name) "
                "DO UPDATE SET content = excluded.content, checksum = excluded.checksum",
                (name, content, checksum),
            )
            return True

    def remove_pack(self, name: str) -> bool:
        """Forget a file of places; return whether there was one of that name."""
        with self.writing() as writer:
            gone = writer.connection.execute("DELETE FROM pack WHERE name = ?", (name,)).rowcount
            if gone:
                writer.changed("places forgotten")
            return bool(gone)

    def keep_themes(self, name: str, content: str) -> None:
        """Keep a file of themes in place of the one that there is.

        What reports have stays until they are read again; `rereading.find_themes` does that.
        """
        with self.writing() as writer:
            writer.changed("themes given")
            writer.connection.execute("DELETE FROM own_themes")
            writer.connection.execute("INSERT INTO own_themes VALUES (1, ?, ?)", (name, content))

    def forget_themes(self) -> None:
        """Let the themes of this project hold again."""
        with self.writing() as writer:
            if writer.connection.execute("DELETE FROM own_themes").rowcount:
                writer.changed("themes forgotten")

    def themes_file(self) -> str:
        """Return the content of the file of themes that is kept here; empty where there is none."""
        if self._is_earlier:
            return ""
        rows = self.rows("SELECT content FROM own_themes")
        return str(rows[0][0]) if rows else ""

    def themes_name(self) -> str:
        """Return what the file of themes is called; empty where there is none."""
        rows = self.rows("SELECT name FROM own_themes")
        return str(rows[0][0]) if rows else ""

    def own_knowledge(self) -> OwnKnowledge:
        """Return what is kept here to read reports with."""
        return OwnKnowledge(tuple(self.packs()), self.themes_file())

    def packs(self) -> list[tuple[str, bytes]]:
        """Names and contents of the files of places that are kept here, in the order they came."""
        rows = self.rows("SELECT name, content FROM pack ORDER BY id")
        return [(str(name), bytes(content)) for name, content in rows]


def document_in(connection: sqlite3.Connection, document_hash: str) -> Document:
    """Return a document as it gives itself, as a connection of this version sees it.

    Raises
    ------
    KeyError
        There is none with this hash.
    """
    row = connection.execute(f"{_DOCUMENT} WHERE d.hash = ?", (document_hash,)).fetchone()
    if row is None:
        raise KeyError(document_hash)
    return _document(row)


def _document(row: tuple[Any, ...]) -> Document:
    key, title, text, origin, language, date, precision, date_note, note, source, url, author = row
    when = When(date, Precision(precision), date_note)
    return Document(key, title, text, origin, language, when, note, source, url, author)
