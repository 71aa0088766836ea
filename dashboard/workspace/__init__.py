"""The one file in which reports, what was read from them and decisions are kept."""

from .rows import DocumentRows, rows_of
from .store import DEFAULT_NAME, Workspace, default_path
from .writer import Writer

__all__ = ["DEFAULT_NAME", "DocumentRows", "Workspace", "Writer", "default_path", "rows_of"]
