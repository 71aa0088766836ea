import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geocache import Geoparser, MatchQuality
from geocache.gazetteer import CompiledGazetteer, MemoryGazetteer, normal_form
from geocache.gazetteer.names.romanisation import loose_key, sound_alike


@pytest.mark.parametrize(
    "names",
    [
        ("Deir ez-Zor", "Deir al-Zour", "Dayr az-Zawr", "Der Zor"),
        ("Saraqib", "Saraqeb"),
        ("Maarat al-Numan", "Ma'arrat an-Nu'man", "Maarrat Numan"),
        ("Rukban", "Rakban", "Rukbān"),
        ("Qamishli", "Kamishly", "Al-Qamishli"),
        ("Kyiv", "Kiev"),
        ("Jisr al-Shughur", "Jisr ash-Shughour", "Jisr al-Choughour"),
        ("Latakia", "Latakiyah"),
        ("Khan Sheikhoun", "Khan Shaykhun"),
        ("Hama", "Hamah"),
    ],
)
def test_romanisations_of_a_name_share_a_key(names: tuple[str, ...]):
    assert len({loose_key(normal_form(name)) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("Homs", "Hama"), ("Aleppo", "Idlib"), ("Afrin", "Farin")]
)
def test_unrelated_names_keep_other_keys(one: str, other: str):
    assert loose_key(normal_form(one)) != loose_key(normal_form(other))


@pytest.mark.parametrize("name", ["Ur", "إدلب", "", "Ai"])
def test_names_that_are_too_short_or_not_latin_have_no_key(name: str):
    assert loose_key(normal_form(name)) == ""


@given(*[st.text("abdhklmnrstz ’é", max_size=8)] * 2)
@example("dayr al zawr", "der zor")
@example("al", "bal")
@example("", "")
def test_names_sound_alike_when_they_share_a_key(one: str, other: str):
    key = loose_key(one)
    assert sound_alike(one, other) == (key != "" and key == loose_key(other))


@pytest.mark.parametrize(
    ("spelling", "place_id"),
    [
        ("Saraqeeb", "geonames:164816"),
        ("Jisr al-Choughour", "geonames:169023"),
        ("Khan Shaykhoun", "geonames:168325"),
        ("Bahlooliyeh", "geonames:174012"),
    ],
)
def test_unlisted_spellings_are_offered(gazetteer: CompiledGazetteer, spelling: str, place_id: str):
    assert not any(m.place.id == place_id for m in gazetteer.matches(spelling))
    found = gazetteer.loose_matches(spelling)
    assert place_id in {match.place.id for match in found[:5]}
    assert {match.quality for match in found} == {MatchQuality.ROMANISED}


def test_exact_name_wins_over_a_loose_one():
    world = MemoryGazetteer()
    world.add_place("Rakban", id="t:exact", population=10)
    world.add_place("Rukban", id="t:loose", population=1_000_000)
    (mention,) = Geoparser(world).parse("in the camp of Rakban").mentions
    assert [c.place.id for c in mention.resolution.candidates] == ["t:exact"]


def test_loose_name_is_offered_with_less_evidence():
    world = MemoryGazetteer()
    world.add_place("Rukban", id="t:loose", population=85_000)
    (mention,) = Geoparser(world).parse("in the camp of Rakban").mentions
    assert mention.resolution.place.id == "t:loose"
    assert any("another romanisation" in e.detail for e in mention.resolution.evidence)
