import json
from pathlib import Path

import pytest

from geocache.errors import CorpusError
from geocache.evaluation import GoldMention, GoldTypes, documents, gold_documents
from geocache.records import Role

TEXT = "Fooville and Bartown"
PLACE = {"start": 0, "end": 8, "text": "Fooville"}


def written(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_documents_are_read_with_all_that_is_known(tmp_path: Path):
    known = {"id": "a", "title": "T", "source": "example.org", "date": "2020-03-05"}
    located = {**PLACE, "lat": 2, "lon": 1.5, "geonameid": 7, "type": "Literal"}
    path = written(
        tmp_path / "c.jsonl",
        {**known, "text": TEXT, "mentions": [located, {"start": 13, "end": 20, "text": "Bartown"}]},
        {"text": TEXT, "mentions": [], "title": None},
    )
    first, second = gold_documents(path)
    assert (first.id, first.title, first.source, first.published) == tuple(known.values())
    assert first.mentions == (
        GoldMention(0, 8, "Literal", (1.5, 2.0), "geonames:7"),
        GoldMention(13, 20),
    )
    assert (second.id, second.title, second.published) == ("2", "", None)
    assert [document["text"] for document in documents(path)] == [TEXT, TEXT]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"end": 7}, "there stands 'Foovill'"),
        ({"start": -1}, "does not lie in a text of 20 code points"),
        ({"end": 99}, "'end': 99"),
        ({"start": "0"}, "'start': '0'"),
        ({"text": 5}, "does not give back its words"),
        ({"type": 5}, "expected a string under 'type'"),
        ({"geonameid": [7]}, "expected a number under 'geonameid'"),
        ({"lat": 1.0}, "both 'lat' and 'lon'"),
        ({"lat": 91.0, "lon": 0.0}, "up to 90 under 'lat'"),
        ({"lat": float("nan"), "lon": 0.0}, "up to 90 under 'lat'"),
        ({"lat": 0.0, "lon": "east"}, "up to 180 under 'lon'"),
    ],
)
def test_mention_that_is_wrong_is_echoed(tmp_path: Path, change: dict, words: str):
    good = {"text": TEXT, "mentions": [PLACE]}
    path = written(tmp_path / "c.jsonl", good, {"text": TEXT, "mentions": [{**PLACE, **change}]})
    with pytest.raises(CorpusError) as caught:
        list(gold_documents(path))
    assert str(caught.value).startswith(f"{path}:2: ")
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{'text'", "not JSON"),
        ("[" * 200_000, "not JSON"),
        ("[1, 2]", r"found \[1, 2\]"),
        ('{"text": null, "mentions": []}', "'text', a string"),
        ('{"text": "x", "mentions": {}}', "'mentions', a list"),
        ('{"text": "x", "mentions": ["x"]}', "expected a mention"),
        ('{"id": [], "text": "x", "mentions": []}', "under 'id'"),
        ('{"title": 5, "text": "x", "mentions": []}', "under 'title'"),
        ("\n", "found no line at all"),
    ],
)
def test_line_that_is_wrong_is_echoed(tmp_path: Path, line: str, words: str):
    path = tmp_path / "c.jsonl"
    path.write_text(line)
    with pytest.raises(CorpusError, match=words):
        list(gold_documents(path))


def test_shipped_types_say_roles():
    types = GoldTypes.shipped()
    assert types.role("Coercion") is Role.LITERAL
    assert types.role("Demonym") is Role.ASSOCIATIVE
    assert types.role("Non_Toponym") is types.role("PPLC") is types.role("") is None
    assert len(types.literal) + len(types.associative) == 11 + len(Role)
    assert not types.literal & types.associative


def test_span_marked_twice_counts_the_better_mention():
    ignored = GoldMention(0, 8, "Non_Toponym", (1.0, 1.0))
    bare, located = GoldMention(0, 8, "Literal"), GoldMention(0, 8, "Mixed", (1.0, 1.0))
    expression = GoldMention(9, 12, "Literal_Expression")
    types = GoldTypes.shipped()
    assert types.split([expression, ignored, bare, located]) == ((located,), (expression,))
    assert types.split([ignored]) == ((), (ignored,))


def test_file_that_is_no_text_is_named(tmp_path: Path):
    path = tmp_path / "c.jsonl"
    path.write_bytes(b'{"text": "caf\xe9"}')
    with pytest.raises(CorpusError, match=r"c\.jsonl: can't be read: 'utf-8'"):
        list(gold_documents(path))
