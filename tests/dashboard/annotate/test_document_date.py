"""The date that a report gives itself in its words."""

import pytest

from dashboard.annotate.dates import with_own_date
from dashboard.model import UNDATED, Document, Precision, When

NEWS = "Shells fell on Aster on Monday, and two people died there."


def dated(text: str, title: str = "", date: When = UNDATED) -> When:
    return with_own_date(Document("", title, text, "a.txt", "en", date)).date


@pytest.mark.parametrize(
    ("head", "value", "note"),
    [
        ("Date: 5 March 2024", "2024-03-05", "from the header: '5 March 2024'"),
        ("Published on March 5, 2024", "2024-03-05", "from the header: 'March 5, 2024'"),
        ("Last updated: 2024-03-05", "2024-03-05", "from the header: '2024-03-05'"),
        ("DTG: 051800Z MAR 24", "2024-03-05", "from the header: '051800Z MAR 24'"),
        ("5 March 2024", "2024-03-05", "from the line of its own: '5 March 2024'"),
        ("Geneva, 5 March 2024", "2024-03-05", "from the line of its own: '5 March 2024'"),
        ("5 March 2024, 14:00 UTC", "2024-03-05", "from the line of its own: "),
        ("Reporting period: 27 February – 5 March 2024", "2024-03-05", "from the header: '27"),
        ("Posted at 2:30 pm on March 5, 2024 by admin", "2024-03-05", "from the header: '"),
        ("Issue date: 5-Mar-24", "2024-03-05", "from the header: '5-Mar-24'"),
        ("For immediate release: March 5, 2024", "2024-03-05", "from the header: 'March 5, 2024'"),
        ("(as of 18:00, 5 March 2024)", "2024-03-05", "from the header: '"),
        ("By John Smith | March 5, 2024", "2024-03-05", "from the line of its own: "),
        ("SITUATION REPORT No. 4 | 5 March 2024", "2024-03-05", "from the line of its own: "),
        ("Week 10 (27 February - 5 March 2024)", "2024-03-05", "from the line of its own: "),
        ("5 March 2024 - 14:30", "2024-03-05", "from the line of its own: '5 March 2024'"),
    ],
)
def test_lines_at_the_head_give_the_date(head: str, value: str, note: str):
    found = dated(f"Aster is shelled\n\n{head}\n\n{NEWS}")
    assert (found.value, found.precision) == (value, Precision.DAY)
    assert found.note.startswith(note)


@pytest.mark.parametrize(
    ("opening", "value"),
    [
        ("ANKARA, March 6, 2020 (Agency) – ", "2020-03-06"),
        ("BRENNA, Aster, 6 March 2020 -- ", "2020-03-06"),
        ("Brenna (Agency) – 6 March 2020 – ", "2020-03-06"),
        ("New Brenna, 6 March 2020 /AGENCY/ - ", "2020-03-06"),
        ("(Brenna, 6 March 2020) ", "2020-03-06"),
        ("[Brenna, 6 March 2020] – ", "2020-03-06"),
        ("NEW BRENNA, 6 March 2020. ", "2020-03-06"),
        ("BRENNA: March 6, 2020: ", "2020-03-06"),
        ("Brenna, Mar. 6, 2020 (AGENCY) -", "2020-03-06"),
        ("BRENNA, 6 Mar 2020, Agency: ", "2020-03-06"),
        ("Émile-Ville, le 6 mars 2020 – ", "2020-03-06"),
    ],
)
def test_datelines_give_the_date(opening: str, value: str):
    found = dated(opening + NEWS)
    assert found.value == value
    assert found.note.startswith("from the dateline: ")


def test_dateline_without_a_year_takes_it_from_the_text():
    found = dated(f"ANKARA, March 6 (Agency) – {NEWS} A truce of 5 March 2020 had failed.")
    assert found.value == "2020-03-06"
    assert found.note == "from the dateline: 'March 6'; year taken from '5 March 2020'"
    assert dated(f"ANKARA, March 6 (Agency) – {NEWS}") == UNDATED
    assert dated(f"KYIV, Ukraine — {NEWS}") == UNDATED


@pytest.mark.parametrize(
    ("title", "value", "note"),
    [
        (
            "Situation Report No. 12, 3–9 May 2023",
            "2023-05-09",
            "from the title: '3–9 May 2023'; its last day",
        ),
        ("Flash Update #4 (4 January 2024)", "2024-01-04", "from the title: '4 January 2024'"),
        ("Monthly bulletin, March 2024", "2024-03", "from the title: 'March 2024'"),
        ("Aster: who is where | 2024-03-05", "2024-03-05", "from the title: '2024-03-05'"),
    ],
)
def test_titles_give_the_date(title: str, value: str, note: str):
    found = dated(NEWS, title)
    assert (found.value, found.note) == (value, note)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (NEWS, "Ten years after the raid of 5 March 2014 on Aster"),
        (f"{NEWS} The truce of 5 March 2020 has failed.", "Aster is shelled"),
        ("On 5 March 2020 shells fell on Aster.", ""),
        (NEWS, "What happened since 2011: a report"),
    ],
)
def test_dates_of_what_is_told_are_none_of_the_report(text: str, title: str):
    assert dated(text, title) == UNDATED


def test_date_that_is_known_stays():
    known = When("2021-01-01", Precision.DAY)
    assert dated(f"Date: 5 March 2024\n\n{NEWS}", date=known) == known


@pytest.mark.parametrize(
    "head",
    [
        "Date of birth: 5 March 1974",
        "Deadline: 5 March 2024",
        "On 5 March 2024 shells fell.",
        "The accord of 5 March 2024 failed.",
        "The war in Aster, 5 March 2024",
    ],
)
def test_dates_of_what_is_told_are_not_the_report_s(head: str):
    assert dated(f"Aster is shelled\n\n{head}\n\n{NEWS}") == UNDATED
