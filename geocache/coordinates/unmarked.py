"""Reads degrees, minutes and seconds that only points of the compass tell from other numbers.

Airmen and seafarers write the digits of an angle together ("483052N 0092008E", "N4830.9 E00920.1")
or part them by blanks ("12 30 30 N 043 15 00 E").
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from .angle import Angle, angle_facing, position_of
from .grammar import BEGINNING, BLANK
from .position import Form, Position

_FRACTION = r"(?:\.\d{1,8})?"
_DIGITS = rf"\d{{2,9}}+{_FRACTION}"
_LABEL = rf"(?i:lat(?:itude)?|lon(?:g(?:itude)?)?|lng)(?![^\W\d_])\.?:?{BLANK}?"
_BETWEEN = rf"\.{{0,3}}…?{BLANK}{{0,3}}+(?:[-–—,;/]|(?i:and)\b)?{BLANK}{{0,3}}+\n?{BLANK}{{0,3}}+"
_LETTER = rf"(?:{BLANK}?(?:[NSEW]|(?i:north|south|east|west)(?![^\W\d_]))|[nsew])"
_END = r"(?!\w|[.,]\d)"
_RADIUS = r"(?=\d{3}(?![\w.]))"
"""Behind coordinates in the head of a notice to airmen stands a radius: "3350N03530E005"."""
_WITH_SECONDS = 3
"""Parts of an angle with seconds; "33.50.12N" has no fewer."""
_MOST_DIGITS = 6
"""Of a latitude; further ones are decimals of a second."""
_LON, _PAIR = 3, 2
"""Digits of the degrees of a longitude; of all other parts."""
_ROUND = {"00", "50"}
"""Minutes of angles that may be numbers of houses: "1300N 1450E" is an address in Utah."""


def _packed(number: int) -> str:
    """One angle whose digits stand together, with its point of the compass behind."""
    return rf"(?:{_LABEL})?(?P<digits{number}>{_DIGITS})(?P<facing{number}>{_LETTER})"


def _packed_behind(number: int) -> str:
    """The same with the point of the compass in front."""
    return rf"(?:{_LABEL})?(?P<facing{number}>[NSEW]){BLANK}?(?P<digits{number}>{_DIGITS})"


def _spaced(parts: int) -> str:
    """Degrees, minutes and perhaps seconds with blanks between them, or all with dots."""
    blanks = "".join(rf"{BLANK}{{1,2}}\d{{1,2}}+" for _ in range(parts - 1))
    minutes = rf"(?:{blanks}|\.\d\d\.\d\d(?!\d))" if parts == _WITH_SECONDS else blanks
    return rf"\d{{1,3}}+{minutes}{_FRACTION}(?!\d)"


def _spaced_pair(parts: int, *, behind: bool) -> str:
    """Two angles with blanks; ``behind`` tells where the point of the compass stands."""
    angles = [
        rf"(?P<digits{number}>{_spaced(parts)})(?P<facing{number}>{_LETTER})"
        if behind
        else rf"(?P<facing{number}>[NSEW]){BLANK}?(?P<digits{number}>{_spaced(parts)})"
        for number in (1, 2)
    ]
    # What follows another number may be its minutes.
    first, second = (rf"(?:{_LABEL})?{angle}" for angle in angles)
    return _pair(rf"(?<![0-9]{BLANK}){first}", second)


def _pair(first: str, second: str) -> str:
    return rf"{BEGINNING}{first}{_BETWEEN}{second}(?:{_END}|(?<=[EW]){_RADIUS})"


@cache
def packed() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of two angles whose digits stand together."""
    return tuple(re.compile(_pair(angle(1), angle(2))) for angle in (_packed, _packed_behind))


@cache
def spaced() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of two angles with blanks, those with seconds first."""
    return tuple(
        re.compile(_spaced_pair(parts, behind=behind))
        for parts in (3, 2)
        for behind in (True, False)
    )


PACKED_HINT = re.compile(
    rf"[0-9]{{4}}{_FRACTION}[\s,;/–-]{{0,4}}[NSEWnsew](?![a-zA-Z])|[0-9]{{2}}[NSns][0-9]{{2,3}}[EWew]"
)
SPACED_HINT = re.compile(
    rf"[0-9]{BLANK}{{1,2}}[0-9]{{1,2}}{_FRACTION}{BLANK}?[NSEWnsew]|[0-9]\.[0-9]{{2}}\.[0-9]{{2}}"
    rf"|[NSEW]{BLANK}?[0-9]{{1,3}}{BLANK}{{1,2}}[0-9]"
)
"""Found in every text that holds such pairs."""


def packed_pairs(text: str) -> Iterator[Position]:
    """Coordinates whose digits stand together; those of each pattern in text order."""
    for pattern in packed():
        for match in pattern.finditer(text):
            if not _may_be_an_address(match):
                angles = [_packed_angle(match, number) for number in (1, 2)]
                yield from _positions(match, angles)


def spaced_pairs(text: str) -> Iterator[Position]:
    """Coordinates whose digits are parted by blanks; those of each pattern in text order."""
    for pattern in spaced():
        for match in pattern.finditer(text):
            angles = [
                angle_facing(_parts(match[f"digits{number}"]), _facing(match, number))
                for number in (1, 2)
            ]
            yield from _positions(match, angles)


def _positions(match: re.Match[str], angles: Sequence[Angle | None]) -> Iterator[Position]:
    first, second = angles
    if first and second and first.parts == second.parts and first.axis != second.axis:
        position = position_of(first, second, match.span(), Form.COMPASS)
        if position:
            yield position


def _parts(digits: str) -> list[str]:
    """Cut an angle at its blanks, or at its dots where these part it."""
    if digits.count(".") < _PAIR:
        return digits.split()
    degrees, minutes, seconds = digits.split(".", _PAIR)
    return [degrees, minutes, seconds]


def _facing(match: re.Match[str], number: int) -> str:
    return match[f"facing{number}"].strip()


def _packed_angle(match: re.Match[str], number: int) -> Angle | None:
    """Read digits: two of latitude or three of longitude are degrees, and so on by twos."""
    facing = _facing(match, number)
    whole, _, decimals = match[f"digits{number}"].partition(".")
    is_lon = facing[:1].upper() in {"E", "W"}
    degrees = _LON if is_lon and len(whole) % 2 else _PAIR
    rest = whole[degrees:]
    if len(whole) % 2 and not is_lon:
        return None
    if len(rest) == _MOST_DIGITS and not decimals:  # hundredths of seconds, as in AIXM
        rest, decimals = rest[:-_PAIR], rest[-_PAIR:]
    parts = [whole[:degrees], *(rest[n : n + _PAIR] for n in range(0, len(rest), _PAIR))]
    if decimals:
        parts[-1] += f".{decimals}"
    return angle_facing(parts, facing) if len(parts) <= len("DMS") else None


def _may_be_an_address(match: re.Match[str]) -> bool:
    """Whether digits that stand together may be a grid of streets, or a number and a unit."""
    digits = [match[f"digits{number}"] for number in (1, 2)]
    if any(not number.isdigit() for number in digits):
        return any(len(number.partition(".")[0]) <= _LON for number in digits)
    longest, shortest = max(map(len, digits)), min(map(len, digits))
    if shortest == _PAIR:  # 33N035E and 12N45W, but not 12N 45W
        return match.end("facing1") != _start_of_second(match)
    is_short = longest == shortest == 2 * _PAIR
    return is_short and all(number[_PAIR:] in _ROUND for number in digits)


def _start_of_second(match: re.Match[str]) -> int:
    return min(match.start("digits2"), match.start("facing2"))
