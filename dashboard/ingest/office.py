"""Word documents, OpenDocument texts and RTF."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree as ET

from ..errors import DocumentError
from .drafts import Draft, undated_but_made
from .limits import Budget, check_package
from .markup import BETWEEN_CELLS, html_root, text_of

_CORE = "docProps/core.xml"
_TERMS = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "author": "{http://purl.org/dc/elements/1.1/}creator",
    "language": "{http://purl.org/dc/elements/1.1/}language",
}
_WORD_MADE = "{http://purl.org/dc/terms/}created"
_META = "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_LEFT_OUT = {f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}note-citation"}
_RTF_INFO = re.compile(r"\{\\info\b")
_RTF_FIELD = r"\{\\%s (.{0,500}?)(?<!\\)\}"


def word_draft(content: bytes, origin: str, budget: Budget) -> Draft:
    """Read a Word document; raises `DocumentError` where it can't be."""
    import mammoth  # noqa: PLC0415

    with _package(content, origin, budget) as file:
        facts = _core_facts(file)
    pictures = mammoth.images.img_element(lambda _picture: {})
    html = mammoth.convert_to_html(io.BytesIO(content), convert_image=pictures).value
    return Draft(text_of(html_root(f"<body>{html}</body>")), **facts)


def open_document_draft(content: bytes, origin: str, budget: Budget) -> Draft:
    """Read an OpenDocument text; raises `DocumentError` where it can't be."""
    with _package(content, origin, budget) as file:
        names = set(file.namelist())
        if "content.xml" not in names:
            raise DocumentError(f"{origin}: is no OpenDocument text: it holds no content.xml")
        body = ET.fromstring(file.read("content.xml")).find(f".//{_OFFICE}text")  # noqa: S314  entities were refused
        facts: dict[str, Any] = {}
        if "meta.xml" in names:
            facts = _open_document_facts(file.read("meta.xml"))
    blocks = () if body is None else _blocks(body)
    return Draft("\n\n".join(block for block in blocks if block.strip()), **facts)


def rtf_draft(content: bytes) -> Draft:
    """Read RTF."""
    code = content.decode("latin-1")
    text = _plain_rtf(code)
    lines = (line.strip().strip("|").replace("|", BETWEEN_CELLS) for line in text.split("\n"))
    info = _RTF_INFO.search(code)
    facts: dict[str, Any] = {}
    if info:
        head = code[info.start() : info.start() + 2000]
        for name in ("title", "author"):
            field = re.search(_RTF_FIELD % name, head)
            if field:
                facts[name] = _plain_rtf(f"{{\\rtf1\\ansi {field[1]}}}")
    return Draft("\n\n".join(line for line in lines if line.strip()), **facts)


def _plain_rtf(code: str) -> str:
    from striprtf import striprtf  # noqa: PLC0415

    to_text: Callable[..., str] = striprtf.rtf_to_text
    return to_text(code, errors="replace")


def _package(content: bytes, origin: str, budget: Budget) -> zipfile.ZipFile:
    file = zipfile.ZipFile(io.BytesIO(content))
    check_package(file, len(content), origin, budget)
    return file


def _core_facts(file: zipfile.ZipFile) -> dict[str, Any]:
    """What a Word document says of itself."""
    if _CORE not in file.namelist():
        return {}
    root = ET.fromstring(file.read(_CORE))  # noqa: S314  entities were refused
    facts: dict[str, Any] = {name: root.findtext(tag) or "" for name, tag in _TERMS.items()}
    return facts | {"date": undated_but_made(root.findtext(_WORD_MADE) or "")}


def _open_document_facts(content: bytes) -> dict[str, Any]:
    root = ET.fromstring(content)  # noqa: S314  entities were refused
    facts: dict[str, Any] = {name: root.findtext(f".//{tag}") or "" for name, tag in _TERMS.items()}
    return facts | {"date": undated_but_made(root.findtext(f".//{{{_META}}}creation-date") or "")}


def _blocks(parent: ET.Element) -> Iterator[str]:
    """Yield paragraphs, headings and rows of tables in order."""
    for child in parent:
        if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            yield "".join(_words(child))
        elif child.tag == f"{_TABLE}table-row":
            cells = (" ".join(_blocks(cell)) for cell in child)
            yield BETWEEN_CELLS.join(cell for cell in cells if cell.strip())
        elif child.tag not in _LEFT_OUT:
            yield from _blocks(child)


def _words(node: ET.Element) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if child.tag == f"{_TEXT}s":
            yield " "
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif child.tag == f"{_TEXT}note":
            yield f" ({' '.join(_blocks(child)).strip()})"
        elif child.tag not in _LEFT_OUT:
            yield from _words(child)
        yield child.tail or ""
