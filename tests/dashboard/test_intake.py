"""Taking reports in: what goes in, what is read again, what is refused, and what is stopped."""

import os
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
from programs import program

from dashboard import pipeline
from dashboard.batches import Batches, Work
from dashboard.errors import PipelineError
from dashboard.executors import Batch, Input, Reading, read_batch, reader, worker_count
from dashboard.model import Problem
from dashboard.pipeline import Counts, Pipeline
from dashboard.workspace import Workspace
from dashboard.workspace.jobs import Jobs, Run, RunRecord
from dashboard.workspace.writer import inflated
from geocache import GeocacheError
from geocache.gazetteer import CompiledGazetteer, PackSource

REPORTS = {
    "aleppo.txt": "Rain fell in Aleppo.\n\nA bridge near Homs was closed.",
    "daraa.txt": "A convoy reached Daraa on 5 March 2020.",
    "inner/idlib.TXT": "Clashes went on in Idlib.",
}

faults = program("intake_faults")
generated = program("generated_reports")


@pytest.fixture(autouse=True)
def _compiled(gazetteer: CompiledGazetteer) -> None:
    """Processes find the gazetteer compiled, and show no progress of compiling it."""
    assert len(gazetteer)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    for name, text in REPORTS.items():
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (made / "notes.md").write_text("no report")
    return made


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "w.sitmap")


@pytest.fixture
def warnings() -> list[str]:
    return []


@pytest.fixture
def take_in(workspace: Workspace, warnings: list[str]) -> Callable[..., Counts]:
    """Runs the pipeline on paths, one reading process at most unless it says otherwise."""

    def run(*paths: Path, packs: tuple[PackSource, ...] = (), **options: Any) -> Counts:
        asked = {"workers": 1, "warn": warnings.append} | options
        return Pipeline(workspace, **asked).run(paths, packs)

    return run


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three hundred reports, which take some seconds to read."""
    made = tmp_path_factory.mktemp("many")
    generated.write_reports(made, 300)
    return made


def titles(workspace: Workspace) -> list[str]:
    return [document.title for document in workspace.documents()]


def rewrite(path: Path, content: str | bytes) -> None:
    """Write a file so that its time differs, however coarse the clock of the file system is."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    touch(path)


def touch(path: Path) -> None:
    changed = path.stat().st_mtime_ns + 1_000_000
    os.utime(path, ns=(changed, changed))


def assert_sound(workspace: Workspace) -> None:
    sitmap("check", "--workspace", workspace.path)


# what goes in


def test_a_folder_goes_in_with_the_folders_in_it(
    workspace: Workspace, folder: Path, take_in: Callable[..., Counts]
):
    assert take_in(folder) == Counts(read=3)
    assert titles(workspace) == [
        "Rain fell in Aleppo.",
        REPORTS["daraa.txt"],
        "Clashes went on in Idlib.",
    ]
    assert_sound(workspace)


def test_the_command_prints_one_line_of_counts(tmp_path: Path, folder: Path):
    file = tmp_path / "w.sitmap"
    first, second = (sitmap("add", "--workspace", file, folder).stdout for _ in range(2))
    assert first == f"3 taken in, 0 unchanged, 0 not taken; 3 reports in {file}\n"
    assert second == f"0 taken in, 3 unchanged, 0 not taken; 3 reports in {file}\n"


def test_nothing_to_take_in_is_no_error(tmp_path: Path):
    assert "0 reports in" in sitmap("add", "--workspace", tmp_path / "w.sitmap").stdout


def test_files_that_were_not_touched_are_not_opened(
    folder: Path, take_in: Callable[..., Counts], monkeypatch: pytest.MonkeyPatch
):
    take_in(folder)
    monkeypatch.setattr(pipeline, "read_content", lambda path: pytest.fail(f"{path} was opened"))
    assert take_in(folder) == Counts(unchanged=3)


def test_the_same_file_by_a_relative_path_a_link_or_twice_is_one_input(
    workspace: Workspace,
    folder: Path,
    take_in: Callable[..., Counts],
    monkeypatch: pytest.MonkeyPatch,
):
    take_in(folder)
    (folder.parent / "link").symlink_to(folder)
    monkeypatch.chdir(folder.parent)
    given = [Path("reports"), Path("link"), Path("reports/../reports"), folder / "daraa.txt"]
    assert take_in(*given) == Counts(unchanged=3)
    assert len(workspace.rows("SELECT 1 FROM job")) == 3


def test_files_of_one_name_in_two_folders_are_two_reports(
    workspace: Workspace,
    tmp_path: Path,
    take_in: Callable[..., Counts],
    monkeypatch: pytest.MonkeyPatch,
):
    for place in ("Aleppo", "Damascus"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "report.txt").write_text(f"Rain in {place}.")
        monkeypatch.chdir(tmp_path / place)
        take_in(Path("report.txt"))
    assert titles(workspace) == ["Rain in Aleppo.", "Rain in Damascus."]


def test_what_waits_is_gone_on_with_from_any_folder(
    workspace: Workspace,
    folder: Path,
    take_in: Callable[..., Counts],
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.chdir(folder.parent)
    Pipeline(workspace)._offer([Path("reports")])  # by a run that was killed then
    monkeypatch.chdir("/")
    assert take_in() == Counts(read=3)


def test_words_without_a_file_are_an_input_too(
    workspace: Workspace, take_in: Callable[..., Counts]
):
    Jobs(workspace).offer(["pasted"], [b"Rain fell in Aleppo."])
    assert take_in() == Counts(read=1)
    assert workspace.rows("SELECT state, content FROM job") == [("done", None)]
    assert titles(workspace) == ["Rain fell in Aleppo."]


# what changed


def test_a_touched_file_is_the_same_report(
    workspace: Workspace, folder: Path, take_in: Callable[..., Counts]
):
    take_in(folder)
    before = workspace.rows("SELECT id, document_id FROM passage"), workspace.revision()
    touch(folder / "daraa.txt")
    assert take_in(folder) == Counts(read=1, unchanged=2)
    assert (workspace.rows("SELECT id, document_id FROM passage"), workspace.revision()) == before
    assert take_in(folder) == Counts(unchanged=3)


def test_an_edited_file_replaces_its_older_version_and_keeps_it(
    workspace: Workspace, folder: Path, take_in: Callable[..., Counts]
):
    original = b"Rain fell in Aleppo.\r\n\r\nWalnuts were sold in Hama.\r\n"
    rewrite(folder / "aleppo.txt", original)
    take_in(folder)
    rewrite(folder / "aleppo.txt", "Snow fell in Aleppo.")
    assert take_in(folder) == Counts(read=1, unchanged=2)
    assert "Snow fell in Aleppo." in titles(workspace)
    ((text, kept, newer, passages),) = workspace.rows(
        "SELECT t.text, o.content, newer.title, "
        "(SELECT count(*) FROM passage WHERE document_id = d.id) FROM document d "
        "JOIN document_text t ON t.document_id = d.id JOIN original o ON o.document_id = d.id "
        "JOIN document newer ON newer.id = d.replaced_by"
    )
    assert text == "Rain fell in Aleppo.\n\nWalnuts were sold in Hama.\n"
    assert inflated(kept, text) == original
    assert (newer, passages) == ("Snow fell in Aleppo.", 0)
    assert not searched(workspace, "walnuts")
    assert_sound(workspace)


def searched(workspace: Workspace, word: str) -> list[tuple[Any, ...]]:
    query = "SELECT rowid FROM passage_words WHERE passage_words MATCH ?"
    return workspace.rows(query, (word,))


def test_a_file_that_is_edited_back_is_its_older_version_again(
    workspace: Workspace, folder: Path, take_in: Callable[..., Counts]
):
    take_in(folder)
    for text in ("Snow fell in Aleppo.", REPORTS["aleppo.txt"]):
        rewrite(folder / "aleppo.txt", text)
        take_in(folder)
    assert sorted(titles(workspace))[2] == "Rain fell in Aleppo."
    replaced = "SELECT title FROM document WHERE replaced_by IS NOT NULL"
    assert workspace.rows(replaced) == [("Snow fell in Aleppo.",)]
    assert_sound(workspace)


def test_words_after_a_nul_leave_the_index_with_their_report(
    workspace: Workspace, tmp_path: Path, take_in: Callable[..., Counts]
):
    report = tmp_path / "report.txt"
    rewrite(report, "Rain fell in Aleppo.\0 Walnuts were sold in Hama.".encode("utf-16"))
    take_in(report)
    assert searched(workspace, "walnuts")
    rewrite(report, "Snow fell in Aleppo.")
    take_in(report)
    assert not searched(workspace, "walnuts")


def test_the_same_content_twice_is_one_report_until_no_file_says_it(
    workspace: Workspace, tmp_path: Path, take_in: Callable[..., Counts]
):
    copies = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for copy in copies:
        rewrite(copy, "Rain fell in Aleppo.")
    assert take_in(*copies) == Counts(read=2)
    assert titles(workspace) == ["Rain fell in Aleppo."]
    rewrite(copies[0], "Snow fell in Aleppo.")
    take_in(*copies)
    assert titles(workspace) == ["Rain fell in Aleppo.", "Snow fell in Aleppo."]
    rewrite(copies[1], "Snow fell in Aleppo.")
    take_in(*copies)
    assert titles(workspace) == ["Snow fell in Aleppo."]


# what is refused


def test_what_cannot_be_read_is_named_once_and_the_others_go_in(tmp_path: Path, folder: Path):
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(b"\0\1\2" * 100)
    (folder / "large.txt").write_bytes(b"word " * 2_100_000)
    (folder / "header.txt").write_text("---\ndate: someday\n---\nRain in Aleppo.")
    (folder / "dangling.txt").symlink_to(tmp_path / "nowhere")
    (folder / "unreadable.txt").symlink_to("/proc/self/mem")
    file = tmp_path / "w.sitmap"
    reasons = {
        "binary.txt": "is binary",
        "dangling.txt": "No such file",
        "empty.txt": "is empty",
        "header.txt": "'someday' in the header",
        "large.txt": "10.5 MB is too large",
        "unreadable.txt": "Input/output error",
    }
    for taken, unchanged in ((3, 0), (0, 3)):
        process = sitmap("add", "--workspace", file, folder, status=1)
        counts = f"{taken} taken in, {unchanged} unchanged, 6 not taken; 3 reports in {file}\n"
        assert process.stdout == counts
        errors = sorted(
            line for line in process.stderr.splitlines() if line.startswith(str(folder))
        )
        assert [line.split(": ")[0] for line in errors] == [str(folder / name) for name in reasons]
        assert all(reason in line for reason, line in zip(reasons.values(), errors, strict=True))
        assert "Traceback" not in process.stderr


def test_a_path_that_leads_nowhere_is_named_until_it_leads_somewhere(
    workspace: Workspace, tmp_path: Path, take_in: Callable[..., Counts], warnings: list[str]
):
    file, folder = tmp_path / "missing.txt", tmp_path / "folder"
    folder.mkdir()
    assert len(take_in(file, folder).problems) == 2
    assert warnings == [
        f"{file}: there is no such file or folder",
        f"{folder}: the folder holds no .txt file",
    ]
    assert len(workspace.problems()) == 2
    for path in (file, folder / "a.txt"):
        path.write_text(f"Rain fell in Aleppo, says {path.stem}.")
    assert take_in(file, folder) == Counts(read=2)
    assert workspace.problems() == []


def test_a_file_that_is_gone_when_its_turn_comes_is_named(
    workspace: Workspace,
    folder: Path,
    take_in: Callable[..., Counts],
    warnings: list[str],
    monkeypatch: pytest.MonkeyPatch,
):
    offer = Jobs.offer

    def offer_and_delete(jobs: Jobs, *offered: Any) -> None:
        offer(jobs, *offered)
        (folder / "daraa.txt").unlink()

    monkeypatch.setattr(Jobs, "offer", offer_and_delete)
    counts = take_in(folder)
    assert counts.read == 2
    assert warnings == [f"{folder / 'daraa.txt'}: can't be read: No such file or directory"]
    assert_sound(workspace)


def test_a_report_that_cannot_be_read_any_more_stays_as_it_was(
    workspace: Workspace, folder: Path, take_in: Callable[..., Counts]
):
    take_in(folder)
    rewrite(folder / "daraa.txt", b"")
    assert len(take_in(folder).problems) == 1
    assert len(titles(workspace)) == 3
    rewrite(folder / "daraa.txt", "A convoy left Daraa.")
    assert take_in(folder).problems == []
    assert titles(workspace)[1:] == ["Clashes went on in Idlib.", "A convoy left Daraa."]


@pytest.mark.parametrize(
    "name",
    [b"new\nline.txt", b"no \xff utf-8.txt", b"-rf.txt", b"[red] %41 \\n.txt", "ادلب.txt".encode()],
)
def test_files_of_any_name_go_in_and_are_known_again(
    workspace: Workspace, tmp_path: Path, take_in: Callable[..., Counts], name: bytes
):
    folder = tmp_path / "odd"
    folder.mkdir()
    path = Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
    path.write_text("Rain fell in Aleppo.")
    assert take_in(folder) == Counts(read=1)
    assert take_in(folder) == Counts(unchanged=1)
    rewrite(path, "")
    (problem,) = take_in(folder).problems
    assert problem.reason.endswith(": the file is empty")
    assert len(problem.reason.splitlines()) == 1
    assert workspace.problems() == [problem]


def test_a_leading_dash_is_a_file_after_two_dashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    Path("-x.txt").write_text("Rain fell in Aleppo.")
    process = sitmap("add", "--workspace", "w.sitmap", "--", "-x.txt")
    assert process.stdout.startswith("1 taken in")


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
def test_an_input_over_which_workers_die_is_named_and_all_others_go_in(
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
    engine, _annotator = reader(())
    work = Work(
        lambda executor, given: executor.submit(read_batch, (), given),
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
def test_what_a_process_may_have_died_over_is_read_by_another(
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


@pytest.mark.skipif(worker_count() == 1, reason="one processor reads in the process that writes")
@pytest.mark.parametrize("wait_s", [0.0, 0.1, 0.3])
def test_ctrl_c_while_processes_start_is_no_traceback(tmp_path: Path, many: Path, wait_s: float):
    file = tmp_path / "w.sitmap"
    with faults.adding(file, many) as process:
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


def test_another_connection_sees_how_far_a_run_is(
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
    named = "SELECT name FROM place WHERE name LIKE '%oville' OR name = 'Bartown' ORDER BY name"
    assert take_in(packs=(PLACES,)) == Counts(again=4)
    assert workspace.rows(named) == [("Fooville",)]
    assert take_in(folder, packs=(PLACES,)) == Counts(unchanged=4)
    assert take_in(folder, packs=(OTHERS,)) == Counts(unchanged=4, again=4)
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


def test_a_run_that_was_to_read_again_and_was_stopped_is_made_up_for(
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


def test_a_run_that_is_killed_before_it_reads_again_is_made_up_for(
    workspace: Workspace, folder: Path, take_in: Callable[..., Counts]
):
    take_in(folder)
    RunRecord(workspace, again=True)  # its process was killed right after
    workspace.add_pack(PLACES.name, PLACES.content)
    assert take_in() == Counts(again=3)
    assert take_in() == Counts()


def test_a_later_run_does_not_hide_one_that_was_to_read_again(workspace: Workspace):
    RunRecord(workspace, again=True)
    later = RunRecord(workspace, again=False)
    with workspace.writing() as writer:
        later.update(writer, state="finished", step="", done=0, total=0, failed=0)
    assert Jobs(workspace).must_read_again()
