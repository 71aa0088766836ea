"""The points that a text gives by coordinates: nothing to choose, only to say."""

import math

from shapely import Point
from shapely.ops import nearest_points

from ..coordinates import Position, read_coordinates
from ..gazetteer.outlines import country_polygon
from ..gazetteer.records import Gazetteer
from ..geodesy import sphere_km
from ..model import Mention, MentionKind, Outcome, Place, Resolution
from ..worded import Evidence

_NEIGHBOURS = 10
"""Settlements around a point that are asked for their country."""
_OUTLINE_KM = 3.0
"""How far the outlines of countries (1:10 million) may be off."""


def position_resolution(mention: Mention, gazetteer: Gazetteer) -> Resolution | None:
    """Resolution to the very point that a mention gives; None when it gives none."""
    if mention.kind is not MentionKind.COORDINATE:
        return None
    position = read_coordinates(mention.text)
    if position is None:
        return None
    given = Evidence("coordinates", 1.0, "coordinates given in the text")
    return Resolution(
        Outcome.RESOLVED, _place(mention, position, gazetteer), 1.0, evidence=(given,)
    )


def _place(mention: Mention, position: Position, gazetteer: Gazetteer) -> Place:
    return Place(
        id=position.place_id,
        name=" ".join(mention.text.split()),
        lon=position.lon,
        lat=position.lat,
        feature_class="",
        feature_code="",
        country_code=country_at((position.lon, position.lat), gazetteer, position.uncertainty_km),
        note=position.exactness,
        source="the text",
    )


def country_at(at: tuple[float, float], gazetteer: Gazetteer, uncertainty_km: float = 0.0) -> str:
    """ISO code of the country around a point; empty at sea and too near to a border to tell.

    Nearest settlements only tell which outlines to look at: Rukban, in Jordan, is nearer to
    Al Tanf than any town of Syria.

    Parameters
    ----------
    at
        (lon, lat) in degrees.
    gazetteer
        Knows the settlements.
    uncertainty_km
        How far off the point may be.
    """
    near = gazetteer.nearest(*at, _NEIGHBOURS, feature_class="P")
    for code in dict.fromkeys(place.country_code for place in near):
        if code and _is_well_inside(at, uncertainty_km, code):
            return code
    return ""


def _is_well_inside(at: tuple[float, float], uncertainty_km: float, country_code: str) -> bool:
    outline, point = country_polygon(country_code), Point(at)
    if outline is None or not outline.contains(point):
        return False
    border = nearest_points(outline.boundary, point)[0]
    off_km = sphere_km((border.x, border.y), at)
    return off_km > math.hypot(uncertainty_km, _OUTLINE_KM)
