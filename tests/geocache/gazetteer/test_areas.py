"""Areas of subdivisions, with outline and without."""

import pytest
from shapely.geometry import Point, box, shape

from geocache.errors import UnknownPlaceError
from geocache.gazetteer import CompiledGazetteer, MemoryGazetteer
from geocache.geodesy import area_km2
from geocache.records import Place

EVERY = 40
"""Of the second-order subdivisions, one in so many is looked at."""
SAMPLED = ("CY", "GP", "JM", "MT", "PF", "RE", "SY", "TW")
"""Countries whose cells are quickly made, with and without outline of their own."""


def subdivisions(gazetteer: CompiledGazetteer, code: str) -> list[Place]:
    return gazetteer._read(gazetteer._places.where("feature_code", [code]))


def test_first_order_subdivisions_all_have_an_area(gazetteer: CompiledGazetteer):
    slow = {"CA", "RU", "NO", "GR", "CL"}  # minutes of clipping for a few units
    units = [unit for unit in subdivisions(gazetteer, "ADM1") if unit.country_code not in slow]
    assert len(units) > 3500
    assert [unit for unit in units if gazetteer.area(unit.id) is None] == []


def test_second_order_subdivisions_have_areas(gazetteer: CompiledGazetteer):
    units = subdivisions(gazetteer, "ADM2")
    chosen = [unit for unit in units if unit.country_code in SAMPLED]
    chosen += [unit for unit in units if unit.country_code == "US"][::EVERY]
    assert len(chosen) > 1000
    for unit in chosen:
        area = gazetteer.area(unit.id)
        assert area is not None, unit
        assert shape(area.geometry).is_valid, unit
        assert not shape(area.geometry).is_empty, unit


@pytest.fixture
def world() -> MemoryGazetteer:
    gazetteer = MemoryGazetteer()
    gazetteer.add_place("Syria", 38.5, 35.0, feature="A.PCLI", country_code="SY")
    gazetteer.add_place("North", 38, 36, feature="A.ADM1", country_code="SY", admin1_code="N1")
    gazetteer.add_place("South", 37, 33, feature="A.ADM1", country_code="SY", admin1_code="S1")
    for name, lat, code in (("Nord", 36.0, "N1"), ("Mid", 34.9, "N1"), ("Sud", 32.8, "S1")):
        gazetteer.add_place(name, 37.0, lat, country_code="SY", admin1_code=code)
    return gazetteer


def add_unit(world: MemoryGazetteer, country_code: str, code: str, level: str = "ADM2") -> Place:
    return world.add_place(
        "Empty", 38, 35.5, feature=f"A.{level}", country_code=country_code, admin1_code=code
    )


def id_of(world: MemoryGazetteer, name: str) -> str:
    return world.matches(name)[0].place.id


def test_settlements_share_the_country(world: MemoryGazetteer):
    north, south = (world.area(id_of(world, name)) for name in ("North", "South"))
    assert "built from the 2 settlements of North" in north.note
    assert not north.exact
    assert shape(north.geometry).contains(Point(37.0, 35.5))
    assert shape(north.geometry).intersection(shape(south.geometry)).area < 1e-9


def test_unit_without_settlements_is_shown_as_the_one_around_it(world: MemoryGazetteer):
    unit = add_unit(world, "SY", "N1")
    area = world.area(unit.id)
    assert not area.exact
    assert area.geometry == world.area(id_of(world, "North")).geometry
    assert "no settlement of Empty is known; this is North" in area.note


def test_first_order_unit_without_settlements_is_shown_as_its_country(world: MemoryGazetteer):
    area = world.area(add_unit(world, "SY", "E1", "ADM1").id)
    assert not area.exact
    assert "this is Syria" in area.note


def test_settlements_of_a_territory_without_outline_stand_for_the_ground_around_them(
    world: MemoryGazetteer,
):
    world.add_place("Saba", -63.2, 17.6, feature="A.ADM1", country_code="BQ", admin1_code="X1")
    world.add_place("The Bottom", -63.25, 17.63, country_code="BQ", admin1_code="X1")
    area = world.area(id_of(world, "Saba"))
    assert area_km2(area.geometry) == pytest.approx(78.5, rel=0.01)
    assert "5 km around each of the 1 settlements" in area.note


def test_circle_stands_where_nothing_else_is_known(world: MemoryGazetteer):
    area = world.area(add_unit(world, "ZZ", "Z1", "ADM1").id)
    assert area_km2(area.geometry) == pytest.approx(78.5, rel=0.01)
    assert "no settlement or outline of Empty is known" in area.note


def test_outline_goes_before_a_shipped_shape_but_not_before_a_persons_own(
    gazetteer: CompiledGazetteer, world: MemoryGazetteer
):
    assert gazetteer.area("geonames:703883").exact  # Crimea, whose curated shape is coarse
    drawn = {"area": {"box": [1, 1, 2, 2]}}
    own = world.add_place(
        "Mine", 1.5, 1.5, feature="A.ADM1", country_code="SY", admin1_code="09", extent=drawn
    )
    assert shape(world.area(own.id).geometry).equals(box(1, 1, 2, 2))


@pytest.mark.parametrize(
    ("place_id", "known"),
    [
        ("country:SY", True),
        ("country:VA", False),  # its outline is too small for the map
        ("country:YT", False),  # drawn as a part of France
        ("geonames:169387", True),  # a governorate
        ("geonames:169389", False),  # a town
        ("geonames:6255148", True),  # Europe
    ],
)
def test_has_area_does_not_draw_the_area(
    gazetteer: CompiledGazetteer, place_id: str, *, known: bool
):
    assert gazetteer.has_area(place_id) == known
    assert (gazetteer.area(place_id) is not None) == known


def test_unknown_id_has_no_area_and_cannot_be_drawn(gazetteer: CompiledGazetteer):
    assert not gazetteer.has_area("point:38.1,35.2")
    with pytest.raises(UnknownPlaceError):
        gazetteer.area("point:38.1,35.2")


@pytest.mark.parametrize(
    ("name", "square_km"),
    [("Vanua Levu", 5_587), ("Honshu", 227_960), ("Mindanao", 97_530)],  # Wikipedia
)
def test_islands_are_the_part_of_their_country_that_they_are(
    gazetteer: CompiledGazetteer, name: str, square_km: float
):
    islands = [m.place for m in gazetteer.matches(name) if m.place.feature_code == "ISL"]
    area = gazetteer.area(islands[0].id)
    assert area_km2(area.geometry) == pytest.approx(square_km, rel=0.12)
    assert gazetteer.has_area(islands[0].id)


def test_river_island_is_not_the_mainland(world: MemoryGazetteer):
    for code, lon, lat in (("PL", 20.9, 52.3), ("AU", 133.0, -25.0), ("FJ", 178.9, -16.6)):
        world.add_place("Islet", lon, lat, feature="T.ISL", country_code=code, id=f"t:{code}")
        assert world.has_area(f"t:{code}") == (code == "FJ")
        assert (world.area(f"t:{code}") is None) == (code != "FJ")


def test_svalbard_is_cut_from_the_outline_it_is_in(gazetteer: CompiledGazetteer):
    (svalbard,) = {m.place for m in gazetteer.matches("Svalbard") if m.place.feature_code == "PCL"}
    area = gazetteer.area(svalbard.id)
    assert area_km2(area.geometry) == pytest.approx(61_022, rel=0.05)
    assert not area.exact
