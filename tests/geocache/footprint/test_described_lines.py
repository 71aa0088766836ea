"""Lines that words draw from place to place, and what lies beside a river."""

from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from geocache import Footprint, FootprintKind, Geoparser
from geocache.data_files import read_yaml
from geocache.geodesy import distance_km

SETS = read_yaml(Path(__file__).with_name("described_lines.yaml"))
ENOUGH = 0.95
NEAR_KM = 60.0
"""Courses of rivers are rough."""


def footprint_over(geoparser: Geoparser, text: str, words: str) -> Footprint | None:
    start = text.index(words)
    for footprint in geoparser.parse(text).footprints:
        if (footprint.start, footprint.end) == (start, start + len(words)):
            return footprint
    return None


def leads_by(geoparser: Geoparser, footprint: Footprint, names: list[str]) -> bool:
    """Tell whether the ends and corners of a line are near places of these names, in order."""
    corners = shapely.get_coordinates(shape(footprint.geometry))
    ends = [corners[0], corners[-1]]
    if names[0] and not is_near(geoparser, names[0], ends[0]):
        ends.reverse()  # a river is drawn as it flows
    found = [names[0], names[-1]]
    return all(is_near(geoparser, name, end) for name, end in zip(found, ends, strict=True))


def is_near(geoparser: Geoparser, name: str, position: Any) -> bool:
    places = [match.place for match in geoparser.gazetteer.matches(name)]
    return any(distance_km((p.lon, p.lat), tuple(position)) <= NEAR_KM for p in places)


def is_right(geoparser: Geoparser, case: dict[str, Any]) -> bool:
    found = footprint_over(geoparser, case["text"], case["words"])
    if found is None or found.kind is not FootprintKind.ROUTE or found.exact:
        return False
    return found.geometry is not None and leads_by(geoparser, found, case.get("by", ["", ""]))


def test_lines_lead_from_place_to_place(geoparser: Geoparser):
    cases = [case for case in SETS["lines"] if "by" in case]
    wrong = [case["text"] for case in cases if not is_right(geoparser, case)]
    assert len(wrong) <= (1 - ENOUGH) * len(SETS["lines"]), wrong


def is_section_of_coast(geoparser: Geoparser, case: dict[str, Any]) -> bool:
    found = footprint_over(geoparser, case["text"], case["words"])
    if found is None or found.kind is not FootprintKind.PART or found.geometry is None:
        return False
    corners = shapely.get_coordinates(shape(found.geometry))
    reaches = [
        any(is_near(geoparser, name, corner) for corner in corners)
        for name in (*case["ends"], case["beyond"])
    ]
    return reaches == [True, True, False]


def test_sections_of_coasts_end_at_their_towns(geoparser: Geoparser):
    wrong = [case["text"] for case in SETS["coasts"] if not is_section_of_coast(geoparser, case)]
    assert len(wrong) <= (1 - ENOUGH) * len(SETS["coasts"]), wrong


def test_coast_is_drawn_whole_where_a_town_is_not_on_it(geoparser: Geoparser):
    words = "the coast of Syria from Latakia to Damascus"
    found = footprint_over(geoparser, f"Rain fell on {words}.", words)
    assert found
    assert found.geometry
    assert "Latakia and Damascus are not on one shore of it" in found.note


@pytest.mark.parametrize("case", SETS["sides"], ids=lambda case: case["words"])
def test_sides_of_rivers_are_strips_beside_them(geoparser: Geoparser, case: dict[str, Any]):
    found = footprint_over(geoparser, case["text"], case["words"])
    assert found
    assert found.kind is FootprintKind.OFFSET
    assert not found.exact
    assert case["side"] in found.note
    assert "no distance was read" in found.note
    assert shape(found.geometry).is_valid


@pytest.mark.parametrize("text", SETS["none"])
def test_words_of_something_else_draw_no_line(geoparser: Geoparser, text: str):
    kinds = {footprint.kind for footprint in geoparser.parse(text).footprints}
    assert not kinds & {FootprintKind.ROUTE, FootprintKind.OFFSET, FootprintKind.BETWEEN}
