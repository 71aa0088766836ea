"""Names that stand with a word for their kind: the Mosul dam, Lake Chad, Idlib province."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geocache import Geoparser, Mention, Outcome
from geocache.data_files import read_yaml
from geocache.records import MentionKind, RecognizedMention, RecognizedText, Role
from geocache.resolution.kinds import stated_kinds

SETS = read_yaml(Path(__file__).with_name("stated_kinds.yaml"))
ENOUGH = 0.95


def mention_at(geoparser: Geoparser, text: str, words: str) -> Mention:
    """Resolve the words where they stand; "Denver#2" is the second Denver of the text."""
    name, _, number = words.partition("#")
    start = -1
    for _ in range(int(number or 1)):
        start = text.index(name, start + 1)
    mentions = list(geoparser.recognize(text))
    over = [m for m in mentions if m.start < start + len(name) and m.end > start]
    if not over:  # which words are names is another test's question
        over = [recognized(text, name, start)]
        mentions = sorted([*mentions, *over], key=lambda mention: mention.start)
    parsed = geoparser.complete(RecognizedText(text, "", "", None, tuple(mentions)))
    (mention,) = (m for m in parsed.mentions if m.start == over[0].start)
    return mention


def recognized(text: str, name: str, start: int) -> RecognizedMention:
    end = start + len(name)
    return RecognizedMention(start, end, text[start:end], MentionKind.NAME, Role.LITERAL, 1.0)


def test_word_beside_what_a_caller_marks_is_not_part_of_it(geoparser: Geoparser):
    text = "Flights at London City airport were late."
    (mention,) = geoparser.resolve(text, [(11, 17)]).mentions
    assert mention.resolution.place
    assert mention.resolution.place.feature_code == "PPLC"
    assert is_of(mention_at(geoparser, text, "London"), "AIRP")


def is_of(mention: Mention, codes: str) -> bool:
    place = mention.resolution.place
    is_known = place is not None and not mention.resolution.stands_in_for
    return is_known and place.feature_code in codes.split()


def is_said_to_be_unknown(mention: Mention) -> bool:
    resolution, footprint = mention.resolution, mention.footprint
    if resolution.outcome is Outcome.NIL:
        return True
    is_said = "no source knows" in footprint.note and not footprint.exact
    return bool(resolution.stands_in_for) and is_said and resolution.confidence < 1


def answers(geoparser: Geoparser) -> Iterator[tuple[str, bool]]:
    kinds: dict[str, dict[str, Any]] = SETS["kinds"]
    for entry in kinds.values():
        for text in entry["texts"]:
            for name in entry["known"]:
                sentence = text.format(name)
                yield sentence, is_of(mention_at(geoparser, sentence, name), entry["codes"])
            for name in entry["unknown"]:
                sentence = text.format(name)
                yield sentence, is_said_to_be_unknown(mention_at(geoparser, sentence, name))


def test_places_are_of_the_kind_that_the_text_says(geoparser: Geoparser):
    found = list(answers(geoparser))
    wrong = [sentence for sentence, is_right in found if not is_right]
    assert len(found) > 400
    assert len(wrong) <= (1 - ENOUGH) * len(found), wrong


@pytest.mark.parametrize("entry", SETS["lists"], ids=lambda entry: entry["text"])
def test_plural_behind_list_is_about_all_of_it(geoparser: Geoparser, entry: dict[str, Any]):
    for name in entry["mentions"]:
        assert is_of(mention_at(geoparser, entry["text"], name), entry["codes"]), name


@pytest.mark.parametrize("entry", SETS["other"], ids=lambda entry: entry["text"])
def test_word_for_kind_that_is_no_part_of_the_name_changes_nothing(
    geoparser: Geoparser, entry: dict[str, Any]
):
    assert is_of(mention_at(geoparser, entry["text"], entry["mention"]), entry["codes"])


def hinted_answers(geoparser: Geoparser) -> Iterator[tuple[str, bool]]:
    entry: dict[str, Any] = SETS["hinted"]
    for texts, names in (("texts", "names"), ("weaker", "towns")):
        for text in entry[texts]:
            for name in entry[names]:
                sentence = text.format(name)
                yield sentence, is_of(mention_at(geoparser, sentence, name), entry["codes"])


def test_banks_and_crossings_are_of_rivers(geoparser: Geoparser):
    found = list(hinted_answers(geoparser))
    wrong = [sentence for sentence, is_right in found if not is_right]
    assert len(found) > 150
    assert len(wrong) <= (1 - ENOUGH) * len(found), wrong


@pytest.mark.parametrize("entry", SETS["hinted"]["none"], ids=lambda entry: entry["text"])
def test_article_alone_makes_no_river(geoparser: Geoparser, entry: dict[str, Any]):
    assert is_of(mention_at(geoparser, entry["text"], entry["mention"]), entry["codes"])


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("the Mosul dam", "dam", "Mosul dam"),
        ("Lake Chad", "lake", "Lake Chad"),
        ("the river Tigris", "river", "river Tigris"),
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
    mention = mention_at(geoparser, "The Mosul dam was mined.", "Mosul")
    (stated,) = (e for e in mention.resolution.evidence if e.name == "stated_kind")
    assert "Mosul dam" in stated.detail
    assert stated.score > 0


def test_name_that_goes_on_behind_is_not_that_of_a_town(geoparser: Geoparser):
    text = "Fighting near Aden Adde airport went on."
    mention = mention_at(geoparser, text, "Aden")
    assert is_of(mention, "AIRP")
    assert mention.resolution.place
    assert mention.resolution.place.country_code == "SO"
