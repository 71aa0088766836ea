"""Reads references of the Military Grid Reference System by the package ``mgrs`` (GEOTRANS)."""

import re
import warnings
from collections.abc import Iterator

from .position import Form, Position

_BLANK = r"[ \t]?"
_REFERENCE = re.compile(
    rf"(?<![\w.,-])(?P<zone>\d{{1,2}})(?P<band>[C-HJ-NP-X]){_BLANK}"
    rf"(?P<square>[A-HJ-NP-Z][A-HJ-NP-V]){_BLANK}"
    rf"(?:(?P<east>\d{{2,5}})[ \t\u00a0](?P<north>\d{{2,5}})|(?P<both>\d{{4,10}}))(?![\w-]|[.,]\d)"
)
_MONTHS = frozenset(("FEB", "MAR", "MAY", "JUN", "JUL", "SEP", "DEC"))
_DAYS, _YEAR = 31, 4
"""Last zone that can be a day, and digits behind a month that are rather a year: "31DEC2019"."""
_WHOLE = 5
"""Digits of each number that give metres; n digits give squares of 10 to the 5 - n metres."""
_DIAGONAL = 2**0.5
_METRE_KM = 0.001


def references(text: str) -> Iterator[Position]:
    """Grid references to the kilometre or better, in text order, each as its square's centre."""
    for match in _REFERENCE.finditer(text):
        digits = match["both"] or match["east"] + match["north"]
        even = len(digits) % 2 == 0 and len(match["east"] or "") == len(match["north"] or "")
        letters = match["band"] + match["square"]
        joined = match.end("band") == match.start("square")  # nobody writes a month as "M AR"
        month = joined and letters in _MONTHS
        dated = month and int(match["zone"]) <= _DAYS and len(digits) == _YEAR
        centre = even and not dated and _centre(match["zone"] + letters, digits)
        if centre:
            side = _side_m(digits)
            off_km = side * _DIAGONAL / 2 * _METRE_KM
            written = f"as a square of {side:,} m"
            yield Position(*match.span(), *centre, off_km, Form.GRID, written)


def _side_m(digits: str) -> int:
    return int(10 ** (_WHOLE - len(digits) // 2))


def _centre(square: str, digits: str) -> tuple[float, float] | None:
    """(lon, lat) of the middle of a grid square; None when there is no such square."""
    # Few texts hold a reference: the library is loaded when one does.
    from mgrs import MGRS  # noqa: PLC0415
    from mgrs.core import MGRSError  # noqa: PLC0415

    with warnings.catch_warnings():
        # The library only warns of squares that lie outside their band.
        warnings.simplefilter("error")
        try:
            lat, lon = MGRS().toLatLon(square + digits)
        except (MGRSError, RuntimeWarning):
            return None
    return lon, lat
