"""Angles: the halves of a pair of coordinates, and what the last digit of each stands for."""

from collections.abc import Sequence
from dataclasses import dataclass

from .position import Form, Position, rounding_km

_MOST_LAT, _MOST_LON = 90.0, 180.0
_SIXTY = 60.0
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


def angle_of(parts: Sequence[str], named: str, *, is_negative: bool) -> Angle | None:
    """Read an angle; None when its parts contradict each other.

    Parameters
    ----------
    parts
        Degrees, minutes and seconds, as far as they are written; only the last has decimals.
    named
        Point of the compass or label that tells the axis; empty when there is none.
    is_negative
        Whether it lies south or west.
    """
    if any("." in part for part in parts[:-1]) or any(float(p) >= _SIXTY for p in parts[1:]):
        return None
    value = sum(float(part) / _SIXTY**power for power, part in enumerate(parts))
    decimals = len(parts[-1].partition(".")[2])
    return Angle(
        value=-value if is_negative else value,
        unit=10.0**-decimals / _SIXTY ** (len(parts) - 1),
        written=_exactness(_UNITS[len(parts) - 1], decimals),
        axis=axis_of(named),
        parts=len(parts),
        decimals=decimals,
    )


def angle_facing(parts: Sequence[str], letter: str) -> Angle | None:
    """Read an angle that has a point of the compass; None when its parts contradict each other."""
    return angle_of(parts, letter, is_negative=is_southern_or_western(letter))


def is_southern_or_western(words: str) -> bool:
    """Whether a point of the compass makes an angle negative."""
    return words[:1].upper() in {"S", "W"}


def axis_of(words: str) -> str:
    """Return the axis that a point of the compass or a label tells; empty without any."""
    if not words:
        return ""
    return "lat" if words.lower().startswith(("n", "s", "la")) else "lon"


def position_of(first: Angle, second: Angle, span: tuple[int, int], form: Form) -> Position | None:
    """Return the position that two angles give, latitude first where neither says what it is.

    None when both are of one axis, or out of range.
    """
    lat, lon = (first, second) if first.axis != "lon" else (second, first)
    if {lat.axis, lon.axis} not in ({"lat", "lon"}, {""}):
        return None
    if abs(lat.value) > _MOST_LAT or abs(lon.value) > _MOST_LON:
        return None
    written = max(first, second, key=lambda angle: angle.unit).written
    off_km = rounding_km(lat.value, lat.unit, lon.unit)
    return Position(*span, lon.value, lat.value, off_km, form, written)


def _exactness(unit: str, decimals: int) -> str:
    if not decimals:
        return f"to the {unit}"
    return f"to {decimals} decimal{'s' if decimals > 1 else ''} of a {unit}"
