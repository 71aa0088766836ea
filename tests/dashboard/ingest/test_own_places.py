"""Places of the user's own: files as lists, and the page that changes them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.ingest.own_places import OwnPlace, OwnPlaces
from dashboard.views.shared import WORKSPACE_VARIABLE
from dashboard.workspace import Workspace
from geocache.errors import KnowledgeFileError
from geocache.gazetteer import PackSource

PAGE = "from dashboard.views.own_places_page import show\nshow()"
CSV = """name,lon,lat,also,countries,feature
Checkpoint Zulu,36.70,35.90,Zulu checkpoint;حاجز زولو,SY,S.BDG
Camp Nord,37.5,36.5,,,
"""
GEOJSON = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": "Zone Y", "also": "Sector Y;Y"},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[[30, 10], [31, 10], [31, 11], [30, 10]]],
                },
            },
            {
                "type": "Feature",
                "properties": {"name": "Hill 9"},
                "geometry": {"type": "Point", "coordinates": [33.5, 12]},
            },
        ],
    }
)
YAML = """entries:
- {name: Rakban dump, point: [38.6, 33.3], population: 40}
- {place: "geonames:11428685", also: [the berm camp]}
"""
FILES = {"own.csv": CSV, "own.geojson": GEOJSON, "own.yaml": YAML}


def records(places: OwnPlaces) -> list[str]:
    """What the gazetteer takes of a file, without where it came from."""
    source = PackSource(places.file, places.content())
    return [repr(record).replace(source.version, "") for record in source.records()]


@pytest.mark.parametrize("file", FILES)
def test_places_file_that_is_written_anew_holds_the_same_places(file: str):
    places = OwnPlaces.of(file, FILES[file].encode())
    again = OwnPlaces.of(file, places.content())
    assert again.entries == places.entries
    assert records(again) == records(OwnPlaces(file, places.entries))
    assert len(records(places)) >= 2


@pytest.mark.parametrize("file", FILES)
def test_place_is_added_changed_and_taken_away(file: str):
    places = OwnPlaces.of(file, FILES[file].encode())
    ids, count = places.ids(), len(places.entries)
    more = places.with_place(OwnPlace("Post 7", 36.1, 35.2, ("P7", " "), "S.PSTB", "sy"))
    assert more.ids() == [*ids, "own:post-7"]
    named = more.with_place(OwnPlace("Post Seven", 36.2, 35.2, ("P7",)), count)
    assert named.ids() == more.ids()  # decisions and links name it
    assert named.entries[count]["point"] == [36.2, 35.2]
    assert "countries" not in named.entries[count]
    assert OwnPlaces.of(file, named.content()).entries == named.entries
    assert named.without(count).entries == places.entries


def test_outline_stays_when_names_change():
    places = OwnPlaces.of("own.geojson", GEOJSON.encode())
    changed = places.with_place(OwnPlace("Zone Yankee", 0, 0), 0)
    assert changed.entries[0]["area"] == places.entries[0]["area"]
    assert changed.entries[0]["point"] == places.entries[0]["point"]


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        (OwnPlace(" ", 1, 2), "has no name"),
        (OwnPlace("X", 1, 2, country="QQ"), "QQ"),
        (OwnPlace("X", 181, 2), "181"),
        (OwnPlace("X", float("nan"), 2), "nan"),
    ],
)
def test_invalid_place_is_refused_and_echoed(place: OwnPlace, reason: str):
    with pytest.raises(KnowledgeFileError, match=reason):
        OwnPlaces("own.csv").with_place(place)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    made = Workspace(tmp_path / "work.sitmap")
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(made.path))
    return made


@pytest.fixture
def opened(workspace: Workspace) -> Callable[[], AppTest]:
    assert workspace

    def open_page() -> AppTest:
        page = AppTest.from_string(PAGE, default_timeout=30).run()
        assert not page.exception
        return page

    return open_page


def test_place_is_added_on_the_page(workspace: Workspace, opened: Callable[[], AppTest]):
    page = opened()
    assert [info.value for info in page.info] == ["You have no places of your own yet."]
    name, country, also = page.text_input
    name.input("Checkpoint Zulu")
    country.input("SY")
    also.input("Zulu checkpoint; حاجز زولو")
    lat, lon = page.number_input
    lat.set_value(35.9)
    lon.set_value(36.7)
    page.button(key="your-places-save").click()
    page.run()
    assert [said.value for said in page.success] == ["The place was added."]
    ((file, content),) = workspace.packs()
    (entry,) = OwnPlaces.of(file, content).entries
    assert (file, entry["name"], entry["point"]) == (
        "my-places.csv",
        "Checkpoint Zulu",
        [36.7, 35.9],
    )
    assert entry["also"] == ["Zulu checkpoint", "حاجز زولو"]
    assert list(page.dataframe[0].value["name"]) == ["Checkpoint Zulu"]


def test_place_that_can_not_be_kept_is_reported(
    workspace: Workspace, opened: Callable[[], AppTest]
):
    page = opened()
    page.text_input[0].input("Nowhere")
    page.text_input[1].input("QQ")
    page.button(key="your-places-save").click()
    page.run()
    assert [said.value for said in page.error] == ["That can't be kept."]
    assert any("'QQ' is no two-letter code" in text.value for text in page.text)
    assert workspace.packs() == []


@pytest.mark.parametrize("button", ["your-places-save", "your-places-forget-0"])
def test_concurrent_changes_are_not_overwritten(
    workspace: Workspace, opened: Callable[[], AppTest], button: str
):
    workspace.add_pack("own.csv", CSV.encode())
    page = opened()
    theirs = f"{CSV}Post 7,36.1,35.2,,,\n".encode()
    workspace.add_pack("own.csv", theirs)
    page.text_input[0].input("Camp Zuid")
    page.button(key=button).click().run()
    assert any("own.csv was changed meanwhile" in text.value for text in page.text)
    assert dict(workspace.packs())["own.csv"] == theirs
    assert list(page.dataframe[0].value["name"])[-1] == "Post 7"
    page.text_input[0].input("Camp Zuid")
    page.button(key="your-places-save").click().run()
    assert list(page.dataframe[0].value["name"])[-2:] == ["Post 7", "Camp Zuid"]


def test_places_file_is_listed_and_taken_away(workspace: Workspace, opened: Callable[[], AppTest]):
    workspace.add_pack("own.csv", CSV.encode())
    page = opened()
    rows = page.dataframe[0].value
    assert list(rows["name"]) == ["Checkpoint Zulu", "Camp Nord"]
    assert list(rows["kind"]) == ["bridge", "place"]
    page.button(key="your-places-forget-0").click().run()
    assert workspace.packs() == []
    assert [said.value for said in page.success] == ["own.csv is kept no more."]
