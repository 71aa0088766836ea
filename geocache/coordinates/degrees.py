"""Reads pairs of angles that are coordinates."""

import re
from collections.abc import Iterator

from .angle import Angle, angle_of, axis_of, is_southern_or_western, position_of
from .grammar import pair
from .plain import is_plain_pair
from .position import Form, Position

_LEAST_DECIMALS = 3
"""Of plain numbers; fewer are scores and prices."""
_LEAST_DECIMALS_IN_LOWER_CASE = 2
"""Of degrees that a small letter follows: "1.5s, 2.5w" are seconds and watts."""

_DIGITS_OF_RANGES = 2
_MARKS = re.compile("['’′]")


def pairs(text: str) -> Iterator[Position]:
    """Coordinates in degrees, in text order."""
    reached = 0
    while match := pair().search(text, reached):
        first, second = _angle(match, 1), _angle(match, 2)
        position = _position(match, first, second) if first and second else None
        if position:
            yield position
        # A pair that says it is one but is out of range is passed over whole, so that its longitude
        # meets no latitude of another; of other pairs the second number may begin coordinates.
        whole = position or {axis_of(_named(match, 1)), axis_of(_named(match, 2))} == {"lat", "lon"}
        reached = match.end() if whole else match.end("first")


def _named(match: re.Match[str], number: int) -> str:
    """Return the point of the compass or else the label of an angle; empty when it has none."""
    return _facing(match, number) or match[f"label{number}"] or match[f"axis{number}"] or ""


def _facing(match: re.Match[str], number: int) -> str:
    """Return the point of the compass of an angle; empty when it has none."""
    return match[f"before{number}"] or match[f"after{number}"] or ""


def _form_of(match: re.Match[str]) -> Form:
    if _facing(match, 1):
        return Form.COMPASS
    return Form.LABELLED if _named(match, 1) else Form.PLAIN


def _position(match: re.Match[str], first: Angle, second: Angle) -> Position | None:
    """Read a pair; None when it is no coordinates."""
    form = _form_of(match)
    if form is Form.PLAIN and not _is_precise(match, first, second):
        return None
    if form is Form.COMPASS and (
        _may_be_ranges(match) or not _is_large_or_precise(match, first, second)
    ):
        return None
    return position_of(first, second, match.span(), form)


def _is_precise(match: re.Match[str], first: Angle, second: Angle) -> bool:
    """Whether two numbers that nothing names have the digits of coordinates, and no other sense."""
    exact = all(a.parts > 1 or a.decimals >= _LEAST_DECIMALS for a in (first, second))
    dashes = any((match[f"mark{number}"] or "")[:1] in {"-", ":"} for number in (1, 2))
    return exact and not dashes and is_plain_pair(match)


def _may_be_ranges(match: re.Match[str]) -> bool:
    """Whether dashes may stand between degrees, as in "10-15N, 20-25W".

    Navigators write three digits of longitude.
    """
    return all(
        (match[f"mark{number}"] or "").startswith("-")
        and match[f"seconds{number}"] is None
        and len(match[f"degrees{number}"]) <= _DIGITS_OF_RANGES
        and (match[f"minutes{number}"] or "").isdigit()
        and int(match[f"minutes{number}"]) > int(match[f"degrees{number}"])
        for number in (1, 2)
    )


def _is_large_or_precise(match: re.Match[str], first: Angle, second: Angle) -> bool:
    """Whether small letters behind two numbers are points of the compass, and no units."""
    return all(
        not _facing(match, number).islower()
        or len(_facing(match, number)) > 1
        or match[f"mark{number}"]
        or match[f"label{number}"]
        or angle.decimals >= _LEAST_DECIMALS_IN_LOWER_CASE
        for number, angle in ((1, first), (2, second))
    )


def _angle(match: re.Match[str], number: int) -> Angle | None:
    """Read one angle; None when its parts contradict each other."""
    sign, facing = match[f"sign{number}"] or "", _facing(match, number)
    if facing and sign:
        return None
    written = (match[f"{name}{number}"] for name in ("degrees", "chart", "minutes", "seconds"))
    parts = [_MARKS.sub("", part) for part in written if part]
    is_negative = is_southern_or_western(facing) or sign not in {"", "+"}
    return angle_of(parts, _named(match, number), is_negative=is_negative)
