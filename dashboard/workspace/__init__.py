"""The one file in which documents and what was read from them are kept."""

from .store import Workspace

__all__ = ["Workspace"]
