"""Expressions of time: what is found, what it means, and what is none."""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.annotate.dates import Context, dates_of
from dashboard.annotate.dates.vocabulary import Vocabulary
from dashboard.annotate.passages import passages_of
from dashboard.model import DateMention, Precision, When
from geocache.data_files import read_yaml

CASES = read_yaml(Path(__file__).with_name("dates.yaml"))

PRECISIONS = {10: Precision.DAY, 7: Precision.MONTH, 4: Precision.YEAR, 0: Precision.UNKNOWN}


def context_of(facts: dict[str, Any]) -> Context:
    published = When(str(facts["report"]), Precision.DAY)
    source, southern = facts.get("source", ""), facts.get("southern", False)
    return Context(published, facts.get("language", ""), source, southern)


def cases() -> Iterator[Any]:
    for group in CASES["groups"]:
        for sentence, *expected in group["cases"]:
            yield pytest.param(context_of(group), sentence, expected, id=sentence)


def days(value: date | str) -> str:
    first, _, last = str(value).partition("/")
    return f"{first}/{last or first}"


def said(mention: DateMention) -> tuple[str, str, str, str]:
    interval = mention.when.interval
    written = "/".join(day.isoformat() for day in interval) if interval else ""
    return mention.text, written, mention.when.precision.value, mention.relation


@pytest.mark.parametrize(("context", "sentence", "expected"), list(cases()))
def test_dates_in_sentences(context: Context, sentence: str, expected: list[list[Any]]):
    found = dates_of(sentence, passages_of(sentence), context)
    wanted = [(words, days(value), *others) for words, value, *others in expected]
    assert [said(mention) for mention in found] == wanted
    assert all(sentence[m.start : m.end] == m.text for m in found)


@pytest.mark.parametrize("sentence", CASES["silent"])
def test_sentences_without_dates(sentence: str):
    assert dates_of(sentence, passages_of(sentence), When("2024-03-20", Precision.DAY)) == ()


def test_cases_are_as_many_as_promised():
    assert sum(len(group["cases"]) for group in CASES["groups"]) >= 250
    assert len(CASES["silent"]) >= 60


@pytest.mark.parametrize("seed", range(20))
def test_random_words_of_the_grammar_are_read_without_fault(seed: int):
    draw = random.Random(seed)  # noqa: S311
    words = [word for group in Vocabulary.shipped().values.values() for word in group]
    words += ["5", "12", "31", "99", "2024", "1430", "20240310", "101800", "the", "of", "and"]
    words += ["to", "between", "from", "in", "on", "by", "until", "-", "/", ".", ",", ":", "(", ")"]
    words += ["'", "Ramadan", "Eid", "Easter", "March", "May", "Monday", "\n\n", "İ", "x"]
    for published in ("2024-03-20", "2024-03", "2024", ""):
        precision = PRECISIONS[len(published)]
        context = Context(When(published, precision), southern=draw.random() < 0.5)
        text = "".join(draw.choice(words) + draw.choice(["", " ", " "]) for _ in range(400))
        for mention in dates_of(text, passages_of(text), context):
            assert text[mention.start : mention.end] == mention.text
            interval = mention.when.interval
            assert (interval is None) is (mention.when.precision is Precision.UNKNOWN)
            assert interval is None or interval[0] <= interval[1]
            assert interval or mention.when.note
