"""Cue words of spatial expressions, ready for patterns."""

import re
from functools import cache

from ..knowledge import shipped

_LEFT_OUT = re.compile(r"\[[^]]*\]|[a-z][?*]|[^a-z]")
"""Of an alternative: classes of letters, letters that may be missing, and what is no letter."""
_FILE = ("footprint", "expressions.yaml")


def cue(key: str) -> str:
    """Alternatives for a pattern, as one group that captures nothing."""
    value = shipped(*_FILE)[key]
    return f"(?:{'|'.join(value) if isinstance(value, dict) else value})"


@cache
def stems(alternatives: str) -> tuple[str, ...]:
    """Lower-case letters of which every text that matches contains some.

    Parameters
    ----------
    alternatives
        Cue words as in the file, separated by "|".
    """
    longest = {
        max(_LEFT_OUT.sub(" ", words).split(), key=len)
        for words in alternatives.removeprefix("(?:").removesuffix(")").split("|")
    }
    return tuple(
        sorted(s for s in longest if not any(other in s for other in longest if other != s))
    )


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
