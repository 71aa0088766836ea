"""How much of a shape a zoom shows."""

import numpy as np
import pytest
from shapely.geometry import LineString, Point, mapping, shape

from dashboard.maps.geometry import for_zoom

CIRCLE = mapping(Point(37, 35).buffer(1, quad_segs=500))
ROAD = mapping(LineString([(x, 35 + 0.01 * np.sin(x * 300)) for x in np.arange(36, 38, 0.001)]))


@pytest.mark.parametrize("zoom", [2, 5, 8, 12])
@pytest.mark.parametrize("drawn", [CIRCLE, ROAD])
def test_simplified_shape_is_off_by_less_than_a_pixel(drawn: dict, zoom: int):
    found = shape(for_zoom(drawn, zoom, is_outline=False))
    pixel = 360 / 256 / 2**zoom
    assert found.hausdorff_distance(shape(drawn)) < pixel


def test_simplified_shape_is_smaller_the_farther_away():
    sizes = [len(str(for_zoom(CIRCLE, zoom, is_outline=False))) for zoom in (2, 6, 12)]
    assert sizes == sorted(sizes)
    assert sizes[0] * 20 < len(str(CIRCLE))


def test_outlines_keep_all_from_zoom_five_on():
    near, far = (for_zoom(CIRCLE, zoom, is_outline=True) for zoom in (5, 4))
    assert len(near["coordinates"][0]) == len(CIRCLE["coordinates"][0])
    assert len(far["coordinates"][0]) < len(CIRCLE["coordinates"][0])


def test_point_stays_one():
    assert for_zoom({"type": "Point", "coordinates": [1.23456, 2]}, 3, is_outline=False) == {
        "type": "Point",
        "coordinates": [1.23, 2],
    }
