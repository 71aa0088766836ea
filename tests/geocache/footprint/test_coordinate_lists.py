"""Areas and lines whose points a text gives by coordinates."""

from pathlib import Path

import pytest
import yaml
from shapely.geometry import Point, shape

from geocache import FootprintKind, Geoparser, MentionKind
from geocache.footprint.coordinate_lists import coordinate_lists
from geocache.footprint.grammar.matcher import ResolvedMention
from geocache.gazetteer import MemoryGazetteer
from geocache.records import Place, PlaceOrigin

CASES = yaml.safe_load(
    (Path(__file__).parent / "coordinate_lists.yaml").read_text(encoding="utf-8")
)
DRAWN = [case for case in CASES if "kind" in case]
NEAR_DEGREES = 0.01


@pytest.fixture
def parser(world: MemoryGazetteer) -> Geoparser:
    return Geoparser(world)


@pytest.mark.parametrize("case", DRAWN, ids=lambda case: case["text"][:40])
def test_lists_are_drawn_as_what_they_are(parser: Geoparser, case: dict):
    text = case["text"]
    parsed = parser.parse(text)
    points = [m for m in parsed.mentions if m.kind is MentionKind.COORDINATE]
    footprint = points[0].footprint
    assert (footprint.kind, text[footprint.start : footprint.end]) == (case["kind"], case["words"])
    figure = shape(footprint.geometry)
    assert figure.is_valid
    if case["kind"] == "area":
        assert len({point.resolution.place.id for point in points}) == case["corners"]
    else:
        assert len(footprint.mentions) == case["corners"]
    assert all(point.footprint is footprint for point in points)
    for lat, lon in [case["inside"]] if "inside" in case else []:
        assert figure.contains(Point(lon, lat))
    for lat, lon in [case["near"]] if "near" in case else []:
        assert figure.distance(Point(lon, lat)) < NEAR_DEGREES
    assert footprint.exact is case.get("exact", case["kind"] != "offset")
    assert case.get("note", "") in footprint.note


@pytest.mark.parametrize(
    "text", [case["text"] for case in CASES if "kind" not in case], ids=lambda text: text[:40]
)
def test_points_that_nothing_joins_stay_points(parser: Geoparser, text: str):
    footprints = parser.parse(text).footprints
    assert len(footprints) >= 2
    assert {footprint.kind for footprint in footprints} == {FootprintKind.POINT}


def test_corners_are_as_exact_as_they_are_written(parser: Geoparser):
    (footprint,) = parser.parse("polygon 33N035E - 33N036E - 32N036E").footprints
    assert not footprint.exact
    assert footprint.uncertainty_km == pytest.approx(73, abs=3)


def test_area_across_the_antimeridian_is_cut_there(parser: Geoparser):
    text = "AREA BOUNDED BY 1000S 17900E - 1000S 17900W - 1100S 17900W - 1100S 17900E"
    (footprint,) = parser.parse(text).footprints
    figure = shape(footprint.geometry)
    assert figure.geom_type == "MultiPolygon"
    assert figure.area == pytest.approx(2, rel=0.01)


def test_line_across_the_antimeridian_is_cut_there(parser: Geoparser):
    (footprint,) = parser.parse("TRACKLINE JOINING 1000S 17900E AND 1000S 17900W").footprints
    figure = shape(footprint.geometry)
    assert figure.geom_type == "MultiLineString"
    assert figure.length == pytest.approx(2, rel=0.01)


def test_corner_that_a_reviewer_took_for_another_place_is_none():
    def mention(start: int, place: Place) -> ResolvedMention:
        return ResolvedMention(start, start + 1, "x", place)

    def point(lon: float, origin: PlaceOrigin) -> Place:
        return Place(f"{origin}:{lon},1", "x", lon, 1.0, "", "", origin=origin)

    text = "polygon x x x"
    given = [point(lon, PlaceOrigin.TEXT) for lon in (1.0, 2.0, 3.0)]
    (node,) = coordinate_lists(text, [mention(8 + 2 * n, at) for n, at in enumerate(given)])
    assert [anchor.place for anchor in node.request.anchors] == given
    decided = [*given[:2], point(3.0, PlaceOrigin.USER)]
    assert not coordinate_lists(text, [mention(8 + 2 * n, at) for n, at in enumerate(decided)])
