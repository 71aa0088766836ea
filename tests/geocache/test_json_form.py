"""A parsed text as JSON: small, whole, and the same as what was parsed."""

import json
from pathlib import Path
from runpy import run_path

import numpy as np
import pytest
import shapely
from shapely.geometry import Point, box, mapping, shape

from geocache import GeometryDetail, Geoparser, ParsedText, to_dict
from geocache.gazetteer.outlines.detail import pixel, projected
from geocache.json_form import simplified, zoom_for

GENERATOR = Path(__file__).parents[1] / "benchmarks" / "generated_reports.py"
TEXT = (
    "Snow fell in Syria, in southern Syria and in Hama. Roads in Syria, Fiji, Europe and Rostov "
    "Oblast were closed, and so was the road from Homs to Hama. Xyzzyville was not reached. "
    "The 55-km area around Al Tanf and the coast of Norway lay in the sun, southern Syria too."
)


@pytest.fixture(scope="module")
def parsed(geoparser: Geoparser) -> ParsedText:
    return geoparser.parse(TEXT, title="Snow", source="example.org", published="2024-03-05")


def test_geometries_are_written_once(geoparser: Geoparser, parsed: ParsedText):
    found = to_dict(parsed, geoparser.gazetteer)
    written = [json.dumps(geometry) for geometry in found["geometries"].values()]
    assert len(written) == len(set(written))
    syria = [m["footprint"]["geometry"] for m in found["mentions"] if m["text"] == "Syria"]
    assert len(syria) == 4
    assert sorted(set(syria)) == sorted({syria[0], syria[1]})
    assert syria[0] == "country/SY"


@pytest.mark.parametrize("detail", ["simple", GeometryDetail.FULL])
def test_footprints_refer_to_what_is_drawn_for_them(
    geoparser: Geoparser, parsed: ParsedText, detail: str
):
    found = json.loads(json.dumps(to_dict(parsed, geoparser.gazetteer, geometry=detail)))
    assert found["text"] == TEXT
    for written, mention in zip(found["mentions"], parsed.mentions, strict=True):
        assert TEXT[written["start"] : written["end"]] == written["text"] == mention.text
        assert written["footprint"]["note"] == mention.footprint.note
        exact, drawn = mention.footprint.geometry, written["footprint"]["geometry"]
        if exact is None:
            assert drawn is None
            continue
        geometry = found["geometries"][drawn]
        assert shape(geometry).is_valid
        assert geometry["type"].removeprefix("Multi") == exact["type"].removeprefix("Multi")
        if detail == GeometryDetail.FULL:
            assert shape(geometry).equals_exact(shape(exact), 0)


@pytest.mark.parametrize(
    "place_id",
    ["country:NO", "country:FJ", "country:RU", "country:SY", "country:VU", "geonames:6255148"],
)
def test_simplified_geometry_lies_where_the_exact_one_does(geoparser: Geoparser, place_id: str):
    exact = geoparser.gazetteer.area(place_id).figure
    zoom = zoom_for(exact)
    drawn = shape(simplified(mapping(exact)))
    assert drawn.is_valid
    boundary = shapely.transform(drawn, projected).boundary
    largest = max(shapely.get_parts(exact), key=lambda part: part.area)
    corners = shapely.points(projected(shapely.get_coordinates(largest)))
    apart = shapely.distance(boundary, corners)
    assert np.quantile(apart, 0.999) < 1.1 * pixel(zoom)  # a pixel, and what rounding moves
    assert apart.max() < 4 * pixel(zoom)  # spits that are narrower than a tenth of one
    assert shapely.get_num_coordinates(drawn) < 20_000


@pytest.mark.parametrize(("side", "count"), [(1, 2), (0.001, 1)])
def test_islands_smaller_than_a_pixel_are_left_out(side: float, count: int):
    islands = shapely.union(box(0, 0, 10, 10), box(12, 0, 12 + side, side))
    assert len(shapely.get_parts(shape(simplified(mapping(islands))))) == count


def test_islands_that_overlap_with_fewer_corners_are_written(geoparser: Geoparser):
    parsed = geoparser.parse("The Americas, Eastern Mediterranean and European regions agreed.")
    geometries = to_dict(parsed, geoparser.gazetteer)["geometries"]
    assert any(footprint.note.startswith("the areas of") for footprint in parsed.footprints)
    assert all(shape(geometry).is_valid for geometry in geometries.values())


@pytest.mark.parametrize(
    ("figure", "zoom"),
    [
        (Point(1, 1), 16),
        (box(-180, -10, 180, 10), 1),
        (box(0, 0, 1, 1), 10),
        (shapely.union(box(179, 0, 180, 1), box(-180, 0, -179, 1)), 9),
    ],
)
def test_zoom_is_that_of_a_map_which_the_figure_fills(figure: shapely.Geometry, zoom: int):
    assert zoom_for(figure) == zoom


def test_geometries_and_evidence_are_written_only_on_request(
    geoparser: Geoparser, parsed: ParsedText
):
    found = to_dict(parsed, geoparser.gazetteer, geometry="none")
    assert found["geometries"] == {}
    assert {m["footprint"]["geometry"] for m in found["mentions"]} == {None}
    assert "reasons" not in found["mentions"][0]
    explained = to_dict(parsed, geoparser.gazetteer, geometry="none", explain=True)["mentions"][0]
    assert explained["reasons"]
    assert explained["resolution"]["candidates"]
    assert explained["resolution"]["evidence"]
    with pytest.raises(ValueError, match="big"):
        to_dict(parsed, geometry="big")


def test_outlines_come_from_the_shipped_files_without_a_gazetteer(parsed: ParsedText):
    assert to_dict(parsed)["geometries"]["country/SY"]["type"] == "MultiPolygon"


def test_size_of_200_kilobytes_of_text_is_below_three_megabytes(geoparser: Geoparser):
    reports = run_path(str(GENERATOR))["reports"](400, seed=3)
    text = "\n\n".join(report.text for report in reports)
    assert len(text) > 200_000
    parsed = geoparser.parse(text[:200_000])
    assert len(parsed.mentions) > 1000
    assert len(json.dumps(to_dict(parsed, geoparser.gazetteer), ensure_ascii=False)) < 3e6
