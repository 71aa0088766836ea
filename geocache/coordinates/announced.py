"""Reads two plain numbers that words announce, or of which one is whole.

They need fewer decimals than two numbers of which nothing tells what they are.
"""

import re
from collections.abc import Iterator
from functools import cache

from ..data_files import shipped
from .angle import Angle, angle_of, position_of
from .grammar import BLANK
from .plain import is_plain_pair, stands_alone_behind
from .position import Form, Position

_AND = rf"(?:and|und|et|y|e){BLANK}"
_BETWEEN = rf"(?P<between>{BLANK}?[,;/|]{BLANK}?|{BLANK}[-–—]{BLANK}|{BLANK}(?:{_AND})?)"
_FRACTION = r"(?:[.,][0-9]{1,15}+)?"
NUMBERS = re.compile(
    rf"(?P<degrees1>[0-9]{{1,3}}+{_FRACTION})(?![0-9]){_BETWEEN}"
    rf"(?P<sign2>[+\-−–])?(?P<degrees2>[0-9]{{1,3}}+{_FRACTION})(?!\w|[.,][0-9]|°)"
)
"""Two plain numbers; led by a digit, which is quick to look for."""
_SIGNS = frozenset("+-−–")
_LEAD = 48
"""Characters in front of two numbers that are read."""
_FEWEST, _FEW, _MANY = 1, 2, 4
"""Decimals of the more exact number behind plain and vague words, and beside a whole number."""


def announced_pairs(text: str) -> Iterator[Position]:
    """Coordinates that words announce, and those with a whole number, in text order."""
    reached = 0
    while match := NUMBERS.search(text, reached):
        position = _position(match)
        if position:
            yield position
        reached = match.end() if position else match.end("degrees1")


def _position(match: re.Match[str]) -> Position | None:
    """Read two numbers; None when they are no coordinates."""
    if "." not in match[0] and "," not in match["degrees1"]:
        return None
    text, start = match.string, match.start()
    sign = text[start - 1 : start] if start else ""
    start -= sign in _SIGNS and bool(sign)
    sign = text[start : match.start()]
    before = text[max(0, start - _LEAD) : start]
    first, second = _angle(match["degrees1"], sign), _angle(match["degrees2"], match["sign2"] or "")
    if first is None or second is None or before[-1:].isalnum():
        return None
    if not (_is_announced(match, before, first, second) or _is_whole(match, first, second, sign)):
        return None
    return position_of(first, second, (start, match.end()), Form.PLAIN)


def _is_announced(match: re.Match[str], before: str, first: Angle, second: Angle) -> bool:
    """Whether words in front say that the numbers are coordinates, and they are exact enough."""
    words = _announcement().search(before) if stands_alone_behind(match) else None
    if not words:
        return False
    commas = ["," in match[f"degrees{number}"] for number in (1, 2)]
    if any(commas) and not all(commas):
        return False
    if words["preposition"] and not (all(commas) and match["between"].strip() == ";"):
        return False
    most = max(first.decimals, second.decimals)
    return most >= (_FEWEST if words["plain"] else _FEW)


def _is_whole(match: re.Match[str], first: Angle, second: Angle, sign: str) -> bool:
    """Whether one is written very exactly, the other is whole, and one has a sign."""
    if bool(first.decimals) == bool(second.decimals) or "," in match["degrees1"]:
        return False
    exact = max(first.decimals, second.decimals) >= _MANY
    return bool(sign or match["sign2"]) and exact and is_plain_pair(match, len(sign))


def _angle(number: str, sign: str) -> Angle | None:
    return angle_of([number.replace(",", ".")], "", is_negative=sign not in {"", "+"})


@cache
def _announcement() -> re.Pattern[str]:
    """Words at the end of a text that say that two numbers behind it are coordinates."""
    words = shipped("coordinates", "announcing.yaml")
    kinds = "|".join(
        rf"(?P<{kind}>(?i:{words[kind]}))" for kind in ("plain", "vague", "preposition")
    )
    link = rf"(?:{BLANK}?(?:[:=,(]|\.{{1,3}}|…|(?:of|is|are|were|was|at|de|sind|lat/lon)\b)){{0,3}}"
    return re.compile(rf"(?<!\w)(?:{kinds})(?!\w){link}{BLANK}?\n?[(]?{BLANK}?\Z")
