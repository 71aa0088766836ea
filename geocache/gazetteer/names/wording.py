"""Names put into a sentence, and names of several words that are written as one."""

import re
from collections.abc import Sequence

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def join_names(names: Sequence[str]) -> str:
    """Return names as they are listed in a sentence: "Homs, Hama and Idlib"; "" for none."""
    *others, last = names or [""]
    return f"{', '.join(others)} and {last}" if others else last


def apart(word: str) -> str:
    """Return a word with blanks before its inner capitals: "Jisr Al Shughur" of a hashtag."""
    return _HUMP.sub(" ", word)
