"""Taking reports in: what goes in, what is read again, and what is refused."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import sitmap
from intake import REPORTS, assert_sound, rewrite, titles, touch

from dashboard import pipeline
from dashboard.pipeline import Counts, Pipeline
from dashboard.workspace import Workspace
from dashboard.workspace.jobs import Jobs
from dashboard.workspace.writer import inflated

pytestmark = pytest.mark.usefixtures("compiled")


# what goes in


def test_folder_goes_in_with_the_folders_in_it(
    workspace: Workspace, folder: Path, take_in: Callable[..., Counts]
):
    assert take_in(folder) == Counts(read=3)
    assert titles(workspace) == [
        "Rain fell in Aleppo.",
        REPORTS["daraa.txt"],
        "Clashes went on in Idlib.",
    ]
    assert_sound(workspace)


def test_add_command_prints_one_line_of_counts(tmp_path: Path, folder: Path):
    file = tmp_path / "w.sitmap"
    first, second = (sitmap("add", "--workspace", file, folder).stdout for _ in range(2))
    assert first == f"3 taken in, 0 unchanged, 0 not taken; 3 reports in {file}\n"
    assert second == f"0 taken in, 3 unchanged, 0 not taken; 3 reports in {file}\n"


def test_add_command_without_inputs_is_no_error(tmp_path: Path):
    assert "0 reports in" in sitmap("add", "--workspace", tmp_path / "w.sitmap").stdout


def test_files_that_were_not_touched_are_not_opened(
    folder: Path, take_in: Callable[..., Counts], monkeypatch: pytest.MonkeyPatch
):
    take_in(folder)
    monkeypatch.setattr(pipeline, "read_content", lambda path: pytest.fail(f"{path} was opened"))
    assert take_in(folder) == Counts(unchanged=3)


def test_file_by_a_relative_path_a_link_or_twice_is_one_input(
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


def test_waiting_inputs_are_gone_on_with_from_any_folder(
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


def test_touched_file_is_the_same_report(
    workspace: Workspace, folder: Path, take_in: Callable[..., Counts]
):
    take_in(folder)
    before = workspace.rows("SELECT id, document_id FROM passage"), workspace.revision()
    touch(folder / "daraa.txt")
    assert take_in(folder) == Counts(read=1, unchanged=2)
    assert (workspace.rows("SELECT id, document_id FROM passage"), workspace.revision()) == before
    assert take_in(folder) == Counts(unchanged=3)


def test_edited_file_replaces_its_older_version_and_keeps_it(
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


def test_file_that_is_edited_back_is_its_older_version_again(
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


def test_duplicate_content_is_one_report_until_no_file_has_it(
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


def test_unreadable_files_are_named_once_and_the_others_go_in(tmp_path: Path, folder: Path):
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


def test_path_that_leads_nowhere_is_named_until_it_leads_somewhere(
    workspace: Workspace, tmp_path: Path, take_in: Callable[..., Counts], warnings: list[str]
):
    file, folder = tmp_path / "missing.txt", tmp_path / "folder"
    folder.mkdir()
    assert len(take_in(file, folder).problems) == 2
    assert warnings == [
        f"{file}: there is no such file or folder",
        f"{folder}: the folder holds no file that can be read",
    ]
    assert len(workspace.problems()) == 2
    for path in (file, folder / "a.txt"):
        path.write_text(f"Rain fell in Aleppo, says {path.stem}.")
    assert take_in(file, folder) == Counts(read=2)
    assert workspace.problems() == []


def test_file_that_is_gone_when_its_turn_comes_is_named(
    workspace: Workspace,
    folder: Path,
    take_in: Callable[..., Counts],
    warnings: list[str],
    monkeypatch: pytest.MonkeyPatch,
):
    offer = Jobs.offer

    def offer_and_delete(jobs: Jobs, *offered: Any, **options: Any) -> None:
        offer(jobs, *offered, **options)
        (folder / "daraa.txt").unlink()

    monkeypatch.setattr(Jobs, "offer", offer_and_delete)
    counts = take_in(folder)
    assert counts.read == 2
    assert warnings == [f"{folder / 'daraa.txt'}: can't be read: No such file or directory"]
    assert_sound(workspace)


def test_report_that_cannot_be_read_any_more_stays_as_it_was(
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


def test_leading_dash_is_a_file_after_two_dashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    Path("-x.txt").write_text("Rain fell in Aleppo.")
    process = sitmap("add", "--workspace", "w.sitmap", "--", "-x.txt")
    assert process.stdout.startswith("1 taken in")
