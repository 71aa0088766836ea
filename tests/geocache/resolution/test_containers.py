"""Names with what they are in: "Moscow, ID", "Joda in South Sudan", "HELMAND: … in Qala"."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from geocache import Geoparser, Mention, Outcome
from geocache.data_files import read_yaml, shipped
from geocache.records import Place

SETS = read_yaml(Path(__file__).with_name("stated_containers.yaml"))
ENOUGH = 0.95


@cache
def units(geoparser: Geoparser) -> dict[tuple[str, str], Place]:
    """First-order subdivisions by country and abbreviation."""
    found: dict[tuple[str, str], Place] = {}
    for entry in shipped("gazetteer", "abbreviations.yaml")["entries"]:
        if "postal" in entry:
            place = geoparser.gazetteer.place(entry["place"])
            for code in [*entry["postal"], *entry["forms"]]:
                found[place.country_code, str(code)] = place
    return found


def mention_at(geoparser: Geoparser, text: str, name: str) -> Mention:
    """Resolve the words where they stand, with the other names of the text."""
    start = text.index(name)
    spans = [(m.start, m.end) for m in geoparser.recognize(text)]
    spans = [s for s in spans if s[1] <= start or s[0] >= start + len(name)]
    parsed = geoparser.resolve(text, sorted([*spans, (start, start + len(name))]))
    (mention,) = (m for m in parsed.mentions if m.start == start)
    return mention


def towns(words: str) -> Iterator[tuple[str, str]]:
    for pair in words.replace("St. George", "St._George").replace("Alice S", "Alice_S").split():
        name, _, code = pair.partition("/")
        yield name.replace("_", " "), code


def is_in(mention: Mention, unit: Place) -> bool:
    place = mention.resolution.place
    return place is not None and (
        (place.country_code, place.admin1_code) == (unit.country_code, unit.admin1_code)
    )


@pytest.mark.parametrize("case", SETS["headings"], ids=lambda case: case["text"])
def test_names_stand_under_their_heading(geoparser: Geoparser, case: dict[str, Any]):
    place = mention_at(geoparser, case["text"], case["mention"]).resolution.place
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


def test_namesakes_side_by_side_are_told_apart_by_brackets(geoparser: Geoparser):
    wrong, count = [], 0
    for row in SETS["namesakes"].split():
        name, one, of_one, other, of_other = row.split("/")
        for form in SETS["side_by_side"]:
            text = form.format(name=name, one=one, other=other)
            countries = (
                [of_one, of_other] if text.index(one) < text.index(other) else [of_other, of_one]
            )
            found = [m.resolution.place for m in geoparser.parse(text).mentions if m.text == name]
            if [place and place.country_code for place in found] != countries:
                wrong.append(text)
            count += 1
    assert len(wrong) <= (1 - ENOUGH) * count, wrong


@pytest.mark.parametrize("entry", SETS["chains"], ids=lambda entry: entry["text"])
def test_chain_of_containers_tells_which_one_is_meant(geoparser: Geoparser, entry: dict[str, Any]):
    place = mention_at(geoparser, entry["text"], entry["mention"]).resolution.place
    assert place
    assert place.country_code == entry["country"]


@pytest.mark.parametrize("country", ["US", "CA", "AU"])
def test_postal_code_behind_name_says_where_it_is(geoparser: Geoparser, country: str):
    pairs = list(towns(SETS["towns"][country]))
    found = {
        text: is_in(mention_at(geoparser, text, name), units(geoparser)[country, code])
        for form in SETS["forms"]
        for name, code in pairs
        for text in [form.format(name, code)]
    }
    wrong = [text for text, is_right in found.items() if not is_right]
    assert len(wrong) <= (1 - ENOUGH) * len(found), wrong


def test_postal_code_without_comma_counts_where_it_fits(geoparser: Geoparser):
    pairs = list(towns(SETS["towns"]["US"]))
    texts = {SETS["no_comma"].format(name, code): (name, code) for name, code in pairs}
    wrong = [
        text
        for text, (name, code) in texts.items()
        if not is_in(mention_at(geoparser, text, name), units(geoparser)["US", code])
    ]
    assert len(wrong) <= (1 - ENOUGH) * len(texts), wrong


def test_abbreviation_of_the_press_says_where_it_is(geoparser: Geoparser):
    known = {code: place for (_, code), place in units(geoparser).items()}
    wrong = [
        (name, code)
        for name, code in towns(SETS["abbreviations"])
        for form in SETS["forms"][:2]
        if not is_in(mention_at(geoparser, form.format(name, code), name), known[code])
    ]
    assert len(wrong) <= (1 - ENOUGH) * 2 * len(list(towns(SETS["abbreviations"]))), wrong


@pytest.mark.parametrize("entry", SETS["elsewhere"], ids=lambda entry: entry["text"])
def test_name_does_not_fly_to_another_continent(geoparser: Geoparser, entry: dict[str, Any]):
    resolution = mention_at(geoparser, entry["text"], entry["mention"]).resolution
    place = resolution.place
    assert resolution.outcome is Outcome.NIL or place.country_code in entry["country"].split()


@pytest.mark.parametrize("entry", SETS["unknown"], ids=lambda entry: entry["text"])
def test_stand_in_for_unknown_name_says_so(geoparser: Geoparser, entry: dict[str, Any]):
    mention = mention_at(geoparser, entry["text"], entry["mention"])
    if mention.resolution.outcome is not Outcome.NIL:
        assert mention.resolution.stands_in_for
        assert "no source knows" in mention.footprint.note
        assert not mention.footprint.exact
        assert mention.resolution.confidence < 0.96


@pytest.mark.parametrize("entry", SETS["together"], ids=lambda entry: entry["text"])
def test_names_that_stand_together_are_of_one_region(geoparser: Geoparser, entry: dict[str, Any]):
    places = [mention.resolution.place for mention in geoparser.parse(entry["text"]).mentions]
    assert {place.country_code for place in places if place} <= set(entry["countries"].split())


@pytest.mark.parametrize(
    "entry", SETS["other"], ids=lambda entry: f"{entry['text']} {entry['mention']}"
)
def test_words_that_only_look_like_a_container_change_nothing(
    geoparser: Geoparser, entry: dict[str, Any]
):
    place = mention_at(geoparser, entry["text"], entry["mention"]).resolution.place
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
    resolution = mention_at(geoparser, text, name).resolution
    assert resolution.place
    assert resolution.place.country_code == country
    assert not resolution.stands_in_for
