"""Taking in pages and feeds by their addresses: runs, again, stopped, and what is refused."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import SITMAP, sitmap
from intake import assert_sound, titles
from small_web import SmallWeb, page, redirect

from dashboard.collecting import fetch_directly
from dashboard.ingest.downloads import Downloads
from dashboard.pipeline import Counts, Pipeline
from dashboard.workspace import Workspace
from dashboard.workspace.jobs import Jobs

pytestmark = pytest.mark.usefixtures("compiled", "no_proxy")
RAIN, SNOW = "Rain fell in Aleppo.", "Snow fell in Homs."


@pytest.fixture
def add(workspace: Workspace, web: SmallWeb, warnings: list[str]) -> Callable[..., Counts]:
    """Takes in what lies at paths of the web, which is asked without pauses."""

    def run(*paths: str, allow_private: bool = True, **options: Any) -> Counts:
        asked = {"workers": 1, "warn": warnings.append} | options
        return Pipeline(workspace, **asked).run(
            [],
            addresses=[str(web.address(path)) for path in paths],
            allow_private=allow_private,
            downloads=lambda: Downloads(fetch_directly, pause_s=0),
        )

    return run


def states(workspace: Workspace) -> dict[str, str]:
    return dict(workspace.rows("SELECT origin, state FROM job"))


# pages


def test_page_is_a_report_of_its_address(
    workspace: Workspace, web: SmallWeb, add: Callable[..., Counts]
):
    web.replies |= {"/a": redirect("/b"), "/b": page(RAIN)}
    assert add("/a") == Counts(read=1)
    (document,) = workspace.documents()
    assert (document.title, document.url) == (RAIN, str(web.address("/b")))
    assert document.source == "127.0.0.1"
    assert states(workspace) == {str(web.address("/a")): "done"}
    assert workspace.rows("SELECT media_type FROM original") == [("text/plain",)]
    assert_sound(workspace)


def test_page_metadata_holds(workspace: Workspace, web: SmallWeb, add: Callable[..., Counts]):
    header = "---\nsource: a.example\nurl: https://a.example/1\n---\n"
    web.replies["/a"] = page(header + RAIN)
    add("/a")
    (document,) = workspace.documents()
    assert (document.source, document.url) == ("a.example", "https://a.example/1")


def test_page_that_is_given_again_is_asked_whether_it_changed(
    workspace: Workspace, web: SmallWeb, add: Callable[..., Counts]
):
    web.replies["/a"] = page(RAIN, 'ETag: "1"')
    add("/a")
    web.replies["/a"] = page("", status="304 Not Modified")
    before = workspace.revision()
    assert add("/a") == Counts(unchanged=1)
    assert 'If-None-Match: "1"' in web.asked[1]
    web.replies["/a"] = page(RAIN)
    assert add("/a") == Counts(unchanged=1)  # told by its content
    assert workspace.revision() == before
    web.replies["/a"] = page(SNOW)
    assert add("/a") == Counts(read=1)
    assert titles(workspace) == [SNOW]
    replaced = "SELECT title FROM document WHERE replaced_by IS NOT NULL"
    assert workspace.rows(replaced) == [(RAIN,)]
    assert_sound(workspace)


def test_page_that_could_not_be_read_is_asked_for_whole(web: SmallWeb, add: Callable[..., Counts]):
    web.replies["/a"] = page(" ", 'ETag: "1"')
    assert len(add("/a").problems) == 1
    web.replies["/a"] = page(RAIN, 'ETag: "1"')
    assert add("/a") == Counts(read=1)
    assert "If-None-Match" not in web.asked[1]


def test_pages_that_fail_are_lines_and_the_others_go_in(
    workspace: Workspace, web: SmallWeb, add: Callable[..., Counts], warnings: list[str]
):
    web.replies |= {
        "/good": page(RAIN),
        "/empty": page(" "),
        "/png": page("x", media_type="image/png"),
    }
    counts = add("/good", "/missing", "/empty", "/png", "/good")
    assert counts.read == 1
    assert sorted(warnings) == sorted(problem.reason for problem in workspace.problems())
    assert {warning.partition(": ")[0] for warning in warnings} == {
        str(web.address(path)) for path in ("/missing", "/empty", "/png")
    }
    assert titles(workspace) == [RAIN]
    web.replies["/missing"] = page(SNOW)
    assert add("/missing") == Counts(read=1)
    assert len(workspace.problems()) == 2
    assert_sound(workspace)


def test_private_addresses_are_refused_before_anything_is_asked(
    workspace: Workspace, web: SmallWeb, add: Callable[..., Counts]
):
    web.replies["/a"] = page(RAIN)
    (problem,) = add("/a", allow_private=False).problems
    assert "it belongs to this machine; `sitmap add --allow-private`" in problem.reason
    assert not web.asked
    assert workspace.problems() == [problem]
    assert add("/a") == Counts(read=1)
    assert not workspace.problems()


# feeds


def rss(*items: str) -> str:
    return f"<rss version='2.0'><channel><title>News</title>{''.join(items)}</channel></rss>"


def item(link: str, words: str = "Rain …") -> str:
    date = "<pubDate>Tue, 05 Mar 2024 23:00:00 -0800</pubDate>"
    return (
        f"<item><title>A</title><link>{link}</link><description>{words}</description>{date}</item>"
    )


def feed(*items: str, headers: tuple[str, ...] = ()) -> bytes:
    return page(rss(*items), *headers, media_type="application/rss+xml")


def test_feed_gives_a_report_for_each_of_its_pages(
    workspace: Workspace, web: SmallWeb, add: Callable[..., Counts]
):
    web.replies |= {
        "/feed": feed(item("/a"), item("/b"), item("/a")),
        "/a": page(RAIN),
        "/b": page(SNOW),
    }
    assert add("/feed") == Counts(read=2)
    assert sorted(titles(workspace)) == [RAIN, SNOW]
    assert {document.date.value for document in workspace.documents()} == {"2024-03-05"}
    assert {document.date.note for document in workspace.documents()} == {
        "the day that the feed says"
    }
    assert sorted(web.paths) == ["/a", "/b", "/feed"]
    assert_sound(workspace)


def test_feed_that_is_given_again_asks_only_for_what_is_new(
    workspace: Workspace, web: SmallWeb, add: Callable[..., Counts]
):
    web.replies |= {
        "/feed": feed(item("/a"), item("/b"), headers=('ETag: "1"',)),
        "/a": page(RAIN),
    }
    counts = add("/feed")
    assert (counts.read, len(counts.problems)) == (1, 1)
    web.replies["/b"] = page(SNOW)
    web.replies["/feed"] = page("", status="304 Not Modified")
    web.asked.clear()
    assert add("/feed") == Counts(read=1, unchanged=1)  # what failed is tried again
    assert web.paths == ["/feed", "/b"]
    assert 'If-None-Match: "1"' in web.asked[0]
    web.asked.clear()
    web.replies |= {"/feed": feed(item("/c"), item("/b")), "/c": page("Fog in Hama.")}
    assert add("/feed") == Counts(read=1, unchanged=1)
    assert web.paths == ["/feed", "/c"]
    assert len(titles(workspace)) == 3  # what the feed has no more stays
    assert_sound(workspace)


def test_entries_that_can_not_be_asked_for_are_lines(
    web: SmallWeb, add: Callable[..., Counts], warnings: list[str]
):
    web.replies |= {"/feed": feed(item("file:///etc/passwd"), item("/a")), "/a": page(RAIN)}
    counts = add("/feed")
    assert (counts.read, len(counts.problems)) == (1, 1)
    assert "expected http" in warnings[0]


def test_feed_does_not_lead_to_feeds(web: SmallWeb, add: Callable[..., Counts]):
    web.replies |= {"/feed": feed(item("/other")), "/other": feed(item("/feed"))}
    (problem,) = add("/feed").problems
    assert (
        problem.reason == f"{web.address('/other')}: is a feed that a feed leads to; add it itself"
    )


def test_feed_of_the_web_does_not_lead_into_a_private_network(
    workspace: Workspace, web: SmallWeb, monkeypatch: pytest.MonkeyPatch
):
    """The feed is taken for public here; what it leads to is looked at as always."""
    web.replies |= {"/feed": feed(item("/a")), "/a": page(RAIN)}
    monkeypatch.setattr("dashboard.ingest.fetch.why_not_public", lambda _number: "")
    monkeypatch.setattr("dashboard.ingest.fetch.is_of_this_machine", lambda _number: False)

    def fetch(wanted: Any) -> Any:
        if wanted.address.target == "/a":
            monkeypatch.undo()
        return fetch_directly(wanted)

    counts = Pipeline(workspace, workers=1).run(
        [],
        addresses=[str(web.address("/feed"))],
        allow_private=True,
        downloads=lambda: Downloads(fetch, pause_s=0),
    )
    (problem,) = counts.problems
    assert "it belongs to this machine" in problem.reason
    assert web.paths == ["/feed"]


def test_feed_with_too_many_entries_is_reported(
    web: SmallWeb, add: Callable[..., Counts], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("dashboard.collecting.MOST_ENTRIES", 2)
    pages = {f"/{n}": page(f"Rain fell in Aleppo for {n} days.") for n in range(3, 6)}
    web.replies |= {"/feed": feed(*map(item, pages))} | pages
    counts = add("/feed")
    assert counts.read == 2
    assert counts.problems[0].reason.endswith("has 3 entries; the first 2 are taken")


# the command


def start(*arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*SITMAP, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def test_command_takes_addresses_beside_files(web: SmallWeb, tmp_path: Path):
    web.replies["/a"] = page(RAIN)
    report = tmp_path / "snow.txt"
    report.write_text(SNOW)
    file = tmp_path / "w.sitmap"
    given = ("add", "--workspace", file, web.address("/a"), report)
    process = sitmap(*given, "--allow-private")
    assert process.stdout == f"2 taken in, 0 unchanged, 0 not taken; 2 reports in {file}\n"
    refused = sitmap(*given, "ftp://a.example/x", status=1)
    assert refused.stdout.startswith("0 taken in, 1 unchanged, 2 not taken")
    assert "ftp://a.example/x: begins with 'ftp'; expected http" in refused.stderr
    assert "is refused: it belongs to this machine" in refused.stderr
    assert len(web.asked) == 1


@pytest.mark.parametrize("signal_sent", [signal.SIGTERM, signal.SIGKILL])
def test_run_that_was_ended_over_slow_pages_is_gone_on_with(
    web: SmallWeb, tmp_path: Path, signal_sent: signal.Signals
):
    web.replies |= {
        "/feed": feed(item("/a"), item("/slow")),
        "/a": page(RAIN),
        "/slow": lambda _connection: time.sleep(30),
    }
    file = tmp_path / "w.sitmap"
    process = start("add", "--workspace", file, "--allow-private", web.address("/feed"))
    with process:
        try:
            until = time.monotonic() + 60
            while not ("/slow" in web.paths and titles_in(file)):
                assert time.monotonic() < until, process.stderr
                time.sleep(0.1)
            began = time.monotonic()
            process.send_signal(signal_sent)
            process.wait(20)
        finally:
            process.kill()
        assert time.monotonic() - began < 15  # it does not wait for the machine
    if signal_sent is signal.SIGTERM:
        assert process.returncode == 130
    sitmap("check", "--workspace", file)
    web.replies["/slow"] = page(SNOW)
    web.asked.clear()
    # Without the address, and without saying again that it may be private.
    again = sitmap("add", "--workspace", file)
    assert again.stdout.endswith(f"2 reports in {file}\n")
    assert set(web.paths) <= {"/slow", "/feed"}
    sitmap("check", "--workspace", file)


def titles_in(file: Path) -> list[str]:
    return titles(Workspace(file)) if file.exists() else []


def piped(
    content: bytes, *arguments: object, status: int = 0
) -> "subprocess.CompletedProcess[str]":
    process = subprocess.run(
        [*SITMAP, "add", *map(str, arguments)],
        input=content,
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "COLUMNS": "500"},
    )
    assert process.returncode == status, process.stderr
    return subprocess.CompletedProcess(
        process.args, status, process.stdout.decode(), process.stderr.decode()
    )


def test_standard_input_is_a_report(tmp_path: Path):
    file = tmp_path / "w.sitmap"
    assert piped(RAIN.encode(), "--workspace", file, "-").stdout.startswith("1 taken in")
    assert piped(RAIN.encode(), "--workspace", file, "-").stdout.endswith(
        f"; 1 reports in {file}\n"
    )
    assert titles_in(file) == [RAIN]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "standard input.txt: the file is empty"),
        (b" \n", "standard input.txt: the file is empty"),
        (b"x" * 10_000_001, "is too large"),
    ],
)
def test_standard_input_that_is_no_report_is_an_error(tmp_path: Path, content: bytes, reason: str):
    process = piped(content, "--workspace", tmp_path / "w.sitmap", "-", status=1)
    assert reason in process.stderr
    assert process.stdout.startswith("0 taken in, 0 unchanged, 1 not taken")
    assert len(process.stderr.splitlines()) == 1


def test_standard_input_has_the_name_that_it_is_given(tmp_path: Path):
    file = tmp_path / "w.sitmap"
    process = piped(b" ", "--workspace", file, "--name", "evening.txt", "-", status=1)
    assert process.stderr.startswith("evening.txt: ")


def test_name_without_standard_input_is_an_error(tmp_path: Path):
    process = sitmap("add", "--workspace", tmp_path / "w", "--name", "a.pdf", status=1)
    assert "--name a.pdf: names standard input" in process.stderr


def test_standard_input_of_another_format_is_read_as_its_name_says(tmp_path: Path):
    file = tmp_path / "w.sitmap"
    content = (Path(__file__).parent / "files" / "table.docx").read_bytes()
    assert piped(content, "--workspace", file, "--name", "a.docx", "-").stdout.startswith("1 taken")
    assert read_in(Workspace(file))[0][2].endswith("wordprocessingml.document")


def test_serving_takes_no_standard_input():
    assert "- is for `sitmap add`" in sitmap("serve", "-", status=1).stderr


def test_jobs_of_addresses_that_nobody_described_are_asked_strictly(
    workspace: Workspace, web: SmallWeb, add: Callable[..., Counts]
):
    web.replies["/a"] = page(RAIN)
    Jobs(workspace).offer([str(web.address("/a")), "https://"])
    reasons = sorted(problem.reason for problem in add().problems)
    assert len(reasons) == 2
    assert "it belongs to this machine" in reasons[0]
    assert "names no machine" in reasons[1]
    assert not web.asked


# formats


def read_in(workspace: Workspace) -> list[tuple[str, str, str]]:
    query = (
        "SELECT d.title, d.url, media_type FROM document d JOIN original ON document_id = d.id "
        "ORDER BY d.title"
    )
    return workspace.rows(query)


def test_pages_and_documents_are_read_as_files_are(
    workspace: Workspace, web: SmallWeb, add: Callable[..., Counts]
):
    files = Path(__file__).parent / "files"
    web.replies |= {
        "/news/rukban": page((files / "rukban.html").read_bytes(), media_type="text/html"),
        "/get?id=7": page((files / "two-columns.pdf").read_bytes(), media_type="application/pdf"),
        "/scanned.pdf": page((files / "scanned.pdf").read_bytes(), media_type="application/pdf"),
        "/all.zip": page((files / "reports.zip").read_bytes(), media_type="application/zip"),
        "/export": page((files / "table.csv").read_bytes(), media_type="text/csv; charset=utf-8"),
    }
    counts = add(*web.replies)
    origins = {problem.origin for problem in counts.problems}
    assert origins == {
        str(web.address("/scanned.pdf")),
        f"{web.address('/all.zip')}!/reports/empty.txt",
    }
    assert all(problem.reason.startswith(f"{problem.origin}: ") for problem in counts.problems)
    found = read_in(workspace)
    assert {"text/html", "application/pdf"} <= {media_type for _, _, media_type in found}
    assert all(url for _, url, _ in found)
    containers = {row[0] for row in workspace.rows("SELECT container FROM part")}
    assert containers == {str(web.address("/all.zip")), str(web.address("/export"))}
    assert workspace.rows("SELECT count(*) FROM page")[0][0] >= 1
    assert_sound(workspace)


def test_encoding_that_the_machine_names_is_believed(
    workspace: Workspace, web: SmallWeb, add: Callable[..., Counts]
):
    words = "أمطار في حلب"
    web.replies |= {
        "/a": page(words.encode("windows-1256"), media_type="text/plain; charset=Windows-1256"),
        "/b": page(f"{words} وحمص".encode(), media_type="text/plain; charset=windows-1252"),
        "/c": page(f"{words} وحماة".encode("windows-1256"), media_type="text/plain; charset=hex"),
    }
    add("/a", "/b", "/c")
    notes = {document.title: document.note for document in workspace.documents()}
    assert notes[words] == "read as windows-1256, as whoever sent it says"
    assert notes[f"{words} وحمص"] == ""
    assert "hex" not in "".join(notes.values())


def test_feed_text_that_is_whole_is_read_from_there(
    workspace: Workspace, web: SmallWeb, add: Callable[..., Counts]
):
    long = f"<p>{RAIN} {SNOW}</p>" * 40
    escaped = long.replace("<", "&lt;")
    web.replies["/feed"] = feed(item("https://a.example/1?a=b&amp;c", escaped))
    assert add("/feed") == Counts(read=1)
    (document,) = workspace.documents()
    assert document.text.count(SNOW) == 40
    assert (document.title, document.url) == ("A", "https://a.example/1?a=b&c")
    assert (document.source, document.date.value) == ("a.example", "2024-03-05")
    assert web.paths == ["/feed"]
    assert add("/feed") == Counts(unchanged=1)
    web.replies["/feed"] = feed(
        item("https://a.example/1?a=b&amp;c", escaped.replace("Rain", "Hail"))
    )
    assert add("/feed") == Counts(read=1)
    (document,) = workspace.documents()
    assert "Hail" in document.text
    assert_sound(workspace)
