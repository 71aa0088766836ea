"""Answers of online geocoders, kept in one SQLite file with their time and source."""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from geopy.location import Location
from geopy.point import Point

from ..errors import AnswerCacheError
from .sqlite_files import keep_log, reading, work_on, writing

Read = TypeVar("Read")
Found: TypeAlias = Location | list[Location] | None
"""What a geopy geocoder returns; None or an empty list says that it knows no such place."""

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
        self._with_file(lambda _connection: None)

    def get(self, service: str, question: str) -> Answer | None:
        """Return what is kept; None when nothing is."""
        query = "SELECT found, answered_at FROM answers WHERE service = ? AND question = ?"

        def read(connection: sqlite3.Connection) -> Answer | None:
            row = connection.execute(query, (service, question)).fetchone()
            return Answer(_decoded(row[0]), service, row[1]) if row else None

        return self._with_file(read)

    def put(self, service: str, question: str, found: Found) -> Answer:
        """Keep an answer in place of any earlier one, and return it as it will be read."""
        answered_at = datetime.now(UTC).isoformat(timespec="seconds")
        encoded = self._encoded(found)
        row = (service, question, encoded, answered_at)

        def write(connection: sqlite3.Connection) -> Answer:
            with writing(connection):
                connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", row)
            return Answer(_decoded(encoded), service, answered_at)

        return self._with_file(write)

    def __len__(self) -> int:
        query = "SELECT count(*) FROM answers"
        return self._with_file(lambda connection: int(connection.execute(query).fetchone()[0]))

    def _encoded(self, found: Found) -> str:
        try:
            return json.dumps(found, default=_as_json)
        except (TypeError, ValueError) as error:
            raise AnswerCacheError(
                f"an answer can't be kept in {self._path}: {error}; "
                "use the geocoder without the cache"
            ) from error

    def _with_file(self, work: Callable[[sqlite3.Connection], Read]) -> Read:
        """Do a piece of work with the file, which may be new or deleted since."""

        def prepared(connection: sqlite3.Connection) -> Read:
            _prepare(connection)
            return work(connection)

        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return work_on(self._path, prepared)
        except (OSError, sqlite3.Error, ValueError, KeyError, TypeError) as error:
            raise AnswerCacheError(
                f"the answers kept in {self._path} can't be read or written: {error}; "
                "move the file away to start anew, or name another one"
            ) from error


def _prepare(connection: sqlite3.Connection) -> None:
    """See that it is a file of answers; the first of several processes makes the table."""
    with reading(connection):
        exists = _is_ours(connection)
    keep_log(connection)
    if not exists:
        with writing(connection):
            if not _is_ours(connection):
                connection.execute(_TABLE)
                connection.execute(f"PRAGMA user_version = {_SCHEMA}")


def _is_ours(connection: sqlite3.Connection) -> bool:
    """Whether the table is there; an error when anything else is."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version not in (0, _SCHEMA):
        raise sqlite3.DatabaseError(f"it has version {version}, expected {_SCHEMA}")
    if not version and connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise sqlite3.DatabaseError("it holds something else")
    return bool(version)


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
