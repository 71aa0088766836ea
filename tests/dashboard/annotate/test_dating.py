"""Which of the dates of a passage a place goes with."""

import re
from pathlib import Path
from typing import Any

import pytest

from dashboard.annotate.dates import dates_of
from dashboard.annotate.dating import Dates, Dating
from dashboard.annotate.passages import passages_of
from dashboard.model import UNDATED, Dated, Document, Precision, When
from geocache.data_files import read_yaml

CASES = read_yaml(Path(__file__).with_name("dating.yaml"))
REPORT = When(str(CASES["report"]), Precision.DAY)
PLACE = re.compile(r"\[(\w+)\]")


def datings(marked: str, published: When = REPORT) -> list[Dating]:
    """Return how each bracketed word of a text is dated."""
    text = PLACE.sub(r"\1", marked)
    starts = [match.start() - 2 * number for number, match in enumerate(PLACE.finditer(marked))]
    document = Document("", "", text, "", "en", published)
    passages = passages_of(text)
    dates = Dates(document, passages, dates_of(text, passages, published))
    return [dates.at(0, start) for start in starts]


def written(dating: Dating) -> str:
    if dating.dated is not Dated.WORDS:
        return "-"
    assert dating.when.interval
    first, last = dating.when.interval
    days = str(first) if first == last else f"{first}/{last}"
    return f"{days} H" if dating.history else days


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case[0])
def test_places_go_with_the_date_of_their_clause(case: list[Any]):
    marked, *expected = case
    assert [written(dating) for dating in datings(marked)] == [str(days) for days in expected]


def test_date_that_is_taken_over_says_so():
    _, taken = datings("Shells hit [Aster] on Monday. They also struck [Brint].")
    assert taken.taken_over
    assert taken.when.note.endswith("taken over from the sentence before: 'Monday'")


def test_place_without_a_date_has_the_report_s():
    (reported,) = datings("Clashes went on in [Aster].")
    assert (reported.when, reported.dated) == (REPORT, Dated.REPORT)
    (undated,) = datings("Clashes went on in [Aster].", UNDATED)
    assert undated.dated is Dated.UNDATED
