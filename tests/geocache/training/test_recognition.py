"""Learning from a small corpus: the same each time, and good for what it was taught."""

import json
import os
import random
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from geocache import Geoparser
from geocache.data_files import data_path
from geocache.errors import CorpusError, KnowledgeFileError
from geocache.evaluation import GoldTypes
from geocache.evaluation.calibration import Calibration
from geocache.gazetteer import CompiledGazetteer
from geocache.recognition import LearnedRecognizer
from geocache.recognition.candidates import CandidateFinder
from geocache.recognition.model import RecognitionModel, write
from geocache.records import Role
from geocache.training.marked import marked, marked_documents
from geocache.training.recognition.examples import labelled_document, without_unmarked_demonyms
from geocache.training.recognition.fit import fit, matrix, vocabulary
from geocache.training.recognition.program import argument_parser, fold_of, main

TOWNS = ("Homs", "Hama", "Idlib", "Aleppo", "Raqqa", "Tartus", "Latakia", "Daraa")
PEOPLE = ("Anna", "Peter", "Maria", "James")
ROOT = Path(__file__).parents[3]
LARGEST_FILE = 3_000_000


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Towns after "in" are places, the same words after "Mrs" are not."""
    path = tmp_path_factory.mktemp("corpus") / "towns.jsonl"
    lines = []
    for number, town in enumerate(TOWNS * 3):
        person = PEOPLE[number % len(PEOPLE)]
        text = f"Rain fell in {town} again. {person} met Mrs {town} and Mrs {TOWNS[number % 5]}."
        start = text.index(town)
        mention = {"start": start, "end": start + len(town), "text": town, "type": "Literal"}
        lines.append({"id": str(number), "text": text, "mentions": [mention]})
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("few") / "few.txt"
    path.write_text("# Two.\nSnow fell in [Homs].\n{Moscow} said so.\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def trained(
    gazetteer: CompiledGazetteer,
    corpus: Path,
    few: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    assert len(gazetteer)
    folder = tmp_path_factory.mktemp("trained")
    assert main([str(corpus), "--examples", str(few), "--output", str(folder)]) == 0
    return folder


def test_recognizer_learns_what_it_is_taught(gazetteer: CompiledGazetteer, trained: Path):
    recognizer = LearnedRecognizer(gazetteer, RecognitionModel.read(trained / "recognition.npz"))
    text = "Rain fell in Damascus again. Peter met Mrs Homs."
    assert [mention.text for mention in recognizer.recognize(text)] == ["Damascus"]


def test_training_gives_the_same_each_time(
    trained: Path, corpus: Path, few: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert main([str(corpus), "--examples", str(few), "--output", str(tmp_path)]) == 0
    assert (tmp_path / "recognition.npz").read_bytes() == (trained / "recognition.npz").read_bytes()
    printed = capsys.readouterr().out
    row = r"^towns +24 +24 +\d\.\d{3} +\d\.\d{3} +\d\.\d{3} +\d\.\d{3}$"
    assert re.search(row, printed, re.MULTILINE)
    assert re.search(r"^calibration error of probabilities: 0\.\d{3}$", printed, re.MULTILINE)
    assert f"written to {tmp_path}" in printed
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "recognition.md",
        "recognition.npz",
    ]


def test_model_card_says_what_was_learnt_from(trained: Path):
    card = (trained / "recognition.md").read_text(encoding="utf-8")
    assert re.search(r"- towns\.jsonl: 24 documents, SHA-256 [0-9a-f]{16}", card)
    assert "- few.txt: 2 documents" in card
    assert re.search(r"^towns +24", card, re.MULTILINE)
    assert "## Limits" in card
    assert "- Roles are learnt from 24 mentions of towns, 2 mentions of few." in card


def test_scores_can_be_had_without_writing(corpus: Path, few: Path, tmp_path: Path):
    folder = tmp_path / "models"
    given = [str(corpus), "--examples", str(few), "--output", str(folder)]
    assert main([*given, "--scores-only"]) == 0
    assert not folder.exists()


def test_whole_corpora_can_be_left_out(
    corpus: Path, few: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    other = tmp_path / "other.jsonl"
    mention = {"start": 13, "end": 17, "text": "Homs", "type": "Literal"}
    other.write_text(json.dumps({"text": "Rain fell in Homs.", "mentions": [mention]}))
    given = [str(corpus), str(other), "--examples", str(few), "--scores-only", "--by-corpus"]
    assert main(given) == 0
    assert re.search(r"^other +1 +1 +1.000 +1.000", capsys.readouterr().out, re.MULTILINE)


def test_weights_in_use_are_replaced_without_an_output():
    assert argument_parser().parse_args(["a.jsonl"]).output == data_path("models")


def test_output_folder_that_cannot_be_written_to(
    corpus: Path, few: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "models").write_text("a file")
    given = [str(corpus), "--examples", str(few), "--output", str(tmp_path / "models")]
    assert main(given) == 1
    assert "can't be written to" in capsys.readouterr().err


def test_missing_scipy_says_what_to_install(corpus: Path, tmp_path: Path):
    (tmp_path / "scipy.py").write_text("raise ModuleNotFoundError('no scipy', name='scipy')")
    process = subprocess.run(
        [sys.executable, "-m", "geocache.training.recognition.train", str(corpus)],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 1
    assert "pip install 'sitmap[train]'" in process.stderr
    assert "Traceback" not in process.stderr


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "can't be read"),
        ("", "found no line at all"),
        ('{"text": "In Homs."', "bad.jsonl:1: "),
        ('{"id": "a", "text": "In Homs.", "mentions": [{"start": 3, "end": 99}]}', "bad.jsonl:1: "),
    ],
)
def test_corpus_that_cannot_be_learnt_from_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, expected: str
):
    path = tmp_path / "bad.jsonl"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert main([str(path)]) == 1
    error = capsys.readouterr().err
    assert error.startswith("error: ")
    assert "bad.jsonl" in error
    assert expected in error


def test_corpus_that_is_too_small_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path, none = tmp_path / "few.jsonl", tmp_path / "none.txt"
    path.write_text('{"text": "It rained.", "mentions": []}\n' * 6, encoding="utf-8")
    none.write_text("")
    folder = tmp_path / "models"
    assert main([str(path), "--examples", str(none), "--output", str(folder)]) == 1
    assert "few.jsonl" in (error := capsys.readouterr().err)
    assert "expected at least 2 documents in which a name is marked" in error
    assert not folder.exists()


def test_half_a_character_in_a_corpus_is_no_hindrance(corpus: Path, few: Path, tmp_path: Path):
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"text": "In Homs \\ud83d it rained.", "mentions": []}', encoding="utf-8")
    assert main([str(corpus), str(broken), "--examples", str(few), "--scores-only"]) == 0


def test_corpora_of_one_name(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    twin = shutil.copy(corpus, tmp_path / corpus.name)
    assert main([str(corpus), str(twin)]) == 1
    assert "expected corpora of different names" in capsys.readouterr().err


def test_folds_must_be_several(corpus: Path, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        main([str(corpus), "--folds", "1"])
    assert "--folds 1: expected 2 or more" in capsys.readouterr().err


def test_fold_of_a_document_depends_on_its_text_alone(gazetteer: CompiledGazetteer):
    finder, types = CandidateFinder(gazetteer), GoldTypes.shipped()
    texts = [f"Rain in [{town}]." for town in TOWNS]
    there = [labelled_document("a", marked(text, "a"), finder, types) for text in texts]
    folds = fold_of(there, 3, seed=1)
    assert set(folds.tolist()) <= {0, 1, 2}
    assert fold_of(there[::-1], 3, seed=1).tolist() == folds[::-1].tolist()
    assert fold_of(there, None, seed=1).tolist() == [0] * len(there)


def test_marked_sentences():
    document = marked("From [Homs] to {Moscow}.", "a.txt:1")
    assert document.text == "From Homs to Moscow."
    assert [(m.start, m.end, m.type) for m in document.mentions] == [
        (5, 9, Role.LITERAL.value),
        (13, 19, Role.ASSOCIATIVE.value),
    ]


@pytest.mark.parametrize("line", ["In [Homs.", "In Homs}.", "In [Ho{ms}]."])
def test_marks_that_are_not_closed(line: str):
    with pytest.raises(CorpusError, match=r"a\.txt:3: expected \[Place\] or \{Place\}"):
        marked(line, "a.txt:3")


def test_marked_sentences_of_the_project_are_well_formed():
    documents = list(marked_documents(data_path("models", "examples.txt")))
    roles = {mention.type for document in documents for mention in document.mentions}
    assert len(documents) > 200
    assert roles == {"literal", "associative"}
    assert len({document.text for document in documents}) == len(documents)


def test_candidates_are_right_where_the_marks_are(gazetteer: CompiledGazetteer):
    document = marked("From [Homs] the {Syrian} army left.", "a")
    taught = labelled_document("a", document, CandidateFinder(gazetteer), GoldTypes.shipped())
    right = [c.words for c, is_right in zip(taught.spans, taught.is_right, strict=True) if is_right]
    assert right == ["Homs", "Syrian"]
    assert [(taught.spans[n].words, role) for n, role in taught.roles] == [
        ("Homs", Role.LITERAL),
        ("Syrian", Role.ASSOCIATIVE),
    ]
    assert len(taught.features) == len(taught.spans)


def test_demonyms_are_left_out_only_beside_a_corpus_that_marks_them(gazetteer: CompiledGazetteer):
    def taught(corpus: str, line: str) -> list:
        return [
            labelled_document(
                corpus, marked(line, "a"), CandidateFinder(gazetteer), GoldTypes.shipped()
            )
        ]

    plain, marking = taught("plain", "The Syrian army left [Homs]."), taught("b", "{Syrian} men.")
    assert without_unmarked_demonyms([plain]) == []
    assert all(plain[0].is_labelled)
    assert without_unmarked_demonyms([plain, marking]) == ["plain"]
    left_out = [
        candidate.words
        for candidate, is_labelled in zip(plain[0].spans, plain[0].is_labelled, strict=True)
        if not is_labelled
    ]
    assert left_out == ["Syrian"]
    assert all(marking[0].is_labelled)
    without = taught("without", "Rain in [Homs].")
    (again,) = taught("plain", "The Syrian army left [Homs].")
    assert without_unmarked_demonyms([[again], without]) == []
    assert all(again.is_labelled)


def test_fitting_finds_what_tells_items_apart():
    items = np.array([[5, 9], [5, 7], [6, 9], [6, 7], [5, 0], [6, 0]], np.int32)
    labels = np.array([True, True, False, False, True, False])
    columns = vocabulary(items, least=2)
    assert columns.tolist() == [5, 6, 7, 9]
    weights = fit(matrix(items, columns), labels, np.ones(6), penalty=0.1)
    assert weights[0] > 1
    assert weights[1] < -1
    assert abs(weights[2]) < 0.1
    ignored = np.array([1.0, 1.0, 1.0, 1.0, 0.0, 0.0])
    assert fit(matrix(items, columns), labels, ignored, penalty=0.1)[0] < weights[0]


def test_probabilities_that_mean_what_they_say_are_without_error():
    calibration = Calibration()
    calibration.add([0.75] * 4, [True, True, True, False])
    assert calibration.error == pytest.approx(0)
    calibration.add([1.0] * 4, [False] * 4)
    assert calibration.error == pytest.approx(0.5)
    assert Calibration().error == 0


def test_rare_features_are_not_learnt():
    items = np.array([[1, 2], [1, 3], [0, 0]], np.int32)
    assert vocabulary(items, least=2).tolist() == [1]
    assert matrix(items, vocabulary(items, least=2)).toarray().tolist() == [[1], [1], [0]]


def test_weights_are_read_as_they_were_written(tmp_path: Path):
    parts = {
        "name": (np.array([3, 70_000], np.uint32), np.array([-5, 900], np.int16)),
        "surroundings": (np.array([], np.uint32), np.array([], np.int16)),
        "second": (np.array([1], np.uint32), np.array([32_767], np.int16)),
        "role": (np.array([1, 2, 3], np.uint32), np.array([1, -1, 1], np.int16)),
        "case": (np.array([7], np.uint32), np.array([2], np.int16)),
    }
    write(tmp_path / "a.npz", parts)
    read = RecognitionModel.read(tmp_path / "a.npz")
    for name, (numbers, weights) in parts.items():
        model = getattr(read, name)
        assert model.numbers.tolist() == numbers.tolist()
        assert model.weights.tolist() == weights.tolist()


@pytest.mark.parametrize(
    "damage", ["missing", "empty", "text", "cut off", "one array", "another file", "backwards"]
)
def test_weights_that_cannot_be_read_are_named(tmp_path: Path, damage: str):
    path = tmp_path / "recognition.npz"
    whole = data_path("models", "recognition.npz").read_bytes()
    if damage == "text":
        path.write_text("no weights")
    elif damage == "cut off":
        path.write_bytes(whole[: len(whole) // 2])
    elif damage == "empty":
        path.touch()
    elif damage == "one array":
        with path.open("wb") as file:
            np.save(file, np.zeros(3))
    elif damage == "another file":
        np.savez(path, other=np.zeros(3))
    elif damage == "backwards":
        with np.load(data_path("models", "recognition.npz")) as file:
            np.savez(path, **{**file, "role_steps": -file["role_steps"].astype(np.int64)})
    with pytest.raises(KnowledgeFileError, match=r"recognition\.npz: no weights can be read"):
        RecognitionModel.read(path)


def test_damaged_weights_are_read_right_or_not_at_all(tmp_path: Path):
    whole = data_path("models", "recognition.npz").read_bytes()
    path = tmp_path / "recognition.npz"
    draw = random.Random(1)  # noqa: S311  for damage
    for _ in range(100):
        damaged = bytearray(whole)
        for _ in range(3):
            damaged[draw.randrange(len(damaged))] ^= 1 << draw.randrange(8)
        path.write_bytes(damaged)
        with suppress(KnowledgeFileError):
            RecognitionModel.read(path)


def test_models_folder_is_small():
    folder = data_path("models")
    assert sum(path.stat().st_size for path in folder.iterdir()) < LARGEST_FILE


def test_trained_weights_do_not_change_those_shipped(
    geoparser: Geoparser, gazetteer: CompiledGazetteer, trained: Path
):
    text = "Clashes near Homs went on."
    before = geoparser.recognize(text)
    LearnedRecognizer(gazetteer, RecognitionModel.read(trained / "recognition.npz")).recognize(text)
    assert geoparser.recognize(text) == before
