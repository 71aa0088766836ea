"""Shares what a workspace holds, as columns, among all sessions of a process: the read model.

Each catching up publishes a new snapshot; a view reads one snapshot and never sees another.
"""

import threading
from collections import OrderedDict
from dataclasses import replace
from typing import Any

from ..workspace import Workspace
from ..workspace.connection import named_errors
from .column_store import ColumnStore
from .columns import Snapshot
from .filters import Filters

_MOST_VIEWS, _LEAST_VIEWS = 64, 4
_VIEW_BYTES = 12
"""Of each observation, in a view that was asked for everything."""
_KEPT_BYTES = 64_000_000
"""What views are kept for: of few reports many are, of very many few."""


class ReadModel:
    """Publishes snapshots of a workspace, shared by all sessions of a process.

    Parameters
    ----------
    workspace
        What is read.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._lock = threading.Lock()
        self._views: OrderedDict[Filters, Any] = OrderedDict()
        self._views_lock = threading.Lock()
        self._store = ColumnStore(workspace)
        self.loaded = self._load()
        """Whether columns that were kept could be used."""
        self._snapshot = self._store.snapshot()
        self.refresh()

    @property
    def snapshot(self) -> Snapshot:
        """What was last seen of the workspace."""
        return self._snapshot

    @property
    def size_bytes(self) -> int:
        """Memory of the columns."""
        return self._store.size_bytes

    def refresh(self) -> bool:
        """Catch up with the workspace; return whether anything was new. Costs nothing when not.

        Raises
        ------
        WorkspaceError
            It can't be read; what was seen before stays.
        """
        if self.workspace.revision() == self._snapshot.revision:
            return False
        with self._lock:
            before = self._snapshot
            try:
                with named_errors(self.workspace.path):
                    changed = self._store.catch_up()
            except BaseException:
                self._store.reset()
                self._snapshot = replace(before, revision=-1)  # so that it is tried again
                raise
            if changed:
                with self._views_lock:
                    self._snapshot = self._store.snapshot()
                    self._views.clear()
            return changed

    def view(self, filters: Filters, make: Any) -> Any:
        """Return what ``make(snapshot, filters)`` made; the last are kept until a change."""
        with self._views_lock:
            view = self._views.get(filters)
            if view is not None:
                self._views.move_to_end(filters)
                return view
            snapshot = self._snapshot
        view = make(snapshot, filters)
        with self._views_lock:
            if snapshot is self._snapshot:  # else it would outlive the change
                self._views[filters] = view
                if len(self._views) > _most_views(snapshot):
                    self._views.popitem(last=False)
        return view

    def keep(self) -> None:
        """Keep the columns in the workspace, so that the next process has them at once.

        Raises
        ------
        WorkspaceError
            It can't be written; kept columns are only a help, so nothing is lost.
        """
        with self._lock:
            revision, contents = self._store.dump()
        with self.workspace.writing() as writer:
            writer.connection.execute("DELETE FROM segment")
            writer.connection.executemany(
                "INSERT INTO segment VALUES (?, ?, ?)",
                [(name, revision, content) for name, content in contents.items()],
            )

    def _load(self) -> bool:
        """Take the columns that were kept, if they are of one revision, this program, and whole."""
        rows = self.workspace.rows("SELECT name, revision, content FROM segment")
        revisions = {revision for _, revision, _ in rows}
        if len(revisions) != 1:
            return False
        return self._store.load(revisions.pop(), {name: content for name, _, content in rows})


def _most_views(snapshot: Snapshot) -> int:
    size = _VIEW_BYTES * snapshot.count("observations")
    return max(_LEAST_VIEWS, min(_MOST_VIEWS, _KEPT_BYTES // max(1, size)))
