"""The word lists: each word once, in the form in which texts are cut, nothing contradicting."""

import pytest

from geocache.data_files import data_path, parsed_yaml, words
from geocache.recognition.tokens import TokenizedText

LISTS = [
    (file, key)
    for file in ("words", "roles")
    for key in parsed_yaml(data_path("recognition", f"{file}.yaml").read_text("utf-8"))
    if key != "description"
]


@pytest.mark.parametrize(("file", "key"), LISTS, ids=str)
def test_word_lists_are_tokens_that_stand_there_once(file: str, key: str):
    content = parsed_yaml(data_path("recognition", f"{file}.yaml").read_text("utf-8"))
    listed = str(content[key]).split()
    assert sorted(set(listed)) == sorted(listed)
    assert TokenizedText(" ".join(listed)).words == listed
    assert all(word == word.lower() for word in listed)


def test_articles_can_stand_inside_names():
    assert words("words", "articles") <= words("words", "particles")
    assert words("words", "particles_of_unknown") <= words("words", "particles")


def test_people_nouns_and_ground_nouns_share_no_word():
    assert not words("roles", "people_nouns") & words("roles", "ground_nouns")
