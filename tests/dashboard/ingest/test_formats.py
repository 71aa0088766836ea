"""What every format becomes: text, title, date, author, outlet, language, pages, and notes."""

import io
from email.message import EmailMessage

import pytest
from made_files import FILES, column, paragraph, pdf_of, word_of, zip_of
from openpyxl import Workbook

from dashboard.errors import DocumentError
from dashboard.ingest import Columns, Entry, documents_in, tables
from dashboard.ingest.recognise import Format, Told
from dashboard.model import Document, Precision
from dashboard.views import help_page
from dashboard.views.shared import WORKSPACE_VARIABLE


def entries(name: str, content: bytes | None = None, columns: str = "") -> list[Entry]:
    if content is None:
        content = (FILES / name).read_bytes()
    return list(documents_in(content, name, columns=Columns.parse(columns)))


def document(name: str, content: bytes | None = None) -> Document:
    (entry,) = entries(name, content)
    assert not entry.problem
    assert entry.document
    return entry.document


def problem(name: str, content: bytes | None = None, columns: str = "") -> str:
    (entry,) = entries(name, content, columns)
    assert entry.document is None
    assert entry.problem.startswith(name)
    assert "\n" not in entry.problem
    return entry.problem


# text


def test_markdown_loses_its_marks_and_keeps_its_header():
    found = document("markets.md")
    assert (found.title, found.date.value) == ("Markets in Idlib", "2024-03")
    assert found.text == "Prices\n\nBread costs twice as much in Idlib as in Aleppo.\n"


def test_code_and_stars_that_are_no_marks_stay_in_markdown():
    text = "2 * 3 * 4 is 24\n\n```\n# not a heading\n```\n\nsnake_case_name"
    assert (
        document("a.md", text.encode()).text
        == "2 * 3 * 4 is 24\n\n# not a heading\n\nsnake_case_name\n"
    )


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("[Homs](https://en.wikipedia.org/wiki/Homs_(city)) is near", "Homs is near"),
        ("see [the note, [Homs](a.html) and more", "see [the note, Homs and more"),
        ("![a map](map.png) of **Aleppo _and_ *Hama***", "a map of Aleppo _and_ Hama"),
        ("[![logo](a.png)](https://example.org)", "logo"),
        ("## Roads in C# ##", "Roads in C#"),
    ],
)
def test_links_pictures_and_emphasis_leave_their_words(marked: str, words: str):
    assert document("a.md", marked.encode()).text.strip() == words


def test_plain_text_stays_as_it_is():
    text = "# Not Markdown\n\nRain fell in *Aleppo*.\n"
    found = document("a.txt", text.encode())
    assert found.text == text
    assert not found.note


def test_arabic_of_windows_is_told():
    found = document("rukban-windows-1256.txt")
    assert "مخيم الركبان" in found.text
    assert found.language == "ar"
    assert "cp1256" in found.note


# pages of the web


def test_web_page_is_its_main_text_title_date_author_and_outlet():
    found = document("rukban.html")
    assert found.title == "Convoy reaches Rukban"
    assert (found.date.value, found.date.precision) == ("2024-03-05", Precision.DAY)
    assert (found.source, found.author) == ("example.org", "Ann Reporter")
    assert found.url == "https://www.example.org/2024/rukban"
    assert found.language == "en"
    assert "Damascus the day before" in found.text
    assert "\n\nIt had left" in found.text
    assert "All rights reserved" not in found.text
    assert "World" not in found.text


def test_web_page_encoding_that_it_declares_is_taken():
    words = "هطلت الأمطار في حلب طوال الليل وأغلقت الطريق إلى حمص، وقالت السلطات إن المدارس مغلقة."
    page = f'<html><head><meta charset="windows-1256"></head><body><p>{words}</p></body></html>'
    found = document("a.html", page.encode("cp1256"))
    assert words in found.text
    assert "windows-1256" in found.note


# office documents


def test_word_document_keeps_its_table():
    found = document("table.docx")
    assert (found.title, found.author) == ("Displacement in the north", "Field office")
    assert "\n\nPlace | Families\n\nAtmeh | 1,200\n\nMore are" in found.text


def test_file_creation_date_is_noted_and_not_taken():
    found = document("water.odt")
    assert found.date.value == ""
    assert "made on 2024-03-05" in found.date.note


def test_open_document_keeps_its_table():
    found = document("water.odt")
    assert (found.title, found.author) == ("Water in the east", "Field office")
    assert "stand still.\n\nPlace | Days\n\nQamishli | 12" in found.text


def test_rtf_has_its_letters_and_title():
    found = document("snow.rtf")
    assert (found.title, found.author) == ("Snow in Hama", "Field office")
    assert found.text == "Snow fell in Hama.\n\nThe road to Salamiyah is closed, says François."


# PDF


def test_pdf_of_two_columns_is_read_column_by_column():
    (entry,) = entries("two-columns.pdf")
    found = entry.document
    assert found
    assert found.title == "Situation report 12"
    assert (
        "closed the road to Homs, local authorities said. Residents of the northern" in found.text
    )
    assert found.text.count("OFFICE FOR THE NORTH") == 0
    assert "page 2 of" not in found.text
    assert "columns were put in order on 3 pages" in found.note
    assert "running heads and page numbers were left out" in found.note
    assert [found.text[start:][:10] for start in entry.pages] == [
        "Situation ",
        "Heavy rain",
        "Heavy rain",
    ]
    assert [word for word in ("Monday", "Tuesday", "Wednesday") if word in found.text] == [
        "Monday",
        "Tuesday",
        "Wednesday",
    ]


def test_columns_come_in_order_though_the_file_has_them_line_by_line():
    left = [f"left {n} has some words of its own" for n in range(6)]
    right = [f"right {n} has other words of its own" for n in range(6)]
    pairs = zip(column(50, 700, left), column(320, 700, right), strict=True)
    text = document("a.pdf", pdf_of([[line for pair in pairs for line in pair]])).text
    order = [text.index(f"{side} {n}") for side in ("left", "right") for n in range(6)]
    assert order == sorted(order)


def test_pdf_table_of_numbers_is_no_two_columns():
    rows = [
        piece
        for n in range(8)
        for piece in ((50, 700 - 13 * n, 10, f"Town {n}"), (300, 700 - 13 * n, 10, f"{n}00"))
    ]
    text = document("a.pdf", pdf_of([rows])).text
    assert "Town 3 300" in text


def test_words_that_a_line_cuts_are_joined_but_not_compounds():
    lines = [
        "Rain fell on the north-eastern villages, and the govern-",
        "ment closed the road. People of the north-",
        "eastern villages went to Hama and to the towns",
    ]
    found = document("a.pdf", pdf_of([column(50, 700, lines)]))
    assert "the government closed" in found.text
    assert "the north-eastern villages went" in found.text
    assert "joined (2)" in found.note


def test_pdf_paragraph_goes_on_over_a_page_whose_start_is_kept():
    first = column(
        50, 700, ["Rain fell in Aleppo and the road", "to the south was closed for many"]
    )
    second = column(50, 700, ["weeks, said the governor of Homs.", "It is open again."])
    (entry,) = entries("a.pdf", pdf_of([first, second]))
    assert entry.document
    assert "for many weeks, said" in entry.document.text
    assert entry.document.text[entry.pages[1] :].startswith("weeks, said")


def test_scanned_pdf_says_that_it_has_no_text():
    assert "1 page and no text" in problem("scanned.pdf")
    assert "OCR" in problem("scanned.pdf")


def test_pages_without_text_are_named():
    pages = [column(50, 700, ["Rain fell in Aleppo."]), [], column(50, 700, ["Snow fell."])]
    (entry,) = entries("a.pdf", pdf_of(pages))
    assert entry.document
    assert "no text on 1 page: 2" in entry.document.note
    assert len(entry.pages) == 3


# mail


def test_mail_of_mixed_encodings_and_its_attachment_are_two_reports():
    mail, attached = entries("mixed.eml")
    assert mail.document
    assert attached.document
    assert (mail.entry, attached.entry, attached.container) == ("", "rukban.txt", "mixed.eml")
    assert mail.document.title == "Pluie à Alep"
    assert mail.document.date.value == "2024-03-05"
    assert mail.document.author == "Reporter <reporter@example.org>"
    assert mail.document.text == "Il a plu à Alep toute la nuit, et la route de Homs est coupée."
    assert "quoted replies were cut" in mail.document.note
    assert "logo.png" in mail.document.note
    assert "مخيم الركبان" in attached.document.text
    assert attached.document.origin == "mixed.eml!/rukban.txt"


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("New.\n\n-----Original Message-----\nFrom: A\nOld.", "New."),
        ("New.\n\n> Old.\n> Older.\n\nMore.", "New.\n\nMore."),
        ("On 5 March 2024, A wrote:\n> Old.\n\nMy answer below.", "My answer below."),
        ("---------- Forwarded message ---------\nFrom: A\n\nThe report.", "The report."),
        ("> All of it is quoted.", "> All of it is quoted."),
        ("On Monday rain fell; he wrote: nothing", "On Monday rain fell; he wrote: nothing"),
    ],
)
def test_replies_are_cut_and_reports_are_not(body: str, kept: str):
    mail = f"From: a@b.org\nSubject: x\nDate: Tue, 5 Mar 2024 10:00:00 +0000\n\n{body}\n"
    text = document("a.eml", mail.encode()).text
    assert kept in text
    if kept != body:
        assert "Old" not in text


def test_mail_that_lies_about_its_encoding_is_read_all_the_same():
    head = "From: a@b.org\nSubject: Regen\nContent-Type: text/plain; charset=utf-8\n\n"
    words = "Le général a déclaré à l’hôtel que l’été était passé à Nîmes.\n" * 4
    found = document("a.eml", head.encode() + words.encode("cp1252"))
    assert "déclaré à l’hôtel" in found.text
    assert "is not utf-8" in found.note


def test_mail_of_html_is_cut_and_read():
    html = '<p>Rain fell in <b>Aleppo</b>.</p><div class="gmail_quote">Old words</div>'
    head = "From: a@b.org\nSubject: x\nContent-Type: text/html; charset=utf-8\n\n"
    found = document("a.eml", f"{head}{html}".encode())
    assert found.text == "Rain fell in Aleppo."
    assert "quoted" in found.note


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<blockquote type="cite">Old.</blockquote>My answer below.', "My answer below."),
        ("<p>New.</p><div class='gmail_quote'>Old.<blockquote type='cite'>Older.", "New."),
        ('<blockquote type="cite">All of it is quoted.</blockquote>', "All of it is quoted."),
    ],
)
def test_words_around_quotes_of_html_stay(html: str, text: str):
    head = "From: a@b.org\nSubject: x\nContent-Type: text/html; charset=utf-8\n\n"
    assert document("a.eml", f"{head}{html}".encode()).text == text


def test_mailbox_is_its_mails():
    first, second = entries("mails.mbox")
    assert (first.entry, second.entry) == ("1@example.org", "2@example.org")
    assert first.document
    assert first.document.text == "Rain fell in Aleppo.\nFrom there it went east."
    assert first.container == "mails.mbox"


# tables


def test_columns_that_are_called_so_are_taken_without_asking():
    found = [entry.document for entry in entries("table.csv")]
    assert [one.text for one in found if one] == [
        "Rain fell; in Aleppo.",
        "A bridge near Homs was closed.",
    ]
    assert [entry.entry for entry in entries("table.csv")] == ["7", "8"]


def test_columns_of_a_report_are_all_kept():
    head = "ID,Text,Title,Date,Source,URL,Author,Language"
    row = "9,Regen in Aleppo.,Regen,2024-03,example.org,https://example.org/9,Ann,de-AT"
    (entry,) = entries("a.csv", f"{head}\n{row}\n".encode())
    found = entry.document
    assert found
    assert entry.entry == "9"
    assert (found.title, found.text, found.date.value) == ("Regen", "Regen in Aleppo.", "2024-03")
    assert (found.source, found.url, found.author) == (
        "example.org",
        "https://example.org/9",
        "Ann",
    )
    assert found.language == "de"


def test_table_without_a_text_column_names_those_that_it_has():
    reason = problem("columns.xlsx")
    assert "no column is called 'text'; the columns are 'Ref', 'Body', 'Day', 'Outlet'" in reason
    assert "--columns text=NAME" in reason


def test_columns_can_be_said():
    first, second = entries("columns.xlsx", columns="text=Body,date=Day,id=ref,source=Outlet")
    assert (first.entry, second.entry) == ("A-1", "A-2")
    assert first.document
    assert first.document.text == "Rain fell in Aleppo."
    assert (first.document.date.value, first.document.source) == ("2024-03-05", "example.org")


def test_column_that_is_not_there_is_named():
    assert "no column is called 'Bodi'" in problem("columns.xlsx", columns="text=Bodi")


@pytest.mark.parametrize("words", ["text", "text=", "place=Body", "text=A,text=B"])
def test_columns_that_are_not_understood_are_echoed(words: str):
    with pytest.raises(DocumentError, match=words.split("=", maxsplit=1)[0]):
        Columns.parse(words)


def test_row_that_is_bad_is_named_and_the_others_are_read():
    content = (
        b"text,date\nRain in Aleppo.,2024-03-05\nSnow.,yesterday\n,\n,2024\na,b,c\nWind.,2024\n"
    )
    found = entries("a.csv", content)
    assert [entry.document.text for entry in found if entry.document] == [
        "Rain in Aleppo.",
        "Wind.",
    ]
    assert [entry.problem for entry in found if entry.problem] == [
        "a.csv!/row 3: date 'yesterday'; expected YYYY, YYYY-MM or YYYY-MM-DD",
        "a.csv!/row 5: holds no text under 'text'",
        "a.csv!/row 6: has 3 cells; expected 2, as many as there are columns",
    ]


def test_json_line_that_is_bad_is_named_and_the_others_are_read():
    content = (
        b'{"text": "Rain.", "id": 7}\nnot json\n["x"]\n{"title": "no text"}\n{"text": "Snow."}\n'
    )
    found = entries("a.jsonl", content)
    assert [entry.entry for entry in found if entry.document] == ["7", "line 5"]
    assert [entry.problem.split(":")[0] for entry in found if entry.problem] == [
        "a.jsonl!/line 2",
        "a.jsonl!/line 3",
        "a.jsonl!/line 4",
    ]


def test_json_line_without_text_harms_no_other_though_it_is_the_first():
    found = entries("a.jsonl", b'{"title": "Rain"}\n{"text": "Snow fell in Homs."}\n')
    assert [entry.entry for entry in found if entry.document] == ["line 2"]
    (reason,) = [entry.problem for entry in found if entry.problem]
    assert reason.startswith("a.jsonl!/line 1: no column is called 'text'; the columns are 'title'")


def test_lines_that_all_lack_a_text_are_one_problem_with_their_columns():
    (found,) = entries("a.jsonl", b'{"Body": "Rain"}\n' * 500)
    assert "the columns are 'Body'" in found.problem
    assert found.columns == ("Body",)


def test_sheet_without_texts_beside_one_with_them_is_passed_over():
    book = Workbook()
    book.active.title = "Legend"
    for row in (("Code", "Meaning"), ("A", "rain"), ("B", "snow")):
        book.active.append(row)
    sheet = book.create_sheet("Reports")
    for row in (("text", "date"), ("Rain fell in Aleppo.", "2024-03-05")):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    report, note = entries("a.xlsx", stream.getvalue())
    assert report.document
    assert report.entry == "Reports, row 2"
    assert not note.problem
    assert note.note == "a.xlsx: passed over for want of a column of texts: the sheets 'Legend'"


def test_sheet_without_texts_is_read_no_further_than_its_head(monkeypatch: pytest.MonkeyPatch):
    book = Workbook()
    for title in ("Legend", "Codes"):
        sheet = book.create_sheet(title)
        for row in (("Code", "Meaning"), *((f"C{n}", "rain") for n in range(50))):
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    read: list[int] = []
    row_of = tables._row
    monkeypatch.setattr(tables, "_row", lambda *args: (read.append(args[2]), row_of(*args))[1])
    (found,) = entries("a.xlsx", stream.getvalue())
    assert found.columns == ("Code", "Meaning")
    assert read == [2, 2]


@pytest.mark.parametrize(("name", "row"), [("a.jsonl", b'{"text": "Rain."}'), ("a.csv", b"Rain.")])
def test_table_rows_have_a_limit(name: str, row: bytes, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tables, "MAX_ROWS", 5)
    *read, last = entries(name, b"\n".join([b"text", *[row] * 9][name == "a.jsonl" :]))
    assert 4 <= len(read) <= 5
    assert last.problem.startswith(f"{name}: has more than 5 ")


def test_names_of_columns_may_hold_commas_and_signs():
    columns = Columns(text='Body, "long"', date="Day=when")
    assert Columns.parse(str(columns)) == columns
    assert Columns.parse('"text=Body, long",date=Day') == Columns(text="Body, long", date="Day")


# feeds and archives


def test_feed_items_are_reports():
    first, second = entries("feed.atom")
    assert first.document
    assert second.document
    assert (first.entry, first.document.title) == ("urn:example:1", "Rain in Aleppo")
    assert first.document.text == "Rain fell in Aleppo."
    assert (first.document.date.value, first.document.author) == ("2024-03-05", "Ann")
    assert (first.document.url, first.document.source) == (
        "https://www.example.org/1",
        "example.org",
    )
    assert second.document.text == "Bridge near Homs closed"


def test_archive_files_are_judged_one_by_one():
    found = entries("reports.zip")
    assert [entry.entry for entry in found if entry.document] == [
        "reports/aleppo.txt",
        "reports/inner/homs.md",
    ]
    assert [entry.problem for entry in found if entry.problem] == [
        "reports.zip!/reports/empty.txt: the file is empty"
    ]
    assert "1 file passed over" in found[-1].note
    assert ".jpg" in found[-1].note


def test_mail_in_an_archive_may_have_attachments():
    archive = zip_of({"mixed.eml": (FILES / "mixed.eml").read_bytes()})
    assert [entry.entry for entry in entries("a.zip", archive)] == [
        "mixed.eml",
        "mixed.eml!/rukban.txt",
    ]


def test_archive_that_fails_does_not_make_the_next_one_of_a_mail_fail():
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "a@b.org", "x", "Tue, 5 Mar 2024 10:00:00 +0000"
    mail.set_content("Reports are attached.")
    archives = {"photos.zip": {"a.jpg": "x"}, "reports.zip": {"homs.txt": "Snow fell in Homs."}}
    for name, members in archives.items():
        mail.add_attachment(zip_of(members), maintype="application", subtype="zip", filename=name)
    found = entries("a.eml", bytes(mail))
    assert [entry.entry for entry in found if entry.document] == ["", "reports.zip!/homs.txt"]
    assert ["holds no report" in entry.problem for entry in found if entry.problem] == [True]


# which format it is


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("report.txt", (FILES / "table.docx").read_bytes(), "named .txt, but is a Word document"),
        ("report.pdf", (FILES / "rukban.html").read_bytes(), ""),
        ("report.csv", (FILES / "rukban.html").read_bytes(), "named .csv, but is HTML"),
        ("report.docx", (FILES / "snow.rtf").read_bytes(), "named .docx, but is RTF"),
    ],
)
def test_content_of_a_file_counts_more_than_its_ending(name: str, content: bytes, said: str):
    if said:
        assert said in document(name, content).note
    else:
        assert "is named .pdf but is not PDF" in problem(name, content)


def test_help_names_every_format(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(WORKSPACE_VARIABLE, "reports.sitmap")
    help_text = "".join(body for _, body in help_page.sections())
    assert all(f"`{one.endings[0]}`" in help_text or one is Format.ZIP for one in Format)
    assert "zip archives" in help_text


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\0", "a picture (PNG)"),
        (b"\xff\xd8\xff\xe0", "a picture (JPEG)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "of an old Office program"),
        (b"\x7fELF\x02", "a program"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive; expected .zip"),
        (zip_of({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "a PowerPoint"),
    ],
)
@pytest.mark.parametrize("name", ["report", "report.txt", "report.pdf"])
def test_unsupported_format_is_called_by_its_name(name: str, content: bytes, what: str):
    assert what in problem(name, content)


def test_mail_is_recognised_without_an_ending():
    (mail, _attached) = entries("message", (FILES / "mixed.eml").read_bytes())
    assert mail.media_type == "message/rfc822"


def test_xml_that_is_no_feed_is_not_taken_for_text():
    told = Told("text/xml")
    (entry,) = documents_in(b"<urlset><url/></urlset>", "https://example.org/map", told=told)
    assert "is XML that begins with <urlset>; expected RSS or Atom" in entry.problem


def test_text_that_only_looks_like_a_mail_stays_text():
    text = "From: the desk\nSubject: rain\nDate: today\n\nRain fell in Aleppo."
    assert document("a.txt", text.encode()).text == text


def test_language_that_is_stated_is_kept_and_others_are_detected():
    french = "La pluie est tombée sur la ville pendant toute la nuit et les routes sont coupées."
    assert document("a.txt", french.encode()).language == "fr"
    assert document("a.txt", f"---\nlanguage: oc\n---\n{french}".encode()).language == "oc"
    assert document("a.txt", b"Aleppo, Homs").language == ""


def test_word_document_without_facts_is_read():
    assert (
        document("a.docx", word_of(paragraph("Rain fell in Aleppo."))).text
        == "Rain fell in Aleppo."
    )
