"""Areas that are precomputed with the index are those that are made anew, to within two metres."""

import pickle
import random

import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon, box

from geocache.antimeridian import polygonal
from geocache.caching import Caches
from geocache.gazetteer import CompiledGazetteer, LayeredGazetteer, MemoryGazetteer
from geocache.gazetteer.outlines import settled as settling
from geocache.gazetteer.outlines.areas import AreaMaker
from geocache.gazetteer.outlines.precomputed import AreaTable, PrecomputedArea, write_areas
from geocache.gazetteer.outlines.voronoi import union_of
from geocache.gazetteer.protocols import AreaMethod, PlaceRecord

DEGREES = 2.0**-16
"""Half of the diagonal of a cell of the grid, and some."""


@pytest.fixture(scope="module")
def made_anew(gazetteer: CompiledGazetteer) -> AreaMaker:
    return AreaMaker(gazetteer, Caches())


def chosen(gazetteer: CompiledGazetteer) -> list[str]:
    units = [unit for unit in gazetteer.subdivisions() if unit.country_code in {"RO", "KE", "SY"}]
    built = [u.id for u in units if gazetteer.area(u.id).method is not AreaMethod.OUTLINE]
    regions = [place.id for place in gazetteer.unions()]
    some = random.Random(1)  # noqa: S311  no secret
    return [*some.sample(built, 60), *some.sample(regions, 12), "geonames:2126099"]


def test_precomputed_areas_are_those_that_would_be_made(
    gazetteer: CompiledGazetteer, made_anew: AreaMaker
):
    methods = set()
    for place_id in chosen(gazetteer):
        found, made = gazetteer.area(place_id), made_anew.area(place_id)
        methods.add(found.method)
        assert (found.note, found.method, found.exact) == (made.note, made.method, made.exact)
        assert found.figure.geom_type == made.figure.geom_type
        assert found.figure.is_valid
        apart = shapely.symmetric_difference(found.figure, made.figure)
        # On the grid each side moves by less than a step.
        assert apart.area <= DEGREES * made.figure.length, place_id
    assert {AreaMethod.SETTLEMENTS, AreaMethod.CURATED} <= methods


def test_precomputed_areas_need_no_cells(
    gazetteer: CompiledGazetteer, monkeypatch: pytest.MonkeyPatch
):
    def made(*_asked: object) -> None:
        raise AssertionError("cells are made")

    monkeypatch.setattr(settling, "unclipped_cells", made)
    gazetteer.caches.clear()
    for place_id in chosen(gazetteer):
        area = gazetteer.area(place_id)
        copied = pickle.loads(pickle.dumps(area))  # noqa: S301  our own
        assert copied.figure.equals(area.figure)


def test_units_and_regions_all_have_an_area(gazetteer: CompiledGazetteer):
    places = [*gazetteer.divisions()[::40], *gazetteer.unions()]
    assert len(places) > 250
    assert [place.id for place in places if gazetteer.area(place.id) is None] == []


def test_packs_over_an_index_have_their_own_areas_made(gazetteer: CompiledGazetteer):
    pack = MemoryGazetteer()
    drawn = {"area": {"countries": ["SY", "JO"]}}
    place = pack.add_place("Both", 37, 34, feature="L.RGN", extent=drawn)

    class Pack:
        name, version, licence = "pack", "1", "none"

        def records(self):
            yield PlaceRecord(place, {"Both": "preferred"}, pack.curated_geometry(place.id))

    layered = LayeredGazetteer(gazetteer, [Pack()])
    both = layered.area(place.id).figure
    parts = [gazetteer.area(f"country:{code}").figure for code in ("SY", "JO")]
    assert both.area == pytest.approx(sum(part.area for part in parts))


def test_area_table_gives_back_what_was_written(tmp_path):
    far = MultiPolygon([box(-180, -80.123456789, 180, 80)])
    near = MultiPolygon([box(0.1, 0.1, 0.2, 0.2)])
    write_areas(
        tmp_path,
        [
            PrecomputedArea(7, far, 3),
            PrecomputedArea(2, near),
            PrecomputedArea(5, near, 1, is_around=True),
        ],
    )
    rows = {"far": 7, "near": 2, "around": 5}
    table = AreaTable(tmp_path, rows.get)
    assert len(table) == 3
    assert table.union("near").equals_exact(near, DEGREES)
    assert table.union("far") is None
    assert table.union("unknown") is None

    class Unit:
        id = "far"

    assert table.settled(Unit).settlements == 3
    assert table.settled(Unit).figure.bounds[::2] == (-180, 180)
    Unit.id = "around"
    assert table.settled(Unit).is_around
    Unit.id = "near"
    assert table.settled(Unit) is None


@pytest.mark.parametrize(
    "parts",
    [
        [box(0, 0, 1, 1), box(1, 0, 2, 1)],
        [box(0, 0, 1, 1), box(0.5, 0, 2, 1)],  # they overlap
        [box(0, 0, 1, 1), box(1, 0.5, 2, 2)],  # they share a part of a side
        [box(0, 0, 3, 3), box(1, 1, 2, 2)],
        [box(0, 0, 1, 1), box(5, 5, 6, 6)],
        [box(0, 0, 1, 1)],
        [box(0, 0, 1, 1), MultiPolygon()],
    ],
)
def test_union_is_right_whether_parts_share_their_sides_or_not(parts):
    whole = union_of(np.array(parts, dtype=object))
    assert whole.is_valid
    assert polygonal(whole).equals(polygonal(shapely.union_all(parts)))


def test_area_table_may_be_empty(tmp_path):
    write_areas(tmp_path, [])
    table = AreaTable(tmp_path, {"one": 0}.get)
    assert len(table) == 0
    assert table.union("one") is None
