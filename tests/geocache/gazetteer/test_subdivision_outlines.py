import hashlib

import pytest
from shapely.geometry import MultiPolygon, Point, box, mapping

from geocache.data_files import data_path
from geocache.gazetteer import CompiledGazetteer
from geocache.gazetteer.outlines.countries import country_polygon
from geocache.gazetteer.outlines.subdivisions import (
    outline_source,
    outlined_middle,
    subdivision_polygon,
)
from geocache.geodesy import area_km2


@pytest.mark.parametrize(
    ("codes", "inside", "known_km2"),
    # Areas as Wikipedia gives them, water included for the United States.
    [
        (("US", "TX"), (-97.7, 30.3), 695_662),
        (("US", "TX", "201"), (-95.4, 29.8), 4_600),  # Harris County
        (("US", "AK"), (-150.0, 64.0), 1_530_000),  # without most of its waters
        (("SY", "09"), (37.16, 36.2), 18_482),  # Aleppo
        (("FR", "84"), (4.84, 45.76), 69_711),  # Auvergne-Rhône-Alpes, of twelve departments
        (("DE", "02"), (11.58, 48.14), 70_552),  # Bavaria
        (("UA", "11"), (34.1, 44.95), 26_100),  # Crimea
    ],
)
def test_outlines_of_subdivisions(
    codes: tuple[str, ...], inside: tuple[float, float], known_km2: float
):
    polygon = subdivision_polygon(*codes)
    assert polygon.contains(Point(inside))
    assert area_km2(mapping(polygon)) == pytest.approx(known_km2, rel=0.06)


def test_note_says_who_drew_the_outline_and_when():
    assert "Census Bureau, 2017" in outline_source("US")
    assert "Census Bureau, 2017" in outline_source("PR")
    assert "Natural Earth, about 2013" in outline_source("SY")


@pytest.mark.parametrize(
    "codes",
    [
        ("KE", "30"),  # Nairobi County, made of the former provinces in 2013
        ("FR", "84", "69"),
        ("US", "XX"),
        ("US", "TX", "999"),
        ("US", ""),
        ("ZZ", "01"),
    ],
)
def test_subdivision_without_outline_has_none(codes: tuple[str, ...]):
    assert subdivision_polygon(*codes) is None


def test_neighbours_share_their_border():
    first, second = subdivision_polygon("DE", "02"), subdivision_polygon("DE", "01")
    assert first.intersection(second).area == pytest.approx(0, abs=1e-9)
    assert first.boundary.intersection(second.boundary).length > 3


def test_states_fill_their_country():
    states = [subdivision_polygon("DE", f"{number:02}") for number in range(1, 17)]
    known = [state for state in states if state]
    assert len(known) >= 15
    for state in known:
        assert state.is_valid
        assert state.intersection(country_polygon("DE")).area > 0.97 * state.area


@pytest.mark.parametrize(
    ("polygon", "middle"),
    [
        (MultiPolygon([box(0, 0, 2, 2)]), (1, 1)),
        (MultiPolygon([box(170, 0, 180, 10), box(-180, 0, -168, 10)]), (-179, 5)),
    ],
)
def test_middle_of_an_outline(polygon: MultiPolygon, middle: tuple[float, float]):
    assert outlined_middle(polygon) == middle


def test_middle_lies_inside_even_of_a_ring():
    ring = MultiPolygon([box(0, 0, 9, 9).difference(box(1, 1, 8, 8))])
    assert ring.contains(Point(outlined_middle(ring)))


def test_points_agree_with_outlines(gazetteer: CompiledGazetteer):
    outlined = 0
    for place in gazetteer.divisions():
        polygon = subdivision_polygon(place.country_code, place.admin1_code)
        if place.feature_code == "ADM1" and polygon and "middle of the outline" in place.note:
            assert polygon.buffer(0.001).contains(Point(place.lon, place.lat)), place
            outlined += 1
    assert outlined > 2500


@pytest.mark.parametrize(
    "name", ["countries-10m.json", "us-counties-10m.json", "subdivisions-10m.json"]
)
def test_outlines_are_the_files_that_the_readme_names(name: str):
    readme = data_path("basemap", "README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(data_path("basemap", name).read_bytes()).hexdigest() in readme
