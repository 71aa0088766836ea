"""What the embedded gazetteer holds, by example."""

import pytest
from shapely.geometry import Point, shape

from geocache.gazetteer import CompiledGazetteer
from geocache.geodesy import area_km2, distance_km


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Idlib", "geonames:169389"),
        ("Idlib Governorate", "geonames:169387"),
        ("Rakban", "geonames:11428685"),
        ("Syria", "geonames:163843"),
        ("Syrian", "geonames:163843"),
        ("Turks", "geonames:298795"),
        ("U.S.", "geonames:6252001"),
        ("at-Tanf", "sitmap:al-tanf"),
        ("M5", "sitmap:m5-syria"),
        ("Nassib crossing", "sitmap:nassib-crossing"),
        ("Aleppo International Airport", "icao:OSAP"),
        ("Middle East", "sitmap:middle-east"),
    ],
)
def test_names_lead_to_places(gazetteer: CompiledGazetteer, name: str, place_id: str):
    wanted = gazetteer.place(place_id).id
    assert wanted in {match.place.id for match in gazetteer.matches(name)}


def test_coordinates_of_subdivisions_are_said_to_be_derived(gazetteer: CompiledGazetteer):
    idlib = gazetteer.place("geonames:169387")
    assert "derived: the middle of the outline" in idlib.note
    assert distance_km((idlib.lon, idlib.lat), (36.63, 35.93)) < 30
    anbar = gazetteer.place("geonames:99592")
    assert "derived from the" in anbar.note
    assert distance_km((anbar.lon, anbar.lat), (41.5, 32.9)) < 60


def test_subdivision_area_is_its_outline(gazetteer: CompiledGazetteer):
    area = gazetteer.area("geonames:169387")
    assert area.exact
    assert "Natural Earth" in area.note
    outline = shape(area.geometry)
    assert outline.contains(Point(36.634, 35.931))  # the city of Idlib
    assert not outline.contains(Point(37.161, 36.201))  # Aleppo
    assert area_km2(area.geometry) == pytest.approx(
        6_097, rel=0.1
    )  # Wikipedia, 'Idlib Governorate'


def test_subdivision_without_outline_is_built_from_its_settlements(gazetteer: CompiledGazetteer):
    area = gazetteer.area("geonames:169575")  # Homs, whose settlements contradict the outline
    assert not area.exact
    assert "approximate" in area.note
    outline = shape(area.geometry)
    assert outline.contains(Point(36.723, 34.732))  # the city of Homs
    assert not outline.contains(Point(36.758, 35.132))  # Hama
    assert area_km2(area.geometry) == pytest.approx(
        42_226, rel=0.25
    )  # Wikipedia, 'Homs Governorate'


def test_a_town_has_no_area(gazetteer: CompiledGazetteer):
    assert gazetteer.area("geonames:169389") is None


def test_every_curated_area_can_be_made(gazetteer: CompiledGazetteer):
    made = 0
    for place_id, facts in gazetteer._shapes.items():
        if "area" in facts:
            area = gazetteer.area(place_id)
            assert area is not None, place_id
            assert shape(area.geometry).is_valid, place_id
            made += 1
    assert made > 100


def test_curated_places_give_their_source(gazetteer: CompiledGazetteer):
    for place_id in gazetteer._shapes:
        assert gazetteer.place(place_id).source, place_id


def test_largest_settlements_come_largest_first(gazetteer: CompiledGazetteer):
    towns = gazetteer.largest_settlements(50)
    populations = [town.population for town in towns]
    assert populations == sorted(populations, reverse=True)
    assert {town.feature_class for town in towns} == {"P"}
