"""Circles of latitude: where they are read, and what lies beyond them."""

import pytest
import shapely
from shapely.geometry import shape

from geocache import Footprint, FootprintKind, Geoparser, Outcome
from geocache.coordinates.parallels import find_parallels, read_parallel


def footprint_over(geoparser: Geoparser, text: str, words: str) -> Footprint:
    start = text.index(words)
    found = {(f.start, f.end): f for f in geoparser.parse(text).footprints}
    return found[start, start + len(words)]


@pytest.mark.parametrize(
    ("text", "words", "degrees", "half"),
    [
        ("across the 38th parallel today", "38th parallel", 38, ""),
        ("along the 49th parallel north", "49th parallel north", 49, "north"),
        ("the 17th parallel north of Hue", "17th parallel", 17, ""),
        ("the thirty-eighth parallel", "thirty-eighth parallel", 38, ""),
        ("ACROSS THE 36TH PARALLEL", "36TH PARALLEL", 36, ""),
        ("below the 60th parallel south.", "60th parallel south", 60, "south"),
        ("to the seventeenth parallel", "seventeenth parallel", 17, ""),
        ("a line on the twentieth parallel", "twentieth parallel", 20, ""),
    ],
)
def test_ordinals_before_the_word_are_degrees(text: str, words: str, degrees: int, half: str):
    (found,) = find_parallels(text)
    assert text[found.start : found.end] == words
    assert (found.degrees, found.half) == (degrees, half)
    assert read_parallel(words) is not None


@pytest.mark.parametrize(
    "text",
    [
        "in a parallel universe",
        "the fourth parallel session",
        "a second parallel track",
        "roads run parallel to it",
        "the 99th parallel",
        "parallel lines",
        "the 95th parallels",
    ],
)
def test_parallels_of_another_kind_are_none(text: str):
    assert list(find_parallels(text)) == []


@pytest.mark.parametrize(
    ("text", "words", "lat", "country"),
    [
        ("Troops of South Korea crossed the 38th parallel.", "38th parallel", 38, "KR"),
        ("The seventeenth parallel divided Vietnam.", "seventeenth parallel", 17, "VN"),
        ("Farms lie along the 30th parallel in Chile.", "30th parallel", -30, "CL"),
        ("Camps lie on the 36th parallel in Iraq.", "36th parallel", 36, "IQ"),
        ("The 22nd parallel is the border of Egypt.", "22nd parallel", 22, "EG"),
        ("Fires burn by the 15th parallel in Australia.", "15th parallel", -15, "AU"),
    ],
)
def test_line_crosses_the_country_that_is_named(
    geoparser: Geoparser, text: str, words: str, lat: float, country: str
):
    footprint = footprint_over(geoparser, text, words)
    assert (footprint.kind, footprint.exact) == (FootprintKind.ROUTE, False)
    corners = shapely.get_coordinates(shape(footprint.geometry))
    assert corners[:, 1] == pytest.approx(lat)
    (mention,) = (m for m in geoparser.parse(text).mentions if m.text == words)
    assert mention.resolution.place
    assert mention.resolution.place.country_code == country


@pytest.mark.parametrize(
    ("text", "words", "bounds"),
    [
        ("A zone lies north of the 36th parallel in Iraq.", "north of the 36th parallel", (36, 38)),
        ("A zone lies south of the 32nd parallel in Iraq.", "south of the 32nd parallel", (29, 32)),
        ("Rain fell above the 60th parallel in Norway.", "above the 60th parallel", (60, 82)),
        ("It snowed below the 40th parallel in Argentina.", "below the 40th parallel", (-56, -40)),
    ],
)
def test_part_beyond_is_of_the_country(
    geoparser: Geoparser, text: str, words: str, bounds: tuple[float, float]
):
    footprint = footprint_over(geoparser, text, words)
    assert (footprint.kind, footprint.exact) == (FootprintKind.PART, False)
    _, south, _, north = shape(footprint.geometry).bounds
    assert bounds[0] - 0.01 <= south < north <= bounds[1] + 0.01


def test_parallel_without_a_country_is_not_drawn(geoparser: Geoparser):
    text = "Ships stay below the 60th parallel south."
    (mention,) = geoparser.parse(text).mentions
    assert mention.resolution.outcome is Outcome.NIL
    assert mention.footprint.geometry is None
