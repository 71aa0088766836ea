"""From the words of a text to the places that could be meant."""

import pytest

from geocache.gazetteer import CompiledGazetteer, MemoryGazetteer
from geocache.gazetteer.names.variants import bare_unit_name, parts, respellings
from geocache.records import MatchQuality, NameKind
from geocache.resolution.candidates import MAX_CANDIDATES, candidates


@pytest.mark.parametrize(
    ("words", "place_id"),
    [
        ("Oxford", "geonames:6095780"),  # Oxford County, Ontario
        ("Jiangsu", "geonames:1806260"),  # Jiangsu Sheng
        ("Al-Nabk District", "geonames:173194"),  # none of its settlements is known
        ("South Florida", "sitmap:south-florida"),
        ("US Federal Reserve", "geonames:6252001"),
        ("Russian Embassy", "geonames:2017370"),
        ("Russian-backed", "geonames:2017370"),
        ("Turkish-held", "geonames:298795"),
        ("Korean", "geonames:1835841"),
        ("Heathrow", "geonames:2647216"),
        ("JFK", "geonames:5122732"),
        ("S.C.", "geonames:4597040"),
        ("CA", "geonames:5332921"),
        ("the Gulf", "geonames:235616"),
    ],
)
def test_words_of_news_lead_to_places(gazetteer: CompiledGazetteer, words: str, place_id: str):
    assert place_id in {match.place.id for match in candidates(words, gazetteer)}


def test_namesake_far_down_the_list_is_offered(gazetteer: CompiledGazetteer):
    found = candidates("Centerville", gazetteer)
    assert "geonames:4255627" in {match.place.id for match in found}  # 2,552 people, Indiana
    assert len(candidates("San José", gazetteer)) == MAX_CANDIDATES


@pytest.mark.parametrize("words", ["Oklahoma", "OKLAHOMA"])
def test_state_is_not_short_for_its_city(gazetteer: CompiledGazetteer, words: str):
    offered = {match.place.name for match in candidates(words, gazetteer)}
    assert "Oklahoma" in offered
    assert "Oklahoma City" not in offered
    city = {match.place.name for match in candidates("Oklahoma City", gazetteer)}
    assert "Oklahoma City" in city


def test_city_of_much_of_the_state_goes_by_its_name(gazetteer: CompiledGazetteer):
    offered = {match.place.name for match in candidates("New York", gazetteer)}
    assert {"New York", "New York City"} <= offered


def test_codes_are_offered_for_capitals_only():
    world = MemoryGazetteer()
    world.add_place("Heathrow Airport", names={"LHR": NameKind.CODE})
    assert [match.kind for match in candidates("LHR", world)] == [NameKind.CODE]
    assert candidates("lhr", world) == ()
    assert candidates("Lhr", world) == ()


def test_direction_alone_names_no_part_of_the_words():
    world = MemoryGazetteer()
    world.add_place("South", id="t:south")
    world.add_place("Florida", id="t:florida", feature="A.ADM1", population=20_000_000)
    (match,) = candidates("South Florida", world)
    assert (match.place.id, match.quality) == ("t:florida", MatchQuality.PART)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Kabupaten Aceh Besar", "aceh besar"),
        ("Jiangsu Sheng", "jiangsu"),
        ("Oxford County", "oxford"),
        ("Departamento de Federal", "federal"),
        ("Shahrestān-e Bam", "bam"),
        ("Ceyhan İlçesi", "ceyhan"),
        ("Commune of Gihanga", "gihanga"),
        ("Idlib", "idlib"),
        ("District", "district"),
    ],
)
def test_subdivision_goes_by_its_name_alone(name: str, bare: str):
    assert bare_unit_name(name) == bare


def test_respellings_do_not_repeat_the_name():
    assert list(respellings("Mt. Pleasant")) == ["mount pleasant"]
    assert list(respellings("Idlib")) == []
    assert "saint clair" in list(respellings("St. Clair Twp."))


def test_parts_are_capitalised_and_longest_first_but_for_what_is_behind_of():
    found = list(parts("New York City Council"))
    assert found[:3] == ["New York City", "York City Council", "New York"]
    assert next(parts("Bank of the Faroe Islands")) == "Faroe Islands"
    assert list(parts("Bank of New York"))[:2] == ["New York", "Bank of New"]


def test_part_of_a_town_is_not_called_after_its_direction():
    assert list(respellings("River North")) == []


def test_region_of_several_countries_is_what_it_says(gazetteer: CompiledGazetteer):
    found = {match.place.id for match in candidates("Latin America", gazetteer)}
    assert found == {"sitmap:latin-america"}
