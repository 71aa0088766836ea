"""Users' own places: every format, laid over a gazetteer, and every way to get them wrong."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from shapely.geometry import shape

from geocache import Geoparser
from geocache.errors import BadPlaceError, KnowledgeFileError
from geocache.gazetteer import CompiledGazetteer, LayeredGazetteer, MemoryGazetteer, PackSource
from geocache.gazetteer.protocols import NameRecord, PointRecord, Record
from geocache.records import FootprintKind, NameKind, Outcome

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


def test_pack_places_are_found_resolved_and_drawn_in_a_text(world: MemoryGazetteer):
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


def test_place_of_the_base_can_be_corrected(world: MemoryGazetteer):
    moved = "- {id: 'test:3', name: Fooville, feature: P.PPL, point: [40, 33], countries: [SY]}"
    gazetteer = LayeredGazetteer(world, [pack(moved)])
    (match,) = gazetteer.matches("Fooville")
    assert (match.place.lon, match.place.source) == (40.0, "mine.yaml")
    assert gazetteer.place("test:3").lon == 40.0
    assert [p.lon for p in gazetteer.nearest(37.0, 35.0, 9, "P") if p.name == "Fooville"] == [40.0]
    assert [p.lon for p in gazetteer.settlements("SY") if p.name == "Fooville"] == [40.0]
    assert [hit.place.lon for hit in gazetteer.search("Fooville")] == [40.0]


KNOWN = {
    "country_code": "SY",
    "admin1_code": "09",
    "admin2_code": "173577",
    "population": 4321,
    "note": "middle of the district",
}


@pytest.mark.parametrize(
    ("given", "changed"),
    [
        ("", {}),
        ("population: 0", {"population": 0}),
        ("feature: S.CMPRF", {"feature_class": "S", "feature_code": "CMPRF"}),
        ("countries: [SY]", {}),
        ("countries: [IQ]", {"country_code": "IQ", "admin1_code": "", "admin2_code": ""}),
        ("admin1: '08'", {"admin1_code": "08", "admin2_code": ""}),
        ("exactness: measured", {"note": "measured"}),
    ],
)
def test_known_place_keeps_what_an_entry_does_not_give(given: str, changed: dict):
    world = MemoryGazetteer()
    known = world.add_place("Foo", 37, 35, id="geonames:7", feature="P.PPLA2", **KNOWN)
    text = f"entries:\n  - id: geonames:7\n    name: Fu\n    point: [38, 36]\n    {given}\n"
    place = LayeredGazetteer(world, [pack(text)]).place("geonames:7")
    corrected = {"name": "Fu", "lon": 38.0, "lat": 36.0, "note": "", "source": "mine.yaml"}
    assert place == replace(known, **corrected | changed)


def test_later_pack_keeps_what_an_earlier_one_gave(world: MemoryGazetteer):
    first = "entries:\n  - {id: my:1, name: A, point: [37, 35], population: 70, countries: [SY]}\n"
    second = "entries:\n  - {id: my:1, name: B, point: [38, 36]}\n"
    place = LayeredGazetteer(world, [pack(first), pack(second, "next.yaml")]).place("my:1")
    assert (place.name, place.lon, place.population, place.country_code) == ("B", 38, 70, "SY")


def test_line_is_drawn_as_it_was_given(world: MemoryGazetteer):
    line = {"type": "LineString", "coordinates": [[37.0, 35.0], [37.5, 35.2], [38.0, 35.5]]}
    road = pack(geojson(line, name="Ring Road", feature="R.RD"), "roads.geojson")
    parser = Geoparser(LayeredGazetteer(world, [road]))
    (mention,) = parser.parse("Shelling cut the Ring Road near the town.").mentions
    assert shape(mention.footprint.geometry) == shape(line)


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
def test_invalid_entry_is_reported_with_its_place(
    world: MemoryGazetteer, name: str, text: str, said: str
):
    with pytest.raises(KnowledgeFileError, match=said) as caught:
        LayeredGazetteer(world, [pack(text, name)])
    assert name in str(caught.value)


def test_unusable_entries_are_all_listed_at_once(world: MemoryGazetteer):
    text = "name,lon,lat\nA,1,2\nB,,\nC,3,4\nD,x,1\n"
    with pytest.raises(KnowledgeFileError, match=r"(?s)line 3.*line 5"):
        LayeredGazetteer(world, [pack(text, "mine.csv")])


def test_bytes_that_are_no_utf8_are_refused():
    with pytest.raises(KnowledgeFileError, match=r"mine.csv: can't be read"):
        PackSource("mine.csv", b"name,lon,lat\n\xff,1,2\n")


def test_corrected_place_keeps_the_names_it_has(world: MemoryGazetteer):
    moved = "- {id: 'test:1', name: Syria, feature: A.PCLI, point: [39, 34], countries: [sy]}"
    gazetteer = LayeredGazetteer(world, [pack(moved)])
    (match,) = gazetteer.matches("Syrians")
    assert (match.place.lon, match.place.country_code) == (39.0, "SY")
    assert match.kind is NameKind.DEMONYM
    assert gazetteer.place(match.place.id).lon == 39.0


def test_known_place_gets_a_point_and_names_at_once(world: MemoryGazetteer):
    gazetteer = LayeredGazetteer(world, [pack("- {place: 'test:3', point: [40, 33], also: [Fv]}")])
    (match,) = gazetteer.matches("Fv")
    assert (match.place.name, match.place.lon) == ("Fooville", 40.0)
    assert "mine.yaml" in match.place.note


def test_facts_may_come_before_the_place_of_another_pack(world: MemoryGazetteer):
    facts = pack("- {place: 'mine:camp-bravo', also: [Bravo Base]}", "facts.yaml")
    gazetteer = LayeredGazetteer(world, [facts, pack(GOOD_CSV, "mine.csv")])
    assert gazetteer.matches("Bravo Base")[0].place.name == "Camp Bravo"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('name,lon,lat\n"Zulu, the ""Great""",1,2\n', 'Zulu, the "Great"'),
        ("name,lon,lat\n'Ayn Zulu',1,2\n", "'Ayn Zulu'"),
        ("sep=;\r\nname;lon;lat\r\nZulu;1;2\r\n", "Zulu"),
        ("name\tlon\tlat\tcolour\nZulu\t1\t2\tred\n", "Zulu"),
    ],
)
def test_tables_of_spreadsheets_are_read_as_they_are_written(
    world: MemoryGazetteer, text: str, name: str
):
    gazetteer = LayeredGazetteer(world, [pack(text, "mine.csv")])
    assert gazetteer.matches(name)[0].place.name == name


def test_polygon_over_the_antimeridian_is_cut(world: MemoryGazetteer):
    ring = [[170, -5], [-170, -5], [-170, 5], [170, 5], [170, -5]]
    sea = geojson({"type": "Polygon", "coordinates": [ring]}, name="Zulu Sea", feature="H.SEA")
    gazetteer = LayeredGazetteer(world, [pack(sea, "sea.geojson")])
    place = gazetteer.matches("Zulu Sea")[0].place
    assert abs(place.lon) >= 170
    assert gazetteer.area(place.id).geometry["type"] == "MultiPolygon"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{name: X, point: [1, 2], als: [Y]}", "als not among"),
        ("{name: X, point: [1, 2], also: Y Z}", "also is 'Y Z'; expected a list of texts"),
        ("{name: No, point: [1, 2]}", "name is False; expected text"),
        ("{name: X, point: [1, 2], countries: [Syria]}", "'SYRIA' is no two-letter code"),
        ("{name: X, point: [1, 2], forms: [Y]}", "stand under 'also'"),
        ("{name: X, point: [1, 2], population: -5}", "population is -5"),
        ("{name: X, point: [1, 2], population: .inf}", "infinity"),
        ("{name: X, point: [1, 2], area: 5}", "area is 5"),
        ("{name: X, point: [1, 2], area: {geometry: {type: Polygon}}}", "can't be drawn"),
    ],
)
def test_forbidden_field_of_an_entry_is_refused(world: MemoryGazetteer, entry: str, said: str):
    with pytest.raises(KnowledgeFileError, match=said):
        LayeredGazetteer(world, [pack(f"- {entry}")])


@pytest.mark.parametrize("name", ["deep.geojson", "deep.yaml"])
def test_file_that_nests_without_end_is_refused(name: str):
    with pytest.raises(KnowledgeFileError, match="can't be read"):
        PackSource(name, b"[" * 100_000)


def test_feature_alone_is_a_pack(world: MemoryGazetteer):
    feature = json.loads(ZONE)["features"][0]
    gazetteer = LayeredGazetteer(world, [pack(json.dumps(feature), "mine.geojson")])
    assert gazetteer.has_name("Camp Bravo")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mine.geojson", geojson({"type": "Point", "coordinates": [37.5, 35.2]}, name="Zulu",
                                 area=12.5, line="blue", OBJECTID=7)),
        ("mine.csv", "name,lon,lat,area,OBJECTID\nZulu,37.5,35.2,12.5,7\n"),
    ],
)  # fmt: skip
def test_foreign_fields_of_a_place_are_left_alone(world: MemoryGazetteer, name: str, text: str):
    gazetteer = LayeredGazetteer(world, [pack(text, name)])
    (match,) = gazetteer.matches("Zulu")
    assert (match.place.lon, match.place.feature_code) == (37.5, "LCTY")
    assert gazetteer.area(match.place.id) is None


class Facts:
    """A source of given records."""

    name, version, licence = "facts", "1", ""

    def __init__(self, *records: Record):
        self._records = records

    def records(self) -> Iterator[Record]:
        yield from self._records


def test_facts_of_a_place_are_the_same_under_every_id(gazetteer: CompiledGazetteer):
    moved = PointRecord("geonames:163843", 38.5, 35.5, "moved")
    layered = LayeredGazetteer(gazetteer, [Facts(moved)])
    assert layered.place("country:SY") == layered.place("geonames:163843")
    assert layered.place("country:SY").lon == 38.5
    text = "entries:\n  - place: country:SY\n    point: [38.5, 35.5]\n    also: [Zorbland]\n"
    layered = LayeredGazetteer(gazetteer, [pack(text)])
    assert layered.place("geonames:163843").lon == 38.5
    assert layered.place("country:SY").lon == 38.5
    assert layered.matches("Zorbland")[0].place.lon == 38.5
    assert layered.curated_geometry("country:SY") == layered.curated_geometry("geonames:163843")


def test_facts_that_need_not_fit_are_left_out_and_other_ids_are_kept(world: MemoryGazetteer):
    unneeded = NameRecord("test:99", {"Nowhere": NameKind.ALTERNATE}, required=False)
    named = NameRecord("test:3", {"Foople": NameKind.ALTERNATE}, aliases=("my:foo",))
    layered = LayeredGazetteer(world, [Facts(unneeded, named)])
    assert layered.matches("Nowhere") == ()
    assert layered.place("my:foo") == layered.place("test:3")
    with pytest.raises(KnowledgeFileError, match="test:99"):
        LayeredGazetteer(world, [Facts(NameRecord("test:99", {"N": NameKind.ALTERNATE}))])


def test_place_is_never_given_the_id_of_another():
    world = MemoryGazetteer()
    world.add_place("Alpha", 36, 33, id="test:2")
    world.add_place("Beta", 1, 1)
    assert [match.place.name for match in world.matches("Alpha")] == ["Alpha"]
    assert len(world) == 2


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"lon": 181.0}, "lon 181.0"),
        ({"lat": -90.5}, "lat -90.5"),
        ({"lon": float("nan")}, "lon nan"),
        ({"lon": float("inf")}, "lon inf"),
        ({"population": -1}, "population of -1"),
        ({"population": 10**400}, "expected 0 to 1,000,000,000,000"),
        ({"id": "my:\ud800"}, "half a character"),
    ],
)
def test_place_that_can_be_on_no_map_is_refused(facts: dict, said: str):
    world = MemoryGazetteer()
    with pytest.raises(BadPlaceError, match=said):
        world.add_place("Bad", **facts)
    assert len(world) == 0


def test_first_order_unit_without_a_code_is_drawn_as_its_country(gazetteer: CompiledGazetteer):
    text = "entries:\n  - name: Zorbland\n    point: [36, 33]\n    feature: A.ADM1\n"
    for countries in ("", "    countries: [SY]\n"):
        layered = LayeredGazetteer(gazetteer, [pack(text + countries)])
        (mention,) = Geoparser(layered).parse("He went to Zorbland.").mentions
        assert mention.footprint.geometry
        assert "Zorbland" in mention.footprint.note


def test_area_that_is_made_of_itself_is_refused(world: MemoryGazetteer):
    text = (
        "entries:\n  - name: Ring\n    id: my:ring\n    point: [36, 33]\n    feature: A.ADMD\n"
        "    area: {subdivisions: [my:ring]}\n"
    )
    with pytest.raises(KnowledgeFileError, match="Ring"):
        LayeredGazetteer(world, [pack(text)])
