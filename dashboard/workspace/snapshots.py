"""A workspace file copied as of one moment, while others may write to it."""

from contextlib import closing
from pathlib import Path

from ..errors import WorkspaceError
from .connection import connect, named_errors


def copied(path: Path, target: Path) -> Path:
    """Copy a workspace into a new file, which is returned; the first is only read.

    Raises
    ------
    WorkspaceError
        There is no such workspace, it can't be read, or the copy can't be written.
    """
    if not path.is_file():
        raise WorkspaceError(f"{path}: there is no such workspace")
    with named_errors(path), closing(connect(path, writable=False)) as source:
        source.execute("SELECT count(*) FROM sqlite_master")  # says if it is no database
        with named_errors(target), closing(connect(target, writable=True)) as into:
            source.backup(into)
    return target
