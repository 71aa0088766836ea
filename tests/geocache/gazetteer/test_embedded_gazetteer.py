"""What the embedded gazetteer holds, by example."""

import pytest
from shapely.geometry import Point, shape

from geocache import Geoparser
from geocache.data_files import data_path, read_entries
from geocache.gazetteer import CompiledGazetteer
from geocache.gazetteer.protocols import PlaceRecord
from geocache.gazetteer.sources.curated import CuratedSource
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


def test_town_has_no_area(gazetteer: CompiledGazetteer):
    assert gazetteer.area("geonames:169389") is None


def test_curated_areas_can_all_be_made(gazetteer: CompiledGazetteer):
    made = 0
    for place_id in gazetteer._curated:
        drawn = gazetteer.curated_geometry(place_id)
        if drawn and drawn.area:
            area = gazetteer.area(place_id)
            assert area is not None, place_id
            assert shape(area.geometry).is_valid, place_id
            made += 1
    assert made > 100


def test_curated_places_give_their_source_and_say_how_exact_they_are():
    records = [r for r in CuratedSource().records() if isinstance(r, PlaceRecord)]
    assert len(records) > 6000
    for record in records:
        assert record.place.source, record.place.id
        assert record.place.note, record.place.id


def test_curated_places_do_not_share_an_id():
    ids = [r.place.id for r in CuratedSource().records() if isinstance(r, PlaceRecord)]
    assert len(ids) == len(set(ids))


def test_curated_names_for_one_thing_are_many():
    files = {path.stem: read_entries(path) for path in data_path("gazetteer").glob("*.yaml")}
    demonyms = {
        form
        for entry in files["demonyms"]
        for form in (*entry.get("adjectives", ()), *entry.get("people", ()))
    }
    assert len(demonyms) >= 400
    assert {"Syrian", "Syrians", "Turks"} <= demonyms
    assert len(files["regions"]) >= 300


@pytest.mark.parametrize(
    ("name", "feature"),
    [
        ("Hmeimim", "S.AIRB"),
        ("Incirlik", "S.AIRB"),
        ("al-Hol camp", "S.CMPRF"),
        ("Ain al-Hilweh", "S.CMPRF"),
        ("Tishrin Dam", "S.DAM"),
        ("Trebil", "S.BDRX"),
        ("Kibera", "P.PPLX"),
        ("Guantanamo Bay", ""),
        ("Chattahoochee River", "H.STM"),
        ("Rhône-Alpes", ""),
        ("Hedmark", ""),
        ("Shebaa Farms", ""),
        ("South-eastern Asia", ""),
        ("Western Africa", ""),
        ("Oceania", ""),
    ],
)
def test_names_in_reports_are_held(gazetteer: CompiledGazetteer, name: str, feature: str):
    places = [match.place for match in gazetteer.matches(name)]
    assert places
    if feature:
        assert feature in {f"{place.feature_class}.{place.feature_code}" for place in places}


@pytest.mark.parametrize("name", ["Euphrates", "Blue Line", "M5"])
def test_places_with_a_course_are_drawn_along_it(geoparser: Geoparser, name: str):
    (mention,) = geoparser.resolve(f"along the {name} today", [(10, 10 + len(name))]).mentions
    assert mention.footprint.geometry["type"] == "LineString"


def test_largest_settlements_come_largest_first(gazetteer: CompiledGazetteer):
    towns = gazetteer.largest_settlements(50)
    populations = [town.population for town in towns]
    assert populations == sorted(populations, reverse=True)
    assert {town.feature_class for town in towns} == {"P"}


def test_first_order_units_do_not_share_a_code(gazetteer: CompiledGazetteer):
    units = [p for p in gazetteer.divisions() if p.feature_code == "ADM1" and p.admin1_code]
    assert len(units) > 3000
    assert len({(p.country_code, p.admin1_code) for p in units}) == len(units)
    assert gazetteer.place("geonames:7870648").feature_code == "ADM2"  # Tubas, first order in ISO


def test_stray_settlement_does_not_move_a_subdivision(gazetteer: CompiledGazetteer):
    porirua = next(
        m.place for m in gazetteer.matches("Porirua City") if m.place.country_code == "NZ"
    )
    assert distance_km((porirua.lon, porirua.lat), (174.84, -41.13)) < 30
