"""When the page was looked at, so that it can say what is new since the last time."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from ..errors import WorkspaceError
from .store import Workspace

PAUSE = timedelta(minutes=30)
"""A visit ends when no page is shown for so long."""
_NOTED_EVERY = timedelta(minutes=1)
_PATIENCE_S = 0.2
"""A page does not wait longer for others that write: the next one notes the visit as well."""
_LATEST = "SELECT id, began, seen, revision FROM visit ORDER BY id DESC LIMIT 2"


class Visit(NamedTuple):
    """A time in which the page was looked at."""

    id: int
    began: datetime
    seen: datetime
    """When a page was last shown."""
    revision: int
    """Of the workspace, as it was then."""


def note_visit(workspace: Workspace, moment: datetime | None = None) -> int | None:
    """Note that a page is shown; return the revision as it was at the end of the visit before.

    Parameters
    ----------
    workspace
        Whose page is shown; one that can't be written or read is no error.
    moment
        With a time zone; now when None.

    Returns
    -------
    int or None
        None while somebody looks at the workspace for the first time.
    """
    before = last_visit(workspace, moment)
    return before.revision if before else None


def last_visit(workspace: Workspace, moment: datetime | None = None) -> Visit | None:
    """Note that a page is shown, as `note_visit` does; return the visit before, if there was one.

    It stays the same for all pages of one visit.
    """
    at = moment or datetime.now(UTC)
    try:
        visits = [_visit(*row) for row in workspace.rows(_LATEST)]
        revision = workspace.revision()
    except WorkspaceError:
        return None
    goes_on = _goes_on(visits, at)
    if not goes_on or revision > visits[0].revision or at - visits[0].seen > _NOTED_EVERY:
        with suppress(WorkspaceError):  # read-only, or busy for long: then it is not noted
            _note(workspace, at, revision)
    before = visits[1:] if goes_on else visits
    return before[0] if before else None


def _note(workspace: Workspace, at: datetime, revision: int) -> None:
    with workspace.writing(_PATIENCE_S) as writer:
        # Asked again: another session may have been first.
        visits = [_visit(*row) for row in writer.connection.execute(_LATEST)]
        if _goes_on(visits, at):
            writer.connection.execute(
                "UPDATE visit SET seen = max(seen, ?), revision = max(revision, ?) WHERE id = ?",
                (_written(at), revision, visits[0].id),
            )
        else:
            writer.connection.execute(
                "INSERT INTO visit (began, seen, revision) VALUES (?, ?, ?)",
                (_written(at), _written(at), revision),
            )


def _goes_on(visits: list[Visit], at: datetime) -> bool:
    return bool(visits) and at - visits[0].seen < PAUSE


def _visit(number: int, began: str, seen: str, revision: int) -> Visit:
    return Visit(number, _moment(began), _moment(seen), revision)


def _moment(written: str) -> datetime:
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
