"""A map with marks and areas that are made up, for the tests of its tools."""

from itertools import pairwise
from typing import Any

from playwright.sync_api import Page

HOSTILE = "<img src=x onerror=alert(1)>"
MARKS = [
    {"name": "Homs", "lat": 34.73, "lon": 36.71, "passages": 20},
    {"name": "Tadmur", "lat": 34.56, "lon": 38.28, "passages": 7, "ambiguous": True},
    {"name": HOSTILE, "lat": 35.34, "lon": 40.14, "passages": 12, "actor": True},
    {"name": "Rukban", "lat": 33.31, "lon": 38.66, "passages": 1},
    {"name": "Aleppo", "lat": 36.2, "lon": 37.16, "passages": 30},
    {"name": "Al-Bab", "lat": 36.37, "lon": 37.51, "passages": 5},
    {"name": "Azaz", "lat": 36.39, "lon": 37.35, "passages": 4},
    {"name": "Syria", "lat": 35.0, "lon": 38.5, "passages": 90, "extent": 0.02},
]
SQUARES = {
    "country": {"SY": (36, 33, 42, 37), "JO": (35, 29.5, 39, 32.5), "IQ": (42, 30, 48, 37)},
    "admin1": {
        "SY.11": (36.5, 33.5, 39, 35),
        "SY.12": (36, 35.5, 37, 36.5),
        "IQ.01": (42, 32, 44, 35),
    },
}
COUNTS = {
    "country": {"SY": [41, 12], "JO": [9, 4], "IQ": [3, 1]},
    "admin1": {"SY.11": [20, 10], "SY.12": [8, 5], "IQ.01": [3, 1]},
}
NAMES = {"SY": "Syria", "JO": "Jordan", "IQ": HOSTILE, "SY.11": "Homs", "SY.12": "Idlib"}


def ring(west: float, south: float, east: float, north: float) -> list[int]:
    """A square as the server writes it: thousandths of a degree, each from the one before."""
    corners = [(west, south), (east, south), (east, north), (west, north)]
    points = [(round(lon * 1000), round(lat * 1000)) for lon, lat in corners]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
    return [number for point in (points[0], *steps) for number in point]


def answer(name: str, query: dict[str, list[str]]) -> Any:
    level = query.get("level", ["country"])[0]
    if name == "marks.json":
        return MARKS
    if name == "areas":
        return {"level": level, "passages": 60, "reports": 40, "areas": COUNTS[level]}
    wanted = query.get("of", [""])[0].split(",")
    return {
        code: [NAMES.get(code, code), [ring(*sides)]]
        for code, sides in SQUARES[level].items()
        if wanted == [""] or code[:2] in wanted
    }


def changes(page: Page) -> list[dict[str, Any]]:
    return page.evaluate("told.changes")


def spot(page: Page, lat: float, lon: float) -> tuple[float, float]:
    x, y = page.evaluate(f"spot({lat}, {lon})")
    return x, y


def click(page: Page, lat: float, lon: float) -> None:
    page.mouse.click(*spot(page, lat, lon))


def drag(page: Page, *corners: tuple[float, float], steps: int = 5) -> None:
    first, *rest = [spot(page, *corner) for corner in corners]
    page.mouse.move(*first)
    page.mouse.down()
    for corner in rest:
        page.mouse.move(*corner, steps=steps)
    page.mouse.up()


def drawn(page: Page) -> int:
    return page.locator("path.sitmap-drawn").count()
