"""Copies of a workspace: made while others write, checked, and put back whole or not at all."""

import gzip
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command import sitmap
from small_disk import SmallDisk

from dashboard.errors import WorkspaceError
from dashboard.workspace import Workspace, copies
from dashboard.workspace.content import content_hash
from dashboard.workspace.copies import back_up, default_copy_path, looked_over, restore

MOMENT = datetime(2024, 3, 5, 6, 7, 8, tzinfo=UTC)
KEPT_AS = "w.before-restore-2024-03-05-060708.sitmap"


def filled(path: Path, *packs: str) -> Workspace:
    """A workspace with files of places in it, which need no engine."""
    made = Workspace(path)
    for name in packs:
        made.add_pack(f"{name}.csv", name.encode())
    return made


def names(path: Path) -> list[str]:
    made = Workspace(path)
    found = [name for name, _ in made.packs()]
    made.close()
    return found


def beside(path: Path) -> set[str]:
    return {one.name for one in path.parent.iterdir()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    filled(tmp_path / "w.sitmap", "one").close()
    return tmp_path / "w.sitmap"


def test_copy_holds_all_that_was_committed_also_what_is_in_the_log(path: Path, tmp_path: Path):
    writer = filled(path, "two")  # its connection is open, and its log not moved into the file
    made = back_up(path, tmp_path / "copy.sitmap")
    assert (made.path, made.reports, made.decisions) == (tmp_path / "copy.sitmap", 0, 0)
    assert names(made.path) == ["one.csv", "two.csv"]
    assert content_hash(Workspace(made.path)) == content_hash(writer)


def test_copy_is_one_file_and_nothing_is_left_beside_it(path: Path, tmp_path: Path):
    (tmp_path / "copies").mkdir()
    back_up(path, tmp_path / "copies" / "copy.sitmap")
    assert beside(tmp_path / "copies" / "copy.sitmap") == {"copy.sitmap"}


def test_copy_is_made_while_another_writes(path: Path, tmp_path: Path):
    with Workspace(path).writing() as writer:
        writer.changed("unfinished")
        back_up(path, tmp_path / "copy.sitmap")
    assert Workspace(path).revision() == Workspace(tmp_path / "copy.sitmap").revision() + 1


def test_existing_file_is_replaced_only_by_force(path: Path, tmp_path: Path):
    target = tmp_path / "copy.sitmap"
    target.write_bytes(b"letters")
    with pytest.raises(WorkspaceError, match=r"copy\.sitmap is there already; .* --force"):
        back_up(path, target)
    assert target.read_bytes() == b"letters"
    back_up(path, target, force=True)
    assert names(target) == ["one.csv"]


def test_workspace_is_not_copied_onto_itself(path: Path):
    for copied in (lambda: back_up(path, path, force=True), lambda: restore(path, path)):
        with pytest.raises(WorkspaceError, match="is the workspace itself"):
            copied()
    assert names(path) == ["one.csv"]


def test_copy_that_is_not_whole_gets_no_name(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def halve(connection: sqlite3.Connection, draft: Path) -> None:
        whole(connection, draft)
        os.truncate(draft, draft.stat().st_size // 2)

    whole = copies._copy
    monkeypatch.setattr(copies, "_copy", halve)
    with pytest.raises(WorkspaceError, match=r"is (damaged|not whole)"):
        back_up(path, tmp_path / "copy.sitmap")
    assert beside(path) <= {"w.sitmap", "w.sitmap-wal", "w.sitmap-shm"}


def test_default_name_says_when_the_copy_was_made():
    path = default_copy_path(Path("there/reports.sitmap"), MOMENT)
    assert path == Path("there/reports.backup-2024-03-05-060708.sitmap")


def test_disk_without_room_is_reported_before_anything_is_written(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    usage = shutil.disk_usage(tmp_path)._replace(free=5)
    monkeypatch.setattr(copies.shutil, "disk_usage", lambda _folder: usage)
    (tmp_path / "to").mkdir()
    with pytest.raises(WorkspaceError, match=r"the disk is full: a copy takes .* MB, and 0\.0 MB"):
        back_up(path, tmp_path / "to" / "copy.sitmap")
    assert beside(tmp_path / "to" / "x") == set()


def test_disk_that_gets_full_leaves_nothing(
    path: Path, disk: SmallDisk, monkeypatch: pytest.MonkeyPatch
):
    disk.resize(100_000)  # less than a copy takes
    monkeypatch.setattr(copies, "_must_have_room", lambda _source, _target: None)
    with pytest.raises(WorkspaceError, match="the disk is full; make room"):
        back_up(path, disk.folder / "copy.sitmap")
    assert list(disk.folder.iterdir()) == []


def test_restored_copy_keeps_what_was_there(path: Path, tmp_path: Path):
    back_up(path, tmp_path / "copy.sitmap")
    filled(path, "later").close()
    kept = restore(tmp_path / "copy.sitmap", path, MOMENT)
    assert kept == tmp_path / KEPT_AS
    assert names(path) == ["one.csv"]
    assert names(kept) == ["one.csv", "later.csv"]
    assert names(tmp_path / "copy.sitmap") == ["one.csv"]
    filled(path, "again").close()  # it can be written as before
    assert names(path) == ["one.csv", "again.csv"]


def test_restored_copy_may_be_put_where_nothing_was(path: Path, tmp_path: Path):
    assert restore(path, tmp_path / "new.sitmap") is None
    assert names(tmp_path / "new.sitmap") == ["one.csv"]


def test_workspace_that_somebody_has_open_is_not_replaced(path: Path, tmp_path: Path):
    back_up(path, tmp_path / "copy.sitmap")
    user = filled(path, "later")
    assert user.revision()  # it reads nothing at the moment, and has the file open
    with pytest.raises(WorkspaceError, match=r"w\.sitmap is in use: stop `sitmap`.*nothing was"):
        restore(tmp_path / "copy.sitmap", path, MOMENT)
    assert names(path) == ["one.csv", "later.csv"]
    assert not (tmp_path / KEPT_AS).exists()
    user.close()
    restore(tmp_path / "copy.sitmap", path, MOMENT)
    assert names(path) == ["one.csv"]


@pytest.mark.parametrize("damage", ["letters", "page"])
def test_damaged_workspace_is_set_aside(path: Path, tmp_path: Path, damage: str):
    back_up(path, tmp_path / "copy.sitmap")
    content = b"letters" * 1000
    if damage == "page":
        content = path.read_bytes()[:4096] + b"\x5a" * (path.stat().st_size - 4096)
    path.write_bytes(content)
    kept = restore(tmp_path / "copy.sitmap", path, MOMENT)
    assert kept == tmp_path / KEPT_AS
    assert kept.read_bytes() == content
    assert names(path) == ["one.csv"]


def test_restore_takes_whole_workspaces_alone(path: Path, tmp_path: Path):
    given = {
        "letters": b"letters" * 1000,
        "empty": b"",
        "half": path.read_bytes()[:8192],
    }
    for name, content in given.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(WorkspaceError, match=name):
            restore(tmp_path / name, path)
    with closing(sqlite3.connect(tmp_path / "other")) as other:
        other.execute("CREATE TABLE t (x)")
    with pytest.raises(WorkspaceError, match="other is no workspace of sitmap"):
        restore(tmp_path / "other", path)
    with pytest.raises(WorkspaceError, match="missing: there is no such"):
        restore(tmp_path / "missing", path)
    shutil.copy(path, tmp_path / "late")
    with closing(sqlite3.connect(tmp_path / "late")) as later:
        later.execute("PRAGMA user_version = 99")
    with pytest.raises(WorkspaceError, match=r"version 99; this program reads .* later sitmap"):
        restore(tmp_path / "late", path)
    assert names(path) == ["one.csv"]


def test_restored_copy_of_an_earlier_version_is_migrated(path: Path, tmp_path: Path):
    old = Path(__file__).with_name("old_workspaces") / "version-3.sqlite.gz"
    (tmp_path / "old.sitmap").write_bytes(gzip.decompress(old.read_bytes()))
    assert looked_over(tmp_path / "old.sitmap").version == 3
    restore(tmp_path / "old.sitmap", path)
    assert len(Workspace(path).rows("SELECT hash FROM document"))


def test_commands_print_what_they_did(path: Path, tmp_path: Path):
    copy = tmp_path / "copy.sitmap"
    assert sitmap("backup", "--workspace", path, "-o", copy).stdout == (
        f"0 reports and 0 decisions copied to {copy}\n"
    )
    assert "--force" in sitmap("backup", "--workspace", path, "-o", copy, status=1).stderr
    sitmap("backup", "--workspace", path)
    assert len(list(tmp_path.glob("w.backup-*.sitmap"))) == 1
    said = sitmap("restore", copy, "--workspace", path).stdout.splitlines()
    assert said[0] == f"{path} is as {copy} has it"
    assert said[1].startswith(f"what was there before is kept as {tmp_path}/w.before-restore-")
