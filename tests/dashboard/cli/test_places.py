"""Users' own places in the workspace and on the command line."""

import json
import sqlite3
from pathlib import Path

import pytest
from command import sitmap

from dashboard.errors import WorkspaceError
from dashboard.pipeline import Pipeline
from dashboard.rereading import Chosen, Proposals
from dashboard.workspace import Workspace
from geocache.errors import KnowledgeFileError
from geocache.gazetteer import CompiledGazetteer, PackSource

PACK = "name,lon,lat,countries,feature\nCheckpoint Zulu,36.7,35.9,SY,S.BDG\n"
REPORT = "Water was cut at Checkpoint Zulu near Idlib on Monday."


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text(PACK)
    return path


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT)
    return path


def place_ids(workspace: Workspace) -> set[str]:
    query = "SELECT DISTINCT p.key FROM mention m JOIN place p ON p.id = m.place_id"
    return {key for (key,) in workspace.rows(query)}


def take_in(workspace: Workspace, paths: list[Path], packs: list[PackSource] | None = None) -> None:
    assert Pipeline(workspace, workers=1).run(paths, packs or []).problems == []


def test_places_given_once_are_kept_with_the_workspace(
    tmp_path: Path, pack: Path, report: Path, gazetteer: CompiledGazetteer
):
    assert len(gazetteer)
    file = tmp_path / "work.sqlite"
    take_in(Workspace(file), [report], [PackSource.read(pack)])
    pack.unlink()
    later = tmp_path / "later.txt"
    later.write_text("Checkpoint Zulu was closed again.")
    take_in(Workspace(file), [later])
    rows = Workspace(file).rows(
        "SELECT DISTINCT d.document_id FROM mention m JOIN place p ON p.id = m.place_id "
        "JOIN footprint f ON f.id = m.footprint_id JOIN passage d ON d.id = f.passage_id "
        "WHERE p.key = 'mine:checkpoint-zulu'"
    )
    assert len(rows) == 2


def test_documents_that_were_there_before_are_read_again_and_wait_for_somebodys_word(
    tmp_path: Path, pack: Path, report: Path, gazetteer: CompiledGazetteer
):
    assert len(gazetteer)
    workspace = Workspace(tmp_path / "work.sqlite")
    take_in(workspace, [report])
    assert "mine:checkpoint-zulu" not in place_ids(workspace)
    take_in(workspace, [], [PackSource.read(pack)])
    assert "mine:checkpoint-zulu" not in place_ids(workspace)
    assert Proposals(workspace).accept(Chosen()).changes
    assert "mine:checkpoint-zulu" in place_ids(workspace)


def test_documents_come_back_as_they_were_read(tmp_path: Path, annotated_article):
    workspace = Workspace(tmp_path / "work.sqlite")
    workspace.add(annotated_article)
    assert list(workspace.documents()) == [annotated_article.document]


def test_places_that_cant_be_used_leave_the_workspace_as_it_was(
    tmp_path: Path, report: Path, gazetteer: CompiledGazetteer
):
    assert len(gazetteer)
    workspace = Workspace(tmp_path / "work.sqlite")
    bad = PackSource("bad.csv", b"name,lon,lat\nNowhere,,\n")
    with pytest.raises(KnowledgeFileError, match=r"bad\.csv, line 2"):
        take_in(workspace, [report], [bad])
    assert workspace.packs() == []


def test_workspace_of_a_later_version_is_refused(tmp_path: Path):
    file = tmp_path / "work.sqlite"
    Workspace(file)
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(WorkspaceError, match="version 99"):
        Workspace(file)


def test_geoparse_takes_places(pack: Path, report: Path):
    output = sitmap("geoparse", "--places", pack, report).stdout
    places = [m["resolution"]["place"] for m in json.loads(output)["mentions"]]
    assert "mine:checkpoint-zulu" in [place["id"] for place in places if place]


def test_lookup_takes_places_and_forgives(pack: Path):
    output = sitmap("lookup", "chekpoint", "zulu", "--places", pack).stdout
    assert output.startswith("Checkpoint Zulu (S.BDG) in Syria; 35.9000, 36.7000; mine:checkpoint-")


def test_lookup_narrows_and_says_why():
    lines = sitmap("lookup", "dier alzor", "--limit", 1).stdout.splitlines()
    assert len(lines) == 1
    assert "Deir ez-Zor (P.PPL)" in lines[0]
    assert "like its name 'deir al zor'" in lines[0]
    assert "its code is LHR" in sitmap("lookup", "LHR").stdout.splitlines()[0]
    texas = sitmap("lookup", "pariss, texas").stdout.splitlines()
    assert "in Texas, United States" in texas[0]
    syrian = sitmap("lookup", "Tripoli", "--country", "lb").stdout.splitlines()
    assert all("Lebanon" in line for line in syrian)


def test_lookup_of_nothing_like_a_place_is_one_line():
    assert "no place is called 'xqzwvxqzw'" in sitmap("lookup", "xqzwvxqzw", status=1).stderr


def test_packs_are_listed_and_forgotten(tmp_path: Path):
    file = tmp_path / "work.sqlite"
    Workspace(file).add_pack("mine.csv", PACK.encode())
    assert (
        sitmap("gazetteer", "packs", "--workspace", file).stdout == "mine.csv: 1 places and facts\n"
    )
    sitmap("gazetteer", "packs", "--workspace", file, "--forget", "mine.csv")
    assert Workspace(file).packs() == []
    error = sitmap(
        "gazetteer", "packs", "--workspace", file, "--forget", "mine.csv", status=1
    ).stderr
    assert "keeps no places called 'mine.csv'" in error


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--countries", "SY"), "need --geonames FILE"),
        (("--geonames", "x.zip", "--countries", "Syria"), "'Syria' is no two-letter code"),
        (("--geonames", "x.zip"), "x.zip: can't be read: No such file or directory"),
    ],
)
def test_building_from_what_cant_be_used_is_one_line(arguments: tuple[str, ...], said: str):
    error = sitmap("gazetteer", "build", *arguments, status=1).stderr
    assert said in error
    assert len(error.splitlines()) == 1


def test_packs_are_laid_in_the_order_they_came(tmp_path: Path, gazetteer: CompiledGazetteer):
    assert len(gazetteer)
    workspace = Workspace(tmp_path / "work.sqlite")
    posts = PackSource("z-posts.csv", b"name,lon,lat\nPost Nine,36.7,35.9\n")
    names = PackSource("a-names.yaml", b"- {place: 'z-posts:post-nine', also: [Nine Alpha]}")
    take_in(workspace, [], [posts, names])
    take_in(workspace, [])  # reads what is kept
    assert [name for name, _content in workspace.packs()] == ["z-posts.csv", "a-names.yaml"]


def test_packs_of_one_name_are_refused(tmp_path: Path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "own.csv").write_text(PACK)
    paths = [tmp_path / "one" / "own.csv", tmp_path / "two" / "own.csv"]
    error = sitmap("lookup", "x", "--places", paths[0], "--places", paths[1], status=1).stderr
    assert "two files of places are called 'own'" in error


def test_lookup_finds_ids_countries_and_small_namesakes():
    assert sitmap("lookup", "geonames:169389").stdout.startswith("Idlib (P.PPL)")
    assert sitmap("lookup", "SY").stdout.startswith("Syria (A.PCLI)")
    found = sitmap("lookup", "San José", "--country", "hn", "--limit", 1).stdout
    assert "Honduras" in found


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((",",), "',' is no name"),
        (("Idlib", "--country", "xx"), "'xx' is no two-letter code"),
    ],
)
def test_lookup_of_what_is_no_name_is_one_line(arguments: tuple[str, ...], said: str):
    error = sitmap("lookup", *arguments, status=1).stderr
    assert said in error
    assert len(error.splitlines()) == 1
