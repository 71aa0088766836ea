"""Places among which somebody chooses: by name, id or position, described in a line."""

import pytest

from dashboard.situation.place_choices import PlaceChoices, typed_position
from geocache.gazetteer import CompiledGazetteer


@pytest.fixture(scope="module")
def choices(gazetteer: CompiledGazetteer) -> PlaceChoices:
    return PlaceChoices(gazetteer)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("34.55, 40.92", (34.55, 40.92)),
        ("-33.9 18.4", (-33.9, 18.4)),
        ("33,38", (33.0, 38.0)),
        ("33°31′12″ N, 38°37′05″ E", (33.52, 38.618)),
        ("91, 10", None),
        ("10, 181", None),
        ("Paris", None),
        ("12", None),
        ("", None),
    ],
)
def test_positions_in_usual_spellings(typed: str, expected: tuple[float, float] | None):
    assert typed_position(typed) == (expected and pytest.approx(expected, abs=0.001))


def test_position_finds_a_pin_and_what_lies_near_it(choices: PlaceChoices):
    found = choices.find("33.31, 38.70", 5)
    assert found["point"] == {"lat": 33.31, "lon": 38.7}
    assert "Rukban" in {place["name"] for place in found["places"]}


@pytest.mark.parametrize("typed", ["11428685", "geonames:11428685", " geonames:11428685 "])
def test_id_finds_its_place(choices: PlaceChoices, typed: str):
    (place,) = choices.find(typed, 1)["places"]
    assert (place["id"], place["name"]) == ("geonames:11428685", "Rukban")


def test_name_finds_its_places_told_apart(choices: PlaceChoices):
    places = choices.find("Springfield", 9)["places"]
    assert len(places) == 9
    assert {place["name"] for place in places} == {"Springfield"}
    assert len({place["where"] for place in places}) == 9
    assert choices.find("   ", 9) == {"point": None, "places": []}


def test_namesakes_say_how_far_apart_they_lie(choices: PlaceChoices):
    springfield = choices.find("Springfield", 1)["places"][0]
    assert choices.spread_km("Springfield", springfield["lon"], springfield["lat"]) > 1000
    assert choices.spread_km("Nonesuchville", 0, 0) == 0
