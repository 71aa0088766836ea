"""Reads coordinates in texts: angles in whatever notation, grids, plus codes, links and tables."""

from .finding import find_coordinates, read_coordinates
from .plus_codes import ShortCode, nearest_cell, short_codes
from .position import POINT_PREFIX, Form, Position, rounding_km

__all__ = [
    "POINT_PREFIX",
    "Form",
    "Position",
    "ShortCode",
    "find_coordinates",
    "nearest_cell",
    "read_coordinates",
    "rounding_km",
    "short_codes",
]
