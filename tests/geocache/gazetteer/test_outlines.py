import json
from pathlib import Path

import pytest
from shapely.geometry import Point, mapping

from geocache.gazetteer.outlines.countries import (
    coast_line,
    country_polygon,
    has_coast,
    has_country_area,
    numeric_codes,
    shared_border,
    world,
)
from geocache.gazetteer.outlines.shipped import ShippedOutlines, country_outline
from geocache.gazetteer.outlines.topojson import Topology, read_topology
from geocache.geodesy import area_km2, length_km
from geocache.records import Geometry

# Two unit squares side by side; they share the middle one of three arcs.
SQUARES = {
    "type": "Topology",
    "transform": {"scale": [1, 1], "translate": [0, 0]},
    "arcs": [
        [[1, 0], [0, 1]],
        [[1, 1], [-1, 0], [0, -1], [1, 0]],
        [[1, 1], [1, 0], [0, -1], [-1, 0]],
        [[5, 5], [0, 0], [0, 0]],
    ],
    "objects": {
        "countries": {
            "geometries": [
                {"type": "Polygon", "id": "001", "properties": {"name": "West"}, "arcs": [[0, 1]]},
                {"type": "Polygon", "id": "002", "properties": {"name": "East"}, "arcs": [[2, ~0]]},
                {"type": "Polygon", "properties": {"name": "Speck"}, "arcs": [[3]]},
            ]
        }
    },
}


def outline_of(country_code: str) -> Geometry:
    return ShippedOutlines().outline(country_outline(country_code))


@pytest.fixture
def squares(tmp_path: Path) -> Topology:
    path = tmp_path / "squares.json"
    path.write_text(json.dumps(SQUARES))
    return Topology(path)


def test_neighbours_share_the_arc_between_them(squares: Topology):
    assert squares.polygon("001").area == squares.polygon("002").area == 1
    assert list(squares.shared_line("001", "002").coords) == [(1, 0), (1, 1)]


def test_collapsed_islet_is_no_polygon(squares: Topology):
    assert squares.polygon("Speck") is None


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("keys", [("arcs", "objects"), ("objects", "arcs")])
def test_arcs_are_read_wherever_they_stand(keys: tuple[str, str], indent: int | None):
    rest = {"transform": SQUARES["transform"], **{key: SQUARES[key] for key in keys}}
    document = read_topology(json.dumps(rest, indent=indent))
    assert document["objects"] == SQUARES["objects"]
    assert [len(arc) for arc in document["arcs"]] == [2, 4, 4, 3]
    assert document["arcs"][1].tolist() == [[1, 1], [0, 1], [0, 0], [1, 0]]


def test_strangers_share_nothing(squares: Topology):
    assert squares.shared_line("001", "Speck") is None
    assert squares.shared_line("001", "nowhere") is None


def test_country_outlines_are_all_valid():
    for key in world():
        polygon = world().polygon(key)
        assert polygon is None or (polygon.is_valid and polygon.area > 0), key
        assert world().has_polygon(key) == (polygon is not None), key


@pytest.mark.parametrize("country", [*numeric_codes(), "", "ZZ"])
def test_country_facts_agree_with_their_outlines(country: str):
    assert has_country_area(country) == (country_polygon(country) is not None)
    assert has_coast(country) == (coast_line(country) is not None)


@pytest.mark.parametrize(
    ("country", "known_km2"),
    # Areas as the CIA World Factbook gives them.
    [("SY", 187_437), ("JO", 89_342), ("DE", 357_022), ("ZA", 1_219_090)],
)
def test_areas_of_countries(country: str, known_km2: float):
    assert area_km2(outline_of(country)) == pytest.approx(known_km2, rel=0.02)


def test_damascus_lies_in_syria_and_amman_does_not():
    assert country_polygon("SY").contains(Point(36.29, 33.51))
    assert not country_polygon("SY").contains(Point(35.93, 31.95))


def test_border_is_the_same_from_both_sides():
    there, back = shared_border("SY", "JO"), shared_border("JO", "SY")
    assert there.equals(back)
    assert 330 < length_km(mapping(there)) < 400


def test_countries_apart_have_no_border():
    assert shared_border("SY", "RU") is None


@pytest.mark.parametrize(
    ("country", "known_km2"), [("RU", 16_980_000), ("FJ", 18_270), ("NZ", 268_838)]
)
def test_countries_across_the_antimeridian_are_cut_there(country: str, known_km2: float):
    geometry = outline_of(country)
    assert area_km2(geometry) == pytest.approx(known_km2, rel=0.06)
    for polygon in geometry["coordinates"]:
        longitudes = [lon for lon, _ in polygon[0]]
        assert min(longitudes) >= -180
        assert max(longitudes) <= 180
        assert max(longitudes) - min(longitudes) < 180
