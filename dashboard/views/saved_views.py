"""Saved views for the bar of the page: listed as plain values, saved and deleted by name."""

from urllib.parse import parse_qs

from ..errors import DashboardError
from ..situation.address import filters_of
from ..workspace import saved_views as kept
from .shared import situation


def listed() -> list[dict[str, str]]:
    """Return what is saved as ``name`` and ``query``, in the order of the names.

    Empty where the file can't be read: the page does without.
    """
    try:
        views = kept.saved_views(situation().workspace)
    except DashboardError:
        return []
    return [{"name": one.name, "query": one.query} for one in views]


def save(name: str, query: str, *, replace: bool = False) -> str:
    """Save an address under a name; return why not, or "" when it is saved.

    The reason may hold the name, so it is shown as text.
    """
    try:
        filters_of(parse_qs(query.removeprefix("?")), situation().themes)
        kept.save_view(situation().workspace, name, query, replace=replace)
    except DashboardError as error:
        return str(error)
    return ""


def delete(name: str) -> str:
    """Forget a view; return why not, or "" when it is gone."""
    try:
        kept.delete_view(situation().workspace, name)
    except DashboardError as error:
        return str(error)
    return ""
