"""Outlines compiled with the gazetteer: exact ones, and ones for the zooms of a map."""

import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import Point, Polygon, shape

from geocache.errors import UnknownPlaceError
from geocache.gazetteer import CompiledGazetteer, LayeredGazetteer, MemoryGazetteer
from geocache.gazetteer.outlines.countries import world
from geocache.gazetteer.outlines.detail import ZOOMS, classes_of, pixel, projected
from geocache.gazetteer.outlines.shipped import (
    ShippedOutlines,
    country_outline,
    outline_keys,
    subdivision_outline,
)
from geocache.gazetteer.outlines.table import NAME, class_of
from geocache.gazetteer.outlines.topojson import Topology

ALL = [outline_id for _topology, id_of in outline_keys() for outline_id in id_of.values()]
NEIGHBOURS = [
    ("country/UA", "country/RU"),
    ("country/SY", "country/TR"),
    ("country/LS", "country/ZA"),
    ("country/US", "country/CA"),
    ("subdivision/DE.02", "subdivision/DE.01"),
    ("subdivision/US.TX", "subdivision/US.NM"),
    ("subdivision/US.TX.201", "subdivision/US.TX.339"),
]


def on_map(geometry: object) -> object:
    return shapely.transform(shape(geometry), projected)


def holes_between(one: object, other: object) -> list[Polygon]:
    both = one.union(other)
    holes = [Polygon(r) for part in getattr(both, "geoms", [both]) for r in part.interiors]
    return [hole for hole in holes if hole.distance(one) == hole.distance(other) == 0]


def test_outline_table_gives_back_what_was_drawn(gazetteer: CompiledGazetteer):
    shipped = ShippedOutlines()
    known = [outline_id for outline_id in ALL if gazetteer.has_outline(outline_id)]
    assert len(known) > 6000
    for outline_id in (*known[:300], *known[300::25]):
        assert gazetteer.outline(outline_id) == shipped.outline(outline_id), outline_id
        assert gazetteer.outline_bounds(outline_id) == shipped.outline_bounds(outline_id)


@pytest.mark.parametrize("zoom", ZOOMS)
def test_outlines_all_have_a_valid_polygon_at_every_zoom(gazetteer: CompiledGazetteer, zoom: int):
    for outline_id in ALL:
        if gazetteer.has_outline(outline_id):
            drawn = shape(gazetteer.outline(outline_id, zoom))
            assert drawn.is_valid, outline_id
            assert drawn.area > 0, outline_id
            west, south, east, north = drawn.bounds
            assert -180 <= west < east <= 180, outline_id
            assert -90 <= south < north <= 90, outline_id


@pytest.mark.parametrize(
    ("outline_id", "zoom"),
    [
        *product(["country/UA", "country/AQ", "subdivision/SY.09", "subdivision/US.TX"], ZOOMS),
        *product(["country/RU", "country/NO"], [7, 9]),  # fjords narrower than a pixel are closed
    ],
)
def test_border_points_lie_less_than_a_pixel_off(
    gazetteer: CompiledGazetteer, outline_id: str, zoom: int
):
    drawn = on_map(gazetteer.outline(outline_id, zoom)).boundary
    shapely.prepare(drawn)
    exact = on_map(gazetteer.outline(outline_id))
    parts = sorted(exact.geoms, key=lambda part: part.area)[-30:]
    broad = [part for part in parts if not part.buffer(-pixel(zoom)).is_empty]  # others may be gone
    assert broad or zoom < 9
    for part in broad:
        border = shapely.points(shapely.get_coordinates(part.exterior))
        apart = shapely.distance(drawn, border[:: max(1, len(border) // 2000)])
        assert apart.max() <= pixel(zoom) * 1.0001


@pytest.mark.parametrize("zoom", ZOOMS)
@pytest.mark.parametrize(("first", "second"), NEIGHBOURS)
def test_neighbours_share_their_line(
    gazetteer: CompiledGazetteer, first: str, second: str, zoom: int
):
    one, other = (shape(gazetteer.outline(outline_id, zoom)) for outline_id in (first, second))
    exact = [shape(gazetteer.outline(outline_id)) for outline_id in (first, second)]
    border = exact[0].boundary.intersection(exact[1].boundary).length
    # Where coasts are so coarse that they cross borders, a pixel is doubtful.
    doubt = 1.5 * pixel(zoom) ** 2 if zoom < 7 else 1e-9
    assert one.intersection(other).area < doubt
    assert one.boundary.intersection(other.boundary).length > 0.6 * border
    # Nothing is between them either: a gap would be a hole on land in both together.
    land = exact[0].union(exact[1]).buffer(-2 * pixel(zoom))
    assert sum(hole.intersection(land).area for hole in holes_between(one, other)) < doubt


@pytest.mark.parametrize("zoom", [4, 5, 6, 7, 8, 9, 12, None])
def test_vovchansk_five_kilometres_from_the_border_lies_in_ukraine(
    gazetteer: CompiledGazetteer, zoom: int | None
):
    vovchansk = Point(36.94, 50.29)
    assert shape(gazetteer.outline("country/UA", zoom)).contains(vovchansk)
    assert not shape(gazetteer.outline("country/RU", zoom)).contains(vovchansk)


@pytest.mark.parametrize("zoom", [4, 5, 6, 7, 8, 9, 12, None])
def test_milove_at_the_border_itself_lies_in_ukraine(
    gazetteer: CompiledGazetteer, zoom: int | None
):
    """The line of the file, at 1:10 million, runs 480 m to the west; a correction moves it."""
    milove = Point(40.13, 49.37)
    assert shape(gazetteer.outline("country/UA", zoom)).contains(milove)
    assert not shape(gazetteer.outline("country/RU", zoom)).contains(milove)


def test_deeper_zoom_has_more_detail(gazetteer: CompiledGazetteer):
    drawn = [shape(gazetteer.outline("country/NO", zoom)) for zoom in (*ZOOMS, None)]
    counts = [shapely.get_num_coordinates(polygon) for polygon in drawn]
    assert counts == sorted(counts)
    assert counts[0] < 0.1 * counts[-1]


@pytest.mark.parametrize(
    ("zoom", "expected"), [(0, 0), (3, 0), (4, 1), (5, 1), (9, 3), (10, 4), (20, 4), (None, 4)]
)
def test_class_of_a_zoom_is_the_next_that_is_as_deep(zoom: int | None, expected: int):
    assert class_of(zoom) == expected


@pytest.mark.parametrize("outline_id", ["country/RU", "country/FJ", "country/US", "country/AQ"])
@pytest.mark.parametrize("zoom", [*ZOOMS, None])
def test_outlines_cut_at_the_antimeridian_are_cut_at_every_zoom(
    gazetteer: CompiledGazetteer, outline_id: str, zoom: int | None
):
    drawn, exact = (shape(gazetteer.outline(outline_id, z)) for z in (zoom, None))
    assert drawn.area == pytest.approx(exact.area, rel=0.2)
    west, _south, east, _north = gazetteer.outline_bounds(outline_id)
    assert (round(west), round(east)) in {(-180, 180), (-179, 180)}


@pytest.mark.parametrize(
    "outline_id", ["", "country/", "country/ZZ", "SY", "subdivision/SY", "subdivision/US.TX.1.2"]
)
def test_unknown_outline_id_has_no_outline(gazetteer: CompiledGazetteer, outline_id: str):
    for outlines in (gazetteer, MemoryGazetteer()):
        assert not outlines.has_outline(outline_id)
        assert outlines.outline(outline_id) is None
        assert outlines.outline(outline_id, 5) is None
        with pytest.raises(UnknownPlaceError, match="expected one as country/SY"):
            outlines.outline_bounds(outline_id)


def test_ids_are_made_of_the_codes_of_a_place():
    assert country_outline("SY") == "country/SY"
    assert subdivision_outline("SY", "09") == "subdivision/SY.09"
    assert subdivision_outline("US", "TX", "201") == "subdivision/US.TX.201"
    assert len(ALL) == len(set(ALL))
    assert {"country/XK", "country/Somaliland", "subdivision/PR.127"} <= set(ALL)


def test_gazetteers_give_the_same_outlines(gazetteer: CompiledGazetteer):
    layered, memory = LayeredGazetteer(gazetteer, []), MemoryGazetteer()
    for outline_id in ("country/SY", "subdivision/SY.09", "subdivision/US.TX.201"):
        exact = gazetteer.outline(outline_id)
        assert layered.outline(outline_id) == memory.outline(outline_id) == exact
        assert layered.outline(outline_id, 3) == gazetteer.outline(outline_id, 3) != exact
        assert layered.has_outline(outline_id)
        assert memory.has_outline(outline_id)
        bounds = gazetteer.outline_bounds(outline_id)
        assert layered.outline_bounds(outline_id) == memory.outline_bounds(outline_id) == bounds


def test_outline_table_is_small(gazetteer: CompiledGazetteer):
    files = [path for path in gazetteer.folder.iterdir() if path.name.startswith("outline")]
    assert gazetteer.folder / f"{NAME}_steps.npy" in files
    assert sum(path.stat().st_size for path in files) < 15e6


def test_island_below_a_pixel_is_left_out_unless_it_is_all_there_is(tmp_path: Path):
    def islet(lon: int, side: int) -> list[list[int]]:
        return [[lon, 0], [0, side], [side, 0], [0, -side], [-side, 0]]

    document = {
        "type": "Topology",
        "transform": {"scale": [0.001, 0.001], "translate": [0, 0]},
        "arcs": [islet(0, 5000), islet(9000, 9), islet(20000, 9)],
        "objects": {
            "countries": {
                "geometries": [
                    {"type": "MultiPolygon", "id": "two", "arcs": [[[0]], [[1]]]},
                    {"type": "Polygon", "id": "small", "arcs": [[2]]},
                ]
            }
        },
    }
    path = tmp_path / "islands.json"
    path.write_text(json.dumps(document))
    topology = Topology(path)
    exact = {key: topology.polygon(key) for key in topology}
    for zoom, drawn in zip(ZOOMS, classes_of(topology, exact), strict=True):
        two, small = drawn
        assert len(two.geoms) == (2 if zoom == 9 else 1)
        assert np.allclose(small.bounds, exact["small"].bounds)


def test_countries_are_told_apart_by_the_ids_of_their_file():
    assert len(outline_keys()[0][1]) == len(list(world()))
