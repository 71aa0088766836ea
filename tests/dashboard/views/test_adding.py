"""Adding reports on the page: what is dropped or pasted, how it is read, and what is not taken."""

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from made_files import FILES
from streamlit.testing.v1 import AppTest

from dashboard.cli import intake
from dashboard.errors import DocumentError, WorkspaceError
from dashboard.ingest import document_of
from dashboard.pipeline import Pipeline
from dashboard.views import add_dialog
from dashboard.views.given_texts import GivenText, name_of, offer_texts, pasted_text, safe_name
from dashboard.views.shared import (
    DEMONSTRATION_VARIABLE,
    OWN_WORKSPACE_VARIABLE,
    WORKSPACE_VARIABLE,
    is_demonstration,
    show_own_workspace,
    situation,
)
from dashboard.views.taking_in import TakingIn, taking_in_of_server
from dashboard.workspace import Workspace
from dashboard.workspace.downloads import Download, DownloadRecords, settle
from dashboard.workspace.jobs import Jobs, JobState
from geocache.gazetteer import CompiledGazetteer

DIALOG = "from dashboard.views.add_dialog import add_dialog\nadd_dialog()"
RAIN = GivenText("rain.txt", b"Rain fell in Aleppo.")
HOSTILE = "<b>=x<b> :smile: ${a} `b`.txt"


@pytest.fixture(autouse=True)
def _compiled(gazetteer: CompiledGazetteer) -> None:
    """Processes find the gazetteer compiled."""
    assert len(gazetteer)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    made = Workspace(tmp_path / "own.sitmap")
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(made.path))
    monkeypatch.setenv(OWN_WORKSPACE_VARIABLE, str(made.path))
    monkeypatch.delenv(DEMONSTRATION_VARIABLE, raising=False)
    return made


@pytest.fixture
def demonstration(own: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Another workspace that is shown until something of the user's is added."""
    assert own
    shown = Workspace(tmp_path / "demonstration.sitmap")
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(shown.path))
    monkeypatch.setenv(DEMONSTRATION_VARIABLE, "1")
    return shown


def read(workspace: Workspace) -> None:
    """Read what waits, as another process would."""
    Pipeline(workspace, workers=1).run([])


def titles(workspace: Workspace) -> list[str]:
    return [document.title for document in workspace.documents()]


def waited_for(condition: Callable[[], bool], most_s: float = 60) -> bool:
    until = time.monotonic() + most_s
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
    return condition()


# ---- texts on their way into a workspace


def test_texts_wait_in_the_workspace_until_they_are_read(own: Workspace):
    offered = offer_texts(own, [RAIN, GivenText("snow.txt", b"Snow fell in Homs.")])
    assert not offered.refused
    assert Jobs(own).open_count() == 2
    read(own)
    assert titles(own) == ["Rain fell in Aleppo.", "Snow fell in Homs."]
    states = Jobs(own).states(offered.origins)
    assert [state for state, _ in states.values()] == [JobState.DONE, JobState.DONE]
    assert own.rows("SELECT count(*) FROM job WHERE content IS NOT NULL") == [(0,)]


def test_text_of_the_same_name_takes_nobodys_place(own: Workspace):
    for content in (b"Rain fell in Aleppo.", b"Snow fell in Homs.", b"Rain fell in Aleppo."):
        offer_texts(own, [GivenText("report.txt", content)])
        read(own)
    assert titles(own) == ["Rain fell in Aleppo.", "Snow fell in Homs."]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n ", "the file is empty"),
        (b"\x00\x01\x02" * 50, "the file is binary"),
        (b"---\ndate: yesterday\n---\nRain.", "expected YYYY"),
        (b"x" * 10_000_001, "10.0 MB is too large"),
    ],
    ids=["empty", "blank", "binary", "header", "large"],
)
def test_hostile_text_is_refused_by_name_and_kept_as_a_problem(
    own: Workspace, content: bytes, reason: str
):
    offered = offer_texts(own, [GivenText(HOSTILE, content), RAIN])
    ((name, why),) = [(one.origin, one.reason) for one in offered.refused]
    assert name == HOSTILE
    assert reason in why
    assert why.startswith(HOSTILE)
    assert [one.reason for one in own.problems()] == [why]
    assert len(offered.origins) == 1


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\a\\b.TXT", "b.txt"),
        ("..", "text.txt"),
        ("a\n\0b", "a b.txt"),
        ("report 5.3", "report 5.3.txt"),
        ("تقرير.txt", "تقرير.txt"),
        ("a/Report.PDF", "Report.pdf"),
        ("report.exe", "report.exe.txt"),
        (".pdf", "text.pdf"),
        ("x" * 300, "x" * 100 + ".txt"),
    ],
)
def test_names_are_no_paths(name: str, safe: str):
    assert safe_name(name) == safe


def test_inputs_are_called_as_the_person_called_them():
    assert name_of(RAIN.origin) == "rain.txt"
    for origin in ("/home/a/rain.txt", "added/rain.txt", "added/x/rain.txt"):
        assert name_of(origin) == origin


def test_pasted_text_keeps_its_fields():
    text = pasted_text(
        "First words.\r\nOthers.\n", title='a: "b" \u2028#😀', date="2020-03", source="- x.org"
    )
    document = document_of(text.content, Path(text.name))
    assert document.title == 'a: "b" #😀'
    assert (document.date.value, document.source) == ("2020-03", "- x.org")
    assert document.text == "First words.\nOthers.\n"


def test_pasted_text_keeps_its_header_where_no_field_is_given():
    words = "---\ntitle: Old\ndate: 2019\nurl: https://a.org/1\nlanguage: de\n---\nRegen."
    document = document_of(pasted_text(words, title="New").content, Path("a.txt"))
    assert (document.title, document.date.value, document.url) == ("New", "2019", "https://a.org/1")
    assert (document.language, document.text) == ("de", "Regen.")


@pytest.mark.parametrize(
    ("words", "date", "reason"),
    [(" \n", "", "there is no text"), ("Rain.", "5 March", "expected YYYY")],
)
def test_pasted_text_that_can_not_be_read_is_reported(words: str, date: str, reason: str):
    with pytest.raises(DocumentError, match=reason):
        pasted_text(words, date=date)


# ---- the process that reads


def test_process_reads_what_waits_and_ends(own: Workspace):
    taking_in = TakingIn()
    offer_texts(own, [RAIN])
    taking_in.start(own.path)
    assert taking_in.is_running
    assert waited_for(lambda: not taking_in.is_running)
    assert titles(own) == ["Rain fell in Aleppo."]


def test_processes_run_one_after_the_other(own: Workspace, tmp_path: Path):
    taking_in = TakingIn()
    for name in ("a", "b", "b"):
        path = tmp_path / f"{name}.txt"
        path.write_text(f"Rain fell in Aleppo, said {name}.")
        taking_in.start(own.path, [str(path)])
    assert len(taking_in._waiting) <= 2  # who waits is not made to wait twice
    assert waited_for(lambda: not taking_in.is_running)
    assert len(titles(own)) == 2


def test_process_ends_with_the_server_and_no_other_begins(own: Workspace):
    offer_texts(own, [GivenText(f"{n}.txt", f"Rain {n} in Aleppo.".encode()) for n in range(300)])
    taking_in = TakingIn()
    taking_in.start(own.path)
    assert waited_for(lambda: taking_in._process is not None)
    process = taking_in._process
    assert process
    taking_in.stop()
    assert process.poll() is not None
    taking_in.start(own.path)
    assert waited_for(lambda: not taking_in.is_running)
    read(own)  # what was left is gone on with
    assert len(titles(own)) == 300


def test_process_output_is_kept_for_the_page(tmp_path: Path):
    taking_in = TakingIn()
    taking_in.start(tmp_path / "none" / "w.sitmap")
    assert waited_for(lambda: not taking_in.is_running)
    assert "there is no folder" in taking_in.said[-1]


def test_server_stops_its_own_process_when_it_ends(monkeypatch: pytest.MonkeyPatch):
    own = TakingIn()
    monkeypatch.setattr("dashboard.views.taking_in.taking_in", lambda: own)
    with taking_in_of_server() as shared:
        assert shared is own
    assert own._is_stopped


def test_interrupted_process_leaves_its_reports_to_be_gone_on_with(own: Workspace, tmp_path: Path):
    offer_texts(own, [GivenText(f"{n}.txt", f"Rain {n} in Aleppo.".encode()) for n in range(200)])
    named = tmp_path / "named.txt"
    named.write_text("Snow fell in Homs.")
    taking_in = TakingIn()
    taking_in.start(own.path)
    assert waited_for(lambda: taking_in._process is not None)
    taking_in.start(own.path, [str(named)])
    taking_in.interrupt()
    taking_in.interrupt()
    assert waited_for(lambda: not taking_in.is_running)
    assert Jobs(own).open_count()
    taking_in.start(own.path)
    assert waited_for(lambda: not taking_in.is_running)
    assert len(titles(own)) == 201


# ---- the command that serves


class Served(NamedTuple):
    """With what the page was to be served."""

    workspace: Path
    own: Path | None
    read: list[tuple[Path, list[str]]]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Served]:
    """Run the command without a page and without a process that reads."""
    served: list[tuple[Path, Path | None]] = []
    read: list[tuple[Path, list[str]]] = []
    shared = TakingIn()
    monkeypatch.setattr("dashboard.views.taking_in.taking_in", lambda: shared)
    monkeypatch.setattr(shared, "start", lambda path, arguments: read.append((path, arguments)))
    monkeypatch.setattr("dashboard.views.server.free_port", lambda _port, _host: 8501)
    monkeypatch.setattr(
        "dashboard.views.server.serve",
        lambda path, *, own, **_options: served.append((path, own)),
    )

    def run(*paths: Path, workspace: Path) -> Served:
        intake.serve([*map(str, paths)], None, headless=True, workspace=workspace, places=None)
        return Served(*served[-1], read)

    return run


def test_empty_workspace_shows_the_demonstration_and_is_the_users_own(
    tmp_path: Path, serve: Callable[..., Served]
):
    mine = tmp_path / "mine.sitmap"
    served = serve(workspace=mine)
    assert served.own == mine
    assert served.workspace != mine
    ((read_into, _),) = served.read
    assert read_into == served.workspace


def test_named_files_go_into_the_workspace_that_is_shown(
    tmp_path: Path, serve: Callable[..., Served]
):
    mine, report = tmp_path / "mine.sitmap", tmp_path / "a.txt"
    assert serve(report, workspace=mine) == (mine, None, [(mine, [str(report)])])


def test_waiting_reports_are_read_when_the_page_is_served_again(
    own: Workspace, serve: Callable[..., Served]
):
    offer_texts(own, [RAIN])
    assert serve(workspace=own.path) == (own.path, None, [(own.path, [])])


# ---- the dialog


class Recorded:
    """Stands for the process: keeps what it was to read."""

    def __init__(self) -> None:
        self.started: list[Path] = []
        self.interrupted = 0
        self.said: list[str] = []
        self.is_running = True

    def start(self, workspace: Path, _arguments: Sequence[str] = ()) -> None:
        self.started.append(workspace)

    def interrupt(self) -> None:
        self.interrupted += 1
        self.is_running = False


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> Recorded:
    kept = Recorded()
    monkeypatch.setattr(add_dialog, "taking_in", lambda: kept)
    return kept


def dialog() -> AppTest:
    page = AppTest.from_string(DIALOG, default_timeout=60).run()
    assert not page.exception
    return page


def drop(page: AppTest, *files: tuple[str, bytes]) -> AppTest:
    page.file_uploader[0].set_value([(name, content, "text/plain") for name, content in files])
    page.run()
    page.button(key="add-these-files").click().run()
    assert not page.exception
    return page


def press(page: AppTest, label: str) -> None:
    (button,) = [button for button in page.button if button.label == label]
    button.click().run()
    assert not page.exception


def test_dropped_files_are_read_and_the_dialog_says_so(own: Workspace, recorded: Recorded):
    page = drop(dialog(), ("rain.txt", RAIN.content), ("snow.txt", b"Snow fell in Homs."))
    assert recorded.started == [own.path]
    assert "0 of 2 are in" in page.get("progress")[0].proto.text
    assert not page.file_uploader[0].value
    read(own)
    page.run()
    assert page.success[0].value == "2 reports are in."
    (link,) = page.get("html")
    assert link.proto.body == '<a href="./?since=0" target="_self">Show these only</a>'


def test_dialog_opens_without_what_was_added_before(own: Workspace, recorded: Recorded):
    page = drop(dialog(), ("rain.txt", RAIN.content))
    assert recorded.started == [own.path]
    again = AppTest.from_string(
        DIALOG.replace("\nadd", "\nopen_add").replace(" add_", " open_add_")
    )
    for key in ("add-origins", "add-refused"):
        again.session_state[key] = page.session_state[key]
    again.run()
    assert not again.exception
    assert not again.get("progress")


def test_refused_files_are_named_with_the_reason(own: Workspace, recorded: Recorded):
    page = drop(dialog(), ("rain.txt", RAIN.content), ("bad.txt", b"\0\0\0\0"), ("no.txt", b" "))
    assert recorded.started
    rows = page.dataframe[0].value
    assert list(rows["input"]) == ["bad.txt", "no.txt"]
    assert "binary" in rows["reason"][0]
    assert "2 were not taken" in page.error[0].value
    assert len(own.problems()) == 2


def test_files_of_every_format_are_taken(own: Workspace, recorded: Recorded):
    names = ("table.docx", "two-columns.pdf", "mixed.eml")
    page = drop(dialog(), *((name, (FILES / name).read_bytes()) for name in names))
    assert recorded.started
    read(own)
    page.run()
    assert titles(own)[:2] == ["Displacement in the north", "Situation report 12"]
    assert len(titles(own)) == 4  # one of them was attached


def test_table_without_a_text_column_is_asked_for_it(own: Workspace, recorded: Recorded):
    page = dialog()
    content = (FILES / "columns.xlsx").read_bytes()
    page.file_uploader[0].set_value([("columns.xlsx", content, "application/octet-stream")])
    page.run()
    assert page.button(key="add-these-files").disabled
    asked = {box.label: box for box in page.selectbox}
    assert list(asked) == ["Text", "Title", "Date", "ID", "Source", "URL", "Author", "Language"]
    assert asked["Text"].options == ["–", "Ref", "Body", "Day", "Outlet"]
    for label, column in (("Text", "Body"), ("Date", "Day"), ("Source", "Outlet")):
        asked[label].set_value(column)
    page.run()
    page.button(key="add-these-files").click().run()
    assert not page.exception
    assert recorded.started
    read(own)
    documents = list(own.documents())
    assert [document.text for document in documents] == [
        "Rain fell in Aleppo.",
        "A bridge near Homs was closed.",
    ]
    assert {document.source for document in documents} == {"example.org"}


def test_pasted_text_is_read_with_its_fields(own: Workspace, recorded: Recorded):
    page = dialog()
    page.text_area[0].set_value("Rain fell in Aleppo.\n\nA bridge was closed.")
    for box, value in zip(page.text_input, ("Rain", "2020-03-05", "a.org"), strict=True):
        box.set_value(value)
    press(page, "Add this text")
    assert not page.exception
    assert recorded.started == [own.path]
    read(own)
    (document,) = own.documents()
    assert (document.title, document.source) == ("Rain", "a.org")
    assert document.date.value == "2020-03-05"
    assert page.text_area[0].value == ""


def test_pasted_text_with_a_wrong_date_stays_and_is_reported(own: Workspace, recorded: Recorded):
    page = dialog()
    page.text_area[0].set_value("Rain fell.")
    page.text_input[1].set_value("5 March")
    press(page, "Add this text")
    assert "expected YYYY" in page.text[0].value
    assert page.text_area[0].value == "Rain fell."
    assert not recorded.started
    assert not Jobs(own).open_count()


def test_reading_that_stopped_can_be_gone_on_with(own: Workspace, recorded: Recorded):
    recorded.is_running = False
    recorded.said = ["sitmap: **the disk is full**"]
    page = drop(dialog(), ("rain.txt", RAIN.content))
    assert "Reading stopped; 1 are still to be read" in page.warning[0].value
    assert page.text[0].value == "sitmap: **the disk is full**"
    page.button(key="add-go-on").click().run()
    assert recorded.started == [own.path, own.path]


def test_reading_can_be_stopped_and_gone_on_with(own: Workspace, recorded: Recorded):
    page = drop(dialog(), ("rain.txt", RAIN.content))
    page.button(key="add-stop").click().run()
    assert recorded.interrupted == 1
    assert "Reading stopped; 1 are still to be read" in page.warning[0].value
    page.button(key="add-go-on").click().run()
    assert recorded.started == [own.path, own.path]


def type_addresses(page: AppTest, words: str) -> AppTest:
    (box,) = [box for box in page.text_area if box.label.startswith("Addresses")]
    box.set_value(words)
    press(page, "Ask for these")
    return page


def test_addresses_are_asked_for_and_what_is_private_is_refused_at_once(
    own: Workspace, recorded: Recorded
):
    page = type_addresses(
        dialog(), "https://Public.example/a\n\n http://localhost:8501/ \nftp://public.example/b"
    )
    assert recorded.started == [own.path]
    assert Jobs(own).states(["https://public.example/a"]) == {
        "https://public.example/a": (JobState.WAITING, "")
    }
    rows = page.dataframe[0].value
    assert list(rows["input"]) == ["http://localhost:8501/", "ftp://public.example/b"]
    assert "belongs to this machine" in rows["reason"][0]
    assert "expected http" in rows["reason"][1]
    assert "0 of 1 are in" in page.get("progress")[0].proto.text


def test_private_addresses_are_not_allowed_on_the_page(own: Workspace, recorded: Recorded):
    type_addresses(dialog(), "https://public.example/a")
    assert recorded.started
    assert own.rows("SELECT may_be_private FROM download") == [(0,)]


@pytest.mark.parametrize(
    ("words", "reason"),
    [(" \n", "Expected one a line"), ("https://a.example/\n" * 201, "at most 200 at once")],
)
def test_addresses_that_are_none_or_too_many_are_said(
    own: Workspace, recorded: Recorded, words: str, reason: str
):
    page = type_addresses(dialog(), words)
    assert reason in page.text[0].value
    assert not recorded.started
    assert not Jobs(own).open_count()


def test_progress_counts_the_pages_of_a_feed_and_not_the_feed(own: Workspace, recorded: Recorded):
    page = type_addresses(dialog(), "https://public.example/feed")
    assert recorded.started
    records, feed = DownloadRecords(own), "https://public.example/feed"
    entries = [Download(f"https://public.example/{n}", feed=feed) for n in range(3)]
    records.offer_entries([(entry, None) for entry in entries])
    (job,) = [job for job in Jobs(own).lease(9) if job.origin == feed]
    with own.writing() as writer:
        settle(writer, job, is_feed=True)
    page.run()
    assert "0 of 3 are in" in page.get("progress")[0].proto.text


def test_demonstration_gives_way_to_the_users_own_workspace(
    own: Workspace, demonstration: Workspace, recorded: Recorded
):
    page = dialog()
    assert "apart from the demonstration" in page.caption[0].value
    assert situation().workspace.path == demonstration.path
    drop(page, ("rain.txt", RAIN.content))
    assert recorded.started == [own.path]
    assert situation().workspace.path == own.path
    assert not is_demonstration()
    read(own)
    assert not titles(demonstration)
    assert titles(own) == ["Rain fell in Aleppo."]
    assert not show_own_workspace()


def test_workspace_that_can_not_be_opened_leaves_the_demonstration(
    demonstration: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv(OWN_WORKSPACE_VARIABLE, str(tmp_path / "none" / "w.sitmap"))
    with pytest.raises(WorkspaceError):
        show_own_workspace()
    assert situation().workspace.path == demonstration.path
    assert is_demonstration()
    assert os.environ[WORKSPACE_VARIABLE] == str(demonstration.path)


def test_workspace_that_can_not_be_added_to_is_reported(
    demonstration: Workspace, recorded: Recorded, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    assert demonstration
    monkeypatch.setenv(OWN_WORKSPACE_VARIABLE, str(tmp_path / "none" / "w.sitmap"))
    page = drop(dialog(), ("rain.txt", RAIN.content))
    assert "could not be added" in page.error[0].value
    assert "there is no folder" in page.text[0].value
    assert not recorded.started
