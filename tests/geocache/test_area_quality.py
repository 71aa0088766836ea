import re

import pytest

from geocache.gazetteer import CompiledGazetteer
from geocache.gazetteer.area_quality import AreaQuality, area_kind, area_qualities
from geocache.gazetteer.settled_areas import AGREEMENT_PERCENT

STATES = {"ME", "GA", "IA", "WA"}


def test_notes_promise_what_is_measured_on_counties(gazetteer: CompiledGazetteer):
    counties = [
        unit
        for unit in gazetteer.subdivisions()
        if unit.feature_code == "ADM2" and unit.country_code == "US" and unit.admin1_code in STATES
    ]
    (quality,) = area_qualities(gazetteer, counties)
    assert quality.count > 290
    assert quality.agreement[0] == pytest.approx(AGREEMENT_PERCENT["ADM2"] / 100, abs=0.06)
    assert quality.offset_km[0] < 10


def test_notes_promise_what_is_measured_on_first_order_units(gazetteer: CompiledGazetteer):
    german = [place for place in gazetteer.divisions() if place.country_code in {"DE", "SY", "JP"}]
    (quality,) = area_qualities(gazetteer, german)
    assert quality.count > 60
    assert quality.agreement[0] == pytest.approx(AGREEMENT_PERCENT["ADM1"] / 100, abs=0.07)


def test_units_without_outline_are_passed_over(gazetteer: CompiledGazetteer):
    assert list(area_qualities(gazetteer, [gazetteer.place("geonames:169575")])) == []  # Homs


def test_a_group_is_one_line():
    line = str(AreaQuality("states", 51, (0.917, 0.84), (4.2, 15.5)))
    assert re.fullmatch(r"states: 51 areas; agreement 92% .*, 84% .* 4 km .*, 16 km .*", line)


@pytest.mark.parametrize(
    ("place_id", "kind"),
    [
        ("geonames:169387", "outline"),  # Idlib
        ("geonames:169575", "built from settlements"),  # Homs
    ],
)
def test_kinds_of_areas(gazetteer: CompiledGazetteer, place_id: str, kind: str):
    assert area_kind(gazetteer.area(place_id)) == kind
