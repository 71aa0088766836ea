"""Arguments in the forms that geopy takes, checked; what is wrong is echoed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geopy.exc import GeocoderQueryError
from geopy.point import Point

from ..records import Place

_CODE_LENGTH = 2
_CORNERS = 2


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of WGS84 degrees; as geopy has it, it never crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, place: Place) -> bool:
        """Whether a place lies in it or on its edge."""
        return self.west <= place.lon <= self.east and self.south <= place.lat <= self.north


def as_limit(limit: int | None) -> int | None:
    """Return the longest list that is wanted; None for no limit. ValueError below 1."""
    if limit is None:
        return None
    if int(limit) < 1:
        raise ValueError(f"limit is {limit!r}; it cannot be less than 1")
    return int(limit)


def as_country_codes(codes: str | Sequence[str] | None) -> frozenset[str]:
    """Return upper-case ISO 3166-1 alpha-2 codes of one code, "gb,ie" or a sequence."""
    given = codes.split(",") if isinstance(codes, str) else codes or ()
    checked = frozenset(str(code).strip().upper() for code in given)
    for code in checked:
        if len(code) != _CODE_LENGTH or not (code.isascii() and code.isalpha()):
            raise GeocoderQueryError(
                f"country_codes is {codes!r}; expected ISO 3166-1 alpha-2 codes, as 'SY'"
            )
    return checked


def as_point(query: Any) -> Point:
    """Return the point meant by any of geopy's forms of one, in (latitude, longitude) order."""
    try:
        if not isinstance(query, Point) and not query:
            raise ValueError("nothing is not 0°N 0°E")  # noqa: TRY301  geopy would take it so
        return Point(query)
    # geopy warns of latitudes beyond the poles before it refuses them
    except (TypeError, ValueError, UserWarning) as error:
        raise GeocoderQueryError(
            f"{query!r} is no point; expected (latitude, longitude) in degrees: {error}"
        ) from error


def as_box(viewbox: Sequence[Any] | None) -> Box | None:
    """Return the box between two opposite corners; None for None."""
    if viewbox is None:
        return None
    if not isinstance(viewbox, Sequence) or len(viewbox) != _CORNERS:
        raise GeocoderQueryError(f"viewbox is {viewbox!r}; expected two opposite corners")
    first, second = map(as_point, viewbox)
    west, east = sorted((first.longitude, second.longitude))
    south, north = sorted((first.latitude, second.latitude))
    return Box(west, south, east, north)
