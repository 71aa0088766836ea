import re

import pytest

from dashboard.annotate import Annotator
from dashboard.annotate.carried import Antecedent, carried_into
from dashboard.annotate.dates import dates_of
from dashboard.annotate.passages import passage_at, passages_of
from dashboard.annotate.roles import role_of
from dashboard.model import UNDATED, AnnotatedDocument, Document, Precision, When
from geocache import Geoparser, Role
from geocache.gazetteer import MemoryGazetteer

YEAR = When("2020", Precision.YEAR, "inferred")
FRIDAY = When("2020-03-20", Precision.DAY)


def passages(text: str) -> list[str]:
    return [text[p.start : p.end] for p in passages_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\n\ntwo\n \n\nthree", ["one", "two", "three"]),
        ("one\ntwo\n", ["one", "two"]),
        ("one\nmore\n\ntwo", ["one\nmore", "two"]),
        ("  one  \n", ["one"]),
        ("", []),
        ("\n\n", []),
    ],
)
def test_passages_are_paragraphs(text: str, expected: list[str]):
    assert passages(text) == expected


def test_offsets_all_have_their_passage():
    found = passages_of("one\n\ntwo")
    assert [passage_at(found, offset) for offset in (0, 2, 5, 7)] == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("text", "published", "value", "precision"),
    [
        ("on March 5", YEAR, "2020-03-05", Precision.DAY),
        ("on 5 March", YEAR, "2020-03-05", Precision.DAY),
        ("the 1st of May 1999", YEAR, "1999-05-01", Precision.DAY),
        ("Sept. 3, 2014", YEAR, "2014-09-03", Precision.DAY),
        ("2014-09-03", UNDATED, "2014-09-03", Precision.DAY),
        ("in June 2017", UNDATED, "2017-06", Precision.MONTH),
        ("KILLED ON 3 MARCH 2024", UNDATED, "2024-03-03", Precision.DAY),
        ("ON THE 1ST OF MAY 1999", YEAR, "1999-05-01", Precision.DAY),
        ("ON MARCH 5", YEAR, "2020-03-05", Precision.DAY),
        ("IN JUNE 2017", UNDATED, "2017-06", Precision.MONTH),
        ("SHOT ON MONDAY", FRIDAY, "2020-03-16", Precision.DAY),
        ("SHOT YESTERDAY", FRIDAY, "2020-03-19", Precision.DAY),
        ("on Friday", FRIDAY, "2020-03-20", Precision.DAY),
        ("on Monday", FRIDAY, "2020-03-16", Precision.DAY),
        ("yesterday", FRIDAY, "2020-03-19", Precision.DAY),
        ("on Friday", YEAR, "", Precision.UNKNOWN),
        ("on March 5", UNDATED, "", Precision.UNKNOWN),
        ("on February 30", YEAR, "", Precision.UNKNOWN),
    ],
)
def test_dates_are_fixed_as_far_as_they_can_be(
    text: str, published: When, value: str, precision: Precision
):
    (mention,) = dates_of(text, passages_of(text), published)
    assert (mention.when.value, mention.when.precision) == (value, precision)
    assert text[mention.start : mention.end] == mention.text
    if precision is Precision.UNKNOWN:
        assert mention.when.note


@pytest.mark.parametrize("text", ["you may go", "he may 5 times", "the march", "March on", "sat 3"])
def test_ordinary_words_are_no_dates(text: str):
    assert dates_of(text, passages_of(text), YEAR) == ()


def carried(text: str, *names: str) -> list[tuple[int, str]]:
    """Passage and name of what is carried, given that the names are literal places."""
    found = passages_of(text)
    placed = [
        Antecedent(i, passage_at(found, m.start()), m.start(), m.end())
        for i, m in enumerate(m for name in names for m in re.finditer(name, text))
    ]
    names_by_index = {p.index: text[p.start : p.end] for p in placed}
    return [(c.passage, names_by_index[c.index]) for c in carried_into(text, found, placed)]


def test_adverb_there_refers_to_the_places_of_the_passage_before():
    text = "In Foo and Bar.\n\nPeople are ill there."
    assert carried(text, "Foo", "Bar") == [(1, "Foo"), (1, "Bar")]


def test_existential_there_is_does_not_refer_to_anything():
    assert carried("In Foo.\n\nThere is no water, and there’s no bread.", "Foo") == []


def test_noun_camp_refers_to_the_last_place_that_was_called_a_camp():
    text = "In Foo camp.\n\nIn Bar.\n\nPeople leave the camp."
    assert carried(text, "Foo", "Bar") == [(2, "Foo")]


def test_adjacent_place_before_the_word_is_what_it_means():
    assert carried("In Foo.\n\nIn Bar, people live there.", "Foo", "Bar") == []


def test_first_passage_carries_nothing():
    assert carried("People live there. In Foo.", "Foo") == []


def observed(annotated: AnnotatedDocument, words: str) -> set[tuple[int, str, str]]:
    """Passage, theme and date of the observations of an expression."""
    text = annotated.document.text
    return {
        (o.passage, theme, o.when.value)
        for o in annotated.observations
        for f in [annotated.footprints[o.footprint]]
        for theme in [hit.theme for hit in annotated.themes if hit.passage == o.passage] or [""]
        if text[f.start : f.end] == words
    }


def test_observations_of_the_article(annotated_article: AnnotatedDocument):
    rukban = observed(annotated_article, "Rakban")
    assert {passage for passage, _, _ in rukban} == {4, 5, 8}
    assert (5, "health", "2020") in rukban
    assert all(theme != "health" for _, theme, _ in observed(annotated_article, "Idlib"))
    road = "the international road “M4” in Syria (the Latakia-Aleppo road)"
    dates = {date for _, _, date in observed(annotated_article, road)}
    assert dates == {"2020-03-15"}


def test_carried_observations_say_how_they_came(annotated_article: AnnotatedDocument):
    reasons = {o.carried for o in annotated_article.observations if o.passage == 5}
    assert reasons == {"'there' refers back to passage 5"}


def test_dates_of_the_article(annotated_article: AnnotatedDocument):
    found = [(d.text, d.when.value) for d in annotated_article.dates]
    assert found == [
        ("Friday", ""),
        ("March 5", "2020-03-05"),
        ("March 5", "2020-03-05"),
        ("March 15", "2020-03-15"),
    ]
    assert "only to the year" in annotated_article.dates[0].when.note


def test_document_without_any_place(world: MemoryGazetteer):
    document = Document("id", "t", "Nothing here.", "o", "", UNDATED)
    annotated = Annotator(Geoparser(world)).annotate(document)
    assert annotated.observations == ()
    assert len(annotated.passages) == 1


def test_border_is_a_place_whatever_role_its_names_have(geoparser: Geoparser):
    text = "Iraqi forces closed the crossing on the border between Syria and Iraq. Moscow objected."
    parsed = geoparser.parse(text)
    roles = {text[f.start : f.end]: role_of(parsed, f) for f in parsed.footprints}
    assert roles["the border between Syria and Iraq"] is Role.LITERAL
    assert roles["Moscow"] is Role.ASSOCIATIVE


def test_outlet_counts_as_it_was_learnt_and_not_by_what_was_read_before(geoparser: Geoparser):
    annotator = Annotator(geoparser)
    text = "A fire broke out in Greenville on Monday. Police in Jackson said nobody was hurt."

    def read(source: str) -> list[str]:
        document = Document("id", "t", text, "o", "", UNDATED, source=source)
        places = [
            mention.resolution.place for mention in annotator.annotate(document).parsed.mentions
        ]
        return [f"{place.admin1_code}" for place in places if place]

    of_nobody = read("")
    assert read("amarillo.com") == ["TX", "TX"]
    assert read("ajc.com") == ["GA", "GA"]
    assert read("example.org") == of_nobody
    assert read("amarillo.com") == ["TX", "TX"]
