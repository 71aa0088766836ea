import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, dataclass, replace
from pathlib import Path

import pytest

from geocache.errors import GazetteerError, UnknownPlaceError
from geocache.gazetteer import CompiledGazetteer, open_gazetteer
from geocache.gazetteer.curated_geometry import CuratedGeometry
from geocache.gazetteer.index import manifest
from geocache.gazetteer.index.build import build_index
from geocache.gazetteer.index.manifest import Manifest
from geocache.gazetteer.index.places import geonames_number
from geocache.gazetteer.protocols import NameRecord, PlaceRecord
from geocache.quick_records import make_match, make_place
from geocache.records import MatchQuality, NameKind, NameMatch, Place, PlaceOrigin

DRAWN = CuratedGeometry.of(
    {
        "area": {"box": [1, 1, 2, 2], "circle_km": 5, "countries": ["SY"], "clip": [0, 0, 3, 3]},
        "line": [[1, 1], [2, 2.5]],
        "through": [{"place": "test:3", "name": "Bar"}],
        "exactness": "a guess",
        "stands_for": "more than that",
    }
)


def place(number: int, name: str, **facts: object) -> Place:
    fields = {"lon": 1.0, "lat": 2.0, "feature_class": "P", "feature_code": "PPL", **facts}
    return Place(id=f"test:{number}", name=name, **fields)


@dataclass
class ListSource:
    """A source over a list."""

    content: list[PlaceRecord | NameRecord]
    name: str = "list"
    version: str = "1"
    licence: str = "none"

    def records(self) -> Iterator[PlaceRecord | NameRecord]:
        return iter(self.content)


@pytest.fixture
def source() -> ListSource:
    syria = place(1, "Syria", feature_class="A", feature_code="PCLI", country_code="SY")
    return ListSource(
        [
            NameRecord("country:SY", {"Syrian": NameKind.DEMONYM}),
            PlaceRecord(syria, {"Syria": NameKind.PREFERRED}, aliases=("country:SY",)),
            PlaceRecord(
                place(2, "Foo", population=5, origin=PlaceOrigin.CURATED),
                {"Foo": NameKind.PREFERRED, "Bar": NameKind.ALTERNATE},
                DRAWN,
                ("sitmap:foo",),
            ),
            PlaceRecord(place(3, "Bar", population=9), {"Bar": NameKind.PREFERRED}),
        ]
    )


@pytest.fixture
def index(tmp_path: Path, source: ListSource) -> CompiledGazetteer:
    return CompiledGazetteer(build_index(tmp_path / "index", [source]))


def test_places_come_back_whole(index: CompiledGazetteer, source: ListSource):
    assert index.place("test:2") == source.content[2].place
    assert len(index) == 3


def test_records_made_quickly_are_like_any_other():
    facts = ("test:1", "Raqqa", 39.0, 35.9, "P", "PPLA", "SY", "04", "", 220_000, "", "GeoNames")
    known, made = Place(*facts), make_place(*facts, PlaceOrigin.USER)
    assert type(made) is Place
    assert (made, hash(made), repr(made)) == (known, hash(known), repr(known))
    assert pickle.loads(pickle.dumps(made)) == known  # noqa: S301  our own
    assert replace(made, name="Ar-Raqqah") == replace(known, name="Ar-Raqqah")
    assert make_match(made, NameKind.ALTERNATE, MatchQuality.EXACT) == NameMatch(
        known, NameKind.ALTERNATE
    )
    with pytest.raises(FrozenInstanceError):
        made.name = "Mosul"


@pytest.mark.parametrize(
    ("place_id", "origin"),
    [
        ("geonames:169389", PlaceOrigin.GEONAMES),
        ("icao:OSDI", PlaceOrigin.AIRPORTS),
        ("sitmap:al-tanf", PlaceOrigin.CURATED),
        ("point:38.617,33.517", PlaceOrigin.TEXT),
        ("mine:camp-bravo", PlaceOrigin.USER),
        ("user:1", PlaceOrigin.USER),
        ("", PlaceOrigin.USER),
    ],
)
def test_origin_of_a_place_kept_without_it_is_derived_from_its_id(
    place_id: str, origin: PlaceOrigin
):
    assert PlaceOrigin.of_id(place_id) is origin


def test_matches_are_ordered_by_population_and_say_what_the_name_is(index: CompiledGazetteer):
    assert [(m.place.id, m.kind) for m in index.matches("BAR")] == [
        ("test:3", NameKind.PREFERRED),
        ("test:2", NameKind.ALTERNATE),
    ]
    assert index.matches("Baz") == ()
    assert index.has_name("bar")
    assert not index.has_name("Baz")


def test_names_may_come_before_their_place(index: CompiledGazetteer):
    (match,) = index.matches("Syrian")
    assert (match.place.id, match.kind) == ("test:1", NameKind.DEMONYM)


def test_slugs_and_country_codes_are_ids_too(index: CompiledGazetteer):
    assert index.place("country:SY").id == "test:1"
    assert index.place("sitmap:foo").id == "test:2"
    assert index.curated_geometry("test:2") == DRAWN
    assert index.curated_geometry("test:3") is None


def test_unknown_id_is_an_error_that_echoes_it(index: CompiledGazetteer):
    with pytest.raises(UnknownPlaceError, match="test:99"):
        index.place("test:99")


@pytest.mark.parametrize(
    ("place_id", "number"),
    [
        ("geonames:169389", 169_389),
        ("geonames:0", 0),
        ("geonames:2147483647", 2_147_483_647),
        ("geonames:2147483648", None),
        (f"geonames:{'9' * 5000}", None),
        ("geonames:0169389", None),
        ("geonames:-1", None),
        ("geonames:٣", None),
        ("geonames:", None),
        ("geonameS:1", None),
        ("sitmap:10", None),
        ("", None),
    ],
)
def test_ids_of_geonames_alone_have_a_number(place_id: str, number: int | None):
    assert geonames_number(place_id) == number


def test_names_for_a_place_that_nobody_delivers_stop_the_build(tmp_path: Path, source: ListSource):
    source.content.append(NameRecord("country:XX", {"Xish": NameKind.DEMONYM}))
    with pytest.raises(GazetteerError, match="country:XX"):
        build_index(tmp_path / "index", [source])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["names.marisa", "places.bin", "name_rows.npy", "ids.npy"])
@pytest.mark.parametrize("damage", ["missing", "truncated", "altered"])
def test_damaged_index_is_refused(tmp_path: Path, source: ListSource, name: str, damage: str):
    folder = build_index(tmp_path / "index", [source])
    if damage == "missing":
        (folder / name).unlink()
    elif damage == "altered":
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    else:
        (folder / name).write_bytes((folder / name).read_bytes()[:-1])
    with pytest.raises(GazetteerError, match=name):
        CompiledGazetteer(folder)


def test_index_is_read_whole_only_when_it_was_touched(
    tmp_path: Path, source: ListSource, monkeypatch: pytest.MonkeyPatch
):
    folder = build_index(tmp_path / "index", [source])
    CompiledGazetteer(folder)  # found whole, and remembered as such
    read: list[str] = []
    checksum = manifest._checksum
    monkeypatch.setattr(manifest, "_checksum", lambda p: read.append(p.name) or checksum(p))
    CompiledGazetteer(folder)
    assert read == []
    with (folder / "places.bin").open("r+b") as stream:
        stream.write(b"\x01")
    with pytest.raises(GazetteerError, match=r"places\.bin"):
        CompiledGazetteer(folder)
    assert read == ["places.bin"]


def test_manifest_that_is_no_json_is_refused_saying_what_to_do(tmp_path: Path, source: ListSource):
    folder = build_index(tmp_path / "index", [source])
    (folder / Manifest.FILE).write_text("{")
    with pytest.raises(GazetteerError, match="delete the folder"):
        CompiledGazetteer(folder)


@pytest.mark.parametrize(
    "change",
    [{"schema": 1}, {"schema": 99}, {"files": {}}, {"files": None}, {"files": {"a": {"bytes": 1}}}],
)
def test_index_of_another_version_is_refused(
    tmp_path: Path, source: ListSource, change: dict[str, object]
):
    path = build_index(tmp_path / "index", [source]) / Manifest.FILE
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(GazetteerError, match=r"of version|no usable manifest"):
        CompiledGazetteer(path.parent)


def test_opening_rebuilds_a_damaged_index(
    tmp_path: Path, source: ListSource, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SITMAP_CACHE_DIR", str(tmp_path))
    open_gazetteer(sources=[source])
    (folder,) = (tmp_path / "gazetteer").iterdir()
    (folder / "names.marisa").unlink()
    assert open_gazetteer(sources=[source]).has_name("Foo")


def test_index_of_other_content_is_another_file(
    tmp_path: Path, source: ListSource, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SITMAP_CACHE_DIR", str(tmp_path))
    open_gazetteer(sources=[source])
    newer = ListSource([*source.content, PlaceRecord(place(4, "Baz"), {"Baz": NameKind.PREFERRED})])
    newer.version = "2"
    assert open_gazetteer(sources=[newer]).has_name("Baz")
    assert not open_gazetteer(sources=[source]).has_name("Baz")


def test_index_that_is_there_first_stays(tmp_path: Path, source: ListSource):
    first = build_index(tmp_path / "index", [source])
    stamp = (first / Manifest.FILE).stat().st_mtime_ns
    build_index(tmp_path / "index", [source])
    assert (first / Manifest.FILE).stat().st_mtime_ns == stamp
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_manifest_names_sources_and_checksums(tmp_path: Path, source: ListSource):
    folder = build_index(tmp_path / "index", [source])
    manifest = json.loads((folder / Manifest.FILE).read_text())
    assert manifest["sources"] == [{"name": "list", "version": "1", "licence": "none"}]
    assert len(manifest["files"]["names.marisa"]["sha256"]) == 64


def test_unwritable_cache_is_a_clear_error(tmp_path: Path, source: ListSource):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(GazetteerError, match="can't write the gazetteer"):
        build_index(blocked / "index", [source])


SLOW_BUILD = """
import sys, time
from pathlib import Path
from geocache.gazetteer.index import build
from geocache.gazetteer.index.build import build_index
from geocache.gazetteer.protocols import PlaceRecord
from geocache.records import MatchQuality, NameKind, NameMatch, Place, PlaceOrigin

class Source:
    name, version, licence = "list", "1", "none"
    def records(self):
        for number in range(1000):
            place = Place(f"test:{number}", f"Foo {number}", 1.0, 2.0, "P", "PPL")
            yield PlaceRecord(place, {place.name: NameKind.PREFERRED})

written = build.Collected._write_approximate
def slowly(self, rank):
    print("writing", flush=True)
    sys.stdin.readline()
    written(self, rank)
build.Collected._write_approximate = slowly
build_index(Path(sys.argv[1]), [Source()])
"""


def slow_build(target: Path) -> subprocess.Popen[str]:
    """A process that has written half of an index, and waits for a line before it goes on."""
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW_BUILD, str(target)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "writing\n"
    return process


def test_killed_build_leaves_nothing_that_can_be_opened(tmp_path: Path, source: ListSource):
    target = tmp_path / "index"
    with slow_build(target) as process:
        process.kill()
        process.wait()
    assert not target.exists()
    with pytest.raises(GazetteerError):
        CompiledGazetteer(target)
    (draft,) = tmp_path.iterdir()
    for path in (draft, *draft.iterdir()):
        os.utime(path, (0, 0))
    assert CompiledGazetteer(build_index(target, [source])).has_name("Foo")
    assert list(tmp_path.iterdir()) == [target]  # what was left behind is cleared away


def test_concurrent_builds_give_one_whole_index(tmp_path: Path):
    target = tmp_path / "index"
    with slow_build(target) as one, slow_build(target) as other:
        for process in (other, one):
            process.communicate("go on\n", timeout=60)
        assert (one.returncode, other.returncode) == (0, 0)
    assert len(CompiledGazetteer(target)) == 1000
    assert list(tmp_path.iterdir()) == [target]
