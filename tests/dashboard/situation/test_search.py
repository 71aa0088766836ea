"""The grammar of the search box, what it finds, and what is shown of it."""

from typing import Any

import numpy as np
import pytest
import workspaces
from workspaces import FOOVILLE, SYRIA

from dashboard.errors import QueryError
from dashboard.situation import Filters, ReadModel, Situation
from dashboard.situation.search import Search, Term, highlights, parse, snippet
from dashboard.workspace import Workspace


@pytest.mark.parametrize(
    "typed",
    [
        *('"joint', 'a "b" "c', "OR aid", "aid OR", "aid OR OR prices", "aid OR place:"),
        *("place:", "source:", "-place:", 'place:""', 'aid source:"  "', "place: Rukban"),
        *("source:*",),
    ],
)
def test_searches_that_say_nothing_are_refused(typed: str):
    with pytest.raises(QueryError, match=r"the search .*"):
        parse(typed)


@pytest.mark.parametrize(
    ("typed", "clauses"),
    [
        ("", ()),
        ("  … !! ", ()),
        ("convoy aid", ((Term("convoy"),), (Term("aid"),))),
        ('"joint patrol"', ((Term("joint patrol", exact=True),),)),
        ("cholera OR measles", ((Term("cholera"), Term("measles")),)),
        ("a OR b OR c d", ((Term("a"), Term("b"), Term("c")), (Term("d"),))),
        ("-prices", ((Term("prices", negated=True),),)),
        ('aid -"market day"', ((Term("aid"),), (Term("market day", exact=True, negated=True),))),
        ("refug*", ((Term("refug", prefix=True),),)),
        ('"refug*"', ((Term("refug*", exact=True),),)),
        ("place:Rukban", ((Term("Rukban", field="place"),),)),
        ('-place:"Al Hol"', ((Term("Al Hol", exact=True, field="place", negated=True),),)),
        ("source:example.org", ((Term("example.org", field="source"),),)),
        ("aid OR place:X", ((Term("aid"), Term("X", field="place")),)),
        ("or market-day", ((Term("or"),), (Term("market-day"),))),
        ("author:Smith", ((Term("author:Smith"),),)),
    ],
)
def test_grammar_of_searches(typed: str, clauses: Any):
    assert parse(typed) == clauses


FOUND = [
    ("war", "the war went on", ["war"]),
    ("war", "toward wards", []),
    ("convoy", "reconvoyed", ["convoy"]),
    ('"convoy"', "reconvoyed convoy", ["convoy"]),
    ("refug*", "Refugees, no subrefugees", ["Refug"]),
    ('"joint patrol"', "a joint\npatrol; joint, patrol", ["joint\npatrol", "joint, patrol"]),
    ("market day", "Day of market-day", ["Day", "market", "day"]),
    ("cafe", "Le CAFÉ, un café", ["CAFÉ", "café"]),
    ("café", "cafe", ["cafe"]),
    ("cafe", "un cafe\u0301 noir", ["cafe\u0301"]),
    ('"Zürich"', "in Zu\u0308rich", ["Zu\u0308rich"]),
    ('"Zu\u0308rich"', "in Zürich", ["Zürich"]),
    ("هدنة", "أعلنت هدنة في دمشق", ["هدنة"]),
    ("القافلة", "وصلت القافلة، والقافلة", ["القافلة", "القافلة"]),
    ("地震", "昨天北京发生地震", ["地震"]),
    ("北京发生地震", "昨天北京发生地震。", ["北京发生地震"]),
    ('"京发"', "昨天北京发生", ["京发"]),
    ("-war aid", "war and aid", ["aid"]),
    ("place:Homs aid", "Homs and aid", ["aid"]),
]


@pytest.mark.parametrize(("typed", "text", "words"), FOUND)
def test_highlights_are_the_words_searched(typed: str, text: str, words: list[str]):
    assert [text[start:end] for start, end in highlights(text, parse(typed))] == words


@pytest.mark.parametrize(("typed", "text", "words"), [row for row in FOUND if "-" not in row[0]])
def test_passages_are_found_by_what_is_highlighted(
    workspace: Workspace, typed: str, text: str, words: list[str]
):
    text = " ".join(text.split())
    workspaces.write(workspace, workspaces.report("Title", text))
    clauses = parse(typed)
    found = Search(ReadModel(workspace).snapshot).mask(clauses)
    assert found.tolist() == [bool(words)]


def test_highlights_do_not_overlap():
    assert highlights("reconvoyed", parse("convoy reconvoyed convoyed")) == [(0, 10)]


@pytest.mark.parametrize("word", ["quake", "séisme", "زلزال", "地震", "se\u0301isme"])
def test_snippet_shows_the_first_hit(word: str):
    text = "وصلت before, 以前 " * 40 + word + " behind, après" * 40
    shown, spans = snippet(text, parse(word))
    assert [shown[start:end] for start, end in spans] == [word]
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 300
    assert shown[1:-1] in text


def test_snippet_of_a_short_text_is_the_text():
    assert snippet("aid came", parse("aid")) == ("aid came", [(0, 3)])
    assert snippet("aid came", ()) == ("aid came", [])


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("aid", [0, 2]),
        ("aid OR place:Fooville", [0, 1, 2]),
        ("nothing OR place:Fooville", [1]),
        ("place:Fooville -bread", []),
        ("-place:Fooville", [0, 2]),
        ("place:Fooville OR -aid", [1]),
        ("place:Syria", [1]),
        ("source:post", [0, 1]),
        ("source:POST aid", [0]),
        ("source:post OR water", [0, 1, 2]),
        ("headline", [0]),
        ('"the headline"', [0]),
    ],
)
def test_fields_and_titles_of_searches(workspace: Workspace, typed: str, rows: list[int]):
    one = workspaces.report("The headline", "Aid came.\n\nFooville has bread.", source="Post")
    mark = workspaces.mark(FOOVILLE)
    syria = workspaces.report("Other", "Aid and water.")
    workspaces.write(workspace, workspaces.naming(one, ("Fooville", mark), themes=[]))
    workspaces.write(workspace, syria)
    with workspace.writing() as writer:
        writer._place(SYRIA)
    view = Situation(workspace).view(Filters(text=typed))
    assert np.flatnonzero(view.passing).tolist() == rows


def test_best_passages_of_a_search_come_first(workspace: Workspace):
    text = "Nothing at all, but aid and many other words.\n\nAid, aid and aid.\n\nBread."
    workspaces.write(workspace, workspaces.report("Aid", text))
    situation = Situation(workspace)
    assert situation.search_rows(situation.view(Filters(text="aid"))) == [1, 0]
    assert situation.search_rows(situation.view(Filters(text="aid")), most=1, skip=1) == [0]
    assert situation.search_rows(situation.view()) == [0, 1, 2]
