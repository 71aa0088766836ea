"""Everything the application raises on purpose.

DashboardError
├── DocumentError         this document can't be used; the others go on (also a ValueError)
└── WorkspaceError        the workspace file can't be used; the message says what to do
"""


class DashboardError(Exception):
    """Root of the errors of this package."""


class DocumentError(DashboardError, ValueError):
    """A document can't be read; the message names it and says what was expected."""


class WorkspaceError(DashboardError):
    """The workspace file can't be opened or is not a workspace."""
