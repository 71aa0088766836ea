"""Distances and bearings on the mean sphere stay near those on the ellipsoid."""

import numpy as np
import pytest
from pyproj import Geod

from geocache.geodesy import distance_km, great_circles, sphere_km

GEOD = Geod(ellps="WGS84")
PLACES = np.random.default_rng(7).uniform((-180, -85), (180, 85), (60, 2))


def test_bearings_on_the_sphere_are_near_those_of_geodesics():
    near = PLACES + np.random.default_rng(8).uniform(-2, 2, PLACES.shape)
    bearings, km = great_circles(PLACES, near)
    assert bearings.shape == km.shape == (60, 60)
    for row, (start, end) in enumerate(zip(PLACES.tolist(), near.tolist(), strict=True)):
        there, _back, metres = GEOD.inv(*start, *end)
        assert (bearings[row, row] - there + 180) % 360 - 180 == pytest.approx(0, abs=0.2)
        assert km[row, row] == pytest.approx(metres / 1e3, rel=6e-3)


def test_lengths_on_the_sphere_are_near_those_of_geodesics():
    _bearings, km = great_circles(PLACES, PLACES[::-1])
    for row, start in enumerate(PLACES.tolist()):
        for column, end in enumerate(PLACES[::-1].tolist()):
            if start != end:
                assert km[row, column] == pytest.approx(distance_km(start, end), rel=6e-3)
                assert km[row, column] == pytest.approx(sphere_km(start, end))


def test_place_has_no_distance_from_itself():
    bearings, km = great_circles(PLACES, PLACES)
    assert np.isfinite(bearings).all()
    assert np.diagonal(km) == pytest.approx(0, abs=1e-3)
