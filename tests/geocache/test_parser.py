import pickle

import pytest

from geocache import Geoparser, ParsedText
from geocache.errors import BadSpanError
from geocache.gazetteer import MemoryGazetteer

TEXT = "Fooville lies in Syria."


@pytest.fixture
def parser(world: MemoryGazetteer) -> Geoparser:
    return Geoparser(world)


def test_given_spans_are_resolved_as_they_are(parser: Geoparser):
    parsed = parser.resolve(TEXT, [(17, 22), (0, 8), (9, 13)])
    assert [m.text for m in parsed.mentions] == ["Fooville", "lies", "Syria"]
    assert [m.resolution.place.name for m in parsed.mentions] == ["Fooville", "Fooville", "Syria"]
    assert parsed.mentions[1].resolution.stands_in_for == "lies"
    assert {m.probability for m in parsed.mentions} == {1.0}


def test_span_of_punctuation_is_resolved_to_nothing(parser: Geoparser):
    (mention,) = parser.resolve(TEXT, [(22, 23)]).mentions
    assert mention.resolution.outcome == "NIL"


@pytest.mark.parametrize("spans", [[(3, 3)], [(5, 3)], [(-1, 3)], [(0, 99)], [(0, 8), (7, 10)]])
def test_bad_spans_are_refused_and_echoed(parser: Geoparser, spans: list[tuple[int, int]]):
    with pytest.raises(BadSpanError, match=str(max(spans)[1])):
        parser.resolve(TEXT, spans)


@pytest.mark.parametrize("span", [(1.0, 3.0), ("0", "3"), (1,), (1, 2, 3), None])
def test_span_must_be_a_pair_of_whole_numbers(parser: Geoparser, span: object):
    with pytest.raises(BadSpanError, match="expected two whole numbers") as caught:
        parser.resolve(TEXT, [span])
    assert repr(span) in str(caught.value)


def test_spans_may_be_lists(parser: Geoparser):
    assert parser.resolve(TEXT, [[0, 8]]) == parser.resolve(TEXT, [(0, 8)])


def test_metadata_is_kept(parser: Geoparser):
    parsed = parser.parse(TEXT, "A title", "example.org", "2020-03-05")
    assert (parsed.title, parsed.source, parsed.published) == (
        "A title",
        "example.org",
        "2020-03-05",
    )


def test_texts_stream_in_order(parser: Geoparser):
    endless = (f"Fooville {number}" for number in iter(int, 1))
    stream = parser.parse_many(endless)
    first: ParsedText = next(stream)
    assert first.text == "Fooville 0"
    assert next(stream).mentions[0].text == "Fooville"


def test_parsing_is_deterministic(parser: Geoparser):
    assert parser.parse(TEXT) == parser.parse(TEXT)


@pytest.mark.parametrize("text", ["", "no place at all", "\0\0", "x" * 100_000])
def test_texts_without_a_place(parser: Geoparser, text: str):
    assert parser.parse(text).mentions == ()


def test_repeated_place_is_resolved_a_thousand_times(parser: Geoparser):
    parsed = parser.parse("Rain in Fooville. " * 1000)
    assert len(parsed.mentions) == 1000
    assert {m.resolution.place.name for m in parsed.mentions} == {"Fooville"}


def test_parsed_mentions_are_compared_hashed_and_sent_elsewhere(geoparser: Geoparser):
    text = "Moscow said fighting near Idlib went on, near 34.5503, 40.9181."
    first, second = geoparser.parse(text), geoparser.parse(text)
    sent = pickle.loads(pickle.dumps(first))  # noqa: S301  its own bytes
    assert first == second == sent
    assert len({first, second, sent}) == 1
    assert [m.reasons for m in sent.mentions] == [m.reasons for m in second.mentions]
    assert all(mention.reasons for mention in first.mentions)
