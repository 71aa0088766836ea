"""Says what the pane of the page shows when nothing is chosen, as plain values.

Each number stands with the parameters of an address that show it (``filter``): taken over into the
address, they leave exactly that many passages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geocache import Outcome

from ..workspace.codes import OUTCOMES
from ..workspace.jobs import Jobs
from .columns import Mask, Snapshot, run_starts
from .days import NO_DAY, day_number, days_in_words, iso_day
from .filters import Filters
from .passage_list import place_kinds
from .places import marks_of
from .plain_values import Record
from .reports_table import newest_reports
from .search import parse
from .situation import Situation
from .trends import Period, departure, passing_within, review_queue, rising
from .view import View

_NOW_DAYS, _BEFORE_DAYS = 7, 28
_MOST_PLACES, _MOST_WORDS, _MOST_REPORTS, _MOST_UNREAD, _MOST_CHANGED = 8, 8, 20, 5, 5
_MOST_WEIGHED = 16
"""Places of each end that are counted again by the filter that shows them: 32, a bit for each."""
_MOST_DOUBTS = 300
"""Doubtful expressions among which the places are looked for."""
_NOTABLE = 1.0
"""Standard deviations from which a number rose or went quiet."""


def briefing(situation: Situation, filters: Filters, since_revision: int | None = None) -> Record:
    """Return what is new, most named, rising, unsure, and could not be placed or read.

    Parameters
    ----------
    situation, filters
        What is looked at.
    since_revision
        Of the last visit; None when there was none.

    Returns
    -------
    dict
        ``reports``, ``passages`` (that pass); ``new`` (``reports``, ``passages``, ``filter``, or
        None); ``named`` (the most named places); ``trends`` (``now`` and ``before`` with ``from``
        and ``to``; ``places`` and ``themes``, each with ``rose`` and ``quiet``; None when nothing
        is dated); ``newest`` (reports); ``unsure`` and ``unplaced`` (``passages``, ``mentions``,
        ``filter``, and the places or words); ``unread`` (``count``, ``inputs``, ``waiting``).
    """
    view = situation.view(filters)
    counts = view.counts()
    return {
        "reports": counts["documents"],
        "passages": counts["passages"],
        "new": _new(view, since_revision),
        "named": _most_named(situation, view),
        "trends": _trends(situation, view),
        "newest": _newest(situation, view),
        "unsure": _unsure(situation, view),
        "unplaced": _unplaced(situation, view),
        "unread": _unread(situation),
    }


def _also(view: View, **parts: Any) -> View:
    """Return a view of the same choice with other parts; not kept, for it is asked once."""
    return View(view.snapshot, replace(view.filters, **parts), view.search)


def _counted(mask: Mask) -> int:
    return int(np.count_nonzero(mask))


def _new(view: View, since_revision: int | None) -> Record | None:
    if since_revision is None:
        return None
    counts = _also(view, since_revision=since_revision).counts()
    return {
        "reports": counts["documents"],
        "passages": counts["passages"],
        "filter": {"since": [str(since_revision)]},
    }


# ---- places


def _places(situation: Situation, things: Sequence[int]) -> list[Record]:
    """Say what some places are, by the rows of their things."""
    if not things:
        return []
    facts, labels = situation.mark_facts(things), situation.labels_of(things)
    ids = [str(thing_id) for thing_id in facts["thing_id"]]
    kinds = place_kinds(situation.workspace, ids)
    return [
        {"id": key, "label": labels.get(thing, str(label)), "kind": kinds.get(key, "")}
        for thing, key, label in zip(things, ids, facts["label"], strict=True)
    ]


def _passages_of(view: View, things: Sequence[int], among: Sequence[Mask]) -> npt.NDArray[np.int64]:
    """Count passages of each place and of what lies in it, as a filter by the place leaves them.

    Returns
    -------
    array, things × sets of passages that are counted
    """
    snapshot = view.snapshot
    marks, pairs = snapshot["marks"], snapshot["pairs"]
    counts = np.zeros((len(things), len(among)), np.int64)
    bits = np.zeros(snapshot.count("marks"), np.uint32)
    for number, thing in enumerate(things):
        belonging = marks_of(snapshot, [int(marks["place"][thing])])
        bits[marks["thing"][belonging]] |= np.uint32(1) << np.uint32(number)
    shown = np.flatnonzero(view.paired)
    held = bits[pairs["thing"][shown]]
    wanted = np.flatnonzero(held)
    if not len(wanted):
        return counts
    held, passage = held[wanted], pairs["passage"][shown[wanted]]
    starts = np.flatnonzero(run_starts(passage))
    together = np.bitwise_or.reduceat(held, starts)
    sets = [mask[passage[starts]] for mask in among]
    for number in range(len(things)):
        holding = (together & np.uint32(1) << np.uint32(number)) != 0
        counts[number] = [_counted(holding & mask) for mask in sets]
    return counts


def _most_named(situation: Situation, view: View) -> list[Record]:
    counts = view.thing_counts()
    counts[view.snapshot["marks"]["place"] == 0] = 0  # shapes that several places make up
    things = np.argsort(-counts, kind="stable")[:_MOST_PLACES]
    things = things[counts[things] > 0]
    return _with_counts(situation, view, things.tolist(), {})


def _with_counts(
    situation: Situation, view: View, things: list[int], more: dict[str, list[str]]
) -> list[Record]:
    """Return places with the passages that a filter by each and ``more`` leaves, most first."""
    counts = _passages_of(view, things, [view.passing])[:, 0].tolist()
    places = [
        {**place, "passages": count, "filter": {**more, "place": [place["id"]]}}
        for place, count in zip(_places(situation, things), counts, strict=True)
    ]
    return sorted(places, key=lambda place: -int(place["passages"]))


# ---- what rose and went quiet


def _trends(situation: Situation, view: View) -> Record | None:
    newest = _newest_day(view.snapshot, view.passing)
    if newest is None:
        return None
    now = Period(newest - _NOW_DAYS + 1, newest)
    before = Period(now.first_day - _BEFORE_DAYS, now.first_day - 1)
    whole = view
    if view.filters.first_day is not None or view.filters.last_day is not None:
        whole = _also(view, first_day=None, last_day=None)
    return {
        "now": _period(now),
        "before": _period(before),
        "places": _changed_places(situation, whole, now, before),
        "themes": _changed_themes(situation, whole, now, before),
    }


def _newest_day(snapshot: Snapshot, passing: Mask) -> int | None:
    """Return the first day of the newest report that passes and is not of the future, if any.

    Of passages it might be a day of which they only say that it will come.
    """
    documents = snapshot.mask("documents", snapshot["passages"]["document"][passing])
    days = snapshot["documents"]["first_day"][documents]
    days = days[days != NO_DAY]
    if not len(days):
        return None
    today = day_number(datetime.now(UTC).date()) + 1  # somewhere it is tomorrow
    past = days[days <= today]
    return int(past.max()) if len(past) else int(days.max())


def _period(period: Period) -> Record:
    return {
        "from": iso_day(period.first_day),
        "to": iso_day(period.last_day),
        "words": days_in_words(period.first_day, period.last_day),
        "days": period.days,
    }


def _changed_places(situation: Situation, view: View, now: Period, before: Period) -> Record:
    frame = rising(view, now, before)
    frame = frame[view.snapshot["marks"]["place"][frame["thing"].to_numpy(np.int64)] != 0]
    ends = pd.concat([frame.head(_MOST_WEIGHED), frame.tail(_MOST_WEIGHED)])
    things = ends["thing"].drop_duplicates().tolist()
    counts = _passages_of(view, things, [passing_within(view, now), passing_within(view, before)])
    rose, quiet = _ends(counts, now, before)
    chosen = [things[row] for row in (*rose, *quiet)]
    named = dict(zip(chosen, _places(situation, chosen), strict=True))

    def written(rows: Iterable[int]) -> list[Record]:
        return [
            named[things[row]]
            | _numbers(counts[row], now, before, {"place": [named[things[row]]["id"]]})
            for row in rows
        ]

    return {"rose": written(rose), "quiet": written(quiet)}


def _changed_themes(situation: Situation, view: View, now: Period, before: Period) -> Record:
    frame = rising(view, now, before, by="theme")
    labels = {theme.id: theme.label for theme in situation.themes.all}
    frame = frame[frame["theme"].isin(list(labels))]  # of others no filter is understood
    counts = frame[["now", "before"]].to_numpy(np.int64)
    ids = frame["theme"].tolist()

    def written(rows: Iterable[int]) -> list[Record]:
        return [
            {"id": ids[row], "label": labels[ids[row]]}
            | _numbers(counts[row], now, before, {"theme": [ids[row]]})
            for row in rows
        ]

    rose, quiet = _ends(counts, now, before)
    return {"rose": written(rose), "quiet": written(quiet)}


def _ends(
    counts: npt.NDArray[np.int64], now: Period, before: Period
) -> tuple[list[int], list[int]]:
    """Return rows of the counts that rose most, and of those that went quiet most."""
    change = departure(counts[:, 0], counts[:, 1] * (now.days / before.days))
    order = np.argsort(-change, kind="stable").tolist()
    rose = [row for row in order if change[row] >= _NOTABLE][:_MOST_CHANGED]
    quiet = [row for row in reversed(order) if change[row] <= -_NOTABLE][:_MOST_CHANGED]
    return rose, quiet


def _numbers(
    counts: npt.NDArray[np.int64], now: Period, before: Period, of: dict[str, list[str]]
) -> Record:
    return {
        name: {
            "passages": int(count),
            "filter": {
                **of,
                "from": [str(iso_day(period.first_day))],
                "to": [str(iso_day(period.last_day))],
            },
        }
        for name, count, period in zip(("now", "before"), counts, (now, before), strict=True)
    }


# ---- reports


def _newest(situation: Situation, view: View) -> list[Record]:
    """List the newest reports with passages that pass."""
    rows, counts, _ = newest_reports(view, _MOST_REPORTS)
    ids = ", ".join(str(row + 1) for row in rows.tolist())
    facts_of = {
        facts[0] - 1: facts[1:]
        for facts in situation.workspace.rows(
            "SELECT d.id, d.hash, d.title, s.name, d.origin, d.first_day, d.last_day "
            f"FROM document d JOIN source s ON s.id = d.source_id WHERE d.id IN ({ids})"
        )
    }
    return [
        {
            "document": key,
            "title": title,
            "source": source,
            "file": PurePath(origin).name,
            "date": "" if first is None else days_in_words(first, last),
            "passages": count,
            "filter": {"report": [key]},
        }
        for row, count in zip(rows.tolist(), counts.tolist(), strict=True)
        if row in facts_of
        for key, title, source, origin, first, last in [facts_of[row]]
    ]


# ---- what is unsure, and what could not be placed or read


def _doubtful(view: View, outcome: Outcome) -> tuple[View, Record]:
    """Return the view of what has an outcome, and how much that is."""
    chosen = _also(view, outcomes=(outcome.value,))
    carried = view.snapshot["observations"]["carried"]
    visible = np.ones(len(carried), bool) if chosen.visible is None else chosen.visible
    return chosen, {
        "passages": _counted(chosen.passing),
        "mentions": _counted(visible & (carried == 0)),
        "filter": {"outcome": [outcome.value]},
    }


def _unsure(situation: Situation, view: View) -> Record:
    doubtful, facts = _doubtful(view, Outcome.AMBIGUOUS)
    marks = view.snapshot["marks"]
    queue = marks["thing"][review_queue(doubtful, _MOST_DOUBTS)["mark"].to_numpy(np.int64)]
    things = [thing for thing in dict.fromkeys(queue.tolist()) if marks["place"][thing]]
    places = _with_counts(situation, doubtful, things[:_MOST_PLACES], facts["filter"])
    return facts | {"places": places}


def _unplaced(situation: Situation, view: View) -> Record:
    nowhere, facts = _doubtful(view, Outcome.NIL)
    table = view.snapshot["observations"]
    rows = (table["outcome"] == OUTCOMES.index(Outcome.NIL)) & (table["carried"] == 0)
    if nowhere.visible is not None:
        rows &= nowhere.visible
    counts = np.bincount(table["wording"][rows])
    order = np.argsort(-counts, kind="stable")[:_MOST_WORDS]
    wanted = order[counts[order] > 0].tolist()
    numbers = np.flatnonzero(rows)
    wordings = table["wording"][numbers]
    marks = {wording: int(table["mark"][numbers[wordings == wording][0]]) for wording in wanted}
    ids = ", ".join(map(str, wanted))
    texts = dict(situation.workspace.rows(f"SELECT id, text FROM wording WHERE id IN ({ids})"))
    things = situation.mark_facts(list(marks.values()))["thing_id"].tolist()
    words = [
        {"words": texts[wording], "id": thing, **_worded(nowhere, texts[wording], facts["filter"])}
        for wording, thing in zip(marks, things, strict=True)
        if wording in texts
    ]
    return facts | {"words": sorted(words, key=lambda wording: -int(wording["passages"]))}


def _worded(view: View, words: str, more: dict[str, list[str]]) -> Record:
    """Count passages that hold words, with the filter that shows them."""
    quoted = '"' + words.replace('"', " ") + '"'
    text = f"{view.filters.text} {quoted}".strip()
    passing = view.passing & view.search.mask(parse(quoted))
    return {"passages": _counted(passing), "filter": {"q": [text], **more}}


def _unread(situation: Situation) -> Record:
    jobs = Jobs(situation.workspace)
    count, failed = jobs.failed(_MOST_UNREAD)
    return {
        "count": count,
        "inputs": [
            {"name": PurePath(origin).name, "origin": origin, "reason": reason}
            for origin, reason in failed
        ],
        "waiting": jobs.open_count(),
    }
