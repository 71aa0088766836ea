"""The page of what a person should look at: doubtful words, those first that would move most."""

from ..errors import DashboardError
from ..situation.review_groups import doubtful_count
from .parts import show_review
from .shared import situation


def title() -> str:
    """Return what the navigation calls the page: with the number of doubtful passages."""
    try:
        count = doubtful_count(situation())
    except DashboardError:  # which the page itself says
        return "Review"
    return f"Review ({count:,})" if count else "Review"


def show() -> None:
    """Show what is worth a decision, under the filters, and what was decided."""
    show_review()
