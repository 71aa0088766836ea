"""Reads plus codes, as the specification of Open Location Code has them.

A full code names a cell of the globe. A short one, "9G8F+6X", leaves out the first digits and is
read near a place that is named beside it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .position import Form, Position, rounding_km

_ALPHABET = "23456789CFGHJMPQRVWX"
_DIGIT = f"[{_ALPHABET}]"
FULL = re.compile(
    rf"(?<![\w+-])(?=[2-9A-Z+]*[C-X])(?P<code>[2-9C][2-9C-HJMPQRV]{_DIGIT}{{6}}\+(?:{_DIGIT}{{2,7}})?)"
    r"(?![\w+-])"
)
"""A full code; digits alone are a sum. Latitudes begin with one of nine digits, longitudes with
one of eighteen."""
SHORT = re.compile(
    rf"(?<![\w+-])(?=[2-9+]*[C-X])(?=[C-X+]*[2-9])(?:{_DIGIT}{{2}}|{_DIGIT}{{4}}|{_DIGIT}{{6}})"
    rf"\+{_DIGIT}{{2,7}}(?![\w+-])"
)
"""A code without its first digits, with both figures and letters."""
_BETWEEN = re.compile(r",?[ \u00a0]\(?|\(")
"""Between a short code and the place that it is read near."""
_WHOLE = 8
"""Digits in front of the plus of a full code."""
_PAIRS, _BASE, _ROWS, _COLUMNS = 5, 20, 5, 4
"""Pairs of digits of latitude and longitude; further digits name cells of a grid."""
_FIRST_DEGREES, _SOUTH, _WEST = 20.0, -90.0, -180.0


class Cell(NamedTuple):
    """The cell of a code."""

    lon: float
    """Of its middle, degrees."""
    lat: float
    lon_degrees: float
    """How wide it is."""
    lat_degrees: float


class ShortCode(NamedTuple):
    """A short code in a text."""

    start: int
    end: int
    code: str

    def is_beside(self, text: str, start: int, end: int) -> bool:
        """Whether a name, text[start:end], stands right behind it, or right in front of it."""
        gap = text[self.end : start] if start >= self.end else text[end : self.start]
        return _BETWEEN.fullmatch(gap) is not None


def may_hold_codes(text: str) -> bool:
    """Whether a text may hold a code, quickly."""
    return "+" in text


def full_codes(text: str) -> Iterator[Position]:
    """Full codes, in text order, each as the middle of its cell."""
    for match in FULL.finditer(text):
        cell = cell_of(match["code"])
        off_km = rounding_km(cell.lat, cell.lat_degrees, cell.lon_degrees)
        written = f"in {len(match['code']) - 1} digits"
        yield Position(*match.span(), cell.lon, cell.lat, off_km, Form.PLUS_CODE, written)


def short_codes(text: str) -> Iterator[ShortCode]:
    """Short codes, in text order. Whether a place beside them tells where is for others to say."""
    if may_hold_codes(text):
        for match in SHORT.finditer(text):
            yield ShortCode(*match.span(), match[0])


def nearest_cell(code: str, lon: float, lat: float) -> Cell:
    """Cell of a short code that is nearest to a point, (lon, lat) in degrees."""
    missing = _WHOLE - code.index("+")
    step = _FIRST_DEGREES / _BASE ** (missing // 2 - 1)
    cell = cell_of(_leading_digits(lon, lat, missing) + code)
    lons = (cell.lon + step * shift for shift in (-1, 0, 1))
    lats = (cell.lat + step * shift for shift in (-1, 0, 1))
    nearest_lat = min((at for at in lats if abs(at) < -_SOUTH), key=lambda at: abs(at - lat))
    nearest_lon = min(lons, key=lambda at: abs(at - lon))
    wrapped = (nearest_lon - _WEST) % (-2 * _WEST) + _WEST
    return Cell(wrapped, nearest_lat, cell.lon_degrees, cell.lat_degrees)


def cell_of(code: str) -> Cell:
    """Cell of a full code."""
    digits = [_ALPHABET.index(letter) for letter in code if letter != "+"]
    lat, lon, size = _SOUTH, _WEST, _FIRST_DEGREES * _BASE
    for number in range(0, min(len(digits), 2 * _PAIRS), 2):
        size /= _BASE
        lat += digits[number] * size
        lon += digits[number + 1] * size
    lat_size = lon_size = size
    for digit in digits[2 * _PAIRS :]:
        lat_size, lon_size = lat_size / _ROWS, lon_size / _COLUMNS
        row, column = divmod(digit, _COLUMNS)
        lat, lon = lat + row * lat_size, lon + column * lon_size
    return Cell(lon + lon_size / 2, lat + lat_size / 2, lon_size, lat_size)


def _leading_digits(lon: float, lat: float, count: int) -> str:
    """Return the first digits of the full code of a point."""
    size, digits = _FIRST_DEGREES, ""
    north = min(max(lat - _SOUTH, 0.0), -2 * _SOUTH - 1e-9)
    east = (lon - _WEST) % (-2 * _WEST)
    for _ in range(count // 2):
        digits += _ALPHABET[int(north / size)] + _ALPHABET[int(east / size)]
        north, east, size = north % size, east % size, size / _BASE
    return digits
