"""What is worth a decision, as a table."""

from pathlib import Path

import pytest
import workspaces

from dashboard.situation import Filters, Situation
from dashboard.situation.review_table import doubtful_count, review_table
from dashboard.situation.trends import review_queue
from dashboard.workspace import Workspace


@pytest.fixture
def situation(tmp_path: Path) -> Situation:
    made = Workspace(tmp_path / "work.sitmap")
    workspaces.write(made, *workspaces.World(5).reports(50))
    return Situation(made)


def test_rows_are_the_queue_in_its_order_with_where_they_stand(situation: Situation):
    table = review_table(situation, Filters(), 20)
    view = situation.view(Filters())
    queue = review_queue(view, 20)
    assert len(table) == 20
    assert table.attrs["total"] == len(review_queue(view, view.snapshot.count("observations")))
    for row, mark in zip(table.itertuples(), queue["mark"], strict=True):
        assert row.id == situation.mark_facts([mark]).iloc[0]["thing_id"]
        document = situation.document(row.document)
        assert document is not None
        passage = next(one for one in document["passages"] if one["number"] == row.passage)
        assert row.words.split()[0].lower() in passage["text"].lower()


def test_what_the_filters_hide_is_not_listed(situation: Situation):
    one = review_table(situation, Filters(), 1).iloc[0]["document"]
    table = review_table(situation, Filters(documents=(one,)), 100)
    assert set(table["document"]) == {one}
    assert review_table(situation, Filters(documents=("nonesuch",)), 100).empty


def test_doubtful_passages_are_those_of_the_filter(situation: Situation):
    chosen = situation.view(Filters(outcomes=("AMBIGUOUS",), reviews=("open",)))
    assert doubtful_count(situation) == chosen.counts()["passages"] > 0
