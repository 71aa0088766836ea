import pickle
from dataclasses import replace

import pytest

from geocache import Aspect, Evidence, Geoparser, Outcome, ParsedText, explain
from geocache.gazetteer import MemoryGazetteer
from geocache.records import Candidate, NameKind, Place, StatedEvidence

PLACE = Place("t:1", "Foo", 1.0, 2.0, "P", "PPL")
UNKNOWN_NAMES = {"Qwertyville", "Oberquelldorf", "Kyarumbazi"}


@pytest.fixture
def two_springfields() -> MemoryGazetteer:
    gazetteer = MemoryGazetteer()
    country = {"feature": "A.PCLI", "population": 50_000_000}
    gazetteer.add_place("Eastland", 50.0, 10.0, country_code="EE", **country)
    gazetteer.add_place("Westland", -50.0, 10.0, country_code="WW", **country)
    gazetteer.add_place("Springfield", 51.0, 10.5, country_code="EE", population=100_000, id="t:e")
    gazetteer.add_place("Springfield", -51.0, 10.5, country_code="WW", population=110_000, id="t:w")
    gazetteer.add_place("Easton", 51.2, 10.6, country_code="EE", population=300_000)
    gazetteer.add_place("Westport", -51.2, 10.6, country_code="WW", population=300_000)
    return gazetteer


def chosen(parsed: ParsedText, words: str) -> str:
    (mention,) = [m for m in parsed.mentions if m.text == words]
    return mention.resolution.place.id


@pytest.mark.parametrize(
    ("text", "place_id"),
    [
        ("Rain fell in Springfield and in Easton.", "t:e"),
        ("Rain fell in Springfield and in Westport.", "t:w"),
        ("Rain fell in Springfield, Eastland.", "t:e"),
        ("Rain fell in Springfield, Westland.", "t:w"),
    ],
)
def test_document_decides_between_namesakes(
    two_springfields: MemoryGazetteer, text: str, place_id: str
):
    assert chosen(Geoparser(two_springfields).parse(text), "Springfield") == place_id


def test_namesakes_with_nothing_to_tell_them_apart_are_ambiguous(
    two_springfields: MemoryGazetteer,
):
    (mention,) = Geoparser(two_springfields).parse("Rain fell in Springfield.").mentions
    assert mention.resolution.outcome is Outcome.AMBIGUOUS
    assert {c.place.id for c in mention.resolution.candidates} == {"t:e", "t:w"}
    assert mention.resolution.confidence < 0.6


def test_unknown_place_is_nil_and_says_so(world: MemoryGazetteer):
    (mention,) = Geoparser(world).parse("Shells hit the village of Qurbaz.").mentions
    assert mention.resolution.outcome is Outcome.NIL
    assert mention.resolution.place is None
    assert mention.footprint.geometry is None
    assert "Qurbaz" in mention.resolution.evidence[0].detail


def test_designator_chooses_the_subdivision(world: MemoryGazetteer):
    homs = {"country_code": "SY", "admin1_code": "11"}
    world.add_place("Homs", 37.0, 34.5, feature="A.ADM1", id="t:province", **homs)
    world.add_place("Homs", 36.7, 34.7, population=700_000, id="t:city", **homs)
    parser = Geoparser(world)
    assert chosen(parser.parse("Snow fell in Homs province."), "Homs") == "t:province"
    assert chosen(parser.parse("Snow fell in Homs city."), "Homs") == "t:city"


def test_demonym_resolves_to_its_country(world: MemoryGazetteer):
    (mention,) = Geoparser(world).parse("Syrian officials left.").mentions
    assert mention.resolution.place.name == "Syria"
    assert mention.resolution.candidates[0].kind is NameKind.DEMONYM


def test_scores_are_the_sum_of_their_evidence(two_springfields: MemoryGazetteer):
    for mention in Geoparser(two_springfields).parse("Rain in Springfield, Eastland.").mentions:
        for candidate in mention.resolution.candidates:
            assert candidate.score == pytest.approx(sum(e.score for e in candidate.evidence))
        scores = [candidate.score for candidate in mention.resolution.candidates]
        assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "text",
    [
        "They met near Aleppo. Qwertyville in Germany was hit.",
        "A Syrian from Aleppo was arrested in Oberquelldorf, Germany, on Monday.",
        "Officials in Nairobi said. A mine collapsed in Kyarumbazi in Uganda.",
    ],
)
def test_unknown_name_in_a_country_is_at_no_town_of_another(geoparser: Geoparser, text: str):
    (unknown,) = (m for m in geoparser.parse(text).mentions if m.text in UNKNOWN_NAMES)
    assert unknown.resolution.outcome is Outcome.NIL


def test_unknown_name_in_a_country_may_be_at_a_town_of_it(geoparser: Geoparser):
    text = "In Berlin they said that the village of Oberquelldorf, Germany, was hit."
    (unknown,) = (m for m in geoparser.parse(text).mentions if m.text in UNKNOWN_NAMES)
    offered = {candidate.place.country_code for candidate in unknown.resolution.candidates}
    assert offered == {"DE"}


@pytest.mark.parametrize("name", ["Biberach", "Chanal", "Cacahuatepec", "Ashland"])
def test_first_candidate_is_what_was_chosen(geoparser: Geoparser, name: str):
    text = f"Police in {name} said a man was hurt."
    resolution = geoparser.resolve(text, [(10, 10 + len(name))]).mentions[0].resolution
    assert resolution.candidates[0].place == resolution.place
    assert resolution.evidence[:-1] == resolution.candidates[0].evidence
    scores = [candidate.score for candidate in resolution.candidates]
    assert scores == sorted(scores, reverse=True)


def test_candidates_are_compared_without_their_evidence():
    evidence = (Evidence("spelling", 1.5, "the preferred name of Foo", Aspect.PLACE),)
    candidate = Candidate(PLACE, NameKind.PREFERRED, 1.5, StatedEvidence(evidence))
    assert candidate == Candidate(PLACE, NameKind.PREFERRED, 1.5)
    assert candidate.evidence == replace(candidate, score=2.0).evidence == evidence
    assert "explainer" not in repr(candidate)


def test_resolutions_can_be_sent_to_other_processes(two_springfields: MemoryGazetteer):
    parsed = Geoparser(two_springfields).parse("Rain in Springfield, Eastland.")
    resolutions = [mention.resolution for mention in parsed.mentions]
    assert pickle.loads(pickle.dumps(resolutions)) == resolutions  # noqa: S301  its own bytes


def test_long_documents_are_decided_in_stretches_and_lose_nothing(
    two_springfields: MemoryGazetteer,
):
    near = "Rain fell in Springfield and in Easton. " * 100
    far = "Rain fell in Springfield and in Westport. " * 100
    mentions = Geoparser(two_springfields).parse(near + far).mentions
    found = [m.resolution.place.id for m in mentions if m.text == "Springfield"]
    assert len(found) == 200
    assert set(found[:60]) == {"t:e"}
    assert set(found[-60:]) == {"t:w"}


def test_place_beside_an_unknown_name_stands_in_for_it(world: MemoryGazetteer):
    parsed = Geoparser(world).resolve("Fooville lies in Syria.", [(0, 8), (9, 13)])
    known, unknown = (mention.resolution for mention in parsed.mentions)
    assert unknown.place.id == known.place.id
    assert (known.stands_in_for, unknown.stands_in_for) == ("", "lies")


def test_explanation_has_all_that_was_weighed(two_springfields: MemoryGazetteer):
    parsed = Geoparser(two_springfields).parse("Rain in Springfield, Eastland.")
    explained = explain(parsed, parsed.mentions[0])
    assert explained.words == "Springfield"
    assert {one.aspect for one in explained.name} == {Aspect.NAME}
    assert {one.aspect for one in explained.role} == {Aspect.ROLE}
    assert {one.aspect for one in explained.place} == {Aspect.PLACE}
    assert explained.candidates == parsed.mentions[0].resolution.candidates
    assert explained.outcome is Outcome.RESOLVED
    with pytest.raises(ValueError, match="expected a mention of the text"):
        explain(replace(parsed, text="Snow elsewhere"), parsed.mentions[0])
