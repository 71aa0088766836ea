"""Everything the application raises on purpose.

DashboardError
├── DecisionError         this can't be decided; the message says why (also a ValueError)
├── DocumentError         this document can't be used; the others go on (also a ValueError)
├── PipelineError         reports can't be taken in as asked; what was stored stays
├── QueryError            a question can't be understood; the message says what was expected
└── WorkspaceError        the workspace file can't be used; the message says what to do
"""


class DashboardError(Exception):
    """Root of the errors of this package."""


class DecisionError(DashboardError, ValueError):
    """Something can't be decided; the message echoes what was given and says what was expected."""


class DocumentError(DashboardError, ValueError):
    """A document can't be read; the message names it and says what was expected."""


class PipelineError(DashboardError):
    """Reports can't be taken in; those that were stored stay."""


class QueryError(DashboardError, ValueError):
    """A question or filter can't be understood; the message echoes it."""


class WorkspaceError(DashboardError):
    """The workspace file can't be opened or is not a workspace."""
