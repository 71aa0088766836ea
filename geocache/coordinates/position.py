"""The record of coordinates: a point, where it is written, and how exactly."""

import math
from dataclasses import dataclass, replace
from enum import StrEnum

POINT_PREFIX = "point:"
"""Ids of places that a text gives by coordinates begin so; no gazetteer holds them."""
_DEGREE_KM = 111.7
"""Longest degree of latitude, at the poles (WGS84), so that no uncertainty is too small."""
_METRE_KM = 0.001
_SHORT_KM = 0.1
_ID_DECIMALS, _FINE_ID_DECIMALS = 5, 8
"""Decimals of a degree in ids: to the metre, and to the millimetre where that is written."""


class Form(StrEnum):
    """How coordinates are written, in words for people."""

    COMPASS = "degrees with points of the compass"
    LABELLED = "degrees called latitude and longitude"
    PLAIN = "two numbers, read as latitude and longitude"
    TABLE = "the latitude and the longitude of a row"
    MARKUP = "a point in well-known text or GeoJSON"
    LINK = "a link to a map"
    GRID = "an MGRS grid reference"
    UTM = "a UTM reference"
    PLUS_CODE = "a plus code"


@dataclass(frozen=True, slots=True)
class Position:
    """Coordinates found in a text."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""
    lon: float
    """Degrees east, WGS84, -180..180."""
    lat: float
    """Degrees north, WGS84, -90..90."""
    uncertainty_km: float
    """How far the point may be off: half a unit of the last digit in either direction."""
    form: Form
    written: str
    """How exactly it is written, as in "to the minute"."""

    @property
    def place_id(self) -> str:
        """``point:lon,lat`` in degrees, to five decimals or as many as the text has."""
        fine = self.uncertainty_km < _METRE_KM
        decimals = _FINE_ID_DECIMALS if fine else _ID_DECIMALS
        return f"{POINT_PREFIX}{_plain(self.lon, decimals)},{_plain(self.lat, decimals)}"

    def over(self, start: int, end: int) -> "Position":
        """Return the same over another span, as the row of a table."""
        return replace(self, start=start, end=end, form=Form.TABLE)

    def at_least_off(self, km: float) -> "Position":
        """Return the same with an uncertainty of so many km, if its digits say no more."""
        if km <= self.uncertainty_km:
            return self
        return replace(self, uncertainty_km=km, written=f"with an uncertainty, {self.written}")

    @property
    def exactness(self) -> str:
        """How exactly the point is written, and what that is on the ground, for people."""
        return f"written {self.written}: within {_distance(self.uncertainty_km)}"


def _distance(km: float) -> str:
    """Return a distance rounded up, in metres where it is short."""
    if km < _SHORT_KM:
        return f"{math.ceil(km / _METRE_KM)} m"
    return f"{math.ceil(km * 10) / 10:g} km"


def _plain(degrees: float, decimals: int) -> str:
    # Adding zero turns -0.0 into 0.0.
    return f"{round(degrees, decimals) + 0.0:.{decimals}f}".rstrip("0").rstrip(".")


def rounding_km(lat: float, lat_unit: float, lon_unit: float) -> float:
    """Distance in km that rounding may have moved a point.

    Parameters
    ----------
    lat
        Latitude as written, degrees.
    lat_unit, lon_unit
        Degrees that one unit of the last digit stands for.
    """
    widest = max(abs(lat) - lat_unit / 2, 0.0)
    east = lon_unit / 2 * math.cos(math.radians(widest))
    return math.hypot(lat_unit / 2, east) * _DEGREE_KM
