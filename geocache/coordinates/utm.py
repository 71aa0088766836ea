"""Reads references of the Universal Transverse Mercator grid by the package ``pyproj``."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from .grammar import BLANK
from .position import Form, Position

if TYPE_CHECKING:
    from pyproj import Proj

_FRACTION = r"(?:\.\d{1,3})?"
_METRES = rf"{BLANK}?(?:[mM]{BLANK}?)?"
_ZONE = rf"(?P<zone>\d{{1,2}}){BLANK}?(?P<band>[C-HJ-NP-Xc-hj-np-x])(?![^\W\d_])"
_EAST_LABEL = rf"(?:(?i:e(?:ast(?:ing)?)?|x)\.?{BLANK}?[:=]?{BLANK}?)?"
_NORTH_LABEL = rf"(?:(?i:n(?:orth(?:ing)?)?|y)\.?{BLANK}?[:=]?{BLANK}?)?"
REFERENCE = re.compile(
    rf"(?<![\w.,-])(?:UTM\b{BLANK}?[:,]?{BLANK}?)?(?:(?i:zone){BLANK}?)?{_ZONE}"
    rf"{BLANK}?[:,;]?{BLANK}{{0,2}}"
    rf"{_EAST_LABEL}(?P<east>0?\d{{6}}{_FRACTION})(?:{_METRES}[eE]?)?{BLANK}?[,;/]?{BLANK}{{0,2}}\n?"
    rf"{_NORTH_LABEL}(?P<north>\d{{5,8}}{_FRACTION})(?:{_METRES}[nN]?)?(?:{BLANK}UTM)?(?![\w-]|[.,]\d)"
)
HINT = re.compile(r"[0-9]{6}[.0-9]{0,5}[^0-9]{1,14}[0-9]{5}")
"""Found in every text that holds a reference, and in few others."""
_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_BAND_DEGREES, _FIRST_LATITUDE, _EQUATOR = 8.0, -80.0, "N"
"""Height of a band; where the first begins; the first one that lies north."""
_MOST_LATITUDE = 84.5
_ZONES = 60
_LEAST_EAST, _MOST_EAST = 100_000.0, 900_000.0
_HALF_DIAGONAL = 2**0.5 / 2
_METRE_KM = 0.001


def utm_references(text: str) -> Iterator[Position]:
    """UTM references with zone and letter, in text order."""
    for match in REFERENCE.finditer(text):
        zone, east, north = int(match["zone"]), float(match["east"]), float(match["north"])
        if not (1 <= zone <= _ZONES and _LEAST_EAST <= east <= _MOST_EAST):
            continue
        at = _point(zone, match["band"].upper(), east, north)
        if at:
            decimals = min(len(match[key].partition(".")[2]) for key in ("east", "north"))
            unit = 10.0**-decimals
            off_km = unit * _HALF_DIAGONAL * _METRE_KM
            written = f"to {decimals} decimals of a metre" if decimals else "to the metre"
            yield Position(*match.span(), *at, off_km, Form.UTM, written)


def _point(zone: int, letter: str, east: float, north: float) -> tuple[float, float] | None:
    """(lon, lat) of a reference; None when the letter names no band or half of the globe there.

    The letters N and S are bands and also mean north and south: a band is read where the point
    lies in it.
    """
    as_band = _inverse(zone, east, north, is_south=letter < _EQUATOR)
    if as_band and _lies_in(as_band[1], letter):
        return as_band
    if letter not in {"N", "S"}:
        return None
    return _inverse(zone, east, north, is_south=letter == "S")


def _lies_in(lat: float, band: str) -> bool:
    """Whether a latitude lies in a band, or in one beside it: people name the wrong one."""
    south = _FIRST_LATITUDE + _BANDS.index(band) * _BAND_DEGREES
    slack = 0.0 if band in {"N", "S"} else _BAND_DEGREES
    return south - slack <= lat <= south + _BAND_DEGREES + slack


def _inverse(zone: int, east: float, north: float, *, is_south: bool) -> tuple[float, float] | None:
    lon, lat = _projection(zone, is_south=is_south)(east, north, inverse=True)
    is_there = abs(lat) <= _MOST_LATITUDE and (lat < 0) == is_south
    return (float(lon), float(lat)) if is_there else None


@cache
def _projection(zone: int, *, is_south: bool) -> "Proj":
    # Few texts hold a reference: the library is loaded when one does.
    from pyproj import Proj  # noqa: PLC0415

    return Proj(proj="utm", zone=zone, south=is_south, ellps="WGS84")
