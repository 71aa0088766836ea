"""The command, as a stranger meets it: real processes, real output."""

import json
import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
from command import SITMAP, sitmap

from geocache import ParsedText
from geocache.data_files import data_path
from geocache.gazetteer import CompiledGazetteer, index_path
from geocache.gazetteer.sources import default_sources

PLACE_FIELDS = {
    *("id", "name", "lon", "lat", "feature_class", "feature_code"),
    *("country_code", "admin1_code", "population"),
}


@pytest.fixture(autouse=True)
def _compiled(gazetteer: CompiledGazetteer) -> None:
    """Commands find the gazetteer compiled, and show no progress of compiling it."""
    assert len(gazetteer)


def test_geoparse_prints_a_json_line_with_the_fields_of_the_api(
    article_path: Path, parsed_article: ParsedText
):
    (line,) = sitmap("geoparse", "--explain", article_path).stdout.splitlines()
    record = json.loads(line)
    assert record["id"] == str(article_path)
    assert [m["text"] for m in record["mentions"]] == [m.text for m in parsed_article.mentions]
    for printed, mention in zip(record["mentions"], parsed_article.mentions, strict=True):
        assert record["text"][printed["start"] : printed["end"]] == printed["text"]
        assert printed["role"] == mention.role
        assert printed["resolution"]["outcome"] == mention.resolution.outcome
        assert set(printed["resolution"]["place"]) >= PLACE_FIELDS
        assert printed["resolution"]["candidates"]
        assert printed["footprint"]["kind"] == mention.footprint.kind
        assert printed["footprint"]["note"] == mention.footprint.note
        drawn = printed["footprint"]["geometry"]
        assert (drawn in record["geometries"]) == (mention.footprint.geometry is not None)


def test_geoparse_writes_geometries_and_evidence_only_where_they_are_asked_for(
    article_path: Path,
):
    plain, full, none = (
        json.loads(sitmap("geoparse", article_path, *words).stdout)
        for words in ([], ["--geometry", "full"], ["--geometry", "none"])
    )
    assert plain["geometries"].keys() == full["geometries"].keys() != set()
    assert len(json.dumps(plain)) < len(json.dumps(full))
    assert none["geometries"] == {}
    for record in (plain, full, none):
        assert not {"candidates", "evidence"} & record["mentions"][0]["resolution"].keys()
    assert sitmap("geoparse", article_path, "--geometry", "big", status=2).stderr


def test_geoparse_goes_on_after_bad_lines_and_names_them(tmp_path: Path):
    path = tmp_path / "texts.jsonl"
    path.write_text(
        '{"id": "a", "text": "Rain in Aleppo."}\n'
        "not json\n"
        "\n"
        '{"id": "b", "title": "no text"}\n'
        '["a list"]\n'
        '{"id": "c", "text": "إدلب und Łódź", "title": "T", "date": "2020-03-05"}\n',
        encoding="utf-8",
    )
    process = sitmap("geoparse", path, status=1)
    records = [json.loads(line) for line in process.stdout.splitlines()]
    assert [record["id"] for record in records] == ["a", "c"]
    assert (records[1]["title"], records[1]["published"]) == ("T", "2020-03-05")
    errors = process.stderr.splitlines()
    assert [error.split(": ")[0] for error in errors] == [f"{path}:{n}" for n in (2, 4, 5)]
    assert "no text" in errors[1]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": "x", "text": "caf\xe9"}', "not UTF-8"),
        (b'{"id": "x", "text": "half a pair \\ud800"}', "not UTF-8"),
        (b'{"id": null, "text": "x"}', "expected 'id'"),
        (b'{"id": "x", "text": "x", "date": ["a"]}', "expected a string under 'date'"),
        (b"[" * 200_000, "not JSON"),
    ],
)
def test_geoparse_reads_on_after_one_bad_line(tmp_path: Path, line: bytes, reason: str):
    path = tmp_path / "texts.jsonl"
    good = '{"id": "ü", "text": "Schüsse in Łódź und إدلب"}\n'.encode()
    path.write_bytes(good + line + b"\n" + good)
    process = sitmap("geoparse", path, status=1)
    texts = [json.loads(line)["text"] for line in process.stdout.splitlines()]
    assert texts == ["Schüsse in Łódź und إدلب"] * 2
    (error,) = process.stderr.splitlines()
    assert error.startswith(f"{path}:2: {reason}")


@pytest.mark.parametrize("target", ["", "."])
def test_geoparse_refuses_an_output_without_a_name(article_path: Path, target: str):
    process = sitmap("geoparse", article_path, "-o", target, status=1)
    assert "expected the name of a file" in process.stderr
    assert len(process.stderr.splitlines()) == 1


def test_geoparse_reads_file_names_of_any_bytes(tmp_path: Path):
    odd = os.fsencode(tmp_path) + b"/\xff new\nline [red].txt"
    Path(os.fsdecode(odd)).write_text("Rain in Aleppo.")
    assert "Aleppo" in sitmap("explain", os.fsdecode(odd)).stdout


def test_geoparse_writes_a_file_that_is_whole(tmp_path: Path, article_path: Path):
    output = tmp_path / "out.jsonl"
    assert sitmap("geoparse", article_path, "-o", output).stdout == ""
    assert len(output.read_text(encoding="utf-8").splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_geoparse_says_in_one_line_that_a_file_is_missing(tmp_path: Path, article_path: Path):
    missing = tmp_path / "missing.txt"
    process = sitmap("geoparse", missing, article_path, status=1)
    assert len(process.stdout.splitlines()) == 1
    (error,) = process.stderr.splitlines()
    assert str(missing) in error


def test_geoparse_says_in_one_line_that_an_output_cannot_be_written(
    tmp_path: Path, article_path: Path
):
    process = sitmap("geoparse", article_path, "-o", tmp_path / "no" / "out.jsonl", status=1)
    (error,) = process.stderr.splitlines()
    assert "can't be written" in error


def test_geoparse_never_overwrites_an_input(tmp_path: Path):
    report = tmp_path / "report.txt"
    report.write_text("Rain in Aleppo.")
    link = tmp_path / "link.txt"
    link.symlink_to(report)
    for output in (report, link):
        (error,) = sitmap("geoparse", report, "-o", output, status=1).stderr.splitlines()
        assert f"{output}: is read from" in error
    corpus = tmp_path / "corpus.jsonl"
    shutil.copy(data_path("evaluation", "example.jsonl"), corpus)
    before = corpus.read_bytes()
    sitmap("evaluate", corpus, "--json", corpus, status=1)
    assert report.read_text() == "Rain in Aleppo."
    assert corpus.read_bytes() == before


def test_geoparse_keeps_an_earlier_output_when_nothing_can_be_read(tmp_path: Path):
    output = tmp_path / "out.jsonl"
    output.write_text("earlier\n")
    process = sitmap("geoparse", tmp_path / "missing.txt", "-o", output, status=1)
    assert len(process.stderr.splitlines()) == 1
    assert output.read_text() == "earlier\n"
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_geoparse_refuses_an_output_whose_name_is_too_long(tmp_path: Path, article_path: Path):
    process = sitmap("geoparse", article_path, "-o", tmp_path / ("x" * 254), status=1)
    (error,) = process.stderr.splitlines()
    assert "can't be written" in error


def test_explain_says_for_each_mention_what_was_weighed(
    article_path: Path, parsed_article: ParsedText
):
    text = sitmap("explain", article_path).stdout
    heads = [line for line in text.splitlines() if "): a place name with probability " in line]
    assert len(heads) == len(parsed_article.mentions)
    assert "'Rakban' at" in text
    assert "RESOLVED: Rukban (PPL, JO, geonames:11428685)" in text
    assert "population 85,000" in text
    assert "    role: it leads to " in text
    assert "circle of 55 km radius around Al Tanf" in text
    assert "geonames:169389" in text
    assert "geonames:169387" in text


def test_explain_says_how_coordinates_were_read(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("A camp at 33°31'N 38°37'E.", encoding="utf-8")
    text = sitmap("explain", path).stdout
    assert ": coordinates with probability 0.99, literal with probability 1.00" in text
    assert "found: degrees with points of the compass, to the minute: 33.51667 N 38.61667 E" in text
    assert "RESOLVED: 33°31'N 38°37'E (SY, point:38.61667,33.51667) at 33.52 N 38.62 E" in text
    assert "coordinates given in the text" in text
    assert "written to the minute: within 1.3 km" in text


def test_explain_of_a_text_without_places(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("nothing here")
    assert "No place is mentioned." in sitmap("explain", path).stdout


def test_text_in_a_script_that_is_not_read_says_so(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("اندلعت اشتباكات في حلب يوم الثلاثاء", encoding="utf-8")
    said = "his text is in Arabic script, which is not read"
    explained = sitmap("explain", path).stdout
    assert f"T{said}." in explained
    assert "No place is mentioned." not in explained
    for command in ("geoparse", "annotate"):
        run = sitmap(command, path)
        assert f"{path}: t{said}" in run.stderr
        assert json.loads(run.stdout)["unread_scripts"] == {"Arabic": 1.0}
        assert run.returncode == 0


def test_version_and_help():
    assert sitmap("--version").stdout.startswith("sitmap 0.")
    listing = sitmap("--help").stdout
    assert all(command in listing for command in ("serve", "geoparse", "explain"))


@pytest.mark.parametrize("command", [("lookup", "Aleppo"), ("--version",), ("check",)])
def test_commands_say_in_one_line_that_nobody_takes_their_output(
    tmp_path: Path, command: tuple[str, ...]
):
    file = tmp_path / "out.txt"
    file.touch()
    with file.open() as unwritable:  # open to be read, as a full disk takes nothing
        process = subprocess.run(
            [*SITMAP, *command], stdout=unwritable, stderr=subprocess.PIPE, text=True, check=False
        )
    assert process.returncode == 1
    (error,) = process.stderr.splitlines()
    assert "Bad file descriptor" in error


def test_lookup_refuses_bytes_that_are_no_text():
    (error,) = sitmap("lookup", os.fsdecode(b"\xff\xfe"), status=1).stderr.splitlines()
    assert "no UTF-8" in error


def test_check_tells_what_is_installed():
    lines = sitmap("check").stdout.splitlines()
    assert lines[0].startswith("ok  sitmap 0.")
    assert any(re.match(r"ok  gazetteer: 3\d\d,\d{3} places, ", line) for line in lines)


def test_check_says_what_is_missing_and_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SITMAP_CACHE_DIR", str(tmp_path))
    output = sitmap("check", status=1).stdout
    assert "BAD gazetteer: not compiled yet" in output
    assert "-> it is compiled at the first start" in output


def test_check_notices_a_file_that_was_altered(
    tmp_path: Path, gazetteer: CompiledGazetteer, monkeypatch: pytest.MonkeyPatch
):
    source = index_path(default_sources())
    monkeypatch.setenv("SITMAP_CACHE_DIR", str(tmp_path))
    copy = index_path(default_sources())
    shutil.copytree(source, copy)
    with (copy / "name_kinds.npy").open("r+b") as stream:
        stream.seek(-1, os.SEEK_END)
        stream.write(b"\x7f")
    assert len(gazetteer)
    output = sitmap("check", status=1).stdout
    assert "BAD gazetteer: name_kinds.npy is not what was written" in output


def test_gazetteer_sources_names_licences():
    lines = sitmap("gazetteer", "sources").stdout.splitlines()
    assert len(lines) == 11
    assert any("GeoNames" in line and "CC BY 4.0" in line for line in lines)
    assert any("Natural Earth country" in line for line in lines)
    assert any("Subdivisions of about 2013" in line for line in lines)
    assert any("US Census Bureau" in line for line in lines)


def test_serve_says_in_one_line_that_a_port_is_taken():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = sitmap("--port", port, "--headless", status=1)
    assert f"port {port} is taken" in process.stderr
    assert "Traceback" not in process.stderr


def test_serve_opens_the_browser_and_leaves_nothing_behind(tmp_path: Path):
    opened = tmp_path / "opened"
    browser = tmp_path / "browser.sh"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
    browser.chmod(0o755)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with subprocess.Popen(
        [*SITMAP, "serve", "--port", str(port), "--workspace", str(tmp_path / "work.sitmap")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "TMPDIR": str(temporary), "BROWSER": f"{browser} %s"},
    ) as process:
        try:
            assert any(line.startswith("sitmap is at") for line in process.stdout)
            for _ in range(100):
                if opened.exists() and opened.read_text():
                    break
                time.sleep(0.1)
            assert opened.read_text().strip() == f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.communicate(timeout=30)
    assert list(temporary.iterdir()) == []
