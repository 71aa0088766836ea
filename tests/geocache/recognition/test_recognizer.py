"""Finding toponyms with the learnt weights, each met on a real kind of sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geocache import Geoparser
from geocache.gazetteer import MemoryGazetteer
from geocache.recognition import LearnedRecognizer, decoder, second_pass
from geocache.recognition.candidate_set import CandidateSpans
from geocache.recognition.first_pass import first_columns
from geocache.recognition.linear_model import Columns
from geocache.recognition.recognizer import sections
from geocache.records import NameKind, RecognizedMention, Role


@pytest.fixture
def recognizer(world: MemoryGazetteer) -> LearnedRecognizer:
    world.add_place("Deir ez-Zor", population=200_000, country_code="SY")
    world.add_place("Ma'arrat an-Nu'man", population=90_000, country_code="SY")
    world.add_place("Nice", population=340_000, country_code="FR")
    world.add_place("Washington", population=600_000, country_code="US")
    world.add_place("al-Fooville", population=20_000, country_code="SY")
    world.add_place("Homs", population=700_000, country_code="SY")
    world.add_place("Of", population=20_000, country_code="TR")
    world.add_place("Vladimir", population=350_000, country_code="RU")
    abbreviations = dict.fromkeys(("US", "U.S."), NameKind.ABBREVIATION)
    world.add_place("United States", feature="A.PCLI", country_code="US", names=abbreviations)
    world.add_place("M4", feature="R.RD", country_code="SY", id="sitmap:m4")
    return LearnedRecognizer(world)


def found(recognizer: LearnedRecognizer, text: str) -> list[str]:
    return [mention.text for mention in recognizer.recognize(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Fighting in Fooville went on.", ["Fooville"]),
        ("FOOVILLE: fighting went on.", ["FOOVILLE"]),
        ("They fled Fooville's suburbs.", ["Fooville"]),
        ("The Fooville-Bartown road was cut.", ["Fooville", "Bartown"]),
        ("Fooville, Bartown and Deir ez-Zor were hit.", ["Fooville", "Bartown", "Deir ez-Zor"]),
        ("Deir Ez-Zor was hit.", ["Deir Ez-Zor"]),
        ("In Maʿarrat an Nuʿmān people waited.", ["Maʿarrat an Nuʿmān"]),
        ("The Syrian army left.", ["Syrian"]),
        ("Patrols on the “M4” began.", ["M4"]),
        ("It happened (near Fooville).", ["Fooville"]),
        ("Fooville\nBartown", ["Fooville", "Bartown"]),
        ("They hold al-Fooville camp.", ["al-Fooville"]),
        ("HOMS, Syria (Reuters) — Rain fell.", ["HOMS", "Syria"]),
        ("Rain in Deir\nez-Zor.", ["Deir\nez-Zor"]),
        ("rain fell in fooville today", ["fooville"]),
        ("RAIN FELL IN FOOVILLE.", ["FOOVILLE"]),
        ("The U.S. left, the US stayed.", ["U.S.", "US"]),
    ],
)
def test_places_are_found(recognizer: LearnedRecognizer, text: str, names: list[str]):
    assert found(recognizer, text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Of course it rained.",
        "They climbed from FL080 to FL350.",
        "Nice weather, said nobody.",
        "They met Vladimir Ivanov there.",
        "President Vladimir spoke.",
        "They wrote fooville in small letters.",
        "",
        " \n\t ",
        "12 34 56",
        "They told us. Us too.",
    ],
)
def test_words_that_are_no_place_are_left_alone(recognizer: LearnedRecognizer, text: str):
    assert found(recognizer, text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the village of Qurbaz was shelled", "Qurbaz"),
        ("people in Qurbaz camp waited", "Qurbaz"),
        ("in the town of Umm Qurbaz", "Umm Qurbaz"),
    ],
)
def test_unknown_names_after_a_cue_are_mentions(
    recognizer: LearnedRecognizer, text: str, name: str
):
    assert found(recognizer, text) == [name]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Talks took place in Washington.", Role.LITERAL),
        ("Washington’s efforts failed.", Role.ASSOCIATIVE),
        ("Washington's suburbs are green.", Role.LITERAL),
        ("Syrian officials left.", Role.ASSOCIATIVE),
        ("They crossed Syrian territory.", Role.LITERAL),
        ("A northern Syrian town was hit.", Role.LITERAL),
        ("In Washington officials said nothing.", Role.LITERAL),
        ("Snow fell on Washington.", Role.LITERAL),
        ("Shells hit Washington. Will it end?", Role.LITERAL),
        ("Rockets struck Washington, said residents.", Role.LITERAL),
        ("He walked in. Washington said it would not sign.", Role.ASSOCIATIVE),
        ("A Washington-backed group left.", Role.ASSOCIATIVE),
        ("A Syrian-held town was hit.", Role.ASSOCIATIVE),
    ],
)
def test_roles(recognizer: LearnedRecognizer, text: str, role: Role):
    (mention,) = recognizer.recognize(text)
    assert mention.role is role


def test_sides_of_a_border_are_both_literal(recognizer: LearnedRecognizer):
    mentions = recognizer.recognize("After the Syrian-Jordanian border was closed")
    assert [(m.text, m.role) for m in mentions] == [
        ("Syrian", Role.LITERAL),
        ("Jordanian", Role.LITERAL),
    ]


def test_reasons_are_given_in_words(recognizer: LearnedRecognizer):
    (mention,) = recognizer.recognize("Fighting in Fooville went on.")
    details = [reason.detail for reason in mention.reasons]
    assert "the gazetteer knows Fooville (PPL, population 200,000)" in details
    assert "'in' stands before it" in details
    assert "'in' leads to it" in details


def test_person_named_like_a_city_is_no_place(geoparser: Geoparser):
    text = "Minister Anna London said so. Later London left."
    assert not geoparser.recognize(text)


@pytest.mark.parametrize("name", ["Washington", "Moscow", "Ankara", "Damascus"])
def test_capital_that_speaks_is_a_government(geoparser: Geoparser, name: str):
    (mention,) = geoparser.recognize(f"{name} said it would not sign.")
    assert (mention.text, mention.role) == (name, Role.ASSOCIATIVE)


def test_newspaper_is_not_where_something_is(geoparser: Geoparser):
    mentions = geoparser.recognize("The Washington Post wrote about it.")
    assert all(mention.role is Role.ASSOCIATIVE for mention in mentions)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Drivers were told to avoid the M4 motorway near Reading.", ["M4", "Reading"]),
        ("The village of Kharab Zeit east of Hama was hit.", ["Kharab Zeit", "Hama"]),
        ("The Turkish–Syrian border stays closed.", ["Turkish", "Syrian"]),
        ("Police in Alexandria, La., and in Paris, Ky.", ["Alexandria", "La.", "Paris", "Ky."]),
        ("Snow fell in Rostov-on-Don and Deir ez-Zor.", ["Rostov-on-Don", "Deir ez-Zor"]),
        ("SYRIA: SHELLING IN ALEPPO", ["SYRIA", "ALEPPO"]),
    ],
)
def test_places_of_the_real_gazetteer(geoparser: Geoparser, text: str, names: list[str]):
    assert [mention.text for mention in geoparser.recognize(text)] == names


def test_repeated_place_is_found_a_thousand_times(geoparser: Geoparser):
    text = "They fled to Aleppo. " * 1000
    mentions = geoparser.recognize(text)
    assert [m.start for m in mentions] == list(range(13, len(text), 21))


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        "A" * 100_000,
        "Ab-" * 30_000,
        "1,2." * 25_000,
        "\0\0Homs\0",
        "\r\nIn Homs\rand\u2028Hama\r\n",
        "قصف قرب دير الزور in \u202eHoms\u202c",
        "I\u0307n Ho\u0308ms, Z\u0308 and Å",
        "..,,;;Homs,,.;Hama((((Idlib)",
    ],
)
def test_odd_texts(geoparser: Geoparser, text: str):
    check(text, geoparser.recognize(text))


def test_long_text_is_read_in_sections_that_tear_nothing(geoparser: Geoparser):
    text = "They fled from Homs to Hama.\n" * 5000
    check(text, geoparser.recognize(text))
    ends = list(sections(text))
    assert len(ends) > 1
    assert "".join(text[start:end] for start, end in ends) == text
    assert all(text[end - 1] == "\n" for _, end in ends)


@pytest.mark.parametrize("name", ["Deir ez-Zor", "Port of Spain", "Rio de Janeiro"])
def test_list_without_an_end_is_cut_behind_commas(geoparser: Geoparser, name: str):
    found = geoparser.recognize(f"{name}, " * 10_000)
    assert {mention.text for mention in found} == {name}


@pytest.mark.parametrize(
    "name",
    [
        "Santiago de los Caballeros",
        "San Cristóbal de las Casas",
        "San Juan de los Morros",
        "San José de las Lajas",
        "Caldas das Taipas",
        "Santa Cruz de la Sierra",
    ],
)
@pytest.mark.parametrize(
    "sentence", ["A march in {} was calm.", "The bridge near {} is closed again."]
)
def test_name_is_found_whole_whatever_articles_are_in_it(
    geoparser: Geoparser, name: str, sentence: str
):
    assert [m.text for m in geoparser.recognize(sentence.format(name))] == [name]


def test_roles_have_probabilities(geoparser: Geoparser):
    for mention in geoparser.recognize("Moscow said fighting went on in Idlib."):
        assert 0.5 <= mention.role_probability <= 1


def check(text: str, mentions: tuple[RecognizedMention, ...]) -> None:
    reached = 0
    for mention in mentions:
        assert reached <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        assert 0.4 <= mention.probability <= 1
        reached = mention.end


WORDS = st.sampled_from(
    [
        "Fooville",
        "Syrian",
        "of",
        "the",
        "village",
        "camp",
        "'s",
        "-",
        "“",
        "”",
        ".",
        "\n",
        "\0",
        " ",
        "Ma'arrat",
        "an-Nu'man",
        "إدلب",
        "Z̈",
        "\u202e",
        "İ",
        "\ue000",
        "M4",
    ]
)


@settings(max_examples=300)
@given(st.one_of(st.text(), st.lists(WORDS).map("".join), st.lists(WORDS).map(" ".join)))
def test_mentions_of_random_text_are_its_words_in_order(text: str):
    world = MemoryGazetteer()
    world.add_place("Fooville", population=200_000)
    world.add_place("Ma'arrat an-Nu'man", population=200_000)
    check(text, LearnedRecognizer(world).recognize(text))


@pytest.mark.parametrize(
    "text", ["The World Cup final drew millions.", "The car was not sold, the SOX said."]
)
def test_codes_of_airports_are_no_places_in_a_text(geoparser: Geoparser, text: str):
    assert not {"The", "Cup", "SOX", "car"} & {m.text for m in geoparser.parse(text).mentions}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Fighting in Du\u0308sseldorf went on.", ["Du\u0308sseldorf"]),
        ("Floods hit Sa\u0303o Paulo.", ["Sa\u0303o Paulo"]),
        ("Shelling in Alep\u00adpo went on.", ["Alep\u00adpo"]),
        ("Rain in Homs.\rRain in Hama.\rRain in Idlib.", ["Homs", "Hama", "Idlib"]),
        ("Rain in Homs.\u2028Rain in Hama.\x85Rain in Idlib.", ["Homs", "Hama", "Idlib"]),
        ("Rain fell in Deir\x85ez-Zor.", ["Deir\x85ez-Zor"]),
        ("Rain fell in St.\nLouis today.", ["St.\nLouis"]),
        ("Rain fell in Deir ez-\nZor today.", ["Deir ez-\nZor"]),
        ("They fled to Đakovo.", ["Đakovo"]),
    ],
)
def test_names_are_found_however_they_are_encoded_and_broken(
    geoparser: Geoparser, text: str, names: list[str]
):
    assert [mention.text for mention in geoparser.recognize(text)] == names


def test_names_with_any_article_are_looked_up_whole(world: MemoryGazetteer):
    world.add_place("Salah ed-Din", population=300_000, country_code="IQ")
    recognizer = LearnedRecognizer(world)
    assert found(recognizer, "Fighting in Salah ed-Din went on.") == ["Salah ed-Din"]


def test_dots_of_an_ellipsis_are_no_part_of_a_name(geoparser: Geoparser):
    texts = [mention.text for mention in geoparser.recognize("Snow fell in Alexandria, La... Then")]
    assert "La." not in texts


def test_name_is_not_torn_where_a_long_text_is_cut(geoparser: Geoparser):
    filler = "and he said that it was so and "
    line = "later, in St. Louis, the mayor of New York said so "
    for more in range(0, 60, 3):
        length = 59_960 - more
        text = (filler * 3000)[:length] + line + filler * 20
        found = [mention.text for mention in geoparser.recognize(text)]
        assert found == ["St. Louis", "New York"]


def test_marked_spans_are_judged_as_one_sees_them(geoparser: Geoparser):
    text = "Moscow's efforts failed; Kyiv's did not. 33°31'N 38°37'E: —."
    spans = [(0, 8), (25, 29), (41, 56), (58, 59)]
    whole, name, point, dash = geoparser.resolve(text, spans).mentions
    (alone,) = geoparser.resolve(text, [(0, 6)]).mentions
    assert (whole.role, whole.role_probability) == (alone.role, alone.role_probability)
    assert [m.reasons[0].name for m in (whole, name, point, dash)] == ["given"] * 4
    assert dash.role_probability == 0.5


def test_work_on_marked_spans_grows_with_the_text(monkeypatch: pytest.MonkeyPatch):
    asked: list[int] = []

    def counted(candidates: CandidateSpans) -> Columns:
        asked.append(len(candidates))
        return first_columns(candidates)

    monkeypatch.setattr(decoder, "first_columns", counted)
    text = "They fled from Homs to Hama. "
    spans = [(n * len(text) + at, n * len(text) + at + 4) for n in range(50) for at in (15, 23)]
    mentions = LearnedRecognizer(MemoryGazetteer()).describe(text * 50, spans)
    assert [mention.text for mention in mentions] == ["Homs", "Hama"] * 50
    assert asked == [100]


def test_chances_are_added_up_alike_in_every_version_of_python():
    """From 3.12 on `sum` says 1.0."""
    assert second_pass._total([0.1] * 10) == 0.9999999999999999
    assert second_pass._total([]) == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "A camp lies where the borders meet, said Kenya.",
        "Annex A. The zone lies west of Hodeidah city.",
        "I left the camp in Nairobi.",
        "The dam near Kampala is full. A mine collapsed.",
    ],
)
def test_articles_are_no_names_and_end_none(geoparser: Geoparser, text: str):
    found = [mention.text.split() for mention in geoparser.recognize(text)]
    assert len(found) == 1
    assert {"A", "An", "The", "I"}.isdisjoint(found[0])


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("Airstrike on #JisrAlShughur now", "JisrAlShughur", "Jisr ash Shughūr"),
        ("Shelling in #DeirEzzor again", "DeirEzzor", "Deir ez-Zor"),
        ("#SouthSudan needs aid", "SouthSudan", "South Sudan"),
        ("#ElFasher is under siege", "ElFasher", "El Fasher"),
        ("#BeitHanoun was hit", "BeitHanoun", "Bayt Ḩānūn"),
        ("Smoke over #SantaMonica today", "SantaMonica", "Santa Monica"),
    ],
)
def test_hashtags_write_names_as_one_word(geoparser: Geoparser, text: str, name: str, place: str):
    (mention,) = geoparser.parse(text).mentions
    assert mention.text == name
    assert mention.resolution.place
    assert mention.resolution.place.name == place


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("explosions in kharkiv and sumy now #StandWithUkraine", ["kharkiv", "sumy", "Ukraine"]),
        ("drone over #PortSudan and omdurman tonight", ["PortSudan", "omdurman"]),
        ("big fire near oakland #CAwx @LATimes", ["oakland"]),
        ("so proud today #BestDay @Friend", []),
    ],
)
def test_tags_do_not_keep_a_line_from_being_in_small_letters(
    geoparser: Geoparser, text: str, names: list[str]
):
    assert [mention.text for mention in geoparser.recognize(text)] == names


@pytest.mark.parametrize("text", ["#StandWithUkraine", "#PrayForParis", "#BlackLivesMatter"])
def test_hashtags_of_slogans_say_who_and_not_where(geoparser: Geoparser, text: str):
    assert all(mention.role is Role.ASSOCIATIVE for mention in geoparser.recognize(text))


TAGGED = "Otukpa Sidon Utmanzai Gemena Halabja Gwadar Effium Kati Gilgit Kaiama Kamina Soledar"


TAGGING = (
    "heavy shelling in #{} overnight",
    "clashes near #{} and #Goma this morning, locals say",
    "breaking: explosions heard in #{}",
    "@reporter: fighting reaches #{}",
)


def test_hashtags_in_small_letters_are_names(geoparser: Geoparser):
    pairs = [(text.format(name), name) for text in TAGGING for name in TAGGED.split()]
    found = [name in [m.text for m in geoparser.recognize(text)] for text, name in pairs]
    assert sum(found) >= 0.95 * len(pairs)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("IDPs arrived in Bama LGA, Borno.", "Bama"),
        ("Attacks in Gwoza and Bama LGAs of Borno State.", "Bama"),
        ("Flooding hit Jere local government area.", "Jere"),
    ],
)
def test_local_government_areas_are_districts(geoparser: Geoparser, text: str, name: str):
    places = [m.resolution.place for m in geoparser.parse(text).mentions]
    assert any(p and p.name == name and p.feature_code == "ADM2" for p in places)
