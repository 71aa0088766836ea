"""What is remembered is bounded by its size, and forgotten when asked."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import geocache
from geocache import Geoparser
from geocache.caching import DEFAULT_BYTES, MEGABYTE, SHARED, Caches, SizedCache, positions
from geocache.gazetteer import LayeredGazetteer, MemoryGazetteer
from geocache.gazetteer.names.normalise import normal_form
from geocache.gazetteer.outlines import land_border
from geocache.recognition.lexical import WORDS


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def cache(asked: list[str]) -> SizedCache[str, str]:
    def doubled(word: str) -> str:
        asked.append(word)
        return word * 2

    return SizedCache(doubled, len, 10)


def test_answer_is_made_once(cache: SizedCache[str, str], asked: list[str]):
    assert [cache("ab"), cache("ab")] == ["abab", "abab"]
    assert asked == ["ab"]


def test_least_recently_used_answer_is_forgotten(cache: SizedCache[str, str], asked: list[str]):
    for word in ("ab", "cd", "ab", "ef", "ab", "cd"):
        cache(word)
    assert asked == ["ab", "cd", "ef", "cd"]
    assert cache.total <= 10


def test_oversized_answer_drives_nothing_out(cache: SizedCache[str, str], asked: list[str]):
    for word in ("ab", "abcdefg", "ab"):
        cache(word)
    assert asked == ["ab", "abcdefg"]


@pytest.mark.parametrize(
    ("geometry", "count"),
    [
        (None, 0),
        ({"type": "Point", "coordinates": [1.0, 2.0]}, 1),
        ({"type": "LineString", "coordinates": [(1.0, 2.0), (3.0, 4.0)]}, 2),
        (
            {"type": "MultiPolygon", "coordinates": [[[(0, 0)] * 5, [(0, 0)] * 4], [[(1, 1)] * 3]]},
            12,
        ),
        ({"type": "Polygon", "coordinates": []}, 1),
    ],
)
def test_positions_are_counted_in_every_ring(geometry, count: int):
    assert positions(geometry) == count


def test_cache_that_is_made_smaller_forgets_the_oldest_first(
    cache: SizedCache[str, str], asked: list[str]
):
    for word in ("ab", "cd"):
        cache(word)
    cache.resize(4)
    assert (len(cache), cache.total) == (1, 4)
    assert [cache("cd"), cache("ab")] == ["cdcd", "abab"]
    assert asked == ["ab", "cd", "ab"]


def test_caches_share_their_bytes_and_are_counted_by_name():
    caches = Caches(MEGABYTE)
    names = caches.remember("typed names", str.upper, lambda _made: 100)
    areas = caches.remember("areas", str.lower, lambda _made: 1000)
    assert [names("a"), areas("B"), areas("C")] == ["A", "b", "c"]
    assert caches.sizes() == {"typed names": 100, "areas": 2000}
    assert caches.total_bytes == 2100
    caches.resize(0)
    assert caches.total_bytes == 0
    assert names("a") == "A"
    assert len(names) == 0


def test_negative_bound_is_refused():
    with pytest.raises(ValueError, match="-1"):
        Caches(-1)


def test_parser_clears_and_resizes_what_its_gazetteer_remembers(world: MemoryGazetteer):
    parser = Geoparser(LayeredGazetteer(world, []))
    text = "Shelling hit Fooville, 10 km east of Bartown."
    first = parser.parse(text)
    assert parser.caches.sizes()["candidates"]
    parser.caches.clear()
    assert parser.caches.total_bytes == 0
    assert normal_form.cache_info().currsize == 0
    assert parser.parse(text) == first
    small = Geoparser(parser.gazetteer, cache_bytes=0)
    try:
        assert small.parse(text) == first
        assert small.caches.total_bytes == 0
    finally:
        small.caches.resize(DEFAULT_BYTES)  # what all gazetteers share is as large again


def test_shared_caches_are_counted_and_cleared_with_each_gazetteer():
    SHARED.clear()
    parser = Geoparser(MemoryGazetteer())
    border = land_border("CH")
    assert parser.caches.sizes()["land borders"] == SHARED.total_bytes > 0
    assert land_border("CH") is border
    parser.caches.clear()
    assert SHARED.total_bytes == 0
    assert land_border("CH").equals(border)


def test_words_that_a_parser_knows_are_forgotten(world: MemoryGazetteer):
    parser = Geoparser(world)
    text = "Shelling hit Fooville."
    first = parser.parse(text)
    assert "Fooville" in parser._recognizer._finder._scored
    assert "Fooville" in WORDS._store
    parser.caches.clear()
    assert not WORDS._store
    assert not parser._recognizer._finder._scored
    assert parser.parse(text) == first


_AS_LARGE_FOR_ANY_TEXT = {
    "data_files.shipped": "files that are shipped",
    "data_files.words": "lists in files that are shipped",
    "data_files._patterns": "tables of shipped files",
    "coordinates.columns._means": "words of a shipped file",
    "coordinates.utm._projection": "60 zones of two halves of the globe",
    "footprint.coordinate_lists._noun": "words of a shipped file",
    "footprint.coordinate_lists._words": "words of a shipped file",
    "footprint.grammar.lexicon.stems": "cue words of a shipped file",
    "footprint.grammar.phrases._words": "cue words of a shipped file",
    "footprint.grammar.pattern._compiled": "words that patterns in the code begin with",
    "gazetteer.names.variants._words": "lists of a shipped file",
    "gazetteer.outlines.countries._countries": "lists of a shipped file",
    "recognition.surroundings._classes_of": "cue words of a shipped file",
}
"""Functions with parameters that remember all their answers, and what these are made of."""


def test_functions_that_remember_are_in_caches_or_listed():
    root = Path(geocache.__file__).parent
    remembering = {
        f"{'.'.join(path.relative_to(root).with_suffix('').parts)}.{name}"
        for path in root.rglob("*.py")
        if path != root / "caching.py"
        for name in _remembering(path.read_text(encoding="utf-8"))
    }
    assert remembering == _AS_LARGE_FOR_ANY_TEXT.keys()


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("@cache\ndef one(): ...", set()),
        ("class A:\n    @classmethod\n    @cache\n    def one(cls): ...", set()),
        ("@cache\ndef one(word): ...", {"one"}),
        ("@functools.lru_cache(maxsize=9)\ndef one(*words): ...", {"one"}),
        ("class A:\n    @lru_cache\n    def one(self, *, word): ...", {"one"}),
        ("one = lru_cache(9)(two)", {"lru_cache(9)"}),
        ("one = cache(two)", {"cache(two)"}),
        ("@remembered(9)\ndef one(word): ...", set()),
    ],
)
def test_memories_outside_of_caches_are_noticed(source: str, names: set[str]):
    assert set(_remembering(source)) == names


def _remembering(source: str) -> Iterator[str]:
    """Functions with parameters that `functools` remembers the answers of, and such calls."""
    tree, decorators = ast.parse(source), set[ast.expr]()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            decorators.update(node.decorator_list)
            parameters = {
                argument.arg for argument in ast.walk(node.args) if _is_parameter(argument)
            }
            if parameters and any(map(_is_memory, node.decorator_list)):
                yield node.name
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node not in decorators and _is_memory(node):
            yield ast.unparse(node)


def _is_parameter(node: ast.AST) -> bool:
    return isinstance(node, ast.arg) and node.arg not in {"self", "cls"}


def _is_memory(node: ast.expr) -> bool:
    function = node.func if isinstance(node, ast.Call) else node
    return ast.unparse(function).split(".")[-1] in {"cache", "lru_cache"}
