import pytest

from geocache.evaluation import (
    ErrorKind,
    GoldMention,
    Prediction,
    RecognitionScore,
    RoleScore,
    SpanError,
    Tally,
    TypeRecall,
    frequent,
)

TEXT = "Rain in Old Fooville, Bartown and Quxley; the Bartown Bank of Zedland."


def span(words: str, nth: int = 0, text: str = TEXT) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


GOLD = [
    GoldMention(*span("Old Fooville"), "Literal"),
    GoldMention(*span("Old Fooville"), "Literal"),
    GoldMention(*span("Bartown"), "Literal"),
    GoldMention(*span("Quxley"), "Metonymic"),
    GoldMention(*span("Bartown Bank of Zedland"), "Non_Toponym"),
    GoldMention(*span("Bartown", 1), "Embedded_Non_Lit"),
    GoldMention(*span("Zedland"), "Embedded_Non_Lit"),
]
PREDICTED = [
    Prediction(*span(words, nth))
    for words, nth in [
        ("Rain", 0),  # marked as nothing
        ("Fooville", 0),  # a part of a gold mention
        ("Bartown", 0),
        ("Bartown", 0),  # twice, which counts once
        ("Bartown Bank", 0),  # more than a gold mention, in one that is ignored
        ("of", 0),  # in the ignored one only
    ]
]


@pytest.fixture
def score() -> RecognitionScore:
    scored = RecognitionScore(context=3)
    scored.add(TEXT, GOLD, PREDICTED, "a")
    return scored


def test_exact_scores_want_both_ends(score: RecognitionScore):
    # "Bartown Bank" and "of" are left out; of Rain, Fooville, Bartown one is right.
    assert score.exact == Tally(gold=5, found=1, predicted=3, right=1, left_out=2)
    assert score.exact.precision == pytest.approx(1 / 3)
    assert score.exact.recall == pytest.approx(1 / 5)
    assert score.exact.f1 == pytest.approx(1 / 4)  # 2 (1/3) (1/5) / (1/3 + 1/5)


def test_overlap_scores_want_a_letter(score: RecognitionScore):
    # Old Fooville and both Bartowns are touched, by all predictions but Rain (and of).
    assert score.overlap == Tally(gold=5, found=3, predicted=4, right=3, left_out=1)
    assert score.overlap.f1 == pytest.approx(2 / 3)  # 2 (3/4) (3/5) / (3/4 + 3/5)


def test_recall_is_counted_by_type(score: RecognitionScore):
    assert score.by_type == {
        "Literal": TypeRecall(gold=2, exact=1, overlap=2),
        "Metonymic": TypeRecall(gold=1, exact=0, overlap=0),
        "Embedded_Non_Lit": TypeRecall(gold=2, exact=0, overlap=1),
    }
    assert score.by_type["Literal"].exact_recall == 0.5
    assert score.by_type["Literal"].overlap_recall == 1.0


def test_errors_say_what_is_wrong_and_where(score: RecognitionScore):
    assert [(error.text, error.kind, error.other) for error in score.misses] == [
        ("Old Fooville", ErrorKind.CUT_SHORT, "Fooville"),
        ("Quxley", ErrorKind.MISSED, ""),
        ("Bartown", ErrorKind.TOO_LONG, "Bartown Bank"),
        ("Zedland", ErrorKind.MISSED, ""),
    ]
    assert [(error.text, error.kind, error.other) for error in score.false_alarms] == [
        ("Rain", ErrorKind.FALSE_ALARM, ""),
        ("Fooville", ErrorKind.CUT_SHORT, "Old Fooville"),
    ]
    missed, first = score.misses[1], score.false_alarms[0]
    assert (missed.document, missed.start, missed.end) == ("a", *span("Quxley"))
    assert (missed.type, missed.before, missed.after) == ("Metonymic", "nd ", "; t")
    assert (first.before, first.after) == ("", " in")


def test_spans_that_cross_are_shifted():
    score = RecognitionScore()
    score.add("North Bar Town", [GoldMention(0, 9)], [Prediction(6, 14)])
    assert [error.kind for error in score.misses + score.false_alarms] == [ErrorKind.SHIFTED] * 2


def test_spans_that_only_touch_do_not_overlap():
    score = RecognitionScore()
    score.add("FooBar", [GoldMention(0, 3)], [Prediction(3, 6)])
    assert score.overlap == Tally(gold=1, predicted=1)


def test_documents_add_up(score: RecognitionScore):
    score.add("Quxley", [GoldMention(0, 6, "Metonymic")], [Prediction(0, 6)], "b")
    score.add("Rain", [], [Prediction(0, 4)], "c")
    assert score.documents == 3
    assert score.exact == Tally(gold=6, found=2, predicted=5, right=2, left_out=2)
    assert score.by_type["Metonymic"].exact_recall == 0.5


def test_scores_of_nothing_are_none():
    assert (Tally().precision, Tally().recall, Tally().f1) == (None, None, None)
    assert Tally(gold=3).f1 == 0.0
    assert Tally(predicted=3).f1 == 0.0


def test_errors_are_listed_by_frequency_then_words_then_kind():
    missed, cut = ErrorKind.MISSED, ErrorKind.CUT_SHORT
    seen = [("B", missed), ("A", missed), ("C", missed), ("A", cut), ("C", missed)]
    errors = [SpanError(str(n), n, n + 1, text, kind) for n, (text, kind) in enumerate(seen)]
    listed = frequent(errors, 3)
    assert [(each.count, each.example.text, each.example.kind) for each in listed] == [
        (2, "C", missed),
        (1, "A", cut),
        (1, "A", missed),
    ]
    assert listed[0].example.document == "2"
    assert frequent(errors, 0) == []


def test_roles_are_scored_where_span_and_type_allow_it():
    text = "A B C D E F"
    gold = [
        GoldMention(0, 1, "Literal"),
        GoldMention(2, 3, "Mixed"),
        GoldMention(4, 5, "Demonym"),
        GoldMention(6, 7, "PPLC"),  # says nothing about the role
        GoldMention(8, 9, "Literal"),  # not found
        GoldMention(10, 11, "Literal"),  # no role predicted
    ]
    roles = [(0, "literal"), (2, "associative"), (4, "literal"), (6, "literal"), (10, "")]
    score = RoleScore()
    score.add(text, gold, [Prediction(at, at + 1, role) for at, role in roles], "a")
    assert score.confusion == {
        ("literal", "literal"): 1,
        ("literal", "associative"): 1,
        ("associative", "literal"): 1,
    }
    assert score.total == 3
    assert score.accuracy == pytest.approx(1 / 3)
    assert score.always_literal == pytest.approx(2 / 3)
    assert [(error.text, error.gold, error.predicted) for error in score.errors] == [
        ("B", "literal", "associative"),
        ("C", "associative", "literal"),
    ]
    assert RoleScore().accuracy is RoleScore().always_literal is None
