"""Reads points in well-known text and GeoJSON, which have the longitude first."""

import re
from collections.abc import Iterator

from .angle import Angle, angle_of, position_of
from .position import Form, Position

_NUMBER = r"[+-]?\d{1,3}(?:\.\d{1,20})?"
_GAP = r"\s{0,5}"
WELL_KNOWN_TEXT = re.compile(
    rf"(?<!\w)(?:SRID=4326;)?(?i:point){_GAP}(?:(?i:zm?|m)\b)?{_GAP}\({_GAP}(?P<lon>{_NUMBER})\s{{1,5}}"
    rf"(?P<lat>{_NUMBER})(?:\s{{1,5}}-?\d{{1,6}}(?:\.\d{{1,9}})?){{0,2}}{_GAP}\)"
)
"""POINT(lon lat)."""
GEOJSON = re.compile(
    rf"[\"']coordinates[\"']{_GAP}:{_GAP}\[{_GAP}(?P<lon>{_NUMBER}){_GAP},{_GAP}(?P<lat>{_NUMBER})"
    rf"{_GAP}(?:,{_GAP}-?\d{{1,6}}(?:\.\d{{1,9}})?{_GAP})?\]"
)
"""The coordinates of a point in GeoJSON."""


def may_hold_markup(text: str) -> bool:
    """Whether a text may hold a point in markup, quickly."""
    return "coordinates" in text or "POINT" in text or "oint(" in text


def points(text: str) -> Iterator[Position]:
    """Points in well-known text, then those in GeoJSON."""
    for pattern in (WELL_KNOWN_TEXT, GEOJSON):
        for match in pattern.finditer(text):
            lat, lon = _angle(match["lat"]), _angle(match["lon"])
            position = lat and lon and position_of(lat, lon, match.span(), Form.MARKUP)
            if position:
                yield position


def _angle(number: str) -> Angle | None:
    return angle_of([number.lstrip("+-")], "", is_negative=number.startswith("-"))
