"""Borders between places on them, and where their lines come from."""

import pytest
from shapely.geometry import Point, shape

from geocache import Footprint, FootprintKind, Geoparser
from geocache.geodesy import length_km


def borders(geoparser: Geoparser, text: str) -> list[Footprint]:
    found = geoparser.parse(text).footprints
    return [footprint for footprint in found if footprint.kind is FootprintKind.BORDER]


def test_border_between_two_towns_is_cut_at_the_points_nearest_to_them(geoparser: Geoparser):
    text = "Smugglers cross the Turkish-Syrian border between Jarabulus and Azaz."
    (border,) = borders(geoparser, text)
    assert text[border.start : border.end] == "the Turkish-Syrian border between Jarabulus and Azaz"
    figure = shape(border.geometry)
    assert 60 < length_km(border.geometry) < 140
    west, _, east, _ = figure.bounds
    assert 36.6 < west < 37.2
    assert 37.9 < east < 38.2
    assert figure.distance(Point(38.0, 36.82)) < 0.2  # Jarabulus


def test_border_is_left_whole_where_the_places_are_not_on_it(geoparser: Geoparser):
    text = "The Turkish-Syrian border between Damascus and Ankara was closed."
    (border,) = borders(geoparser, text)
    assert length_km(border.geometry) > 600
    assert "all of it" in border.note


def test_border_between_two_countries_is_their_own(geoparser: Geoparser):
    text = "Fences went up on the Balkan border between Serbia and Kosovo."
    (border,) = borders(geoparser, text)
    assert "outlines of Serbia and Kosovo" in border.note


def test_unit_drawn_as_the_one_around_it_has_no_border_with_its_neighbour(geoparser: Geoparser):
    (border,) = borders(geoparser, "Mines lie on the border between Jarabulus and Azaz in Syria.")
    assert border.geometry is None
    assert "do not touch" in border.note


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Floods along the Texas-Oklahoma border.", "(the US Census Bureau"),
        ("He was held on the border between Bavaria and Saxony.", "(Natural Earth, about"),
        ("The Syrian-Jordanian border was closed.", "(Natural Earth, 1:10 million)"),
        ("Clashes on the border between Homs and Hama provinces in Syria.", "approximate: built"),
    ],
)
def test_border_says_where_its_line_comes_from(geoparser: Geoparser, text: str, source: str):
    (border,) = borders(geoparser, text)
    assert source in border.note


def test_border_is_with_the_neighbour_that_is_named_most_near_by(
    geoparser: Geoparser,
):
    text = (
        "Shelling closed the road to Latakia. Patrols left Saraqib and moved towards Ariha, and a "
        "buffer along the Turkish border was discussed. Iraqi forces closed a crossing."
    )
    (buffer,) = [f for f in geoparser.parse(text).footprints if "Turkey" in f.note]
    assert "Turkey and Syria" in buffer.note


def test_border_of_a_place_without_outline_is_not_drawn_and_says_why(geoparser: Geoparser):
    text = "Relief workers waited along the border between French Guiana and Brazil."
    (border,) = borders(geoparser, text)
    assert border.geometry is None
    assert border.note == "not drawn: no source outlines French Guiana"


def test_villages_at_one_point_have_land_between_them_all_the_same(geoparser: Geoparser):
    text = "The only clinic between Ranyah and Turubah has been without power since Friday."
    for footprint in geoparser.parse(text).footprints:
        assert footprint.geometry is not None
