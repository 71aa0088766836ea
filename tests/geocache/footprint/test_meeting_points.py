"""Areas around the points where the borders of three places meet."""

import pytest
from shapely.geometry import Point, shape

from geocache import FootprintKind, Geoparser


@pytest.mark.parametrize(
    ("text", "words", "lon", "lat"),
    [
        (
            "Fires burn in the tri-border area of Mali, Burkina Faso and Niger.",
            "the tri-border area of Mali, Burkina Faso and Niger",
            *(0.23, 14.99),
        ),
        (
            "Patrols crossed the Mali–Burkina Faso–Niger tri-border region.",
            "the Mali–Burkina Faso–Niger tri-border region",
            *(0.23, 14.99),
        ),
        (
            "In the desert where Libya, Chad and Niger meet, traffickers rule.",
            "where Libya, Chad and Niger meet",
            *(15.0, 23.0),
        ),
        (
            "Smugglers use the triple frontier of Argentina, Brazil and Paraguay.",
            "the triple frontier of Argentina, Brazil and Paraguay",
            *(-54.59, -25.6),
        ),
        (
            "Raids in the three-border area between Syria, Iraq and Jordan went on.",
            "the three-border area between Syria, Iraq and Jordan",
            *(38.79, 33.37),
        ),
        (
            "A camp lies where the borders of Kenya, Ethiopia and Somalia converge.",
            "where the borders of Kenya, Ethiopia and Somalia converge",
            *(41.9, 3.98),
        ),
    ],
)
def test_area_lies_around_the_point_where_outlines_meet(
    geoparser: Geoparser, text: str, words: str, lon: float, lat: float
):
    (footprint,) = geoparser.parse(text).footprints
    assert text[footprint.start : footprint.end] == words
    assert footprint.kind is FootprintKind.ZONE
    assert not footprint.exact
    assert shape(footprint.geometry).centroid.distance(Point(lon, lat)) < 0.3


def test_borders_that_do_not_meet_are_said_so(geoparser: Geoparser):
    text = "They searched the tri-border area of France, Chile and Ghana."
    (footprint,) = geoparser.parse(text).footprints
    assert footprint.geometry is None
    assert "do not meet" in footprint.note


def test_towns_have_no_meeting_point(geoparser: Geoparser):
    found = geoparser.parse("The triangle of Mosul, Kirkuk and Erbil is tense.").footprints
    assert [footprint.kind for footprint in found] != [FootprintKind.ZONE]
