"""Names in tables, lists, headings and texts in one case are found as in prose."""

import pytest
from name_sets import NameSet, sets_in_layouts, texts_of

from geocache import Geoparser
from geocache.recognition.layout import as_prose

LEAST_TEXTS = 40


@pytest.mark.parametrize("names", sets_in_layouts(), ids=lambda names: names.name)
def test_names_are_found_in_every_layout(geoparser: Geoparser, names: NameSet):
    results = names.read(geoparser)
    wrong = [name for name, is_right in results.items() if not is_right]
    assert len(results) >= LEAST_TEXTS
    assert len(wrong) <= (1 - names.least) * len(results), (len(wrong), len(results), wrong)


@pytest.mark.parametrize("form", ["a table with tabs", "sentences in capitals"])
def test_mentions_have_the_words_of_the_text(geoparser: Geoparser, form: str):
    for text, _ in texts_of(form):
        for mention in geoparser.recognize(text):
            assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("Homs\t12\t3\nHama\t4\t1\n", "Homs     ,Hama    \n"),
        ("| Homs | Hama |", "  Homs,  Hama  "),
        ("Homs/Hama", "Homs,Hama"),
        ("see example.org/Homs/Hama", "see example.org/Homs/Hama"),
        ("either/or", "either/or"),
        ("Homs 3, Hama 12", "Homs  , Hama   "),
        ("Homs (3), Hama (12)", "Homs    , Hama     "),
        ("on May 3, June 12", "on May 3, June 12"),
        ("Only Homs 3 is left", "Only Homs 3 is left"),
        ("- Homs\n- Hama", "  Homs,  Hama"),
        ("Alep-\npo", "Alep\u00ad\u00adpo"),
        ("Deir ez-\nZor", "Deir ez-\nZor"),
        ("Turkish-\nbacked", "Turkish-\nbacked"),
        ("5 miles SE Homs", "5 miles se Homs"),
        ("It rained.  Then it stopped.", "It rained.  Then it stopped."),
        ("In Homs, 42, he said", "In Homs, 42, he said"),
    ],
)
def test_layouts_are_rewritten_letter_for_letter(text: str, prose: str):
    assert as_prose(text, lambda letters: letters in ("Aleppo", "Turkish")) == prose
    assert len(prose) == len(text)


def test_broken_name_is_found_whole(geoparser: Geoparser):
    text = "Clashes went on in Alep-\npo and in the coun-\ntryside of Al-Ha-\nsakah on Tuesday."
    places = {m.text: m.resolution.place for m in geoparser.parse(text).mentions}
    found = {words: place and place.country_code for words, place in places.items()}
    assert found == {"Alep-\npo": "SY", "Al-Ha-\nsakah": "SY"}
