"""The command ``sitmap``: a thin door to what stands at the end of the pipeline."""

from ..processes import collect_rarely

__all__ = ["main"]


def main() -> None:
    """Run the command; errors of ours end it with one line and status 1."""
    collect_rarely()
    # Each process that reads comes by here, as part of the program that began it; it needs no more.
    from .app import main as run  # noqa: PLC0415

    run()
