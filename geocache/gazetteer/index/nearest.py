"""Which places lie nearest to a point, in true great-circle order.

Places are sorted by narrow bands of latitude, and by longitude within each. A search takes the
places inside the box around a circle, and widens the circle until it holds enough of them; boxes
that hold a pole span all longitudes, and those across the antimeridian are cut in two.
Bounding box of a circle on the sphere: I. N. Bronstein et al., by way of Jan Philip Matuschek,
"Finding points within a distance of a latitude/longitude" (janmatuschek.de).
"""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

_BAND = 0.25
"""Height of a band, degrees."""
_FIRST_RADIUS = 0.25
"""Of the first circle, degrees of arc."""
_MARGIN = 1e-9
"""Added to boxes, degrees, so that rounding never leaves a place out."""
_HALF_TURN, _QUARTER_TURN, _FULL_TURN = 180.0, 90.0, 360.0

Rows = NDArray[np.int64]
Degrees = NDArray[np.float64]


class NearestIndex:
    """Positions ready to be searched.

    Parameters
    ----------
    lons, lats
        Shape (n,), WGS84 degrees; equal length.
    starts
        What `bands` gives, if the positions are in `spatial_order` already and longitudes from
        -180 up to, not including, 180: then nothing is copied.
    """

    def __init__(self, lons: ArrayLike, lats: ArrayLike, starts: Rows | None = None) -> None:
        lon, lat = np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)
        self._rows = None if starts is not None else spatial_order(lon, lat)
        if self._rows is not None:
            lon, lat = _normalised(lon)[self._rows], lat[self._rows]
        self._lons, self._lats = lon, lat
        self._starts = bands(lat) if starts is None else starts

    def nearest(
        self,
        lon: float,
        lat: float,
        count: int = 1,
        among: NDArray[np.bool_] | None = None,
    ) -> list[int]:
        """Rows of the ``count`` positions nearest to a point, nearest first.

        Parameters
        ----------
        lon, lat
            WGS84 degrees; longitudes beyond ±180 go around the globe.
        count
            How many; fewer come back when there are no more. Equal distances go by row.
        among
            Shape (n,), by row: whether a position counts; all do when None.

        Raises
        ------
        ValueError
            The point is not on the globe, or ``count`` is less than 1.
        """
        if not (math.isfinite(lon) and abs(lat) <= _QUARTER_TURN):
            raise ValueError(f"no such position: lon {lon!r}, lat {lat!r}; expected degrees")
        if count < 1:
            raise ValueError(f"count is {count!r}; expected 1 or more")
        radius = _FIRST_RADIUS
        while True:
            inside = self._inside_box(lon, lat, radius)
            if among is not None:
                inside = inside[among[self._numbered(inside)]]
            angles = self._angles(lon, lat, inside)
            complete = np.count_nonzero(angles <= radius) >= count or radius >= _HALF_TURN
            if complete:
                rows = self._numbered(inside)
                order = np.lexsort((rows, angles))[:count]
                return [int(row) for row in rows[order]]
            radius = min(2 * radius, _HALF_TURN)

    def _numbered(self, inside: Rows) -> Rows:
        return inside if self._rows is None else self._rows[inside]

    def _inside_box(self, lon: float, lat: float, radius: float) -> Rows:
        """Places (in the sorted order) in the box around a circle of ``radius`` degrees."""
        south = max(lat - radius - _MARGIN, -_QUARTER_TURN)
        north = min(lat + radius + _MARGIN, _QUARTER_TURN)
        windows = list(_windows(lon, _half_width(lat, radius)))
        pieces = []
        for band in range(_band(south), _band(north) + 1):
            start, end = self._starts[band], self._starts[band + 1]
            for west, east in windows if end > start else ():
                low, high = np.searchsorted(self._lons[start:end], (west, east))
                pieces.append(np.arange(start + low, start + high))
        return np.concatenate(pieces) if pieces else np.empty(0, dtype=np.int64)

    def _angles(self, lon: float, lat: float, inside: Rows) -> NDArray[np.float64]:
        """Great-circle distances in degrees of arc, by the haversine formula."""
        lons, lats = np.radians(self._lons[inside]), np.radians(self._lats[inside])
        lon, lat = math.radians(lon), math.radians(lat)
        half = np.sin((lats - lat) / 2) ** 2
        half += math.cos(lat) * np.cos(lats) * np.sin((lons - lon) / 2) ** 2
        angles: NDArray[np.float64] = np.degrees(2 * np.arcsin(np.sqrt(np.minimum(half, 1.0))))
        return angles


def spatial_order(lons: Degrees, lats: Degrees) -> Rows:
    """Order of positions by bands of latitude, and by longitude in each."""
    return np.lexsort((_normalised(lons), _bands_of(lats)))


BANDS = "bands.npy"
"""File of the `bands` of an index."""


def bands(lats: Degrees) -> Rows:
    """Where each band begins, and where the last ends, in positions in `spatial_order`."""
    count = int(_HALF_TURN / _BAND) + 1  # the north pole has a band of its own
    return np.searchsorted(_bands_of(lats), np.arange(count + 1))


def _bands_of(lats: Degrees) -> NDArray[np.int16]:
    return ((lats + _QUARTER_TURN) / _BAND).astype(np.int16)


def _normalised(lon: NDArray[np.float64]) -> NDArray[np.float64]:
    """Longitudes from -180 up to, not including, 180."""
    return (lon + _HALF_TURN) % _FULL_TURN - _HALF_TURN


def _band(lat: float) -> int:
    return int((lat + _QUARTER_TURN) / _BAND)


def _half_width(lat: float, radius: float) -> float:
    """Longitudes, in degrees to either side, that a circle reaches."""
    if abs(lat) + radius >= _QUARTER_TURN:
        return _HALF_TURN
    ratio = math.sin(math.radians(radius)) / math.cos(math.radians(lat))
    return math.degrees(math.asin(min(1.0, ratio))) + _MARGIN


def _windows(lon: float, half_width: float) -> Iterator[tuple[float, float]]:
    """Longitudes around ``lon`` as one or two (west, east) pairs, east exclusive."""
    lon = (lon + _HALF_TURN) % _FULL_TURN - _HALF_TURN
    west, east = lon - half_width, lon + half_width
    if half_width >= _HALF_TURN:
        yield -_HALF_TURN, _HALF_TURN
        return
    yield max(west, -_HALF_TURN), min(east, _HALF_TURN)
    if west < -_HALF_TURN:
        yield west + _FULL_TURN, _HALF_TURN
    elif east > _HALF_TURN:
        yield -_HALF_TURN, east - _FULL_TURN
