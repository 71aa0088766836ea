"""Features by number, models of whole numbers, and the rows of properties of words."""

import subprocess
import sys
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geocache.gazetteer import MemoryGazetteer
from geocache.recognition.candidates import CandidateFinder
from geocache.recognition.first_pass import first_columns
from geocache.recognition.lexical import GAP, WORD, Interner, code, gap_class
from geocache.recognition.linear_model import BITS, FeatureGroup, HashedFeatures, LinearModel
from geocache.recognition.roles import clauses, role_columns
from geocache.recognition.tokens import TokenizedText

TABLE = HashedFeatures(
    FeatureGroup("place", "", "a, a b"),
    FeatureGroup("time", "", "b, c a b"),
)
COLUMNS = st.integers(0, 2**32 - 1)


def numbers(*rows: tuple[int, int, int]) -> np.ndarray:
    columns = dict(zip("abc", np.array(rows, np.int64).T, strict=True))
    return TABLE.numbers(columns, len(rows))


def test_feature_is_its_columns_and_their_values():
    found = numbers((1, 2, 3), (1, 2, 4), (2, 1, 3), (1, 2, 3))
    assert found.shape == (len(TABLE), 4)
    assert (found[:, 0] == found[:, 3]).all()
    # First "c a b", then "a b", "a" and "b".
    assert (found[1:, 0] == found[1:, 1]).all()
    assert found[0, 0] != found[0, 1]
    assert len(set(found.T[:3].ravel().tolist())) == 4 + 4 + 1


def test_feature_without_a_value_in_its_first_column_is_absent():
    assert numbers((0, 2, 3))[:, 0].astype(bool).tolist() == [True, False, False, True]
    assert numbers((1, 0, 3))[:, 0].astype(bool).tolist() == [True, True, True, False]


@given(st.lists(st.tuples(COLUMNS, COLUMNS, COLUMNS), min_size=1, max_size=9))
def test_numbers_do_not_depend_on_what_else_is_looked_at(rows: list[tuple[int, int, int]]):
    together = numbers(*rows)
    assert ((together >= 0) & (together < 1 << BITS)).all()
    for row, values in enumerate(rows):
        assert (numbers(values)[:, 0] == together[:, row]).all()


def test_numbers_spread():
    drawn = np.random.default_rng(1).integers(1, 2**32, (3, 20_000))
    found = TABLE.numbers(dict(zip("abc", drawn, strict=True)), drawn.shape[1])
    buckets = np.bincount(found.ravel() >> (BITS - 6), minlength=64)
    assert buckets.min() > 0.9 * buckets.mean()
    assert buckets.max() < 1.1 * buckets.mean()


def test_shares_of_a_model_are_sums_of_its_weights():
    (of_three, of_two, first, second), *_ = numbers((1, 2, 3)).T.tolist()
    weights = {of_three: 30_000, of_two: -7, first: 100}
    model = LinearModel(
        TABLE,
        np.array(sorted(weights), np.uint32),
        np.array([weights[number] for number in sorted(weights)], np.int16),
    )
    columns = {name: np.array([value]) for name, value in zip("abc", (1, 2, 3), strict=True)}
    assert second not in weights
    assert model.group_scores(columns, 1).tolist() == [[93], [30_000]]


def test_numbers_are_the_same_in_every_process():
    program = (
        "from geocache.recognition.tokens import TokenizedText\n"
        "from geocache.recognition.lexical import WORD\n"
        "from geocache.recognition.first_pass import SURROUNDINGS\n"
        "import numpy as np\n"
        "columns = {name: np.arange(1, 4) for name in SURROUNDINGS.columns}\n"
        "print(SURROUNDINGS.numbers(columns, 3).sum())\n"
        "print(TokenizedText('In Homs, 300 fled.').word(WORD.code).sum())\n"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", program],
            check=True,
            capture_output=True,
            text=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_name_and_its_candidates_are_columns_of_their_own(world: MemoryGazetteer):
    finder = CandidateFinder(world)
    found = finder.marked(TokenizedText("The Syrian army left Fooville."), [(1, 1), (4, 4)])
    first = first_columns(found)
    columns = role_columns(found, clauses(found), first)
    assert columns["people"].tolist() == [2, 0]
    assert columns["led-people"].tolist() == [1, 0]


def test_words_are_described_once():
    asked: list[str] = []

    def described(string: str) -> tuple[int, ...]:
        asked.append(string)
        return len(string), 1

    interner = Interner(described, 2)
    rows = interner.rows(["a", "bcd", "a"], 1, 2)
    assert rows.tolist() == [[0, 1, 3, 1, 0, 0], [0, 1, 1, 1, 0, 0]]
    interner.rows(["bcd"], 0, 0)
    assert asked == ["a", "bcd"]


def test_interner_memory_is_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("geocache.recognition.lexical._MOST_REMEMBERED", 10)
    asked = []
    interner = Interner(lambda string: (asked.append(string) or len(string),), 1)
    for number in range(40):
        assert interner.rows([str(number), "word"], 0, 0).tolist() == [[len(str(number)), 4]]
    assert 1 < asked.count("word") < 8


def test_threads_get_the_rows_of_their_own_words():
    interner = Interner(lambda string: (int(string), 1), 2)
    wrong = []

    def read(start: int) -> None:
        for first in range(start, start + 4000, 7):
            words = [str(number) for number in range(first, first + 5)]
            if interner.rows(words, 0, 0)[0].tolist() != [int(word) for word in words]:
                wrong.append(first)

    threads = [threading.Thread(target=read, args=(start,)) for start in (0, 1000, 2000, 3000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_document_has_margins():
    document = TokenizedText("In Homs, rain.")
    assert document.words == ["In", "Homs", "rain"]
    assert document.gaps == [" ", ", ", "."]
    around = document.at(np.array([-2, -1, 1, 3, 4]))[WORD.code].tolist()
    assert around == [0, 0, code("homs"), 0, 0]
    assert document.before(np.array([0, 2]))[GAP.comma].tolist() == [0, 1]
    assert document.before(np.array([0, 3]))[GAP.code].tolist() == [code("^"), code("$")]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("He saw New York City, Paris", [(0, 0), (1, 1), (2, 4), (2, 4), (2, 4), (5, 5)]),
        ("A", [(0, 0)]),
        ("", []),
    ],
)
def test_runs_of_capitalised_words(text: str, runs: list[tuple[int, int]]):
    first, last = TokenizedText(text).runs()
    assert list(zip(first.tolist(), last.tolist(), strict=True)) == runs


@pytest.mark.parametrize(
    ("gap", "kind"),
    [(" ", "_"), ("", "="), (", ", ","), (".\n", "n"), (' ("', '("'), ("\u00a0", "_")],
)
def test_kinds_of_gaps(gap: str, kind: str):
    assert gap_class(gap) == kind


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The U.S. left", ["The", "U.S.", "left"]),
        ("e.g. A.B.C", ["e.g.", "A.B.", "C"]),
        ("1a 2², Ö_x", ["1a", "2²", "Ö", "x"]),
        ("", []),
        (" .,", []),
    ],
)
def test_words_of_a_document(text: str, words: list[str]):
    document = TokenizedText(text)
    assert document.words == words
    assert [text[a:b] for a, b in zip(document.starts, document.ends, strict=True)] == words
