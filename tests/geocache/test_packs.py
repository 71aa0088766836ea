"""Users' own places: every format, laid over a gazetteer, and every way to get them wrong."""

import json

import pytest

from geocache import Geoparser
from geocache.errors import KnowledgeFileError
from geocache.gazetteer import LayeredGazetteer, MemoryGazetteer, PackSource
from geocache.model import FootprintKind, NameKind, Outcome

YAML = """
entries:
  - name: Camp Bravo
    also: [Bravo camp, مخيم برافو]
    feature: S.CMPRF
    countries: [SY]
    point: [37.5, 35.2]
    area: {circle_km: 2}
  - place: test:3
    also: [Fooopolis]
"""
CSV = "Name;Longitude;Latitude;Also;Country;Population\nCamp Bravo;37,5;35.2;Bravo camp;SY;900\n"
GOOD_CSV = (
    "name,lon,lat,also,countries,population\nCamp Bravo,37.5,35.2,Bravo camp;مخيم برافو,SY,900\n"
)
SQUARE = [[37, 35], [38, 35], [38, 36], [37, 36], [37, 35]]


def geojson(geometry: dict, **properties: object) -> str:
    feature = {"type": "Feature", "geometry": geometry, "properties": properties}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


ZONE = geojson(
    {"type": "Polygon", "coordinates": [SQUARE]},
    name="Camp Bravo",
    also="Bravo camp;مخيم برافو",
    countries="SY",
    feature="S.CMPRF",
)


def pack(text: str, name: str = "mine.yaml") -> PackSource:
    return PackSource(name, text.encode())


@pytest.mark.parametrize(
    ("name", "text"), [("mine.yaml", YAML), ("mine.csv", GOOD_CSV), ("mine.geojson", ZONE)]
)
def test_places_of_every_format_take_part(world: MemoryGazetteer, name: str, text: str):
    gazetteer = LayeredGazetteer(world, [pack(text, name)])
    for spelling in ("Camp Bravo", "bravo CAMP", "مخيم برافو"):
        (match,) = gazetteer.matches(spelling)
        assert match.place.id == "mine:camp-bravo"
    assert (match.place.country_code, match.place.source) == ("SY", name)
    assert gazetteer.place("mine:camp-bravo") == match.place
    assert match.place in gazetteer.nearest(37.5, 35.3, 3)
    assert gazetteer.search("camp brvao")[0].place == match.place
    assert gazetteer.loose_matches("Kamp Bravo")[0].place == match.place


def test_they_are_found_resolved_and_drawn_in_a_text(world: MemoryGazetteer):
    parser = Geoparser(LayeredGazetteer(world, [pack(ZONE, "mine.geojson")]))
    (mention,) = parser.parse("People left Camp Bravo on Monday.").mentions
    assert mention.resolution.outcome is Outcome.RESOLVED
    assert mention.resolution.place.id == "mine:camp-bravo"
    assert mention.footprint.kind is FootprintKind.AREA
    assert mention.footprint.geometry["coordinates"][0][0] == (37.0, 35.0)


def test_names_can_be_given_to_a_place_that_is_known(world: MemoryGazetteer):
    gazetteer = LayeredGazetteer(world, [pack(YAML)])
    (match,) = gazetteer.matches("Fooopolis")
    assert (match.place, match.kind) == (world.place("test:3"), NameKind.ALTERNATE)
    assert [m.place for m in gazetteer.matches("Fooville")] == [world.place("test:3")]


def test_a_place_of_the_base_can_be_put_right(world: MemoryGazetteer):
    moved = "- {id: 'test:3', name: Fooville, feature: P.PPL, point: [40, 33], countries: [SY]}"
    gazetteer = LayeredGazetteer(world, [pack(moved)])
    (match,) = gazetteer.matches("Fooville")
    assert (match.place.lon, match.place.source) == (40.0, "mine.yaml")
    assert gazetteer.place("test:3").lon == 40.0
    assert [p.lon for p in gazetteer.nearest(37.0, 35.0, 9, "P") if p.name == "Fooville"] == [40.0]
    assert [p.lon for p in gazetteer.settlements("SY") if p.name == "Fooville"] == [40.0]
    assert [hit.place.lon for hit in gazetteer.search("Fooville")] == [40.0]


def test_a_line_is_drawn_as_it_was_given(world: MemoryGazetteer):
    line = {"type": "LineString", "coordinates": [[37.0, 35.0], [37.5, 35.2], [38.0, 35.5]]}
    road = pack(geojson(line, name="Ring Road", feature="R.RD"), "roads.geojson")
    parser = Geoparser(LayeredGazetteer(world, [road]))
    (mention,) = parser.parse("Shelling cut the Ring Road near the town.").mentions
    assert mention.footprint.geometry == line


def test_places_of_one_name_are_told_apart(world: MemoryGazetteer):
    twice = "name,lon,lat\nPost 5,37.5,35.2\nPost 5,38.5,35.2\n"
    gazetteer = LayeredGazetteer(world, [pack(twice, "posts.csv")])
    assert {m.place.id for m in gazetteer.matches("Post 5")} == {"posts:post-5", "posts:post-5-2"}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("mine.txt", "x", "ends in one of .yaml, .yml, .geojson, .json, .csv"),
        ("mine.yaml", "entries: [", "mine.yaml: can't be read"),
        ("mine.yaml", "places: []", "expected a list of places"),
        ("mine.yaml", "- {name: X, feature: P.PPL}", "entry 1: .*'point'"),
        ("mine.yaml", "- {name: X, feature: PPL, point: [1, 2]}", "'PPL' is not CLASS.CODE"),
        ("mine.yaml", "- {name: X, point: [361, 2]}", r"point \[361, 2\] is not"),
        ("mine.yaml", "- {name: X, point: [.nan, 2]}", "is not .lon, lat. in degrees"),
        ("mine.yaml", "- just words", "entry 1: 'just words'"),
        ("mine.yaml", "- {place: 'test:99', forms: [X]}", "no place has the id 'test:99'"),
        ("mine.csv", "", "expected columns name, lon and lat; found none"),
        ("mine.csv", "name,x,y\nA,1,2\n", "expected columns name, lon and lat; found name, x, y"),
        ("mine.csv", "name,lon,lat\nA,1,\n", r"line 2: .*'A'"),
        ("mine.csv", "name,lon,lat\nA,1,2,3,4\n", "line 2 has more columns"),
        ("mine.csv", CSV, "line 2: .*37,5"),
        ("mine.geojson", "{}", "expected a GeoJSON FeatureCollection"),
        ("mine.geojson", "{", "can't be read"),
        ("mine.geojson", geojson({"type": "Point", "coordinates": [1, 2]}), "feature 1"),
        ("mine.geojson", geojson({"type": "Blob", "coordinates": []}, name="X"), "feature 1"),
        (
            "mine.geojson",
            geojson({"type": "MultiPoint", "coordinates": [[1, 2], [2, 2]]}, name="X"),
            "MultiPoint is not a point, line or polygon",
        ),
        (
            "mine.geojson",
            geojson({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}),
            "Self-intersection",
        ),
    ],
)
def test_what_is_wrong_is_said_with_the_entry(
    world: MemoryGazetteer, name: str, text: str, said: str
):
    with pytest.raises(KnowledgeFileError, match=said) as caught:
        LayeredGazetteer(world, [pack(text, name)])
    assert name in str(caught.value)


def test_every_unusable_entry_is_listed_at_once(world: MemoryGazetteer):
    text = "name,lon,lat\nA,1,2\nB,,\nC,3,4\nD,x,1\n"
    with pytest.raises(KnowledgeFileError, match=r"(?s)line 3.*line 5"):
        LayeredGazetteer(world, [pack(text, "mine.csv")])


def test_bytes_that_are_no_utf8_are_refused():
    with pytest.raises(KnowledgeFileError, match=r"mine.csv: can't be read"):
        PackSource("mine.csv", b"name,lon,lat\n\xff,1,2\n")
