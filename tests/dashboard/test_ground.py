"""The ground that the map draws, read back as the browser reads it."""

import gzip
import json
from functools import cache
from typing import Any

import numpy as np
import pytest
from shapely.geometry import MultiPolygon, Point, Polygon
from shapely.ops import unary_union

from dashboard.maps.ground import GROUND_LEVELS, disputed, ground_files, ground_level

NEAR_BORDERS = [
    ("UA", 50.29, 36.94, "Vovchansk"), ("UA", 49.37, 40.13, "Milove"),
    ("RU", 50.60, 36.59, "Belgorod"), ("PL", 52.35, 14.56, "Slubice side"),
    ("FR", 48.58, 7.70, "Strasbourg"), ("AT", 47.42, 9.74, "Dornbirn"),
    ("US", 31.80, -106.35, "El Paso"), ("MX", 31.68, -106.42, "Juarez"),
    ("SY", 36.20, 37.16, "Aleppo"), ("TR", 37.07, 37.38, "Gaziantep"),
    ("PK", 31.55, 74.34, "Lahore"), ("IN", 31.63, 74.87, "Amritsar"),
    ("CD", -1.67, 29.10, "Goma hinterland"), ("CN", 40.13, 124.30, "Dandong"),
    ("TD", 13.45, 22.20, "Adre hinterland"), ("SD", 13.45, 22.45, "Geneina"),
    ("KE", 3.94, 41.70, "Mandera side"), ("ET", 9.35, 42.80, "Jijiga"),
    ("AF", 34.43, 70.45, "Jalalabad"), ("IR", 36.20, 61.00, "Sarakhs side"),
    ("BR", -30.90, -55.40, "Livramento side"), ("VE", 7.77, -72.22, "San Cristobal"),
]  # fmt: skip


@cache
def content(level: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress(ground_level(level)))
    return found


def _degrees(coded: list[int], grid: int) -> list[tuple[float, float]]:
    points = np.reshape(coded, (-1, 2)).cumsum(axis=0) / grid
    lat = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * points[:, 1]))))
    return list(zip((points[:, 0] * 360 - 180).tolist(), lat.tolist(), strict=True))


@cache
def area(level: int, unit_id: str) -> Any:
    ground = content(level)
    arcs = ground["arcs"]
    polygons = []
    unit = next(u for u in ground["units"] if u["id"] == unit_id)
    for outer, *holes in unit["rings"]:
        rings = []
        for ring in (outer, *holes):
            lines = [_degrees(arcs[n if n >= 0 else ~n], ground["grid"]) for n in ring]
            ways = [w if n >= 0 else w[::-1] for n, w in zip(ring, lines, strict=True)]
            rings.append([p for way in ways for p in way])
        if len(rings[0]) > 3:
            polygons.append(Polygon(rings[0], [r for r in rings[1:] if len(r) > 3]).buffer(0))
    return unary_union(polygons) if polygons else MultiPolygon()


@pytest.mark.parametrize("level", [n for n in GROUND_LEVELS if n >= 5])
def test_border_towns_lie_in_their_country(level: int) -> None:
    wrong = [n for c, lat, lon, n in NEAR_BORDERS if not area(level, c).contains(Point(lon, lat))]
    assert wrong == []


@pytest.mark.parametrize("level", GROUND_LEVELS)
def test_crimea_is_in_nobodys_fill(level: int) -> None:
    crimea = Point(34.1, 45.0)
    assert area(level, "crimea").contains(crimea)
    assert not area(level, "RU").contains(crimea)
    assert not area(level, "UA").contains(crimea)


def test_disputed_ground_is_named() -> None:
    ground = content(3)
    drawn = {u["name"] for u in (*ground["units"], *ground["overlays"]) if u.get("disputed")}
    assert drawn == {place["name"] for place in disputed()}


def test_levels_are_small() -> None:
    sizes = dict(ground_files([]))
    assert len(sizes["3.json"]) < 400_000
    assert len(sizes["5.json"]) < 900_000
