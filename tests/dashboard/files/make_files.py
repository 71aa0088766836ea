"""Makes the files beside it, one small report of each format, as programs of offices write them.

Run by hand: `python tests/dashboard/files/make_files.py`; it needs what no other part of the
project does: `pip install python-docx odfpy`, and the browser that `playwright` drives.
"""

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path
from shutil import which

from docx import Document as WordDocument
from odf import dc, meta
from odf.opendocument import OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import H, P
from openpyxl import Workbook
from PIL import Image, ImageDraw
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parent
ARABIC = (
    "وصلت قافلة مساعدات إلى مخيم الركبان قرب الحدود الأردنية يوم الثلاثاء، وقال مسؤول في الأمم "
    "المتحدة إن الطريق من دمشق إلى تدمر ما زال مفتوحا.\n\nوأضاف أن ثلاثة آلاف عائلة تنتظر الغذاء "
    "والدواء في المنطقة منذ أسابيع.\n"
)
_LEFT = (
    "Heavy rain fell in Aleppo on Monday and closed the road to Homs, local "
    "authorities said. Residents of the northern districts were taken to schools, "
    "and an internationally organised convoy waited at the crossing of Bab al-Hawa."
)
_SECOND = (
    "In Deir ez-Zor the Euphrates rose by two metres. Engineers said that the bridges would stay "
    "closed until the water falls, and asked farmers near Mayadin to move their animals."
)
_THIRD = (
    "Fuel is short in Daraa, where hospitals work with generators. The governor asked for help "
    "from Damascus and from the neighbouring countries before the winter begins."
)
_PAGE = """
<html lang="en"><head><title>Situation report 12</title><style>
@page {{ size: A5; margin: 22mm 12mm }}
body {{ font: 10pt/1.35 sans-serif; hyphens: auto }}
h1 {{ font-size: 17pt }} .text {{ columns: 2; column-gap: 8mm; text-align: justify }}
.page {{ break-after: page }} p {{ margin: 0 0 2mm }}
</style></head><body>{pages}</body></html>
"""


def two_columns() -> bytes:
    """A PDF of three pages in two columns, with running heads, as a browser prints it."""
    paragraphs = [_LEFT, _SECOND, _THIRD]
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    pages = "".join(
        f'<div class="page">{"<h1>Situation report 12</h1>" if number == 0 else ""}'
        f'<div class="text">{text.replace("Monday", day)}</div></div>'
        for number, day in enumerate(("Monday", "Tuesday", "Wednesday"))
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.set_content(_PAGE.format(pages=pages))
        content = page.pdf(
            format="A5",
            display_header_footer=True,
            header_template='<span style="font-size:8pt;margin-left:12mm">OFFICE FOR THE '
            "NORTH</span>",
            footer_template='<span style="font-size:8pt;margin-left:12mm">page '
            '<span class="pageNumber"></span> of <span class="totalPages"></span></span>',
            margin={"top": "22mm", "bottom": "20mm", "left": "12mm", "right": "12mm"},
        )
        browser.close()
    return content


def scanned() -> bytes:
    """A PDF of one page that is a picture of words."""
    picture = Image.new("L", (400, 200), 255)
    ImageDraw.Draw(picture).text((20, 80), "Rain fell in Aleppo.", fill=0)
    stream = io.BytesIO()
    picture.convert("RGB").save(stream, "PDF", quality=40)
    return stream.getvalue()


def word() -> bytes:
    """A Word document with a heading, a table and facts of its own."""
    document = WordDocument()
    document.core_properties.title = "Displacement in the north"
    document.core_properties.author = "Field office"
    document.add_heading("Displacement in the north", 1)
    document.add_paragraph("Families left Saraqib for Idlib on 5 March 2020.")
    table = document.add_table(2, 2)
    for row, cells in zip(table.rows, (("Place", "Families"), ("Atmeh", "1,200")), strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    document.add_paragraph("More are expected at Bab al-Hawa.")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def open_document() -> bytes:
    """An OpenDocument text with a heading, a table and facts of its own."""
    document = OpenDocumentText()
    document.meta.addElement(dc.Title(text="Water in the east"))
    document.meta.addElement(dc.Creator(text="Field office"))
    document.meta.addElement(meta.CreationDate(text="2024-03-05T10:00:00"))
    document.text.addElement(H(outlinelevel=1, text="Water in the east"))
    document.text.addElement(P(text="The pumps of Hasakah stand still."))
    table = Table()
    for cells in (("Place", "Days"), ("Qamishli", "12")):
        row = TableRow()
        for words in cells:
            cell = TableCell()
            cell.addElement(P(text=words))
            row.addElement(cell)
        table.addElement(row)
    document.text.addElement(table)
    stream = io.BytesIO()
    document.write(stream)
    return stream.getvalue()


def excel() -> bytes:
    """An Excel table whose columns are called otherwise, on one of two sheets."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Reports"
    sheet.append(["Ref", "Body", "Day", "Outlet"])
    sheet.append(["A-1", "Rain fell in Aleppo.", "2024-03-05", "example.org"])
    sheet.append(["A-2", "A bridge near Homs was closed.", "2024-03-06", "example.org"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def mail() -> bytes:
    """A mail whose subject and body are in two encodings, with an attachment in a third."""
    message = EmailMessage()
    message["From"] = "Reporter <reporter@example.org>"
    message["To"] = "desk@example.org"
    message["Date"] = "Tue, 05 Mar 2024 23:30:00 +0300"
    message["Subject"] = "Pluie à Alep"
    message.set_content(
        "Il a plu à Alep toute la nuit, et la route de Homs est coupée.\n\n"
        "On Monday, 4 March 2024, Desk wrote:\n> What is new in Hama?\n",
        charset="iso-8859-1",
    )
    message.add_attachment(
        ARABIC.encode("cp1256"), maintype="text", subtype="plain", filename="rukban.txt"
    )
    message.add_attachment(b"\x89PNG\r\n", maintype="image", subtype="png", filename="logo.png")
    return bytes(message)


def archive() -> bytes:
    """A folder with folders in it, zipped."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("reports/aleppo.txt", "Rain fell in Aleppo.")
        file.writestr("reports/inner/homs.md", "# Homs\n\nA bridge near Homs was closed.\n")
        file.writestr("reports/.DS_Store", b"\0\0")
        file.writestr("reports/photo.jpg", b"\xff\xd8\xff")
        file.writestr("reports/empty.txt", "")
    return stream.getvalue()


PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Convoy reaches Rukban | Example News</title>
<meta property="og:title" content="Convoy reaches Rukban">
<meta property="og:url" content="https://www.example.org/2024/rukban">
<meta property="og:site_name" content="Example News"><meta name="author" content="Ann Reporter">
<meta property="article:published_time" content="2024-03-05T10:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Convoy reaches Rukban</h1>
<p>A convoy with food and medicine reached the camp of Rukban on Tuesday, for the first time since
autumn, the United Nations said.</p>
<p>It had left Damascus the day before and was checked twice on the road by way of Palmyra, drivers
told Example News at the Jordanian border.</p></article>
<footer>All rights reserved. Follow us.</footer></body></html>
"""
FEED = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Example News</title>
<id>urn:example</id><updated>2024-03-06T00:00:00Z</updated>
<entry><id>urn:example:1</id><title>Rain in Aleppo</title><author><name>Ann</name></author>
<link href="https://www.example.org/1"/><published>2024-03-05T10:00:00Z</published>
<content type="html">&lt;p&gt;Rain fell in &lt;b&gt;Aleppo&lt;/b&gt;.&lt;/p&gt;</content></entry>
<entry><id>urn:example:2</id><title>Bridge near Homs closed</title>
<link href="https://www.example.org/2"/><updated>2024-03-06T10:00:00Z</updated></entry></feed>
"""
RTF = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}{\info{\title Snow in Hama}"
    r"{\author Field office}}\f0\fs24 Snow fell in Hama.\par The road to Salamiyah "
    r"is closed, says Fran\'e7ois.\par}"
)
MARKDOWN = """---
title: Markets in Idlib
date: 2024-03
---
## Prices

Bread costs *twice* as much in **Idlib** as in [Aleppo](https://example.org/aleppo).
"""
TABLE = 'id;text;date\n7;"Rain fell; in Aleppo.";2024-03-05\n8;A bridge near Homs was closed.;\n'
LINES = (
    '{"id": 1, "text": "Rain fell in Aleppo.", "date": "2024-03-05"}\n'
    '{"id": 2, "text": "A bridge near Homs was closed.", "source": "example.org"}\n'
)
MAILBOX = (
    "From a@example.org Tue Mar  5 10:00:00 2024\n"
    "From: Ann <a@example.org>\nSubject: Rain\nMessage-ID: <1@example.org>\n"
    "Date: Tue, 5 Mar 2024 10:00:00 +0000\n\nRain fell in Aleppo.\n>From there it went east.\n\n"
    "From b@example.org Wed Mar  6 10:00:00 2024\n"
    "From: Bob <b@example.org>\nSubject: Bridge\nMessage-ID: <2@example.org>\n"
    "Date: Wed, 6 Mar 2024 10:00:00 +0000\n\nA bridge near Homs was closed.\n"
)


def main() -> None:
    """Write all files."""
    made = {
        "two-columns.pdf": two_columns(),
        "scanned.pdf": scanned(),
        "table.docx": word(),
        "water.odt": open_document(),
        "snow.rtf": RTF.encode(),
        "columns.xlsx": excel(),
        "mixed.eml": mail(),
        "reports.zip": archive(),
        "rukban.html": PAGE.encode(),
        "feed.atom": FEED.encode(),
        "markets.md": MARKDOWN.encode(),
        "table.csv": TABLE.encode(),
        "lines.jsonl": LINES.encode(),
        "mails.mbox": MAILBOX.encode(),
        "rukban-windows-1256.txt": ARABIC.encode("cp1256"),
    }
    for name, content in made.items():
        (FOLDER / name).write_bytes(content)


if __name__ == "__main__":
    main()
