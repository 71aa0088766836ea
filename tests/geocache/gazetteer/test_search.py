"""Finding places for people at the keyboard."""

import pytest

from geocache.gazetteer import CompiledGazetteer, MemoryGazetteer
from geocache.records import NameKind


@pytest.mark.parametrize(
    ("typed", "place_id"),
    [
        ("dier alzor", "geonames:170794"),
        ("Deir ez-Zor", "geonames:170794"),
        ("Alepo", "geonames:170063"),
        ("damasucs", "geonames:170654"),
        ("new yrok", "geonames:5128638"),
        ("krasnohorvka", "geonames:704393"),
        ("mariupool", "geonames:701822"),
        ("bagdhad", "geonames:98182"),
        ("Jisr al Shugur", "geonames:169023"),
        ("jisr al-sh", "geonames:169023"),
        ("дамаскк", "geonames:170654"),
        ("دير الزورر", "geonames:170792"),
    ],
)
def test_typing_errors_are_forgiven(gazetteer: CompiledGazetteer, typed: str, place_id: str):
    found = [hit.place.id for hit in gazetteer.search(typed, 3)]
    assert place_id in found


def test_exact_name_comes_before_similar_ones(gazetteer: CompiledGazetteer):
    hits = gazetteer.search("Paris")
    assert hits[0].place.id == "geonames:2988507"
    assert hits[0].likeness == 1.0
    assert [hit.rank for hit in hits] == sorted((hit.rank for hit in hits), reverse=True)


@pytest.mark.parametrize("typed", ["", "   ", "!?", "\x00", "\ud800", "x" * 5000, "#lhr"])
def test_query_that_is_no_name_finds_nothing_and_breaks_nothing(
    gazetteer: CompiledGazetteer, typed: str
):
    assert [hit for hit in gazetteer.search(typed) if hit.kind is NameKind.CODE] == []
    assert gazetteer.matches(typed) == ()


def test_place_comes_once_by_the_name_that_is_most_like(world: MemoryGazetteer):
    world.add_place("Barville", 1.0, 1.0, names={"Barvile": NameKind.ALTERNATE})
    (hit,) = world.search("Barvile")
    assert (hit.name, hit.likeness) == ("barvile", 1.0)


def test_hits_are_as_many_as_were_asked_for(gazetteer: CompiledGazetteer):
    assert len(gazetteer.search("San Jose", 4)) == 4


@pytest.mark.parametrize(
    ("code", "place_id"),
    [
        ("LHR", "geonames:2647216"),
        ("lhr", "geonames:2647216"),
        ("EGLL", "geonames:2647216"),
        ("OSDI", "geonames:6300128"),
        ("SYR", "geonames:163843"),
        ("CA", "geonames:5332921"),
        ("N.Y.", "geonames:5128638"),
    ],
)
def test_codes_are_found_apart_from_names(gazetteer: CompiledGazetteer, code: str, place_id: str):
    match = gazetteer.coded(code)[0]
    assert (match.place.id, match.kind) == (place_id, NameKind.CODE)


def test_code_is_no_name(gazetteer: CompiledGazetteer):
    assert not gazetteer.has_name("EGLL")
    assert gazetteer.matches("EGLL") == ()
    assert gazetteer.coded("Aleppo") == ()
