"""Reads pairs of angles that are coordinates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .grammar import PAIR
from .plain import is_plain_pair
from .position import Form, Position, rounding_km

_MOST_LAT, _MOST_LON = 90.0, 180.0
_SIXTY = 60.0
_LEAST_DECIMALS = 3
"""Of plain numbers; fewer are scores and prices."""
_UNITS = ("degree", "minute", "second")


@dataclass(frozen=True, slots=True)
class Angle:
    """One half of a pair."""

    value: float
    """Degrees, signed."""
    unit: float
    """Degrees that one unit of the last digit stands for."""
    written: str
    axis: str
    """``lat`` or ``lon``; empty when the words do not name it."""
    parts: int
    """1 for degrees, 2 with minutes, 3 with seconds."""
    decimals: int
    """Of the last part."""


def pairs(text: str) -> Iterator[Position]:
    """Coordinates in degrees, in text order."""
    reached = 0
    while match := PAIR.search(text, reached):
        first, second = _angle(match, 1), _angle(match, 2)
        position = _position(match, first, second) if first and second else None
        if position:
            yield position
        # A pair that says it is one but is out of range is passed over whole, so that its longitude
        # meets no latitude of another; of other pairs the second number may begin coordinates.
        whole = position or {_axis(_named(match, 1)), _axis(_named(match, 2))} == {"lat", "lon"}
        reached = match.end() if whole else match.end("first")


def _named(match: re.Match[str], number: int) -> str:
    """Return the point of the compass or else the label of an angle; empty when it has none."""
    compass = match[f"before{number}"] or match[f"after{number}"]
    return compass or match[f"label{number}"] or ""


def _form_of(match: re.Match[str]) -> Form:
    if match["before1"] or match["after1"]:
        return Form.COMPASS
    return Form.LABELLED if match["label1"] else Form.PLAIN


def _position(match: re.Match[str], first: Angle, second: Angle) -> Position | None:
    """Read a pair; None when it is no coordinates."""
    form = _form_of(match)
    if form is Form.PLAIN and not _is_precise(match, first, second):
        return None
    lat, lon = (first, second) if first.axis != "lon" else (second, first)
    if {lat.axis, lon.axis} not in ({"lat", "lon"}, {""}):
        return None
    if abs(lat.value) > _MOST_LAT or abs(lon.value) > _MOST_LON:
        return None
    written = max(first, second, key=lambda angle: angle.unit).written
    off_km = rounding_km(lat.value, lat.unit, lon.unit)
    return Position(*match.span(), lon.value, lat.value, off_km, form, written)


def _is_precise(match: re.Match[str], first: Angle, second: Angle) -> bool:
    """Whether two numbers that nothing names have the digits of coordinates, and no other sense."""
    exact = all(a.parts > 1 or a.decimals >= _LEAST_DECIMALS for a in (first, second))
    return exact and "-" not in {match["mark1"], match["mark2"]} and is_plain_pair(match)


def _angle(match: re.Match[str], number: int) -> Angle | None:
    """Read one angle; None when its parts contradict each other."""
    named, sign = _named(match, number), match[f"sign{number}"] or ""
    parts = [
        part for name in ("degrees", "minutes", "seconds") if (part := match[f"{name}{number}"])
    ]
    broken = any("." in part for part in parts[:-1]) or any(float(p) >= _SIXTY for p in parts[1:])
    facing = match[f"before{number}"] or match[f"after{number}"] or ""
    if broken or (facing and sign):
        return None
    value = sum(float(part) / _SIXTY**power for power, part in enumerate(parts))
    negative = facing[:1].upper() in {"S", "W"} or sign not in {"", "+"}
    decimals = len(parts[-1].partition(".")[2])
    return Angle(
        value=-value if negative else value,
        unit=10.0**-decimals / _SIXTY ** (len(parts) - 1),
        written=_exactness(_UNITS[len(parts) - 1], decimals),
        axis=_axis(named),
        parts=len(parts),
        decimals=decimals,
    )


def _axis(words: str) -> str:
    """Return the axis that a point of the compass or a label tells."""
    if not words:
        return ""
    return "lat" if words.lower().startswith(("n", "s", "la")) else "lon"


def _exactness(unit: str, decimals: int) -> str:
    if not decimals:
        return f"to the {unit}"
    return f"to {decimals} decimal{'s' if decimals > 1 else ''} of a {unit}"
