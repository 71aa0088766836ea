"""Lists passages as the pane of the page does, as plain values."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any

from geocache import Outcome, Role
from geocache.records import is_country_feature

from ..workspace import Workspace
from ..workspace.codes import REVIEWS
from .casualty_words import casualties_in_text, in_words
from .columns import TENSES, Mask
from .date_words import dates_in_text, dating
from .days import days_in_words, iso_day
from .filters import Filters
from .place_words import (
    KIND_WORDS,
    OUTCOME_WORDS,
    REVIEW_WORDS,
    ROLE_WORDS,
    certainty,
    country_name,
    kind_in_words,
)
from .plain_values import Record
from .reports import date_words, details, page_numbers
from .search import highlights
from .situation import Situation
from .view import View, dated_by

_POINTS = ("point", "area")
"""Kinds of marks that are a place itself."""
_DOUBTS = (Outcome.AMBIGUOUS.value, Outcome.NIL.value)
_ONLY_BACKGROUND = 1 << TENSES.index("background")
_PLACES = "SELECT key, feature_class, feature_code, country, population FROM place WHERE key IN "


def passage_list(
    situation: Situation, filters: Filters, *, most: int = 50, skip: int = 0
) -> Record:
    """List the passages that pass: the best first for words searched, else the newest.

    Returns
    -------
    dict
        ``total`` and ``reports`` (how many pass), ``skip``, ``ranked`` (whether by words) and
        ``passages``, as `written` has them.
    """
    view = situation.view(filters)
    rows = situation.search_rows(view, most, skip)
    counts = view.counts()
    return {
        "total": counts["passages"],
        "reports": counts["documents"],
        "skip": skip,
        "ranked": any(not term.field for clause in view.masks.clauses for term in clause),
        "passages": listed(situation, view, rows),
    }


def listed(
    situation: Situation, view: View, rows: Sequence[int], marks: Mask | None = None
) -> list[Record]:
    """Return passages by their rows, as `written` has them.

    Those listed for some marks have ``carried`` as well: why they belong here when they name none
    of them, and else "".
    """
    if not rows:
        return []
    frame = situation.passages(rows)
    read = details(situation.workspace, rows)
    pages = page_numbers(situation.workspace, rows)
    passages = [
        {
            **facts,
            "row": row,
            "page": pages.get(row),
            **{kind: by_row.get(row, []) for kind, by_row in read.items()},
        }
        for row, facts in zip(frame["row"].tolist(), frame.to_dict("records"), strict=True)
    ]
    words = MarkWords(situation, passages)
    listing = [written(view, passage, words) for passage in passages]
    if marks is not None:
        for passage, record in zip(passages, listing, strict=True):
            record["carried"] = _carried(passage, marks)
    return listing


def _carried(passage: dict[Any, Any], marks: Mask) -> str:
    """Say how one of some marks came into a passage; nothing when it is named there."""

    def meant(records: Iterable[Record]) -> list[Record]:
        return [
            record for record in records if record["mark"] < len(marks) and marks[record["mark"]]
        ]

    if meant(passage["footprints"]):
        return ""
    carried = [record["carried"] for record in meant(passage["observations"])]
    return next(filter(None, carried), "")


def written(view: View, passage: dict[Any, Any], words: "MarkWords") -> Record:
    """Return one passage as plain values.

    Returns
    -------
    dict
        ``document``, ``passage`` (its number), ``start`` (in the report's text), ``page`` of the
        file on which it begins (or None), ``title``, ``source``, ``file``; ``date`` in words,
        ``from`` and ``to`` (ISO days, or None), ``dated`` (``words``, ``report`` or None),
        ``date_note`` (how the report's date is known), ``date_why`` (as `dating` has it),
        ``background`` (whether it tells nothing else); ``themes`` (as `themes_in_text` has them),
        ``casualties`` (as `casualties_in_text` has them, and in ``words``), ``text``,
        ``mentions``, ``dates`` (as `dates_in_text` has them) and ``hits`` (of words searched).
        Offsets count code points of ``text``.
    """
    row, tense = passage["row"], view.snapshot["passages"]["tense"]
    at = int(view.newest_interval[row]) if row < len(view.newest_interval) else -1
    days = view.snapshot["intervals"]
    first, last = (int(days[side][at]) if at >= 0 else None for side in ("first_day", "last_day"))
    is_dated = first is not None and last is not None
    dated = dated_by(view, row)
    when = days_in_words(first, last) if first is not None and last is not None else ""
    return {
        "document": passage["document"],
        "passage": int(passage["number"]),
        "page": passage.get("page"),
        "start": int(passage["start"]),
        "title": passage["title"],
        "source": passage["source"],
        "file": PurePath(passage["origin"]).name,
        "date": when,
        "from": iso_day(first) if is_dated else None,
        "to": iso_day(last) if is_dated else None,
        "dated": dated,
        "date_note": date_words(passage),
        "date_why": dating(passage, when, dated, (first, last)),
        "background": bool(row < len(tense) and tense[row] == _ONLY_BACKGROUND),
        "casualties": [
            {**one, "words": in_words(one)}
            for one in casualties_in_text(passage, passage["casualties"])
        ],
        "themes": themes_in_text(passage),
        "text": passage["text"],
        "mentions": words.mentions(passage),
        "dates": dates_in_text(passage),
        "hits": [list(span) for span in highlights(passage["text"], view.masks.clauses)],
    }


def themes_in_text(passage: dict[Any, Any]) -> list[Record]:
    """Return the themes that a passage is about, the likeliest first, each with its cue words.

    Returns
    -------
    list of dict
        ``id``, ``cues`` (start and end of each) and ``hint``: how sure, and because of which words.
    """
    return [_theme(hit, passage) for hit in passage["themes"] if hit["core"]]


def _theme(hit: Record, passage: dict[Any, Any]) -> Record:
    offset, text = passage["start"], passage["text"]
    spans = [span.split("-") for span in filter(None, hit["cues"].split(","))]
    cues = [[int(start) - offset, int(end) - offset] for start, end in spans]
    words = dict.fromkeys(f"“{text[start:end]}”" for start, end in cues)
    reasons = f"cue words: {', '.join(words)}" if words else "no cue words"
    return {
        "id": hit["theme"],
        "cues": cues,
        "hint": f"{certainty(hit['score'])} · {reasons}",
    }


class MarkWords:
    """Says what the marks of some passages are called, for people.

    Parameters
    ----------
    situation
        Where the marks are.
    passages
        With their ``footprints``.
    """

    def __init__(self, situation: Situation, passages: Iterable[dict[Any, Any]]) -> None:
        footprints = [footprint for passage in passages for footprint in passage["footprints"]]
        self._labels = situation.labels_of({footprint["mark"] for footprint in footprints})
        self._things = situation.model.snapshot["marks"]["thing"]
        ids = {footprint["thing_id"] for footprint in footprints}
        self._places = place_kinds(situation.workspace, ids)

    def mentions(self, passage: dict[Any, Any]) -> list[Record]:
        """Return the highlights of a passage in text order, none overlapping.

        Returns
        -------
        list of dict
            ``start``, ``end``, ``mark`` (id), ``row`` (of the mark; None of what came just now),
            ``label``, ``actor`` and ``doubt`` (whether), ``review`` (what people decided, "" for
            nothing), and ``hint``: what it is and how sure, in words.
        """
        highlighted: list[Record] = []
        reached = 0
        for footprint in passage["footprints"]:
            start = int(footprint["start"] - passage["start"])
            end = int(min(footprint["end"], passage["end"]) - passage["start"])
            if start < reached:
                continue
            reached = end
            label = self._labels.get(footprint["mark"], footprint["label"])
            highlighted.append(
                {
                    "start": start,
                    "end": end,
                    "mark": footprint["thing_id"],
                    "row": self._row(footprint["mark"]),
                    "label": label,
                    "actor": footprint["role"] == Role.ASSOCIATIVE.value,
                    "doubt": footprint["outcome"] in _DOUBTS,
                    "review": "" if footprint["review"] == REVIEWS[0] else footprint["review"],
                    "hint": " · ".join(filter(None, (label, *self._facts(footprint)))),
                }
            )
        return highlighted

    def _row(self, mark: int) -> int | None:
        return int(self._things[mark]) if mark < len(self._things) else None

    def _facts(self, footprint: Record) -> Iterable[str]:
        yield self._kind(footprint)
        yield ROLE_WORDS.get(footprint["role"], "")
        if footprint["review"] in REVIEW_WORDS:
            yield REVIEW_WORDS[footprint["review"]]
        elif footprint["outcome"] in _DOUBTS:
            yield OUTCOME_WORDS[footprint["outcome"]]
        else:
            yield certainty(footprint["confidence"])

    def _kind(self, footprint: Record) -> str:
        kind = self._places.get(footprint["thing_id"])
        if kind and footprint["kind"] in _POINTS:
            return kind
        return KIND_WORDS.get(footprint["kind"], "") if footprint["drawn"] else ""


def place_kinds(workspace: Workspace, ids: Iterable[str]) -> dict[str, str]:
    """Return what places are and where, in words, by their ids: "town, Ukraine"."""
    wanted = sorted(ids)
    rows = workspace.rows(f"{_PLACES} ({', '.join('?' * len(wanted))})", wanted)
    return {
        key: ", ".join(
            filter(None, (kind_in_words(of_class, code, people), _outside(code, country)))
        )
        for key, of_class, code, country, people in rows
    }


def _outside(feature_code: str, country: str) -> str:
    """Return the country of a place that is none itself."""
    return "" if is_country_feature(feature_code) else country_name(country)
