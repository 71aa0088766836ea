"""Names that are taken because the words coordinate them with a place."""

import pytest

from geocache import Geoparser


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Queues formed on the motorway linking Zagreb with Split as holidays began.", "Split"),
        ("A lorry ran out of diesel halfway between Herat and Farah; two boys died.", "Farah"),
        ("They laid netting over the Bakhmut-Lysychansk highway. A blogger said so.", "Lysychansk"),
        ("Storm signals were hoisted over the islands of Cebu, Bohol and Negros.", "Negros"),
    ],
)
def test_far_end_of_a_road_or_list_is_a_mention(geoparser: Geoparser, text: str, name: str):
    found = {mention.text: mention for mention in geoparser.parse(text).mentions}
    assert name in found
    assert found[name].probability > 0.4


def test_coordination_is_a_reason(geoparser: Geoparser):
    text = "Queues formed on the motorway linking Zagreb with Split as the holidays began."
    (split,) = [m for m in geoparser.parse(text).mentions if m.text == "Split"]
    (bonus,) = [reason for reason in split.reasons if reason.name == "coordination"]
    assert bonus.score == 2.5
    assert "bind it to a place" in bonus.detail


def test_words_beside_a_place_that_are_no_list_coordinate_nothing(geoparser: Geoparser):
    text = "Split the bill with Zagreb, he said."
    assert "Split" not in [mention.text for mention in geoparser.parse(text).mentions]
