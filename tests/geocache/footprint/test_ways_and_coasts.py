"""Known roads, and where countries meet the sea."""

import pytest
from shapely.geometry import Point, shape

from geocache import FootprintKind, Geoparser
from geocache.footprint.coasts import ocean_outline
from geocache.geodesy import length_km


def test_known_road_is_cut_to_its_named_ends(geoparser: Geoparser):
    text = "The Damascus-Aleppo road and the Homs-Hama road were cut."
    parsed = geoparser.parse(text)
    whole, cut = parsed.footprints
    assert text[whole.start : whole.end] == "The Damascus-Aleppo road"
    assert length_km(whole.geometry) > 280
    assert "M5" in whole.note
    assert cut.kind is FootprintKind.ROUTE


def test_way_between_towns_that_a_known_road_serves_is_cut_from_it(geoparser: Geoparser):
    text = "Lorries burned on the road between Ghazni and Kandahar in Afghanistan."
    (road,) = [f for f in geoparser.parse(text).footprints if f.kind is FootprintKind.ROUTE]
    assert road.note.startswith("Kabul-Kandahar highway from Ghazni to Kandahar by Qalat")
    assert len(road.geometry["coordinates"]) == 3


def test_railway_is_not_taken_for_a_road_nor_a_corridor(geoparser: Geoparser):
    text = "Trains on the {} between Addis Ababa and Djibouti stopped."
    for words, note in (("railway", "railway"), ("road", "road"), ("corridor", "schematic")):
        (way,) = [
            f
            for f in geoparser.parse(text.format(words)).footprints
            if f.kind is FootprintKind.ROUTE
        ]
        assert note in way.note.split(";")[0].split(":")[0], words


def test_coast_of_a_country_is_not_that_of_its_far_islands(geoparser: Geoparser):
    text = "Dengue spreads on Colombia's Caribbean coast, the health institute said."
    (coast,) = [f for f in geoparser.parse(text).footprints if f.kind is FootprintKind.PART]
    figure = shape(coast.geometry)
    assert figure.distance(Point(-74.8, 11.0)) < 0.2
    assert figure.distance(Point(-81.7, 12.6)) > 3


@pytest.mark.parametrize(
    ("town", "country", "has_one"),
    [
        ("Latakia", "Syria", True),
        ("Vancouver", "Canada", True),
        ("Aleppo", "Syria", False),
        ("Moscow", "Russia", False),
        ("Vaduz", "Liechtenstein", False),
    ],
)
def test_has_coast_does_not_draw_the_country(
    geoparser: Geoparser,
    monkeypatch: pytest.MonkeyPatch,
    town: str,
    country: str,
    has_one: bool,  # noqa: FBT001
):
    def drawn(code: str) -> None:
        raise AssertionError(f"{code} is drawn")

    with monkeypatch.context() as patched:
        patched.setattr(geoparser.gazetteer, "outline_figure", drawn)
        parsed = geoparser.parse(f"Boats lay off the coast of {town} in {country}.")
    coasts = [f for f in parsed.footprints if f.kind is FootprintKind.PART]
    assert bool(coasts) == has_one
    assert all(coast.geometry for coast in coasts)


@pytest.mark.parametrize(
    ("place", "ocean"),
    [
        ((-157.9, 21.4), "Pacific Ocean"),
        ((-79.5, 8.9), "Pacific Ocean"),
        ((-79.9, 9.4), "Atlantic Ocean"),
        ((151.2, -33.9), "Pacific Ocean"),
        ((115.8, -31.9), "Indian Ocean"),
        ((18.4, -33.9), "Atlantic Ocean"),
        ((31.0, -29.9), "Indian Ocean"),
        ((-9.1, 38.7), "Atlantic Ocean"),
        ((72.8, 18.9), "Indian Ocean"),
        ((129.7, 71.6), "Arctic Ocean"),
        ((2.2, 41.4), None),
        ((45.0, 12.8), None),
    ],
)
def test_coasts_are_on_one_ocean_at_most(place: tuple[float, float], ocean: str | None):
    found = {
        name
        for name in ("Pacific Ocean", "Atlantic Ocean", "Indian Ocean", "Arctic Ocean")
        if ocean_outline(name).covers(Point(place))
    }
    assert found == ({ocean} if ocean else set())
