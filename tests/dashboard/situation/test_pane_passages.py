"""Passages, places and reports as the pane shows them."""

from dataclasses import replace
from typing import Any

import pytest
import workspaces
from workspaces import BARTOWN, FOOVILLE, SYRIA, mark, naming, nil_mark, report, write

from dashboard.model import Precision, When
from dashboard.situation import Filters, Situation
from dashboard.situation.date_words import observed
from dashboard.situation.days import days_in_words
from dashboard.situation.document_page import document_page
from dashboard.situation.passage_list import passage_list
from dashboard.situation.place_page import place_page
from dashboard.situation.place_words import certainty, country_name, kind_in_words
from dashboard.workspace import Workspace
from dashboard.workspace.codes import OUTCOMES
from dashboard.workspace.rows import (
    CasualtyRow,
    DateRow,
    DocumentRows,
    HitRow,
    ObservationRow,
    days_of,
)
from geocache import FootprintKind, Outcome, Role

HOSTILE = "<img src=x onerror=alert(1)> ${alert(2)} `x` {{y}} </script>"
SPRING = When("2019-03-28", Precision.DAY)


@pytest.fixture
def random_world(workspace: Workspace) -> Situation:
    write(workspace, *workspaces.World(11).reports(60))
    return Situation(workspace)


def said(passage: dict[str, Any]) -> list[str]:
    return [passage["text"][one["start"] : one["end"]] for one in passage["mentions"]]


def test_passage_list_goes_on_where_it_stopped(random_world: Situation):
    whole = passage_list(random_world, Filters(), most=1000)
    assert whole["total"] == len(whole["passages"])
    parts = [
        one
        for skip in range(0, whole["total"], 7)
        for one in passage_list(random_world, Filters(), most=7, skip=skip)["passages"]
    ]
    assert parts == whole["passages"]


def test_mentions_stand_at_their_words_in_letters_of_python(workspace: Workspace):
    rows = report("𝄞 music", "𝄞𝄞 at Fooville 🏕️ and دمشق again")
    write(workspace, naming(rows, ("Fooville", mark(FOOVILLE)), themes=["health"]))
    (passage,) = passage_list(Situation(workspace), Filters(text="again"))["passages"]
    assert said(passage) == ["Fooville"]
    assert [passage["text"][start:end] for start, end in passage["hits"]] == ["again"]
    assert [theme["id"] for theme in passage["themes"]] == ["health"]


def test_theme_says_how_sure_it_is_and_because_of_which_words(workspace: Workspace):
    text = "𝄞 A clinic and another clinic at Fooville"
    rows = naming(report("One", text), ("Fooville", mark(FOOVILLE)), themes=["health"])
    start = text.index("clinic"), text.rindex("clinic")
    cues = ",".join(f"{at}-{at + len('clinic')}" for at in start)
    one = HitRow(0, "health", 0.9, core=True, cues=cues)
    touched = HitRow(0, "aid", 0.2, core=False, cues="")
    decided = HitRow(0, "education", 1.0, core=True, cues="")
    write(workspace, replace(rows, hits=(one, touched, decided)))
    (passage,) = passage_list(Situation(workspace), Filters())["passages"]
    first, second = passage["themes"]
    assert first == {"id": "education", "cues": [], "hint": "almost certain · no cue words"}
    assert [text[begin:end] for begin, end in second["cues"]] == ["clinic", "clinic"]
    assert second["hint"] == "very likely · cue words: “clinic”"


def test_mention_says_what_it_is_and_how_sure_in_words(workspace: Workspace):
    one = naming(report("One", "in Fooville"), ("Fooville", mark(FOOVILLE)), themes=[])
    two = naming(
        report("Two", "said Syria"), ("Syria", mark(SYRIA, role=Role.ASSOCIATIVE)), themes=[]
    )
    three = naming(report("Three", "near Nirgendwo"), ("Nirgendwo", nil_mark("N")), themes=[])
    nil = OUTCOMES.index(Outcome.NIL)
    footprints = tuple(row._replace(outcome=nil) for row in three.footprints)
    write(workspace, one, two, replace(three, footprints=footprints))
    listed = passage_list(Situation(workspace), Filters())["passages"]
    mentions = {passage["title"]: passage["mentions"][0] for passage in listed}
    assert mentions["One"]["hint"] == "Fooville · village, Syria · happens there · very likely"
    assert mentions["Two"]["hint"] == "Syria · country · named as an actor · very likely"
    assert mentions["Two"]["actor"]
    assert mentions["Three"]["doubt"]
    assert mentions["Three"]["hint"].endswith("no known place")


def test_dates_say_whether_words_or_the_report_give_them(workspace: Workspace):
    write(
        workspace,
        naming(report("Dated", "Fooville", when=SPRING), ("Fooville", mark(FOOVILLE)), themes=[]),
        naming(report("Undated", "Fooville"), ("Fooville", mark(FOOVILLE)), themes=[]),
    )
    dated, undated = passage_list(Situation(workspace), Filters())["passages"]
    assert (dated["date"], dated["from"], dated["dated"]) == ("28 Mar 2019", "2019-03-28", "report")
    assert (undated["date"], undated["from"], undated["dated"]) == ("", None, None)


def dated_words(rows: DocumentRows, words: str, when: When, **facts: Any) -> DocumentRows:
    """Rows of a report with one more date in it."""
    start = rows.document.text.index(words)
    span = 0, start, start + len(words)
    date = DateRow(*span, when.value, when.precision.value, when.note, days_of(when), **facts)
    return replace(rows, dates=(*rows.dates, date))


def test_dates_in_a_passage_say_what_they_mean(workspace: Workspace):
    text = "Since 2011 rain fell on 03/04/2019 in Fooville"
    rows = naming(report("One", text, when=SPRING), ("Fooville", mark(FOOVILLE)), themes=[])
    year = When("2011", Precision.YEAR)
    rows = dated_words(rows, "2011", year, relation="since", history=True)
    day = When("2019-03-04", Precision.DAY, "month first")
    rows = dated_words(rows, "03/04/2019", day, other="2019-04-03")
    write(workspace, rows)
    (passage,) = passage_list(Situation(workspace), Filters())["passages"]
    assert [(text[d["start"] : d["end"]], d["history"], d["hint"]) for d in passage["dates"]] == [
        ("2011", True, "since 2011 · background"),
        ("03/04/2019", False, "4 Mar 2019 · or 3 Apr 2019 · month first"),
    ]
    assert (passage["date"], passage["dated"]) == ("4 Mar 2019", "words")


def test_background_that_only_bounds_dates_no_passage(workspace: Workspace):
    rows = report("One", "Since 2011 Fooville is empty", when=SPRING)
    rows = naming(rows, ("Fooville", mark(FOOVILLE)), themes=[])
    rows = dated_words(rows, "2011", When("2011", Precision.YEAR), relation="since", history=True)
    write(workspace, rows)
    (passage,) = passage_list(Situation(workspace), Filters())["passages"]
    assert (passage["date"], passage["dated"]) == ("28 Mar 2019", "report")


def test_date_of_a_passage_says_why(workspace: Workspace):
    text = "On 4 March 2019 rain fell on Fooville"
    rows = naming(report("One", text, when=SPRING), ("Fooville", mark(FOOVILLE)), themes=[])
    stated = dated_words(rows, "4 March 2019", When("2019-03-04", Precision.DAY))
    unstated = report("Two", "Rain fell", when=replace(SPRING, note="the year is of the report"))
    write(workspace, stated, unstated, report("Three", "Snow fell"))
    listed = passage_list(Situation(workspace), Filters())["passages"]
    assert {passage["title"]: passage["date_why"] for passage in listed} == {
        "One": "“4 March 2019” means 4 Mar 2019",
        "Two": "undated; reported on 28 Mar 2019 (the year is of the report)",
        "Three": "undated",
    }


def test_news_are_told_from_background(workspace: Workspace):
    text = "In 2003 Fooville was founded. Rain falls on Bartown."
    rows = report("Both", text, when=SPRING)
    rows = naming(rows, ("Fooville", mark(FOOVILLE)), ("Bartown", mark(BARTOWN)), themes=[])
    year = When("2003", Precision.YEAR)
    rows = dated_words(rows, "2003", year, history=True)
    first, second = rows.observations
    facts = {"dated": 1, "date": "2003", "precision": "year", "days": days_of(year)}
    both = replace(rows, observations=(first._replace(**facts, history=True), second))
    alone = dated_words(
        report("Background", "In 2003 all was well", when=SPRING), "2003", year, history=True
    )
    write(workspace, both, alone, report("News", "Snow falls", when=SPRING))
    situation = Situation(workspace)
    news = passage_list(situation, Filters(tenses=("news",)))["passages"]
    assert [(one["title"], one["date"], one["dated"], one["background"]) for one in news] == [
        ("News", "28 Mar 2019", "report", False),
        ("Both", "28 Mar 2019", "report", False),
    ]
    everything = passage_list(situation, Filters())["passages"]
    assert [one["date"] for one in everything] == ["28 Mar 2019", "28 Mar 2019", "2003"]
    before = passage_list(situation, Filters(tenses=("background",)))["passages"]
    assert [(one["title"], one["date"], one["background"]) for one in before] == [
        ("Background", "2003", True),
        ("Both", "2003", False),
    ]
    shown = {
        tense: situation.labels_of(situation.view(Filters(tenses=(tense,))).marks()["thing"])
        for tense in ("news", "background")
    }
    assert [list(labels.values()) for labels in shown.values()] == [["Bartown"], ["Fooville"]]


def test_casualties_stand_at_their_words_and_are_filtered(workspace: Workspace):
    text = "𝄞 At least 12 people were killed and dozens wounded in Fooville"
    dead = text.index("At least"), text.index(" and")
    injured = text.index("dozens"), text.index(" in Foo")
    rows = report("One", text)
    none = CasualtyRow(0, 0, 4, 0, 0, at_least=False)
    counted = (
        CasualtyRow(0, *dead, 0, 12, at_least=True),
        CasualtyRow(0, *injured, 1, None, at_least=False),
    )
    write(
        workspace,
        replace(rows, casualties=counted),
        replace(report("None", "None died in Fooville"), casualties=(none,)),
    )
    situation = Situation(workspace)

    def titles(**parts: Any) -> list[str]:
        listed = passage_list(situation, Filters(**parts))["passages"]
        return sorted(passage["title"] for passage in listed)

    (passage,) = passage_list(situation, Filters(casualties=("dead",)))["passages"]
    assert [(one["text"], one["words"]) for one in passage["casualties"]] == [
        ("At least 12 people were killed", "at least 12 dead"),
        ("dozens wounded", "injured, no number given"),
    ]
    assert titles(casualties=("missing",)) == []
    assert titles(casualties=("injured", "missing")) == ["One"]
    assert titles(least_casualties=12) == ["One"]
    assert titles(casualties=("injured",), least_casualties=2) == []
    assert titles(casualties=("",)) == ["None"]
    counts = situation.view(Filters()).facets(["casualties"])["casualties"]
    assert dict(counts) == {"dead": 1, "injured": 1}


@pytest.mark.parametrize(
    ("dated", "first_day", "note", "words"),
    [
        (0, None, "", "undated"),
        (1, 17983, "", "28 Mar 2019"),
        (1, 17983, "the last Thursday", "28 Mar 2019 (the last Thursday)"),
        (2, 17983, "", "undated; reported on 28 Mar 2019"),
    ],
)
def test_observation_says_what_dates_it(dated: int, first_day: int | None, note: str, words: str):
    record = {"dated": dated, "first_day": first_day, "last_day": first_day, "date_note": note}
    assert observed(record) == words


def test_words_of_reports_stay_as_they_are(workspace: Workspace):
    arabic = "وصلت القافلة إلى دمشق"
    rows = report(HOSTILE, f"{HOSTILE} {arabic}", source=HOSTILE)
    damascus = workspaces.PLACES[13]
    write(workspace, naming(rows, ("دمشق", mark(damascus)), themes=[]))
    situation = Situation(workspace)
    (passage,) = passage_list(situation, Filters())["passages"]
    assert (passage["title"], passage["source"]) == (HOSTILE, HOSTILE)
    assert passage["text"] == f"{HOSTILE} {arabic}"
    assert said(passage) == ["دمشق"]
    page = place_page(situation, Filters(), passage["mentions"][0]["mark"])
    assert page is not None
    assert (page["label"], page["kind"], page["country"]) == ("دمشق", "village", "Syria")


def test_place_holds_what_is_said_of_it_and_of_what_lies_in_it(workspace: Workspace):
    border = workspaces.expression_mark(
        FootprintKind.PART, (SYRIA,), workspaces.box(36, 33, 38, 35)
    )
    write(
        workspace,
        naming(report("One", "in Fooville"), ("Fooville", mark(FOOVILLE)), themes=[]),
        naming(report("Two", "in Bartown"), ("Bartown", mark(BARTOWN)), themes=[]),
        naming(report("Three", "in Syria"), ("Syria", mark(SYRIA)), themes=[]),
        naming(report("Four", "southern Syria"), ("southern Syria", border), themes=[]),
        naming(report("Five", "in Jordan"), ("Jordan", mark(workspaces.PLACES[4])), themes=[]),
    )
    situation = Situation(workspace)
    page = place_page(situation, Filters(), SYRIA.key)
    assert page is not None
    assert (page["total"], page["reports"], page["named"], page["hidden"]) == (4, 4, 1, 0)
    assert {part["label"] for part in page["parts"]} == {"Fooville", "Bartown", "southern Syria"}
    assert page["country"] == ""  # a country lies in none
    narrowed = place_page(situation, Filters(text="Bartown"), SYRIA.key)
    assert narrowed is not None
    assert (narrowed["total"], narrowed["hidden"]) == (1, 3)
    shape = place_page(situation, Filters(), border.hash)
    assert shape is not None
    assert (shape["total"], shape["kind"], shape["country"]) == (1, "part of a place", "Syria")
    assert place_page(situation, Filters(), "geonames:0") is None


def test_place_page_counts_as_its_filter_does(random_world: Situation):
    for place in workspaces.PLACES[:12]:
        page = place_page(random_world, Filters(), place.key, most=1000)
        if page is not None:
            counts = random_world.view(Filters(place=place.key)).counts()
            assert page["total"] == counts["passages"] == len(page["passages"])


def test_bars_are_by_the_dates_of_the_place_itself(workspace: Workspace):
    rows = naming(
        report("One", "Fooville then, Bartown now"),
        ("Fooville", mark(FOOVILLE)),
        ("Bartown", mark(BARTOWN)),
        themes=[],
    )
    days = [When("2019-03-28", Precision.DAY), When("2019-06-02", Precision.DAY)]
    observations = tuple(
        ObservationRow(0, number, 1, when.value, "day", "", days_of(when), "")
        for number, when in enumerate(days)
    )
    write(workspace, replace(rows, observations=observations))
    page = place_page(Situation(workspace), Filters(), FOOVILLE.key)
    assert page is not None
    assert page["time"]["bars"] == [
        {
            "from": "2019-03-01",
            "to": "2019-03-31",
            "label": "Mar 2019",
            "passages": 1,
            "overlapping": 1,
        }
    ]


@pytest.mark.gazetteer
def test_bar_as_a_filter_leaves_what_it_says(random_world: Situation):
    checked = 0
    for place in workspaces.PLACES[:8]:
        page = place_page(random_world, Filters(), place.key)
        for bar in page["time"]["bars"] if page else ():
            first, last = (workspaces.date.fromisoformat(bar[side]) for side in ("from", "to"))
            epoch = workspaces.date(1970, 1, 1)
            chosen = Filters(first_day=(first - epoch).days, last_day=(last - epoch).days)
            narrowed = place_page(random_world, chosen, place.key)
            assert narrowed is not None
            # A passage may be dated otherwise than a place in it that is told of another day.
            assert narrowed["total"] <= bar["overlapping"]
            assert bar["passages"] <= bar["overlapping"]
            checked += 1
    assert checked


def test_place_that_is_only_referred_to_says_how(workspace: Workspace):
    rows = naming(
        report("One", "in Fooville\n\nthere it rained"), ("Fooville", mark(FOOVILLE)), themes=[]
    )
    there = ObservationRow(1, 0, 0, "", "unknown", "", (None, None), "'there' refers back")
    write(workspace, replace(rows, observations=(*rows.observations, there)))
    page = place_page(Situation(workspace), Filters(), FOOVILLE.key)
    assert page is not None
    carried = {passage["passage"]: passage["carried"] for passage in page["passages"]}
    assert carried == {0: "", 1: "'there' refers back"}


def test_report_is_whole_and_says_what_passes(workspace: Workspace):
    rows = report("Two parts", "First in Fooville\n\nSecond with aid", when=SPRING, source="Post")
    write(workspace, naming(rows, ("Fooville", mark(FOOVILLE)), themes=[]))
    situation = Situation(workspace)
    page = document_page(situation, Filters(text="aid"), rows.document.id)
    assert page is not None
    assert [passage["passes"] for passage in page["passages"]] == [False, True]
    assert (page["passing"], page["date"], page["source"]) == (1, "28 Mar 2019", "Post")
    assert document_page(situation, Filters(), "nothing") is None


def test_passage_names_its_page(workspace: Workspace):
    rows = report("Paged", "First in Fooville\n\nSecond here\n\nThird here")
    (number,) = write(workspace, naming(rows, ("Fooville", mark(FOOVILLE)), themes=[]))
    plain = report("Plain", "Fooville again")
    write(workspace, naming(plain, ("Fooville", mark(FOOVILLE)), themes=[]))
    with workspace.writing() as writer:
        writer.keep_pages(number, (0, 3, 19, 19))
    page = document_page(Situation(workspace), Filters(), rows.document.id)
    assert page is not None
    assert [passage["page"] for passage in page["passages"]] == [1, 4, 4]
    listed = passage_list(Situation(workspace), Filters())["passages"]
    assert {(one["document"], one["passage"]): one["page"] for one in listed} == {
        (rows.document.id, 0): 1,
        (rows.document.id, 1): 4,
        (rows.document.id, 2): 4,
        (plain.document.id, 0): None,
    }


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2019-03-28", "2019-03-28", "28 Mar 2019"),
        ("2019-03-01", "2019-03-31", "Mar 2019"),
        ("2019-01-01", "2019-12-31", "2019"),
        ("2019-01-01", "2020-12-31", "2019–2020"),
        ("2019-03-01", "2019-04-30", "Mar 2019 – Apr 2019"),
        ("2019-03-01", "2019-03-15", "1–15 Mar 2019"),
        ("2019-03-28", "2019-04-02", "28 Mar 2019 – 2 Apr 2019"),
        ("1965-02-28", "1965-02-28", "28 Feb 1965"),
    ],
)
def test_days_are_written_as_people_write_them(first: str, last: str, words: str):
    days = [
        (workspaces.date.fromisoformat(day) - workspaces.date(1970, 1, 1)).days
        for day in (first, last)
    ]
    assert days_in_words(*days) == words


def test_kinds_countries_and_certainties_are_words():
    assert kind_in_words("P", "PPL", 77_000) == "town"
    assert kind_in_words("P", "PPL", 200_000) == "city"
    assert kind_in_words("P", "PPLA", 0) == "town"
    assert kind_in_words("A", "PCLD", 0) == "territory"
    assert kind_in_words("S", "NOVEL", 0) == "site"
    assert kind_in_words("", "", 0) == "point by its coordinates"
    assert (country_name("UA"), country_name("??"), country_name("")) == ("Ukraine", "??", "")
    words = [certainty(value) for value in (0.99, 0.9, 0.7, 0.5, 0.1)]
    assert words == ["almost certain", "very likely", "likely", "as likely as not", "doubtful"]
