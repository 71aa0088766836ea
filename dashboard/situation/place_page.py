"""A place as the pane of the page shows it, as plain values."""

import numpy as np

from .filters import EVERYTHING, Filters
from .frames import Record
from .passage_list import KIND_WORDS, listed
from .places import Mask, marks_of
from .situation import Situation
from .trends import named_together
from .view import View

_MOST_PARTS, _MOST_TOGETHER = 30, 8


def place_page(
    situation: Situation, filters: Filters, thing_id: str, *, most: int = 50, skip: int = 0
) -> Record | None:
    """Return what is said of a place and of what lies in or near it; None of an unknown one."""
    thing = situation.thing_row(thing_id)
    if thing is None:
        return None
    view, everything = situation.view(filters), situation.view(EVERYTHING)
    facts = situation.mark_facts([thing]).iloc[0]
    marks = _belonging(view, thing)
    passages = view.passing & view.holding(marks)
    newest = view.newest(passages)
    documents = view.snapshot["passages"]["document"][passages]
    hidden = int(np.count_nonzero(everything.passing & everything.holding(marks))) - len(newest)
    together = named_together(view, thing, _MOST_TOGETHER)
    return {
        "id": thing_id,
        "label": str(situation.labels().get(thing, facts["label"])),
        "kind": KIND_WORDS.get(facts["kind"], facts["kind"]),
        "country": facts["country"] or None,
        "total": len(newest),
        "reports": len(np.unique(documents)),
        "hidden": max(0, hidden),
        "hidden_words": f"{hidden} more are hidden by the filters" if hidden > 0 else "",
        "parts": _named(situation, *_parts(view, marks, thing)),
        "together": _named(situation, together["other"].tolist(), together["passages"].tolist()),
        "months": _months(view, passages),
        "skip": skip,
        "passages": listed(situation, view, newest.rows(most, skip)),
    }


def _belonging(view: View, thing: int) -> Mask:
    """Marks of a thing, of its parts and of what lies in it."""
    table = view.snapshot["marks"]
    own = np.asarray(table["thing"] == thing)
    place = int(table["place"][thing])
    known = view.snapshot.workspace.rows("SELECT place_id FROM mark WHERE id = ?", (thing + 1,))
    return own | marks_of(view.snapshot, [place]) if known and known[0][0] else own


def _parts(view: View, marks: Mask, thing: int) -> tuple[list[int], list[int]]:
    """Other things among marks, and the passages of each, the most first."""
    shown = view.marks()
    wanted = np.zeros(view.snapshot.count("marks"), bool)
    wanted[view.snapshot["marks"]["thing"][marks]] = True
    wanted[thing] = False
    shown = shown[wanted[shown["thing"]]].nlargest(_MOST_PARTS, "passages")
    return shown["thing"].tolist(), shown["passages"].tolist()


def _named(situation: Situation, things: list[int], counts: list[int]) -> list[Record]:
    if not things:
        return []
    facts, labels = situation.mark_facts(things), situation.labels()
    return [
        {"id": one.thing_id, "label": str(labels.get(one.Index, one.label)), "passages": int(count)}
        for one, count in zip(facts.itertuples(), counts, strict=True)
        if isinstance(one.thing_id, str)
    ]


def _months(view: View, passages: Mask) -> list[Record]:
    """Passages by the month of their newest interval."""
    at = view.newest_interval[passages]
    days = view.snapshot["intervals"]["first_day"][at[at >= 0]]
    months, counts = np.unique(days.astype("datetime64[D]").astype("M8[M]"), return_counts=True)
    return [{"month": str(m), "passages": int(n)} for m, n in zip(months, counts, strict=True)]
