"""What single features say of the candidates of a text."""

import numpy as np
import pytest

from geocache.gazetteer import MemoryGazetteer
from geocache.records import MentionKind, RecognizedMention, Role
from geocache.resolution.batch import MentionBatch
from geocache.resolution.candidate_set import AdminUnitNumbers, candidate_set
from geocache.resolution.candidates import candidates
from geocache.resolution.coherence import coherence
from geocache.resolution.features.base import FeatureContext
from geocache.resolution.features.lists import peers
from geocache.resolution.features.nearby import nearby_coherence
from geocache.resolution.nearby_candidates import NearbyReason, with_nearby_candidates
from geocache.resolution.place_types import Namesake, NamesakeFacts, PlaceKind, namesakes, rivals

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


def batch_of(gazetteer: MemoryGazetteer, text: str, *names: str) -> MentionBatch:
    starts = [text.index(name) for name in names]
    mentions = [
        RecognizedMention(at, at + len(name), name, MentionKind.NAME, Role.LITERAL, 1.0)
        for at, name in zip(starts, names, strict=True)
    ]
    numbers = AdminUnitNumbers()
    found = [candidate_set(candidates(name, gazetteer), numbers, name) for name in names]
    return MentionBatch(text, "", mentions, with_nearby_candidates(text, mentions, found), numbers)


def classes_by_id(batch: MentionBatch, classes: np.ndarray, name: str) -> dict[str, int]:
    """Class of each candidate of a mention, by its id."""
    (mention,) = [number for number, m in enumerate(batch.mentions) if m.text == name]
    rows = range(int(batch.starts[mention]), int(batch.none[mention]))
    return {batch.match(row).place.id: int(classes[row]) for row in rows}


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
def test_rivals_are_told_from_the_largest(populations: list[int], expected: list[int]):
    assert rivals(populations) == expected


def test_towns_and_the_units_around_them_are_told_apart():
    def of(kind: PlaceKind, first: int = NY, people: int = 0, country: int = US) -> NamesakeFacts:
        return NamesakeFacts(kind, country, first, people, has_whole_name=True)

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


def test_places_that_do_not_have_the_whole_name_are_nobodys_namesakes():
    town = NamesakeFacts(PlaceKind.SETTLEMENT, US, NY, 500, has_whole_name=False)
    state = NamesakeFacts(PlaceKind.FIRST, US, NY, 500, has_whole_name=True)
    assert namesakes([town, state]) == [Namesake.NEITHER, Namesake.FIRST]


def test_units_of_unknown_subdivisions_are_not_in_each_other():
    town = NamesakeFacts(PlaceKind.SETTLEMENT, 0, 0, 500, has_whole_name=True)
    state = NamesakeFacts(PlaceKind.FIRST, 0, 0, 500, has_whole_name=True)
    country = NamesakeFacts(PlaceKind.COUNTRY, 0, 0, 500, has_whole_name=True)
    assert namesakes([town, state, country]) == [
        Namesake.SETTLEMENT,
        Namesake.FIRST,
        Namesake.COUNTRY,
    ]


def test_names_of_a_list_are_all_states(states: MemoryGazetteer):
    text = "Cases came up in Georgia, Oklahoma, Pennsylvania and Oregon."
    batch = batch_of(states, text, "Georgia", "Oklahoma", "Pennsylvania", "Oregon")
    classes = peers(FeatureContext(batch))
    assert classes_by_id(batch, classes, "Georgia") == {"t:Georgia": 3, "t:country": 4}
    assert classes_by_id(batch, classes, "Oklahoma") == {"t:Oklahoma": 3, "t:village": 4}


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
    batch = batch_of(states, text, *names)
    assert classes_by_id(batch, peers(FeatureContext(batch)), "Georgia") == expected


def test_unknown_name_means_what_the_text_names_around_it(states: MemoryGazetteer):
    batch = batch_of(states, "At the Zzyx Academy in Rome, it snowed.", "Zzyx Academy", "Rome")
    sure = np.array([0.9 if batch.match(row).place.id == "t:rome" else 0.05 for row in (3, 4)])
    probabilities = np.array([0.3, 0.3, 0.4, *sure, 0.05])
    classes = nearby_coherence(FeatureContext(batch, coherence(batch, probabilities)))
    assert (batch.columns.nearby[:2] == NearbyReason.INSIDE).all()
    assert classes_by_id(batch, classes, "Zzyx Academy") == {"t:rome": 2, "t:little": 1}
    assert classes_by_id(batch, classes, "Rome") == {"t:rome": 0, "t:little": 0}
