"""What is remembered is bounded by its size, and forgotten when asked."""

import pytest

from geocache import Geoparser
from geocache.caching import MEGABYTE, Caches, SizedCache, positions
from geocache.gazetteer import LayeredGazetteer, MemoryGazetteer
from geocache.gazetteer.names.normalise import normal_form


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def cache(asked: list[str]) -> SizedCache[str, str]:
    def doubled(word: str) -> str:
        asked.append(word)
        return word * 2

    return SizedCache(doubled, len, 10)


def test_an_answer_is_made_once(cache: SizedCache[str, str], asked: list[str]):
    assert [cache("ab"), cache("ab")] == ["abab", "abab"]
    assert asked == ["ab"]


def test_what_was_not_asked_for_longest_is_forgotten(cache: SizedCache[str, str], asked: list[str]):
    for word in ("ab", "cd", "ab", "ef", "ab", "cd"):
        cache(word)
    assert asked == ["ab", "cd", "ef", "cd"]
    assert cache.total <= 10


def test_what_is_larger_than_the_whole_drives_nothing_out(
    cache: SizedCache[str, str], asked: list[str]
):
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


def test_a_cache_that_is_made_smaller_forgets_the_oldest_first(
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


def test_a_bound_below_nothing_is_refused():
    with pytest.raises(ValueError, match="-1"):
        Caches(-1)


def test_a_parser_clears_and_resizes_what_its_gazetteer_remembers(world: MemoryGazetteer):
    parser = Geoparser(LayeredGazetteer(world, []))
    text = "Shelling hit Fooville, 10 km east of Bartown."
    first = parser.parse(text)
    assert parser.caches.sizes()["candidates"]
    parser.caches.clear()
    assert parser.caches.total_bytes == 0
    assert normal_form.cache_info().currsize == 0
    assert parser.parse(text) == first
    small = Geoparser(parser.gazetteer, cache_bytes=0)
    assert small.parse(text) == first
    assert small.caches.total_bytes == 0
