import copy
import pickle

import pytest
from shapely.geometry import LineString, Point, shape

from geocache import Footprint, FootprintKind, Geoparser
from geocache.footprint.geometry import PART_SHARE
from geocache.footprint.grammar.lexicon import SLOT
from geocache.footprint.grammar.masking import mask
from geocache.footprint.grammar.quantities import read_quantity
from geocache.footprint.registry import patterns
from geocache.gazetteer import MemoryGazetteer
from geocache.geodesy import area_km2, length_km
from geocache.records import Geometry


def expressions(parser: Geoparser, text: str) -> list[tuple[str, FootprintKind]]:
    parsed = parser.parse(text)
    return [(text[f.start : f.end], f.kind) for f in parsed.footprints]


def only(parser: Geoparser, text: str) -> Footprint:
    (footprint,) = parser.parse(text).footprints
    return footprint


@pytest.fixture
def parser(world: MemoryGazetteer) -> Geoparser:
    return Geoparser(world)


@pytest.mark.parametrize(
    ("words", "radius_km"),
    [
        ("a 55-km zone around Fooville", 55),
        ("the 55 km exclusion zone around Fooville", 55),
        ("a 20-mile radius around the Fooville area", 32.18688),
        ("within 1.5 kilometres of Fooville", 1.5),
        ("within 500 metres of Fooville", 0.5),
        ("within 12 nautical miles of Fooville", 22.224),
    ],
)
def test_zones_have_the_stated_size(parser: Geoparser, words: str, radius_km: float):
    text = f"Nobody may enter {words}."
    footprint = only(parser, text)
    assert text[footprint.start : footprint.end] == words
    assert footprint.kind is FootprintKind.ZONE
    assert area_km2(footprint.geometry) == pytest.approx(3.14159 * radius_km**2, rel=0.005)


def test_zone_around_an_unknown_place_is_kept_but_not_drawn(parser: Geoparser):
    footprint = only(parser, "the 10-km zone around the village of Qurbaz")
    assert footprint.geometry is None


@pytest.mark.parametrize(
    "text",
    [
        "the border between Syria and Jordan",
        "the Syrian-Jordanian border",
        "the Jordanian–Syrian frontier",
        "Jordan's border with Syria",
    ],
)
def test_borders_are_the_shared_line(parser: Geoparser, text: str):
    footprint = only(parser, text)
    assert footprint.kind is FootprintKind.BORDER
    assert length_km(footprint.geometry) == pytest.approx(343, abs=5)


def test_towns_have_no_border(parser: Geoparser):
    kinds = {kind for _, kind in expressions(parser, "the Fooville-Bartown border")}
    assert kinds == {FootprintKind.POINT}


def test_unknown_road_is_schematic(parser: Geoparser):
    footprint = only(parser, "the road from Fooville to Bartown")
    assert footprint.kind is FootprintKind.ROUTE
    assert not footprint.exact
    assert "schematic" in footprint.note
    assert shape(footprint.geometry).equals(LineString([(37.0, 35.0), (38.0, 35.5)]))


@pytest.mark.parametrize(
    ("side", "inside", "outside"),
    [
        ("southern", (36.1, 32.7), (36.6, 36.0)),
        ("north-eastern", (41.0, 36.8), (36.1, 32.7)),
        ("western", (36.0, 35.2), (41.0, 36.8)),
    ],
)
def test_parts_lie_on_their_side(parser: Geoparser, side: str, inside, outside):
    footprint = only(parser, f"Snow in {side} Syria.")
    assert footprint.kind is FootprintKind.PART
    assert shape(footprint.geometry).contains(Point(inside))
    assert not shape(footprint.geometry).contains(Point(outside))
    assert area_km2(footprint.geometry) == pytest.approx(186_000 * PART_SHARE, rel=0.05)


@pytest.mark.parametrize(
    ("text", "radius_km"),
    [("within 1,000 km of Fooville", 1000), ("within 2,500.5 km of Fooville", 2500.5)],
)
def test_thousands_are_not_taken_for_decimals(parser: Geoparser, text: str, radius_km: float):
    assert f"{radius_km:g} km radius" in only(parser, text).note


@pytest.mark.parametrize("text", ["within 0 km of Fooville", "within 30000 km of Fooville"])
def test_absurd_sizes_are_no_zones(parser: Geoparser, text: str):
    assert only(parser, text).kind is FootprintKind.POINT


@pytest.mark.parametrize(
    "text", ["Jordan lies to the south of Syria", "a place 60 km to the east of Syria"]
)
def test_ground_beside_a_place_is_no_part_of_it(parser: Geoparser, text: str):
    assert FootprintKind.PART not in {f.kind for f in parser.parse(text).footprints}


def test_spread_to_the_south_of_a_country_is_in_it(parser: Geoparser):
    assert only(parser, "They fled to the south of Syria").kind is FootprintKind.PART


def test_expressions_do_not_reach_into_the_next_paragraph(parser: Geoparser):
    assert only(parser, "northern\n\nSyria").kind is FootprintKind.AREA
    assert only(parser, "northern\nSyria").kind is FootprintKind.PART


def test_part_of_a_town_is_cut_from_a_circle_that_its_people_would_fill(parser: Geoparser):
    footprint = only(parser, "Snow in southern Fooville.")
    assert footprint.kind is FootprintKind.PART
    assert "no outline" in footprint.note
    assert area_km2(footprint.geometry) == pytest.approx(200_000 / 4000 * PART_SHARE, rel=0.02)


def test_zone_without_an_outline_stands_for_its_place(parser: Geoparser):
    footprint = only(parser, "the safe zone in Syria")
    assert footprint.kind is FootprintKind.AREA
    assert "approximate" in footprint.note


def test_associative_role_is_a_point_and_literal_role_an_area(parser: Geoparser):
    assert only(parser, "Syria said no.").kind is FootprintKind.POINT
    assert only(parser, "Snow fell in Syria.").kind is FootprintKind.AREA


def test_mentions_of_one_expression_share_it(parser: Geoparser):
    syrian, jordanian = parser.parse("the Syrian-Jordanian border").mentions
    assert syrian.footprint is jordanian.footprint
    assert syrian.footprint.mentions == (0, 1)


def test_masked_offsets_lead_back():
    text = f"From Foo {SLOT} to Bar."
    masked = mask(text, [(5, 8), (14, 17)])
    assert masked.text == f"From {SLOT}   to {SLOT}."
    assert [masked.original(p) for p in (0, 5, 6, 12, 13)] == [0, 5, 8, 14, 17]
    assert [node.mentions for node in masked.nodes_in(6, 13)] == [(1,)]


def count_drawings(monkeypatch: pytest.MonkeyPatch, parser: Geoparser) -> list[str]:
    drawn: list[str] = []
    area = parser.gazetteer.area

    def counted(place_id: str):
        drawn.append(place_id)
        return area(place_id)

    monkeypatch.setattr(parser.gazetteer, "area", counted)
    return drawn


@pytest.mark.parametrize("text", ["Snow fell in Syria.", "Snow fell in northern Syria."])
def test_places_and_parts_are_drawn_when_they_are_read(
    monkeypatch: pytest.MonkeyPatch, parser: Geoparser, text: str
):
    drawn = count_drawings(monkeypatch, parser)
    footprint = only(parser, text)
    assert (text[footprint.start : footprint.end], drawn) == (text[13:-1], [])
    assert footprint.geometry["type"] == "MultiPolygon" or "northern" in text
    assert footprint.note
    assert len(drawn) == 1


def test_parts_are_cut_off_once(monkeypatch: pytest.MonkeyPatch, parser: Geoparser):
    drawn = count_drawings(monkeypatch, parser)
    first, second = (only(parser, "Snow fell in northern Syria.") for _ in range(2))
    assert first.geometry is second.geometry
    assert len(drawn) == 1


def count_outlines(monkeypatch: pytest.MonkeyPatch, parser: Geoparser) -> list[str]:
    drawn: list[str] = []
    outline = parser.gazetteer.outline

    def counted(outline_id: str, zoom: int | None = None) -> Geometry | None:
        drawn.append(outline_id)
        return outline(outline_id, zoom)

    monkeypatch.setattr(parser.gazetteer, "outline", counted)
    return drawn


@pytest.fixture
def governorates(world: MemoryGazetteer) -> Geoparser:
    codes = {"country_code": "SY", "admin1_code": "09"}
    world.add_place("Halab", 37.16, 36.2, feature="A.ADM1", **codes)
    world.add_place("Nowhere", 37.1, 36.1, feature="A.ADM2", admin2_code="X", **codes)
    return Geoparser(world)


@pytest.mark.parametrize(
    ("text", "kind", "exact", "outline"),
    [
        ("Snow fell in Syria.", FootprintKind.AREA, True, "country/SY"),
        ("Snow fell in Halab.", FootprintKind.AREA, True, "subdivision/SY.09"),
        ("Snow fell in Nowhere.", FootprintKind.AREA, False, "subdivision/SY.09"),
        ("Talks on the Syria de-escalation zone.", FootprintKind.AREA, False, "country/SY"),
        ("Snow fell in the countryside of Halab.", FootprintKind.PART, False, "subdivision/SY.09"),
    ],
)
def test_outline_is_drawn_when_its_geometry_is_read(
    monkeypatch: pytest.MonkeyPatch,
    governorates: Geoparser,
    text: str,
    kind: FootprintKind,
    exact: bool,  # noqa: FBT001
    outline: str,
):
    drawn = count_outlines(monkeypatch, governorates)
    footprint = only(governorates, text)
    assert (footprint.kind, footprint.exact, footprint.outline) == (kind, exact, outline)
    assert footprint.note
    assert footprint.uncertainty_km is None
    sent = pickle.dumps(footprint)
    assert len(sent) < 2000
    assert drawn == []
    assert footprint.geometry == governorates.gazetteer.outline(outline)
    assert drawn[0] == outline
    received = pickle.loads(sent)  # noqa: S301  our own
    assert (received.note, received.outline) == (footprint.note, outline)
    assert received == footprint
    assert pickle.loads(pickle.dumps(footprint)) == footprint  # noqa: S301  with its geometry


@pytest.mark.parametrize("text", ["Snow fell in Fooville.", "Snow fell in northern Syria."])
def test_geometry_that_is_no_whole_outline_has_no_outline_id(parser: Geoparser, text: str):
    assert only(parser, text).outline == ""


def test_copies_of_an_outline_draw_it_like_the_first(parser: Geoparser):
    for copied in (copy.copy, copy.deepcopy):
        footprint = only(parser, "Snow fell in Syria.")
        twin = copied(footprint)
        assert "shape" in vars(footprint)
        assert twin == footprint


def test_footprints_are_plain_records_whether_drawn_or_not(parser: Geoparser):
    first, second, third = (only(parser, "Snow fell in Syria.") for _ in range(3))
    assert pickle.loads(pickle.dumps(first)) == second  # noqa: S301  its own bytes
    assert copy.copy(third) == third
    with pytest.raises(AttributeError, match="colour"):
        _ = first.colour


@pytest.mark.parametrize(
    ("words", "low_km", "high_km", "is_stated"),
    [
        ("55-km", 55, 55, True),
        ("twenty-five kilometres", 25, 25, True),
        ("two hundred and fifty km", 250, 250, True),
        ("half a mile", 0.804672, 0.804672, True),
        ("half a dozen kilometres", 6, 6, True),
        ("10 to 15 km", 10, 15, False),
        ("10–15-km", 10, 15, False),
        ("a few kilometres", 2, 5, False),
        ("about 64 nautical miles", 118.528, 118.528, False),
        ("one thousand two hundred metres", 1.2, 1.2, True),
        ("1,200 metres", 1.2, 1.2, True),
        ("some dozens of kilometres", 24, 60, False),
        ("40 kilometers (about 25 miles)", 40, 40, True),
        ("40 km / 25 miles", 40, 40, True),
        ("about 40 km/nearly 25 miles", 40, 40, False),
    ],
)
def test_sizes_are_read_as_people_write_them(
    words: str, low_km: float, high_km: float, *, is_stated: bool
):
    text = f"It lies {words} from Foo."
    (pattern,) = [pattern for pattern in patterns() if pattern.name == "distance from a place"]
    ((_start, _end, groups),) = pattern.matches(mask(text, [(len(text) - 4, len(text) - 1)]))
    size = read_quantity({key: found for key, found in groups.items() if found})
    assert (size.low_km, size.high_km) == (pytest.approx(low_km), pytest.approx(high_km))
    assert size.is_stated == is_stated


@pytest.mark.parametrize("blank", ["\n", "\t", "\u00a0", "\r\n", "  ", " \n ", "\u2009\n"])
def test_white_space_of_any_kind_is_a_blank_in_an_expression(geoparser: Geoparser, blank: str):
    text = "They fled 20 km north of Raqqa.".replace(" ", blank)
    expected = f"20{blank}km{blank}north{blank}of{blank}Raqqa"
    assert expressions(geoparser, text) == [(expected, FootprintKind.OFFSET)]


@pytest.mark.parametrize("gap", ["\n\n", "\r\n\r\n", " \n \n "])
def test_expression_does_not_reach_into_the_next_paragraph(geoparser: Geoparser, gap: str):
    text = f"They fled 20 km north of{gap}Raqqa. He saw the{gap}20 km north of Aleppo."
    found = expressions(geoparser, text)
    assert found[0] == ("Raqqa", FootprintKind.POINT)
    assert found[-1] == ("20 km north of Aleppo", FootprintKind.OFFSET)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was 40 km / within 25 miles of Raqqa.", "within 25 miles of Raqqa"),
        ("It was W\u0130TH\u0130N 5 KM OF RAQQA.", "W\u0130TH\u0130N 5 KM OF RAQQA"),
        ("It was 5 km outs\u0131de Raqqa.", "5 km outs\u0131de Raqqa"),
        ("He walked one one km north of Raqqa.", "north of Raqqa"),
        ("He walked five and five km from Raqqa.", "Raqqa"),
        ("He walked \ue003\ue004 from Raqqa.", "Raqqa"),
    ],
)
def test_odd_sizes(geoparser: Geoparser, text: str, expected: str):
    assert [words for words, _kind in expressions(geoparser, text)] == [expected]


def test_mentions_of_nested_expressions_belong_to_the_outermost(geoparser: Geoparser):
    text = "the 30-km strip along the Turkish border in northern Aleppo Governorate, Syria"
    turkish, aleppo, syria = geoparser.parse(text).mentions
    assert turkish.footprint is aleppo.footprint
    assert text[turkish.footprint.start : turkish.footprint.end].endswith("Aleppo Governorate")
    assert syria.footprint is not aleppo.footprint


def test_border_of_one_country_is_with_the_one_named_near_by(geoparser: Geoparser):
    parsed = geoparser.parse("Shells from Syria fell near the Turkish border.")
    (border,) = [f for f in parsed.footprints if f.kind is FootprintKind.BORDER]
    assert "names Syria near by" in border.note
    alone = geoparser.parse("Nobody may go near the Turkish border.").footprints[0]
    assert "does not say which" in alone.note
    assert length_km(alone.geometry) > 2 * length_km(border.geometry)


def test_text_is_read_whole_whatever_it_stands_in(geoparser: Geoparser):
    text = f"{'No place at all. ' * 300}A convoy 20 km north of Raqqa in Syria.{' More.' * 300}"
    assert FootprintKind.OFFSET in {f.kind for f in geoparser.parse(text).footprints}


def test_unknown_anchor_is_kept_and_reported_as_unknown(parser: Geoparser):
    footprint = only(parser, "A mine exploded 18 km west of the village of Qurbaz.")
    assert footprint.kind is FootprintKind.OFFSET
    assert footprint.geometry is None
    assert "no source knows Qurbaz" in footprint.note


@pytest.mark.parametrize(
    "text",
    [
        "She studied at Northern Fooville University.",
        "the University of Southern Syria",
        "the road south of the Fooville Branch",
        "a flood in the eastern province of Fooville",
        "a flood in the northern Syrian district of Fooville",
    ],
)
def test_directions_in_names_are_no_parts(parser: Geoparser, text: str):
    drawn = {footprint.kind for footprint in parser.parse(text).footprints}
    assert not drawn & {FootprintKind.PART, FootprintKind.OFFSET}


def test_zone_around_an_unknown_name_is_not_drawn_around_the_town_beside_it(
    geoparser: Geoparser,
):
    text = "Nobody may enter the 4-km danger zone around Mount Qwertu near Medan in Indonesia."
    parsed = geoparser.parse(text)
    (mount,) = [m for m in parsed.mentions if m.text == "Mount Qwertu"]
    assert mount.footprint.kind is FootprintKind.ZONE
    assert mount.footprint.geometry is None
    assert "no source knows Mount Qwertu" in mount.footprint.note
