"""A thousand files of all formats, forty of them bad, through `sitmap add`.

`python tests/benchmarks/mixed_files.py [--files 1000] [--bad 40]` says what came of it, and ends
with status 1 where it is not what it should be: all good ones in, a line for each bad one.
"""

import argparse
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "dashboard"))
sys.path.insert(0, str(Path(__file__).parent))

import generated_reports
from made_files import FILES, column, encrypted_zip, paragraph, pdf_of, word_of, zip_of
from openpyxl import Workbook

Make = Callable[[int, str], tuple[str, bytes]]
"""Makes the name and the bytes of a file, from its number and a text."""


def _lines(text: str) -> list[str]:
    words = text.encode("latin-1", "replace").decode("latin-1").split()
    words = [word.replace("(", "").replace(")", "").replace("\\", "") for word in words]
    return [" ".join(words[at : at + 9]) for at in range(0, min(len(words), 400), 9)]


def _word(number: int, text: str) -> tuple[str, bytes]:
    body = "".join(paragraph(one.replace("&", "+").replace("<", "")) for one in text.split("\n\n"))
    return f"{number}.docx", word_of(body)


def _excel(number: int, text: str) -> tuple[str, bytes]:
    book = Workbook()
    book.active.append(["id", "text"])
    book.active.append([number, text])
    stream = io.BytesIO()
    book.save(stream)
    return f"{number}.xlsx", stream.getvalue()


def _html(number: int, text: str) -> tuple[str, bytes]:
    body = "".join(f"<p>{one}</p>" for one in text.split("\n\n"))
    page = (
        f"<html><head><title>Report {number}</title></head><body><article>{body}</article></body>"
    )
    return f"{number}.html", page.encode()


def _mail(number: int, text: str) -> tuple[str, bytes]:
    head = f"From: a@example.org\nSubject: Report {number}\nDate: Tue, 5 Mar 2024 10:00:00 +0000\n"
    return f"{number}.eml", f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}".encode()


GOOD: tuple[Make, ...] = (
    lambda number, text: (f"{number}.txt", text.encode()),
    lambda number, text: (f"{number}.md", f"# Report {number}\n\n{text}".encode()),
    _html,
    lambda number, text: (f"{number}.pdf", pdf_of([column(50, 780, _lines(text))])),
    _word,
    _mail,
    _excel,
    lambda number, text: (f"{number}.zip", zip_of({f"inner/{number}.txt": text})),
)
BAD: tuple[Callable[[], tuple[str, bytes]], ...] = (
    lambda: (".txt", b""),
    lambda: (".pdf", pdf_of([column(0, 0, ["x"])])[:200]),
    lambda: (".pdf", (FILES / "scanned.pdf").read_bytes()),
    lambda: (".docx", (FILES / "table.docx").read_bytes()[:5000]),
    lambda: (".zip", encrypted_zip()),
    lambda: (".zip", zip_of({"a.txt": b"0" * 10_500_000})),
    lambda: (".txt", os.urandom(2000)),
    lambda: (".xlsx", b"not a table"),
    lambda: (".csv", b"Body,Day\nRain,2024\n"),
    lambda: (".html", b"<html><body></body></html>"),
)


def main() -> None:
    """Make the files, take them in, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--bad", type=int, default=40)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, reports = Path(name, "box"), Path(name, "reports")
        folder.mkdir()
        good = given.files - given.bad
        generated_reports.write_reports(reports, good)
        for number, path in enumerate(sorted(reports.rglob("*.txt"))):
            file, content = GOOD[number % len(GOOD)](number, path.read_text(encoding="utf-8"))
            (folder / file).write_bytes(content)
        for number in range(given.bad):
            ending, content = BAD[number % len(BAD)]()
            (folder / f"bad-{number}{ending}").write_bytes(content)
        workspace = Path(name, "w.sitmap")
        command = (sys.executable, "-c", "from dashboard.cli import main; main()", "add")
        started = time.monotonic()
        done = subprocess.run(
            [*command, "--workspace", str(workspace), str(folder)],
            capture_output=True,
            text=True,
            check=False,
        )
        seconds = time.monotonic() - started
        lines = [line for line in done.stderr.splitlines() if line.startswith(str(folder))]
        print(done.stdout.strip())
        print(f"status {done.returncode}, {len(lines)} lines, {good / seconds:.0f} a second")
        wanted = f"{good} taken in, 0 unchanged, {given.bad} not taken"
        as_it_should = done.stdout.startswith(wanted) and len(lines) == given.bad
        sys.exit(0 if as_it_should and done.returncode == 1 else 1)


if __name__ == "__main__":
    main()
