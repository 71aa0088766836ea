"""Names that are easily taken for others, each in words that tell."""

import re

import pytest

from geocache import Geoparser, Outcome
from geocache.data_files import data_path
from geocache.gazetteer import CompiledGazetteer

CASES = [
    ("A man was arrested in Long Beach, CA, on Monday.", "Long Beach", {"geonames:5367929"}),
    ("The old mill stands in Bangor, Maine.", "Bangor", {"geonames:4957280"}),
    ("She moved to Paris, Texas, in May.", "Paris", {"geonames:4717560"}),
    (
        "ATLANTA — Georgia lawmakers met in Atlanta on Monday. Savannah and Augusta were flooded.",
        "Georgia",
        {"geonames:4197000"},
    ),
    (
        "Georgia's prime minister spoke in Tbilisi. Protesters in Batumi and Kutaisi marched.",
        "Georgia",
        {"geonames:614540"},
    ),
    (
        "Lebanon's army moved into Tripoli and Akkar; in Beirut and Sidon, banks stayed shut.",
        "Tripoli",
        {"geonames:266826"},
    ),
    (
        "Libya's government in Tripoli said forces near Benghazi and Misrata withdrew.",
        "Tripoli",
        {"geonames:2210247"},
    ),
    (
        "Louisiana police said the crash happened in Alexandria, near Pineville and Baton Rouge.",
        "Alexandria",
        {"geonames:4314550"},
    ),
    ("Egyptian police arrested men in Cairo and Alexandria.", "Alexandria", {"geonames:361058"}),
    (
        "Air strikes hit Ariha and Maarat al-Numan in Idlib province.",
        "Ariha",
        {"geonames:172994", "geonames:8537261"},  # the town or its district
    ),
    (
        "Israeli forces raided Ariha, near the Dead Sea, and made arrests in Ramallah and Nablus.",
        "Ariha",
        {"geonames:284899"},  # Jericho, in Arabic
    ),
    ("Turkish forces entered Al Bab in northern Syria.", "Al Bab", {"geonames:174018"}),
    (
        "Government forces shelled Hama and Homs in Syria.",
        "Hama",
        {"geonames:170017", "geonames:170015"},  # the city or its governorate
    ),
    (
        "Government forces shelled Hama and Homs in Syria.",
        "Homs",
        {"geonames:169577", "geonames:169575"},
    ),
    (
        "Air raids hit the Aleppo countryside in Syria.",
        "Aleppo",
        {"geonames:170063", "geonames:170062"},
    ),
    ("The college is in Columbia, Missouri.", "Columbia", {"geonames:4381982"}),
    (
        "Colombia signed a deal in Bogota with rebels from Medellin.",
        "Colombia",
        {"geonames:3686110"},
    ),
    ("Lawmakers in Albany, New York, passed the bill.", "Albany", {"geonames:5106834"}),
    ("Albania's prime minister spoke in Tirana.", "Albania", {"geonames:783754"}),
    ("European leaders met in Brussels on Friday.", "European", {"geonames:6255148"}),
    ("Cases rose across Africa, from Kenya to Nigeria.", "Africa", {"geonames:6255146"}),
    (
        "Washington said it would punish Moscow over Ukraine.",
        "Washington",
        {"geonames:4140963"},
    ),
    (
        "Russian troops captured Krasnohorivka in Donetsk region, Ukraine said.",
        "Krasnohorivka",
        {"geonames:704393"},
    ),
    ("The president of Costa Rica spoke in San José.", "San José", {"geonames:3621849"}),
    (
        "Officials are investigating cases in Georgia, Oklahoma, Pennsylvania and California.",
        "Oklahoma",
        {"geonames:4544379"},  # not the village in Pennsylvania
    ),
    ("Voters passed such laws in Oregon and Washington.", "Washington", {"geonames:5815135"}),
    ("Flooding hit Sindh, Punjab and Balochistan.", "Punjab", {"geonames:1167710"}),
    ("She flew from New York to Boston on Monday.", "Boston", {"geonames:4930956"}),
    (
        "The most important markets are Scandinavia and Southern Europe.",
        "Southern Europe",
        {"geonames:9408658"},
    ),
    ("Hiring was strong in the Western US.", "Western US", {"sitmap:western-united-states"}),
    (
        "Doctors at the Alder Hey Children's Hospital spoke.",
        "Alder Hey Children's Hospital",
        {"sitmap:alder-hey-childrens-hospital"},
    ),
]

TOWN_OR_UNIT = [
    ("Air strikes hit a convoy 20 km north of Raqqa, residents said.", {"Raqqa": "P"}),
    ("The ship was 12 miles off Tartus when it was hit.", {"Tartus": "P"}),
    ("The quake was felt as far as 60 km from Oaxaca.", {"Oaxaca": "P"}),
    ("Two people were killed in Daraa city on Sunday.", {"Daraa": "P"}),
    ("The rebels left the town of Kidal and moved toward Gao.", {"Kidal": "P", "Gao": "P"}),
    ("Gunmen attacked a bus on the road between Homs and Hama.", {"Homs": "P", "Hama": "P"}),
    ("A bus from Agadez to Zinder was late.", {"Agadez": "P", "Zinder": "P"}),
    ("The Taliban captured Kunduz after a week of fighting.", {"Kunduz": "P"}),
    ("Ships waited for days off Hodeidah.", {"Hodeidah": "P"}),
    ("The port of Mokha in Yemen was shelled.", {"Mokha": "P"}),
    ("The ruins of Palmyra in Syria were damaged.", {"Palmyra": "P"}),
    ("Two villages in Aleppo province were shelled.", {"Aleppo": "A"}),
    ("Farmers in the Homs countryside lost their crops.", {"Homs": "A"}),
    ("Drones were shot down over Kharkiv and Poltava oblasts.", {"Kharkiv": "A", "Poltava": "A"}),
    (
        "Strikes hit Kherson, Zaporizhzhia and Donetsk oblasts.",
        {"Kherson": "A", "Zaporizhzhia": "A", "Donetsk": "A"},
    ),
    (
        "Camps in Idlib, Hama and Deir ez-Zor provinces were flooded.",
        {"Idlib": "A", "Hama": "A", "Deir ez-Zor": "A"},
    ),
]
"""What is meant by each name: P for the town, A for the unit around it."""


@pytest.fixture(scope="module")
def geoparser(gazetteer: CompiledGazetteer) -> Geoparser:
    return Geoparser(gazetteer)


@pytest.mark.parametrize(("text", "words", "place_ids"), CASES)
def test_context_words_choose_the_place(
    geoparser: Geoparser, text: str, words: str, place_ids: set[str]
):
    mention = next(m for m in geoparser.parse(text).mentions if m.text == words)
    assert mention.resolution.outcome is Outcome.RESOLVED
    assert mention.resolution.place.id in place_ids


@pytest.mark.parametrize(("text", "meant"), TOWN_OR_UNIT)
def test_towns_are_told_from_the_units_around_them(
    geoparser: Geoparser, text: str, meant: dict[str, str]
):
    shipped = data_path("models", "places.txt").read_text(encoding="utf-8")
    assert text not in re.sub(r"[\[\]]|=\d+", "", shipped)
    found = {m.text: m.resolution.place.feature_class for m in geoparser.parse(text).mentions}
    assert {name: found.get(name) for name in meant} == meant


def test_springfield_by_itself_is_ambiguous(geoparser: Geoparser):
    (mention,) = geoparser.parse("Rain fell in Springfield.").mentions
    assert mention.resolution.outcome is Outcome.AMBIGUOUS
    assert mention.resolution.confidence < 0.5


def test_country_decides_which_of_twelve_san_joses(geoparser: Geoparser):
    text = "Police in San José said that five Costa Rican fishermen were found near Limón."
    mention = next(m for m in geoparser.parse(text).mentions if m.text == "San José")
    assert mention.resolution.place.id == "geonames:3621849"
    assert len({c.place.country_code for c in mention.resolution.candidates}) >= 12


def test_reasons_are_in_words(geoparser: Geoparser):
    text = "Shelling hit Idlib, Saraqib and Hama in Syria."
    idlib = geoparser.parse(text).mentions[0]
    said = " ".join(item.detail for item in idlib.resolution.evidence)
    assert "population" in said
    assert "3 other places of the document in Syria" in said
    assert "comes second" in said
