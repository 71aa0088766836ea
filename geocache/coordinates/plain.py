"""Decides whether two plain numbers side by side are coordinates or something else."""

import re
from functools import cache

from ..data_files import shipped

_CONTEXT = 30
_OPENERS = frozenset(" \t\n\u00a0(\"'“‘:;,=")
"""What may touch the first number; a square bracket may hold a list of any order."""
_PLAIN_SEPARATOR = re.compile(r"[^\S\n]?[,;]\s?|[^\S\n]")
"""Wider gaps are those of tables."""
_THOUSANDS = re.compile(r"\d{1,3}\.\d\d0")


def is_plain_pair(match: re.Match[str], sign: int = 0) -> bool:
    """Whether a match of `grammar.pair` without points of the compass may be coordinates.

    It may not when it is part of a longer list or a table, money, a share, a measure, a version,
    a rate, or thousands written with dots, nor when the longitude comes first.

    Parameters
    ----------
    match
        Two numbers in the groups degrees1 and degrees2, and what parts them in between.
    sign
        Characters in front of the match that belong to it.
    """
    text, start = match.string, match.start() - sign
    before = text[max(0, start - _CONTEXT) : start]
    return (
        (not before or before[-1] in _OPENERS)
        and _PLAIN_SEPARATOR.fullmatch(match["between"]) is not None
        and not _are_other_numbers(match["degrees1"], match["degrees2"])
        and stands_alone_behind(match)  # quicker than what follows
        and not _other_before().search(before)
    )


def stands_alone_behind(match: re.Match[str]) -> bool:
    """Whether nothing right behind two numbers tells that they are something else."""
    end = match.end()
    return not _other_behind().match(match.string[end : end + _CONTEXT])


@cache
def _other_before() -> re.Pattern[str]:
    """What tells, right before two numbers, that they are something else."""
    return re.compile(
        rf"""\d[°%]?[ \t\u00a0]*,?[ \t\u00a0]*\Z          # the end of another number
        | [{_alternatives("currency_signs")}%\#][ \t]*\Z
        | \b(?:{_alternatives("currencies")})[ \t]*\Z | [A-Z]{{3}}/[A-Z]{{3}}\W*\Z
        | [\[{{][ \t]*\Z | \w\(\Z                         # arrays of any order; calls in a program
        | (?i:{_alternatives("shapes")})[ ]?z?[ ]?\(+\Z
        | (?i:lon|lng|long|longitude)\W{{1,3}}(?i:and[ ])?(?i:lat)\w*\W*\Z
        | \b(?i:{_alternatives("figures")})
          (?:[ ](?:of|at|is|was|were|to|from))?[ \t]*[:=,]?[ \t]*\Z""",
        re.VERBOSE,
    )


@cache
def _other_behind() -> re.Pattern[str]:
    """What tells the same right behind them."""
    signs = _alternatives("currency_signs")
    return re.compile(
        rf"""[ \t\u00a0]*[,/]?[ \t\u00a0]*[-+−–]?[{signs}]?\d  # another number follows
        | [ \t]?[\]}}] | [ \t]?[%‰°º˚{signs}] | [-–−/:][\w{signs}]
        | [ \t](?:{_alternatives("units")})\b""",
        re.VERBOSE,
    )


def _alternatives(key: str) -> str:
    """Alternatives out of ``data/coordinates``, for a verbose pattern."""
    return str(shipped("coordinates", "other_numbers.yaml")[key]).replace(" ", "[ ]")


def _are_other_numbers(first: str, second: str) -> bool:
    """Whether both can be thousands ("12.500, 14.250"), or shares or missing values (below one)."""
    are_thousands = _THOUSANDS.fullmatch(first) and _THOUSANDS.fullmatch(second)
    return bool(are_thousands) or max(float(first), float(second)) < 1
