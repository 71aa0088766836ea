"""Dead, injured and missing people: found with their number, and not where nobody is harmed."""

from pathlib import Path

import pytest

from dashboard.annotate.casualties import casualties_of
from dashboard.annotate.passages import passages_of
from geocache.data_files import read_yaml

CASES = read_yaml(Path(__file__).with_name("casualties.yaml"))


def test_cases_are_as_many_as_they_should_be():
    assert (len(CASES["positive"]), len(CASES["negative"])) == (60, 30)


@pytest.mark.parametrize("case", CASES["positive"], ids=lambda case: case[0])
def test_harm_is_counted(case: list):
    text, *expected = case
    found = casualties_of(text, passages_of(text))
    assert [[one.kind.value, one.number, one.at_least] for one in found] == expected
    assert all(text[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize("text", CASES["negative"])
def test_words_without_harm_count_nobody(text: str):
    assert casualties_of(text, passages_of(text)) == ()


def test_places_count_from_the_start_of_the_document():
    text = "Rain.\n\nIn Fooville 3 people were killed."
    (one,) = casualties_of(text, passages_of(text))
    assert (one.passage, one.text) == (1, "3 people were killed")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AT LEAST 12 PEOPLE WERE KILLED", "12 PEOPLE WERE KILLED"),
        ("In İzmir, Six People Were Hurt.", "Six People Were Hurt"),
        ("Three men lost\ntheir lives.", "Three men lost\ntheir lives"),
    ],
)
def test_letters_and_line_ends_do_not_matter(text: str, expected: str):
    (one,) = casualties_of(text, passages_of(text.replace("\n", " ")))
    assert one.text.endswith(expected)
