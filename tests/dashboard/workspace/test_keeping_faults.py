"""Whatever happens to processes, disks and files: nothing is lost, and what happened is said.

`tests/benchmarks/keeping_faults.py` does the same with hundreds of kills.
"""

import gzip
import re
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest
from command import sitmap
from programs import program
from small_disk import SmallDisk
from starlette.testclient import TestClient

from dashboard.errors import WorkspaceError
from dashboard.pipeline import Pipeline
from dashboard.rereading import Chosen, Proposals
from dashboard.workspace import Workspace, migrations
from dashboard.workspace.connection import VERSION
from geocache.gazetteer import CompiledGazetteer

REPORTS = 12
KILLS = 1
OLD = Path(__file__).with_name("old_workspaces")

keeping = program("keeping_faults")
faults = keeping.faults


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory, gazetteer: CompiledGazetteer) -> Any:
    assert len(gazetteer)
    return keeping.prepared(tmp_path_factory.mktemp("ground"), REPORTS)


@pytest.mark.parametrize("what", keeping.SCENES)
def test_killed_commands_lose_nothing(ground: Any, what: str):
    chance = Random(7)  # noqa: S311  the same moments every time
    found = list(islice(keeping.kills(ground, what, KILLS, chance), 4 * KILLS))
    assert sum(not fault.ended for fault in found) == KILLS
    assert [fault for fault in found if fault.wrong] == []


# ---- several at once


def test_reader_sees_the_old_or_the_new_while_changes_are_accepted(ground: Any, tmp_path: Path):
    path = keeping.copied(ground.proposed, tmp_path / "w.sitmap")
    command = [*faults.SITMAP, "reread", "--workspace", str(path), "--accept"]
    seen: list[dict[str, str]] = []
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            seen.append(keeping.digests(path))
            time.sleep(0.05)
    assert process.returncode == 0
    old, new = ground.digests["before"], ground.digests["after"]
    assert all(one[key] in {old[key], new[key]} for one in seen for key in old)
    assert keeping.digests(path) == new


def test_concurrent_rereadings_do_what_one_does(ground: Any, tmp_path: Path):
    path = keeping.copied(ground.before, tmp_path / "w.sitmap")
    command = [*faults.SITMAP, "reread", "--workspace", str(path)]
    both = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=faults.END_S)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    kept, wanted = Workspace(path), Workspace(ground.proposed)
    assert Proposals(kept).open_count() == Proposals(wanted).open_count()
    assert keeping.digests(path) == ground.digests["before"]


def test_intake_goes_on_while_a_copy_is_made(ground: Any, tmp_path: Path):
    path = tmp_path / "w.sitmap"
    with faults.adding(path, ground.reports) as process:
        copies = []
        while process.poll() is None:
            if path.exists() and faults.digests_if_any(path):
                copies.append(tmp_path / f"{len(copies)}.copy")
                sitmap("backup", "--workspace", path, "-o", copies[-1])
        assert process.returncode == 0
    for copy in copies:
        keeping.sound(copy)


# ---- disks


DISK_BYTES = 4_000_000
"""More than a workspace of these tests takes."""


@pytest.mark.parametrize("command", ["reread", "backup"])
def test_full_disk_is_one_line(ground: Any, disk: SmallDisk, command: str):
    disk.resize(DISK_BYTES)
    path = keeping.copied(ground.before, disk.folder / "w.sitmap")
    filling = disk.fill()
    process = sitmap(command, "--workspace", path, status=1)
    errors = [line for line in process.stderr.splitlines() if "reading reports" not in line]
    assert len(errors) == 1
    assert re.search("the disk (is full|does not take what is written)", errors[0])
    filling.unlink()
    keeping.sound(path)
    assert keeping.digests(path) == ground.digests["before"]


def test_read_only_workspace_is_reported_and_can_be_read(
    ground: Any, disk: SmallDisk, tmp_path: Path
):
    disk.resize(DISK_BYTES)
    path = keeping.copied(ground.proposed, disk.folder / "w.sitmap")
    disk.make_read_only()
    process = sitmap("reread", "--workspace", path, "--accept", status=1)
    assert "is read-only" in process.stderr or "can't be written" in process.stderr
    assert "wait" in sitmap("reread", "--workspace", path, "--list").stdout
    assert sitmap("backup", "--workspace", path, "-o", tmp_path / "copy").stdout
    assert keeping.digests(tmp_path / "copy") == ground.digests["before"]


def test_disk_that_is_taken_out_is_reported_and_nothing_is_made_anew(ground: Any, tmp_path: Path):
    folder, away = tmp_path / "disk", tmp_path / "away"
    folder.mkdir()
    path = keeping.copied(ground.before, folder / "w.sitmap")
    kept = Workspace(path)
    assert kept.rows("SELECT count(*) FROM document") == [(REPORTS,)]
    folder.rename(away)
    folder.mkdir()  # where it was mounted
    with pytest.raises(WorkspaceError, match=r"w\.sitmap .*is not there any more; if its disk"):
        kept.add_pack("a.csv", b"name,lon,lat\n")
    with pytest.raises(WorkspaceError, match="is not there any more"):
        kept.revision()
    assert not path.exists()  # an empty file would hide the one that comes back
    folder.rmdir()
    away.rename(folder)
    assert kept.revision()


# ---- versions


@pytest.mark.parametrize("version", [1, 3, 4])
def test_migration_stops_where_its_copy_fails(tmp_path: Path, version: int):
    path = tmp_path / "work.sitmap"
    path.write_bytes(gzip.decompress((OLD / f"version-{version}.sqlite.gz").read_bytes()))
    content = path.read_bytes()
    blocked = tmp_path / f"work.sitmap.version-{version}.part"
    blocked.mkdir()
    with pytest.raises(
        WorkspaceError, match=r"a copy is made, and that failed: .*nothing was chan"
    ):
        Workspace(path).add_pack("a.csv", b"")
    assert path.read_bytes() == content
    blocked.rmdir()
    assert Workspace(path).add_pack("a.csv", b"")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert (tmp_path / f"work.sitmap.version-{version}").exists()


def test_migration_stops_where_a_full_disk_stops_its_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "work.sitmap"
    path.write_bytes(gzip.decompress((OLD / "version-2.sqlite.gz").read_bytes()))
    content = path.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(migrations.sqlite3, "connect", full)
    with (
        closing(sqlite3.Connection(path)) as connection,
        pytest.raises(WorkspaceError, match=r"that failed: .*the disk is full; make room"),
    ):
        migrations.backup_before_migration(connection, path, 2)
    assert path.read_bytes() == content
    assert [one.name for one in tmp_path.iterdir()] == ["work.sitmap"]


def test_later_version_is_named_and_left_alone(tmp_path: Path):
    path = tmp_path / "w.sitmap"
    Workspace(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    for command in (("check",), ("reread",), ("backup", "-o", tmp_path / "copy")):
        process = sitmap(*command, "--workspace", path, status=1)
        assert (
            f"version {VERSION + 1}; this program reads versions 1 to {VERSION}" in process.stderr
        )
    assert not (tmp_path / "copy").exists()


def test_run_that_was_stopped_says_so_and_goes_on(ground: Any, tmp_path: Path):
    path = keeping.copied(ground.before, tmp_path / "w.sitmap")
    command = [*faults.SITMAP, "reread", "--workspace", str(path), "--workers", "1"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        for line in process.stderr:
            if "reading reports again" in line:
                process.send_signal(signal.SIGTERM)
                break
        rest = process.stderr.read()
    if process.returncode:  # it was not at its end already
        assert process.returncode == 130
        assert "are still to be read again: run it again to go on" in rest
    Pipeline(Workspace(path), workers=1).run([], again=True)
    wanted = Proposals(Workspace(ground.proposed)).changes(Chosen())
    assert Proposals(Workspace(path)).changes(Chosen()) == wanted


def test_page_says_what_is_wrong_with_its_file(client: TestClient, workspace: Workspace):
    assert client.get("/data/revision").status_code == 200
    workspace.path.rename(workspace.path.with_name("away"))
    answer = client.get("/data/revision")
    assert answer.status_code == 503
    assert "is not there any more" in answer.json()["error"]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "page.sitmap")
