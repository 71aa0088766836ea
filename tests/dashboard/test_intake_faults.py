"""Nothing that was stored is lost, whatever happens to the processes and the disk.

`tests/benchmarks/intake_faults.py` does the same with hundreds of kills.
"""

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import islice
from pathlib import Path
from random import Random
from threading import Barrier
from typing import Any, NamedTuple

import pytest
from command import SITMAP
from programs import program
from small_disk import SmallDisk

from dashboard.workspace import Workspace
from geocache.gazetteer import CompiledGazetteer

KILLS = 6
REPORTS = 60
SMALL_BYTES = 1_000_000
"""Less than the reports take, and more than an empty workspace does."""

faults = program("intake_faults")
generated = program("generated_reports")


class Reference(NamedTuple):
    """A workspace that was filled in one go."""

    reports: Path
    digests: dict[str, str]
    seconds: float


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory, gazetteer: CompiledGazetteer) -> Reference:
    assert len(gazetteer)  # compiled, so that no run takes time for it
    folder = tmp_path_factory.mktemp("reference")
    generated.write_reports(folder / "reports", REPORTS)
    seconds = faults.filled(folder / "w.sitmap", folder / "reports")
    return Reference(folder / "reports", faults.digests(folder / "w.sitmap"), seconds)


def assert_completes(file: Path, reference: Reference) -> None:
    faults.filled(file, reference.reports)
    assert faults.digests(file) == reference.digests
    assert faults.check(file).returncode == 0


# processes that are killed


def test_killed_run_loses_nothing_and_leaves_nothing_half(tmp_path: Path, reference: Reference):
    chance = Random(7)  # noqa: S311  the same moments every time
    runs = faults.kills(reference.reports, tmp_path, reference.digests, reference.seconds, chance)
    killed = list(islice(runs, KILLS))
    assert len(killed) == KILLS
    assert [fault for kill in killed if (fault := faults.fault_of(kill))] == []
    assert_completes(tmp_path / "killed.sitmap", reference)


def test_killed_worker_costs_no_report(tmp_path: Path, reference: Reference):
    file = tmp_path / "w.sitmap"
    with faults.adding(file, reference.reports, workers=2) as process:
        (worker, *_) = wait_for(lambda: workers_of(process.pid))
        os.kill(worker, signal.SIGKILL)
        _, errors = process.communicate(timeout=faults.END_S)
    assert process.returncode == 0, errors
    assert faults.digests(file) == reference.digests


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_the_process_that_writes(
    tmp_path: Path, reference: Reference, number: signal.Signals
):
    with faults.adding(tmp_path / "w.sitmap", reference.reports, workers=2) as process:
        workers = wait_for(lambda: workers_of(process.pid))
        process.send_signal(number)
        process.wait(faults.END_S)
        wait_for(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))


def workers_of(parent: int) -> list[int]:
    """Processes of a run that read."""
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
    return [
        int(number)
        for number in listed.split()
        if b"spawn_main" in Path(f"/proc/{number}/cmdline").read_bytes()
    ]


def wait_for(look: Callable[[], Any]) -> Any:
    until = time.monotonic() + faults.END_S
    while not (seen := look()):
        assert time.monotonic() < until
        time.sleep(0.01)
    return seen


# processes that meet


def test_concurrent_runs_do_what_one_does(tmp_path: Path, reference: Reference):
    file = tmp_path / "w.sitmap"
    reader = faults.Reader(file)
    with (
        faults.adding(file, reference.reports) as first,
        faults.adding(file, reference.reports) as second,
    ):
        while first.poll() is None or second.poll() is None:
            if file.exists():
                reader.ask()
            time.sleep(faults.ASKED_EVERY_S)
        said = [process.communicate()[1] for process in (first, second)]
    assert (first.returncode, second.returncode) == (0, 0), said
    assert faults.digests(file) == reference.digests
    assert Workspace(file).rows("SELECT DISTINCT state FROM job") == [("done",)]
    assert reader.seen == set(reference.digests)
    assert reader.errors == []


def test_concurrent_processes_may_make_a_workspace_at_once(tmp_path: Path):
    """SQLite refused one in some hundred before it was asked again."""
    makers, files = 6, [tmp_path / f"{number}.sitmap" for number in range(50)]
    start = Barrier(makers)

    def make(maker: int) -> None:
        for file in files:
            start.wait()
            with Workspace(file).writing() as writer:
                writer.engine(f"{maker}")

    with ThreadPoolExecutor(makers) as pool:
        list(pool.map(make, range(makers)))
    for file in files:
        with closing(faults.opened(file)) as connection:
            assert connection.execute("SELECT count(*) FROM engine").fetchone() == (makers,)


DIE_MAKING = """
import os, signal, sys
from pathlib import Path
from dashboard.workspace.connection import connect, make_schema
connection = connect(Path(sys.argv[1]), writable=True)
connection.execute("PRAGMA cache_size = 1")  # so that pages are written before the end
connection.execute("BEGIN IMMEDIATE")
make_schema(connection)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("must_exist", [False, True])
def test_workspace_whose_making_was_killed_is_made_by_the_next(
    tmp_path: Path,
    must_exist: bool,  # noqa: FBT001
):
    file = tmp_path / "w.sitmap"
    made = subprocess.run([sys.executable, "-c", DIE_MAKING, file], check=False)
    assert made.returncode == -signal.SIGKILL
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        faults.stored(file)
    assert Workspace(file, must_exist=must_exist).rows("SELECT count(*) FROM document") == [(0,)]


# disks that take no more


def add(
    file: Path, *paths: Path, most_bytes: int | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `sitmap add` to its end, with files of limited size if so asked."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        if most_bytes is not None:  # for the process that is started, which inherits it
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, limits[1]))
        with faults.adding(file, *paths) as process:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
            output, errors = process.communicate(timeout=faults.END_S)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    return subprocess.CompletedProcess(process.args, process.returncode, output, errors)


def assert_one_clear_line(process: subprocess.CompletedProcess[str], file: Path) -> str:
    """Besides lines that say how far it is."""
    assert process.returncode == 1, process.stderr
    assert process.stdout == ""
    lines = [line for line in process.stderr.splitlines() if "reading reports" not in line]
    (error,) = lines
    assert error.startswith(f"sitmap: {file}")
    return error


def test_full_disk_is_one_line_and_stored_reports_stay(disk: SmallDisk, reference: Reference):
    file = disk.folder / "w.sitmap"
    stored: set[str] = set()
    for _ in range(2):
        error = assert_one_clear_line(add(file, reference.reports), file)
        assert "the disk is full; make room and run it again" in error
        assert faults.check(file).returncode == 0
        assert stored <= faults.stored(file)
        stored = faults.stored(file)
    disk.resize(100_000_000)
    assert_completes(file, reference)


def test_disk_without_any_room_is_one_line(disk: SmallDisk, reference: Reference):
    filling = disk.fill()
    file = disk.folder / "w.sitmap"
    assert_one_clear_line(add(file, reference.reports), file)
    filling.unlink()
    disk.resize(100_000_000)
    assert_completes(file, reference)


@pytest.mark.parametrize("most_bytes", [2_000, 400_000, SMALL_BYTES])
def test_file_size_limit_is_one_line_and_stored_reports_stay(
    tmp_path: Path, reference: Reference, most_bytes: int
):
    file = tmp_path / "w.sitmap"
    process = add(file, reference.reports, most_bytes=most_bytes)
    assert "the disk does not take what is written" in assert_one_clear_line(process, file)
    if file.exists():
        assert faults.check(file).returncode == 0
    assert_completes(file, reference)


def test_read_only_file_system_is_one_line(disk: SmallDisk, tmp_path: Path):
    report = tmp_path / "report.txt"
    report.write_text("Rain fell in Aleppo.")
    kept, new = disk.folder / "w.sitmap", disk.folder / "new.sitmap"
    assert add(kept, report).returncode == 0
    disk.make_read_only()
    assert add(kept, report).returncode == 0  # nothing changed
    report.write_text("Snow fell in Aleppo.")
    os.utime(report, ns=(1, 1))
    assert "is read-only" in assert_one_clear_line(add(kept, report), kept)
    assert "the folder can't be written" in assert_one_clear_line(add(new, report), new)


def test_folder_that_takes_no_file_is_one_line(tmp_path: Path):
    report = tmp_path / "report.txt"
    report.write_text("Rain fell in Aleppo.")
    for file in (Path("/proc/w.sitmap"), tmp_path / "missing" / "w.sitmap", tmp_path):
        assert_one_clear_line(add(file, report), file)


def test_commands_are_those_of_the_program():
    assert faults.SITMAP == SITMAP
