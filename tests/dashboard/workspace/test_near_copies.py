"""Sketches of texts: how close they come to what they estimate."""

import random

import pytest

from dashboard.workspace.near_copies import LEAST_SHARE, RUN, _bands_of, share_of, sketch_of

WORDS = [f"word{n}" for n in range(5000)]


def text_of(seed: int, count: int = 400) -> list[str]:
    return random.Random(seed).choices(WORDS, k=count)  # noqa: S311


def changed(words: list[str], share: float, seed: int) -> list[str]:
    chance = random.Random(seed)  # noqa: S311
    return [chance.choice(WORDS) if chance.random() < share else word for word in words]


def true_share(one: list[str], other: list[str]) -> float:
    first, second = (
        {tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)} for words in (one, other)
    )
    return len(first & second) / len(first | second)


@pytest.mark.parametrize("share", [0.0, 0.02, 0.05, 0.1, 0.3])
def test_estimates_are_near_the_truth(share: float):
    off = []
    for seed in range(30):
        one = text_of(seed)
        other = changed(one, share, seed + 1000)
        found = share_of(sketch_of(" ".join(one)), sketch_of(" ".join(other)))
        off.append(found - true_share(one, other))
    assert abs(sum(off) / len(off)) < 0.04
    assert max(map(abs, off)) < 0.25


def test_copies_of_which_half_is_the_same_share_a_band():
    found = 0
    for seed in range(100):
        one = text_of(seed)
        other = one[:300] + text_of(seed + 5000, 100)
        assert true_share(one, other) > LEAST_SHARE
        bands = [set(_bands_of(sketch_of(" ".join(words)))) for words in (one, other)]
        found += bool(bands[0] & bands[1])
    assert found >= 95


def test_unrelated_texts_share_no_band():
    bands = [set(_bands_of(sketch_of(" ".join(text_of(seed))))) for seed in range(60)]
    shared = sum(bool(one & other) for n, one in enumerate(bands) for other in bands[:n])
    assert shared == 0


def test_sketch_is_the_same_for_ever():
    """They are kept in workspaces, and compared with those that later versions make."""
    assert sketch_of(" ".join(f"word{n}" for n in range(40)))[:8].hex() == "b39f1902e9fdb701"


def test_case_and_spaces_do_not_count_and_short_texts_are_not_compared():
    words = text_of(1)
    assert sketch_of(" ".join(words)) == sketch_of("\n".join(words).upper())
    assert sketch_of("Rain fell in Aleppo.") == b""
