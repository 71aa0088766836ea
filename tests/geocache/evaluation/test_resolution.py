import math
from pathlib import Path

import pytest

from geocache import Geoparser
from geocache.data_files import data_path
from geocache.evaluation import (
    EndToEndScore,
    GoldDocument,
    GoldMention,
    Part,
    Prediction,
    ResolutionScore,
    Tally,
    evaluate,
    gold_documents,
    predictions,
)
from geocache.evaluation.measuring import layers
from geocache.evaluation.resolution import FARTHEST_KM
from geocache.footprint.expression import undrawn
from geocache.gazetteer import MemoryGazetteer
from geocache.quick_records import found_mention
from geocache.records import (
    Footprint,
    FootprintKind,
    MentionKind,
    Outcome,
    Place,
    RecognizedMention,
    Resolution,
    Role,
    UndrawnReason,
)

CORPORA = Path(__file__).resolve().parents[4] / "shared" / "corpora"
"""Copyrighted, and no part of the project: only the invented reports are everywhere."""
MEASURED = [data_path("evaluation", "example.jsonl"), *sorted(CORPORA.glob("*.jsonl"))]
TEXT = "A B C D E F"
PLACE = Place("geonames:1", "A", 5.0, 6.0, "P", "PPL")
DEGREE_KM = 111.3195
"""Of the equator: 2 pi 6378.137 km / 360."""

GOLD = [
    GoldMention(0, 1, point=(0.0, 0.0), place_id="geonames:1"),
    GoldMention(2, 3, point=(0.0, 0.0), place_id="geonames:2"),
    GoldMention(4, 5, point=(0.0, 0.0)),
    GoldMention(6, 7, point=(0.0, 0.0)),
    GoldMention(8, 9),
]
PREDICTED = [
    Prediction(0, 1, "", "geonames:1", (2.0, 0.0)),  # the id is right, whatever the distance
    Prediction(2, 3, "", "geonames:9", (1.0, 0.0)),  # near, with another id
    Prediction(4, 5, "", "geonames:9", (1.5, 0.0)),  # 167 km off
    Prediction(6, 7),  # not resolved
    Prediction(8, 9, "", "geonames:9", (0.0, 0.0)),  # nobody knows
    Prediction(10, 11, "", "geonames:9", (0.0, 0.0)),  # no gold mention
]


def test_resolution_is_scored_over_gold_points():
    score = ResolutionScore()
    score.add(TEXT, GOLD, PREDICTED, "a")
    off = [2 * DEGREE_KM, DEGREE_KM, 1.5 * DEGREE_KM, FARTHEST_KM]
    assert score.errors_km == pytest.approx(off, rel=1e-5)
    assert (score.total, score.near, score.unresolved) == (4, 2, 1)
    assert score.acc161 == 0.5
    assert (score.exact, score.with_id, score.exact_share) == (1, 2, 0.5)
    assert score.median_km == pytest.approx(1.75 * DEGREE_KM, rel=1e-5)
    heights = [math.log(km + 1) for km in off]
    assert score.auc == pytest.approx(sum(heights) / 4 / math.log(FARTHEST_KM + 1), rel=1e-5)
    assert [(error.text, error.answer_id) for error in score.errors] == [
        ("C", "geonames:9"),
        ("D", ""),
    ]
    assert score.errors[0].error_km == pytest.approx(1.5 * DEGREE_KM, rel=1e-5)
    assert score.errors[1].error_km is None


def test_auc_ends_at_0_and_1():
    right, lost = ResolutionScore(), ResolutionScore()
    right.add(TEXT, GOLD[:1], [Prediction(0, 1, "", "geonames:5", (0.0, 0.0))])
    lost.add(TEXT, GOLD[:1], [])
    assert (right.auc, lost.auc) == (0.0, 1.0)
    assert right.exact_share == 0.0
    assert pytest.approx(20_015.1, abs=0.1) == FARTHEST_KM


def test_scores_without_gold_points_are_none():
    score = ResolutionScore()
    score.add(TEXT, [GoldMention(8, 9)], PREDICTED)
    assert score.acc161 is score.exact_share is score.median_km is score.auc is None


def test_end_to_end_wants_span_and_place():
    score = EndToEndScore()
    ignored = GoldMention(9, 11, "Non_Toponym", (0.0, 0.0))
    score.add(GOLD, [*PREDICTED, Prediction(3, 5, "", "geonames:9", (0.0, 0.0))])
    # A and B of A, B, C, D, the shifted C and F; of E the corpus says nothing.
    assert score.tally == Tally(gold=4, found=2, predicted=6, right=2, left_out=1)
    score.add([ignored], PREDICTED[-1:])
    assert score.tally.left_out == 2
    assert score.tally.f1 == pytest.approx(0.4)  # 2 (2/6) (2/4) / (2/6 + 2/4)


@pytest.mark.parametrize(
    ("outcome", "place", "place_id"),
    [
        (Outcome.RESOLVED, PLACE, "geonames:1"),
        (Outcome.AMBIGUOUS, PLACE, "geonames:1"),
        (Outcome.NOT_A_PLACE, PLACE, ""),
        (Outcome.NIL, None, ""),
    ],
)
def test_mention_predicts_the_place_it_is_resolved_to(
    outcome: Outcome, place: Place | None, place_id: str
):
    resolution = Resolution(outcome, place, 1.0)
    recognized = RecognizedMention(0, 1, "A", MentionKind.NAME, Role.LITERAL, 1.0)
    draw = undrawn(FootprintKind.POINT, UndrawnReason.UNKNOWN_PLACE, "no source knows it")
    footprint = Footprint(0, 1, (0,), draw)
    mention = found_mention(recognized, resolution, footprint)
    (predicted,) = predictions([mention])
    assert (predicted.span, predicted.role) == ((0, 1), "literal")
    assert predicted.place_id == place_id
    assert predicted.point == ((5.0, 6.0) if place_id else None)


def test_nested_spans_come_in_further_layers():
    spans = [(4, 8), (0, 8), (10, 12), (4, 6), (7, 11)]
    assert list(layers(spans)) == [[(0, 8), (10, 12)], [(4, 8)], [(4, 6), (7, 11)]]
    assert list(layers([])) == []


def test_parser_is_measured_on_documents(world: MemoryGazetteer):
    text = "Rain in Fooville. Rain in Bartown. Talks in Syria."
    point = {"Fooville": (37.0, 35.0), "Bartown": (0.0, 0.0)}
    gold = [
        GoldMention(text.index(words), text.index(words) + len(words), "Literal", point[words])
        for words in point
    ]
    inner = GoldMention(gold[0].start, gold[0].start + 3, "Literal", (37.0, 35.0))
    told: list[tuple[int, int]] = []
    measured = evaluate(
        [GoldDocument("a", text, (*gold, inner))],
        Geoparser(world),
        report=lambda done, total: told.append((done, total)),
    )
    assert measured.recognition is not None
    # Both towns are found, and Syria, which isn't marked; "Foo" is too long a find.
    assert measured.recognition.exact == Tally(gold=3, found=2, predicted=3, right=2)
    assert measured.roles is not None
    assert measured.roles.accuracy == 1.0
    assert measured.resolution is not None
    assert (measured.resolution.total, measured.resolution.near) == (3, 1)
    assert [error.text for error in measured.resolution.errors] == ["Foo", "Bartown"]
    assert measured.end_to_end is not None
    assert measured.end_to_end.tally == Tally(gold=3, found=1, predicted=3, right=1)
    assert told == [(1, 1)]


def test_parts_can_be_measured_alone(world: MemoryGazetteer):
    document = GoldDocument("a", "Rain in Fooville.", (GoldMention(8, 16),))
    found = evaluate([document], Geoparser(world), [Part.RECOGNITION])
    assert (found.resolution, found.end_to_end) == (None, None)
    assert found.recognition is not None
    assert found.recognition.exact.f1 == 1.0
    resolved = evaluate([document], Geoparser(world), [Part.RESOLUTION])
    assert (resolved.recognition, resolved.roles) == (None, None)
    assert resolved.resolution is not None


def test_recognition_alone_finds_what_parsing_finds(geoparser: Geoparser):
    text = "Refugees wait in Rakban camp, Ankara notes, south of the M4 near Idlib."
    alone = predictions(geoparser.recognize(text))
    assert [(p.span, p.role) for p in alone] == [
        (p.span, p.role) for p in predictions(geoparser.parse(text).mentions)
    ]


@pytest.mark.parametrize("path", MEASURED, ids=lambda path: path.stem)
def test_corpora_can_be_measured(path: Path, geoparser: Geoparser):
    measured = evaluate(list(gold_documents(path)), geoparser, [Part.RECOGNITION])
    assert measured.recognition is not None
    # A floor far below any parser here: it breaks when offsets or types are misread.
    assert measured.recognition.exact.f1 > 0.5
