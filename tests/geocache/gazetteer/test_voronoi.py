import numpy as np
import pytest
from shapely.geometry import MultiPolygon, Point, box, shape

from geocache.antimeridian import cut, is_cut, joined
from geocache.gazetteer import CompiledGazetteer
from geocache.gazetteer.outlines.countries import country_polygon
from geocache.gazetteer.outlines.voronoi import middle, settlement_cells

SUVA, LABASA, LAKEBA = (178.442, -18.142), (179.364, -16.433), (-178.81, -18.217)


def test_joined_polygon_is_cut_at_the_antimeridian_again():
    halves = MultiPolygon([box(170, 0, 180, 10), box(-180, 0, -175, 10)])
    assert is_cut(halves)
    whole = joined(halves)
    assert whole.bounds == (170, 0, 185, 10)
    (again,) = cut(np.array([whole]))
    assert again.equals(halves)


def test_islands_beyond_the_antimeridian_go_to_the_settlement_next_to_them():
    cells = settlement_cells("FJ", [SUVA, LABASA, LAKEBA])
    assert all(cell.bounds[0] >= -180 and cell.bounds[2] <= 180 for cell in cells)
    assert cells[0].contains(Point(178.0, -17.8))  # Viti Levu
    assert cells[2].intersects(Point(-178.8, -18.2).buffer(0.1))
    assert sum(cell.area for cell in cells) == pytest.approx(country_polygon("FJ").area)


def test_middle_of_ground_across_the_antimeridian_lies_there():
    lon, lat = middle(np.array([MultiPolygon([box(170, 0, 180, 10), box(-180, 0, -168, 10)])]))
    assert (lon, lat) == (-179, 5)


@pytest.mark.parametrize(
    ("place_id", "west", "east"),
    [
        ("geonames:4971068", -71.2, -66.8),  # Maine, without the western Aleutians
        ("geonames:554230", 19.5, 23),  # Kaliningrad, without a part of Chukotka
    ],
)
def test_subdivisions_do_not_reach_around_the_world(
    gazetteer: CompiledGazetteer, place_id: str, west: float, east: float
):
    bounds = shape(gazetteer.area(place_id).geometry).bounds
    assert west < bounds[0] < bounds[2] < east
    assert west < gazetteer.place(place_id).lon < east


def test_chukotka_lies_on_both_sides_of_the_antimeridian(gazetteer: CompiledGazetteer):
    chukotka = shape(gazetteer.area("geonames:2126099").geometry)
    assert chukotka.contains(Point(177.5, 65.0))
    assert chukotka.contains(Point(-173.0, 65.5))
