import pytest

from geocache import Geoparser
from geocache.gazetteer import CompiledGazetteer
from geocache.resolution.outlet_profiles import Home, Homes

HERE, THERE = [("US.IL", "US.IL.1")], [("US.OH", "US.OH.1")]


def test_a_home_is_learnt_from_other_texts_only():
    homes = Homes()
    homes.learn("www.paper.com", "one", HERE)
    homes.learn("paper.com", "one", HERE)
    assert homes.of("paper.com", "one") is None
    home = homes.of("PAPER.com", "two")
    assert home.documents == 1
    assert home.share("US.IL") == pytest.approx(2 / 3)
    assert home.share("") == 0


def test_what_was_taught_and_what_is_learnt_add_up():
    homes = Homes({"paper.com": Home({"US.IL": 2.0}, 2)})
    assert homes.of("paper.com", "x").documents == 2
    homes.learn("paper.com", "one", THERE)
    home = homes.of("paper.com", "two")
    assert (home.documents, home.shares["US.IL"], home.shares["US.OH"]) == (3, 2.0, 1.0)


def test_nothing_is_learnt_without_a_source_or_places():
    homes = Homes()
    homes.learn("", "one", HERE)
    homes.learn("paper.com", "one", [])
    assert homes.of("", "two") is None
    assert homes.of("paper.com", "two") is None


def test_a_local_paper_speaks_of_its_own_county(gazetteer: CompiledGazetteer):
    others = [
        "Middletown, Connecticut, shares a school board with Cromwell, Connecticut.",
        "The road from Middletown, Connecticut, to Hartford was closed on Friday.",
        "Police in Middletown, Connecticut, and in Durham, Connecticut, warned drivers.",
    ]
    geoparser = Geoparser(gazetteer)
    for other in others:
        geoparser.parse(other, source="middletown-paper.example")
    text = "Fire crews were called to a barn near Portland on Monday."
    (portland,) = geoparser.parse(text, source="middletown-paper.example").mentions
    assert portland.resolution.place.admin1_code == "CT"
    (elsewhere,) = geoparser.parse(text).mentions
    assert elsewhere.resolution.place.admin1_code == "OR"
    said = " ".join(item.detail for item in portland.resolution.evidence)
    assert "3 other documents of middletown-paper.example" in said
