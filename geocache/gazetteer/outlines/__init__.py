"""Outlines of countries and subdivisions, the lines they share, and areas where there are none.

The outlines that are shipped are offered here. What is made of a gazetteer's places is in ``areas``
(the polygon of any place), ``settled`` (areas built from settlements), ``voronoi`` (ground around
settlements), ``table`` and ``precomputed`` (outlines and areas in an index) and ``quality`` (how
well areas agree with true ones).
"""

from ..protocols import Bounds
from .countries import (
    coast_line,
    country_polygon,
    has_coast,
    has_country_area,
    land_border,
    neighbours,
    numeric_codes,
    shared_border,
)
from .shipped import Outlines, ShippedOutlines, country_outline, subdivision_outline
from .subdivisions import subdivision_polygon

__all__ = [
    "Bounds",
    "Outlines",
    "ShippedOutlines",
    "coast_line",
    "country_outline",
    "country_polygon",
    "has_coast",
    "has_country_area",
    "land_border",
    "neighbours",
    "numeric_codes",
    "shared_border",
    "subdivision_outline",
    "subdivision_polygon",
]
