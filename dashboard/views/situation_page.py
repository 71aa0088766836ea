"""The first page: the situation room."""

from .parts import show_room


def show() -> None:
    """Show map, passages and timeline."""
    show_room()
