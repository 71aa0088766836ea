"""Puts points for decimal commas in coordinates, so that they are read as others are."""

import re

from .grammar import BLANK

_MARK = rf"{BLANK}?(?:[°º˚'’′\"”″]|[NSEW](?![^\W\d_]))"
_MARKED = re.compile(
    rf"(?P<whole>(?<![\d.,])\d{{1,3}}),(?P<fraction>\d{{1,15}}+)(?![.,]\d)(?={_MARK})"
    rf"|(?P<faced>(?<![^\W_])[NSEW]{BLANK}?\d{{1,3}}),(?P<decimals>\d{{1,15}}+)(?![.,]\d)"
)
"""A decimal comma in a number with a point of the compass or a mark of degrees."""
_NUMBER = r"\d{1,3},\d{4,15}+"
_PLAIN = re.compile(
    rf"(?<![\d.,])(?P<first>{_NUMBER})(?P<blank>{BLANK}?)(?P<sign>[;,/ ])(?P<blanks>{BLANK}?)"
    rf"(?P<second>[+\-−–]?{_NUMBER})(?![.,]?\d)"
)
"""Two numbers with four decimals each: with three they are thousands."""
_LEAST_WITH_BLANK = 5
"""Decimals of numbers with nothing but a blank between: rates of exchange have four."""
HINT = re.compile(
    rf"[0-9],[0-9]{{1,15}}+(?:{_MARK}|{BLANK}?[;,/ ]{BLANK}?[+\-−–]?[0-9])"
    rf"|[NSEW]{BLANK}?\d{{1,3}},\d"
)
"""Found in every text that has coordinates with decimal commas."""


def with_points(text: str) -> str:
    """Return a text of the same length in which coordinates have decimal points."""
    marked = _MARKED.sub(lambda match: match[0].replace(",", "."), text)
    return _PLAIN.sub(_plain_with_points, marked)


def _plain_with_points(match: re.Match[str]) -> str:
    first, second = (match[name].replace(",", ".") for name in ("first", "second"))
    decimals = min(len(number.partition(".")[2]) for number in (first, second))
    if match["sign"] == " " and decimals < _LEAST_WITH_BLANK:
        return match[0]
    return f"{first}{match['blank']},{match['blanks']}{second}"
