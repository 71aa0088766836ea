"""Places that a text puts at a distance from the next one: "Tawila, 60 km west of El Fasher"."""

import pytest
from name_sets import NameSet, sets_at_distances

from geocache import Geoparser, Mention
from geocache.geodesy import destination, distance_km
from geocache.recognition.measures import StatedDistance, stated_distance
from geocache.records import FootprintKind


def mention_of(geoparser: Geoparser, text: str, name: str) -> Mention | None:
    parsed = geoparser.parse(text)
    return next((mention for mention in parsed.mentions if mention.text == name), None)


@pytest.mark.parametrize("one", sets_at_distances(), ids=lambda one: one.name)
def test_names_are_read_as_the_distance_says(geoparser: Geoparser, one: NameSet):
    results = one.read(geoparser)
    assert sum(results.values()) >= one.least * len(results)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (", 60 km west of ", StatedDistance(60, 270)),
        (" (40 km east of ", StatedDistance(40, 90)),
        (", about 1,200 km from ", StatedDistance(1200, None)),
        (", a small town 60km SW of the city of ", StatedDistance(60, 225)),
        (", which lies 5.5 km (3.4 miles) to the north of ", StatedDistance(5.5, 0)),
        (", located 20 kilometres away from the town of ", StatedDistance(20, None)),
        (", 10 nautical miles south-east of ", StatedDistance(18.52, 135)),
        (", and 20 km from ", None),
        (", killing 3, 20 km from ", None),
        (" is 5 km from ", None),
        (", 12 km off ", None),
        (", 60 west of ", None),
        (", 1.2.3 km from ", None),
        (", ", None),
    ],
)
def test_words_between_names_say_how_far_apart_they_are(
    words: str, expected: StatedDistance | None
):
    assert stated_distance(words) == expected


def test_countries_are_not_measured_from(geoparser: Geoparser):
    mention = mention_of(geoparser, "Fighting broke out in Paris, 300 km from Spain.", "Paris")
    assert mention
    assert mention.resolution.place
    assert mention.resolution.place.country_code == "FR"


def test_well_known_places_stay_where_they_are(geoparser: Geoparser):
    text = "Rebels in Aleppo, 5 km from Castello, laid down their arms."
    mention = mention_of(geoparser, text, "Aleppo")
    assert mention
    assert mention.resolution.place
    assert mention.resolution.place.country_code == "SY"


def test_names_are_meant_alike_elsewhere_in_the_text(geoparser: Geoparser):
    text = "The dam at Florencia broke. Florencia, 88 km from Zapopan, was flooded."
    mentions = [m for m in geoparser.parse(text).mentions if m.text == "Florencia"]
    assert {m.resolution.place.country_code for m in mentions if m.resolution.place} == {"MX"}


def test_evidence_says_how_far(geoparser: Geoparser):
    text = "Aid reached Florencia, located 88 km from Zapopan."
    mention = mention_of(geoparser, text, "Florencia")
    assert mention
    details = {e.name: e.detail for e in mention.resolution.evidence}
    assert details["stated_distance"] == "the text says how far it is from 'Zapopan'"


@pytest.mark.parametrize("kind", [" camp", " refinery"])
def test_unknown_works_are_drawn_where_the_words_measure_to(geoparser: Geoparser, kind: str):
    parsed = geoparser.parse(f"Aid reached Tawila{kind}, 60 km west of El Fasher, in Sudan.")
    footprint = parsed.mentions[0].footprint
    assert footprint.kind is FootprintKind.OFFSET
    assert footprint.note.endswith(f"no source knows 'Tawila{kind}'")
    words = f"Tawila{kind}, 60 km west of El Fasher"
    assert parsed.text[footprint.start : footprint.end] == words


@pytest.mark.parametrize("words", [", 60 km west of", " (60 km west of"])
def test_unknown_places_are_drawn_where_the_words_measure_to(geoparser: Geoparser, words: str):
    parsed = geoparser.parse(f"Aid reached Tawila{words} El Fasher, in Sudan.")
    tawila, el_fasher, _sudan = parsed.mentions
    assert tawila.footprint is el_fasher.footprint
    footprint = tawila.footprint
    assert parsed.text[footprint.start : footprint.end] == f"Tawila{words} El Fasher"
    assert footprint.kind is FootprintKind.OFFSET
    assert footprint.note.endswith("no source knows 'Tawila'")
    lon, lat = footprint.geometry["coordinates"]
    assert distance_km((lon, lat), destination(25.35, 13.63, 270, 60)) < 3


def test_known_places_keep_their_own_footprint(geoparser: Geoparser):
    parsed = geoparser.parse("Aid reached Kutum, 100 km northwest of El Fasher, in Sudan.")
    kutum, el_fasher, _sudan = parsed.mentions
    assert kutum.footprint.kind is FootprintKind.POINT
    assert el_fasher.footprint.kind is FootprintKind.OFFSET
