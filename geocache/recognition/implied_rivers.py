"""Rivers that a text names without the word: "the east bank of the Dnipro", "crossed the Niger".

English gives rivers the article, and withholds it from towns, states and most countries. With what
has banks, is crossed or bursts them, only a river is meant.
"""

import re
from functools import cache
from typing import NamedTuple

from ..data_files import shipped, words

ARTICLE = "the"
_REACH = 40
"""Code points looked at in front of a name."""
_BEHIND = re.compile(r"\s+([A-Za-z]+)|\s*$|\s*[^\w\s'’-]|\s+\d")
_CLAUSE = re.compile(r"[^.;:!?\n,]{0,70}")
"""Behind a name, as far as it tells what its river does."""
_FEWEST_IN_FRONT = 2
"""Words in front of a name that can tell of a river."""


class Hint(NamedTuple):
    """What words around a name hint at."""

    may_be_country: bool
    """Whether it is a river even where a country has the name: "crossed the Niger"."""


def _words(key: str) -> frozenset[str]:
    return words("rivers", key)


def hint_at_river(text: str, start: int, end: int) -> Hint | None:
    """Tell whether the words around a name hint at a river.

    Parameters
    ----------
    text
        The whole document.
    start, end
        Where the name stands, half-open.
    """
    article = start - 1 - len(ARTICLE)
    if article < 0 or text[article : start - 1].lower() != ARTICLE or not text[start - 1].isspace():
        return None
    behind = _BEHIND.match(text, end)
    word = (behind[1] or "").lower() if behind else None
    if word is None or not (word == "" or word in _words("flowing") or word in _words("goes_on")):
        return None
    front = text[max(0, start - _REACH) : start].lower().split()[-3:-1]
    if word in _words("flowing") or _tells(front) or _behaves(text, end):
        return Hint(may_be_country=True)
    if len(front) == _FEWEST_IN_FRONT and front[-1] == "of" and front[0] in _words("sides"):
        # "East of the Jordan" is no country, for that has no article; the Congo has one.
        has_article = text[start:end].lower() in _words("with_article")
        return Hint(may_be_country=not has_article)
    return Hint(may_be_country=False) if front and front[-1] in _words("leading") else None


def _behaves(text: str, end: int) -> bool:
    """Whether the clause behind a name is of a river: "The Niger at Lokoja is rising"."""
    clause = _CLAUSE.match(text, end)
    return clause is not None and _behaving().search(clause[0]) is not None


@cache
def _behaving() -> re.Pattern[str]:
    """Return the pattern of what only rivers do."""
    alternatives = shipped("recognition", "rivers.yaml")["behaving"]
    return re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE)


def _tells(front: list[str]) -> bool:
    """Whether the last two words before the article tell for sure: "bank of", "they crossed"."""
    if len(front) == _FEWEST_IN_FRONT and front[-1] == "of":
        return front[0] in _words("parts")
    return bool(front) and front[-1] in _words("crossing")
