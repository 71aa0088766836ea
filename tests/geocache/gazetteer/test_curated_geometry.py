"""What people draw of a place is checked when it is read, and kept as it is."""

import pytest
from shapely.geometry import LineString, box

from geocache.gazetteer.curated_geometry import CuratedArea, CuratedGeometry, Stop

SQUARE = [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]


def test_entry_that_draws_nothing_has_no_geometry():
    assert CuratedGeometry.of({"name": "Foo", "exactness": "within 2 km"}) is None


def test_curated_geometry_is_typed():
    drawn = CuratedGeometry.of(
        {
            "area": {"box": [0, 0, 2, 2], "countries": ["SY"], "clip": [0, 0, 1, 1]},
            "line": [[0, 0], [1, 1]],
            "through": [{"place": "geonames:1", "name": "Foo"}],
        }
    )
    assert drawn == CuratedGeometry(
        CuratedArea((box(0, 0, 2, 2),), countries=("SY",), clip=box(0, 0, 1, 1)),
        LineString([[0, 0], [1, 1]]),
        (Stop("geonames:1", "Foo"),),
    )
    assert drawn.is_line


@pytest.mark.parametrize(
    "entry",
    [
        {"area": {"circle_km": 2.5}, "exactness": "a guess", "stands_for": "the camp"},
        {"area": {"polygon": SQUARE, "subdivisions": ["geonames:1"]}},
        {"area": {"geometry": {"type": "MultiPolygon", "coordinates": [[SQUARE]]}}},
        {"line": {"type": "MultiLineString", "coordinates": [[[0, 0], [1, 1.1]]]}},
        {"through": [{"place": "geonames:1", "name": "Foo"}, {"place": "my:2", "name": "Bar"}]},
    ],
    ids=lambda entry: "-".join([*entry, *entry.get("area", ())]),
)
def test_curated_geometry_comes_back_from_the_index(entry: dict):
    drawn = CuratedGeometry.of(entry)
    assert drawn is not None
    assert CuratedGeometry.decoded(drawn.encoded()) == drawn


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"area": "round"}, "round"),
        ({"area": {}}, "expected one of box, polygon"),
        ({"area": {"clip": [0, 0, 1, 1]}}, "expected one of box, polygon"),
        ({"area": {"radius": 5}}, "found radius"),
        ({"area": {"circle_km": -1}}, "-1"),
        ({"area": {"circle_km": "far"}}, "far"),
        ({"area": {"box": [0, 0, 1]}}, "expected 4"),
        ({"area": {"polygon": [[0, 0], [1, 1]]}}, "at least"),
        ({"area": {"countries": "SY"}}, "expected a list"),
        ({"line": [[0, 0]]}, "can't be drawn"),
        ({"line": {"type": "Point", "coordinates": [0, 0]}}, "Point"),
        ({"through": [{"name": "Foo"}]}, "place"),
    ],
)
def test_invalid_geometry_is_refused(entry: dict, said: str):
    with pytest.raises((TypeError, ValueError), match=said):
        CuratedGeometry.of(entry)
