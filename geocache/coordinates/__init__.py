"""Reads coordinates in texts: degrees in their usual spellings, and MGRS references."""

from .finding import find_coordinates, read_coordinates
from .position import POINT_PREFIX, Form, Position

__all__ = ["POINT_PREFIX", "Form", "Position", "find_coordinates", "read_coordinates"]
