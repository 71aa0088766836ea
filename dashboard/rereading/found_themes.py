"""Finds the themes that a workspace has now in reports that are in: places and dates stay as read.

A file of themes is taken by a person who wants to see them, so nobody is asked about each change.
Decisions about themes hold as before.
"""

import json
from collections.abc import Callable, Sequence

from ..annotate import Themes
from ..annotate.identity import with_themes
from ..model import Passage
from ..workspace import Workspace, Writer
from ..workspace.decisions import rulings_of
from ..workspace.rows import hit_rows
from ..workspace.store import document_in

_AT_ONCE = 32
"""Reports in one transaction: others who write wait for a tenth of a second."""


def find_themes(workspace: Workspace, follow: Callable[[int, int], None] | None = None) -> int:
    """Sort the passages of reports by the themes that the workspace has; return how many reports.

    Reports that have them already are passed over, so what was stopped goes on where it was.

    Parameters
    ----------
    workspace
        With a file of themes, or without one.
    follow
        Told how many reports are done, of how many.

    Raises
    ------
    KnowledgeFileError
        The file of themes has faults; nothing was changed.
    WorkspaceError
        It can't be written; what was stored until then stays.
    """
    content = workspace.themes_file()
    themes = Themes.of_file(content)
    waiting = _waiting(workspace, content)
    done = 0
    for at in range(0, len(waiting), _AT_ONCE):
        some = waiting[at : at + _AT_ONCE]
        with workspace.writing() as writer:
            rulings = rulings_of(writer.connection)
            for number, key in some:
                document = document_in(writer.connection, key)
                passages = _passages(writer, number)
                hits = themes.hits(document.text, passages, document.title)
                ruled = rulings.of(document)
                if ruled:
                    hits = ruled.passages.themes(hits, passages, themes.standing)
                engine = with_themes(_identity(writer, number), content)
                writer.write_themes(number, hit_rows(hits), writer.engine(engine))
        done += len(some)
        if follow:
            follow(done, len(waiting))
    return done


def _waiting(workspace: Workspace, content: str) -> list[tuple[int, str]]:
    """Return ids and hashes of the reports that were sorted by other themes."""
    engines = workspace.rows("SELECT id, identity FROM engine")
    others = [number for number, identity in engines if with_themes(identity, content) != identity]
    rows = workspace.rows(
        "SELECT id, hash FROM document WHERE replaced_by IS NULL "
        "AND engine_id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(others),),
    )
    return [(int(number), str(key)) for number, key in rows]


def _identity(writer: Writer, number: int) -> str:
    row = writer.connection.execute(
        "SELECT e.identity FROM document d JOIN engine e ON e.id = d.engine_id WHERE d.id = ?",
        (number,),
    ).fetchone()
    return str(row[0])


def _passages(writer: Writer, number: int) -> Sequence[Passage]:
    rows = writer.connection.execute(
        'SELECT number, start, "end" FROM passage WHERE document_id = ? ORDER BY number', (number,)
    )
    return [Passage(*row) for row in rows]
