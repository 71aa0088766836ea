"""Cue words of spatial expressions, ready for patterns."""

import re
from functools import cache

from ..knowledge import shipped

_FILE = ("footprint", "expressions.yaml")


def cue(key: str) -> str:
    """Alternatives for a pattern, as one group that captures nothing."""
    value = shipped(*_FILE)[key]
    return f"(?:{'|'.join(value) if isinstance(value, dict) else value})"


@cache
def _table(key: str) -> tuple[tuple[re.Pattern[str], float], ...]:
    table: dict[str, float] = shipped(*_FILE)[key]
    return tuple((re.compile(words, re.IGNORECASE), float(v)) for words, v in table.items())


def meaning(key: str, words: str) -> float:
    """Return what the table ``key`` gives for ``words``: a unit in km, a bearing in degrees.

    Raises
    ------
    KeyError
        The words are not in the table.
    """
    for pattern, value in _table(key):
        if pattern.fullmatch(words):
            return value
    raise KeyError(words)
