import warnings

import pytest
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.point import Point

from geocache.gazetteer import CompiledGazetteer, MemoryGazetteer
from geocache.geocoder import GazetteerGeocoder
from geocache.records import NameKind


@pytest.fixture
def paris() -> MemoryGazetteer:
    """Two countries with their subdivisions, and places called Paris."""
    world = MemoryGazetteer()
    world.add_place("France", 2.0, 47.0, feature="A.PCLI", country_code="FR", population=60_000_000)
    world.add_place(
        "United States",
        -98.0,
        39.0,
        feature="A.PCLI",
        country_code="US",
        names={"US": NameKind.ABBREVIATION, "American": NameKind.DEMONYM},
    )
    texas = {"country_code": "US", "admin1_code": "TX"}
    world.add_place("Texas", -99.0, 31.0, feature="A.ADM1", **texas)
    world.add_place("Paris", 2.35, 48.85, id="paris:fr", country_code="FR", population=2_000_000)
    world.add_place("Paris", -95.55, 33.66, id="paris:tx", population=24_782, **texas)
    world.add_place(
        "Parys",
        27.45,
        -26.9,
        id="parys",
        country_code="ZA",
        population=9_000_000,
        names={"Paris": NameKind.ALTERNATE},
    )
    return world


@pytest.fixture
def geocoder(paris: MemoryGazetteer) -> GazetteerGeocoder:
    return GazetteerGeocoder(paris)


def ids(locations) -> list[str]:
    return [location.raw["id"] for location in locations]


def test_name_leads_to_its_place_with_everything_known(geocoder: GazetteerGeocoder):
    location = geocoder.geocode("paris")
    assert location.address == "Paris, France"
    assert (location.latitude, location.longitude) == (48.85, 2.35)
    assert location.raw["id"] == "paris:fr"
    assert location.raw["population"] == 2_000_000
    assert location.raw["match_kind"] == "preferred"


def test_preferred_names_come_first_then_the_most_populous(geocoder: GazetteerGeocoder):
    assert ids(geocoder.geocode("Paris", exactly_one=False)) == ["paris:fr", "paris:tx", "parys"]
    assert ids(geocoder.geocode("Paris", exactly_one=False, limit=2)) == ["paris:fr", "paris:tx"]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("Paris, Texas", ["paris:tx"]),
        ("Paris, TX", ["paris:tx"]),
        ("Paris, Texas, US", ["paris:tx"]),
        ("Paris,United States,", ["paris:tx"]),
        ("Paris, fr", ["paris:fr"]),
        ("Paris, Texas, France", None),
        ("Paris, Nowhere", None),
        ("Nowhere, Texas", None),
    ],
)
def test_qualifier_behind_a_comma_narrows(geocoder: GazetteerGeocoder, query: str, wanted):
    found = geocoder.geocode(query, exactly_one=False)
    assert (found and ids(found)) == wanted


def test_address_names_the_subdivision_where_it_is_known(geocoder: GazetteerGeocoder):
    assert geocoder.geocode("Paris, Texas").address == "Paris, Texas, United States"
    assert geocoder.geocode("Texas").address == "Texas, United States"
    assert geocoder.geocode("American").address == "United States"
    assert geocoder.geocode("Parys").address == "Parys"


def test_name_with_a_comma_is_found_as_it_is(paris: MemoryGazetteer):
    paris.add_place("Washington, D.C.", -77.0, 38.9, id="dc")
    assert GazetteerGeocoder(paris).geocode("Washington, DC").raw["id"] == "dc"


def test_place_without_extent_holds_what_is_near(paris: MemoryGazetteer):
    paris.add_place("Montmartre", 2.34, 48.88, id="near")
    paris.add_place("Montmartre", -70.0, 46.0, id="far", population=9)
    found = GazetteerGeocoder(paris).geocode("Montmartre, Paris", exactly_one=False)
    assert ids(found) == ["near"]


def test_region_holds_what_its_polygon_covers(paris: MemoryGazetteer):
    shape = {"area": {"box": [-100, 30, -90, 35]}}
    paris.add_place("Red River Region", -95.0, 33.0, feature="L.RGN", extent=shape)
    found = GazetteerGeocoder(paris).geocode("Paris, Red River Region", exactly_one=False)
    assert ids(found) == ["paris:tx"]


@pytest.mark.parametrize("codes", ["us", "US", ["us"], ("ZW", "us"), "zw, us"])
def test_country_codes_are_a_limit(geocoder: GazetteerGeocoder, codes):
    assert ids(geocoder.geocode("Paris", country_codes=codes, exactly_one=False)) == ["paris:tx"]


def test_viewbox_is_a_preference(geocoder: GazetteerGeocoder):
    viewbox = [Point(35, -90), (30, -100)]
    found = geocoder.geocode("Paris", viewbox=viewbox, exactly_one=False)
    assert ids(found) == ["paris:tx", "paris:fr", "parys"]


@pytest.mark.parametrize("exactly_one", [True, False])
def test_empty_result_is_none_as_geopy_has_it(geocoder: GazetteerGeocoder, *, exactly_one: bool):
    assert geocoder.geocode("Nowhere", exactly_one=exactly_one) is None
    assert GazetteerGeocoder(MemoryGazetteer()).reverse((0, 0), exactly_one=exactly_one) is None


@pytest.mark.parametrize(
    ("options", "echoed"),
    [
        ({"query": ""}, "query is ''"),
        ({"query": " , "}, "query is ' , '"),
        ({"query": None}, "query is None"),
        ({"query": {"city": "Paris"}}, "'city'"),
        ({"query": "Paris", "country_codes": "USA"}, "'USA'"),
        ({"query": "Paris", "viewbox": [(1, 2)]}, r"\[\(1, 2\)\]"),
        ({"query": "Paris", "viewbox": [(1, 2), "x"]}, "'x' is no point"),
    ],
)
def test_bad_queries_are_echoed(geocoder: GazetteerGeocoder, options: dict, echoed: str):
    with pytest.raises(GeocoderQueryError, match=echoed):
        geocoder.geocode(**options)


def test_limit_below_one_is_a_value_error(geocoder: GazetteerGeocoder):
    with pytest.raises(ValueError, match="limit is 0"):
        geocoder.geocode("Paris", exactly_one=False, limit=0)
    with pytest.raises(ValueError, match="limit is -1"):
        geocoder.reverse((0, 0), exactly_one=False, limit=-1)


@pytest.mark.parametrize("query", [(48.9, 2.3), "48.9, 2.3", Point(48.9, 2.3)])
def test_point_leads_to_the_nearest_settlement(geocoder: GazetteerGeocoder, query):
    location = geocoder.reverse(query)
    assert location.address == "Paris, France"
    assert location.raw["distance_km"] == pytest.approx(6.67, abs=0.05)


def test_reverse_lists_settlements_nearest_first(geocoder: GazetteerGeocoder):
    assert ids(geocoder.reverse((0, 10), exactly_one=False)) == ["parys", "paris:fr", "paris:tx"]
    assert ids(geocoder.reverse((0, 10), exactly_one=False, limit=1)) == ["parys"]


@pytest.mark.parametrize("query", ["here", "", (91, 0), (float("nan"), 0), None, (), (1, 2, 3, 4)])
@pytest.mark.parametrize("action", ["error", "ignore"])
def test_invalid_point_is_echoed(geocoder: GazetteerGeocoder, query, action: str):
    with warnings.catch_warnings():
        warnings.simplefilter(action)
        with pytest.raises(GeocoderQueryError, match="is no point"):
            geocoder.reverse(query)


def test_geocoder_goes_where_any_geopy_geocoder_goes(geocoder: GazetteerGeocoder):
    assert isinstance(geocoder, Geocoder)
    limited = RateLimiter(geocoder.geocode, min_delay_seconds=0)
    with geocoder:
        assert limited("Paris", timeout=3).raw["id"] == "paris:fr"


def test_geocoder_has_no_way_to_the_network(geocoder: GazetteerGeocoder):
    with pytest.raises(GeocoderServiceError, match="never opens the network"):
        geocoder._call_geocoder("http://127.0.0.1/", lambda _: None)


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("Idlib, Syria", "Idlib, Syria"),
        ("Paris, Texas", "Paris, Texas, United States"),
        ("Tripoli, Lebanon", "Tripoli"),
        ("Mosul, Middle East", "Mosul"),
    ],
)
def test_embedded_gazetteer_by_name(gazetteer: CompiledGazetteer, query: str, address: str):
    assert GazetteerGeocoder(gazetteer).geocode(query).address.startswith(address)


def test_embedded_gazetteer_by_point(gazetteer: CompiledGazetteer):
    location = GazetteerGeocoder(gazetteer).reverse((35.931, 36.634))
    assert location.address == "Idlib, Idlib, Syria"
