"""Inputs that hold several documents, on their way into a workspace."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from command import sitmap
from intake import assert_sound, rewrite, titles, touch
from made_files import FILES, column, pdf_of, zip_of

from dashboard.pipeline import Counts, Pipeline
from dashboard.situation.reports import near_copies
from dashboard.storing import Storing
from dashboard.workspace import Workspace
from dashboard.workspace.jobs import Jobs
from dashboard.workspace.writer import inflated

pytestmark = pytest.mark.usefixtures("compiled")


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """A folder for what is taken in."""
    made = tmp_path / "box"
    made.mkdir()
    return made


def texts(workspace: Workspace) -> list[str]:
    return sorted(document.text for document in workspace.documents())


def test_folder_of_all_formats_goes_in(
    workspace: Workspace, box: Path, take_in: Callable[..., Counts], warnings: list[str]
):
    for path in FILES.iterdir():
        if path.suffix != ".py":
            shutil.copy(path, box)
    counts = take_in(box)
    assert sorted(problem.origin.rpartition("/")[2] for problem in counts.problems) == [
        "columns.xlsx",
        "empty.txt",
        "scanned.pdf",
    ]
    assert counts.read == 19
    assert any("1 file passed over" in line for line in warnings)
    assert len(workspace.rows("SELECT 1 FROM document")) == 16  # three say what others say
    assert_sound(workspace)
    again = take_in(box)
    assert (again.read, len(again.problems)) == (0, 3)


def test_entry_documents_are_kept_with_bytes_pages_and_place(
    workspace: Workspace, box: Path, take_in: Callable[..., Counts]
):
    for name in ("mixed.eml", "two-columns.pdf"):
        shutil.copy(FILES / name, box)
    take_in(box)
    rows = workspace.rows(
        "SELECT d.origin, p.container, p.entry, o.media_type, o.content, t.text FROM document d "
        "JOIN original o ON o.document_id = d.id JOIN document_text t ON t.document_id = d.id "
        "LEFT JOIN part p ON p.document_id = d.id ORDER BY d.origin"
    )
    mail, attached, paged = rows
    assert mail[1:4] == (None, None, "message/rfc822")
    assert inflated(mail[4], mail[5]) == (FILES / "mixed.eml").read_bytes()
    assert attached[1:4] == (str(box / "mixed.eml"), "rukban.txt", "text/plain")
    assert inflated(attached[4], attached[5]) == attached[5].encode("cp1256")
    assert paged[3] == "application/pdf"
    starts = workspace.rows("SELECT number, start FROM page ORDER BY number")
    assert [number for number, _ in starts] == [1, 2, 3]
    assert [paged[5][start:][:5] for _, start in starts] == ["Situa", "Heavy", "Heavy"]


def test_entry_in_a_new_version_takes_the_place_of_the_old_one(
    workspace: Workspace, box: Path, take_in: Callable[..., Counts]
):
    members = {"a.txt": "Rain fell in Aleppo.", "b.txt": "A bridge near Homs was closed."}
    rewrite(box / "z.zip", zip_of(members))
    assert take_in(box) == Counts(read=2)
    before = workspace.rows("SELECT id, document_id FROM passage WHERE document_id = 2")
    rewrite(box / "z.zip", zip_of(members | {"a.txt": "Snow fell in Aleppo."}))
    assert take_in(box) == Counts(read=2)
    assert titles(workspace) == [members["b.txt"], "Snow fell in Aleppo."]
    replaced = workspace.rows("SELECT title FROM document WHERE replaced_by IS NOT NULL")
    assert replaced == [("Rain fell in Aleppo.",)]
    after = workspace.rows("SELECT id, document_id FROM passage WHERE document_id = 2")
    assert after == before  # what stands was not read again
    assert_sound(workspace)


def test_entry_that_is_repaired_is_no_failure_any_more(
    workspace: Workspace, box: Path, take_in: Callable[..., Counts]
):
    rewrite(box / "z.zip", zip_of({"a.txt": "", "b.txt": "Rain fell in Aleppo."}))
    (problem,) = take_in(box).problems
    assert problem.origin == f"{box / 'z.zip'}!/a.txt"
    assert len(take_in(box).problems) == 1
    rewrite(box / "z.zip", zip_of({"a.txt": "Snow in Homs.", "b.txt": "Rain fell in Aleppo."}))
    assert take_in(box).problems == []
    assert workspace.problems() == []
    rewrite(box / "z.zip", zip_of({"b.txt": "Rain fell in Aleppo."}))
    assert take_in(box).problems == []
    assert texts(workspace) == ["Rain fell in Aleppo.", "Snow in Homs."]  # as of a file that goes
    assert_sound(workspace)


def test_entry_that_breaks_stays_as_it_was(
    workspace: Workspace, box: Path, take_in: Callable[..., Counts]
):
    rewrite(box / "a.csv", "id,text\n1,Rain fell in Aleppo.\n")
    take_in(box)
    rewrite(box / "a.csv", "id,text\n1,\n")
    assert len(take_in(box).problems) == 1
    assert texts(workspace) == ["Rain fell in Aleppo."]
    rewrite(box / "a.csv", "id,text\n1,Snow fell in Aleppo.\n")
    assert take_in(box).problems == []
    assert texts(workspace) == ["Snow fell in Aleppo."]
    assert_sound(workspace)


def test_rows_that_move_are_no_new_reports(
    workspace: Workspace, box: Path, take_in: Callable[..., Counts]
):
    rewrite(box / "a.csv", "text\nRain fell in Aleppo.\nSnow fell in Homs.\n")
    take_in(box)
    rewrite(box / "a.csv", "text\nWind in Hama.\nRain fell in Aleppo.\nSnow fell in Homs.\n")
    take_in(box)
    assert texts(workspace) == ["Rain fell in Aleppo.", "Snow fell in Homs.", "Wind in Hama."]
    assert_sound(workspace)


def test_columns_that_are_said_are_remembered(workspace: Workspace, box: Path, warnings: list[str]):
    shutil.copy(FILES / "columns.xlsx", box)
    file = workspace.path
    refused = sitmap("add", "--workspace", file, box, status=1)
    assert "the columns are 'Ref', 'Body', 'Day', 'Outlet'" in refused.stderr
    taken = sitmap("add", "--workspace", file, "--columns", "text=Body,date=Day,id=Ref", box)
    assert taken.stdout.startswith("2 taken in, 0 unchanged, 0 not taken")
    touch(box / "columns.xlsx")
    assert Pipeline(workspace, workers=1, warn=warnings.append).run([box]).problems == []
    origins = workspace.rows("SELECT origin FROM job WHERE origin LIKE '%!/%' ORDER BY id")
    assert [origin.rpartition("!/")[2] for (origin,) in origins] == ["A-1", "A-2"]
    wrong = sitmap("add", "--workspace", file, "--columns", "text:Body", box, status=1)
    assert "'text:Body' is not understood; expected NAME=COLUMN" in wrong.stderr


def test_column_choice_that_differs_is_another_reading(workspace: Workspace, box: Path):
    rewrite(box / "a.csv", "Body,Summary\nRain fell in Aleppo.,Snow fell in Homs.\n")
    for column_name in ("Body", "Summary"):
        sitmap("add", "--workspace", workspace.path, "--columns", f"text={column_name}", box)
    assert texts(workspace) == ["Snow fell in Homs."]


def test_killed_run_goes_on_within_a_table(
    workspace: Workspace,
    box: Path,
    take_in: Callable[..., Counts],
    monkeypatch: pytest.MonkeyPatch,
):
    rows = "".join(
        json.dumps({"text": f"Rain fell in Aleppo on day {n}."}) + "\n" for n in range(300)
    )
    rewrite(box / "a.jsonl", rows)
    entry, stored = Storing._entry, 0

    def die_late(self: Storing, *given: object) -> None:
        nonlocal stored
        stored += 1
        if stored > 200:
            raise KeyboardInterrupt
        entry(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Storing, "_entry", die_late)
    with pytest.raises(KeyboardInterrupt):
        take_in(box)
    kept = len(texts(workspace))
    assert 0 < kept < 300
    monkeypatch.undo()
    ids = workspace.rows("SELECT id FROM passage ORDER BY id")
    assert Jobs(workspace).open_count() == 1
    with workspace.writing() as writer:  # as of a process that is gone
        writer.connection.execute("UPDATE job SET lease_until = 0")
    take_in()
    assert len(texts(workspace)) == 300
    assert workspace.rows("SELECT id FROM passage ORDER BY id LIMIT ?", (kept,)) == ids
    assert_sound(workspace)


def test_broken_file_among_many_is_one_line(box: Path, tmp_path: Path):
    """The same at a thousand files: tests/benchmarks/mixed_files.py."""
    good = [path for path in FILES.iterdir() if path.suffix in {".docx", ".rtf", ".odt", ".html"}]
    for n in range(20):
        source = good[n % len(good)]
        rewrite(box / f"{n}.txt", f"Rain fell in Aleppo on day {n}.")
        if n < len(good):
            shutil.copy(source, box / f"{n}{source.suffix}")
    bad = {
        "b1.pdf": b"%PDF-1.4 broken",
        "b2.docx": zip_of({"a": "b"})[:40],
        "b3.zip": b"PK\x03\x04",
        "b4.txt": b"",
        "b5.pdf": pdf_of([column(0, 0, [""])]),
    }
    for name, content in bad.items():
        rewrite(box / name, content)
    file = tmp_path / "w.sitmap"
    process = sitmap("add", "--workspace", file, box, status=1)
    assert process.stdout == f"24 taken in, 0 unchanged, 5 not taken; 24 reports in {file}\n"
    lines = [line for line in process.stderr.splitlines() if line.startswith(str(box))]
    assert [Path(line.split(": ")[0]).name for line in sorted(lines)] == sorted(bad)
    assert "Traceback" not in process.stderr


def test_files_of_no_known_format_are_counted_and_no_failure(box: Path, tmp_path: Path):
    rewrite(box / "a.txt", "Rain fell in Aleppo.")
    for name in ("photo.jpg", "photo2.JPG", "film.mp4", ".hidden.txt", "Thumbs.db", "~$a.docx"):
        rewrite(box / name, b"x")
    process = sitmap("add", "--workspace", tmp_path / "w.sitmap", box)
    assert "3 files passed over: their endings are of no format that is read: " in process.stderr
    assert ".jpg (2)" in process.stderr
    assert "hidden" not in process.stderr


# near copies


LONG = " ".join(f"Sentence {n} of a report on the road from Aleppo to Homs." for n in range(30))


def pairs(workspace: Workspace) -> list[tuple[str, str]]:
    return workspace.rows(
        "SELECT a.title, b.title FROM near_copy n JOIN document a ON a.id = n.document_id "
        "JOIN document b ON b.id = n.earlier_id ORDER BY 1, 2"
    )


def test_near_copies_are_linked_and_others_are_not(
    workspace: Workspace, box: Path, take_in: Callable[..., Counts]
):
    rewrite(box / "1.txt", f"First\n\n{LONG}")
    rewrite(box / "2.txt", f"Second\n\n{LONG} One more sentence stands here.")
    rewrite(box / "3.txt", "Third\n\n" + " ".join(f"Word {n} is another." for n in range(99)))
    take_in(box)
    assert pairs(workspace) == [("Second", "First")]
    ((share,),) = workspace.rows("SELECT share FROM near_copy")
    assert 0.8 < share < 1
    hashes = dict(workspace.rows("SELECT title, hash FROM document"))
    shown = {title: near_copies(workspace, hashes[title]) for title in hashes}
    assert [copy["title"] for copy in shown["First"]] == ["Second"]
    assert [copy["title"] for copy in shown["Second"]] == ["First"]
    assert shown["Third"] == []
    assert_sound(workspace)


def test_older_version_is_no_near_copy(
    workspace: Workspace, box: Path, take_in: Callable[..., Counts]
):
    rewrite(box / "1.txt", f"First\n\n{LONG}")
    take_in(box)
    rewrite(box / "1.txt", f"Newer\n\n{LONG} One more sentence stands here.")
    take_in(box)
    assert titles(workspace) == ["Newer"]
    assert pairs(workspace) == []
    assert len(workspace.rows("SELECT 1 FROM sketch")) == 1
