import re

import pytest

from geocache.gazetteer import CompiledGazetteer
from geocache.gazetteer.outlines.quality import AreaQuality, area_kind, area_qualities
from geocache.gazetteer.outlines.settled import AGREEMENT_PERCENT, band

STATES = {"ME", "GA", "IA", "WA"}


def test_notes_promise_what_is_measured(gazetteer: CompiledGazetteer):
    units = [
        unit
        for unit in gazetteer.subdivisions()
        if (
            unit.country_code == "US" and unit.feature_code == "ADM2" and unit.admin1_code in STATES
        )
        or (unit.country_code in {"DE", "SY", "JP", "CZ", "TH"} and unit.feature_code == "ADM1")
    ]
    counties, others, *bands = area_qualities(gazetteer, units)
    assert counties.count > 290
    assert counties.agreement[0] > 0.6
    assert counties.offset_km[0] < 10
    assert others.count > 150
    assert len(bands) == len(AGREEMENT_PERCENT)
    for quality, percent in zip(bands, AGREEMENT_PERCENT.values(), strict=True):
        assert quality.agreement[0] == pytest.approx(percent / 100, abs=0.06), quality


def test_agreement_rises_with_the_number_of_settlements():
    assert [AGREEMENT_PERCENT[band(count)] for count in (1, 4, 5, 99, 100)] == [60, 60, 70, 85, 90]


def test_units_without_outline_are_passed_over(gazetteer: CompiledGazetteer):
    assert list(area_qualities(gazetteer, [gazetteer.place("geonames:169575")])) == []  # Homs


def test_area_quality_is_one_line():
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
