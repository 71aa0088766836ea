"""What is drawn for spatial expressions, by the cases in the file of invented sentences."""

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Proj
from shapely.geometry import Point, shape

from geocache import Footprint, Geoparser
from geocache.data_files import parsed_yaml
from geocache.footprint.grammar.masking import mask
from geocache.footprint.grammar.pattern import Pattern
from geocache.footprint.registry import patterns
from geocache.geodesy import area_km2, length_km

CASES: list[dict[str, Any]] = parsed_yaml(
    (Path(__file__).parent / "spatial_expressions.yaml").read_text(encoding="utf-8")
)
DRAWN = [case for case in CASES if not case.get("no_expression")]
TEMPTING = [case for case in CASES if case.get("no_expression")]
NEAR_KM, FAR_KM = 5, 15
"""Of a point that a line passes, and of one that it does not."""


def named(case: Any) -> str:
    return str(case["name"])


def km_away(figure: Any, lon: float, lat: float) -> float:
    """Distance of the nearest position of a figure; 0 inside."""
    if figure.covers(Point(lon, lat)):
        return 0.0
    plane = Proj(proj="aeqd", lon_0=lon, lat_0=lat, ellps="WGS84")
    dense = shapely.segmentize(figure, 0.05) if figure.length else figure
    lines = dense.boundary if figure.geom_type.endswith("Polygon") else dense

    def project(positions: Any) -> Any:
        return np.column_stack(plane(positions[:, 0], positions[:, 1]))

    return float(shapely.transform(lines, project).distance(Point(0, 0))) / 1000


def footprint_of(geoparser: Geoparser, case: dict[str, Any]) -> Footprint:
    text, words = case["text"], case["expression"]
    start = text.index(words)
    parsed = geoparser.parse(text)
    spans = {(f.start, f.end): f for f in parsed.footprints}
    assert (start, start + len(words)) in spans, [text[a:b] for a, b in spans]
    footprint = spans[start, start + len(words)]
    assert [parsed.mentions[i].text for i in footprint.mentions] == case["anchors"]
    return footprint


@pytest.mark.parametrize("case", DRAWN, ids=named)
def test_shape_is_what_the_words_describe(geoparser: Geoparser, case: dict[str, Any]):
    footprint = footprint_of(geoparser, case)
    assert footprint.kind == case["kind"]
    assert case.get("note", "") in footprint.note
    assert footprint.exact == case.get("exact", footprint.exact)
    if not case.get("drawn", True):
        assert footprint.geometry is None
        assert "not drawn" in footprint.note
        assert footprint.undrawn_because
        return
    assert footprint.undrawn_because is None
    figure = shape(footprint.geometry)
    assert figure.is_valid
    low, high = case.get("area_km2", (0, np.inf))
    assert low <= (area_km2(footprint.geometry) if figure.area else low) <= high
    low, high = case.get("length_km", (0, np.inf))
    assert low <= (length_km(footprint.geometry) if "length_km" in case else low) <= high
    if "within_km" in case:
        point = case["within_km"]
        nearest, farthest = point["distance"]
        assert nearest <= km_away(figure, point["lon"], point["lat"]) <= farthest


@pytest.mark.parametrize(
    "case", [case for case in DRAWN if "contains" in case or "excludes" in case], ids=named
)
def test_shape_has_the_points_it_should_and_no_others(geoparser: Geoparser, case: dict[str, Any]):
    figure = shape(footprint_of(geoparser, case).geometry)
    is_area = figure.geom_type.endswith("Polygon")
    for point in case.get("contains", ()):
        away = km_away(figure, point["lon"], point["lat"])
        assert away <= (0 if is_area else NEAR_KM), point["name"]
    for point in case.get("excludes", ()):
        away = km_away(figure, point["lon"], point["lat"])
        assert away > (0 if is_area else FAR_KM), point["name"]


@pytest.mark.parametrize("case", TEMPTING, ids=named)
def test_words_that_only_look_like_expressions_draw_nothing(
    geoparser: Geoparser, case: dict[str, Any]
):
    parsed = geoparser.parse(case["text"])
    spans = {(mention.start, mention.end) for mention in parsed.mentions}
    assert {(f.start, f.end) for f in parsed.footprints} <= spans


def test_cases_of_each_row_are_several():
    counts = Counter(case["pattern"] for case in DRAWN)
    assert len(DRAWN) >= 150
    assert min(counts.values()) >= 8
    assert len({case["name"] for case in CASES}) == len(CASES)


EXAMPLES = [(pattern, text) for pattern in patterns() for text in pattern.examples]


@pytest.mark.parametrize(
    ("pattern", "text"), EXAMPLES, ids=[f"{p.name}: {text}" for p, text in EXAMPLES]
)
def test_patterns_are_all_in_their_examples(geoparser: Geoparser, pattern: Pattern, text: str):
    """Examples may be covered by longer expressions, but not be missed."""
    parsed = geoparser.parse(text)
    drawn = [
        f
        for f in parsed.footprints
        if (f.start, f.end) not in {(m.start, m.end) for m in parsed.mentions}
    ]
    assert drawn, [m.text for m in parsed.mentions]
    assert all(f.geometry is not None for f in drawn)
    stems = [[s for s in stems if s.removesuffix("$") in text.lower()] for stems in pattern.stems]
    assert all(stems)
    assert mask(text, [(m.start, m.end) for m in parsed.mentions]).windows(pattern.stems)
