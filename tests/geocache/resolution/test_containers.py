"""Names with what they are in: "Moscow, ID", "Joda in South Sudan", "HELMAND: … in Qala"."""

from typing import Any

import pytest
from name_sets import NameSet
from statement_sets import CONTAINERS, mention_of, sets_of_containers

from geocache import Geoparser, Outcome


@pytest.mark.parametrize("case", CONTAINERS["headings"], ids=lambda case: case["text"])
def test_names_stand_under_their_heading(geoparser: Geoparser, case: dict[str, Any]):
    place = mention_of(geoparser, case["text"], case["mention"]).resolution.place
    assert place
    if "country" in case:
        assert place.country_code in case["country"].split()
        return
    matches = geoparser.gazetteer.matches(case["unit"])
    units = [match.place for match in matches if match.place.feature_code == "ADM1"]
    assert any(
        (place.country_code, place.admin1_code) == (unit.country_code, unit.admin1_code)
        for unit in units
    )


@pytest.mark.parametrize("one", sets_of_containers(), ids=lambda one: one.name)
def test_names_are_in_what_the_text_says(geoparser: Geoparser, one: NameSet):
    results = one.read(geoparser)
    assert sum(results.values()) >= one.least * len(results), results


@pytest.mark.parametrize("entry", CONTAINERS["chains"], ids=lambda entry: entry["text"])
def test_chain_of_containers_tells_which_one_is_meant(geoparser: Geoparser, entry: dict[str, Any]):
    place = mention_of(geoparser, entry["text"], entry["mention"]).resolution.place
    assert place
    assert place.country_code == entry["country"]


@pytest.mark.parametrize("entry", CONTAINERS["elsewhere"], ids=lambda entry: entry["text"])
def test_name_does_not_fly_to_another_continent(geoparser: Geoparser, entry: dict[str, Any]):
    resolution = mention_of(geoparser, entry["text"], entry["mention"]).resolution
    place = resolution.place
    assert resolution.outcome is Outcome.NIL or place.country_code in entry["country"].split()


@pytest.mark.parametrize("entry", CONTAINERS["unknown"], ids=lambda entry: entry["text"])
def test_stand_in_for_unknown_name_says_so(geoparser: Geoparser, entry: dict[str, Any]):
    mention = mention_of(geoparser, entry["text"], entry["mention"])
    if mention.resolution.outcome is not Outcome.NIL:
        assert mention.resolution.stands_in_for
        assert "no source knows" in mention.footprint.note
        assert not mention.footprint.exact
        assert mention.resolution.confidence < 0.96


@pytest.mark.parametrize("entry", CONTAINERS["together"], ids=lambda entry: entry["text"])
def test_names_that_stand_together_are_of_one_region(geoparser: Geoparser, entry: dict[str, Any]):
    places = [mention.resolution.place for mention in geoparser.parse(entry["text"]).mentions]
    assert {place.country_code for place in places if place} <= set(entry["countries"].split())


@pytest.mark.parametrize(
    "entry", CONTAINERS["other"], ids=lambda entry: f"{entry['text']} {entry['mention']}"
)
def test_words_that_only_look_like_a_container_change_nothing(
    geoparser: Geoparser, entry: dict[str, Any]
):
    place = mention_of(geoparser, entry["text"], entry["mention"]).resolution.place
    assert place.country_code == entry["country"]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("The storm was near Yucatan, about 600 miles west of Key West.", "Key West", "US"),
        ("Near Iceland, a trawler sank 300 km from Lerwick.", "Lerwick", "GB"),
        ("Off Angola the tug drifted 120 nautical miles west of Swakopmund.", "Swakopmund", "NA"),
        ("From Chile it was seen 800 km east of Hanga Roa.", "Hanga Roa", "CL"),
        ("Cuba warned ships 90 miles south of Marathon.", "Marathon", "US"),
    ],
)
def test_place_that_a_distance_is_measured_from_is_known(
    geoparser: Geoparser, text: str, name: str, country: str
):
    resolution = mention_of(geoparser, text, name).resolution
    assert resolution.place
    assert resolution.place.country_code == country
    assert not resolution.stands_in_for


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The study by Adam Jackson, MD, found nothing.", "Jackson"),
        ("John Madison, MA, is a lecturer in history.", "Madison"),
        ("Mr. Homer, MA, spoke to them.", "Homer"),
        ("Paul Moscow, ID card 12, entered.", "Moscow"),
        ("Reggie Jackson, AL MVP, spoke.", "Jackson"),
    ],
)
def test_letters_behind_a_person_are_no_state(geoparser: Geoparser, text: str, name: str):
    start = text.index(name)
    assert all(mention.start != start for mention in geoparser.parse(text).mentions)


def test_code_of_a_state_may_be_a_direction(geoparser: Geoparser):
    place = mention_of(geoparser, "Two miles from Columbus NE of the river.", "Columbus")
    assert place.resolution.place
    assert place.resolution.place.admin1_code == "OH"
