"""Files that tests make: PDFs letter by letter, packages and archives member by member."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

FILES = Path(__file__).parent / "files"
WORD_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
)

Text = tuple[float, float, float, str]
"""Left and bottom in points, height of the letters, words."""


def pdf_of(pages: Sequence[Sequence[Text]], *, repeated: int = 1) -> bytes:
    """A PDF with words at places of its pages, each page so many times."""
    streams = []
    for page in pages:
        lines = "".join(
            f"BT /F1 {size} Tf 1 0 0 1 {left} {bottom} Tm ({words}) Tj ET\n"
            for left, bottom, size, words in page
        )
        streams.append(lines.encode("latin-1"))
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    kids = []
    for stream in streams:
        objects.append(b"<</Length %d>>stream\n%sendstream" % (len(stream), stream))
        contents = len(objects)
        for _ in range(repeated):
            objects.append(
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
                b"/Resources<</Font<</F1 3 0 R>>>>>>" % contents
            )
            kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def column(left: float, top: float, lines: Sequence[str], size: float = 10) -> list[Text]:
    """Lines below one another, as a column of a page."""
    return [(left, top - 13 * number, size, line) for number, line in enumerate(lines)]


def zip_of(members: Mapping[str, bytes | str]) -> bytes:
    """A zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return stream.getvalue()


def word_of(body: str, before: str = "") -> bytes:
    """A Word document of some WordprocessingML; ``before`` stands before its root."""
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = (
        f'<?xml version="1.0"?>{before}<w:document xmlns:w="{namespace}"><w:body>{body}</w:body>'
        "</w:document>"
    )
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>"
    )
    return zip_of(
        {
            "[Content_Types].xml": WORD_TYPES,
            "_rels/.rels": relations,
            "word/document.xml": document,
        }
    )


def paragraph(words: str) -> str:
    """A paragraph of a Word document."""
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def encrypted_zip() -> bytes:
    """A zip archive whose file says that it is encrypted."""
    content = bytearray(zip_of({"report.txt": "Rain fell in Aleppo."}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + at] |= 1
    return bytes(content)
