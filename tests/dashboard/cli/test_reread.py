"""`sitmap reread`: in the terminal, over thousands of reports, and what it says."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from command import sitmap

from dashboard.workspace import Workspace
from dashboard.workspace.content import content_hash

pytestmark = pytest.mark.usefixtures("compiled")
OWN = "name,lat,lon,feature\nQorvale,35.5,38.5,P.PPL\n"


@pytest.fixture
def kept(folder: Path, tmp_path: Path) -> Path:
    """A workspace whose reports were read before a file of places was added to it."""
    (folder / "own.txt").write_text("Rain fell in Qorvale.\n\nSnow fell in Qorvale too.")
    path = tmp_path / "w.sitmap"
    sitmap("add", "--workspace", path, "--workers", 1, folder)
    Workspace(path).add_pack("own.csv", OWN.encode())
    return path


def reread(path: Path, *options: object, status: int = 0) -> str:
    return sitmap("reread", "--workspace", path, "--workers", 1, *options, status=status).stdout


def listed(path: Path, *options: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(reread(path, "--list", "--json", *options))
    return found


def test_changes_are_counted_listed_and_accepted(kept: Path):
    check = sitmap("check", "--workspace", kept).stdout
    assert "ok  4 reports were read by another program or with other data than today's" in check
    assert "`sitmap reread` says what another reading would change" in check
    said = reread(kept)
    assert said.startswith("4 reports read again; 2 changes in 1 reports wait: ")
    assert reread(kept).startswith("nothing to read again; 2 changes in 1 reports wait")
    lines = reread(kept, "--list").splitlines()
    assert lines[1] == "Qorvale, ? (own:qorvale): 2 new in 1 reports"
    assert "“Qorvale” is found: Qorvale  [" in lines[2]
    found = listed(kept)
    assert (found["reports"], found["changes"]) == (1, 2)
    assert [one["words"] for one in found["list"]] == ["Qorvale", "Qorvale"]
    assert reread(kept, "--accept") == "2 changes in 1 reports accepted\n"
    assert reread(kept, "--list") == "nothing waits\n"
    answer = json.loads(sitmap("query", "--workspace", kept, "--place", "Qorvale", "--json").stdout)
    assert answer["passages_total"] == 2


def test_place_or_report_is_judged_alone(kept: Path):
    (report,) = {one["document"] for one in listed(kept)["list"]}
    assert reread(kept, "--refuse", "--report", report) == "2 changes in 1 reports refused\n"
    assert listed(kept)["changes"] == 0
    assert listed(kept)["refused"] == 2
    assert reread(kept, "--accept", "--place", "qorvale") == "2 changes in 1 reports accepted\n"


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--place", "Nowhere"), "--place: 'Nowhere' has no changes; expected one of: Qorvale"),
        (("--report", "xyz"), "--report: no changes wait of 'xyz'"),
        (("--accept", "--refuse"), "--accept and --refuse at once; expected one of them"),
    ],
)
def test_option_that_means_nothing_is_echoed(kept: Path, options: tuple[str, ...], reason: str):
    process = sitmap("reread", "--workspace", kept, *options, status=1)
    assert reason in process.stderr.splitlines()[-1]
    assert "Traceback" not in process.stderr


def test_workspace_must_be_there(tmp_path: Path):
    process = sitmap("reread", "--workspace", tmp_path / "none.sitmap", status=1)
    assert "there is no such workspace" in process.stderr


def test_difference_lists_exactly_what_changed_places_explain(tmp_path: Path, many: Path):
    """Of forty reports, of which a file of places moves one name in a few."""
    path = tmp_path / "w.sitmap"
    reports = tmp_path / "reports"
    reports.mkdir()
    for number, report in enumerate(sorted(many.rglob("*.txt"))[:40]):
        text = report.read_text(encoding="utf-8")
        named = "\n\nA convoy stopped in Qorvale.\n" if number % 4 == 0 else ""
        (reports / f"{number}.txt").write_text(text + named, encoding="utf-8")
    own = tmp_path / "own.csv"
    own.write_text(OWN)
    sitmap("add", "--workspace", path, "--places", own, reports)
    before = content_hash(Workspace(path))
    own.write_text(OWN.replace("35.5,38.5", "35.5,39.5"))
    said = sitmap("add", "--workspace", path, "--places", own).stdout
    assert "40 read again, 10 of these would change" in said
    assert content_hash(Workspace(path)) == before
    found = listed(path)
    assert Counter((one["kind"], one["words"]) for one in found["list"]) == {
        ("moved", "Qorvale"): 10
    }
    assert {round(one["km"]) for one in found["list"]} == {91}
    reread(path, "--accept")
    fresh = tmp_path / "fresh.sitmap"
    sitmap("add", "--workspace", fresh, "--places", own, reports)
    assert numbers(fresh) == numbers(path)


def numbers(path: Path) -> list[tuple[Any, ...]]:
    """All mentions of a workspace, and where their marks are."""
    return Workspace(path).rows(
        'SELECT d.hash, m.start, m."end", l.key, k.lon, k.lat, m.confidence FROM mention m '
        "JOIN footprint f ON f.id = m.footprint_id JOIN mark k ON k.id = f.mark_id "
        "JOIN passage p ON p.id = f.passage_id JOIN document d ON d.id = p.document_id "
        "LEFT JOIN place l ON l.id = m.place_id ORDER BY 1, 2, 3"
    )
