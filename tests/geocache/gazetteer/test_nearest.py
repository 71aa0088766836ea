import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geocache.gazetteer import CompiledGazetteer, MemoryGazetteer
from geocache.gazetteer.index.nearest import NearestIndex
from geocache.geodesy import sphere_km

longitudes = st.floats(-180, 180)
latitudes = st.floats(-90, 90)
positions = st.tuples(longitudes, latitudes)
GRID = [(lon, lat) for lon in range(-180, 180, 10) for lat in range(-90, 91, 10)]


@given(positions, st.lists(positions, min_size=1, max_size=40), st.integers(1, 5))
@example((180.0, 0.0), [(-180.0, 0.0), (179.0, 0.0)], 1)
@example((0.0, 90.0), [(120.0, 89.9), (0.0, 89.0)], 2)
@example((10.0, -90.0), [(-170.0, -90.0)], 1)
def test_order_is_that_of_great_circles(point, places, count):
    index = NearestIndex(*zip(*places, strict=True))
    found = [sphere_km(point, places[row]) for row in index.nearest(*point, count)]
    wanted = sorted(sphere_km(point, place) for place in places)[:count]
    assert found == pytest.approx(wanted, abs=1e-3)


@pytest.mark.parametrize(
    ("lon", "lat", "names"),
    [
        (179.9, -17.0, ["east of the date line", "Suva"]),
        (-179.9, -17.0, ["east of the date line", "Suva"]),
        (180.5, -17.0, ["east of the date line", "Suva"]),
        (-60.0, 90.0, ["Alert", "Ny-Ålesund"]),
        (100.0, -89.0, ["South Pole", "Suva"]),
    ],
)
def test_nearest_reaches_across_the_antimeridian_and_the_poles(
    lon: float, lat: float, names: list[str]
):
    world = MemoryGazetteer()
    world.add_place("Suva", 178.44, -18.14)
    world.add_place("east of the date line", -179.8, -16.8)
    world.add_place("Alert", -62.34, 82.5)
    world.add_place("Ny-Ålesund", 11.93, 78.92)
    world.add_place("South Pole", 0.0, -90.0)
    assert [place.name for place in world.nearest(lon, lat, 2)] == names


def test_places_at_the_same_distance_come_in_their_own_order():
    assert NearestIndex([1.0, -1.0, 1.0], [0.0, 0.0, 0.0]).nearest(0.0, 0.0, 3) == [0, 1, 2]


def test_nearest_places_are_fewer_when_there_are_no_more():
    assert NearestIndex([10.0], [20.0]).nearest(-170.0, -20.0, 5) == [0]
    assert NearestIndex([], []).nearest(0.0, 0.0) == []


def test_nearest_places_are_of_the_class_asked_for():
    world = MemoryGazetteer()
    world.add_place("Province", 0.0, 0.0, feature="A.ADM1")
    world.add_place("Town", 1.0, 0.0)
    assert [place.name for place in world.nearest(0.0, 0.0, feature_class="P")] == ["Town"]
    assert world.nearest(0.0, 0.0, feature_class="H") == ()


@pytest.mark.parametrize(
    ("lon", "lat", "count", "echoed"),
    [
        (0.0, 90.1, 1, "90.1"),
        (float("nan"), 0.0, 1, "nan"),
        (0.0, float("nan"), 1, "nan"),
        (float("inf"), 0.0, 1, "inf"),
        (0.0, 0.0, 0, "count is 0"),
    ],
)
def test_invalid_query_is_echoed(lon: float, lat: float, count: int, echoed: str):
    with pytest.raises(ValueError, match=echoed):
        NearestIndex([0.0], [0.0]).nearest(lon, lat, count)


@pytest.mark.parametrize(
    ("lon", "lat"), [(36.634, 35.931), (-179.99, 0.0), (0.0, 90.0), (0.0, -90.0), (-130.0, -45.0)]
)
def test_compiled_gazetteer_finds_what_a_full_scan_finds(
    gazetteer: CompiledGazetteer, lon: float, lat: float
):
    found = gazetteer.nearest(lon, lat, 5, feature_class="P")
    columns = gazetteer._places.columns[gazetteer._places.where("feature_class", ["P"])]
    places = on_sphere(columns["lon"], columns["lat"])
    cosines = np.sort(places @ on_sphere(lon, lat))[::-1][:5]
    ours = [on_sphere(place.lon, place.lat) @ on_sphere(lon, lat) for place in found]
    assert ours == pytest.approx(list(cosines), abs=1e-14)


def on_sphere(lon, lat):
    """Unit vectors of positions in degrees."""
    lon, lat = np.radians(lon), np.radians(lat)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def test_compiled_gazetteer_knows_the_town_at_a_point(gazetteer: CompiledGazetteer):
    (idlib,) = gazetteer.nearest(36.634, 35.931, feature_class="P")
    assert idlib.id == "geonames:169389"
