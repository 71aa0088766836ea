"""Figures are printed for a terminal and for documents, with where they come from."""

import re
import sys
from pathlib import Path

import pytest

from dashboard.cli import main as sitmap
from geocache.data_files import data_path
from geocache.evaluation import Figures, measured_by
from geocache.evaluation import figures as module
from geocache.gazetteer import CompiledGazetteer
from geocache.training.recognition import program as recognition
from geocache.training.resolution import program as resolution

TOWNS = {"Aleppo": 170063, "Homs": 169577, "Raqqa": 172955, "Damascus": 170654}
CORPUS = data_path("evaluation", "example.jsonl")
STATE = re.compile(
    r"Measured by `.+` on \d{4}-\d\d-\d\d, commit [0-9a-f]{7,}\+?, "
    r"on \d+ cores with Python 3\.\d+\.\d+\w*\."
)


@pytest.fixture
def figures() -> Figures:
    made = Figures("", "time", "memory")
    made.add("opening", "0.1 s", "")
    made.add("looking up", "12 µs", "126 MB")
    return made


def given(monkeypatch: pytest.MonkeyPatch, module_name: str, words: list[str]) -> None:
    """Let a command line be that of this process."""

    class Program:
        __spec__ = type("Spec", (), {"name": module_name}) if module_name else None

    monkeypatch.setitem(sys.modules, "__main__", Program)
    monkeypatch.setattr(sys, "argv", words)


def test_figures_in_a_terminal_have_columns(figures: Figures):
    assert figures.text(markdown=False) == (
        "             time  memory\nopening     0.1 s\nlooking up  12 µs  126 MB"
    )


def test_figures_of_documents_are_markdown_with_their_origin(figures: Figures):
    table, measured = figures.text(markdown=True).split("\n\n")
    assert table == (
        "| | time | memory |\n"
        "| --- | --- | --- |\n"
        "| opening | 0.1 s | |\n"
        "| looking up | 12 µs | 126 MB |"
    )
    assert measured == measured_by()


def test_rows_of_figures_have_a_cell_for_each_column(figures: Figures):
    with pytest.raises(ValueError, match="expected 3 cells"):
        figures.add("opening", "0.1 s")


def test_origin_is_a_commit_in_a_checkout_and_else_a_version(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(module, "_git", lambda *words: "abcdef1" if "HEAD" in words else "")
    monkeypatch.setattr(module, "_ROOT", tmp_path)
    assert re.search(r", version \d+\.\d+\.\d+, on ", measured_by())
    (tmp_path / ".git").touch()
    assert STATE.fullmatch(measured_by())


def test_origin_is_a_version_where_git_can_not_read_the_checkout(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    (tmp_path / ".git").touch()
    monkeypatch.setattr(module, "_ROOT", tmp_path)
    assert ", version " in measured_by()
    monkeypatch.setenv("PATH", "")
    assert ", version " in measured_by()


@pytest.mark.parametrize(
    ("module_name", "script", "expected"),
    [
        ("geocache.x.train", "train.py", "python -m geocache.x.train lgl.jsonl --markdown"),
        ("", "tests/benchmarks/x.py", "python tests/benchmarks/x.py lgl.jsonl --markdown"),
        ("", "/usr/bin/sitmap", "sitmap lgl.jsonl --markdown"),
    ],
)
def test_command_is_one_that_others_can_give(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, module_name: str, script: str, expected: str
):
    corpus = tmp_path / "lgl.jsonl"
    corpus.touch()
    monkeypatch.setattr(module, "_ROOT", tmp_path)
    program = script if script.startswith("/") else str(tmp_path / script)
    given(monkeypatch, module_name, [program, str(corpus), "--markdown"])
    assert f"`{expected}`" in measured_by()


@pytest.mark.parametrize(
    ("words", "row"),
    [
        (["evaluate"], "| example | 1.000 | 0.800 | 1.000 | 0.714 | 0.070 | 1.000 |"),
        (["gazetteer", "coverage"], "| example | 100.0% | 87.5% |"),
    ],
)
def test_commands_print_a_row_for_each_corpus(
    gazetteer: CompiledGazetteer,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    row: str,
):
    assert len(gazetteer)
    given(monkeypatch, "", ["sitmap", *words, str(CORPUS), "--markdown"])
    with pytest.raises(SystemExit):
        sitmap()
    table, measured = capsys.readouterr().out.split("\n\n")
    assert table.split("\n")[2:] == [row]
    assert f"`sitmap {' '.join(words)} example.jsonl --markdown`" in measured


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        (recognition, "Rain fell in [{}].\n"),
        (resolution, "Rain fell in [{}={}].\n"),
    ],
)
def test_training_prints_scores_by_document_and_by_corpus(
    gazetteer: CompiledGazetteer,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    program,
    sentence: str,
):
    assert len(gazetteer)
    few = tmp_path / "few.txt"
    few.write_text("".join(sentence.format(*place) for place in TOWNS.items()), encoding="utf-8")
    folder = tmp_path / "weights"
    words = [str(CORPUS), "--examples", str(few), "--folds", "2", "--output", str(folder)]
    assert program.main([*words, "--markdown"]) == 0
    table, measured = capsys.readouterr().out.split("\n\n")
    heading, _, first, *_ = table.split("\n")
    assert "corpus left out" in heading
    assert first.startswith("| example | ")
    assert "few" not in table
    assert measured.startswith("Measured by `")
    assert not folder.exists()
