"""Names put into a sentence."""

from collections.abc import Sequence


def join_names(names: Sequence[str]) -> str:
    """Return names as they are listed in a sentence: "Homs, Hama and Idlib"; "" for none."""
    *others, last = names or [""]
    return f"{', '.join(others)} and {last}" if others else last
