"""The page of what a person should look at: doubtful words, those first that would move most."""

from .parts import show_review


def show() -> None:
    """Show what is worth a decision, under the filters, and what was decided."""
    show_review()
