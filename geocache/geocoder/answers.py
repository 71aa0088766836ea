"""Answers of online geocoders, kept in one SQLite file with their time and source.

A connection is opened for each question, so threads and processes share nothing but the file; its
write-ahead log lets them read while one writes.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from geopy.location import Location
from geopy.point import Point

from ..errors import AnswerCacheError

Found: TypeAlias = Location | list[Location] | None
"""What a geopy geocoder returns; None or an empty list says that it knows no such place."""

_BUSY_SECONDS = 30.0
_SCHEMA = 1
"""Raised whenever the table changes."""
_TABLE = """
CREATE TABLE answers (
    service TEXT NOT NULL,
    question TEXT NOT NULL,
    found TEXT NOT NULL,
    answered_at TEXT NOT NULL,
    PRIMARY KEY (service, question)
)
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered, and when."""

    found: Found
    """With everything the service gave in ``raw``, polygons and lines included."""
    service: str
    """Name of the service."""
    answered_at: str
    """UTC, ISO 8601, to the second."""


class AnswerStore:
    """Answers by service and question.

    Parameters
    ----------
    path
        The file; made, with its folder, when it is not there.

    Raises
    ------
    AnswerCacheError
        The file is damaged, of another kind or not writable.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._open():
            pass

    def get(self, service: str, question: str) -> Answer | None:
        """Return what is kept; None when nothing is."""
        query = "SELECT found, answered_at FROM answers WHERE service = ? AND question = ?"
        with self._open() as connection:
            row = connection.execute(query, (service, question)).fetchone()
            return Answer(_decoded(row[0]), service, row[1]) if row else None

    def put(self, service: str, question: str, found: Found) -> Answer:
        """Keep an answer in place of any earlier one, and return it as it will be read."""
        answered_at = datetime.now(UTC).isoformat(timespec="seconds")
        encoded = self._encoded(found)
        row = (service, question, encoded, answered_at)
        with self._open() as connection:
            connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", row)
        return Answer(_decoded(encoded), service, answered_at)

    def __len__(self) -> int:
        with self._open() as connection:
            return int(connection.execute("SELECT count(*) FROM answers").fetchone()[0])

    def _encoded(self, found: Found) -> str:
        try:
            return json.dumps(found, default=_as_json)
        except (TypeError, ValueError) as error:
            raise AnswerCacheError(
                f"an answer can't be kept in {self._path}: {error}; "
                "use the geocoder without the cache"
            ) from error

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection that commits each statement; the file may be new or deleted since."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(
                sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)
            ) as connection:
                if not _is_ours(connection):
                    _create(connection)
                yield connection
        except (OSError, sqlite3.Error, ValueError, KeyError, TypeError) as error:
            raise AnswerCacheError(
                f"the answers kept in {self._path} can't be read or written: {error}; "
                "move the file away to start anew, or name another one"
            ) from error


def _is_ours(connection: sqlite3.Connection) -> bool:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version not in (0, _SCHEMA):
        raise sqlite3.DatabaseError(f"it has version {version}, expected {_SCHEMA}")
    return bool(version)


def _create(connection: sqlite3.Connection) -> None:
    # the first of several processes makes the table; the others wait here, and find it made
    connection.execute("BEGIN EXCLUSIVE")
    if not _is_ours(connection):
        if connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            raise sqlite3.DatabaseError("it holds something else")
        connection.execute(_TABLE)
        connection.execute(f"PRAGMA user_version = {_SCHEMA}")
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")


def _as_json(location: Any) -> dict[str, Any]:
    if not isinstance(location, Location):
        raise TypeError(f"{location!r} is no JSON")
    return {"address": location.address, "point": list(location.point), "raw": location.raw}


def _decoded(encoded: str) -> Found:
    found = json.loads(encoded)
    if isinstance(found, list):
        return [_location(item) for item in found]
    return _location(found) if found is not None else None


def _location(item: dict[str, Any]) -> Location:
    return Location(item["address"], Point(item["point"]), item["raw"])
