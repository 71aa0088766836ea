"""Files that mean harm, or are broken: refused by name, in bounded memory and time."""

import os
import time
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import deadly
import pytest
from made_files import (
    FILES,
    column,
    encrypted_zip,
    paragraph,
    pdf_of,
    word_of,
    zip_of,
)

from dashboard.ingest import Columns, documents_in, entries_of
from dashboard.ingest import apart as ingest_apart
from dashboard.ingest import formats as door
from dashboard.ingest.apart import Apart, serve
from dashboard.ingest.limits import MAX_PAGES
from dashboard.ingest.recognise import is_feed

ENTITIES = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'

DEEP_LINES = "<div>\n" * 3000


def problems(name: str, content: bytes) -> list[str]:
    return [entry.problem for entry in documents_in(content, name) if entry.problem]


def bomb(megabytes: int) -> bytes:
    return b"rain " * (megabytes * 200_000)


# one by one


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", (FILES / "two-columns.pdf").read_bytes()[:900], "the PDF is broken"),
        ("a.pdf", b"%PDF-1.7\n" + os.urandom(500), "the PDF is broken"),
        ("a.docx", (FILES / "table.docx").read_bytes()[:9000], "the archive is broken"),
        ("a.docx", word_of("<w:p><w:r>"), "can't be read"),
        ("a.docx", word_of(paragraph("&b;"), ENTITIES), "declares entities"),
        ("a.docx", word_of(""), "holds no text"),
        ("a.odt", zip_of({"mimetype": "application/vnd.oasis.opendocument.text"}), "content.xml"),
        ("a.xlsx", zip_of({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "can't be read"),
        ("a.rtf", b"{\\rtf1 }", "holds no text"),
        ("a.html", b"<html><body><script>x()</script></body></html>", "holds no text"),
        ("a.eml", b"Subject: only a head\n\n", "holds no text"),
        ("a.mbox", b"no mail at all", "holds no mail"),
        ("a.csv", b"text\n", "no rows below its head"),
        ("a.xml", b"<?xml version='1.0'?><invoice/>", "begins with <invoice>"),
        ("a.rss", b"<rss version='2.0'><channel></channel></rss>", "the feed has no items"),
        ("a.rss", f"{ENTITIES.replace('w', 'rss')}<rss>&b;</rss>".encode(), "declares entities"),
        ("a.zip", b"PK\x03\x04" + b"x" * 99, "the archive is broken"),
        ("a.zip", zip_of({"__MACOSX/x": "y"}), "holds no file"),
        ("a.zip", zip_of({"a.exe": "MZ"}), "holds no report"),
        ("a.txt", b"", "the file is empty"),
        ("a.pdf", b" \n", "the file is empty"),
    ],
)
def test_broken_file_is_refused_by_name(name: str, content: bytes, reason: str):
    (found,) = problems(name, content)
    assert found.startswith(f"{name}: ")
    assert reason in found
    assert "\n" not in found


@pytest.mark.parametrize("piece", [b"<!---->", b"<?a?>", b"<!-- -->\n"])
def test_comments_in_a_row_are_scanned_once(piece: bytes):
    """Looking at it in all ways would take for ever: they double with each comment."""
    content = piece * 300 + b"Rain fell in Aleppo."
    assert door.is_plain(content, "a.txt")
    assert not is_feed(content)
    assert is_feed(piece * 300 + b"<rss>")


@pytest.mark.parametrize(
    "line",
    ["[", "![", "[a](", "[a](b(c)", "~~b ", "**b ", "*b **c ", "# " + " " * 99 + "x"],
)
def test_marks_that_never_end_are_looked_at_once(line: str):
    content = line.encode() * 200_000 + b"\n\nRain fell in Aleppo."
    (found,) = documents_in(content, "a.md")
    assert found.document
    assert found.document.text.endswith("Rain fell in Aleppo.\n")


def test_encrypted_pdf_says_so():
    content = pdf_of([column(50, 700, ["Rain fell in Aleppo."])])
    key = b"<</Filter/Standard/V 1/R 2/O(" + b"o" * 32 + b")/U(" + b"u" * 32 + b")/P -4>>"
    locked = content.replace(b"trailer<<", b"trailer<</Encrypt " + key + b"/ID[(a)(a)]")
    (reason,) = problems("a.pdf", locked)
    assert "is encrypted; save it without a password" in reason


def test_pdf_of_ten_thousand_pages_is_refused():
    content = pdf_of([column(50, 700, ["Rain fell in Aleppo."])], repeated=10_000)
    started = time.process_time()
    assert problems("a.pdf", content) == [
        f"a.pdf: has 10,000 pages; expected at most {MAX_PAGES:,}; split it"
    ]
    assert time.process_time() - started < 10


def test_decompression_bomb_is_refused_before_it_unpacks():
    body = paragraph("rain " * 2_000_000)
    (reason,) = problems("a.docx", word_of(body))
    assert "unpacks to" in reason
    (reason,) = problems("a.zip", zip_of({"a.pdf": bomb(60)}))
    assert "a.zip!/a.pdf: unpacks to 60 MB, more than 200 times its size" in reason
    (reason,) = problems("a.zip", zip_of({"a.txt": bomb(11)}))
    assert "11.0 MB is too large; expected at most 10 MB" in reason


def test_archive_size_is_bounded_over_all_its_files(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("dashboard.ingest.limits.MAX_UNPACKED_MEGABYTES", 1)
    members = {f"{n}.txt": f"Rain {n}. ".encode() * 50_000 for n in range(4)}
    found = list(documents_in(zip_of(members), "a.zip"))
    assert sum(entry.document is not None for entry in found) == 2
    assert all("unpacks to more than 1 MB" in entry.problem for entry in found if entry.problem)


def test_archive_of_many_files_ends_somewhere(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("dashboard.ingest.limits.MAX_ENTRIES", 3)
    found = list(documents_in(zip_of({f"{n}.txt": f"Rain {n}." for n in range(9)}), "a.zip"))
    assert [bool(entry.document) for entry in found] == [True, True, True, False]


def test_archives_in_archives_are_refused():
    inner = zip_of({"a.txt": "Rain."})
    found = problems("a.zip", zip_of({"inner.zip": inner, "b.txt": "Snow."}))
    assert found == ["a.zip!/inner.zip: is an archive inside an archive; unpack it first"]


def test_names_that_lead_out_of_an_archive_are_refused():
    names = ["../a.txt", "/etc/b.txt", "C:\\c.txt", "d/../../d.txt", "e\x07.txt"]
    found = list(documents_in(zip_of(dict.fromkeys([*names, "ok.txt"], "Rain.")), "a.zip"))
    assert [entry.entry for entry in found if entry.document] == ["ok.txt"]
    refused = [entry.problem for entry in found if entry.problem]
    assert len(refused) == len(names)
    assert sum("leads out of the archive" in reason for reason in refused) == 4


def test_links_and_encrypted_files_of_an_archive_are_refused(tmp_path: Path):
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(link, "/etc/passwd")
    assert problems("a.zip", path.read_bytes()) == ["a.zip!/link.txt: is a link; expected a file"]
    (reason,) = problems("a.zip", encrypted_zip())
    assert reason == "a.zip!/report.txt: is encrypted; pack it without a password"


def test_archive_file_that_is_damaged_harms_no_other():
    content = bytearray(zip_of({"a.txt": "Rain fell in Aleppo.", "b.txt": "Snow fell in Homs."}))
    content[content.index(b"a.txt") + 7] ^= 0xFF
    found = list(documents_in(bytes(content), "z.zip"))
    assert [entry.entry for entry in found if entry.document] == ["b.txt"]
    assert ["z.zip!/a.txt: is broken" in entry.problem for entry in found if entry.problem] == [
        True
    ]


def test_mails_in_mails_end_somewhere():
    mail = b"From: a@b.org\nSubject: x\nDate: Tue, 5 Mar 2024 10:00:00 +0000\n\nRain.\n"
    for number in range(8):
        mail = (
            b"From: a@b.org\nSubject: %d\nMIME-Version: 1.0\nContent-Type: multipart/mixed; "
            b"boundary=b%d\n\n--b%d\nContent-Type: text/plain\n\nForwarded %d.\n--b%d\n"
            b"Content-Type: message/rfc822\n\n%s\n--b%d--\n"
        ) % (number, number, number, number, number, mail, number)
    found = list(documents_in(mail, "a.eml"))
    assert "mail inside another" in found[-1].problem
    assert sum(entry.document is not None for entry in found) == 4


@pytest.mark.parametrize("name", ["two-columns.pdf", "table.docx", "columns.xlsx", "mixed.eml"])
def test_damage_anywhere_is_a_problem_or_a_document(name: str):
    content = (FILES / name).read_bytes()
    for at in range(0, len(content), max(len(content) // 40, 1)):
        damaged = content[:at] + b"\xff\x00" + content[at + 2 :]
        for entry in documents_in(damaged, name):
            assert bool(entry.document) != bool(entry.problem or entry.note)


@pytest.mark.parametrize("depth", [200, 300, 1500])
def test_page_nested_deep_is_read_and_so_is_what_follows(depth: int):
    nested = f"{'<div>' * depth}Rain fell in Aleppo on Monday.{'</div>' * depth}"
    page = f"<html><body><p>Snow fell in Homs.</p>{nested}<p>Hail fell in Hama.</p></body></html>"
    (found,) = documents_in(page.encode(), "a.html")
    assert found.document
    for words in ("Snow fell in Homs.", "Rain fell in Aleppo on Monday.", "Hail fell in Hama."):
        assert words in found.document.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", f"<p>Snow fell.</p>{'<div>' * 3000}Rain fell.".encode()),
        ("a.eml", f"Content-Type: text/html\n\n<p>Snow.</p>\n{DEEP_LINES}Rain.".encode()),
        ("a.docx", word_of(f"{'<w:tbl><w:tr><w:tc>' * 5000}{'</w:tc></w:tr></w:tbl>' * 5000}")),
    ],
)
def test_page_nested_too_deep_is_refused_and_not_read_in_part(name: str, content: bytes):
    assert problems(name, content) == [f"{name}: is nested too deep to be read"]


# in a process of its own


@pytest.fixture
def apart() -> Iterator[Apart]:
    made = Apart(seconds=3)
    yield made
    made.close()


@pytest.fixture
def _deadly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Processes hang or die over entries that are called so."""
    program = (
        "import sys; sys.path.insert(0, sys.argv.pop()); import dashboard.ingest.apart as apart; "
        "from deadly import hang_or_die; apart.documents_in = hang_or_die; "
        "apart.serve()"
    )
    assert callable(serve)
    assert tmp_path
    from dashboard.ingest import apart  # noqa: PLC0415

    folder = str(Path(deadly.__file__).parent)
    monkeypatch.setattr(apart, "_COMMAND", (apart.sys.executable, "-c", program))
    sent = apart.subprocess.Popen

    def popen(command: list[str], **options: object) -> object:
        return sent([*command, folder], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(apart.subprocess, "Popen", popen)


@pytest.mark.usefixtures("_deadly")
def test_archive_entry_that_hangs_or_kills_is_refused_and_the_others_are_read(apart: Apart):
    names = ["a.txt", "hang.txt", "b.txt", "die.txt", "c.txt"]
    content = zip_of({name: f"Rain fell in {name}." for name in names})
    found = apart.entries(content, "z.zip", Columns())
    assert [entry.entry for entry in found if entry.document] == ["a.txt", "b.txt", "c.txt"]
    late, dead = (entry.problem for entry in found if entry.problem)
    assert late == "z.zip!/hang.txt: takes longer than 3 seconds to be read"
    assert dead.startswith("z.zip!/die.txt: can't be read: the process that read it died")


@pytest.mark.usefixtures("_deadly")
def test_attachments_after_a_deadly_one_are_read(apart: Apart):
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = (
        "Rain",
        "a@b.org",
        "Tue, 5 Mar 2024 10:00:00 +0000",
    )
    mail.set_content("Rain fell in Aleppo.")
    for name in ("first.txt", "die.txt", "last.txt"):
        mail.add_attachment(f"Words of {name}.", filename=name)
    content = zip_of({"mail.eml": bytes(mail), "after.txt": "Snow fell in Homs."})
    found = apart.entries(content, "z.zip", Columns())
    assert [entry.entry for entry in found if entry.document] == [
        "mail.eml",
        "mail.eml!/first.txt",
        "mail.eml!/last.txt",
        "after.txt",
    ]
    assert [entry.entry for entry in found if entry.problem] == ["mail.eml!/die.txt"]


@pytest.mark.usefixtures("_deadly")
def test_archive_of_deadly_files_is_given_up(apart: Apart):
    content = zip_of({f"die-{n}.txt": "Rain." for n in range(9)})
    found = apart.entries(content, "z.zip", Columns())
    assert found[-1].problem == "z.zip: was given up after 5 entries that could not be read"
    assert len(found) == 6


def test_memory_is_bounded(tmp_path: Path):
    made = Apart(memory_megabytes=300)
    try:
        cells = "".join(f"<w:p><w:r><w:t>{n:x} {n**5:x}</w:t></w:r></w:p>" for n in range(400_000))
        path = tmp_path / "a.docx"
        path.write_bytes(word_of(cells))
        (found,) = made.entries(path.read_bytes(), "a.docx", Columns())
        assert "memory" in found.problem
        assert "MB of memory" in found.problem
        (after,) = made.entries((FILES / "table.docx").read_bytes(), "b.docx", Columns())
        assert after.document
    finally:
        made.close()


def test_process_that_has_grown_reads_no_other_file(apart: Apart, monkeypatch: pytest.MonkeyPatch):
    apart.entries((FILES / "snow.rtf").read_bytes(), "a.rtf", Columns())
    process, receive = apart._process, ingest_apart._receive

    def grown(stream):
        kind, what = receive(stream)
        return (kind, True) if kind == ingest_apart._END else (kind, what)

    monkeypatch.setattr(ingest_apart, "_receive", grown)
    (found,) = apart.entries((FILES / "snow.rtf").read_bytes(), "a.rtf", Columns())
    assert found.document
    assert process
    assert process.poll() is not None
    (found,) = apart.entries((FILES / "snow.rtf").read_bytes(), "b.rtf", Columns())
    assert found.document


def test_plain_text_alone_is_read_in_the_same_process(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        "dashboard.ingest.apart.read_apart", lambda: pytest.fail("a process was asked")
    )
    (found,) = entries_of(b"Rain fell in Aleppo.", "a.txt")
    assert found.document
    assert not door.is_plain((FILES / "table.docx").read_bytes(), "a.txt")


def test_process_ends_with_the_one_that_asked(apart: Apart):
    (found,) = apart.entries((FILES / "snow.rtf").read_bytes(), "a.rtf", Columns())
    assert found.document
    process = apart._process
    assert process
    assert process.stdin
    process.stdin.close()
    assert process.wait(20) == 0
