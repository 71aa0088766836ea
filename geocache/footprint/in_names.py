"""Directions that are parts of names: "Northern Illinois University" is in no northern Illinois."""

import re
from functools import cache

from .cues import cue

_REACH = 30
"""Code points before and behind that are looked at."""


def is_in_a_name(text: str, start: int, end: int) -> bool:
    """Whether the words in text[start:end] go on as a name, or are the end of one."""
    if _followers().match(text[end : end + _REACH]):
        return True
    return _leaders().search(text[max(0, start - _REACH) : start]) is not None


@cache
def _followers() -> re.Pattern[str]:
    """A capitalised word right behind that is no date, or an office."""
    return re.compile(
        rf"(?:['’]s)? (?!(?i:{cue('dates')})\b)[A-Z][a-z]{{2,}}|(?: regional)? {cue('offices')}\b"
    )


@cache
def _leaders() -> re.Pattern[str]:
    """An institution "of" right in front."""
    return re.compile(rf"\b(?i:{cue('institutions')}) (?:of|for) (?:the )?$")
