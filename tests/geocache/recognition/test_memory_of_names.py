"""What is remembered of names makes no difference to what is found later."""

from geocache import Geoparser
from geocache.gazetteer import CompiledGazetteer


def test_words_of_hashtags_are_no_likelier_names_afterwards(gazetteer: CompiledGazetteer):
    text = "The Olympic village opens on Monday. Quakes shook Homs."
    fresh, used = Geoparser(gazetteer), Geoparser(gazetteer)
    used.recognize("#OlympicNow and #QuakesInHoms and #TheOlympicVillage")
    found = [(mention.text, mention.probability) for mention in used.recognize(text)]
    assert found == [(mention.text, mention.probability) for mention in fresh.recognize(text)]
