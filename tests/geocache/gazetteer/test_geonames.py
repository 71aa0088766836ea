"""The whole of GeoNames: its published formats, and everything that can be wrong with them."""

import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from geocache.errors import GazetteerError
from geocache.gazetteer import build_chosen, chosen_index, open_gazetteer, store, use_embedded
from geocache.gazetteer.sources import geonames_sources
from geocache.records import NameKind


def place_line(number: int, name: str, **columns: str) -> str:
    """A line of 19 columns as https://download.geonames.org/export/dump/readme.txt has them."""
    fields = {
        "asciiname": name,
        "alternates": "",
        "lat": "35.93",
        "lon": "36.63",
        "class": "P",
        "code": "PPL",
        "country": "SY",
        "cc2": "",
        "admin1": "12",
        "admin2": "169388",
        "admin3": "",
        "admin4": "",
        "population": "0",
        "elevation": "",
        "dem": "446",
        "timezone": "Asia/Damascus",
        "modified": "2024-01-01",
    } | columns
    return "\t".join([str(number), name, *fields.values()]) + "\n"


PLACES = "".join(
    [
        place_line(1, "Idlib", alternates="Edlib,ادلب", population="128840"),
        place_line(2, "Wādī al-Qurá", asciiname="Wadi al-Qura", **{"class": "T", "code": "VAL"}),
        place_line(3, "Ankara", country="TR", admin1="68", admin2="", population="3517182"),
        place_line(4, "Mediterranean Sea", country="", **{"class": "H", "code": "SEA"}),
        place_line(5, "Far Point", lon="180.0", lat="-17.0", country="FJ"),
    ]
)
NAMES = (
    "1\t1\tar\tإدلب\t1\t\t\t\t\t\n"
    "2\t1\tlink\thttps://example.org/Idlib\t\t\t\t\t\t\n"
    "3\t3\tiata\tESB\t\t\t\t\t\t\n"
    "4\t3\tabbr\tAnk.\t\t\t\t\t\t\n"
    "5\t99\ten\tNobody's\t\t\t\t\t\t\n"
    "6\t1\twkdt\tQ182698\t\t\t\t\t\t\n"
)


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITMAP_CACHE_DIR", str(tmp_path / "cache"))


def written(path: Path, text: str) -> Path:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("readme.txt", "read me")
            archive.writestr(path.with_suffix(".txt").name, text)
    else:
        path.write_text(text, encoding="utf-8", newline="")
    return path


@pytest.fixture(params=[".txt", ".zip"])
def table(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return written(tmp_path / f"allCountries{request.param}", PLACES)


def test_places_and_names_come_as_published(table: Path, tmp_path: Path):
    names = written(tmp_path / "alternateNamesV2.zip", NAMES)
    gazetteer = build_chosen(geonames_sources([table], names))
    idlib = gazetteer.place("geonames:1")
    assert (idlib.lon, idlib.lat, idlib.feature_code) == (36.63, 35.93, "PPL")
    assert (idlib.country_code, idlib.admin1_code, idlib.admin2_code) == ("SY", "12", "169388")
    assert (idlib.population, idlib.note, idlib.source) == (128840, "", "GeoNames")
    for name in ("Idlib", "Edlib", "ادلب", "إدلب"):
        assert [m.place.id for m in gazetteer.matches(name)] == ["geonames:1"], name
    assert gazetteer.matches("Wadi al Qura")[0].place.name == "Wādī al-Qurá"
    assert [m.kind for m in gazetteer.matches("Ank.")] == [NameKind.ABBREVIATION]
    assert [m.place.name for m in gazetteer.coded("esb")] == ["Ankara"]
    assert not gazetteer.has_name("ESB")
    assert not gazetteer.has_name("Q182698")
    assert len(gazetteer) == 5


def test_chosen_countries_and_what_belongs_to_none_alone_are_taken(table: Path):
    gazetteer = build_chosen(geonames_sources([table], countries=["SY"]))
    assert [gazetteer.has_name(n) for n in ("Idlib", "Ankara", "Mediterranean Sea")] == [
        True,
        False,
        True,
    ]


def test_place_on_the_antimeridian_is_found_from_both_sides(table: Path):
    gazetteer = build_chosen(geonames_sources([table]))
    for lon in (179.9, -179.9, 180.0):
        assert gazetteer.nearest(lon, -17.0)[0].name == "Far Point"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("7\ttoo few\n", "expected 19 columns separated by tabs, found 2: '7"),
        (place_line(7, "Nowhere", lat="95.0"), "latitude, longitude are '95.0', '36.63'"),
        (place_line(7, "Nowhere", lon="east"), "latitude, longitude are '35.93', 'east'"),
        (place_line(7, "Nowhere", lat="nan"), "latitude, longitude are 'nan'"),
        (place_line(7, "Many", population="many"), "population is 'many'"),
        (place_line(7, "Many", population="9" * 19), "population is '9999"),
        (place_line(7, "Many", population="--5"), "population is '--5'"),
        (place_line(7, "X", lat="3_5"), "latitude, longitude are '3_5'"),
        (place_line(7, "X", lat="٣٥"), "latitude, longitude are '٣٥'"),
        (place_line(7, ""), "name is ''"),
        (place_line(7, "X").replace("7\t", "x7\t", 1), "geonameid is 'x7'"),
    ],
)
def test_broken_line_is_reported_with_its_number_and_left_out(tmp_path: Path, line: str, said: str):
    path = written(tmp_path / "SY.txt", PLACES + line + place_line(8, "Saraqib"))
    reports: list[str] = []
    gazetteer = build_chosen(geonames_sources([path], report=reports.append))
    assert len(reports) == 1
    assert reports[0].startswith("SY.txt:6: left out: ")
    assert said in reports[0]
    assert gazetteer.has_name("Saraqib")
    assert len(gazetteer) == 6


def test_bytes_that_are_no_utf8_are_a_broken_line(tmp_path: Path):
    path = tmp_path / "SY.txt"
    path.write_bytes(PLACES.encode() + b"9\t\xff\xfe\n")
    reports: list[str] = []
    build_chosen(geonames_sources([path], report=reports.append))
    assert "SY.txt:6: left out: not UTF-8" in reports[0]


def test_broken_lines_are_counted(tmp_path: Path):
    path = written(tmp_path / "SY.txt", PLACES + "broken\n" * 30)
    reports: list[str] = []
    build_chosen(geonames_sources([path], report=reports.append))
    assert len(reports) == 21
    assert reports[-1] == "SY.txt: 30 lines in all were left out"


def cut_zip(path: Path) -> Path:
    written(path, PLACES)
    path.write_bytes(path.read_bytes()[:-40])
    return path


def damaged_zip(path: Path) -> Path:
    """An archive whose directory is whole and whose content is not."""
    written(path, "".join(place_line(n, f"Place {n * 7919}") for n in range(1, 5000)))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    return path


def cut_text(path: Path) -> Path:
    return written(path.with_suffix(".txt"), PLACES[:-30])


def no_table(path: Path) -> Path:
    return written(path.with_suffix(".txt"), "a diary,\nnot a table\n" * 900)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (cut_zip, "ends too early"),
        (damaged_zip, "ends too early|is not what was published"),
        (cut_text, "ends too early"),
        (no_table, "expected a table of 19 columns"),
        (lambda path: path, "can't be read"),
        (lambda path: written(path.with_suffix(".txt"), ""), "holds no line that can be used"),
    ],
)
def test_unusable_file_is_an_error_and_the_old_index_stays(tmp_path: Path, make, said: str):
    build_chosen(geonames_sources([written(tmp_path / "old.txt", PLACES)]))
    before = chosen_index()
    path = make(tmp_path / "allCountries.zip")
    with pytest.raises(GazetteerError, match=said) as caught:
        build_chosen(geonames_sources([path]))
    assert path.name in str(caught.value)
    assert chosen_index() == before
    assert open_gazetteer().has_name("Idlib")
    assert {p.name for p in before.parent.iterdir()} == {before.name, "chosen.json"}


def test_newer_build_takes_the_place_of_the_older(tmp_path: Path):
    build_chosen(geonames_sources([written(tmp_path / "a.txt", PLACES)]))
    first = chosen_index()
    build_chosen(geonames_sources([written(tmp_path / "a.txt", PLACES + place_line(9, "Newtown"))]))
    assert open_gazetteer().has_name("Newtown")
    assert not first.exists()


KILLED = """
import sys
from pathlib import Path
from geocache.gazetteer import build_chosen
from geocache.gazetteer.sources import geonames_sources

def report(step, done, total):
    if sys.argv[2] in step:
        print("there", flush=True)
        sys.stdin.readline()

build_chosen(geonames_sources([Path(sys.argv[1])]), report)
"""


@pytest.mark.parametrize("step", ["new.txt", "writing the names", "writing looser keys"])
def test_killed_build_leaves_the_old_index_in_use(tmp_path: Path, step: str):
    build_chosen(geonames_sources([written(tmp_path / "old.txt", PLACES)]))
    new = written(tmp_path / "new.txt", PLACES + place_line(9, "Newtown"))
    command = [sys.executable, "-c", KILLED, str(new), step]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, text=True) as process:
        assert process.stdout.readline() == "there\n"
        process.send_signal(signal.SIGKILL)
    assert open_gazetteer().has_name("Idlib")
    assert not open_gazetteer().has_name("Newtown")
    assert build_chosen(geonames_sources([new])).has_name("Newtown")


def test_damaged_chosen_index_says_what_to_do(tmp_path: Path):
    build_chosen(geonames_sources([written(tmp_path / "a.txt", PLACES)]))
    with (chosen_index() / "name_rows.npy").open("r+b") as stream:
        stream.seek(-1, os.SEEK_END)
        stream.write(b"\x7f")
    with pytest.raises(GazetteerError, match=r"name_rows\.npy; build it again with `sitmap gaz"):
        open_gazetteer()


def test_choice_that_cant_be_read_says_what_to_do(tmp_path: Path):
    build_chosen(geonames_sources([written(tmp_path / "a.txt", PLACES)]))
    (tmp_path / "cache" / "gazetteer" / "chosen.json").write_text("{")
    with pytest.raises(GazetteerError, match="sitmap gazetteer build"):
        open_gazetteer()


def test_byte_order_mark_costs_no_place(tmp_path: Path):
    path = tmp_path / "SY.txt"
    path.write_bytes(b"\xef\xbb\xbf" + PLACES.encode())
    reports: list[str] = []
    assert build_chosen(geonames_sources([path], report=reports.append)).has_name("Idlib")
    assert reports == []


def test_countries_of_which_the_table_has_no_place_are_an_error(table: Path):
    with pytest.raises(GazetteerError, match="no place of these countries"):
        build_chosen(geonames_sources([table], countries=["LB"]))


def test_edited_table_is_another_version(tmp_path: Path):
    first = geonames_sources([written(tmp_path / "SY.txt", PLACES)])[0].version
    edited = tmp_path / "SY.txt"
    os.utime(edited, (1, 1))
    assert geonames_sources([edited])[0].version != first


def test_codes_among_the_names_are_no_names(tmp_path: Path):
    path = written(tmp_path / "BR.txt", place_line(1, "Teresina", alternates="THE,Terezina"))
    gazetteer = build_chosen(geonames_sources([path]))
    assert not gazetteer.has_name("the")
    assert gazetteer.has_name("Terezina")
    assert gazetteer.coded("THE")[0].place.name == "Teresina"


def test_going_back_keeps_the_chosen_index_until_the_embedded_one_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    build_chosen(geonames_sources([written(tmp_path / "a.txt", PLACES)]))
    chosen = chosen_index()

    def interrupted(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "build_index", interrupted)
    with pytest.raises(KeyboardInterrupt):
        use_embedded()
    assert chosen_index() == chosen
    assert open_gazetteer().has_name("Idlib")
