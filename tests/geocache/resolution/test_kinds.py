"""Names that stand with a word for their kind: the Mosul dam, Lake Chad, Idlib province."""

from typing import Any

import pytest
from name_sets import NameSet
from statement_sets import KINDS, is_of, mention_over, recognized, sets_of_kinds

from geocache import Geoparser
from geocache.resolution.kinds import stated_kinds


def test_word_beside_what_a_caller_marks_is_not_part_of_it(geoparser: Geoparser):
    text = "Flights at London City airport were late."
    (mention,) = geoparser.resolve(text, [(11, 17)]).mentions
    assert mention.resolution.place
    assert mention.resolution.place.feature_code == "PPLC"
    assert is_of(mention_over(geoparser, text, "London"), "AIRP")


@pytest.mark.parametrize(
    ("one", "fewest"), list(zip(sets_of_kinds(), (400, 150, 500, 250), strict=True))
)
def test_places_are_of_the_kind_that_the_text_says(geoparser: Geoparser, one: NameSet, fewest: int):
    results = one.read(geoparser)
    assert len(results) > fewest
    assert sum(results.values()) >= one.least * len(results), results


@pytest.mark.parametrize("entry", KINDS["lists"], ids=lambda entry: entry["text"])
def test_plural_behind_list_is_about_all_of_it(geoparser: Geoparser, entry: dict[str, Any]):
    for name in entry["mentions"]:
        assert is_of(mention_over(geoparser, entry["text"], name), entry["codes"]), name


@pytest.mark.parametrize("entry", KINDS["other"], ids=lambda entry: entry["text"])
def test_word_for_kind_that_is_no_part_of_the_name_changes_nothing(
    geoparser: Geoparser, entry: dict[str, Any]
):
    assert is_of(mention_over(geoparser, entry["text"], entry["mention"]), entry["codes"])


@pytest.mark.parametrize("entry", KINDS["hinted"]["none"], ids=lambda entry: entry["text"])
def test_article_alone_makes_no_river(geoparser: Geoparser, entry: dict[str, Any]):
    assert is_of(mention_over(geoparser, entry["text"], entry["mention"]), entry["codes"])


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("the Mosul dam", "dam", "Mosul dam"),
        ("Lake Chad", "lake", "Lake Chad"),
        ("the river Tigris", "river", "river Tigris"),
        ("the river  Tigris", "river", "river Tigris"),
        ("the river\nTigris", "river", "river Tigris"),
        ("Tigris floods have the\n", "", ""),
        ("the province of Idlib", "province", "province of Idlib"),
        ("the Zaporizhzhia nuclear power plant", "plant", "Zaporizhzhia nuclear power plant"),
        ("a Mosul dam", "", ""),
        ("the Mosul dam authority", "", ""),
        ("in Mosul, dam workers", "", ""),
        ("the Mosul Dam Road", "", ""),
    ],
)
def test_words_that_say_of_what_kind_a_place_is(text: str, kind: str, words: str):
    names = ("Lake Chad", "Mosul", "Tigris", "Idlib", "Zaporizhzhia")
    start, name = next((text.index(name), name) for name in names if name in text)
    mention = recognized(text, name, start)
    (stated,) = stated_kinds(text, [mention])
    assert (stated.kind.name, stated.words) == (kind, words) if stated else kind == ""


def test_evidence_says_that_the_word_counts(geoparser: Geoparser):
    mention = mention_over(geoparser, "The Mosul dam was mined.", "Mosul")
    (stated,) = (e for e in mention.resolution.evidence if e.name == "stated_kind")
    assert "Mosul dam" in stated.detail
    assert stated.score > 0


def test_name_that_goes_on_behind_is_not_that_of_a_town(geoparser: Geoparser):
    text = "Fighting near Aden Adde airport went on."
    mention = mention_over(geoparser, text, "Aden")
    assert is_of(mention, "AIRP")
    assert mention.resolution.place
    assert mention.resolution.place.country_code == "SO"
