"""What is worth a decision: words that are alike, together, and what would move most first."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import workspaces
from workspaces import BARTOWN, FOOVILLE, mark, naming, nil_mark, report

from dashboard.situation import Filters, Situation
from dashboard.situation.review_groups import alike, key_of, review_groups
from dashboard.situation.trends import review_queue
from dashboard.workspace import Workspace


def nothing_apart(_words: str, _lon: float, _lat: float) -> float:
    return 0.0


@pytest.fixture(scope="module")
def situation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Situation]:
    with workspaces.written(tmp_path_factory.mktemp("read"), 5, 50) as workspace:
        yield Situation(workspace)


def test_groups_hold_every_open_expression_once(situation: Situation):
    view = situation.view()
    every = review_queue(view, view.snapshot.count("observations"))
    found = review_groups(situation, Filters(), nothing_apart, 10_000)
    assert found["mentions"] == every["footprint"].nunique()
    assert found["total"] == len(found["groups"])
    assert sum(group["mentions"] for group in found["groups"]) == found["mentions"]
    for group in found["groups"][:40]:
        words = alike(situation, Filters(), group["key"])
        assert len(words) == group["mentions"]
        assert len({one["document"] for one in words}) == group["reports"]
        assert words[0]["certainty"] == group["certainty"]
        for one in words:
            document = situation.document(one["document"])
            assert document is not None
            assert document["text"][one["start"] : one["end"]] == one["words"]
            assert one["before"].lstrip("…") + one["words"] in document["text"]


def test_candidates_far_apart_come_before_equally_doubtful_near_ones(tmp_path: Path):
    made = Workspace(tmp_path / "work.sitmap")
    workspaces.write(
        made,
        naming(
            report("Two", "Rain in Fooville and Bartown and Nirgendwo."),
            ("Fooville", mark(FOOVILLE)),
            ("Bartown", mark(BARTOWN)),
            ("Nirgendwo", nil_mark("Nirgendwo")),
            themes=[],
        ),
    )
    situation = Situation(made)

    def apart(words: str, _lon: float, _lat: float) -> float:
        return {"Fooville": 20.0, "Bartown": 8000.0}[words]

    groups = review_groups(situation, Filters(), apart, 10)["groups"]
    assert [group["words"] for group in groups] == ["Bartown", "Fooville", "Nirgendwo"]
    assert [group["taken"] for group in groups] == ["Syria", "Syria", "no known place"]
    assert groups[0]["spread_km"] == 8000


def test_filtered_out_expressions_are_in_no_group(situation: Situation):
    every = review_groups(situation, Filters(), nothing_apart, 10_000)["groups"]
    document = alike(situation, Filters(), every[0]["key"])[0]["document"]
    one = Filters(documents=(document,))
    some = review_groups(situation, one, nothing_apart, 10_000)["groups"]
    assert 0 < len(some) < len(every)
    for group in some:
        assert {words["document"] for words in alike(situation, one, group["key"])} == {document}
    none = review_groups(situation, Filters(documents=("nonesuch",)), nothing_apart, 10)
    assert none == {"total": 0, "mentions": 0, "groups": []}


@pytest.mark.parametrize("key", ["", "geonames:0 Fooville", key_of("nonesuch", "")])
def test_unknown_group_is_empty(situation: Situation, key: str):
    assert alike(situation, Filters(), key) == []
