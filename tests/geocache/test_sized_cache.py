"""A cache that is bounded by the size of what it holds."""

import pytest

from geocache.caching import SizedCache, positions


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
