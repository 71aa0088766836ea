"""What a file is: by its content first, by the ending of its name second."""

import io
import re
import zipfile
from dataclasses import dataclass
from enum import Enum

from ..errors import DocumentError
from .decode import UTF_16


class Format(Enum):
    """A format that is read: what it is called, the endings of its files, its media type."""

    TEXT = ("plain text", (".txt", ".text"), "text/plain")
    MARKDOWN = ("Markdown", (".md", ".markdown"), "text/markdown")
    HTML = ("HTML", (".html", ".htm", ".xhtml"), "text/html")
    PDF = ("PDF", (".pdf",), "application/pdf")
    DOCX = (
        "a Word document",
        (".docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )
    ODT = ("an OpenDocument text", (".odt",), "application/vnd.oasis.opendocument.text")
    RTF = ("RTF", (".rtf",), "application/rtf")
    MAIL = ("an e-mail", (".eml",), "message/rfc822")
    MBOX = ("a mailbox", (".mbox",), "application/mbox")
    CSV = ("a CSV table", (".csv", ".tsv"), "text/csv")
    XLSX = (
        "an Excel table",
        (".xlsx",),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    JSON_LINES = ("JSON lines", (".jsonl", ".ndjson"), "application/x-ndjson")
    FEED = ("a feed", (".rss", ".atom", ".xml"), "application/xml")
    ZIP = ("a zip archive", (".zip",), "application/zip")

    def __init__(self, title: str, endings: tuple[str, ...], media_type: str) -> None:
        self.title, self.endings, self.media_type = title, endings, media_type


ENDINGS = {ending: one for one in Format for ending in one.endings}
"""Which format a name promises."""
PLAIN = (Format.TEXT, Format.MARKDOWN)
TABLES = (Format.CSV, Format.XLSX, Format.JSON_LINES)
_SMALL = (*PLAIN, Format.HTML)
"""Formats that are little more than their text."""
_TYPED = (Format.PDF, Format.DOCX, Format.ODT, Format.RTF, Format.XLSX, Format.ZIP)
"""Formats that their first bytes tell."""
_BY_MEDIA_TYPE = {
    **{one.media_type: one for one in Format if one not in _TYPED},
    "application/csv": Format.CSV,
    "text/tab-separated-values": Format.CSV,
    "application/jsonl": Format.JSON_LINES,
    "application/x-jsonlines": Format.JSON_LINES,
    "text/x-markdown": Format.MARKDOWN,
    "text/xml": Format.FEED,
    "application/rss+xml": Format.FEED,
    "application/atom+xml": Format.FEED,
    "application/rdf+xml": Format.FEED,
    "application/feed+xml": Format.FEED,
}
"""What is believed where neither content nor name tell."""
MEDIA_TYPES = frozenset(
    {
        *(one.media_type for one in Format),
        *_BY_MEDIA_TYPE,
        *("text/rtf", "application/xhtml+xml", "application/x-pdf", "application/json"),
        *("application/x-zip-compressed", "application/vnd.ms-excel"),
        *("application/octet-stream", "binary/octet-stream"),
    }
)
"""Of what may hold a report; which one it is is told by the content."""
_SAMPLE = 4096
_ECHOED = 20
_REFUSED = {
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"II*\0": "a picture (TIFF)",
    b"MM\0*": "a picture (TIFF)",
    b"BM": "a picture (BMP)",
    b"\x1f\x8b": "a gzip archive; expected .zip",
    b"7z\xbc\xaf": "a 7z archive; expected .zip",
    b"Rar!": "a RAR archive; expected .zip",
    b"BZh": "a bzip2 archive; expected .zip",
    b"\xfd7zXZ": "an xz archive; expected .zip",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"SQLite format 3\0": "a database",
    b"%!PS": "PostScript; save it as PDF",
}
"""What is told by first bytes and is not read."""
_TOLD_ALONE = 2
"""Bytes that words may begin with too."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_BEFORE_ROOT = r"(?:<\?xml[^>]*>|<\?.*?\?>|<!--.*?-->|\s)*+"
"""Possessive: a row of comments is matched in one way, and not tried in all the others."""
_MARKUP = re.compile(
    rf"{_BEFORE_ROOT}(?:<!doctype[^>\[]*(?:\[.*?\])?\s*>)?{_BEFORE_ROOT}<([\w:.-]+)",
    re.IGNORECASE | re.DOTALL,
)
_HTML = re.compile(rf"{_BEFORE_ROOT}(?:<!doctype\s+html\b|<html\b)", re.IGNORECASE | re.DOTALL)
_FEEDS = {"rss", "feed", "rdf:rdf"}
_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9-]*:")
_MAIL_FIELDS = {"from", "to", "date", "subject", "message-id", "received", "mime-version"}
_FEWEST_MAIL_FIELDS = 3
_ENVELOPE = re.compile(r"From \S+.*\d{4}")


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file is, and whether its name said otherwise."""

    format: Format
    note: str = ""


def ending_of(name: str) -> str:
    """Ending of a name or an address, in small letters, with its dot; empty where it has none."""
    path = re.split(r"[?#]", name, maxsplit=1)[0] if "://" in name else name
    last = path.replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = last.rpartition(".")
    return f"{dot}{ending}".lower() if stem and dot else ""


def promised(name: str) -> Format | None:
    """Format that the ending of a name stands for; None where it stands for none that is read."""
    return ENDINGS.get(ending_of(name))


def is_small(name: str) -> bool:
    """Whether a file of this name should be little more than its text."""
    return (promised(name) or Format.TEXT) in _SMALL


@dataclass(frozen=True, slots=True)
class Told:
    """What the machine that sent an input says of it; empty of a file."""

    media_type: str = ""
    charset: str = ""


def recognised(content: bytes, name: str, origin: str, media_type: str = "") -> Recognised:
    """Tell what a file is.

    Parameters
    ----------
    content
        All of it.
    name
        A file's name, or an address.
    origin
        What it is called in messages.
    media_type
        As the machine that sent it says, for a name that promises nothing.

    Raises
    ------
    DocumentError
        It is nothing that is read, or it is not what its name says and nothing else for certain.
    """
    if not content.strip():
        raise DocumentError(f"{origin}: the file is empty")
    named = promised(name)
    said = named or _BY_MEDIA_TYPE.get(media_type)
    typed = _by_first_bytes(content, origin)
    if typed is None:
        if said in _TYPED:
            begins = content.lstrip()[:_ECHOED]
            raise DocumentError(
                f"{origin}: is named {ending_of(name)} but is not {said.title}; it begins with "
                f"{begins!r}"
            )
        typed = _by_markup(content, said, origin)
    if typed is None:
        typed = _by_fields(content, said)
    found = typed or said or Format.TEXT
    lies = named is not None and found is not said and not (said in PLAIN and found in PLAIN)
    note = f"is named {ending_of(name)}, but is {found.title}, and was read as that" if lies else ""
    return Recognised(found, note)


def _by_first_bytes(content: bytes, origin: str) -> Format | None:
    if b"%PDF-" in content[:1024]:
        return Format.PDF
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(content, origin)
    if content.startswith(b"{\\rtf"):
        return Format.RTF
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise DocumentError(f"{origin}: is encrypted; save it without a password")
        raise DocumentError(
            f"{origin}: is of an old Office program; save it as .docx, .xlsx or PDF"
        )
    if content[:4] == b"RIFF" or b"ftyp" in content[4:8]:
        raise DocumentError(f"{origin}: is a picture, sound or film; expected text")
    for first, what in _REFUSED.items():
        if content.startswith(first) and (len(first) > _TOLD_ALONE or b"\0" in content[:_SAMPLE]):
            raise DocumentError(f"{origin}: is {what}")
    return None


def is_feed(content: bytes) -> bool:
    """Whether something is RSS or Atom, by the first element of its XML."""
    return _root(_sample(content)).lower() in _FEEDS


def _package(content: bytes, origin: str) -> Format:
    """What is packed as a zip archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            names = set(file.namelist())
            kind = b""
            if "mimetype" in names:
                with file.open("mimetype") as stream:
                    kind = stream.read(100)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise DocumentError(f"{origin}: the archive is broken: {error}") from error
    if kind.startswith(_OPEN_DOCUMENT):
        if kind.removeprefix(_OPEN_DOCUMENT).startswith(b"text"):
            return Format.ODT
        raise DocumentError(
            f"{origin}: is an OpenDocument table or slides; save it as .xlsx or PDF"
        )
    if kind.startswith(b"application/epub"):
        raise DocumentError(f"{origin}: is an e-book; expected a report")
    if "[Content_Types].xml" in names:
        if "word/document.xml" in names:
            return Format.DOCX
        if any(name.startswith("xl/") for name in names):
            return Format.XLSX
        if any(name.startswith("ppt/") for name in names):
            raise DocumentError(f"{origin}: is a PowerPoint presentation; save it as PDF")
    return Format.ZIP


def _by_markup(content: bytes, said: Format | None, origin: str) -> Format | None:
    sample = _sample(content)
    if not sample.lstrip().startswith("<"):
        return None
    if _HTML.match(sample):
        return Format.HTML
    if said in (Format.MAIL, Format.MBOX, *TABLES):
        return None
    root = _root(sample)
    if root.lower() in _FEEDS:
        return Format.FEED
    if said is Format.FEED:
        named = f"<{root}>" if root else "something else"
        raise DocumentError(f"{origin}: is XML that begins with {named}; expected RSS or Atom")
    return None


def _root(sample: str) -> str:
    """Name of the first element of markup; empty where there is none."""
    root = _MARKUP.match(sample)
    return root[1] if root else ""


def _by_fields(content: bytes, said: Format | None) -> Format | None:
    """Tell mails from their header fields, where the name promises nothing else."""
    if said not in (None, Format.MAIL, Format.MBOX):
        return None
    lines = _sample(content).lstrip("\n").split("\n")
    enveloped = bool(_ENVELOPE.match(lines[0]))
    fields = _fields(lines[1:] if enveloped else lines)
    if len(fields & _MAIL_FIELDS) >= _FEWEST_MAIL_FIELDS:
        return Format.MBOX if enveloped else Format.MAIL
    return None


def _fields(lines: list[str]) -> set[str]:
    """Names of the fields that a text begins with, if it begins with any."""
    found = set()
    for line in lines:
        field = _FIELD.match(line)
        if field:
            found.add(field[0][:-1].lower())
        elif not line.strip() or not line[0].isspace():
            break
    return found


def _sample(content: bytes) -> str:
    """First letters of a text, as far as they can be told without its encoding."""
    first = content[:_SAMPLE]
    if first.startswith(UTF_16):
        return first[: len(first) // 2 * 2].decode("utf-16", "replace")
    return first.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
