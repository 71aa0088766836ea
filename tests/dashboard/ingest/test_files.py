import os
from pathlib import Path

import pytest

from dashboard.errors import DocumentError
from dashboard.ingest import read_document, read_paths
from dashboard.model import Precision

HEADER = "---\ntitle: A title\nlanguage: en\ndate: 2020-03\n---\nFirst.\n\nSecond.\n"


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_header_gives_title_language_and_date(tmp_path: Path):
    document = read_document(write(tmp_path / "a.txt", HEADER))
    assert (document.title, document.language) == ("A title", "en")
    assert (document.date.value, document.date.precision) == ("2020-03", Precision.MONTH)
    assert document.text == "First.\n\nSecond.\n"


@pytest.mark.parametrize("title", ["Syria: fighting goes on", 'He said: "no"', "15:30: raid"])
def test_title_may_have_a_colon(tmp_path: Path, title: str):
    text = f"---\ntitle: {title}\ndate: 2020-03-05\n---\nText."
    document = read_document(write(tmp_path / "a.txt", text))
    assert document.title == title
    assert document.date.value == "2020-03-05"


def test_article_says_that_its_date_is_inferred(article_path: Path):
    document = read_document(article_path)
    assert document.date.value == "2020"
    assert document.date.precision is Precision.YEAR
    assert document.date.inferred
    assert "5 March 2020" in document.date.note
    assert document.text.startswith(document.title)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("A headline\n\nThe text.", "A headline"),
        ("One line only", "One line only"),
        ("Two lines\nof one paragraph.", "report"),
        ("x" * 300 + "\n\nText.", "report"),
    ],
)
def test_first_line_of_its_own_is_the_title_without_a_header(tmp_path: Path, text: str, title: str):
    assert read_document(write(tmp_path / "report.txt", text)).title == title


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"---\ntitle: x\n---\n \n", "holds no text"),
        (bytes(range(256)) * 4, "is binary"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 50, "is binary"),
        (b"a" * 20_000_000, "20.0 MB is too large"),
        (b"---\n- a list\n---\nText.", "expected 'name: value' lines"),
        (b"---\ntitle: [\n---\nText.", "the header is not YAML"),
        (b"---\ndate: yesterday\n---\nText.", "'yesterday' in the header; expected YYYY"),
        (b"---\ndate: 2020\ndate_precision: week\n---\nText.", "'week' in the header"),
        (b"---\ndate: 2020\ndate_precision: day\n---\nText.", "is known to the year"),
        (b"---\ndate: 2020-02-31\n---\nText.", "day is out of range"),
        (b'---\ndate: "2020-13-45"\n---\nText.', "'2020-13-45' in the header"),
        (b"---\n" + b"[" * 3000 + b"\n---\nText.", "the header is not YAML"),
        (b'---\ntitle: "x\\ud800y"\n---\nText.', "the header"),
    ],
)
def test_bad_files_are_refused_in_one_line_that_names_them(
    tmp_path: Path, content: bytes, words: str
):
    path = write(tmp_path / "bad.txt", content)
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    message = str(caught.value)
    assert words in message
    assert "\n" not in message
    assert str(path) in message


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8-sig", "Überfall in Łódź, sagte er.\n"),
        ("utf-16", "Überfall in Łódź, sagte er.\n"),
        ("cp1251", "Переговоры прошли в Москве, сообщил министр иностранных дел России.\n" * 5),
        ("cp1252", "Le général a déclaré à l’hôtel que l’été était passé à Nîmes.\n" * 5),
    ],
)
def test_legacy_encodings_are_detected_and_reported(tmp_path: Path, encoding: str, text: str):
    document = read_document(write(tmp_path / "a.txt", text.encode(encoding)))
    assert document.text == text
    assert ("not UTF-8" in document.note) == encoding.startswith("cp")


def test_line_ends_become_one_kind(tmp_path: Path):
    assert read_document(write(tmp_path / "a.txt", "a\r\nb\rc\nd")).text == "a\nb\nc\nd"


def test_folders_files_and_what_is_wrong_with_some(tmp_path: Path):
    write(tmp_path / "b.txt", "In B.")
    (tmp_path / "deep").mkdir()
    write(tmp_path / "deep" / "a.txt", "In A.")
    write(tmp_path / "deep" / "notes.jpg", "left out")
    write(tmp_path / "empty.txt", "")
    (tmp_path / "hollow").mkdir()
    missing = tmp_path / "missing.txt"
    documents, problems = read_paths([missing, tmp_path, tmp_path / "b.txt", tmp_path / "hollow"])
    assert [document.text for document in documents] == ["In B.", "In A."]
    assert [problem.origin for problem in problems] == [
        str(missing),
        str(tmp_path / "empty.txt"),
        str(tmp_path / "hollow"),
    ]
    assert all("\n" not in problem.reason for problem in problems)


def test_report_read_twice_is_the_same_document(tmp_path: Path):
    one = read_document(write(tmp_path / "a.txt", "Same.\n\nText."))
    other = read_document(write(tmp_path / "b.txt", "Same.\n\nText."))
    assert one.id == other.id


def test_pipe_is_no_file(tmp_path: Path):
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    with pytest.raises(DocumentError, match=r"pipe\.txt: is no file"):
        read_document(pipe)


def test_nul_characters_are_replaced_and_said(tmp_path: Path):
    path = write(tmp_path / "nul.txt", "Rain fell\0 in Aleppo.".encode("utf-16"))
    document = read_document(path)
    assert document.text == "Rain fell\ufffd in Aleppo."
    assert "NUL" in document.note
