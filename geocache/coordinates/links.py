"""Reads points in links to maps and in geo: URIs (RFC 5870)."""

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import unquote

from ..data_files import shipped
from .angle import Angle, angle_of, position_of
from .position import Form, Position

_NUMBER = r"[+-]?\d{1,3}(?:\.\d{1,20})?"
LINK = re.compile(
    r"(?<![\w@./-])(?:https?://)?(?:[\w-]{1,40}\.){1,5}[a-z]{2,12}[/?#][^\s<>\"“”]{1,2000}+"
)
"""An address with something behind its host; the scheme may be missing."""
_HOST = re.compile(r"\.[a-z]{2,12}[/?#]")
"""The end of a host with something behind it: found fast, for few things begin with a dot."""
GEO = re.compile(
    rf"(?<!\w)(?i:geo):(?P<lat>{_NUMBER}),(?P<lon>{_NUMBER})(?:,{_NUMBER})?"
    r"(?P<rest>(?:;[\w-]{1,20}(?:=[^\s;?<>\"]{1,40})?){0,5})(?:\?[^\s<>\"]{0,200})?"
)
"""A geo: URI."""
_CRS = re.compile(r"(?i);crs=(?!wgs84)")
_UNCERTAINTY = re.compile(r"(?i);u=(?P<metres>\d{1,7}(?:\.\d{1,5})?)")
_CLOSING = ".,;:!?'’)]}»*"
"""What ends a sentence behind a link rather than the link."""
_METRE_KM = 0.001


def may_hold_links(text: str) -> object:
    """Whether a text may hold a link with a point, quickly."""
    return "geo:" in text or "GEO:" in text or ("/" in text and _HOST.search(text))


def links(text: str) -> Iterator[Position]:
    """Links to maps with a point, then geo: URIs."""
    for match in LINK.finditer(text):
        words = match[0].rstrip(_CLOSING)
        address = unquote(words.removeprefix("https://").removeprefix("http://"))
        for host, points in _services():
            found = host.match(address)
            if not found:
                continue
            point = next(filter(None, (point.search(address) for point in points)), None)
            position = point and _position(point, (match.start(), match.start() + len(words)))
            if position:
                yield position
                break
    yield from _geo_uris(text)


def _geo_uris(text: str) -> Iterator[Position]:
    for match in GEO.finditer(text):
        end = match.start() + len(match[0].rstrip(_CLOSING))
        position = _position(match, (match.start(), end))
        if position is None or _CRS.search(match["rest"]):
            continue
        stated = _UNCERTAINTY.search(match["rest"])
        yield position.at_least_off(float(stated["metres"]) * _METRE_KM) if stated else position


def _position(match: re.Match[str], span: tuple[int, int]) -> Position | None:
    lat, lon = _angle(match["lat"]), _angle(match["lon"])
    return position_of(lat, lon, span, Form.LINK) if lat and lon else None


def _angle(number: str) -> Angle | None:
    return angle_of([number.lstrip("+-")], "", is_negative=number.startswith("-"))


@cache
def _services() -> tuple[tuple[re.Pattern[str], tuple[re.Pattern[str], ...]], ...]:
    """Hosts, and the patterns of points behind them."""
    numbers = {"lat": rf"(?P<lat>{_NUMBER})", "lon": rf"(?P<lon>{_NUMBER})"}
    return tuple(
        (
            re.compile(service["host"], re.IGNORECASE),
            tuple(re.compile(_filled(point, numbers)) for point in service["points"]),
        )
        for service in shipped("coordinates", "links.yaml")["services"]
    )


def _filled(pattern: str, numbers: dict[str, str]) -> str:
    for name, number in numbers.items():
        pattern = pattern.replace(f"{{{name}}}", number)
    return pattern
