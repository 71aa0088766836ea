"""How files that mean harm are refused: what is said, how long it takes, how much memory.

    python tests/benchmarks/bombs.py [--only WORDS] [--markdown]

Each file is read for a fresh process, as `sitmap add` lets it be read; the memory is the most that
the process which read it ever had, and what the one that asked grew by. `--only` takes
those whose names hold the words.
"""

import argparse
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from textwrap import shorten

sys.path.insert(0, str(Path(__file__).parents[1] / "dashboard"))

from made_files import column, encrypted_zip, paragraph, pdf_of, word_of, zip_of
from PIL import Image

from dashboard.ingest import Columns
from dashboard.ingest.apart import Apart
from geocache.evaluation import MARKDOWN_HELP, Figures

_ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol"}">' for n in range(1, 10))
MOST_SAID = 110
"""Characters of what is said, in the table."""
_ROW = "<row>" + "<c t='inlineStr'><is><t>rain</t></is></c>" * 50 + "</row>"
_WORDS = column(50, 700, ["Rain fell in Aleppo."])


def zeros(megabytes: int) -> bytes:
    """A zip archive of one text of zeros."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file,
        file.open("a.txt", "w", force_zip64=True) as out,
    ):
        for _ in range(megabytes):
            out.write(b"0" * 1_000_000)
    return stream.getvalue()


def nested(depth: int) -> bytes:
    """Archives in archives, ten in each."""
    content = zeros(9)
    for _ in range(depth):
        content = zip_of({f"{n}.zip": content for n in range(10)})
    return content


def lying_zip() -> bytes:
    """An archive whose text says that it is short."""
    content = bytearray(zeros(500))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.index(signature) + at
        content[place : place + 4] = (1000).to_bytes(4, "little")
    return bytes(content)


def excel(rows: int) -> bytes:
    """An Excel file with so many rows, which is small when it is packed."""
    names = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("xl/workbook.xml", f"<workbook xmlns='{names}'/>")
        with file.open("xl/worksheets/sheet1.xml", "w") as out:
            out.write(f"<worksheet xmlns='{names}'><sheetData>".encode())
            for _ in range(rows // 1000):
                out.write((_ROW * 1000).encode())
            out.write(b"</sheetData></worksheet>")
    return stream.getvalue()


def pictures(pages: int) -> bytes:
    """A PDF whose pages are large pictures."""
    stream = io.BytesIO()
    picture = Image.new("RGB", (8000, 8000), "white")
    picture.save(stream, "PDF", save_all=True, append_images=[picture] * (pages - 1), quality=5)
    return stream.getvalue()


def deep_word(depth: int) -> bytes:
    """A Word document of tables in tables."""
    opening = "<w:tbl><w:tr><w:tc>" * depth
    return word_of(opening + paragraph("Rain.") + "</w:tc></w:tr></w:tbl>" * depth)


def deep_html(depth: int) -> bytes:
    """A page of boxes in boxes."""
    return b"<html><body>" + b"<div>" * depth + b"Rain fell in Aleppo." + b"</div>" * depth


def feed() -> bytes:
    """A feed whose entities grow a thousand million times."""
    return (
        f"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY e0 'lol'>{_ENTITIES}]><rss><channel><item>"
        "<title>&e9;</title></item></channel></rss>"
    ).encode()


BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "zip: one text of 2 GB": ("a.zip", partial(zeros, 2000)),
    "zip: says 1 kB, holds 500 MB": ("a.zip", lying_zip),
    "zip: 5 deep, 10 in each": ("a.zip", partial(nested, 4)),
    "zip: 100,000 files": ("a.zip", lambda: zip_of({f"{n}.txt": "Rain." for n in range(100_000)})),
    "zip: ../../etc/passwd": ("a.zip", lambda: zip_of({"../../etc/passwd.txt": "x"})),
    "zip: encrypted": ("a.zip", encrypted_zip),
    "docx: unpacks to 1 GB": ("a.docx", lambda: word_of(paragraph("rain " * 200_000_000))),
    "docx: entities": (
        "a.docx",
        lambda: word_of(paragraph("&e9;"), f"<!DOCTYPE w [<!ENTITY e0 'lol'>{_ENTITIES}]>"),
    ),
    "docx: 20,000 tables in one another": ("a.docx", partial(deep_word, 20_000)),
    "docx: 3 million paragraphs of two words": (
        "a.docx",
        lambda: word_of("".join(paragraph(f"{n:x} {n**7:x}") for n in range(1_500_000))),
    ),
    "xlsx: unpacks to 2 GB": ("a.xlsx", partial(excel, 1_000_000)),
    "pdf: 10,000 pages": ("a.pdf", lambda: pdf_of([_WORDS], repeated=10_000)),
    "pdf: 100 pictures of 64 megapixels": ("a.pdf", partial(pictures, 100)),
    "pdf: cut off": ("a.pdf", lambda: pdf_of([_WORDS], repeated=500)[:5000]),
    "html: 200,000 boxes in one another": ("a.html", partial(deep_html, 200_000)),
    "feed: entities": ("a.rss", feed),
    "csv: a quotation mark that never ends": (
        "a.csv",
        lambda: b'text,date\n"' + b"rain\n" * 1_900_000,
    ),
    "png named .pdf": ("a.pdf", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 1000),
}


def measure(name: str, path: Path) -> dict[str, object]:
    """Let one of them be read."""
    content = path.read_bytes()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    apart = Apart()
    started = time.monotonic()
    entries = apart.entries(content, BOMBS[name][0], Columns())
    seconds = time.monotonic() - started
    apart.close()
    problems = [entry.problem for entry in entries if entry.problem]
    return {
        "size": len(content),
        "documents": sum(entry.document is not None for entry in entries),
        "problem": problems[-1] if problems else "",
        "seconds": seconds,
        "peak": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000,
        "grown": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000,
    }


def _apart(*arguments: str) -> str:
    """Run this program in another process: one that made a file has had more memory than it."""
    done = subprocess.run(
        [sys.executable, __file__, *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="those whose names hold these words")
    parser.add_argument("--make", nargs=2, help="write one of them to a file")
    parser.add_argument("--one", nargs=2, help="let one be read from a file, and print JSON")
    parser.add_argument("--markdown", action="store_true", help=MARKDOWN_HELP)
    given = parser.parse_args()
    if given.make:
        Path(given.make[1]).write_bytes(BOMBS[given.make[0]][1]())
        return
    if given.one:
        print(json.dumps(measure(given.one[0], Path(given.one[1]))))
        return
    figures = Figures("file", "size", "s", "peak of the reader", "growth of the asker", "said")
    for name in BOMBS:
        if given.only not in name:
            continue
        with tempfile.NamedTemporaryFile() as file:
            _apart("--make", name, file.name)
            found = json.loads(_apart("--one", name, file.name))
        said = found["problem"] or f"read: {found['documents']} documents"
        figures.add(
            name,
            f"{found['size'] / 1e6:.1f} MB",
            f"{found['seconds']:.1f}",
            f"{found['peak']:.0f} MB",
            f"{found['grown']:.0f} MB",
            shorten(said, MOST_SAID, placeholder=" …").replace("|", "\\|"),
        )
    print(figures.text(markdown=given.markdown))


if __name__ == "__main__":
    main()
