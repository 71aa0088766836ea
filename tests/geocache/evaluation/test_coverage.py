import json
from pathlib import Path

import pytest

from geocache.errors import CorpusError
from geocache.evaluation import coverage
from geocache.gazetteer import MemoryGazetteer
from geocache.resolution.candidates import candidates


def corpus(path: Path, *mentions: dict, text: str = "Fooville and Bartown") -> Path:
    path.write_text(json.dumps({"id": "1", "text": text, "mentions": mentions}) + "\n\n")
    return path


def mention(start: int, end: int, text: str, **gold: object) -> dict:
    return {"start": start, "end": end, "text": text, **gold}


def test_coverage_counts_what_is_held_offered_and_near(tmp_path: Path):
    world = MemoryGazetteer()
    world.add_place("Fooville", 10.0, 20.0, id="geonames:1")
    world.add_place("Elsewhere", 10.0, 20.0, id="geonames:2")
    path = corpus(
        tmp_path / "c.jsonl",
        mention(0, 8, "Fooville", geonameid=1, lat=20.0, lon=10.1),
        mention(0, 8, "Fooville", geonameid=2, lat=40.0, lon=10.0),
        mention(13, 20, "Bartown", geonameid=3, lat=1.0, lon=1.0),
        mention(13, 20, "Bartown"),
    )
    found = coverage(path, world)
    assert (found.with_id, found.held, found.offered) == (3, 2, 1)
    assert (found.with_point, found.near) == (3, 1)
    assert found.misses["Bartown"] == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "c.jsonl:1"),
        ('{"text": "x"}', "mentions"),
        ('{"text": "x", "mentions": [{"start": 0, "end": 1, "text": "y"}]}', "give back its words"),
    ],
)
def test_bad_corpus_stops_with_its_line(tmp_path: Path, line: str, words: str):
    path = tmp_path / "c.jsonl"
    path.write_text(line)
    with pytest.raises(CorpusError, match=words):
        coverage(path, MemoryGazetteer())


def test_missing_corpus_is_reported(tmp_path: Path):
    with pytest.raises(CorpusError, match=r"none\.jsonl"):
        coverage(tmp_path / "none.jsonl", MemoryGazetteer())


@pytest.mark.parametrize(
    ("words", "name", "quality"),
    [
        ("Mt. Pleasant", "Mount Pleasant", "respelt"),
        ("Orange County", "Orange", "respelt"),
        ("W. Columbia", "West Columbia", "respelt"),
        ("Orange", "Orange", "exact"),
        ("Bank of Orange", "Orange", "part"),
        ("Mount Pleasant State University", "Mount Pleasant", "part"),
    ],
)
def test_names_are_found_though_written_otherwise(words: str, name: str, quality: str):
    world = MemoryGazetteer()
    for place in ("Mount Pleasant", "West Columbia", "Columbia", "Orange", "Pleasant"):
        world.add_place(place)
    (match,) = candidates(words, world)
    assert (match.place.name, match.quality) == (name, quality)


def test_part_of_a_name_is_no_candidate_beside_the_whole():
    world = MemoryGazetteer()
    world.add_place("York")
    world.add_place("New York")
    assert [match.place.name for match in candidates("New York", world)] == ["New York"]
    assert candidates("nothing like it", world) == ()
