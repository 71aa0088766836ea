"""The command ``sitmap evaluate``."""

import json
from pathlib import Path

import pytest
from command import sitmap

from dashboard.cli.evaluate import legend, table
from geocache.evaluation import (
    EndToEndScore,
    Evaluation,
    GoldMention,
    Part,
    Prediction,
    RecognitionScore,
    ResolutionScore,
    RoleScore,
)
from geocache.gazetteer import CompiledGazetteer

TEXT = "Heavy rain fell in Aleppo.\nTalks in Homs near here went on."
ALEPPO = {"geonameid": 170063, "lat": 36.2012, "lon": 37.1612, "type": "Literal"}


@pytest.fixture(autouse=True)
def _compiled(gazetteer: CompiledGazetteer) -> None:
    """Commands find the gazetteer compiled, and show no progress of compiling it."""
    assert len(gazetteer)


def mention(words: str, **gold: object) -> dict:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words, **gold}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Aleppo is found and resolved; Homs is a false alarm; "went on" is missed."""
    path = tmp_path / "corpus.jsonl"
    mentions = [mention("Aleppo", **ALEPPO), mention("went on", type="Metonymic")]
    document = {"id": "d1", "text": TEXT, "mentions": mentions}
    path.write_text(json.dumps(document) + "\n", encoding="utf-8")
    return path


def rows(output: str) -> dict[str, list[str]]:
    """Cells of the lines of a table by their first word."""
    return {line.split()[0]: line.split()[1:] for line in output.splitlines() if line.strip()}


def test_evaluate_prints_scores_errors_and_what_they_mean(corpus: Path):
    process = sitmap("evaluate", corpus, "--context", 24)
    assert process.stderr == ""
    lines = rows(process.stdout)
    assert process.stdout.startswith(f"{corpus}: 1 document\n  2 names marked")
    table_row = next(line for line in process.stdout.splitlines() if line.startswith("  exact"))
    # Of Aleppo and Homs one is right; of Aleppo and "went on" one is found.
    assert table_row.split() == ["exact", "50.0%", "50.0%", "50.0%", "1", "1", "1"]
    assert lines["Literal"] == ["100.0%", "100.0%", "1"]
    assert "  right role             100.0%  of 1\n" in process.stdout
    assert "  Acc@161                100.0%  1 of 1\n" in process.stdout
    assert "  found and resolved      50.0%   100.0%    66.7%" in process.stdout
    assert "      1  missed       went on\n" in process.stdout
    assert "         …ell in Aleppo. Talks in «Homs» near here went on.\n" in process.stdout
    assert "What the figures mean\n  exact         a name is right when" in process.stdout
    assert all(len(line) <= 80 for line in process.stdout.splitlines()[1:])


def test_evaluate_writes_all_of_it_as_json(corpus: Path, tmp_path: Path):
    output = tmp_path / "scores.json"
    sitmap("evaluate", corpus, corpus, "--json", output, "--context", 4)
    (scores,) = json.loads(output.read_text(encoding="utf-8"))["corpora"]
    assert (scores["corpus"], scores["documents"]) == (str(corpus), 1)
    assert scores["recognition"]["exact"] == {
        "gold": 2,
        "found": 1,
        "predicted": 2,
        "right": 1,
        "left_out": 0,
        "precision": 0.5,
        "recall": 0.5,
        "f1": 0.5,
    }
    assert scores["recognition"]["by_type"]["Literal"] == {"gold": 1, "exact": 1, "overlap": 1}
    (alarm,) = scores["recognition"]["false_alarms"]
    assert (alarm["document"], alarm["start"], alarm["end"]) == ("d1", 36, 40)
    assert (alarm["text"], alarm["kind"]) == ("Homs", "false alarm")
    assert (alarm["before"], alarm["after"]) == (" in ", " nea")
    assert scores["recognition"]["misses"][0]["text"] == "went on"
    assert scores["roles"]["accuracy"] == 1.0
    assert scores["roles"]["confusion"] == [{"gold": "literal", "predicted": "literal", "count": 1}]
    assert scores["resolution"]["acc161"] == scores["resolution"]["exact_share"] == 1.0
    assert scores["resolution"]["errors"] == []
    assert scores["end_to_end"]["right"] == 1


def test_evaluate_measures_one_part_only(corpus: Path, tmp_path: Path):
    output = tmp_path / "scores.json"
    found = sitmap("evaluate", corpus, "--only", "recognition", "--errors", 0).stdout
    assert "Recognition" in found
    assert "Acc@161" not in found
    assert "missed  " not in found
    resolved = sitmap("evaluate", corpus, "--only", "resolution", "--json", output).stdout
    assert "Acc@161" in resolved
    assert "Recall by type" not in resolved
    (scores,) = json.loads(output.read_text(encoding="utf-8"))["corpora"]
    assert scores["recognition"] is scores["roles"] is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{nonsense", "corpus.jsonl:2: not JSON: "),
        ("{nonsense", "found {nonsense"),
        ('{"text": "In Homs", "mentions": [{"start": 0, "end": 4, "text": "Homs"}]}', "'In H'"),
        ('{"text": "In Homs"}', "expected a JSON object with 'text', a string, and 'mentions'"),
    ],
)
def test_evaluate_echoes_a_bad_line_before_it_measures(corpus: Path, line: str, words: str):
    with corpus.open("a") as stream:
        stream.write(line)
    process = sitmap("evaluate", corpus, status=1)
    (error,) = process.stderr.splitlines()
    assert error.startswith(f"sitmap: {corpus}:2: ")
    assert words in error
    assert process.stdout == ""


def test_evaluate_says_in_one_line_that_a_corpus_is_missing(corpus: Path, tmp_path: Path):
    missing = tmp_path / "missing.jsonl"
    process = sitmap("evaluate", corpus, missing, status=1)
    assert process.stderr == f"sitmap: {missing}: can't be read: No such file or directory\n"
    assert process.stdout == ""


def test_evaluate_says_in_one_line_that_its_json_cannot_be_written(corpus: Path, tmp_path: Path):
    process = sitmap("evaluate", corpus, "--json", tmp_path / "no" / "s.json", status=1)
    (error,) = process.stderr.splitlines()
    assert "s.json: can't be written" in error
    assert process.stdout == ""


def measured() -> Evaluation:
    return Evaluation(
        1, RecognitionScore(context=200), RoleScore(), ResolutionScore(), EndToEndScore()
    )


def test_table_has_no_shares_where_nothing_is_marked_or_found():
    lines = table("c", measured(), 20)
    assert "  exact                       -        -        -        0        0        0" in lines
    assert "  the corpus has no coordinates" in lines
    assert "Most frequent misses, of 0 in all" in lines
    assert not any("Roles" in line or "by type" in line for line in lines)


def test_table_says_how_many_found_names_are_left_out():
    evaluation = measured()
    assert evaluation.recognition is not None
    evaluation.recognition.add("Foo", [GoldMention(0, 3, "Non_Toponym")], [Prediction(0, 3)])
    lines = table("c", evaluation, 0)
    assert "  0 names marked in the corpus, 1 found by the parser" in lines
    assert "  1 found and left out: at words that the corpus marks as no place names" in lines


@pytest.mark.parametrize(("columns", "width"), [("80", 80), ("50", 50), ("300", 80)])
def test_table_wraps_excerpts_and_meanings(
    monkeypatch: pytest.MonkeyPatch, columns: str, width: int
):
    monkeypatch.setenv("COLUMNS", columns)
    evaluation = measured()
    assert evaluation.recognition is not None
    text = "word\n" * 40 + "Foo\x1b[31mBar" + "\n\nword" * 40
    evaluation.recognition.add(text, [GoldMention(200, 211)], [])
    lines = table("c", evaluation, 1)
    start = lines.index("      1  missed       Foo [31mBar")
    excerpt = lines[start + 1 : lines.index("", start)]
    assert all(len(line) <= width for line in [*excerpt, *legend(list(Part))])
    assert "word «Foo [31mBar» word" in " ".join(line.strip() for line in excerpt)
    assert not any("\x1b" in line for line in lines)
