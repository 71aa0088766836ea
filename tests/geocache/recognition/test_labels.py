"""Names behind the labels of forms, and words for kinds that are no names beside them."""

import pytest

from geocache import Geoparser


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Camp: Otash\nDistrict: Nertiti\nStatus: open", ["Otash", "Nertiti"]),
        ("Gov.: Idleb / Dist.: Harim / Sub-dist.: Salqin.", ["Idleb", "Harim", "Salqin"]),
        ("VOLCANO: SHEVELUCH 300270. AREA: RUSSIA.", ["SHEVELUCH", "RUSSIA"]),
        ("Name: Bulo Mareer\nAge: 34", []),
        ("He came to the camp: Xolopa was not there.", []),
        ("Four men boarded a tanker at Callao Anchorage, Peru.", ["Callao", "Peru"]),
        ("They live in Anchorage, Alaska.", ["Anchorage", "Alaska"]),
        ("The eruption of Mount Xolopa went on.", ["Mount Xolopa"]),
    ],
)
def test_form_says_what_is_a_place(geoparser: Geoparser, text: str, names: list[str]):
    assert [mention.text for mention in geoparser.recognize(text)] == names


@pytest.mark.parametrize(
    ("text", "name", "feature"),
    [
        ("Province: Hodeidah\nDistrict: Hays\n", "Hays", "ADM2"),
        ("Province: Hodeidah\nDistrict: Hays\n", "Hodeidah", "ADM1"),
        ("Region: Somali. Woreda: Liben.", "Somali", "ADM1"),
        ("River: Niger. Level: 3.2 m.", "Niger", "STM"),
        ("Airport: Goma. Runway: closed.", "Goma", "AIRP"),
    ],
)
def test_label_says_of_what_kind_a_place_is(
    geoparser: Geoparser, text: str, name: str, feature: str
):
    (mention,) = (m for m in geoparser.parse(text).mentions if m.text == name)
    assert mention.resolution.place
    assert mention.resolution.place.feature_code == feature
