"""Places inside hashtags of several words, and hashtags that have none."""

from pathlib import Path

import pytest

from geocache import Geoparser
from geocache.data_files import read_yaml

SETS = read_yaml(Path(__file__).with_name("hashtags.yaml"))
ENOUGH = 0.95


def test_place_is_found_between_words_of_a_hashtag(geoparser: Geoparser):
    places = dict(pair.split("/") for pair in SETS["with_place"].split())
    found = {
        tag: [m.text for m in geoparser.recognize(f"Please share. #{tag} again")] for tag in places
    }
    wrong = {tag: texts for tag, texts in found.items() if texts != [places[tag]]}
    assert len(wrong) <= (1 - ENOUGH) * len(found), wrong


def test_hashtag_without_place_has_none(geoparser: Geoparser):
    found = {
        tag: geoparser.recognize(f"Please share. #{tag} again") for tag in SETS["without"].split()
    }
    wrong = [tag for tag, mentions in found.items() if mentions]
    assert len(wrong) <= (1 - ENOUGH) * len(found), wrong


@pytest.mark.parametrize("text", ["#Kharkiv is dark", "#FreeGaza #Kharkiv", "see #1 and #Idlib"])
def test_names_have_the_words_of_the_text(geoparser: Geoparser, text: str):
    mentions = geoparser.recognize(text)
    assert mentions
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
    assert list(mentions) == sorted(mentions, key=lambda mention: mention.start)
