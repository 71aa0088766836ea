"""Runs that take reports in: workers that die, runs that are stopped or watched."""

import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from command import sitmap
from intake import assert_sound, faults, rewrite, titles

from dashboard import pipeline
from dashboard.batches import Batches, Work
from dashboard.errors import PipelineError
from dashboard.executors import Batch, Input, Reading, read_batch, reader
from dashboard.model import OwnKnowledge, Problem
from dashboard.pipeline import Counts, Pipeline
from dashboard.rereading import Chosen, Proposals
from dashboard.workspace import Workspace
from dashboard.workspace.jobs import Jobs, Run, RunRecord
from geocache import GeocacheError
from geocache.gazetteer import PackSource

pytestmark = pytest.mark.usefixtures("compiled")


# workers that die


class Dying(Executor):
    """Reads in this process; over a guilty input it breaks, as a pool does whose worker dies."""

    def __init__(self, guilty: str, *, at_submit: bool) -> None:
        self._guilty = guilty
        self._at_submit = at_submit
        self._is_broken = False

    def submit(self, fn: Any, /, *args: Any, **_: Any) -> Future[Any]:
        if self._is_broken and self._at_submit:
            raise BrokenProcessPool("a worker died")
        future: Future[Any] = Future()
        if self._is_broken or any(self._guilty in given.path for given in args[1]):
            self._is_broken = True
            future.set_exception(BrokenProcessPool("a worker died"))
        else:
            future.set_result(fn(*args))
        return future


@contextmanager
def dying(guilty: str, *_workers: int, at_submit: bool) -> Iterator[Executor]:
    yield Dying(guilty, at_submit=at_submit)


@pytest.mark.parametrize("at_submit", [False, True])
@pytest.mark.parametrize("guilty", [0, 13, 29])
def test_input_over_which_workers_die_is_named_and_all_others_go_in(
    tmp_path: Path,
    workspace: Workspace,
    take_in: Callable[..., Counts],
    monkeypatch: pytest.MonkeyPatch,
    at_submit: bool,  # noqa: FBT001
    guilty: int,
):
    for number in range(30):
        (tmp_path / f"{number:02}.txt").write_text(f"Rain fell in Aleppo for {number + 2} days.")
    name = f"{guilty:02}.txt"
    monkeypatch.setattr(pipeline, "local_executor", partial(dying, name, at_submit=at_submit))
    counts = take_in(tmp_path, workers=2)
    reason = f"{tmp_path / name}: can't be read: the process that read it died"
    assert counts.problems == [Problem(str(tmp_path / name), reason)]
    assert (counts.read, len(titles(workspace))) == (29, 29)
    assert_sound(workspace)


def test_inputs_are_read_one_by_one_to_find_the_guilty():
    opened: list[Executor] = []

    @contextmanager
    def open_executor() -> Iterator[Executor]:
        opened.append(Dying("b.txt", at_submit=True))
        yield opened[-1]

    inputs = [Input(f"{name}.txt", b"Rain fell in Aleppo.") for name in "abc"]
    engine, _annotator = reader(OwnKnowledge())
    work = Work(
        lambda executor, given: executor.submit(read_batch, OwnKnowledge(), given),
        lambda given: Batch(engine, (Reading(None, f"{given.path}: died"),)),
    )
    with Batches(open_executor, work, engine, 2) as batches:
        batches.submit(inputs)
        taken = [batches.take() for _ in inputs]
        assert not batches
    first, second, third = (batch.readings[0] for _, batch in taken)
    assert [given for (given,), _ in taken] == inputs
    assert first.rows
    assert third.rows
    assert second.problem == "b.txt: died"
    assert len(opened) == 3


@pytest.mark.parametrize(("attempts", "workers"), [(0, 1), (1, 2)])
def test_input_that_a_process_may_have_died_over_is_read_by_another(
    workspace: Workspace,
    folder: Path,
    take_in: Callable[..., Counts],
    monkeypatch: pytest.MonkeyPatch,
    attempts: int,
    workers: int,
):
    """Few inputs are read in the process that writes, which a deadly one would end each time."""
    opened: list[int] = []

    @contextmanager
    def in_process(count: int) -> Iterator[Executor]:
        opened.append(count)
        yield Dying("nobody", at_submit=False)

    Pipeline(workspace)._offer([folder])
    with workspace.writing() as writer:
        writer.connection.execute("UPDATE job SET attempts = ?", (attempts,))
    monkeypatch.setattr(pipeline, "local_executor", in_process)
    assert take_in() == Counts(read=3)
    assert opened == [workers]


def test_readings_of_another_version_are_not_stored(
    workspace: Workspace,
    folder: Path,
    take_in: Callable[..., Counts],
    monkeypatch: pytest.MonkeyPatch,
):
    class Foreign(Executor):
        def submit(self, fn: Any, /, *args: Any, **_: Any) -> Future[Batch]:
            future: Future[Batch] = Future()
            future.set_result(replace(fn(*args), engine="{}"))
            return future

    @contextmanager
    def foreign(_workers: int) -> Iterator[Executor]:
        yield Foreign()

    monkeypatch.setattr(pipeline, "local_executor", foreign)
    with pytest.raises(PipelineError, match="install the same version"):
        take_in(folder, workers=2)
    assert titles(workspace) == []
    monkeypatch.undo()
    assert take_in() == Counts(read=3)


# being stopped, and being watched


@pytest.mark.parametrize("to_group", [False, True])
def test_ctrl_c_keeps_what_was_stored_and_a_second_run_goes_on(
    tmp_path: Path,
    many: Path,
    to_group: bool,  # noqa: FBT001
):
    """A terminal sends Ctrl+C to the whole group; a program that stops it, to the process."""
    file = tmp_path / "w.sitmap"
    with faults.adding(file, many) as process:
        seen = wait_for_some(file)
        watched = Jobs(Workspace(file, must_exist=True)).latest_run()
        if to_group:
            faults.send(process, signal.SIGINT)
        else:
            process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=faults.END_S)
    assert process.returncode == 130
    assert "Traceback" not in errors
    stored = faults.stored(file)
    assert seen <= stored
    left = 300 - len(stored)
    assert 0 < left < 300
    end = f"sitmap: stopped; {left} reports are still to be read: run it again to go on"
    assert errors.splitlines()[-1] == end
    assert (watched.state, watched.step, watched.total) == ("reading", "reading reports", 300)
    assert Jobs(Workspace(file)).latest_run().state == "stopped"
    assert "300 reports in" in sitmap("add", "--workspace", file, many).stdout
    assert len(faults.stored(file)) == 300


def wait_for_some(file: Path) -> set[str]:
    """Wait until reports are stored; return their hashes."""
    reader = faults.Reader(file)
    until = time.monotonic() + 60
    while not reader.seen and time.monotonic() < until:
        if file.exists():
            reader.ask()
        time.sleep(0.01)
    assert reader.seen
    return reader.seen


@pytest.mark.parametrize("wait_s", [0.0, 0.1, 0.3])
def test_ctrl_c_while_processes_start_is_no_traceback(tmp_path: Path, many: Path, wait_s: float):
    file = tmp_path / "w.sitmap"
    with faults.adding(file, many, workers=2) as process:
        until = time.monotonic() + 60
        while len(children(process.pid)) < 2 and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(wait_s)
        faults.send(process, signal.SIGINT)
        _, errors = process.communicate(timeout=faults.END_S)
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert errors.splitlines()[-1].startswith("sitmap: stopped; ")


def children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
    return [int(number) for number in listed.split()]


def test_progress_of_a_run_is_seen_by_another_connection(
    workspace: Workspace, folder: Path, take_in: Callable[..., Counts]
):
    told: list[Run] = []

    def follow(run: Run) -> None:
        seen = Jobs(Workspace(workspace.path)).latest_run()
        assert (seen.state, seen.done, seen.total, seen.failed) == (
            run.state,
            run.done,
            run.total,
            run.failed,
        )
        told.append(run)

    (folder / "empty.txt").write_bytes(b"")
    take_in(folder, follow=follow)
    assert [run.state for run in told][-2:] == ["reading", "finished"]
    assert (told[-2].done, told[-2].total, told[-2].failed) == (4, 4, 1)


# places of the user's own

PLACES = PackSource("own.csv", b"name,lat,lon\nFooville,35.5,38.5\n")
OTHERS = PackSource("own.csv", b"name,lat,lon\nFooville,35.5,38.5\nBartown,35.6,38.6\n")


def test_reports_are_read_again_when_places_change(
    workspace: Workspace, folder: Path, take_in: Callable[..., Counts]
):
    (folder / "own.txt").write_text("Rain fell in Fooville and in Bartown.")
    take_in(folder)
    named = (
        "SELECT DISTINCT l.name FROM mention m JOIN place l ON l.id = m.place_id "
        "WHERE l.name LIKE '%oville' OR l.name = 'Bartown' ORDER BY l.name"
    )
    assert take_in(packs=(PLACES,)) == Counts(again=4, differing=1)
    assert workspace.rows(named) == []  # the old reading stands
    assert Proposals(workspace).accept(Chosen()).reports == 1
    assert workspace.rows(named) == [("Fooville",)]
    assert take_in(folder, packs=(PLACES,)) == Counts(unchanged=4)
    assert take_in(folder, packs=(OTHERS,)) == Counts(unchanged=4, again=4, differing=1)
    Proposals(workspace).accept(Chosen())
    assert workspace.rows(named) == [("Bartown",), ("Fooville",)]
    assert take_in(folder) == Counts(unchanged=4)
    assert_sound(workspace)


def test_places_that_cannot_be_used_change_nothing(
    workspace: Workspace, folder: Path, take_in: Callable[..., Counts]
):
    take_in(folder)
    with pytest.raises(GeocacheError, match=r"own\.csv"):
        take_in(packs=(PackSource("own.csv", b"title\nx\n"),))
    assert workspace.packs() == []
    assert take_in(folder) == Counts(unchanged=3)


def test_run_stopped_before_reading_again_is_made_up_for(
    workspace: Workspace, folder: Path, take_in: Callable[..., Counts]
):
    take_in(folder)

    def stop(run: Run) -> None:
        if run.step == "reading reports again" and run.state == "reading":
            raise KeyboardInterrupt

    (folder / "late.txt").write_text("Rain fell in Fooville.")
    with pytest.raises(KeyboardInterrupt):
        take_in(folder, packs=(PLACES,), follow=stop)
    rewrite(folder / "late.txt", "Rain went on in Fooville.")
    take_in(folder)
    engines = "SELECT DISTINCT engine_id FROM document WHERE replaced_by IS NULL"
    assert len(workspace.rows(engines)) == 1
    assert not Jobs(workspace).must_read_again()


def test_run_killed_before_it_reads_again_is_made_up_for(
    workspace: Workspace, folder: Path, take_in: Callable[..., Counts]
):
    take_in(folder)
    RunRecord(workspace, again=True)  # its process was killed right after
    workspace.add_pack(PLACES.name, PLACES.content)
    assert take_in() == Counts(again=3)
    assert take_in() == Counts()


def test_run_that_follows_does_not_hide_one_that_was_to_read_again(workspace: Workspace):
    RunRecord(workspace, again=True)
    later = RunRecord(workspace, again=False)
    with workspace.writing() as writer:
        later.update(writer, state="finished", step="", done=0, total=0, failed=0)
    assert Jobs(workspace).must_read_again()
