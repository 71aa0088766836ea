"""Coordinates in a text, from mention to mark."""

import pytest

from geocache import FootprintKind, Geoparser, MentionKind, Outcome, Role
from geocache.gazetteer import MemoryGazetteer
from geocache.recognition.coordinate_mentions import with_coordinates
from geocache.records import RecognizedMention


@pytest.fixture
def parser(world: MemoryGazetteer) -> Geoparser:
    return Geoparser(world)


def test_coordinates_are_resolved_to_their_point_and_drawn(parser: Geoparser):
    text = "The camp at 33°31'N 38°37'E was hit."
    (mention,) = parser.parse(text).mentions
    assert (mention.kind, mention.role) == (MentionKind.COORDINATE, Role.LITERAL)
    assert mention.probability == pytest.approx(0.99)
    assert "to the minute: 33.51667 N 38.61667 E" in mention.reasons[0].detail
    resolution, footprint = mention.resolution, mention.footprint
    assert (resolution.outcome, resolution.confidence) == (Outcome.RESOLVED, 1.0)
    assert resolution.place.id == "point:38.61667,33.51667"
    assert resolution.place.name == "33°31'N 38°37'E"
    assert resolution.evidence[0].detail == "coordinates given in the text"
    assert footprint.kind is FootprintKind.POINT
    assert footprint.geometry["coordinates"] == pytest.approx((38 + 37 / 60, 33 + 31 / 60))
    assert footprint.uncertainty_km == pytest.approx(1.21, abs=0.01)
    assert footprint.exact
    assert footprint.note == (
        "the point given as 33°31'N 38°37'E; written to the minute: within 1.3 km"
    )


def test_coordinates_that_may_be_far_off_are_not_called_exact(parser: Geoparser):
    (mention,) = parser.parse("at 34°N 40°E").mentions
    assert not mention.footprint.exact


def test_marked_span_of_coordinates_is_one(parser: Geoparser):
    text = "At 34.5503, 40.9181 near Fooville"
    point, name = parser.resolve(text, [(3, 19), (25, 33)]).mentions
    assert (point.kind, name.kind) == (MentionKind.COORDINATE, MentionKind.NAME)
    assert point.probability == 1.0
    assert point.resolution.place.lon == 40.9181


def test_marked_span_that_is_more_than_coordinates_is_a_name(parser: Geoparser):
    (mention,) = parser.resolve("At 34.5503, 40.9181 west", [(0, 19)]).mentions
    assert mention.kind is MentionKind.NAME


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        (
            "Leave within 30 km of 33°31'N 38°37'E now",
            FootprintKind.ZONE,
            "within 30 km of 33°31'N 38°37'E",
        ),
        (
            "a 5 km zone around coordinates 34.5503, 40.9181",
            FootprintKind.ZONE,
            "a 5 km zone around coordinates 34.5503, 40.9181",
        ),
        (
            "the road from 34.5503, 37.9181 to Fooville",
            FootprintKind.ROUTE,
            "the road from 34.5503, 37.9181 to Fooville",
        ),
        ("in southern 34.5503, 40.9181", FootprintKind.POINT, "34.5503, 40.9181"),
        ("the safe zone in 34.5503, 40.9181", FootprintKind.POINT, "34.5503, 40.9181"),
    ],
)
def test_expressions_take_coordinates_as_anchors(
    parser: Geoparser, text: str, kind: FootprintKind, words: str
):
    footprint = parser.parse(text).mentions[0].footprint
    assert (footprint.kind, text[footprint.start : footprint.end]) == (kind, words)


def test_centre_of_a_zone_is_as_exact_as_it_is_written(parser: Geoparser):
    (mention,) = parser.parse("within 30 km of 33°31'N 38°37'E").mentions
    assert "the centre is written to the minute" in mention.footprint.note


def test_names_inside_coordinates_are_dropped_and_others_kept():
    text = "Foo N34.5503 E40.9181 Bar"

    def name(start: int, end: int) -> RecognizedMention:
        return RecognizedMention(start, end, text[start:end], MentionKind.NAME, Role.LITERAL, 1.0)

    mentions = with_coordinates(text, (name(0, 3), name(4, 5), name(13, 25), name(22, 25)))
    assert [mention.text for mention in mentions] == ["Foo", "N34.5503 E40.9181", "Bar"]


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("34.5503, 40.9181", "SY"),
        ("33°31'N 38°37'E", "SY"),  # the nearest town is Rukban, in Jordan
        ("33.3128, 44.3615", "IQ"),
        ("34.2000, 30.1000", ""),  # at sea
        ("33.2320, 38.7950", ""),  # where three countries meet
        ("34°N 40°E", ""),  # could be on either side
    ],
)
def test_country_is_given_where_the_outlines_leave_no_doubt(
    geoparser: Geoparser, written: str, country: str
):
    (mention,) = geoparser.parse(f"at {written}").mentions
    assert mention.resolution.place.country_code == country


@pytest.mark.parametrize(
    "written", ["9G8F+6X Zurich", "9G8F+6X, Zurich", "Zurich (9G8F+6X)", "Zurich 9G8F+6X"]
)
def test_short_plus_codes_are_read_near_the_place_beside_them(geoparser: Geoparser, written: str):
    mentions = geoparser.parse(f"They met at {written} in Switzerland.").mentions
    code = next(m for m in mentions if m.kind is MentionKind.COORDINATE)
    place = code.resolution.place
    assert (place.lon, place.lat) == pytest.approx((8.52494, 47.36556), abs=1e-5)
    assert code.text == "9G8F+6X"
    assert code.footprint.kind is FootprintKind.POINT
    assert "near Zürich: within" in code.footprint.note


def test_short_plus_codes_without_a_place_beside_them_are_no_mentions(geoparser: Geoparser):
    text = "They met in Zurich and wrote 9G8F+6X on the wall."
    assert all(m.kind is MentionKind.NAME for m in geoparser.parse(text).mentions)


def test_rows_of_tables_are_points_beside_their_names(geoparser: Geoparser):
    text = "Place\tLat\tLon\nHoms\t34.73\t36.71\nAleppo\t36.20\t37.16\n"
    points = [m for m in geoparser.parse(text).mentions if m.kind is MentionKind.COORDINATE]
    assert [point.text for point in points] == ["34.73\t36.71", "36.20\t37.16"]
    assert {point.resolution.place.country_code for point in points} == {"SY"}
