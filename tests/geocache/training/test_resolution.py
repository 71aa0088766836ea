import json
import re
from pathlib import Path

import numpy as np
import pytest

from geocache import Geoparser
from geocache.data_files import data_path
from geocache.errors import CorpusError, KnowledgeFileError
from geocache.evaluation import Calibration, GoldDocument, GoldMention
from geocache.gazetteer import CompiledGazetteer
from geocache.resolution.features.base import Feature, FeatureSet, Layout
from geocache.resolution.model import FEATURE_SETS, ResolutionWeights, shipped_weights
from geocache.resolution.resolver import EvidenceResolver
from geocache.training.resolution.examples import ExampleReader
from geocache.training.resolution.excerpts import excerpts
from geocache.training.resolution.fit import fit
from geocache.training.resolution.program import main

PLACES = {
    "Paris": (2.3488, 48.85341, 2988507),
    "Lyon": (4.84671, 45.74846, 2996944),
    "Berlin": (13.41053, 52.52437, 2950159),
    "Hamburg": (9.99302, 53.55073, 2911298),
    "Damascus": (36.29128, 33.5102, 170654),
    "Homs": (36.72339, 34.72682, 169577),
}
SENTENCES = [
    "Trains from Paris to Lyon were late.",
    "Police in Berlin and Hamburg searched flats.",
    "Rain fell in Damascus and in Homs.",
    "The road from Homs to Damascus is open.",
    "In Hamburg a ship from Lyon sank.",
    "Berlin and Paris signed a treaty.",
]


def document(number: int, text: str) -> str:
    mentions = []
    for name, (lon, lat, place_id) in PLACES.items():
        if name in text:
            start = text.index(name)
            span = {"start": start, "end": start + len(name), "text": name}
            mentions.append({**span, "lon": lon, "lat": lat, "geonameid": place_id})
    return json.dumps(
        {"id": number, "text": text, "source": "www.paper.example", "mentions": mentions}
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "own.jsonl"
    path.write_text("\n".join(document(n, text) for n, text in enumerate(SENTENCES)))
    return path


def test_learnt_weights_are_used_and_the_same_twice(
    gazetteer: CompiledGazetteer, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folders = tmp_path / "one", tmp_path / "two"
    for folder in folders:
        assert main([str(corpus), "--folds", "3", "--output", str(folder)]) == 0
    assert "own" in capsys.readouterr().out
    first, second = ((folder / "resolution.npz").read_bytes() for folder in folders)
    assert first == second
    card = (folders[0] / "resolution.md").read_text()
    assert "own.jsonl: 6 documents" in card
    assert "| `nearest` | Near to another place |" in card
    weights = ResolutionWeights.read(folders[0] / "resolution.npz")
    assert weights.outlet_profiles["paper.example"].documents == 6
    parsed = Geoparser(gazetteer).parse("Rain fell in Homs.")
    (homs,) = EvidenceResolver(gazetteer, weights).resolve(parsed.text, parsed.mentions)
    assert homs.place.id == "geonames:169577"


@pytest.mark.parametrize("lines", ["", '{"text": "In Rome.", "mentions": []}', "nonsense"])
def test_corpora_that_teach_nothing_are_refused(
    gazetteer: CompiledGazetteer, tmp_path: Path, lines: str, capsys: pytest.CaptureFixture[str]
):
    assert len(gazetteer)
    path = tmp_path / "bad.jsonl"
    path.write_text(lines)
    assert main([str(path), "--scores-only"]) == 1
    assert str(path) in capsys.readouterr().err


def test_weights_that_do_not_fit_are_an_error_that_names_the_file(tmp_path: Path):
    path = tmp_path / "resolution.npz"
    with pytest.raises(KnowledgeFileError, match=str(path)):
        ResolutionWeights.read(path)
    path.write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(KnowledgeFileError, match="no weights"):
        ResolutionWeights.read(path)
    passes = {name: np.zeros(table.size) for name, table in FEATURE_SETS.items()}
    ResolutionWeights(passes | {"second": np.zeros(3)}).write(path)
    with pytest.raises(KnowledgeFileError, match="second pass do not fit"):
        ResolutionWeights.read(path)


def test_silence_weighs_nothing_in_what_is_shipped():
    for name, table in FEATURE_SETS.items():
        assert not shipped_weights().passes[name][table.offsets].any()


def table_of(count: int, layout: Layout | None = None) -> FeatureSet:
    """One feature of so many classes, which is never asked for them."""

    def unasked(*_: object) -> np.ndarray:
        raise NotImplementedError

    return FeatureSet(
        Feature("unasked", "Never asked", unasked, count, unasked, layout or Layout(1))
    )


def test_neighbouring_classes_weigh_alike():
    ordered, alone = table_of(8, Layout(8, first=1)), table_of(8)
    rows = [np.array([[3, 1]]), np.array([[3, 1]])]
    starts, right = [np.array([0])] * 2, [np.array([True, False])] * 2
    counts = [np.ones(1)] * 2
    held = fit(ordered, rows, starts, right, counts)
    free = fit(alone, rows, starts, right, counts)
    assert free[4] == 0.0
    assert 0.0 < held[4] < held[3]
    assert held[0] == free[0] == 0.0


def test_right_candidate_of_each_mention_gains():
    found = fit(
        table_of(3),
        [np.array([[1, 2, 2, 1]])],
        [np.array([0, 2])],
        [np.array([True, False, False, True])],
        [np.ones(2)],
    )
    assert found[1] > 0 > found[2]


def test_mentions_without_a_right_candidate_teach_nothing():
    table = table_of(3)
    taught = [np.array([[1, 2]])], [np.array([0])], [np.array([True, False])], [np.ones(1)]
    more = [np.array([[1, 2]])], [np.array([0])], [np.array([False, False])], [np.ones(1)]
    both = [one + other for one, other in zip(taught, more, strict=True)]
    assert fit(table, *both).tolist() == fit(table, *taught).tolist()


@pytest.mark.parametrize(("name", "teaches"), [("Latin America", False), ("Springfield", True)])
def test_regions_that_are_marked_elsewhere_do_not_teach_that_no_source_knows_them(
    gazetteer: CompiledGazetteer, name: str, *, teaches: bool
):
    gold = (GoldMention(12, 12 + len(name), name, point=(-57.7, -60.0)),)  # nowhere near
    document = GoldDocument("1", f"Fair winds: {name} had none.", gold)
    (example,) = ExampleReader(gazetteer).examples("own", document)
    assert example.counts.tolist() == [1.0]
    assert example.right[example.batch.none].tolist() == [teaches]
    assert not example.right[~example.batch.is_none].any()


def test_reliability_is_told_by_tenths():
    calibration = Calibration()
    calibration.add([0.95, 0.91, 0.35, 0.71], [True, False, False, True])
    low, kept, sure = calibration.bins()
    assert (low.low, low.count, low.right) == (0.3, 1, 0.0)
    assert (kept.mean, sure.right) == (0.71, 0.5)
    assert calibration.kept(0.7) == (3, 1)


def test_excerpts_hold_their_mentions_and_no_outlet():
    sentences = [f"The governor of province number {n} spoke in Rome about it." for n in range(20)]
    text = " ".join(sentences)
    found = [m.start() for m in re.finditer("Rome", text)]
    mentions = tuple(GoldMention(start, start + 4, "Rome") for start in found)
    document = GoldDocument("1", text, mentions, source="paper.example")
    pieces = list(excerpts(document))
    assert "".join(piece.text for piece in pieces) == text
    assert sum(len(piece.mentions) for piece in pieces) == len(mentions)
    for piece in pieces:
        assert piece.source == ""
        assert all(piece.text[m.start : m.end] == "Rome" for m in piece.mentions)


def test_text_of_two_sentences_has_no_excerpts():
    mentions = (GoldMention(0, 4, "Rome"), GoldMention(9, 14, "Paris"))
    assert list(excerpts(GoldDocument("1", "Rome and Paris. Rain.", mentions))) == []


def test_marked_sentences_say_which_place_is_meant(gazetteer: CompiledGazetteer, tmp_path: Path):
    path = tmp_path / "own.txt"
    path.write_text("# towns\nTroops left [Homs=169577] for [Hama=170017].\n")
    (example,) = ExampleReader(gazetteer).marked(path)
    assert [mention.place_id for mention in example.gold] == ["geonames:169577", "geonames:170017"]
    rows = np.flatnonzero(example.right).tolist()
    assert [example.batch.match(row).place.id for row in rows] == [
        "geonames:169577",
        "geonames:170017",
    ]
    countries = {c.place.country_code for found in example.batch.candidates for c in found.matches}
    assert countries == {"SY"}


def test_shipped_marked_sentences_offer_every_place_that_is_meant(gazetteer: CompiledGazetteer):
    examples = list(ExampleReader(gazetteer).marked(data_path("models", "places.txt")))
    assert len(examples) > 300
    for example in examples:
        assert not example.right[example.batch.none].any(), example.text


def test_marks_without_a_place_are_refused(gazetteer: CompiledGazetteer, tmp_path: Path):
    path = tmp_path / "own.txt"
    path.write_text("Troops left [Homs].\n")
    with pytest.raises(CorpusError, match=r"own\.txt:1"):
        list(ExampleReader(gazetteer).marked(path))
