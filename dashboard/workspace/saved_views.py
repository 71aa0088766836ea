"""Views of the page that a person gave a name to: an address each."""

import unicodedata
from typing import NamedTuple

from ..errors import QueryError
from .store import Workspace
from .writer import now

MOST_LETTERS = 60
_MOST_QUERY = 8_000
"""Letters; longer addresses are not taken by every program."""
_PATIENCE_S = 5.0
"""How long somebody who saves a view waits for others that write."""


class SavedView(NamedTuple):
    """A named address."""

    name: str
    query: str
    """Its parameters, as ``theme=health&country=SY``."""
    at: str
    """When it was saved, UTC."""


def saved_views(workspace: Workspace) -> list[SavedView]:
    """Return what was saved, in the order of the names, whatever their case.

    Raises
    ------
    WorkspaceError
        The file can't be read.
    """
    rows = workspace.rows("SELECT name, query, at FROM saved_view")
    return sorted((SavedView(*row) for row in rows), key=lambda one: (one.name.casefold(), one))


def save_view(workspace: Workspace, name: str, query: str, *, replace: bool = False) -> SavedView:
    """Keep an address under a name.

    Parameters
    ----------
    workspace
        Where it is kept.
    name
        1 to 60 letters of any script; blanks around it don't count.
    query
        The parameters of the address, with or without the question mark.
    replace
        Whether it takes the place of another of that name.

    Raises
    ------
    QueryError
        The name is empty, too long or taken, or the address is too long.
    WorkspaceError
        The file can't be written.
    """
    name, query = named(name), query.strip().removeprefix("?")
    if not name:
        raise QueryError("the view has no name; expected some words to find it by")
    if len(name) > MOST_LETTERS:
        raise QueryError(
            f"the name of the view has {len(name)} letters; expected {MOST_LETTERS} at most"
        )
    if len(query) > _MOST_QUERY:
        raise QueryError(
            f"the view's address has {len(query)} letters; expected {_MOST_QUERY} at most"
        )
    kept = SavedView(name, query, now())
    conflict = "REPLACE" if replace else "IGNORE"
    with workspace.writing(_PATIENCE_S) as writer:
        written = writer.connection.execute(
            f"INSERT OR {conflict} INTO saved_view VALUES (?, ?, ?)", kept
        ).rowcount
    if not written:
        raise QueryError(f"there is a view called {name!r} already; choose another name")
    return kept


def delete_view(workspace: Workspace, name: str) -> bool:
    """Forget a view; return whether there was one of that name.

    Raises
    ------
    WorkspaceError
        The file can't be written.
    """
    with workspace.writing(_PATIENCE_S) as writer:
        gone = writer.connection.execute("DELETE FROM saved_view WHERE name = ?", (named(name),))
        return bool(gone.rowcount)


def named(words: str) -> str:
    """Return a name as it is kept: in one line, its letters composed."""
    plain = "".join(" " if _breaks(letter) else letter for letter in words)
    return unicodedata.normalize("NFC", " ".join(plain.split()))


def _breaks(letter: str) -> bool:
    """Whether it is a control character, a line break or half of a surrogate pair."""
    return unicodedata.category(letter) in {"Cc", "Zl", "Zp", "Cs"}
