import pytest

from geocache import Geoparser, OutletMemory
from geocache.gazetteer import CompiledGazetteer
from geocache.resolution.outlet_profiles import OutletProfile

HERE, THERE = [("US.IL", "US.IL.1")], [("US.OH", "US.OH.1")]


def test_profile_is_learnt_from_other_texts_only():
    memory = OutletMemory()
    memory.learn("www.paper.com", "one", HERE)
    memory.learn("paper.com", "one", HERE)
    assert memory.profile("paper.com", "one") is None
    profile = memory.profile("PAPER.com", "two")
    assert profile.documents == 1
    assert profile.share("US.IL") == pytest.approx(2 / 3)
    assert profile.share("") == 0


def test_profiles_shipped_and_learnt_add_up():
    memory = OutletMemory()
    memory.learn("paper.com", "one", THERE)
    profile = memory.profile("paper.com", "two").and_also(OutletProfile({"US.IL": 2.0}, 2))
    assert profile.documents == 3
    assert (profile.shares["US.IL"], profile.shares["US.OH"]) == (2.0, 1.0)


def test_profile_learns_nothing_without_a_source_or_places():
    memory = OutletMemory()
    memory.learn("", "one", HERE)
    memory.learn("paper.com", "one", [])
    assert memory.profile("", "two") is None
    assert memory.profile("paper.com", "two") is None


def test_local_paper_speaks_of_its_own_county(gazetteer: CompiledGazetteer):
    others = [
        "Middletown, Connecticut, shares a school board with Cromwell, Connecticut.",
        "The road from Middletown, Connecticut, to Hartford was closed on Friday.",
        "Police in Middletown, Connecticut, and in Durham, Connecticut, warned drivers.",
    ]
    geoparser, forgetful = Geoparser(gazetteer, outlet_memory=OutletMemory()), Geoparser(gazetteer)
    for other in others:
        geoparser.parse(other, source="middletown-paper.example")
        forgetful.parse(other, source="middletown-paper.example")
    text = "Fire crews were called to a barn near Portland on Monday."
    (portland,) = geoparser.parse(text, source="middletown-paper.example").mentions
    assert portland.resolution.place.admin1_code == "CT"
    for parsed in (
        geoparser.parse(text),
        forgetful.parse(text, source="middletown-paper.example"),
    ):
        (elsewhere,) = parsed.mentions
        assert elsewhere.resolution.place.admin1_code == "OR"
    said = " ".join(item.detail for item in portland.resolution.evidence)
    assert "3 other documents of middletown-paper.example" in said
