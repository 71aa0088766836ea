"""What single features say of the candidates of a text."""

import numpy as np
import pytest

from geocache.gazetteer import MemoryGazetteer
from geocache.records import Mention, MentionKind, Role
from geocache.resolution.batch import Look
from geocache.resolution.candidate_set import Column, Numbers, bearers
from geocache.resolution.candidates import candidates
from geocache.resolution.coherence import support
from geocache.resolution.features.base import FeatureContext
from geocache.resolution.features.lists import peers
from geocache.resolution.features.nearby import vicinity_heard
from geocache.resolution.nearby_candidates import Around, with_vicinity
from geocache.resolution.place_types import Bearer, Namesake, PlaceKind, namesakes, rivals

US, PA, NY = 1, 2, 3


@pytest.fixture
def states() -> MemoryGazetteer:
    gazetteer = MemoryGazetteer()
    for number, name in enumerate(("Georgia", "Oklahoma", "Pennsylvania", "Oregon"), 1):
        code = {"country_code": "US", "admin1_code": str(number)}
        gazetteer.add_place(name, -80.0 - number, 40.0, feature="A.ADM1", id=f"t:{name}", **code)
    gazetteer.add_place("Oklahoma", -78.0, 40.0, country_code="US", admin1_code="3", id="t:village")
    gazetteer.add_place("Georgia", 43.0, 42.0, feature="A.PCLI", country_code="GE", id="t:country")
    gazetteer.add_place("Armenia", 45.0, 40.0, feature="A.PCLI", country_code="AM", id="t:armenia")
    gazetteer.add_place("Rome", 12.5, 41.9, country_code="IT", population=2_000_000, id="t:rome")
    gazetteer.add_place("Rome", -75.5, 43.2, country_code="US", population=30_000, id="t:little")
    return gazetteer


def look_at(gazetteer: MemoryGazetteer, text: str, *names: str) -> Look:
    starts = [text.index(name) for name in names]
    mentions = [
        Mention(at, at + len(name), name, MentionKind.NAME, Role.LITERAL, 1.0)
        for at, name in zip(starts, names, strict=True)
    ]
    numbers = Numbers()
    found = [bearers(candidates(name, gazetteer), numbers, name) for name in names]
    return Look(text, "", mentions, with_vicinity(text, mentions, found), numbers)


def said(look: Look, classes: np.ndarray, name: str) -> dict[str, int]:
    """Class of each candidate of a mention, by its id."""
    (mention,) = [number for number, m in enumerate(look.mentions) if m.text == name]
    rows = range(int(look.starts[mention]), int(look.none[mention]))
    return {look.match(row).place.id: int(classes[row]) for row in rows}


@pytest.mark.parametrize(
    ("populations", "expected"),
    [
        ([], []),
        ([0], [7]),
        ([99], [3]),
        ([50, 50], [7, 7]),
        ([999_999, 99_999, 0], [5, 11, 20]),
    ],
)
def test_the_largest_is_told_from_those_behind_it(populations: list[int], expected: list[int]):
    assert rivals(populations) == expected


def test_towns_and_the_units_around_them_are_told_apart():
    def of(kind: PlaceKind, first: int = NY, people: int = 0, country: int = US) -> Bearer:
        return Bearer(kind, country, first, people, bears_the_name=True)

    city, state = of(PlaceKind.SETTLEMENT, people=8_000_000), of(PlaceKind.FIRST, people=20_000_000)
    assert namesakes([city, state]) == [Namesake.IN_FIRST, Namesake.FIRST_WITH_SEAT]
    village = of(PlaceKind.SETTLEMENT, people=500)
    assert namesakes([village, state]) == [Namesake.IN_FIRST, Namesake.FIRST_WITH_SETTLEMENT]
    elsewhere = of(PlaceKind.SETTLEMENT, first=PA, people=8_000_000)
    assert namesakes([elsewhere, state]) == [Namesake.SETTLEMENT, Namesake.FIRST]
    county, country = of(PlaceKind.SECOND), of(PlaceKind.COUNTRY, first=0)
    assert namesakes([city, state, county]) == [
        Namesake.IN_BOTH,
        Namesake.FIRST_WITH_SEAT,
        Namesake.SECOND_WITH_SETTLEMENT,
    ]
    assert namesakes([city, country]) == [Namesake.IN_COUNTRY, Namesake.COUNTRY_WITH_SETTLEMENT]
    abroad = of(PlaceKind.SPOT, country=9, first=0)
    airport = of(PlaceKind.SPOT, first=PA)
    assert namesakes([city, airport, abroad])[1:] == [Namesake.SITE_OF_SETTLEMENT, Namesake.NEITHER]


def test_places_that_do_not_bear_the_whole_name_are_nobodys_namesakes():
    town = Bearer(PlaceKind.SETTLEMENT, US, NY, 500, bears_the_name=False)
    state = Bearer(PlaceKind.FIRST, US, NY, 500, bears_the_name=True)
    assert namesakes([town, state]) == [Namesake.NEITHER, Namesake.FIRST]


def test_units_of_unknown_subdivisions_are_not_in_each_other():
    town = Bearer(PlaceKind.SETTLEMENT, 0, 0, 500, bears_the_name=True)
    state = Bearer(PlaceKind.FIRST, 0, 0, 500, bears_the_name=True)
    country = Bearer(PlaceKind.COUNTRY, 0, 0, 500, bears_the_name=True)
    assert namesakes([town, state, country]) == [
        Namesake.SETTLEMENT,
        Namesake.FIRST,
        Namesake.COUNTRY,
    ]


def test_names_of_a_list_are_all_states(states: MemoryGazetteer):
    text = "Cases came up in Georgia, Oklahoma, Pennsylvania and Oregon."
    look = look_at(states, text, "Georgia", "Oklahoma", "Pennsylvania", "Oregon")
    classes = peers(FeatureContext(look))
    assert said(look, classes, "Georgia") == {"t:Georgia": 3, "t:country": 4}
    assert said(look, classes, "Oklahoma") == {"t:Oklahoma": 3, "t:village": 4}


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("in Georgia and Armenia.", ("Georgia", "Armenia"), {"t:Georgia": 2, "t:country": 1}),
        ("in Georgia and Oregon.", ("Georgia", "Oregon"), {"t:Georgia": 1, "t:country": 2}),
        ("in Georgia, Oregon.", ("Georgia", "Oregon"), {"t:Georgia": 0, "t:country": 0}),
        ("in Georgia and Rome.", ("Georgia", "Rome"), {"t:Georgia": 0, "t:country": 0}),
        ("in Georgia with Oregon.", ("Georgia", "Oregon"), {"t:Georgia": 0, "t:country": 0}),
    ],
)
def test_lists_of_like_places_need_an_and_and_a_like_place_for_every_name(
    states: MemoryGazetteer, text: str, names: tuple[str, ...], expected: dict[str, int]
):
    look = look_at(states, text, *names)
    assert said(look, peers(FeatureContext(look)), "Georgia") == expected


def test_what_is_around_an_unknown_name_is_what_the_text_means(states: MemoryGazetteer):
    look = look_at(states, "At the Zzyx Academy in Rome, it snowed.", "Zzyx Academy", "Rome")
    sure = np.array([0.9 if look.match(row).place.id == "t:rome" else 0.05 for row in (3, 4)])
    probabilities = np.array([0.3, 0.3, 0.4, *sure, 0.05])
    classes = vicinity_heard(FeatureContext(look, support(look, probabilities)))
    assert (look[Column.AROUND][:2] == Around.INSIDE).all()
    assert said(look, classes, "Zzyx Academy") == {"t:rome": 2, "t:little": 1}
    assert said(look, classes, "Rome") == {"t:rome": 0, "t:little": 0}
