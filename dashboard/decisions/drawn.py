"""Places of a reviewer's own: a point, a line or an area that somebody drew."""

import hashlib
import json
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping

from geocache import Place
from geocache.antimeridian import line_of, polygon_of
from geocache.gazetteer import Gazetteer
from geocache.resolution import country_at

from ..errors import DecisionError
from .facts import OWN

_DIGITS = 6
"""Decimals of degrees: a tenth of a metre."""
_LEAST_RING = 4
_KINDS = ("Point", "LineString", "Polygon")


def own_place(
    geometry: dict[str, Any], name: str, gazetteer: Gazetteer
) -> tuple[Place, dict[str, Any]]:
    """Return the place that a reviewer drew, and its geometry as it is kept.

    The same name at the same geometry is the same place, whoever draws it.

    Parameters
    ----------
    geometry
        GeoJSON Point, LineString or Polygon, (lon, lat) in degrees.
    name
        What it is called.
    gazetteer
        Tells in which country it lies.

    Raises
    ------
    DecisionError
        It is no such geometry.
    """
    figure = _figure(geometry)
    kept = json.loads(json.dumps(mapping(figure)))
    digest = hashlib.sha256(json.dumps([name, kept], ensure_ascii=False).encode()).hexdigest()
    middle = _middle(figure)
    at = round(float(middle.x), _DIGITS), round(float(middle.y), _DIGITS)
    place = Place(
        f"{OWN}{digest[:12]}",
        name,
        *at,
        "",
        "",
        country_code=country_at(at, gazetteer),
        source="a reviewer",
    )
    return place, kept


def _figure(geometry: dict[str, Any]) -> Any:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in _KINDS:
        raise DecisionError(f"geometry {_shown(geometry)}: expected GeoJSON {', '.join(_KINDS)}")
    try:
        if kind == "Point":
            figure: Any = shapely.Point(_positions([geometry["coordinates"]])[0])
        elif kind == "LineString":
            figure = line_of(_positions(geometry["coordinates"]).tolist())
        else:
            figure = _polygon(geometry["coordinates"])
        figure = shapely.transform(figure, lambda at: np.round(at, _DIGITS))
    except (KeyError, TypeError, ValueError, IndexError, shapely.errors.ShapelyError) as error:
        raise DecisionError(
            f"geometry {_shown(geometry)}: {error}; expected positions (lon, lat) in degrees, "
            "two different ones for a line and three for an area"
        ) from error
    if figure.is_empty or (kind != "Point" and figure.length == 0):
        raise DecisionError(f"geometry {_shown(geometry)} has no extent")
    return figure


def _polygon(rings: Any) -> Any:
    closed = []
    for number, ring in enumerate(rings):
        positions = _positions(ring)
        if not (positions[0] == positions[-1]).all():
            positions = np.vstack([positions, positions[:1]])
        if len(positions) < _LEAST_RING:
            raise ValueError("an area needs three corners")
        closed.append(positions if _turns_left(positions) == (number == 0) else positions[::-1])
    figure = polygon_of(closed)
    if figure.area == 0:
        raise ValueError("the area is empty")
    return figure


def _turns_left(ring: Any) -> bool:
    """Whether a ring goes round its inside counter-clockwise, across the antimeridian too."""
    lon, lat = np.unwrap(ring[:, 0], period=360), ring[:, 1]
    return bool((lon[:-1] * lat[1:] - lon[1:] * lat[:-1]).sum() > 0)


def _positions(given: Any) -> Any:
    positions = np.asarray(given, dtype=float)
    if positions.ndim != 2 or positions.shape[1] < 2:  # noqa: PLR2004  rows of (lon, lat)
        raise ValueError("these are no positions")
    positions = positions[:, :2]
    lon, lat = np.abs(positions).max(axis=0)
    if not (np.isfinite(positions).all() and lon <= 180 and lat <= 90):  # noqa: PLR2004  degrees
        raise ValueError("a position is outside the world")
    return positions


def _middle(figure: Any) -> Any:
    if "LineString" in figure.geom_type:
        longest = max(getattr(figure, "geoms", [figure]), key=lambda line: line.length)
        return longest.interpolate(0.5, normalized=True)
    return figure.representative_point()


def _shown(geometry: object) -> str:
    words = json.dumps(geometry, default=str)
    return words if len(words) <= 80 else f"{words[:77]}..."  # noqa: PLR2004  of a line
