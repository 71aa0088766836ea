"""Shapes by themselves: circles, parts, middles, and what is within a distance."""

import math
from dataclasses import replace

import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiLineString, MultiPoint, Point, shape

from geocache.antimeridian import figure_of, geometry_of, line_of
from geocache.footprint.geometry import (
    PART_SHARE,
    compass_part,
    farthest_edge,
    is_polygonal,
    middle_part,
    near,
    nearest_position,
    section_between,
    within,
)
from geocache.gazetteer.outlines.countries import coast_line
from geocache.gazetteer.outlines.shipped import ShippedOutlines
from geocache.geodesy import (
    CIRCLE_POINTS,
    along,
    area_km2,
    circle,
    destination,
    destinations,
    distance_km,
    length_km,
    sphere_km,
)
from geocache.records import Place

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [3, 0], [3, 3], [0, 3], [0, 0]]]}


@pytest.mark.parametrize("bearing", range(0, 360, 45))
def test_parts_are_inside_and_of_the_right_size(bearing: int):
    part = compass_part(shape(SQUARE), bearing)
    assert part.is_valid
    assert part.area == pytest.approx(9 * PART_SHARE, rel=0.01)
    assert part.difference(shape(SQUARE).buffer(1e-6)).is_empty


@pytest.mark.parametrize("country", ["BR", "NO", "RU", "US", "NZ", "FJ", "CL", "MT"])
@pytest.mark.parametrize("bearing", [0, 45, 135, 270])
def test_parts_of_countries_are_polygons_of_their_share(country: str, bearing: int):
    whole = ShippedOutlines().outline(f"country/{country}")
    part = compass_part(figure_of(whole), bearing)
    assert is_polygonal(part)
    assert part.is_valid
    assert area_km2(geometry_of(part)) / area_km2(whole) == pytest.approx(PART_SHARE, abs=0.01)


@given(lon=st.floats(-180, 180), lat=st.floats(-89, 89), radius=st.floats(0.1, 500))
def test_circles_are_geodesic_anywhere(lon: float, lat: float, radius: float):
    drawn = circle(lon, lat, radius)
    polygons = drawn["coordinates"]
    for polygon in [polygons] if drawn["type"] == "Polygon" else polygons:
        for corner in polygon[0]:
            if abs(corner[0]) < 180 and abs(corner[1]) < 90:  # elsewhere it was cut
                assert distance_km((lon, lat), corner) == pytest.approx(radius, rel=1e-6)
    assert shape(drawn).is_valid
    assert area_km2(drawn) == pytest.approx(math.pi * radius**2, rel=0.005)


@given(lon=st.floats(-179, 179), lat=st.floats(-80, 80), bearing=st.floats(0, 360))
def test_destination_is_as_far_as_asked(lon: float, lat: float, bearing: float):
    assert distance_km((lon, lat), destination(lon, lat, bearing, 100)) == pytest.approx(100)


@given(
    lon=st.floats(-180, 180),
    lat=st.floats(-90, 90),
    bearing=st.floats(-360, 360),
    radius=st.floats(0, 9000),
)
def test_geodesics_are_those_of_another_implementation(
    lon: float, lat: float, bearing: float, radius: float
):
    direct = Geodesic.WGS84.Direct(lat, lon, bearing, radius * 1000)
    reached = destination(lon, lat, bearing, radius)
    assert reached == pytest.approx((direct["lon2"], direct["lat2"]), abs=1e-8)
    inverse = Geodesic.WGS84.Inverse(lat, lon, reached[1], reached[0])
    assert distance_km((lon, lat), reached) == pytest.approx(inverse["s12"] / 1000, abs=1e-9)


def test_destinations_equal_those_worked_out_one_by_one():
    bearings = range(0, 360, 30)
    one_by_one = [destination(37, 35, bearing, 55) for bearing in bearings]
    assert destinations(37, 35, list(bearings), 55).tolist() == [list(one) for one in one_by_one]


def test_positions_along_a_geodesic_divide_it():
    quarter, end = along((10, 50), (20, 60), [0.25, 1]).tolist()
    assert end == pytest.approx((20, 60))
    assert distance_km((10, 50), quarter) == pytest.approx(distance_km((10, 50), (20, 60)) / 4)


def test_lengths_and_areas_leave_holes_and_gaps_out():
    lines = {"type": "MultiLineString", "coordinates": [[[0, 0], [1, 0]], [[5, 0], [6, 0], [7, 0]]]}
    assert length_km(lines) == pytest.approx(3 * distance_km((0, 0), (1, 0)))
    hole = [[1, 1], [1, 2], [2, 2], [2, 1], [1, 1]]
    holed = {"type": "Polygon", "coordinates": [*SQUARE["coordinates"], hole]}
    taken = area_km2({"type": "Polygon", "coordinates": [hole]})
    assert area_km2(holed) == pytest.approx(area_km2(SQUARE) - taken)


def test_circle_begins_in_the_north_and_closes():
    (ring,) = circle(37, 35, 55)["coordinates"]
    assert len(ring) == CIRCLE_POINTS + 1
    assert ring[0] == ring[-1] == pytest.approx(destination(37, 35, 0, 55))


@given(
    st.tuples(st.floats(-180, 180), st.floats(-90, 90)),
    st.tuples(st.floats(-180, 180), st.floats(-90, 90)),
)
def test_distances_on_the_sphere_are_nearly_those_on_the_ellipsoid(one, other):
    exact = distance_km(one, other)
    assert sphere_km(one, other) == pytest.approx(exact, rel=0.006, abs=0.001)


@settings(deadline=None, max_examples=40)
@given(
    lon=st.floats(-179.99, 179.99),
    lat=st.floats(-88, 88),
    km=st.floats(1, 400),
    bearing=st.floats(0, 360),
)
@example(lon=0.0, lat=-88.0, km=146.0, bearing=196.0)  # GEOS 3.14 splits off a sliver
def test_buffer_of_a_line_is_true_to_half_a_percent(
    lon: float, lat: float, km: float, bearing: float
):
    """Everything within a distance of a straight line: a rectangle and two half circles.

    What runs along the antimeridian itself is taken for the edge of the map, as outlines have it.
    """
    length = 150.0
    end = destination(lon, lat, bearing, length)
    line = line_of([destination(lon, lat, bearing, length * step / 20) for step in range(21)])
    found = within(line, km)
    assert found.is_valid
    expected = math.pi * km**2 + 2 * km * length
    flat = 1 + (km / 6371) ** 2  # the globe's bend takes a little of large ones
    assert area_km2(dict(found.__geo_interface__)) == pytest.approx(expected / flat, rel=0.005)
    assert shapely.distance(found, Point(end)) == 0 or abs(abs(end[0]) - 180) < 1e-6


@pytest.mark.parametrize("country", ["RU", "FJ", "NZ", "US", "AQ"])
def test_buffers_of_countries_across_the_antimeridian_are_valid(country: str):
    found = within(coast_line(country), 20)
    assert found.is_valid
    west, south, east, north = found.bounds
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90


@pytest.mark.parametrize("country", ["BR", "UA", "CL", "FJ"])
def test_middle_part_is_inside_and_of_the_right_size(country: str):
    whole = ShippedOutlines().outline(f"country/{country}")
    middle = middle_part(figure_of(whole))
    assert middle.is_valid
    assert area_km2(geometry_of(middle)) / area_km2(whole) == pytest.approx(PART_SHARE, abs=0.01)


def test_buffer_of_a_line_without_length_is_a_circle():
    here = (42.65, 21.21)
    figure = within(LineString([here, here]), 1.0)
    assert area_km2(figure.__geo_interface__) == pytest.approx(math.pi, rel=0.01)


TOWN = Place("t:town", "Town", 25.0, 65.0, "P", "PPL")


@pytest.mark.parametrize(("lat_off", "is_near"), [(0.2, True), (0.4, False)])
def test_lines_are_cut_at_places_that_lie_few_kilometres_beside_them(
    lat_off: float,
    is_near: bool,  # noqa: FBT001
):
    line = LineString([(20, 65), (24, 65), (30, 65)])
    beside = replace(TOWN, lat=65 + lat_off)
    section = section_between(line, [beside, replace(TOWN, lon=29.0)], 33.0)
    assert (section is not None) == is_near
    if section:
        west, _, east, _ = section.bounds
        assert (west, east) == pytest.approx((25, 29), abs=0.05)
        assert len(section.coords) == 2


def test_section_of_a_line_keeps_the_corners_inside_it():
    line = LineString([(20, 65), (24, 65.1), (26, 65.1), (30, 65)])
    ends = [replace(TOWN, lon=29.0), replace(TOWN, lon=21.0)]
    section = section_between(line, ends, 33.0)
    assert section.coords[1:-1] == [(24, 65.1), (26, 65.1)]


def test_section_of_a_ring_is_the_shorter_way_around():
    ring = LineString([(20, 65), (30, 65), (30, 66), (20, 66), (20, 65)])
    ends = [replace(TOWN, lon=22.0, lat=65.0), replace(TOWN, lon=22.0, lat=66.0)]
    section = section_between(ring, ends, 33.0)
    assert section is not None
    assert section.bounds == pytest.approx((20, 65, 22, 66), abs=0.05)
    assert section_between(ring, ends[::-1], 33.0).equals(section)


def test_section_is_cut_from_the_part_that_is_nearest_to_both_ends():
    parts = [[(20, 65.2), (30, 65.2)], [(20, 65), (30, 65)]]
    ends = [replace(TOWN, lon=lon, lat=65.0) for lon in (22.0, 26.0)]
    section = section_between(MultiLineString(parts), ends, 33.0)
    assert section.bounds == pytest.approx((22, 65, 26, 65), abs=0.05)


def test_nearest_position_is_nearest_on_the_ground():
    """At 65 degrees north a degree of longitude is less than half one of latitude."""
    figure = MultiPoint([(26.0, 65.0), (25.0, 65.5)])
    assert nearest_position(figure, TOWN) == pytest.approx((26.0, 65.0))


@given(lat=st.floats(-80, 80), km=st.floats(2, 200))
@settings(deadline=None, max_examples=30)
def test_buffer_of_an_area_reaches_as_far_in_every_direction(lat: float, km: float):
    area = figure_of(circle(20, lat, 50))
    for bearing in (0, 90, 180, 270):
        line = LineString([destination(20, lat, bearing, 49), destination(20, lat, bearing, 400)])
        reached = shapely.get_coordinates(near(line, area, km))
        farthest = max(distance_km((20, lat), position) for position in reached)
        assert farthest == pytest.approx(50 + km, rel=0.1, abs=0.5)


def test_area_ends_where_a_direction_leaves_it():
    corner = farthest_edge(figure_of(circle(25, 65, 100)), 45)
    assert corner == pytest.approx(destination(25, 65, 45, 100), abs=0.02)
